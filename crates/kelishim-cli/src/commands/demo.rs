//! `kelishim demo`: the sample reports and what they hold.

use crate::paint::{Style, paint};
use crate::report::{interval, parties};
use crate::{Outcome, embedded};
use anyhow::{Context, Result};
use clap::Args;
use comfy_table::{ContentArrangement, Table, presets};
use kelishim_acquire::About;
use kelishim_acquire::{RawPage, open_page};
use kelishim_extract::extract;
use kelishim_pipeline::{LANGUAGES, read_page};
use serde::Deserialize;
use std::io::Write;

/// Shows what the sample reports hold.
#[derive(Args)]
pub struct Options {}

/// What stands beside a sample report.
#[derive(Deserialize)]
struct Sample {
    published: String,
    source: String,
    title: String,
    thread: String,
}

pub fn run(_options: &Options) -> Result<Outcome> {
    let model = embedded::model()?;
    let knowledge = embedded::knowledge(&model, None)?;
    let mut out = anstream::stdout().lock();
    writeln!(
        out,
        "{}",
        paint(
            Style::Bold,
            "Sample reports: our own wording of sourced facts, no news. The bases of the facts stand in samples/*.toml."
        )
    )?;
    let mut lines = vec![];
    let (mut reports, mut statements, mut events) = (0, 0, 0);
    for (name, text) in embedded::SAMPLES.iter().filter(|(n, _)| n.ends_with(".txt")) {
        let beside = name.replace(".txt", ".toml");
        let about =
            embedded::SAMPLES.iter().find(|(n, _)| *n == beside).with_context(|| format!("{beside} is missing"))?.1;
        let sample: Sample = toml::from_str(about).with_context(|| beside.clone())?;
        let page = open_page(&RawPage::new(*name, text.as_bytes()))?;
        let given = About {
            published: Some(sample.published.clone()),
            source: Some(sample.source),
            title: Some(sample.title),
            ..About::default()
        };
        let reading = read_page(&page, &given, LANGUAGES, &model, 1);
        let record = extract(&reading, &knowledge).record;
        reports += 1;
        statements += record.statements.len();
        events += record.events.len();
        for c in &record.commitments {
            let when = c.made.map_or_else(|| sample.published.clone(), |m| interval(&m));
            let due = c.due.map(|d| interval(&d)).unwrap_or_default();
            lines.push([
                sample.thread.clone(),
                when,
                c.stage.to_string(),
                parties(&record, &c.committer, &c.beneficiary),
                c.summary.clone(),
                due,
                name.trim_start_matches("samples/").trim_end_matches(".txt").to_owned(),
            ]);
        }
    }
    lines.sort();
    let commitments = lines.len();
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["thread", "when", "stage", "who → for whom", "what", "due", "report"]);
    table.add_rows(lines);
    writeln!(out, "{table}")?;
    writeln!(out, "{reports} reports: {statements} statements, {events} events, {commitments} commitments")?;
    Ok(if commitments > 0 { Outcome::Found } else { Outcome::Nothing })
}
