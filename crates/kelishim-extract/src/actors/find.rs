//! Where actors are named: every stretch of words that may stand for one, before it is known for whom.

use super::class::OfficeClass;
use super::extent::{inner_body, owners, phrase};
use super::scene::Scene;
use super::states::How;
use super::words::{capital, feature, fold, is_mark, is_noun, is_pos, is_quote, lemma, listed, relation, same_case};
use crate::actors::MentionKind;
use crate::grammar::Grammar;
use kelishim_read::Reading;
use std::ops::Range;

/// How many tokens before a name its offices may stand.
const APPOSED: usize = 24;

/// One stretch of words that may stand for an actor.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// Its words.
    pub tokens: Range<usize>,
    /// The word it hangs by.
    pub head: usize,
    /// End of everything whose actors its own depends on.
    pub ready: usize,
    /// What it is.
    pub what: What,
}

impl Spot {
    fn new(tokens: Range<usize>, head: usize, what: What) -> Self {
        Spot { ready: tokens.end, tokens, head, what }
    }
}

/// What a spot is.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A state, or several for a compound adjective.
    State(Vec<String>, MentionKind),
    /// People of a state: "россияне", "жители Оша".
    Group(Vec<String>),
    /// A body, by name or noun.
    Body(Vec<String>),
    /// A person by name, with the offices that stand at it.
    Person(Range<usize>, Vec<OfficeWords>),
    /// A person by office alone.
    Office(OfficeWords),
    /// "он", "она", "по его словам".
    Pronoun,
    /// "республика", "страна" for a state named before.
    Back,
}

/// The words of an office.
#[derive(Debug, Clone)]
pub(super) struct OfficeWords {
    /// Its noun.
    pub head: usize,
    /// Its phrase.
    pub phrase: Range<usize>,
    /// Its class.
    pub class: OfficeClass,
    /// The states that its own words name as its owners.
    pub owners: Vec<String>,
    /// The noun of the body that it is an office of.
    pub body: Option<usize>,
    /// "бывший", "тогдашний", "экс-": not held on the article's date.
    pub former: bool,
}

/// Finds all spots, in the order in which they can be resolved: what stands inside another comes before it, otherwise as
/// in the text. Linear in tokens times the length of noun phrases.
pub(super) fn find_spots(scene: &Scene) -> Vec<Spot> {
    let mut used = vec![false; scene.reading.tokens.len()];
    let mut taken = used.clone();
    let mut spots = persons(scene, &mut used, &mut taken);
    for t in 0..scene.reading.tokens.len() {
        if !used[t]
            && let Some(spot) = spot_at(scene, t, &used, &taken)
        {
            if let Some(name) = apposed(scene, &spot) {
                used[name] = true;
            }
            spots.push(spot);
        }
    }
    spots.sort_by_key(|s| (s.ready, std::cmp::Reverse(s.tokens.start), s.head));
    spots
}

/// The head of a name that the noun of a body has taken in.
pub(super) fn apposed(scene: &Scene, spot: &Spot) -> Option<usize> {
    let class = scene.body_class(spot.head)?;
    let named = matches!(spot.what, What::Body(_)) && matches!(class.group, 10..=15);
    let first = (spot.head + 1..spot.tokens.end).find(|t| !is_quote(scene.reading, *t))?;
    let close = first == spot.head + 1 || is_quote(scene.reading, spot.head + 1);
    let quoted = first > spot.head + 1;
    let name = scene.bodies[first].as_ref().is_some_and(|r| r.start == first);
    (named && close && name && (quoted || scene.may_name(spot.head, first))).then_some(first)
}

/// Persons by name. Marks the nouns of their offices in `used`, the words before the name in `taken`.
fn persons(scene: &Scene, used: &mut [bool], taken: &mut [bool]) -> Vec<Spot> {
    let mut spots = vec![];
    for name in &scene.persons {
        let mut offices = left_offices(scene, name);
        offices.extend(right_office(scene, name));
        let start = offices.iter().map(|o| o.phrase.start).filter(|s| *s < name.start).min().unwrap_or(name.start);
        for office in &offices {
            used[office.head] = true;
            office.phrase.clone().filter(|t| *t < name.start).for_each(|t| taken[t] = true);
        }
        let tokens = start..name.end;
        let head = super::words::head_of(scene.reading, &tokens);
        let ready = offices.iter().map(|o| o.phrase.end).max().unwrap_or(0).max(name.end);
        spots.push(Spot { tokens, head, ready, what: What::Person(name.clone(), offices) });
    }
    spots
}

