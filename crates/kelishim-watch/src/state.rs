//! What is remembered between turns, in a small SQLite file beside the register: when feeds are due, how far rules have read,
//! what was noticed and to whom it still has to be sent.

use crate::WatchError;
use kelishim_acquire::Lasting;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use std::path::{Path, PathBuf};

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS feed (url TEXT PRIMARY KEY, due INTEGER NOT NULL, failures INTEGER NOT NULL, begun INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS lasting (url TEXT PRIMARY KEY, moved TEXT) STRICT;
CREATE TABLE IF NOT EXISTS host (name TEXT PRIMARY KEY, asked INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS rule (name TEXT PRIMARY KEY, place INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS notice (id INTEGER PRIMARY KEY AUTOINCREMENT, rule TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
  at TEXT NOT NULL, UNIQUE (rule, key)) STRICT;
CREATE TABLE IF NOT EXISTS delivery (notice INTEGER NOT NULL REFERENCES notice (id), way TEXT NOT NULL, attempts INTEGER NOT NULL,
  due INTEGER NOT NULL, sent TEXT, PRIMARY KEY (notice, way)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS delivery_open ON delivery (due) WHERE sent IS NULL;
";

/// The state of watching.
pub struct State {
    db: Connection,
    /// The register and the day that every rule was last asked about: the same again tells nothing new. Not kept over a restart.
    pub(crate) told_of: Option<(String, String)>,
}

/// How a feed stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct FeedState {
    /// When it is polled next, in seconds since 1970.
    pub due: i64,
    /// Polls that failed in a row.
    pub failures: u32,
    /// A poll was begun and has not ended.
    pub begun: bool,
}

/// Something noticed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Noticed {
    /// What makes it one notice: noticed again it is the same.
    pub key: String,
    /// What is told.
    pub body: Value,
}

/// A notice to be sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Open {
    /// Its number; never given again.
    pub id: i64,
    /// Tries so far.
    pub attempts: u32,
    /// What is told.
    pub body: Value,
}

impl State {
    /// Beside the register at `db`: `kelishim.db.watch`. Held by one process at a time.
    pub fn beside(db: &Path) -> Result<State, WatchError> {
        let mut name = db.as_os_str().to_owned();
        name.push(".watch");
        let path = PathBuf::from(name);
        let held = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                WatchError::Held { path: path.clone() }
            }
            _ => error.into(),
        };
        let db = Connection::open(&path)?;
        db.busy_timeout(std::time::Duration::from_millis(200))?;
        db.pragma_update(None, "locking_mode", "exclusive").map_err(held)?;
        // What is noted must be on the disk before it is acted upon.
        db.pragma_update(None, "synchronous", "full").map_err(held)?;
        db.execute_batch(&format!("BEGIN EXCLUSIVE; {TABLES} COMMIT;")).map_err(held)?;
        Ok(State { db, told_of: None })
    }

    pub(crate) fn feed(&self, url: &str) -> Result<FeedState, WatchError> {
        let mut query = self.db.prepare_cached("SELECT due, failures, begun FROM feed WHERE url = ?1")?;
        let read = |r: &rusqlite::Row<'_>| Ok(FeedState { due: r.get(0)?, failures: r.get(1)?, begun: r.get(2)? });
        Ok(query.query_row([url], read).optional()?.unwrap_or_default())
    }

    pub(crate) fn keep_feed(&mut self, url: &str, state: FeedState) -> Result<(), WatchError> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO feed (url, due, failures, begun) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![url, state.due, state.failures, state.begun])?;
        Ok(())
    }

    /// What the server said of a feed for good.
    pub(crate) fn lasting(&self, url: &str) -> Result<Option<Lasting>, WatchError> {
        let mut query = self.db.prepare_cached("SELECT moved FROM lasting WHERE url = ?1")?;
        let said = query.query_row([url], |r| r.get::<_, Option<String>>(0)).optional()?;
        Ok(said.map(|moved| moved.map_or(Lasting::Gone, Lasting::MovedTo)))
    }

    /// Keeps it, or forgets it.
    pub(crate) fn keep_lasting(&mut self, url: &str, says: Option<&Lasting>) -> Result<(), WatchError> {
        let moved = match says {
            None => {
                self.db.prepare_cached("DELETE FROM lasting WHERE url = ?1")?.execute([url])?;
                return Ok(());
            }
            Some(Lasting::MovedTo(to)) => Some(to),
            Some(Lasting::Gone) => None,
        };
        self.db
            .prepare_cached("INSERT OR REPLACE INTO lasting (url, moved) VALUES (?1, ?2)")?
            .execute(params![url, moved])?;
        Ok(())
    }

    /// When a host was last asked for a feed.
    pub(crate) fn asked(&self, host: &str) -> Result<Option<i64>, WatchError> {
        let mut query = self.db.prepare_cached("SELECT asked FROM host WHERE name = ?1")?;
        Ok(query.query_row([host], |r| r.get(0)).optional()?)
    }

    pub(crate) fn keep_asked(&mut self, host: &str, at: i64) -> Result<(), WatchError> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO host (name, asked) VALUES (?1, ?2)")?
            .execute(params![host, at])?;
        Ok(())
    }

    /// How far a rule has read; `None` for a new one.
    pub(crate) fn place(&self, rule: &str) -> Result<Option<i64>, WatchError> {
        let mut query = self.db.prepare_cached("SELECT place FROM rule WHERE name = ?1")?;
        Ok(query.query_row([rule], |r| r.get(0)).optional()?)
    }

    /// Notes what a rule noticed up to a place, to be sent by `ways`: all of it or nothing. What was noticed before is passed over,
    /// and where nothing is new nothing is written.
    pub(crate) fn note(
        &mut self,
        rule: &str,
        place: i64,
        noticed: &[Noticed],
        ways: &[&str],
        at: &str,
    ) -> Result<u64, WatchError> {
        let mut new = vec![];
        for one in noticed {
            let mut query = self.db.prepare_cached("SELECT 1 FROM notice WHERE rule = ?1 AND key = ?2")?;
            if !query.exists([rule, &one.key])? {
                new.push(one);
            }
        }
        if new.is_empty() && self.place(rule)? == Some(place) {
            return Ok(0);
        }
        let t = self.db.transaction()?;
        for one in &new {
            t.prepare_cached("INSERT INTO notice (rule, key, body, at) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                rule,
                one.key,
                one.body.to_string(),
                at
            ])?;
            let id = t.last_insert_rowid();
            for way in ways {
                t.prepare_cached("INSERT INTO delivery (notice, way, attempts, due) VALUES (?1, ?2, 0, 0)")?
                    .execute(params![id, way])?;
            }
        }
        t.prepare_cached("INSERT OR REPLACE INTO rule (name, place) VALUES (?1, ?2)")?.execute(params![rule, place])?;
        t.commit()?;
        Ok(new.len() as u64)
    }

    /// Notices of a rule that are to be sent one way now, in the order they were noticed; none before one whose time has not come.
    pub(crate) fn open(&self, rule: &str, way: &str, now: i64) -> Result<Vec<Open>, WatchError> {
        let mut query = self.db.prepare_cached(
            "SELECT n.id, d.attempts, n.body, d.due FROM delivery d JOIN notice n ON n.id = d.notice
             WHERE d.sent IS NULL AND d.way = ?2 AND n.rule = ?1 ORDER BY n.id LIMIT 1000",
        )?;
        let lines = query.query_map(params![rule, way], |r| {
            let body: String = r.get(2)?;
            let body = serde_json::from_str(&body).unwrap_or_default();
            Ok((Open { id: r.get(0)?, attempts: r.get(1)?, body }, r.get::<_, i64>(3)?))
        })?;
        let lines: Vec<(Open, i64)> = lines.collect::<rusqlite::Result<_>>()?;
        // A time further off than any wait was set by a clock that has gone back since.
        let is_due = |due: i64| due <= now || due - now > 86_400;
        Ok(lines.into_iter().take_while(|(_, due)| is_due(*due)).map(|(open, _)| open).collect())
    }

    /// Notes that notices were sent one way.
    pub(crate) fn sent(&mut self, ids: &[i64], way: &str, at: &str) -> Result<(), WatchError> {
        let t = self.db.transaction()?;
        for id in ids {
            t.prepare_cached("UPDATE delivery SET sent = ?3, attempts = attempts + 1 WHERE notice = ?1 AND way = ?2")?
                .execute(params![id, way, at])?;
        }
        Ok(t.commit()?)
    }

    /// Notes that notices could not be sent one way, and when to try again.
    pub(crate) fn failed(&mut self, ids: &[i64], way: &str, due: i64) -> Result<(), WatchError> {
        let t = self.db.transaction()?;
        for id in ids {
            t.prepare_cached("UPDATE delivery SET due = ?3, attempts = attempts + 1 WHERE notice = ?1 AND way = ?2")?
                .execute(params![id, way, due])?;
        }
        Ok(t.commit()?)
    }

    /// Notices that wait to be sent.
    pub fn waiting(&self) -> Result<u64, WatchError> {
        let count: i64 = self.db.query_row("SELECT count(*) FROM delivery WHERE sent IS NULL", [], |r| r.get(0))?;
        Ok(count as u64)
    }
}
