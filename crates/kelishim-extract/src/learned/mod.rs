//! Where learned and declared evidence join.
//!
//! Frames bind first. The head of acts (`kelishim_infer::Acts`) then judges every word, told of what the frames did there: is it an
//! act or something undertaken, of which type or at which stage, and which of the sides around are its parties. It takes back
//! what a built-in frame told and it holds for nothing; it gives type, stage or parties another value where it is surer of
//! them; and it adds what no frame found. Times, quantities, modality and scope follow the same rules for all rows. The score of
//! a row that was weighed is the chance that its type or stage and all its parties are right.

mod evidence;
mod parties;
mod said;
mod voices;

pub use evidence::{Evidence, gather};
pub use parties::{Candidate, Parties, Party, Whom};
pub use said::{SaidEvidence, concerns_relations, gather_said};
pub use voices::{Voice, Voices, choose_speakers};

use crate::action::find_actions;
use crate::actors::Actors;
use crate::agreements::Agreements;
use crate::bind::{Binding, Scene};
use crate::modality::Reality;
use crate::rows::{Material, Rows, add_commitments, in_scope, make_rows, trigger_span};
use crate::tree::Tree;
use crate::why::{Attempt, Miss};
use evidence::head_of;
use kelishim_frames::{CommitmentRule, Frame, Frames};
use kelishim_infer::{Acts, Assignments, Judgement, Role, SideEvidence};
use kelishim_model::{ActorId, Commitment, EventType, Stage};
use kelishim_read::Sentence;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// From this chance on of being anything a word is weighed at all.
const CONSIDER: f32 = 0.1;
/// Below this chance of being right what a built-in frame told is taken back; an analyst's own frames are not judged.
const LEAST: f32 = 0.05;
/// From this chance of being right on an event is added: of .12, .1 and .08 the one with the highest F1 of types and roles.
const EVENT: f32 = 0.1;
/// From this chance on of being anything undertaken, and of being right in stage and parties, an undertaking is added.
const UNDERTAKEN: f32 = 0.35;
const UNDERTAKING_RIGHT: f32 = 0.05;
/// What is left of the chance of parties when one is named neither in the sentence nor among the two sides that the article is about.
/// Read one by one, the second side of half of the wrong rows in general news came from another sentence.
const ELSEWHERE: f32 = 0.3;
/// An article of which no event is as likely right tells of other matters: below this no event is shown of it, and nothing is
/// added. Read one by one, of 24 rows of such articles in general news one was right (docs/audit/2026-11-30).
const SUREST: f32 = 0.12;
/// Somebody else than whom the rules take for the speaker must fit so much better: of 0, .5 and 1 the one with most speakers right.
const MARGIN: f32 = 1.0;
/// A statement is shown from this chance on of being one and on relations; F1 is flat from .3 to .5.
pub const ON_RELATIONS: f32 = 0.4;
/// From this chance on an event of one side is shown: "освобождены два города" does not say who did it.
pub const OF_ONE_SIDE: f32 = 0.3;
/// The head's type or stage replaces a frame's from this chance on.
const SURE: f32 = 0.5;
/// The head's parties replace a frame's when they are so many times likelier.
const LIKELIER: f32 = 4.0;
/// The frames of what is added.
const ACT: &str = "learned.act";
const UNDERTAKING: &str = "learned.undertaking";

/// The head of acts with the frames of what it adds: one for every type and every stage that it knows.
pub struct Learned {
    acts: Arc<Acts>,
    kinds: Vec<EventType>,
    stages: Vec<Stage>,
    events: Vec<Frame>,
    undertakings: Vec<Frame>,
    /// Frames of an analyst's own, which are not judged.
    own: BTreeSet<String>,
}

/// Why the head and the frames do not fit together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LearnedError {
    /// A frame is missing or lacks its commitment.
    #[error("the frame `{0}` is missing, under which the head of acts adds rows, or it lacks its commitment")]
    Frame(&'static str),
    /// A name of the head's file is no type or stage.
    #[error("the head of acts knows a type or stage `{0}`, which is none")]
    Name(String),
}

