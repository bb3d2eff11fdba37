//! Who a name in a report is: by surname, given name, office, state and date; and who held an office on a day.

use crate::fold::fold;
use crate::office::Office;
use crate::person::{Person, Term};
use crate::registry::Registry;
use kelishim_model::PartialDate;
use std::collections::HashMap;

/// Surnames without the endings that declension changes, each with its bearers in order of the files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surnames(HashMap<String, Vec<u32>>);

/// Endings of nominatives of surnames.
const NOMINATIVE: &[&str] = &["ый", "ий", "ой", "ая", "яя", "а", "я", "о", "ь", "й"];
/// Endings of their other cases.
const CASES: &[&str] = &[
    "ого", "его", "ому", "ему", "ыми", "ими", "ой", "ей", "ым", "им", "ом", "ем", "ую", "юю", "ой", "ью", "а", "я",
    "у", "ю", "е", "и", "ы",
];

impl Surnames {
    /// Adds a person under the surname, other spellings and, where the surname stands first, the other words.
    pub fn insert(&mut self, person: &Person, at: u32) {
        let mut words = vec![person.surname()];
        if person.surname.is_some() {
            words.extend(person.ru.split(' '));
        }
        words.extend(person.also.iter().map(String::as_str));
        words.extend([person.ky.as_str(), person.en.as_str()]);
        for word in words {
            let key = base(&fold(last_word(word))).to_owned();
            let bearers = self.0.entry(key).or_default();
            if !bearers.contains(&at) {
                bearers.push(at);
            }
        }
    }

    /// Bearers of a surname in any case.
    fn get(&self, surname: &str) -> &[u32] {
        let word = fold(last_word(surname));
        let stripped = CASES.iter().filter_map(|e| word.strip_suffix(e)).filter(|s| s.chars().nth(1).is_some());
        [base(&word)].into_iter().chain(stripped).find_map(|key| self.0.get(key)).map_or(&[], |v| v)
    }
}

