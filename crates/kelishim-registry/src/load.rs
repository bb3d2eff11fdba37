//! From the text of the files to the lists and indices, with file and line for what is refused.

use crate::body::{Body, GenericBody};
use crate::error::{Flaw, RegistryError};
use crate::fold::fold;
use crate::index::Index;
use crate::office::Office;
use crate::people::Surnames;
use crate::person::Person;
use crate::place::Place;
use crate::registry::Registry;
use crate::state::State;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use toml::Spanned;

/// What a TOML file may hold; any file may hold any of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    /// Where the facts come from and under which licence; kept for the reader of the file.
    source: String,
    licence: String,
    #[serde(default)]
    state: Vec<Spanned<State>>,
    #[serde(default)]
    place: Vec<Spanned<Place>>,
    #[serde(default)]
    body: Vec<Spanned<Body>>,
    #[serde(default)]
    generic: Vec<Spanned<GenericBody>>,
    #[serde(default)]
    office: Vec<Spanned<Office>>,
    #[serde(default)]
    person: Vec<Spanned<Person>>,
}

/// Where an entry stands, for the message when it is refused.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'a> {
    file: &'a str,
    text: &'a str,
    at: usize,
}

impl Origin<'_> {
    /// The refusal of a row that can be read but not relied on.
    pub fn flawed(&self, row: &str, flaw: Flaw) -> RegistryError {
        RegistryError::Flawed {
            file: self.file.to_owned(),
            line: self.line(),
            row: row.to_owned(),
            flaw: Box::new(flaw),
        }
    }

    fn line(&self) -> usize {
        self.text.as_bytes()[..self.at.min(self.text.len())].iter().filter(|b| **b == b'\n').count() + 1
    }

    fn syntax(&self, problem: String) -> RegistryError {
        RegistryError::Syntax { file: self.file.to_owned(), line: self.line(), problem }
    }

    fn unknown(&self, what: &'static str, name: &str) -> RegistryError {
        RegistryError::Unknown { file: self.file.to_owned(), line: self.line(), what, name: name.to_owned() }
    }

    fn duplicate(&self, name: &str, other: &str) -> RegistryError {
        RegistryError::Duplicate {
            file: self.file.to_owned(),
            line: self.line(),
            name: fold(name),
            other: other.to_owned(),
        }
    }
}

type Entries<'a, T> = Vec<(Origin<'a>, T)>;

/// All entries of all files, in order of the files.
#[derive(Default)]
pub(crate) struct Gathered<'a> {
    /// Heads of files, each with its source and licence.
    pub heads: Entries<'a, [String; 2]>,
    pub states: Entries<'a, State>,
    places: Entries<'a, Place>,
    cities: Vec<(Origin<'a>, &'a str, &'a str)>,
    pub bodies: Entries<'a, Body>,
    generics: Entries<'a, GenericBody>,
    pub offices: Entries<'a, Office>,
    pub people: Entries<'a, Person>,
}

/// What was refused so far.
type Refused = Vec<RegistryError>;

/// Reads the files, then ties names to entries. Linear in their size.
pub(crate) fn load(files: &[(&str, &str)]) -> Result<Registry, RegistryError> {
    let (all, version, refused) = gather(files);
    if let Some(first) = refused.into_iter().next() {
        return Err(first);
    }
    let (registry, refused) = build(all, version);
    refused.into_iter().next().map_or(Ok(registry), Err)
}

/// Everything that [`load`] would refuse and, where it would refuse nothing, what only [`crate::check`] minds; of files that
/// cannot be read nothing but that.
pub(crate) fn check(files: &[(&str, &str)]) -> Vec<RegistryError> {
    let (all, version, refused) = gather(files);
    if !refused.is_empty() {
        return refused;
    }
    let flaws = crate::check::rows(&all);
    let origins: Vec<Origin<'_>> = all.people.iter().map(|(origin, _)| *origin).collect();
    let (registry, refused) = build(all, version);
    let titles = crate::check::titles(&registry, &origins);
    refused.into_iter().chain(flaws).chain(titles).collect()
}

/// The entries of the files, the version of all, and what could not be read.
fn gather<'a>(files: &[(&'a str, &'a str)]) -> (Gathered<'a>, String, Refused) {
    let mut hash = Sha256::new();
    let (mut all, mut refused) = (Gathered::default(), vec![]);
    for (file, text) in files {
        // Lengths keep "a" + "bc" apart from "ab" + "c".
        hash.update((file.len() as u64).to_le_bytes());
        hash.update(file.as_bytes());
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
        match file.rsplit('.').next() {
            Some("toml") => refused.extend(all.read_toml(file, text).err()),
            Some("tsv") => refused.extend(all.read_cities(file, text).err()),
            _ => refused.push(RegistryError::Kind { file: (*file).to_owned() }),
        }
    }
    (all, hash.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect(), refused)
}

