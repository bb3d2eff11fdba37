//! Records made by hand, and a register's content as sets that do not depend on ids.

use kelishim_link::Subjects;
use kelishim_store::ask::find_words;
use kelishim_store::record::{Actor, Article, Event, Record, Span, Statement, Step, Versions, When};
use kelishim_store::{Appended, Incoming, Register};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

pub const NOW: &str = "2025-01-01T00:00:00Z";
pub const LATER: &str = "2025-02-01T00:00:00Z";

/// A report in the making; words are given as they stand in its text.
#[derive(Debug, Clone)]
pub struct Report(pub Record);

impl Report {
    pub fn new(url: &str, published: &str, text: &str) -> Report {
        Report(Record {
            schema: "kelishim.record/1".into(),
            versions: Versions {
                model: "m1".into(),
                frames: "f1".into(),
                registry: "r1".into(),
                extractor: "text/1".into(),
            },
            article: Article {
                id: None,
                url: Some(url.into()),
                source: url.split('/').nth(2).map(str::to_owned),
                title: None,
                language: "ru".into(),
                published: Some(published.into()),
                dateline: None,
                text: text.into(),
            },
            actors: vec![],
            statements: vec![],
            events: vec![],
            commitments: vec![],
            gaps: vec![],
        })
    }

    /// The words' span, at their first place in the text.
    pub fn span(&self, words: &str) -> Span {
        let text = &self.0.article.text;
        let at = text.find(words).unwrap_or_else(|| panic!("«{words}» stands in «{text}»"));
        let start = text[..at].chars().count() as u32;
        Span { start, end: start + words.chars().count() as u32, text: words.into() }
    }

    fn states(&mut self, codes: &[&str]) -> Vec<String> {
        for code in codes {
            if !self.0.actors.iter().any(|a| a.id == *code) {
                self.0.actors.push(Actor {
                    id: (*code).into(),
                    name: (*code).into(),
                    kind: "country".into(),
                    country: Some((*code).into()),
                    sector: None,
                    description: None,
                    registry: Some((*code).into()),
                    mentions: vec![],
                });
            }
        }
        codes.iter().map(|c| (*c).to_owned()).collect()
    }

    pub fn step(mut self, committer: &[&str], beneficiary: &[&str], words: &str, stage: &str) -> Report {
        let action = self.span(words);
        let step = Step {
            id: format!("c{}", self.0.commitments.len() + 1),
            committer: self.states(committer),
            beneficiary: self.states(beneficiary),
            evidence: vec![action.clone()],
            action,
            summary: Some(words.into()),
            areas: vec!["education".into()],
            quantity: vec![],
            due: None,
            made: None,
            stage: stage.into(),
            event: None,
            attribution: None,
            frame: Some("commitment.test".into()),
            score: Some(0.5),
        };
        self.0.commitments.push(step);
        self
    }

    pub fn event(mut self, kind: &str, actors: &[&str], recipients: &[&str], words: &str, day: Option<&str>) -> Report {
        let event = Event {
            id: format!("e{}", self.0.events.len() + 1),
            kind: kind.into(),
            mode: None,
            areas: vec!["politics".into()],
            actors: self.states(actors),
            recipients: self.states(recipients),
            place: None,
            time: day.map(|d| When { from: Some(d.into()), to: Some(d.into()), text: None }),
            modality: "actual".into(),
            trigger: self.span(words),
            attribution: None,
            frame: Some("event.test".into()),
            score: Some(0.5),
            proposal: false,
            cameo: None,
            goldstein: None,
        };
        self.0.events.push(event);
        self
    }

    pub fn statement(mut self, speaker: &str, about: &[&str], cue: &str, content: &str) -> Report {
        let statement = Statement {
            id: format!("s{}", self.0.statements.len() + 1),
            speaker: self.states(&[speaker]).pop(),
            speaker_text: None,
            cue: self.span(cue),
            kind: "indirect".into(),
            content: self.span(content),
            about: self.states(about),
            areas: vec!["politics".into()],
            via: None,
            frame: None,
            score: Some(0.5),
        };
        self.0.statements.push(statement);
        self
    }

    /// The same report read by later frames: rows are given anew.
    pub fn read_again(&self) -> Report {
        let mut record = self.0.clone();
        record.statements.clear();
        record.events.clear();
        record.commitments.clear();
        record.versions.frames = "f2".into();
        Report(record)
    }

