//! Rows one after another, for whoever copies a register of any size somewhere else.
//!
//! The lists of this module's neighbours are answers to be looked at and stand in memory as a whole. Here a visitor is handed one
//! thread, event, statement, article or actor at a time, in the order of those lists. Conditions hold as they do there.

use super::articles::OFFICE;
use super::commitments::{COMMITMENT, CommitmentLine, read_commitment};
use super::filter::{Filter, Question, end_of};
use crate::same::Characters;
use crate::stored::{STORED, Stored, read_stored};
use crate::{Id, Kind, Register, Result, StoreError};
use rusqlite::{OptionalExtension, params, params_from_iter};

/// A row within its thread or happening.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouped {
    /// The row.
    pub stored: Stored,
    /// Likeness to the nearest other row of the group.
    pub score: f64,
    /// What it shares with that row.
    pub reason: String,
    /// The step that this one repeats in another outlet's print of the same report.
    pub reprint_of: Option<Id>,
    /// Number of the report: articles that print one another share it.
    pub report: i64,
}

/// A thread with all its rows, reprints too, in order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread {
    /// Where it stands.
    pub line: CommitmentLine,
    /// Its steps; at least one.
    pub steps: Vec<Grouped>,
}

/// A happening with every telling, in order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// Its permanent number.
    pub id: Id,
    /// Reports, reprints counted once.
    pub reports: i64,
    /// The telling that stands for it in lists; a place in `tellings`.
    pub first: usize,
    /// Its events; at least one.
    pub tellings: Vec<Grouped>,
}

/// An article as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its permanent number.
    pub id: Id,
    /// SHA-256 over source key and received bytes.
    pub key: String,
    /// 1 for the first of its address.
    pub version: i64,
    /// Received from.
    pub place: String,
    /// Address.
    pub url: Option<String>,
    /// Agency or site.
    pub source: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// BCP 47.
    pub language: String,
    /// ISO 8601, at the precision known.
    pub published: Option<String>,
    /// Text.
    pub text: String,
    /// First article of its report.
    pub report: Id,
    /// Model, frames, registry and extractor that read it.
    pub versions: [String; 4],
    /// Time of learning.
    pub learnt: String,
}

impl Received {
    /// The words at a stretch of code points, with up to 32 characters before and after.
    pub fn around(&self, start: u32, end: u32) -> (String, String) {
        Characters::new(&self.text).around(start, end)
    }
}

/// An actor with the time it was first named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its permanent number.
    pub id: Id,
    /// Registry key, ISO code, or name and state.
    pub key: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// State.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Key of the built-in registry.
    pub registry: Option<String>,
    /// Office as the last report gives it.
    pub description: Option<String>,
    /// Articles it is named in.
    pub articles: i64,
    /// When the register first learnt of it; empty for an actor that no article names.
    pub learnt: String,
}

/// Columns that [`read_known`] wants, of table `actor` under the name `x`, before and after its office.
const KNOWN: [&str; 2] = [
    "x.id, x.key, x.name, x.kind, x.country, x.sector, x.registry",
    "x.articles,
    (SELECT coalesce(min(a.learned), '') FROM appearance p JOIN article a ON a.id = p.article WHERE p.actor = x.id)",
];

/// Columns that [`read_received`] wants, of table `article` under the name `a`.
const RECEIVED: &str =
    "a.id, a.key, a.version, a.place, a.url, a.source, a.title, a.language, a.published, a.text, a.report,
    a.model, a.frames, a.registry, a.extractor, a.learned";

