//! Where learned and declared evidence join.
//!
//! Frames bind first. The head of acts (`kelishim_infer::Acts`) then judges every word, told of what the frames did there. It
//! takes back an event that it holds for nothing and adds undertakings that no frame found. Their parties are those of the act that
//! governs them, or stand where the frame `learned.undertaking` looks; times, quantities and scope follow the same rules as
//! of what is declared. Events are not added: their types would be right for half of them, their parties for a quarter
//! (docs/QUALITY.md).

mod evidence;

pub use evidence::{Evidence, gather};

use crate::action::find_actions;
use crate::actors::Actors;
use crate::agreements::Agreements;
use crate::bind::{Binding, Scene};
use crate::focus::side_of;
use crate::modality::Reality;
use crate::rows::{Material, Rows, add_commitments, in_scope, make_rows};
use crate::why::{Attempt, Miss};
use kelishim_frames::{CommitmentRule, Frame, Frames};
use kelishim_infer::{Acts, Judgement};
use kelishim_model::{EventType, Stage};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Below this chance of being any event, what a built-in frame told is taken back; an analyst's own frames are not judged. Like
/// the next one set on the reports to look at.
const NOTHING: f32 = 0.05;
/// From this chance on an undertaking is added; below it fewer are found than invented.
const UNDERTAKING: f32 = 0.4;
/// The frame that binds what is added.
const FRAME: &str = "learned.undertaking";
/// What an added row's score is of its chance: the parties may be wrong too.
const TRUST: f32 = 0.75;

/// The head of acts with the frame that binds what it adds, at every stage that the head knows.
pub struct Learned {
    acts: Arc<Acts>,
    undertakings: Vec<Frame>,
}

/// Why the head and the frames do not fit together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LearnedError {
    /// The frame is missing.
    #[error("the frame `{FRAME}` is missing, which binds what the head of acts adds, or it has no commitment")]
    Frame,
    /// A name of the head's file is no stage.
    #[error("the head of acts knows a stage `{0}`, which is none")]
    Stage(String),
}

impl Learned {
    /// Joins a head with its frame among `frames`.
    pub fn new(acts: Arc<Acts>, frames: &Frames) -> Result<Learned, LearnedError> {
        let frame = frames.all().iter().find(|f| f.id == FRAME).ok_or(LearnedError::Frame)?;
        let rule = frame.commitment.as_ref().ok_or(LearnedError::Frame)?;
        let at_stage = |name: &String| {
            let stage = Stage::from_code(name).ok_or_else(|| LearnedError::Stage(name.clone()))?;
            Ok(Frame { commitment: Some(CommitmentRule { stage, ..rule.clone() }), ..frame.clone() })
        };
        let undertakings = acts.stages().iter().map(at_stage).collect::<Result<_, _>>()?;
        Ok(Learned { acts, undertakings })
    }

    /// The rows of an article from its frames' bindings and the head's judgement of its words.
    pub fn rows<'f>(
        &'f self,
        scene: &Scene<'f>,
        material: &Material<'_>,
        actors: &mut Actors,
        bindings: Vec<Binding<'f>>,
        evidence: &[Evidence],
    ) -> Rows {
        let width = self.acts.width();
        let states = &scene.tree.reading.states;
        let judge = |e: &Evidence| {
            let features: Vec<u32> = e.plain.iter().chain(&e.declared).copied().collect();
            self.acts.judge(&states[e.token * width..(e.token + 1) * width], &features)
        };
        let judged: Vec<(usize, Judgement)> = evidence.iter().map(|e| (e.token, judge(e))).collect();
        let judgement = |t: usize| judged.binary_search_by_key(&t, |(t, _)| *t).ok().map(|i| &judged[i].1);
        let mut unlikely = vec![];
        let mut kept: Vec<Binding<'f>> = vec![];
        for b in bindings {
            let chance = judgement(b.trigger).map_or(1.0, |j| Judgement::best(&j.types).1);
            if b.frame.event.is_some() && chance < NOTHING && b.frame.is_built_in() && in_scope(actors, &b) {
                let trigger = scene.tree.reading.tokens[b.trigger].span;
                unlikely.push(Attempt { frame: b.frame.id.clone(), trigger, miss: Miss::Unlikely });
            } else {
                kept.push(b);
            }
        }
        let mut rows = make_rows(scene, material, actors, &kept);
        for (t, j) in &judged {
            let (stage, chance) = Judgement::best(&j.stages);
            if chance >= UNDERTAKING {
                self.undertake(scene, material, actors, &mut rows, &kept, (*t, stage, chance));
            }
        }
        rows.commitments.sort_by_key(|(c, _)| c.action.start());
        rows.vain.append(&mut unlikely);
        rows
    }

    /// A binding with both sides at the word.
    fn bind<'f>(scene: &Scene<'f>, actors: &mut Actors, frame: &'f Frame, t: usize) -> Option<Binding<'f>> {
        let b = scene.bind(frame, t, scene.tree.lemma(t).ends_with("ся"), actors).ok()?;
        let sides: BTreeSet<_> = b.actors.iter().chain(&b.recipients).filter_map(|a| side_of(actors, *a)).collect();
        (sides.len() >= 2 && !b.recipients.is_empty()).then_some(b)
    }

    /// Adds what is undertaken at a word, with the parties of the act that governs it.
    fn undertake<'f>(
        &'f self,
        scene: &Scene<'f>,
        material: &Material<'_>,
        actors: &mut Actors,
        rows: &mut Rows,
        bindings: &[Binding<'f>],
        (t, stage, chance): (usize, usize, f32),
    ) {
        let reading = scene.tree.reading;
        let here = reading.tokens[t].span;
        if rows.commitments.iter().any(|(c, _)| c.action.contains(here)) {
            return;
        }
        let above: Vec<usize> = std::iter::once(t).chain(reading.ancestors(t).take(4)).collect();
        let governing = above.iter().find_map(|a| {
            let at = |b: &&Binding<'_>| b.trigger == *a || b.light == Some(*a);
            bindings.iter().find(|b| at(b) && b.frame.event.is_some() && in_scope(actors, b))
        });
        let frame = &self.undertakings[stage];
        // Where no act governs it, whoever stands at the words above.
        let Some(from) = governing.cloned().or_else(|| above.iter().find_map(|a| Self::bind(scene, actors, frame, *a)))
        else {
            return;
        };
        let asked = from.frame.event == Some(EventType::Request) || from.frame.swap;
        let (committer, beneficiary) = match (from.frame.joint, asked && !from.recipients.is_empty()) {
            (true, _) => (from.actors.iter().chain(&from.recipients).copied().collect(), vec![]),
            (false, true) => (from.recipients.clone(), from.actors.clone()),
            (false, false) => (from.actors.clone(), from.recipients.clone()),
        };
        // The head has seen the sentence: its stage tells already what is denied or to come.
        let plain = Reality { negated: false, future: false, hypothetical: false, background: false };
        let b = Binding {
            frame,
            trigger: t,
            light: None,
            actors: committer,
            recipients: beneficiary,
            reality: plain,
            bound: from.bound,
            certainty: chance * TRUST,
        };
        let actions = frame.commitment.as_ref().map_or(vec![], |rule| find_actions(scene, &b, &rule.action));
        if !actions.is_empty() && in_scope(actors, &b) {
            add_commitments(scene, material, rows, &mut Agreements::default(), &b, &actions, None);
        }
    }
}
