//! Whom a noun phrase stands for: its own mention, "мы" of a quotation, "стороны", whose a thing is, the state of a place.

use crate::actors::Actors;
use crate::bind::Scene;
use kelishim_model::{ActorId, Speaker};

impl Scene<'_> {
    /// Whom the noun phrase at `token` stands for.
    pub fn parties(&self, token: usize, actors: &mut Actors) -> Vec<ActorId> {
        if let Some(own) = self.first_person(token, actors) {
            return vec![own];
        }
        let found = actors.party_of(self.tree.reading, token);
        if !found.is_empty() {
            return found;
        }
        let tree = self.tree;
        if let Some(speaker) = self.speaker_meant(token) {
            return actors.party_of(tree.reading, speaker);
        }
        // "Стороны" is a genitive singular too; its verb tells.
        let verb_is_plural =
            tree.relation(token) == "nsubj" && tree.head(token).is_some_and(|v| tree.is(v, "Number", "Plur"));
        let plural = tree.is(token, "Number", "Plur") || verb_is_plural;
        let bare = !tree.children(token).iter().any(|c| tree.relation(*c) == "nmod" && !self.is_in("pair", *c));
        if plural
            && bare
            && self.is_in("pair", token)
            && let Some((x, y)) = self.focus.pair_at(tree.reading, token)
        {
            return vec![self.actor_of(&x, actors), self.actor_of(&y, actors)];
        }
        vec![]
    }

    /// "Ottawa said it would": the pronoun in what is said is whoever says it.
    fn speaker_meant(&self, token: usize) -> Option<usize> {
        let tree = self.tree;
        let pronoun = tree.grammar.analytic && tree.pos(token) == "PRON" && tree.relation(token) == "nsubj";
        if !pronoun || !tree.grammar.has("pronoun.they", tree.lemma(token)) {
            return None;
        }
        let said =
            std::iter::once(token).chain(tree.reading.ancestors(token)).find(|a| tree.relation(*a) == "ccomp")?;
        tree.subject(tree.head(said)?).filter(|s| *s != token && tree.pos(*s) != "PRON")
    }

    /// Whose the thing or person is: a state's adjective or genitive at it, or "из Казахстана".
    pub fn owners(&self, token: usize, actors: &Actors) -> Vec<ActorId> {
        let found = actors.owners_of(self.tree.reading, token);
        if !found.is_empty() {
            return found;
        }
        if let Some(owner) = self.tree.genitive(token) {
            let found = actors.party_of(self.tree.reading, owner);
            if !found.is_empty() {
                return found;
            }
        }
        // "Коллега из Казахстана" is of it, "войска из Мали" are only leaving it.
        let out_of = self.tree.grammar.list("preposition.from");
        let from = out_of.iter().find_map(|p| self.tree.complement(token, p, "Gen"));
        let from = from.filter(|_| self.tree.is(token, "Animacy", "Anim"));
        from.map(|t| actors.party_of(self.tree.reading, t)).unwrap_or_default()
    }

    /// "Я" of a quotation is its speaker, "мы" the speaker's state.
    fn first_person(&self, token: usize, actors: &mut Actors) -> Option<ActorId> {
        if self.tree.is_word("i", token) {
            return self.speaker_at(token);
        }
        if self.tree.is_word("we", token) { self.speaking_side(token, actors) } else { None }
    }

    /// Whose words the token stands in: the speaker of the innermost statement around it, where he is named.
    pub fn speaker_at(&self, token: usize) -> Option<ActorId> {
        let at = self.tree.reading.tokens[token].span;
        let around = self.statements.iter().filter(|s| s.content.contains(at));
        match around.min_by_key(|s| s.content.len())?.speaker {
            Speaker::Actor(speaker) => Some(speaker),
            Speaker::Unnamed(_) => None,
        }
    }

    /// The state of whoever says the words at `token`.
    pub fn speaking_side(&self, token: usize, actors: &mut Actors) -> Option<ActorId> {
        let country = actors.country(self.speaker_at(token)?)?.to_owned();
        Some(actors.state_actor(&country))
    }

    /// The state of a city or region that is gone to or come from.
    pub fn state_of_place(&self, token: usize, actors: &mut Actors) -> Vec<ActorId> {
        self.state_at(token).map(|code| actors.state_actor(&code)).into_iter().collect()
    }

    /// Code of the state that a place lies in, or that the word names.
    pub fn state_at(&self, token: usize) -> Option<String> {
        let lemma = self.tree.lemma(token);
        let state = self.registry.state_by_name(lemma).or_else(|| self.registry.state_by_capital(lemma));
        state.or_else(|| self.registry.state_of_place(lemma)).map(|s| s.code.clone())
    }
}
