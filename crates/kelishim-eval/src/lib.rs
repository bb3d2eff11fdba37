//! Output against gold: how much of what a person found in a report did Kelishim find, and how much did it make up?
//!
//! Scored are records ([`score_records`]: statements, events, commitments), nested entities ([`score_entities`]), words with
//! their trees ([`score_trees`]), and what two corpora of others annotate: quotations ([`score_quotes`]) and facts
//! ([`score_facts`]). All give [`Figures`], which [`to_csv`] writes as
//! `gold/SCORES.csv` and [`compare`] holds against the committed file. Pure functions over values: nothing here opens a
//! file, runs a reader or prints.

mod brat;
mod calibration;
mod commitments;
mod conllu;
mod csv;
mod entities;
mod events;
mod facts;
mod figures;
mod names;
mod pairing;
mod parties;
mod quotes;
mod record;
mod score;
mod statements;
mod text;
mod trees;

pub use brat::{BratError, read_brat};
pub use calibration::Calibration;
pub use conllu::{ConlluError, TreeWord, read_conllu};
pub use csv::{CsvError, Fall, SLACK, compare, to_csv};
pub use entities::{EntityScores, Named, score_entities};
pub use facts::{Fact, FactsError, read_facts, score_facts};
pub use figures::{Figures, Tally};
pub use quotes::{Quote, QuotedSentence, QuotesError, read_quotes, score_quotes};
pub use score::{Scores, score_records};
pub use trees::{TreeScores, score_trees};
