//! `kelishim withdraw`: texts taken out at their owner's request.

use crate::register::Db;
use crate::{Outcome, clock, embedded};
use anyhow::Result;
use clap::Args;
use std::io::Write;

/// Takes the text of an article out of the register; its rows stay with the words they rest on.
#[derive(Args)]
pub struct Options {
    /// Address of the article; what is received from there later is passed over
    url: String,
    #[command(flatten)]
    db: Db,
    /// Who asked, and why
    #[arg(long, value_name = "TEXT")]
    why: String,
}

pub fn run(options: &Options) -> Result<Outcome> {
    let mut register = options.db.open()?;
    let articles = register.withdraw(&options.url, &options.why, &clock::now())?;
    // What linking compares has become less.
    register.link(&embedded::subjects()?, |_| {})?;
    let mut out = anstream::stdout().lock();
    for article in &articles {
        writeln!(out, "a{article}: text taken out, rows kept")?;
    }
    if articles.is_empty() {
        writeln!(out, "no article of that address; what comes from there will be passed over")?;
        return Ok(Outcome::Nothing);
    }
    writeln!(out, "copies made by `kelishim backup` or `export` are not touched")?;
    Ok(Outcome::Found)
}
