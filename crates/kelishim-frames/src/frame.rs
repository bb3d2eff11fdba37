//! One frame, as its file says it and as the engine uses it.

use crate::Slot;
use kelishim_model::{Area, EventType, Modality, Mode, Stage};
use serde::Deserialize;

fn nothing() -> toml::Spanned<Vec<String>> {
    toml::Spanned::new(0..0, vec![])
}

/// The file's own shape; unknown keys are refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameFile {
    pub id: toml::Spanned<String>,
    pub says: String,
    pub source: String,
    pub trigger: toml::Spanned<Vec<String>>,
    #[serde(default)]
    pub pos: Vec<String>,
    #[serde(default = "nothing")]
    pub object: toml::Spanned<Vec<String>>,
    #[serde(default = "nothing")]
    pub subject: toml::Spanned<Vec<String>>,
    #[serde(default = "nothing")]
    pub not_object: toml::Spanned<Vec<String>>,
    #[serde(default = "nothing")]
    pub head: toml::Spanned<Vec<String>>,
    pub event: Option<toml::Spanned<String>>,
    pub mode: Option<toml::Spanned<String>>,
    pub cameo: Option<String>,
    pub modality: Option<toml::Spanned<String>>,
    pub negated: Option<toml::Spanned<String>>,
    #[serde(default)]
    pub joint: bool,
    #[serde(default)]
    pub swap: bool,
    #[serde(default)]
    pub named: bool,
    #[serde(default)]
    pub alone: bool,
    #[serde(default)]
    pub no_clause: bool,
    #[serde(default)]
    pub roles: RolesFile,
    pub commitment: Option<CommitmentFile>,
    #[serde(default = "nothing")]
    pub areas: toml::Spanned<Vec<String>>,
    #[serde(default)]
    pub yes: Vec<Example>,
    #[serde(default)]
    pub no: Vec<NoExample>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RolesFile {
    #[serde(default)]
    pub actors: Option<toml::Spanned<Vec<String>>>,
    #[serde(default)]
    pub recipients: Option<toml::Spanned<Vec<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommitmentFile {
    pub stage: toml::Spanned<String>,
    pub future: Option<toml::Spanned<String>>,
    pub negated: Option<toml::Spanned<String>>,
    pub action: toml::Spanned<Vec<String>>,
    #[serde(default)]
    pub term: bool,
    #[serde(default)]
    pub joint: bool,
}

/// A text that the frame must read, and what it must give.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Our own wording, modelled on a real construction.
    pub text: String,
    /// Day of publication, for times.
    pub published: Option<String>,
    /// Parties of the event, as state codes or names, in any order.
    #[serde(default)]
    pub actors: Vec<String>,
    /// Towards whom.
    #[serde(default)]
    pub recipients: Vec<String>,
    /// Type of the event when it differs from the frame's own (negation, future).
    pub event: Option<String>,
    /// Modality of the event, when it must be checked.
    pub modality: Option<String>,
    /// Stage of the commitment; absent when none is wanted.
    pub stage: Option<String>,
    /// Words of the action.
    pub action: Option<String>,
}

/// A text that the frame must leave alone.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoExample {
    /// Our own wording.
    pub text: String,
    /// Why nothing is wanted.
    pub why: String,
}

/// Lemmas, with classes already spelled out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(pub(crate) std::collections::BTreeSet<String>);

impl Words {
    /// Whether the lemma (lowercased, ё as е) is one of them.
    pub fn has(&self, lemma: &str) -> bool {
        self.0.contains(lemma)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A frame ready for use.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Its name: `consult.meet`.
    pub id: String,
    /// What it says, in one sentence.
    pub says: String,
    /// Where its knowledge comes from.
    pub source: String,
    /// File it stands in.
    pub file: String,
    /// Lemmas of the trigger.
    pub trigger: Words,
    /// Parts of speech that the trigger may have; empty for verbs, nouns and short adjectives alike.
    pub pos: Vec<String>,
    /// The trigger counts only with one of these as its object (subject, when passive or intransitive).
    pub object: Words,
    /// The trigger counts only with one of these as its subject.
    pub subject: Words,
    /// The trigger does not count with one of these as its object.
    pub not_object: Words,
    /// A trigger that is a noun counts only under one of these.
    pub head: Words,
    /// Type of the event; `None` for a frame that makes only commitments.
    pub event: Option<EventType>,
    /// Mode of the event.
    pub mode: Option<Mode>,
    /// Finer CAMEO code than the type's root.
    pub cameo: Option<String>,
    /// Fixed modality.
    pub modality: Option<Modality>,
    /// Type of the event when the trigger is negated; otherwise negation is a modality.
    pub negated: Option<EventType>,
    /// All parties act together: they are all `actors`.
    pub joint: bool,
    /// The side that is asked does the thing: it is the committer.
    pub swap: bool,
    /// Parties must be named in the sentence; none comes from the context.
    pub named: bool,
    /// A noun counts without its `head` when a genitive or adjective at it tells who acts.
    pub alone: bool,
    /// The trigger does not count when it governs a clause ("признал, что").
    pub no_clause: bool,
    /// Where the acting parties stand, first filled wins.
    pub actors: Vec<Slot>,
    /// Where the receiving parties stand, first filled wins.
    pub recipients: Vec<Slot>,
    /// The commitment that comes with it.
    pub commitment: Option<CommitmentRule>,
    /// Fields of relations that the construction itself tells.
    pub areas: Vec<Area>,
    /// What it must read.
    pub yes: Vec<Example>,
    /// What it must leave alone.
    pub no: Vec<NoExample>,
}

/// What is undertaken.
#[derive(Debug, Clone)]
pub struct CommitmentRule {
    /// Stage when the trigger tells of what happened.
    pub stage: Stage,
    /// Stage when it tells of the future.
    pub future: Option<Stage>,
    /// Stage when it is negated; otherwise a negated trigger makes no commitment.
    pub negated: Option<Stage>,
    /// Where the action stands, first filled wins.
    pub action: Vec<Slot>,
    /// A term of the agreement named last before it, with that agreement's stage and parties.
    pub term: bool,
    /// All parties commit themselves, though the event has a direction.
    pub joint: bool,
}

impl Frame {
    /// Whether it binds what the head of acts finds.
    pub fn is_learned(&self) -> bool {
        self.trigger.has(crate::LEARNED)
    }

    /// Whether it came with the program, not from an analyst's folder.
    pub fn is_built_in(&self) -> bool {
        self.file.starts_with("data/lang/")
    }
}
