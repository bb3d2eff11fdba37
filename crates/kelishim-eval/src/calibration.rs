//! Are scores chances? Rows in steps of their score, with how many of them are right.

use std::fmt::Write;

/// Upper ends of the steps; the last takes all above.
const STEPS: [f64; 10] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, f64::INFINITY];

/// Found rows of a kind, each with its score and whether it is right.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calibration {
    rows: Vec<(f64, bool)>,
    gold: usize,
}

impl Calibration {
    /// Adds the found rows of a report that has `gold` annotated ones.
    pub(crate) fn add(&mut self, gold: usize, rows: impl IntoIterator<Item = (f64, bool)>) {
        self.gold += gold;
        self.rows.extend(rows);
    }

    /// A line for each step that has rows: its bounds, rows, their mean score, the share that is right; then precision and
    /// recall of all rows from the step's lower bound on.
    pub fn table(&self) -> String {
        let share = |part: usize, of: usize| if of == 0 { 0.0 } else { part as f64 / of as f64 };
        let right = |rows: &[(f64, bool)]| rows.iter().filter(|r| r.1).count();
        let mut out = String::from("    score   rows  mean right | shown from here: precision recall\n");
        let mut from = 0.0;
        for to in STEPS {
            let here: Vec<_> = self.rows.iter().copied().filter(|(s, _)| *s >= from && *s < to).collect();
            let above: Vec<_> = self.rows.iter().copied().filter(|(s, _)| *s >= from).collect();
            if !here.is_empty() {
                let mean = here.iter().map(|(s, _)| s).sum::<f64>() / here.len() as f64;
                let (r, a) = (right(&here), right(&above));
                let (step, precision, recall) = (share(r, here.len()), share(a, above.len()), share(a, self.gold));
                let _ = writeln!(
                    out,
                    "{from:4.1}-{:3.1} {:6}  {mean:4.2}  {step:4.2} | {precision:26.2} {recall:6.2}",
                    to.min(1.0),
                    here.len()
                );
            }
            from = to;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_tells_its_rows_and_all_above_it() {
        let mut calibration = Calibration::default();
        calibration.add(4, [(0.95, true), (0.15, false), (0.1, true)]);
        let table = calibration.table();
        let lines: Vec<Vec<&str>> = table.lines().skip(1).map(|l| l.split_whitespace().collect()).collect();
        assert_eq!(
            lines,
            [
                vec!["0.1-0.2", "2", "0.12", "0.50", "|", "0.67", "0.50"],
                vec!["0.9-1.0", "1", "0.95", "1.00", "|", "1.00", "0.25"],
            ]
        );
    }
}
