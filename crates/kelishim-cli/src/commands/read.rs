//! `kelishim read`: reports in, records out.

use crate::input;
use crate::report::report;
use crate::{Outcome, embedded};
use anyhow::Result;
use clap::Args;
use kelishim_acquire::About;
use kelishim_extract::extract;
use kelishim_pipeline::{LANGUAGES, read_page};
use std::io::Write;
use std::path::PathBuf;

/// Reads reports.
#[derive(Args)]
pub struct Options {
    /// Text or HTML files, told apart by content; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// One JSON object an article, on one line (docs/formats/record.md)
    #[arg(long)]
    json: bool,
    /// Day of publication: 2021-06-01
    #[arg(long, value_name = "DATE", value_parser = input::published)]
    published: Option<String>,
    /// Agency or site
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Address of the report
    #[arg(long)]
    url: Option<String>,
    /// Language of the report, when it should not be recognised: ru
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Show for each event and commitment what its frame bound
    #[arg(long, conflicts_with = "json")]
    explain: bool,
    /// A folder of your own frames, added to the built-in ones
    #[arg(long, value_name = "PATH")]
    frames: Option<PathBuf>,
    /// Threads; all cores when left out
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

pub fn run(options: &Options) -> Result<Outcome> {
    let model = embedded::model()?;
    let knowledge = embedded::knowledge(&model, options.frames.as_deref())?;
    let threads = input::threads(options.threads);
    let given = About {
        published: options.published.clone(),
        source: options.source.clone(),
        url: options.url.clone(),
        title: None,
        language: options.language.clone(),
    };
    let mut out = anstream::stdout().lock();
    let mut rows = 0;
    let failed = input::each_page(&options.files, |file, page| {
        let reading = read_page(page, &given, LANGUAGES, &model, threads);
        let explained = extract(&reading, &knowledge);
        let record = &explained.record;
        rows += record.statements.len() + record.events.len() + record.commitments.len();
        if options.json {
            writeln!(out, "{}", record.to_json())?;
            return Ok(());
        }
        for gap in &record.gaps {
            eprintln!("kelishim: {}: {}", file.display(), advice(&gap.reason));
        }
        write!(out, "{}", report(&reading, &explained, options.explain))?;
        Ok(())
    })?;
    Ok(match (failed, rows) {
        (true, _) => Outcome::Failed,
        (false, 0) => Outcome::Nothing,
        (false, _) => Outcome::Found,
    })
}

/// What a gap means for the user and what to do about it.
fn advice(reason: &str) -> String {
    match reason {
        "no_text" => "nothing to read in it: the file is empty or the page holds no report".to_owned(),
        "too_long" => "over 1,000,000 characters, not read; split it into articles".to_owned(),
        "language" => {
            "its language has no frames yet; if it is Russian, English or Kyrgyz, say --language ru, en or ky"
                .to_owned()
        }
        "bad_bytes" => "some bytes are not characters of its character set; they stand as \u{fffd}".to_owned(),
        other => other.to_owned(),
    }
}
