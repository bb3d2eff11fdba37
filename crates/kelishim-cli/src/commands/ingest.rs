//! `kelishim ingest`, `reread`, `link`, `failures`: the register filled and kept up to date.

use crate::format::{Format, print};
use crate::register::{Db, date};
use crate::{Outcome, clock, embedded, input};
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use kelishim_acquire::{About, FieldNames};
use kelishim_pipeline::{Engine, IngestOptions, Ingested, ingest, reread};
use kelishim_store::Register;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Reads sources into the register.
#[derive(Args)]
pub struct Options {
    /// Files, folders, addresses, - for standard input (docs/formats/sources.md)
    #[arg(required = true)]
    sources: Vec<String>,
    #[command(flatten)]
    db: Db,
    /// The sources hold records, one a line (docs/formats/record.md)
    #[arg(long)]
    records: bool,
    /// Keep what was received beside the text
    #[arg(long)]
    keep_bytes: bool,
    /// Agency or site of all of them
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Day of publication of all of them
    #[arg(long, value_name = "DATE", value_parser = date)]
    published: Option<String>,
    /// Language of all of them
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Name of a JSON field that is not the usual one: text=body
    #[arg(long, value_name = "FIELD=NAME", value_parser = field)]
    field: Vec<(String, String)>,
    /// Fetch addresses of private networks too
    #[arg(long)]
    allow_private: bool,
    /// Threads; all cores when left out
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// Reads the register's articles again.
#[derive(Args)]
pub struct Reread {
    #[command(flatten)]
    db: Db,
    /// Also articles that today's versions have read
    #[arg(long)]
    all: bool,
    /// Threads; all cores when left out
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// What could not be read.
#[derive(Args)]
pub struct Failures {
    #[command(flatten)]
    db: Db,
    #[command(subcommand)]
    action: Option<FailuresAction>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Subcommand)]
enum FailuresAction {
    /// Try again what may be readable now
    Retry {
        /// Fetch addresses of private networks too
        #[arg(long)]
        allow_private: bool,
    },
}

/// Set by Ctrl-C.
static STOP: AtomicBool = AtomicBool::new(false);

pub fn run(options: &Options) -> Result<Outcome> {
    let mut register = Register::create(&options.db.db)?;
    let mut fields = FieldNames::default();
    for (name, value) in &options.field {
        match name.as_str() {
            "text" => fields.text.clone_from(value),
            "title" => fields.title.clone_from(value),
            "url" => fields.url.clone_from(value),
            "published" => fields.published.clone_from(value),
            "source" => fields.source.clone_from(value),
            _ => fields.language.clone_from(value),
        }
    }
    let how = IngestOptions {
        records: options.records,
        keep_bytes: options.keep_bytes,
        fields,
        allow_private: options.allow_private,
        given: About {
            source: options.source.clone(),
            published: options.published.clone(),
            language: options.language.clone(),
            ..About::default()
        },
        threads: input::threads(options.threads),
        ..IngestOptions::default()
    };
    fill(&mut register, &options.sources, &how)
}

/// Ingests, links, and says what came of it.
fn fill(register: &mut Register, sources: &[String], how: &IngestOptions) -> Result<Outcome> {
    let model = embedded::model()?;
    let knowledge = embedded::knowledge(&model, None)?;
    ctrlc::set_handler(|| {
        // A second time means it.
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("\nkelishim: stopping after the articles under way; press again to stop at once");
    })
    .context("Ctrl-C cannot be caught")?;
    let bar = Bar::new(sources);
    let engine = Engine { model: &model, knowledge: &knowledge };
    let done = ingest(register, sources, how, engine, &clock::now, &STOP, &mut |done| bar.tell(done))?;
    bar.end();
    let linked = register.link(&embedded::subjects()?, |_| {})?;
    let mut out = anstream::stderr().lock();
    let stopped = if done.stopped { "stopped; " } else { "" };
    writeln!(
        out,
        "{stopped}{} received: {} new with {} rows, {} known, {} failed{}{}",
        done.received,
        done.new,
        done.rows,
        done.known,
        done.failed,
        if done.unread > 0 {
            format!(", {} new ones not read (`kelishim show ID` names the gap)", done.unread)
        } else {
            String::new()
        },
        if done.unchanged > 0 { format!(", {} addresses unchanged", done.unchanged) } else { String::new() },
    )?;
    writeln!(out, "{} rows linked in {} groups of parties", linked.rows, linked.blocks)?;
    if done.failed > 0 {
        writeln!(out, "`kelishim failures` names what could not be read")?;
    }
    Ok(match done {
        Ingested { failed: 1.., .. } => Outcome::Failed,
        Ingested { new: 0, known: 0, unchanged: 0, .. } => Outcome::Nothing,
        _ => Outcome::Found,
    })
}

pub fn run_reread(options: &Reread) -> Result<Outcome> {
    let mut register = options.db.open()?;
    let model = embedded::model()?;
    let knowledge = embedded::knowledge(&model, None)?;
    let engine = Engine { model: &model, knowledge: &knowledge };
    let bar = Bar::spinner();
    let done = reread(&mut register, engine, input::threads(options.threads), options.all, &clock::now, &mut |n| {
        bar.bar.set_position(n);
    })?;
    bar.end();
    register.link(&embedded::subjects()?, |_| {})?;
    let mut out = anstream::stdout().lock();
    for (what, ids) in
        [("added", &done.changes.added), ("changed", &done.changes.changed), ("withdrawn", &done.changes.withdrawn)]
    {
        for id in ids {
            writeln!(out, "{what} {id}")?;
        }
    }
    let counts = (done.changes.added.len(), done.changes.changed.len(), done.changes.withdrawn.len());
    eprintln!(
        "{} articles read again: {} rows added, {} changed, {} withdrawn",
        done.articles, counts.0, counts.1, counts.2
    );
    Ok(if done.articles == 0 { Outcome::Nothing } else { Outcome::Found })
}

pub fn run_link(db: &Db) -> Result<Outcome> {
    let linked = db.open()?.link(&embedded::subjects()?, |_| {})?;
    eprintln!("{} rows linked in {} groups of parties", linked.rows, linked.blocks);
    Ok(if linked.rows == 0 { Outcome::Nothing } else { Outcome::Found })
}

pub fn run_failures(options: &Failures) -> Result<Outcome> {
    match &options.action {
        None => {
            let failures = Register::open_to_read(&options.db.db)?.failures()?;
            print(
                &failures,
                &["place", "reason", "retry", "attempts", "last"],
                options.format,
                &mut anstream::stdout().lock(),
            )?;
            Ok(if failures.is_empty() { Outcome::Nothing } else { Outcome::Found })
        }
        Some(FailuresAction::Retry { allow_private }) => {
            let mut register = options.db.open()?;
            // `path#3` is tried again with its whole file: what is known already is passed over.
            let mut sources: Vec<String> = register
                .failures()?
                .into_iter()
                .filter(|f| f.retry)
                .map(|f| match f.place.rsplit_once('#') {
                    Some((path, _)) if Path::new(path).exists() => path.to_owned(),
                    _ => f.place,
                })
                .collect();
            sources.sort();
            sources.dedup();
            if sources.is_empty() {
                eprintln!("nothing that another try could help");
                return Ok(Outcome::Nothing);
            }
            let how = IngestOptions {
                allow_private: *allow_private,
                threads: input::threads(None),
                ..IngestOptions::default()
            };
            fill(&mut register, &sources, &how)
        }
    }
}

fn field(text: &str) -> Result<(String, String), String> {
    const KNOWN: [&str; 6] = ["text", "title", "url", "published", "source", "language"];
    match text.split_once('=') {
        Some((name, value)) if KNOWN.contains(&name) && !value.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(format!("FIELD=NAME, where FIELD is one of {}", KNOWN.join(", "))),
    }
}

/// Progress: a bar with rate and time left on a terminal, a line now and then elsewhere.
struct Bar {
    bar: ProgressBar,
    plain: bool,
    last: std::cell::Cell<u64>,
}

impl Bar {
    fn new(sources: &[String]) -> Bar {
        let size = sources.iter().try_fold(0, |sum, s| size_of(Path::new(s)).map(|n| sum + n));
        let bar = match size {
            Some(size) => ProgressBar::with_draw_target(Some(size), ProgressDrawTarget::stderr()).with_style(
                ProgressStyle::with_template("{bar:30} {percent} % {msg}, {eta} left").expect("a fixed template"),
            ),
            // A server or standard input does not say how much will come.
            None => ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
                .with_style(ProgressStyle::with_template("{spinner} {msg}, {elapsed}").expect("a fixed template")),
        };
        bar.enable_steady_tick(Duration::from_millis(500));
        Bar { bar, plain: !std::io::stderr().is_terminal(), last: std::cell::Cell::new(0) }
    }

