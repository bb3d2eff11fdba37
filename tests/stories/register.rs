//! Someone keeps a register: fills it, asks it, corrects it, looks after it.

use super::{file, stderr, stdout};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

const REPORTS: [&str; 4] = ["quota-2021-04", "quota-2021-09", "schools-2021-03", "schools-2023-03"];

/// `kelishim` with arguments, on a day of the test's own.
fn kelishim(now: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kelishim"))
        .args(arguments)
        .env("KELISHIM_NOW", now)
        .output()
        .expect("the binary runs")
}

fn place(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    path
}

/// Four sample reports as lines of JSON.
fn source() -> String {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let read = |name: String| std::fs::read_to_string(samples.join(name)).expect("the sample is there");
    let line = |name: &&str| {
        let about: toml::Table = read(format!("{name}.toml")).parse().expect("the sample's data");
        let field = |key: &str| about[key].as_str().unwrap_or_default().to_owned();
        json!({
            "text": read(format!("{name}.txt")), "title": field("title"), "published": field("published"),
            "source": "Үлгү", "url": format!("https://example.org/{name}"), "language": "ru",
        })
        .to_string()
    };
    let lines: Vec<String> = REPORTS.iter().map(line).collect();
    file("samples.jsonl", format!("{}\n", lines.join("\n")).as_bytes())
}

const LEARNT: &str = "2025-01-01T08:00:00Z";

