//! A text taken out is gone, its rows are not.

use crate::build::{LATER, NOW, Report, append, lines, open, register};
use kelishim_store::ask::Filter;
use kelishim_store::{Appended, Register};

const URL: &str = "https://a.example/1";
const TEXT: &str = "Россия обещала построить школы. Сокровенные подробности остались в тексте.\nИ ещё абзац.";

fn report(text: &str) -> Report {
    Report::new(URL, "2021-06-01", text).step(&["RUS"], &["KGZ"], "обещала построить школы", "agreed")
}

#[test]
fn a_text_taken_out_leaves_the_words_of_its_rows() {
    let mut register = register("withdrawn", &[report(TEXT)]);
    assert_eq!(register.search("подробности", 5, 0).unwrap().len(), 1);
    assert_eq!(register.withdraw(URL, "asked by the owner", LATER).unwrap(), [1]);
    let text = &lines(&register, "SELECT text FROM article")[0];
    assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), "обещала построить школы");
    assert_eq!(text.chars().count(), TEXT.chars().count());
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
    assert!(register.search("подробности", 5, 0).unwrap().is_empty());
    assert_eq!(register.search("школы", 5, 0).unwrap().len(), 1);
    let step = register.steps(&Default::default()).unwrap().remove(0);
    assert_eq!(step.evidence[0].text, "обещала построить школы");
    let path = register.path().to_owned();
    drop(register);
    let file = std::fs::read(path).unwrap();
    for secret in ["Сокровенные", "сокровенные", "подробности", "абзац"] {
        let secret = secret.as_bytes();
        assert!(!file.windows(secret.len()).any(|w| w == secret), "not even in free pages or the table of words");
    }
}

/// Rows of every kind in two versions of the article, as they were known, listed and counted before.
#[test]
fn lists_and_sums_are_what_they_were() {
    let full = |text: &str| {
        report(text).event("CONSULT", &["RUS"], &["KGZ"], "Министры встретились", None).statement(
            "RUS",
            &["KGZ"],
            "заявил",
            "дружба крепнет",
        )
    };
    let text = format!("{TEXT} Министры встретились. Посол заявил: дружба крепнет.");
    let mut first = full(&text).incoming();
    first.bytes = Some("received".into());
    let mut register = register("withdrawn", &[]);
    register.transaction(|r| r.append(&first, NOW)).unwrap();
    append(&mut register, &[full(&format!("Уточнено. {text}"))], LATER);
    let told = |register: &Register| {
        let tables = ["known_by", "pair_field", "pair_month", "coverage", "by_pair", "by_actor", "by_area", "by_date"];
        let of_table = |table: &&str| lines(register, &format!("SELECT '{table}', * FROM {table}"));
        let mut told: Vec<String> = tables.iter().flat_map(of_table).collect();
        for as_of in [None, Some(NOW.to_owned())] {
            let filter = Filter { as_of, ..Filter::default() };
            told.push(format!("{:?}", register.commitments(&filter).unwrap()));
            told.push(format!("{:?}", register.events(&filter).unwrap()));
            told.push(format!("{:?}", register.statements(&filter).unwrap()));
        }
        told
    };
    let before = told(&register);
    assert_eq!(register.withdraw(URL, "asked by the owner", LATER).unwrap(), [1, 2]);
    assert_eq!(told(&register), before);
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
    assert_eq!(
        lines(&register, "SELECT count(*) FROM article WHERE text LIKE '%подробности%' OR bytes IS NOT NULL"),
        ["0"]
    );
}

#[test]
fn it_stays_away() {
    let mut register = register("withdrawn", &[report(TEXT)]);
    register.withdraw(URL, "asked by the owner", LATER).unwrap();
    let later = report("Россия обещала построить школы. Новая редакция.");
    let appended = register.transaction(|r| r.append(&later.incoming(), LATER)).unwrap();
    assert_eq!(appended, Appended::Withdrawn);
    assert_eq!(lines(&register, "SELECT count(*) FROM article WHERE text LIKE '%редакция%'"), ["0"]);
    assert_eq!(register.articles_to_reread(None).unwrap(), Vec::<i64>::new());
    // An address that was never met is kept away as well.
    let other = "https://a.example/2";
    assert!(register.withdraw(other, "asked by the owner", LATER).unwrap().is_empty());
    let unseen = Report::new(other, "2021-06-01", "Текст.");
    let appended = register.transaction(|r| r.append(&unseen.incoming(), NOW)).unwrap();
    assert_eq!(appended, Appended::Withdrawn);
    assert_eq!(lines(&register, "SELECT count(*) FROM article"), ["1"]);
}

#[test]
fn a_register_of_the_format_before_is_brought_up() {
    let register = register("withdrawn", &[report(TEXT)]);
    let path = register.path().to_owned();
    let db = open(&register);
    drop(register);
    db.execute_batch("DROP TABLE withdrawn; PRAGMA user_version = 2;").unwrap();
    drop(db);
    let mut register = kelishim_store::Register::open(&path).unwrap();
    assert_eq!(register.withdraw(URL, "asked by the owner", LATER).unwrap(), [1]);
}
