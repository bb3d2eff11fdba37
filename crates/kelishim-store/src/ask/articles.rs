//! Articles, actors, how much of the press the register has seen, and what it could not read.

use super::filter::{Filter, Order};
use crate::{Id, Kind, Register, Result};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params, params_from_iter};
use serde::Serialize;

/// An article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArticleLine {
    /// `a12`
    pub id: String,
    /// Day of publication.
    pub date: String,
    /// Agency or site.
    pub source: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// BCP 47.
    pub language: String,
    /// Address.
    pub url: Option<String>,
    /// Which version this is.
    pub version: i64,
    /// Articles that print the same report, this one included.
    pub outlets: i64,
    /// Rows it gave.
    pub rows: i64,
    /// Received from.
    pub place: String,
}

/// An actor of the register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActorLine {
    /// `ac12`
    pub id: String,
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
    /// Office as the last report gives it.
    pub description: Option<String>,
    /// Articles it is named in.
    pub articles: i64,
}

/// Articles of a source in a language and month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoverageLine {
    /// Agency or site.
    pub source: String,
    /// BCP 47.
    pub language: String,
    /// `2021-06`; empty when undated.
    pub month: String,
    /// Articles.
    pub articles: i64,
    /// Of them with rows.
    pub with_rows: i64,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FailureLine {
    /// Path, `path#line`, address.
    pub place: String,
    /// Why.
    pub reason: String,
    /// Whether another try may help.
    pub retry: bool,
    /// Tries so far.
    pub attempts: i64,
    /// First try.
    pub first: String,
    /// Last try.
    pub last: String,
}

/// Counts of everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Articles, last versions.
    pub articles: i64,
    /// Reports: reprints counted once.
    pub reports: i64,
    /// Actors.
    pub actors: i64,
    /// Statements.
    pub statements: i64,
    /// Tellings of events.
    pub events: i64,
    /// Events.
    pub happenings: i64,
    /// Steps.
    pub steps: i64,
    /// Threads.
    pub commitments: i64,
    /// Decisions of people.
    pub corrections: i64,
    /// What could not be read.
    pub failures: i64,
}

/// Office of actor `x` as the last report that gives one has it.
pub(super) const OFFICE: &str =
    "(SELECT p.description FROM appearance p WHERE p.actor = x.id AND p.description IS NOT NULL
    ORDER BY p.article DESC LIMIT 1)";

/// The question for [`ActorLine`]s, over table `actor` under the name `x`; what follows its `FROM` is to be added.
pub(super) fn actor_lines(rest: &str) -> String {
    format!("SELECT x.id, x.key, x.name, x.kind, x.country, x.sector, {OFFICE}, x.articles FROM actor x {rest}")
}

/// A line of [`actor_lines`].
pub(super) fn read_actor_line(r: &rusqlite::Row<'_>) -> rusqlite::Result<ActorLine> {
    Ok(ActorLine {
        id: Id::new(Kind::Actor, r.get(0)?).to_string(),
        key: r.get(1)?,
        name: r.get(2)?,
        kind: r.get(3)?,
        country: r.get(4)?,
        sector: r.get(5)?,
        description: r.get(6)?,
        articles: r.get(7)?,
    })
}

/// What follows `FROM actor x` in the question for actors, and its values.
pub(super) fn actor_question(filter: &Filter) -> (String, Vec<Value>) {
    let (a, b) = filter.between.clone().unzip();
    let order = if filter.order == Order::Name { "x.name, x.id" } else { "x.articles DESC, x.id" };
    let rest = format!(
        "WHERE x.articles > 0 AND (?1 IS NULL OR instr(x.name, ?1) > 0 OR instr(lower(x.key), ?2) > 0) AND (?3 IS NULL OR x.side IN (?3, ?4))
           AND (?5 IS NULL OR x.key = ?5 OR x.name = ?5)
         ORDER BY {order} LIMIT ?6 OFFSET ?7"
    );
    let values = vec![
        filter.text.clone().into(),
        filter.text.as_ref().map(|t| t.to_lowercase()).into(),
        a.into(),
        b.into(),
        filter.actor.clone().into(),
        limit_of(filter),
        (filter.offset as i64).into(),
    ];
    (rest, values)
}

/// The limit as SQLite takes it.
fn limit_of(filter: &Filter) -> Value {
    filter.limit.map_or(-1, |l| l as i64).into()
}

