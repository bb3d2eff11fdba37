//! Answers for programs: `/api/v1/`, described by an OpenAPI document and a reference page.

mod conditional;
mod cursor;
mod desk;
mod export;
pub mod fault;
mod feeds;
mod lists;
pub mod negotiate;
mod openapi;
mod pipe;
mod query;
mod read;
mod reference;
mod resource;
mod row;
mod stream;

pub use desk::Desk;
pub use read::{Reader, Told, Unread};

use crate::{Problem, Site};
use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{any, get, post};
use fault::Fault;
use resource::LISTS;
use serde_json::json;
use std::sync::Arc;

/// Routes below `/api/`.
pub fn router() -> Router<Arc<Site>> {
    let mut router = Router::new()
        .route("/api/v1", get(index))
        .route("/api/v1/openapi.json", get(document))
        .route("/api/v1/reference", get(reference::reference))
        .route("/api/v1/pair", get(lists::pair))
        .route("/api/v1/stats", get(lists::stats))
        .route("/api/v1/rows/{id}", get(row::row))
        .route("/api/v1/exports/{format}", get(export::export))
        .route("/api/v1/feed.atom", get(feeds::atom))
        .route("/api/v1/feed.json", get(feeds::json_feed))
        .route("/api/v1/due.ics", get(feeds::due))
        .route("/api/v1/stream", get(stream::stream))
        .route("/api/v1/read", post(read::read))
        .route("/api/{*rest}", any(|| async { Problem::NotFound }));
    for list in LISTS {
        router = router.route(&format!("/api/v1/{}", list.name), get(|s, r| lists::list(s, r, list)));
    }
    router
}

/// `/api/v1`: where to begin.
async fn index(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let (parts, _) = request.into_parts();
    query::Asked::read(&site, parts.uri.query(), &[], &[])?;
    let paths: Vec<&String> =
        openapi::document(&site)["paths"].as_object().into_iter().flat_map(|p| p.keys()).collect();
    let body = lists::to_bytes(&json!({
        "name": "Kelishim", "openapi": "/api/v1/openapi.json", "reference": "/api/v1/reference", "paths": paths,
    }))?;
    Ok(conditional::told(&parts.headers, body))
}

/// `/api/v1/openapi.json`.
async fn document(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let (parts, _) = request.into_parts();
    let body = lists::to_bytes(openapi::document(&site))?;
    Ok(conditional::told(&parts.headers, body))
}
