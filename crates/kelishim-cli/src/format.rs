//! Lists on standard output, in the format asked for.

use crate::paint::clean;
use anyhow::Result;
use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use serde_json::Value;
use std::io::Write;

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Table,
    /// One array
    Json,
    /// One object a line
    Jsonl,
    /// Comma-separated, all columns
    Csv,
    /// Tab-separated, all columns
    Tsv,
    /// A Markdown table
    Md,
}

/// Prints `lines`; `columns` are those that people see (`table` and `md`), the other formats have all.
pub fn print<T: Serialize>(lines: &[T], columns: &[&str], format: Format, out: &mut impl Write) -> Result<()> {
    let values: Vec<Value> = lines.iter().map(serde_json::to_value).collect::<Result<_, _>>()?;
    match format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&values)?)?,
        Format::Jsonl => {
            for value in &values {
                writeln!(out, "{value}")?;
            }
        }
        Format::Csv | Format::Tsv => {
            let keys: Vec<&String> =
                values.first().and_then(Value::as_object).map(|o| o.keys().collect()).unwrap_or_default();
            let cell = |text: String| {
                if format == Format::Csv { quoted(&text) } else { text.replace(['\t', '\n', '\r'], " ") }
            };
            let mark = if format == Format::Csv { "," } else { "\t" };
            if !keys.is_empty() {
                writeln!(out, "{}", keys.iter().map(|k| cell((*k).clone())).collect::<Vec<_>>().join(mark))?;
            }
            for value in &values {
                writeln!(
                    out,
                    "{}",
                    keys.iter().map(|k| cell(text(&value[k.as_str()]))).collect::<Vec<_>>().join(mark)
                )?;
            }
        }
        Format::Md => {
            writeln!(out, "| {} |", columns.join(" | "))?;
            writeln!(out, "|{}", " --- |".repeat(columns.len()))?;
            for value in &values {
                let cells: Vec<String> =
                    columns.iter().map(|c| text(&value[*c]).replace('|', "\\|").replace('\n', " ")).collect();
                writeln!(out, "| {} |", cells.join(" | "))?;
            }
        }
        Format::Table if values.is_empty() => {}
        Format::Table => {
            let mut table = Table::new();
            table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
            table.set_header(columns.to_vec());
            for value in &values {
                table.add_row(columns.iter().map(|c| shortened(&clean(&text(&value[*c])))).collect::<Vec<_>>());
            }
            writeln!(out, "{table}")?;
        }
    }
    Ok(())
}

/// A value in one cell: lists by semicolons, intervals as `A/B`, spans by their words.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join("; "),
        Value::Object(o) if o.contains_key("from") && o.contains_key("to") => {
            let (from, to) = (text(&o["from"]), text(&o["to"]));
            if from == to { from } else { format!("{from}/{to}") }
        }
        Value::Object(o) if o.contains_key("value") => {
            let unit = o.get("currency").filter(|c| !c.is_null()).or(o.get("unit")).map(text).unwrap_or_default();
            format!("{} {unit}", text(&o["value"])).trim_end().to_owned()
        }
        Value::Object(o) => o.get("text").map_or_else(|| value.to_string(), text),
        other => other.to_string(),
    }
}

/// RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe.
fn quoted(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '@']) { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Long cells make unreadable tables; the other formats have everything.
fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        format!("{}…", text.chars().take(MOST).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(format: Format, wanted: &str) {
        let lines = [
            json!({"id": "c1", "areas": ["energy", "trade"], "due": {"from": null, "to": "2025"}, "title": "a, \"b\"|c"}),
        ];
        let mut out = vec![];
        print(&lines, &["id", "title"], format, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), wanted);
    }

    #[test]
    fn every_format_escapes_its_own_marks() {
        check(Format::Csv, "id,areas,due,title\nc1,energy; trade,/2025,\"a, \"\"b\"\"|c\"\n");
        check(Format::Md, "| id | title |\n| --- | --- |\n| c1 | a, \"b\"\\|c |\n");
    }
}
