//! Where a list goes on: opaque to whoever is given it, and good for the same question only.

use super::fault::Fault;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as IN_ADDRESSES;
use kelishim_store::ask::After;
use serde_json::{Value, json};

/// The next line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cursor {
    /// After a line by date: nothing shifts when rows are added.
    After(After),
    /// After so many lines: of lists in an order that is counted.
    Offset(usize),
}

/// Lines that may be passed over by number.
const FAR: usize = 100_000;

impl Cursor {
    /// As it stands in an address. `question` is what it goes on with.
    pub fn text(&self, question: &str) -> String {
        let value = match self {
            Cursor::After(after) => json!([mark(question), after.date, after.number]),
            Cursor::Offset(lines) => json!([mark(question), lines]),
        };
        IN_ADDRESSES.encode(value.to_string())
    }

    /// The cursor in an address.
    pub fn read(text: &str, question: &str) -> Result<Cursor, Fault> {
        let fault = || {
            let detail = "take `next` of the last answer as it is, or leave `cursor` out to begin anew";
            Fault::new(StatusCode::BAD_REQUEST, "wrong-cursor", detail).of("cursor")
        };
        let bytes = IN_ADDRESSES.decode(text).map_err(|_| fault())?;
        let value: Value = serde_json::from_slice(&bytes).map_err(|_| fault())?;
        let Value::Array(parts) = value else { return Err(fault()) };
        let same = parts.first().and_then(Value::as_str) == Some(mark(question).as_str());
        match &parts[..] {
            [_, Value::String(date), number] if same && date.len() <= 40 => {
                let number = number.as_i64().ok_or_else(fault)?;
                Ok(Cursor::After(After { date: date.clone(), number }))
            }
            [_, lines] if same => {
                let lines = lines.as_u64().and_then(|n| usize::try_from(n).ok()).filter(|n| *n <= FAR);
                Ok(Cursor::Offset(lines.ok_or_else(fault)?))
            }
            _ => Err(fault()),
        }
    }
}

fn mark(question: &str) -> String {
    format!("{:016x}", fnv(question.as_bytes()))
}

/// FNV-1a. Not for secrets: it only tells slips.
pub fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_only_for_its_question() {
        for cursor in [
            Cursor::After(After { date: "2021-06".to_owned(), number: 12 }),
            Cursor::After(After { date: String::new(), number: 1 }),
            Cursor::Offset(150),
        ] {
            let text = cursor.text("/api/v1/events?area=energy");
            assert_eq!(Cursor::read(&text, "/api/v1/events?area=energy"), Ok(cursor));
            assert!(Cursor::read(&text, "/api/v1/events").is_err());
        }
    }

    #[test]
    fn what_nobody_gave_is_no_cursor() {
        for text in [
            "",
            "x",
            "AAAA",
            "a b",
            "%",
            "W10",
            &IN_ADDRESSES.encode("[1]"),
            &IN_ADDRESSES.encode("{}"),
            &IN_ADDRESSES.encode("[\"ы\"]"),
        ] {
            assert_eq!(Cursor::read(text, "q").unwrap_err().kind, "wrong-cursor", "{text}");
        }
        let far = IN_ADDRESSES.encode(json!([mark("q"), FAR + 1]).to_string());
        assert!(Cursor::read(&far, "q").is_err());
    }
}
