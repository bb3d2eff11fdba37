//! Who may be a party of an act, and what speaks for and against each: where a side stands at the word, how near and how
//! often it is named, what the frames made of it here and around.

mod whom;

pub use whom::Whom;

use super::evidence::{Sums, capped, head_of, step};
use crate::actors::{Actors, MentionKind};
use crate::bind::Scene;
use crate::focus::{Side, side_of};
use crate::rows::Rows;
use kelishim_model::{ActorId, Span};
use kelishim_read::Reading;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A side that may be a party at a word, with the evidence for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The side.
    pub side: Party,
    /// Whether the sentence names it, or it is one of the two sides that the article is about.
    pub here: bool,
    /// The mention that stands nearest: in the sentence, else before it, else anywhere.
    pub mention: Option<usize>,
    /// Checksums of what words and tree say.
    pub plain: Vec<u32>,
    /// Checksums of what the frames say.
    pub declared: Vec<u32>,
}

/// A state, by its code, or an actor without one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// ISO 3166-1 alpha-3.
    State(String),
    /// A body of several states, or somebody of no known state.
    Actor(ActorId),
}

/// Place of each side of an article among all by how often it is named, the lead counting three times.
pub fn ranks(reading: &Reading, actors: &Actors) -> BTreeMap<Party, usize> {
    let mut counts = BTreeMap::<Party, usize>::new();
    for m in &actors.mentions {
        let lead = reading.tokens[m.head].sentence == 0;
        *counts.entry(Party::of(actors, m.actor)).or_default() += if lead { 3 } else { 1 };
    }
    let mut ranked: Vec<(Party, usize)> = counts.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked.into_iter().enumerate().map(|(i, (side, _))| (side, i)).collect()
}

/// At most this many sides are weighed at a word, as in `train/acts.py`.
const MOST: usize = 7;

/// An event or undertaking that the frames told.
struct Told {
    token: usize,
    kind: String,
    acting: BTreeSet<Party>,
    receiving: BTreeSet<Party>,
    /// All its parties.
    who: Vec<ActorId>,
}

/// What a side does in something told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Acts,
    Receives,
    /// It acts, and nobody receives.
    Joins,
    Out,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Part::Acts => "acts",
            Part::Receives => "receives",
            Part::Joins => "joint",
            Part::Out => "out",
        }
    }
}

impl Told {
    fn part(&self, side: &Party) -> Part {
        match (self.acting.contains(side), self.receiving.contains(side)) {
            (true, _) if self.receiving.is_empty() => Part::Joins,
            (true, _) => Part::Acts,
            (_, true) => Part::Receives,
            _ => Part::Out,
        }
    }
}

struct Named {
    token: usize,
    sentence: usize,
    kind: MentionKind,
    actor: ActorId,
}

/// Where the sides of an article stand.
pub struct Parties<'a> {
    scene: &'a Scene<'a>,
    actors: &'a Actors,
    named: BTreeMap<Party, Vec<Named>>,
    rank: BTreeMap<Party, usize>,
    pair: Option<(Party, Party)>,
    /// How often each side acts, receives, joins.
    done: BTreeMap<Party, [usize; 3]>,
    /// In order of the text.
    events: Vec<Told>,
    undertakings: Vec<Told>,
}

/// A word and what is around it.
pub struct Standpoint {
    t: usize,
    sentence: usize,
    /// Who stands where.
    places: Vec<(String, Party, Option<ActorId>)>,
    /// Subjects of this sentence and of those before it.
    subjects: Vec<(&'static str, usize)>,
    /// Whose words these are.
    speaker: Option<Party>,
    speaker_is: Option<ActorId>,
    /// The side named last.
    last: Option<Party>,
    /// Part of speech, voice and reflexive ending.
    voice: String,
}

/// How the noun phrase at a word names somebody.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Itself,
    Owner,
    Place,
    Pair,
    Own,
}

impl How {
    fn mark(self) -> &'static str {
        match self {
            How::Itself => "",
            How::Owner => " of",
            How::Place => " place",
            How::Pair => " pair",
            How::Own => " we",
        }
    }
}

impl Party {
    /// The side of an actor.
    pub fn of(actors: &Actors, id: ActorId) -> Party {
        actors.country(id).map_or(Party::Actor(id), |code| Party::State(code.to_owned()))
    }
}

fn of_side(side: &Side) -> Party {
    match side {
        Side::State(code) => Party::State(code.clone()),
        Side::Body(id) => Party::Actor(*id),
    }
}

