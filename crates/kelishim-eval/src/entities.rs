//! Nested named entities: right are those with the same bounds and type.
//!
//! Measures: `entity.all` (all types), `entity.outermost` (persons, places and bodies that lie in no other of these,
//! which older sets annotate), and each type by its name. Training reports the same figures.

use crate::figures::Figures;
use std::collections::{BTreeMap, BTreeSet};

/// One named entity: half-open stretch, in code points for a brat file (any unit serves if gold and output share it).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// First position.
    pub start: usize,
    /// One past the last position.
    pub end: usize,
    /// Type: "PERSON", "STATE_OR_PROVINCE" ...
    pub kind: String,
}

/// What [`score_entities`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityScores {
    /// Counts by measure: "entity.all", "entity.outermost", then types in alphabetical order ("entity.CITY").
    pub figures: Figures,
    /// Every entity missed or invented, a line each, by text.
    pub errors: Vec<String>,
}

/// Counts how far the entities of texts agree with gold.
///
/// `gold` holds name and entities of each text, `found` what was found there, in the same order; a text without an answer
/// has nothing found. An entity given twice counts once.
pub fn score_entities(gold: &[(String, Vec<Named>)], found: &[Vec<Named>]) -> EntityScores {
    let mut scores = EntityScores::default();
    let mut kinds: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (at, (name, gold)) in gold.iter().enumerate() {
        let gold: BTreeSet<&Named> = gold.iter().collect();
        let found: BTreeSet<&Named> = found.get(at).into_iter().flatten().collect();
        add(&mut scores.figures, "entity.all", &gold, &found);
        add(&mut scores.figures, "entity.outermost", &outermost(&gold), &outermost(&found));
        for x in gold.union(&found) {
            let tally = kinds.entry(&x.kind).or_default();
            let (in_gold, in_found) = (gold.contains(x), found.contains(x));
            for (count, holds) in tally.iter_mut().zip([in_gold && in_found, in_gold, in_found]) {
                *count += usize::from(holds);
            }
        }
        let line = |word: &str, x: &Named| format!("{name} {word} {} {}..{}", x.kind, x.start, x.end);
        scores.errors.extend(gold.difference(&found).map(|x| line("missed", x)));
        scores.errors.extend(found.difference(&gold).map(|x| line("invented", x)));
    }
    for (kind, [right, gold, found]) in kinds {
        scores.figures.add(&format!("entity.{kind}"), right, gold, found);
    }
    scores
}

fn add<T: Ord>(figures: &mut Figures, measure: &str, gold: &BTreeSet<T>, found: &BTreeSet<T>) {
    figures.add(measure, gold.intersection(found).count(), gold.len(), found.len());
}

/// Persons, places and bodies, as (start, end, kind of the three), without those inside another with other bounds.
fn outermost(all: &BTreeSet<&Named>) -> BTreeSet<(usize, usize, &'static str)> {
    let mapped: BTreeSet<_> = all.iter().filter_map(|x| Some((x.start, x.end, coarse(&x.kind)?))).collect();
    let inside =
        |x: &(usize, usize, &str), y: &(usize, usize, &str)| (x.0, x.1) != (y.0, y.1) && y.0 <= x.0 && x.1 <= y.1;
    mapped.iter().filter(|x| !mapped.iter().any(|y| inside(x, y))).copied().collect()
}

fn coarse(kind: &str) -> Option<&'static str> {
    match kind {
        "PERSON" => Some("PER"),
        "CITY" | "COUNTRY" | "STATE_OR_PROVINCE" | "LOCATION" | "DISTRICT" => Some("LOC"),
        "ORGANIZATION" => Some("ORG"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rows: &[(usize, usize, &str)]) -> Vec<Named> {
        rows.iter().map(|(start, end, kind)| Named { start: *start, end: *end, kind: (*kind).into() }).collect()
    }

    fn check(
        gold: &[(usize, usize, &str)],
        found: &[(usize, usize, &str)],
        measure: &str,
        expected: (usize, usize, usize),
    ) {
        let scores = score_entities(&[("t".into(), text(gold))], &[text(found)]);
        let tally = scores.figures.get(measure).unwrap_or_default();
        assert_eq!((tally.right, tally.gold, tally.found), expected, "{measure}");
    }

    const MINISTRY: (usize, usize, &str) = (0, 30, "ORGANIZATION");
    const STATE: (usize, usize, &str) = (20, 30, "COUNTRY");

    #[test]
    fn an_entity_is_right_with_the_same_bounds_and_type() {
        check(&[MINISTRY, STATE], &[MINISTRY, (20, 30, "CITY"), (21, 30, "COUNTRY")], "entity.all", (1, 2, 3));
        check(&[MINISTRY, STATE], &[MINISTRY, (20, 30, "CITY")], "entity.COUNTRY", (0, 1, 0));
        check(&[STATE], &[STATE, STATE], "entity.all", (1, 1, 1));
    }

    #[test]
    fn outermost_leaves_out_what_lies_inside_a_person_place_or_body() {
        check(&[MINISTRY, STATE], &[STATE], "entity.outermost", (0, 1, 1));
        check(&[STATE, (0, 40, "EVENT")], &[STATE], "entity.outermost", (1, 1, 1));
        check(&[(0, 5, "CITY")], &[(0, 5, "DISTRICT")], "entity.outermost", (1, 1, 1));
        check(&[(0, 5, "CITY"), (0, 5, "ORGANIZATION")], &[], "entity.outermost", (0, 2, 0));
    }

    #[test]
    fn figures_stand_in_a_fixed_order_and_a_missing_answer_finds_nothing() {
        let scores = score_entities(&[("t".into(), text(&[STATE, (1, 2, "AGE")]))], &[]);
        let order: Vec<&str> = scores.figures.iter().map(|(measure, _)| measure).collect();
        assert_eq!(order, ["entity.all", "entity.outermost", "entity.AGE", "entity.COUNTRY"]);
        assert_eq!(scores.errors, ["t missed AGE 1..2", "t missed COUNTRY 20..30"]);
    }
}
