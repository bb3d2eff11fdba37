//! The tables: for every kind of row its columns, and the rows as lines of values in that order.
//!
//! One definition serves CSV, TSV, JSON lines, Parquet and the bodies of annotations, so that they cannot disagree.

use crate::facts::{Facts, article_id, citation, shown_name};
use crate::{ExportError, Result, What};
use kelishim_model::{EventType, Stage};
use kelishim_store::ask::{Filter, Grouped, Happened, Known, Received, Thread};
use kelishim_store::record::{Event, Quantity, Row, Span, Statement, Step, When};
use kelishim_store::{Id, Kind, Stored};
use std::rc::Rc;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Text,
    /// ISO 8601 at the precision known: `2021`, `2021-06`, `2021-06-01`, with time and zone if published so.
    Date,
    /// UTC, ISO 8601.
    Instant,
    /// A whole number.
    Int,
    /// A number.
    Real,
    /// Yes or no.
    Flag,
    /// Words, several; one may be unknown.
    Texts,
    /// Whole numbers, several.
    Ints,
    /// Numbers, several.
    Reals,
}

/// A value; which variant belongs to which [`Holds`] is plain from the names, dates and instants being text.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(Option<String>),
    Int(Option<i64>),
    Real(Option<f64>),
    Flag(bool),
    Texts(Vec<Option<String>>),
    Ints(Vec<i64>),
    Reals(Vec<f64>),
}

