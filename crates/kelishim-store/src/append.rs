//! Articles and their rows into the register.

use crate::actors::Remembered;
use crate::contract::check;
use crate::record::{Record, Row};
use crate::same::{Characters, Sight, same_rows};
use crate::stored::Stored;
use crate::words::{Named, Word, linking_words};
use crate::{Id, Kind, Register, Result};
use kelishim_link::Signature;
use rusqlite::{OptionalExtension, params};
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};

/// One article with everything that was derived from it.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The record; its spans are checked against its text.
    pub record: Record,
    /// Source key: path, `path#line`, address.
    pub place: String,
    /// All words in order, for search and linking.
    pub words: Vec<Word>,
    /// What was received, when it is to be kept.
    pub bytes: Option<Vec<u8>>,
}

/// What became of an incoming article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// A new article, or a new version of one.
    New(i64),
    /// The register held it already; nothing changed.
    Known(i64),
    /// Its text was taken out at its owner's request; nothing changed.
    Withdrawn,
}

/// How the rows of an article changed when it was read again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Rows that were not there.
    pub added: Vec<Id>,
    /// Rows with other values than before.
    pub changed: Vec<Id>,
    /// Rows that the new reading no longer gives.
    pub withdrawn: Vec<Id>,
}

/// What a writing process remembers so as not to ask the file: bounded, and dropped on roll-back.
#[derive(Default)]
pub(crate) struct Memory {
    pub actors: HashMap<String, Remembered>,
    words: HashSet<(String, String)>,
}

/// Entries above which a memory is emptied.
pub(crate) const REMEMBERED: usize = 200_000;

impl Register {
    /// Whether an article with this key is there.
    pub fn knows(&self, key: &str) -> Result<bool> {
        Ok(self.db.prepare_cached("SELECT 1 FROM article WHERE key = ?1")?.exists([key])?)
    }