impl Register {
    /// Articles, last versions, the last published first. `text` searches text and headline.
    pub fn articles(&self, filter: &Filter) -> Result<Vec<ArticleLine>> {
        let columns = "a.id, coalesce(a.published, ''), a.source, a.title, a.language, a.url, a.version,
               (SELECT count(*) FROM article o WHERE o.report = a.report AND o.current = 1),
               (SELECT count(*) FROM row r WHERE r.article = a.id AND r.until IS NULL AND r.status <> 'rejected'), a.place";
        let (sql, values) = self.article_question(columns, filter)?;
        let mut query = self.db.prepare_cached(&sql)?;
        let lines = query.query_map(params_from_iter(&values), |r| {
            Ok(ArticleLine {
                id: Id::new(Kind::Article, r.get(0)?).to_string(),
                date: r.get(1)?,
                source: r.get(2)?,
                title: r.get(3)?,
                language: r.get(4)?,
                url: r.get(5)?,
                version: r.get(6)?,
                outlets: r.get(7)?,
                rows: r.get(8)?,
                place: r.get(9)?,
            })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// The question for articles, over `article a`, and its values.
    pub(super) fn article_question(&self, columns: &str, filter: &Filter) -> Result<(String, Vec<Value>)> {
        let expression = filter.text.as_deref().map(|t| self.expression(t)).transpose()?.flatten();
        let actor = filter.actor.as_deref().map(|a| self.find_actor(a)).transpose()?;
        let until = filter.until.as_ref().map(|u| format!("{u}~"));
        let (a, b) = filter.between.clone().unzip();
        let (direction, sign) = if filter.order == Order::Oldest { ("", ">") } else { ("DESC", "<") };
        let (date, number) = filter.after.clone().map(|after| (after.date, after.number)).unzip();
        let sql = format!(
            "SELECT {columns}
             FROM article a WHERE a.current = 1
               AND (?1 IS NULL OR a.id IN (SELECT rowid FROM search WHERE search MATCH ?1))
               AND (?2 IS NULL OR a.source LIKE '%' || ?2 || '%')
               AND (?3 IS NULL OR a.published >= ?3) AND (?4 IS NULL OR a.published <= ?4)
               AND (?5 IS NULL OR EXISTS (SELECT 1 FROM appearance p WHERE p.article = a.id AND p.actor = ?5))
               AND (?6 IS NULL OR EXISTS (SELECT 1 FROM appearance p JOIN actor x ON x.id = p.actor WHERE p.article = a.id AND x.side = ?6)
                 AND EXISTS (SELECT 1 FROM appearance p JOIN actor x ON x.id = p.actor WHERE p.article = a.id AND x.side = ?7))
               AND (?10 IS NULL OR (coalesce(a.published, ''), a.id) {sign} (?10, ?11))
             ORDER BY a.published {direction}, a.id {direction} LIMIT ?8 OFFSET ?9"
        );
        let values = vec![
            expression.into(),
            filter.source.clone().into(),
            filter.since.clone().into(),
            until.into(),
            actor.into(),
            a.into(),
            b.into(),
            limit_of(filter),
            (filter.offset as i64).into(),
            date.into(),
            number.into(),
        ];
        Ok((sql, values))
    }

    /// Actors, those named in most articles first. `text` is a part of the name, `between` two sides of which one is theirs.
    pub fn actors(&self, filter: &Filter) -> Result<Vec<ActorLine>> {
        let (rest, values) = actor_question(filter);
        let mut query = self.db.prepare_cached(&actor_lines(&rest))?;
        Ok(query.query_map(params_from_iter(&values), read_actor_line)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Articles by source, language and month: silence of the press is not silence of states.
    pub fn coverage(&self, filter: &Filter) -> Result<Vec<CoverageLine>> {
        let until = filter.until.as_ref().map(|u| format!("{u}~"));
        // Whole months are counted already; only the articles of a month that a day cuts are looked at.
        let mut query = self.db.prepare_cached(
            "SELECT source, language, month, sum(articles), sum(with_rows) FROM (
               SELECT source, language, month, articles, with_rows FROM coverage
               WHERE (?2 IS NULL OR month >= substr(?2, 1, 7) AND (length(?2) <= 7 OR month <> substr(?2, 1, 7)))
                 AND (?3 IS NULL OR month <> '' AND month <= ?3 AND (length(?3) <= 8 OR month <> substr(?3, 1, 7)))
               UNION ALL
               SELECT coalesce(a.source, ''), a.language, substr(a.published, 1, 7), 1,
                 EXISTS (SELECT 1 FROM row r WHERE r.article = a.id AND r.until IS NULL AND r.status <> 'rejected')
               FROM (SELECT substr(?2, 1, 7) AS month WHERE length(?2) > 7 UNION SELECT substr(?3, 1, 7) WHERE length(?3) > 8) m
               CROSS JOIN article a ON a.published >= m.month AND a.published <= m.month || '~' AND substr(a.published, 1, 7) = m.month
               WHERE a.current = 1 AND (?2 IS NULL OR a.published >= ?2) AND (?3 IS NULL OR a.published <= ?3))
             WHERE ?1 IS NULL OR source LIKE '%' || ?1 || '%'
             GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT ?4",
        )?;
        let lines = query.query_map(
            params![filter.source, filter.since, until, filter.limit.map_or(-1, |l| l as i64)],
            |r| {
                Ok(CoverageLine {
                    source: r.get(0)?,
                    language: r.get(1)?,
                    month: r.get(2)?,
                    articles: r.get(3)?,
                    with_rows: r.get(4)?,
                })
            },
        )?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// Counts of everything.
    pub fn stats(&self) -> Result<Stats> {
        let count = |sql: &str| self.db.query_row(sql, [], |r| r.get::<_, i64>(0));
        // The index alone says how many there are; what is rejected, which the row says, was so by a decision.
        let rows = |kind: &str| {
            let current = count(&format!("SELECT count(*) FROM row WHERE kind = '{kind}' AND until IS NULL"))?;
            let rejected = count(&format!(
                "SELECT count(*) FROM (SELECT DISTINCT target FROM correction WHERE kind = '{kind}' AND action = 'reject') c
                 CROSS JOIN row r ON r.kind = '{kind}' AND r.id = c.target AND r.until IS NULL AND r.status = 'rejected'"
            ))?;
            Ok::<_, rusqlite::Error>(current - rejected)
        };
        Ok(Stats {
            articles: count("SELECT coalesce(sum(articles), 0) FROM coverage")?,
            reports: count("SELECT count(DISTINCT report) FROM article WHERE current = 1")?,
            actors: count("SELECT count(*) FROM actor")?,
            statements: rows("statement")?,
            events: rows("event")?,
            happenings: count("SELECT count(*) FROM happening WHERE merged_into IS NULL AND events > 0")?,
            steps: rows("step")?,
            commitments: count("SELECT count(*) FROM commitment WHERE merged_into IS NULL AND steps > 0")?,
            corrections: count("SELECT count(*) FROM correction")?,
            failures: count("SELECT count(*) FROM failure")?,
        })
    }

    /// What could not be received or read, the last tried first.
    pub fn failures(&self) -> Result<Vec<FailureLine>> {
        let mut query = self.db.prepare_cached(&format!("SELECT {FAILURE} FROM failure ORDER BY last DESC, place"))?;
        Ok(query.query_map([], read_failure)?.collect::<rusqlite::Result<_>>()?)
    }

    /// What is known of a place that could not be received or read.
    pub fn failure(&self, place: &str) -> Result<Option<FailureLine>> {
        let mut query = self.db.prepare_cached(&format!("SELECT {FAILURE} FROM failure WHERE place = ?1"))?;
        Ok(query.query_row([place], read_failure).optional()?)
    }

    /// Keeps a failure; one known already counts a try more.
    pub fn keep_failure(&mut self, place: &str, reason: &str, retry: bool, now: &str) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO failure (place, reason, retry, attempts, first, last) VALUES (?1, ?2, ?3, 1, ?4, ?4)
                 ON CONFLICT DO UPDATE SET reason = excluded.reason, retry = excluded.retry, attempts = attempts + 1, last = excluded.last",
            )?
            .execute(params![place, reason, retry, now])?;
        Ok(())
    }

    /// Forgets the failure of a place that could be read after all.
    pub fn forget_failure(&mut self, place: &str) -> Result<()> {
        self.db.prepare_cached("DELETE FROM failure WHERE place = ?1")?.execute([place])?;
        Ok(())
    }
}

/// Columns of a [`FailureLine`].
const FAILURE: &str = "place, reason, retry, attempts, first, last";

fn read_failure(r: &rusqlite::Row<'_>) -> rusqlite::Result<FailureLine> {
    Ok(FailureLine {
        place: r.get(0)?,
        reason: r.get(1)?,
        retry: r.get(2)?,
        attempts: r.get(3)?,
        first: r.get(4)?,
        last: r.get(5)?,
    })
}