impl<'a> Parties<'a> {
    /// Looks at all mentions and rows once.
    pub fn new(scene: &'a Scene<'a>, actors: &'a Actors, rows: &Rows) -> Self {
        let reading = scene.tree.reading;
        let mut named = BTreeMap::<Party, Vec<Named>>::new();
        for m in &actors.mentions {
            let sentence = reading.tokens[m.head].sentence;
            let mention = Named { token: m.head, sentence, kind: m.kind, actor: m.actor };
            named.entry(Party::of(actors, m.actor)).or_default().push(mention);
        }
        let all = |ids: &[ActorId]| ids.iter().map(|a| Party::of(actors, *a)).collect::<BTreeSet<_>>();
        let told = |span: Span, kind: &str, acting: &[ActorId], receiving: &[ActorId]| {
            let token = head_of(scene.tree, span)?;
            let who = [acting, receiving].concat();
            Some(Told { token, kind: kind.to_owned(), acting: all(acting), receiving: all(receiving), who })
        };
        let event = |(e, _): &(kelishim_model::Event, _)| told(e.trigger, e.kind.code(), &e.actors, &e.recipients);
        let undertaking =
            |(c, _): &(kelishim_model::Commitment, _)| told(c.action, c.stage.code(), &c.committer, &c.beneficiary);
        let mut events: Vec<Told> = rows.events.iter().filter_map(event).collect();
        events.sort_by_key(|e| e.token);
        let mut done = BTreeMap::<Party, [usize; 3]>::new();
        for told in &events {
            for side in told.acting.union(&told.receiving) {
                done.entry(side.clone()).or_default()[told.part(side) as usize] += 1;
            }
        }
        Parties {
            scene,
            actors,
            named,
            rank: ranks(reading, actors),
            pair: scene.focus.pair().map(|(a, b)| (of_side(a), of_side(b))),
            done,
            events,
            undertakings: rows.commitments.iter().filter_map(undertaking).collect(),
        }
    }

    /// Whom a noun phrase stands for, and how.
    fn standing(&self, token: usize) -> (How, Vec<(Party, Option<ActorId>)>) {
        let (tree, actors) = (self.scene.tree, self.actors);
        let known = |ids: Vec<ActorId>| ids.into_iter().map(|a| (Party::of(actors, a), Some(a))).collect();
        if (tree.is_word("i", token) || tree.is_word("we", token))
            && let Some(speaker) = self.scene.speaker_at(token)
        {
            return (How::Own, known(vec![speaker]));
        }
        let found = actors.party_of(tree.reading, token);
        if !found.is_empty() {
            return (How::Itself, known(found));
        }
        if self.scene.is_in("pair", token)
            && let Some((x, y)) = self.scene.focus.pair_at(tree.reading, token)
        {
            return (How::Pair, vec![(of_side(&x), None), (of_side(&y), None)]);
        }
        let found = self.scene.owners(token, actors);
        if !found.is_empty() {
            return (How::Owner, known(found));
        }
        let place = self.scene.state_at(token);
        (How::Place, place.map(|code| (Party::State(code), None)).into_iter().collect())
    }

