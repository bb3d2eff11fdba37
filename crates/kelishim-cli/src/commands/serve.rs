//! `kelishim serve`: the register on pages.

use crate::register::Db;
use crate::{Outcome, clock, embedded};
use anyhow::{Context, Result};
use clap::Args;
use kelishim_acquire::{About, RawPage, open_page};
use kelishim_extract::{Knowledge, extract};
use kelishim_infer::Model;
use kelishim_pipeline::{LANGUAGES, read_page};
use kelishim_serve::{Contents, Limits, Log, Network, Reader, Site, Texts, Unread};
use std::collections::BTreeMap;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::OnceLock;

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
    /// Requests a second that one address may go on making; 0 is no limit, and what this machine's own address has
    #[arg(long, value_name = "N")]
    rate: Option<u32>,
    /// A proxy whose word is taken for where visitors come from: 127.0.0.1, 10.0.0.0/8
    #[arg(long, value_name = "NETWORK")]
    trusted_proxy: Vec<Network>,
    /// A site whose scripts may ask the API; * is any
    #[arg(long, value_name = "ORIGIN")]
    cors: Vec<String>,
    /// Where the server is known by: https://kelishim.example
    #[arg(long, value_name = "ADDRESS")]
    public_url: Option<String>,
    /// A network that may see /metrics besides this machine
    #[arg(long, value_name = "NETWORK")]
    metrics_from: Vec<Network>,
    /// Connections open at once
    #[arg(long, value_name = "N", default_value_t = 4096)]
    connections: usize,
    /// A line a request on standard error: off, json
    #[arg(long, value_name = "FORMAT", default_value_t = Log::Off)]
    log: Log,
}

/// Requests a second of one address of the world.
const RATE: u32 = 20;

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

    /// What visitors may do.
    fn limits(&self) -> Limits {
        Limits {
            rate: self.rate.unwrap_or(if self.listen.ip().is_loopback() { 0 } else { RATE }),
            proxies: self.trusted_proxy.clone(),
            origins: self.cors.clone(),
            watchers: self.metrics_from.clone(),
            public: self.public_url.clone(),
            connections: self.connections.max(1),
            log: self.log,
        }
    }
}

pub fn run(options: &Options) -> Result<Outcome> {
    // A missing register is told before an address is printed that will never answer.
    drop(options.db.ask()?);
    serve(&options.db.db, options.how.bind()?, &options.how, BTreeMap::new())
}

/// What each frame says, by its name, of all languages.
fn frames_by_name() -> Result<BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    for code in LANGUAGES {
        for frame in embedded::frames(code, None)?.all() {
            out.entry(frame.id.clone()).or_insert_with(|| frame.says.clone());
        }
    }
    Ok(out)
}

/// Serves the register at `db` until the process is told to end.
pub fn serve(db: &Path, listener: TcpListener, how: &How, bases: BTreeMap<String, Vec<String>>) -> Result<Outcome> {
    let own = how.listen.ip().is_loopback();
    let contents = Contents {
        db: db.to_owned(),
        texts: how.texts.unwrap_or(if own { Texts::Full } else { Texts::Excerpt }),
        registry: embedded::registry()?,
        frames: frames_by_name()?,
        scores: embedded::SCORES,
        sources: embedded::SOURCES,
        bases,
        now: clock::now,
    };
    let site = Site::open(contents)?;
    site.read_with(reader());
    kelishim_serve::serve(site, listener, how.limits()).context("the server stopped")?;
    Ok(Outcome::Found)
}

/// Characters of a text that a visitor may have read: some seconds of a core.
const LONGEST: usize = 60_000;

/// Reads what is posted to the server. The model is unpacked when the first text comes.
fn reader() -> Reader {
    let engine: OnceLock<Result<(Model, Knowledge), String>> = OnceLock::new();
    let load = || -> Result<(Model, Knowledge)> {
        let model = embedded::model()?;
        let knowledge = embedded::knowledge(&model, None)?;
        Ok((model, knowledge))
    };
    Box::new(move |bytes, told| {
        let engine = engine.get_or_init(|| load().map_err(|e| format!("{e:#}")));
        let (model, knowledge) = engine.as_ref().map_err(|e| Unread::Unreadable(e.clone()))?;
        let raw = RawPage { charset: told.charset, ..RawPage::new("request", bytes) };
        let page = open_page(&raw).map_err(|e| Unread::Unreadable(e.to_string()))?;
        let characters = page.text.chars().count();
        if characters > LONGEST {
            return Err(Unread::TooLong(characters, LONGEST));
        }
        let given = About {
            published: told.published,
            source: told.source,
            url: told.url,
            title: told.title,
            language: told.language,
        };
        // One thread: the others are for the pages.
        let reading = read_page(&page, &given, LANGUAGES, model, 1);
        Ok(extract(&reading, knowledge).record.to_json().to_string())
    })
}
