//! The routes put together, and what surrounds them all.

use crate::visitor::{Visitor, theme};
use crate::{Language, Problem, Site, api, assets, headers, limits, pages};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{LOCATION, SET_COOKIE, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Everything that the server answers.
pub fn router(site: Arc<Site>) -> Router {
    Router::new()
        .merge(pages::router())
        .merge(api::router())
        .merge(assets::router())
        .merge(limits::router())
        .fallback(|| async { Problem::NotFound })
        .method_not_allowed_fallback(|| async { Problem::Method })
        .layer(from_fn_with_state(site.clone(), api::negotiate::negotiate))
        .layer(from_fn_with_state(site.clone(), dress))
        .layer(from_fn(headers::secure))
        .layer(from_fn_with_state(site.clone(), limits::flow))
        .with_state(site)
}

/// Keeps the language and the colours that a link chooses, and turns problems into pages.
async fn dress(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let visitor = Visitor::of(&parts);
    let programs = visitor.path.starts_with("/api/");
    if !programs && let Some(response) = chosen(&visitor) {
        return response;
    }
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if programs {
        return api::fault::told(response);
    }
    response.headers_mut().append(VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => pages::problem(&site, visitor, &problem),
        _ => response,
    }
}

/// `?lang=ky` and `?theme=dark` set a cookie and lead to the same address without it: switches work without a script, and a
/// link passed on does not carry its sender's taste.
fn chosen(visitor: &Visitor) -> Option<Response> {
    let language = visitor.value("lang").map(|l| Language::from_code(l).map_or("", Language::code));
    let colours = visitor.value("theme").map(theme);
    if language.is_none() && colours.is_none() {
        return None;
    }
    let to = visitor.address(&visitor.path, &[("lang", ""), ("theme", "")]);
    // `//host/` would be another server's address.
    let to = format!("/{}", to.trim_start_matches(['/', '\\']));
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
    for (name, value) in [("lang", language), ("theme", colours)] {
        let Some(value) = value else { continue };
        let age = if value.is_empty() { 0 } else { 31_536_000 };
        let cookie = format!("{name}={value}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly");
        response.headers_mut().append(SET_COOKIE, cookie.parse().ok()?);
    }
    Some(response)
}
