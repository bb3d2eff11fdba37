//! Words in any inflection: the query's forms are looked up among the forms met, their lemmas are searched.

use super::filter::Filter;
use crate::record::Span;
use crate::same::Characters;
use crate::words::Word;
use crate::{Id, Kind, Register, Result};
use rusqlite::params;
use serde::Serialize;

/// An article that has all the words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Article.
    pub id: String,
    /// Day of publication.
    pub date: String,
    /// Agency or site.
    pub source: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// The stretch of the text with most of the words; found words in ‹ ›.
    pub excerpt: String,
    /// Found words in the article's text.
    pub words: Vec<Span>,
}

/// Articles that a narrowed search looks at, the best: a frequent word stands in half of all.
const FOUND: usize = 2000;

/// A text's words without an analysis: runs of letters and digits, each its own lemma.
pub fn find_words(text: &str) -> Vec<Word> {
    let mut out = vec![];
    let mut word = String::new();
    let mut start = 0;
    for (at, c) in text.chars().chain([' ']).enumerate() {
        if c.is_alphanumeric() {
            if word.is_empty() {
                start = at as u32;
            }
            word.extend(c.to_lowercase().map(|c| if c == 'ё' { 'е' } else { c }));
        } else if !word.is_empty() {
            let form = std::mem::take(&mut word);
            out.push(Word { lemma: form.clone(), form, start, end: at as u32 });
        }
    }
    out
}

