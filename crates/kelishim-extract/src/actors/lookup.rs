//! The registry as the search for actors asks it: in tokens of a reading, on the article's date.

use super::body_class::{BodyClass, body_class};
use super::class::{OfficeClass, office_class};
use super::name::PersonName;
use super::states::How;
use super::words::{feature, fold, lemmas, text};
use crate::grammar::Grammar;
use kelishim_model::{ActorKind, PartialDate, Sector};
use kelishim_read::Reading;
use kelishim_registry::{Body, Naming, Office, Person, Rank, Registry, State};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The registry on the date of one article.
pub(super) struct Lookup<'a> {
    registry: &'a Registry,
    on: Option<PartialDate>,
    home: Option<String>,
    language: String,
    grammar: &'static Grammar,
    /// Codes of the states that the article names by words of their own; read when first asked for.
    named: OnceCell<BTreeSet<String>>,
}

/// A body that the registry knows.
#[derive(Debug, Clone)]
pub(super) struct KnownBody {
    /// Its key.
    pub key: String,
    /// Its names, nominative, the full one first.
    pub names: Vec<String>,
    /// What it is.
    pub kind: ActorKind,
    /// Its sector.
    pub sector: Sector,
    /// Its state.
    pub country: Option<String>,
}

impl KnownBody {
    /// Whether each state has a body of this name ("МИД").
    pub fn is_common(&self) -> bool {
        self.country.is_none() && self.kind != ActorKind::Intergovernmental
    }
}

/// Case endings of Kyrgyz names, the longer first.
const KYRGYZ_CASES: &[&str] = &[
    "нын", "нин", "нун", "нүн", "дын", "дин", "дун", "дүн", "тын", "тин", "тун", "түн", "дан", "ден", "дон", "дөн",
    "тан", "тен", "тон", "төн", "га", "ге", "го", "гө", "ка", "ке", "ко", "кө", "ны", "ни", "ну", "нү", "ды", "ди",
    "ду", "дү", "ты", "ти", "ту", "тү", "да", "де", "до", "дө", "та", "те", "то", "тө",
];

/// A person whom the registry knows.
#[derive(Debug, Clone)]
pub(super) struct KnownPerson {
    /// Key.
    pub key: String,
    /// Name as reports give it.
    pub name: String,
    /// State; `None` for who serves a body of several states on the article's date.
    pub country: Option<String>,
    /// Classes of the offices held on the article's date, or ever where no date is known.
    pub offices: Vec<OfficeClass>,
}

impl<'a> Lookup<'a> {
    /// Takes the article's date and home: the state of its dateline, else of its source.
    pub fn new(reading: &Reading, registry: &'a Registry) -> Self {
        let article = &reading.article;
        let line = article.dateline.as_ref();
        let by_line = line.and_then(|d| {
            d.country.clone().or_else(|| registry.read_form(d.place.as_deref()?).map(|(s, _)| s.code.clone()))
        });
        // An agency that writes from everywhere has no home.
        let grammar = Grammar::of_reading(reading);
        let own = article.source.as_deref().filter(|s| !grammar.has("speech.world-agency", &kelishim_read::fold(s)));
        let by_source = || registry.body(own?)?.country.clone();
        Lookup {
            registry,
            on: article.published,
            home: by_line.or_else(by_source),
            language: article.language.clone(),
            grammar,
            named: OnceCell::new(),
        }
    }

    /// The state in which the article was written.
    pub fn home(&self) -> Option<&str> {
        self.home.as_deref()
    }

    /// How the words name a state, and which.
    pub fn state(&self, reading: &Reading, tokens: Range<usize>) -> Option<(String, How)> {
        let bare = self.without_case(reading, &tokens);
        let words = bare.as_deref().unwrap_or_else(|| without_possessive(text(reading, &tokens)));
        let (state, naming) = match self.by_form(words) {
            Some(found) => found,
            None if tokens.len() > 1 => (self.registry.state_by_name(&lemmas(reading, tokens.clone()))?, Naming::Name),
            None => {
                let state = self.by_context(reading, words).or_else(|| self.by_stem(words));
                (state.or_else(|| self.shared_with_names(reading, tokens.start, words))?, Naming::Name)
            }
        };
        let how = match naming {
            Naming::Name => How::Name,
            Naming::Adjective => How::Adjective,
            Naming::Demonym => How::Demonym,
            Naming::Capital if is_one_of(words, &state.metonyms) => How::Seat,
            Naming::Capital => How::Metonym,
            Naming::Place => How::Place,
            Naming::PlaceAdjective => How::PlaceAdjective,
        };
        Some((state.code.clone(), how))
    }

