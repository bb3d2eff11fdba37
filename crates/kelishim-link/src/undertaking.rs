//! Steps of one undertaking.

use crate::cluster::{Milli, average_linkage};
use crate::{Link, Subjects};
use std::collections::{BTreeMap, BTreeSet};

/// What linking needs to know of a row of commitments. Steps are handed over sorted by date, then by article and place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Step {
    /// Sides that are to do it, sorted: ISO codes or registry keys.
    pub committer: Vec<String>,
    /// Sides for or towards whom, sorted; empty for a joint undertaking.
    pub beneficiary: Vec<String>,
    /// Fields of relations.
    pub areas: Vec<String>,
    /// Stage code.
    pub stage: String,
    /// When it happened, else when it was published: ISO 8601, at the precision known.
    pub date: String,
    /// Values with their unit or currency.
    pub quantity: Vec<(f64, String)>,
    /// Lemmas of the action, lower case.
    pub words: Vec<String>,
    /// Lemmas of the evidence around it, lower case.
    pub around: Vec<String>,
    /// Lemmas of the sentence before, lower case: heard only when the step's own sentence names no subject.
    pub before: Vec<String>,
}

/// Mean likeness at which two groups are one undertaking, in thousandths.
const ONE: Milli = 380;
/// A feature shared by more steps than this proposes no pairs; the rarer ones do.
const COMMON: usize = 400;

/// Finds the steps of one undertaking among `steps` of the same sides: one [`Link`] a step.
///
/// Likeness adds up from the subject (words of several languages, `subjects`), the words of the action, quantities, areas,
/// direction; average linkage joins. Pairs are looked for among steps that share a subject, a word or a quantity.
pub fn link_steps(steps: &[Step], subjects: &Subjects) -> Vec<Link> {
    let traits = traits(steps, subjects);
    let mut pairs = vec![];
    for (i, j) in candidates(&traits) {
        let likeness = compare(&steps[i], &steps[j], &traits[i], &traits[j], subjects).0;
        if likeness > 0 {
            pairs.push((i, j, likeness));
        }
    }
    let mut groups = average_linkage(steps.len(), &pairs, ONE);
    part_fulfilled(steps, &mut groups);
    let mut nearest: Vec<Option<(Milli, usize)>> = vec![None; steps.len()];
    for &(i, j, likeness) in pairs.iter().filter(|(i, j, _)| groups[*i] == groups[*j]) {
        for (a, b) in [(i, j), (j, i)] {
            if nearest[a].is_none_or(|(best, _)| likeness > best) {
                nearest[a] = Some((likeness, b));
            }
        }
    }
    (0..steps.len())
        .map(|i| match nearest[i] {
            None => Link { group: groups[i], score: 1.0, reason: String::new() },
            Some((likeness, j)) => Link {
                group: groups[i],
                score: (likeness as f32 / 1000.0).min(1.0),
                reason: compare(&steps[i], &steps[j], &traits[i], &traits[j], subjects).1.join("; "),
            },
        })
        .collect()
}

/// Values below this are numbers of things that many undertakings have ("два завода").
const TELLING: f64 = 10.0;

/// A quantity that was promised and then delivered, in a thread that tells of others too, is an undertaking of its own: the
/// 80,000 doses that were bought and came, beside instalments of a general agreement.
fn part_fulfilled(steps: &[Step], groups: &mut [usize]) {
    let promised = |s: &Step| matches!(s.stage.as_str(), "proposed" | "negotiating" | "agreed" | "signed" | "ratified");
    let delivered = |s: &Step| s.stage == "delivered";
    let has = |s: &Step, value: f64| s.quantity.iter().any(|(v, _)| *v == value);
    let count = groups.iter().map(|g| g + 1).max().unwrap_or(0);
    let mut members: Vec<Vec<usize>> = vec![vec![]; count];
    for (i, group) in groups.iter().enumerate() {
        members[*group].push(i);
    }
    let mut next = count;
    for members in members {
        let mut values: Vec<f64> =
            members.iter().flat_map(|i| &steps[*i].quantity).map(|(v, _)| *v).filter(|v| *v >= TELLING).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let mut left = members;
        for value in values {
            let (own, rest): (Vec<usize>, Vec<usize>) = left.iter().partition(|i| has(&steps[**i], value));
            let others = rest.iter().any(|i| !steps[*i].quantity.is_empty());
            if others && own.iter().any(|i| promised(&steps[*i])) && own.iter().any(|i| delivered(&steps[*i])) {
                own.iter().for_each(|i| groups[*i] = next);
                next += 1;
                left = rest;
            }
        }
    }
    // Numbered by first rows again.
    let mut numbers = BTreeMap::new();
    for group in groups.iter_mut() {
        let next = numbers.len();
        *group = *numbers.entry(*group).or_insert(next);
    }
}

