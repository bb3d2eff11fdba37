//! A line a request for whoever runs the server: what was asked of which route and how it ended. Nothing of who asked, and
//! nothing of what: an address's filters tell what somebody works on.

use serde_json::{Map, Value, json};
use std::fmt;
use std::io::Write;
use std::str::FromStr;

/// What is written to standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// Only what goes wrong.
    Off,
    /// A JSON object a line.
    Json,
}

impl FromStr for Log {
    type Err = String;

    fn from_str(text: &str) -> Result<Log, String> {
        match text {
            "off" => Ok(Log::Off),
            "json" => Ok(Log::Json),
            _ => Err(format!("`{text}`: one of off, json")),
        }
    }
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Log::Off { "off" } else { "json" })
    }
}

tokio::task_local! {
    /// Of the request that a task answers.
    pub static REQUEST: (String, Log);
}

/// A fault of ours, with the id of the request it was met at.
pub fn fault(cause: &str) {
    let at = REQUEST.try_with(Clone::clone);
    match at {
        Ok((id, Log::Json)) => line([("id", json!(id)), ("error", json!(cause))]),
        Ok((id, Log::Off)) => eprintln!("kelishim: {cause} (request {id})"),
        Err(_) => eprintln!("kelishim: {cause}"),
    }
}

/// Writes an object. Without anybody to read it nothing is lost.
pub fn line(fields: impl IntoIterator<Item = (&'static str, Value)>) {
    let object: Map<String, Value> = fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    let _ = writeln!(std::io::stderr().lock(), "{}", Value::Object(object));
}