/// The lists and indices of the entries, and what is refused in order of states, places, bodies, offices, people.
fn build(all: Gathered<'_>, version: String) -> (Registry, Refused) {
    let (mut registry, mut refused) = (Registry { version, ..Registry::default() }, vec![]);
    add_states(&mut registry, all.states, &mut refused);
    add_places(&mut registry, all.places, all.cities, &mut refused);
    add_bodies(&mut registry, all.bodies, all.generics, &mut refused);
    add_offices(&mut registry, all.offices, &mut refused);
    add_people(&mut registry, all.people, &mut refused);
    (registry, refused)
}

impl<'a> Gathered<'a> {
    fn read_toml(&mut self, file: &'a str, text: &'a str) -> Result<(), RegistryError> {
        let origin = |at| Origin { file, text, at };
        let contents: Contents =
            toml::from_str(text).map_err(|e| origin(e.span().map_or(0, |s| s.start)).syntax(e.message().to_owned()))?;
        fn take<'a, T>(from: Vec<Spanned<T>>, into: &mut Entries<'a, T>, origin: impl Fn(usize) -> Origin<'a>) {
            into.extend(from.into_iter().map(|x| (origin(x.span().start), x.into_inner())));
        }
        self.heads.push((origin(0), [contents.source, contents.licence]));
        take(contents.state, &mut self.states, origin);
        take(contents.place, &mut self.places, origin);
        take(contents.body, &mut self.bodies, origin);
        take(contents.generic, &mut self.generics, origin);
        take(contents.office, &mut self.offices, origin);
        take(contents.person, &mut self.people, origin);
        Ok(())
    }

    /// Lines "name TAB code"; lines that begin with `#` are for the reader.
    fn read_cities(&mut self, file: &'a str, text: &'a str) -> Result<(), RegistryError> {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let origin = Origin { file, text, at };
            at += line.len();
            let line = line.trim_end_matches(['\n', '\r']);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once('\t') {
                Some((name, code)) if !name.is_empty() && !code.contains('\t') => {
                    self.cities.push((origin, name, code))
                }
                _ => return Err(origin.syntax("a line is a name, a tab and the code of a state".to_owned())),
            }
        }
        Ok(())
    }
}

/// Adds names to an index; a name that leads elsewhere already is refused, `key` naming what it leads to.
fn put<'n>(
    index: &mut Index,
    names: impl IntoIterator<Item = &'n String>,
    at: usize,
    origin: Origin<'_>,
    key: impl Fn(usize) -> String,
    refused: &mut Refused,
) {
    for name in names {
        if let Err(there) = index.insert(name, at as u32) {
            refused.push(origin.duplicate(name, &key(there as usize)));
        }
    }
}

fn add_states(registry: &mut Registry, states: Entries<'_, State>, refused: &mut Refused) {
    for (at, (origin, state)) in states.into_iter().enumerate() {
        registry.states.push(state);
        let Registry {
            states,
            codes,
            state_names,
            adjectives,
            compounds,
            demonyms,
            capitals,
            abbreviations,
            homographs,
            doubtful,
            ..
        } = &mut *registry;
        let key = |i: usize| states.get(i).map_or(String::new(), |s| s.code.clone());
        let state = &states[at];
        put(codes, [&state.code], at, origin, key, refused);
        let names =
            state.ru.iter().chain(&state.ky).chain(&state.en).chain([&state.formal]).chain(&state.abbreviations);
        put(state_names, names, at, origin, key, refused);
        put(adjectives, state.adjectives.iter().chain(&state.en_adjectives), at, origin, key, refused);
        put(compounds, &state.compounds, at, origin, key, refused);
        put(demonyms, state.demonyms.iter().chain(&state.ky_words).chain(&state.en_demonyms), at, origin, key, refused);
        if let Some(capital) = &state.capital {
            put(capitals, capital.ru.iter().chain(&capital.ky).chain(&capital.en), at, origin, key, refused);
        }
        put(capitals, &state.metonyms, at, origin, key, refused);
        abbreviations.extend(state.abbreviations.iter().map(|a| fold(a)));
        homographs.extend(state.homographs.iter().map(|a| fold(a)));
        for name in &state.ambiguous {
            doubtful.entry(fold(name)).or_default().push(at as u32);
        }
    }
}

