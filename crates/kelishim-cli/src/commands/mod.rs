//! One file a verb.

pub mod analyse;
pub mod demo;
pub mod eval;
pub mod frames;
pub mod read;