/// Columns of a table, in order.
pub type Columns = Vec<(&'static str, Holds)>;

use Holds::{Date, Flag, Instant, Int, Ints, Real, Reals, Text, Texts};

const CITED: &[(&str, Holds)] = &[("id", Text), ("version", Int), ("learnt", Instant), ("citation", Text)];
const COMMITMENT: &[(&str, Holds)] = &[
    ("step", Text),
    ("title", Text),
    ("committer", Texts),
    ("beneficiary", Texts),
    ("areas", Texts),
    ("stage", Text),
    ("first", Date),
    ("last", Date),
    ("reported", Date),
    ("due", Date),
    ("steps", Int),
    ("reports", Int),
    ("step_ids", Texts),
    ("urls", Texts),
];
const STEP: &[(&str, Holds)] = &[
    ("status", Text),
    ("commitment", Text),
    ("stage", Text),
    ("date", Date),
    ("committer", Texts),
    ("committer_id", Texts),
    ("committer_country", Texts),
    ("beneficiary", Texts),
    ("beneficiary_id", Texts),
    ("beneficiary_country", Texts),
    ("action", Text),
    ("action_start", Int),
    ("action_end", Int),
    ("summary", Text),
    ("areas", Texts),
    ("quantity_value", Reals),
    ("quantity_unit", Texts),
    ("quantity_currency", Texts),
    ("quantity_text", Texts),
    ("due_from", Date),
    ("due_to", Date),
    ("due_text", Text),
    ("made_from", Date),
    ("made_to", Date),
    ("made_text", Text),
    ("evidence", Texts),
    ("evidence_start", Ints),
    ("evidence_end", Ints),
    ("event", Text),
    ("attribution", Text),
    ("frame", Text),
    ("score", Real),
    ("link_score", Real),
    ("link_reason", Text),
    ("reprint_of", Text),
];
const EVENT: &[(&str, Holds)] = &[("event", Text), ("reports", Int), ("telling_ids", Texts)];
const TELLING: &[(&str, Holds)] = &[("status", Text), ("happening", Text), ("link_score", Real), ("link_reason", Text)];
const HAPPENED: &[(&str, Holds)] = &[
    ("type", Text),
    ("mode", Text),
    ("modality", Text),
    ("date", Date),
    ("time_from", Date),
    ("time_to", Date),
    ("time_text", Text),
    ("actor", Texts),
    ("actor_id", Texts),
    ("actor_country", Texts),
    ("actor_sector", Texts),
    ("recipient", Texts),
    ("recipient_id", Texts),
    ("recipient_country", Texts),
    ("recipient_sector", Texts),
    ("place", Text),
    ("trigger", Text),
    ("trigger_start", Int),
    ("trigger_end", Int),
    ("areas", Texts),
    ("goldstein", Real),
    ("cameo", Text),
    ("attribution", Text),
    ("frame", Text),
    ("score", Real),
    ("proposal", Flag),
];
const STATEMENT: &[(&str, Holds)] = &[
    ("status", Text),
    ("date", Date),
    ("speaker", Text),
    ("speaker_id", Text),
    ("speaker_country", Text),
    ("speaker_text", Text),
    ("kind", Text),
    ("cue", Text),
    ("cue_start", Int),
    ("cue_end", Int),
    ("content", Text),
    ("content_start", Int),
    ("content_end", Int),
    ("about", Texts),
    ("about_id", Texts),
    ("areas", Texts),
    ("via", Text),
    ("via_id", Text),
    ("frame", Text),
    ("score", Real),
];
const ACTOR: &[(&str, Holds)] = &[
    ("key", Text),
    ("name", Text),
    ("kind", Text),
    ("country", Text),
    ("sector", Text),
    ("registry", Text),
    ("description", Text),
    ("articles", Int),
];
const ARTICLE: &[(&str, Holds)] = &[
    ("key", Text),
    ("place", Text),
    ("url", Text),
    ("source", Text),
    ("title", Text),
    ("language", Text),
    ("published", Date),
    ("report", Text),
    ("model", Text),
    ("frames", Text),
    ("registry", Text),
    ("extractor", Text),
    ("text", Text),
];
/// Of the article that a row stands in.
const SOURCE: &[(&str, Holds)] = &[
    ("article", Text),
    ("url", Text),
    ("source", Text),
    ("published", Date),
    ("language", Text),
    ("model", Text),
    ("frames", Text),
    ("registry", Text),
];

/// Columns of the table of a kind.
pub fn columns(what: What) -> Columns {
    match what {
        What::Commitments => [CITED, COMMITMENT].concat(),
        What::Steps => [CITED, STEP, SOURCE].concat(),
        What::Events => [CITED, EVENT, HAPPENED, SOURCE].concat(),
        What::Tellings => [CITED, TELLING, HAPPENED, SOURCE].concat(),
        What::Statements => [CITED, STATEMENT, SOURCE].concat(),
        What::Actors => [CITED, ACTOR].concat(),
        What::Articles => [CITED, ARTICLE].concat(),
    }
}

/// Hands the lines of the table of a kind to `visit`, one by one, and counts them.
pub fn each_line(
    facts: &Facts<'_>,
    what: What,
    filter: &Filter,
    mut visit: impl FnMut(Vec<Value>) -> Result<()>,
) -> Result<u64> {
    let mut rows = 0;
    let mut one = |line: Vec<Value>| -> Result<()> {
        rows += 1;
        visit(line)
    };
    let register = facts.register;
    match what {
        What::Commitments => register.each_commitment(filter, |t| one(commitment(facts, &t)?))?,
        What::Steps => register.each_commitment(filter, |t| {
            t.steps.iter().try_for_each(|g| match &g.stored.row {
                Row::Step(s) => one(step(facts, &t.line.id, g, s)?),
                _ => Ok(()),
            })
        })?,
        What::Events => register.each_happening(filter, |h| match &h.tellings[h.first].stored.row {
            Row::Event(e) => one(event(facts, &h, e)?),
            _ => Ok(()),
        })?,
        What::Tellings => register.each_happening(filter, |h| {
            h.tellings.iter().try_for_each(|g| match &g.stored.row {
                Row::Event(e) => one(telling(facts, &h.id.to_string(), g, e)?),
                _ => Ok(()),
            })
        })?,
        What::Statements => register.each_statement(filter, |s| match &s.row {
            Row::Statement(r) => one(statement(facts, &s, r)?),
            _ => Ok(()),
        })?,
        What::Actors => register.each_actor::<ExportError>(filter, |a| one(actor(&a)))?,
        What::Articles => register.each_article::<ExportError>(filter, |a| one(article(&a)))?,
    }
    Ok(rows)
}

/// The step that gives a thread its stage: the last by date, of several on one date the furthest.
pub fn standing(thread: &Thread) -> &Grouped {
    let furthest = |g: &&Grouped| (g.stored.date.clone(), Stage::from_code(g.stored.row.code()));
    thread.steps.iter().max_by_key(furthest).expect("a thread has steps")
}

/// What cites a thread or a happening: its own id, and the version and day of the row that it stands by.
pub fn citation_by(id: &str, row: &Stored) -> String {
    let by = Id::new(kind(&row.row), row.id).to_string();
    format!("{id} by {}", citation(&by, row.version, &row.since))
}

/// Kind of a row's id.
pub fn kind(row: &Row) -> Kind {
    match row {
        Row::Statement(_) => Kind::Statement,
        Row::Event(_) => Kind::Event,
        Row::Step(_) => Kind::Step,
    }
}

/// Score of an event on PLOVER's scale: its own, else that of its type.
pub fn goldstein(event: &Event) -> f64 {
    let of_type = EventType::from_code(&event.kind).map_or(0.0, |t| f64::from(t.goldstein()));
    (event.goldstein.unwrap_or(of_type) * 10.0).round() / 10.0
}

fn commitment(facts: &Facts<'_>, thread: &Thread) -> Result<Vec<Value>> {
    let (c, by) = (&thread.line, standing(thread));
    let mut urls = vec![];
    for article in thread.steps.iter().map(|g| g.stored.article) {
        let url = facts.article(article)?.url.clone();
        if url.is_some() && !urls.contains(&url) {
            urls.push(url);
        }
    }
    Ok(vec![
        text(&c.id),
        Value::Int(Some(by.stored.version)),
        text(&by.stored.since),
        text(&citation_by(&c.id, &by.stored)),
        text(&row_id(&by.stored)),
        text(&c.title),
        texts(&c.committer),
        texts(&c.beneficiary),
        texts(&c.areas),
        text(&c.stage),
        known(&c.first),
        known(&c.last),
        known(&c.reported),
        maybe(&c.due),
        Value::Int(Some(c.steps)),
        Value::Int(Some(c.reports)),
        Value::Texts(thread.steps.iter().map(|g| Some(row_id(&g.stored))).collect()),
        Value::Texts(urls),
    ])
}

fn step(facts: &Facts<'_>, thread: &str, of: &Grouped, s: &Step) -> Result<Vec<Value>> {
    let mut line = cited(&of.stored);
    line.extend([text(&of.stored.status), text(thread), text(&s.stage), known(&of.stored.date)]);
    line.extend(parties(&facts.actors(&s.committer)?, false));
    line.extend(parties(&facts.actors(&s.beneficiary)?, false));
    line.extend(span(&s.action));
    line.extend([maybe(&s.summary), texts(&s.areas)]);
    line.extend(quantities(&s.quantity));
    line.extend(when(s.due.as_ref()));
    line.extend(when(s.made.as_ref()));
    line.push(Value::Texts(s.evidence.iter().map(|e| Some(e.text.clone())).collect()));
    line.push(Value::Ints(s.evidence.iter().map(|e| e.start.into()).collect()));
    line.push(Value::Ints(s.evidence.iter().map(|e| e.end.into()).collect()));
    line.extend([maybe(&s.event), maybe(&s.attribution), maybe(&s.frame), Value::Real(s.score)]);
    line.extend([Value::Real(Some(thousandth(of.score))), text(&of.reason)]);
    line.push(maybe(&of.reprint_of.map(|id| id.to_string())));
    line.extend(source(&*facts.article(of.stored.article)?));
    Ok(line)
}

fn event(facts: &Facts<'_>, h: &Happened, e: &Event) -> Result<Vec<Value>> {
    let by = &h.tellings[h.first].stored;
    let id = h.id.to_string();
    let mut line = vec![text(&id), Value::Int(Some(by.version)), text(&by.since), text(&citation_by(&id, by))];
    line.extend([text(&row_id(by)), Value::Int(Some(h.reports))]);
    line.push(Value::Texts(h.tellings.iter().map(|g| Some(row_id(&g.stored))).collect()));
    line.extend(happened(facts, by, e)?);
    Ok(line)
}

fn telling(facts: &Facts<'_>, happening: &str, of: &Grouped, e: &Event) -> Result<Vec<Value>> {
    let mut line = cited(&of.stored);
    line.extend([text(&of.stored.status), text(happening)]);
    line.extend([Value::Real(Some(thousandth(of.score))), text(&of.reason)]);
    line.extend(happened(facts, &of.stored, e)?);
    Ok(line)
}

/// Columns of [`HAPPENED`] and [`SOURCE`].
fn happened(facts: &Facts<'_>, stored: &Stored, e: &Event) -> Result<Vec<Value>> {
    let mut line = vec![text(&e.kind), maybe(&e.mode), text(&e.modality), known(&stored.date)];
    line.extend(when(e.time.as_ref()));
    line.extend(parties(&facts.actors(&e.actors)?, true));
    line.extend(parties(&facts.actors(&e.recipients)?, true));
    line.push(maybe(&e.place.as_ref().map(|p| p.text.clone())));
    line.extend(span(&e.trigger));
    line.extend([texts(&e.areas), Value::Real(Some(goldstein(e))), maybe(&e.cameo), maybe(&e.attribution)]);
    line.extend([maybe(&e.frame), Value::Real(e.score), Value::Flag(e.proposal)]);
    line.extend(source(&*facts.article(stored.article)?));
    Ok(line)
}

fn statement(facts: &Facts<'_>, stored: &Stored, s: &Statement) -> Result<Vec<Value>> {
    let one = |id: &Option<String>| id.as_deref().map(|id| facts.actor(id)).transpose();
    let (speaker, via, about) = (one(&s.speaker)?, one(&s.via)?, facts.actors(&s.about)?);
    let name = |a: &Option<Rc<Known>>| maybe(&a.as_ref().map(|a| shown_name(a).to_owned()));
    let mut line = cited(stored);
    line.extend([text(&stored.status), known(&stored.date), name(&speaker), maybe(&s.speaker)]);
    line.extend([maybe(&speaker.as_ref().and_then(|a| a.country.clone())), maybe(&s.speaker_text), text(&s.kind)]);
    line.extend(span(&s.cue));
    line.extend(span(&s.content));
    line.push(Value::Texts(about.iter().map(|a| Some(shown_name(a).to_owned())).collect()));
    line.extend([texts(&s.about), texts(&s.areas), name(&via), maybe(&s.via), maybe(&s.frame), Value::Real(s.score)]);
    line.extend(source(&*facts.article(stored.article)?));
    Ok(line)
}

fn actor(a: &Known) -> Vec<Value> {
    let id = a.id.to_string();
    vec![
        text(&id),
        // An actor of the register never changes.
        Value::Int(Some(1)),
        text(&a.learnt),
        text(&citation(&id, 1, &a.learnt)),
        text(&a.key),
        text(&a.name),
        text(&a.kind),
        maybe(&a.country),
        maybe(&a.sector),
        maybe(&a.registry),
        maybe(&a.description),
        Value::Int(Some(a.articles)),
    ]
}

fn article(a: &Received) -> Vec<Value> {
    let id = a.id.to_string();
    let [model, frames, registry, extractor] = &a.versions;
    vec![
        text(&id),
        Value::Int(Some(a.version)),
        text(&a.learnt),
        text(&citation(&id, a.version, &a.learnt)),
        text(&a.key),
        text(&a.place),
        maybe(&a.url),
        maybe(&a.source),
        maybe(&a.title),
        text(&a.language),
        maybe(&a.published),
        text(&a.report.to_string()),
        text(model),
        text(frames),
        text(registry),
        text(extractor),
        text(&a.text),
    ]
}

/// `st12`
pub fn row_id(stored: &Stored) -> String {
    Id::new(kind(&stored.row), stored.id).to_string()
}

fn cited(stored: &Stored) -> Vec<Value> {
    let id = row_id(stored);
    let cited = citation(&id, stored.version, &stored.since);
    vec![text(&id), Value::Int(Some(stored.version)), text(&stored.since), text(&cited)]
}

/// Columns of [`SOURCE`].
fn source(a: &Received) -> [Value; 8] {
    let [model, frames, registry, _] = &a.versions;
    [
        text(&article_id(a.id.number)),
        maybe(&a.url),
        maybe(&a.source),
        maybe(&a.published),
        text(&a.language),
        text(model),
        text(frames),
        text(registry),
    ]
}

/// Names, ids, states and, if wanted, sectors.
fn parties(actors: &[Rc<Known>], sectors: bool) -> Vec<Value> {
    let each = |of: &dyn Fn(&Known) -> Option<String>| Value::Texts(actors.iter().map(|a| of(a)).collect());
    let mut out = vec![
        each(&|a| Some(shown_name(a).to_owned())),
        each(&|a| Some(a.id.to_string())),
        each(&|a| a.country.clone()),
    ];
    if sectors {
        out.push(each(&|a| a.sector.clone()));
    }
    out
}

fn quantities(list: &[Quantity]) -> [Value; 4] {
    let each = |of: fn(&Quantity) -> Option<String>| Value::Texts(list.iter().map(of).collect());
    [
        Value::Reals(list.iter().map(|q| q.value.as_f64().unwrap_or_default()).collect()),
        each(|q| q.unit.clone()),
        each(|q| q.currency.clone()),
        each(|q| q.text.as_ref().map(|t| t.text.clone())),
    ]
}

fn span(s: &Span) -> [Value; 3] {
    [text(&s.text), Value::Int(Some(s.start.into())), Value::Int(Some(s.end.into()))]
}

fn when(w: Option<&When>) -> [Value; 3] {
    let Some(w) = w else { return [Value::Text(None), Value::Text(None), Value::Text(None)] };
    [maybe(&w.from), maybe(&w.to), maybe(&w.text.as_ref().map(|t| t.text.clone()))]
}

fn text(s: &str) -> Value {
    Value::Text(Some(s.to_owned()))
}

fn maybe(s: &Option<String>) -> Value {
    Value::Text(s.clone())
}

/// A text that the register writes empty when it is not known.
fn known(s: &str) -> Value {
    Value::Text((!s.is_empty()).then(|| s.to_owned()))
}

fn texts(list: &[String]) -> Value {
    Value::Texts(list.iter().cloned().map(Some).collect())
}

fn thousandth(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}
