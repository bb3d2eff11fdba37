//! A run is cut by force, and two run at once: nothing is lost, nothing is doubled.

use super::{kelishim, stderr};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Numbers in a fixed order: Knuth's multiplier.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// Articles of the run that is cut: some batches.
const ARTICLES: usize = 40;
const STATES: &[&str] = &["KGZ", "RUS", "KAZ", "UZB", "TJK"];
const MATTERS: &[&str] =
    &["построить школу", "поставить газ", "увеличить квоту на обучение", "открыть мост", "отменить пошлину на зерно"];
const STAGES: &[&str] = &["proposed", "agreed", "signed", "started", "delivered"];

/// A record of two sentences and two rows.
fn record(dice: &mut Dice, number: usize) -> Value {
    let a = dice.below(STATES.len());
    let b = (a + 1 + dice.below(STATES.len() - 1)) % STATES.len();
    let matter = MATTERS[dice.below(MATTERS.len())];
    let text = format!("Сообщение {number}: решено {matter}. Министры встретились.");
    let span = |words: &str| {
        let at = text.find(words).unwrap_or_default();
        let start = text[..at].chars().count();
        json!({"start": start, "end": start + words.chars().count(), "text": words})
    };
    let state =
        |i: usize| json!({"id": STATES[i], "name": STATES[i], "kind": "country", "country": STATES[i], "mentions": []});
    json!({
        "schema": "kelishim.record/1",
        "article": {
            "url": format!("https://example.org/{number}"), "source": "example.org", "language": "ru", "text": text,
            "published": format!("2024-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28)),
        },
        "actors": [state(a), state(b)],
        "events": [{
            "id": "e1", "type": "CONSULT", "modality": "actual", "actors": [STATES[a], STATES[b]], "areas": ["politics"],
            "trigger": span("встретились"),
        }],
        "commitments": [{
            "id": "c1", "committer": [STATES[a]], "beneficiary": [STATES[b]], "action": span(matter), "evidence": [span(matter)],
            "stage": STAGES[dice.below(STAGES.len())], "summary": matter, "areas": ["trade"],
        }],
    })
}

fn records(name: &str, seed: u64, numbers: std::ops::Range<usize>) -> String {
    let all: Vec<String> = numbers.map(|n| record(&mut Dice(seed + n as u64 * 7919), n).to_string()).collect();
    super::file(name, format!("{}\n", all.join("\n")).as_bytes())
}

fn place(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    path
}

fn start(source: &str, db: &Path) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_kelishim"))
        .args(["ingest", "--records", "--threads", "1", "--db", &db.display().to_string(), source])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs")
}

/// Tables, columns that tell of the time of learning left out. Pages of the search index depend on how it grew; what it
/// finds does not.
fn content(db: &Path) -> BTreeMap<String, Vec<String>> {
    const TIMES: [&str; 7] = ["learned", "learnt", "since", "until", "at", "first", "last"];
    let db = rusqlite::Connection::open(db).expect("the register opens");
    let names = |sql: &str| -> Vec<String> {
        let mut query = db.prepare(sql).expect("a question");
        query.query_map([], |r| r.get(0)).expect("a question").map(|n| n.expect("a name")).collect()
    };
    let tables =
        names("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' AND name <> 'fetched'");
    let mut out = BTreeMap::new();
    for table in tables {
        let columns = names(&format!("SELECT name FROM pragma_table_info('{table}')"));
        let shown: Vec<String> =
            columns.iter().filter(|c| !TIMES.contains(&c.as_str())).map(|c| format!("quote(\"{c}\")")).collect();
        let sql = format!("SELECT {} AS line FROM \"{table}\" ORDER BY line", shown.join(" || '|' || "));
        let lines = names(&sql);
        out.insert(table, lines);
    }
    out.insert("found".into(), names("SELECT rowid || '' FROM search WHERE search MATCH '\"школа\"' ORDER BY rowid"));
    out
}