    /// Who stands at each place of a word and above it: name of the place, side, who of it.
    fn places(&self, t: usize) -> Vec<(String, Party, Option<ActorId>)> {
        let tree = self.scene.tree;
        let mut out: Vec<(String, Party, Option<ActorId>)> = vec![];
        let mut put = |name: String, token: usize| {
            let (how, who) = self.standing(token);
            for (side, actor) in who {
                let name = format!("{name}{}", how.mark());
                if !out.iter().any(|(n, s, _)| *n == name && *s == side) {
                    out.push((name, side, actor));
                }
            }
        };
        let reflexive = tree.lemma(t).ends_with("ся");
        let verb = tree.is_verb(t) || tree.pos(t) == "ADJ";
        let light = if verb { None } else { tree.light_verb(t) };
        let thing = self.scene.thing(t, reflexive);
        let case = |t: usize| tree.reading.tokens[t].feats.get("Case").unwrap_or("-").to_owned();
        put("self".into(), t);
        if let Some(s) = tree.subject(t).or_else(|| tree.place_of_unnamed(light.unwrap_or(t))) {
            put("subject".into(), s);
        }
        let single = [("agent", tree.agent(t)), ("undergoer", tree.undergoer(t)), ("thing", thing)];
        let genitive = [("genitive", tree.genitive(t)), ("genitive of thing", thing.and_then(|o| tree.genitive(o)))];
        let dative = [
            ("dative", tree.dative(t)),
            ("dative", light.and_then(|v| tree.dative(v))),
            ("dative of thing", thing.and_then(|o| tree.dative(o))),
        ];
        for (name, token) in single.into_iter().chain(genitive).chain(dative) {
            if let Some(token) = token {
                put(name.into(), token);
            }
        }
        for (of, at) in [("", Some(t)), ("light ", light), ("thing ", thing)] {
            let Some(at) = at else { continue };
            for c in tree.children(at).iter().copied() {
                if let Some(p) = tree.preposition(c) {
                    put(format!("{of}{p}+{}", case(c)), c);
                    for below in tree.children(c).iter().copied().filter(|b| tree.relation(*b) == "nmod") {
                        if let Some(p) = tree.preposition(below) {
                            put(format!("{of}below {p}+{}", case(below)), below);
                        } else {
                            put(format!("{of}below {}", case(below)), below);
                        }
                    }
                } else if tree.relation(c) == "amod" {
                    put(format!("{of}adjective"), c);
                } else {
                    put(format!("{of}child {} {}", tree.relation(c), case(c)), c);
                }
            }
        }
        if let Some(inf) = tree.infinitive(t).or_else(|| light.and_then(|v| tree.infinitive(v))) {
            for below in tree.subtree(inf, &[]).into_iter().filter(|b| tree.pos(*b) != "VERB") {
                if self.actors.mention_at(below).is_some_and(|m| m.head == below) {
                    put(format!("infinitive {}", case(below)), below);
                }
            }
        }
        for (up, above) in tree.reading.ancestors(t).take(3).enumerate() {
            if let Some(s) = tree.subject(above) {
                put(format!("up{up} subject"), s);
            }
            if let Some(s) = tree.dative(above) {
                put(format!("up{up} dative"), s);
            }
            put(format!("up{up} self"), above);
            for c in tree.children(above).iter().copied().filter(|c| *c != t) {
                match tree.preposition(c) {
                    Some(p) => put(format!("up{up} {p}+{}", case(c)), c),
                    None => put(format!("up{up} child {} {}", tree.relation(c), case(c)), c),
                }
            }
        }
        out
    }

    /// The sides that may be parties at a word, likeliest first, with the evidence for each.
    pub fn of(&self, at: &Standpoint) -> Vec<Candidate> {
        let t = at.t;
        let sides = self.likeliest(at);
        let many = capped(sides.len(), 6);
        let placed = |side: &Party| at.places.iter().any(|(_, s, _)| s == side);
        let paired = |side: &Party| self.pair.as_ref().is_some_and(|(a, b)| a == side || b == side);
        let candidate = |side: &Party| {
            let list = self.named.get(side).map_or(&[][..], Vec::as_slice);
            let mut out = Sums::default();
            self.placed(at, side, &mut out);
            self.near(at, list, &mut out);
            self.about(at, side, list, &many, &mut out);
            let inside = list.iter().filter(|n| n.sentence == at.sentence).min_by_key(|n| n.token.abs_diff(t));
            let before = list.iter().filter(|n| n.token < t).max_by_key(|n| n.token);
            Candidate {
                side: side.clone(),
                here: inside.is_some() || placed(side) || paired(side),
                mention: inside.or(before).or(list.first()).map(|n| n.token),
                plain: out.0,
                declared: self.declared(t, side),
            }
        };
        sides.iter().map(candidate).collect()
    }

    /// A word and what is around it.
    pub fn standpoint(&self, t: usize) -> Standpoint {
        let tree = self.scene.tree;
        let reading = tree.reading;
        let sentence = reading.tokens[t].sentence;
        let root = |s: usize| reading.sentences[s].tokens.clone().find(|t| tree.relation(*t) == "root");
        let subject_of = |s: usize| root(s).and_then(|r| tree.subject(r));
        let mut subjects = vec![];
        subjects.extend(subject_of(sentence).map(|s| ("root subject", s)));
        for (back, name) in [(1, "subject before"), (2, "subject long before")] {
            subjects.extend(sentence.checked_sub(back).and_then(subject_of).map(|s| (name, s)));
        }
        let speaker_is = self.scene.speaker_at(t);
        let speaker = speaker_is.map(|id| Party::of(self.actors, id));
        let before = |list: &[Named]| list.iter().map(|n| n.token).filter(|n| *n < t).max();
        let last = self.named.iter().filter_map(|(p, l)| Some((before(l)?, p))).max().map(|(_, p)| p.clone());
        let feature = |name: &str| reading.tokens[t].feats.get(name).unwrap_or("-");
        let reflexive = if tree.lemma(t).ends_with("ся") { "s" } else { "-" };
        let voice = format!("{}.{}.{reflexive}", tree.pos(t), feature("Voice"));
        Standpoint { t, sentence, places: self.places(t), subjects, speaker, speaker_is, last, voice }
    }

