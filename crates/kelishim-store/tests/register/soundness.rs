//! `check` finds every kind of damage.

use crate::build::{Report, open, register};
use kelishim_store::Register;

fn sound() -> Register {
    let report = Report::new(
        "https://a.example/1",
        "2023-03-29",
        "Россия обещала построить школу. Министры встретились. Посол заявил о дружбе.",
    )
    .step(&["RUS"], &["KGZ"], "построить школу", "agreed")
    .event("CONSULT", &["RUS", "KGZ"], &[], "встретились", None)
    .statement("RUS", &["KGZ"], "заявил", "о дружбе");
    register("sound", &[report])
}

/// What `check` says after `damage`; foreign keys do not hold back who damages.
fn check(damage: &str) -> String {
    let register = sound();
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
    open(&register).execute_batch(&format!("PRAGMA foreign_keys = off; {damage}")).unwrap();
    register.check().unwrap().join("\n")
}

#[test]
fn each_kind_of_damage_is_named() {
    let cases = [
        ("UPDATE row SET body = replace(body, 'построить школу', 'построить церковь') WHERE kind = 'step'", "st1: "),
        ("UPDATE article SET text = 'Совсем другой текст.'", "is not «"),
        ("UPDATE row SET body = '{}' WHERE kind = 'event'", "a row cannot be read"),
        ("UPDATE row SET body = replace(body, 'ac1', 'ac77') WHERE kind = 'event'", "actor ac77 is not there"),
        (
            "INSERT INTO row SELECT NULL, kind, id, 9, article, start, \"end\", date, status, score, block, body, words, since, until FROM row WHERE kind = 'step'",
            "two current versions",
        ),
        (
            "UPDATE article SET current = 0; INSERT INTO article SELECT id + 1, key || 'x', series, 2, 1, place, url, source, title, language, published, dateline, text, bytes, report, signature, extractor, model, frames, registry, gaps, learned FROM article; UPDATE article SET current = 1",
            "two current versions",
        ),
        ("DELETE FROM article_words", "no words indexed"),
        ("UPDATE commitment SET steps = 7", "its count of steps is wrong"),
        ("UPDATE commitment SET reports = 7", "its count of reports is wrong"),
        ("UPDATE happening SET events = 7", "its count of events is wrong"),
        ("UPDATE happening SET reports = 7", "its count of reports is wrong"),
        ("DELETE FROM step_of", "belongs to no thread"),
        ("DELETE FROM event_of", "belongs to no happening"),
        (
            "INSERT INTO commitment SELECT 9, NULL, block, title, committer, beneficiary, areas, stage, first_date, last_date, reported, due, 0, 0 FROM commitment; UPDATE commitment SET merged_into = 9 WHERE id = 1",
            "leads to a thread that was merged",
        ),
        ("UPDATE step_of SET commitment = 55", "leads to a row that is not there"),
        ("DELETE FROM article", "leads to a row that is not there"),
        ("DELETE FROM by_date WHERE kind = 'statement'", "s1: not listed"),
        ("DELETE FROM by_date WHERE kind = 'commitment'", "c1: not listed"),
        ("DELETE FROM by_pair WHERE kind = 'happening'", "h1: not listed"),
        ("DELETE FROM search_docsize", "search"),
        ("UPDATE actor SET articles = articles + 1 WHERE id = 2", "ac2: its count of articles is wrong"),
        ("UPDATE pair_field SET open = open + 1 WHERE area = ''", "pair_field KGZ RUS : is not counted so"),
        ("DELETE FROM pair_month", "pair_month KGZ RUS 2023-03: is not counted so"),
        ("UPDATE coverage SET with_rows = 0", "coverage a.example ru 2023-03: is not counted so"),
        ("DELETE FROM known_by WHERE kind = 'step' AND name = 's:KGZ'", "step version 3: is not known by its names"),
        ("UPDATE known_by SET learnt = 20991231 WHERE kind = 'event'", "event version 2: is not known by its names"),
        (
            "INSERT INTO known_by SELECT kind, 'p:KGZ|UZB', date, v, id, learnt FROM known_by WHERE kind = 'event' AND name = ''",
            "event version 2: is known by a name that it does not have",
        ),
        ("UPDATE row SET status = 'rejected' WHERE kind = 'statement'", "statement version 1: is known by a name"),
    ];
    for (damage, named) in cases {
        let said = check(damage);
        assert!(said.contains(named), "after {damage}:\n{said}");
    }
}

#[test]
fn a_page_overwritten_is_damage_of_the_file() {
    let register = sound();
    let db = open(&register);
    db.execute_batch("PRAGMA wal_checkpoint(truncate)").unwrap();
    drop(db);
    let path = register.path().to_owned();
    drop(register);
    let mut bytes = std::fs::read(&path).unwrap();
    let from = bytes.len() / 2;
    bytes[from..from + 4096].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    // Told as damage of the file, or refused as damaged: never taken for sound.
    if let Ok(said) = Register::open_to_read(&path).and_then(|r| r.check()) {
        assert!(said.iter().any(|l| l.starts_with("file: ")), "{said:?}");
    }
}
