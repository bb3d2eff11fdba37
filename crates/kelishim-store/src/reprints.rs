//! Articles that print one report.
//!
//! Reports are the connected parts of a graph: two articles are joined when their signatures share a band and are alike. So the
//! parts depend on which articles there are, not on when they came. No number of candidates is cut off; what keeps the search
//! short is that a report is asked only until one of its articles is alike, and that one signature stands in the bands once.

use crate::{Register, Result};
use kelishim_link::{ALIKE, Signature};
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeSet, HashSet};

impl Register {
    /// Joins the article to the reports it is alike to.
    pub(crate) fn find_reprints(&mut self, article: i64, signature: Option<&Signature>) -> Result<()> {
        let mut reports = BTreeSet::from([article]);
        if let Some(signature) = signature {
            match self.same_print(signature)? {
                // What is alike to one is alike to the other, and was found with the first.
                Some(report) => {
                    reports.insert(report);
                }
                None => self.ask_bands(article, signature, &mut reports)?,
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

    /// Report of an article of the very same signature.
    fn same_print(&self, signature: &Signature) -> Result<Option<i64>> {
        let mut query = self.db.prepare_cached(
            "SELECT a.report FROM band b CROSS JOIN article a INDEXED BY article_print ON a.id = b.article
             WHERE b.band = 0 AND b.hash = ?1 AND a.signature = ?2 LIMIT 1",
        )?;
        Ok(query.query_row(params![signature.bands()[0], signature.to_bytes()], |r| r.get(0)).optional()?)
    }

    /// Adds the reports that have an article alike to this one, and enters it into the bands.
    fn ask_bands(&mut self, article: i64, signature: &Signature, reports: &mut BTreeSet<i64>) -> Result<()> {
        let mut asked = HashSet::new();
        for (band, hash) in signature.bands().into_iter().enumerate() {
            let mut find = self.db.prepare_cached(
                "SELECT b.article, a.report, a.signature FROM band b CROSS JOIN article a INDEXED BY article_print ON a.id = b.article
                 WHERE b.band = ?1 AND b.hash = ?2",
            )?;
            let mut found = find.query(params![band as i64, hash])?;
            while let Some(line) = found.next()? {
                let (other, report): (i64, i64) = (line.get(0)?, line.get(1)?);
                if reports.contains(&report) || !asked.insert(other) {
                    continue;
                }
                let bytes: Vec<u8> = line.get(2)?;
                if Signature::from_bytes(&bytes).is_some_and(|s| s.likeness(signature) >= ALIKE) {
                    reports.insert(report);
                }
            }
            drop(found);
            self.db
                .prepare_cached("INSERT OR IGNORE INTO band (band, hash, article) VALUES (?1, ?2, ?3)")?
                .execute(params![band as i64, hash, article])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A signature whose hashes of `range` are those of the report looked for, the others its own.
    fn sharing(range: std::ops::Range<u32>, own: u32) -> Signature {
        let hashes = (0..64).map(|i| if range.contains(&i) { i } else { 1000 * own + i });
        Signature::from_bytes(&hashes.flat_map(u32::to_le_bytes).collect::<Vec<_>>()).expect("64 hashes")
    }

    /// Articles that are one report, as sets of places in `order`.
    fn reports(signatures: &[Signature], order: &[usize]) -> BTreeSet<BTreeSet<usize>> {
        let mut register = Register::in_memory().expect("memory");
        for i in order {
            register
                .db
                .execute(
                    "INSERT INTO article (id, key, series, version, current, place, language, text, report, signature, extractor,
                       model, frames, registry, gaps, learned) VALUES (?1, ?1, ?1, 1, 1, '', 'ru', '', 0, ?2, '', '', '', '', '[]', '')",
                    params![register_id(order, *i), signatures[*i].to_bytes()],
                )
                .expect("an article");
            register.find_reprints(register_id(order, *i), Some(&signatures[*i])).expect("a search");
        }
        let mut query = register.db.prepare("SELECT report, id FROM article").expect("a question");
        let lines = query.query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?))).expect("lines");
        let mut out = std::collections::BTreeMap::<i64, BTreeSet<usize>>::new();
        for line in lines {
            let (report, id) = line.expect("a line");
            out.entry(report).or_default().insert(order[id as usize - 1]);
        }
        out.into_values().collect()
    }

    /// Articles are numbered as they come.
    fn register_id(order: &[usize], article: usize) -> i64 {
        order.iter().position(|x| *x == article).expect("it is among them") as i64 + 1
    }

    /// Two prints of a report share ten bands, and in each of them stand more than two hundred articles that are like
    /// neither: whether these came before, between or after may not matter.
    #[test]
    fn reprints_are_found_in_a_crowd_whenever_it_came() {
        let mut signatures = vec![sharing(0..64, 0), sharing(0..40, 1)];
        signatures.extend((0..210).map(|i| sharing(0..32, 2 + i)));
        signatures.extend((0..210).map(|i| sharing(8..40, 300 + i)));
        let crowd: Vec<usize> = (2..signatures.len()).collect();
        let orders = [
            [vec![0, 1], crowd.clone()].concat(),
            [vec![0], crowd.clone(), vec![1]].concat(),
            [crowd.clone(), vec![0, 1]].concat(),
            [vec![1], crowd.iter().rev().copied().collect(), vec![0]].concat(),
        ];
        let found: Vec<_> = orders.iter().map(|order| reports(&signatures, order)).collect();
        assert!(found[0].contains(&BTreeSet::from([0, 1])), "the two prints are one report");
        for other in &found[1..] {
            assert_eq!(*other, found[0]);
        }
    }

    #[test]
    fn prints_of_one_signature_stand_in_the_bands_once() {
        let signatures = vec![sharing(0..64, 0), sharing(0..64, 0), sharing(0..40, 1)];
        for order in [[0, 1, 2], [2, 1, 0], [0, 2, 1]] {
            assert_eq!(reports(&signatures, &order).len(), 1);
        }
    }
}