    /// Whether a side is named in a sentence.
    fn is_in(&self, sentence: usize, side: &Party) -> bool {
        // Mentions stand in order of the text.
        self.named.get(side).is_some_and(|l| l.binary_search_by_key(&sentence, |n| n.sentence).is_ok())
    }

    /// The sides worth weighing: first those at the word, then those of the sentence, then by rank. Somebody of no state counts
    /// only where named.
    fn likeliest(&self, at: &Standpoint) -> Vec<Party> {
        let stateless = |p: &Party| matches!(p, Party::Actor(id) if side_of(self.actors, *id).is_none());
        let counts = |p: &Party| !stateless(p) || self.is_in(at.sentence, p);
        let mut sides: Vec<Party> = self.named.keys().filter(|p| counts(p)).cloned().collect();
        for (_, side, _) in &at.places {
            if counts(side) && !sides.contains(side) {
                sides.push(side.clone());
            }
        }
        sides.sort_by_cached_key(|p| {
            let placed = at.places.iter().any(|(name, s, _)| s == p && !name.starts_with("up"));
            (!placed, !self.is_in(at.sentence, p), stateless(p), self.rank.get(p).copied().unwrap_or(9))
        });
        sides.truncate(MOST);
        sides
    }

    /// Where the side stands in the tree, and where others do.
    fn placed(&self, at: &Standpoint, side: &Party, out: &mut Sums) {
        let lemma = self.scene.tree.lemma(at.t);
        let mine: Vec<&str> = at.places.iter().filter(|(_, s, _)| s == side).map(|(n, ..)| n.as_str()).collect();
        let nowhere = if mine.is_empty() { " nowhere" } else { "" };
        for name in &mine {
            out.add(&["at ", name]);
            out.add(&["at ", name, " ", &at.voice]);
            out.add(&["at ", name, " ", lemma]);
        }
        if mine.is_empty() {
            out.add(&["nowhere"]);
        }
        for (name, other, _) in &at.places {
            if other != side && !name.starts_with("up") {
                out.add(&["other at ", name]);
                out.add(&["other at ", name, " ", &at.voice, nowhere]);
            }
        }
        for (place, token) in &at.subjects {
            let (how, who) = self.standing(*token);
            if who.iter().any(|(s, _)| s == side) {
                out.add(&[place, how.mark()]);
                out.add(&[place, how.mark(), nowhere]);
                out.add(&[place, " ", &at.voice]);
            } else if !who.is_empty() {
                out.add(&["not ", place]);
            }
        }
        let inside = self.named.get(side).map_or(0, |l| l.iter().filter(|n| n.sentence == at.sentence).count());
        out.add(&["inside ", &capped(inside, 3), nowhere]);
    }

    /// How the word leads to the mentions of a side, and how far they are.
    fn near(&self, at: &Standpoint, list: &[Named], out: &mut Sums) {
        let tree = self.scene.tree;
        let feature = |t: usize, name: &str| tree.reading.tokens[t].feats.get(name).unwrap_or("-");
        let inside = || list.iter().filter(|n| n.sentence == at.sentence);
        for n in inside().take(3) {
            let path = self.scene.tree.path(at.t, n.token);
            out.add(&["path ", &path]);
            out.add(&["path ", &path, " ", &at.voice]);
            let preposition = tree.preposition(n.token).unwrap_or("-");
            out.add(&["path ", &path, " ", preposition, feature(n.token, "Case")]);
        }
        if let Some(n) = inside().min_by_key(|n| n.token.abs_diff(at.t)) {
            let way = match n.token.cmp(&at.t) {
                Ordering::Less => "before",
                Ordering::Equal => "on",
                Ordering::Greater => "after",
            };
            out.add(&["nearest ", way, &step(n.token.abs_diff(at.t))]);
            out.add(&["nearest ", way, " ", &format!("{:?}", n.kind)]);
            let preposition = tree.preposition(n.token).unwrap_or("-");
            out.add(&["nearest ", way, " ", tree.relation(n.token), " ", preposition, feature(at.t, "Case")]);
            out.add(&["nearest ", way, " ", &at.voice]);
        }
        match list.iter().filter(|n| n.token < at.t).max_by_key(|n| n.token) {
            Some(n) => out.add(&["back ", &capped(at.sentence - n.sentence, 5)]),
            None => out.add(&["back never"]),
        }
    }

