//! What a program that asks wrongly is told: RFC 9457 problem details that say what to change.

use crate::Problem;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use strsim::levenshtein;

/// Media type of a fault.
pub const PROBLEM: &str = "application/problem+json";

/// Why a program got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Status.
    pub status: StatusCode,
    /// Its kind, by which a program can tell it from others; described on the reference page.
    pub kind: &'static str,
    /// What to change.
    pub detail: String,
    /// The parameter that is wrong.
    pub parameter: Option<String>,
    /// What was probably meant.
    pub nearest: Option<String>,
    /// All that may stand there.
    pub allowed: Vec<String>,
}

/// Kinds of faults with their titles and what to do about them.
pub const KINDS: &[(&str, &str)] = &[
    ("unknown-parameter", "The address has a parameter that this resource does not know."),
    ("wrong-value", "A parameter has a value that nothing can have."),
    ("missing-parameter", "A parameter that must be given is not there."),
    ("repeated-parameter", "A parameter is given twice."),
    ("wrong-cursor", "The cursor was not given by this resource for these filters; begin without one."),
    ("not-found", "There is nothing at this address, or no row with this id."),
    ("method", "The resource is not asked by this method; the header Allow names those that it is."),
    ("media-type", "The body is in a form that is not read here."),
    ("too-large", "The body or the address is longer than the server takes."),
    ("too-slow", "The request did not come, or could not be answered, in the time that the server allows."),
    (
        "too-many",
        "More is asked for at once, or by one address, than the server allows; the header Retry-After says when to come again.",
    ),
    ("no-reader", "This server does not read texts."),
    ("unreadable", "There is no text to read in the body."),
    ("stopping", "The server is being stopped; ask again in a moment."),
    ("register", "The register could not answer; the log of the server has the cause under the request's id."),
];

impl Fault {
    pub fn new(status: StatusCode, kind: &'static str, detail: impl Into<String>) -> Fault {
        Fault { status, kind, detail: detail.into(), parameter: None, nearest: None, allowed: vec![] }
    }

    /// A wrong value of a parameter.
    pub fn wrong(parameter: &str, detail: impl Into<String>) -> Fault {
        Fault::new(StatusCode::BAD_REQUEST, "wrong-value", detail).of(parameter)
    }

    /// A parameter that is not there.
    pub fn missing(parameter: &str, detail: &str) -> Fault {
        Fault::new(StatusCode::BAD_REQUEST, "missing-parameter", detail).of(parameter)
    }

    /// Names the parameter that it is about.
    pub fn of(self, parameter: &str) -> Fault {
        Fault { parameter: Some(parameter.to_owned()), ..self }
    }

    /// Names what may stand there, and the nearest of it to what does.
    pub fn among<'a>(mut self, given: &str, allowed: impl IntoIterator<Item = &'a str>) -> Fault {
        let allowed: Vec<&str> = allowed.into_iter().collect();
        self.nearest = nearest(given, &allowed).map(str::to_owned);
        // A list of all states helps nobody who misspelt one.
        if allowed.len() <= 40 {
            self.allowed = allowed.into_iter().map(str::to_owned).collect();
        }
        self
    }

    fn body(&self) -> Value {
        let title = KINDS.iter().find(|(kind, _)| *kind == self.kind).map_or("", |(_, title)| *title);
        let mut body = Map::new();
        body.insert("type".to_owned(), json!(format!("/api/v1/reference#{}", self.kind)));
        body.insert("title".to_owned(), json!(title));
        body.insert("status".to_owned(), json!(self.status.as_u16()));
        body.insert("detail".to_owned(), json!(self.detail));
        for (name, value) in [("parameter", &self.parameter), ("nearest", &self.nearest)] {
            if let Some(value) = value {
                body.insert(name.to_owned(), json!(value));
            }
        }
        if !self.allowed.is_empty() {
            body.insert("allowed".to_owned(), json!(self.allowed));
        }
        Value::Object(body)
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Fault {
        let status = problem.status();
        match problem {
            Problem::NotFound => Fault::new(status, "not-found", "look at the spelling; /api/v1 lists what there is"),
            Problem::Wrong(value) => Fault::new(status, "wrong-value", format!("`{value}` cannot be asked for")),
            Problem::Method => Fault::new(status, "method", "rows are read with GET; texts are posted to /api/v1/read"),
            Problem::Stopped => Fault::new(status, "stopping", "ask again in a moment"),
            Problem::Slow => Fault::new(status, "too-slow", "narrow what you ask for, by a pair or by dates"),
            Problem::Register(cause) => {
                crate::limits::fault(&cause);
                Fault::new(status, "register", "try again; if it stays, tell whoever runs this server")
            }
        }
    }
}

impl From<kelishim_store::StoreError> for Fault {
    fn from(error: kelishim_store::StoreError) -> Fault {
        Problem::from(error).into()
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let kind =
            [(CONTENT_TYPE, HeaderValue::from_static(PROBLEM)), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
        let mut response = (self.status, kind, self.body().to_string()).into_response();
        if matches!(self.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// A refusal below `/api/` as a fault, whoever refused; other answers as they are.
pub fn told(mut response: Response) -> Response {
    let status = response.status();
    let problem = response.extensions_mut().remove::<Problem>();
    let plain =
        |headers: &HeaderMap| headers.get(CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !(status.is_client_error() || status.is_server_error()) || !plain(response.headers()) {
        return response;
    }
    let fault = match (problem, status) {
        // Its cause was logged when it became a response.
        (Some(Problem::Register(_)), _) => {
            Fault::new(status, "register", "try again; if it stays, tell whoever runs this server")
        }
        (Some(problem), _) => problem.into(),
        (None, StatusCode::METHOD_NOT_ALLOWED) => Problem::Method.into(),
        (None, StatusCode::NOT_FOUND) => Problem::NotFound.into(),
        (None, _) => Fault::new(status, "wrong-value", "the address is not UTF-8, percent-encoded"),
    };
    let mut told = fault.into_response();
    for (name, value) in response.headers() {
        // `Allow`, and what layers within have added.
        if !told.headers().contains_key(name) && name != "content-length" {
            told.headers_mut().append(name, value.clone());
        }
    }
    told
}

/// The word that `given` is most likely a slip of; `None` when none is near.
pub fn nearest<'a>(given: &str, words: &[&'a str]) -> Option<&'a str> {
    let given: String = given.chars().take(40).flat_map(char::to_lowercase).collect();
    let far = |word: &str| levenshtein(&given, &word.to_lowercase());
    let (best, off) = words.iter().map(|w| (*w, far(w))).min_by_key(|(_, off)| *off)?;
    (off <= 2.max(given.chars().count() / 3)).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_leads_to_the_word_meant() {
        let words = ["between", "area", "since", "silent-since", "stage"];
        for (given, meant) in
            [("betwen", "between"), ("areas", "area"), ("Stage", "stage"), ("silent_since", "silent-since")]
        {
            assert_eq!(nearest(given, &words), Some(meant), "{given}");
        }
        assert_eq!(nearest("colour-of-the-sky", &words), None);
        assert_eq!(nearest("x", &[]), None);
    }
}
