//! When: expressions of time, and the days, months and years they mean.
//!
//! Words are known by their forms (`data/lang/<code>/lexicon/times.toml`); the tree only says which verb a date belongs to
//! and whether that verb looks back or ahead. Another language needs its file and, where its dates are built otherwise, its
//! own way of putting them together beside `date`, `phrase` and `expression`.

mod attach;
mod behind;
mod calendar;
mod clause;
mod date;
mod duration;
mod expression;
mod lexicon;
mod owner;
mod phrase;
#[cfg(test)]
pub(crate) mod plain;
mod tense;
#[cfg(test)]
mod tests;

use crate::forms::Words;
use crate::grammar::Grammar;
use crate::numerals::Numerals;
use calendar::Period;
use clause::Clause;
use kelishim_model::{Interval, Span};
use kelishim_read::Reading;
use lexicon::{Meaning, TimeLexicon};
use std::ops::Range;
use tense::tense_at;

pub use attach::{deadline_for, time_for};

/// What an expression says about its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeKind {
    /// In, on or during it.
    Point,
    /// Not after it: "до", "к", "не позднее", "в течение трёх лет".
    Until,
    /// From it on: "с 1992 года".
    Since,
    /// Through all of it: "за 2015-2017 годы", "с 5 по 9 мая".
    Span,
    /// Some time before: "недавно"; "ранее" without an interval.
    VaguePast,
    /// Some time to come; no interval.
    VagueFuture,
    /// Again and again; no interval.
    Recurring,
    /// What a thing is named by: "соглашение от 5 мая 2016 года", "протокол 2014 года".
    Origin,
}

/// An expression of time.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpression {
    /// Its words, the preposition included.
    pub span: Span,
    /// Its tokens, indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// Its sentence, an index into [`Reading::sentences`].
    pub sentence: usize,
    /// What it means, at the precision of its words; `None` when they or the day of publication do not say.
    pub interval: Option<Interval>,
    /// What it says.
    pub kind: TimeKind,
}

/// Expressions of time in order of the text, none inside another. Linear in tokens.
///
/// Dates without a year are those that tense and publication choose: the latest not after it, or the first not before it.
/// Without a day of publication they and all relative times have no interval. A language without a lexicon has none.
pub fn find_times(reading: &Reading) -> Vec<TimeExpression> {
    let language = reading.article.language.as_str();
    let (Some(lexicon), Some(numerals)) = (TimeLexicon::of(language), Numerals::of(language)) else { return vec![] };
    let words = Words::new(reading);
    let behind = Grammar::of_reading(reading).agglutinative;
    let mut out: Vec<TimeExpression> = vec![];
    let mut previous = None;
    for (number, sentence) in reading.sentences.iter().enumerate() {
        let mut t = sentence.tokens.start;
        while t < sentence.tokens.end {
            let may_begin = behind
                || lexicon.at(&words, t, sentence.tokens.end).next().is_some()
                || words.at(t).starts_with(|c: char| c.is_ascii_digit())
                || numerals.ordinal(&words, t, sentence.tokens.end).is_some()
                || numerals.number(&words, t, sentence.tokens.end).is_some()
                || words.at(t).contains('-');
            let named = t > sentence.tokens.start && is_sign(lexicon, &words, t - 1);
            if !may_begin || named {
                t += 1;
                continue;
            }
            let mut clause = Clause {
                words: &words,
                lexicon,
                numerals,
                published: reading.article.published,
                tense: tense_at(&words, lexicon, t),
                previous,
                limit: sentence.tokens.end,
            };
            let found = if behind { clause.behind(t) } else { clause.expression(t) };
            let Some(found) = found.filter(|f| f.end > t && !is_piece(&words, t, f.end)) else {
                t += 1;
                continue;
            };
            let tokens = t..found.end.min(sentence.tokens.end);
            let span = reading.tokens[tokens.start].span.cover(reading.tokens[tokens.end - 1].span);
            let interval = found.bounds.map(|(from, to)| Interval { from, to, span: Some(span) });
            if let (Some((Some(from), Some(to))), TimeKind::Point | TimeKind::Span) = (found.bounds, found.kind) {
                previous = Period::between(from, to).or(previous);
            }
            t = tokens.end;
            push(&mut out, TimeExpression { span, tokens, sentence: number, interval, kind: found.kind });
        }
    }
    out
}

/// "Ранее в понедельник" is one expression, the dated one.
fn push(out: &mut Vec<TimeExpression>, mut next: TimeExpression) {
    if let Some(last) = out.last()
        && last.kind == TimeKind::VaguePast
        && last.tokens.end == next.tokens.start
        && next.kind == TimeKind::Point
    {
        next.span = last.span.cover(next.span);
        next.tokens.start = last.tokens.start;
        next.interval = next.interval.map(|i| Interval { span: Some(next.span), ..i });
        out.pop();
    }
    out.push(next);
}

/// Whether the token makes a name of the number after it: "№", "статья".
fn is_sign(lexicon: &TimeLexicon, words: &Words<'_>, t: usize) -> bool {
    let mark = if words.at(t) == "." && t > 0 { t - 1 } else { t };
    words.at(t) == "/" && words.glued(t) || lexicon.at(words, mark, t + 1).any(|(m, _)| m == Meaning::Sign)
}

/// Whether the words are a piece of longer figures: "10:30", "5-2019/1".
fn is_piece(words: &Words<'_>, t: usize, end: usize) -> bool {
    let before = t > 0 && words.glued(t - 1) && matches!(words.at(t - 1), ":" | "-");
    before || (end == t + 1 && words.glued(t) && matches!(words.at(end), "/" | ":"))
}
