//! The state of a partnership.

use super::commitments::CommitmentLine;
use super::filter::{Filter, sorted};
use super::lists::EventLine;
use crate::{Register, Result};
use rusqlite::params;
use serde::Serialize;

/// What is under way between two sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The two sides, sorted.
    pub sides: (String, String),
    /// By field of relations, the busiest first.
    pub areas: Vec<AreaLine>,
    /// By month of happening, the first first.
    pub months: Vec<MonthLine>,
    /// Meetings, calls and talks, the latest first, at most ten.
    pub meetings: Vec<EventLine>,
    /// Commitments neither delivered nor cancelled, the last changed first, at most twenty.
    pub open: Vec<CommitmentLine>,
    /// Open commitments that were due before today, the last changed first, at most twenty.
    pub overdue: Vec<CommitmentLine>,
    /// How many of them there are.
    pub overdue_count: i64,
    /// Threads in all.
    pub commitments: i64,
    /// Happenings in all.
    pub happenings: i64,
    /// Statements in all.
    pub statements: i64,
}

/// One field of a partnership.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AreaLine {
    /// Field.
    pub area: String,
    /// Threads.
    pub commitments: i64,
    /// Of them open.
    pub open: i64,
    /// Happenings.
    pub happenings: i64,
    /// Stage and date of the last step.
    pub last: Option<(String, String)>,
}

/// One month of a partnership.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonthLine {
    /// `2021-06`
    pub month: String,
    /// Cooperation index: mean of the Goldstein values of the month's actual happenings, each counted once.
    pub index: f64,
    /// Happenings it is the mean of.
    pub happenings: i64,
    /// Reports that tell of them: what the index rests on.
    pub reports: i64,
}

impl Register {
    /// The state of the partnership of two sides (ISO codes or registry keys); `today` decides what is overdue.
    pub fn pair(&self, a: &str, b: &str, today: &str) -> Result<Pair> {
        let (a, b) = sorted(a, b);
        let between = Filter { between: Some((a.to_owned(), b.to_owned())), ..Filter::default() };
        let mut query = self.db.prepare_cached(
            "SELECT area, commitments, open, happenings, statements FROM pair_field WHERE a = ?1 AND b = ?2",
        )?;
        // The last step of a field is near the head of the pair's list wherever the field is not all but empty.
        let mut last = self.db.prepare_cached(
            "SELECT c.stage, c.last_date FROM by_pair l
             CROSS JOIN by_area y ON y.kind = 'commitment' AND y.area = ?3 AND y.date = l.date AND y.id = l.id
             CROSS JOIN commitment c ON c.id = l.id
             WHERE l.kind = 'commitment' AND l.a = ?1 AND l.b = ?2 ORDER BY l.date DESC, l.id DESC LIMIT 1",
        )?;
        let (mut areas, mut all, mut statements) = (vec![], (0, 0), 0);
        let lines = query.query_map(params![a, b], |r| {
            let area = AreaLine {
                area: r.get(0)?,
                commitments: r.get(1)?,
                open: r.get(2)?,
                happenings: r.get(3)?,
                last: None,
            };
            Ok((area, r.get::<_, i64>(4)?))
        })?;
        for line in lines {
            let (mut line, said) = line?;
            if line.area.is_empty() {
                (all, statements) = ((line.commitments, line.happenings), said);
            } else if line.commitments + line.happenings > 0 {
                if line.commitments > 0 {
                    let step = last.query_map(params![a, b, line.area], |r| Ok((r.get(0)?, r.get(1)?)))?.next();
                    line.last = step.transpose()?;
                }
                areas.push(line);
            }
        }
        areas.sort_by(|x, y| (y.commitments + y.happenings, &x.area).cmp(&(x.commitments + x.happenings, &y.area)));
        let mut query = self.db.prepare_cached(
            "SELECT month, goldstein, happenings, reports FROM pair_month WHERE a = ?1 AND b = ?2 ORDER BY month",
        )?;
        let months = query
            .query_map(params![a, b], |r| {
                let (sum, happenings): (i64, i64) = (r.get(1)?, r.get(2)?);
                Ok(MonthLine {
                    month: r.get(0)?,
                    index: (sum as f64 / happenings as f64 / 10.0).round() / 100.0,
                    happenings,
                    reports: r.get(3)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(Pair {
            sides: (a.to_owned(), b.to_owned()),
            areas,
            months,
            meetings: self.events(&Filter { code: Some("CONSULT".to_owned()), limit: Some(10), ..between.clone() })?,
            open: self.commitments(&Filter { open: true, limit: Some(20), ..between.clone() })?,
            overdue: self.commitments(&Filter {
                overdue: Some(today.to_owned()),
                limit: Some(20),
                ..between.clone()
            })?,
            overdue_count: self.count_commitments(&Filter { overdue: Some(today.to_owned()), ..between })?,
            commitments: all.0,
            happenings: all.1,
            statements,
        })
    }
}
