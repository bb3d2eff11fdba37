//! Answers that need not be sent again.

use super::cursor::fnv;
use super::lists::json_response;
use crate::Site;
use axum::http::header::{CACHE_CONTROL, ETAG, HeaderValue, IF_NONE_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use kelishim_store::state_of;

/// A body of JSON under a tag told from what it says, or "not modified".
pub fn told(headers: &HeaderMap, body: Vec<u8>) -> Response {
    let tag = Tag::of_body(&body);
    tag.known(headers).unwrap_or_else(|| tag.on(json_response(body)))
}

/// What tells one state of an answer from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag(Option<String>);

impl Tag {
    /// Of whatever the register answers to this address now; it can be told before the register is asked.
    ///
    /// Read before the answer is made: one that is newer than its tag is sent once too often, never too seldom.
    pub fn of(site: &Site, parts: &Parts) -> Tag {
        // Without a state there is nothing to tell by, and every answer is sent.
        let Ok(state) = state_of(&site.contents.db) else { return Tag(None) };
        // What is overdue changes at midnight, what a program answers with every version of it.
        let all = [
            &state,
            &site.today(),
            env!("CARGO_PKG_VERSION"),
            &site.contents.texts.to_string(),
            &parts.uri.to_string(),
        ];
        Tag(Some(format!("\"{:016x}\"", fnv(all.join("\n").as_bytes()))))
    }

    /// Of an answer at hand.
    pub fn of_body(body: &[u8]) -> Tag {
        Tag(Some(format!("\"{:016x}\"", fnv(body))))
    }

    /// "Not modified", when the visitor has this state.
    pub fn known(&self, headers: &HeaderMap) -> Option<Response> {
        let tag = self.0.as_deref()?;
        let given = headers.get_all(IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
        let mut given = given.map(|t| t.trim().trim_start_matches("W/"));
        given.any(|t| t == tag || t == "*").then(|| self.clone().on(StatusCode::NOT_MODIFIED.into_response()))
    }

    /// The answer with its tag: it may be kept, and must be asked for again.
    pub fn on(self, mut response: Response) -> Response {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if let Some(tag) = self.0.and_then(|t| t.parse().ok()) {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }
}
