//! When something is due.

use crate::{Register, Result};

impl Register {
    /// Years in which something is due, with the number of threads; the first first.
    pub fn due_years(&self) -> Result<Vec<(String, i64)>> {
        let mut query = self.db.prepare_cached(
            "SELECT substr(due, 1, 4), count(*) FROM commitment WHERE due IS NOT NULL AND merged_into IS NULL AND steps > 0
             GROUP BY 1 ORDER BY 1",
        )?;
        Ok(query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }
}
