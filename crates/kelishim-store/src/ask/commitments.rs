//! Threads: what is asked of them, and how they stood.

use super::filter::{Filter, Question, sorted};
use crate::{Id, Kind, Register, Result};
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};
use serde::Serialize;

/// A thread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CommitmentLine {
    /// `c12`
    pub id: String,
    /// What it is about, in one line.
    pub title: String,
    /// Sides that are to do it.
    pub committer: Vec<String>,
    /// Sides for whom; empty when joint.
    pub beneficiary: Vec<String>,
    /// Fields of relations.
    pub areas: Vec<String>,
    /// Stage of its last step.
    pub stage: String,
    /// Date of its first step.
    pub first: String,
    /// Date of its last step.
    pub last: String,
    /// Publication of the last report that tells of it.
    pub reported: String,
    /// By when.
    pub due: Option<String>,
    /// Steps, reprints not counted.
    pub steps: i64,
    /// Reports, reprints counted once.
    pub reports: i64,
}

/// Articles from which on a word is common. Measured at 300,000 articles: of 5,000 that have a word it takes 60 ms to gather the
/// threads; where 25,000 have it, fifty threads with it stand among the first two thousand of a list.
const COMMON: i64 = 8000;

/// Columns that [`read_commitment`] wants, of table `commitment` under the name `c`; reprints that stand are no steps.
pub(super) const COMMITMENT: &str = "c.id, c.title, c.committer, c.beneficiary, c.areas, c.stage, c.first_date, c.last_date,
    c.reported, c.due, c.steps - (SELECT count(*) FROM step_of s CROSS JOIN row r ON r.kind = 'step' AND r.id = s.step
      AND r.until IS NULL AND r.status <> 'rejected' WHERE s.commitment = c.id AND s.reprint_of IS NOT NULL), c.reports";

/// A line of [`COMMITMENT`].
pub(super) fn read_commitment(r: &rusqlite::Row<'_>) -> rusqlite::Result<CommitmentLine> {
    let list = |json: String| serde_json::from_str(&json).unwrap_or_default();
    Ok(CommitmentLine {
        id: Id::new(Kind::Commitment, r.get(0)?).to_string(),
        title: r.get(1)?,
        committer: list(r.get(2)?),
        beneficiary: list(r.get(3)?),
        areas: list(r.get(4)?),
        stage: r.get(5)?,
        first: r.get(6)?,
        last: r.get(7)?,
        reported: r.get(8)?,
        due: r.get(9)?,
        steps: r.get(10)?,
        reports: r.get(11)?,
    })
}

impl Register {
    /// Threads, the last changed first.
    pub fn commitments(&self, filter: &Filter) -> Result<Vec<CommitmentLine>> {
        if filter.as_of.is_some() {
            return self.commitments_as_of(filter);
        }
        let Some(q) = self.commitment_question(filter)? else { return Ok(vec![]) };
        let mut query = self.db.prepare_cached(&q.sql(COMMITMENT, filter))?;
        Ok(query.query_map(params_from_iter(&q.values), read_commitment)?.collect::<rusqlite::Result<_>>()?)
    }

    /// How many threads there are today.
    pub(super) fn count_commitments(&self, filter: &Filter) -> Result<i64> {
        let Some(q) = self.commitment_question(filter)? else { return Ok(0) };
        let sql = format!("SELECT count(*) FROM {} WHERE {}", q.from, q.conditions.join(" AND "));
        Ok(self.db.prepare_cached(&sql)?.query_row(params_from_iter(&q.values), |r| r.get(0))?)
    }

