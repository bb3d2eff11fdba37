//! The growing table of actors: rows with what is known for telling them apart, and the mentions that lead to them.

use super::class::OfficeClass;
use super::find::OfficeWords;
use super::name::PersonName;
use super::scene::Scene;
use super::words::{is_mark, lemma};
use super::{Mention, MentionKind};
use kelishim_model::{Actor, ActorId, ActorKind, Sector};
use kelishim_read::Reading;
use std::collections::BTreeMap;
use std::ops::Range;

/// A row with what only the search needs.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The row as it will stand.
    pub actor: Actor,
    /// A person's name; `None` for bodies, states and persons known by office alone.
    pub name: Option<PersonName>,
    /// Whether the surname is sure to be in the nominative, since it has been met as a subject.
    pub sure: bool,
    /// Grammatical gender of a person, "Masc" or "Fem".
    pub gender: Option<String>,
    /// Offices held.
    pub offices: Vec<Held>,
    /// Group of body nouns that may take the row up again; 0 for none.
    pub group: u8,
    /// Folded lemma of the noun of a body.
    pub noun: String,
    /// The words by which a body is met again.
    pub words: String,
    /// Whether a state's own name has been met, not only its adjective.
    pub named: bool,
    /// Row of the body that a person belongs to.
    pub body: Option<usize>,
    /// First token of the last mention.
    pub last: usize,
}

/// An office as the article words it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    /// Its class.
    pub class: OfficeClass,
    /// Folded lemma of its noun; empty when the registry alone knows of it.
    pub noun: String,
    /// Folded lemmas of what follows the noun, states left out: "консерватор" of "лидер консерваторов".
    pub rest: String,
}

impl Held {
    /// The office of a phrase.
    pub fn of(scene: &Scene, office: &OfficeWords) -> Self {
        let follows =
            (office.head + 1..office.phrase.end).filter(|t| scene.marks[*t].is_none() && !is_mark(scene.reading, *t));
        let words: Vec<String> = follows.map(|t| lemma(scene.reading, t)).collect();
        Held { class: office.class, noun: lemma(scene.reading, office.head), rest: words.join(" ") }
    }

    /// Whether its words tell of foreign affairs.
    pub fn is_foreign(&self) -> bool {
        self.rest
            .split(' ')
            .any(|w| w == "мид" || ["иностранн", "посольств", "foreign", "embassy"].iter().any(|s| w.starts_with(s)))
    }
}

impl Row {
    /// A row of which name, kind and state are known.
    pub fn new(name: String, kind: ActorKind, country: Option<String>, sector: Option<Sector>) -> Self {
        Row {
            actor: Actor {
                name,
                kind,
                country,
                sector,
                description: None,
                affiliation: None,
                registry: None,
                mentions: vec![],
            },
            name: None,
            sure: false,
            gender: None,
            offices: vec![],
            group: 0,
            noun: String::new(),
            words: String::new(),
            named: false,
            body: None,
            last: 0,
        }
    }

    /// Takes up a person's name as it is met, the fuller one of several, with the surname as it stands where it is `sure` to be a
    /// nominative: a foreign name in an oblique form does not tell its own.
    pub fn take_name(&mut self, name: PersonName, sure: bool) {
        let new = match self.name.take() {
            None => name,
            Some(old) => {
                let fuller = !old.is_full() && name.is_full()
                    || old.is_full() == name.is_full() && old.given.ends_with('.') && !name.given.ends_with('.');
                let words = |n: &PersonName| n.shown.split(' ').count();
                let whole = fuller || sure && words(&name) >= words(&old);
                let (kept, other) = if whole { (name, old) } else { (old, name) };
                let better = if fuller { self.sure && !sure } else { sure && !self.sure };
                if better { kept.with_surname(&other.surname) } else { kept }
            }
        };
        self.sure |= sure;
        if self.actor.registry.is_none() {
            self.actor.name = new.shown.clone();
        }
        self.name = Some(new);
    }

    /// Whether the row is a person.
    pub fn is_person(&self) -> bool {
        self.actor.kind == ActorKind::Person
    }

    /// Whether the row belongs to the state, or either is not known.
    pub fn may_be_of(&self, country: Option<&str>) -> bool {
        match (self.actor.country.as_deref(), country) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    }
}

/// Rows and mentions in the order in which they were found.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Rows.
    pub rows: Vec<Row>,
    /// Mentions; their actors are places in `rows`.
    pub mentions: Vec<Mention>,
    keys: BTreeMap<String, usize>,
    by_head: BTreeMap<usize, usize>,
}

impl Table {
    /// The row of a key.
    pub fn get(&self, key: &str) -> Option<usize> {
        self.keys.get(key).copied()
    }

    /// Gives a row one more key; the first row to have a key keeps it.
    pub fn name_key(&mut self, key: String, row: usize) {
        self.keys.entry(key).or_insert(row);
    }

    /// Adds a row.
    pub fn add(&mut self, row: Row) -> usize {
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// Notes that `tokens` name `row`.
    pub fn mention(&mut self, reading: &Reading, row: usize, tokens: Range<usize>, head: usize, kind: MentionKind) {
        let (Some(first), Some(last)) =
            (reading.tokens.get(tokens.start), reading.tokens.get(tokens.end.wrapping_sub(1)))
        else {
            return;
        };
        let span = first.span.cover(last.span);
        self.rows[row].last = self.rows[row].last.max(tokens.start);
        if !self.rows[row].actor.mentions.contains(&span) {
            self.rows[row].actor.mentions.push(span);
        }
        self.by_head.entry(head).or_insert(self.mentions.len());
        self.mentions.push(Mention { actor: ActorId(row as u32), span, tokens, head, kind });
    }

    /// The row first named by the phrase with this head.
    pub fn at_head(&self, head: usize) -> Option<usize> {
        self.by_head.get(&head).map(|m| self.mentions[*m].actor.0 as usize)
    }

    /// The row named last among those that fit.
    pub fn latest(&self, fits: impl Fn(&Row) -> bool) -> Option<usize> {
        (0..self.rows.len()).filter(|r| fits(&self.rows[*r])).max_by_key(|r| self.rows[*r].last)
    }

    /// Rows in order of first mention, mentions in order of the text, ids to match.
    pub fn finish(self) -> (Vec<Actor>, Vec<Mention>) {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        let first = |r: usize| {
            let spans = self.rows[r].actor.mentions.iter();
            spans.map(|s| (s.start(), std::cmp::Reverse(s.end()))).min().unwrap_or((usize::MAX, std::cmp::Reverse(0)))
        };
        order.sort_by_key(|r| first(*r));
        let mut place = vec![0u32; order.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = new as u32;
        }
        let mut rows: Vec<Option<Row>> = self.rows.into_iter().map(Some).collect();
        let actors = order
            .iter()
            .filter_map(|old| {
                let mut row = rows[*old].take()?;
                row.actor.mentions.sort_by_key(|s| (s.start(), std::cmp::Reverse(s.end())));
                row.actor.affiliation = row.body.map(|b| ActorId(place[b]));
                Some(row.actor)
            })
            .collect();
        let mut mentions = self.mentions;
        for mention in &mut mentions {
            mention.actor = ActorId(place[mention.actor.0 as usize]);
        }
        mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.actor));
        mentions.dedup_by(|a, b| a.actor == b.actor && a.tokens == b.tokens);
        (actors, mentions)
    }
}
