//! Words that report: verbs, light verbs with their nouns, prepositions with theirs.

use super::lexicon::{Construction, Usage};
use super::scene::Scene;
use std::ops::Range;

/// A word or phrase that says that somebody said something.
#[derive(Debug, Clone)]
pub(super) struct Cue<'a> {
    /// The verb, or the noun of a preposition.
    pub token: usize,
    /// Its words, the nouns of a phrase included.
    pub words: Range<usize>,
    /// What may stand beside it.
    pub usage: &'a Usage,
    /// Whether somebody's text says it rather than somebody: "сказано", "отмечается".
    pub text: bool,
}

impl Cue<'_> {
    /// Whether the words said may stand so.
    pub fn takes(&self, construction: Construction) -> bool {
        self.usage.takes(construction)
    }
}

impl Scene<'_> {
    /// The cue whose verb is `t`.
    ///
    /// Infinitives, imperatives and the first and second persons are none ("напомним"), nor is a verb with "не" unless it
    /// reports with "не" alone ("не исключил").
    pub fn verb_cue(&self, t: usize) -> Option<Cue<'_>> {
        let token = &self.reading.tokens[t];
        let feats = &token.feats;
        let short = feats.is("Variant", "Short");
        if !self.tree.is_verb(t) && !(short && &*token.pos == "ADJ")
            || feats.is("VerbForm", "Inf")
            || feats.is("Mood", "Imp")
        {
            return None;
        }
        // Conditional: "заявил бы".
        if matches!(feats.get("Person"), Some("1" | "2")) || self.lower(t + 1) == "бы" {
            return None;
        }
        if self.tree.grammar.agglutinative {
            return self.cue_behind(t);
        }
        let lemma = self.tree.lemma(t);
        let form = self.lower(t);
        let attribute = feats.is("VerbForm", "Part") && !short;
        let reflexive = (form.ends_with("ся") || form.ends_with("сь")) && !attribute;
        let (usage, words) = match self.phrase(t, lemma) {
            Some(found) => found,
            // The lemma of a passive in "-ся" may be that of the active verb.
            None if reflexive && !lemma.ends_with("ся") => (self.speech.verb(&format!("{lemma}ся"))?, t..t + 1),
            None => (self.speech.verb(lemma)?, t..t + 1),
        };
        let passive = short && feats.is("VerbForm", "Part") || reflexive && words.len() > 1 && !lemma.ends_with("ся");
        let text = usage.class == "text" || passive;
        if attribute && !feats.is("Voice", "Act") {
            return None;
        }
        // What is told in the passive has no speaker for its subject.
        if self.tree.grammar.analytic && feats.is("Voice", "Pass") {
            return None;
        }
        // Only the word before: "чуть ли не впервые заявил" denies nothing.
        let negated =
            t > 0 && matches!(self.lower(t - 1), "не" | "ни") || self.tree.grammar.analytic && self.tree.has_not(t);
        (negated == usage.negated).then_some(Cue { token: t, words, usage, text })
    }

    /// A light verb with its noun: "выразил в этой связи надежду".
    fn phrase(&self, verb: usize, lemma: &str) -> Option<(&Usage, Range<usize>)> {
        if !self.speech.is_light(lemma) {
            return None;
        }
        let sentence = self.sentence(verb);
        // The noun stands behind the verb before any other clause; the tree is not needed, and may be wrong.
        for n in verb + 1..sentence.end.min(verb + 9) {
            if matches!(self.lower(n), "," | ":" | ";" | "." | "что") && n > verb + 1 {
                break;
            }
            if let Some(usage) = self.speech.phrase(lemma, self.tree.lemma(n)) {
                return Some((usage, verb..n + 1));
            }
        }
        let before = sentence.start.max(verb.saturating_sub(4))..verb;
        let near = before.rev().take_while(|n| !self.is_mark(*n));
        let mut known = near.filter_map(|n| Some((self.speech.phrase(lemma, self.tree.lemma(n))?, n)));
        let (usage, noun) = known.next()?;
        self.below(noun, verb).then_some((usage, noun..verb + 1))
    }

    /// "according to X": a phrase that stands right before whose words they are.
    fn bare_source(&self, t: usize, limit: usize) -> Option<(Cue<'_>, usize)> {
        for n in (2..=4).filter(|n| t + n < limit) {
            let words: Vec<&str> = (t..t + n).map(|i| self.lower(i)).collect();
            let Some(usage) = self.speech.bare_source(&words.join(" ")) else { continue };
            let noun = |i: &usize| matches!(self.tree.pos(*i), "NOUN" | "PROPN" | "PRON") && !self.is_mark(*i);
            let by_tree = self.tree.head(t).filter(|h| *h >= t + n && noun(h));
            let owner = by_tree.or_else(|| (t + n..limit.min(t + n + 8)).find(noun))?;
            return Some((Cue { token: t, words: t..t + n, usage, text: false }, owner));
        }
        None
    }

    /// "по словам X", "согласно докладу X", "по его мнению" with the preposition at `t`: the cue and the token of whose
    /// words they are; no owner, no cue.
    pub fn source_cue(&self, t: usize) -> Option<(Cue<'_>, usize)> {
        let preposition = self.lower(t);
        let sentence = self.sentence(t);
        if let Some(found) = self.bare_source(t, sentence.end) {
            return Some(found);
        }
        // "признан банкротом по заявлению X" tells of a deed: a source of words stands at the edge of a clause.
        let edge = t == sentence.start
            || self.is_mark(t - 1)
            || matches!(self.tree.pos(t - 1), "CCONJ" | "SCONJ" | "PART" | "ADV");
        if !edge {
            return None;
        }
        for n in t + 1..sentence.end.min(t + 5) {
            if self.is_mark(n) || self.tree.is_finite(n) {
                return None;
            }
            let Some(usage) = self.speech.source(preposition, self.tree.lemma(n)) else { continue };
            let cue = |end: usize| Cue { token: n, words: t..end, usage, text: false };
            let possessive = (t + 1..n).find(|p| matches!(self.lower(*p), "его" | "ее" | "их"));
            if let Some(p) = possessive {
                return Some((cue(n + 1), p));
            }
            let next = n + 1;
            if next >= sentence.end {
                return None;
            }
            // "по данным на 1 мая" has no owner, "по данным из МИД" has.
            let genitive = |c: &usize| {
                *c > n
                    && self.tree.relation(*c) == "nmod"
                    && !self.tree.is(*c, "Case", "Loc")
                    && self.tree.preposition(*c).is_none_or(|p| p == "из")
            };
            let owner = self.tree.children(n).iter().copied().find(genitive).or_else(|| {
                let mut at = next;
                while at < sentence.end && (matches!(self.tree.pos(at), "ADJ" | "DET") || self.is_quote_mark(at)) {
                    at += 1;
                }
                (at < sentence.end && matches!(self.tree.pos(at), "NOUN" | "PROPN" | "X") && !self.is_mark(at))
                    .then_some(at)
            });
            let owner = owner.or_else(|| {
                // "по американским данным": the state is an adjective.
                let adjective = (t + 1..n).find(|a| self.actors.mention_at(*a).is_some());
                adjective.filter(|_| self.lower(t) == "по")
            })?;
            return Some((cue(n + 1), owner));
        }
        None
    }
}