/// What a step is compared by.
struct Traits {
    subjects: BTreeSet<usize>,
    // Word and its weight in thousandths.
    words: BTreeMap<String, Milli>,
    around: BTreeSet<usize>,
}

fn traits(steps: &[Step], subjects: &Subjects) -> Vec<Traits> {
    let mut spread: BTreeMap<&str, usize> = BTreeMap::new();
    for step in steps {
        for word in step.words.iter().collect::<BTreeSet<_>>() {
            *spread.entry(word).or_default() += 1;
        }
    }
    let weight = |word: &str| -> Milli {
        if subjects.is_generic(word) || word.chars().count() < 3 || word.chars().any(|c| c.is_ascii_digit()) {
            return 0;
        }
        // A word of half the block's steps tells half as much as one of two.
        let share = spread[word] as f64 / (steps.len() as f64 + 8.0);
        (1000.0 * (1.0 - share)).round() as Milli
    };
    steps
        .iter()
        .map(|step| Traits {
            subjects: step.words.iter().flat_map(|w| subjects.of(w)).collect(),
            words: step.words.iter().map(|w| (w.clone(), weight(w))).filter(|(_, w)| *w > 0).collect(),
            around: around(step, subjects),
        })
        .collect()
}

/// Subjects of the sentence around an action; those of the sentence before when neither names one.
fn around(step: &Step, subjects: &Subjects) -> BTreeSet<usize> {
    let of = |words: &[String]| words.iter().flat_map(|w| subjects.of(w)).collect::<BTreeSet<usize>>();
    let own = of(&step.around);
    if own.is_empty() && of(&step.words).is_empty() { of(&step.before) } else { own }
}

/// Pairs worth comparing, ascending.
fn candidates(traits: &[Traits]) -> BTreeSet<(usize, usize)> {
    let mut by_trait: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, t) in traits.iter().enumerate() {
        for subject in &t.subjects {
            by_trait.entry(format!("#{subject}")).or_default().push(i);
        }
        for subject in &t.around {
            by_trait.entry(format!("~{subject}")).or_default().push(i);
        }
        for word in t.words.keys() {
            by_trait.entry(word.clone()).or_default().push(i);
        }
    }
    let mut out = BTreeSet::new();
    for rows in by_trait.values() {
        // Of a common trait only neighbours in time are compared.
        let reach = if rows.len() <= COMMON { rows.len() } else { 20 };
        for (at, &i) in rows.iter().enumerate() {
            out.extend(rows[at + 1..].iter().take(reach).filter(|j| **j != i).map(|&j| (i, j)));
        }
    }
    out
}

