//! Languages that put every head last and say by endings what others say by prepositions and auxiliaries: their readings
//! are given the stems, cases, voices, tenses and trees that the rules ask for.
//!
//! The treebanks that taught the network Kyrgyz are small and take possessives for accusatives, so that neither its cases
//! nor its trees carry the roles of a sentence. Endings are regular and heads stand last: both are told by rule
//! ([`endings`], [`heads`]); from the network stay parts of speech, entities, and stems where the rules leave a choice.

mod clause;
mod endings;
mod heads;
mod lexicon;
mod names;
mod verbs;
mod words;

use crate::grammar::Grammar;
use kelishim_frames::Frames;
use kelishim_read::{Entity, Feats, Reading};
use kelishim_registry::Registry;
use lexicon::Lexicon;
use std::sync::Arc;
use words::Word;

/// Words of a sentence that are read together.
const MOST: usize = 200;

/// The reading with its sentences read anew by their endings. Linear in tokens.
pub fn read_endings(reading: &Reading, frames: &Frames, registry: &Registry) -> Reading {
    let lexicon = Lexicon::new(frames, registry, Grammar::of_reading(reading));
    let endings = endings::Endings::get();
    let surnames = names::surnames(reading, endings, &lexicon);
    let mut out = reading.clone();
    // What the network calls a person and the words do not is none; names that it passed over are added.
    out.entities.retain(|e| &*e.kind != "PERSON");
    for sentence in &reading.sentences {
        let mut root = None;
        // A sentence without end is read in pieces, so that the cost stays linear; their heads hang below the first.
        for start in sentence.tokens.clone().step_by(MOST) {
            let tokens = start..sentence.tokens.end.min(start + MOST);
            let mut words = words::words(reading, tokens.clone(), &surnames, endings, &lexicon);
            out.entities.extend(persons(reading, &words, start));
            verbs::join(&mut words, &lexicon);
            heads::attach(&mut words, &lexicon);
            clause::attach(&mut words, &lexicon);
            for (word, t) in words.iter().zip(tokens) {
                write(&mut out, t, word, start);
                if word.head.is_none() {
                    match root {
                        None => root = Some(t),
                        first => (out.tokens[t].head, out.tokens[t].relation) = (first, Arc::from("parataxis")),
                    }
                }
            }
        }
    }
    out.entities.sort_by_key(|e| (e.span.start(), std::cmp::Reverse(e.span.end())));
    out
}

/// The persons named in a sentence, as entities.
fn persons(reading: &Reading, words: &[Word], start: usize) -> Vec<Entity> {
    let mut out: Vec<Entity> = vec![];
    let mut at = 0;
    while at < words.len() {
        let end =
            (at..words.len()).take_while(|i| words[*i].name.is_some() && words[*i].name == words[at].name).count() + at;
        if end > at {
            let tokens = start + at..start + end;
            let span = reading.tokens[tokens.start].span.cover(reading.tokens[tokens.end - 1].span);
            out.push(Entity { span, kind: Arc::from("PERSON"), tokens, score: 1.0 });
        }
        at = end.max(at + 1);
    }
    out
}

/// Writes what was found into the reading.
fn write(out: &mut Reading, t: usize, word: &Word, start: usize) {
    let token = &mut out.tokens[t];
    token.lemma.clone_from(&word.lemma);
    token.pos = Arc::from(word.pos);
    token.head = word.head.map(|h| h + start);
    token.relation = Arc::from(if word.head.is_none() { "root" } else { word.relation });
    let mut feats: Vec<String> = vec![];
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            feats.push(format!("{name}={value}"));
        }
    };
    add("Animacy", if word.human { "Anim" } else { "" });
    add("Case", word.case);
    add("Mood", word.mood);
    add("Number", word.number());
    add("Person[psor]", if word.owned { "3" } else { "" });
    add("Person", if word.is_verb() && word.person == 1 { "1" } else { "" });
    add("Polarity", if word.negated { "Neg" } else { "" });
    add("Tense", word.tense);
    add("VerbForm", word.verb_form());
    add("Voice", if word.passive { "Pass" } else { "" });
    token.feats = Feats(if feats.is_empty() { "_".to_owned() } else { feats.join("|") }.into());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::times::plain::read;

    /// For some words of a sentence: lemma, relation, and the word that it hangs below.
    fn check(text: &str, wanted: &[(usize, &str, &str, usize)]) {
        let mut reading = read(text, None);
        reading.article.language = "ky".into();
        let registry = Registry::load(&[]).expect("no files are no fault");
        let told = read_endings(&reading, &Frames::default(), &registry);
        for (word, lemma, relation, head) in wanted {
            let token = &told.tokens[*word];
            let found = (token.lemma.as_str(), &*token.relation, token.head.unwrap_or(*word));
            assert_eq!(found, (*lemma, *relation, *head), "{text}: {}", told.form(*word));
        }
    }

    #[test]
    fn heads_stand_last() {
        check(
            "өкмөт кошуна өлкөгө насыя берүүгө убада берди",
            &[(0, "өкмөт", "nsubj", 6), (3, "насыя", "obj", 4), (4, "бер", "xcomp", 6), (6, "убада бер", "root", 6)],
        );
        check(
            "өкмөт газ жөнүндө келишимге кол койгон",
            &[(0, "өкмөт", "nsubj", 5), (1, "газ", "nmod", 3), (3, "келишим", "obj", 5), (5, "кол кой", "root", 5)],
        );
    }

    #[test]
    fn what_is_said_hangs_below_the_verb_of_speech() {
        check(
            "министр газ жеткирүү уланат деп белгиледи",
            &[(0, "министр", "nsubj", 5), (3, "улан", "ccomp", 5), (4, "де", "mark", 3)],
        );
    }

    #[test]
    fn auxiliaries_are_read_into_their_verb() {
        check("тараптар келишимге кол койгон жок", &[(3, "кол кой", "root", 3), (4, "жок", "aux", 3)]);
        check("өкмөт долбоорду даярдап берет", &[(3, "даярда", "root", 3), (1, "долбоор", "obj", 3)]);
    }
}
