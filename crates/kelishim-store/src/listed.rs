//! What lists and counts are read from, kept with every change in the same transaction.
//!
//! `by_pair`, `by_actor`, `by_area`, `by_date` hold what is listed today: statements, happenings, threads. `known_by` holds every
//! version of a row, for questions about the past. `pair_field`, `pair_month` and `coverage` are sums over them.

use crate::record::Row;
use crate::{Id, Kind, Register, Result};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// Under what a statement, thread or happening is listed.
pub(crate) struct Listing<'a> {
    /// `statement`, `commitment`, `happening`.
    pub kind: &'a str,
    pub id: i64,
    pub date: &'a str,
    /// Sorted, each once.
    pub sides: &'a [String],
    pub actors: &'a BTreeSet<i64>,
    pub areas: &'a [String],
}

/// Every two of a sorted list, in its order.
fn pairs(sides: &[String]) -> impl Iterator<Item = (&String, &String)> {
    sides.iter().enumerate().flat_map(|(i, a)| sides[i + 1..].iter().map(move |b| (a, b)))
}

/// The day of a time of learning as a number: 20180601.
pub(crate) fn day_number(time: &str) -> i64 {
    let digits = time.chars().take(10).filter(|c| *c != '-').take_while(char::is_ascii_digit);
    digits.fold(0, |n, c| n * 10 + i64::from(c as u8 - b'0'))
}

impl Register {
    /// Sides of all parties, sorted, each once.
    pub(crate) fn sides(&self, row: &Row) -> Result<Vec<String>> {
        let (first, second) = row.parties();
        self.sides_of(&[first, second].concat())
    }

    /// Sides of actors by register id, sorted, each once.
    pub(crate) fn sides_of(&self, actors: &[&str]) -> Result<Vec<String>> {
        let mut out = BTreeSet::new();
        for actor in actors {
            out.extend(self.side(actor)?);
        }
        Ok(out.into_iter().collect())
    }

    /// Side of an actor by register id.
    pub(crate) fn side(&self, actor: &str) -> Result<Option<String>> {
        let Ok(Id { kind: Kind::Actor, number }) = actor.parse::<Id>() else { return Ok(None) };
        Ok(self
            .db
            .prepare_cached("SELECT side FROM actor WHERE id = ?1")?
            .query_row([number], |r| r.get(0))
            .optional()?)
    }

    /// Actors under whose name rows are listed: the parties and their states.
    pub(crate) fn listed_actors(&self, rows: &[Row]) -> Result<BTreeSet<i64>> {
        let mut out = BTreeSet::new();
        for row in rows {
            let (first, second) = row.parties();
            for actor in first.into_iter().chain(second) {
                let Ok(Id { kind: Kind::Actor, number }) = actor.parse::<Id>() else { continue };
                out.insert(number);
                let state: Option<i64> = self
                    .db
                    .prepare_cached("SELECT s.id FROM actor a JOIN actor s ON s.key = a.country WHERE a.id = ?1")?
                    .query_row([number], |r| r.get(0))
                    .optional()?;
                out.extend(state);
            }
        }
        Ok(out)
    }

