//! What the binary carries: model, frames, lexicons, registry, samples. Only this crate embeds them.

use anyhow::{Context, Result, anyhow, bail};
use kelishim_extract::statements::SpeechLexicon;
use kelishim_extract::{AreaLexicon, Knowledge, Language, Learned, UNTOLD};
use kelishim_frames::{Frames, Source};
use kelishim_infer::{Acts, Keep, Model};
use kelishim_link::Subjects;
use kelishim_pipeline::LANGUAGES;
use kelishim_registry::{Registry, RegistryError};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

mod files {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}
pub use files::SAMPLES;

/// Measured figures.
pub static SCORES: &str = include_str!("../../../gold/SCORES.csv");
/// Sources and licences of the data.
pub static SOURCES: &str = include_str!("../../../data/SOURCES.md");
static WEIGHTS: &[u8] = include_bytes!("../../../data/models/kelishim-v2.bin");

static ACTS: &[u8] = include_bytes!("../../../data/models/kelishim-acts-v6.bin");

/// The encoder with its heads; its analyses keep what the head of acts needs.
pub fn model() -> Result<Model> {
    let acts = Acts::load(ACTS).context("the head of acts inside this binary cannot be used")?;
    Ok(bare_model()?.keeping(Keep::Projection(Arc::new(acts)))?)
}

/// The encoder with its heads.
pub fn bare_model() -> Result<Model> {
    Model::load(WEIGHTS).context("the model inside this binary cannot be used")
}

/// Everything extraction knows, with an analyst's own frames (`--frames`) added. What is learned joins where the model keeps
/// what it needs.
pub fn knowledge(model: &Model, own: Option<&Path>) -> Result<Knowledge> {
    let languages: BTreeMap<&str, Language> =
        LANGUAGES.iter().map(|code| Ok((*code, language(code, own)?))).collect::<Result<_>>()?;
    let acts = model.acts();
    Ok(Knowledge {
        learned: acts.map(|acts| Learned::new(acts.clone(), languages.values().map(|l| &l.frames))).transpose()?,
        model: acts.map_or(model.version().to_owned(), |acts| format!("{}+{}", model.version(), acts.version())),
        languages,
        registry: registry()?,
    })
}

/// Frames and lexicons of a language.
fn language(code: &str, own: Option<&Path>) -> Result<Language> {
    let lexicon = |name: &str| file(code, &format!("lexicon/{name}"));
    Ok(Language {
        frames: frames(code, own)?,
        speech: SpeechLexicon::parse("speech.toml", lexicon("speech.toml")?)?,
        areas: AreaLexicon::parse(lexicon("areas.toml")?).map_err(|e| anyhow!("{code}: areas.toml: {e}"))?,
    })
}

/// The registry of actors.
pub fn registry() -> Result<Registry> {
    Ok(Registry::load(files::ACTORS)?)
}

/// What is wrong with the registry, and how many files were looked at. A file of a folder stands in the place of the built-in
/// file of its name, or joins the built-in ones.
pub fn check_actors(own: Option<&Path>) -> Result<(usize, Vec<RegistryError>)> {
    let Some(folder) = own else { return Ok((files::ACTORS.len(), Registry::check(files::ACTORS))) };
    let mut extra = vec![];
    collect(folder, &[".toml", ".tsv"], &mut extra)?;
    extra.sort();
    if extra.is_empty() {
        bail!(
            "{}: no .toml or .tsv file in it; rows of actors are in such files, see CONTRIBUTING.md",
            folder.display()
        );
    }
    let named = |path: &str| Path::new(path).file_name().map(|n| n.to_owned());
    let replaced = |name: &str| extra.iter().any(|(own, _)| named(own) == named(name));
    let built_in = files::ACTORS.iter().copied().filter(|(name, _)| !replaced(name));
    let all: Vec<(&str, &str)> = built_in.chain(extra.iter().map(|(n, c)| (n.as_str(), c.as_str()))).collect();
    Ok((extra.len(), Registry::check(&all)))
}

/// What undertakings are about, in several languages.
pub fn subjects() -> Result<Subjects> {
    let (name, content) = files::LINK.first().context("the subjects are not in this binary")?;
    Ok(Subjects::parse(name, content)?)
}

fn file(code: &str, name: &str) -> Result<&'static str> {
    let path = format!("data/lang/{code}/{name}");
    let found = files::LANGUAGES.iter().find(|(n, _)| *n == path);
    found.map(|(_, content)| *content).with_context(|| format!("{path} is not in this binary"))
}

/// The built-in frames of a language with those of a folder: every `.toml` below it is a frame, but `classes.toml`, which
/// holds word classes. Frames below a folder named for another language ("en") are left to that; all others are Russian. The
/// file of a built-in frame stands in its place, so that it can be checked as it is edited.
pub fn frames(code: &str, own: Option<&Path>) -> Result<Frames> {
    let mut extra = vec![];
    if let Some(folder) = own {
        collect(folder, &[".toml"], &mut extra)?;
        extra.sort();
        if extra.is_empty() {
            bail!("{}: no .toml file in it; a frame is one file, see CONTRIBUTING.md", folder.display());
        }
        extra.retain(|(name, _)| language_of(name) == code);
    }
    let replaced: Vec<&str> = extra.iter().filter_map(|(name, _)| built_in_name(name)).collect();
    let built_in = |part: &str| {
        let start = format!("data/lang/{code}/{part}");
        let files = files::LANGUAGES.iter().filter(|(name, _)| name.starts_with(&start) && !replaced.contains(name));
        files.map(|(name, content)| Source { name, content }).collect::<Vec<_>>()
    };
    let (classes, frames): (Vec<_>, Vec<_>) =
        extra.iter().map(|(name, content)| Source { name, content }).partition(|s| s.name.ends_with("classes.toml"));
    let classes: Vec<Source<'_>> = built_in("lexicon/classes.toml").into_iter().chain(classes).collect();
    let frames: Vec<Source<'_>> = built_in("frames/").into_iter().chain(frames).collect();
    Ok(Frames::compile(&classes, &frames)?)
}

/// The built-in file that a file on the disk is the source of, wherever the program is started: a checkout's
/// `data/lang/ru/frames/aid/give.toml`.
fn built_in_name(path: &str) -> Option<&'static str> {
    let whole = fs::canonicalize(path).ok()?;
    files::LANGUAGES.iter().map(|(name, _)| *name).find(|name| whole.ends_with(name))
}

/// The language of a file of frames: that of the folder that is named for one.
fn language_of(path: &str) -> &'static str {
    let named = |part: &str| LANGUAGES.iter().find(|code| **code == part);
    let path = built_in_name(path).unwrap_or(path);
    Path::new(path).components().rev().find_map(|c| named(&c.as_os_str().to_string_lossy())).unwrap_or(&UNTOLD)
}

/// A file, or those below a folder that have one of the endings.
fn collect(path: &Path, endings: &[&str], into: &mut Vec<(String, String)>) -> Result<()> {
    let shown = path.display();
    if !path.is_dir() {
        into.push((shown.to_string(), fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?));
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot read the folder {shown}"))? {
        let path = entry?.path();
        if path.is_dir() || endings.iter().any(|e| path.to_string_lossy().ends_with(e)) {
            collect(&path, endings, into)?;
        }
    }
    Ok(())
}
