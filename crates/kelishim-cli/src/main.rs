//! `kelishim`: reads news about relations between states and writes down who said, did and undertook what.

mod commands;
mod embedded;
mod input;
mod paint;
mod report;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Reads news about relations between states: who said what, who did what to whom, who undertook what.
#[derive(Parser)]
#[command(name = "kelishim", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read reports and write down their statements, events and commitments
    Read(commands::read::Options),
    /// Show tokens, morphology, trees and entities of texts
    Analyse(commands::analyse::Options),
    /// Read the sample reports and show what they hold
    Demo(commands::demo::Options),
    /// Check frames, or tell why a sentence matched none
    Frames(commands::frames::Options),
    /// Score records, entities or trees against annotated data
    Eval(commands::eval::Options),
}

/// How a run ended; the exit codes of RECORD.md.
pub enum Outcome {
    /// Rows were found.
    Found,
    /// Nothing was found.
    Nothing,
    /// Something could not be read; the rest was.
    Failed,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Command::Read(o) => commands::read::run(&o),
        Command::Analyse(o) => commands::analyse::run(&o),
        Command::Demo(o) => commands::demo::run(&o),
        Command::Frames(o) => commands::frames::run(&o),
        Command::Eval(o) => commands::eval::run(&o),
    };
    match result {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(e) if is_broken_pipe(&e) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("kelishim: {e:#}");
            ExitCode::from(2)
        }
    }
}

/// Whoever closed the pipe has read enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|e| e.downcast_ref::<std::io::Error>()).any(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}