    /// What the words name by themselves.
    fn by_form(&self, words: &str) -> Option<(&'a State, Naming)> {
        // "Израилдин": the soft sign is lost before an ending.
        let lost = self.grammar.agglutinative && words.ends_with(['л', 'н', 'р', 'с', 'т']);
        let soft = || if lost { self.registry.read_form(&format!("{words}ь")) } else { None };
        self.registry.read_form(words).or_else(soft)
    }

    /// Codes of the states that the article names by name, people or capital, each word by itself.
    fn named(&self, reading: &Reading) -> &BTreeSet<String> {
        self.named.get_or_init(|| {
            let word = |t: usize| {
                let bare = self.without_case(reading, &(t..t + 1));
                let word = bare.as_deref().unwrap_or_else(|| without_possessive(reading.form(t)));
                let by_form = self.by_form(word).filter(|(_, n)| !matches!(n, Naming::Place | Naming::PlaceAdjective));
                let one = by_form.map(|(state, _)| state).or_else(|| self.by_stem(word)).map(|s| s.code.clone());
                // "Казахстанско-российский" names two.
                one.into_iter().chain(self.compound(word)).collect::<Vec<_>>()
            };
            (0..reading.tokens.len()).flat_map(word).collect()
        })
    }

    /// The words with the last as its lemma, where case endings stand at the last alone: "Түндүк Кореяга".
    fn without_case(&self, reading: &Reading, tokens: &Range<usize>) -> Option<String> {
        let last = tokens.clone().last().filter(|_| self.grammar.agglutinative)?;
        let end = reading.tokens[last].span.start();
        let before = kelishim_model::Span::new(reading.tokens[tokens.start].span.start(), end);
        Some(format!("{}{}", before.of(&reading.article.text), reading.tokens[last].lemma))
    }

