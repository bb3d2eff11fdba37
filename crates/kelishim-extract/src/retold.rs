//! What the headline says or undertakes and the report tells again is one row.

use crate::actors::Actors;
use crate::bind::{Bound, Scene};
use crate::focus::{Side, side_of};
use crate::rows::headline;
use kelishim_model::{ActorId, Commitment, Interval, PartialDate, Span, Speaker, Statement};
use std::collections::BTreeSet;

/// Share of the words of the shorter action that the longer has, when both are one: "построит девять школ", "начнёт строить
/// девять русскоязычных школ".
const SAME: f64 = 0.65;

/// Share of the words of a headline's statement that one of the report's must have, when both are one.
const SAID_AGAIN: f64 = 0.5;

/// Takes out what the headline undertakes where the report tells it again: the same sides, the same stage, no other amount or
/// date, most words of the one among those of the other. The report's row stays, with the headline's dates where it has none.
///
/// Two sentences of the report are left alone: they tell of one undertaking in the same words, or of two, as often.
pub(crate) fn leave_out_headline(scene: &Scene<'_>, actors: &Actors, rows: &mut Vec<(Commitment, Vec<Bound>)>) {
    let Some(headline) = headline(scene) else { return };
    let sides = |ids: &[ActorId]| -> BTreeSet<Result<Side, ActorId>> {
        ids.iter().map(|id| side_of(actors, *id).ok_or(*id)).collect()
    };
    let same = |a: &Commitment, b: &Commitment| {
        a.stage == b.stage
            && sides(&a.committer) == sides(&b.committer)
            && sides(&a.beneficiary) == sides(&b.beneficiary)
            && agree(dates(a.due), dates(b.due))
            && agree(dates(a.made), dates(b.made))
            && agree(amounts(a), amounts(b))
            && share(&telling(scene, a.action), &telling(scene, b.action)) >= SAME
    };
    let (announced, mut told): (Vec<_>, Vec<_>) =
        std::mem::take(rows).into_iter().partition(|(c, _)| headline.contains(c.action));
    for (row, bound) in announced {
        match told.iter_mut().find(|(c, _)| same(&row, c)) {
            Some((again, _)) => {
                again.due = again.due.or(row.due);
                again.made = again.made.or(row.made);
                // The same sides and stage, read twice, are no less likely than the likelier reading.
                again.score = again.score.max(row.score);
            }
            None => rows.push((row, bound)),
        }
    }
    rows.append(&mut told);
}

/// For each statement the one that says it again: the headline's is said again where the same speaker says most of its words in the
/// report.
pub(crate) fn said_again(scene: &Scene<'_>, statements: &[Statement]) -> Vec<Option<usize>> {
    let Some(headline) = headline(scene) else { return vec![None; statements.len()] };
    let again = |s: &Statement| {
        if !headline.contains(s.content) || !matches!(s.speaker, Speaker::Actor(_)) {
            return None;
        }
        let words = telling(scene, s.content);
        if words.is_empty() {
            return None;
        }
        let most = |other: &Statement| {
            let found = telling(scene, other.content).intersection(&words).count() as f64;
            found >= SAID_AGAIN * words.len() as f64
        };
        let below = |other: &Statement| other.speaker == s.speaker && !headline.contains(other.content);
        statements.iter().position(|other| below(other) && most(other))
    };
    statements.iter().map(again).collect()
}

/// Whether one is silent or both say the same.
fn agree<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.zip(b).is_none_or(|(a, b)| a == b)
}

/// A date without the words that say so.
fn dates(time: Option<Interval>) -> Option<(Option<PartialDate>, Option<PartialDate>)> {
    time.map(|t| (t.from, t.to))
}

/// The amounts of an action, in order of size.
fn amounts(c: &Commitment) -> Option<Vec<f64>> {
    let mut values: Vec<f64> = c.quantity.iter().map(|q| q.value).collect();
    values.sort_by(f64::total_cmp);
    (!values.is_empty()).then_some(values)
}

/// The lemmas of an action that tell what it is.
fn telling<'a>(scene: &'a Scene<'_>, action: Span) -> BTreeSet<&'a str> {
    let tree = scene.tree;
    let tells = |t: &usize| matches!(tree.pos(*t), "NOUN" | "PROPN" | "VERB" | "ADJ" | "NUM");
    tree.reading.tokens_in(action).filter(tells).map(|t| tree.lemma(t)).collect()
}

/// How much of the shorter set the longer has, 0 to 1.
fn share(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> f64 {
    let least = a.len().min(b.len());
    if least == 0 { 0.0 } else { a.intersection(b).count() as f64 / least as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &[&str], b: &[&str], same: bool) {
        assert_eq!(share(&a.iter().copied().collect(), &b.iter().copied().collect()) >= SAME, same, "{a:?} {b:?}");
    }

    #[test]
    fn two_thirds_of_the_shorter_are_the_same() {
        check(&["построить", "школа"], &["построить", "девять", "школа", "ош"], true);
        check(&["построить", "девять", "школа"], &["открыть", "девять", "школа"], true);
        check(&["построить", "школа"], &["построить", "мост"], false);
        check(&[], &["построить"], false);
    }

    #[test]
    fn who_is_silent_contradicts_nobody() {
        assert!(agree(Some(1), None) && agree(Some(1), Some(1)) && agree::<i32>(None, None));
        assert!(!agree(Some(1), Some(2)));
    }
}