/// The words of the office headed by `head`.
fn office(scene: &Scene, head: usize) -> OfficeWords {
    let phrase = phrase(scene, head);
    let owners = owners(scene, &phrase, head);
    let class = scene.office_class(head, &phrase, !owners.is_empty());
    let words = super::words::lemmas(scene.reading, phrase.start..head + 1);
    let grammar = scene.lookup.grammar();
    let former = grammar.list("office.former").iter().any(|w| format!(" {words}").contains(&format!(" {w}")));
    OfficeWords { head, body: inner_body(scene, &phrase, head), phrase, class, owners, former }
}

/// Offices before a name, the outermost first: "министр обороны генерал армии Иванов" has two.
fn left_offices(scene: &Scene, name: &Range<usize>) -> Vec<OfficeWords> {
    let reading = scene.reading;
    let sentence = &reading.sentences[reading.tokens[name.start].sentence].tokens;
    let mut found: Vec<OfficeWords> = vec![];
    let mut nearest: Option<OfficeWords> = None;
    let mut reach = name.start;
    let agreement = scene.lookup.grammar().has_agreement();
    // "Japan's ambassador, Aoyama, said": the name stands between commas behind the office.
    let between = scene.lookup.grammar().analytic
        && name.start > sentence.start + 1
        && reading.form(name.start - 1) == ","
        && (name.end >= sentence.end || is_mark(reading, name.end));
    if between {
        reach -= 1;
    }
    let bearer = if agreement { apposed_to(scene, name) } else { None };
    for t in (sentence.start..reach).rev().take(APPOSED) {
        if !agreement && t >= reach {
            continue;
        }
        let stop = is_pos(reading, t, &["VERB", "AUX", "SCONJ", "PRON"])
            || (is_mark(reading, t) && !is_quote(reading, t) && reading.form(t) != "-")
            || scene.in_person(t);
        if stop && bearer.is_none_or(|office| t <= office) {
            break;
        }
        let candidate = is_noun(reading, t)
            && (scene.is_office(t) || scene.is_demonym(t) || (scene.is_human(t) && t + 1 == name.start))
            && !scene.is_plural(t);
        if candidate {
            let words = office(scene, t);
            // The case of a foreign name is often mistaken: what directly precedes the name may do without agreement.
            if agreement && !same_case(reading, t, name.start) && bearer != Some(t) {
                let hung = reading.tokens[name.start].head == Some(t);
                if nearest.is_none() && (words.phrase.end == name.start && !between || hung) {
                    nearest = Some(words);
                }
                continue;
            }
            // "американец по имени Джон".
            let called = words.phrase.end + 2 == reach
                && matches!(&*lemma(reading, reach - 1), "имя" | "фамилия" | "прозвище" | "кличка");
            let borne = bearer == Some(t);
            if words.phrase.end < reach && !called && !borne && !is_aside(scene, words.phrase.end, reach) {
                if bearer.is_some_and(|office| t > office) {
                    continue;
                }
                break;
            }
            reach = words.phrase.start;
            found.push(words);
        }
    }
    if found.is_empty() {
        found.extend(nearest);
    }
    if let Some(office) = found.last_mut() {
        // "исполняющий обязанности министра".
        let start = office.phrase.start;
        if start >= sentence.start + 2
            && lemma(reading, start - 1) == "обязанность"
            && lemma(reading, start - 2).starts_with("исполня")
        {
            office.phrase.start -= 2;
        }
    }
    found.reverse();
    // "слова представителя генсека ООН Иванова": with all in the genitive the name may be either's; what the registry
    // knows of the name decides.
    if agreement && found.len() > 1 && found[0].phrase.end > found[1].head {
        let known = scene.lookup.offices_of(reading, name);
        let fits = |o: &OfficeWords| known.contains(&o.class);
        if !fits(&found[0]) && fits(&found[found.len() - 1]) {
            found.drain(..found.len() - 1);
        } else {
            found.truncate(1);
        }
    }
    found
}

/// The farthest office that the tree hangs the name on as an apposition, however much stands between the two: "председатель
/// комитета дружбы, мира и развития, уполномоченный по правам Титов". The office is in the name's case, and no finite verb
/// stands between.
fn apposed_to(scene: &Scene, name: &Range<usize>) -> Option<usize> {
    let reading = scene.reading;
    let mut at = super::words::head_of(reading, name);
    let mut found = None;
    while matches!(relation(reading, at), "appos" | "flat" | "flat:name") {
        let Some(head) = reading.tokens[at].head.filter(|h| *h < at) else { break };
        let verb = |t: &usize| is_pos(reading, *t, &["VERB", "AUX"]) && feature(reading, *t, "VerbForm") == Some("Fin");
        if name.start - head > APPOSED || (head..name.start).any(|t| verb(&t) || scene.in_person(t)) {
            break;
        }
        let office = scene.is_office(head) && !scene.is_plural(head);
        if office && (found.is_some() || same_case(reading, head, name.start) || at == name.start) {
            found = Some(head);
        }
        at = head;
    }
    found
}

