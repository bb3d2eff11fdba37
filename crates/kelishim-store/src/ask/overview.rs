//! What there is at a glance: pairs by activity, and how one pair's undertakings stand.

use super::filter::{Filter, Question, sorted};
use crate::{Register, Result};
use rusqlite::{params, params_from_iter};
use serde::Serialize;

/// Two sides and what the register holds about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PairLine {
    /// The side that sorts first.
    pub a: String,
    /// The other.
    pub b: String,
    /// Threads.
    pub commitments: i64,
    /// Happenings.
    pub happenings: i64,
    /// Statements.
    pub statements: i64,
    /// Date of the last of them.
    pub last: String,
}

/// Threads of a pair in one field at one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageLine {
    /// Field of relations.
    pub area: String,
    /// Stage of the last step.
    pub stage: String,
    /// Threads.
    pub commitments: i64,
}

/// How much there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Threads.
    pub commitments: i64,
    /// Happenings.
    pub happenings: i64,
    /// Statements.
    pub statements: i64,
    /// Reports: reprints counted once.
    pub reports: i64,
}

impl Register {
    /// How much there is, from the lists and indexes alone: [`Register::stats`] reads every row.
    pub fn counts(&self) -> Result<Counts> {
        let listed = |kind: &str| {
            let mut query = self.db.prepare_cached("SELECT count(*) FROM by_date WHERE kind = ?1")?;
            query.query_row([kind], |r| r.get::<_, i64>(0))
        };
        let reports = "SELECT count(DISTINCT report) FROM article INDEXED BY article_report";
        Ok(Counts {
            commitments: listed("commitment")?,
            happenings: listed("happening")?,
            statements: listed("statement")?,
            reports: self.db.query_row(reports, [], |r| r.get(0))?,
        })
    }

    /// Pairs of sides, those with most rows first. Of `filter` the area, the dates and the limit hold.
    ///
    /// With an area or dates every row of the lists is read that they leave: whoever asks often keeps the answer.
    pub fn pairs(&self, filter: &Filter) -> Result<Vec<PairLine>> {
        if filter.area.is_none() && filter.since.is_none() && filter.until.is_none() {
            return self.pairs_in_all(filter);
        }
        let mut q =
            Question { from: String::new(), conditions: vec![], values: vec![], order: ("l.date", "l.id"), kind: "" };
        let mut from = "by_pair l";
        if let Some(area) = &filter.area {
            // The narrow list leads, whatever SQLite guesses.
            from = "by_area y CROSS JOIN by_pair l ON l.kind = y.kind AND l.id = y.id";
            let area = q.value(area.clone());
            q.conditions.push(format!("y.area = {area}"));
        }
        filter.dates(&mut q);
        let conditions: String = q.conditions.iter().map(|c| format!(" AND {c}")).collect();
        // Kind by kind: in the order of the list, without sorting millions of rows.
        let leading = if filter.area.is_some() { "y" } else { "l" };
        let of = |kind: &str| {
            format!(
                "SELECT l.a, l.b, '{kind}' kind, count(*) n, max(l.date) last FROM {from}
                 WHERE {leading}.kind = '{kind}'{conditions} GROUP BY l.a, l.b"
            )
        };
        let sql = format!(
            "SELECT a, b, sum(iif(kind = 'commitment', n, 0)), sum(iif(kind = 'happening', n, 0)),
               sum(iif(kind = 'statement', n, 0)), max(last) FROM ({} UNION ALL {} UNION ALL {})
             GROUP BY a, b ORDER BY sum(n) DESC, a, b LIMIT {} OFFSET {}",
            of("commitment"),
            of("happening"),
            of("statement"),
            filter.limit.map_or(-1, |l| l as i64),
            filter.offset
        );
        let mut query = self.db.prepare_cached(&sql)?;
        Ok(query.query_map(params_from_iter(&q.values), read_pair)?.collect::<rusqlite::Result<_>>()?)
    }

    /// All that is listed of pairs is counted already; what is looked for is the head of each list of those asked for.
    fn pairs_in_all(&self, filter: &Filter) -> Result<Vec<PairLine>> {
        let mut query = self.db.prepare_cached(
            "SELECT a, b, commitments, happenings, statements,
               max((SELECT coalesce(max(date), '') FROM by_pair WHERE kind = 'commitment' AND a = n.a AND b = n.b),
                 (SELECT coalesce(max(date), '') FROM by_pair WHERE kind = 'happening' AND a = n.a AND b = n.b),
                 (SELECT coalesce(max(date), '') FROM by_pair WHERE kind = 'statement' AND a = n.a AND b = n.b))
             FROM (SELECT * FROM pair_field WHERE area = ''
                   ORDER BY commitments + happenings + statements DESC, a, b LIMIT ?1 OFFSET ?2) n
             ORDER BY commitments + happenings + statements DESC, a, b",
        )?;
        let page = params![filter.limit.map_or(-1, |l| l as i64), filter.offset as i64];
        Ok(query.query_map(page, read_pair)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Threads of a pair by field and stage; one of two fields counts in both.
    pub fn pair_stages(&self, a: &str, b: &str) -> Result<Vec<StageLine>> {
        let (a, b) = sorted(a, b);
        let mut query = self.db.prepare_cached(
            "SELECT y.area, c.stage, count(*) FROM by_pair l CROSS JOIN commitment c ON c.id = l.id
             CROSS JOIN by_area y ON y.kind = 'commitment' AND y.id = l.id
             WHERE l.kind = 'commitment' AND l.a = ?1 AND l.b = ?2 GROUP BY 1, 2 ORDER BY 1, 2",
        )?;
        let lines = query.query_map(params![a, b], |r| {
            Ok(StageLine { area: r.get(0)?, stage: r.get(1)?, commitments: r.get(2)? })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }
}

fn read_pair(r: &rusqlite::Row<'_>) -> rusqlite::Result<PairLine> {
    Ok(PairLine {
        a: r.get(0)?,
        b: r.get(1)?,
        commitments: r.get(2)?,
        happenings: r.get(3)?,
        statements: r.get(4)?,
        last: r.get(5)?,
    })
}
