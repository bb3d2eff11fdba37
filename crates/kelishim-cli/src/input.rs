//! Files and standard input to articles and their analysis.

use anyhow::{Context, Result};
use kelishim_acquire::{Page, open_page, read_file, read_stdin};
use kelishim_infer::Model;
use kelishim_model::PartialDate;
use kelishim_pipeline::LANGUAGES;
use kelishim_read::{Reading, Source, analyse, read_article};
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

/// The page in a file, or in standard input for `-`.
pub fn open(path: &Path) -> Result<Page> {
    let raw = if path == Path::new("-") { read_stdin() } else { read_file(path) }?;
    Ok(open_page(&raw)?)
}

/// Opens each file and hands its page on; a file that cannot be opened is named on standard error and the others are
/// still read. Whether any failed.
pub fn each_page(files: &[PathBuf], mut on: impl FnMut(&Path, &Page) -> Result<()>) -> Result<bool> {
    let mut failed = false;
    for file in files {
        match open(file) {
            Ok(page) => on(file, &page)?,
            Err(e) => {
                eprintln!("kelishim: {e:#}");
                failed = true;
            }
        }
    }
    Ok(failed)
}

/// Threads to use: what the user asked for, else all cores.
pub fn threads(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| available_parallelism().map_or(1, usize::from)).max(1)
}

/// A plain text's reading: the examples of frames. Without a language Latin letters make it English.
pub fn read_text(text: &str, published: Option<PartialDate>, language: Option<&str>, model: &Model) -> Reading {
    let published = published.map(|d| d.to_string());
    let cyrillic = text.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
    let language = language.or(Some(if cyrillic { "ru" } else { "en" }));
    let source = Source { text, published: published.as_deref(), language, extractor: "text/1", ..Source::default() };
    let (article, gaps) = read_article(source, LANGUAGES);
    analyse(article, gaps, model, 1)
}

/// A date as `--published` takes it; the error says what is wanted.
pub fn published(text: &str) -> Result<String> {
    text.parse::<PartialDate>()
        .map(|_| text.to_owned())
        .with_context(|| "--published wants a date such as 2021-06-01".to_owned())
}
