//! One row with its history, its sentence, and what people decided about it.

use super::commitments::{COMMITMENT, CommitmentLine, read_commitment};
use super::lists::{EventLine, GONE_FROM, StepLine, gone_from};
use crate::append::kind_of;
use crate::correct::{Kept, kind_name};
use crate::record::Row;
use crate::same::Characters;
use crate::stored::{STORED, Stored, read_stored};
use crate::{Id, Kind, Register, Result, StoreError};
use rusqlite::OptionalExtension;
use serde::Serialize;
use serde_json::Value;

/// What an id stands for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shown {
    /// A statement, an event's telling or a step.
    Row(Box<ShownRow>),
    /// A thread with its steps.
    Commitment {
        /// Where it stands.
        commitment: Box<CommitmentLine>,
        /// Its steps in order of time.
        steps: Vec<StepLine>,
        /// Decisions about it.
        corrections: Vec<Value>,
        /// Older ids that lead here.
        merged: Vec<String>,
    },
    /// An event with every report's telling.
    Happening {
        /// The event.
        happening: Box<EventLine>,
        /// Its tellings.
        events: Vec<ShownRow>,
    },
    /// An article with its rows.
    Article {
        /// Its data as columns.
        article: Value,
        /// Its text.
        text: String,
        /// Its rows.
        rows: Vec<ShownRow>,
    },
    /// An actor.
    Actor {
        /// Its data as columns.
        actor: Value,
        /// Names and offices in reports: name, office, articles.
        names: Vec<(String, Option<String>, i64)>,
    },
}

/// A row as it can be quoted and checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownRow {
    /// Permanent id.
    pub id: String,
    /// `id, version, date of learning`: what a citation needs.
    pub citation: String,
    /// `derived`, `corrected`, `confirmed`, `added`, `rejected`, `withdrawn`.
    pub status: String,
    /// Its values; actors by name.
    pub values: Value,
    /// The words it rests on in their sentence, marked with ‹ ›.
    pub sentence: String,
    /// Article.
    pub article: String,
    /// Agency or site, and day of publication.
    pub source: (Option<String>, Option<String>),
    /// Address.
    pub url: Option<String>,
    /// Last version of the article, when a person decided about the row and its words no longer stand there.
    pub gone_from: Option<String>,
    /// Model, frames and registry that gave it.
    pub versions: (String, String, String),
    /// Earlier versions: number, learnt, replaced, values.
    pub history: Vec<(i64, String, Option<String>, Value)>,
    /// Decisions about it.
    pub corrections: Vec<Value>,
}

