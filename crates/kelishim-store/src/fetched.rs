//! What was fetched, and what must be read again.

use crate::{Register, Result};
use rusqlite::{OptionalExtension, params};

impl Register {
    /// ETag and Last-Modified of the last answer of an address.
    pub fn validator(&self, url: &str) -> Result<Option<(Option<String>, Option<String>)>> {
        let mut query = self.db.prepare_cached("SELECT etag, last_modified FROM fetched WHERE url = ?1")?;
        Ok(query.query_row([url], |r| Ok((r.get(0)?, r.get(1)?))).optional()?)
    }

    /// Keeps them.
    pub fn keep_validator(
        &mut self,
        url: &str,
        etag: Option<&str>,
        last_modified: Option<&str>,
        now: &str,
    ) -> Result<()> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO fetched (url, etag, last_modified, at) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![url, etag, last_modified, now])?;
        Ok(())
    }

    /// Current articles that a reading made and whose text is there, in order of their ids; with `versions` (model, frames, registry) only those that
    /// others have read.
    pub fn articles_to_reread(&self, versions: Option<[&str; 3]>) -> Result<Vec<i64>> {
        let [model, frames, registry] = versions.unwrap_or_default();
        let mut query = self.db.prepare_cached(
            "SELECT id FROM article WHERE current = 1 AND extractor <> '' AND model <> ''
               AND (model <> ?1 OR frames <> ?2 OR registry <> ?3)
               AND series NOT IN (SELECT url FROM withdrawn) ORDER BY id",
        )?;
        Ok(query.query_map([model, frames, registry], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
    }
}
