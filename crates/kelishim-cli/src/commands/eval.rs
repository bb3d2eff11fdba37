//! `kelishim eval`: how much of what people found does the program find?

use super::lessons;
use crate::input;
use crate::{Outcome, embedded};
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use kelishim_acquire::About;
use kelishim_eval::{
    Figures, Named, Quote, TreeWord, compare, read_brat, read_conllu, read_facts, read_quotes, score_entities,
    score_facts, score_quotes, score_records, score_trees, to_csv,
};
use kelishim_extract::actors::Actors;
use kelishim_extract::extract;
use kelishim_extract::statements::attribute_statements;
use kelishim_infer::{Keep, Model};
use kelishim_model::{Span, Speaker, Statement};
use kelishim_pipeline::{ANALYSED, LANGUAGES, read_page};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Scores the program against annotated data.
#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    /// Compare with the committed figures in this file; a fall of more than two rows fails
    #[arg(long, value_name = "FILE", global = true)]
    against: Option<PathBuf>,
    /// Write the figures into this file, in place of those of the same set
    #[arg(long, value_name = "FILE", global = true)]
    write: Option<PathBuf>,
    /// Name of the set in the file; the folder's or file's name when left out
    #[arg(long, value_name = "NAME", global = true)]
    set: Option<String>,
    /// Show what was missed, invented and taken for something else
    #[arg(long, global = true)]
    errors: bool,
}

#[derive(Subcommand)]
enum What {
    /// Records against annotated reports: NAME.txt with NAME.json (docs/formats/gold.md)
    Reports {
        /// Folder of the reports
        folder: PathBuf,
        /// Only reports in this language
        #[arg(long, default_value = "ru")]
        language: String,
        /// Print how many rows of each score are right
        #[arg(long)]
        by_score: bool,
    },
    /// What the head of acts is trained on: for each annotated report its tokens, states and evidence
    Evidence {
        /// Folder of the reports
        folder: PathBuf,
        /// Folder to write NAME.json and NAME.f32 to
        out: PathBuf,
    },
    /// Entities against brat standoff with NEREL's types: NAME.txt with NAME.ann
    Ner {
        /// Folder of the texts
        folder: PathBuf,
    },
    /// Names of persons in the nominative against a list: text, start, end (code points), nominative, by tabs
    Names {
        /// The list
        file: PathBuf,
        /// Folder of its texts
        texts: PathBuf,
    },
    /// Quotations in single sentences against tagged words (docs/formats/gold.md)
    Quotes {
        /// The sentences
        sentences: PathBuf,
        /// Their words with tags
        words: PathBuf,
    },
    /// Facts of factRuEval against records: NAME.txt with NAME.facts (docs/formats/gold.md)
    Facts {
        /// Folder of the texts
        folder: PathBuf,
    },
    /// Morphology, lemmas and trees against CoNLL-U, gold tokens given
    Ud {
        /// Treebank files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

pub fn run(options: &Options) -> Result<Outcome> {
    let model = match &options.what {
        // The frames speak alone: what the head adds is no evidence for it.
        What::Evidence { .. } => embedded::bare_model()?.keeping(Keep::State)?,
        _ => embedded::model()?,
    };
    let mut outcome = Outcome::Found;
    let mut sets: Vec<(String, Figures)> = vec![];
    let mut out = anstream::stdout().lock();
    let mut keep = |path: &Path, figures: Figures| {
        let name = path.file_stem().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        sets.push((options.set.clone().unwrap_or(name), figures));
    };
    match &options.what {
        What::Reports { folder, language, by_score } => {
            let scores = reports(folder, language, &model)?;
            writeln!(out, "{} articles, {} failed", scores.articles, scores.failed.len())?;
            if !scores.failed.is_empty() {
                outcome = Outcome::Failed;
            }
            if options.errors {
                writeln!(out, "{}", scores.errors.join("\n"))?;
            }
            for f in &scores.failed {
                writeln!(out, "{f}")?;
            }
            if *by_score {
                write!(out, "statements, right in their words\n{}", scores.statements.table())?;
                write!(out, "events, right in type and roles\n{}", scores.events.table())?;
                write!(out, "commitments, right in stage and parties\n{}", scores.commitments.table())?;
            }
            keep(folder, scores.figures);
        }
        What::Evidence { folder, out } => lessons::write(folder, out, &model)?,
        What::Ner { folder } => {
            let scores = entities(folder, &model)?;
            if options.errors {
                writeln!(out, "{}", scores.errors.join("\n"))?;
            }
            keep(folder, scores.figures);
        }
        What::Names { file, texts } => {
            let (figures, errors) = names(file, texts, &model)?;
            if options.errors {
                writeln!(out, "{}", errors.join("\n"))?;
            }
            keep(file, figures);
        }
        What::Quotes { sentences, words } => {
            let (figures, errors) = quotes(sentences, words, &model)?;
            if options.errors {
                writeln!(out, "{}", errors.join("\n"))?;
            }
            keep(sentences, figures);
        }
        What::Facts { folder } => {
            let (figures, errors) = facts(folder, &model)?;
            if options.errors {
                writeln!(out, "{}", errors.join("\n"))?;
            }
            keep(folder, figures);
        }
        What::Ud { files } => {
            for file in files {
                let scores = trees(file, &model)?;
                for f in &scores.failed {
                    writeln!(out, "{}: {f}", file.display())?;
                    outcome = Outcome::Failed;
                }
                if options.errors {
                    for (confusion, times) in &scores.confusions {
                        writeln!(out, "{times:6} {confusion}")?;
                    }
                }
                keep(file, scores.figures);
            }
        }
    }
    for (set, figures) in &sets {
        for (measure, t) in figures.iter() {
            let (p, r, f1) = (t.precision(), t.recall(), t.f1());
            writeln!(
                out,
                "{set:20} {measure:26} P {p:.3}  R {r:.3}  F1 {f1:.3}  (gold {}, found {})",
                t.gold, t.found
            )?;
        }
    }
    let named: Vec<(&str, &Figures)> = sets.iter().map(|(n, f)| (n.as_str(), f)).collect();
    if let Some(file) = &options.against {
        let committed = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        for fall in compare(&committed, &named)? {
            writeln!(out, "fallen: {fall}")?;
            outcome = Outcome::Failed;
        }
    }
    if let Some(file) = &options.write {
        let old = fs::read_to_string(file).unwrap_or_default();
        let fresh = to_csv(&named);
        let replaced = |line: &&str| named.iter().any(|(n, _)| line.split(',').next() == Some(n));
        let kept = old.lines().skip(1).filter(|l| !replaced(l));
        let head = fresh.lines().next().unwrap_or_default();
        let mut lines: Vec<&str> = kept.chain(fresh.lines().skip(1)).collect();
        // Sets in order of their names, measures in theirs: the file's diff shows only what changed.
        lines.sort_by_key(|l| l.split(',').next().map(str::to_owned));
        fs::write(file, format!("{head}\n{}\n", lines.join("\n")))
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(outcome)
}

/// Files of a folder with an ending, by name.
pub fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut out: Vec<PathBuf> =
        entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == ending)).collect();
    out.sort();
    if out.is_empty() {
        bail!("{}: no file ends in .{ending}", folder.display());
    }
    Ok(out)
}

pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn reports(folder: &Path, language: &str, model: &Model) -> Result<kelishim_eval::Scores> {
    let knowledge = embedded::knowledge(model, None)?;
    let (mut gold, mut records) = (vec![], vec![]);
    for path in files(folder, "json")? {
        let annotated: Value = serde_json::from_str(&read(&path)?).with_context(|| path.display().to_string())?;
        if annotated["language"] != language {
            continue;
        }
        let given = described(&annotated);
        records.push(
            input::open(&path.with_extension("txt"))
                .map(|page| {
                    extract(&read_page(&page, &given, LANGUAGES, model, input::threads(None)), &knowledge)
                        .record
                        .to_json()
                })
                .map_err(|e| format!("{e:#}")),
        );
        gold.push((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), annotated));
    }
    Ok(score_records(&gold, &records))
}

/// What an annotated report says of itself; where its day is unknown, the scorer's convention.
pub fn described(annotated: &Value) -> About {
    let text = |key: &str| annotated[key].as_str().map(str::to_owned);
    About {
        published: text("published").or_else(|| Some("2021-01-01".to_owned())),
        source: text("source"),
        ..About::default()
    }
}

fn entities(folder: &Path, model: &Model) -> Result<kelishim_eval::EntityScores> {
    let (mut gold, mut found) = (vec![], vec![]);
    for path in files(folder, "ann")? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        gold.push((name, read_brat(&read(&path)?).with_context(|| path.display().to_string())?));
        let page = input::open(&path.with_extension("txt"))?;
        let reading = read_page(
            &page,
            &About { language: Some("ru".to_owned()), ..About::default() },
            ANALYSED,
            model,
            input::threads(None),
        );
        let points = kelishim_model::CodePoints::new(&reading.article.text);
        let named = |e: &kelishim_read::Entity| Named {
            start: points.at(e.span.start()),
            end: points.at(e.span.end()),
            kind: e.kind.to_string(),
        };
        found.push(reading.entities.iter().map(named).collect());
    }
    Ok(score_entities(&gold, &found))
}

