//! What every request goes through: its id, its turn, its time, and the line that tells of it.

use super::client::{Client, Peer};
use super::log::{Log, REQUEST, line};
use crate::Site;
use crate::api::fault::Fault;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{HeaderMap, HeaderName, HeaderValue, ORIGIN, RETRY_AFTER, VARY};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Requests answered at once; more would only wait for each other.
const AT_ONCE: usize = 512;
/// Time to the head of an answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Characters of an address at most.
const ADDRESS: usize = 8192;

const ID: HeaderName = HeaderName::from_static("x-request-id");

pub async fn flow(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let start = now();
    let limits = site.limits();
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |p| p.0.ip());
    let client = Client::of(peer, request.headers(), &limits.proxies);
    request.extensions_mut().insert(client);
    let id = id(request.headers(), client);
    let route = request.extensions().get::<MatchedPath>().map_or("other".to_owned(), |m| m.as_str().to_owned());
    let method = request.method().clone();
    let programs = request.uri().path().starts_with("/api/");
    let origin = request.headers().get(ORIGIN).filter(|_| programs).cloned();
    let origin = origin.filter(|o| limits.origins.iter().any(|known| known == "*" || known.as_bytes() == o.as_bytes()));

    let answer = REQUEST.scope((id.clone(), limits.log), async {
        if let Err(refusal) = admit(&site, &request, client) {
            return refused(*refusal, programs);
        }
        if origin.is_some() && method == Method::OPTIONS {
            return StatusCode::NO_CONTENT.into_response();
        }
        let _turn = Turn::new(&site);
        match timeout(PATIENCE, next.run(request)).await {
            Ok(response) => response,
            Err(_) => {
                site.metrics().refused("time");
                let detail = "it took too long; narrow what you ask for, or come again when there is less to do";
                refused((Fault::new(StatusCode::SERVICE_UNAVAILABLE, "too-slow", detail), None), programs)
            }
        }
    });
    let mut response = answer.await;

    if let Some(origin) = origin {
        shared(response.headers_mut(), &method, origin);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(ID, id);
    }
    let took = now() - start;
    site.metrics().answered(&route, response.status().as_u16(), took);
    if limits.log == Log::Json {
        line([
            ("at", json!((site.contents.now)())),
            ("id", json!(id)),
            ("method", json!(if method == Method::GET { "GET" } else { method.as_str() })),
            ("route", json!(route)),
            ("status", json!(response.status().as_u16())),
            ("ms", json!((took.as_secs_f64() * 10_000.0).round() / 10.0)),
        ]);
    }
    response
}

/// Why a request is not let in, and when it may come again.
type Refusal = (Fault, Option<Duration>);

fn admit(site: &Site, request: &Request, client: Client) -> Result<(), Box<Refusal>> {
    let refuse = |why, status, kind, detail: &str, again| {
        site.metrics().refused(why);
        Err(Box::new((Fault::new(status, kind, detail), again)))
    };
    if request.uri().path_and_query().map_or(0, |p| p.as_str().len()) > ADDRESS {
        let detail = format!("an address has at most {ADDRESS} characters");
        return refuse("address", StatusCode::URI_TOO_LONG, "too-large", &detail, None);
    }
    // Whoever looks after the server from its own machine is never turned away.
    if client.own {
        return Ok(());
    }
    if let Err(wait) = site.rates().take(client.address, now()) {
        let detail = "this address asks too often; Retry-After says when to come again";
        return refuse("rate", StatusCode::TOO_MANY_REQUESTS, "too-many", detail, Some(wait));
    }
    if site.metrics().under_way.load(Ordering::Relaxed) >= AT_ONCE {
        let detail = "the server has as much to do as it can; come again in a moment";
        return refuse("busy", StatusCode::SERVICE_UNAVAILABLE, "too-many", detail, None);
    }
    Ok(())
}

fn refused((fault, again): Refusal, programs: bool) -> Response {
    let status = fault.status;
    let mut response =
        if programs { fault.into_response() } else { (status, format!("{}\n", fault.detail)).into_response() };
    if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        let seconds = again.map_or(1, |wait| wait.as_secs() + 1);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A request being answered.
struct Turn(Arc<Site>);

impl Turn {
    fn new(site: &Arc<Site>) -> Turn {
        site.metrics().under_way.fetch_add(1, Ordering::Relaxed);
        Turn(site.clone())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.metrics().under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Lets scripts of a named site read the answer.
fn shared(headers: &mut HeaderMap, method: &Method, origin: HeaderValue) {
    let mut set = |name: &'static str, value| headers.insert(HeaderName::from_static(name), value);
    set("access-control-allow-origin", origin);
    set("access-control-expose-headers", HeaderValue::from_static("ETag, Link, Retry-After, X-Request-Id"));
    if *method == Method::OPTIONS {
        set("access-control-allow-methods", HeaderValue::from_static("GET, HEAD, POST"));
        set("access-control-allow-headers", HeaderValue::from_static("Content-Type, If-None-Match, Last-Event-ID"));
        set("access-control-max-age", HeaderValue::from_static("86400"));
    }
    headers.append(VARY, HeaderValue::from_static("Origin"));
}

/// The id that a trusted proxy gave the request, else one of our own.
fn id(headers: &HeaderMap, client: Client) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    // Another one for every process, so that ids of two runs are not mistaken for each other.
    static RUN: LazyLock<u32> = LazyLock::new(|| RandomState::new().hash_one(std::process::id()) as u32);
    let given = headers.get(&ID).and_then(|v| v.to_str().ok()).filter(|_| client.proxied);
    let sound =
        |id: &&str| (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    match given.filter(sound) {
        Some(id) => id.to_owned(),
        None => format!("{:08x}-{:x}", *RUN, NEXT.fetch_add(1, Ordering::Relaxed)),
    }
}

// How long an answer took changes no answer.
#[allow(clippy::disallowed_methods)]
fn now() -> Instant {
    Instant::now()
}
