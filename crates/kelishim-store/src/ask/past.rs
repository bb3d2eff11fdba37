//! What the register knew at a time: `--as-of`.
//!
//! Versions of that time are found in `known_by`, which has every version of a row under each name it is looked for by, the
//! last dated first. Each thread, happening or statement met there is put together from its versions of that time, as it is
//! from those of today, and the reading ends when the lines asked for are sure.

use super::commitments::CommitmentLine;
use super::filter::{Filter, end_of, sorted};
use super::lists::EventLine;
use crate::listed::day_number;
use crate::record::Row;
use crate::stored::{STORED, Stored, read_stored};
use crate::thread::{Member, state};
use crate::{Id, Kind, Register, Result};
use rusqlite::params;
use rusqlite::types::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Versions below which a name is read to its end.
const FEW: i64 = 16_000;

/// A version of a row with what lists say of its article.
struct Version {
    stored: Stored,
    report: i64,
    published: Option<String>,
    source: Option<String>,
}

/// A question about the past: the filter, with what it names looked up once.
struct Past<'a> {
    filter: &'a Filter,
    /// The time, and its day as a number.
    at: String,
    day: i64,
    /// Names in `known_by` that a thing must have, each from one of its versions at least.
    names: Vec<String>,
    lemmas: Option<Vec<Vec<String>>>,
    /// Articles that have the words.
    found: Option<HashSet<i64>>,
}

impl Past<'_> {
    fn has_source(&self, version: &Version) -> bool {
        let wanted = self.filter.source.as_ref().map(|s| s.to_lowercase());
        wanted.is_none_or(|s| version.source.as_ref().is_some_and(|x| x.to_lowercase().contains(&s)))
    }

    /// Whether the words stand in the article.
    fn has_text(&self, version: &Version) -> bool {
        self.found.as_ref().is_none_or(|found| found.contains(&version.stored.article))
    }

    /// Whether the words are the row's own.
    fn has_words(&self, version: &Version) -> bool {
        self.lemmas.as_ref().is_none_or(|sets| {
            sets.iter()
                .all(|set| version.stored.words.split_whitespace().any(|w| set.iter().any(|l| super::search::is(l, w))))
        })
    }
}

