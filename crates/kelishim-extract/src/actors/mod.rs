//! Who is named in an article: states, bodies and persons, each with all its mentions.
//!
//! Names come from the model's entities and from the registry; an office, a pronoun or a common noun ("ведомство",
//! "республика") leads to who was named before, and an office of a state to its holder on the article's date.

mod body;
mod body_class;
mod body_key;
mod class;
mod extent;
mod find;
mod lookup;
mod name;
mod person;
mod pronoun;
mod resolve;
mod scene;
mod states;
mod table;
#[cfg(test)]
mod tests;
mod words;

use crate::grammar::Grammar;
use kelishim_model::{Actor, ActorId, ActorKind, Sector, Span};
use kelishim_read::Reading;
use kelishim_registry::Registry;
use std::collections::BTreeMap;
use std::ops::Range;

/// The actors of one article.
#[derive(Debug, Clone, Default)]
pub struct Actors {
    /// One row an actor, in order of first mention; rows supplied by context ([`Actors::state_actor`]) come last.
    pub rows: Vec<Actor>,
    /// All mentions by start, the longer first. A phrase that names several ("президенты России и Казахстана") has one
    /// mention for each, with the same head.
    pub mentions: Vec<Mention>,
    // Mentions by head token, and the smallest mention over each token.
    by_head: BTreeMap<usize, Vec<usize>>,
    over: Vec<Option<usize>>,
    names: BTreeMap<String, String>,
}

/// One place where an actor is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Who.
    pub actor: ActorId,
    /// The words.
    pub span: Span,
    /// Their tokens, indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// The token by which the phrase hangs in its sentence.
    pub head: usize,
    /// How the actor is named.
    pub kind: MentionKind,
}

/// Ways of naming an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionKind {
    /// By a person's name, its office included.
    Name,
    /// By office alone.
    Office,
    /// By the name or noun of a body or group.
    Body,
    /// By a state's name.
    State,
    /// By an adjective of a state, alone or with "сторона".
    Adjective,
    /// By a pronoun.
    Pronoun,
    /// A capital for a government.
    Metonym,
}

impl Actors {
    /// Finds everyone named in `reading`.
    ///
    /// Offices of states are filled from `registry` on the article's date, when it is known. Deterministic; linear in
    /// tokens but for the search among rows, of which an article has some tens.
    pub fn find(reading: &Reading, registry: &Registry) -> Actors {
        let lookup = lookup::Lookup::new(reading, registry);
        let scene = scene::Scene::new(reading, &lookup);
        let (rows, mentions) = resolve::resolve(&scene).finish();
        let mut actors = Actors { rows, mentions, over: vec![None; reading.tokens.len()], ..Actors::default() };
        for (i, mention) in actors.mentions.iter().enumerate() {
            actors.by_head.entry(mention.head).or_default().push(i);
            for t in mention.tokens.clone() {
                // Mentions come the longer first, so a later one at the same start is smaller.
                let smaller = actors.over[t].is_none_or(|o| actors.mentions[o].tokens.len() > mention.tokens.len());
                if smaller {
                    actors.over[t] = Some(i);
                }
            }
        }
        actors.names = lookup.state_names();
        actors
    }

    /// The mention that hangs by this token, else the smallest that holds it.
    pub fn mention_at(&self, token: usize) -> Option<&Mention> {
        let by_head = self.by_head.get(&token).and_then(|list| list.first().copied());
        by_head.or_else(|| self.over.get(token).copied().flatten()).map(|i| &self.mentions[i])
    }

    /// Whom the noun phrase headed by `token` stands for, in order of the text, each once; empty when for nobody named.
    ///
    /// Its own mention; what is joined to it ("Россия и Казахстан"); its apposition; for people and nouns that stand for
    /// their owner ("российские войска") the state; for a quantity ("двое россиян") who is counted.
    pub fn party_of(&self, reading: &Reading, token: usize) -> Vec<ActorId> {
        let mut found = vec![];
        self.collect(reading, token, 4, &mut found);
        found
    }

