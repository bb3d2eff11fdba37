//! Small questions about words in a reading that the search for actors asks again and again.

use crate::grammar::Grammar;
use kelishim_read::Reading;
use std::ops::Range;

/// Lowercased, ё as е, without quotation marks: the form in which words are compared.
pub(super) fn fold(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, '«' | '»' | '"' | '“' | '”' | '„' | '\''))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ё' { 'е' } else { c })
        .collect()
}

/// Folded lemma of a token.
pub(super) fn lemma(reading: &Reading, t: usize) -> String {
    fold(&reading.tokens[t].lemma)
}

/// Whether the token is a relative pronoun.
pub(super) fn is_relative(reading: &Reading, t: usize) -> bool {
    Grammar::of_reading(reading).has("word.relative", &lemma(reading, t)) && !is_pos(reading, t, &["SCONJ"])
}

/// Whether the grammar's list has the token's lemma.
pub(super) fn listed(reading: &Reading, list: &str, t: usize) -> bool {
    Grammar::of_reading(reading).has(list, &lemma(reading, t))
}

/// Whether the token has one of these parts of speech.
pub(super) fn is_pos(reading: &Reading, t: usize, list: &[&str]) -> bool {
    list.contains(&&*reading.tokens[t].pos)
}

/// Whether the token is a noun or a name.
pub(super) fn is_noun(reading: &Reading, t: usize) -> bool {
    is_pos(reading, t, &["NOUN", "PROPN"])
}

/// Value of a feature.
pub(super) fn feature<'a>(reading: &'a Reading, t: usize, name: &str) -> Option<&'a str> {
    reading.tokens[t].feats.get(name)
}

/// The relation without its subtype.
pub(super) fn relation(reading: &Reading, t: usize) -> &str {
    let full: &str = &reading.tokens[t].relation;
    full.split(':').next().unwrap_or(full)
}

/// Whether the token's form begins with a capital.
pub(super) fn capital(reading: &Reading, t: usize) -> bool {
    reading.form(t).trim_start_matches(['«', '"', '“', '„']).chars().next().is_some_and(char::is_uppercase)
}

/// Whether the token is a mark rather than a word.
pub(super) fn is_mark(reading: &Reading, t: usize) -> bool {
    !reading.form(t).chars().any(char::is_alphanumeric)
}

/// Whether the token is a quotation mark.
pub(super) fn is_quote(reading: &Reading, t: usize) -> bool {
    matches!(reading.form(t), "«" | "»" | "\"" | "“" | "”" | "„" | "''" | "'" | "``")
}

/// The head of a stretch of tokens: the first whose own head lies outside it.
pub(super) fn head_of(reading: &Reading, range: &Range<usize>) -> usize {
    range
        .clone()
        .find(|t| !is_mark(reading, *t) && reading.tokens[*t].head.is_none_or(|h| !range.contains(&h)))
        .unwrap_or(range.start)
}

/// The preposition of the noun phrase that holds `t`, folded, found by walking left over what may stand before a noun.
///
/// The walk, unlike the tree, does not lose the preposition when the parser hung the noun elsewhere.
pub(super) fn preposition(reading: &Reading, t: usize) -> Option<String> {
    let start = reading.sentences[reading.tokens[t].sentence].tokens.start;
    for i in (start..t).rev().take(5) {
        if is_pos(reading, i, &["ADP"]) {
            return Some(fold(reading.form(i)));
        }
        if !is_pos(reading, i, &["ADJ", "DET", "NUM"]) && !is_quote(reading, i) {
            return None;
        }
    }
    None
}

/// Whether `t` is `head` or hangs below it.
pub(super) fn below(reading: &Reading, t: usize, head: usize) -> bool {
    t == head || reading.ancestors(t).any(|a| a == head)
}

/// Folded lemmas of the words of a stretch, joined by single spaces.
pub(super) fn lemmas(reading: &Reading, range: Range<usize>) -> String {
    let words: Vec<String> = range.filter(|t| !is_mark(reading, *t)).map(|t| lemma(reading, t)).collect();
    words.join(" ")
}

/// The text from the first to the last token of a stretch.
pub(super) fn text<'a>(reading: &'a Reading, range: &Range<usize>) -> &'a str {
    match (reading.tokens.get(range.start), reading.tokens.get(range.end.wrapping_sub(1))) {
        (Some(a), Some(b)) if range.start < range.end => a.span.cover(b.span).of(&reading.article.text),
        _ => "",
    }
}

/// Whether the token begins with a Latin letter.
pub(super) fn is_latin(reading: &Reading, t: usize) -> bool {
    reading.form(t).starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether two words may agree in case; a case that is not known agrees with all.
pub(super) fn same_case(reading: &Reading, a: usize, b: usize) -> bool {
    match (feature(reading, a, "Case"), feature(reading, b, "Case")) {
        (Some(x), Some(y)) => {
            x == y || (x != "Nom" && y != "Nom" && [x, y].iter().all(|c| matches!(*c, "Gen" | "Acc")))
        }
        _ => true,
    }
}
