//! What the binary carries: model, frames, lexicons, registry, samples. Only this crate embeds them.

use anyhow::{Context, Result, anyhow, bail};
use kelishim_extract::statements::SpeechLexicon;
use kelishim_extract::{AreaLexicon, Knowledge, Learned};
use kelishim_frames::{Frames, Source};
use kelishim_infer::{Acts, Keep, Model};
use kelishim_link::Subjects;
use kelishim_registry::Registry;
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

static ACTS: &[u8] = include_bytes!("../../../data/models/kelishim-acts-v2.bin");

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
    let frames = frames(own)?;
    let acts = model.acts();
    Ok(Knowledge {
        learned: acts.map(|acts| Learned::new(acts.clone(), &frames)).transpose()?,
        model: acts.map_or(model.version().to_owned(), |acts| format!("{}+{}", model.version(), acts.version())),
        frames,
        speech: SpeechLexicon::parse("speech.toml", lexicon("speech.toml")?)?,
        areas: AreaLexicon::parse(lexicon("areas.toml")?).map_err(|e| anyhow!("areas.toml: {e}"))?,
        registry: registry()?,
    })
}

/// The registry of actors.
pub fn registry() -> Result<Registry> {
    Ok(Registry::load(files::ACTORS)?)
}

/// What undertakings are about, in several languages.
pub fn subjects() -> Result<Subjects> {
    let (name, content) = files::LINK.first().context("the subjects are not in this binary")?;
    Ok(Subjects::parse(name, content)?)
}

fn lexicon(name: &str) -> Result<&'static str> {
    let file = files::LEXICON.iter().find(|(n, _)| n.ends_with(name));
    file.map(|(_, content)| *content).with_context(|| format!("the lexicon {name} is not in this binary"))
}

/// The built-in frames with those of a folder: every `.toml` below it is a frame, but `classes.toml`, which holds word classes.
pub fn frames(own: Option<&Path>) -> Result<Frames> {
    let mut extra = vec![];
    if let Some(folder) = own {
        collect(folder, &mut extra)?;
        extra.sort();
        if extra.is_empty() {
            bail!("{}: no .toml file in it; a frame is one file, see CONTRIBUTING.md", folder.display());
        }
    }
    let built_in = |files: &'static [(&str, &str)]| files.iter().map(|(name, content)| Source { name, content });
    let (classes, frames): (Vec<_>, Vec<_>) =
        extra.iter().map(|(name, content)| Source { name, content }).partition(|s| s.name.ends_with("classes.toml"));
    let classes: Vec<Source<'_>> = built_in(files::CLASSES).chain(classes).collect();
    let frames: Vec<Source<'_>> = built_in(files::FRAMES).chain(frames).collect();
    Ok(Frames::compile(&classes, &frames)?)
}

fn collect(path: &Path, into: &mut Vec<(String, String)>) -> Result<()> {
    let shown = path.display();
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot read the folder {shown}"))? {
            collect(&entry?.path(), into)?;
        }
    } else if path.extension().is_some_and(|e| e == "toml") || into.is_empty() && path.is_file() {
        into.push((shown.to_string(), fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?));
    } else if !path.exists() {
        bail!("{shown}: no such file or folder");
    }
    Ok(())
}
