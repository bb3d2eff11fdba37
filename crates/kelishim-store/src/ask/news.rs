//! Steps in the order in which the register learnt of them, for whoever follows it.

use super::lists::StepLine;
use crate::stored::{STORED, read_stored};
use crate::{Id, Kind, Register, Result};
use rusqlite::params;

/// A step that the register learnt of.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// Its place in the order of learning; never given again, and greater than that of everything learnt before.
    pub place: i64,
    /// When the register learnt of it.
    pub learnt: String,
    /// The step as it stands now.
    pub step: StepLine,
    /// Sides of its parties.
    pub sides: Vec<String>,
    /// Actors it is listed under.
    pub actors: Vec<Id>,
}

/// Which steps somebody wants to hear of; what is left out lets all pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interest {
    /// Two sides, both of which must be parties.
    pub between: Option<(String, String)>,
    /// An actor.
    pub actor: Option<Id>,
    /// A field of relations.
    pub area: Option<String>,
    /// Stages, one of which it must have; none is any.
    pub stages: Vec<String>,
    /// Agency or site, or a part of its name.
    pub source: Option<String>,
}

impl Interest {
    /// Whether it is one of them.
    pub fn has(&self, news: &News) -> bool {
        let source = |wanted: &String| {
            news.step.source.as_ref().is_some_and(|s| s.to_lowercase().contains(&wanted.to_lowercase()))
        };
        self.between.as_ref().is_none_or(|(a, b)| news.sides.contains(a) && news.sides.contains(b))
            && self.actor.is_none_or(|actor| news.actors.contains(&actor))
            && self.area.as_ref().is_none_or(|area| news.step.areas.contains(area))
            && (self.stages.is_empty() || self.stages.contains(&news.step.stage))
            && self.source.as_ref().is_none_or(source)
    }
}

impl Register {
    /// The place behind which there is no step yet.
    pub fn newest(&self) -> Result<i64> {
        Ok(self.db.prepare_cached("SELECT coalesce(max(v), 0) FROM row")?.query_row([], |r| r.get(0))?)
    }

    /// The place up to which every step is linked, so that it can be told.
    pub fn told(&self) -> Result<i64> {
        let mut query = self.db.prepare_cached(
            "SELECT min(r.v) FROM dirty d CROSS JOIN row r ON r.kind = d.kind AND r.block = d.block AND r.until IS NULL
             WHERE d.kind = 'step' AND r.version = 1 AND r.status <> 'rejected'
               AND NOT EXISTS (SELECT 1 FROM step_of s WHERE s.step = r.id)",
        )?;
        match query.query_row([], |r| r.get::<_, Option<i64>>(0))? {
            Some(first) => Ok(first - 1),
            None => self.newest(),
        }
    }

    /// At most `limit` steps learnt after `place`, in that order, and the place up to which all are told.
    ///
    /// A step is told once it is linked, so that it has its thread; those behind one that is not linked yet wait for it, so that
    /// whoever goes on from the place given here misses none. Reprints and what was rejected or withdrawn since are passed over.
    pub fn news(&self, place: i64, limit: usize) -> Result<(Vec<News>, i64)> {
        let end = self.told()?.max(place);
        let sql = format!(
            "SELECT {STORED}, n.v, n.since, s.commitment, s.score, s.reason FROM row n
             CROSS JOIN row r ON r.kind = 'step' AND r.id = n.id AND r.until IS NULL AND r.status <> 'rejected'
             CROSS JOIN step_of s ON s.step = r.id AND s.reprint_of IS NULL
             WHERE n.v > ?1 AND n.v <= ?2 AND n.kind = 'step' AND n.version = 1 ORDER BY n.v LIMIT ?3"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let rows = query
            .query_map(params![place, end, limit as i64], |r| {
                let link = (r.get(13)?, r.get(14)?, r.get::<_, String>(15)?);
                Ok((read_stored(r)?, r.get::<_, i64>(11)?, r.get::<_, String>(12)?, link))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        // A full answer ends with its last step; behind a shorter one there is nothing more.
        let told = if rows.len() == limit { rows.last().map_or(end, |r| r.1) } else { end };
        let mut out = vec![];
        for (stored, place, learnt, (thread, score, reason)) in rows {
            let sides = self.sides(&stored.row)?;
            let actors = self.listed_actors(std::slice::from_ref(&stored.row))?;
            let actors = actors.into_iter().map(|number| Id::new(Kind::Actor, number)).collect();
            let thread = Id::new(Kind::Commitment, thread);
            let step = self.step_line(stored, thread, score, reason)?;
            out.extend(step.map(|step| News { place, learnt, step, sides, actors }));
        }
        Ok((out, told))
    }

    /// Steps of threads, the last learnt first: what a reader of a feed has not seen yet.
    pub fn last_learnt(&self, threads: &[Id], limit: usize) -> Result<Vec<(StepLine, String)>> {
        let sql = format!(
            "SELECT {STORED}, s.score, s.reason, n.v, n.since FROM step_of s
             CROSS JOIN row r ON r.kind = 'step' AND r.id = s.step AND r.until IS NULL AND r.status <> 'rejected'
             CROSS JOIN row n ON n.kind = 'step' AND n.id = r.id AND n.version = 1
             WHERE s.commitment = ?1 AND s.reprint_of IS NULL ORDER BY n.v DESC LIMIT ?2"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let mut found = vec![];
        for thread in threads {
            let rows = query.query_map(params![thread.number, limit as i64], |r| {
                let new = (r.get::<_, i64>(13)?, r.get::<_, String>(14)?);
                Ok((new, *thread, read_stored(r)?, r.get::<_, f64>(11)?, r.get::<_, String>(12)?))
            })?;
            for row in rows {
                found.push(row?);
            }
        }
        found.sort_by_key(|(new, ..)| std::cmp::Reverse(new.0));
        found.truncate(limit);
        let mut out = vec![];
        for ((_, learnt), thread, stored, score, reason) in found {
            out.extend(self.step_line(stored, thread, score, reason)?.map(|step| (step, learnt)));
        }
        Ok(out)
    }
}