    /// An abbreviation that several states share, or a state and something else: that of the article's home, else of the one that the
    /// article also names ("МИД РК" where Kazakhstan, its people or its capital stands).
    fn by_context(&self, reading: &Reading, words: &str) -> Option<&'a State> {
        if !words.chars().all(char::is_uppercase) {
            return None;
        }
        let found = self.registry.candidates(words);
        let home = found.iter().find(|s| Some(s.code.as_str()) == self.home());
        if home.is_some() || found.is_empty() {
            return home.copied();
        }
        let named = self.named(reading);
        let several: Vec<_> = found.iter().copied().filter(|s| named.contains(&s.code)).collect();
        match several[..] {
            [one] => Some(one),
            // Of states alone the first of the files is meant oftener; what may be no state at all stays open.
            [] if found.len() > 1 => found.first().copied(),
            _ => None,
        }
    }

    /// "Georgia", "Jordan" in English: the state, unless the word is part of a longer name of a person.
    fn shared_with_names(&self, reading: &Reading, t: usize, words: &str) -> Option<&'a State> {
        let longer = |e: &&kelishim_read::Entity| &*e.kind == "PERSON" && e.tokens.contains(&t) && e.tokens.len() > 1;
        if self.language != "en" || reading.entities.iter().find(longer).is_some() {
            return None;
        }
        match self.registry.candidates(words)[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// A Kyrgyz name with a case ending: "Кыргызстанга", "Россиядан".
    fn by_stem(&self, words: &str) -> Option<&'a State> {
        if self.language != "ky" {
            return None;
        }
        KYRGYZ_CASES.iter().find_map(|ending| self.registry.state_by_name(words.strip_suffix(ending)?))
    }

    /// The states of a compound adjective.
    pub fn compound(&self, form: &str) -> Vec<String> {
        self.registry.states_by_compound(form).into_iter().map(|s| s.code.clone()).collect()
    }

    /// Class of the office that a noun names in the registry.
    pub fn office_noun(&self, lemma: &str) -> Option<OfficeClass> {
        self.registry.office(lemma).map(class_of)
    }

    /// Class of the office that a title names as the registry lists it: "foreign minister", "secretary of state".
    pub fn office_title(&self, title: &str) -> Option<OfficeClass> {
        let office = self.registry.office(title)?;
        office.en.iter().any(|t| fold(t) == title).then(|| class_of(office))
    }

    /// Whether the registry has a body of exactly these words.
    pub fn is_listed(&self, words: &str) -> bool {
        self.registry.body(without_possessive(words)).is_some()
    }

    /// Closed words of the article's language.
    pub fn grammar(&self) -> &'static Grammar {
        self.grammar
    }

    /// What a noun tells about the bodies that it names.
    pub fn body_noun(&self, lemma: &str) -> Option<BodyClass> {
        body_class(self.grammar, lemma).or_else(|| {
            let known = self.registry.generic_body(lemma).filter(|g| g.lemmas.iter().any(|l| fold(l) == lemma))?;
            let of_state = matches!(known.kind, ActorKind::Government | ActorKind::ArmedForce);
            Some(BodyClass { kind: known.kind, sector: Some(known.sector), of_state, group: 20 })
        })
    }

    /// Classes of the offices of the one person whom a name in the text can mean.
    pub fn offices_of(&self, reading: &Reading, name: &Range<usize>) -> Vec<OfficeClass> {
        let name = PersonName::parse(&self.nominative_name(reading, name.clone()));
        self.person(&name, None, None).map(|p| p.offices).unwrap_or_default()
    }

    /// Name of a state in the article's language, as the words of the article name it: "Киргизия" of "Киргизией", "США"
    /// of "США".
    pub fn state_name(&self, code: &str, words: &str) -> String {
        let Some(state) = self.registry.state(code) else { return code.to_owned() };
        let shared = |s: &&State| s.code == code;
        if self.language == "en" && self.registry.candidates(words).iter().any(shared) {
            return words.to_owned();
        }
        if self.language == "en" || self.language == "ky" {
            return self.usual_name(state);
        }
        // Two letters ("РФ") are short for a name; longer abbreviations are names of their own.
        let short = state.abbreviations.iter().find(|a| *a == words && a.chars().count() > 2);
        let named = || state.ru.iter().find(|n| is_one_of(words, std::slice::from_ref(n)));
        short.or_else(named).map_or_else(|| state.name().to_owned(), Clone::clone)
    }

    fn usual_name(&self, state: &State) -> String {
        let list = match self.language.as_str() {
            "en" => &state.en,
            "ky" => &state.ky,
            _ => &state.ru,
        };
        list.first().map_or_else(|| state.name().to_owned(), Clone::clone)
    }

    /// Names of all states by code, in the article's language.
    pub fn state_names(&self) -> BTreeMap<String, String> {
        self.registry.states().iter().map(|s| (s.code.clone(), self.usual_name(s))).collect()
    }

    /// A person's name in the nominative.
    pub fn nominative_name(&self, reading: &Reading, tokens: Range<usize>) -> String {
        kelishim_read::nominative_name(reading, tokens)
    }

    /// A noun phrase in the nominative: its head and what agrees with it, the rest as it stands.
    pub fn nominative_phrase(&self, reading: &Reading, tokens: Range<usize>, head: usize) -> String {
        if feature(reading, head, "Case").is_none_or(|c| c == "Nom") {
            return text(reading, &tokens).to_owned();
        }
        kelishim_read::nominative_phrase(reading, tokens)
    }

    /// The name of a body in the nominative, without quotation marks around the whole.
    pub fn body_name(&self, reading: &Reading, tokens: Range<usize>, head: usize) -> String {
        let name = self.nominative_phrase(reading, tokens, head);
        let marks = ['«', '»', '"', '“', '”', '„', '\''];
        if name.chars().filter(|c| marks.contains(c)).count() == 1 {
            return name.trim_matches(marks).to_owned();
        }
        let inner =
            name.strip_prefix(['«', '"', '“', '„', '\'']).and_then(|n| n.strip_suffix(['»', '"', '”', '“', '\'']));
        inner.filter(|n| !n.contains(['«', '"', '“', '„', '»'])).map_or(name.clone(), str::to_owned)
    }

    /// A body by its whole phrase, by the model's entity, or by the word at its head.
    pub fn body(
        &self,
        reading: &Reading,
        tokens: &Range<usize>,
        entity: Option<&Range<usize>>,
        head: usize,
    ) -> Option<KnownBody> {
        let by_range = |range: &Range<usize>| {
            let words = without_possessive(text(reading, range));
            self.registry
                .body(words)
                .or_else(|| self.registry.body(&self.nominative_phrase(reading, range.clone(), head)))
                .or_else(|| self.registry.body(&lemmas(reading, range.clone())))
        };
        let word = || {
            let form = reading.form(head);
            form.chars().next().is_some_and(char::is_uppercase).then(|| by_range(&(head..head + 1))).flatten()
        };
        by_range(tokens).or_else(|| entity.and_then(by_range)).or_else(word).map(known_body)
    }

    /// The person of a name, with the words of an office and a state where the text gives them.
    pub fn person(&self, name: &PersonName, office: Option<&str>, country: Option<&str>) -> Option<KnownPerson> {
        let given = (!name.given.is_empty()).then_some(name.given.as_str());
        if name.surname.is_empty() {
            return None;
        }
        let spelled = |given, surname: &str, office| self.registry.person(given, surname, office, country, self.on);
        // "Zelenskiy", "Zelensky": agencies differ in Slavic endings.
        let endings = ["iy", "yy", "y"];
        let stem = endings.iter().find_map(|e| name.surname.strip_suffix(e));
        let others = || stem.into_iter().flat_map(|s| endings.iter().map(move |e| format!("{s}{e}")));
        let find = |given, office| {
            let found = spelled(given, &name.surname, office);
            found.or_else(|| others().find_map(|o| spelled(given, &o, office)))
        };
        let person = find(given, office).or_else(|| if given.is_some() { find(given, None) } else { None });
        // "Беньямин" for "Биньямин": another spelling of the given name of the one bearer that can be meant.
        let person = person.or_else(|| {
            let found = find(None, office).or_else(|| find(None, None))?;
            let first = found.ru.split(' ').next().unwrap_or("");
            given.is_some_and(|g| is_spelling(g, first)).then_some(found)
        });
        Some(self.known_person(person?))
    }

    /// Who held an office of the class in the state on the article's date.
    pub fn holder(&self, country: &str, class: OfficeClass) -> Option<KnownPerson> {
        let title = match class {
            OfficeClass::HeadOfState => "президент",
            OfficeClass::HeadOfGovernment => "премьер-министр",
            OfficeClass::ForeignMinister => "министр иностранных дел",
            _ => return None,
        };
        let person = self.registry.holder(country, title, self.on?)?;
        Some(self.known_person(person))
    }

    fn known_person(&self, person: &Person) -> KnownPerson {
        let now = |t: &&kelishim_registry::Term| self.on.is_none_or(|day| t.covers(day));
        let mut offices: Vec<OfficeClass> = person
            .terms
            .iter()
            .filter(now)
            .filter_map(|t| self.registry.office_by_key(&t.office))
            .map(class_of)
            .collect();
        offices.dedup();
        let name = match (self.language.as_str(), person.ky.is_empty()) {
            ("en", _) => person.en.clone(),
            ("ky", false) => person.ky.clone(),
            _ => person.name(),
        };
        let serves = person.term(self.on).filter(|t| self.on.is_some_and(|day| t.covers(day)));
        let body = serves.and_then(|t| self.registry.body_by_key(t.body.as_deref()?));
        let of_many = body.is_some_and(|b| b.country.is_none());
        let country = Some(person.country.clone()).filter(|_| !of_many);
        KnownPerson { key: person.key.clone(), name, country, offices }
    }
}

