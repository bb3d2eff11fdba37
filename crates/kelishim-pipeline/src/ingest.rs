//! Sources into the register.

use crate::Engine;
use crate::ordered::ordered;
use kelishim_acquire::{
    About, Failure, FieldNames, Lasting, Limits, RawPage, Received, SourceOptions, Validator, json_lines, open_page,
    receive,
};
use kelishim_store::record::Record;
use kelishim_store::{Appended, Incoming, Register, StoreError};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Articles written at once: as many are read again when the run is cut.
const BATCH: usize = 16;

/// How to ingest.
#[derive(Debug, Clone, Default)]
pub struct IngestOptions {
    /// Sources hold records (docs/formats/record.md), not pages.
    pub records: bool,
    /// What was received is kept beside the text.
    pub keep_bytes: bool,
    /// Names of JSON fields.
    pub fields: FieldNames,
    /// Addresses of private networks may be fetched.
    pub allow_private: bool,
    /// Where addresses are asked instead, because they moved for good.
    pub moved: BTreeMap<String, String>,
    /// How much is received, and how long it may take.
    pub limits: Limits,
    /// What the user says of every page.
    pub given: About,
    /// Threads that read.
    pub threads: usize,
}

/// What a run did so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ingested {
    /// Articles and records received.
    pub received: u64,
    /// Their bytes.
    pub bytes: u64,
    /// New in the register, new versions too.
    pub new: u64,
    /// Known already.
    pub known: u64,
    /// Rows of the new ones.
    pub rows: u64,
    /// New ones in a language without frames, or without text.
    pub unread: u64,
    /// What could not be received or read.
    pub failed: u64,
    /// Addresses that had not changed.
    pub unchanged: u64,
    /// What servers said of addresses for good.
    pub lasting: Vec<(String, Lasting)>,
    /// The run was stopped by the user.
    pub stopped: bool,
}

/// Something to work on.
enum Item {
    Received(Received),
    Record(Result<kelishim_acquire::Line, Failure>, String),
}

/// What became of it.
enum Outcome {
    Incoming(Box<Incoming>, u64),
    Known(String, u64),
    Failed(Failure),
    Fetched(String, Validator),
    Lasting(String, Lasting),
    Unchanged,
}

/// Reads `sources` into `register`; whatever fails is kept as a failure and the rest goes on.
///
/// Articles are written in the order of the sources, so that ids do not depend on threads. `now` is asked once a batch.
/// `stop` ends the run after what is under way. `progress` is told after every batch. Threads and happenings are not linked
/// here: [`Register::link`] does. When the register fails the run ends; what was written stays.
pub fn ingest(
    register: &mut Register,
    sources: &[String],
    options: &IngestOptions,
    engine: Engine<'_>,
    now: &dyn Fn() -> String,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(&Ingested),
) -> Result<Ingested, StoreError> {
    let path = register.path().to_owned();
    let seen = |url: &str| {
        let register = beside(&path)?;
        let (etag, last_modified) = register.validator(url).ok()??;
        Some(Validator { etag, last_modified })
    };
    let mut source_options = SourceOptions::new(&seen);
    source_options.fields = options.fields.clone();
    source_options.allow_private = options.allow_private;
    source_options.moved = Arc::new(options.moved.clone());
    source_options.limits = options.limits.clone();
    let items = sources
        .iter()
        .flat_map(|source| -> Box<dyn Iterator<Item = Item> + Send + '_> {
            if options.records {
                let key = source.clone();
                Box::new(json_lines(source, &Limits::default()).map(move |line| Item::Record(line, key.clone())))
            } else {
                Box::new(receive(source, &source_options).map(Item::Received))
            }
        })
        .take_while(|_| !stop.load(Ordering::Relaxed));

    run(register, items, options, engine, now, stop, progress)
}

/// Reads pages at hand into `register`, as [`ingest`] does.
pub fn ingest_pages(
    register: &mut Register,
    pages: impl Iterator<Item = RawPage> + Send,
    options: &IngestOptions,
    engine: Engine<'_>,
    now: &dyn Fn() -> String,
) -> Result<Ingested, StoreError> {
    let items = pages.map(|page| Item::Received(Received::Page(page)));
    run(register, items, options, engine, now, &AtomicBool::new(false), &mut |_| {})
}

fn run(
    register: &mut Register,
    items: impl Iterator<Item = Item> + Send,
    options: &IngestOptions,
    engine: Engine<'_>,
    now: &dyn Fn() -> String,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(&Ingested),
) -> Result<Ingested, StoreError> {
    let path = register.path().to_owned();
    let mut done = Ingested::default();
    let mut batch: Vec<Outcome> = vec![];
    let work = |item| read(item, options, engine, &path);
    ordered(items, options.threads.max(1), work, |result| -> Result<(), StoreError> {
        batch.push(result);
        if batch.len() >= BATCH {
            write(register, &mut batch, &mut done, &now())?;
            progress(&done);
        }
        Ok(())
    })?;
    write(register, &mut batch, &mut done, &now())?;
    done.stopped = stop.load(Ordering::Relaxed);
    progress(&done);
    Ok(done)
}

/// A second connection of this thread, to ask what is there; none for a register in memory.
fn beside(path: &Path) -> Option<Register> {
    if path == Path::new(":memory:") { None } else { Register::open_to_read(path).ok() }
}

