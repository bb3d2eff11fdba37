//! Actors: the offices they held, whom they are seen with, who speaks for a side.

use super::articles::{ActorLine, actor_lines, read_actor_line};
use super::filter::sorted;
use super::lists::NAME;
use crate::{Id, Kind, Register, Result, StoreError};
use rusqlite::{OptionalExtension, params};
use serde::Serialize;

/// An actor's office as reports give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficeLine {
    /// Office; `None` where reports give none.
    pub description: Option<String>,
    /// Name there.
    pub name: String,
    /// Publication of the first report.
    pub first: String,
    /// Publication of the last.
    pub last: String,
    /// Articles.
    pub articles: i64,
}

/// An actor met beside another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompanyLine {
    /// `ac12`
    pub id: String,
    /// State's code, else its name.
    pub name: String,
    /// Rows in which both stand.
    pub together: i64,
}

/// Someone who speaks for a side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpeakerLine {
    /// `ac12`
    pub id: String,
    /// State's code, else the name.
    pub name: String,
    /// Side.
    pub side: String,
    /// Statements.
    pub statements: i64,
    /// Date of the last.
    pub last: String,
}

/// Rows of an actor or a pair that a count looks at, the latest: a state has a hundred thousand.
const LOOKED_AT: i64 = 400;

impl Register {
    /// The actor of an id, registry key, ISO code or name; the most mentioned of several of one name.
    pub fn actor_id(&self, name: &str) -> Result<Id> {
        Ok(Id::new(Kind::Actor, self.find_actor(name)?))
    }

    /// An actor as lists show it.
    pub fn actor_line(&self, id: i64) -> Result<ActorLine> {
        let mut query = self.db.prepare_cached(&actor_lines("WHERE x.id = ?1"))?;
        let found = query.query_row([id], read_actor_line).optional()?;
        found.ok_or_else(|| StoreError::Unknown(Id::new(Kind::Actor, id).to_string()))
    }

    /// Name of the actor with a key.
    pub fn name_by_key(&self, key: &str) -> Result<Option<String>> {
        let mut query = self.db.prepare_cached("SELECT name FROM actor WHERE key = ?1")?;
        Ok(query.query_map([key], |r| r.get(0))?.next().transpose()?)
    }

    /// Offices of an actor by the reports that give them, the last first; at most fifty.
    pub fn offices(&self, actor: i64) -> Result<Vec<OfficeLine>> {
        let mut query = self.db.prepare_cached(
            "SELECT p.description, max(p.name), min(coalesce(a.published, '')), max(coalesce(a.published, '')), count(*)
             FROM (SELECT * FROM appearance WHERE actor = ?1 ORDER BY article DESC LIMIT ?2) p JOIN article a ON a.id = p.article
             GROUP BY 1 ORDER BY 4 DESC, 3 DESC LIMIT 50",
        )?;
        let lines = query.query_map(params![actor, LOOKED_AT], |r| {
            Ok(OfficeLine {
                description: r.get(0)?,
                name: r.get(1)?,
                first: r.get(2)?,
                last: r.get(3)?,
                articles: r.get(4)?,
            })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// With whom an actor acts, speaks and undertakes: those of its latest rows of every kind, the most frequent first.
    pub fn company(&self, actor: i64, limit: usize) -> Result<Vec<CompanyLine>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT x.id, {NAME}, n.together
             FROM (SELECT o.actor, count(*) together FROM (
                 SELECT * FROM (SELECT kind, id FROM by_actor WHERE kind = 'commitment' AND actor = ?1 ORDER BY date DESC LIMIT ?2)
                 UNION ALL SELECT * FROM (SELECT kind, id FROM by_actor WHERE kind = 'happening' AND actor = ?1 ORDER BY date DESC LIMIT ?2)
                 UNION ALL SELECT * FROM (SELECT kind, id FROM by_actor WHERE kind = 'statement' AND actor = ?1 ORDER BY date DESC LIMIT ?2)
               ) mine CROSS JOIN by_actor o ON o.kind = mine.kind AND o.id = mine.id AND o.actor <> ?1 GROUP BY o.actor) n
             JOIN actor x ON x.id = n.actor ORDER BY n.together DESC, x.id LIMIT ?3"
        ))?;
        let lines = query.query_map(params![actor, LOOKED_AT, limit as i64], |r| {
            Ok(CompanyLine { id: Id::new(Kind::Actor, r.get(0)?).to_string(), name: r.get(1)?, together: r.get(2)? })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// Who speaks when two sides speak of each other, by the latest statements; the most frequent first.
    pub fn speakers(&self, a: &str, b: &str) -> Result<Vec<SpeakerLine>> {
        let (a, b) = sorted(a, b);
        let mut query = self.db.prepare_cached(&format!(
            "SELECT x.id, {NAME}, x.side, count(*), max(r.date)
             FROM (SELECT id FROM by_pair WHERE kind = 'statement' AND a = ?1 AND b = ?2 ORDER BY date DESC LIMIT ?3) l
             CROSS JOIN row r ON r.kind = 'statement' AND r.id = l.id AND r.until IS NULL
             CROSS JOIN actor x ON x.id = CAST(substr(r.body ->> '$.speaker', 3) AS INTEGER)
             WHERE r.body ->> '$.speaker' IS NOT NULL GROUP BY x.id ORDER BY 4 DESC, 5 DESC, 1 LIMIT 40"
        ))?;
        let lines = query.query_map(params![a, b, LOOKED_AT], |r| {
            Ok(SpeakerLine {
                id: Id::new(Kind::Actor, r.get(0)?).to_string(),
                name: r.get(1)?,
                side: r.get(2)?,
                statements: r.get(3)?,
                last: r.get(4)?,
            })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }
}
