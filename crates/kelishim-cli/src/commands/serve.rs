//! `kelishim serve`: the register on pages.

use crate::register::Db;
use crate::{Outcome, clock, embedded};
use anyhow::{Context, Result};
use clap::Args;
use kelishim_serve::{Contents, Site, Texts};
use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;

/// Serves a register.
#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    db: Db,
    #[command(flatten)]
    how: How,
}

/// How a register is served.
#[derive(Args, Clone)]
pub struct How {
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How much of an article's text is shown: none, excerpt (evidence and a sentence around it), full. Without it full on
    /// this machine's own address, excerpt elsewhere
    #[arg(long, value_name = "HOW MUCH")]
    texts: Option<Texts>,
}

pub fn run(options: &Options) -> Result<Outcome> {
    serve(&options.db.db, &options.how, BTreeMap::new())
}

/// Serves the register at `db` until the process is told to end; the address is printed once it answers.
pub fn serve(db: &Path, how: &How, bases: BTreeMap<String, Vec<String>>) -> Result<Outcome> {
    let own = how.listen.ip().is_loopback();
    let contents = Contents {
        db: db.to_owned(),
        texts: how.texts.unwrap_or(if own { Texts::Full } else { Texts::Excerpt }),
        registry: embedded::registry()?,
        frames: embedded::frames(None)?.all().iter().map(|f| (f.id.clone(), f.says.clone())).collect(),
        scores: embedded::SCORES,
        sources: embedded::SOURCES,
        bases,
        now: clock::now,
    };
    let site = Site::open(contents)?;
    let ready = |address: SocketAddr| {
        let mut out = anstream::stdout().lock();
        // Whoever started us may have closed the pipe after the first line; the pages are served all the same.
        let _ = writeln!(out, "http://{address}/").and_then(|()| out.flush());
    };
    kelishim_serve::serve(site, how.listen, ready).with_context(|| format!("cannot serve on {}", how.listen))?;
    Ok(Outcome::Found)
}
