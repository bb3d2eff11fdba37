//! `kelishim demo`: the sample reports as a register, on pages or in the terminal.

use crate::commands::serve::{How, serve};
use crate::format::text;
use crate::paint::{Style, clean, paint};
use crate::{Outcome, clock, embedded, input};
use anyhow::{Context, Result};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use kelishim_acquire::{About, RawPage};
use kelishim_pipeline::{Engine, IngestOptions, ingest_pages};
use kelishim_store::Register;
use kelishim_store::ask::Filter;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Shows what the sample reports hold.
#[derive(Args)]
pub struct Options {
    /// Write the register to a new file, to ask it further, instead of forgetting it
    #[arg(long, value_name = "PATH")]
    db: Option<PathBuf>,
    /// Print what became of each commitment instead of serving pages
    #[arg(long)]
    print: bool,
    #[command(flatten)]
    how: How,
}

/// What stands beside a sample report.
#[derive(Deserialize)]
struct Sample {
    published: String,
    source: String,
    title: String,
    basis: Vec<Basis>,
}

/// A page that the facts of a sample report stand on.
#[derive(Deserialize)]
struct Basis {
    url: String,
}

pub fn run(options: &Options) -> Result<Outcome> {
    if options.print {
        let mut register = match &options.db {
            Some(path) => Register::create(path)?,
            None => Register::in_memory()?,
        };
        fill(&mut register, &ProgressBar::hidden())?;
        return print(&register, options.db.as_deref());
    }
    // The address first: whoever opens it at once waits for the reading.
    let listener = options.how.bind()?;
    let forgotten = Forgotten::new(options.db.is_none());
    let path = options.db.clone().unwrap_or_else(|| forgotten.path.clone());
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        .with_style(ProgressStyle::with_template("{bar:30} {pos}/{len} sample reports read")?);
    fill(&mut Register::create(&path)?, &bar)?;
    bar.finish_and_clear();
    serve(&path, listener, &options.how, bases()?)
}

/// A register in the folder for temporary files, removed with its companions at the end.
struct Forgotten {
    path: PathBuf,
    used: bool,
}

impl Forgotten {
    fn new(used: bool) -> Forgotten {
        let name = format!("kelishim-demo-{}.db", std::process::id());
        let forgotten = Forgotten { path: std::env::temp_dir().join(name), used };
        // Left by a run that was killed and had our number.
        forgotten.remove();
        forgotten
    }

    fn remove(&self) {
        if self.used {
            for end in ["", "-wal", "-shm"] {
                let mut name = self.path.clone().into_os_string();
                name.push(end);
                let _ = std::fs::remove_file(name);
            }
        }
    }
}

impl Drop for Forgotten {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Sample reports with what stands beside them.
fn samples() -> Result<Vec<(&'static str, &'static str, Sample)>> {
    let reports = embedded::SAMPLES.iter().filter(|(n, _)| n.ends_with(".txt"));
    reports
        .map(|(name, report)| {
            let beside = name.replace(".txt", ".toml");
            let about =
                embedded::SAMPLES.iter().find(|(n, _)| *n == beside).with_context(|| format!("{beside} is missing"))?.1;
            Ok((*name, *report, toml::from_str(about).with_context(|| beside.clone())?))
        })
        .collect()
}

/// Pages that the facts stand on, by report.
fn bases() -> Result<BTreeMap<String, Vec<String>>> {
    let all = samples()?.into_iter();
    Ok(all.map(|(name, _, s)| (name.to_owned(), s.basis.into_iter().map(|b| b.url).collect())).collect())
}

/// Reads the sample reports into `register`.
fn fill(register: &mut Register, bar: &ProgressBar) -> Result<()> {
    let model = embedded::model()?;
    let knowledge = embedded::knowledge(&model, None)?;
    let mut pages = vec![];
    for (name, report, sample) in samples()? {
        let about = About {
            published: Some(sample.published),
            source: Some(sample.source),
            title: Some(sample.title),
            ..About::default()
        };
        pages.push(RawPage { about, ..RawPage::new(name, report.as_bytes()) });
    }
    bar.set_length(pages.len() as u64);
    let how = IngestOptions { threads: input::threads(None), ..IngestOptions::default() };
    let engine = Engine { model: &model, knowledge: &knowledge };
    ingest_pages(register, pages.into_iter().inspect(|_| bar.inc(1)), &how, engine, &clock::now)?;
    register.link(&embedded::subjects()?, |_| {})?;
    Ok(())
}

/// What became of each commitment, for terminals and scripts.
fn print(register: &Register, kept: Option<&Path>) -> Result<Outcome> {
    let mut out = anstream::stdout().lock();
    let banner =
        "Sample reports: our own wording of sourced facts, no news. The bases of the facts stand in samples/*.toml.";
    writeln!(out, "{}", paint(Style::Bold, banner))?;
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
    let next = match kept {
        Some(path) => format!("kelishim commitments --db {} --between KGZ RUS", path.display()),
        None => "kelishim demo --print --db demo.db keeps this register; then: kelishim commitments --db demo.db --between KGZ RUS --open".to_owned(),
    };
    writeln!(out, "{}", paint(Style::Dim, &next))?;
    Ok(if stats.commitments > 0 { Outcome::Found } else { Outcome::Nothing })
}
