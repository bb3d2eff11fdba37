//! Threads and happenings, kept up to date block by block.
//!
//! Rows of different blocks (other sides, other type) are never linked, so a block is computed anew whenever one of its rows
//! changed, from all its rows in a canonical order: what comes out depends on the rows, not on when they arrived.

use crate::listed::Listing;
use crate::record::Row;
use crate::stored::{STORED, Stored, read_stored};
use crate::thread::{Member, state};
use crate::{Register, Result};
use kelishim_link::{Link, Step, Subjects, Told, link_happenings, link_steps};
use kelishim_model::{EventType, PartialDate};
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// How much [`Register::link`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Linked {
    /// Blocks computed.
    pub blocks: usize,
    /// Rows in them.
    pub rows: usize,
}

/// A current row of a block with what linking needs of its article.
struct Line {
    stored: Stored,
    report: i64,
    published: Option<String>,
    /// Thread or happening it was in.
    group: Option<i64>,
}

impl Register {
    /// Computes every block that changed, each in a transaction of its own; whatever stops it, the rest is done next time.
    /// `progress` is told after each block how many rows it had.
    pub fn link(&mut self, subjects: &Subjects, mut progress: impl FnMut(usize)) -> Result<Linked> {
        let mut done = Linked::default();
        loop {
            let next: Option<(String, String)> = self
                .db
                .prepare_cached("SELECT kind, block FROM dirty ORDER BY kind, block LIMIT 1")?
                .query_row([], |r| Ok((r.get(0)?, r.get(1)?)))
                .optional()?;
            let Some((kind, block)) = next else { return Ok(done) };
            let rows = self.transaction(|register| {
                let rows =
                    if kind == "step" { register.link_steps(&block, subjects) } else { register.link_events(&block) }?;
                register
                    .db
                    .prepare_cached("DELETE FROM dirty WHERE kind = ?1 AND block = ?2")?
                    .execute(params![kind, block])?;
                Ok(rows)
            })?;
            done.blocks += 1;
            done.rows += rows;
            progress(rows);
        }
    }

    /// Rows that wait for [`Register::link`].
    pub fn unlinked(&self) -> Result<u64> {
        let count: i64 = self.db.query_row(
            "SELECT count(*) FROM dirty d CROSS JOIN row r ON r.kind = d.kind AND r.block = d.block WHERE r.until IS NULL",
            [],
            |r| r.get(0),
        )?;
        Ok(count as u64)
    }