/// What the head makes of a word: of a type or at a stage, with parties.
struct Weighed {
    token: usize,
    /// The type's or stage's number among types or stages, and among both.
    kind: usize,
    number: usize,
    /// Chance that it is anything.
    any: f32,
    /// Chances of all kinds; this one's is the greatest.
    kinds: Vec<f32>,
    /// With those whom it may be, where somebody of the side was told by a frame or has a role.
    sides: Vec<(Party, Vec<Whom>)>,
    assignments: Assignments,
    roles: Vec<Role>,
    /// Chance of these parties.
    parties: f32,
}

/// Mean of the projected states of some tokens.
fn mean(states: &[f32], width: usize, tokens: Range<usize>) -> Vec<f32> {
    let mut sum = vec![0.0; width];
    for row in states[tokens.start * width..tokens.end * width].chunks_exact(width) {
        sum.iter_mut().zip(row).for_each(|(s, v)| *s += v);
    }
    let n = tokens.len().max(1) as f32;
    sum.iter_mut().for_each(|s| *s /= n);
    sum
}

/// What was weighed at a word.
fn at(list: &[Weighed], token: usize) -> Option<&Weighed> {
    list.binary_search_by_key(&token, |w| w.token).ok().map(|i| &list[i])
}

impl Weighed {
    /// Chance that it is of its kind.
    fn of_kind(&self) -> f32 {
        self.kinds[self.kind]
    }

    /// Chance that kind and parties are right.
    fn chance(&self) -> f32 {
        self.of_kind() * self.parties
    }

    /// Roles of the sides as a binding or row has them; `None` when one of its parties was not weighed.
    fn roles_of(&self, actors: &Actors, acting: &[ActorId], receiving: &[ActorId]) -> Option<Vec<Role>> {
        let mut roles = vec![Role::Out; self.sides.len()];
        for (ids, role) in [(acting, Role::Acts), (receiving, Role::Receives)] {
            for id in ids {
                let who = Party::of(actors, *id);
                roles[self.sides.iter().position(|(p, _)| *p == who)?] = role;
            }
        }
        Some(roles)
    }

    /// Puts the head's parties in place of those given when they are so much likelier, or more likely than not where one of those
    /// given was not weighed; never less than two sides. The chance of what stands then, where it was weighed.
    fn replace(
        &self,
        choice: &Choice<'_>,
        actors: &mut Actors,
        acting: &mut Vec<ActorId>,
        receiving: &mut Vec<ActorId>,
    ) -> Option<f32> {
        let given = self.roles_of(actors, acting, receiving).map(|roles| self.assignments.chance(&roles));
        let parties = self.roles.iter().filter(|r| **r != Role::Out).count();
        let likelier = given.map_or(self.parties > SURE, |given| self.parties > LIKELIER * given);
        if !likelier || parties < 2 || !self.roles.contains(&Role::Acts) {
            if given.is_some() {
                self.name(choice, actors, Role::Acts, acting);
                self.name(choice, actors, Role::Receives, receiving);
            }
            return given;
        }
        *acting = self.actors(choice, actors, Role::Acts);
        *receiving = self.actors(choice, actors, Role::Receives);
        Some(self.parties)
    }

    /// Puts who is meant of each side in place of whom the frame bound, where it bound one of each.
    fn name(&self, choice: &Choice<'_>, actors: &mut Actors, role: Role, bound: &mut [ActorId]) {
        let sides: Vec<Party> = bound.iter().map(|id| Party::of(actors, *id)).collect();
        let alone = |side: &Party| sides.iter().filter(|s| *s == side).count() == 1;
        for (id, side) in bound.iter_mut().zip(&sides).filter(|(_, side)| alone(side)) {
            if let Party::State(code) = side
                && let Some((_, whom)) = self.sides.iter().find(|(s, _)| s == side)
            {
                *id = choice.of(self, role, whom).unwrap_or_else(|| actors.state_actor(code));
            }
        }
    }

    /// The actors that stand for the sides in a role.
    fn actors(&self, choice: &Choice<'_>, actors: &mut Actors, role: Role) -> Vec<ActorId> {
        let mine = self.sides.iter().zip(&self.roles).filter(|(_, r)| **r == role);
        mine.map(|((party, whom), _)| match party {
            Party::State(code) => choice.of(self, role, whom).unwrap_or_else(|| actors.state_actor(code)),
            Party::Actor(id) => *id,
        })
        .collect()
    }
}

/// Chooses who of a side is meant.
struct Choice<'a> {
    acts: &'a Acts,
    states: &'a [f32],
}