/// Whether two given names are spellings of one: the same first letter and at most two letters changed, one in short names.
fn is_spelling(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (fold(a).chars().collect(), fold(b).chars().collect());
    let changed = a.iter().zip(&b).filter(|(x, y)| x != y).count() + a.len().abs_diff(b.len());
    a.first() == b.first() && changed <= a.len().min(b.len()) / 4
}

fn known_body(body: &Body) -> KnownBody {
    KnownBody {
        key: body.key.clone(),
        names: [&body.ru, &body.ky, &body.en].into_iter().flatten().cloned().collect(),
        kind: body.kind,
        sector: body.sector,
        country: body.country.clone(),
    }
}

fn class_of(office: &Office) -> OfficeClass {
    match office.rank {
        Some(Rank::State) => OfficeClass::HeadOfState,
        Some(Rank::Government) => OfficeClass::HeadOfGovernment,
        Some(Rank::Foreign) => OfficeClass::ForeignMinister,
        None => {
            let title = fold(office.ru.first().map_or("", |t| t));
            let noun = title.split(' ').next().unwrap_or("");
            office_class(Grammar::of("ru"), noun, &title, false).unwrap_or(OfficeClass::Other)
        }
    }
}

/// The words without the possessive ending of English.
fn without_possessive(words: &str) -> &str {
    ["'s", "’s"].iter().find_map(|s| words.strip_suffix(s)).unwrap_or(words)
}

/// Whether the words are a form of one of the names.
fn is_one_of(words: &str, names: &[String]) -> bool {
    names.iter().any(|n| same_words(n, words))
}

/// Whether two names are of the same words, whatever their cases.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    let words = |s: &str| s.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    a.len() == b.len() && a.iter().zip(&b).all(|(x, y)| super::name::same_word(x, y))
}
