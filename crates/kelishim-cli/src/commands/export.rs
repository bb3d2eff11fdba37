//! `kelishim export`: rows of the register in formats of others.

use crate::Outcome;
use crate::register::{Db, Filters};
use anyhow::Result;
use clap::Args;
use kelishim_export::{Format, Target, What, export};
use std::path::PathBuf;

/// Copies rows to CSV, TSV, JSON lines, Parquet, PLOVER, CAMEO, FollowTheMoney, Web Annotation or iCalendar.
#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    db: Db,
    #[command(flatten)]
    filters: Filters,
    /// csv, tsv, jsonl, parquet, plover, cameo, ftm, annotation, ics
    #[arg(long)]
    format: Format,
    /// commitments, steps, events, tellings, statements, actors, articles; all that the format has a place for when left out
    #[arg(long = "kind", value_name = "KIND")]
    kinds: Vec<What>,
    /// A file, or a folder when a table format writes several kinds; standard output when left out
    #[arg(short, long, value_name = "FILE_OR_FOLDER")]
    output: Option<PathBuf>,
}

pub fn run(options: &Options) -> Result<Outcome> {
    let mut filter = options.filters.filter()?;
    // The limit of lists is for people's screens.
    (filter.limit, filter.offset) = (None, 0);
    let register = options.db.ask()?;
    let mut stdout = std::io::stdout();
    let several = options.format.is_table() && options.kinds.len() != 1;
    let target = match &options.output {
        None => Target::Stream(&mut stdout),
        Some(path) if several || path.is_dir() => Target::Folder(path),
        Some(path) => Target::File(path),
    };
    let done = export(&register, options.format, &filter, &options.kinds, target)?;
    for (file, rows) in done.files.iter().filter(|(file, _)| file != "-") {
        eprintln!("{file}: {rows} rows");
    }
    for (why, rows) in &done.left_out {
        eprintln!("left out: {rows} {why}");
    }
    Ok(if done.rows() > 0 { Outcome::Found } else { Outcome::Nothing })
}
