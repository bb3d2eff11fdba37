//! Reading again and new versions: rows stay who they are.

use crate::build::{LATER, NOW, Report, append, lines, register, reread};
use kelishim_store::ask::Filter;
use kelishim_store::{Id, Kind};
use proptest::prelude::*;

const TEXT: &str = "Россия обещала построить девять школ в Киргизии. Киргизия просит увеличить квоту на обучение. \
    Министры встретились в Оше. Посол заявил, что дружба крепнет.";

fn report() -> Report {
    Report::new("https://a.example/1", "2023-03-29", TEXT)
        .step(&["RUS"], &["KGZ"], "построить девять школ", "agreed")
        .step(&["RUS"], &["KGZ"], "увеличить квоту на обучение", "proposed")
        .event("CONSULT", &["RUS", "KGZ"], &[], "встретились", None)
        .statement("RUS", &["KGZ"], "заявил", "дружба крепнет")
}

fn id(text: &str) -> Id {
    text.parse().unwrap()
}

#[test]
fn the_same_reading_makes_no_new_version() {
    let mut register = register("same", &[report()]);
    let mut again = report();
    again.0.versions.frames = "f2".into();
    assert_eq!(reread(&mut register, 1, &again), Default::default());
    assert_eq!(lines(&register, "SELECT max(version) FROM row"), ["1"]);
    assert_eq!(lines(&register, "SELECT frames FROM article"), ["f2"]);
}

#[test]
fn a_moved_span_a_new_stage_a_dropped_and_an_added_row_leave_the_other_ids() {
    let mut register = register("moved", &[report()]);
    let threads = register.commitments(&Filter::default()).unwrap();
    let new = report()
        .read_again()
        // Longer by a word, and further on.
        .step(&["RUS"], &["KGZ"], "обещала построить девять школ", "signed")
        .event("CONSULT", &["RUS", "KGZ"], &[], "встретились в Оше", None)
        .event("COOPERATE", &["RUS", "KGZ"], &[], "дружба крепнет", None)
        .statement("RUS", &["KGZ"], "заявил", "дружба крепнет");
    let changes = reread(&mut register, 1, &new);
    assert_eq!(changes.changed, [id("e1"), id("st1")]);
    assert_eq!(changes.added, [id("e2")]);
    assert_eq!(changes.withdrawn, [id("st2")]);
    assert_eq!(register.versions("step", 1).unwrap().len(), 2);
    assert_eq!(register.versions("step", 2).unwrap()[0].until.as_deref(), Some(LATER));
    let after = register.commitments(&Filter::default()).unwrap();
    assert_eq!(after.len(), 1);
    assert_eq!(after[0].stage, "signed");
    assert!(threads.iter().any(|t| t.id == after[0].id), "the thread keeps its id");
}

#[test]
fn a_row_that_comes_back_is_the_row_that_went() {
    let mut register = register("back", &[report()]);
    reread(&mut register, 1, &report().read_again());
    assert_eq!(register.stats().unwrap().commitments, 0);
    let changes = reread(&mut register, 1, &report());
    assert!(changes.withdrawn.is_empty());
    assert_eq!(
        lines(&register, "SELECT kind, id, version FROM row WHERE until IS NULL ORDER BY 1, 2"),
        ["event|1|2", "statement|1|2", "step|1|2", "step|2|2"]
    );
    assert_eq!(register.commitments(&Filter::default()).unwrap().len(), 2);
}

#[test]
fn a_new_version_keeps_the_ids_of_the_same_words() {
    let mut register = register("version", &[report()]);
    let text = format!("Обновлено. {}", TEXT.replace("увеличить квоту", "удвоить число мест"));
    let mut new = Report::new("https://a.example/1", "2023-03-29", &text)
        .step(&["RUS"], &["KGZ"], "построить девять школ", "agreed")
        .step(&["RUS"], &["KGZ"], "удвоить число мест", "proposed")
        .event("CONSULT", &["RUS", "KGZ"], &[], "встретились", None);
    new.0.article.published = Some("2023-03-30".into());
    append(&mut register, &[new], LATER);
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
    assert_eq!(lines(&register, "SELECT id, version, current FROM article"), ["1|1|0", "2|2|1"]);
    assert_eq!(
        lines(&register, "SELECT kind, id, article FROM row WHERE until IS NULL ORDER BY 1, 2"),
        ["event|1|2", "step|1|2", "step|3|2"]
    );
    assert_eq!(lines(&register, "SELECT text FROM article WHERE id = 1"), [TEXT]);
    assert!(register.show(Id::new(Kind::Article, 1)).is_ok());
    assert_eq!(register.articles(&Filter::default()).unwrap().len(), 1);
}

