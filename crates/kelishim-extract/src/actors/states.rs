//! Which words name a state: names, abbreviations, adjectives, demonyms, capitals that stand for governments, places.

use super::lookup::Lookup;
use super::words::{capital, feature, is_noun, is_pos, listed, preposition, relation};
use crate::grammar::Grammar;
use kelishim_read::Reading;
use std::ops::Range;

/// What one token says about a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// How.
    pub how: How,
    /// ISO 3166-1 alpha-3; two for "российско-казахстанский".
    pub codes: Vec<String>,
    /// The words of the name.
    pub tokens: Range<usize>,
}

/// The ways of naming a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// "Казахстан", "РФ".
    Name,
    /// "казахстанский".
    Adjective,
    /// "казахстанцы".
    Demonym,
    /// A capital as the government: "Астана заявила".
    Metonym,
    /// A building for the government that sits in it: "Кремль".
    Seat,
    /// A place in the state, the capital included.
    Place,
    /// An adjective of a place in it: "казанский".
    PlaceAdjective,
}

const PLACES: &[&str] = &["CITY", "DISTRICT", "LOCATION", "FACILITY", "STATE_OR_PROVINCE", "COUNTRY"];

/// One mark a token, where there is one. Linear in tokens and entities.
///
/// Entities are looked up by their whole name first, so that "Южная Корея" is one name; what the model did not mark is
/// found by its form.
pub(super) fn mark_states(reading: &Reading, lookup: &Lookup) -> Vec<Option<Mark>> {
    let mut marks: Vec<Option<Mark>> = vec![None; reading.tokens.len()];
    let mut set = |mark: Mark| {
        for t in mark.tokens.clone() {
            if marks[t].is_none() {
                marks[t] = Some(mark.clone());
            }
        }
    };
    let mut done = vec![false; reading.tokens.len()];
    for entity in reading.entities.iter().filter(|e| PLACES.contains(&&*e.kind)) {
        let range = entity.tokens.clone();
        if range.is_empty() || range.end > done.len() || range.clone().any(|t| done[t]) {
            continue;
        }
        if let Some(mark) = by_words(reading, lookup, range.clone()) {
            set(mark);
            range.for_each(|t| done[t] = true);
        }
    }
    // "Аравийское море", "Китайская стена": the adjective in a place's name is nobody's.
    for entity in reading.entities.iter().filter(|e| matches!(&*e.kind, "LOCATION" | "FACILITY")) {
        let range = entity.tokens.clone();
        if range.len() > 1 && range.end <= done.len() {
            range.filter(|t| is_pos(reading, *t, &["ADJ"])).for_each(|t| done[t] = true);
        }
    }
    for t in 0..done.len() {
        if done[t] || !reading.form(t).chars().any(char::is_alphabetic) {
            continue;
        }
        let end = reading.sentences[reading.tokens[t].sentence].tokens.end;
        // "U.S." is cut at its stops.
        let stop = |i: usize| reading.form(i) == "." && reading.form(t).chars().count() == 1;
        let word = |i: usize| is_pos(reading, i, &["NOUN", "PROPN", "ADJ", "X"]) || i > t && stop(i);
        let name = |n: &usize| t + n <= end && (t..t + n).all(word);
        let lengths = if capital(reading, t) { &[4, 3, 2, 1][..] } else { &[1] };
        if let Some(mark) = lengths.iter().filter(|n| name(n)).find_map(|n| by_words(reading, lookup, t..t + n)) {
            mark.tokens.clone().for_each(|i| done[i] = true);
            set(mark);
        }
    }
    marks
}

fn by_words(reading: &Reading, lookup: &Lookup, tokens: Range<usize>) -> Option<Mark> {
    let t = tokens.start;
    if tokens.len() == 1 && reading.form(t).contains('-') {
        let codes = lookup.compound(reading.form(t));
        if codes.len() > 1 {
            return Some(Mark { how: How::Adjective, codes, tokens });
        }
    }
    let (code, mut how) = lookup.state(reading, tokens.clone())?;
    let adjective = is_pos(reading, t, &["ADJ"]);
    let grammar = Grammar::of_reading(reading);
    let before_noun = tokens.end < reading.tokens.len()
        && reading.tokens[tokens.end].sentence == reading.tokens[t].sentence
        && is_noun(reading, tokens.end);
    match how {
        // "Кыргыз тарап", "кыргызстандык студенттер": one word for the people and for what is theirs.
        How::Demonym if grammar.agglutinative && before_noun => how = How::Adjective,
        How::Metonym if !is_government(reading, &tokens) => how = How::Place,
        // "поляк" and "польский" share forms with nothing that is a noun and an adjective both, but with other words.
        How::Adjective | How::PlaceAdjective if !adjective && is_pos(reading, t, &["VERB", "ADV"]) => return None,
        How::Demonym if !is_noun(reading, t) => return None,
        How::Place if !capital(reading, t) || adjective => return None,
        _ => {}
    }
    Some(Mark { how, codes: vec![code], tokens })
}

/// Whether a capital stands for the government: it acts, is addressed, or has relations.
fn is_government(reading: &Reading, tokens: &Range<usize>) -> bool {
    let grammar = Grammar::of_reading(reading);
    let t = tokens.start;
    if let Some(dateline) = &reading.article.dateline
        && dateline.span.overlaps(reading.tokens[t].span)
    {
        return false;
    }
    // A headline or caption of one or two words is a place or a dateline.
    let sentence = &reading.sentences[reading.tokens[t].sentence].tokens;
    if sentence.clone().filter(|i| is_noun(reading, *i) || is_pos(reading, *i, &["VERB"])).count() < 2 {
        return false;
    }
    // "Астана, 3 мая", "Астана — информагентство": a dateline that was not recognised.
    if t == sentence.start && !sentence.clone().take(6).any(|i| is_pos(reading, i, &["VERB", "AUX"])) {
        let next = tokens.end;
        if next < sentence.end && matches!(reading.form(next), "." | "," | "—" | "–" | "-" | "/") {
            return false;
        }
    }
    if preposition(reading, t).is_some_and(|p| grammar.has("place.preposition", &p)) {
        return false;
    }
    let head = super::words::head_of(reading, tokens);
    let Some(parent) = reading.tokens[head].head else { return true };
    if t > sentence.start && listed(reading, "place.noun", t - 1) {
        return false;
    }
    // "в Москве и Бишкеке": the second shares the preposition of the first.
    if relation(reading, head) == "conj" {
        return preposition(reading, parent).is_none_or(|p| !grammar.has("place.preposition", &p));
    }
    match relation(reading, head) {
        "nmod" => !listed(reading, "place.noun", parent),
        "appos" | "flat" => !listed(reading, "place.noun", parent) && feature(reading, head, "Case") != Some("Loc"),
        _ => feature(reading, head, "Case") != Some("Loc"),
    }
}