/// Whether what stands between an office and the name is one complement with a preposition: "глава делегации на
/// переговорах Иванов".
fn is_aside(scene: &Scene, from: usize, to: usize) -> bool {
    let words = from + 1..to;
    is_pos(scene.reading, from, &["ADP"])
        && words.len() <= 3
        && words.clone().all(|t| is_pos(scene.reading, t, &["NOUN", "PROPN", "ADJ"]))
        && words.clone().all(|t| feature(scene.reading, t, "Case") != Some("Nom"))
        && !words.is_empty()
}

/// The office after a name: "Иванов, глава российского МИД," and "Иванов — президент академии".
fn right_office(scene: &Scene, name: &Range<usize>) -> Option<OfficeWords> {
    let reading = scene.reading;
    let sentence = &reading.sentences[reading.tokens[name.start].sentence].tokens;
    let mut at = name.end;
    if at < sentence.end && reading.form(at) == "(" {
        at = (at..sentence.end.min(at + 12)).find(|t| reading.form(*t) == ")")? + 1;
    }
    let sign = (at < sentence.end).then(|| reading.form(at))?;
    let dash = matches!(sign, "—" | "–" | "-");
    if !dash && sign != "," {
        return None;
    }
    let analytic = scene.lookup.grammar().analytic;
    // An article and owners stand before the noun where nothing follows it: "Yildirim, the agency's deputy head,".
    let last = |t: &usize| scene.is_office(*t) && (*t + 1 >= sentence.end || !is_noun(reading, *t + 1));
    let noun = if analytic {
        (at + 1..sentence.end.min(at + 9)).take_while(|t| !is_mark(reading, *t)).find(last)?
    } else {
        (at + 1..sentence.end.min(at + 6)).find(|t| !is_pos(reading, *t, &["ADJ", "ADV", "NUM"]))?
    };
    let agrees = dash || analytic || same_case(reading, noun, name.start);
    if !scene.is_office(noun) || scene.is_plural(noun) || !agrees {
        return None;
    }
    let words = office(scene, noun);
    let first = at + 1 + usize::from(analytic && is_pos(reading, at + 1, &["DET"]));
    if words.phrase.start > first || scene.in_person(words.phrase.end) {
        return None;
    }
    let closed = words.phrase.end >= sentence.end || is_mark(reading, words.phrase.end);
    (dash || closed).then_some(words)
}

fn spot_at(scene: &Scene, t: usize, used: &[bool], taken: &[bool]) -> Option<Spot> {
    let reading = scene.reading;
    if let Some(mark) = &scene.marks[t] {
        if scene.in_person(t) {
            return None;
        }
        let kind = match mark.how {
            How::Name => MentionKind::State,
            How::Adjective => MentionKind::Adjective,
            How::Metonym => MentionKind::Metonym,
            How::Demonym if used[t] => return None,
            How::Demonym if scene.is_plural(t) => {
                let what = What::Group(mark.codes.clone());
                return Some(Spot::new(t..t + 1, t, what));
            }
            How::Demonym => return Some(office_spot(scene, t)),
            How::Place | How::PlaceAdjective if scene.body_class(t).is_none() => return None,
            How::Place | How::PlaceAdjective => return body_spot(scene, t, taken),
            How::Seat => {
                let range = mark.tokens.clone();
                return (range.start == t).then(|| {
                    Spot::new(range.clone(), super::words::head_of(reading, &range), What::Body(mark.codes.clone()))
                });
            }
        };
        if mark.tokens.start != t {
            return None;
        }
        let head = super::words::head_of(reading, &mark.tokens);
        return Some(Spot::new(mark.tokens.clone(), head, What::State(mark.codes.clone(), kind)));
    }
    if used[t] || scene.in_person(t) {
        return None;
    }
    if is_pos(reading, t, &["PRON", "DET"]) {
        return is_pronoun(scene, t).then(|| Spot::new(t..t + 1, t, What::Pronoun));
    }
    if let Some(spot) = side_spot(scene, t).or_else(|| body_spot(scene, t, taken)) {
        return Some(spot);
    }
    if scene.in_body(t) && scene.is_plural(t) {
        return None;
    }
    if scene.is_office(t) && !is_predicate(scene, t) {
        return Some(office_spot(scene, t));
    }
    people_spot(scene, t).or_else(|| back_spot(scene, t))
}

