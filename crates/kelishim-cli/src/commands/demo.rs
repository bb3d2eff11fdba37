//! `kelishim demo`: the sample reports as a register, and what became of each commitment.

use crate::format::text;
use crate::paint::{Style, clean, paint};
use crate::{Outcome, clock, embedded, input};
use anyhow::{Context, Result};
use clap::Args;
use kelishim_acquire::{About, RawPage};
use kelishim_pipeline::{Engine, IngestOptions, ingest_pages};
use kelishim_store::Register;
use kelishim_store::ask::Filter;
use serde::Deserialize;
use std::io::Write;

/// Shows what the sample reports hold.
#[derive(Args)]
pub struct Options {
    /// Write the register to a new file, to ask it further, instead of forgetting it
    #[arg(long, value_name = "PATH")]
    db: Option<std::path::PathBuf>,
}

/// What stands beside a sample report.
#[derive(Deserialize)]
struct Sample {
    published: String,
    source: String,
    title: String,
}

pub fn run(options: &Options) -> Result<Outcome> {
    let model = embedded::model()?;
    let knowledge = embedded::knowledge(&model, None)?;
    let mut out = anstream::stdout().lock();
    let banner =
        "Sample reports: our own wording of sourced facts, no news. The bases of the facts stand in samples/*.toml.";
    writeln!(out, "{}", paint(Style::Bold, banner))?;
    let mut pages = vec![];
    for (name, report) in embedded::SAMPLES.iter().filter(|(n, _)| n.ends_with(".txt")) {
        let beside = name.replace(".txt", ".toml");
        let about =
            embedded::SAMPLES.iter().find(|(n, _)| *n == beside).with_context(|| format!("{beside} is missing"))?.1;
        let sample: Sample = toml::from_str(about).with_context(|| beside.clone())?;
        let about = About {
            published: Some(sample.published),
            source: Some(sample.source),
            title: Some(sample.title),
            ..About::default()
        };
        pages.push(RawPage { about, ..RawPage::new(*name, report.as_bytes()) });
    }
    let mut register = match &options.db {
        Some(path) => Register::create(path)?,
        None => Register::in_memory()?,
    };
    let how = IngestOptions { threads: input::threads(None), ..IngestOptions::default() };
    let engine = Engine { model: &model, knowledge: &knowledge };
    ingest_pages(&mut register, pages.into_iter(), &how, engine, &clock::now)?;
    register.link(&embedded::subjects()?, |_| {})?;
    let mut threads = register.commitments(&Filter::default())?;
    threads.sort_by(|a, b| (b.steps, &a.first, &a.id).cmp(&(a.steps, &b.first, &b.id)));
    for thread in threads.iter().filter(|t| t.steps > 1) {
        let to = if thread.beneficiary.is_empty() {
            String::new()
        } else {
            format!(" -> {}", thread.beneficiary.join(", "))
        };
        let head = format!("{} {}{to}: {}", thread.id, thread.committer.join(", "), clean(&thread.title));
        writeln!(out, "\n{}", paint(Style::Bold, &head))?;
        for step in register.steps_of_thread(thread.id.parse()?, None)? {
            let value = serde_json::to_value(&step)?;
            let facts = ["quantity", "due"].map(|k| text(&value[k])).into_iter().filter(|t| !t.is_empty());
            let facts = facts.collect::<Vec<_>>().join(", due ");
            let facts = if facts.is_empty() { facts } else { format!(" ({})", clean(&facts)) };
            writeln!(out, "  {:10} {:11} {}{facts}", step.date, step.stage, clean(&step.summary))?;
        }
    }
    let stats = register.stats()?;
    writeln!(
        out,
        "\n{} reports: {} statements, {} events told {} times, {} commitments in {} steps; those of one step are not shown",
        stats.articles, stats.statements, stats.happenings, stats.events, stats.commitments, stats.steps
    )?;
    let next = match &options.db {
        Some(path) => format!("kelishim commitments --db {} --between KGZ RUS", path.display()),
        None => "kelishim demo --db demo.db keeps this register; then: kelishim commitments --db demo.db --between KGZ RUS --open".to_owned(),
    };
    writeln!(out, "{}", paint(Style::Dim, &next))?;
    Ok(if stats.commitments > 0 { Outcome::Found } else { Outcome::Nothing })
}
