//! From an article's analysis to its record: actors, times, quantities, statements, events, commitments.
//!
//! Nothing here does I/O or asks a clock: the same reading, frames and registry give the same record. Text cannot make
//! it fail; what defeats it is a [`kelishim_model::Gap`] of the reading.

mod action;
pub mod actors;
mod agglutinative;
mod agreements;
mod analytic;
mod areas;
mod bind;
mod examples;
mod extract;
mod focus;
mod forms;
mod grammar;
mod learned;
mod meant;
mod modality;
mod numerals;
pub mod quantities;
mod retold;
mod rows;
mod stand_for;
pub mod statements;
mod summary;
pub mod times;
mod tree;
mod units;
mod why;

pub use areas::AreaLexicon;
pub use bind::Bound;
pub use examples::{Failure, check_examples};
pub use extract::{Explained, Knowledge, Language, Lesson, UNTOLD, extract, lesson, prepared};
pub use learned::{Candidate, Evidence, Learned, LearnedError, Party, SaidEvidence, Voice, Voices, Whom};
pub use why::{Attempt, Miss};
