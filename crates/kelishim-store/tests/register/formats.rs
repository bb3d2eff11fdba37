//! A register of an older format is brought up, and is then what a new one would be.

use crate::build::{LATER, NOW, Report, append, lines, open, path, register, reread};
use kelishim_store::ask::Filter;
use kelishim_store::{Author, Correction, Register};
use rusqlite::Connection;
use std::path::Path;

/// A register with everything that a format has to carry over: threads, decisions, rows replaced and withdrawn, an article in
/// two versions, an actor that is no state, parties without a state.
fn full() -> Register {
    let text = "Россия обещала построить девять школ в Киргизии. Киргизия просит увеличить квоту на обучение. \
        Министры встретились в Оше. Посол заявил, что дружба крепнет.";
    let mut first = Report::new("https://a.example/1", "2023-03-29", text)
        .step(&["RUS"], &["KGZ"], "построить девять школ", "agreed")
        .step(&["RUS"], &["KGZ"], "увеличить квоту на обучение", "proposed")
        .event("CONSULT", &["RUS", "KGZ", "KAZ"], &[], "встретились", Some("2023-03-28"))
        .event("COOPERATE", &["RUS"], &["KGZ"], "дружба крепнет", None)
        .statement("RUS", &["KGZ"], "заявил", "дружба крепнет");
    let mut body = first.0.actors[0].clone();
    (body.id, body.name, body.kind) = ("x".into(), "Комиссия \"Юг\"".into(), "government".into());
    (body.country, body.registry) = (None, None);
    let mut person = body.clone();
    (person.id, person.name, person.kind, person.country) =
        ("y".into(), "Айгүл Осмонова".into(), "person".into(), Some("KGZ".into()));
    person.description = Some("министр".into());
    first.0.actors.extend([body, person]);
    first.0.events[1].actors = vec!["x".into(), "y".into()];
    first.0.statements[0].speaker = Some("y".into());
    let second = Report::new("https://b.example/1", "2023-04", "Решено построить девять школ к осени будущего года.")
        .step(&["RUS"], &["KGZ"], "построить девять школ", "signed");
    let mut made = register("format", &[first.clone(), second]);
    let author = Author { by: "Айгүл".into(), why: "читала".into() };
    made.correct("st2".parse().unwrap(), &Correction::Reject, &author, LATER).unwrap();
    made.correct("e1".parse().unwrap(), &Correction::Confirm, &author, LATER).unwrap();
    made.link(&crate::build::subjects(), |_| {}).unwrap();
    reread(
        &mut made,
        2,
        &Report::new("https://b.example/1", "2023-04", "Решено построить девять школ к осени будущего года."),
    );
    let mut again = first.read_again().step(&["RUS"], &["KGZ"], "построить девять школ", "started");
    again.0.article.text += " Обновлено.";
    append(&mut made, &[again], LATER);
    made
}

