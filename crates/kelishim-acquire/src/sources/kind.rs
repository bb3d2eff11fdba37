//! What a stream of bytes is, told by its head; its name decides only where the head does not.

use super::{FieldNames, warc};
use crate::{binary, charset};
use serde::de::IgnoredAny;
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
    /// A feed.
    Feed,
    /// An export of Telegram.
    Telegram,
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
    let text = charset::decode(head, None).text;
    if binary::feed_format(&text).is_some() {
        return Kind::Feed;
    }
    let share = binary::control_share(&text);
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
    let inner = head.strip_prefix(b"{").or_else(|| head.strip_prefix(b"["))?.trim_ascii_start();
    if !inner.starts_with(if head[0] == b'{' { b"\"" } else { b"{" }) {
        return None;
    }
    let end = head.iter().position(|&byte| byte == b'\n');
    let first = &head[..end.unwrap_or(head.len())];
    let parsed = serde_json::from_slice::<Value>(first);
    // The first line alone is longer than the head.
    let long = end.is_none() && !whole && parsed.as_ref().is_err_and(serde_json::Error::is_eof);
    if parsed.as_ref().is_ok_and(|value| value.get(&fields.text).is_some()) {
        return Some(Kind::JsonLines);
    }
    if opens(head, "version", b"\"https://jsonfeed.org/version/") {
        return Some(Kind::Feed);
    }
    if opens(head, "messages", b"[") && holds_key(head, "type") || opens(head, "chats", b"{") {
        return Some(Kind::Telegram);
    }
    if long && holds_key(head, &fields.text) {
        return Some(Kind::JsonLines);
    }
    // A text in which a bracket stands first is not JSON to its end.
    let json =
        parsed.is_ok() || long || serde_json::from_slice::<IgnoredAny>(head).map_or_else(|e| e.is_eof(), |_| true);
    let name = &fields.text;
    json.then(|| {
        Kind::Unreadable(format!(
            "this is JSON, but neither lines of objects with a field `{name}`, nor an export of Telegram, nor a feed; \
             write one object a line, or name the field that holds the text"
        ))
    })
}

/// Whether `"key":` stands in `head`.
fn holds_key(head: &[u8], key: &str) -> bool {
    opens(head, key, b"")
}

/// Whether `"key":` stands in `head` before a value that begins with `mark`.
fn opens(head: &[u8], key: &str, mark: &[u8]) -> bool {
    let quoted = format!("\"{key}\"");
    let mut rest = head;
    while let Some(at) = rest.windows(quoted.len()).position(|window| window == quoted.as_bytes()) {
        rest = &rest[at + quoted.len()..];
        let value = rest.trim_ascii_start().strip_prefix(b":").map(<[u8]>::trim_ascii_start);
        if value.is_some_and(|value| value.starts_with(mark)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, name: &str, kind: Kind) {
        assert_eq!(tell(head.as_bytes(), true, name, &FieldNames::default()), kind, "{head}");
    }

    fn check_refused(head: &str, words: &str) {
        match tell(head.as_bytes(), true, "x", &FieldNames::default()) {
            Kind::Unreadable(reason) => assert!(reason.contains(words), "{reason}"),
            other => panic!("{head}: {other:?}"),
        }
    }

    #[test]
    fn content_tells_the_kind() {
        check("Ош", "x", Kind::Page);
        check("<!doctype html>", "x.txt", Kind::Page);
        check("{\"title\":\"x\",\"text\":\"y\"}\n{", "x.txt", Kind::JsonLines);
        check("WARC/1.0\r\n", "x.txt", Kind::Warc);
        check("{\n \"name\": \"x\",\n \"type\": \"public_channel\",\n \"messages\": [", "x", Kind::Telegram);
        check("<?xml version='1.0'?><rss version='2.0'>", "x.html", Kind::Feed);
        check("{\n \"version\": \"https://jsonfeed.org/version/1.1\",", "x", Kind::Feed);
        check("{\"about\":\"x\",\"chats\":{\"list\":[", "x", Kind::Telegram);
    }

    #[test]
    fn the_name_decides_where_the_content_does_not() {
        check("{\"body\":\"y\"}", "x.jsonl", Kind::JsonLines);
        check("not JSON", "x.NDJSON.gz", Kind::JsonLines);
    }

    #[test]
    fn brackets_do_not_make_a_text_json() {
        check("[Ош] Министр прибыл.", "x", Kind::Page);
        check("{\"Кабар\" агенттиги} билдирет", "x", Kind::Page);
        check("{", "x", Kind::Page);
        check_refused("{\"a\":1}", "this is JSON");
        check_refused("{\n \"a\": 1\n}\n", "this is JSON");
        check_refused("[{\"text\":\"x\"}]", "one object a line");
    }

    #[test]
    fn a_first_line_longer_than_the_head_is_still_a_line() {
        let head = format!("{{\"text\":\"{}", "я".repeat(HEAD / 2));
        assert_eq!(tell(head.as_bytes(), false, "x", &FieldNames::default()), Kind::JsonLines);
    }
}