impl Choice<'_> {
    /// Who of a side fits best in a role at a word; `None` is the state itself.
    fn of(&self, w: &Weighed, role: Role, whom: &[Whom]) -> Option<ActorId> {
        let width = self.acts.width();
        let nowhere = vec![0.0; width];
        let state = |t: usize| &self.states[t * width..(t + 1) * width];
        let fit = |who: &Whom| {
            let mention = who.mention.map_or(&*nowhere, state);
            self.acts.fits(w.number, role, state(w.token), mention, &who.features)
        };
        whom.iter().map(|who| (fit(who), who.actor)).max_by(|a, b| a.0.total_cmp(&b.0)).and_then(|(_, actor)| actor)
    }
}

impl Learned {
    /// Joins a head with its frames among those of all languages.
    pub fn new<'a>(acts: Arc<Acts>, languages: impl IntoIterator<Item = &'a Frames>) -> Result<Learned, LearnedError> {
        let all: Vec<&Frame> = languages.into_iter().flat_map(Frames::all).collect();
        let frame = |id: &'static str| all.iter().copied().find(|f| f.id == id).ok_or(LearnedError::Frame(id));
        let (act, undertaking) = (frame(ACT)?, frame(UNDERTAKING)?);
        let rule = undertaking.commitment.as_ref().ok_or(LearnedError::Frame(UNDERTAKING))?;
        let kinds = acts.types().iter().map(|t| EventType::from_code(t).ok_or_else(|| LearnedError::Name(t.clone())));
        let kinds: Vec<EventType> = kinds.collect::<Result<_, _>>()?;
        let stages = acts.stages().iter().map(|s| Stage::from_code(s).ok_or_else(|| LearnedError::Name(s.clone())));
        let stages: Vec<Stage> = stages.collect::<Result<_, _>>()?;
        let of_kind = |kind: &EventType| Frame { event: Some(*kind), ..act.clone() };
        let at_stage = |stage: &Stage| Frame {
            commitment: Some(CommitmentRule { stage: *stage, ..rule.clone() }),
            ..undertaking.clone()
        };
        Ok(Learned {
            events: kinds.iter().map(of_kind).collect(),
            undertakings: stages.iter().map(at_stage).collect(),
            own: all.iter().filter(|f| !f.is_built_in()).map(|f| f.id.clone()).collect(),
            acts,
            kinds,
            stages,
        })
    }

    fn choice<'a>(&'a self, scene: &'a Scene<'_>) -> Choice<'a> {
        Choice { acts: &self.acts, states: &scene.tree.reading.states }
    }

    /// Whether the head was taught a language, by its code.
    pub fn knows(&self, language: &str) -> bool {
        self.acts.languages().iter().any(|l| l == language)
    }

    /// The number of the speaker among those who may be it.
    pub fn speaker(&self, tree: &Tree<'_>, voices: &Voices) -> usize {
        let width = self.acts.width();
        let nowhere = vec![0.0; width];
        let state = |t: usize| &tree.reading.states[t * width..(t + 1) * width];
        let fit = |v: &Voice| self.acts.speaks(state(voices.cue), v.mention.map_or(&*nowhere, state), &v.features);
        let fits = voices.of.iter().map(fit).enumerate();
        let fits = fits.map(|(i, f)| (i, if i == 0 { f + MARGIN } else { f }));
        fits.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map_or(0, |(i, _)| i)
    }

    /// The chance of each statement that it is one, and on relations.
    pub fn on_relations(&self, scene: &Scene<'_>, said: &[SaidEvidence]) -> Vec<f32> {
        let (states, width) = (&scene.tree.reading.states, self.acts.width());
        let article = mean(states, width, 0..scene.tree.reading.tokens.len());
        let chance =
            |s: &SaidEvidence| self.acts.on_relations(&mean(states, width, s.content.clone()), &article, &s.features);
        said.iter().map(chance).collect()
    }

    /// The rows of an article from its frames' bindings and rows and the head's judgement of its words.
    pub fn rows<'f>(
        &'f self,
        scene: &Scene<'f>,
        material: &Material<'_>,
        actors: &mut Actors,
        bindings: Vec<Binding<'f>>,
        told: &Rows,
        evidence: &[Evidence],
    ) -> Rows {
        let bound: BTreeSet<usize> = bindings.iter().filter(|b| b.frame.event.is_some()).map(|b| b.trigger).collect();
        let (events, undertakings) = self.weigh(scene, actors, told, evidence, &bound);
        let concerned = events.iter().any(|w| w.chance() >= SUREST);
        let (least, undertakings_at) = if concerned { (LEAST, UNDERTAKING_RIGHT) } else { (SUREST, SUREST) };
        let mut unlikely = vec![];
        let mut kept: Vec<Binding<'f>> = vec![];
        for mut b in bindings {
            if let Some(w) = at(&events, b.trigger)
                && b.frame.event.is_some()
                && b.frame.is_built_in()
            {
                let doubts = self.adjust(scene, actors, &mut b, w);
                if in_scope(actors, &b) && b.chance.is_some_and(|c| c < least) {
                    let trigger = scene.tree.reading.tokens[b.trigger].span;
                    unlikely.push(Attempt { frame: b.frame.id.clone(), trigger, miss: Miss::Unlikely(doubts) });
                    continue;
                }
            }
            kept.push(b);
        }
        // All words of a trigger: a noun that a verb carries ("кол коюлду") is told with it.
        let reading = scene.tree.reading;
        let shown = kept.iter().filter(|b| b.frame.event.is_some() && in_scope(actors, b));
        let told: BTreeSet<usize> = shown.flat_map(|b| reading.tokens_in(trigger_span(scene, b))).collect();
        for w in events.iter().filter(|w| !told.contains(&w.token) && w.chance() >= EVENT.max(least)) {
            let b = self.binding(scene, actors, &self.events[w.kind], w);
            if in_scope(actors, &b) {
                kept.push(b);
            }
        }
        kept.sort_by_key(|b| b.trigger);
        let mut rows = make_rows(scene, material, actors, &kept);
        for (c, _) in rows.commitments.iter_mut().filter(|(c, _)| !self.own.contains(&c.frame)) {
            if let Some(w) = head_of(scene.tree, c.action).and_then(|t| at(&undertakings, t)) {
                self.adjust_commitment(scene, actors, c, w);
            }
        }
        for w in undertakings.iter().filter(|w| w.any >= UNDERTAKEN && w.chance() >= undertakings_at) {
            let here = scene.tree.reading.tokens[w.token].span;
            if rows.commitments.iter().any(|(c, _)| c.action.contains(here)) {
                continue;
            }
            let b = self.binding(scene, actors, &self.undertakings[w.kind], w);
            let actions = b.frame.commitment.as_ref().map_or(vec![], |rule| find_actions(scene, &b, &rule.action));
            if !actions.is_empty() && !b.actors.is_empty() && in_scope(actors, &b) {
                add_commitments(scene, material, &mut rows, &mut Agreements::default(), &b, &actions, None);
            }
        }
        rows.commitments.sort_by_key(|(c, _)| c.action.start());
        rows.vain.append(&mut unlikely);
        rows
    }

    /// Gives what a frame bound its chance, and type and parties of the head's where it is surer of them. The chances of type and of
    /// parties in a hundred.
    fn adjust(&self, scene: &Scene<'_>, actors: &mut Actors, b: &mut Binding<'_>, w: &Weighed) -> [u8; 2] {
        let parties = w.replace(&self.choice(scene), actors, &mut b.actors, &mut b.recipients);
        if w.of_kind() > SURE {
            b.kind = Some(self.kinds[w.kind]);
        }
        let kind = b.kind.or(b.frame.event).and_then(|k| self.kinds.iter().position(|other| *other == k));
        b.chance = parties.zip(kind).map(|(parties, kind)| parties * w.kinds[kind]);
        [kind.map_or(0.0, |k| w.kinds[k]), parties.unwrap_or(0.0)].map(|chance| (chance * 100.0) as u8)
    }

    /// The same for what a frame found undertaken.
    fn adjust_commitment(&self, scene: &Scene<'_>, actors: &mut Actors, c: &mut Commitment, w: &Weighed) {
        let parties = w.replace(&self.choice(scene), actors, &mut c.committer, &mut c.beneficiary);
        if w.of_kind() > SURE {
            c.stage = self.stages[w.kind];
        }
        let stage = self.stages.iter().position(|other| *other == c.stage);
        if let Some((parties, stage)) = parties.zip(stage) {
            c.score = parties * w.kinds[stage];
        }
    }

    /// Judges every word, and the parties at those that may be something or that a frame bound: events, then undertakings.
    fn weigh(
        &self,
        scene: &Scene<'_>,
        actors: &Actors,
        told: &Rows,
        evidence: &[Evidence],
        bound: &BTreeSet<usize>,
    ) -> (Vec<Weighed>, Vec<Weighed>) {
        let parties = Parties::new(scene, actors, told);
        let undertaken = told.commitments.iter().filter_map(|(c, _)| head_of(scene.tree, c.action));
        let framed: BTreeSet<usize> = undertaken.chain(bound.iter().copied()).collect();
        let width = self.acts.width();
        let states = &scene.tree.reading.states;
        let state = |t: usize| &states[t * width..(t + 1) * width];
        let reading = scene.tree.reading;
        let article = mean(states, width, 0..reading.tokens.len());
        let around = |s: &Sentence| self.acts.around(&mean(states, width, s.tokens.clone()), &article);
        let around: Vec<Vec<f32>> = reading.sentences.iter().map(around).collect();
        let (mut events, mut undertakings) = (vec![], vec![]);
        for e in evidence {
            let features: Vec<u32> = e.plain.iter().chain(&e.declared).copied().collect();
            let Judgement { types, stages } =
                self.acts.judge(state(e.token), &around[reading.tokens[e.token].sentence], &features);
            let ((kind, any), (stage, any_stage)) = (Judgement::best(&types), Judgement::best(&stages));
            let (event, undertaking) = (any >= CONSIDER || bound.contains(&e.token), any_stage >= CONSIDER);
            if !event && !undertaking {
                continue;
            }
            let at = parties.standpoint(e.token);
            let candidates = parties.of(&at);
            let features_of: Vec<Vec<u32>> =
                candidates.iter().map(|c| c.plain.iter().chain(&c.declared).copied().collect()).collect();
            let sides: Vec<SideEvidence<'_>> = candidates
                .iter()
                .zip(&features_of)
                .map(|(c, features)| SideEvidence { mention: state(c.mention.unwrap_or(e.token)), features })
                .collect();
            let elsewhere: Vec<bool> = candidates.iter().map(|c| !c.here).collect();
            let weighed = |kind: usize, number: usize, any: f32, kinds: &[f32]| {
                let mut assignments = self.acts.assign(number, state(e.token), &features, &sides);
                assignments.doubt(&elsewhere, ELSEWHERE);
                let (roles, likely) = assignments.best();
                let all = framed.contains(&e.token);
                let with_whom = |(c, role): (&Candidate, &Role)| {
                    let asked = all || *role != Role::Out;
                    (c.side.clone(), if asked { parties.whom(&at, &c.side) } else { vec![] })
                };
                let sides = candidates.iter().zip(&roles).map(with_whom).collect();
                Weighed {
                    token: e.token,
                    kind,
                    number,
                    any,
                    kinds: kinds.to_vec(),
                    sides,
                    assignments,
                    roles,
                    parties: likely,
                }
            };
            if event && !sides.is_empty() {
                events.push(weighed(kind, kind, any, &types));
            }
            if undertaking && !sides.is_empty() {
                undertakings.push(weighed(stage, types.len() + stage, any_stage, &stages));
            }
        }
        (events, undertakings)
    }

    /// A binding of what the head adds.
    fn binding<'f>(&self, scene: &Scene<'f>, actors: &mut Actors, frame: &'f Frame, w: &Weighed) -> Binding<'f> {
        let choice = self.choice(scene);
        let light = if scene.tree.is_verb(w.token) { None } else { scene.tree.light_verb(w.token) };
        // The head has seen the sentence: a stage tells already what is denied or to come.
        let reality = match frame.event {
            Some(_) => Reality::of(scene.tree, scene.frames, w.token, light),
            None => Reality { negated: false, future: false, hypothetical: false, background: false },
        };
        Binding {
            frame,
            trigger: w.token,
            light: light.filter(|_| frame.event.is_some()),
            actors: w.actors(&choice, actors, Role::Acts),
            recipients: w.actors(&choice, actors, Role::Receives),
            reality,
            bound: vec![],
            certainty: 1.0,
            chance: Some(w.chance()),
            kind: None,
        }
    }
}
