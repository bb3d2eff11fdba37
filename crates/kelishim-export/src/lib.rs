//! Rows of a register in formats of others (docs/formats/export.md).
//!
//! Every row carries what cites it: its permanent id, its version, and the day the register learnt of it. Nothing is held in
//! memory but the row at hand, a few articles, and the actors met. The same register gives the same bytes: no clock is asked.
//! Not for choosing what to show or for reading anything back.

mod annotation;
mod cameo;
mod code;
mod delimited;
mod error;
mod facts;
mod ftm;
mod ics;
mod jsonl;
mod lines;
mod parquet;
mod plover;
#[cfg(test)]
mod sample;
mod table;
mod target;

pub use error::{ExportError, Result};
pub use lines::{Lines, value_text, write_lines};
pub use target::Target;

use facts::Facts;
use kelishim_store::Register;
use kelishim_store::ask::Filter;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A format of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Tables for spreadsheets.
    Csv,
    /// Tables for programs that split lines.
    Tsv,
    /// Tables, a JSON object a line.
    Jsonl,
    /// Tables with types.
    Parquet,
    /// Event records of PLOVER, JSON lines.
    Plover,
    /// Events in the columns of ICEWS with CAMEO codes.
    Cameo,
    /// Entities of FollowTheMoney, JSON lines.
    Ftm,
    /// W3C Web Annotations, a JSON-LD object a line.
    Annotation,
    /// A calendar of due dates, RFC 5545.
    Ics,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Format] = &[
        Format::Csv,
        Format::Tsv,
        Format::Jsonl,
        Format::Parquet,
        Format::Plover,
        Format::Cameo,
        Format::Ftm,
        Format::Annotation,
        Format::Ics,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Jsonl => "jsonl",
            Format::Parquet => "parquet",
            Format::Plover => "plover",
            Format::Cameo => "cameo",
            Format::Ftm => "ftm",
            Format::Annotation => "annotation",
            Format::Ics => "ics",
        }
    }

    /// Whether it holds one table a file.
    pub fn is_table(self) -> bool {
        matches!(self, Format::Csv | Format::Tsv | Format::Jsonl | Format::Parquet)
    }

    /// What is exported when nothing is named.
    pub fn kinds(self) -> &'static [What] {
        match self {
            Format::Csv | Format::Tsv | Format::Jsonl | Format::Parquet => What::ALL,
            Format::Plover | Format::Cameo => &[What::Events],
            Format::Ftm => &[What::Commitments, What::Steps, What::Events, What::Statements],
            Format::Annotation => &[What::Steps, What::Tellings, What::Statements],
            Format::Ics => &[What::Commitments],
        }
    }

    /// Name of the file that holds a kind: `steps.csv`, `plover.jsonl`.
    fn file(self, what: What) -> String {
        match self {
            Format::Csv | Format::Tsv | Format::Jsonl | Format::Parquet => format!("{}.{}", what.name(), self.name()),
            Format::Plover => "plover.jsonl".to_owned(),
            Format::Cameo => "cameo.tsv".to_owned(),
            Format::Ftm => "ftm.jsonl".to_owned(),
            Format::Annotation => "annotations.jsonl".to_owned(),
            Format::Ics => "due.ics".to_owned(),
        }
    }
}

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Threads of steps.
    Commitments,
    /// Their steps.
    Steps,
    /// Happenings, each once.
    Events,
    /// What every report tells of them.
    Tellings,
    /// Who said what.
    Statements,
    /// Who is named.
    Actors,
    /// The reports.
    Articles,
}

impl What {
    /// All kinds.
    pub const ALL: &'static [What] =
        &[What::Commitments, What::Steps, What::Events, What::Tellings, What::Statements, What::Actors, What::Articles];

    /// Its name on the command line and of its file.
    pub fn name(self) -> &'static str {
        match self {
            What::Commitments => "commitments",
            What::Steps => "steps",
            What::Events => "events",
            What::Tellings => "tellings",
            What::Statements => "statements",
            What::Actors => "actors",
            What::Articles => "articles",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let found = Format::ALL.iter().find(|f| f.name() == text);
        let names = || Format::ALL.iter().map(|f| f.name()).collect::<Vec<_>>().join(", ");
        found.copied().ok_or_else(|| format!("`{text}` is no format; there are {}", names()))
    }
}

impl FromStr for What {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let found = What::ALL.iter().find(|w| w.name() == text);
        let names = || What::ALL.iter().map(|w| w.name()).collect::<Vec<_>>().join(", ");
        found.copied().ok_or_else(|| format!("`{text}` is no kind of row; there are {}", names()))
    }
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    /// Files (`-` for the stream) with the rows in each.
    pub files: Vec<(String, u64)>,
    /// Rows that the format has no place for, by reason.
    pub left_out: BTreeMap<&'static str, u64>,
}

impl Exported {
    /// Rows in all files.
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|(_, rows)| rows).sum()
    }

    fn leave_out(&mut self, why: &'static str) {
        *self.left_out.entry(why).or_default() += 1;
    }
}

/// Writes what `filter` finds as `format` to `target`; `kinds` empty means all that the format has a place for.
///
/// The register is read as it stands at one moment, however long writing takes. Order is that of the register's lists: the
/// newest first. Files are written beside their place and renamed when they are whole. A table format writes a file a kind, and
/// so needs a folder for more than one.
pub fn export(
    register: &Register,
    format: Format,
    filter: &Filter,
    kinds: &[What],
    target: Target<'_>,
) -> Result<Exported> {
    let kinds = if kinds.is_empty() { format.kinds() } else { kinds };
    if let Some(what) = kinds.iter().find(|k| !format.kinds().contains(k)) {
        return Err(ExportError::NoPlace { format, what: *what });
    }
    let groups: Vec<&[What]> = if format.is_table() { kinds.chunks(1).collect() } else { vec![kinds] };
    if let (Target::Stream(_), [_, _, ..]) = (&target, &groups[..]) {
        return Err(ExportError::ManyTables { format });
    }
    let mut target = target;
    register.snapshot(|register| {
        let facts = Facts::new(register)?;
        let mut done = Exported::default();
        for group in groups {
            let file = format.file(group[0]);
            target.write(&file, &mut done, |out, done| match format {
                Format::Csv => delimited::write_csv(&facts, group[0], filter, out),
                Format::Tsv => delimited::write_tsv(&facts, group[0], filter, out),
                Format::Jsonl => jsonl::write(&facts, group[0], filter, out),
                Format::Parquet => parquet::write(&facts, group[0], filter, out),
                Format::Plover => plover::write(&facts, filter, out, done),
                Format::Cameo => cameo::write(&facts, filter, out, done),
                Format::Ftm => ftm::write(&facts, group, filter, out, done),
                Format::Annotation => annotation::write(&facts, group, filter, out),
                Format::Ics => ics::write(&facts, filter, out, done),
            })?;
        }
        Ok(done)
    })
}

#[cfg(test)]
mod tests;
