//! What a list shows, to take along.

use super::Answer;
use super::list::Lines;
use crate::asked::{List, filter};
use crate::visitor::Visitor;
use crate::{Problem, Site};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use kelishim_export::{Format, Lines as How, Target, write_lines};
use kelishim_store::Id;
use kelishim_store::ask::Filter;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// Lines at most; `kelishim export` writes registers of any size.
const MOST: usize = 10_000;

const LISTS: [List; 6] = [List::Commitments, List::Events, List::Statements, List::Actors, List::Articles, List::Pairs];

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
                let shown = match register.show(id)? {
                    // Its text may not be ours to give.
                    kelishim_store::ask::Shown::Article { .. } => return Err(Problem::NotFound),
                    shown => value(&shown)?,
                };
                write_lines(&[shown], how.ok_or(Problem::NotFound)?, &mut out).map_err(failed)?;
                return Ok(out);
            }
            if name == "coverage" {
                let lines = values(&register.coverage(&Filter::default())?)?;
                write_lines(&lines, how.ok_or(Problem::NotFound)?, &mut out).map_err(failed)?;
                return Ok(out);
            }
            let list = LISTS.into_iter().find(|l| l.name() == name).ok_or(Problem::NotFound)?;
            let mut filter = filter(&here, &visitor, list, true)?;
            filter.limit = Some(MOST);
            match how {
                None if list == List::Commitments => {
                    kelishim_export::export(register, Format::Ics, &filter, &[], Target::Stream(&mut out))
                        .map_err(failed)?;
                }
                None => return Err(Problem::NotFound),
                Some(how) => {
                    let lines = Lines::of(&here, register, list, &filter)?;
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