    fn collect(&self, reading: &Reading, token: usize, depth: u8, found: &mut Vec<ActorId>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if token >= reading.tokens.len() {
            return;
        }
        if words::is_relative(reading, token) {
            // A relative pronoun is whom its clause is about.
            let clause = reading.ancestors(token).find(|a| words::relation(reading, *a) == "acl");
            if let Some(noun) = clause.and_then(|c| reading.tokens[c].head) {
                self.collect(reading, noun, depth, found);
            }
            return;
        }
        let own = self.own(token);
        if own.is_empty() {
            self.through(reading, token, depth, found);
        }
        for id in own {
            push(found, id);
        }
        for child in reading.children(token) {
            let same_mention = self.mention_at(token).is_some_and(|m| m.tokens.contains(&child));
            if words::relation(reading, child) == "conj" && words::is_noun(reading, child) && !same_mention {
                self.collect(reading, child, depth, found);
            }
        }
    }

    /// Actors of the mentions at the token.
    fn own(&self, token: usize) -> Vec<ActorId> {
        match self.by_head.get(&token) {
            Some(list) => {
                let widest = self.mentions[list[0]].tokens.clone();
                list.iter().map(|i| &self.mentions[*i]).filter(|m| m.tokens == widest).map(|m| m.actor).collect()
            }
            None => self.over.get(token).copied().flatten().map(|i| self.mentions[i].actor).into_iter().collect(),
        }
    }

    /// Actors of a noun that has no mention of its own.
    fn through(&self, reading: &Reading, token: usize, depth: u8, found: &mut Vec<ActorId>) {
        for child in reading.children(token) {
            if matches!(words::relation(reading, child), "appos" | "flat") && self.by_head.contains_key(&child) {
                return self.collect(reading, child, depth, found);
            }
        }
        if words::listed(reading, "noun.amount", token) || &*reading.tokens[token].pos == "NUM" {
            let counted = reading.children(token).find(|c| words::relation(reading, *c) == "nmod");
            if let Some(counted) = counted {
                self.collect(reading, counted, depth, found);
            }
            return;
        }
        if words::listed(reading, "noun.stands-for-owner", token)
            || words::feature(reading, token, "Animacy") == Some("Anim")
        {
            for id in self.owners_of(reading, token) {
                push(found, id);
            }
        }
    }

    /// The states that an adjective or genitive at the noun `token` names ("российская помощь", "помощь России"), with
    /// what is joined to it.
    pub fn owners_of(&self, reading: &Reading, token: usize) -> Vec<ActorId> {
        let mut found = vec![];
        if token >= reading.tokens.len() {
            return found;
        }
        let agreement = Grammar::of_reading(reading).has_agreement();
        for child in reading.children(token) {
            let Some(mention) = self.by_head.get(&child).map(|list| &self.mentions[list[0]]) else { continue };
            let owner = match mention.kind {
                // "Kyrgyz" is a name before a noun as often as an adjective.
                MentionKind::Adjective => {
                    let relation = words::relation(reading, child);
                    relation == "amod" || relation == "nmod" && !agreement
                }
                MentionKind::State | MentionKind::Metonym => {
                    words::relation(reading, child) == "nmod"
                        && words::feature(reading, child, "Case") == Some("Gen")
                        && (words::preposition(reading, child).is_none() || !agreement)
                }
                _ => false,
            };
            if owner {
                self.collect(reading, child, 3, &mut found);
            }
        }
        found
    }

    /// The row of a state, made when the article has not named it.
    pub fn state_actor(&mut self, code: &str) -> ActorId {
        let is_state = |a: &Actor| a.kind == ActorKind::Country && a.country.as_deref() == Some(code);
        if let Some(at) = self.rows.iter().position(is_state) {
            return ActorId(at as u32);
        }
        self.rows.push(Actor {
            name: self.names.get(code).cloned().unwrap_or_else(|| code.to_owned()),
            kind: ActorKind::Country,
            country: Some(code.to_owned()),
            sector: Some(Sector::Gov),
            description: None,
            affiliation: None,
            registry: None,
            mentions: vec![],
        });
        ActorId(self.rows.len() as u32 - 1)
    }

    /// The row of an id; `None` for an id of another article.
    pub fn row(&self, id: ActorId) -> Option<&Actor> {
        self.rows.get(id.0 as usize)
    }

    /// The state an actor belongs to, ISO 3166-1 alpha-3.
    pub fn country(&self, id: ActorId) -> Option<&str> {
        self.row(id)?.country.as_deref()
    }

    /// Mentions of one actor, in order of the text.
    pub fn mentions_of(&self, id: ActorId) -> impl Iterator<Item = &Mention> {
        self.mentions.iter().filter(move |m| m.actor == id)
    }
}

fn push(found: &mut Vec<ActorId>, id: ActorId) {
    if !found.contains(&id) {
        found.push(id);
    }
}