fn office_spot(scene: &Scene, t: usize) -> Spot {
    let mut words = office(scene, t);
    let end = words.phrase.end;
    // "пресс-секретарь Ивановой": the person tells whose office it is.
    if scene.in_person(end) && feature(scene.reading, end, "Case") == Some("Gen") && !same_case(scene.reading, t, end) {
        words.phrase.end = scene.person_end(end);
        words.body = words.body.or(Some(super::words::head_of(scene.reading, &(end..words.phrase.end))));
    }
    Spot::new(words.phrase.clone(), t, What::Office(words))
}

/// "Он" and "она" of a person; possessives only in "по его словам".
fn is_pronoun(scene: &Scene, t: usize) -> bool {
    let reading = scene.reading;
    match &*fold(reading.form(t)) {
        "он" | "она" | "he" | "she" => true,
        "him" | "her" => is_pos(reading, t, &["PRON"]) && matches!(relation(reading, t), "obj" | "obl" | "iobj"),
        "его" | "ее" => (t + 1..reading.tokens.len().min(t + 3)).any(|n| {
            matches!(&*lemma(reading, n), "слово" | "мнение" | "оценка" | "данные" | "информация" | "убеждение")
        }),
        "него" | "нее" | "ним" | "ней" | "ему" | "ей" => relation(reading, t) == "iobj",
        form => {
            let grammar = Grammar::of_reading(reading);
            grammar.agglutinative && grammar.has("pronoun.he", form) && is_pos(reading, t, &["PRON"])
        }
    }
}

/// Whether the office is said of somebody rather than used to name somebody.
fn is_predicate(scene: &Scene, t: usize) -> bool {
    let reading = scene.reading;
    let Some(parent) = reading.tokens[t].head else { return false };
    let grammar = scene.lookup.grammar();
    let posts = grammar.list("office.predicate").get(..3).unwrap_or_default();
    let oblique = matches!(feature(reading, t, "Case"), Some("Ins" | "Gen"));
    (oblique
        && listed(reading, "office.predicate", parent)
        && relation(reading, t) != "nsubj"
        && (feature(reading, t, "Case") == Some("Ins") || is_noun(reading, parent)))
        || (t > 0 && posts.contains(&lemma(reading, t - 1)))
        || grammar.analytic && (relation(reading, t) == "xcomp" || is_said_as(reading, t))
}

/// "Appointed as ambassador".
fn is_said_as(reading: &Reading, t: usize) -> bool {
    reading.children(t).any(|c| relation(reading, c) == "case" && lemma(reading, c) == "as")
}

