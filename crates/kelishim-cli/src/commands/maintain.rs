//! `kelishim stats`, `check`, `backup`: looking after a register.

use crate::Outcome;
use crate::register::Db;
use anyhow::Result;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Checks the register.
#[derive(Args)]
pub struct OnDb {
    #[command(flatten)]
    pub db: Db,
}

/// Copies the register.
#[derive(Args)]
pub struct Backup {
    /// The new file
    to: PathBuf,
    #[command(flatten)]
    db: Db,
}

pub fn stats(options: &OnDb) -> Result<Outcome> {
    let stats = serde_json::to_value(options.db.ask()?.stats()?)?;
    let mut out = anstream::stdout().lock();
    for (name, count) in stats.as_object().into_iter().flatten() {
        writeln!(out, "{count:>9} {name}")?;
    }
    Ok(if stats["articles"] == 0 { Outcome::Nothing } else { Outcome::Found })
}

pub fn check(options: &OnDb) -> Result<Outcome> {
    let wrong = options.db.ask()?.check()?;
    let mut out = anstream::stdout().lock();
    for line in &wrong {
        writeln!(out, "{line}")?;
    }
    if wrong.is_empty() {
        writeln!(out, "sound: file, spans, rows, threads, counts")?;
        return Ok(Outcome::Found);
    }
    Ok(Outcome::Failed)
}

pub fn backup(options: &Backup) -> Result<Outcome> {
    options.db.ask()?.backup(&options.to)?;
    Ok(Outcome::Found)
}
