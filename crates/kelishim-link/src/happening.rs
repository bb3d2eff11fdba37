//! One happening told in several reports.

use crate::Link;
use crate::cluster::{Milli, average_linkage};
use std::collections::BTreeSet;

/// What linking needs to know of an event. Events are handed over sorted by date, then by article and place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    /// First and last day it can have happened on, counted from any fixed day; the publication's when the text gives none.
    pub days: (i64, i64),
    /// Whether `days` are from the text, to the day.
    pub dated: bool,
    /// Mode of the type.
    pub mode: Option<String>,
    /// Modality code.
    pub modality: String,
    /// The actors by key, sorted: persons and bodies, not only their states.
    pub actors: Vec<String>,
    /// Lemmas of the sentence, lower case.
    pub words: Vec<String>,
    /// Place, lower case.
    pub place: Option<String>,
    /// Article it stands in: an article tells a happening once.
    pub article: i64,
}

/// Days between two tellings up to which they can be one happening when one of them has no day of its own.
const NEAR: i64 = 10;
const ONE: Milli = 450;
/// Neighbours in time that an event is compared with.
const REACH: usize = 60;

/// Finds the same happening among `events` of one type and the same sides: one [`Link`] an event.
///
/// Two tellings need days that meet (or are near, when one is undated), the same modality, and words, actors or a day in
/// common. Two events of one article are never one happening.
pub fn link_happenings(events: &[Told]) -> Vec<Link> {
    let words: Vec<BTreeSet<&str>> =
        events.iter().map(|e| e.words.iter().map(String::as_str).filter(|w| w.chars().count() > 2).collect()).collect();
    let mut pairs = vec![];
    for i in 0..events.len() {
        for j in i + 1..events.len().min(i + 1 + REACH) {
            if events[j].days.0 - events[i].days.1 > NEAR {
                break;
            }
            let (likeness, _) = compare(&events[i], &events[j], &words[i], &words[j]);
            if likeness > 0 {
                pairs.push((i, j, likeness));
            }
        }
    }
    let groups = average_linkage(events.len(), &pairs, ONE);
    let mut nearest: Vec<Option<(Milli, usize)>> = vec![None; events.len()];
    for &(i, j, likeness) in pairs.iter().filter(|(i, j, _)| groups[*i] == groups[*j]) {
        for (a, b) in [(i, j), (j, i)] {
            if nearest[a].is_none_or(|(best, _)| likeness > best) {
                nearest[a] = Some((likeness, b));
            }
        }
    }
    (0..events.len())
        .map(|i| match nearest[i] {
            None => Link { group: groups[i], score: 1.0, reason: String::new() },
            Some((likeness, j)) => Link {
                group: groups[i],
                score: (likeness as f32 / 1000.0).min(1.0),
                reason: compare(&events[i], &events[j], &words[i], &words[j]).1.join("; "),
            },
        })
        .collect()
}

fn compare(a: &Told, b: &Told, x: &BTreeSet<&str>, y: &BTreeSet<&str>) -> (Milli, Vec<String>) {
    if a.article == b.article || a.modality != b.modality {
        return (0, vec![]);
    }
    let apart = (b.days.0 - a.days.1).max(a.days.0 - b.days.1).max(0);
    if apart > if a.dated && b.dated { 0 } else { NEAR } {
        return (0, vec![]);
    }
    let mut sum = 0;
    let mut reasons = vec![];
    if a.dated && b.dated {
        sum += 300;
        reasons.push("the same day".to_owned());
    } else {
        sum += 150 - 12 * apart;
        reasons.push(format!("{apart} days apart"));
    }
    let common: Vec<&str> = x.intersection(y).copied().collect();
    let least = x.len().min(y.len()).max(4) as Milli;
    sum += 500 * common.len() as Milli / least;
    if !common.is_empty() {
        reasons.push(format!("words {}", common.join(", ")));
    }
    let both: Vec<&str> = a.actors.iter().filter(|k| b.actors.contains(k)).map(String::as_str).collect();
    if both.is_empty() {
        sum -= 100;
    } else {
        sum += 100 + 100 * both.len() as Milli / a.actors.len().min(b.actors.len()) as Milli;
    }
    match (&a.place, &b.place) {
        (Some(p), Some(q)) if p == q => {
            sum += 120;
            reasons.push(format!("place {p}"));
        }
        (Some(_), Some(_)) => sum -= 250,
        _ => {}
    }
    match (&a.mode, &b.mode) {
        (Some(m), Some(n)) if m == n => sum += 60,
        (Some(_), Some(_)) => sum -= 250,
        _ => {}
    }
    (sum.clamp(0, 1000), reasons)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(article: i64, day: i64, words: &str) -> Told {
        Told {
            days: (day, day),
            dated: true,
            modality: "actual".into(),
            actors: vec!["KGZ".into(), "RUS".into()],
            words: words.split(' ').map(str::to_owned).collect(),
            article,
            ..Told::default()
        }
    }

    #[test]
    fn one_meeting_in_two_reports_is_one_and_another_day_is_another() {
        let events = [
            told(1, 10, "президент встретиться москва"),
            told(2, 10, "президент встретиться кремль"),
            told(3, 40, "президент встретиться москва"),
        ];
        let groups: Vec<usize> = link_happenings(&events).iter().map(|l| l.group).collect();
        assert_eq!(groups, [0, 0, 1]);
    }

    #[test]
    fn two_events_of_one_article_stay_two() {
        let events = [told(1, 10, "президент встретиться"), told(1, 10, "президент встретиться")];
        assert_ne!(link_happenings(&events)[0].group, link_happenings(&events)[1].group);
    }
}
