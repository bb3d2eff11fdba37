//! `kelishim actors`: the actors of a register, and the check of the registry that they are known by.

use super::ask;
use crate::{Outcome, embedded};
use anyhow::Result;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Lists the actors of a register, or checks the registry of known ones.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Options {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    list: ask::Plain,
}

#[derive(Subcommand)]
enum Action {
    /// Name everything that is wrong with the registry, by file and line; exit code 1 if anything is
    Check {
        /// A folder of your own rows: its files stand in place of the built-in ones of the same name, or beside them
        folder: Option<PathBuf>,
    },
}

pub fn run(options: &Options) -> Result<Outcome> {
    match &options.action {
        Some(Action::Check { folder }) => check(folder.as_deref()),
        None => ask::actors(&options.list),
    }
}

fn check(folder: Option<&Path>) -> Result<Outcome> {
    let mut out = anstream::stdout();
    let (files, problems) = embedded::check_actors(folder)?;
    for problem in &problems {
        writeln!(out, "{problem}")?;
    }
    writeln!(out, "{files} files, {} problems", problems.len())?;
    // As with `diff`: 1 is an answer, 2 that there is none.
    Ok(if problems.is_empty() { Outcome::Found } else { Outcome::Nothing })
}