fn trees(file: &Path, model: &Model) -> Result<kelishim_eval::TreeScores> {
    let content = read(file)?;
    let gold = read_conllu(&content).with_context(|| file.display().to_string())?;
    let reading = kelishim_read::reanalyse(kelishim_read::parse_conllu(&content), model, input::threads(None));
    let found: Vec<Vec<TreeWord>> = read_conllu(&kelishim_read::write_conllu(&reading))?;
    Ok(score_trees(&gold, &found))
}

/// What is found in sentences on any matter: attribution is asked before statements on no relations are left out.
fn quotes(sentences: &Path, words: &Path, model: &Model) -> Result<(Figures, Vec<String>)> {
    let gold = read_quotes(&read(sentences)?, &read(words)?).with_context(|| words.display().to_string())?;
    let knowledge = embedded::knowledge(model, None)?;
    let found: Vec<Vec<Quote>> = gold
        .iter()
        .map(|sentence| {
            let reading = input::read_text(&sentence.text, None, Some("ru"), model);
            let actors = Actors::find(&reading, &knowledge.registry);
            let points = kelishim_model::CodePoints::new(&reading.article.text);
            let at = |span: Span| (points.at(span.start()), points.at(span.end()));
            let named = |speaker: &Speaker| match speaker {
                Speaker::Actor(id) => actors.mentions.iter().filter(|m| m.actor == *id).map(|m| at(m.span)).collect(),
                Speaker::Unnamed(words) => words.iter().map(|span| at(*span)).collect(),
            };
            let statements = attribute_statements(&reading, &actors, &knowledge.language("ru").speech);
            let quote = |s: &Statement| Quote { content: at(s.content), cue: at(s.cue), speaker: named(&s.speaker) };
            statements.iter().map(quote).collect()
        })
        .collect();
    Ok(score_quotes(&gold, &found))
}

fn facts(folder: &Path, model: &Model) -> Result<(Figures, Vec<String>)> {
    let knowledge = embedded::knowledge(model, None)?;
    let (mut gold, mut records) = (vec![], vec![]);
    for path in files(folder, "facts")? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        gold.push((name, read_facts(&read(&path)?).with_context(|| path.display().to_string())?));
        let page = input::open(&path.with_extension("txt"))?;
        let given = About { language: Some("ru".to_owned()), ..About::default() };
        let reading = read_page(&page, &given, LANGUAGES, model, input::threads(None));
        records.push(extract(&reading, &knowledge).record.to_json());
    }
    Ok(score_facts(&gold, &records))
}

/// Names of a list whose nominative is right, and lines that tell the others.
fn names(list: &Path, texts: &Path, model: &Model) -> Result<(Figures, Vec<String>)> {
    let content = read(list)?;
    let (mut right, mut all, mut errors) = (0, 0, vec![]);
    let mut open: Option<(String, kelishim_read::Reading)> = None;
    for (i, line) in content.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()) {
        let wrong = || format!("{}:{}: wanted text, start, end, nominative", list.display(), i + 1);
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, start, end, nominative] = fields[..] else { bail!("{}", wrong()) };
        let (start, end): (usize, usize) = (start.parse().with_context(wrong)?, end.parse().with_context(wrong)?);
        if open.as_ref().is_none_or(|(n, _)| n != name) {
            let page = input::open(&texts.join(format!("{name}.txt")))?;
            let given = About { language: Some("ru".to_owned()), ..About::default() };
            open = Some((name.to_owned(), read_page(&page, &given, ANALYSED, model, input::threads(None))));
        }
        let Some((_, reading)) = &open else { continue };
        let points = kelishim_model::CodePoints::new(&reading.article.text);
        let at = |t: &kelishim_read::Token| (start..end).contains(&points.at(t.span.start()));
        let first = reading.tokens.iter().position(at).unwrap_or_default();
        let many = reading.tokens[first..].iter().take_while(|t| at(t)).count();
        let found = kelishim_read::nominative_name(reading, first..first + many);
        all += 1;
        if found == nominative {
            right += 1;
        } else {
            let form: String = reading.tokens[first..first + many]
                .iter()
                .map(|t| t.span.of(&reading.article.text))
                .collect::<Vec<_>>()
                .join(" ");
            errors.push(format!("{name}:{start} {form}: {nominative} taken for {found}"));
        }
    }
    let mut figures = Figures::default();
    figures.add("name.nominative", right, all, all);
    Ok((figures, errors))
}
