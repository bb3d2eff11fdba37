//! `kelishim`: reads news about relations between states and writes down who said, did and undertook what.

mod clock;
mod commands;
mod embedded;
mod format;
mod input;
mod paint;
mod register;
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
    /// Read sources into a register
    Ingest(commands::ingest::Options),
    /// Commitments: who undertook what, and how far it got
    Commitments(commands::ask::Commitments),
    /// Events: who did what to whom
    Events(commands::ask::Events),
    /// Statements: who said what
    Statements(commands::ask::Statements),
    /// Events and steps by time
    Timeline(commands::ask::Plain),
    /// Actors, and the check of those known beforehand
    Actors(commands::actors::Options),
    /// Articles
    Articles(commands::ask::Plain),
    /// Search articles for words in any inflection
    Search(commands::ask::Search),
    /// The state of a partnership
    Pair(commands::pair::Options),
    /// A briefing on a partnership
    Brief(commands::pair::Brief),
    /// Articles by source, language and month
    Coverage(commands::ask::Plain),
    /// One row with its history and sentence
    Show(commands::show::Options),
    /// Correct a row or a thread
    Correct(commands::correct::Options),
    /// Add a row that no reading gave
    Add(commands::correct::Add),
    /// Judge the least sure rows one by one
    Review(commands::correct::Review),
    /// Read the register's articles again after an upgrade
    Reread(commands::ingest::Reread),
    /// Link rows that a cut run left unlinked
    Link(commands::maintain::OnDb),
    /// What could not be read, and trying it again
    Failures(commands::ingest::Failures),
    /// Counts of everything in a register
    Stats(commands::maintain::OnDb),
    /// Check that a register is sound
    Check(commands::maintain::OnDb),
    /// Take a text out at its owner's request
    Withdraw(commands::withdraw::Options),
    /// Copy rows to formats of others
    Export(commands::export::Options),
    /// Copy a register, also while others write to it
    Backup(commands::maintain::Backup),
    /// Serve a register as pages
    Serve(commands::serve::Options),
    /// Poll feeds into a register, and tell whoever wants to know
    Watch(commands::watch::Options),
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
        Command::Ingest(o) => commands::ingest::run(&o),
        Command::Commitments(o) => commands::ask::commitments(&o),
        Command::Events(o) => commands::ask::events(&o),
        Command::Statements(o) => commands::ask::statements(&o),
        Command::Timeline(o) => commands::ask::timeline(&o),
        Command::Actors(o) => commands::actors::run(&o),
        Command::Articles(o) => commands::ask::articles(&o),
        Command::Search(o) => commands::ask::search(&o),
        Command::Pair(o) => commands::pair::run(&o),
        Command::Brief(o) => commands::pair::run_brief(&o),
        Command::Coverage(o) => commands::ask::coverage(&o),
        Command::Show(o) => commands::show::run(&o),
        Command::Correct(o) => commands::correct::run(&o),
        Command::Add(o) => commands::correct::run_add(&o),
        Command::Review(o) => commands::correct::run_review(&o),
        Command::Export(o) => commands::export::run(&o),
        Command::Reread(o) => commands::ingest::run_reread(&o),
        Command::Link(o) => commands::ingest::run_link(&o.db),
        Command::Failures(o) => commands::ingest::run_failures(&o),
        Command::Stats(o) => commands::maintain::stats(&o),
        Command::Check(o) => commands::maintain::check(&o),
        Command::Withdraw(o) => commands::withdraw::run(&o),
        Command::Backup(o) => commands::maintain::backup(&o),
        Command::Serve(o) => commands::serve::run(&o),
        Command::Watch(o) => commands::watch::run(&o),
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
