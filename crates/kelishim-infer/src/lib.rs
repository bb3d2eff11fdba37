//! The network: subword pieces, an int8 encoder, and heads for entities, morphology, lemmas and trees.
//!
//! Arrays in, arrays out; it knows no language, and the weights come as an argument. Integer accumulation, and floats in
//! one fixed order without fused operations, give the same bits on every instruction path and number of threads.

mod acts;
mod attention;
mod encoder;
mod file;
mod heads;
mod kernel;
mod layers;
mod math;
mod model;
mod parties;
mod path;
mod pieces;
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
mod tiles;
mod tree;

pub use acts::{Acts, Judgement};
pub use file::ModelError;
pub use model::{Analysis, Keep, Labels, LemmaScript, Model, SpanOut, Window, WordOut};
pub use parties::{Assignments, Role, SideEvidence};