fn add_places(
    registry: &mut Registry,
    places: Entries<'_, Place>,
    cities: Vec<(Origin<'_>, &str, &str)>,
    refused: &mut Refused,
) {
    let Registry { states, codes, place_names, place_adjectives, .. } = registry;
    let key = |i: usize| states.get(i).map_or(String::new(), |s| format!("a place in {}", s.code));
    for (origin, place) in places {
        match codes.whole(&fold(&place.country)) {
            Some(at) => {
                put(place_names, place.ru.iter().chain(&place.other), at as usize, origin, key, refused);
                put(place_adjectives, &place.adjectives, at as usize, origin, key, refused);
            }
            None => refused.push(origin.unknown("state", &place.country)),
        }
    }
    place_names.reserve(cities.len());
    for (origin, name, code) in cities {
        match codes.whole(&fold(code)).map(|at| place_names.insert(name, at)) {
            Some(Ok(())) => {}
            Some(Err(there)) => refused.push(origin.duplicate(name, &key(there as usize))),
            None => refused.push(origin.unknown("state", code)),
        }
    }
}

fn add_bodies(
    registry: &mut Registry,
    bodies: Entries<'_, Body>,
    generics: Entries<'_, GenericBody>,
    refused: &mut Refused,
) {
    for (at, (origin, body)) in bodies.into_iter().enumerate() {
        if let Some(code) = &body.country
            && registry.codes.whole(&fold(code)).is_none()
        {
            refused.push(origin.unknown("state", code));
        }
        registry.bodies.push(body);
        let Registry { bodies, body_names, body_keys, body_metonyms, .. } = &mut *registry;
        let key = |i: usize| bodies.get(i).map_or(String::new(), |b| b.key.clone());
        let body = &bodies[at];
        put(body_keys, [&body.key], at, origin, key, refused);
        put(body_names, body.ru.iter().chain(&body.ky).chain(&body.en), at, origin, key, refused);
        put(body_metonyms, &body.metonyms, at, origin, key, refused);
    }
    for (at, (origin, generic)) in generics.into_iter().enumerate() {
        let key = |i| format!("body noun {}", i + 1);
        put(&mut registry.generic_names, &generic.lemmas, at, origin, key, refused);
        registry.generics.push(generic);
    }
}

fn add_offices(registry: &mut Registry, offices: Entries<'_, Office>, refused: &mut Refused) {
    let mut origins = vec![];
    for (at, (origin, office)) in offices.into_iter().enumerate() {
        registry.offices.push(office);
        let Registry { offices, office_names, office_keys, .. } = &mut *registry;
        let key = |i: usize| offices.get(i).map_or(String::new(), |o| o.key.clone());
        let office = &offices[at];
        put(office_keys, [&office.key], at, origin, key, refused);
        put(office_names, office.ru.iter().chain(&office.ky).chain(&office.en), at, origin, key, refused);
        origins.push(origin);
    }
    for (office, origin) in registry.offices.iter().zip(origins) {
        if let Some(under) = &office.under
            && (registry.office_keys.whole(under).is_none() || *under == office.key)
        {
            refused.push(origin.unknown("office", under));
        }
    }
}

fn add_people(registry: &mut Registry, people: Entries<'_, Person>, refused: &mut Refused) {
    let mut keys: HashMap<String, ()> = HashMap::new();
    let mut surnames = Surnames::default();
    for (at, (origin, person)) in people.into_iter().enumerate() {
        if keys.insert(person.key.clone(), ()).is_some() {
            refused.push(origin.duplicate(&person.key, &person.key));
        }
        if registry.codes.whole(&fold(&person.country)).is_none() {
            refused.push(origin.unknown("state", &person.country));
        }
        for term in &person.terms {
            if registry.office_keys.whole(&term.office).is_none() {
                refused.push(origin.unknown("office", &term.office));
            }
            if let Some(body) = &term.body
                && registry.body_keys.whole(body).is_none()
            {
                refused.push(origin.unknown("body", body));
            }
            if let (Some(from), Some(to)) = (term.from, term.to)
                && from.first_day() > to.last_day()
            {
                refused.push(origin.syntax(format!("a term from {from} ends before it begins, {to}")));
            }
        }
        surnames.insert(&person, at as u32);
        registry.people.push(person);
    }
    registry.surnames = surnames;
}
