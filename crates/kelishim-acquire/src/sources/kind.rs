//! What a stream of bytes is, told by its head; its name decides only where the head does not.

use super::{FieldNames, warc};
use crate::{binary, charset};
use serde_json::Value;

/// Bytes of a stream by which its kind is told.
pub const HEAD: usize = 64 * 1024;

/// What a stream holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One page, text or HTML.
    Page,
    /// One JSON object on each line.
    JsonLines,
    /// A web archive.
    Warc,
    /// Nothing that is read here; why, and what to do.
    Unreadable(String),
}

/// The kind of a stream that begins with `head` and bears `name`; `whole` says that there is nothing after the head.
pub fn tell(head: &[u8], whole: bool, name: &str, fields: &FieldNames) -> Kind {
    if head.starts_with(warc::START) {
        return Kind::Warc;
    }
    if let Some((format, advice)) = binary::known_format(head) {
        return Kind::Unreadable(format!("this looks like {format}, not a source of reports; {advice}"));
    }
    let named = named_lines(name);
    if named {
        return Kind::JsonLines;
    }
    if let Some(kind) = json(head, whole, fields) {
        return kind;
    }
    let share = binary::control_share(&charset::decode(head, None).text);
    if share > binary::MOST_CONTROLS {
        return Kind::Unreadable(format!(
            "this looks like binary data ({share} % control characters), not text or HTML; save it as text first"
        ));
    }
    Kind::Page
}

fn named_lines(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.ends_with(".jsonl") || name.ends_with(".ndjson")
}

/// The kind of a head that is JSON; a text that happens to begin with a bracket is none.
fn json(head: &[u8], whole: bool, fields: &FieldNames) -> Option<Kind> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let inner = head.strip_prefix(b"{")?.trim_ascii_start();
    if !inner.starts_with(b"\"") {
        return None;
    }
    let end = head.iter().position(|&byte| byte == b'\n');
    let first = &head[..end.unwrap_or(head.len())];
    match serde_json::from_slice::<Value>(first) {
        Ok(Value::Object(object)) if object.contains_key(&fields.text) => Some(Kind::JsonLines),
        // The first line alone is longer than the head.
        Err(error) if error.is_eof() && end.is_none() && !whole && holds_key(head, &fields.text) => {
            Some(Kind::JsonLines)
        }
        Ok(_) => Some(Kind::Unreadable(format!(
            "this is JSON without a field `{}`; name the field that holds the text",
            fields.text
        ))),
        Err(_) => None,
    }
}

/// Whether `"key":` stands in `head`.
fn holds_key(head: &[u8], key: &str) -> bool {
    let quoted = format!("\"{key}\"");
    let mut rest = head;
    while let Some(at) = rest.windows(quoted.len()).position(|window| window == quoted.as_bytes()) {
        rest = &rest[at + quoted.len()..];
        if rest.trim_ascii_start().starts_with(b":") {
            return true;
        }
    }
    false
}