#[test]
fn as_of_answers_what_was_known_then() {
    let first = Report::new("https://a.example/1", "2023-03-01", "Россия обещала построить девять школ в Киргизии.")
        .step(&["RUS"], &["KGZ"], "построить девять школ", "agreed");
    let mut register = register("as-of", &[first]);
    let second = Report::new("https://b.example/1", "2023-04-01", "Подписано соглашение построить девять школ.")
        .step(&["RUS"], &["KGZ"], "построить девять школ", "signed")
        .event("SUPPORT", &["RUS", "KGZ"], &[], "Подписано", None);
    append(&mut register, &[second], LATER);
    let ask = |as_of: Option<&str>, between: Option<(&str, &str)>| {
        let filter = Filter {
            as_of: as_of.map(str::to_owned),
            between: between.map(|(a, b)| (a.to_owned(), b.to_owned())),
            ..Filter::default()
        };
        let threads = register.commitments(&filter).unwrap();
        let stages: Vec<(String, i64)> = threads.into_iter().map(|t| (t.stage, t.steps)).collect();
        (stages, register.events(&filter).unwrap().len(), register.steps(&filter).unwrap().len())
    };
    let pair = Some(("KGZ", "RUS"));
    assert_eq!(ask(None, pair), (vec![("signed".into(), 2)], 1, 2));
    assert_eq!(ask(Some("2025-01-15"), pair), (vec![("agreed".into(), 1)], 0, 1));
    assert_eq!(ask(Some("2025-01-15"), None), (vec![("agreed".into(), 1)], 0, 1));
    assert_eq!(ask(Some("2024-12-31"), pair), (vec![], 0, 0));
    assert_eq!(ask(Some("2025-02-01"), pair), ask(None, pair));
    // What has been withdrawn since was known then.
    let empty = Report::new("https://b.example/1", "2023-04-01", "Подписано соглашение построить девять школ.");
    register.transaction(|r| r.rederive(2, &empty.incoming(), "2025-03-01T00:00:00Z")).unwrap();
    register.link(&crate::build::subjects(), |_| {}).unwrap();
    let ask = |as_of: &str| {
        let filter =
            Filter { as_of: Some(as_of.into()), between: Some(("KGZ".into(), "RUS".into())), ..Filter::default() };
        (register.commitments(&filter).unwrap()[0].stage.clone(), register.events(&filter).unwrap().len())
    };
    assert_eq!(ask("2025-02-15"), ("signed".into(), 1));
    assert_eq!(ask("2025-03-01"), ("agreed".into(), 0));
}

/// Words of the report that rows may stand on.
const PLACES: &[&str] = &["построить девять школ", "увеличить квоту на обучение", "встретились", "дружба крепнет"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever readings came in between, the first reading's rows have the first reading's ids.
    #[test]
    fn ids_survive_any_readings(readings in proptest::collection::vec(
        proptest::collection::btree_map(0..PLACES.len(), 0usize..3, 0..5), 1..4)) {
        let whole = PLACES.iter().fold(report().read_again(), |r, p| r.step(&["RUS"], &["KGZ"], p, "agreed"));
        let mut register = register("readings", std::slice::from_ref(&whole));
        let current = "SELECT id, start, body ->> '$.stage' FROM row WHERE until IS NULL ORDER BY id";
        let before = lines(&register, current);
        for rows in &readings {
            let stages = ["agreed", "signed", "delivered"];
            let again = rows.iter().fold(report().read_again(), |r, (p, s)| r.step(&["RUS"], &["KGZ"], PLACES[*p], stages[*s]));
            reread(&mut register, 1, &again);
        }
        reread(&mut register, 1, &whole);
        prop_assert_eq!(before, lines(&register, current));
    }
}

#[test]
fn a_known_article_changes_nothing() {
    let mut register = register("known", &[report()]);
    let before = lines(&register, "SELECT * FROM row");
    append(&mut register, &[report()], LATER);
    assert_eq!(before, lines(&register, "SELECT * FROM row"));
    assert_eq!(lines(&register, "SELECT learned FROM article"), [NOW]);
}