    /// Enters something into the lists of today.
    pub(crate) fn list(&mut self, listing: &Listing<'_>) -> Result<()> {
        let Listing { kind, id, date, .. } = *listing;
        for (a, b) in pairs(listing.sides) {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO by_pair (kind, a, b, date, id) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![kind, a, b, date, id])?;
        }
        for actor in listing.actors {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO by_actor (kind, actor, date, id) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![kind, actor, date, id])?;
        }
        for area in listing.areas {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO by_area (kind, area, date, id) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![kind, area, date, id])?;
        }
        self.db
            .prepare_cached("INSERT OR IGNORE INTO by_date (kind, date, id) VALUES (?1, ?2, ?3)")?
            .execute(params![kind, date, id])?;
        self.tally(kind, id, 1)
    }

    /// Enters a statement into the lists of today.
    pub(crate) fn list_statement(&mut self, id: i64, row: &Row, date: &str, sides: &[String]) -> Result<()> {
        let actors = self.listed_actors(std::slice::from_ref(row))?;
        self.list(&Listing { kind: "statement", id, date, sides, actors: &actors, areas: row.areas() })
    }

    /// Takes something out of the lists of today; before its table is changed, whose values are taken out of the sums.
    pub(crate) fn unlist(&mut self, kind: &str, id: i64) -> Result<()> {
        self.tally(kind, id, -1)?;
        for table in ["by_pair", "by_actor", "by_area", "by_date"] {
            self.db
                .prepare_cached(&format!("DELETE FROM {table} WHERE kind = ?1 AND id = ?2"))?
                .execute(params![kind, id])?;
        }
        Ok(())
    }

    /// Whether just these actors have it in their lists. Its other lists follow from its block, date and fields, and are written
    /// with them.
    pub(crate) fn is_listed(&self, listing: &Listing<'_>) -> Result<bool> {
        let mut query = self.db.prepare_cached("SELECT actor FROM by_actor WHERE kind = ?1 AND id = ?2")?;
        let there = query.query_map(params![listing.kind, listing.id], |r| r.get(0))?;
        Ok(there.collect::<rusqlite::Result<BTreeSet<i64>>>()? == *listing.actors)
    }

    /// Adds what is listed of something to the sums of its pairs, or takes it out of them (`sign` -1).
    fn tally(&mut self, kind: &str, id: i64, sign: i64) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO pair_field (a, b, area, commitments, open, happenings, statements)
                 SELECT p.a, p.b, y.area, ?3 * (?1 = 'commitment'),
                   ?3 * (?1 = 'commitment' AND EXISTS (SELECT 1 FROM commitment c WHERE c.id = ?2 AND c.stage NOT IN ('delivered', 'cancelled'))),
                   ?3 * (?1 = 'happening'), ?3 * (?1 = 'statement')
                 FROM by_pair p CROSS JOIN (SELECT '' AS area UNION ALL SELECT area FROM by_area WHERE kind = ?1 AND id = ?2) y
                 WHERE p.kind = ?1 AND p.id = ?2
                 ON CONFLICT DO UPDATE SET commitments = commitments + excluded.commitments, open = open + excluded.open,
                   happenings = happenings + excluded.happenings, statements = statements + excluded.statements",
            )?
            .execute(params![kind, id, sign])?;
        if kind == "happening" {
            self.db
                .prepare_cached(
                    "INSERT INTO pair_month (a, b, month, happenings, reports, goldstein)
                     SELECT p.a, p.b, substr(h.date, 1, 7), ?2, ?2 * h.reports, ?2 * CAST(round(h.goldstein * 1000) AS INTEGER)
                     FROM by_pair p CROSS JOIN happening h ON h.id = p.id
                     WHERE p.kind = 'happening' AND p.id = ?1 AND h.modality = 'actual' AND length(h.date) >= 7
                     ON CONFLICT DO UPDATE SET happenings = happenings + excluded.happenings,
                       reports = reports + excluded.reports, goldstein = goldstein + excluded.goldstein",
                )?
                .execute(params![id, sign])?;
        }
        if sign < 0 {
            // Nothing left is no line: the sums of a register do not tell what was once in it.
            for (table, empty) in [
                ("pair_field", "commitments = 0 AND happenings = 0 AND statements = 0"),
                ("pair_month", "happenings = 0"),
            ] {
                self.db
                    .prepare_cached(&format!(
                        "DELETE FROM {table} WHERE {empty} AND (a, b) IN (SELECT a, b FROM by_pair WHERE kind = ?1 AND id = ?2)"
                    ))?
                    .execute(params![kind, id])?;
            }
        }
        Ok(())
    }

    /// Adds an article that is the last version to the coverage, or takes it out (`sign` -1), with the rows it has now.
    pub(crate) fn cover(&mut self, article: i64, sign: i64) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO coverage (source, language, month, articles, with_rows)
                 SELECT coalesce(source, ''), language, substr(coalesce(published, ''), 1, 7), ?2, ?2 * EXISTS (
                   SELECT 1 FROM row r WHERE r.article = ?1 AND r.until IS NULL AND r.status <> 'rejected')
                 FROM article WHERE id = ?1 AND current = 1
                 ON CONFLICT DO UPDATE SET articles = articles + excluded.articles, with_rows = with_rows + excluded.with_rows",
            )?
            .execute([article, sign])?;
        if sign < 0 {
            self.db
                .prepare_cached(
                    "DELETE FROM coverage WHERE articles = 0 AND (source, language, month) =
                       (SELECT coalesce(source, ''), language, substr(coalesce(published, ''), 1, 7) FROM article WHERE id = ?1)",
                )?
                .execute([article])?;
        }
        Ok(())
    }

    /// Enters a version of a row into `known_by`, under every name it is looked for by.
    pub(crate) fn list_version(
        &mut self,
        (v, id): (i64, i64),
        row: &Row,
        date: &str,
        sides: &[String],
        since: &str,
    ) -> Result<()> {
        for name in self.version_names(row, sides)? {
            self.db
                .prepare_cached(
                    "INSERT OR IGNORE INTO known_by (kind, name, date, v, id, learnt) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![row.kind(), name, date, v, id, day_number(since)])?;
        }
        Ok(())
    }

    /// Takes a version that was entered under these sides out of `known_by`.
    pub(crate) fn unlist_version(&mut self, v: i64, row: &Row, date: &str, sides: &[String]) -> Result<()> {
        let mut names = self.version_names(row, sides)?;
        // Whether an actor is its own side may have changed since.
        let (first, second) = row.parties();
        names.extend(first.into_iter().chain(second).filter_map(|a| a.strip_prefix("ac")).map(|n| format!("a:{n}")));
        for name in names {
            self.db
                .prepare_cached("DELETE FROM known_by WHERE kind = ?1 AND name = ?2 AND date = ?3 AND v = ?4")?
                .execute(params![row.kind(), name, date, v])?;
        }
        Ok(())
    }

    fn version_names(&self, row: &Row, sides: &[String]) -> Result<BTreeSet<String>> {
        let mut names = BTreeSet::from([String::new()]);
        names.extend(sides.iter().map(|s| format!("s:{s}")));
        names.extend(pairs(sides).map(|(a, b)| format!("p:{a}|{b}")));
        names.extend(row.areas().iter().map(|a| format!("f:{a}")));
        let (first, second) = row.parties();
        for actor in first.into_iter().chain(second) {
            let Ok(Id { kind: Kind::Actor, number }) = actor.parse::<Id>() else { continue };
            let mut query = self.db.prepare_cached("SELECT 1 FROM actor WHERE id = ?1 AND key <> side")?;
            if query.exists([number])? {
                names.insert(format!("a:{number}"));
            }
        }
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_learning_has_a_day() {
        assert_eq!(day_number("2018-06-01T10:00:00Z"), 20_180_601);
        assert_eq!(day_number("2018-06"), 201_806);
        assert_eq!(day_number(""), 0);
    }
}
