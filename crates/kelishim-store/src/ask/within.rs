//! Rows where they stand: those of one article.

use crate::stored::{STORED, Stored, read_stored};
use crate::{Id, Kind, Register, Result};
use rusqlite::params;

/// A current row with what it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Its permanent id.
    pub id: Id,
    /// Thread of a step, happening of an event.
    pub group: Option<Id>,
    /// The row; actors by register id.
    pub stored: Stored,
}

impl Register {
    /// Current rows of an article whose anchor begins within two code points, in order of place; at most `limit`.
    pub fn rows_within(&self, article: i64, from: u32, to: u32, limit: usize) -> Result<Vec<Placed>> {
        let sql = format!(
            "SELECT {STORED}, CASE r.kind WHEN 'step' THEN (SELECT commitment FROM step_of WHERE step = r.id)
                WHEN 'event' THEN (SELECT happening FROM event_of WHERE event = r.id) END
             FROM row r WHERE r.article = ?1 AND r.until IS NULL AND r.status <> 'rejected' AND r.start >= ?2 AND r.start < ?3
             ORDER BY r.start, r.\"end\", r.kind, r.id LIMIT ?4"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let rows = query.query_map(params![article, from, to, limit as i64], |r| {
            Ok((read_stored(r)?, r.get::<_, Option<i64>>(11)?))
        })?;
        let mut out = vec![];
        for row in rows {
            let (stored, group) = row?;
            let (kind, of) = match stored.row.kind() {
                "statement" => (Kind::Statement, Kind::Statement),
                "event" => (Kind::Event, Kind::Happening),
                _ => (Kind::Step, Kind::Commitment),
            };
            out.push(Placed { id: Id::new(kind, stored.id), group: group.map(|g| Id::new(of, g)), stored });
        }
        Ok(out)
    }

    /// Threads, events and statements of the first `limit` articles that have all words of `text`, and whether there are more
    /// articles. Rows that only stand in the same article count too.
    pub fn rows_beside(&self, text: &str, limit: usize) -> Result<([i64; 3], bool)> {
        let Some(expression) = self.expression(text)? else { return Ok(([0; 3], false)) };
        let mut query = self.db.prepare_cached(
            "SELECT count(DISTINCT s.commitment), sum(r.kind = 'event'), sum(r.kind = 'statement'), count(DISTINCT f.rowid)
             FROM (SELECT rowid FROM search WHERE search MATCH ?1 LIMIT ?2) f
             LEFT JOIN row r ON r.article = f.rowid AND r.until IS NULL AND r.status <> 'rejected'
             LEFT JOIN step_of s ON r.kind = 'step' AND s.step = r.id",
        )?;
        Ok(query.query_row(params![expression, limit as i64], |r| {
            let count = |i| r.get::<_, Option<i64>>(i).map(Option::unwrap_or_default);
            Ok(([count(0)?, count(1)?, count(2)?], count(3)? >= limit as i64))
        })?)
    }

    /// Thread of a step, happening of an event; `None` for a row in no group.
    pub fn group_of(&self, id: Id) -> Result<Option<Id>> {
        let (sql, kind) = match id.kind {
            Kind::Step => ("SELECT commitment FROM step_of WHERE step = ?1", Kind::Commitment),
            Kind::Event => ("SELECT happening FROM event_of WHERE event = ?1", Kind::Happening),
            _ => return Ok(None),
        };
        let found = self.db.prepare_cached(sql)?.query_map([id.number], |r| r.get(0))?.next().transpose()?;
        Ok(found.map(|number| Id::new(kind, number)))
    }

    /// Names of actors given by register id: the state's code in place of its name.
    pub fn names_of(&self, actors: &[String]) -> Result<Vec<String>> {
        self.names(actors)
    }

    /// Whether any article is of exactly this source.
    pub fn has_source(&self, source: &str) -> Result<bool> {
        Ok(self.db.prepare_cached("SELECT 1 FROM coverage WHERE source = ?1 AND articles > 0")?.exists([source])?)
    }
}
