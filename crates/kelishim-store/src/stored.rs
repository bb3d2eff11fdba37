//! Rows as the register holds them.

use crate::record::Row;
use crate::{Register, Result};
use rusqlite::params;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// One version of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Number of the version in the file.
    pub(crate) v: i64,
    /// Permanent number within its kind.
    pub id: i64,
    /// 1 for the first.
    pub version: i64,
    /// Article whose text its spans point into.
    pub article: i64,
    /// When it happened, else was published.
    pub date: String,
    /// `derived`, `corrected`, `confirmed`, `added`, `rejected`.
    pub status: String,
    /// Time of learning.
    pub since: String,
    /// Replaced or withdrawn at; `None` for the current version.
    pub until: Option<String>,
    /// Its values, actors by register id.
    pub row: Row,
    pub(crate) words: String,
}

/// Columns that [`read_stored`] wants, of table `row` under the name `r`.
pub(crate) const STORED: &str =
    "r.v, r.kind, r.id, r.version, r.article, r.date, r.status, r.since, r.until, r.body, r.words";

/// A line of [`STORED`].
pub(crate) fn read_stored(line: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    let kind: String = line.get(1)?;
    let body: String = line.get(9)?;
    let wrong =
        |e: serde_json::Error| rusqlite::Error::FromSqlConversionFailure(9, rusqlite::types::Type::Text, e.into());
    let json = serde_json::from_str(&body).map_err(wrong)?;
    Ok(Stored {
        v: line.get(0)?,
        id: line.get(2)?,
        version: line.get(3)?,
        article: line.get(4)?,
        date: line.get(5)?,
        status: line.get(6)?,
        since: line.get(7)?,
        until: line.get(8)?,
        row: Row::from_json(&kind, json).map_err(wrong)?,
        words: line.get(10)?,
    })
}

impl Register {
    /// Current rows of an article, rejected ones too, in order of kind and place.
    pub(crate) fn rows_of(&self, article: i64) -> Result<Vec<Stored>> {
        let sql = format!(
            "SELECT {STORED} FROM row r WHERE r.article = ?1 AND r.until IS NULL ORDER BY r.kind, r.start, r.\"end\", r.id"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        Ok(query.query_map([article], read_stored)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Current rows of all versions of an article, rejected ones too, in order of kind and place.
    pub(crate) fn rows_of_series(&self, article: i64) -> Result<Vec<Stored>> {
        let sql = format!(
            "SELECT {STORED} FROM article x CROSS JOIN article a ON a.series = x.series CROSS JOIN row r ON r.article = a.id
             WHERE x.id = ?1 AND r.until IS NULL ORDER BY r.kind, r.start, r.\"end\", r.id"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        Ok(query.query_map([article], read_stored)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Rows of all versions of an article in the last version they had before a reading withdrew them, those of the last
    /// version of the article first.
    pub(crate) fn withdrawn_of(&self, article: i64) -> Result<Vec<Stored>> {
        let sql = format!(
            "SELECT {STORED} FROM article x CROSS JOIN article a ON a.series = x.series CROSS JOIN row r ON r.article = a.id
             WHERE x.id = ?1 AND r.until IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM row n WHERE n.kind = r.kind AND n.id = r.id AND n.version > r.version)
             ORDER BY a.version DESC, r.kind, r.start, r.\"end\", r.id"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        Ok(query.query_map([article], read_stored)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Texts of articles.
    pub(crate) fn texts_of(&self, articles: impl Iterator<Item = i64>) -> Result<BTreeMap<i64, String>> {
        let mut texts = BTreeMap::new();
        for id in articles {
            if let Entry::Vacant(place) = texts.entry(id) {
                let mut query = self.db.prepare_cached("SELECT text FROM article WHERE id = ?1")?;
                place.insert(query.query_row([id], |r| r.get(0))?);
            }
        }
        Ok(texts)
    }

    /// The current version of a row, rejected ones too.
    pub(crate) fn current(&self, kind: &str, id: i64) -> Result<Option<Stored>> {
        let sql = format!("SELECT {STORED} FROM row r WHERE r.kind = ?1 AND r.id = ?2 AND r.until IS NULL");
        let mut query = self.db.prepare_cached(&sql)?;
        Ok(query.query_map(params![kind, id], read_stored)?.next().transpose()?)
    }

    /// All versions of a row, the first first.
    pub fn versions(&self, kind: &str, id: i64) -> Result<Vec<Stored>> {
        let sql = format!("SELECT {STORED} FROM row r WHERE r.kind = ?1 AND r.id = ?2 ORDER BY r.version");
        let mut query = self.db.prepare_cached(&sql)?;
        Ok(query.query_map(params![kind, id], read_stored)?.collect::<rusqlite::Result<_>>()?)
    }
}

impl Register {
    /// Current rows that nobody has judged, the least sure first.
    pub fn least_sure(&self, kind: Option<&str>, limit: usize) -> Result<Vec<crate::Id>> {
        let mut query = self.db.prepare_cached(
            "SELECT kind, id FROM row WHERE until IS NULL AND status = 'derived' AND score IS NOT NULL AND (?1 IS NULL OR kind = ?1)
             ORDER BY score, kind, id LIMIT ?2",
        )?;
        let rows = query.query_map(params![kind, limit as i64], |r| Ok((r.get::<_, String>(0)?, r.get(1)?)))?;
        rows.map(|r| {
            let (kind, id) = r?;
            let kind = match kind.as_str() {
                "statement" => crate::Kind::Statement,
                "event" => crate::Kind::Event,
                _ => crate::Kind::Step,
            };
            Ok(crate::Id::new(kind, id))
        })
        .collect()
    }
}