fn body_spot(scene: &Scene, t: usize, taken: &[bool]) -> Option<Spot> {
    let reading = scene.reading;
    let class = scene.body_class(t)?;
    if scene.in_body(t) && scene.bodies[t].is_none() {
        // A part of a longer name ("Кенеш" of "Жогорку Кенеш").
        return None;
    }
    let entity = scene.bodies[t].clone();
    let mut tokens = phrase(scene, t);
    if let Some(range) = &entity {
        tokens = tokens.start.min(range.start)..tokens.end.max(range.end);
    }
    // "администрация Ивановой": the person tells whose it is.
    if matches!(class.group, 2 | 10)
        && !taken[t]
        && scene.in_person(tokens.end)
        && feature(reading, tokens.end, "Case") == Some("Gen")
    {
        tokens.end = scene.person_end(tokens.end);
    }
    // "газета «Заря»", "агентство Вести": noun and name are one actor.
    if matches!(class.group, 10..=15)
        && let Some(next) = (tokens.end..tokens.end + 2).find(|n| *n < reading.tokens.len() && !is_quote(reading, *n))
        && let Some(range) = scene.bodies[next].as_ref().filter(|r| r.start == next && next != t)
        && reading.tokens[next].sentence == reading.tokens[t].sentence
        && (is_quote(reading, next - 1) || scene.may_name(t, next))
    {
        tokens.end = tokens.end.max(range.end);
        if tokens.end < reading.tokens.len() && is_quote(reading, tokens.end) && is_quote(reading, next - 1) {
            tokens.end += 1;
        }
    }
    // "оператор Gasgrid Finland": a name in Latin letters behind the noun, whatever the model calls it.
    if matches!(class.group, 10..=15) && entity.is_none() && tokens.end == t + 1 {
        tokens.end = latin_name(scene, tokens.end);
    }
    let owners = owners(scene, &tokens, t);
    // What the model calls an organisation without a name, a known noun or a capital is none.
    let nameless = class == super::body_class::BodyClass::UNKNOWN
        && !tokens.clone().any(|i| {
            scene.marks[i].is_none()
                && capital(reading, i)
                && i != reading.sentences[reading.tokens[t].sentence].tokens.start
        })
        && !reading.form(t).chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    let lower = class == super::body_class::BodyClass::UNKNOWN
        && !capital(reading, t)
        && !reading.form(t).is_ascii()
        && !is_quote(reading, tokens.end - 1);
    let listed = || scene.lookup.body(reading, &tokens, entity.as_ref(), t).is_some();
    // "Арабская лига", "Белый дом": the capital stands on the adjective.
    let start = reading.sentences[reading.tokens[t].sentence].tokens.start;
    let adjective = tokens.start != start
        && tokens.start < t
        && capital(reading, tokens.start)
        && scene.marks[tokens.start].is_none();
    if ((nameless && !(capital(reading, t) && tokens.len() == 1)) || (lower && !adjective)) && !listed() {
        return None;
    }
    if matches!(&*lemma(reading, t), "власть" | "authority") && !scene.is_plural(t) {
        return None;
    }
    let quoted = is_quote(reading, tokens.end - 1);
    // Where the noun stands last the capital stands before it, and so does the body that it is a part of.
    let told_before = scene.lookup.grammar().agglutinative
        && (tokens.start..t).any(|i| {
            i != start && capital(reading, i) && scene.marks[i].is_none()
                || scene.body_class(i).is_some_and(|c| c.of_state && c.group < 9)
                || scene.is_office(i)
        });
    let named = entity.is_some() || capital(reading, t) || !owners.is_empty() || quoted || told_before;
    if !named && class.group >= 9 && tokens.len() > 1 {
        // "служба доставки": a common noun.
        return None;
    }
    if scene.is_plural(t) && !matches!(class.group, 2 | 8 | 13) && (entity.is_none() || !capital(reading, t)) {
        return None;
    }
    if class.group == 8
        && entity.is_none()
        && owners.is_empty()
        && fold(reading.form(t)) != reading.form(t).to_uppercase()
        && !capital(reading, t)
    {
        return None;
    }
    Some(Spot::new(tokens, t, What::Body(owners)))
}

/// The end of a name in Latin letters that begins at the token in an article of other letters; the token itself where none does.
fn latin_name(scene: &Scene, from: usize) -> usize {
    let reading = scene.reading;
    let latin = |t: usize| super::words::is_latin(reading, t);
    let Some(first) = reading.tokens.get(from) else { return from };
    let end = reading.sentences[first.sentence].tokens.end;
    let named =
        scene.lookup.grammar().has_agreement() && latin(from) && capital(reading, from) && !scene.in_person(from);
    if named { (from..end).find(|t| !latin(*t) || scene.in_person(*t)).unwrap_or(end) } else { from }
}

/// "российская сторона": the state itself.
fn side_spot(scene: &Scene, t: usize) -> Option<Spot> {
    if !listed(scene.reading, "noun.side", t) || scene.is_plural(t) {
        return None;
    }
    let tokens = phrase(scene, t).start..t + 1;
    let owners = owners(scene, &tokens, t);
    (!owners.is_empty()).then(|| Spot::new(tokens, t, What::State(owners, MentionKind::Adjective)))
}

/// People of a state: a plural noun for human beings with an adjective or genitive of the state.
fn people_spot(scene: &Scene, t: usize) -> Option<Spot> {
    if !scene.is_human(t) || !scene.is_plural(t) || listed(scene.reading, "noun.no-people", t) {
        return None;
    }
    let tokens = phrase(scene, t);
    let owners = owners(scene, &tokens, t);
    (owners.len() == 1).then(|| Spot::new(tokens, t, What::Group(owners)))
}

/// "республика", "страна": a state named before.
fn back_spot(scene: &Scene, t: usize) -> Option<Spot> {
    let reading = scene.reading;
    if !listed(reading, "noun.country", t) || scene.is_plural(t) || reading.tokens[t].feats.is("Number", "Plur") {
        return None;
    }
    let tokens = phrase(scene, t);
    let modified = tokens.start < t || tokens.end > t + 1;
    let start = reading.sentences[reading.tokens[t].sentence].tokens.start;
    let counted = t > start && (is_pos(reading, t - 1, &["NUM"]) || lemma(reading, t - 1) == "оба");
    let determined = t > start && listed(reading, "noun.determined", t - 1);
    (!modified && !determined && !counted).then(|| Spot::new(t..t + 1, t, What::Back))
}
