//! Why a frame whose trigger stands in a text makes no row there.

use kelishim_model::Span;
use std::fmt;

/// A frame that was tried and made no event and no commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Id of the frame.
    pub frame: String,
    /// Words of the trigger.
    pub trigger: Span,
    /// The first condition that failed.
    pub miss: Miss,
}

/// The condition that failed, in the order in which they are looked at. Words are those that stood in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miss {
    /// The trigger is another part of speech here.
    PartOfSpeech(String),
    /// No object of the frame's `object`.
    Object(Option<String>),
    /// The object is one of `not_object`.
    NotObject(String),
    /// No subject of the frame's `subject`.
    Subject(Option<String>),
    /// No word of `head` governs it.
    Head,
    /// It governs a clause.
    Clause,
    /// No slot of `actors` is filled, and the context gives nobody.
    NoActor,
    /// Another frame with more conditions, or better filled, speaks at this trigger.
    Beaten(String),
    /// The parties belong to one state.
    OneSide,
    /// What is promised, asked for or blamed is not told as done.
    Absorbed,
    /// The head of acts holds the trigger for nothing here: chances of type and of parties in a hundred.
    Unlikely([u8; 2]),
}

impl Miss {
    /// Its name, without the words that stood in the way.
    pub fn name(&self) -> &'static str {
        match self {
            Miss::PartOfSpeech(_) => "PartOfSpeech",
            Miss::Object(_) => "Object",
            Miss::NotObject(_) => "NotObject",
            Miss::Subject(_) => "Subject",
            Miss::Head => "Head",
            Miss::Clause => "Clause",
            Miss::NoActor => "NoActor",
            Miss::Beaten(_) => "Beaten",
            Miss::OneSide => "OneSide",
            Miss::Absorbed => "Absorbed",
            Miss::Unlikely(_) => "Unlikely",
        }
    }
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stands = |word: &Option<String>| word.as_ref().map_or(String::new(), |w| format!(": «{w}» stands there"));
        match self {
            Miss::PartOfSpeech(pos) => write!(f, "the word is a {pos} here"),
            Miss::Object(word) => write!(f, "its object is none of the frame's{}", stands(word)),
            Miss::NotObject(word) => write!(f, "it does not count with the object «{word}»"),
            Miss::Subject(word) => write!(f, "its subject is none of the frame's{}", stands(word)),
            Miss::Head => write!(f, "none of the frame's heads governs it"),
            Miss::Clause => write!(f, "it governs a clause"),
            Miss::NoActor => write!(f, "no party fills a slot of actors"),
            Miss::Beaten(other) => write!(f, "{other} fits better here"),
            Miss::OneSide => write!(f, "all its parties belong to one side"),
            Miss::Unlikely([kind, parties]) => write!(
                f,
                "what was learned from annotated reports speaks against it: {kind} of 100 for the type, {parties} for the parties"
            ),
            Miss::Absorbed => write!(f, "it is promised, asked for or blamed here, not told as done"),
        }
    }
}
