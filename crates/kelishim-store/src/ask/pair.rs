//! The state of a partnership.

use super::commitments::CommitmentLine;
use super::filter::Filter;
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
    /// Open commitments that were due before today.
    pub overdue: Vec<CommitmentLine>,
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
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        let between = Filter { between: Some((a.to_owned(), b.to_owned())), ..Filter::default() };
        let count = |kind: &str| {
            self.db
                .prepare_cached("SELECT count(*) FROM by_pair WHERE kind = ?1 AND a = ?2 AND b = ?3")?
                .query_row(params![kind, a, b], |r| r.get::<_, i64>(0))
        };
        let mut query = self.db.prepare_cached(
            "SELECT y.area, count(*), sum(c.stage NOT IN ('delivered', 'cancelled')), max(c.last_date || ' ' || c.stage)
             FROM by_pair l CROSS JOIN commitment c ON c.id = l.id, by_area y
             WHERE l.kind = 'commitment' AND l.a = ?1 AND l.b = ?2 AND y.kind = 'commitment' AND y.id = c.id GROUP BY y.area",
        )?;
        let mut areas = query
            .query_map(params![a, b], |r| {
                let last: String = r.get(3)?;
                Ok(AreaLine {
                    area: r.get(0)?,
                    commitments: r.get(1)?,
                    open: r.get(2)?,
                    happenings: 0,
                    last: last.split_once(' ').map(|(date, stage)| (stage.to_owned(), date.to_owned())),
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut query = self.db.prepare_cached(
            "SELECT y.area, count(*) FROM by_pair l CROSS JOIN by_area y ON y.kind = 'happening' AND y.id = l.id
             WHERE l.kind = 'happening' AND l.a = ?1 AND l.b = ?2 GROUP BY y.area",
        )?;
        for line in query.query_map(params![a, b], |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?)))? {
            let (area, happenings) = line?;
            match areas.iter_mut().find(|x| x.area == area) {
                Some(x) => x.happenings = happenings,
                None => areas.push(AreaLine { area, commitments: 0, open: 0, happenings, last: None }),
            }
        }
        areas.sort_by(|x, y| (y.commitments + y.happenings, &x.area).cmp(&(x.commitments + x.happenings, &y.area)));
        let mut query = self.db.prepare_cached(
            "SELECT substr(h.date, 1, 7) month, avg(h.goldstein), count(*), sum(h.reports)
             FROM by_pair l CROSS JOIN happening h ON h.id = l.id
             WHERE l.kind = 'happening' AND l.a = ?1 AND l.b = ?2 AND h.modality = 'actual' AND length(h.date) >= 7
             GROUP BY month ORDER BY month",
        )?;
        let months = query
            .query_map(params![a, b], |r| {
                Ok(MonthLine {
                    month: r.get(0)?,
                    index: (r.get::<_, f64>(1)? * 100.0).round() / 100.0,
                    happenings: r.get(2)?,
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
            overdue: self.commitments(&Filter { overdue: Some(today.to_owned()), ..between })?,
            commitments: count("commitment")?,
            happenings: count("happening")?,
            statements: count("statement")?,
        })
    }
}
