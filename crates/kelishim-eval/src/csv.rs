//! `gold/SCORES.csv`: the figures as committed, one row a set and measure, so that a change shows what it did in its diff.

use crate::figures::Figures;
use std::fmt::{self, Write as _};

const HEAD: &str = "set,measure,gold,found,right,precision,recall,f1";

/// Rows that may be lost without a [`Fall`]: a change of rules moves a row or two without being worse.
pub const SLACK: usize = 2;

/// A measure with fewer right rows than the committed file has, by more than [`SLACK`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fall {
    /// Set: "reports/ru/dev".
    pub set: String,
    /// Measure: "event.roles".
    pub measure: String,
    /// Right rows as committed.
    pub committed: usize,
    /// Right rows now.
    pub now: usize,
}

impl fmt::Display for Fall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {} right rows, committed {}", self.set, self.measure, self.now, self.committed)
    }
}

/// Why a committed file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// The first line names other columns.
    #[error("line 1: the columns are `{HEAD}`")]
    Head,
    /// A line that is no row of counts.
    #[error("line {line}: a row has eight fields, and gold, found and right are numbers")]
    Row {
        /// Counted from 1.
        line: usize,
    },
}

/// The figures of sets as the file holds them: sets in the order given, measures in theirs, ratios to three decimals.
/// Names of sets and measures hold no comma.
pub fn to_csv(sets: &[(&str, &Figures)]) -> String {
    let mut out = format!("{HEAD}\n");
    for (set, figures) in sets {
        for (measure, t) in figures.iter() {
            let (p, r, f1) = (t.precision(), t.recall(), t.f1());
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{set},{measure},{},{},{},{p:.3},{r:.3},{f1:.3}", t.gold, t.found, t.right);
        }
    }
    out
}

/// The measures that have fallen since `committed` was written, in its order. Sets that were not scored now are passed
/// over; a measure that a scored set no longer has counts as fallen to 0.
pub fn compare(committed: &str, now: &[(&str, &Figures)]) -> Result<Vec<Fall>, CsvError> {
    let mut lines = committed.lines();
    if lines.next() != Some(HEAD) {
        return Err(CsvError::Head);
    }
    let mut falls = Vec::new();
    for (at, line) in lines.enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (set, measure, right) = row(line).ok_or(CsvError::Row { line: at + 2 })?;
        let Some((_, figures)) = now.iter().find(|(name, _)| *name == set) else { continue };
        let held = figures.get(measure).unwrap_or_default().right;
        if held + SLACK < right {
            falls.push(Fall { set: set.to_owned(), measure: measure.to_owned(), committed: right, now: held });
        }
    }
    Ok(falls)
}

fn row(line: &str) -> Option<(&str, &str, usize)> {
    let fields: Vec<&str> = line.split(',').collect();
    let [set, measure, gold, found, right, _, _, _] = fields[..] else { return None };
    gold.parse::<usize>().ok()?;
    found.parse::<usize>().ok()?;
    Some((set, measure, right.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(right: usize) -> Figures {
        let mut figures = Figures::default();
        figures.add("event.roles", right, 12, 9);
        figures
    }

    fn check(committed: &str, right: usize, expected: Result<&[&str], CsvError>) {
        let falls = compare(committed, &[("ru/dev", &figures(right))]);
        let shown = falls.map(|falls| falls.iter().map(Fall::to_string).collect::<Vec<_>>());
        assert_eq!(shown, expected.map(|lines| lines.iter().map(|l| (*l).to_owned()).collect()));
    }

    #[test]
    fn a_row_holds_counts_and_ratios() {
        let csv = to_csv(&[("ru/dev", &figures(6))]);
        assert_eq!(csv, format!("{HEAD}\nru/dev,event.roles,12,9,6,0.667,0.500,0.571\n"));
    }

    #[test]
    fn more_than_two_rows_lost_are_a_fall() {
        let committed = to_csv(&[("ru/dev", &figures(6)), ("ky/dev", &figures(6))]);
        check(&committed, 6, Ok(&[]));
        check(&committed, 9, Ok(&[]));
        check(&committed, 4, Ok(&[]));
        check(&committed, 3, Ok(&["ru/dev event.roles: 3 right rows, committed 6"]));
    }

    #[test]
    fn a_measure_that_is_gone_has_fallen_to_nothing() {
        let committed = format!("{HEAD}\nru/dev,event.full,12,9,3,0,0,0\n");
        check(&committed, 6, Ok(&["ru/dev event.full: 0 right rows, committed 3"]));
    }

    #[test]
    fn a_file_of_another_shape_is_refused_by_line() {
        check("", 6, Err(CsvError::Head));
        check(&format!("{HEAD}\nru/dev,event.roles,12"), 6, Err(CsvError::Row { line: 2 }));
        check(&format!("{HEAD}\nru/dev,event.roles,12,9,x,0,0,0"), 6, Err(CsvError::Row { line: 2 }));
    }
}
