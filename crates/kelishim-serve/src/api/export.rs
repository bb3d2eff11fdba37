//! Whole tables in formats of others, written while they are sent.

use super::fault::Fault;
use super::lists::{admit_past, names, rows};
use super::pipe::{Blocking, pipe};
use super::query::Asked;
use super::resource::{ACTOR, AREA, AS_OF, BETWEEN, Holds, Param, SINCE, SOURCE, TEXT, UNTIL};
use crate::{Problem, Site, Texts};
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kelishim_export::{ExportError, Format, Target, What};
use kelishim_store::{Register, StoreError};
use std::io;
use std::sync::Arc;

/// Which rows.
pub static ROWS: Param = Param {
    name: "kind",
    holds: Holds::OneOf(|| What::ALL.iter().map(|w| w.name()).collect()),
    about: "Which rows; without it a table holds commitments, the other formats all that they have a place for",
    example: "commitments",
};

/// Parameters of an export.
pub static PARAMS: &[&Param] = &[&ROWS, &BETWEEN, &ACTOR, &AREA, &SINCE, &UNTIL, &SOURCE, &TEXT, &AS_OF];

/// Media type of a format.
pub fn media(format: Format) -> &'static str {
    match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::Tsv | Format::Cameo => "text/tab-separated-values; charset=utf-8",
        Format::Jsonl | Format::Plover | Format::Ftm | Format::Annotation => "application/jsonl",
        Format::Parquet => "application/vnd.apache.parquet",
        Format::Ics => "text/calendar; charset=utf-8",
    }
}

/// `/api/v1/exports/csv?kind=commitments&area=energy`.
pub async fn export(
    State(site): State<Arc<Site>>,
    Path(format): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let asked = Asked::read(&site, request.uri().query(), PARAMS, &names(&[]))?;
    let format: Format = format.parse().map_err(|detail: String| {
        let all = Format::ALL.iter().map(|f| f.name());
        Fault::new(StatusCode::NOT_FOUND, "not-found", detail).among(&format, all)
    })?;
    let mut kinds: Vec<What> = asked.value("kind").and_then(|k| k.parse().ok()).into_iter().collect();
    if format.is_table() && kinds.is_empty() {
        kinds.push(What::Commitments);
    }
    let taken = || format.kinds().iter().map(|k| k.name());
    if let Some(kind) = kinds.iter().find(|k| !format.kinds().contains(k)) {
        let fault = Fault::new(StatusCode::NOT_FOUND, "not-found", format!("{format} has no place for {kind}"));
        return Err(fault.of("kind").among(kind.name(), taken()));
    }
    if kinds.contains(&What::Articles) && site.contents.texts != Texts::Full {
        return Err(Fault::new(
            StatusCode::FORBIDDEN,
            "not-found",
            "this server gives no texts of articles away; their owners' pages are at `url` of /api/v1/articles",
        ));
    }
    let filter = rows(&site, &asked);
    admit_past(&site, &filter).await?;
    // Whoever waits for a turn would only hold another connection.
    let turn = site.desk.exports.clone().try_acquire_owned().map_err(|_| {
        let detail = "other exports are under way; come again in a moment";
        Fault::new(StatusCode::SERVICE_UNAVAILABLE, "too-many", detail)
    })?;
    let db = site.contents.db.clone();
    let (ready, is_ready) = tokio::sync::oneshot::channel();
    let (sender, body) = pipe();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        // A connection of its own: those of the pages are for answers that end soon.
        let opened = Register::open_to_read(&db).and_then(|register| {
            if let Some(name) = &filter.actor {
                register.actor_id(name)?;
            }
            Ok(register)
        });
        let register = match opened {
            Ok(register) => register,
            Err(e) => return drop(ready.send(Err(e))),
        };
        if ready.send(Ok(())).is_err() {
            return;
        }
        let mut out = Blocking(sender.clone());
        match kelishim_export::export(&register, format, &filter, &kinds, Target::Stream(&mut out)) {
            Ok(_) => {}
            // The reader went away.
            Err(ExportError::Write { .. }) => {}
            Err(e) => {
                crate::limits::fault(&e.to_string());
                // Its reader must see that it is not whole.
                let _ = sender.blocking_send(Err(io::Error::other("the export broke off")));
            }
        }
    });
    match is_ready.await {
        Ok(Ok(())) => {}
        Ok(Err(StoreError::Unknown(what))) => {
            return Err(Fault { detail: format!("{what}: nobody of that name"), ..Problem::NotFound.into() });
        }
        Ok(Err(e)) => return Err(e.into()),
        Err(_) => return Err(Problem::Stopped.into()),
    }
    let what = asked.value("kind").unwrap_or(if format.is_table() { "commitments" } else { "rows" });
    let end = match format {
        Format::Plover | Format::Ftm | Format::Annotation => "jsonl",
        Format::Cameo => "tsv",
        other => other.name(),
    };
    let name = format!("attachment; filename=\"kelishim-{what}-{format}.{end}\"");
    let head =
        [(CONTENT_TYPE, media(format).to_owned()), (CONTENT_DISPOSITION, name), (CACHE_CONTROL, "no-store".to_owned())];
    Ok((head, body).into_response())
}