impl Register {
    /// Everything about an id; merged threads lead to what they became.
    pub fn show(&self, id: Id) -> Result<Shown> {
        let unknown = || StoreError::Unknown(id.to_string());
        match id.kind {
            Kind::Statement | Kind::Event | Kind::Step => {
                let last = self.versions(kind_name(id.kind), id.number)?.pop().ok_or_else(unknown)?;
                Ok(Shown::Row(Box::new(self.shown(last)?)))
            }
            Kind::Commitment => {
                let number = self.led_to("commitment", id.number)?.ok_or_else(unknown)?;
                let at = Id::new(Kind::Commitment, number);
                let steps = self.steps_of_thread(at, None)?;
                let mut query =
                    self.db.prepare_cached("SELECT id FROM commitment WHERE merged_into = ?1 ORDER BY id")?;
                let merged = query
                    .query_map([number], |r| Ok(Id::new(Kind::Commitment, r.get(0)?).to_string()))?
                    .collect::<rusqlite::Result<_>>()?;
                Ok(Shown::Commitment {
                    commitment: Box::new(self.commitment(number)?.ok_or_else(unknown)?),
                    steps,
                    corrections: self.corrections("commitment", number)?.iter().map(kept).collect(),
                    merged,
                })
            }
            Kind::Happening => {
                let number = self.led_to("happening", id.number)?.ok_or_else(unknown)?;
                let sql = format!(
                    "SELECT {STORED} FROM event_of e CROSS JOIN row r ON r.kind = 'event' AND r.id = e.event AND r.until IS NULL
                     WHERE e.happening = ?1 AND r.status <> 'rejected' ORDER BY r.date, r.id"
                );
                let mut query = self.db.prepare_cached(&sql)?;
                let rows = query.query_map([number], read_stored)?.collect::<rusqlite::Result<Vec<_>>>()?;
                let first = rows.first().cloned().ok_or_else(unknown)?;
                let reports: i64 =
                    self.db.query_row("SELECT reports FROM happening WHERE id = ?1", [number], |r| r.get(0))?;
                let happening = self.event_line(number, reports, first)?.ok_or_else(unknown)?;
                let events = rows.into_iter().map(|r| self.shown(r)).collect::<Result<_>>()?;
                Ok(Shown::Happening { happening: Box::new(happening), events })
            }
            Kind::Article => {
                let (article, text) = self
                    .db
                    .query_row(
                        "SELECT json_object('id', 'a' || id, 'key', key, 'version', version, 'place', place, 'url', url,
                           'source', source, 'title', title, 'language', language, 'published', published, 'dateline', json(dateline),
                           'report', 'a' || report, 'model', model, 'frames', frames, 'registry', registry, 'learned', learned), text
                         FROM article WHERE id = ?1",
                        [id.number],
                        |r| Ok((r.get::<_, String>(0)?, r.get(1)?)),
                    )
                    .optional()?
                    .ok_or_else(unknown)?;
                let rows = self.rows_of(id.number)?.into_iter().map(|r| self.shown(r)).collect::<Result<_>>()?;
                Ok(Shown::Article { article: serde_json::from_str(&article).unwrap_or_default(), text, rows })
            }
            Kind::Actor => {
                let actor: String = self
                    .db
                    .query_row(
                        "SELECT json_object('id', 'ac' || id, 'key', key, 'name', name, 'kind', kind, 'country', country,
                           'sector', sector, 'registry', registry) FROM actor WHERE id = ?1",
                        [id.number],
                        |r| r.get(0),
                    )
                    .optional()?
                    .ok_or_else(unknown)?;
                let mut query = self.db.prepare_cached(
                    "SELECT name, description, count(*) FROM appearance WHERE actor = ?1 GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 50",
                )?;
                let names = query
                    .query_map([id.number], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
                    .collect::<rusqlite::Result<_>>()?;
                Ok(Shown::Actor { actor: serde_json::from_str(&actor).unwrap_or_default(), names })
            }
        }
    }

    /// Where a merged thread or happening leads in the end; `None` for one that never was.
    fn led_to(&self, table: &str, mut id: i64) -> Result<Option<i64>> {
        loop {
            let into: Option<Option<i64>> = self
                .db
                .prepare_cached(&format!("SELECT merged_into FROM {table} WHERE id = ?1"))?
                .query_row([id], |r| r.get(0))
                .optional()?;
            match into {
                None => return Ok(None),
                Some(None) => return Ok(Some(id)),
                Some(Some(next)) => id = next,
            }
        }
    }

    fn commitment(&self, id: i64) -> Result<Option<CommitmentLine>> {
        let mut query = self.db.prepare_cached(&format!("SELECT {COMMITMENT} FROM commitment c WHERE c.id = ?1"))?;
        Ok(query.query_row([id], read_commitment).optional()?)
    }

    /// A stored row with its sentence, history and decisions.
    pub fn shown(&self, stored: Stored) -> Result<ShownRow> {
        let kind = kind_of(&stored.row);
        let id = Id::new(kind, stored.id);
        let (text, source, published, url, versions, gone_from): (String, Option<String>, Option<String>, Option<String>, _, _) =
            self.db
                .prepare_cached(&format!(
                    "SELECT text, source, published, url, model, frames, registry, {GONE_FROM} FROM article a WHERE a.id = ?1"
                ))?
                .query_row([stored.article], |r| {
                    Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, (r.get(4)?, r.get(5)?, r.get(6)?), gone_from(r, 7)?))
                })?;
        let anchor = stored.row.anchor().clone();
        let mut history = vec![];
        for old in self.versions(stored.row.kind(), stored.id)? {
            if old.version != stored.version {
                history.push((old.version, old.since, old.until, self.named(old.row)?));
            }
        }
        let status = match &stored.until {
            Some(_) => "withdrawn".to_owned(),
            None => stored.status.clone(),
        };
        Ok(ShownRow {
            citation: format!("{id}, version {}, {}", stored.version, &stored.since[..10.min(stored.since.len())]),
            id: id.to_string(),
            status,
            sentence: sentence(&Characters::new(&text), anchor.start, anchor.end),
            article: Id::new(Kind::Article, stored.article).to_string(),
            source: (source, published),
            url,
            // A row withdrawn or rejected is not said to stand anywhere.
            gone_from: gone_from.filter(|_| stored.until.is_none() && stored.status != "rejected"),
            versions,
            history,
            corrections: self.corrections(stored.row.kind(), stored.id)?.iter().map(kept).collect(),
            values: self.named(stored.row)?,
        })
    }

    /// Values of a row with actors by name.
    fn named(&self, mut row: Row) -> Result<Value> {
        let mut failed = None;
        {
            let name = |actor: &str| self.name(actor);
            let seen = std::cell::RefCell::new(&mut failed);
            row.map_actors(|actor| match name(actor) {
                Ok(name) => name,
                Err(e) => {
                    **seen.borrow_mut() = Some(e);
                    actor.to_owned()
                }
            });
        }
        match failed {
            Some(e) => Err(e),
            None => Ok(row.to_json()),
        }
    }
}

fn kept(k: &Kept) -> Value {
    serde_json::json!({"action": k.action, "field": k.field, "value": k.value, "by": k.by, "why": k.why, "at": k.at})
}

/// The sentence around a span with the span marked.
fn sentence(text: &Characters<'_>, start: u32, end: u32) -> String {
    let (from, to) = text.sentence(start, end);
    format!("{}‹{}›{}", text.slice(from, start).trim_start(), text.slice(start, end), text.slice(end, to).trim_end())
}
