//! The registry and what it answers about states, places, bodies and offices.

use crate::body::{Body, GenericBody};
use crate::error::RegistryError;
use crate::fold::{fold, is_capital};
use crate::form::{adjectives, bodies, names, nouns};
use crate::index::Index;
use crate::office::Office;
use crate::people::Surnames;
use crate::person::Person;
use crate::state::State;
use std::collections::{HashMap, HashSet};

/// All known actors. Look-ups take constant time in its size and ignore case, ё and quotation marks.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    pub(crate) version: String,
    pub(crate) states: Vec<State>,
    pub(crate) bodies: Vec<Body>,
    pub(crate) generics: Vec<GenericBody>,
    pub(crate) offices: Vec<Office>,
    pub(crate) people: Vec<Person>,
    pub(crate) codes: Index,
    pub(crate) state_names: Index,
    pub(crate) adjectives: Index,
    pub(crate) compounds: Index,
    pub(crate) demonyms: Index,
    pub(crate) capitals: Index,
    pub(crate) place_names: Index,
    pub(crate) place_adjectives: Index,
    pub(crate) body_names: Index,
    pub(crate) body_keys: Index,
    pub(crate) body_metonyms: Index,
    pub(crate) generic_names: Index,
    pub(crate) office_names: Index,
    pub(crate) office_keys: Index,
    pub(crate) abbreviations: HashSet<String>,
    pub(crate) homographs: HashSet<String>,
    pub(crate) doubtful: HashMap<String, Vec<u32>>,
    pub(crate) surnames: Surnames,
}

/// How a word names a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Naming {
    /// "Кыргызстаном", "РФ".
    Name,
    /// "киргизскую".
    Adjective,
    /// "россиян".
    Demonym,
    /// Its capital or another metonym of its government: "Москвой".
    Capital,
    /// Another place in it: "Казани".
    Place,
    /// An adjective of a place in it: "казанского".
    PlaceAdjective,
}

impl Registry {
    /// Reads the files of `data/actors`, each as (name, text): `.toml` entries and `.tsv` tables of places.
    ///
    /// References between files may point forward. The order of the files enters [`Registry::version`] and nothing else.
    ///
    /// # Errors
    /// The first entry refused: see [`RegistryError`].
    pub fn load(files: &[(&str, &str)]) -> Result<Registry, RegistryError> {
        crate::load::load(files)
    }

    /// Everything that is wrong with the files: all that [`Registry::load`] would refuse, not the first alone, and rows that can
    /// be read but not relied on ([`Flaw`](crate::Flaw)). Of files that are no TOML only that is told.
    pub fn check(files: &[(&str, &str)]) -> Vec<RegistryError> {
        crate::load::check(files)
    }

    /// Twelve hexadecimal digits of the hash of all files.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All states, in order of the files.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// All bodies, in order of the files.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// All people, in order of the files.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Number of names of places, capitals aside.
    pub fn place_count(&self) -> usize {
        self.place_names.len()
    }

    /// By code, in either case.
    pub fn state(&self, code: &str) -> Option<&State> {
        self.at(self.codes.whole(&fold(code)))
    }

    /// By a name in the nominative, in Russian, Kyrgyz or English, full, short or abbreviated.
    ///
    /// A name of several words is also found when each word stands in a case or a dictionary form of its own
    /// ("киргизский республика"). `None` for names that several states share: ask [`Registry::candidates`].
    pub fn state_by_name(&self, name: &str) -> Option<&State> {
        let name = fold(name);
        self.at(self.state_names.get(&name).filter(|_| !self.doubtful.contains_key(&name)))
    }

    /// The states that an ambiguous name, abbreviation or adjective may mean ("Конго", "РТ"), in order of the files;
    /// empty for all other words. A state alone in the list shares the name with something that is none.
    pub fn candidates(&self, name: &str) -> Vec<&State> {
        self.doubtful.get(&fold(name)).into_iter().flatten().filter_map(|i| self.at(Some(*i))).collect()
    }

