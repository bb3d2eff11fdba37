//! The words by which a body is met again, whatever their case, and with or without its state.

use super::name::stem;
use super::scene::Scene;
use super::states::How;
use super::words::{fold, is_mark, is_noun, is_pos, is_quote, lemma};
use std::ops::Range;

/// Short names of ministries and what they stand for.
const SHORT: &[(&str, &str)] = &[
    ("мид", "министерство иностранных дел"),
    ("минобороны", "министерство обороны"),
    ("минздрав", "министерство здравоохранения"),
    ("минэнерго", "министерство энергетики"),
    ("минфин", "министерство финансов"),
    ("минтранс", "министерство транспорта"),
    ("минобрнауки", "министерство науки высшего образования"),
    ("минсельхоз", "министерство сельского хозяйства"),
    ("минюст", "министерство юстиции"),
    ("мвд", "министерство внутренних дел"),
    ("мчс", "министерство чрезвычайных ситуаций"),
    ("кабмин", "кабинет министров"),
    ("госдеп", "государственный департамент"),
    ("госдепартамент", "государственный департамент"),
    ("евросоюз", "европейский союз"),
    ("ес", "европейский союз"),
    ("оон", "организация объединенных наций"),
    ("совбез", "совет безопасности"),
    ("генассамблея", "генеральная ассамблея"),
    ("дума", "государственная дума"),
    ("госдума", "государственная дума"),
    ("снг", "содружество независимых государств"),
];

/// What of a body's phrase is its name: of "газета «Заря»" what is in quotation marks, otherwise all.
pub(super) fn name_part(scene: &Scene, tokens: &Range<usize>, head: usize) -> Range<usize> {
    let reading = scene.reading;
    let quoted = head + 1 < tokens.end && is_quote(reading, head + 1) && is_quote(reading, tokens.end - 1);
    let group = scene.body_class(head).map_or(0, |c| c.group);
    if !matches!(group, 10..=15) {
        return tokens.clone();
    }
    if quoted && head + 2 < tokens.end - 1 {
        return head + 2..tokens.end - 1;
    }
    let latin = |t: usize| super::words::is_latin(reading, t);
    if scene.lookup.grammar().has_agreement() && head + 1 < tokens.end && (head + 1..tokens.end).all(latin) {
        return head + 1..tokens.end;
    }
    match scene.bodies.get(head + 1) {
        Some(Some(range)) if range.start == head + 1 && range.end == tokens.end && scene.may_name(head, head + 1) => {
            range.clone()
        }
        _ => tokens.clone(),
    }
}

/// "внешнеполитическое ведомство" and "оборонное ведомство" name the ministry.
const BY_ADJECTIVE: &[(&str, &str)] = &[
    ("внешнеполитическ", "министерство иностранных дел"),
    ("дипломатическ", "министерство иностранных дел"),
    ("оборонн", "министерство обороны"),
    ("военн", "министерство обороны"),
    ("финансов", "министерство финансов"),
    ("энергетическ", "министерство энергетики"),
];

/// The words by which a body is met again: stems without states and marks, short names spelt out, in sorted order.
pub(super) fn key_words(scene: &Scene, tokens: &Range<usize>) -> String {
    let mut stems: Vec<String> = vec![];
    let agency = tokens.clone().find(|t| lemma(scene.reading, *t) == "ведомство");
    if let Some(at) = agency
        && at > tokens.start
        && !(tokens.start..at).any(|t| is_noun(scene.reading, t))
        && let Some((_, long)) = BY_ADJECTIVE.iter().find(|(a, _)| fold(scene.reading.form(at - 1)).starts_with(a))
    {
        return joined(long.split(' ').map(short_stem).collect());
    }
    for t in tokens.clone() {
        let state =
            matches!(&scene.marks[t], Some(m) if !matches!(m.how, How::Place | How::PlaceAdjective | How::Seat));
        if is_mark(scene.reading, t) || state || is_pos(scene.reading, t, &["ADP", "CCONJ"]) {
            continue;
        }
        let word = fold(scene.reading.form(t));
        match SHORT.iter().find(|(short, _)| *short == word || *short == lemma(scene.reading, t)) {
            Some((_, long)) => stems.extend(long.split(' ').map(short_stem)),
            None => stems.push(short_stem(&word)),
        }
    }
    joined(stems)
}

/// Whether all words of one key are in the other.
pub(super) fn one_in_other(a: &str, b: &str) -> bool {
    let within = |a: &str, b: &str| a.split(' ').all(|w| b.split(' ').any(|v| v == w));
    within(a, b) || within(b, a)
}

pub(super) fn joined(mut stems: Vec<String>) -> String {
    stems.sort();
    stems.dedup();
    stems.join(" ")
}

/// At most five letters of the stem, so that what only looks like an ending does no harm ("Газпром", "Газпрома").
pub(super) fn short_stem(word: &str) -> String {
    stem(word).chars().take(5).collect()
}
