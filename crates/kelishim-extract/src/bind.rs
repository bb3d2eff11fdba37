//! Frames meet sentences: finds triggers, fills the roles of their frames, and keeps the reason for each filling.

use crate::actors::Actors;
use crate::focus::{Focus, Side, side_of};
use crate::modality::Reality;
use crate::tree::Tree;
use crate::why::{Attempt, Miss};
use kelishim_frames::{FUTURE, Frame, Frames, Place, Slot, Words};
use kelishim_model::{ActorId, ActorKind, EventType, Stage, Statement};
use kelishim_registry::Registry;
use std::collections::BTreeSet;

/// A frame that fits at a trigger, with its parties.
#[derive(Debug, Clone)]
pub struct Binding<'f> {
    /// The frame.
    pub frame: &'f Frame,
    /// The trigger token.
    pub trigger: usize,
    /// The verb that carries a trigger that is a noun.
    pub light: Option<usize>,
    /// Acting parties; all parties of a joint act.
    pub actors: Vec<ActorId>,
    /// Receiving parties.
    pub recipients: Vec<ActorId>,
    /// How real it is.
    pub reality: Reality,
    /// What was bound, for `--explain`.
    pub bound: Vec<Bound>,
    /// 1 when all parties stand at the trigger, less for each that the context supplied.
    pub certainty: f32,
    /// Chance that it is right in type and parties, where the head of acts weighed it.
    pub chance: Option<f32>,
    /// The type that the head of acts gives it in place of the frame's.
    pub kind: Option<EventType>,
}

/// One filled role.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// Role: `actors`, `recipients`, `action`.
    pub role: &'static str,
    /// Slot that was filled, as the frame writes it.
    pub slot: String,
    /// Token that fills it; `None` when the context supplied the party.
    pub token: Option<usize>,
    /// Why, when the context supplied it.
    pub reason: Option<&'static str>,
}

/// Everything that a frame is matched against.
pub struct Scene<'a> {
    /// The tree.
    pub tree: &'a Tree<'a>,
    /// The frames.
    pub frames: &'a Frames,
    /// The registry.
    pub registry: &'a Registry,
    /// The pair in focus.
    pub focus: &'a Focus,
    /// Heads of mentions of persons, states and governments: somebody, not something to be done.
    pub somebody: &'a BTreeSet<usize>,
    /// Statements: "мы" in them is the speaker's side.
    pub statements: &'a [Statement],
}

