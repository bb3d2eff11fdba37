//! What lets the server stand in the open: bounds of connections, requests and visitors, and what whoever runs it can see.

mod client;
mod connections;
mod flow;
mod health;
mod log;
mod metrics;
mod rate;
mod slow;

pub use client::Network;
pub use log::Log;

pub(crate) use connections::accept;
pub(crate) use flow::flow;
pub(crate) use log::fault;
pub(crate) use metrics::Metrics;
pub(crate) use rate::Rates;

use crate::Site;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// What whoever runs the server decides.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Requests a second that one address may go on making; ten times as many at once. 0 is no limit.
    pub rate: u32,
    /// Proxies whose word is taken for where a visitor comes from.
    pub proxies: Vec<Network>,
    /// Origins of other sites whose scripts may ask `/api/`; `*` is any.
    pub origins: Vec<String>,
    /// Networks that may see `/metrics` besides this machine.
    pub watchers: Vec<Network>,
    /// Where the server is known by: `https://kelishim.example`.
    pub public: Option<String>,
    /// Connections open at once.
    pub connections: usize,
    /// A line a request on standard error.
    pub log: Log,
}

impl Default for Limits {
    /// For this machine's own visitors.
    fn default() -> Self {
        Limits {
            rate: 0,
            proxies: vec![],
            origins: vec![],
            watchers: vec![],
            public: None,
            connections: 4096,
            log: Log::Off,
        }
    }
}

/// Routes for whoever looks after the server.
pub(crate) fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
}
