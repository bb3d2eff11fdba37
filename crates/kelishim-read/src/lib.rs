//! From what was received to an article, and from an article to its analysis.
//!
//! Nothing here reads files, asks the clock or can fail on a text: what could not be read is a gap.

mod abbreviation;
mod adjective;
mod analyse;
mod analysis_json;
mod article;
mod brat;
mod closed;
mod conllu;
mod dateline;
mod declension;
mod english;
mod given;
mod kyrgyz;
mod language;
mod name;
mod paragraph;
mod phrase;
mod reading;
mod segment;
mod sentence;
mod short;
mod tense;
mod token;
mod wire_day;

pub use analyse::{analyse, reanalyse};
pub use analysis_json::analysis_json;
pub use article::{Source, read_article};
pub use brat::write_brat;
pub use conllu::{parse_conllu, write_conllu};
pub use dateline::find_dateline;
pub use language::identify_language;
pub use name::{is_subject, nominative_name};
pub use phrase::nominative_phrase;
pub use reading::{Entity, Feats, Reading, Sentence, Token};
pub use segment::{Segments, segment};
pub use token::{fine_parts, fold, tokens};