fn last_word(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

fn base(word: &str) -> &str {
    NOMINATIVE.iter().find_map(|e| word.strip_suffix(e).filter(|s| s.chars().nth(2).is_some())).unwrap_or(word)
}

impl Registry {
    /// The one known person whom a report may call by this name; `None` when nobody or several fit.
    ///
    /// `given` may be a name or an initial, with or without a patronymic; `office` a title in any words; `country` a
    /// code; `on` the date of the report. An office decides between namesakes, at its date first. A bare surname, or a
    /// full name without office and country, is enough only for those who head a state, a government or its diplomacy or serve an international body.
    pub fn person(
        &self,
        given: Option<&str>,
        surname: &str,
        office: Option<&str>,
        country: Option<&str>,
        on: Option<PartialDate>,
    ) -> Option<&Person> {
        let bearers: Vec<&Person> = self
            .surnames
            .get(surname)
            .iter()
            .filter_map(|i| self.people.get(*i as usize))
            .filter(|p| given.is_none_or(|g| agrees(p, g)))
            .filter(|p| country.is_none_or(|c| self.serves(p, c)))
            .collect();
        let full = given.is_some_and(|g| !g.trim().is_empty() && !is_initial(g));
        let known = office.and_then(|title| self.office(title));
        if let Some(known) = known {
            // Of "former president" the report's date says nothing.
            let former = office.is_some_and(|o| fold(o).starts_with("экс-") || fold(o).starts_with("бывш"));
            let fits = |p: &&Person, on: Option<PartialDate>| {
                p.terms.iter().any(|t| self.suits(t, known) && on.is_none_or(|day| t.covers(day)))
            };
            for on in [on.filter(|_| !former), None] {
                let held: Vec<&Person> = bearers.iter().copied().filter(|p| fits(p, on)).collect();
                match held[..] {
                    [one] => return Some(one),
                    [] => {}
                    _ => {
                        return only(held.into_iter().filter(|p| full && on.is_none_or(|d| p.term(Some(d)).is_some())));
                    }
                }
            }
            // Offices change more often than the list: a full name from the right state is enough, unless alone.
            return if full && country.is_some() { only(bearers.into_iter()) } else { None };
        }
        if full && country.is_some() {
            return only(bearers.into_iter());
        }
        only(bearers.into_iter().filter(|p| self.leads(p, on, full)))
    }

    /// Who held the office in the state, or in the body of that key, on that day; acting holders count.
    ///
    /// The title may be wider than the office ("глава правительства"). On a day of change the successor is returned;
    /// a month or year with two holders gives `None`, as does a time for which no dated term is known.
    pub fn holder(&self, country: &str, office: &str, on: PartialDate) -> Option<&Person> {
        let office = self.office_by_key(office).or_else(|| self.office(office))?;
        let held = |suits: &dyn Fn(&Term) -> bool| {
            let mut found: Vec<(&Person, &Term)> = vec![];
            for person in &self.people {
                let own = |t: &&Term| is_within(t.body.as_deref().unwrap_or(&person.country), country);
                found.extend(
                    person
                        .terms
                        .iter()
                        .filter(own)
                        .filter(|t| t.from.is_some() && t.covers(on) && suits(t))
                        .map(|t| (person, t)),
                );
            }
            found
        };
        let mut found = held(&|t| t.office == office.key);
        if found.is_empty() {
            found = held(&|t| self.suits(t, office));
        }
        if on.day().is_some() {
            let latest = found.iter().filter_map(|(_, t)| t.from).max()?;
            found.retain(|(_, t)| t.from == Some(latest));
        }
        found.dedup_by_key(|(p, _)| &p.key);
        match found[..] {
            [(one, _)] => Some(one),
            _ => None,
        }
    }

    /// Whether a term is in this office, in a case of it, or in another that heads the same thing.
    fn suits(&self, term: &Term, office: &Office) -> bool {
        let Some(held) = self.office_by_key(&term.office) else { return false };
        self.is_under(held, office) || held.rank.is_some() && held.rank == office.rank
    }

    /// Whether an office is another or a case of it: "министр обороны" of "министр".
    pub(crate) fn is_under(&self, office: &Office, other: &Office) -> bool {
        let mut wider = Some(office);
        // Each step goes to another office; a ring in the files ends at their number.
        for _ in 0..self.offices.len() {
            match wider {
                Some(o) if o.key == other.key => return true,
                Some(o) => wider = o.under.as_deref().and_then(|u| self.office_by_key(u)),
                None => break,
            }
        }
        false
    }

    fn serves(&self, person: &Person, country: &str) -> bool {
        person.country == country
            || person.terms.iter().any(|t| t.body.as_deref().is_some_and(|b| is_within(b, country)))
    }

    /// Whether the person heads a state, its government or diplomacy, or serves an international body, at that time; or
    /// ever when `ever` or no time is given.
    fn leads(&self, person: &Person, on: Option<PartialDate>, ever: bool) -> bool {
        person.terms.iter().any(|t| {
            let ranks = self.office_by_key(&t.office).is_some_and(|o| o.rank.is_some());
            let international = t.body.as_deref().is_some_and(|b| b.starts_with("org."));
            (ranks || international) && (ever || on.is_none_or(|day| t.covers(day)))
        })
    }
}

/// Whether a key is that of the whole or of a part of it: "org.eu.commission" of "org.eu".
fn is_within(key: &str, whole: &str) -> bool {
    key.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn only<'a>(mut people: impl Iterator<Item = &'a Person>) -> Option<&'a Person> {
    people.next().filter(|_| people.next().is_none())
}

/// "С.", "С.Н."; a single letter too.
fn is_initial(given: &str) -> bool {
    let first = given.split_whitespace().next().unwrap_or("");
    first.contains('.') || first.chars().count() == 1
}

/// Whether a given name or initial is the person's: three letters of it, as cases and transcriptions change the rest.
fn agrees(person: &Person, given: &str) -> bool {
    let folded = fold(given);
    let Some(first) = folded.split(' ').next().filter(|w| !w.is_empty()) else { return true };
    let surname = fold(last_word(person.surname()));
    let spellings = [person.ru.as_str(), person.ky.as_str(), person.en.as_str()].into_iter();
    let mut names = spellings.chain(person.also.iter().map(String::as_str)).map(fold);
    names.any(|name| {
        name.split(' ').filter(|w| person.surname.is_some() || *w != surname).any(|word| {
            if is_initial(first) {
                return word.chars().next() == first.chars().next();
            }
            let length = first.chars().count().min(word.chars().count()).min(3);
            length >= 2 && word.chars().take(length).eq(first.chars().take(length))
        })
    })
}
