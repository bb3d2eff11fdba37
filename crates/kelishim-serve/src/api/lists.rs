//! Lists: lines that the filters find, a page at a time.

use super::conditional::{self, Tag};
use super::cursor::Cursor;
use super::fault::Fault;
use super::query::Asked;
use super::resource::{Field, Resource};
use crate::asked::List;
use crate::pages::Lines;
use crate::{Problem, Site, Texts};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, LINK};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use kelishim_store::ask::{After, Filter, Order};
use kelishim_store::{Id, Register};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Versions of rows from which on the past is told of a pair only: all that was known then would have to be read into memory.
const PAST: i64 = 200_000;

/// Lines of an answer when nothing is said.
const LINES: usize = 50;

/// `/api/v1/commitments?between=KGZ,RUS`.
pub async fn list(State(site): State<Arc<Site>>, request: Request, of: &'static Resource) -> Result<Response, Fault> {
    let (parts, _) = request.into_parts();
    let asked = Asked::read(&site, parts.uri.query(), of.params, &names(of.fields))?;
    if of.name == "search" && asked.value("text").is_none() {
        return Err(Fault::missing("text", "say what to search for: text=школы"));
    }
    // What is counted over all rows may be some minutes old: its tag is told from what it says.
    let counted =
        matches!(of.name, "pairs" | "coverage" | "actors") || matches!(asked.value("sort"), Some("due" | "reports"));
    let tag = (!counted).then(|| Tag::of(&site, &parts));
    if let Some(answer) = tag.as_ref().and_then(|tag| tag.known(&parts.headers)) {
        return Ok(answer);
    }
    let path = parts.uri.path().to_owned();
    let question = asked.question(&path);
    let mut filter = filter(&site, of, &asked);
    let lines = filter.limit.unwrap_or(LINES);
    if let Some(cursor) = asked.value("cursor") {
        match Cursor::read(cursor, &question)? {
            Cursor::After(after) => filter.after = Some(after),
            Cursor::Offset(lines) => filter.offset = lines,
        }
    }
    // One more, to know whether there are more.
    filter.limit = Some(if of.takes("cursor") { lines + 1 } else { lines });
    let by_date = of.dated && filter.as_of.is_none() && matches!(filter.order, Order::Latest | Order::Oldest);
    admit_past(&site, &filter).await?;
    let (here, steps, offset) = (site.clone(), asked.flag("steps"), filter.offset);
    let found = site.ask(move |register| found(&here, register, of, &filter, steps)).await;
    let mut found = match found {
        // A name that nobody bears finds nothing.
        Err(Problem::NotFound) => vec![],
        found => found?,
    };
    let more = found.len() > lines;
    found.truncate(lines);
    let next = more.then(|| found.last().and_then(|line| next(line, by_date, offset + lines))).flatten();
    let next = next.map(|cursor| asked.at(&path, &cursor.text(&question)));
    if let Some(fields) = asked.value("fields") {
        let fields: Vec<&str> = fields.split(',').collect();
        for line in found.iter_mut().filter_map(Value::as_object_mut) {
            line.retain(|name, _| fields.contains(&name.as_str()));
        }
    }
    let body = to_bytes(&json!({"data": found, "next": next}))?;
    let mut response = match tag {
        Some(tag) => tag.on(json_response(body)),
        None => conditional::told(&parts.headers, body),
    };
    if let Some(link) = next.and_then(|n| HeaderValue::from_str(&format!("<{n}>; rel=\"next\"")).ok()) {
        response.headers_mut().insert(LINK, link);
    }
    Ok(response)
}

/// Refuses the past of all of a large register.
pub async fn admit_past(site: &Arc<Site>, filter: &Filter) -> Result<(), Fault> {
    if filter.as_of.is_none() || filter.between.is_some() {
        return Ok(());
    }
    if site.ask(|register| Ok(register.newest()?)).await? <= PAST {
        return Ok(());
    }
    let detail = "this register is large: ask for its past with `between`, or copy it and ask `kelishim` itself";
    Err(Fault::new(StatusCode::FORBIDDEN, "too-large", detail).of("as-of"))
}

/// Names of fields.
pub fn names(fields: &'static [Field]) -> Vec<&'static str> {
    fields.iter().map(|f| f.0).collect()
}

/// A body of JSON.
pub fn to_bytes(value: &impl Serialize) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(value).map_err(|e| Problem::Register(e.to_string()).into())
}

/// The answer that has it.
pub fn json_response(body: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, "application/json")], body).into_response()
}

/// The filter of a list that an address asks for.
fn filter(site: &Site, of: &Resource, asked: &Asked) -> Filter {
    let value = |name: &str| asked.value(name).map(str::to_owned);
    Filter {
        code: ["stage", "type", "kind"].into_iter().filter(|n| of.takes(n)).find_map(value),
        open: asked.flag("open"),
        overdue: asked.flag("overdue").then(|| site.today()),
        silent_since: value("silent-since"),
        order: match asked.value("sort") {
            Some("oldest") => Order::Oldest,
            Some("due") => Order::Due,
            Some("reports") => Order::Reports,
            _ => Order::Latest,
        },
        limit: Some(asked.value("limit").and_then(|l| l.parse().ok()).unwrap_or(LINES)),
        ..rows(site, asked)
    }
}

