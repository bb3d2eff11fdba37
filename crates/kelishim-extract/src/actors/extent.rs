//! How far the noun phrase of an office or body reaches, and to which state its words tie it.

use super::scene::Scene;
use super::states::How;
use super::words::{below, feature, fold, is_mark, is_noun, is_pos, is_quote, listed, relation};
use kelishim_read::Reading;
use std::ops::Range;

/// The stretch of tokens that the phrase of `head` takes: adjectives before it, genitives, names in quotation marks and
/// complements with a preposition after it.
///
/// Genitives are taken by case, because they are hardly ever anybody else's; what has a preposition only when the tree
/// hangs it below the head. Stops at verbs, commas and the names of persons.
pub(super) fn phrase(scene: &Scene, head: usize) -> Range<usize> {
    let reading = scene.reading;
    let sentence = reading.sentences[reading.tokens[head].sentence].tokens.clone();
    if scene.lookup.grammar().analytic {
        return analytic_phrase(scene, head, &sentence);
    }
    if scene.lookup.grammar().agglutinative {
        // Everything stands before the noun.
        let mut start = head;
        let inside = |t: usize| {
            // "Коргоо министрлиги": the doing is a part of the name.
            let verb = is_pos(reading, t, &["VERB"]) && feature(reading, t, "VerbForm") != Some("Inf");
            below(reading, t, head) && !scene.in_person(t) && !verb && reading.form(t) != ","
        };
        while start > sentence.start && inside(start - 1) {
            start -= 1;
        }
        return start..head + 1;
    }
    let mut start = head;
    while start > sentence.start && is_left_modifier(reading, start - 1, head) {
        start -= 1;
    }
    let mut end = head + 1;
    while end < sentence.end {
        match step(scene, head, end, &sentence) {
            Some(next) => end = next,
            None => break,
        }
    }
    start..end
}

/// The phrase where owners and kinds stand before the noun ("Russia's deputy energy minister") and all else behind it with a
/// preposition ("ambassador to Kyrgyzstan", "Ministry of Foreign Affairs of Japan").
fn analytic_phrase(scene: &Scene, head: usize, sentence: &Range<usize>) -> Range<usize> {
    let reading = scene.reading;
    let word = |t: usize| is_pos(reading, t, &["NOUN", "PROPN", "ADJ", "X"]) && !scene.in_person(t);
    // "U.S.": the stops inside a name.
    let inside = |t: usize| {
        reading.form(t) == "." && scene.marks.get(t + 1).is_some_and(Option::is_some) || scene.marks[t].is_some()
    };
    let mut start = head;
    while start > sentence.start && (word(start - 1) || inside(start - 1)) {
        let t = start - 1;
        // A noun that hangs elsewhere begins another phrase; the state before an office never does.
        if !(below(reading, t, head) || scene.marks[t].is_some() || inside(t)) {
            break;
        }
        start = t;
    }
    let of_only = listed(reading, "phrase.no-preposition", head);
    let mut end = head + 1;
    while end + 1 < sentence.end && is_pos(reading, end, &["ADP"]) {
        let preposition = fold(reading.form(end));
        let inner =
            scene.lookup.grammar().has("phrase.inner-preposition", &preposition) && (!of_only || preposition == "of");
        let about = preposition == "of"
            || listed(reading, "phrase.about", head)
            || scene.is_office(head) && preposition != "in";
        let mut noun = end + 1;
        let belongs = |t: usize| (word(t) || inside(t)) && (below(reading, t, head) || scene.marks[t].is_some());
        if noun < sentence.end && is_pos(reading, noun, &["DET"]) {
            noun += 1;
        }
        let first = noun;
        while noun < sentence.end
            && (belongs(noun)
                || noun > first
                    && is_pos(reading, noun, &["CCONJ"])
                    && preposition == "of"
                    && noun + 1 < sentence.end
                    && belongs(noun + 1)
                    // "Presidents of Serbia and Egypt", but "the president of Serbia and Egypt".
                    && (scene.marks[noun + 1].is_none() || scene.is_plural(head))
                    && !scene.is_office(noun + 1))
        {
            noun += 1;
        }
        if !inner || !about || noun == first || !below(reading, noun - 1, head) && scene.marks[first].is_none() {
            break;
        }
        end = noun;
    }
    start..end
}

fn is_left_modifier(reading: &Reading, t: usize, head: usize) -> bool {
    is_pos(reading, t, &["ADJ"]) && super::words::same_case(reading, t, head)
}