    fn block(&self, kind: &str, block: &str) -> Result<Vec<Line>> {
        let (of, name, group) =
            if kind == "step" { ("step_of", "step", "commitment") } else { ("event_of", "event", "happening") };
        // The key of an article does not depend on when it came.
        let sql = format!(
            "SELECT {STORED}, a.report, a.published, g.{group} FROM row r
             JOIN article a ON a.id = r.article LEFT JOIN {of} g ON g.{name} = r.id
             WHERE r.kind = ?1 AND r.block = ?2 AND r.until IS NULL AND r.status <> 'rejected'
             ORDER BY r.date, a.key, r.start, r.\"end\", r.id"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let lines = query.query_map(params![kind, block], |r| {
            Ok(Line { stored: read_stored(r)?, report: r.get(11)?, published: r.get(12)?, group: r.get(13)? })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    fn link_steps(&mut self, block: &str, subjects: &Subjects) -> Result<usize> {
        let lines = self.block("step", block)?;
        let mut steps = vec![];
        for line in &lines {
            let Row::Step(s) = &line.stored.row else { continue };
            let (committer, beneficiary) = line.stored.row.parties();
            let mut parts = line.stored.words.split('\t').map(|p| p.split_whitespace().map(str::to_owned).collect());
            steps.push(Step {
                committer: self.sides_of(&committer)?,
                beneficiary: self.sides_of(&beneficiary)?,
                areas: s.areas.clone(),
                stage: s.stage.clone(),
                date: line.stored.date.clone(),
                quantity: s
                    .quantity
                    .iter()
                    .filter_map(|q| {
                        Some((q.value.as_f64()?, q.currency.clone().or(q.unit.clone()).unwrap_or_default()))
                    })
                    .collect(),
                words: parts.next().unwrap_or_default(),
                around: parts.next().unwrap_or_default(),
                before: parts.next().unwrap_or_default(),
            });
        }
        let mut links = link_steps(&steps, subjects);
        self.decide(&lines, &mut links)?;
        let ids = self.name_groups("commitment", block, &lines, &links)?;
        // The same words of the same report in another outlet are no further step.
        let mut printed: BTreeMap<(usize, i64, &str, &str), &Stored> = BTreeMap::new();
        for (line, link) in lines.iter().zip(&links) {
            let row = &line.stored.row;
            let first =
                *printed.entry((link.group, line.report, row.code(), &row.anchor().text)).or_insert(&line.stored);
            let reprint_of = (first.article != line.stored.article).then_some(first.id);
            self.db
                .prepare_cached(
                    "INSERT INTO step_of (step, commitment, score, reason, reprint_of) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT DO UPDATE SET commitment = excluded.commitment, score = excluded.score,
                       reason = excluded.reason, reprint_of = excluded.reprint_of
                     WHERE (commitment, score, reason, reprint_of)
                       IS NOT (excluded.commitment, excluded.score, excluded.reason, excluded.reprint_of)",
                )?
                .execute(params![line.stored.id, ids[link.group], link.score, link.reason, reprint_of])?;
        }
        let mut groups: Vec<Vec<usize>> = vec![vec![]; ids.len()];
        for (i, link) in links.iter().enumerate() {
            groups[link.group].push(i);
        }
        let sides: Vec<String> = block.split('|').map(str::to_owned).collect();
        for (members, id) in groups.iter().zip(&ids) {
            let thread: Vec<Member<'_>> = members
                .iter()
                .filter_map(|&i| match &lines[i].stored.row {
                    Row::Step(step) => Some(Member {
                        step,
                        date: &lines[i].stored.date,
                        published: lines[i].published.as_deref().unwrap_or_default(),
                        report: lines[i].report,
                        committer: &steps[i].committer,
                        beneficiary: &steps[i].beneficiary,
                    }),
                    _ => None,
                })
                .collect();
            let s = state(&thread);
            let rows: Vec<Row> = members.iter().map(|&i| lines[i].stored.row.clone()).collect();
            let actors = self.listed_actors(&rows)?;
            let listing = Listing {
                kind: "commitment",
                id: *id,
                date: &s.last_date,
                sides: &sides,
                actors: &actors,
                areas: &s.areas,
            };
            let (committer, beneficiary, areas) = (json(&s.committer), json(&s.beneficiary), json(&s.areas));
            let values = params![
                id,
                block,
                s.title,
                committer,
                beneficiary,
                areas,
                s.stage,
                s.first_date,
                s.last_date,
                s.reported,
                s.due,
                s.steps,
                s.reports,
            ];
            // Most threads of a block stay as they were when one changes: what is there already is not written again.
            let same = self
                .db
                .prepare_cached(
                    "SELECT 1 FROM commitment WHERE id = ?1 AND merged_into IS NULL AND (block, title, committer, beneficiary, areas,
                       stage, first_date, last_date, reported, due, steps, reports)
                       IS (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                )?
                .exists(values)?;
            if same && self.is_listed(&listing)? {
                continue;
            }
            self.unlist("commitment", *id)?;
            self.db
                .prepare_cached(
                    "INSERT INTO commitment (id, block, title, committer, beneficiary, areas, stage, first_date, last_date,
                       reported, due, steps, reports) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                     ON CONFLICT DO UPDATE SET merged_into = NULL, block = excluded.block, title = excluded.title,
                       committer = excluded.committer, beneficiary = excluded.beneficiary, areas = excluded.areas,
                       stage = excluded.stage, first_date = excluded.first_date, last_date = excluded.last_date,
                       reported = excluded.reported, due = excluded.due, steps = excluded.steps, reports = excluded.reports",
                )?
                .execute(values)?;
            self.list(&listing)?;
        }
        Ok(lines.len())
    }

    fn link_events(&mut self, block: &str) -> Result<usize> {
        let lines = self.block("event", block)?;
        let mut told = vec![];
        for (i, line) in lines.iter().enumerate() {
            let Row::Event(e) = &line.stored.row else { continue };
            let (days, dated) = days(e.time.as_ref(), line.published.as_deref(), i);
            let mut actors = vec![];
            for actor in e.actors.iter().chain(&e.recipients) {
                actors.push(actor.clone());
            }
            actors.sort();
            told.push(Told {
                days,
                dated,
                mode: e.mode.clone(),
                modality: e.modality.clone(),
                actors,
                words: line
                    .stored
                    .words
                    .split('\t')
                    .take(2)
                    .flat_map(str::split_whitespace)
                    .map(str::to_owned)
                    .collect(),
                place: e.place.as_ref().map(|p| p.text.to_lowercase()),
                article: line.stored.article,
            });
        }
        let links = link_happenings(&told);
        let ids = self.name_groups("happening", block, &lines, &links)?;
        for (line, link) in lines.iter().zip(&links) {
            self.db
                .prepare_cached(
                    "INSERT INTO event_of (event, happening, score, reason) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT DO UPDATE SET happening = excluded.happening, score = excluded.score, reason = excluded.reason
                     WHERE (happening, score, reason) IS NOT (excluded.happening, excluded.score, excluded.reason)",
                )?
                .execute(params![line.stored.id, ids[link.group], link.score, link.reason])?;
        }
        let mut groups: Vec<Vec<&Line>> = vec![vec![]; ids.len()];
        for (line, link) in lines.iter().zip(&links) {
            groups[link.group].push(line);
        }
        let sides: Vec<String> = block.split('|').skip(1).map(str::to_owned).collect();
        for (members, id) in groups.iter().zip(&ids) {
            let Row::Event(first) = &members[0].stored.row else { continue };
            let rows: Vec<Row> = members.iter().map(|l| l.stored.row.clone()).collect();
            let areas: Vec<String> =
                rows.iter().flat_map(|r| r.areas().to_vec()).collect::<BTreeSet<_>>().into_iter().collect();
            let reports = members.iter().map(|l| l.report).collect::<BTreeSet<_>>().len() as i64;
            let date = &members[0].stored.date;
            let of_type = EventType::from_code(&first.kind).map_or(0.0, |t| f64::from(t.goldstein()));
            let actors = self.listed_actors(&rows)?;
            let listing = Listing { kind: "happening", id: *id, date, sides: &sides, actors: &actors, areas: &areas };
            let as_json = json(&areas);
            let (goldstein, events) = (first.goldstein.unwrap_or(of_type), members.len() as i64);
            let first_event = members[0].stored.id;
            let values =
                params![id, block, first.kind, first.modality, as_json, date, first_event, goldstein, events, reports];
            let same = self
                .db
                .prepare_cached(
                    "SELECT 1 FROM happening WHERE id = ?1 AND merged_into IS NULL AND (block, type, modality, areas, date, first_event,
                       goldstein, events, reports) IS (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                )?
                .exists(values)?;
            if same && self.is_listed(&listing)? {
                continue;
            }
            self.unlist("happening", *id)?;
            self.db
                .prepare_cached(
                    "INSERT INTO happening (id, block, type, modality, areas, date, first_event, goldstein, events, reports)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                     ON CONFLICT DO UPDATE SET merged_into = NULL, block = excluded.block, type = excluded.type,
                       modality = excluded.modality, areas = excluded.areas, date = excluded.date,
                       first_event = excluded.first_event, goldstein = excluded.goldstein, events = excluded.events,
                       reports = excluded.reports",
                )?
                .execute(values)?;
            self.list(&listing)?;
        }
        Ok(lines.len())
    }

    /// Ids of the groups. A group keeps the ids whose oldest row it holds: the least of them is its own, the others lead to
    /// it. A group that holds none gets a new one. Groups of the block that have no rows left are emptied.
    fn name_groups(&mut self, table: &str, block: &str, lines: &[Line], links: &[Link]) -> Result<Vec<i64>> {
        let (of, name, kind) =
            if table == "commitment" { ("step_of", "step", "step") } else { ("event_of", "event", "event") };
        let count = links.iter().map(|l| l.group + 1).max().unwrap_or(0);
        let mut owner: BTreeMap<i64, usize> = BTreeMap::new();
        for (line, link) in lines.iter().zip(links) {
            if let Some(id) = line.group {
                owner.entry(id).or_insert(link.group);
            }
        }
        let here: BTreeSet<i64> = lines.iter().map(|l| l.stored.id).collect();
        let mut owned: Vec<Vec<i64>> = vec![vec![]; count];
        for (id, group) in owner {
            // A row that changed its parties came from another block; it takes its id along when it was alone there.
            let mut query = self.db.prepare_cached(&format!(
                "SELECT g.{name} FROM {of} g CROSS JOIN row r ON r.kind = '{kind}' AND r.id = g.{name} AND r.until IS NULL
                   AND r.status <> 'rejected' WHERE g.{table} = ?1"
            ))?;
            let all = query.query_map([id], |r| r.get::<_, i64>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
            let of_block: Option<String> = self
                .db
                .prepare_cached(&format!("SELECT block FROM {table} WHERE id = ?1"))?
                .query_row([id], |r| r.get(0))
                .optional()?;
            if of_block.as_deref() == Some(block) || all.iter().all(|row| here.contains(row)) {
                owned[group].push(id);
            }
        }
        let mut next: i64 = self
            .db
            .prepare_cached(&format!("SELECT coalesce(max(id), 0) FROM {table}"))?
            .query_row([], |r| r.get(0))?;
        let mut ids = vec![];
        for list in &owned {
            ids.push(match list.first() {
                Some(id) => *id,
                None => {
                    next += 1;
                    next
                }
            });
        }
        let kept: BTreeSet<i64> = ids.iter().copied().collect();
        let mut query =
            self.db.prepare_cached(&format!("SELECT id FROM {table} WHERE block = ?1 AND merged_into IS NULL"))?;
        let before = query.query_map([block], |r| r.get::<_, i64>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        drop(query);
        for (group, list) in owned.iter().enumerate() {
            for merged in list.iter().skip(1) {
                self.unlist(table, *merged)?;
                self.db
                    .prepare_cached(&format!("UPDATE {table} SET merged_into = ?2 WHERE id = ?1"))?
                    .execute(params![merged, ids[group]])?;
                // Rows withdrawn meanwhile go along: a question about the past finds them where the others are.
                self.db
                    .prepare_cached(&format!("UPDATE {of} SET {table} = ?2 WHERE {table} = ?1"))?
                    .execute(params![merged, ids[group]])?;
            }
        }
        let counted = if table == "commitment" { "steps" } else { "events" };
        for id in before.into_iter().filter(|id| !kept.contains(id)) {
            self.unlist(table, id)?;
            self.db
                .prepare_cached(&format!("UPDATE {table} SET {counted} = 0, reports = 0 WHERE id = ?1"))?
                .execute([id])?;
        }
        Ok(ids)
    }

    /// Applies what people decided about threads, in the order they decided.
    fn decide(&self, lines: &[Line], links: &mut [Link]) -> Result<()> {
        let place: BTreeMap<i64, usize> = lines.iter().enumerate().map(|(i, l)| (l.stored.id, i)).collect();
        let mut query = self.db.prepare_cached(
            "SELECT action, value, author FROM correction WHERE kind = 'commitment' AND action IN ('merge', 'split') ORDER BY id",
        )?;
        let kept =
            query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?)))?;
        let mut changed = false;
        for line in kept.collect::<rusqlite::Result<Vec<_>>>()? {
            let (action, value, author) = line;
            let steps: Vec<i64> = serde_json::from_str(&value).unwrap_or_default();
            let here: Vec<usize> = steps.iter().filter_map(|s| place.get(s).copied()).collect();
            if action == "merge" {
                if let [a, b] = here[..] {
                    let (from, to) = (links[b].group, links[a].group);
                    for link in links.iter_mut().filter(|l| l.group == from) {
                        link.group = to;
                    }
                    links[b].reason = format!("merged by {author}");
                    changed = true;
                }
            } else if !here.is_empty() {
                let own = links.iter().map(|l| l.group + 1).max().unwrap_or(0);
                for i in here {
                    links[i].group = own;
                    links[i].reason = format!("split off by {author}");
                }
                changed = true;
            }
        }
        if changed {
            // Groups are numbered by their first rows again.
            let mut numbers = BTreeMap::new();
            for link in links.iter_mut() {
                let next = numbers.len();
                link.group = *numbers.entry(link.group).or_insert(next);
            }
        }
        Ok(())
    }
}

fn json(list: &[String]) -> String {
    serde_json::to_string(list).expect("strings")
}

/// Days that an event can have happened on, and whether the text names them to the day. Without any date an event stands far
/// from every other.
fn days(time: Option<&crate::record::When>, published: Option<&str>, place: usize) -> ((i64, i64), bool) {
    let parse = |d: &Option<String>| d.as_deref().and_then(|d| d.parse::<PartialDate>().ok());
    let (from, to) = time.map_or((None, None), |w| (parse(&w.from), parse(&w.to)));
    let first = from.map(|d| day_number(d.first_day()));
    let last = to.map(|d| day_number(d.last_day()));
    match (first, last) {
        (Some(a), Some(b)) if a <= b => ((a, b), b - a <= 3),
        _ => match published.and_then(|p| p.parse::<PartialDate>().ok()) {
            Some(day) => {
                let day = day_number(day.last_day());
                let at = last.map_or(day, |l| l.min(day)).max(first.unwrap_or(i64::MIN));
                ((at, at), false)
            }
            None => {
                let at = first.or(last).unwrap_or(-1_000_000_000 + place as i64 * 1000);
                ((at, at), false)
            }
        },
    }
}

/// Days since 1 March 0000. Source: Hinnant, chrono-compatible low-level date algorithms.
fn day_number(day: PartialDate) -> i64 {
    let (m, d) = (i64::from(day.month().unwrap_or(1)), i64::from(day.day().unwrap_or(1)));
    let y = i64::from(day.year()) - i64::from(m <= 2);
    let era = y.div_euclid(400);
    let of_era = y - era * 400;
    let of_year = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_through_months_and_leap_years() {
        let day = |s: &str| day_number(s.parse().unwrap());
        assert_eq!(day("2024-03-01") - day("2024-02-28"), 2);
        assert_eq!(day("2023-03-01") - day("2023-02-28"), 1);
        assert_eq!(day("2025-01-01") - day("2024-01-01"), 366);
    }
}
