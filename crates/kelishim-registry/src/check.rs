//! What a registry may be read with but should not be: names missing in a language, rows without a source, two holders of an
//! office at one time.

use crate::body::Body;
use crate::error::{Flaw, RegistryError};
use crate::fold::fold;
use crate::load::{Gathered, Origin};
use crate::office::Office;
use crate::person::{Person, Term};
use crate::registry::Registry;
use kelishim_model::{ActorKind, PartialDate};
use std::collections::{BTreeMap, HashSet};

/// Flaws of single rows and of people against each other: heads of files, states, bodies, offices, people, each in order of
/// the files.
pub(crate) fn rows(all: &Gathered<'_>) -> Vec<RegistryError> {
    let mut flaws = vec![];
    for (origin, [source, licence]) in &all.heads {
        let missing = [("source", source), ("licence", licence)].into_iter().filter(|(_, text)| text.trim().is_empty());
        flaws.extend(missing.map(|(what, _)| origin.flawed("the file", Flaw::Unsourced(what))));
    }
    for (origin, state) in &all.states {
        let mut found = names(&state.ru, &state.ky, &state.en);
        if is_nameless(&state.adjectives) {
            found.push(Flaw::Nameless("Russian as an adjective"));
        }
        flaws.extend(found.into_iter().map(|flaw| origin.flawed(&state.code, flaw)));
    }
    let keys: HashSet<&str> = all.bodies.iter().map(|(_, b)| b.key.as_str()).collect();
    for (origin, body) in &all.bodies {
        flaws.extend(body_flaws(body, &keys).into_iter().map(|flaw| origin.flawed(&body.key, flaw)));
    }
    for (origin, office) in &all.offices {
        let found = names(&office.ru, &office.ky, &office.en);
        flaws.extend(found.into_iter().map(|flaw| origin.flawed(&office.key, flaw)));
    }
    for (origin, person) in &all.people {
        flaws.extend(person_flaws(person).into_iter().map(|flaw| origin.flawed(&person.key, flaw)));
    }
    flaws.extend(overlaps(&all.offices, &all.people));
    flaws.extend(namesakes(&all.people));
    flaws
}