/// Everything that one item needs before it is written.
fn read(item: Item, options: &IngestOptions, engine: Engine<'_>, path: &PathBuf) -> Outcome {
    thread_local! {
        static ASKED: std::cell::RefCell<Option<(PathBuf, Register)>> = const { std::cell::RefCell::new(None) };
    }
    // One connection a thread, opened when first needed.
    let known = |key: &str| {
        ASKED.with_borrow_mut(|asked| {
            if asked.as_ref().is_none_or(|(of, _)| of != path) {
                *asked = beside(path).map(|r| (path.clone(), r));
            }
            asked.as_ref().is_some_and(|(_, r)| r.knows(key).unwrap_or(false))
        })
    };
    let place = match &item {
        Item::Received(Received::Page(raw)) => raw.key.clone(),
        Item::Record(Ok(line), key) => format!("{key}#{}", line.number),
        _ => String::new(),
    };
    let result = catch_unwind(AssertUnwindSafe(|| match item {
        Item::Received(Received::Page(raw)) => read_raw(raw, options, engine, known),
        Item::Received(Received::Failed(failure)) | Item::Record(Err(failure), _) => Outcome::Failed(failure),
        Item::Received(Received::Fetched { url, validator }) => Outcome::Fetched(url, validator),
        Item::Received(Received::Lasting { url, says }) => Outcome::Lasting(url, says),
        Item::Received(Received::Unchanged { .. }) => Outcome::Unchanged,
        Item::Record(Ok(line), key) => read_record(&line, &format!("{key}#{}", line.number), engine, known),
    }));
    result.unwrap_or_else(|_| {
        let reason = "the program failed on it; please report this article".to_owned();
        Outcome::Failed(Failure { key: place, reason, retry: true })
    })
}

fn read_raw(raw: RawPage, options: &IngestOptions, engine: Engine<'_>, known: impl Fn(&str) -> bool) -> Outcome {
    let size = raw.bytes.len() as u64;
    if known(&raw.id()) {
        return Outcome::Known(raw.key, size);
    }
    let page = match open_page(&raw) {
        Ok(page) => page,
        Err(e) => {
            let reason = e.to_string();
            let reason = reason.strip_prefix(&format!("{}: ", raw.key)).unwrap_or(&reason).to_owned();
            return Outcome::Failed(Failure { key: raw.key, reason, retry: false });
        }
    };
    let (record, words) = engine.read(&page, &options.given);
    let bytes = options.keep_bytes.then_some(raw.bytes);
    Outcome::Incoming(Box::new(Incoming { record, place: raw.key, words, bytes }), size)
}

fn read_record(
    line: &kelishim_acquire::Line,
    place: &str,
    engine: Engine<'_>,
    known: impl Fn(&str) -> bool,
) -> Outcome {
    let size = line.text.len() as u64;
    let mut record: Record = match serde_json::from_str(&line.text) {
        Ok(record) => record,
        Err(e) => {
            let reason = format!("not a record of docs/formats/record.md: {e}");
            return Outcome::Failed(Failure { key: place.to_owned(), reason, retry: false });
        }
    };
    if known(&record.key(place)) {
        return Outcome::Known(place.to_owned(), size);
    }
    let words = engine.complete(&mut record);
    Outcome::Incoming(Box::new(Incoming { record, place: place.to_owned(), words, bytes: None }), size)
}

/// Writes a batch in one transaction.
fn write(register: &mut Register, batch: &mut Vec<Outcome>, done: &mut Ingested, now: &str) -> Result<(), StoreError> {
    if batch.is_empty() {
        return Ok(());
    }
    let before = done.clone();
    let results = std::mem::take(batch);
    let written = register.transaction(|register| {
        for result in &results {
            match result {
                Outcome::Incoming(incoming, size) => {
                    done.received += 1;
                    done.bytes += size;
                    match register.append(incoming, now) {
                        Ok(Appended::Known(_) | Appended::Withdrawn) => done.known += 1,
                        Ok(Appended::New(_)) => {
                            done.new += 1;
                            let r = &incoming.record;
                            done.rows += (r.statements.len() + r.events.len() + r.commitments.len()) as u64;
                            done.unread += u64::from(!r.gaps.is_empty());
                            register.forget_failure(&incoming.place)?;
                        }
                        // A record that breaks the contract is one failure, not the end of the run.
                        Err(StoreError::Record { place, problem }) => {
                            done.failed += 1;
                            register.keep_failure(&place, &problem, false, now)?;
                        }
                        Err(e) => return Err(e),
                    }
                }
                Outcome::Known(place, size) => {
                    done.received += 1;
                    done.bytes += size;
                    done.known += 1;
                    register.forget_failure(place)?;
                }
                Outcome::Failed(failure) => {
                    done.failed += 1;
                    register.keep_failure(&failure.key, &failure.reason, failure.retry, now)?;
                }
                Outcome::Fetched(url, v) => {
                    register.keep_validator(url, v.etag.as_deref(), v.last_modified.as_deref(), now)?;
                    register.forget_failure(url)?;
                }
                Outcome::Lasting(url, says) => done.lasting.push((url.clone(), says.clone())),
                Outcome::Unchanged => done.unchanged += 1,
            }
        }
        Ok(())
    });
    if written.is_err() {
        *done = before;
    }
    written
}
