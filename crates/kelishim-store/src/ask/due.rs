//! What is due when.

use super::commitments::{COMMITMENT, CommitmentLine, read_commitment};
use super::filter::sorted;
use crate::{Register, Result};
use rusqlite::params;

impl Register {
    /// Threads due within `from` and `until` (dates of any precision), the first due first.
    pub fn due(
        &self,
        from: &str,
        until: &str,
        between: Option<(&str, &str)>,
        limit: usize,
    ) -> Result<Vec<CommitmentLine>> {
        let (a, b) = between.map(|(a, b)| sorted(a, b)).unzip();
        let sql = format!(
            "SELECT {COMMITMENT} FROM commitment c WHERE c.due >= ?1 AND c.due <= ?2 || '~' AND c.merged_into IS NULL AND c.steps > 0
               AND (?3 IS NULL OR EXISTS (SELECT 1 FROM by_pair l WHERE l.kind = 'commitment' AND l.id = c.id AND l.a = ?3 AND l.b = ?4))
             ORDER BY c.due, c.id LIMIT ?5"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        Ok(query
            .query_map(params![from, until, a, b, limit as i64], read_commitment)?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// Years in which something is due, with the number of threads; the first first.
    pub fn due_years(&self) -> Result<Vec<(String, i64)>> {
        let mut query = self.db.prepare_cached(
            "SELECT substr(due, 1, 4), count(*) FROM commitment WHERE due IS NOT NULL AND merged_into IS NULL AND steps > 0
             GROUP BY 1 ORDER BY 1",
        )?;
        Ok(query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }
}
