//! One row by its permanent id.

use super::conditional::Tag;
use super::fault::Fault;
use super::lists::{hide_place, json, json_response, object, to_bytes};
use super::query::Asked;
use crate::{Problem, Site, Texts};
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::response::Response;
use kelishim_store::Id;
use kelishim_store::ask::{Shown, ShownRow};
use serde_json::{Value, json};
use std::sync::Arc;

/// `/api/v1/rows/c12`.
pub async fn row(State(site): State<Arc<Site>>, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let (parts, _) = request.into_parts();
    Asked::read(&site, parts.uri.query(), &[], &[])?;
    answer(&site, &id, &parts).await
}

/// Everything about an id; one that was merged leads to what it became.
pub async fn answer(site: &Arc<Site>, id: &str, parts: &Parts) -> Result<Response, Fault> {
    let id: Id = id
        .parse()
        .map_err(|e: kelishim_store::StoreError| Fault { detail: e.to_string(), ..Problem::NotFound.into() })?;
    let tag = Tag::of(site, parts);
    if let Some(answer) = tag.known(&parts.headers) {
        return Ok(answer);
    }
    let here = site.clone();
    let shown = site.ask(move |register| shown(&here, register.show(id)?)).await?;
    Ok(tag.on(json_response(to_bytes(&shown)?)))
}

fn shown(site: &Site, shown: Shown) -> Result<Value, Problem> {
    Ok(match shown {
        Shown::Row(row) => one(site, *row)?,
        Shown::Commitment { commitment, steps, corrections, merged } => object([
            ("kind", json!("commitment")),
            ("commitment", json(&commitment)?),
            ("steps", json(&steps)?),
            ("corrections", json(&corrections)?),
            ("merged", json(&merged)?),
        ]),
        Shown::Happening { happening, events } => {
            object([("kind", json!("event")), ("event", json(&happening)?), ("tellings", rows(site, events)?)])
        }
        Shown::Article { mut article, text, rows: all } => {
            hide_place(site, &mut article);
            let text = if site.contents.texts == Texts::Full { json!(text) } else { Value::Null };
            object([("kind", json!("article")), ("article", article), ("text", text), ("rows", rows(site, all)?)])
        }
        Shown::Actor { actor, names } => {
            let name = |(name, office, articles): &(String, Option<String>, i64)| json!({"name": name, "office": office, "articles": articles});
            object([("kind", json!("actor")), ("actor", actor), ("names", names.iter().map(name).collect())])
        }
    })
}

fn rows(site: &Site, rows: Vec<ShownRow>) -> Result<Value, Problem> {
    rows.into_iter().map(|row| one(site, row)).collect::<Result<_, _>>().map(Value::Array)
}

/// A row with what cites and explains it.
fn one(site: &Site, row: ShownRow) -> Result<Value, Problem> {
    let kind = match row.id.parse::<Id>()?.kind {
        kelishim_store::Kind::Statement => "statement",
        kelishim_store::Kind::Event => "telling",
        _ => "step",
    };
    let (source, published) = row.source;
    let (model, frames, registry) = row.versions;
    let history: Vec<Value> = row
        .history
        .into_iter()
        .map(|(version, since, until, values)| json!({"version": version, "since": since, "until": until, "values": values}))
        .collect();
    // Only the words that the row rests on, which stand in ‹ ›.
    let words = |sentence: String| {
        sentence.split_once('‹').and_then(|(_, s)| s.rsplit_once('›')).map(|(s, _)| format!("‹{s}›"))
    };
    let sentence =
        if site.contents.texts == Texts::None { words(row.sentence).unwrap_or_default() } else { row.sentence };
    Ok(object([
        ("kind", json!(kind)),
        ("id", json!(row.id)),
        ("citation", json!(row.citation)),
        ("status", json!(row.status)),
        ("values", row.values),
        ("sentence", json!(sentence)),
        ("article", json!(row.article)),
        ("source", json!(source)),
        ("published", json!(published)),
        ("url", json!(row.url)),
        ("versions", json!({"model": model, "frames": frames, "registry": registry})),
        ("history", Value::Array(history)),
        ("corrections", Value::Array(row.corrections)),
    ]))
}
