//! Words by their forms: files of `data/lang/<code>/lexicon` whose entries list forms, and a look-up by position.
//!
//! Forms rather than lemmas, because a slip of the analysis must not lose a date or a sum.

use kelishim_read::{Reading, fold};
use std::collections::BTreeMap;
use std::ops::Range;

/// Tables of a file: section, key, entries.
pub type Tables = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Folded forms of all tokens of a reading.
pub struct Words<'a> {
    /// Where they come from.
    pub reading: &'a Reading,
    first: usize,
    folded: Vec<String>,
}

impl<'a> Words<'a> {
    /// Folds every token once; linear.
    pub fn new(reading: &'a Reading) -> Self {
        Words { reading, first: 0, folded: (0..reading.tokens.len()).map(|t| folded(reading, t)).collect() }
    }

    /// Folds some tokens; the forms of others are empty.
    pub fn of_tokens(reading: &'a Reading, tokens: Range<usize>) -> Self {
        let (first, folded) = (tokens.start, tokens.map(|t| folded(reading, t)).collect());
        Words { reading, first, folded }
    }

    /// The folded form, empty beyond the ends.
    pub fn at(&self, t: usize) -> &str {
        t.checked_sub(self.first).and_then(|t| self.folded.get(t)).map_or("", String::as_str)
    }

    /// Whether no space stands between the token and the next.
    pub fn glued(&self, t: usize) -> bool {
        let tokens = &self.reading.tokens;
        t + 1 < tokens.len() && tokens[t].span.end() == tokens[t + 1].span.start()
    }

    /// Past a full stop that belongs to an abbreviation before `t`, if one stands there.
    pub fn past_stop(&self, t: usize, limit: usize) -> usize {
        if t > 0 && t < limit && self.at(t) == "." && self.glued(t - 1) { t + 1 } else { t }
    }

    /// The token after a word of `t..end`, past its full stop where it is an abbreviation and the sentence goes on.
    pub fn past_stop_of(&self, t: usize, end: usize, limit: usize) -> usize {
        let short = end == t + 1 && self.at(t).chars().count() <= 4;
        let stop = self.past_stop(end, limit);
        if short && stop < limit { stop } else { end }
    }
}

/// The folded form without the full stop of a short word ("тыс.").
fn folded(reading: &Reading, t: usize) -> String {
    let form = reading.form(t);
    fold(form.strip_suffix('.').filter(|f| !f.is_empty()).unwrap_or(form))
}

/// Meanings by form; a form may be several words.
#[derive(Debug)]
pub struct FormMap<T> {
    by_first: BTreeMap<String, Vec<(Vec<String>, T)>>,
}

impl<T: Copy> FormMap<T> {
    /// An empty map.
    pub fn new() -> Self {
        FormMap { by_first: BTreeMap::new() }
    }

    /// Adds all forms of an entry ("стем|а|ы").
    pub fn add(&mut self, entry: &str, meaning: T) {
        for form in expand(entry) {
            let mut words = form.split(' ').map(str::to_owned);
            let Some(first) = words.next() else { continue };
            let rest: Vec<String> = words.collect();
            let list = self.by_first.entry(first).or_default();
            list.push((rest, meaning));
            // The longer phrase speaks first; entries of equal length keep the file's order.
            list.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
    }

    /// Meanings of the words that begin at token `t` and end before `limit`, the longer first, each with the token after it.
    pub fn at<'s>(&'s self, words: &'s Words<'_>, t: usize, limit: usize) -> impl Iterator<Item = (T, usize)> + 's {
        let list = if t < limit { self.by_first.get(words.at(t)) } else { None };
        list.into_iter().flatten().filter_map(move |(rest, meaning)| {
            let end = t + 1 + rest.len();
            let fits = end <= limit && rest.iter().enumerate().all(|(i, w)| words.at(t + 1 + i) == w);
            fits.then_some((*meaning, end))
        })
    }

    /// The first meaning of a single form.
    pub fn of(&self, form: &str) -> Option<T> {
        self.by_first.get(form)?.iter().find(|(rest, _)| rest.is_empty()).map(|(_, m)| *m)
    }
}

/// "стем|а|ы" as "стема", "стемы"; without bars the entry itself. Folded.
fn expand(entry: &str) -> Vec<String> {
    match entry.split_once('|') {
        None => vec![fold(entry)],
        Some((stem, endings)) => endings.split('|').map(|e| fold(&format!("{stem}{e}"))).collect(),
    }
}

/// The tables of a file.
pub fn tables(content: &str) -> Result<Tables, toml::de::Error> {
    toml::from_str(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_its_stem_with_each_ending() {
        assert_eq!(expand("март||а"), ["март", "марта"]);
        assert_eq!(expand("Ещё в"), ["еще в"]);
    }
}
