//! Whether the clause around some words looks back or ahead.

use super::lexicon::TimeLexicon;
use super::owner::{REACH, around};
use crate::forms::Words;
use kelishim_read::fold;

/// Where a clause stands to its day of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    /// It has happened; whether the verb looks at the whole of it ("завершили" rather than "завершали").
    Past {
        /// Perfective.
        whole: bool,
    },
    /// It is to happen.
    Future,
    /// The words do not say.
    Open,
}

/// The tense of the clause of token `t`: of the nearest verb above it, or, where the tree has none, beside it.
pub(super) fn tense_at(words: &Words<'_>, lexicon: &TimeLexicon, t: usize) -> Tense {
    let reading = words.reading;
    if promised_before(words, lexicon, t).is_some() {
        return Tense::Past { whole: true };
    }
    if let Some(tense) = reading.ancestors(t).take(REACH).find_map(|a| tense_of(words, lexicon, a)) {
        return tense;
    }
    let near = around(reading, &(t..t + 1));
    let beside = |v: &usize| *v != t && !is_attribute(words, *v);
    let nearest = near.filter(beside).filter_map(|v| Some((v.abs_diff(t), tense_of(words, lexicon, v)?)));
    nearest.min_by_key(|(distance, _)| *distance).map_or(Tense::Open, |(_, tense)| tense)
}

/// "Просил ещё весной увеличить": the past verb before "ещё" and the date at `t`, if only names stand between. What was asked is
/// to be done later, but the asking was then.
pub(super) fn promised_before(words: &Words<'_>, lexicon: &TimeLexicon, t: usize) -> Option<usize> {
    let reading = words.reading;
    let near = around(reading, &(t..t + 1));
    let mark = t.checked_sub(1).filter(|m| near.contains(m) && lexicon.looks_back(words.at(*m)))?;
    let named = |b: &usize| matches!(&*reading.tokens[*b].pos, "NOUN" | "PROPN" | "ADJ" | "PRON" | "DET" | "ADP");
    let verb = (near.start..mark).rev().find(|b| !named(b))?;
    let past = reading.tokens[verb].feats.is("Tense", "Past") && !is_attribute(words, verb);
    (past && tense_of(words, lexicon, verb) != Some(Tense::Future)).then_some(verb)
}

/// Whether the token is a participle before or after its noun.
fn is_attribute(words: &Words<'_>, t: usize) -> bool {
    let feats = &words.reading.tokens[t].feats;
    feats.is("VerbForm", "Part") && !feats.is("Variant", "Short")
}

/// The tense that a verb form gives its clause; `None` for what is no verb or leaves it to the verb above.
pub(super) fn tense_of(words: &Words<'_>, lexicon: &TimeLexicon, t: usize) -> Option<Tense> {
    let token = &words.reading.tokens[t];
    let feats = &token.feats;
    let short = feats.is("Variant", "Short");
    if !matches!(&*token.pos, "VERB" | "AUX") && feats.get("VerbForm").is_none() && !short {
        return None;
    }
    let lemma = fold(&token.lemma);
    let begins = |stems: &[String], word: &str| stems.iter().any(|s| word.starts_with(s.as_str()));
    if begins(&lexicon.planned, &lemma) || begins(&lexicon.planned, words.at(t)) {
        return Some(Tense::Future);
    }
    let auxiliaries = || {
        let beside = around(words.reading, &(t..t + 1)).filter(|c| words.reading.tokens[*c].head == Some(t));
        beside.filter(|c| matches!(&*words.reading.tokens[*c].relation, "aux" | "aux:pass" | "cop"))
    };
    let past_auxiliary = || auxiliaries().any(|c| words.reading.tokens[c].feats.is("Tense", "Past"));
    // The treebanks call "будет" present or future, each as it likes.
    if begins(&lexicon.will, words.at(t)) || auxiliaries().any(|c| begins(&lexicon.will, words.at(c))) {
        return Some(Tense::Future);
    }
    if feats.is("VerbForm", "Inf") {
        let achieved = words.reading.ancestors(t).next().is_some_and(|a| {
            let above = &words.reading.tokens[a];
            begins(&lexicon.achieved, &fold(&above.lemma)) && above.feats.is("Tense", "Past")
        });
        return Some(if achieved { Tense::Past { whole: true } } else { Tense::Future });
    }
    match feats.get("Tense") {
        Some("Past") => Some(Tense::Past { whole: !feats.is("Aspect", "Imp") }),
        Some("Fut") => Some(Tense::Future),
        _ if past_auxiliary() || (short && &*token.pos != "ADJ") => Some(Tense::Past { whole: true }),
        Some("Pres") if !feats.is("VerbForm", "Conv") => Some(Tense::Open),
        _ => None,
    }
}