/// Which rows an address asks for, however they are listed.
pub fn rows(site: &Site, asked: &Asked) -> Filter {
    let value = |name: &str| asked.value(name).map(str::to_owned);
    Filter {
        between: asked.sides(),
        actor: asked.value("actor").map(|name| actor(site, name)),
        area: value("area"),
        since: value("since"),
        until: value("until"),
        source: value("source"),
        text: value("text"),
        as_of: value("as-of"),
        ..Filter::default()
    }
}

/// A state or body by any of its names is one actor; others are known by their own.
pub fn actor(site: &Site, name: &str) -> String {
    let code = name.to_uppercase();
    let known = crate::asked::side(site, &code).filter(|side| *side == code);
    known.or_else(|| crate::asked::side(site, name)).unwrap_or_else(|| name.to_owned())
}

/// Lines of a list.
fn found(
    site: &Arc<Site>,
    register: &Register,
    of: &Resource,
    filter: &Filter,
    steps: bool,
) -> Result<Vec<Value>, Problem> {
    Ok(match of.name {
        "commitments" => {
            let mut lines = values(&Lines::of(site, register, List::Commitments, filter)?.commitments)?;
            if steps {
                for line in &mut lines {
                    let id: Id = line["id"].as_str().unwrap_or_default().parse()?;
                    line["history"] = json(&register.steps_of_thread(id, filter.as_of.as_deref())?)?;
                }
            }
            lines
        }
        "events" => values(&Lines::of(site, register, List::Events, filter)?.events)?,
        "statements" => values(&register.statements(filter)?)?,
        "actors" => values(&Lines::of(site, register, List::Actors, filter)?.actors)?,
        "articles" => {
            let mut lines = values(&register.articles(filter)?)?;
            lines.iter_mut().for_each(|line| hide_place(site, line));
            lines
        }
        "pairs" => values(&site.pairs_of(register, filter)?)?,
        "search" => {
            let mut hits = register.find(filter)?;
            if site.contents.texts == Texts::None {
                hits.iter_mut().for_each(|hit| (hit.excerpt, hit.words) = (String::new(), vec![]));
            }
            values(&hits)?
        }
        "timeline" => values(&register.timeline(filter)?)?,
        _ => {
            let question = format!("api {:?} {:?} {:?}", filter.source, filter.since, filter.until);
            let whole = Filter { limit: None, ..filter.clone() };
            let lines = site.coverage.ask(&question, || Ok(register.coverage(&whole)?))?;
            let page = lines.iter().skip(filter.offset).take(filter.limit.unwrap_or(usize::MAX));
            page.map(json).collect::<Result<_, _>>()?
        }
    })
}

/// A path of this machine is nobody's business but its owner's.
pub fn hide_place(site: &Site, line: &mut Value) {
    let web = |place: &Value| place.as_str().is_some_and(|p| p.starts_with("http://") || p.starts_with("https://"));
    if site.contents.texts != Texts::Full && !web(&line["place"]) {
        line["place"] = json!("");
    }
}

/// What comes after the last line of a page.
fn next(last: &Value, by_date: bool, lines: usize) -> Option<Cursor> {
    if !by_date {
        return Some(Cursor::Offset(lines));
    }
    let date = last.get("last").or(last.get("date"))?.as_str()?.to_owned();
    let id: Id = last["id"].as_str()?.parse().ok()?;
    Some(Cursor::After(After { date, number: id.number }))
}

fn values<T: Serialize>(lines: &[T]) -> Result<Vec<Value>, Problem> {
    lines.iter().map(json).collect()
}

/// A value of the register as JSON.
pub fn json<T: Serialize>(value: &T) -> Result<Value, Problem> {
    serde_json::to_value(value).map_err(|e| Problem::Register(e.to_string()))
}

/// `/api/v1/stats`.
pub async fn stats(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let (parts, _) = request.into_parts();
    Asked::read(&site, parts.uri.query(), &[], &[])?;
    let here = site.clone();
    let stats = site.ask(move |register| json(&*here.stats.ask("", || Ok(register.stats()?))?)).await?;
    Ok(conditional::told(&parts.headers, to_bytes(&stats)?))
}

/// `/api/v1/pair?between=KGZ,RUS`.
pub async fn pair(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let (parts, _) = request.into_parts();
    let asked = Asked::read(&site, parts.uri.query(), &[&super::resource::BETWEEN], &[])?;
    let Some((a, b)) = asked.sides() else {
        return Err(Fault::missing("between", "say which pair: between=KGZ,RUS"));
    };
    pair_of(&site, &parts, a, b).await
}

/// The state of a partnership.
pub async fn pair_of(site: &Arc<Site>, parts: &Parts, a: String, b: String) -> Result<Response, Fault> {
    let (here, today) = (site.clone(), site.today());
    let pair = site
        .ask(move |register| {
            let question = format!("{a} {b} {today}");
            here.desk.pairs.ask(&question, || json(&register.pair(&a, &b, &today)?))
        })
        .await?;
    Ok(conditional::told(&parts.headers, to_bytes(&*pair)?))
}

/// Fields of [`Map`] in the order given: what a row is made of.
pub fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}
