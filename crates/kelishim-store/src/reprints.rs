//! Articles that print one report.

use crate::{Register, Result};
use kelishim_link::{ALIKE, Signature};
use rusqlite::params;
use std::collections::BTreeSet;

impl Register {
    /// Joins the article to the reports it is alike to.
    pub(crate) fn find_reprints(&mut self, article: i64, signature: Option<&Signature>) -> Result<()> {
        let mut reports = BTreeSet::from([article]);
        if let Some(signature) = signature {
            let mut candidates = BTreeSet::new();
            for (band, hash) in signature.bands().into_iter().enumerate() {
                let mut find =
                    self.db.prepare_cached("SELECT article FROM band WHERE band = ?1 AND hash = ?2 LIMIT 200")?;
                let found = find.query_map(params![band as i64, hash], |r| r.get::<_, i64>(0))?;
                candidates.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
                self.db
                    .prepare_cached("INSERT OR IGNORE INTO band (band, hash, article) VALUES (?1, ?2, ?3)")?
                    .execute(params![band as i64, hash, article])?;
            }
            for other in candidates {
                let (report, bytes): (i64, Vec<u8>) = self
                    .db
                    .prepare_cached("SELECT report, signature FROM article WHERE id = ?1")?
                    .query_row([other], |r| Ok((r.get(0)?, r.get(1)?)))?;
                if Signature::from_bytes(&bytes).is_some_and(|s| s.likeness(signature) >= ALIKE) {
                    reports.insert(report);
                }
            }
        }
        let first = *reports.first().expect("the article itself");
        self.db.prepare_cached("UPDATE article SET report = ?2 WHERE id = ?1")?.execute([article, first])?;
        for other in reports.into_iter().filter(|r| *r != first && *r != article) {
            // Two reports became one: what was counted over them is counted again.
            self.db
                .prepare_cached(
                    "INSERT OR IGNORE INTO dirty SELECT r.kind, r.block FROM article a JOIN row r ON r.article = a.id
                     WHERE a.report = ?1 AND r.until IS NULL AND r.kind <> 'statement'",
                )?
                .execute([other])?;
            self.db.prepare_cached("UPDATE article SET report = ?2 WHERE report = ?1")?.execute([other, first])?;
        }
        Ok(())
    }
}
