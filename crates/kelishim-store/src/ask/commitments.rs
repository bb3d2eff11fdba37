//! Threads: what is asked of them, and how they stood.

use super::filter::{Filter, Question};
use crate::record::Row;
use crate::stored::Stored;
use crate::thread::{Member, state};
use crate::{Id, Kind, Register, Result};
use rusqlite::params_from_iter;
use serde::Serialize;
use std::collections::BTreeMap;

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

    /// The question for threads, over `commitment c`; `None` when nothing can answer it. Not for the past.
    pub(super) fn commitment_question(&self, filter: &Filter) -> Result<Option<Question>> {
        let mut q = filter.question(self, "commitment")?;
        q.from += " CROSS JOIN commitment c ON c.id = l.id";
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
            let expression = q.value(expression);
            let own = self.own_words("r.words", text)?;
            q.conditions.push(format!(
                "c.id IN (SELECT s.commitment FROM search f CROSS JOIN row r ON r.article = f.rowid AND r.kind = 'step'
                 AND r.until IS NULL CROSS JOIN step_of s ON s.step = r.id WHERE search MATCH {expression} AND {own})"
            ));
        }
        Ok(Some(q))
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

    /// Threads as they stood when the register knew no more than at `as_of`: rows of that time in today's threads.
    fn commitments_as_of(&self, filter: &Filter) -> Result<Vec<CommitmentLine>> {
        let mut threads: BTreeMap<i64, Vec<(Stored, Option<String>, i64)>> = BTreeMap::new();
        for stored in self.rows_as_of("step", filter)? {
            let group: Option<i64> = self
                .db
                .prepare_cached("SELECT commitment FROM step_of WHERE step = ?1")?
                .query_map([stored.id], |r| r.get(0))?
                .next()
                .transpose()?;
            let (published, report) = self
                .db
                .prepare_cached("SELECT published, report FROM article WHERE id = ?1")?
                .query_row([stored.article], |r| Ok((r.get(0)?, r.get(1)?)))?;
            threads.entry(group.unwrap_or(0)).or_default().push((stored, published, report));
        }
        let mut out = vec![];
        for (id, rows) in threads {
            let sides: Vec<(Vec<String>, Vec<String>)> = rows
                .iter()
                .map(|(s, ..)| {
                    let (first, second) = s.row.parties();
                    Ok((self.sides_of(&first)?, self.sides_of(&second)?))
                })
                .collect::<Result<_>>()?;
            let members: Vec<Member<'_>> = rows
                .iter()
                .zip(&sides)
                .filter_map(|((s, published, report), (committer, beneficiary))| match &s.row {
                    Row::Step(step) => Some(Member {
                        step,
                        date: &s.date,
                        published: published.as_deref().unwrap_or_default(),
                        report: *report,
                        committer,
                        beneficiary,
                    }),
                    _ => None,
                })
                .collect();
            let s = state(&members);
            let open = !matches!(s.stage.as_str(), "delivered" | "cancelled");
            let wants_open = filter.open || filter.overdue.is_some() || filter.silent_since.is_some();
            let overdue =
                |today: &String| s.due.as_ref().is_some_and(|d| d < today && !today.starts_with(&format!("{d}-")));
            if filter.code.as_ref().is_some_and(|c| *c != s.stage)
                || wants_open && !open
                || filter.overdue.as_ref().is_some_and(|t| !overdue(t))
                || filter.silent_since.as_ref().is_some_and(|d| s.reported >= *d)
                || !filter.has_date(&s.last_date)
            {
                continue;
            }
            out.push(CommitmentLine {
                id: Id::new(Kind::Commitment, id).to_string(),
                title: s.title,
                committer: s.committer,
                beneficiary: s.beneficiary,
                areas: s.areas,
                stage: s.stage,
                first: s.first_date,
                last: s.last_date,
                reported: s.reported,
                due: s.due,
                steps: s.steps,
                reports: s.reports,
            });
        }
        out.sort_by(|a, b| b.last.cmp(&a.last).then_with(|| b.id.cmp(&a.id)));
        Ok(out.into_iter().skip(filter.offset).take(filter.limit.unwrap_or(usize::MAX)).collect())
    }
}