    /// The question for threads, over `commitment c`; `None` when nothing can answer it. Not for the past.
    pub(super) fn commitment_question(&self, filter: &Filter) -> Result<Option<Question>> {
        let mut q = match &filter.due {
            Some(time) => self.due_question(filter, time)?,
            None => filter.question(self, "commitment")?,
        };
        if filter.due.is_some() {
            // Led by the day that it is due.
        } else if q.from == "by_date l" {
            // Nothing narrows the list: an index that holds it together with what is asked of its lines is read instead.
            q = Question {
                from: "commitment c INDEXED BY commitment_listed".to_owned(),
                conditions: vec!["c.steps > 0 AND c.merged_into IS NULL".to_owned()],
                values: vec![],
                order: ("c.last_date", "c.id"),
                kind: "commitment",
            };
            filter.dates(&mut q);
        } else {
            q.from += " CROSS JOIN commitment c ON c.id = l.id";
        }
        if let Some(code) = &filter.code {
            let code = q.value(code.clone());
            q.conditions.push(format!("c.stage = {code}"));
        }
        if filter.open || filter.overdue.is_some() || filter.silent_since.is_some() {
            q.conditions.push("c.stage NOT IN ('delivered', 'cancelled')".to_owned());
        }
        if let Some(today) = &filter.overdue {
            let today = q.value(today.clone());
            // `2025` is due until its end: it sorts before `2025-..`, so the year must be over.
            q.conditions.push(format!("c.due < {today} AND {today} NOT LIKE c.due || '-%'"));
        }
        if let Some(day) = &filter.silent_since {
            let day = q.value(day.clone());
            q.conditions.push(format!("c.reported < {day}"));
        }
        if let Some(source) = &filter.source {
            let source = q.value(format!("%{source}%"));
            q.conditions.push(format!(
                "EXISTS (SELECT 1 FROM step_of s CROSS JOIN row r ON r.kind = 'step' AND r.id = s.step AND r.until IS NULL
                 JOIN article a ON a.id = r.article WHERE s.commitment = c.id AND a.source LIKE {source})"
            ));
        }
        if let Some(text) = &filter.text {
            let Some(expression) = self.expression(text)? else { return Ok(None) };
            let own = self.own_words("r.words", text)?;
            // A word of few articles leads to its threads; threads that have a common one are soon met in any list.
            let few: bool = self
                .db
                .prepare_cached("SELECT count(*) < ?2 FROM (SELECT 1 FROM search WHERE search MATCH ?1 LIMIT ?2)")?
                .query_row(params![expression, COMMON], |r| r.get(0))?;
            if few {
                let expression = q.value(expression);
                q.conditions.push(format!(
                    "c.id IN (SELECT s.commitment FROM search f CROSS JOIN row r ON r.article = f.rowid AND r.kind = 'step'
                     AND r.until IS NULL CROSS JOIN step_of s ON s.step = r.id WHERE search MATCH {expression} AND {own})"
                ));
            } else {
                q.conditions.push(format!(
                    "EXISTS (SELECT 1 FROM step_of s CROSS JOIN row r ON r.kind = 'step' AND r.id = s.step AND r.until IS NULL
                     WHERE s.commitment = c.id AND {own})"
                ));
            }
        }
        Ok(Some(q))
    }

    /// The question for what is due within a time, by the day that it is due; whatever else narrows it is looked up thread by thread.
    fn due_question(&self, filter: &Filter, time: &str) -> Result<Question> {
        let mut q = Question {
            from: "commitment c INDEXED BY commitment_due".to_owned(),
            conditions: vec!["c.steps > 0 AND c.merged_into IS NULL".to_owned()],
            values: vec![],
            order: ("c.last_date", "c.id"),
            kind: "commitment",
        };
        let (from, until) = (q.value(time.to_owned()), q.value(format!("{time}~")));
        q.conditions.push(format!("c.due >= {from} AND c.due <= {until}"));
        let mut listed = |list: &str, columns: &[(&str, Value)]| {
            let same: Vec<String> =
                columns.iter().map(|(name, v)| format!("l.{name} = {}", q.value(v.clone()))).collect();
            q.conditions.push(format!(
                "EXISTS (SELECT 1 FROM {list} l WHERE l.kind = 'commitment' AND l.id = c.id AND {})",
                same.join(" AND ")
            ));
        };
        if let Some((a, b)) = &filter.between {
            let (a, b) = sorted(a, b);
            listed("by_pair", &[("a", a.to_owned().into()), ("b", b.to_owned().into())]);
        }
        if let Some(actor) = &filter.actor {
            listed("by_actor", &[("actor", self.find_actor(actor)?.into())]);
        }
        if let Some(area) = &filter.area {
            listed("by_area", &[("area", area.clone().into())]);
        }
        filter.dates(&mut q);
        Ok(q)
    }

    /// Condition that a row's own words, in column `words`, hold every word of `text`.
    fn own_words(&self, words: &str, text: &str) -> Result<String> {
        let safe = |l: &String| l.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let padded = format!("' ' || replace({words}, char(9), ' ') || ' '");
        let all = self.lemmas(text)?;
        let end = |l: &String| if l.ends_with('*') { "" } else { " " };
        let one = |l: &String| format!("instr({padded}, ' {}{}') > 0", safe(l), end(l));
        Ok(all
            .iter()
            .map(|set| format!("({})", set.iter().map(one).collect::<Vec<_>>().join(" OR ")))
            .collect::<Vec<_>>()
            .join(" AND "))
    }
}