    pub fn incoming(&self) -> Incoming {
        let place = self.0.article.url.clone().unwrap_or_default();
        Incoming { words: find_words(&self.0.article.text), record: self.0.clone(), place, bytes: None }
    }
}

pub fn subjects() -> Subjects {
    let file = "generic = ['соглашение']
        [[subject]]\nid = 'quota'\nwords = ['квот*']
        [[subject]]\nid = 'school'\nwords = ['школ*']
        [[subject]]\nid = 'gas'\nwords = ['газ*']";
    Subjects::parse("test", file).expect("a sound file")
}

/// A new path of this run's own.
pub fn path(name: &str) -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("{name}-{}-{}.db", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed)));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    path
}

/// A register in a file with these reports, in this order, linked.
pub fn register(name: &str, reports: &[Report]) -> Register {
    let mut register = Register::create(&path(name)).expect("a new register");
    append(&mut register, reports, NOW);
    register
}

pub fn append(register: &mut Register, reports: &[Report], now: &str) -> Vec<i64> {
    let ids = register
        .transaction(|register| {
            reports
                .iter()
                .map(|report| match register.append(&report.incoming(), now)? {
                    Appended::New(id) | Appended::Known(id) => Ok(id),
                    Appended::Withdrawn => panic!("its text was taken out"),
                })
                .collect()
        })
        .expect("sound reports");
    register.link(&subjects(), |_| {}).expect("rows that can be linked");
    ids
}

/// Reads an article again and links.
pub fn reread(register: &mut Register, article: i64, report: &Report) -> kelishim_store::Changes {
    let changes = register.transaction(|r| r.rederive(article, &report.incoming(), LATER)).expect("a sound report");
    register.link(&subjects(), |_| {}).expect("rows that can be linked");
    assert_eq!(register.check().expect("it can be read"), Vec::<String>::new());
    changes
}

/// The file of a register, to look into or to damage.
pub fn open(register: &Register) -> Connection {
    Connection::open(register.path()).expect("it is there")
}

/// A row as it is known without ids: article key, start, code.
pub type Known = (String, i64, String);

/// Groups of a table (`step_of`, `event_of`) as sets of rows.
pub fn groups(register: &Register, kind: &str) -> BTreeSet<BTreeSet<Known>> {
    let (table, row, group, code) = match kind {
        "step" => ("step_of", "step", "commitment", "$.stage"),
        _ => ("event_of", "event", "happening", "$.type"),
    };
    let db = open(register);
    let sql = format!(
        "SELECT g.{group}, a.key, r.start, r.body ->> '{code}' FROM {table} g
         JOIN row r ON r.kind = '{kind}' AND r.id = g.{row} AND r.until IS NULL AND r.status <> 'rejected'
         JOIN article a ON a.id = r.article"
    );
    let mut query = db.prepare(&sql).expect("tables of the schema");
    let lines = query
        .query_map([], |r| Ok((r.get::<_, i64>(0)?, (r.get(1)?, r.get(2)?, r.get(3)?))))
        .expect("a question")
        .collect::<rusqlite::Result<Vec<(i64, Known)>>>()
        .expect("lines");
    let mut out: BTreeMap<i64, BTreeSet<Known>> = BTreeMap::new();
    for (group, known) in lines {
        out.entry(group).or_default().insert(known);
    }
    out.into_values().collect()
}

/// Lines of a question, columns parted by `|`.
pub fn lines(register: &Register, sql: &str) -> Vec<String> {
    let db = open(register);
    let mut query = db.prepare(sql).expect("tables of the schema");
    let columns = query.column_count();
    query
        .query_map([], |r| {
            let cells = (0..columns).map(|i| {
                Ok(match r.get::<_, rusqlite::types::Value>(i)? {
                    rusqlite::types::Value::Null => String::new(),
                    rusqlite::types::Value::Integer(n) => n.to_string(),
                    rusqlite::types::Value::Real(x) => x.to_string(),
                    rusqlite::types::Value::Text(s) => s,
                    rusqlite::types::Value::Blob(b) => format!("{} bytes", b.len()),
                })
            });
            Ok(cells.collect::<rusqlite::Result<Vec<_>>>()?.join("|"))
        })
        .expect("a question")
        .collect::<rusqlite::Result<_>>()
        .expect("lines")
}