    fn spinner() -> Bar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
            .with_style(ProgressStyle::with_template("{spinner} {pos} articles read again").expect("a fixed template"));
        Bar { bar, plain: !std::io::stderr().is_terminal(), last: std::cell::Cell::new(0) }
    }

    fn tell(&self, done: &Ingested) {
        let seconds = self.bar.elapsed().as_secs_f64().max(0.1);
        let rate = done.received as f64 / seconds;
        let message = format!("{} articles, {} new, {} failed, {rate:.1}/s", done.received, done.new, done.failed);
        self.bar.set_position(done.bytes.min(self.bar.length().unwrap_or(u64::MAX)));
        // Elsewhere than on a terminal a line every ten seconds is enough.
        let tens = seconds as u64 / 10;
        if self.plain && tens > self.last.replace(tens) {
            let left = self.bar.length().filter(|_| done.bytes > 0).map(|all| {
                let left = seconds * (all.saturating_sub(done.bytes)) as f64 / done.bytes as f64;
                format!(", about {} s left", left.round())
            });
            eprintln!("{message}{}", left.unwrap_or_default());
        }
        self.bar.set_message(message);
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// Bytes of a file or folder; packed ones do not tell how much is in them.
fn size_of(path: &Path) -> Option<u64> {
    let meta = std::fs::metadata(path).ok()?;
    if !meta.is_dir() {
        return (path.extension().is_none_or(|e| e != "gz")).then_some(meta.len());
    }
    std::fs::read_dir(path).ok()?.flatten().try_fold(0, |sum, entry| size_of(&entry.path()).map(|n| sum + n))
}
