//! `kelishim frames check [PATH]`: every frame's examples against the program itself.

use crate::input::read_text;
use crate::{Outcome, embedded};
use anyhow::Result;
use clap::{Args, Subcommand};
use kelishim_extract::check_examples;
use std::io::Write;
use std::path::PathBuf;

/// Frames: the declarative patterns behind events and commitments.
#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Refuse bad frame files by line, and run the examples of all others
    Check {
        /// A folder (or file) of your own frames; the built-in ones when left out
        path: Option<PathBuf>,
    },
    /// List all frames with what they say
    List {
        /// A folder of your own frames, added to the built-in ones
        path: Option<PathBuf>,
    },
}

pub fn run(options: &Options) -> Result<Outcome> {
    let mut out = anstream::stdout();
    match &options.action {
        Action::List { path } => {
            for frame in embedded::frames(path.as_deref())?.all() {
                writeln!(out, "{:24} {}", frame.id, frame.says)?;
            }
            Ok(Outcome::Found)
        }
        Action::Check { path } => {
            let model = embedded::model()?;
            let knowledge = embedded::knowledge(&model, path.as_deref())?;
            let read = |text: &str, published| read_text(text, published, &model);
            let (mut frames, mut examples, mut failures) = (0, 0, 0);
            for frame in knowledge.frames.all() {
                let own = path.as_ref().is_none_or(|p| frame.file.starts_with(&*p.to_string_lossy()));
                if !own {
                    continue;
                }
                frames += 1;
                examples += frame.yes.len() + frame.no.len();
                for f in check_examples(frame, &knowledge, &read) {
                    failures += 1;
                    writeln!(out, "{}: {}: «{}»\n    {}", f.file, f.frame, f.text, f.problem)?;
                }
            }
            writeln!(out, "{frames} frames, {examples} examples, {failures} failed")?;
            Ok(if failures == 0 { Outcome::Found } else { Outcome::Failed })
        }
    }
}
