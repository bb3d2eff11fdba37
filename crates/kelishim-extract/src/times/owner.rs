//! Which clause an expression of time stands in: by the tree, corrected where brackets or a conjunction show it wrong.

use super::TimeExpression;
use super::lexicon::TimeLexicon;
use super::tense::promised_before;
use crate::forms::Words;
use kelishim_read::{Reading, fold};
use std::ops::Range;

/// How many tokens away a verb, a bracket or a conjunction may stand: sentences without end must not cost the square of
/// their length.
pub(super) const REACH: usize = 100;

/// The tokens of the sentence near some of its tokens, which it must hold.
pub(super) fn around(reading: &Reading, tokens: &Range<usize>) -> Range<usize> {
    let sentence = &reading.sentences[reading.tokens[tokens.start].sentence].tokens;
    sentence.start.max(tokens.start.saturating_sub(REACH))..sentence.end.min(tokens.end.saturating_add(REACH))
}

/// Where an expression hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Owner {
    /// Its token whose head lies outside it.
    pub anchor: usize,
    /// The head of its clause.
    pub head: usize,
    /// Tokens of the tree between both.
    pub between: Vec<usize>,
    /// Whether the tree had it in another clause.
    pub moved: bool,
}

/// The clause of an expression.
pub(super) fn owner_of(reading: &Reading, time: &TimeExpression) -> Owner {
    let outside = |t: &usize| reading.tokens[*t].head.is_none_or(|h| !time.tokens.contains(&h));
    let anchor = time.tokens.clone().rev().find(outside).unwrap_or(time.tokens.start);
    let above: Vec<usize> = reading.ancestors(anchor).take(REACH).collect();
    let head = above.iter().copied().find(|a| heads_clause(reading, *a)).or(above.last().copied()).unwrap_or(anchor);
    let other = bracketed(reading, time, head)
        .or_else(|| beyond_conjunction(reading, time, head))
        .or_else(|| behind_already(reading, time, head));
    if let Some(head) = other {
        return Owner { anchor, head, between: vec![], moved: true };
    }
    let end = above.iter().position(|a| *a == head).unwrap_or(0);
    Owner { anchor, head, between: above[..end].to_vec(), moved: false }
}

/// The verb inside the brackets that the expression stands in, when the tree has it below one outside.
fn bracketed(reading: &Reading, time: &TimeExpression, head: usize) -> Option<usize> {
    let sentence = around(reading, &time.tokens);
    let mut depth = 0usize;
    let open = (sentence.start..time.tokens.start).rev().find(|t| match reading.form(*t) {
        ")" => {
            depth += 1;
            false
        }
        "(" if depth == 0 => true,
        "(" => {
            depth -= 1;
            false
        }
        _ => false,
    })?;
    let close = (time.tokens.end..sentence.end).find(|t| reading.form(*t) == ")")?;
    if (open..close).contains(&head) {
        return None;
    }
    nearest_verb(reading, time, open + 1, close)
}

/// The verb on the expression's side of a conjunction or relative pronoun that divides it from the tree's.
fn beyond_conjunction(reading: &Reading, time: &TimeExpression, head: usize) -> Option<usize> {
    let sentence = around(reading, &time.tokens);
    let openings: Vec<usize> = sentence.clone().filter(|t| opens_clause(reading, *t)).collect();
    if head >= time.tokens.end {
        // "В марте говорил, что получила": the date before "что" is not of the verb that "что" leads.
        let wall = openings
            .iter()
            .copied()
            .find(|s| (time.tokens.end..head).contains(s) && led_by(reading, *s) == Some(head))?;
        let start = openings.iter().copied().rev().find(|s| *s < time.tokens.start).unwrap_or(sentence.start);
        return nearest_verb(reading, time, start, wall);
    }
    // "Заявил, что подпишут договор 5 мая": the date after "что" is of the verb that "что" leads, up to the next comma.
    let opening = openings.iter().copied().rev().find(|s| (head + 1..time.tokens.start).contains(s))?;
    let led = led_by(reading, opening).filter(|v| *v != head && *v > opening)?;
    let from = led.min(time.tokens.start).max(opening) + 1;
    let closed = (from..time.tokens.start).any(|t| matches!(reading.form(t), "," | ";" | ")" | "—" | "–"));
    (!closed && !reading.ancestors(head).take(REACH).any(|a| a == led)).then_some(led)
}

