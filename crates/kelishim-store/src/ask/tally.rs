//! How many lines a list has, and how they part: counted as far as a reader waits for it.

use super::filter::{Filter, Order, Question};
use crate::{Register, Result};
use rusqlite::{params, params_from_iter};
use std::collections::BTreeMap;

/// Lines of a list, by code and by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Lines; when there are `more`, those that were counted.
    pub lines: i64,
    /// Whether there are more than that.
    pub more: bool,
    /// Lines that the parts below are counted over: the latest 2,000 at most.
    pub over: i64,
    /// Stage of commitments, type of events, kind of statements.
    pub codes: BTreeMap<String, i64>,
    /// Fields of relations; a line of two counts in both.
    pub areas: BTreeMap<String, i64>,
}

/// Lines whose parts are counted: each has to be looked up, while their number stands in the lists.
const PARTED: usize = 2_000;

impl Register {
    /// Threads that `filter` finds today, `most` counted at most.
    pub fn tally_commitments(&self, filter: &Filter, most: usize) -> Result<Tally> {
        let Some(q) = self.commitment_question(filter)? else { return Ok(Tally::default()) };
        self.tallied(&q, "c.stage, c.areas", "commitments", filter, most)
    }

    /// Happenings that `filter` finds today, `most` counted at most.
    pub fn tally_events(&self, filter: &Filter, most: usize) -> Result<Tally> {
        let q = self.happenings_asked(filter, false)?;
        self.tallied(&q, "h.type, h.areas", "happenings", filter, most)
    }

    /// Statements that `filter` finds today, `most` counted at most.
    pub fn tally_statements(&self, filter: &Filter, most: usize) -> Result<Tally> {
        let q = self.statement_question(filter)?;
        self.tallied(&q, "r.body ->> '$.kind', r.body ->> '$.areas'", "statements", filter, most)
    }

    fn tallied(&self, q: &Question, columns: &str, sum: &str, filter: &Filter, most: usize) -> Result<Tally> {
        let first = |lines| Filter { limit: Some(lines), offset: 0, order: Order::Latest, ..filter.clone() };
        let mut query = self.db.prepare_cached(&q.sql(columns, &first(PARTED)))?;
        let mut rows = query.query(params_from_iter(&q.values))?;
        let mut tally = Tally::default();
        while let Some(row) = rows.next()? {
            tally.over += 1;
            *tally.codes.entry(row.get(0)?).or_default() += 1;
            let areas: Vec<String> =
                row.get::<_, Option<String>>(1)?.and_then(|a| serde_json::from_str(&a).ok()).unwrap_or_default();
            for area in areas {
                *tally.areas.entry(area).or_default() += 1;
            }
        }
        tally.lines = tally.over;
        if tally.over < PARTED as i64 {
            return Ok(tally);
        }
        // What is listed of two sides is counted already.
        let alone =
            Filter { between: None, area: None, order: Order::Latest, limit: None, offset: 0, ..filter.clone() };
        if alone == Filter::default()
            && let Some((a, b)) = &filter.between
        {
            let (a, b) = super::filter::sorted(a, b);
            let sql = format!("SELECT coalesce(sum({sum}), 0) FROM pair_field WHERE a = ?1 AND b = ?2 AND area = ?3");
            let area = filter.area.as_deref().unwrap_or_default();
            tally.lines = self.db.prepare_cached(&sql)?.query_row(params![a, b, area], |r| r.get(0))?;
        } else {
            (tally.lines, tally.more) = self.count(&q.sql("1", &first(most + 1)), &q.values, most)?;
        }
        Ok(tally)
    }

    /// Pairs of sides that `filter` finds.
    pub fn count_pairs(&self, filter: &Filter) -> Result<i64> {
        if filter.since.is_some() || filter.until.is_some() {
            return Ok(self.pairs(&Filter { limit: None, offset: 0, ..filter.clone() })?.len() as i64);
        }
        let mut query = self.db.prepare_cached("SELECT count(*) FROM pair_field WHERE area = ?1")?;
        Ok(query.query_row([filter.area.as_deref().unwrap_or_default()], |r| r.get(0))?)
    }

    /// Articles that `filter` finds, `most` counted at most, and whether there are more.
    pub fn count_articles(&self, filter: &Filter, most: usize) -> Result<(i64, bool)> {
        if filter.text.is_none() && filter.actor.is_none() && filter.between.is_none() {
            // Counted by source and month already.
            let whole = Filter { limit: None, offset: 0, ..filter.clone() };
            return Ok((self.coverage(&whole)?.iter().map(|line| line.articles).sum(), false));
        }
        let first = Filter { limit: Some(most + 1), offset: 0, order: Order::Latest, ..filter.clone() };
        let (sql, values) = self.article_question("1", &first)?;
        self.count(&sql, &values, most)
    }

    /// Actors that `filter` finds, `most` counted at most, and whether there are more.
    pub fn count_actors(&self, filter: &Filter, most: usize) -> Result<(i64, bool)> {
        let first = Filter { limit: Some(most + 1), offset: 0, ..filter.clone() };
        let (rest, values) = super::articles::actor_question(&first);
        self.count(&format!("SELECT 1 FROM actor x {rest}"), &values, most)
    }

    fn count(&self, sql: &str, values: &[rusqlite::types::Value], most: usize) -> Result<(i64, bool)> {
        let mut query = self.db.prepare_cached(&format!("SELECT count(*) FROM ({sql})"))?;
        let found: i64 = query.query_row(params_from_iter(values), |r| r.get(0))?;
        Ok((found.min(most as i64), found > most as i64))
    }
}
