//! One file a page.

mod home;

use crate::page::Page;
use crate::visitor::Visitor;
use crate::{Language, Problem, Site};
use askama::Template;
use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

/// Routes of pages.
pub fn router() -> Router<Arc<Site>> {
    Router::new().route("/", get(home::home))
}

/// What a handler of a page gives.
type Answer = Result<Response, Problem>;

/// A page from its template.
fn render(template: &impl Template) -> Answer {
    let html = template.render().map_err(|e| Problem::Register(e.to_string()))?;
    Ok(([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "private, no-cache")], html).into_response())
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
