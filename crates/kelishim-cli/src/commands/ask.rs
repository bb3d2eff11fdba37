//! `kelishim commitments`, `events`, `statements`, `actors`, `articles`, `search`, `timeline`: questions to the register.

use crate::format::{Format, print};
use crate::register::{Db, Filters, date};
use crate::{Outcome, clock};
use anyhow::Result;
use clap::Args;
use kelishim_model::{EventType, Stage, StatementKind};

/// Lists threads of commitments.
#[derive(Args)]
pub struct Commitments {
    #[command(flatten)]
    db: Db,
    #[command(flatten)]
    filters: Filters,
    /// Stage of the last step: proposed, signed, delivered ...
    #[arg(long, value_parser = stage)]
    stage: Option<String>,
    /// Neither delivered nor cancelled
    #[arg(long)]
    open: bool,
    /// Open, and due before today
    #[arg(long)]
    overdue: bool,
    /// Open, and no report since then
    #[arg(long, value_name = "DATE", value_parser = date)]
    silent_since: Option<String>,
    /// One line a step
    #[arg(long)]
    steps: bool,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Lists events, each once however many reports tell it.
#[derive(Args)]
pub struct Events {
    #[command(flatten)]
    db: Db,
    #[command(flatten)]
    filters: Filters,
    /// PLOVER type: CONSULT, AGREE, AID ...
    #[arg(long = "type", value_name = "TYPE", value_parser = event_type)]
    kind: Option<String>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Lists statements.
#[derive(Args)]
pub struct Statements {
    #[command(flatten)]
    db: Db,
    #[command(flatten)]
    filters: Filters,
    /// direct, indirect, mixed
    #[arg(long, value_parser = statement_kind)]
    kind: Option<String>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Lists what needs no options of its own.
#[derive(Args)]
pub struct Plain {
    #[command(flatten)]
    db: Db,
    #[command(flatten)]
    filters: Filters,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Searches articles.
#[derive(Args)]
pub struct Search {
    /// Words in any inflection, all of which must stand in text or headline
    #[arg(required = true)]
    words: Vec<String>,
    #[command(flatten)]
    db: Db,
    /// At most so many articles
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// Pass over so many first
    #[arg(long, default_value_t = 0)]
    offset: usize,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn shown<T: serde::Serialize>(lines: &[T], columns: &[&str], format: Format) -> Result<Outcome> {
    print(lines, columns, format, &mut anstream::stdout().lock())?;
    Ok(if lines.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

pub fn commitments(options: &Commitments) -> Result<Outcome> {
    let mut filter = options.filters.filter()?;
    filter.code = options.stage.clone();
    filter.open = options.open;
    filter.overdue = options.overdue.then(clock::today);
    filter.silent_since = options.silent_since.clone();
    let register = options.db.ask()?;
    if options.steps {
        let columns =
            ["commitment", "date", "stage", "committer", "beneficiary", "summary", "quantity", "due", "source", "id"];
        return shown(&register.steps(&filter)?, &columns, options.format);
    }
    let columns = ["id", "stage", "last", "committer", "beneficiary", "title", "areas", "due", "steps", "reports"];
    shown(&register.commitments(&filter)?, &columns, options.format)
}

pub fn events(options: &Events) -> Result<Outcome> {
    let mut filter = options.filters.filter()?;
    filter.code = options.kind.clone();
    let columns = ["id", "date", "type", "modality", "actors", "recipients", "trigger", "place", "reports", "source"];
    shown(&options.db.ask()?.events(&filter)?, &columns, options.format)
}

pub fn statements(options: &Statements) -> Result<Outcome> {
    let mut filter = options.filters.filter()?;
    filter.code = options.kind.clone();
    let columns = ["id", "date", "speaker", "country", "content", "source"];
    shown(&options.db.ask()?.statements(&filter)?, &columns, options.format)
}

pub fn timeline(options: &Plain) -> Result<Outcome> {
    let columns = ["date", "what", "parties", "text", "id", "reports"];
    shown(&options.db.ask()?.timeline(&options.filters.filter()?)?, &columns, options.format)
}

pub fn actors(options: &Plain) -> Result<Outcome> {
    let columns = ["id", "name", "kind", "country", "sector", "description", "articles"];
    shown(&options.db.ask()?.actors(&options.filters.filter()?)?, &columns, options.format)
}

pub fn articles(options: &Plain) -> Result<Outcome> {
    let columns = ["id", "date", "source", "title", "language", "outlets", "rows"];
    shown(&options.db.ask()?.articles(&options.filters.filter()?)?, &columns, options.format)
}

pub fn coverage(options: &Plain) -> Result<Outcome> {
    let columns = ["source", "language", "month", "articles", "with_rows"];
    shown(&options.db.ask()?.coverage(&options.filters.filter()?)?, &columns, options.format)
}

pub fn search(options: &Search) -> Result<Outcome> {
    let hits = options.db.ask()?.search(&options.words.join(" "), options.limit, options.offset)?;
    shown(&hits, &["id", "date", "source", "title", "excerpt"], options.format)
}

fn stage(text: &str) -> Result<String, String> {
    known(text, Stage::from_code(text).map(|s| s.code()), Stage::ALL.iter().map(|s| s.code()))
}

fn event_type(text: &str) -> Result<String, String> {
    let text = text.to_uppercase();
    known(&text, EventType::from_code(&text).map(|t| t.code()), EventType::ALL.iter().map(|t| t.code()))
}

fn statement_kind(text: &str) -> Result<String, String> {
    known(text, StatementKind::from_code(text).map(|k| k.code()), StatementKind::ALL.iter().map(|k| k.code()))
}

fn known<'a>(text: &str, found: Option<&str>, all: impl Iterator<Item = &'a str>) -> Result<String, String> {
    found.map(str::to_owned).ok_or_else(|| format!("`{text}`: one of {}", all.collect::<Vec<_>>().join(", ")))
}
