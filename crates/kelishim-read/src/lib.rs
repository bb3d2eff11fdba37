//! From what was received to an article, and from an article to its analysis.

mod reading;

pub use reading::{Entity, Feats, Reading, Sentence, Token};
