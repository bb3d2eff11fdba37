//! A record of the output as JSON: its rows, its actors by id, and what makes it unfit to be scored.

use crate::text::{Stretch, Text};
use serde_json::Value;
use std::collections::BTreeMap;

/// Text under a key, `None` when absent, null or no text.
pub(crate) fn field<'a>(row: &'a Value, key: &str) -> Option<&'a str> {
    row.get(key).and_then(Value::as_str)
}

/// Rows under a key; none when absent or no list.
pub(crate) fn rows<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Scores of found rows, with whether a row is among the `right` pairs of gold and found.
pub(crate) fn scored(founds: &[Value], right: &[(usize, usize)]) -> Vec<(f64, bool)> {
    let score = |row: &Value| row.get("score").and_then(Value::as_f64).unwrap_or(0.0);
    founds.iter().enumerate().map(|(j, row)| (score(row), right.iter().any(|(_, r)| *r == j))).collect()
}

/// Texts of the list under a key.
pub(crate) fn strings<'a>(row: &'a Value, key: &str) -> Vec<&'a str> {
    rows(row, key).iter().filter_map(Value::as_str).collect()
}

/// The stretch a span names, `None` for null and for what is no span.
pub(crate) fn stretch(span: Option<&Value>) -> Option<Stretch> {
    let at = |key| span?.get(key)?.as_i64();
    Some(Stretch { start: at("start")?, end: at("end")? })
}

/// The words a span holds, empty for null.
pub(crate) fn span_text<'a>(row: &'a Value, key: &str) -> &'a str {
    row.get(key).and_then(|span| field(span, "text")).unwrap_or_default()
}

/// A time of gold or of a record as gold writes it: `A`, `A/B`, `/B`, `A/`; `None` when unknown.
pub(crate) fn when(time: Option<&Value>) -> Option<String> {
    match time? {
        Value::String(s) if !s.is_empty() => Some(s.clone()),
        Value::Object(interval) => {
            let end = |key| interval.get(key).and_then(Value::as_str);
            match (end("from"), end("to")) {
                (None, None) => None,
                (from, to) if from == to => from.map(str::to_owned),
                (from, to) => Some(format!("{}/{}", from.unwrap_or_default(), to.unwrap_or_default())),
            }
        }
        _ => None,
    }
}

/// A record with its actors at hand.
pub(crate) struct Record<'a> {
    pub value: &'a Value,
    actors: BTreeMap<&'a str, &'a Value>,
}

impl<'a> Record<'a> {
    pub fn new(value: &'a Value) -> Self {
        let actors = rows(value, "actors").iter().filter_map(|a| Some((field(a, "id")?, a))).collect();
        Record { value, actors }
    }

    pub fn actor(&self, id: Option<&str>) -> Option<&'a Value> {
        self.actors.get(id?).copied()
    }

    /// Actors whose ids a row lists under a key.
    pub fn who(&self, row: &Value, key: &str) -> Vec<&'a Value> {
        strings(row, key).into_iter().filter_map(|id| self.actor(Some(id))).collect()
    }
}

// Per kind: its spans, its references to actors, and the words of gold that the text must hold.
const SHAPES: [(&str, &[&str], &[&str], &str); 3] = [
    ("statements", &["cue", "content"], &["speaker"], "content"),
    ("events", &["trigger"], &["actors", "recipients"], "in"),
    ("commitments", &["action", "evidence"], &["committer", "beneficiary"], "action"),
];

/// Why a record cannot be scored against `gold`; `None` when it can.
pub(crate) fn defect(record: &Value, gold: &Value) -> Option<String> {
    let whole = record.get("article").and_then(|a| field(a, "text")).filter(|t| !t.is_empty());
    let Some(whole) = whole else { return Some("no article.text".into()) };
    let malformed = ["actors", "statements", "events", "commitments"].into_iter().find(|key| {
        record.get(*key).is_some_and(|v| v.as_array().is_none_or(|rows| rows.iter().any(|r| !r.is_object())))
    });
    if let Some(key) = malformed {
        return Some(format!("{key} is no list of rows"));
    }
    let (text, actors) = (Text::new(whole), Record::new(record));
    SHAPES.iter().find_map(|(kind, spans, references, words)| {
        let of_rows =
            rows(record, kind).iter().find_map(|row| row_defect(row, kind, spans, references, &text, &actors));
        of_rows.or_else(|| {
            let lacks = rows(gold, kind).iter().filter_map(|g| field(g, words)).find(|w| !whole.contains(w))?;
            Some(format!("the text lacks «{}»", lacks.chars().take(60).collect::<String>()))
        })
    })
}

fn row_defect(
    row: &Value,
    kind: &str,
    spans: &[&str],
    references: &[&str],
    text: &Text,
    record: &Record,
) -> Option<String> {
    let values = |key: &str| match row.get(key) {
        Some(Value::Array(list)) => list.iter().collect(),
        other => Vec::from_iter(other),
    };
    let bad_span = spans.iter().find_map(|key| {
        let off = |s: &&&Value| {
            stretch(Some(s)).and_then(|at| text.slice(at)) != field(s, "text") || field(s, "text").is_none()
        };
        let span = *values(key).iter().filter(|s| !s.is_null()).find(off)?;
        Some(format!("{kind}.{key}: {span} is not a slice of the text"))
    });
    bad_span.or_else(|| {
        references.iter().find_map(|key| {
            let unknown = |id: &&&Value| !id.is_null() && record.actor(id.as_str()).is_none();
            let id = *values(key).iter().find(unknown)?;
            Some(format!("{kind}.{key}: unknown id {id}"))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(record: Value, expected: Option<&str>) {
        let gold = json!({"statements": [{"content": "школа"}]});
        assert_eq!(defect(&record, &gold).as_deref(), expected);
    }

    #[test]
    fn a_record_without_text_or_without_the_words_of_gold_is_unfit() {
        check(json!({}), Some("no article.text"));
        check(json!({"article": {"text": "новая школа"}}), None);
        check(json!({"article": {"text": "новый вуз"}}), Some("the text lacks «школа»"));
    }

    #[test]
    fn spans_must_be_slices_and_ids_must_resolve() {
        let with =
            |row: Value| json!({"article": {"text": "новая школа"}, "actors": [{"id": "a1"}], "statements": [row]});
        check(with(json!({"content": {"start": 6, "end": 11, "text": "школа"}, "speaker": "a1"})), None);
        check(
            with(json!({"content": {"start": 5, "end": 11, "text": "школа"}})),
            Some(r#"statements.content: {"start":5,"end":11,"text":"школа"} is not a slice of the text"#),
        );
        check(
            with(json!({"content": {"start": 6}})),
            Some(r#"statements.content: {"start":6} is not a slice of the text"#),
        );
        check(with(json!({"speaker": "a2"})), Some(r#"statements.speaker: unknown id "a2""#));
        check(json!({"article": {"text": "школа"}, "events": [7]}), Some("events is no list of rows"));
    }

    #[test]
    fn times_are_written_as_in_gold() {
        let check = |time: Value, expected: Option<&str>| assert_eq!(when(Some(&time)).as_deref(), expected);
        check(json!({"from": "2021-03", "to": "2021-03"}), Some("2021-03"));
        check(json!({"from": null, "to": "2025"}), Some("/2025"));
        check(json!({"from": "2024", "to": null}), Some("2024/"));
        check(json!({"from": null, "to": null}), None);
        check(json!("2021/2022"), Some("2021/2022"));
        check(json!(null), None);
    }
}