/// Titles of terms that make somebody the one holder of an office whose deputy they are, or the other way round; `origins` are
/// those of the registry's people. A title may say less than the office: "глава Минэнерго" of a minister.
pub(crate) fn titles(registry: &Registry, origins: &[Origin<'_>]) -> Vec<RegistryError> {
    let mut flaws = vec![];
    for (person, origin) in registry.people().iter().zip(origins) {
        for term in &person.terms {
            let (Some(title), Some(office)) = (&term.title, registry.office_by_key(&term.office)) else { continue };
            let found = registry.office(title);
            let same = found.is_some_and(|found| registry.is_under(office, found) || !(found.sole || office.sole));
            if !same && (found.is_some() || office.sole) {
                let leads = found.map_or("no office".to_owned(), |found| format!("`{}`", found.key));
                let flaw = Flaw::Title { title: title.clone(), leads, office: term.office.clone() };
                flaws.push(origin.flawed(&person.key, flaw));
            }
        }
    }
    flaws
}

/// Whether none of the names says anything.
fn is_nameless(names: &[String]) -> bool {
    names.iter().all(|name| name.trim().is_empty())
}

/// The languages in which no name is given.
fn names(ru: &[String], ky: &[String], en: &[String]) -> Vec<Flaw> {
    let languages = [("Russian", ru), ("Kyrgyz", ky), ("English", en)];
    languages
        .into_iter()
        .filter(|(_, names)| is_nameless(names))
        .map(|(language, _)| Flaw::Nameless(language))
        .collect()
}

fn body_flaws(body: &Body, keys: &HashSet<&str>) -> Vec<Flaw> {
    let mut flaws = match body.kind {
        ActorKind::Intergovernmental | ActorKind::Government => names(&body.ru, &body.ky, &body.en),
        // Companies, media and parties carry one name through all languages.
        _ if is_nameless(&body.ru) => vec![Flaw::Nameless("Russian")],
        _ => vec![],
    };
    let (first, rest) = body.key.split_once('.').unwrap_or((&body.key, ""));
    let whole = body.key.rsplit_once('.').map_or("", |(whole, _)| whole);
    if rest.contains('.') && !keys.contains(whole) {
        flaws.push(Flaw::Key(format!("`{whole}`, which is no body")));
    }
    // "org" and other beginnings that are no codes belong to no state.
    if let Some(country) = &body.country
        && first.chars().count() == 3
        && !matches!(first, "org" | "gen")
        && !country.eq_ignore_ascii_case(first)
    {
        flaws.push(Flaw::Key(format!("`{first}`, and the state `{country}`")));
    }
    flaws
}

fn person_flaws(person: &Person) -> Vec<Flaw> {
    let mut flaws = vec![];
    // A Kyrgyz name that is left out is spelled as the Russian one.
    for (language, name, of_language) in [
        ("Russian", &person.ru, is_cyrillic as fn(char) -> bool),
        ("Kyrgyz", &person.ky, is_cyrillic),
        ("English", &person.en, |c| !is_cyrillic(c)),
    ] {
        if name.trim().is_empty() {
            if language != "Kyrgyz" {
                flaws.push(Flaw::Nameless(language));
            }
        } else if name
            .split(' ')
            .any(|word| !is_numeral(word) && word.chars().any(|c| c.is_alphabetic() && !of_language(c)))
        {
            flaws.push(Flaw::Letters { language, name: name.clone() });
        }
    }
    if person.source.as_deref().is_none_or(|source| source.trim().is_empty()) {
        flaws.push(Flaw::Unsourced("source"));
    }
    let begins: Vec<_> = person.terms.iter().filter_map(|t| t.from).collect();
    let late = begins.windows(2).filter(|pair| pair[1].last_day() < pair[0].first_day());
    flaws.extend(late.map(|pair| Flaw::Order(pair[1].to_string())));
    flaws
}

/// "Карл III".
fn is_numeral(word: &str) -> bool {
    word.chars().all(|c| "IVX".contains(c))
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Terms of one office of one state or body, of one holder at a time, of which one begins more than a month before the other
/// has ended. Within a month sources differ: who was dismissed holds on, who acts has begun.
fn overlaps(offices: &[(Origin<'_>, Office)], people: &[(Origin<'_>, Person)]) -> Vec<RegistryError> {
    let sole: HashSet<&str> = offices.iter().filter(|(_, o)| o.sole).map(|(_, o)| o.key.as_str()).collect();
    let mut held: BTreeMap<(&str, &str), Vec<Held<'_>>> = BTreeMap::new();
    for (origin, person) in people {
        for term in person.terms.iter().filter(|t| sole.contains(t.office.as_str())) {
            if let Some(from) = term.from {
                let of = term.body.as_deref().unwrap_or(&person.country);
                held.entry((&term.office, of)).or_default().push(Held { from, term, person, origin: *origin });
            }
        }
    }
    let mut flaws = vec![];
    for terms in held.values_mut() {
        terms.sort_by_key(|h| (h.from.last_day(), h.from));
        // Of the terms so far the one that lasts longest.
        let mut before: Option<&Held<'_>> = None;
        for held in &*terms {
            if let Some(before) = before.filter(|b| b.lasts_beyond(held.from)) {
                let flaw = Flaw::Overlap {
                    office: held.term.office.clone(),
                    from: held.from.to_string(),
                    other: before.person.key.clone(),
                    since: before.from.to_string(),
                    until: before.term.to.map_or("?".to_owned(), |to| to.to_string()),
                };
                flaws.push(held.origin.flawed(&held.person.key, flaw));
            }
            // A short term inside a longer one hides nothing of the longer.
            before = before.filter(|b| b.end() >= held.end()).or(Some(held));
        }
    }
    flaws
}

/// A term whose beginning is known.
struct Held<'a> {
    from: PartialDate,
    term: &'a Term,
    person: &'a Person,
    origin: Origin<'a>,
}

impl Held<'_> {
    /// Its last day, later than all others where it lasts or its end is not known.
    fn end(&self) -> (bool, Option<PartialDate>) {
        (self.term.to.is_none(), self.term.to.map(PartialDate::last_day))
    }

    /// Whether it certainly lasts longer than a month from a day, month or year.
    fn lasts_beyond(&self, day: PartialDate) -> bool {
        let at = |date: PartialDate, months: i32| {
            (i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(1)) + months, date.day())
        };
        self.term.to.is_none_or(|to| at(to.first_day(), 0) > at(day.last_day(), 1))
    }
}

/// People of one name and state whose terms may have a day in common, or of whom one has no dated term.
fn namesakes(people: &[(Origin<'_>, Person)]) -> Vec<RegistryError> {
    let mut named: BTreeMap<(&str, String), Vec<&Person>> = BTreeMap::new();
    let mut flaws = vec![];
    for (origin, person) in people {
        let namesakes = named.entry((&person.country, fold(&person.name()))).or_default();
        if let Some(other) = namesakes.iter().find(|other| may_meet(person, other)) {
            flaws.push(origin.flawed(&person.key, Flaw::Namesake(other.key.clone())));
        }
        namesakes.push(person);
    }
    flaws
}

fn may_meet(a: &Person, b: &Person) -> bool {
    let ends_before = |t: &Term, u: &Term| t.to.zip(u.from).is_some_and(|(to, from)| to.last_day() < from.first_day());
    let meet = |t: &Term| b.terms.iter().any(|u| !ends_before(t, u) && !ends_before(u, t));
    a.terms.is_empty() || b.terms.is_empty() || a.terms.iter().any(meet)
}
