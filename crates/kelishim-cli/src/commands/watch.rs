//! `kelishim watch`: feeds polled, and whoever wants to know told what is new.

use crate::register::Db;
use crate::{Outcome, clock, embedded, input};
use anyhow::{Context, Result};
use clap::Args;
use kelishim_pipeline::Engine;
use kelishim_store::Register;
use kelishim_watch::{Plan, State, Turn, Watch};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Polls feeds, reads them into the register, and notifies.
#[derive(Args)]
pub struct Options {
    /// Feeds and rules (docs/formats/feeds.md)
    #[arg(value_name = "FEEDS.toml")]
    plan: PathBuf,
    #[command(flatten)]
    db: Db,
    /// Do what is due now and end, for cron and systemd timers
    #[arg(long)]
    once: bool,
    /// Ask feeds and receivers of private networks too
    #[arg(long)]
    allow_private: bool,
    /// Threads; all cores when left out
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// Between two turns. Feeds have intervals of minutes.
const PAUSE: Duration = Duration::from_secs(5);

/// Set by Ctrl-C and by a request to terminate.
static STOP: AtomicBool = AtomicBool::new(false);

pub fn run(options: &Options) -> Result<Outcome> {
    let plan = Plan::read(&options.plan, &embedded::registry()?)?;
    let mut register = Register::create(&options.db.db)?;
    let mut state = State::beside(&options.db.db)?;
    let model = embedded::model()?;
    let knowledge = embedded::knowledge(&model, None)?;
    let subjects = embedded::subjects()?;
    ctrlc::set_handler(|| {
        // A second time means it.
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })
    .context("Ctrl-C cannot be caught")?;
    let watch = Watch {
        plan: &plan,
        engine: Engine { model: &model, knowledge: &knowledge },
        subjects: &subjects,
        allow_private: options.allow_private,
        threads: input::threads(options.threads),
        stop: &STOP,
        tell: &|line| eprintln!("kelishim: {} {line}", clock::now()),
    };
    loop {
        let done = watch.turn(&mut register, &mut state, &clock::now)?;
        if options.once {
            let Turn { polled, failed, new, noticed, sent, unsent } = done;
            eprintln!(
                "{polled} feeds polled, {failed} failed; {new} new articles; {noticed} notices, {sent} sent, {unsent} wait"
            );
            return Ok(match done {
                Turn { failed: 1.., .. } | Turn { unsent: 1.., .. } => Outcome::Failed,
                Turn { new: 0, noticed: 0, sent: 0, .. } => Outcome::Nothing,
                _ => Outcome::Found,
            });
        }
        let mut left = PAUSE;
        while !left.is_zero() && !STOP.load(Ordering::Relaxed) {
            let step = left.min(Duration::from_millis(200));
            std::thread::sleep(step);
            left -= step;
        }
        if STOP.load(Ordering::Relaxed) {
            return Ok(Outcome::Found);
        }
    }
}