    /// What a side is to the article.
    fn about(&self, at: &Standpoint, side: &Party, list: &[Named], many: &str, out: &mut Sums) {
        let kind = |id: ActorId| format!("{:?}", self.actors.rows[id.0 as usize].kind);
        if at.last.as_ref() == Some(side) {
            out.add(&["last named"]);
        }
        let rank = capped(self.rank.get(side).copied().unwrap_or(9), 4);
        out.add(&["rank ", &rank]);
        out.add(&["rank ", &rank, " of ", many]);
        out.add(&["rank ", &rank, if self.is_in(at.sentence, side) { " present" } else { " absent" }]);
        out.add(&["share ", &step(list.len())]);
        if list.iter().any(|n| n.sentence == 0) {
            out.add(&["lead"]);
        }
        match side {
            Party::State(_) => out.add(&["kind state"]),
            Party::Actor(id) => out.add(&["kind ", &kind(*id)]),
        }
        if let Some((a, b)) = &self.pair {
            let (place, partner) = match (a == side, b == side) {
                (true, _) => ("first", Some(b)),
                (_, true) => ("second", Some(a)),
                _ => ("none", None),
            };
            out.add(&["pair ", place]);
            if let Some(partner) = partner {
                out.add(&["partner ", if self.is_in(at.sentence, partner) { "present" } else { "absent" }]);
            }
        } else {
            out.add(&["no pair"]);
        }
        match &at.speaker {
            Some(s) if s == side => {
                out.add(&["speaker"]);
                out.add(&["speaker ", &at.voice]);
                out.add(&["speaker ", self.scene.tree.lemma(at.t)]);
            }
            Some(_) => out.add(&["other speaker"]),
            None => {}
        }
        if let Some(first) = list.first() {
            out.add(&["first kind ", &kind(first.actor)]);
        }
    }

    /// What was told at a word.
    fn events_at(&self, t: usize) -> &[Told] {
        let from = self.events.partition_point(|e| e.token < t);
        let to = self.events.partition_point(|e| e.token <= t);
        &self.events[from..to]
    }

    fn declared(&self, t: usize, side: &Party) -> Vec<u32> {
        let reading = self.scene.tree.reading;
        let mut out = Sums::default();
        for told in self.events_at(t) {
            let part = told.part(side).name();
            out.add(&["frame ", part]);
            out.add(&["frame ", part, " ", &told.kind]);
        }
        if self.events_at(t).is_empty() {
            out.add(&["no frame"]);
        }
        for told in self.undertakings.iter().filter(|e| e.token == t) {
            out.add(&["undertaking ", told.part(side).name()]);
        }
        for (up, above) in reading.ancestors(t).take(3).enumerate() {
            for told in self.events_at(above) {
                let part = told.part(side).name();
                out.add(&["above ", part]);
                out.add(&["above ", &up.to_string(), part, " ", &told.kind]);
            }
        }
        let sentence = reading.tokens[t].sentence;
        let before = self.events.partition_point(|e| e.token < t);
        if let Some(told) = self.events[..before].last() {
            let back = capped(sentence - reading.tokens[told.token].sentence, 3);
            let part = told.part(side).name();
            out.add(&["previous ", part]);
            out.add(&["previous ", &back, part]);
            out.add(&["previous ", part, " ", &told.kind]);
        }
        if let Some(told) = self.events.get(self.events.partition_point(|e| e.token <= t)) {
            let ahead = capped(reading.tokens[told.token].sentence - sentence, 3);
            out.add(&["next ", &ahead, told.part(side).name()]);
        }
        let [acts, receives, joins] = self.done.get(side).copied().unwrap_or_default();
        let mostly = match acts.cmp(&receives) {
            Ordering::Greater => "acts",
            Ordering::Less => "receives",
            Ordering::Equal => "both",
        };
        out.add(&["mostly ", mostly]);
        out.add(&["ever ", &capped(acts, 2), &capped(receives, 2), &capped(joins, 2)]);
        out.0
    }
}
