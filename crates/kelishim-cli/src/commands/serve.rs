//! `kelishim serve`: the register on pages.

use crate::register::Db;
use crate::{Outcome, clock, embedded};
use anyhow::{Context, Result};
use clap::Args;
use kelishim_serve::{Contents, Site, Texts};
use std::collections::BTreeMap;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
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

impl How {
    /// Takes the address and prints it.
    pub fn bind(&self) -> Result<TcpListener> {
        let listener = kelishim_serve::bind(self.listen).with_context(|| {
            format!("cannot serve on {}; --listen {}:0 takes a free port", self.listen, self.listen.ip())
        })?;
        let mut out = anstream::stdout().lock();
        // Whoever started us may have closed the pipe; the pages are served all the same.
        let _ = writeln!(out, "http://{}/", listener.local_addr()?).and_then(|()| out.flush());
        Ok(listener)
    }
}

pub fn run(options: &Options) -> Result<Outcome> {
    // A missing register is told before an address is printed that will never answer.
    drop(options.db.ask()?);
    serve(&options.db.db, options.how.bind()?, &options.how, BTreeMap::new())
}

/// Serves the register at `db` until the process is told to end.
pub fn serve(db: &Path, listener: TcpListener, how: &How, bases: BTreeMap<String, Vec<String>>) -> Result<Outcome> {
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
    kelishim_serve::serve(Site::open(contents)?, listener).context("the server stopped")?;
    Ok(Outcome::Found)
}