#[test]
fn cut_at_twenty_moments_and_run_again_the_register_is_that_of_an_undisturbed_run() {
    let source = records("kill.jsonl", 20_241_124, 0..ARTICLES);
    let whole = place("kill-whole.db");
    // How long a run takes here says when to cut it.
    #[allow(clippy::disallowed_methods)]
    let begun = Instant::now();
    let output = start(&source, &whole).wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut takes = begun.elapsed();
    let expected = content(&whole);
    assert_eq!(expected["article"].len(), ARTICLES);
    assert!(expected["commitment"].len() > 10 && expected["dirty"].is_empty());

    let mut dice = Dice(7);
    let (mut cut, mut halves) = (0, 0);
    for _ in 0..20 {
        let db = place("kill.db");
        // Before the first article there is nothing to lose: the moments lie in the later three quarters of a run.
        let after = takes.mul_f64(0.25 + 0.75 * dice.below(1000) as f64 / 1000.0);
        let mut child = start(&source, &db);
        std::thread::sleep(after);
        child.kill().expect("it is ours");
        if child.wait_with_output().expect("it ends").status.code().is_none() {
            cut += 1;
        } else {
            // The machine has become quicker since.
            takes = takes.mul_f64(0.8);
        }
        let there = rusqlite::Connection::open(&db)
            .and_then(|d| d.query_row("SELECT count(*) FROM article", [], |r| r.get::<_, i64>(0)));
        halves += usize::from(there.is_ok_and(|n| n > 0 && n < ARTICLES as i64));
        let output = start(&source, &db).wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let found = content(&db);
        for (table, lines) in &expected {
            assert_eq!(lines, &found[table], "{table} after a cut at {after:?}");
        }
    }
    assert!(cut >= 5 && halves >= 1, "{cut} of 20 runs were cut, {halves} of them with some of the articles written");
}

/// What is known without ids: addresses and words of rows, threads as sets of them.
fn without_ids(db: &Path) -> Vec<String> {
    let db = rusqlite::Connection::open(db).expect("the register opens");
    let mut out = vec![];
    for sql in [
        "SELECT key || '|' || text FROM article",
        "SELECT a.url || '|' || r.kind || '|' || r.start || '|' || r.\"end\" || '|' || r.date || '|' || r.status || '|' || r.block
           || '|' || r.version || '|' || r.words FROM row r JOIN article a ON a.id = r.article",
        "SELECT group_concat(url, ' ') FROM (SELECT s.commitment, a.url FROM step_of s JOIN row r ON r.kind = 'step' AND r.id = s.step
           JOIN article a ON a.id = r.article ORDER BY a.url) GROUP BY commitment",
        "SELECT group_concat(url, ' ') FROM (SELECT s.happening, a.url FROM event_of s JOIN row r ON r.kind = 'event' AND r.id = s.event
           JOIN article a ON a.id = r.article ORDER BY a.url) GROUP BY happening",
        "SELECT block || '|' || title || '|' || stage || '|' || steps || '|' || reports || '|' || last_date FROM commitment",
        "SELECT key FROM actor",
        "SELECT form || '|' || lemma FROM word",
    ] {
        let mut query = db.prepare(sql).expect("tables of the schema");
        let mut lines: Vec<String> =
            query.query_map([], |r| r.get(0)).expect("a question").map(|l| l.expect("a line")).collect();
        lines.sort();
        out.extend(lines);
    }
    out
}

#[test]
fn two_at_once_lose_and_double_nothing() {
    let (first, second) = (records("two-a.jsonl", 5, 0..40), records("two-b.jsonl", 5, 20..60));
    let all = records("two-all.jsonl", 5, 0..60);
    let (alone, shared) = (place("two-alone.db"), place("two-shared.db"));
    assert_eq!(start(&all, &alone).wait_with_output().expect("it ends").status.code(), Some(0));
    let children = [start(&first, &shared), start(&second, &shared)];
    for child in children {
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
    assert_eq!(without_ids(&alone), without_ids(&shared));
    let check = kelishim(&["check", "--db", &shared.display().to_string()], "");
    assert_eq!(check.status.code(), Some(0), "{}", super::stdout(&check));
}

#[test]
fn a_register_held_by_another_program_is_waited_for() {
    let source = records("held.jsonl", 9, 0..2);
    let db = place("held.db");
    assert_eq!(start(&source, &db).wait_with_output().expect("it ends").status.code(), Some(0));
    let more = records("held-more.jsonl", 9, 0..4);
    let holder = rusqlite::Connection::open(&db).expect("the register opens");
    holder.execute_batch("BEGIN IMMEDIATE").expect("nobody else writes");
    let child = start(&more, &db);
    std::thread::sleep(Duration::from_millis(1500));
    // Asking does not wait for who writes; the writer waits, and goes on when the other has ended.
    assert_eq!(kelishim(&["commitments", "--db", &db.display().to_string()], "").status.code(), Some(0));
    holder.execute_batch("COMMIT").expect("it holds the lock");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let stats = super::stdout(&kelishim(&["stats", "--db", &db.display().to_string()], ""));
    assert!(stats.contains("4 articles"), "{stats}");
}
