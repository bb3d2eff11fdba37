//! What people decided stays decided.

use crate::build::{LATER, Report, append, lines, open, register, reread, subjects};
use kelishim_store::ask::{Filter, Shown};
use kelishim_store::{Author, Correction, Id, Register, StoreError};

const TEXT: &str = "Россия обещала построить девять школ в Киргизии. Киргизия просит увеличить квоту на обучение. \
    Министры встретились в Оше. Казахстан поставит газ.";

fn report() -> Report {
    Report::new("https://a.example/1", "2023-03-29", TEXT)
        .step(&["RUS"], &["KGZ"], "построить девять школ", "agreed")
        .step(&["RUS"], &["KGZ"], "увеличить квоту на обучение", "proposed")
        .event("CONSULT", &["RUS", "KGZ"], &[], "встретились", None)
}

fn decide(register: &mut Register, id: &str, correction: Correction) -> Result<(), StoreError> {
    let author = Author { by: "Айгүл".into(), why: "читала источник".into() };
    register.correct(id.parse()?, &correction, &author, "2025-01-10T00:00:00Z")?;
    register.link(&subjects(), |_| {})?;
    assert_eq!(register.check()?, Vec::<String>::new());
    Ok(())
}

fn set(field: &str, value: &str) -> Correction {
    Correction::Set { field: field.into(), value: value.into() }
}

fn status(register: &Register) -> Vec<String> {
    lines(register, "SELECT kind, id, status FROM row WHERE until IS NULL ORDER BY kind, id")
}

#[test]
fn reject_set_and_confirm_survive_reading_again() {
    let mut register = register("decided", &[report()]);
    decide(&mut register, "st1", set("stage", "signed")).unwrap();
    decide(&mut register, "st1", set("due", "2024-09")).unwrap();
    decide(&mut register, "st2", Correction::Reject).unwrap();
    decide(&mut register, "e1", Correction::Confirm).unwrap();
    let decided = ["event|1|confirmed", "step|1|corrected", "step|2|rejected"];
    assert_eq!(status(&register), decided);
    // The same rows, other rows, no rows, the same rows.
    let moved = report().read_again().step(&["KGZ"], &["RUS"], "обещала построить девять школ", "delivered");
    for reading in [report(), moved, report().read_again(), report()] {
        reread(&mut register, 1, &reading);
        assert_eq!(status(&register), decided);
        let threads = register.commitments(&Filter::default()).unwrap();
        assert_eq!(threads.len(), 1);
        assert_eq!((threads[0].stage.as_str(), threads[0].due.as_deref()), ("signed", Some("2024-09")));
    }
    let Shown::Row(row) = register.show("st1".parse().unwrap()).unwrap() else { panic!("a row") };
    assert_eq!(row.corrections.len(), 2);
    assert_eq!(row.history[0].3["stage"], "agreed");
}

#[test]
fn an_added_row_stays_whatever_is_read_and_decided_later() {
    let mut register = register("added", &[report()]);
    let fields = [("action", "поставит газ"), ("stage", "agreed"), ("committer", "KGZ"), ("beneficiary", "RUS")];
    let fields: Vec<(String, String)> = fields.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
    let author = Author { by: "Айгүл".into(), why: "пропущено".into() };
    let id = register.add("a1".parse().unwrap(), "step", &fields, &author, LATER).unwrap();
    register.link(&subjects(), |_| {}).unwrap();
    assert_eq!(id.to_string(), "st3");
    // Frames that find it themselves, in another way, do not overrule the person.
    let found = report().step(&["RUS"], &["KGZ"], "поставит газ", "delivered");
    for reading in [report(), found.clone(), report()] {
        reread(&mut register, 1, &reading);
        let body = lines(
            &register,
            "SELECT status, body ->> '$.stage' FROM row WHERE kind = 'step' AND id = 3 AND until IS NULL",
        );
        assert_eq!(body, ["added|agreed"]);
        assert_eq!(lines(&register, "SELECT count(*) FROM row WHERE until IS NULL"), ["4"]);
    }
    decide(&mut register, "st3", set("stage", "started")).unwrap();
    for reading in [report(), found] {
        reread(&mut register, 1, &reading);
        let body = lines(
            &register,
            "SELECT status, body ->> '$.stage' FROM row WHERE kind = 'step' AND id = 3 AND until IS NULL",
        );
        assert_eq!(body, ["corrected|started"]);
    }
}

