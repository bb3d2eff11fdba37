//! `kelishim frames`: the examples of all frames against the program itself, the list of frames, and why a sentence gives
//! what it gives.

use crate::input::read_text;
use crate::paint::{Style, clean, paint};
use crate::report::report;
use crate::{Outcome, embedded};
use anyhow::Result;
use clap::{Args, Subcommand};
use kelishim_extract::{Explained, Knowledge, check_examples, extract};
use kelishim_model::PartialDate;
use kelishim_pipeline::LANGUAGES;
use kelishim_read::{Reading, fold};
use std::io::Write;
use std::path::PathBuf;

/// Frames: the declarative patterns behind events and commitments.
#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Refuse bad frame files by line, and run the examples of all others
    Check {
        /// A folder (or file) of your own frames; the built-in ones when left out
        path: Option<PathBuf>,
    },
    /// List all frames with what they say
    List {
        /// A folder of your own frames, added to the built-in ones
        path: Option<PathBuf>,
    },
    /// Tell what a sentence gives, and which frames almost matched and what failed
    Why {
        /// The sentence, or several
        text: String,
        /// A folder of your own frames, added to the built-in ones
        #[arg(long)]
        frames: Option<PathBuf>,
        /// Day of publication: 2021-06-01
        #[arg(long, value_name = "DATE")]
        published: Option<PartialDate>,
    },
}

pub fn run(options: &Options) -> Result<Outcome> {
    let mut out = anstream::stdout();
    match &options.action {
        Action::List { path } => {
            for code in LANGUAGES {
                for frame in embedded::frames(code, path.as_deref())?.all() {
                    writeln!(out, "{code} {:24} {}", frame.id, frame.says)?;
                }
            }
            Ok(Outcome::Found)
        }
        Action::Why { text, frames, published } => {
            let model = embedded::model()?;
            let knowledge = embedded::knowledge(&model, frames.as_deref())?;
            let reading = read_text(text, *published, None, &model);
            let explained = extract(&reading, &knowledge);
            write!(out, "{}{}", report(&reading, &explained, true), attempts(&reading, &explained, &knowledge))?;
            let rows = explained.events.len() + explained.commitments.len();
            Ok(if rows > 0 { Outcome::Found } else { Outcome::Nothing })
        }
        Action::Check { path } => {
            let model = embedded::model()?;
            let knowledge = embedded::knowledge(&model, path.as_deref())?;
            let (mut frames, mut examples, mut failures) = (0, 0, 0);
            for (code, frame) in knowledge.languages.iter().flat_map(|(c, l)| l.frames.all().iter().map(|f| (*c, f))) {
                let read = |text: &str, published| read_text(text, published, Some(code), &model);
                // A frame must hold by itself, whatever was learned; only those that bind what is learned cannot.
                let alone = |text: &str, published| Reading { states: vec![], ..read(text, published) };
                let own = path.as_ref().is_none_or(|p| frame.file.starts_with(&*p.to_string_lossy()));
                if !own {
                    continue;
                }
                frames += 1;
                examples += frame.yes.len() + frame.no.len();
                let read: &dyn Fn(&str, _) -> Reading = if frame.is_learned() { &read } else { &alone };
                for f in check_examples(frame, &knowledge, read) {
                    failures += 1;
                    writeln!(out, "{}: {}: «{}»\n    {}", f.file, f.frame, f.text, f.problem)?;
                }
            }
            writeln!(out, "{frames} frames, {examples} examples, {failures} failed")?;
            Ok(if failures == 0 { Outcome::Found } else { Outcome::Failed })
        }
    }
}

/// Frames that were tried in vain, and verbs that trigger none.
fn attempts(reading: &Reading, explained: &Explained, knowledge: &Knowledge) -> String {
    let mut out = String::new();
    let mut line = |text: String| out.push_str(&(text + "\n"));
    if !explained.vain.is_empty() {
        line(paint(Style::Bold, "no row"));
    }
    for a in &explained.vain {
        line(format!("  «{}» {}: {}", clean(a.trigger.of(&reading.article.text)), a.frame, a.miss));
    }
    let verbs = reading.tokens.iter().enumerate().filter(|(_, t)| &*t.pos == "VERB");
    let frames = &knowledge.language(&reading.article.language).frames;
    let unknown = |lemma: &str| frames.triggered_by(&fold(lemma)).next().is_none();
    for (i, t) in verbs.filter(|(_, t)| unknown(&t.lemma)) {
        line(paint(Style::Dim, &format!("  «{}»: no frame is triggered by {}", clean(reading.form(i)), t.lemma)));
    }
    out
}
