//! A small register for tests and for the check of all formats: reports of `tests/sample.jsonl`, or of another file of records.

use kelishim_link::Subjects;
use kelishim_store::ask::find_words;
use kelishim_store::record::Record;
use kelishim_store::{Incoming, Register};

/// Three hand-made reports with everything that a format may stumble over.
pub const RECORDS: &str = include_str!("../tests/sample.jsonl");

/// A register in memory that has learnt these records, one a line, and linked them.
pub fn register(records: &str) -> Register {
    let mut register = Register::in_memory().unwrap();
    for (i, line) in records.lines().enumerate() {
        let record: Record = serde_json::from_str(line).unwrap();
        let incoming = Incoming {
            words: find_words(&record.article.text),
            place: format!("sample#{}", i + 1),
            record,
            bytes: None,
        };
        register.transaction(|r| r.append(&incoming, "2026-11-24T10:00:00Z")).unwrap();
    }
    let subjects = "generic = ['протокол']\n[[subject]]\nid = 'gas'\nwords = ['газификац*']";
    register.link(&Subjects::parse("sample", subjects).unwrap(), |_| {}).unwrap();
    register
}