impl Register {
    fn past<'a>(&self, filter: &'a Filter, in_articles: bool) -> Result<Past<'a>> {
        let as_of = filter.as_of.as_deref().unwrap_or_default();
        // A month means its end, as in `end_of`: no day of it is later than its 99th.
        let digits = as_of.chars().take(10).filter(|c| *c != '-').count() as u32;
        let day = (day_number(as_of) + 1) * 10_i64.pow(8_u32.saturating_sub(digits)) - 1;
        let mut names = vec![];
        if let Some((a, b)) = &filter.between {
            let (a, b) = sorted(a, b);
            names.push(format!("p:{a}|{b}"));
        }
        if let Some(actor) = &filter.actor {
            let id = self.find_actor(actor)?;
            let mut query = self.db.prepare_cached(
                "SELECT CASE WHEN key = side THEN 's:' || side ELSE 'a:' || id END FROM actor WHERE id = ?1",
            )?;
            let name: Option<String> = query.query_map([id], |r| r.get(0))?.next().transpose()?;
            names.push(name.unwrap_or_else(|| format!("a:{id}")));
        }
        names.extend(filter.area.iter().map(|area| format!("f:{area}")));
        let mut past = Past { filter, at: end_of(as_of), day, names, lemmas: None, found: None };
        if let Some(text) = &filter.text {
            if in_articles {
                let expression = self.expression(text)?.unwrap_or_else(|| "\"\"".to_owned());
                let mut query = self.db.prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1")?;
                past.found = Some(query.query_map([expression], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?);
            } else {
                past.lemmas = Some(self.lemmas(text)?);
            }
        }
        Ok(past)
    }

    /// Under which name to read, and whether a thing's date is never later than that of its first version met there. So it is
    /// for happenings and statements under any name, and for threads, which have the date of their last step, under names that
    /// all their steps share: sides.
    fn lead(&self, past: &Past<'_>, kind: &str) -> Result<(String, bool)> {
        let shared = |n: &&String| kind != "step" || n.starts_with("p:") || n.starts_with("s:");
        if let Some(name) = past.names.iter().find(shared) {
            return Ok((name.clone(), true));
        }
        let Some(name) = past.names.first() else { return Ok((String::new(), true)) };
        // What few versions have is all gathered; what many have is soon met among all.
        let few: bool = self
            .db
            .prepare_cached(
                "SELECT count(*) < ?4 FROM (SELECT 1 FROM known_by WHERE kind = ?1 AND name = ?2 AND learnt <= ?3 LIMIT ?4)",
            )?
            .query_row(params![kind, name, past.day, FEW], |r| r.get(0))?;
        Ok(if few { (name.clone(), false) } else { (String::new(), true) })
    }

    /// Threads with the dates of their last steps then, of these the last first.
    fn by_last_step(&self, past: &Past<'_>, threads: HashSet<i64>) -> Result<Vec<i64>> {
        let mut query = self.db.prepare_cached(
            "SELECT max(r.date) FROM step_of g CROSS JOIN row r ON r.kind = 'step' AND r.id = g.step AND r.since <= ?2
               AND (r.until IS NULL OR r.until > ?2) AND r.status <> 'rejected' WHERE g.commitment = ?1",
        )?;
        let mut dated = vec![];
        for thread in threads {
            dated.push((query.query_row(params![thread, past.at], |r| r.get::<_, Option<String>>(0))?, thread));
        }
        dated.sort_unstable_by(|a, b| b.cmp(a));
        Ok(dated.into_iter().map(|(_, thread)| thread).collect())
    }

    /// What `compute` makes of each thread, happening or statement that has the names, with its date, the last first; what it
    /// gives nothing for is left out.
    fn latest<T>(
        &self,
        past: &Past<'_>,
        kind: &str,
        mut compute: impl FnMut(i64) -> Result<Option<(String, T)>>,
    ) -> Result<Vec<T>> {
        let (lead, ordered) = self.lead(past, kind)?;
        let (thing, join, of_thing) = match kind {
            "step" => {
                ("g.commitment", "CROSS JOIN step_of g ON g.step = l.id", "step_of g CROSS JOIN row r ON r.id = g.step")
            }
            "event" => (
                "g.happening",
                "CROSS JOIN event_of g ON g.event = l.id",
                "event_of g CROSS JOIN row r ON r.id = g.event",
            ),
            _ => ("l.id", "", "row r"),
        };
        let sql = format!(
            "SELECT 1 FROM {of_thing} CROSS JOIN known_by o ON o.kind = r.kind AND o.name = ?2 AND o.date = r.date AND o.v = r.v
             WHERE {} = ?1 AND r.kind = '{kind}' AND r.since <= ?3 AND (r.until IS NULL OR r.until > ?3)",
            if kind == "statement" { "r.id" } else { thing }
        );
        let mut has_name = self.db.prepare_cached(&sql)?;
        let mut since = String::new();
        let mut values: Vec<Value> = vec![lead.clone().into(), past.day.into()];
        if let Some(day) = &past.filter.since {
            // Nothing of that year or later is nothing since then, at whatever precision.
            values.push(day.chars().take(4).collect::<String>().into());
            since = format!(" AND l.date >= ?{}", values.len());
        }
        // Whether a version was still known, or known already within its day, is seen when its thing is put together.
        let sql = format!(
            "SELECT l.date, {thing} FROM known_by l {join} WHERE l.kind = '{kind}' AND l.name = ?1 AND l.learnt <= ?2{since}
             ORDER BY l.date DESC, l.v DESC"
        );
        let wanted = past.filter.offset.saturating_add(past.filter.limit.unwrap_or(usize::MAX));
        let mut query = self.db.prepare_cached(&sql)?;
        let mut versions = query.query(rusqlite::params_from_iter(values))?;
        let mut seen = HashSet::new();
        let mut wants = |thing: i64| -> Result<Option<(String, T)>> {
            for name in &past.names {
                if !has_name.exists(params![thing, name, past.at])? {
                    return Ok(None);
                }
            }
            compute(thing)
        };
        let mut out = vec![];
        if !ordered {
            while let Some(version) = versions.next()? {
                seen.insert(version.get(1)?);
            }
            for thread in self.by_last_step(past, seen)? {
                if out.len() >= wanted {
                    break;
                }
                out.extend(wants(thread)?.map(|(_, made)| made));
            }
            return Ok(out.into_iter().skip(past.filter.offset).collect());
        }
        // Things by date and number; the last is out as soon as the reading has passed its date.
        let mut waiting: BTreeMap<(String, i64), T> = BTreeMap::new();
        while out.len() < wanted {
            let Some(version) = versions.next()? else { break };
            let (date, thing): (String, i64) = (version.get(0)?, version.get(1)?);
            while out.len() < wanted && waiting.last_key_value().is_some_and(|((d, _), _)| *d > date) {
                out.extend(waiting.pop_last().map(|(_, made)| made));
            }
            if seen.insert(thing)
                && let Some((date, made)) = wants(thing)?
            {
                waiting.insert((date, thing), made);
            }
        }
        while out.len() < wanted {
            let Some((_, made)) = waiting.pop_last() else { break };
            out.push(made);
        }
        Ok(out.into_iter().skip(past.filter.offset).collect())
    }

    /// Versions that made up a thread or happening at the time, in canonical order.
    fn members(&self, past: &Past<'_>, kind: &str, id: i64) -> Result<Vec<Version>> {
        let (of, group) = if kind == "step" { ("step_of", "commitment") } else { ("event_of", "happening") };
        let sql = format!(
            "SELECT {STORED}, a.report, a.published, a.source FROM {of} g
             CROSS JOIN row r ON r.kind = '{kind}' AND r.id = g.{kind} AND r.since <= ?2 AND (r.until IS NULL OR r.until > ?2)
               AND r.status <> 'rejected'
             JOIN article a ON a.id = r.article WHERE g.{group} = ?1 ORDER BY r.date, a.key, r.start, r.\"end\", r.id"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let rows = query.query_map(params![id, past.at], read_version)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Threads as they stood: their versions of that time in today's threads.
    pub(super) fn commitments_as_of(&self, filter: &Filter) -> Result<Vec<CommitmentLine>> {
        let past = self.past(filter, false)?;
        self.latest(&past, "step", |id| self.commitment_at(&past, id))
    }

    fn commitment_at(&self, past: &Past<'_>, id: i64) -> Result<Option<(String, CommitmentLine)>> {
        let filter = past.filter;
        let versions = self.members(past, "step", id)?;
        if versions.is_empty()
            || !versions.iter().any(|v| past.has_source(v))
            || !versions.iter().any(|v| past.has_words(v))
        {
            return Ok(None);
        }
        let mut sides = vec![];
        for version in &versions {
            let (first, second) = version.stored.row.parties();
            sides.push((self.sides_of(&first)?, self.sides_of(&second)?));
        }
        let members: Vec<Member<'_>> = versions
            .iter()
            .zip(&sides)
            .filter_map(|(v, (committer, beneficiary))| match &v.stored.row {
                Row::Step(step) => Some(Member {
                    step,
                    date: &v.stored.date,
                    published: v.published.as_deref().unwrap_or_default(),
                    report: v.report,
                    committer,
                    beneficiary,
                }),
                _ => None,
            })
            .collect();
        let s = state(&members);
        let open = !matches!(s.stage.as_str(), "delivered" | "cancelled");
        let wants_open = filter.open || filter.overdue.is_some() || filter.silent_since.is_some();
        let overdue =
            |today: &String| s.due.as_ref().is_some_and(|d| d < today && !today.starts_with(&format!("{d}-")));
        let due =
            |time: &String| s.due.as_deref().is_some_and(|d| d >= time.as_str() && d <= format!("{time}~").as_str());
        let wanted = filter.code.as_ref().is_none_or(|c| *c == s.stage)
            && (open || !wants_open)
            && filter.overdue.as_ref().is_none_or(overdue)
            && filter.due.as_ref().is_none_or(due)
            && filter.silent_since.as_ref().is_none_or(|d| s.reported < *d)
            && filter.has_date(&s.last_date);
        let line = CommitmentLine {
            id: Id::new(Kind::Commitment, id).to_string(),
            title: s.title,
            committer: s.committer,
            beneficiary: s.beneficiary,
            areas: s.areas,
            stage: s.stage,
            first: s.first_date,
            last: s.last_date.clone(),
            reported: s.reported,
            due: s.due,
            steps: s.steps,
            reports: s.reports,
        };
        Ok(wanted.then_some((s.last_date, line)))
    }

    /// Happenings as they were told: the first telling that was known stands for each.
    pub(super) fn events_as_of(&self, filter: &Filter) -> Result<Vec<EventLine>> {
        let past = self.past(filter, true)?;
        self.latest(&past, "event", |id| {
            let versions = self.members(&past, "event", id)?;
            let reports = versions.iter().map(|v| v.report).collect::<BTreeSet<_>>().len() as i64;
            let Some(first) = versions.into_iter().next() else { return Ok(None) };
            let wanted = past.has_source(&first)
                && past.has_text(&first)
                && filter.code.as_ref().is_none_or(|c| c == first.stored.row.code())
                && filter.has_date(&first.stored.date);
            if !wanted {
                return Ok(None);
            }
            let date = first.stored.date.clone();
            Ok(self.event_line(id, reports, first.stored)?.map(|line| (date, line)))
        })
    }

    /// Statements as they were known.
    pub(super) fn statements_as_of(&self, filter: &Filter) -> Result<Vec<Stored>> {
        let past = self.past(filter, true)?;
        let sql = format!(
            "SELECT {STORED}, a.report, a.published, a.source FROM row r JOIN article a ON a.id = r.article
             WHERE r.kind = 'statement' AND r.id = ?1 AND r.since <= ?2 AND (r.until IS NULL OR r.until > ?2) AND r.status <> 'rejected'"
        );
        self.latest(&past, "statement", |id| {
            let mut query = self.db.prepare_cached(&sql)?;
            let Some(version) = query.query_map(params![id, past.at], read_version)?.next().transpose()? else {
                return Ok(None);
            };
            let wanted = past.has_source(&version)
                && past.has_text(&version)
                && filter.code.as_ref().is_none_or(|c| c == version.stored.row.code())
                && filter.has_date(&version.stored.date);
            Ok(wanted.then(|| (version.stored.date.clone(), version.stored)))
        })
    }
}

fn read_version(r: &rusqlite::Row<'_>) -> rusqlite::Result<Version> {
    Ok(Version { stored: read_stored(r)?, report: r.get(11)?, published: r.get(12)?, source: r.get(13)? })
}
