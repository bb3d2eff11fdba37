//! The page of a row is also its JSON: whoever asks a page's address for JSON gets what the page is made from.

use super::fault::Fault;
use super::lists::{json, json_response, pair_of, to_bytes};
use super::{conditional::Tag, row};
use crate::asked::{LINES, List, filter, page, side};
use crate::page::Page;
use crate::pages::Lines;
use crate::visitor::Visitor;
use crate::{Problem, Site};
use axum::RequestPartsExt;
use axum::extract::{MatchedPath, Path, Request, State};
use axum::http::Method;
use axum::http::header::{ACCEPT, HeaderMap, HeaderValue, VARY};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kelishim_store::Id;
use serde_json::{Value, json};
use std::sync::Arc;

/// Lists that have a page.
const PAGES: [List; 6] = [List::Commitments, List::Events, List::Statements, List::Actors, List::Articles, List::Pairs];

/// Route of the page of a pair.
const PAIR: &str = "/pair/{a}/{b}";

/// A page that is also JSON.
enum Both {
    List(List),
    Row(String),
    Pair,
}

impl Both {
    fn of(request: &Request) -> Option<Both> {
        let name = request.uri().path().trim_start_matches('/');
        if let Some(list) = PAGES.into_iter().find(|l| l.name() == name) {
            return Some(Both::List(list));
        }
        if request.extensions().get::<MatchedPath>().is_some_and(|m| m.as_str() == PAIR) {
            return Some(Both::Pair);
        }
        name.parse::<Id>().is_ok().then(|| Both::Row(name.to_owned()))
    }
}

/// Answers in JSON where that is wanted; pages say that they depend on it.
pub async fn negotiate(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(both) = Both::of(&request).filter(|_| read) else { return next.run(request).await };
    let mut response = if wants_json(request.headers()) {
        let (mut parts, _) = request.into_parts();
        let answer = match both {
            Both::List(list) => lines(&site, &parts, list).await,
            Both::Row(name) => row::answer(&site, &name, &parts).await,
            Both::Pair => pair(&site, &mut parts).await,
        };
        answer.unwrap_or_else(IntoResponse::into_response)
    } else {
        next.run(request).await
    };
    response.headers_mut().append(VARY, HeaderValue::from_static("Accept"));
    response
}

/// What the page of a pair is made from; names and small letters are read as on the page.
async fn pair(site: &Arc<Site>, parts: &mut Parts) -> Result<Response, Fault> {
    let Path((a, b)) = parts.extract::<Path<(String, String)>>().await.map_err(|_| Problem::NotFound)?;
    let find = |name: &str| side(site, name).ok_or(Problem::NotFound);
    let (a, b) = (find(&a)?, find(&b)?);
    if a == b {
        return Err(Problem::NotFound.into());
    }
    pair_of(site, parts, a, b).await
}

/// A list's page of lines under the filters of its page.
async fn lines(site: &Arc<Site>, parts: &Parts, list: List) -> Result<Response, Fault> {
    let visitor = Visitor::of(parts);
    let tag = Tag::of(site, parts);
    if let Some(answer) = tag.known(&parts.headers) {
        return Ok(answer);
    }
    let filter = filter(site, &visitor, list, false)?;
    let here = site.clone();
    let p = Page::new(&here, visitor.clone());
    let found = site.ask(move |register| values(&Lines::shown(&p, register, list, &filter)?, list)).await;
    let mut found = match found {
        Err(Problem::NotFound) => vec![],
        found => found?,
    };
    if list == List::Articles {
        found.iter_mut().for_each(|line| super::lists::hide_place(site, line));
    }
    let next = (found.len() > LINES).then(|| visitor.with("page", &(page(&visitor) + 1).to_string()));
    found.truncate(LINES);
    Ok(tag.on(json_response(to_bytes(&json!({"data": found, "next": next}))?)))
}

fn values(lines: &Lines, list: List) -> Result<Vec<Value>, Problem> {
    match list {
        List::Commitments => lines.commitments.iter().map(json).collect(),
        List::Events => lines.events.iter().map(json).collect(),
        List::Statements => lines.statements.iter().map(json).collect(),
        List::Actors => lines.actors.iter().map(json).collect(),
        List::Articles => lines.articles.iter().map(json).collect(),
        List::Pairs => lines.pairs.iter().map(json).collect(),
    }
}

/// Whether JSON is wanted more than a page. Browsers name HTML; a program that names nothing gets the page too.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept: Vec<&str> =
        headers.get_all(ACCEPT).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(',')).collect();
    let weight = |wanted: &str| {
        let of = |range: &&str| range.split(';').next().is_some_and(|r| r.trim().eq_ignore_ascii_case(wanted));
        accept.iter().find(|r| of(r)).map_or(0.0, |range| {
            let q = range.split(';').find_map(|p| p.trim().strip_prefix("q=")?.parse::<f32>().ok());
            q.unwrap_or(1.0)
        })
    };
    let json = weight("application/json");
    json > 0.0 && json > weight("text/html").max(weight("application/xhtml+xml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(accept: &str, json: bool) {
        let mut headers = HeaderMap::new();
        if !accept.is_empty() {
            headers.insert(ACCEPT, accept.parse().unwrap());
        }
        assert_eq!(wants_json(&headers), json, "{accept}");
    }

    #[test]
    fn browsers_get_pages_and_programs_what_they_name() {
        check("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false);
        check("application/json", true);
        check("application/json, text/plain, */*", true);
        check("application/json;q=0.5, text/html", false);
        check("application/json;q=0", false);
        check("*/*", false);
        check("", false);
    }
}
