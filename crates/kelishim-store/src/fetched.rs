//! What was fetched, and what must be read again.

use crate::{Register, Result};
use rusqlite::{OptionalExtension, params};

/// An article as reading wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// SHA-256.
    pub key: String,
    /// Source key.
    pub place: String,
    /// Address.
    pub url: Option<String>,
    /// Agency or site.
    pub source: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// BCP 47.
    pub language: String,
    /// ISO 8601.
    pub published: Option<String>,
    /// What its reader sees.
    pub text: String,
    /// What cut the text.
    pub extractor: String,
}

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

    /// Current articles that a reading made, in order of their ids; with `versions` (model, frames, registry) only those that
    /// others have read.
    pub fn articles_to_reread(&self, versions: Option<[&str; 3]>) -> Result<Vec<i64>> {
        let [model, frames, registry] = versions.unwrap_or_default();
        let mut query = self.db.prepare_cached(
            "SELECT id FROM article WHERE current = 1 AND extractor <> '' AND model <> ''
               AND (model <> ?1 OR frames <> ?2 OR registry <> ?3) ORDER BY id",
        )?;
        Ok(query.query_map([model, frames, registry], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// An article as reading wants it.
    pub fn source_of(&self, article: i64) -> Result<Source> {
        let mut query = self.db.prepare_cached(
            "SELECT key, place, url, source, title, language, published, text, extractor FROM article WHERE id = ?1",
        )?;
        Ok(query.query_row([article], |r| {
            Ok(Source {
                key: r.get(0)?,
                place: r.get(1)?,
                url: r.get(2)?,
                source: r.get(3)?,
                title: r.get(4)?,
                language: r.get(5)?,
                published: r.get(6)?,
                text: r.get(7)?,
                extractor: r.get(8)?,
            })
        })?)
    }
}
