//! Whether the server lives, whether it can answer, and what it has done.

use super::client::Client;
use crate::{Problem, Site};
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// How long the register may take to be called ready.
const PATIENCE: Duration = Duration::from_secs(3);

fn word(status: StatusCode, word: &'static str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")], word).into_response()
}

/// `/healthz`: the process answers.
pub async fn alive() -> Response {
    word(StatusCode::OK, "alive\n")
}

/// `/readyz`: the register answers, and the server is not being stopped.
pub async fn ready(State(site): State<Arc<Site>>) -> Response {
    if *site.desk.closing.borrow() {
        return word(StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match timeout(PATIENCE, site.ask(|register| Ok(register.newest()?))).await {
        Ok(Ok(_)) => word(StatusCode::OK, "ready\n"),
        Ok(Err(_)) => word(StatusCode::SERVICE_UNAVAILABLE, "the register does not answer\n"),
        Err(_) => word(StatusCode::SERVICE_UNAVAILABLE, "the register is busy\n"),
    }
}

/// `/metrics`, for this machine and for the networks named.
pub async fn metrics(State(site): State<Arc<Site>>, client: Option<Extension<Client>>) -> Result<Response, Problem> {
    let client = client.map(|Extension(client)| client);
    let named = |c: &Client| site.limits().watchers.iter().any(|network| network.has(c.address));
    if !client.is_some_and(|c| c.own || named(&c)) {
        return Err(Problem::NotFound);
    }
    let size = std::fs::metadata(&site.contents.db).map_or(0, |m| m.len());
    let gauges = [
        ("kelishim_streams", "Streams of new steps open.", site.desk.hub.open() as f64),
        (
            "kelishim_told_place",
            "Place up to which streams were told; -1 before the first stream.",
            site.desk.hub.told() as f64,
        ),
        ("kelishim_register_bytes", "Size of the register's file.", size as f64),
        ("process_resident_memory_bytes", "Memory of the process.", resident() as f64),
    ];
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    let head = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")];
    Ok((head, site.metrics().text(&gauges)).into_response())
}

/// Memory of this process in bytes; 0 where the system does not say.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()).map_or(0, |kb| kb * 1024)
}
