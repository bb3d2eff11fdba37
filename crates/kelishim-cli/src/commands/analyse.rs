//! `kelishim analyse`: tokens, morphology, trees and entities of texts.

use crate::input;
use crate::{Outcome, embedded};
use anyhow::Result;
use clap::{Args, ValueEnum};
use kelishim_acquire::About;
use kelishim_pipeline::{ANALYSED, read_page};
use kelishim_read::{analysis_json, write_brat, write_conllu};
use std::io::Write;
use std::path::PathBuf;

/// Shows the analysis that rows rest on.
#[derive(Args)]
pub struct Options {
    /// Text or HTML files; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Conllu)]
    format: Format,
    /// Language, when it should not be recognised
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Threads; all cores when left out
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// CoNLL-U, entities in MISC
    Conllu,
    /// brat standoff: entities with NEREL's types, offsets into the file's text
    Brat,
    /// One JSON object a text
    Json,
}

pub fn run(options: &Options) -> Result<Outcome> {
    let model = embedded::model()?;
    let threads = input::threads(options.threads);
    let given = About { language: options.language.clone(), ..About::default() };
    let mut out = anstream::stdout().lock();
    let mut outcome = Outcome::Nothing;
    let failed = input::each_page(&options.files, |_, page| {
        let reading = read_page(page, &given, ANALYSED, &model, threads);
        if !reading.tokens.is_empty() {
            outcome = Outcome::Found;
        }
        match options.format {
            Format::Conllu => write!(out, "{}", write_conllu(&reading))?,
            Format::Brat => write!(out, "{}", write_brat(&reading))?,
            Format::Json => writeln!(out, "{}", analysis_json(&reading))?,
        }
        Ok(())
    })?;
    Ok(if failed { Outcome::Failed } else { outcome })
}
