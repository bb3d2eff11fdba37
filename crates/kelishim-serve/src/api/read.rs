//! `POST /api/v1/read`: a text or a page in, its record out; nothing is kept.

use super::fault::Fault;
use super::lists::json_response;
use super::query::Asked;
use super::resource::READ;
use crate::{Problem, Site};
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// Bytes of a body at most: a page with much around its report.
pub const MOST: usize = 1 << 20;
/// Time for a body to come.
const PATIENCE: Duration = Duration::from_secs(20);
/// Time to wait for those that came before.
const QUEUE: Duration = Duration::from_secs(20);

/// What a text is told about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Character set of the bytes, when the request names one.
    pub charset: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Agency or site.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Language tag.
    pub language: Option<String>,
}

/// Why a text was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// There is no text in it.
    Unreadable(String),
    /// It has so many characters; at most so many are read here.
    TooLong(usize, usize),
}

/// Reads a text: its record as one line of JSON (docs/formats/record.md). May take seconds.
pub type Reader = Box<dyn Fn(Vec<u8>, Told) -> Result<String, Unread> + Send + Sync>;

pub async fn read(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let (parts, body) = request.into_parts();
    let asked = Asked::read(&site, parts.uri.query(), READ, &[])?;
    if site.desk.reader.get().is_none() {
        return Err(Fault::new(StatusCode::NOT_FOUND, "no-reader", "ask a server that was started with its model"));
    }
    let field = |name| parts.headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or_default();
    let unsupported = |detail: &str| Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", detail));
    if !matches!(field(CONTENT_ENCODING), "" | "identity") {
        return unsupported("send the body as it is, not compressed");
    }
    let (kind, rest) = field(CONTENT_TYPE).split_once(';').unwrap_or((field(CONTENT_TYPE), ""));
    if !matches!(kind.trim().to_ascii_lowercase().as_str(), "text/plain" | "text/html" | "application/xhtml+xml") {
        return unsupported("send text/plain or text/html");
    }
    let charset =
        rest.split(';').find_map(|p| p.trim().strip_prefix("charset=")).map(|c| c.trim_matches('"').to_owned());
    let too_large = || {
        Fault::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            format!("at most {MOST} bytes; send one report at a time"),
        )
    };
    if field(CONTENT_LENGTH).parse().is_ok_and(|n: usize| n > MOST) {
        return Err(too_large());
    }
    let busy = || {
        Fault::new(StatusCode::SERVICE_UNAVAILABLE, "too-many", "other texts are being read; come again in a moment")
    };
    let _room = site.desk.bodies.try_acquire().map_err(|_| busy())?;
    let slow = |detail| Fault::new(StatusCode::REQUEST_TIMEOUT, "too-slow", detail);
    let bytes = match timeout(PATIENCE, to_bytes(body, MOST)).await {
        Ok(Ok(bytes)) => bytes.to_vec(),
        Ok(Err(_)) => return Err(too_large()),
        Err(_) => return Err(slow("send the body without pauses")),
    };
    if bytes.is_empty() {
        return Err(Fault::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "unreadable",
            "the body is empty; send the text itself",
        ));
    }
    let value = |name: &str| asked.value(name).map(str::to_owned);
    let told = Told {
        charset,
        published: value("published"),
        source: value("source"),
        url: value("url"),
        title: value("title"),
        language: value("language"),
    };
    let Ok(turn) = timeout(QUEUE, site.desk.reads.acquire()).await else { return Err(busy()) };
    let _turn = turn.map_err(|_| Fault::from(Problem::Stopped))?;
    let here = site.clone();
    let work = move || here.desk.reader.get().map(|reader| reader(bytes, told));
    let record = match tokio::task::spawn_blocking(work).await {
        Ok(Some(record)) => record,
        Ok(None) => return Err(Problem::NotFound.into()),
        Err(e) => return Err(Problem::Register(e.to_string()).into()),
    };
    let mut response = json_response(
        record
            .map_err(|unread| match unread {
                Unread::Unreadable(detail) => Fault::new(StatusCode::UNPROCESSABLE_ENTITY, "unreadable", detail),
                Unread::TooLong(has, most) => {
                    let detail = format!(
                        "the text has {has} characters; at most {most} are read here, `kelishim read` takes more"
                    );
                    Fault::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail)
                }
            })?
            .into_bytes(),
    );
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