    /// Writes one article, its actors and rows; to be called inside [`Register::transaction`]. `now` is the time of learning.
    ///
    /// An article whose key is known is left alone. One whose address is known becomes a new version: its rows keep the ids
    /// of those they are, the others are withdrawn. Threads are not made here but by [`Register::link`].
    pub fn append(&mut self, incoming: &Incoming, now: &str) -> Result<Appended> {
        let record = &incoming.record;
        check(record, &incoming.place)?;
        let a = &record.article;
        let key = record.key(&incoming.place);
        if let Some(id) = self
            .db
            .prepare_cached("SELECT id FROM article WHERE key = ?1")?
            .query_row([&key], |r| r.get(0))
            .optional()?
        {
            return Ok(Appended::Known(id));
        }
        let series = a.url.as_deref().unwrap_or(&incoming.place);
        if self.withdrawn(series)?.is_some() {
            return Ok(Appended::Withdrawn);
        }
        let last: Option<(i64, i64)> = self
            .db
            .prepare_cached("SELECT id, version FROM article WHERE series = ?1 AND current = 1")?
            .query_row([series], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        if let Some((old, _)) = last {
            self.cover(old, -1)?;
            self.db.prepare_cached("UPDATE article SET current = 0 WHERE id = ?1")?.execute([old])?;
        }
        let signature = Signature::of(&a.text);
        self.db
            .prepare_cached(
                "INSERT INTO article (key, series, version, current, place, url, source, title, language, published, dateline,
                   text, bytes, report, signature, extractor, model, frames, registry, gaps, learned)
                 VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .execute(params![
                key,
                series,
                last.map_or(1, |(_, version)| version + 1),
                incoming.place,
                a.url,
                a.source,
                a.title,
                a.language,
                a.published,
                a.dateline.as_ref().map(|d| d.to_string()),
                a.text,
                incoming.bytes,
                signature.as_ref().map(Signature::to_bytes),
                record.versions.extractor,
                record.versions.model,
                record.versions.frames,
                record.versions.registry,
                serde_json::to_string(&record.gaps).expect("plain data"),
                now,
            ])?;
        let article = self.db.last_insert_rowid();
        self.find_reprints(article, signature.as_ref())?;
        self.index_words(article, a.title.as_deref().unwrap_or_default(), &incoming.words)?;
        self.write_rows(article, record, &incoming.words, now)?;
        self.cover(article, 1)?;
        Ok(Appended::New(article))
    }

    /// Puts a new reading of a known article in the place of its last one; rows keep their ids, corrections stay applied.
    pub fn rederive(&mut self, article: i64, incoming: &Incoming, now: &str) -> Result<Changes> {
        let record = &incoming.record;
        check(record, &incoming.place)?;
        self.db
            .prepare_cached(
                "UPDATE article SET extractor = ?2, model = ?3, frames = ?4, registry = ?5, gaps = ?6 WHERE id = ?1",
            )?
            .execute(params![
                article,
                record.versions.extractor,
                record.versions.model,
                record.versions.frames,
                record.versions.registry,
                serde_json::to_string(&record.gaps).expect("plain data"),
            ])?;
        self.cover(article, -1)?;
        let changes = self.write_rows(article, record, &incoming.words, now)?;
        self.cover(article, 1)?;
        Ok(changes)
    }

    fn index_words(&mut self, article: i64, title: &str, words: &[Word]) -> Result<()> {
        let lemmas = words.iter().map(|w| w.lemma.as_str()).collect::<Vec<_>>().join(" ");
        let places: Vec<u8> =
            words.iter().flat_map(|w| [w.start.to_le_bytes(), w.end.to_le_bytes()].concat()).collect();
        let title = title.to_lowercase().replace('ё', "е");
        self.db
            .prepare_cached("INSERT INTO article_words (article, lemmas, title, places) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![article, lemmas, title, places])?;
        self.db
            .prepare_cached("INSERT INTO search (rowid, lemmas, title) VALUES (?1, ?2, ?3)")?
            .execute(params![article, lemmas, title])?;
        if self.memory.words.len() > REMEMBERED {
            self.memory.words.clear();
        }
        for w in words {
            let pair = (w.form.clone(), w.lemma.clone());
            if !self.memory.words.contains(&pair) {
                self.db
                    .prepare_cached("INSERT OR IGNORE INTO word (form, lemma) VALUES (?1, ?2)")?
                    .execute(params![w.form, w.lemma])?;
                self.memory.words.insert(pair);
            }
        }
        Ok(())
    }

    /// Writes the rows of a reading of an article in the place of those that it, or its earlier versions, had.
    fn write_rows(&mut self, article: i64, record: &Record, words: &[Word], now: &str) -> Result<Changes> {
        let mut ids: BTreeMap<&str, String> = BTreeMap::new();
        let mut named: Vec<Named> = vec![];
        let origin = self.origin(article)?;
        let mut met = HashSet::new();
        for actor in &record.actors {
            let id = self.actor(actor, &origin, &mut met)?;
            let mentions: Vec<[u32; 2]> = actor.mentions.iter().map(|m| [m.start, m.end]).collect();
            let always = matches!(actor.kind.as_str(), "country" | "person");
            let name = Id::new(Kind::Actor, id).to_string();
            named.extend(mentions.iter().map(|m| Named { start: m[0], end: m[1], actor: name.clone(), always }));
            self.db
                .prepare_cached(
                    "INSERT INTO appearance (article, actor, name, description, mentions) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT DO UPDATE SET name = excluded.name, description = excluded.description, mentions = excluded.mentions",
                )?
                .execute(params![article, id, actor.name, actor.description, json!(mentions).to_string()])?;
            ids.insert(&actor.id, name);
        }
        let mut rows: Vec<(String, Row)> = vec![];
        rows.extend(record.statements.iter().map(|r| (r.id.clone(), Row::Statement(r.clone()))));
        rows.extend(record.events.iter().map(|r| (r.id.clone(), Row::Event(r.clone()))));
        rows.extend(record.commitments.iter().map(|r| (r.id.clone(), Row::Step(r.clone()))));
        for (_, row) in &mut rows {
            row.map_actors(|a| ids.get(a).cloned().unwrap_or_else(|| a.to_owned()));
            clear_id(row);
        }

        let text = Characters::new(&record.article.text);
        let sights: Vec<Sight> = rows.iter().map(|(_, row)| Sight::of(row, &text)).collect();
        // Rows that a person decided about may stand in an earlier version than the last, so all versions are asked.
        let mut old = self.rows_of_series(article)?;
        let here = old.len();
        let mut matches = self.match_rows(article, &text, &sights, &old)?;
        // A row that an earlier reading gave and the last one did not is the row it was.
        let gone = self.withdrawn_of(article)?;
        if !gone.is_empty() {
            let new: Vec<usize> = (0..sights.len()).filter(|i| matches[*i].is_none()).collect();
            let new_sights: Vec<Sight> = new.iter().map(|i| sights[*i].clone()).collect();
            for (i, found) in new.into_iter().zip(self.match_rows(article, &text, &new_sights, &gone)?) {
                matches[i] = found.map(|j| here + j);
            }
            old.extend(gone);
        }

        // Ids first: rows name each other.
        let mut next: BTreeMap<&str, i64> = BTreeMap::new();
        let mut numbers = vec![];
        for (i, (_, row)) in rows.iter().enumerate() {
            numbers.push(match matches[i] {
                Some(j) => old[j].id,
                None => {
                    let kind = row.kind();
                    if !next.contains_key(kind) {
                        let last: i64 = self
                            .db
                            .prepare_cached("SELECT coalesce(max(id), 0) FROM row WHERE kind = ?1")?
                            .query_row([kind], |r| r.get(0))?;
                        next.insert(kind, last);
                    }
                    let id = next.get_mut(kind).expect("just set");
                    *id += 1;
                    *id
                }
            });
        }
        let names: BTreeMap<String, String> = rows
            .iter()
            .zip(&numbers)
            .map(|((local, row), number)| (local.clone(), Id::new(kind_of(row), *number).to_string()))
            .collect();

        let mut changes = Changes::default();
        for (i, (_, mut row)) in rows.into_iter().enumerate() {
            row.map_rows(|local| names.get(local).cloned());
            let id = Id::new(kind_of(&row), numbers[i]);
            let (row, status) = self.corrected(id, row, &text)?;
            let words = linking_words(&row, &text, words, &named);
            match matches[i].map(|j| &old[j]) {
                Some(o)
                    if o.until.is_none()
                        && o.row == row
                        && o.status == status
                        && o.words == words
                        && o.article == article =>
                {
                    continue;
                }
                Some(o) => {
                    if o.until.is_none() {
                        self.close(o.v, now)?;
                        changes.changed.push(id);
                    } else {
                        changes.added.push(id);
                    }
                    self.insert(id, o.version + 1, article, &row, &status, &words, now)?;
                }
                None => {
                    changes.added.push(id);
                    self.insert(id, 1, article, &row, &status, &words, now)?;
                }
            }
        }
        for (_, o) in old[..here].iter().enumerate().filter(|(j, _)| !matches.contains(&Some(*j))) {
            let id = Id::new(kind_of(&o.row), o.id);
            // What a person decided about is not taken away by a reading: a row rejected stays so when it is found again.
            if o.status == "derived" {
                self.close(o.v, now)?;
                // Events and steps are listed by what they are linked to.
                if let Row::Statement(_) = o.row {
                    self.unlist("statement", o.id)?;
                }
                changes.withdrawn.push(id);
            } else if o.article != article
                && o.status != "rejected"
                && let Some(row) = o.row.moved_into(&text)
            {
                // Its words stand in this version too. Where they do not, the row stays with the version that has them.
                let words = linking_words(&row, &text, words, &named);
                self.close(o.v, now)?;
                self.insert(id, o.version + 1, article, &row, &o.status, &words, now)?;
                changes.changed.push(id);
            }
        }
        Ok(changes)
    }

    /// For each new row of an article the place of the old row that it is; old rows may stand in earlier versions of it.
    fn match_rows(
        &self,
        article: i64,
        text: &Characters<'_>,
        new: &[Sight],
        old: &[Stored],
    ) -> Result<Vec<Option<usize>>> {
        let earlier = self.texts_of(old.iter().map(|o| o.article).filter(|id| *id != article))?;
        let earlier: BTreeMap<i64, Characters<'_>> = earlier.iter().map(|(id, t)| (*id, Characters::new(t))).collect();
        let text_of = |o: &Stored| earlier.get(&o.article).unwrap_or(text);
        let sights: Vec<Sight> = old.iter().map(|o| Sight::of(&o.row, text_of(o))).collect();
        Ok(same_rows(new, &sights, |j| text_of(&old[j]).is(text)))
    }

    /// Ends a version and marks its block for linking.
    pub(crate) fn close(&mut self, v: i64, now: &str) -> Result<()> {
        self.db.prepare_cached("UPDATE row SET until = ?2 WHERE v = ?1")?.execute(params![v, now])?;
        self.db
            .prepare_cached(
                "INSERT OR IGNORE INTO dirty SELECT kind, block FROM row WHERE v = ?1 AND kind <> 'statement'",
            )?
            .execute([v])?;
        Ok(())
    }

    /// Writes a version of a row, and marks its block for linking.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn insert(
        &mut self,
        id: Id,
        version: i64,
        article: i64,
        row: &Row,
        status: &str,
        words: &str,
        now: &str,
    ) -> Result<()> {
        let published: Option<String> = self
            .db
            .prepare_cached("SELECT published FROM article WHERE id = ?1")?
            .query_row([article], |r| r.get(0))?;
        let date = date_of(row, published.as_deref());
        let sides = self.sides(row)?;
        let block = block_of(row, &sides);
        let anchor = row.anchor();
        self.db
            .prepare_cached(
                "INSERT INTO row (kind, id, version, article, start, \"end\", date, status, score, block, body, words, since)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                row.kind(),
                id.number,
                version,
                article,
                anchor.start,
                anchor.end,
                date,
                status,
                row.score(),
                block,
                row.to_json().to_string(),
                words,
                now,
            ])?;
        let v = self.db.last_insert_rowid();
        if status != "rejected" {
            self.list_version((v, id.number), row, &date, &sides, now)?;
        }
        if let Row::Statement(_) = row {
            if version > 1 {
                self.unlist("statement", id.number)?;
            }
            if status != "rejected" {
                self.list_statement(id.number, row, &date, &sides)?;
            }
        } else {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO dirty (kind, block) VALUES (?1, ?2)")?
                .execute(params![row.kind(), block])?;
        }
        Ok(())
    }
}

pub(crate) fn kind_of(row: &Row) -> Kind {
    match row {
        Row::Statement(_) => Kind::Statement,
        Row::Event(_) => Kind::Event,
        Row::Step(_) => Kind::Step,
    }
}

/// Rows of different blocks are never linked: other sides, other type of event.
pub(crate) fn block_of(row: &Row, sides: &[String]) -> String {
    match row {
        Row::Event(e) => format!("{}|{}", e.kind, sides.join("|")),
        _ => sides.join("|"),
    }
}

pub(crate) fn clear_id(row: &mut Row) {
    match row {
        Row::Statement(r) => r.id.clear(),
        Row::Event(r) => r.id.clear(),
        Row::Step(r) => r.id.clear(),
    }
}

/// When a row happened, else when it was published, without the time of day; empty when nothing is known.
pub(crate) fn date_of(row: &Row, published: Option<&str>) -> String {
    let when = row.when().and_then(|w| w.from.as_deref().or(w.to.as_deref()));
    when.or(published).unwrap_or_default().split(['T', ' ']).next().unwrap_or_default().to_owned()
}