/// The end of the phrase after one more word of it has been taken at `at`, if a word of it stands there.
fn step(scene: &Scene, head: usize, at: usize, sentence: &Range<usize>) -> Option<usize> {
    let reading = scene.reading;
    if scene.in_person(at) {
        // "администрация президента Иванова" goes on; the caller decides about names in apposition.
        return None;
    }
    let genitive = |t: usize| {
        feature(reading, t, "Case").is_none_or(|c| c == "Gen")
            && (is_noun(reading, t) || is_pos(reading, t, &["X"]) || is_attribute(scene, t))
    };
    if is_quote(reading, at) && reading.form(at) != "»" {
        // A name in quotation marks, whole.
        let close = (at + 1..sentence.end.min(at + 12)).find(|t| is_quote(reading, *t))?;
        let first = reading.form(at + 1).chars().next();
        let named = close > at + 1 && first.is_some_and(|c| c.is_uppercase() || c.is_ascii_alphanumeric());
        let own = at == head + 1 || (at + 1..close).any(|t| below(reading, t, head));
        return (named && own && (scene.body_class(head).is_some() || scene.is_office(head))).then_some(close + 1);
    }
    if genitive(at) && (feature(reading, at, "Case").is_some() || below(reading, at, head)) {
        // An adjective belongs here only with the noun it stands before.
        let mut noun = at;
        while noun < sentence.end && is_attribute(scene, noun) && genitive(noun) {
            noun += 1;
        }
        if noun >= sentence.end {
            return None;
        }
        let own = noun == head + 1
            || super::words::capital(reading, at)
            || below(reading, noun, head)
            || scene.marks[noun].is_some();
        if is_noun(reading, noun) && genitive(noun) && !scene.in_person(noun) && !scene.is_demonym(noun) && own {
            return Some(noun + 1);
        }
        return None;
    }
    if is_pos(reading, at, &["CCONJ"]) && at + 1 < sentence.end && below(reading, at + 1, head) {
        let last = at - 1;
        // "науки и высшего образования": goes on with a genitive of the same phrase.
        if scene.starts_body(at + 1) || last == head {
            return None;
        }
        let alike = is_noun(reading, at + 1) && feature(reading, last, "Case") == feature(reading, at + 1, "Case");
        if alike && !genitive(at + 1) && scene.bodies[head].is_some() {
            return Some(at + 2);
        }
        if genitive(last) && genitive(at + 1) {
            return step(scene, head, at + 1, sentence);
        }
        return None;
    }
    let preposition = super::words::fold(reading.form(at));
    // "комитет по обороне", but "ассамблея по рекомендации".
    let about = matches!(&*preposition, "по" | "на") && !listed(reading, "phrase.about", head);
    if is_pos(reading, at, &["ADP"])
        && !about
        && !listed(reading, "phrase.no-preposition", head)
        && scene.lookup.grammar().has("phrase.inner-preposition", &preposition)
        && at + 1 < sentence.end
    {
        let mut noun = at + 1;
        while noun < sentence.end && is_pos(reading, noun, &["ADJ"]) {
            noun += 1;
        }
        let ok = noun < sentence.end
            && is_noun(reading, noun)
            && below(reading, noun, head)
            && reading.tokens[noun].head.is_none_or(|h| h < at)
            && !scene.in_person(noun);
        return ok.then_some(noun + 1);
    }
    None
}

/// An adjective, or a participle used like one ("Объединённых").
fn is_attribute(scene: &Scene, t: usize) -> bool {
    let number = scene.reading.form(t).chars().all(|c| c.is_ascii_digit());
    !number && (is_pos(scene.reading, t, &["ADJ"]) || feature(scene.reading, t, "VerbForm") == Some("Part"))
}

/// The states that own the phrase: an adjective at the head or at a genitive inside, or a genitive name, but not the
/// state where an embassy sits. Several for "президенты России и Казахстана". Empty when the words name none.
pub(super) fn owners(scene: &Scene, phrase: &Range<usize>, head: usize) -> Vec<String> {
    let reading = scene.reading;
    let mut found: Vec<String> = vec![];
    let mut abroad = false;
    let mut place: Option<String> = None;
    for t in phrase.clone() {
        if t > head && is_pos(reading, t, &["ADP"]) {
            abroad |= scene.lookup.grammar().has("phrase.seat", &super::words::fold(reading.form(t)));
            continue;
        }
        let Some(mark) = &scene.marks[t] else { continue };
        if mark.tokens.start != t || abroad {
            continue;
        }
        match mark.how {
            How::Name | How::Metonym => {
                if t == head {
                    continue;
                }
                // After the first owner only what is joined to it owns too.
                let joined = found.is_empty() || joined_before(reading, t);
                if joined {
                    push_all(&mut found, &mark.codes);
                }
            }
            How::Adjective if found.is_empty() || joined_before(reading, t) => push_all(&mut found, &mark.codes),
            How::Place | How::PlaceAdjective if t != head && place.is_none() => place = mark.codes.first().cloned(),
            How::Demonym | How::Seat if t == head => push_all(&mut found, &mark.codes),
            _ => {}
        }
    }
    if found.is_empty() {
        found.extend(place);
    }
    found
}

/// Whether "и", a comma or a hyphen joins the token to what stands before it.
fn joined_before(reading: &Reading, t: usize) -> bool {
    t > 0 && (is_pos(reading, t - 1, &["CCONJ"]) || (is_mark(reading, t - 1) && reading.form(t - 1) == ","))
        || relation(reading, t) == "conj"
}

fn push_all(found: &mut Vec<String>, codes: &[String]) {
    for code in codes {
        if !found.contains(code) {
            found.push(code.clone());
        }
    }
}

/// The head noun of the first body named inside a phrase: "посольство" in "советник посольства".
pub(super) fn inner_body(scene: &Scene, phrase: &Range<usize>, head: usize) -> Option<usize> {
    if scene.lookup.grammar().agglutinative {
        return (phrase.start..head).rev().find(|t| is_noun(scene.reading, *t) && scene.body_class(*t).is_some());
    }
    let ends = (head + 1..phrase.end).find(|t| is_pos(scene.reading, *t, &["ADP"])).unwrap_or(phrase.end);
    (head + 1..ends).find(|t| is_noun(scene.reading, *t) && scene.body_class(*t).is_some())
}