/// "Обещала ещё в марте построить": the past verb before "ещё", when the tree has a date that is over below the infinitive.
fn behind_already(reading: &Reading, time: &TimeExpression, head: usize) -> Option<usize> {
    let over = reading.article.published.is_none_or(|day| {
        let end = time.interval.and_then(|i| i.to);
        end.is_some_and(|end| end.last_day() < day.first_day())
    });
    let before = time.tokens.start.checked_sub(1).filter(|_| over && head >= time.tokens.end)?;
    let back = |lexicon: &&TimeLexicon| lexicon.looks_back(&fold(reading.form(before)));
    let lexicon = TimeLexicon::of(&reading.article.language).filter(back)?;
    let words = Words::of_tokens(reading, around(reading, &time.tokens));
    promised_before(&words, lexicon, time.tokens.start)
}

/// A conjunction or relative pronoun after a comma.
fn opens_clause(reading: &Reading, t: usize) -> bool {
    let token = &reading.tokens[t];
    let first = reading.sentences[token.sentence].tokens.start;
    let leads = &*token.pos == "SCONJ" || token.lemma == "который";
    leads && (t.saturating_sub(2).max(first)..t).any(|c| reading.form(c) == ",")
}

/// The clause that a conjunction or relative pronoun leads.
fn led_by(reading: &Reading, t: usize) -> Option<usize> {
    reading.ancestors(t).take(REACH).find(|a| heads_clause(reading, *a))
}

/// The verb nearest to an expression between two tokens; participles before nouns are none.
fn nearest_verb(reading: &Reading, time: &TimeExpression, from: usize, to: usize) -> Option<usize> {
    let verb = |t: &usize| {
        let token = &reading.tokens[*t];
        let full = token.feats.is("VerbForm", "Part") && !token.feats.is("Variant", "Short");
        &*token.pos == "VERB" && !full && !time.tokens.contains(t)
    };
    (from..to).filter(verb).min_by_key(|t| t.abs_diff(time.tokens.start))
}

/// Relation without its subtype.
pub(super) fn relation(reading: &Reading, t: usize) -> &str {
    let full: &str = &reading.tokens[t].relation;
    full.split(':').next().unwrap_or(full)
}

/// Whether the token is a noun, name or pronoun.
pub(super) fn is_noun(reading: &Reading, t: usize) -> bool {
    matches!(&*reading.tokens[t].pos, "NOUN" | "PROPN" | "PRON")
}

/// Whether the token is a verb form, participles and converbs included, or heads a clause by its relation.
fn heads_clause(reading: &Reading, t: usize) -> bool {
    let token = &reading.tokens[t];
    let verb = &*token.pos == "VERB" || token.feats.get("VerbForm").is_some() || token.feats.is("Variant", "Short");
    verb || matches!(relation(reading, t), "ccomp" | "advcl" | "acl" | "csubj" | "parataxis" | "root")
}

/// The head of the clause a token stands in; the token itself if it heads one.
pub(super) fn clause_of(reading: &Reading, token: usize) -> usize {
    let mut top = token;
    for t in std::iter::once(token).chain(reading.ancestors(token).take(REACH)) {
        top = t;
        if heads_clause(reading, t) {
            break;
        }
    }
    top
}

/// Whether two heads are one verb phrase: the same, or an infinitive and what governs it ("планируют открыть").
pub(super) fn same_verb(reading: &Reading, a: usize, b: usize) -> bool {
    climbs_to(reading, a, b) || climbs_to(reading, b, a)
}

fn climbs_to(reading: &Reading, from: usize, to: usize) -> bool {
    let mut at = from;
    for _ in 0..3 {
        if at == to {
            return true;
        }
        let infinitive = reading.tokens[at].feats.is("VerbForm", "Inf") && relation(reading, at) == "ccomp";
        let joined = infinitive || matches!(relation(reading, at), "xcomp" | "aux" | "cop" | "csubj");
        match reading.tokens[at].head.filter(|_| joined) {
            Some(head) => at = head,
            None => return false,
        }
    }
    at == to
}
