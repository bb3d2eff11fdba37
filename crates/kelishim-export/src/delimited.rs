//! Tables as CSV for spreadsheets and as TSV for programs.
//!
//! CSV begins with a byte order mark, without which Excel shows Cyrillic as garbage, and disarms cells that a spreadsheet would
//! run as formulas: their words come from the open web. TSV does neither and has no quoting, so that `cut` and `awk` see
//! lines and columns. Both undo their escapes without loss.

use crate::facts::Facts;
use crate::table::{Value, columns, each_line};
use crate::{Result, What};
use kelishim_store::ask::Filter;
use std::io::Write;

pub fn write_csv(facts: &Facts<'_>, what: What, filter: &Filter, out: &mut (dyn Write + Send)) -> Result<u64> {
    let names: Vec<&str> = columns(what).into_iter().map(|(name, _)| name).collect();
    write!(out, "\u{feff}{}\r\n", names.join(","))?;
    each_line(facts, what, filter, |line| {
        let cells: Vec<String> = line.iter().map(|v| csv_cell(&cell(v), is_words(v))).collect();
        write!(out, "{}\r\n", cells.join(","))?;
        Ok(())
    })
}

pub fn write_tsv(facts: &Facts<'_>, what: What, filter: &Filter, out: &mut (dyn Write + Send)) -> Result<u64> {
    let names: Vec<&str> = columns(what).into_iter().map(|(name, _)| name).collect();
    writeln!(out, "{}", names.join("\t"))?;
    each_line(facts, what, filter, |line| {
        let cells: Vec<String> = line.iter().map(|v| tsv_cell(&cell(v))).collect();
        writeln!(out, "{}", cells.join("\t"))?;
        Ok(())
    })
}

/// A value as text: lists with `; ` between, where `;` and `\` within a value get a `\` before them and an unknown value is `\N`.
fn cell(value: &Value) -> String {
    fn list<T>(values: &[T], one: impl Fn(&T) -> String) -> String {
        values.iter().map(one).collect::<Vec<_>>().join("; ")
    }
    match value {
        Value::Text(v) => v.clone().unwrap_or_default(),
        Value::Int(v) => v.map(|v| v.to_string()).unwrap_or_default(),
        Value::Real(v) => v.map(|v| v.to_string()).unwrap_or_default(),
        Value::Flag(v) => v.to_string(),
        Value::Texts(v) => list(v, |v| match v {
            Some(v) => v.replace('\\', "\\\\").replace(';', "\\;"),
            None => "\\N".to_owned(),
        }),
        Value::Ints(v) => list(v, i64::to_string),
        Value::Reals(v) => list(v, f64::to_string),
    }
}

fn is_words(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Texts(_))
}

/// RFC 4180. Words that begin like a formula, or with the `'` that disarms one, get a `'` before them.
fn csv_cell(text: &str, words: bool) -> String {
    let armed = words && text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'']);
    let text = if armed { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// Tab, line ends and `\` as `\t`, `\n`, `\r`, `\\`.
pub fn tsv_cell(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_that_would_run_as_a_formula_is_disarmed() {
        assert_eq!(csv_cell("=HYPERLINK(\"http://x\")", true), "\"'=HYPERLINK(\"\"http://x\"\")\"");
        assert_eq!(csv_cell("- Мы договорились", true), "'- Мы договорились");
        assert_eq!(csv_cell("-7", false), "-7");
    }

    #[test]
    fn a_list_keeps_its_values_apart() {
        let list = Value::Texts(vec![Some("a;b".into()), None, Some("c\\".into())]);
        assert_eq!(cell(&list), "a\\;b; \\N; c\\\\");
        assert_eq!(cell(&Value::Texts(vec![])), "");
        assert_eq!(cell(&Value::Reals(vec![34e9, 0.5])), "34000000000; 0.5");
    }

    proptest! {
        /// A cell of TSV never breaks its line or column, and its escapes undo.
        #[test]
        fn a_tsv_cell_is_one_cell(text in "[\\\\tnr\t\r\na-b;]{0,20}") {
            let cell = tsv_cell(&text);
            prop_assert!(!cell.contains(['\t', '\n', '\r']));
            let mut back = String::new();
            let mut chars = cell.chars();
            while let Some(c) = chars.next() {
                back.push(match c {
                    '\\' => match chars.next() { Some('t') => '\t', Some('n') => '\n', Some('r') => '\r', _ => '\\' },
                    c => c,
                });
            }
            prop_assert_eq!(back, text);
        }
    }
}