    /// By an adjective, masculine nominative: "киргизский".
    pub fn state_by_adjective(&self, lemma: &str) -> Option<&State> {
        self.at(self.adjectives.whole(&fold(lemma)))
    }

    /// The states of a compound adjective in order of its parts: "российско-кыргызский"; one for a plain adjective.
    ///
    /// The last part may be inflected. Empty unless every part is known: "индо-тихоокеанский" names no state.
    pub fn states_by_compound(&self, lemma: &str) -> Vec<&State> {
        let lemma = fold(lemma);
        let parts: Vec<&str> = lemma.split('-').collect();
        let mut found: Vec<u32> = vec![];
        let mut at = 0;
        while at < parts.len() {
            let last = self.adjective_form(&parts[at..].join("-"));
            let step = last.map(|state| (parts.len(), state)).or_else(|| {
                // "шри-ланкийско-российский": a part may itself have a hyphen.
                (at + 1..parts.len()).find_map(|to| Some((to, self.compounds.whole(&parts[at..to].join("-"))?)))
            });
            let Some((next, state)) = step else { return vec![] };
            if !found.contains(&state) {
                found.push(state);
            }
            at = next;
        }
        found.into_iter().filter_map(|i| self.at(Some(i))).collect()
    }

    /// By a word for its people, nominative singular: "россиянин".
    pub fn state_by_demonym(&self, lemma: &str) -> Option<&State> {
        self.at(self.demonyms.whole(&fold(lemma)))
    }

    /// By its capital or another metonym, nominative: "Москва", "Кремль". Whether the city or the government is meant
    /// the words around it decide.
    pub fn state_by_capital(&self, lemma: &str) -> Option<&State> {
        self.at(self.capitals.get(&fold(lemma)))
    }

    /// By another city or region in it, nominative.
    pub fn state_of_place(&self, lemma: &str) -> Option<&State> {
        self.at(self.place_names.get(&fold(lemma)))
    }

    /// By the adjective of a city or region in it, masculine nominative: "ошский".
    pub fn state_by_place_adjective(&self, lemma: &str) -> Option<&State> {
        self.at(self.place_adjectives.whole(&fold(lemma)))
    }

    /// By a form of its name, adjective or people's name as it stands in the text: "Кыргызстаном", "россиян".
    ///
    /// Names need their capital letter, abbreviations all of them; a name that is also a form of an ordinary word
    /// ("Того") is passed over.
    pub fn state_of_form(&self, form: &str) -> Option<&State> {
        let (state, naming) = self.read_form(form)?;
        matches!(naming, Naming::Name | Naming::Adjective | Naming::Demonym).then_some(state)
    }

    /// Like [`Registry::state_of_form`], and says how; also capitals and places, which need their capital letter.
    pub fn read_form(&self, form: &str) -> Option<(&State, Naming)> {
        let folded = fold(form);
        let with = |i: u32, naming| Some((self.at(Some(i))?, naming));
        let doubtful = |i: &u32| !self.doubtful.get(&folded).is_some_and(|d| d.contains(i));
        let upper = !form.chars().any(char::is_lowercase);
        if self.abbreviations.contains(&folded) {
            return if upper { with(self.state_names.whole(&folded)?, Naming::Name) } else { None };
        }
        let capital = is_capital(form);
        let mut forms = if capital { names(&folded) } else { vec![] };
        if capital && folded.contains(' ') {
            let whole = |index: &Index| index.get(&folded).filter(doubtful);
            if let Some(i) = whole(&self.state_names) {
                return with(i, Naming::Name);
            }
            if let Some(i) = whole(&self.capitals) {
                return with(i, Naming::Capital);
            }
            // "North Korean".
            if let Some(i) = self.adjectives.whole(&folded) {
                return with(i, Naming::Adjective);
            }
            return with(whole(&self.place_names)?, Naming::Place);
        }
        forms.retain(|f| !self.homographs.contains(f) && !self.abbreviations.contains(f));
        if let Some(i) = self.state_names.first(&forms).filter(doubtful) {
            return with(i, Naming::Name);
        }
        if let Some(i) = self.adjective_form(&folded) {
            return with(i, Naming::Adjective);
        }
        // "Russians": the English plural.
        if let Some(i) = folded.strip_suffix('s').filter(|_| capital).and_then(|one| self.demonyms.whole(one)) {
            return with(i, Naming::Demonym);
        }
        // "Поляков", "Чехов" with a capital are surnames.
        let surname = capital && !upper && folded.ends_with("ов");
        if let Some(i) = self.demonyms.first(&nouns(&folded)).filter(|_| !surname) {
            return with(i, Naming::Demonym);
        }
        if let Some(i) = self.place_adjectives.first(&adjectives(&folded)) {
            return with(i, Naming::PlaceAdjective);
        }
        if let Some(i) = self.capitals.first(&forms) {
            return with(i, Naming::Capital);
        }
        with(self.place_names.first(&forms)?, Naming::Place)
    }

