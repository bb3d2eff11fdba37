//! What a list shows, to take along.

use super::Answer;
use super::list::Lines;
use crate::asked::{List, filter, year};
use crate::page::Page;
use crate::visitor::Visitor;
use crate::{Problem, Site};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use kelishim_export::{Format, Lines as How, Target, write_lines};
use kelishim_store::Id;
use kelishim_store::ask::{Filter, Shown};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// Lines at most; `kelishim export` writes registers of any size.
const MOST: usize = 10_000;

/// `/export/commitments.csv?area=energy`, `/export/c12.json`.
pub async fn export(State(site): State<Arc<Site>>, Path(file): Path<String>, visitor: Visitor) -> Answer {
    let (name, format) = file.rsplit_once('.').ok_or(Problem::NotFound)?;
    let (name, format) = (name.to_owned(), format.to_owned());
    let (how, kind) = match format.as_str() {
        "csv" => (Some(How::Csv), "text/csv; charset=utf-8"),
        "tsv" => (Some(How::Tsv), "text/tab-separated-values; charset=utf-8"),
        "json" => (Some(How::Json), "application/json"),
        "jsonl" => (Some(How::Jsonl), "application/jsonl"),
        "ics" => (None, "text/calendar; charset=utf-8"),
        _ => return Err(Problem::NotFound),
    };
    let here = site.clone();
    let bytes = site
        .ask(move |register| {
            let mut out = vec![];
            if let Ok(id) = name.parse::<Id>() {
                let mut shown = register.show(id)?;
                let rows = match &mut shown {
                    // Its text may not be ours to give.
                    Shown::Article { .. } => return Err(Problem::NotFound),
                    Shown::Row(row) => std::slice::from_mut(&mut **row),
                    Shown::Happening { events, .. } => &mut events[..],
                    Shown::Commitment { .. } | Shown::Actor { .. } => &mut [],
                };
                for row in rows {
                    row.sentence = here.contents.texts.sentence(std::mem::take(&mut row.sentence));
                }
                write_lines(&[value(&shown)?], how.ok_or(Problem::NotFound)?, &mut out).map_err(failed)?;
                return Ok(out);
            }
            if name == "coverage" {
                let mut lines = here.coverage.ask("", || Ok(register.coverage(&Filter::default())?))?.to_vec();
                let (source, year) = (visitor.value("source").unwrap_or_default().to_lowercase(), year(&visitor)?);
                lines.retain(|l| l.source.to_lowercase().contains(&source));
                lines.retain(|l| year.as_ref().is_none_or(|year| l.month.starts_with(year)));
                let lines = values(&lines)?;
                write_lines(&lines, how.ok_or(Problem::NotFound)?, &mut out).map_err(failed)?;
                return Ok(out);
            }
            let list = List::ALL.into_iter().find(|l| l.name() == name).ok_or(Problem::NotFound)?;
            let mut filter = filter(&here, &visitor, list, true)?;
            filter.limit = Some(MOST);
            match how {
                None if list == List::Commitments => {
                    if let Some(name) = &filter.actor {
                        register.actor_id(name)?;
                    }
                    kelishim_export::export(register, Format::Ics, &filter, &[], Target::Stream(&mut out))
                        .map_err(failed)?;
                }
                None => return Err(Problem::NotFound),
                Some(how) => {
                    let p = Page::new(&here, visitor);
                    let lines = Lines::shown(&p, register, list, &filter)?;
                    let values: Vec<Value> = match list {
                        List::Commitments => values(&lines.commitments)?,
                        List::Events => values(&lines.events)?,
                        List::Statements => values(&lines.statements)?,
                        List::Actors => values(&lines.actors)?,
                        List::Articles => values(&lines.articles)?,
                        List::Pairs => values(&lines.pairs)?,
                    };
                    write_lines(&values, how, &mut out).map_err(failed)?;
                }
            }
            Ok(out)
        })
        .await?;
    let name = format!("attachment; filename=\"kelishim-{file}\"");
    // The name was one of ours or an id: nothing in it needs escaping.
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

fn values<T: Serialize>(lines: &[T]) -> Result<Vec<Value>, Problem> {
    lines.iter().map(value).collect()
}

fn value<T: Serialize>(line: &T) -> Result<Value, Problem> {
    serde_json::to_value(line).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> Problem {
    Problem::Register(error.to_string())
}
