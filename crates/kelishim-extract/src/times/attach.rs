//! Which expression of time dates a word, and which says by when it is to be done.

use super::lexicon::{Meaning, TimeLexicon};
use super::owner::{Owner, around, clause_of, is_noun, owner_of, relation, same_verb};
use super::tense::{Tense, tense_of};
use super::{TimeExpression, TimeKind};
use crate::forms::Words;
use kelishim_read::Reading;

/// The expression that dates a trigger, an index into [`Reading::tokens`]: of its own clause before that of the clause's
/// head, points before spans before deadlines, then the nearest.
///
/// Never one that names another thing ("соглашения от 5 мая 2016 года", unless the trigger is that thing), stands in
/// another clause or participle turn, in the dateline, or only says that something recurs; and in a clause about the future
/// no span and no duration: they say by when, not when. Looks no further than a hundred tokens.
pub fn time_for<'a>(reading: &Reading, times: &'a [TimeExpression], token: usize) -> Option<&'a TimeExpression> {
    let tense = tense(reading, token)?;
    let past = matches!(tense, Tense::Past { .. });
    let rank = |t: &TimeExpression| match t.kind {
        TimeKind::Point | TimeKind::Origin => Some(0),
        TimeKind::Span if past => Some(1),
        TimeKind::Since => Some(2),
        TimeKind::VaguePast => Some(3),
        TimeKind::Until if tense == Tense::Future && t.interval.is_none_or(|i| i.from.is_none()) => Some(4),
        TimeKind::VagueFuture => Some(5),
        TimeKind::Span | TimeKind::Until | TimeKind::Recurring => None,
    };
    best(reading, times, token, rank)
}

/// The expression by which an action, its head word an index into [`Reading::tokens`], is due: a deadline, else a span that
/// is not over at publication, else a point that lies ahead. What belongs to a clause is as in [`time_for`].
pub fn deadline_for<'a>(reading: &Reading, times: &'a [TimeExpression], token: usize) -> Option<&'a TimeExpression> {
    let published = reading.article.published;
    let ahead = |t: &TimeExpression| {
        let from = t.interval.and_then(|i| i.from);
        from.is_some_and(|f| published.is_some_and(|p| f.first_day() > p.last_day()))
    };
    let open = |t: &TimeExpression| {
        let to = t.interval.and_then(|i| i.to);
        to.is_some_and(|to| published.is_none_or(|p| to.last_day() >= p.first_day()))
    };
    let rank = |t: &TimeExpression| match t.kind {
        TimeKind::Until if t.interval.is_some() => Some(0),
        TimeKind::Span if open(t) => Some(1),
        TimeKind::Point if ahead(t) => Some(2),
        _ => None,
    };
    best(reading, times, token, rank)
}

/// The tense of the clause that a token heads or stands in; `None` for what is no token.
fn tense(reading: &Reading, token: usize) -> Option<Tense> {
    reading.tokens.get(token)?;
    let Some(lexicon) = TimeLexicon::of(&reading.article.language) else { return Some(Tense::Open) };
    let words = Words::of_tokens(reading, around(reading, &(token..token + 1)));
    let chain = std::iter::once(token).chain(reading.ancestors(token));
    Some(chain.filter_map(|t| tense_of(&words, lexicon, t)).next().unwrap_or(Tense::Open))
}

fn best<'a>(
    reading: &Reading,
    times: &'a [TimeExpression],
    token: usize,
    rank: impl Fn(&TimeExpression) -> Option<u8>,
) -> Option<&'a TimeExpression> {
    reading.tokens.get(token)?;
    let near = around(reading, &(token..token + 1));
    let dateline = reading.article.dateline.as_ref().map_or(0, |d| d.span.end());
    let from = times.partition_point(|t| t.tokens.start < near.start);
    let beside = times[from..].iter().take_while(|t| t.tokens.end <= near.end).filter(|t| t.span.start() >= dateline);
    let apart = is_apart(reading, token);
    let ranked = beside.filter_map(|t| {
        let closeness = closeness(reading, t, token)?;
        let gap = if token < t.tokens.start { t.tokens.start - token } else { token.saturating_sub(t.tokens.end) };
        (!apart || closeness == 0).then_some(((closeness, rank(t)?, gap), t))
    });
    ranked.min_by_key(|(key, _)| *key).map(|(_, t)| t)
}

/// Whether a noun stands after "после", "до": then its clause's date is not its own ("5 мая, после начала переговоров").
fn is_apart(reading: &Reading, token: usize) -> bool {
    let Some(lexicon) = TimeLexicon::of(&reading.article.language) else { return false };
    if !is_noun(reading, token) {
        return false;
    }
    let words = Words::of_tokens(reading, around(reading, &(token..token + 1)));
    let limit = reading.sentences[reading.tokens[token].sentence].tokens.end;
    let anchored = |t: usize| {
        reading
            .children(t)
            .any(|c| relation(reading, c) == "case" && lexicon.at(&words, c, limit).any(|(m, _)| m == Meaning::Anchor))
    };
    std::iter::once(token).chain(reading.ancestors(token)).take_while(|t| is_noun(reading, *t)).any(anchored)
}

/// How an expression belongs to a word: 0 to itself, 1 to its clause, 2 to the clause whose verb it shares, 3 only by
/// standing after it; `None` when to something else.
fn closeness(reading: &Reading, time: &TimeExpression, token: usize) -> Option<u8> {
    let Owner { anchor, head, between, moved } = owner_of(reading, time);
    let governor = reading.tokens[anchor].head.filter(|_| !moved);
    if governor == Some(token) || anchor == token {
        return Some(0);
    }
    if time.kind == TimeKind::Origin {
        // What the date names, and nothing else.
        return None;
    }
    if between.contains(&token) {
        // A date inside the trigger's own phrase: "в ходе визита президента в Москву 5 мая".
        return Some(1);
    }
    // "Протокол о строительстве в 2020 году": a date below a subject or object dates it, not the verb; below a
    // circumstance ("в ходе визита 5 мая") it dates both.
    let nouns = between.iter().filter(|a| is_noun(reading, **a)).count();
    let top = between.iter().copied().find(|a| reading.tokens[*a].head == Some(head));
    let circumstance =
        top.is_none_or(|t| matches!(relation(reading, t), "obl" | "advmod" | "advcl" | "parataxis" | "appos"));
    let nested = nouns > 0 && !circumstance;
    let mine = clause_of(reading, token);
    if same_verb(reading, head, mine) {
        return match (nested, nouns) {
            (false, _) => Some(1),
            (true, 1) => Some(2),
            (true, _) => None,
        };
    }
    // "5 мая стороны встретились и подписали": what stands before both verbs dates both.
    let first = reading.tokens[mine].head.filter(|_| &*reading.tokens[mine].relation == "conj");
    if first.is_some_and(|f| same_verb(reading, head, f)) && !nested && time.tokens.end <= head.min(mine) {
        return Some(2);
    }
    follows(reading, time, token).then_some(3)
}

/// Whether an expression stands right after a noun and the names that go with it: "при аресте Иванова в 2012 году".
fn follows(reading: &Reading, time: &TimeExpression, token: usize) -> bool {
    let names = |t: usize| matches!(&*reading.tokens[t].pos, "NOUN" | "PROPN" | "ADJ");
    is_noun(reading, token)
        && token < time.tokens.start
        && time.tokens.start - token <= 4
        && (token + 1..time.tokens.start).all(names)
}