impl Register {
    /// The lemmas that each word of `text` may have, in order. A form never met stands for every lemma that begins as it does
    /// without its ending, written with a star: "школами" is `школ*`.
    pub(super) fn lemmas(&self, text: &str) -> Result<Vec<Vec<String>>> {
        let mut out = vec![];
        for word in find_words(text) {
            let mut query = self.db.prepare_cached("SELECT lemma FROM word WHERE form = ?1 ORDER BY lemma LIMIT 8")?;
            let mut lemmas: Vec<String> =
                query.query_map([&word.form], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
            if lemmas.is_empty() {
                lemmas.extend(stem(&word.form));
            }
            if !lemmas.contains(&word.form) {
                lemmas.push(word.form);
            }
            out.push(lemmas);
        }
        Ok(out)
    }

    /// The FTS5 expression for `text`; `None` when it has no word.
    pub(super) fn expression(&self, text: &str) -> Result<Option<String>> {
        let quoted = |l: &String| match l.strip_suffix('*') {
            Some(stem) => format!("\"{}\" *", stem.replace('"', "\"\"")),
            None => format!("\"{}\"", l.replace('"', "\"\"")),
        };
        let words: Vec<String> = self
            .lemmas(text)?
            .iter()
            .map(|lemmas| format!("({})", lemmas.iter().map(quoted).collect::<Vec<_>>().join(" OR ")))
            .collect();
        Ok((!words.is_empty()).then(|| words.join(" AND ")))
    }

    /// Articles (last versions) that have all words of `text` in any inflection, in text or headline; the best first.
    pub fn search(&self, text: &str, limit: usize, offset: usize) -> Result<Vec<Hit>> {
        self.find(&Filter { text: Some(text.to_owned()), limit: Some(limit), offset, ..Filter::default() })
    }

    /// Articles by words as [`Register::search`], of a source and time; of `filter` text, source, dates and the limits hold.
    pub fn find(&self, filter: &Filter) -> Result<Vec<Hit>> {
        let text = filter.text.as_deref().unwrap_or_default();
        let (limit, offset) = (filter.limit.unwrap_or(FOUND), filter.offset);
        let Some(expression) = self.expression(text)? else { return Ok(vec![]) };
        let lemmas = self.lemmas(text)?;
        let narrowed = filter.source.is_some() || filter.since.is_some() || filter.until.is_some();
        let ranked = if narrowed { FOUND } else { (limit + offset) * 2 };
        let mut query = self.db.prepare_cached(
            "SELECT a.id, coalesce(a.published, ''), a.source, a.title, a.url, a.text, w.lemmas, w.places
             FROM (SELECT rowid, rank FROM search WHERE search MATCH ?1 ORDER BY rank LIMIT ?2) f
             JOIN article a ON a.id = f.rowid AND a.current = 1 JOIN article_words w ON w.article = a.id
             WHERE (?5 IS NULL OR a.source LIKE '%' || ?5 || '%') AND (?6 IS NULL OR a.published >= ?6) AND (?7 IS NULL OR a.published <= ?7)
             ORDER BY f.rank, a.id LIMIT ?3 OFFSET ?4",
        )?;
        let until = filter.until.as_ref().map(|u| format!("{u}~"));
        let hits = query.query_map(
            params![expression, ranked as i64, limit as i64, offset as i64, filter.source, filter.since, until],
            |r| {
                let (body, stored, places): (String, String, Vec<u8>) = (r.get(5)?, r.get(6)?, r.get(7)?);
                let text = Characters::new(&body);
                let number = |p: &[u8]| u32::from_le_bytes(p.try_into().expect("four bytes"));
                let words: Vec<Span> = stored
                    .split(' ')
                    .zip(places.chunks_exact(8))
                    .filter(|(l, _)| lemmas.iter().any(|set| set.iter().any(|x| is(x, l))))
                    .map(|(_, p)| (number(&p[..4]), number(&p[4..])))
                    .map(|(start, end)| Span { start, end, text: text.slice(start, end).to_owned() })
                    .collect();
                Ok(Hit {
                    id: Id::new(Kind::Article, r.get(0)?).to_string(),
                    date: r.get(1)?,
                    source: r.get(2)?,
                    title: r.get(3)?,
                    url: r.get(4)?,
                    excerpt: excerpt(&text, &words),
                    words,
                })
            },
        )?;
        Ok(hits.collect::<rusqlite::Result<_>>()?)
    }
}

/// A form without what may be its ending, and a star; `None` for forms too short to cut.
fn stem(form: &str) -> Option<String> {
    let letters: Vec<char> = form.chars().collect();
    let keep = letters.len().saturating_sub(3).max(4);
    let word = letters.len() > keep && letters.iter().all(|c| c.is_alphabetic());
    word.then(|| letters[..keep].iter().collect::<String>() + "*")
}

/// Whether a lemma is the one looked for, which may end in a star.
pub(super) fn is(wanted: &str, lemma: &str) -> bool {
    wanted.strip_suffix('*').map_or(wanted == lemma, |stem| lemma.starts_with(stem))
}

/// Characters of an excerpt, about.
const WIDTH: u32 = 160;

/// The stretch with the most found words, marked.
fn excerpt(text: &Characters<'_>, words: &[Span]) -> String {
    let within = |from: u32| words.iter().filter(move |w| w.start >= from && w.end <= from + WIDTH);
    let from = words
        .iter()
        .map(|w| w.start.saturating_sub(30))
        .max_by_key(|f| (within(*f).count(), std::cmp::Reverse(*f)))
        .unwrap_or(0);
    let mut out = String::new();
    let mut at = from;
    for w in within(from) {
        out.push_str(text.slice(at, w.start));
        out.push('‹');
        out.push_str(&w.text);
        out.push('›');
        at = w.end;
    }
    out.push_str(text.slice(at, from + WIDTH));
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_their_places() {
        let words = find_words("Ёлка — 20 тыс.");
        let found: Vec<(&str, u32, u32)> = words.iter().map(|w| (w.lemma.as_str(), w.start, w.end)).collect();
        assert_eq!(found, [("елка", 0, 4), ("20", 7, 9), ("тыс", 10, 13)]);
    }

    #[test]
    fn a_form_never_met_is_cut_to_its_stem() {
        assert_eq!(stem("школами").as_deref(), Some("школ*"));
        assert_eq!(stem("студентами").as_deref(), Some("студент*"));
        assert_eq!((stem("газ"), stem("2021год")), (None, None));
        assert!(is("школ*", "школа") && is("газ", "газ") && !is("газ", "газета"));
    }

    #[test]
    fn an_excerpt_shows_where_most_words_stand() {
        let body = format!("{} квота выросла. {} квота на обучение в вузах", "а ".repeat(100), "б ".repeat(100));
        let text = Characters::new(&body);
        let words: Vec<Span> = find_words(&body)
            .into_iter()
            .filter(|w| w.lemma == "квота" || w.lemma == "обучение")
            .map(|w| Span { start: w.start, end: w.end, text: text.slice(w.start, w.end).to_owned() })
            .collect();
        assert!(excerpt(&text, &words).contains("‹квота› на ‹обучение› в вузах"));
    }
}