impl Register {
    /// Runs `work` on the register as it stands now, whatever others write meanwhile: its questions agree with one another.
    pub fn snapshot<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Register) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        // Inside another snapshot the outer moment holds.
        if !self.db.is_autocommit() {
            return work(self);
        }
        // Dropped at the end of reading: there is nothing to write.
        let _reading = self.db.unchecked_transaction().map_err(StoreError::from)?;
        work(self)
    }

    /// What tells this register from others, in eight characters: made of its first article and the time of learning it, so that
    /// it is the same as long as the register lives. Guards nothing. All zeros for an empty register.
    pub fn namespace(&self) -> Result<String> {
        let first: Option<String> = self
            .db
            .query_row("SELECT key || ' ' || learned FROM article ORDER BY id LIMIT 1", [], |r| r.get(0))
            .optional()?;
        let fnv =
            |text: String| text.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
        Ok(format!("{:08x}", first.map_or(0, fnv)))
    }

    /// Threads that `filter` finds, in the order of [`Register::commitments`].
    pub fn each_commitment<E: From<StoreError>>(
        &self,
        filter: &Filter,
        mut visit: impl FnMut(Thread) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let at = filter.as_of.as_deref().map(end_of);
        let seen = |line: CommitmentLine| -> std::result::Result<(), E> {
            let id: Id = line.id.parse()?;
            let steps = self.grouped("step_of", "step", "commitment", id.number, at.as_deref())?;
            if steps.is_empty() { Ok(()) } else { visit(Thread { line, steps }) }
        };
        if filter.as_of.is_some() {
            return self.commitments(filter)?.into_iter().try_for_each(seen);
        }
        let Some(q) = self.commitment_question(filter)? else { return Ok(()) };
        self.stream(&q, COMMITMENT, filter, read_commitment, seen)
    }

    /// Happenings that `filter` finds, in the order of [`Register::events`].
    pub fn each_happening<E: From<StoreError>>(
        &self,
        filter: &Filter,
        mut visit: impl FnMut(Happened) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let at = filter.as_of.as_deref().map(end_of);
        let mut seen = |id: i64, first: i64, reports: i64| -> std::result::Result<(), E> {
            let tellings = self.grouped("event_of", "event", "happening", id, at.as_deref())?;
            let Some(first) = tellings.iter().position(|t| t.stored.id == first) else { return Ok(()) };
            visit(Happened { id: Id::new(Kind::Happening, id), reports, first, tellings })
        };
        if filter.as_of.is_some() {
            return self.events(filter)?.into_iter().try_for_each(|e| {
                let (id, first): (Id, Id) = (e.id.parse()?, e.event.parse()?);
                seen(id.number, first.number, e.reports)
            });
        }
        let q = self.happening_question(filter)?;
        let ids = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get(1)?, r.get(2)?));
        self.stream(&q, "h.id, h.first_event, h.reports", filter, ids, |(id, first, reports)| seen(id, first, reports))
    }

    /// Statements that `filter` finds, in the order of [`Register::statements`].
    pub fn each_statement<E: From<StoreError>>(
        &self,
        filter: &Filter,
        mut visit: impl FnMut(Stored) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        if filter.as_of.is_some() {
            let at = filter.as_of.as_deref().map(end_of);
            for line in self.statements(filter)? {
                let id: Id = line.id.parse()?;
                let mut known = self.versions("statement", id.number)?;
                known.retain(|v| v.known_at(at.as_deref()));
                known.pop().map_or(Ok(()), &mut visit)?;
            }
            return Ok(());
        }
        let q = self.statement_question(filter)?;
        self.stream(&q, STORED, filter, read_stored, visit)
    }

    /// Articles that `filter` finds, last versions, in the order of [`Register::articles`].
    pub fn each_article<E: From<StoreError>>(
        &self,
        filter: &Filter,
        mut visit: impl FnMut(Received) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        // A line of the list is small beside an article's text.
        for line in self.articles(filter)? {
            let id: Id = line.id.parse()?;
            visit(self.received(id.number)?)?;
        }
        Ok(())
    }

    /// Actors that `filter` finds, in the order of [`Register::actors`].
    pub fn each_actor<E: From<StoreError>>(
        &self,
        filter: &Filter,
        mut visit: impl FnMut(Known) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        for line in self.actors(filter)? {
            let id: Id = line.id.parse()?;
            visit(self.known(id.number)?)?;
        }
        Ok(())
    }

    /// An article.
    pub fn received(&self, id: i64) -> Result<Received> {
        let sql = format!("SELECT {RECEIVED} FROM article a WHERE a.id = ?1");
        let found = self.db.prepare_cached(&sql)?.query_row([id], read_received).optional()?;
        found.ok_or_else(|| StoreError::Unknown(Id::new(Kind::Article, id).to_string()))
    }

    /// An actor.
    pub fn known(&self, id: i64) -> Result<Known> {
        let [before, after] = KNOWN;
        let sql = format!("SELECT {before}, {OFFICE}, {after} FROM actor x WHERE x.id = ?1");
        let found = self.db.prepare_cached(&sql)?.query_row([id], read_known).optional()?;
        found.ok_or_else(|| StoreError::Unknown(Id::new(Kind::Actor, id).to_string()))
    }

    /// Rows of a group in order of time, as they were known at a time.
    fn grouped(&self, of: &str, kind: &str, group: &str, id: i64, at: Option<&str>) -> Result<Vec<Grouped>> {
        let reprint = if kind == "step" { "g.reprint_of" } else { "NULL" };
        let sql = format!(
            "SELECT {STORED}, g.score, g.reason, {reprint}, a.report FROM {of} g
             JOIN row r ON r.kind = '{kind}' AND r.id = g.{kind}
               AND (?2 IS NULL AND r.until IS NULL OR r.since <= ?2 AND (r.until IS NULL OR r.until > ?2))
             JOIN article a ON a.id = r.article
             WHERE g.{group} = ?1 AND r.status <> 'rejected' ORDER BY r.date, a.key, r.start, r.\"end\", r.id"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let rows = query.query_map(params![id, at], |r| {
            Ok(Grouped {
                stored: read_stored(r)?,
                score: r.get(11)?,
                reason: r.get(12)?,
                reprint_of: r.get::<_, Option<i64>>(13)?.map(|step| Id::new(Kind::Step, step)),
                report: r.get(14)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn stream<T, E: From<StoreError>>(
        &self,
        q: &Question,
        columns: &str,
        filter: &Filter,
        read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
        mut visit: impl FnMut(T) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let mut query = self.db.prepare(&q.sql(columns, filter)).map_err(StoreError::from)?;
        let mut rows = query.query(params_from_iter(&q.values)).map_err(StoreError::from)?;
        while let Some(r) = rows.next().map_err(StoreError::from)? {
            visit(read(r).map_err(StoreError::from)?)?;
        }
        Ok(())
    }
}

impl Stored {
    /// Whether this version was the current one at a time; now when none is given.
    fn known_at(&self, at: Option<&str>) -> bool {
        let after = |until: &String| at.is_some_and(|at| until.as_str() > at);
        at.is_none_or(|at| self.since.as_str() <= at) && self.until.as_ref().is_none_or(after)
    }
}

fn read_received(r: &rusqlite::Row<'_>) -> rusqlite::Result<Received> {
    Ok(Received {
        id: Id::new(Kind::Article, r.get(0)?),
        key: r.get(1)?,
        version: r.get(2)?,
        place: r.get(3)?,
        url: r.get(4)?,
        source: r.get(5)?,
        title: r.get(6)?,
        language: r.get(7)?,
        published: r.get(8)?,
        text: r.get(9)?,
        report: Id::new(Kind::Article, r.get(10)?),
        versions: [r.get(11)?, r.get(12)?, r.get(13)?, r.get(14)?],
        learnt: r.get(15)?,
    })
}

fn read_known(r: &rusqlite::Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: Id::new(Kind::Actor, r.get(0)?),
        key: r.get(1)?,
        name: r.get(2)?,
        kind: r.get(3)?,
        country: r.get(4)?,
        sector: r.get(5)?,
        registry: r.get(6)?,
        description: r.get(7)?,
        articles: r.get(8)?,
        learnt: r.get(9)?,
    })
}
