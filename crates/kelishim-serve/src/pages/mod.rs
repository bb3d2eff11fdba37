//! One file a page.

mod about;
mod actor;
mod article;
mod calendar;
mod commitment;
mod coverage;
mod event;
mod explained;
mod export;
mod home;
mod list;
mod network;
mod pair;
mod permanent;
mod row;
mod search;

pub(crate) use list::Lines;

use crate::page::Page;
use crate::visitor::Visitor;
use crate::{Problem, Site};
use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

/// Routes of pages.
pub fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(home::home))
        .route("/about", get(about::about))
        .route("/actor", get(actor::by_name))
        .route("/calendar", get(calendar::calendar))
        .route("/coverage", get(coverage::coverage))
        .route("/export/{file}", get(export::export))
        .route("/network", get(network::network))
        .route("/pair", get(pair::chosen))
        .route("/pair/{a}/{b}", get(pair::pair))
        .route("/search", get(search::search))
        .route("/{id}", get(permanent::permanent))
        .merge(list::router())
}

/// What a handler of a page gives.
type Answer = Result<Response, Problem>;

/// A page from its template.
fn render(template: &impl Template) -> Answer {
    let html = template.render().map_err(|e| Problem::Register(e.to_string()))?;
    Ok(([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "private, no-cache")], html).into_response())
}

/// To another page of ours.
fn lead_to(address: &str) -> Answer {
    Ok((StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response())
}

/// The first `most` characters, with a sign when there are more.
pub fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    p: Page,
    problem: &'a Problem,
}

/// The page that says what went wrong, with the problem's status.
pub fn problem(site: &Arc<Site>, visitor: Visitor, problem: &Problem) -> Response {
    let page = ProblemPage { p: Page::new(site, visitor), problem };
    match render(&page) {
        Ok(response) => (problem.status(), response).into_response(),
        Err(e) => e.into_response(),
    }
}
