//! Lists as they are shown, for programs: any lines that serialise, with all their columns.

use serde_json::Value;
use std::io::{self, Write};

/// How lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// One array.
    Json,
    /// One object a line.
    Jsonl,
    /// RFC 4180.
    Csv,
    /// Tab-separated.
    Tsv,
}

/// Writes `lines`, objects of the same keys; the first gives the header of a table.
pub fn write_lines(lines: &[Value], how: Lines, out: &mut impl Write) -> io::Result<()> {
    match how {
        Lines::Json => {
            serde_json::to_writer_pretty(&mut *out, lines)?;
            writeln!(out)
        }
        Lines::Jsonl => lines.iter().try_for_each(|value| writeln!(out, "{value}")),
        Lines::Csv | Lines::Tsv => {
            let keys: Vec<&String> =
                lines.first().and_then(Value::as_object).map(|o| o.keys().collect()).unwrap_or_default();
            let cell =
                |text: String| if how == Lines::Csv { quoted(&text) } else { text.replace(['\t', '\n', '\r'], " ") };
            let mark = if how == Lines::Csv { "," } else { "\t" };
            if !keys.is_empty() {
                writeln!(out, "{}", keys.iter().map(|k| cell((*k).clone())).collect::<Vec<_>>().join(mark))?;
            }
            lines.iter().try_for_each(|value| {
                let cells = keys.iter().map(|k| cell(value_text(&value[k.as_str()])));
                writeln!(out, "{}", cells.collect::<Vec<_>>().join(mark))
            })
        }
    }
}

/// A value in one cell: lists by semicolons, intervals as `A/B`, spans by their words.
pub fn value_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        Value::Array(list) => list.iter().map(value_text).collect::<Vec<_>>().join("; "),
        Value::Object(o) if o.contains_key("from") && o.contains_key("to") => {
            let (from, to) = (value_text(&o["from"]), value_text(&o["to"]));
            if from == to { from } else { format!("{from}/{to}") }
        }
        Value::Object(o) if o.contains_key("value") => {
            let unit = o.get("currency").filter(|c| !c.is_null()).or(o.get("unit")).map(value_text).unwrap_or_default();
            format!("{} {unit}", value_text(&o["value"])).trim_end().to_owned()
        }
        Value::Object(o) => o.get("text").map_or_else(|| value.to_string(), value_text),
        other => other.to_string(),
    }
}

/// RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe.
fn quoted(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '@']) { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