/// A register with the four reports, filled once; every test takes its own copy.
fn filled(name: &str) -> String {
    static FILLED: OnceLock<String> = OnceLock::new();
    let from = FILLED.get_or_init(|| {
        let db = place("register-filled.db").display().to_string();
        let output = kelishim(LEARNT, &["ingest", "--db", &db, &source()]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stderr(&output).contains("4 received: 4 new"), "{}", stderr(&output));
        db
    });
    let to = place(name).display().to_string();
    let output = kelishim(LEARNT, &["backup", "--db", from, &to]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    to
}

fn ask(db: &str, arguments: &[&str]) -> Value {
    let output = kelishim("2025-06-01T00:00:00Z", &[arguments, &["--db", db, "--format", "json"]].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {}", stderr(&output));
    serde_json::from_str(&stdout(&output)).expect("JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn a_second_run_finds_everything_known() {
    let db = filled("register-twice.db");
    let before = ask(&db, &["commitments", "--steps", "--limit", "0"]);
    let output = kelishim("2025-03-01T00:00:00Z", &["ingest", "--db", &db, &source()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("4 received: 0 new with 0 rows, 4 known, 0 failed"), "{}", stderr(&output));
    assert_eq!(before, ask(&db, &["commitments", "--steps", "--limit", "0"]));
    let check = kelishim(LEARNT, &["check", "--db", &db]);
    assert_eq!(check.status.code(), Some(0), "{}", stdout(&check));
}

#[test]
fn every_question_has_an_answer_in_every_format() {
    let db = filled("register-ask.db");
    let threads = ask(&db, &["commitments", "--between", "KGZ", "Россия", "--area", "education"]);
    assert!(!list(&threads).is_empty(), "{threads}");
    let commands: [&[&str]; 8] = [
        &["commitments", "--open"],
        &["events", "--since", "2021"],
        &["statements", "--until", "2023-12"],
        &["timeline", "--between", "KGZ", "RUS"],
        &["actors"],
        &["articles", "--text", "школы"],
        &["search", "школа"],
        &["coverage"],
    ];
    for command in commands {
        for format in ["table", "json", "jsonl", "csv", "tsv", "md"] {
            let output = kelishim(LEARNT, &[command, &["--db", &db, "--format", format]].concat());
            assert_eq!(output.status.code(), Some(0), "{command:?} {format}: {}", stderr(&output));
            assert!(!output.stdout.is_empty(), "{command:?} {format}");
        }
        let lines = list(&ask(&db, command)).len();
        let jsonl = kelishim(LEARNT, &[command, &["--db", &db, "--format", "jsonl"]].concat());
        assert_eq!(stdout(&jsonl).lines().count(), lines, "{command:?}");
    }
    // An inflection that was met finds the word in others; nothing found is told by the exit code alone.
    assert!(list(&ask(&db, &["search", "школы"])).iter().any(|h| h["id"] == "a4"));
    assert_eq!(kelishim(LEARNT, &["search", "--db", &db, "единорог"]).status.code(), Some(1));
    for id in ["a1", "ac1", "s1", "e1", "h1", "st1", "c1"] {
        let output = kelishim(LEARNT, &["show", "--db", &db, id]);
        assert_eq!(output.status.code(), Some(0), "{id}: {}", stderr(&output));
    }
    assert_eq!(kelishim(LEARNT, &["show", "--db", &db, "c9999"]).status.code(), Some(2));
    assert_eq!(kelishim(LEARNT, &["pair", "--db", &db, "KGZ", "RUS"]).status.code(), Some(0));
    assert!(stdout(&kelishim(LEARNT, &["stats", "--db", &db])).contains("4 articles"));
}

#[test]
fn a_correction_survives_reading_again_and_the_past_stays_what_it_was() {
    let db = filled("register-correct.db");
    let first = |steps: &Value| list(steps).iter().find(|s| s["stage"] != "delivered").cloned().expect("a step");
    let step = first(&ask(&db, &["commitments", "--steps", "--limit", "0"]));
    let (id, was) = (step["id"].as_str().expect("an id").to_owned(), step["stage"].clone());
    let day = "2025-03-01T00:00:00Z";
    let output =
        kelishim(day, &["correct", &id, "set", "stage=delivered", "--by", "Айгүл", "--why", "источник", "--db", &db]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let nameless = kelishim(day, &["correct", &id, "reject", "--by", " ", "--why", "x", "--db", &db]);
    assert_eq!(nameless.status.code(), Some(2));
    let output = kelishim("2025-04-01T00:00:00Z", &["reread", "--all", "--db", &db]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), "", "the same frames give the same rows");
    let stage = |arguments: &[&str]| {
        let steps = ask(&db, &[&["commitments", "--steps", "--limit", "0"], arguments].concat());
        list(&steps).iter().find(|s| s["id"] == id.as_str()).map(|s| s["stage"].clone())
    };
    assert_eq!(stage(&[]), Some("delivered".into()));
    assert_eq!(stage(&["--as-of", "2025-02-01"]), Some(was));
    assert_eq!(stage(&["--as-of", "2024-12-31"]), None);
    let shown = stdout(&kelishim(day, &["show", "--db", &db, &id]));
    assert!(shown.contains("Айгүл") && shown.contains("источник"), "{shown}");
}

#[test]
fn what_cannot_be_read_is_counted_and_named() {
    let db = place("register-failures.db").display().to_string();
    let bad = file(
        "bad.jsonl",
        "{\"text\": \"Россия и Китай подписали договор.\", \"language\": \"ru\"}\nне JSON\n".as_bytes(),
    );
    let output = kelishim(LEARNT, &["ingest", "--db", &db, &bad, "no-such-file.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("1 received: 1 new"), "{}", stderr(&output));
    assert!(stderr(&output).contains("2 failed"), "{}", stderr(&output));
    let failures = ask(&db, &["failures"]);
    assert_eq!(list(&failures).len(), 2, "{failures}");
    assert!(
        list(&failures).iter().any(|f| f["place"].as_str().is_some_and(|p| p.ends_with("bad.jsonl#2"))),
        "{failures}"
    );
    assert!(list(&failures).iter().all(|f| f["last"] == LEARNT && f["attempts"] == 1), "{failures}");
}

#[test]
fn a_file_that_is_no_register_is_refused_in_one_line() {
    let text = file("letter.db", "это письмо, а не база".repeat(50).as_bytes());
    for arguments in [vec!["commitments", "--db", &text], vec!["ingest", "--db", &text, &source()]] {
        let output = kelishim(LEARNT, &arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            stderr(&output).contains("not a register") && stderr(&output).lines().count() == 1,
            "{}",
            stderr(&output)
        );
    }
    let output = kelishim(LEARNT, &["events", "--db", "nowhere.db"]);
    assert!(stderr(&output).contains("no register there"), "{}", stderr(&output));
}

#[test]
fn a_text_is_taken_out_and_stays_away() {
    let db = filled("withdrawn.db");
    let url = "https://example.org/quota-2021-04";
    let rows = list(&ask(&db, &["commitments", "--steps"])).len();
    let output = kelishim(LEARNT, &["withdraw", url, "--why", "the owner asked", "--db", &db]);
    assert!(stdout(&output).contains("text taken out, rows kept"), "{}", stderr(&output));
    assert_eq!(list(&ask(&db, &["commitments", "--steps"])).len(), rows);
    assert!(kelishim(LEARNT, &["check", "--db", &db]).status.success());
    let again = kelishim(LEARNT, &["ingest", &source(), "--db", &db]);
    assert!(again.status.code().is_some_and(|c| c < 2), "{}", stderr(&again));
    assert!(kelishim(LEARNT, &["check", "--db", &db]).status.success());
}

#[test]
fn pages_are_served_until_the_server_is_told_to_end() {
    use std::io::{BufRead, BufReader, Read, Write};
    let db = filled("served.db");
    let mut server = Command::new(env!("CARGO_BIN_EXE_kelishim"))
        .args(["serve", "--db", &db, "--listen", "127.0.0.1:0"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut line = String::new();
    BufReader::new(server.stdout.take().expect("piped")).read_line(&mut line).expect("the address comes first");
    let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut stream = std::net::TcpStream::connect(&host).expect("it answers");
    write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nAccept-Language: ky\r\nConnection: close\r\n\r\n")
        .expect("it reads");
    let mut page = String::new();
    stream.read_to_string(&mut page).expect("a page");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("lang=\"ky\""), "{page}");
    // The test's own child; kill asks nobody.
    let told = Command::new("kill").arg(server.id().to_string()).status().expect("kill is there");
    assert!(told.success());
    assert!(server.wait().expect("it ends").success(), "an end that was asked for is no failure");
    let missing = kelishim(LEARNT, &["serve", "--db", "nowhere.db", "--listen", "127.0.0.1:0"]);
    assert_eq!((missing.status.code(), stdout(&missing)), (Some(2), String::new()));
    assert!(stderr(&missing).contains("no register there"));
}
