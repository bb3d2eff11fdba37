//! Frames: declarative patterns that say what a construction means, written by analysts as TOML files.
//!
//! A folder of a language (`data/lang/ru`) holds `lexicon/classes.toml`, named word lists, and `frames/**.toml`, one
//! frame a file. [`Frames::compile`] reads them all, refuses a bad file by file and line, and builds an index by trigger
//! lemma, so that the cost of a reading grows with its matches and not with the number of frames. What a frame binds in
//! a sentence is the business of `kelishim-extract`; this crate knows no text.

mod compile;
mod error;
mod frame;
mod slot;

pub use compile::{FUTURE, Frames, LEARNED, Source};
pub use error::FrameError;
pub use frame::{CommitmentRule, Example, Frame, NoExample, Words};
pub use slot::{Case, Place, Slot};