impl<'f> Scene<'f> {
    /// All bindings of the article, in order of triggers; several frames may bind one trigger. Beside them the frames that
    /// were tried in vain.
    pub fn bind_all(&self, actors: &mut Actors) -> (Vec<Binding<'f>>, Vec<Attempt>) {
        let (mut out, mut vain) = (vec![], vec![]);
        for t in 0..self.tree.reading.tokens.len() {
            let lemma = self.tree.lemma(t);
            let plain = lemma.strip_suffix("ся").or_else(|| lemma.strip_suffix("сь"));
            let mut tried: Vec<(&'f Frame, bool)> = self.frames.triggered_by(lemma).map(|f| (f, false)).collect();
            // "Долбоорду даярдап берет": what is to be worked out is promised, not under way.
            if self.tree.grammar.agglutinative && self.tree.is_future(t) {
                let under_way = |f: &Frame| f.commitment.as_ref().is_some_and(|c| c.stage == Stage::Negotiating);
                tried.retain(|(f, _)| f.event.is_some() || !under_way(f));
            }
            // "Вопрос обсуждается": the reflexive of a transitive trigger is its passive.
            if tried.is_empty()
                && let Some(plain) = plain
            {
                tried.extend(self.frames.triggered_by(plain).map(|f| (f, true)));
            }
            // A promise may be told by any verb, but not by one whose frames tell something else.
            let acts = |f: &Frame| {
                use EventType::{Agree, Aid, Concede, Cooperate, Retreat};
                f.event.is_none_or(|e| matches!(e, Agree | Aid | Concede | Cooperate | Retreat))
            };
            let promises = tried.iter().all(|(f, _)| acts(f)) && self.tree.is_future(t);
            let before = out.len();
            for (frame, reflexive) in tried {
                match self.bind(frame, t, reflexive, actors) {
                    Ok(binding) => out.push(binding),
                    Err(miss) => {
                        let trigger = self.tree.reading.tokens[t].span;
                        vain.push(Attempt { frame: frame.id.clone(), trigger, miss });
                    }
                }
            }
            // "Машыгууларды өткөрөт": what the noun tells the verb only carries.
            let carries = |c: &usize| {
                let nouns = self.frames.triggered_by(self.tree.lemma(*c)).filter(|f| f.pos.iter().any(|p| p == "NOUN"));
                let mut nouns = nouns.filter(|f| f.head.is_empty() || f.head.has(lemma));
                matches!(self.tree.relation(*c), "obj" | "nsubj") && nouns.next().is_some()
            };
            let promises = promises && !(self.tree.grammar.agglutinative && self.tree.children(t).iter().any(carries));
            if promises && out.len() == before {
                out.extend(
                    self.frames.triggered_by(FUTURE).filter_map(|frame| self.bind(frame, t, false, actors).ok()),
                );
            }
        }
        (out, vain)
    }

    /// Tries one frame at one token.
    pub fn bind(&self, frame: &'f Frame, t: usize, reflexive: bool, actors: &mut Actors) -> Result<Binding<'f>, Miss> {
        let tree = self.tree;
        let verb = tree.is_verb(t) || tree.pos(t) == "ADJ";
        let pos = if tree.is_verb(t) { "VERB" } else { tree.pos(t) };
        let listed = frame.pos.is_empty() || frame.pos.iter().any(|p| p == pos);
        if !listed || !matches!(pos, "VERB" | "NOUN" | "ADJ" | "ADV") {
            return Err(Miss::PartOfSpeech(pos.to_owned()));
        }
        let light = if verb { None } else { tree.light_verb(t) };
        let thing = self.thing(t, reflexive);
        let form = |t: usize| tree.reading.form(t).to_owned();
        let among = |t: usize, words: &Words| self.core(t).into_iter().find(|w| words.has(tree.lemma(*w)));
        if !frame.object.is_empty() && thing.and_then(|o| among(o, &frame.object)).is_none() {
            return Err(Miss::Object(thing.map(form)));
        }
        if !frame.not_object.is_empty()
            && let Some(word) = thing.and_then(|o| among(o, &frame.not_object))
        {
            return Err(Miss::NotObject(form(word)));
        }
        if !frame.subject.is_empty() {
            let subject = tree.subject(t);
            if subject.and_then(|s| among(s, &frame.subject)).is_none() {
                return Err(Miss::Subject(subject.map(form)));
            }
        }
        // "Предложение Казахстана" tells who proposed, whatever governs it.
        let ungoverned = !frame.head.is_empty() && !self.governed_by(frame, t);
        if ungoverned && !frame.alone {
            return Err(Miss::Head);
        }
        // "Настаивает, что": what is asked for stands after "чтобы".
        let stated = || frame.event == Some(EventType::Request) && tree.clause(t).is_some_and(|c| tree.is_stated(c));
        // "Кайтууга чакырды" is a call, "Бишкекке чакырды" an invitation.
        let doing = || tree.grammar.agglutinative && tree.infinitive(t).is_some();
        if frame.no_clause && (tree.clause(t).is_some() || doing()) || stated() {
            return Err(Miss::Clause);
        }
        let mut b = Binding {
            frame,
            trigger: t,
            light,
            actors: vec![],
            recipients: vec![],
            reality: Reality::of(tree, self.frames, t, light),
            bound: vec![],
            certainty: 1.0,
            chance: None,
            kind: None,
        };
        self.fill(&mut b, reflexive, actors);
        let by_itself =
            |b: &Bound| b.role == "actors" && b.token.is_some() && (b.slot == "genitive" || b.slot == "adjective");
        if ungoverned && !b.bound.iter().any(by_itself) {
            return Err(Miss::Head);
        }
        if b.actors.is_empty() { Err(Miss::NoActor) } else { Ok(b) }
    }

    /// Whether a token's lemma is in a class of words.
    pub fn is_in(&self, class: &str, t: usize) -> bool {
        self.frames.in_class(class, self.tree.lemma(t))
    }

    fn governed_by(&self, frame: &Frame, t: usize) -> bool {
        let mut at = t;
        for _ in 0..3 {
            let Some(head) = self.tree.head(at) else { return false };
            if frame.head.has(self.tree.lemma(head)) {
                return true;
            }
            at = head;
        }
        false
    }

    /// What the trigger is about: its object; the subject of a reflexive or passive; the genitive of a noun.
    pub fn thing(&self, t: usize, reflexive: bool) -> Option<usize> {
        let tree = self.tree;
        let intransitive = reflexive || tree.lemma(t).ends_with("ся");
        if intransitive && tree.is_verb(t) {
            tree.undergoer(t)
        } else {
            tree.object(t).or_else(|| tree.is_verb(t).then(|| tree.undergoer(t)).flatten())
        }
    }

    /// The words that tell what a noun phrase is: its head, what is counted or measured in it, and its conjuncts.
    fn core(&self, t: usize) -> Vec<usize> {
        let mut out = vec![t];
        let mut i = 0;
        while i < out.len() && out.len() < 8 {
            for c in self.tree.children(out[i]) {
                let measured = self.tree.relation(*c) == "nmod"
                    && self.tree.is(*c, "Case", "Gen")
                    && self.tree.preposition(*c).is_none();
                // "Дипломат Хейлди": the office stands at the name.
                let titled = self.tree.grammar.agglutinative && self.tree.relation(*c) == "appos";
                if (measured
                    || titled
                    || self.tree.relation(*c) == "conj"
                    || &*self.tree.reading.tokens[*c].relation == "nummod:gov")
                    && !out.contains(c)
                {
                    out.push(*c);
                }
            }
            i += 1;
        }
        out
    }

    /// Fills actors and recipients: first what stands at the trigger, then what the context supplies.
    fn fill(&self, b: &mut Binding<'f>, reflexive: bool, actors: &mut Actors) {
        let frame = b.frame;
        if frame.joint {
            let mut all = vec![];
            for slot in frame.actors.iter().chain(&frame.recipients) {
                if !matches!(slot.place, Place::Near | Place::Other | Place::Pair) {
                    self.take(b, slot, "actors", reflexive, actors, &mut all);
                }
            }
            let sides = |all: &[ActorId], actors: &Actors| {
                let mut s: Vec<Side> = all.iter().filter_map(|a| side_of(actors, *a)).collect();
                s.sort();
                s.dedup();
                s.len()
            };
            if sides(&all, actors) < 2 && !frame.named {
                let context = frame
                    .actors
                    .iter()
                    .chain(&frame.recipients)
                    .find(|s| matches!(s.place, Place::Near | Place::Other | Place::Pair));
                if let Some(slot) = context {
                    self.supply(b, slot, "actors", actors, &mut all);
                }
            }
            b.actors = all;
            return;
        }
        let (mut acting, mut receiving) = (vec![], vec![]);
        for slot in &frame.actors {
            if acting.is_empty() && !matches!(slot.place, Place::Near | Place::Other | Place::Pair) {
                self.take(b, slot, "actors", reflexive, actors, &mut acting);
            }
        }
        b.actors.clone_from(&acting);
        for slot in &frame.recipients {
            if matches!(slot.place, Place::Near | Place::Other | Place::Pair) {
                continue;
            }
            let mut found = vec![];
            let (noted, certainty) = (b.bound.len(), b.certainty);
            self.take(b, slot, "recipients", reflexive, actors, &mut found);
            found.retain(|f| !acting.contains(f) && !acting.iter().any(|a| same_side(actors, *a, *f)));
            if !found.is_empty() {
                receiving = found;
                break;
            }
            // One's own side is no recipient: the slot counts as empty.
            b.bound.truncate(noted);
            b.certainty = certainty;
        }
        if !frame.named {
            let context =
                |list: &'f [Slot]| list.iter().filter(|s| matches!(s.place, Place::Near | Place::Other | Place::Pair));
            if let Some(first) = acting.first().copied() {
                for slot in context(&frame.recipients) {
                    if receiving.is_empty() {
                        self.supply_other(b, slot, "recipients", first, actors, &mut receiving);
                    }
                }
            }
            if let Some(first) = receiving.first().copied() {
                for slot in context(&frame.actors) {
                    if acting.is_empty() {
                        self.supply_other(b, slot, "actors", first, actors, &mut acting);
                    }
                }
            }
        }
        b.actors = acting;
        b.recipients = receiving;
    }

    fn take(
        &self,
        b: &mut Binding<'f>,
        slot: &Slot,
        role: &'static str,
        reflexive: bool,
        actors: &mut Actors,
        into: &mut Vec<ActorId>,
    ) {
        let mut tokens = self.places(&slot.place, b.trigger, b.light, reflexive);
        // "Сунуштайбыз": the ending says who does it.
        let own = slot.place == Place::Subject && tokens.is_empty() && self.tree.is(b.trigger, "Person", "1");
        if own && let Some(id) = self.speaking_side(b.trigger, actors) {
            b.bound.push(Bound { role, slot: slot_text(slot), token: Some(b.trigger), reason: None });
            into.push(id);
            return;
        }
        if slot.place == Place::Infinitive {
            // Whom the intended act is to reach: what depends on the infinitive.
            tokens = tokens
                .iter()
                .flat_map(|t| self.tree.subtree(*t, &[]))
                .filter(|t| self.tree.pos(*t) != "VERB")
                .collect();
        }
        for token in tokens {
            let mut found = self.parties(token, actors);
            let place = matches!(slot.place, Place::Preposition(..) | Place::Object)
                || slot.place == Place::Subject && self.tree.preposition(token) == Some("в");
            if found.is_empty() && place {
                found = self.state_of_place(token, actors);
            }
            if found.is_empty()
                && matches!(
                    slot.place,
                    Place::Preposition(..) | Place::Object | Place::Dative | Place::Subject | Place::Genitive
                )
            {
                found = self.owners(token, actors);
                b.certainty -= if found.is_empty() { 0.0 } else { 0.1 };
            }
            // "High commissioner": an adjective inside the words of somebody is not he.
            if slot.place == Place::Adjective
                && self.tree.grammar.analytic
                && actors.mention_at(token).is_none_or(|m| m.head != token)
            {
                found.clear();
            }
            found.retain(|id| self.allowed(slot, *id, token, actors));
            if slot.place == Place::Infinitive {
                found.retain(|id| {
                    !b.actors.iter().any(|a| same_side(actors, *a, *id)) && side_of(actors, *id).is_some()
                });
            }
            if found.is_empty() {
                continue;
            }
            b.bound.push(Bound { role, slot: slot_text(slot), token: Some(token), reason: None });
            if slot.place == Place::Adjective {
                b.certainty -= 0.1;
            }
            for id in found {
                if !into.contains(&id) {
                    into.push(id);
                }
            }
            return;
        }
    }

    /// Both sides of the pair, or the other one of the only side found.
    fn supply(
        &self,
        b: &mut Binding<'f>,
        slot: &Slot,
        role: &'static str,
        actors: &mut Actors,
        into: &mut Vec<ActorId>,
    ) {
        match into.first().copied() {
            Some(first) => self.supply_other(b, slot, role, first, actors, into),
            None if slot.place == Place::Pair => {
                if let Some((x, y)) = self.focus.pair_at(self.tree.reading, b.trigger) {
                    into.extend([self.actor_of(&x, actors), self.actor_of(&y, actors)]);
                    b.bound.push(Bound { role, slot: slot_text(slot), token: None, reason: Some("the pair in focus") });
                    b.certainty -= 0.35;
                }
            }
            None => {}
        }
    }

    fn supply_other(
        &self,
        b: &mut Binding<'f>,
        slot: &Slot,
        role: &'static str,
        from: ActorId,
        actors: &mut Actors,
        into: &mut Vec<ActorId>,
    ) {
        let Some(side) = side_of(actors, from) else { return };
        // "После указа о помиловании", "одобренный закон": a deed only mentioned binds nobody beside its own words.
        let (tree, t) = (self.tree, b.trigger);
        let hung = tree.relation(t) == "nmod" && tree.head(t).is_some_and(|h| !tree.is_verb(h));
        if hung && b.frame.event.is_some_and(is_deed) || tree.is_attribute(t) && tree.is_passive(t) {
            return;
        }
        if let Some((other, named)) = self.focus.other(self.tree.reading, b.trigger, &side) {
            if !named && (slot.place == Place::Near || !speaks_for_a_side(actors, from)) {
                return;
            }
            let id = self.actor_of(&other, actors);
            if self.tree.grammar.agglutinative && b.actors.contains(&id) {
                return;
            }
            if !into.contains(&id) {
                into.push(id);
            }
            let reason = if named { "the other side in the sentence" } else { "the other side of the article's pair" };
            b.bound.push(Bound { role, slot: slot_text(slot), token: None, reason: Some(reason) });
            b.certainty -= if named { 0.15 } else { 0.3 };
        }
    }

    /// The actor of a side; a state that the article has not named gets a row.
    pub fn actor_of(&self, side: &Side, actors: &mut Actors) -> ActorId {
        match side {
            Side::State(code) => actors.state_actor(code),
            Side::Body(id) => *id,
        }
    }

    /// Tokens at a place of the trigger, likeliest first.
    fn places(&self, place: &Place, t: usize, light: Option<usize>, reflexive: bool) -> Vec<usize> {
        let tree = self.tree;
        let mut out = vec![];
        match place {
            Place::Subject => {
                let subject = if reflexive { tree.agent(t) } else { tree.subject(t) };
                out.extend(subject.or_else(|| tree.place_of_unnamed(light.unwrap_or(t))));
            }
            Place::Object => out.extend(self.thing(t, reflexive)),
            Place::Genitive => out.extend(tree.genitive(t)),
            Place::Dative => {
                out.extend(tree.dative(t));
                out.extend(light.and_then(|v| tree.dative(v)));
                out.extend(self.thing(t, reflexive).and_then(|o| tree.dative(o)));
            }
            Place::Adjective => {
                let at = [Some(t), self.thing(t, reflexive)];
                for noun in at.into_iter().flatten() {
                    for word in self.core(noun) {
                        out.extend(tree.children(word).iter().filter(|c| tree.relation(**c) == "amod"));
                    }
                }
            }
            Place::Preposition(p, case) => {
                let thing = self.thing(t, reflexive);
                for at in [Some(t), light, thing].into_iter().flatten() {
                    out.extend(tree.complements(at, p, case.feature()));
                }
                // "провели в Москве переговоры по газу с Казахстаном": the phrase hangs where the parser put it.
                for at in [Some(t), thing].into_iter().flatten() {
                    for c in tree.children(at) {
                        out.extend(tree.complement(*c, p, case.feature()).filter(|_| tree.relation(*c) == "nmod"));
                    }
                }
            }
            Place::Infinitive => out.extend(tree.infinitive(t).or_else(|| light.and_then(|v| tree.infinitive(v)))),
            Place::Clause => out.extend(tree.clause(t).or_else(|| light.and_then(|v| tree.clause(v)))),
            Place::Phrase => out.push(t),
            Place::Near | Place::Other | Place::Pair => {}
        }
        out
    }

    /// The token of an action slot and the slot's place, when it is filled.
    pub fn action(&self, slot: &Slot, b: &Binding<'f>) -> Option<usize> {
        let reflexive = self.tree.lemma(b.trigger).ends_with("ся");
        let fits = |t: &usize| match slot.only.as_deref() {
            Some(class) if class.starts_with('@') => self.core(*t).iter().any(|w| self.is_in(class, *w)),
            _ => true,
        };
        // A person or state by name is somebody, not something to be done.
        // "On 12 April" is no subject of an agreement.
        let dated = |t: usize| {
            let dates = self.tree.reading.entities.iter().filter(|e| matches!(&*e.kind, "DATE" | "TIME"));
            self.tree.grammar.analytic && dates.into_iter().any(|e| e.tokens.contains(&t))
        };
        let thing = |t: &usize| {
            !self.somebody.contains(t)
                && !dated(*t)
                && (self.tree.pos(*t) != "PRON" || self.tree.is_word("this", *t))
                && !self.is_in("said", *t)
        };
        self.places(&slot.place, b.trigger, b.light, reflexive).into_iter().find(|t| fits(t) && thing(t))
    }

    /// Whether a party may fill a slot: a person, body or state when the slot asks for one; never a medium by accident.
    fn allowed(&self, slot: &Slot, id: ActorId, token: usize, actors: &Actors) -> bool {
        let kind = actors.rows[id.0 as usize].kind;
        match slot.only.as_deref() {
            None => kind != ActorKind::Other || side_of(actors, id).is_some(),
            Some("person") => kind == ActorKind::Person || kind == ActorKind::Group,
            Some("state") => kind == ActorKind::Country || kind == ActorKind::Government,
            Some("body") => !matches!(kind, ActorKind::Country | ActorKind::Person | ActorKind::Group),
            Some(class) => self.core(token).iter().any(|w| self.is_in(class, *w)),
        }
    }
}

/// Whether an event is something done: a deed may be named without being told ("арест"), while the noun of a word said
/// ("отказ", "обвинение") tells that it was said.
pub fn is_deed(kind: EventType) -> bool {
    use EventType::{Accuse, Agree, Reject, Request, Threaten};
    !matches!(kind, Agree | Request | Accuse | Reject | Threaten)
}

fn same_side(actors: &Actors, a: ActorId, b: ActorId) -> bool {
    match (side_of(actors, a), side_of(actors, b)) {
        (Some(x), Some(y)) => x == y,
        _ => false,
    }
}

/// Whether an actor acts for its state or body, so that an unnamed other side may be meant: not a private person, the
/// people of a country, or a medium.
fn speaks_for_a_side(actors: &Actors, id: ActorId) -> bool {
    let row = &actors.rows[id.0 as usize];
    match row.kind {
        ActorKind::Person | ActorKind::Group => row.sector.is_some() || row.registry.is_some(),
        ActorKind::Media => false,
        _ => true,
    }
}

/// A slot as the frame file writes it.
fn slot_text(slot: &Slot) -> String {
    let place = match &slot.place {
        Place::Subject => "subject".to_owned(),
        Place::Object => "object".to_owned(),
        Place::Dative => "dative".to_owned(),
        Place::Genitive => "genitive".to_owned(),
        Place::Adjective => "adjective".to_owned(),
        Place::Infinitive => "infinitive".to_owned(),
        Place::Clause => "clause".to_owned(),
        Place::Phrase => "phrase".to_owned(),
        Place::Near => "near".to_owned(),
        Place::Other => "other".to_owned(),
        Place::Pair => "pair".to_owned(),
        Place::Preposition(p, case) => format!("{p}+{}", case.feature().to_lowercase()),
    };
    match &slot.only {
        Some(only) => format!("{place}:{only}"),
        None => place,
    }
}
