//! The one place that strings the stages together: sources to the register, on all cores, in a fixed order.
//!
//! Every job can be stopped anywhere, also by force, and run again: what is in the register stays, what is not is done. The
//! clock is an argument.

mod engine;
mod ingest;
mod ordered;
mod reread;

pub use engine::{ANALYSED, Engine, LANGUAGES, read_page, words};
pub use ingest::{IngestOptions, Ingested, ingest, ingest_pages};
pub use reread::{Reread, reread};