/// The same rows in the tables of format 1.
fn in_format_1(of: &Register) -> std::path::PathBuf {
    let old = path("format-1");
    let db = Connection::open(&old).unwrap();
    db.execute_batch(include_str!("../../src/schema-1.sql")).unwrap();
    db.execute_batch(&format!("PRAGMA foreign_keys = off; ATTACH '{}' AS new", of.path().display())).unwrap();
    let names = |sql: &str| -> Vec<String> {
        let mut query = db.prepare(sql).unwrap();
        query.query_map([], |r| r.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    };
    for table in names(
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%'",
    ) {
        let columns =
            names(&format!("SELECT '\"' || name || '\"' FROM pragma_table_info('{table}', 'main')")).join(", ");
        db.execute(&format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}"), []).unwrap();
    }
    db.execute_batch("INSERT INTO search (search) VALUES ('rebuild'); PRAGMA user_version = 1; PRAGMA application_id = 0x6b656c73; DETACH new")
        .unwrap();
    old
}

/// All tables with all their lines.
fn content(register: &Register) -> Vec<(String, Vec<String>)> {
    let tables = lines(
        register,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%' ORDER BY name",
    );
    let content = |table: String| {
        let mut all = lines(register, &format!("SELECT * FROM {table}"));
        all.sort();
        (table, all)
    };
    tables.into_iter().map(content).collect()
}

#[test]
fn format_1_is_brought_up_to_what_a_new_register_holds() {
    let new = full();
    assert_eq!(new.check().unwrap(), Vec::<String>::new());
    assert_eq!(lines(&new, "SELECT count(*) > 30, count(DISTINCT kind) FROM known_by"), ["1|3"]);
    let old = in_format_1(&new);
    // Asking is enough: the file is brought up first.
    let brought = Register::open_to_read(&old).unwrap();
    assert_eq!(lines(&brought, "PRAGMA user_version"), lines(&new, "PRAGMA user_version"));
    assert_eq!(brought.check().unwrap(), Vec::<String>::new());
    for (a, b) in content(&new).into_iter().zip(content(&brought)) {
        assert_eq!(a, b);
    }
    let filter = Filter { as_of: Some(NOW.into()), ..Filter::default() };
    assert_eq!(new.commitments(&filter).unwrap(), brought.commitments(&filter).unwrap());
    assert_eq!(new.pair("KGZ", "RUS", "2025-01-01").unwrap(), brought.pair("KGZ", "RUS", "2025-01-01").unwrap());
}

#[test]
fn a_file_that_cannot_be_brought_up_stays_as_it_is() {
    let old = in_format_1(&full());
    // A line that the next format cannot take in.
    open_file(&old).execute_batch("CREATE TABLE known_by (x)").unwrap();
    assert!(Register::create(&old).is_err());
    let db = open_file(&old);
    let version: i64 = db.pragma_query_value(None, "user_version", |r| r.get(0)).unwrap();
    let columns: i64 = db.query_row("SELECT count(*) FROM pragma_table_info('actor')", [], |r| r.get(0)).unwrap();
    assert_eq!((version, columns), (1, 8));
}

fn open_file(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

/// Counts follow whatever happens to what they count.
#[test]
fn sums_follow_decisions_and_new_versions() {
    let made = full();
    let pair = made.pair("RUS", "KGZ", "2025-01-01").unwrap();
    assert_eq!((pair.commitments, pair.happenings, pair.statements), (1, 1, 0));
    assert_eq!(pair.areas[0].last, Some(("started".into(), "2023-03-29".into())));
    assert_eq!((pair.months[0].month.as_str(), pair.months[0].happenings), ("2023-03", 1));
    assert_eq!(
        lines(&made, "SELECT * FROM coverage ORDER BY 1"),
        ["a.example|ru|2023-03|1|1", "b.example|ru|2023-04|1|0"]
    );
    let coverage = |since: Option<&str>, until: Option<&str>| {
        let filter = Filter { since: since.map(str::to_owned), until: until.map(str::to_owned), ..Filter::default() };
        made.coverage(&filter)
            .unwrap()
            .iter()
            .map(|l| format!("{} {}", l.month, l.articles))
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(coverage(None, None), "2023-03 1, 2023-04 1");
    assert_eq!(coverage(Some("2023-04"), None), "2023-04 1");
    assert_eq!(coverage(Some("2023-03-29"), Some("2023-03-29")), "2023-03 1");
    assert_eq!(coverage(Some("2023-03-30"), None), "2023-04 1");
    assert_eq!(coverage(Some("2023-03-01"), Some("2023-03-28")), "");
    assert_eq!(coverage(None, Some("2023")), "2023-03 1, 2023-04 1");
    let actors = made.actors(&Filter::default()).unwrap();
    let named: Vec<(&str, i64)> = actors.iter().map(|a| (a.key.as_str(), a.articles)).collect();
    assert_eq!(named[..2], [("RUS", 3), ("KGZ", 3)]);
    assert_eq!(actors.iter().find(|a| a.key.ends_with("@KGZ")).and_then(|a| a.description.as_deref()), Some("министр"));
    assert_eq!(
        open(&made).query_row("SELECT count(*) FROM pair_field WHERE commitments < 0", [], |r| r.get::<_, i64>(0)),
        Ok(0)
    );
}
