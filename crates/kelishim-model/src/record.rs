//! What one article becomes: actors, statements, events, commitments, each tied to its words.

use crate::{ActorKind, Area, Article, EventType, Interval, Modality, Mode, Sector, Span, Stage, StatementKind};

/// Place of an actor in [`Record::actors`]; in JSON `a1` is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub u32);

/// Place of a statement in [`Record::statements`]; in JSON `s1` is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId(pub u32);

/// Place of an event in [`Record::events`]; in JSON `e1` is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

/// The record of one article. Rows stand in order of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What made the record.
    pub versions: Versions,
    /// The article read.
    pub article: Article,
    /// Everyone named, mentions merged.
    pub actors: Vec<Actor>,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Who undertook what towards whom.
    pub commitments: Vec<Commitment>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

/// Versions of everything that a row depends on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Versions {
    /// Model file.
    pub model: String,
    /// Frames and lexicons.
    pub frames: String,
    /// Registry of actors.
    pub registry: String,
    /// Reader of pages.
    pub extractor: String,
}

/// A state, body or person, with all its mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// Nominative, in the article's language, in the fullest form of the article.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// State it belongs to, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Office as the article gives it.
    pub description: Option<String>,
    /// The body it belongs to.
    pub affiliation: Option<ActorId>,
    /// Key of the built-in registry.
    pub registry: Option<String>,
    /// Where it is named, in order.
    pub mentions: Vec<Span>,
}

/// Who is said to have said something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    /// An actor of the record.
    Actor(ActorId),
    /// Words that name nobody in particular ("источники"); `None` when not even those stand there.
    Unnamed(Option<Span>),
}

/// One reported utterance.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Who said it.
    pub speaker: Speaker,
    /// The words that licensed the attribution: "сказал", "по словам".
    pub cue: Span,
    /// In whose words.
    pub kind: StatementKind,
    /// What is said, without cue and speaker.
    pub content: Span,
    /// Actors spoken about.
    pub about: Vec<ActorId>,
    /// Fields of relations spoken about.
    pub areas: Vec<Area>,
    /// Who passed it on: "reports A, citing B" has speaker B, via A.
    pub via: Option<ActorId>,
    /// The rule that made it.
    pub frame: String,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// One happening between states.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<Mode>,
    /// Fields of relations.
    pub areas: Vec<Area>,
    /// Who acted; all parties of a joint act.
    pub actors: Vec<ActorId>,
    /// Towards whom; empty for joint acts.
    pub recipients: Vec<ActorId>,
    /// Where, as the text names it.
    pub place: Option<Span>,
    /// When.
    pub time: Option<Interval>,
    /// How real.
    pub modality: Modality,
    /// The words that tell of it, at most six.
    pub trigger: Span,
    /// The statement it is reported in, when only there.
    pub attribution: Option<StatementId>,
    /// The frame that made it.
    pub frame: String,
    /// How sure, 0 to 1.
    pub score: f32,
    /// Made by no frame.
    pub proposal: bool,
    /// CAMEO code.
    pub cameo: String,
}

/// One step of an undertaking.
#[derive(Debug, Clone, PartialEq)]
pub struct Commitment {
    /// Who is to do it; all parties of a joint undertaking.
    pub committer: Vec<ActorId>,
    /// For or towards whom; empty in a joint undertaking.
    pub beneficiary: Vec<ActorId>,
    /// What is to be done.
    pub action: Span,
    /// One nominative line.
    pub summary: String,
    /// Fields of relations.
    pub areas: Vec<Area>,
    /// How much.
    pub quantity: Vec<Quantity>,
    /// By when.
    pub due: Option<Interval>,
    /// When this step happened.
    pub made: Option<Interval>,
    /// How far it has got.
    pub stage: Stage,
    /// Words it rests on, at most two sentences.
    pub evidence: Vec<Span>,
    /// The event it rests on.
    pub event: Option<EventId>,
    /// The statement it is reported in, when only there.
    pub attribution: Option<StatementId>,
    /// The frame that made it.
    pub frame: String,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The number, multipliers applied.
    pub value: f64,
    /// What is counted, as the text names it in its base form ("место", "тонна", "%").
    pub unit: Option<String>,
    /// ISO 4217 code, for money.
    pub currency: Option<String>,
    /// Its words.
    pub span: Span,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Where; `None` for the whole article.
    pub span: Option<Span>,
    /// `too_long`, `language`, `no_text` and the like.
    pub reason: String,
}
