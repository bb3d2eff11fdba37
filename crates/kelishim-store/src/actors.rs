//! Who an actor is, whatever order reports come in.
//!
//! An actor is known by its key. What several reports say of one key may differ: name, state, kind, sector. The first published
//! report that names it decides (of one day, the one of the least key), so that a report that comes later and was published
//! earlier changes the actor, and with its side the blocks and lists of its rows.

use crate::record::Actor;
use crate::stored::{STORED, Stored, read_stored};
use crate::{Register, Result};
use rusqlite::{OptionalExtension, ToSql, params};
use std::collections::HashSet;

/// An actor as a writing process remembers it: its number, and the report it is after.
#[derive(Clone)]
pub(crate) struct Remembered {
    id: i64,
    origin: String,
}

impl Register {
    /// What orders articles by publication: undated ones last.
    pub(crate) fn origin(&self, article: i64) -> Result<String> {
        let mut query =
            self.db.prepare_cached("SELECT coalesce(published, '~') || ' ' || key FROM article WHERE id = ?1")?;
        Ok(query.query_row([article], |r| r.get(0))?)
    }

    /// The register's actor for one of a record of the article of this origin. `met` are the actors of the record so far: of
    /// several that have one key the first counts.
    pub(crate) fn actor(&mut self, actor: &Actor, origin: &str, met: &mut HashSet<i64>) -> Result<i64> {
        let key = actor_key(actor);
        let known = match self.memory.actors.get(&key) {
            Some(known) => Some(known.clone()),
            None => self
                .db
                .prepare_cached("SELECT id, origin FROM actor WHERE key = ?1")?
                .query_row([&key], |r| Ok(Remembered { id: r.get(0)?, origin: r.get(1)? }))
                .optional()?,
        };
        let side = actor.country.as_ref().unwrap_or(&key);
        let said = params![key, side, actor.name, actor.kind, actor.country, actor.sector, actor.registry, origin];
        let known = match known {
            None => {
                self.db
                    .prepare_cached(
                        "INSERT INTO actor (key, side, name, kind, country, sector, registry, origin) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    )?
                    .execute(said)?;
                let id = self.db.last_insert_rowid();
                self.list_under_state(id, &key)?;
                Remembered { id, origin: origin.to_owned() }
            }
            // The same article read again may know better.
            Some(known) if (origin <= known.origin.as_str() || known.origin.is_empty()) && !met.contains(&known.id) => {
                self.decide_actor(known.id, side, origin, said)?;
                Remembered { id: known.id, origin: origin.to_owned() }
            }
            Some(known) => known,
        };
        met.insert(known.id);
        let id = known.id;
        if self.memory.actors.len() > crate::append::REMEMBERED {
            self.memory.actors.clear();
        }
        self.memory.actors.insert(key, known);
        Ok(id)
    }

    /// Gives an actor what this report says of it: `said`, from key to origin.
    fn decide_actor(&mut self, id: i64, side: &str, origin: &str, said: &[&dyn ToSql]) -> Result<()> {
        let (before, decided): (String, String) = self
            .db
            .prepare_cached("SELECT side, origin FROM actor WHERE id = ?1")?
            .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))?;
        // Another process may have had an earlier report since this one remembered the actor.
        if !decided.is_empty() && decided.as_str() < origin {
            return Ok(());
        }
        self.db
            .prepare_cached(
                "UPDATE actor SET side = ?2, name = ?3, kind = ?4, country = ?5, sector = ?6, registry = ?7, origin = ?8
                 WHERE key = ?1 AND (side, name, kind, country, sector, registry, origin) IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(said)?;
        if before == side {
            return Ok(());
        }
        let named = format!("ac{id}");
        for stored in self.known_under(&format!("a:{id}"), &format!("s:{before}"))? {
            let (first, second) = stored.row.parties();
            if first.into_iter().chain(second).any(|a| a == named) {
                self.move_version(&stored)?;
            }
        }
        Ok(())
    }

    /// Versions in `known_by` under one name or the other, each once.
    fn known_under(&self, name: &str, other: &str) -> Result<Vec<Stored>> {
        let sql = format!(
            "SELECT {STORED} FROM row r WHERE r.v IN (SELECT v FROM known_by
               WHERE kind IN ('statement', 'event', 'step') AND name IN (?1, ?2)) ORDER BY r.v"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let rows = query.query_map([name, other], read_stored)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A party of this version has changed sides: its block and its lists follow.
    fn move_version(&mut self, stored: &Stored) -> Result<()> {
        let kind = stored.row.kind();
        let old: String =
            self.db.prepare_cached("SELECT block FROM row WHERE v = ?1")?.query_row([stored.v], |r| r.get(0))?;
        let sides = self.sides(&stored.row)?;
        let new = crate::append::block_of(&stored.row, &sides);
        if kind != "statement" && stored.until.is_none() {
            for block in [&old, &new] {
                self.db
                    .prepare_cached("INSERT OR IGNORE INTO dirty (kind, block) VALUES (?1, ?2)")?
                    .execute(params![kind, block])?;
            }
        }
        let skipped = usize::from(kind == "event");
        let before: Vec<String> = old.split('|').skip(skipped).filter(|s| !s.is_empty()).map(str::to_owned).collect();
        self.unlist_version(stored.v, &stored.row, &stored.date, &before)?;
        self.db.prepare_cached("UPDATE row SET block = ?2 WHERE v = ?1")?.execute(params![stored.v, new])?;
        self.list_version((stored.v, stored.id), &stored.row, &stored.date, &sides, &stored.since)?;
        if kind == "statement" && stored.until.is_none() {
            self.unlist("statement", stored.id)?;
            self.list_statement(stored.id, &stored.row, &stored.date, &sides)?;
        }
        Ok(())
    }

    /// A state was named for the first time as an actor of its own; rows of its people that came before are listed under it.
    fn list_under_state(&mut self, id: i64, key: &str) -> Result<()> {
        let mut query = self.db.prepare_cached("SELECT 1 FROM actor WHERE country = ?1 AND id <> ?2")?;
        let has_people = query.exists(params![key, id])?;
        drop(query);
        if !has_people {
            return Ok(());
        }
        let name = format!("s:{key}");
        for stored in self.known_under(&name, &name)? {
            if stored.until.is_none() {
                self.move_version(&stored)?;
            }
        }
        Ok(())
    }
}

/// The key an actor is known by: registry key or ISO code, else name and state.
fn actor_key(actor: &Actor) -> String {
    if let Some(key) = &actor.registry {
        return key.clone();
    }
    if let (true, Some(country)) = (actor.kind == "country", &actor.country) {
        return country.clone();
    }
    // A bar parts the sides in the name of a block, a null byte would end it.
    let name = actor.name.to_lowercase().replace('ё', "е").replace(|c: char| c == '|' || c.is_control(), " ");
    match &actor.country {
        Some(country) => format!("{name}@{country}"),
        None => name,
    }
}
