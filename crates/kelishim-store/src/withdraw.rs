//! Texts taken out of the register at their owners' request.

use crate::{Register, Result, StoreError};
use rusqlite::{OptionalExtension, params};
use serde_json::Value;
use std::collections::HashSet;

impl Register {
    /// Takes the texts of all versions of the article at `url` out of the register, and keeps them out: what is received from
    /// there later is passed over, and reading again leaves it alone. The ids of the articles; empty when there was none.
    ///
    /// Rows stay with the words they rest on, at their places: every other letter of the text becomes a space, so that spans hold.
    /// The words go out of the index of search, out of what linking compares and, where no other text has them, out of the
    /// table of words; the received bytes are dropped. Headlines stay. The threads of the rows are to be linked again. To be called
    /// outside a transaction; [`StoreError::StillRead`] when the log could not be emptied, to be called again then.
    pub fn withdraw(&mut self, url: &str, why: &str, now: &str) -> Result<Vec<i64>> {
        // Freed pages are overwritten: a text taken out is not to be found in the file.
        self.db.pragma_update(None, "secure_delete", true)?;
        let articles = self.transaction(|register| {
            register
                .db
                .execute("INSERT OR IGNORE INTO withdrawn (url, why, at) VALUES (?1, ?2, ?3)", [url, why, now])?;
            let mut query = register.db.prepare("SELECT id FROM article WHERE series = ?1 ORDER BY id")?;
            let articles = query.query_map([url], |r| r.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
            drop(query);
            for article in &articles {
                register.take_out(*article)?;
            }
            // The index keeps deleted words in its segments until they are merged.
            if !articles.is_empty() {
                register.db.execute("INSERT INTO search (search) VALUES ('optimize')", [])?;
            }
            Ok(articles)
        })?;
        // Old pages must not live on in the log either.
        let busy: bool = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
        if busy { Err(StoreError::StillRead) } else { Ok(articles) }
    }

    /// Whether the text at an address was taken out, and when.
    pub fn withdrawn(&self, url: &str) -> Result<Option<String>> {
        let mut query = self.db.prepare_cached("SELECT at FROM withdrawn WHERE url = ?1")?;
        Ok(query.query_row([url], |r| r.get(0)).optional()?)
    }

    fn take_out(&mut self, article: i64) -> Result<()> {
        let text: String = self.db.query_row("SELECT text FROM article WHERE id = ?1", [article], |r| r.get(0))?;
        let mut kept = vec![false; text.chars().count()];
        let mut query = self.db.prepare("SELECT body FROM row WHERE article = ?1")?;
        for body in query.query_map([article], |r| r.get::<_, String>(0))? {
            if let Ok(body) = serde_json::from_str(&body?) {
                keep_spans(&body, &mut kept);
            }
        }
        drop(query);
        let blank = |(c, kept): (char, &bool)| if *kept || c == '\n' { c } else { ' ' };
        let left: String = text.chars().zip(&kept).map(blank).collect();
        self.db.execute("UPDATE article SET text = ?2, bytes = NULL WHERE id = ?1", params![article, left])?;
        // Beside its anchor's words a row has those of the sentences around it.
        self.db.execute(
            "UPDATE row SET words = substr(words, 1, instr(words || char(9), char(9)) - 1) || char(9) || char(9)
             WHERE article = ?1 AND words <> ''",
            [article],
        )?;
        self.db.execute(
            "INSERT OR IGNORE INTO dirty SELECT kind, block FROM row
             WHERE article = ?1 AND until IS NULL AND kind <> 'statement'",
            [article],
        )?;
        self.take_words_out(article, &kept)
    }

    /// Leaves in the index the words that lie in what is kept.
    fn take_words_out(&mut self, article: i64, kept: &[bool]) -> Result<()> {
        let (lemmas, title, places): (String, String, Vec<u8>) = self.db.query_row(
            "SELECT lemmas, title, places FROM article_words WHERE article = ?1",
            [article],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )?;
        let number = |p: &[u8]| u32::from_le_bytes(p.try_into().expect("four bytes")) as usize;
        let stays = |place: &&[u8]| {
            let (start, end) = (number(&place[..4]), number(&place[4..8]));
            kept.get(start..end.min(kept.len())).is_some_and(|w| !w.is_empty() && w.iter().all(|k| *k))
        };
        let (mut left, mut at, mut gone) = (vec![], vec![], HashSet::new());
        for (lemma, place) in lemmas.split(' ').zip(places.chunks_exact(8)) {
            if stays(&place) {
                left.push(lemma);
                at.extend_from_slice(place);
            } else {
                gone.insert(lemma);
            }
        }
        let left = left.join(" ");
        self.db.execute(
            "INSERT INTO search (search, rowid, lemmas, title) VALUES ('delete', ?1, ?2, ?3)",
            params![article, lemmas, title],
        )?;
        self.db.execute(
            "UPDATE article_words SET lemmas = ?2, places = ?3 WHERE article = ?1",
            params![article, left, at],
        )?;
        self.db
            .execute("INSERT INTO search (rowid, lemmas, title) VALUES (?1, ?2, ?3)", params![article, left, title])?;
        self.forget_words(gone)
    }

    /// Takes those of the lemmas that no text has any more out of the table of words.
    fn forget_words(&mut self, lemmas: HashSet<&str>) -> Result<()> {
        let mut met = self.db.prepare("SELECT EXISTS (SELECT 1 FROM search WHERE search MATCH ?1)")?;
        let mut gone = vec![];
        for lemma in lemmas {
            if !met.query_row([format!("\"{}\"", lemma.replace('"', "\"\""))], |r| r.get(0))? {
                gone.push(lemma);
            }
        }
        drop(met);
        self.db.execute(
            "DELETE FROM word WHERE lemma IN (SELECT value FROM json_each(?1))",
            [Value::from(gone).to_string()],
        )?;
        self.memory = crate::append::Memory::default();
        Ok(())
    }
}

/// Marks the stretches of all spans within a row's values.
fn keep_spans(value: &Value, kept: &mut [bool]) {
    match value {
        Value::Array(list) => list.iter().for_each(|v| keep_spans(v, kept)),
        Value::Object(fields) => {
            if let (Some(start), Some(end)) =
                (fields.get("start").and_then(Value::as_u64), fields.get("end").and_then(Value::as_u64))
            {
                let (start, end) = (start as usize, (end as usize).min(kept.len()));
                kept.get_mut(start..end).into_iter().flatten().for_each(|k| *k = true);
            }
            fields.values().for_each(|v| keep_spans(v, kept));
        }
        _ => {}
    }
}