/// Likeness in thousandths, and what it rests on.
fn compare(a: &Step, b: &Step, x: &Traits, y: &Traits, subjects: &Subjects) -> (Milli, Vec<String>) {
    let mut sum = 0;
    let mut reasons = vec![];

    let common: Vec<usize> = x.subjects.intersection(&y.subjects).copied().collect();
    let all = x.subjects.union(&y.subjects).count();
    if !common.is_empty() {
        sum += 200 + 350 * common.len() as Milli / all as Milli;
        if x.subjects.symmetric_difference(&y.subjects).any(|s| subjects.is_apart(*s)) {
            sum -= 250;
        }
        reasons.push(format!("subject {}", names(&common, subjects)));
    } else if !x.subjects.is_empty() && !y.subjects.is_empty() {
        sum -= 350;
    } else {
        // One action names no subject ("поставки"): the sentence around it may.
        let beside: Vec<usize> =
            x.around.intersection(&y.subjects).chain(y.around.intersection(&x.subjects)).copied().collect();
        let both: Vec<usize> = x.around.intersection(&y.around).copied().collect();
        if !beside.is_empty() {
            sum += 330;
            reasons.push(format!("subject {} in the sentence", names(&beside, subjects)));
        } else if !both.is_empty() {
            sum += 200;
            reasons.push(format!("subject {} in both sentences", names(&both, subjects)));
        }
    }

    let shared: Vec<&str> = x.words.keys().filter(|w| y.words.contains_key(*w)).map(String::as_str).collect();
    if !shared.is_empty() {
        let of = |words: &BTreeMap<String, Milli>| words.values().sum::<Milli>();
        let joint: Milli = shared.iter().map(|w| x.words[*w].min(y.words[*w])).sum();
        let least = of(&x.words).min(of(&y.words)).max(2000);
        sum += 450 * joint.min(least) / least;
        reasons.push(format!("words {}", shared.join(", ")));
    }

    match quantities(a, b) {
        Quantities::Same(value, unit) => {
            sum += if value >= TELLING { 250 } else { 120 };
            reasons.push(format!("quantity {value} {unit}").trim_end().to_owned());
        }
        Quantities::Differ => sum -= 120,
        Quantities::Unknown => {}
    }

    if !a.areas.is_empty() && !b.areas.is_empty() {
        if a.areas.iter().any(|x| b.areas.contains(x)) {
            sum += 80;
        } else {
            sum -= 250;
        }
    }
    if !a.beneficiary.is_empty() && !b.beneficiary.is_empty() && a.committer != b.committer {
        sum -= if a.committer == b.beneficiary { 350 } else { 100 };
    }
    if a.stage == b.stage && a.date == b.date && a.date.len() >= 7 {
        sum += 80;
        reasons.push(format!("both {} on {}", a.stage, a.date));
    }
    (sum.clamp(0, 1000), reasons)
}

fn names(list: &[usize], subjects: &Subjects) -> String {
    let set: BTreeSet<&str> = list.iter().map(|s| subjects.id(*s)).collect();
    set.into_iter().collect::<Vec<_>>().join(", ")
}

enum Quantities {
    Same(f64, String),
    Differ,
    Unknown,
}

/// Values are compared whatever the unit: units differ by language and by what a reporter counts.
fn quantities(a: &Step, b: &Step) -> Quantities {
    if a.quantity.is_empty() || b.quantity.is_empty() {
        return Quantities::Unknown;
    }
    for (value, unit) in &a.quantity {
        if b.quantity.iter().any(|(other, _)| other == value) {
            return Quantities::Same(*value, unit.clone());
        }
    }
    Quantities::Differ
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subjects() -> Subjects {
        let file = "generic = ['соглашение']\n[[subject]]\nid = 'quota'\nwords = ['квот*']\n[[subject]]\nid = 'school'\nwords = ['школ*', 'мектеп*']";
        Subjects::parse("test", file).unwrap()
    }

    fn step(stage: &str, date: &str, words: &str) -> Step {
        Step {
            committer: vec!["RUS".into()],
            beneficiary: vec!["KGZ".into()],
            areas: vec!["education".into()],
            stage: stage.into(),
            date: date.into(),
            words: words.split(' ').map(str::to_owned).collect(),
            ..Step::default()
        }
    }

    #[test]
    fn steps_meet_by_subject_across_languages_and_part_by_subject() {
        let steps = [
            step("proposed", "2021-03", "увеличить квота обучение"),
            step("signed", "2023-03-29", "строительство девять школа"),
            step("agreed", "2023-05", "увеличить квота студент"),
            step("started", "2025-11", "мектеп курулуш"),
        ];
        let links = link_steps(&steps, &subjects());
        assert_eq!(links.iter().map(|l| l.group).collect::<Vec<_>>(), [0, 1, 0, 1]);
        assert_eq!(links[0].reason, "subject quota; words квота, увеличить");
    }

    #[test]
    fn a_step_alone_has_no_reason() {
        let links = link_steps(&[step("signed", "2023", "соглашение")], &subjects());
        assert_eq!(links, [Link { group: 0, score: 1.0, reason: String::new() }]);
    }
}
