//! Names of persons: what the network marks, what it passes over, and which of their words bears the case.

use super::endings::Endings;
use super::lexicon::Lexicon;
use super::words::Word;
use kelishim_read::{Reading, fold};
use std::collections::BTreeSet;
use std::ops::Range;

/// Marks the words of a sentence, its `tokens`, that the network's entities call persons and places.
pub(super) fn mark(
    reading: &Reading,
    words: &mut [Word],
    tokens: &Range<usize>,
    surnames: &BTreeSet<String>,
    lexicon: &Lexicon<'_>,
) {
    // Entities stand in order of the text.
    let first = reading.entities.partition_point(|e| e.tokens.start < tokens.start);
    let here = reading.entities.iter().enumerate().skip(first).take_while(|(_, e)| e.tokens.start < tokens.end);
    for (i, entity) in here {
        for t in entity.tokens.clone().filter(|t| tokens.contains(t)) {
            let word = &mut words[t - tokens.start];
            match &*entity.kind {
                "PERSON" if word.capital && word.is_noun() && !word.place && !lexicon.is_noun(&fold(&word.lemma)) => {
                    // One word alone is as often a state that the network does not know: a surname's ending tells.
                    let alone = entity.tokens.len() == 1;
                    if !alone || is_surname(&word.lemma) || surnames.contains(&fold(&word.lemma)) {
                        (word.name, word.human) = (Some(i), true);
                    }
                }
                "COUNTRY" | "CITY" | "STATE_OR_PROVINCE" | "DISTRICT" => word.place = true,
                _ => {}
            }
        }
    }
}

/// Adds names that the network passed over, numbered from `fresh` on, and leaves each name one case.
pub(super) fn complete(words: &mut [Word], surnames: &BTreeSet<String>, fresh: usize, lexicon: &Lexicon<'_>) {
    unmarked(words, surnames, fresh, lexicon);
    one_case_a_name(words);
}

/// Surnames of an article: the last words of its names of several, without case.
pub(super) fn surnames(reading: &Reading, endings: &Endings, lexicon: &Lexicon<'_>) -> BTreeSet<String> {
    let names = reading.entities.iter().filter(|e| &*e.kind == "PERSON" && e.tokens.len() > 1);
    let last = |e: &kelishim_read::Entity| {
        let t = e.tokens.end - 1;
        endings.noun(&fold(reading.form(t)), &fold(&reading.tokens[t].lemma), true, lexicon).lemma
    };
    names.map(last).collect()
}

/// Whether the word ends like a surname of the region.
fn is_surname(word: &str) -> bool {
    let ends = ["ов", "ев", "ова", "ева", "ин", "ина", "ский", "ская", "ян", "дзе", "швили", "енко", "чук"];
    word.chars().count() > 4 && ends.iter().any(|e| word.ends_with(e))
}

/// Names that the network passed over: two capitals behind an office or with a surname's ending, and surnames met again.
fn unmarked(words: &mut [Word], surnames: &BTreeSet<String>, fresh: usize, lexicon: &Lexicon<'_>) {
    for i in 0..words.len() {
        let name =
            |w: &Word| w.capital && w.is_noun() && w.name.is_none() && !w.place && !lexicon.is_noun(&fold(&w.lemma));
        if !name(&words[i]) {
            continue;
        }
        let title = |w: &Word| w.case == "Nom" && lexicon.grammar().list_with("office-class", &w.lemma).is_some();
        let office = i > 0 && title(&words[i - 1]);
        let mut end = i + 1;
        while office && end < words.len().min(i + 4) && name(&words[end]) {
            end += 1;
        }
        let pair = words.get(i + 1).is_some_and(|next| name(next) && is_surname(&next.lemma));
        let again = surnames.contains(&fold(&words[i].lemma)) || office && is_surname(&words[i].lemma);
        if pair || again || end > i + 1 {
            for w in &mut words[i..end.max(i + 1 + usize::from(pair))] {
                (w.name, w.human, w.owned) = (Some(fresh + i), true, false);
            }
        }
    }
}

/// Of a person's name only the last word bears a case; "уулу", "оглы" and a last name that the network left out belong to it.
fn one_case_a_name(words: &mut [Word]) {
    for i in 1..words.len() {
        let Some(name) = words[i - 1].name.filter(|_| words[i].name.is_none()) else { continue };
        let tail = matches!(&*words[i].form, "уулу" | "кызы" | "оглы");
        let last =
            words[i].capital && words[i].is_noun() && !words[i].place && words[i - 1].case == "Nom" && !words[i].human;
        if tail || last && is_surname(&words[i].lemma) {
            (words[i].name, words[i].human, words[i].owned) = (Some(name), true, false);
        }
    }
    for i in 0..words.len().saturating_sub(1) {
        if words[i].name.is_some() && words[i].name == words[i + 1].name {
            words[i].case = "Nom";
        }
    }
}
