//! Lists on standard output, in the format asked for.

use crate::paint::clean;
use anyhow::Result;
use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};
pub use kelishim_export::value_text as text;
use kelishim_export::{Lines, write_lines};
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
        Format::Json => write_lines(&values, Lines::Json, out)?,
        Format::Jsonl => write_lines(&values, Lines::Jsonl, out)?,
        Format::Csv => write_lines(&values, Lines::Csv, out)?,
        Format::Tsv => write_lines(&values, Lines::Tsv, out)?,
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
