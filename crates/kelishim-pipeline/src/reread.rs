//! Articles of the register once more, after an upgrade of model, frames or registry.

use crate::Engine;
use crate::ordered::ordered;
use kelishim_acquire::{About, Page};
use kelishim_store::ask::Received;
use kelishim_store::{Changes, Incoming, Register, StoreError};

/// What changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reread {
    /// Articles read again.
    pub articles: u64,
    /// Their changes, in order of articles.
    pub changes: Changes,
}

/// Reads every current article again that other versions than today's have read (`all`: every one) and puts the new rows in
/// place of the old; ids and corrections stay. Articles that came as records are left alone: nothing here made their rows.
pub fn reread(
    register: &mut Register,
    engine: Engine<'_>,
    threads: usize,
    all: bool,
    now: &dyn Fn() -> String,
    progress: &mut dyn FnMut(u64),
) -> Result<Reread, StoreError> {
    let versions = engine.knowledge.versions("");
    let versions = [versions.model.as_str(), versions.frames.as_str(), versions.registry.as_str()];
    let articles = register.articles_to_reread((!all).then_some(versions))?;
    let asked = Register::open_to_read(register.path())?;
    let items = articles.into_iter().map_while(move |id| asked.received(id).ok().map(|source| (id, source)));
    let mut done = Reread::default();
    let work = |(id, source): (i64, Received)| (id, read_again(source, engine));
    ordered(items, threads.max(1), work, |(id, incoming)| -> Result<(), StoreError> {
        let now = now();
        let changes = register.transaction(|register| register.rederive(id, &incoming, &now))?;
        done.articles += 1;
        done.changes.added.extend(changes.added);
        done.changes.changed.extend(changes.changed);
        done.changes.withdrawn.extend(changes.withdrawn);
        progress(done.articles);
        Ok(())
    })?;
    Ok(done)
}

fn read_again(source: Received, engine: Engine<'_>) -> Incoming {
    let page = Page {
        id: source.key,
        text: source.text,
        title: source.title,
        url: source.url,
        source: source.source,
        published: source.published,
        language_hint: None,
        extractor: extractor(&source.versions[3]),
        gaps: vec![],
    };
    let given = About { language: Some(source.language), ..About::default() };
    let (record, words) = engine.read(&page, &given);
    Incoming { record, place: source.place, words, bytes: None }
}

/// The text stays as it was cut, so its extractor does too.
fn extractor(name: &str) -> &'static str {
    if name == "html/1" { "html/1" } else { "text/1" }
}