#[test]
fn words_that_a_person_named_are_found_again_in_a_new_version() {
    let mut register = register("named", &[report()]);
    decide(&mut register, "st1", set("action", "построить девять школ в Киргизии")).unwrap();
    let mut new = Report::new("https://a.example/1", "2023-03-30", &format!("Уточнение. {TEXT}")).step(
        &["RUS"],
        &["KGZ"],
        "построить девять школ в Киргизии",
        "agreed",
    );
    new.0.article.id = None;
    append(&mut register, &[new.clone()], LATER);
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
    let new = Report::new(
        "https://a.example/1",
        "2023-03-31",
        "Уточнение: школ больше не будет, кроме построить девять школ в Киргизии.",
    )
    .step(&["RUS"], &["KGZ"], "построить девять школ в Киргизии", "cancelled");
    append(&mut register, &[new], LATER);
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
    assert_eq!(
        lines(
            &register,
            "SELECT id, status, article FROM row WHERE kind = 'step' AND until IS NULL AND body ->> '$.stage' = 'cancelled'"
        ),
        ["1|corrected|3"]
    );
}

/// Two threads of one pair, and one that words hold together.
fn threads() -> Vec<Report> {
    let one = |n: usize, words: &str, stage: &str| {
        Report::new(
            &format!("https://a.example/{n}"),
            &format!("2023-0{n}-01"),
            &format!("Речь о том, чтобы {words}, сказал министр."),
        )
        .step(&["RUS"], &["KGZ"], words, stage)
    };
    vec![
        one(1, "построить девять школ", "proposed"),
        one(2, "построить девять школ", "agreed"),
        one(3, "построить девять школ", "signed"),
        one(4, "дать газ зимой", "agreed"),
    ]
}

#[test]
fn merge_and_split_survive_and_the_oldest_id_stays() {
    let mut register = register("cut", &threads());
    let of_steps = "SELECT step, commitment FROM step_of ORDER BY step";
    assert_eq!(lines(&register, of_steps), ["1|1", "2|1", "3|1", "4|2"]);
    decide(&mut register, "c2", Correction::Merge("c1".parse().unwrap())).unwrap();
    assert_eq!(lines(&register, of_steps), ["1|1", "2|1", "3|1", "4|1"]);
    let Shown::Commitment { commitment, merged, .. } = register.show("c2".parse().unwrap()).unwrap() else {
        panic!("a thread")
    };
    assert_eq!((commitment.id.as_str(), &merged[..]), ("c1", &["c2".to_owned()][..]));
    decide(&mut register, "c1", Correction::Split(vec!["st2".parse().unwrap()])).unwrap();
    assert_eq!(lines(&register, of_steps), ["1|1", "2|3", "3|1", "4|1"]);
    for (article, report) in threads().iter().enumerate() {
        let mut report = report.clone();
        report.0.commitments[0].score = Some(0.9);
        reread(&mut register, article as i64 + 1, &report);
    }
    assert_eq!(lines(&register, of_steps), ["1|1", "2|3", "3|1", "4|1"]);
    assert_eq!(lines(&register, "SELECT action, target, value FROM correction"), ["merge|2|[4,1]", "split|1|[2]"]);
}

#[test]
fn a_rejected_print_is_not_counted_as_a_reprint() {
    let text = "Россия обещала построить девять школ в Киргизии, сообщили вчера вечером в посольстве, где добавили, что \
        работы начнутся весной, а первые классы примут детей через год после начала строительства.";
    let print = |n: usize| {
        Report::new(&format!("https://o{n}.example/1"), "2023-03-29", text).step(
            &["RUS"],
            &["KGZ"],
            "построить девять школ",
            "agreed",
        )
    };
    let mut register = register("reprint", &[print(1), print(2)]);
    let steps = |r: &Register| r.commitments(&Filter::default()).unwrap().iter().map(|c| c.steps).collect::<Vec<_>>();
    assert_eq!(steps(&register), [1]);
    let reprint = lines(&register, "SELECT 'st' || step FROM step_of WHERE reprint_of IS NOT NULL");
    decide(&mut register, &reprint[0], Correction::Reject).unwrap();
    assert_eq!(steps(&register), [1]);
}

#[test]
fn decisions_cannot_be_changed_or_taken_out() {
    let mut register = register("append-only", &[report()]);
    decide(&mut register, "st2", Correction::Reject).unwrap();
    let db = open(&register);
    for sql in ["UPDATE correction SET author = 'x'", "DELETE FROM correction"] {
        assert!(db.execute(sql, []).unwrap_err().to_string().contains("append-only"), "{sql}");
    }
}