    /// By any of its names; names of several words also with each word in a case of its own, names of one word also
    /// inflected when they have their capital letter ("Газпромом").
    pub fn body(&self, name: &str) -> Option<&Body> {
        let folded = fold(name);
        let found = self.body_names.get(&folded).or_else(|| {
            // An abbreviation is not inflected: "ЕСом" is not looked for, nor "ООНа".
            let word = is_capital(name)
                && !folded.contains(' ')
                && name.chars().filter(|c| c.is_alphabetic()).nth(1).is_some_and(char::is_lowercase);
            if word { self.body_names.first(&bodies(&folded)) } else { None }
        });
        self.bodies.get(found? as usize)
    }

    /// By its key: "org.eaeu".
    pub fn body_by_key(&self, key: &str) -> Option<&Body> {
        self.bodies.get(self.body_keys.whole(&fold(key))? as usize)
    }

    /// By a place that may stand for it, nominative: "Брюссель" for the EU.
    pub fn body_by_metonym(&self, lemma: &str) -> Option<&Body> {
        self.bodies.get(self.body_metonyms.get(&fold(lemma))? as usize)
    }

    /// By a noun that names bodies in general: "министерство", in any case.
    pub fn generic_body(&self, lemma: &str) -> Option<&GenericBody> {
        let folded = fold(lemma);
        let found = self.generic_names.get(&folded).or_else(|| self.generic_names.first(&nouns(&folded)));
        self.generics.get(found? as usize)
    }

    /// By a title: the whole phrase or, when that is unknown, its longest known beginning ("министр" of "министр рыбного
    /// хозяйства"). A first word "экс-", "бывший", "и.о." is left aside.
    pub fn office(&self, title: &str) -> Option<&Office> {
        let folded = fold(title);
        let mut rest = folded.as_str();
        for aside in ["экс-", "бывший ", "бывшая ", "и.о. ", "и. о. ", "врио ", "исполняющий обязанности "]
        {
            rest = rest.strip_prefix(aside).unwrap_or(rest);
        }
        let words: Vec<&str> = rest.split(' ').collect();
        (1..=words.len()).rev().find_map(|n| {
            let title = words[..n].join(" ");
            let found = self.office_names.get(&title);
            let found = if n == 1 { found.or_else(|| self.office_names.first(&nouns(&title))) } else { found };
            self.offices.get(found? as usize)
        })
    }

    /// By its key: "president".
    pub fn office_by_key(&self, key: &str) -> Option<&Office> {
        self.offices.get(self.office_keys.whole(key)? as usize)
    }

    fn at(&self, state: Option<u32>) -> Option<&State> {
        self.states.get(state? as usize)
    }

    fn adjective_form(&self, folded: &str) -> Option<u32> {
        self.adjectives.whole(folded).or_else(|| self.adjectives.first(&adjectives(folded)))
    }
}