#[test]
fn a_decision_that_cannot_be_is_refused_and_leaves_no_trace() {
    let mut register = register("refused", &[report()]);
    let anonymous = Author { by: " ".into(), why: "x".into() };
    assert!(register.correct("st1".parse().unwrap(), &Correction::Reject, &anonymous, LATER).is_err());
    let wrong: [(&str, Correction); 7] = [
        ("st1", set("stage", "promised")),
        ("st1", set("committer", "Атлантида")),
        ("st1", set("action", "слова не отсюда")),
        ("st1", set("due", "скоро")),
        ("st99", Correction::Reject),
        ("c1", Correction::Merge("c1".parse().unwrap())),
        ("e1", Correction::Split(vec!["st1".parse::<Id>().unwrap()])),
    ];
    for (id, correction) in wrong {
        assert!(decide(&mut register, id, correction.clone()).is_err(), "{id} {correction:?}");
    }
    assert_eq!(lines(&register, "SELECT count(*) FROM correction"), ["0"]);
    assert_eq!(lines(&register, "SELECT max(version) FROM row"), ["1"]);
}

/// The article in further versions, each with the rows that its reading gives.
fn version(text: &str, steps: &[(&str, &str)]) -> Report {
    steps.iter().fold(Report::new("https://a.example/1", "2023-03-30", text), |report, (words, stage)| {
        report.step(&["RUS"], &["KGZ"], words, stage)
    })
}

/// A row that a person confirmed outlives the words it rests on: it stays, and says that its words are gone.
#[test]
fn a_confirmed_row_outlives_its_words_and_says_so() {
    let mut register = register("outlived", &[report()]);
    decide(&mut register, "st1", Correction::Confirm).unwrap();
    decide(&mut register, "st2", Correction::Reject).unwrap();
    let gone = |register: &Register| {
        let Shown::Row(row) = register.show("st1".parse().unwrap()).unwrap() else { panic!("a row") };
        let steps = register.steps(&Filter::default()).unwrap();
        let step = steps.iter().find(|s| s.id == "st1").expect("it is listed").clone();
        assert_eq!((row.gone_from.clone(), row.status.as_str()), (step.gone_from, "confirmed"));
        (row.article, row.gone_from)
    };
    assert_eq!(gone(&register), ("a1".into(), None));
    let place = "SELECT id, version, article, status FROM row WHERE kind = 'step' AND until IS NULL ORDER BY id";

    // Without the words: the row stays with the version that has them. One rejected stays rejected.
    append(&mut register, &[version("Сообщение опровергнуто.", &[])], LATER);
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
    assert_eq!(gone(&register), ("a1".into(), Some("a2".into())));
    assert_eq!(lines(&register, place), ["1|2|1|confirmed", "2|2|1|rejected"]);
    assert_eq!(register.commitments(&Filter::default()).unwrap().len(), 1);

    // With the words again, found by the reading: they are the rows they were, not new ones.
    let again = [("построить девять школ", "signed"), ("увеличить квоту на обучение", "agreed")];
    append(&mut register, &[version(&format!("Снова. {TEXT}"), &again)], LATER);
    assert_eq!(gone(&register), ("a3".into(), None));
    assert_eq!(lines(&register, place), ["1|3|3|confirmed", "2|3|3|rejected"]);

    // With the words, but not found by the reading: what a person confirmed is applied to it.
    append(&mut register, &[version(&format!("Уточнение: снова. {TEXT}"), &[])], LATER);
    assert_eq!(gone(&register), ("a4".into(), None));
    let body = "SELECT version, article, body ->> '$.stage', body ->> '$.action.start' FROM row WHERE kind = 'step' AND id = 1 AND until IS NULL";
    assert_eq!(lines(&register, body), ["4|4|agreed|33"]);
    assert_eq!(lines(&register, place), ["1|4|4|confirmed", "2|3|3|rejected"]);
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
}

/// A derived row that one version drops and a later one has again is the row it was.
#[test]
fn a_row_that_a_later_version_has_again_is_the_row_that_went() {
    let mut register = register("returned", &[report()]);
    append(&mut register, &[version("Сообщение опровергнуто.", &[])], LATER);
    assert_eq!(register.stats().unwrap().steps, 0);
    append(&mut register, &[version(&format!("Снова. {TEXT}"), &[("увеличить квоту на обучение", "agreed")])], LATER);
    assert_eq!(lines(&register, "SELECT id, version FROM row WHERE kind = 'step' AND until IS NULL"), ["2|2"]);
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
}
