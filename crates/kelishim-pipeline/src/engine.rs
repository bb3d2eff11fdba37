//! A page to its reading, its record and its words.

use kelishim_acquire::{About, Page};
use kelishim_extract::{Knowledge, extract};
use kelishim_infer::Model;
use kelishim_model::{CodePoints, Gap};
use kelishim_read::{Reading, Source, analyse, read_article};
use kelishim_registry::Registry;
use kelishim_store::Word;
use kelishim_store::record::Record;

/// Languages that there are frames for.
pub const LANGUAGES: &[&str] = &["ru", "en", "ky"];

/// Languages that the encoder was taught.
pub const ANALYSED: &[&str] = &["ru", "ky", "kk", "en"];

/// What reading needs: weights and knowledge.
#[derive(Clone, Copy)]
pub struct Engine<'a> {
    /// Encoder.
    pub model: &'a Model,
    /// Frames, lexicons, registry.
    pub knowledge: &'a Knowledge,
}

/// A page's reading; its gaps say why when there is nothing to read. `given` is what the user says of the page.
pub fn read_page(page: &Page, given: &About, languages: &[&str], model: &Model, threads: usize) -> Reading {
    let source = Source {
        id: &page.id,
        text: &page.text,
        title: given.title.as_deref().or(page.title.as_deref()),
        url: given.url.as_deref().or(page.url.as_deref()),
        source: given.source.as_deref().or(page.source.as_deref()),
        published: given.published.as_deref().or(page.published.as_deref()),
        language: given.language.as_deref(),
        extractor: page.extractor,
    };
    let (article, mut gaps) = read_article(source, languages);
    for gap in page.gaps.iter().map(|g| g.reason()) {
        if !gaps.iter().any(|g| g.reason == gap) {
            gaps.push(Gap { span: None, reason: gap.to_owned() });
        }
    }
    analyse(article, gaps, model, threads)
}

impl Engine<'_> {
    /// Record and words of a page; articles in languages without frames get words and no rows.
    pub fn read(&self, page: &Page, given: &About) -> (Record, Vec<Word>) {
        let reading = read_page(page, given, ANALYSED, self.model, 1);
        let primary = reading.article.language.split('-').next().unwrap_or_default();
        let record = if LANGUAGES.contains(&primary) {
            extract(&reading, self.knowledge).record
        } else {
            self.without_rows(&reading)
        };
        let words = words(&reading);
        let record = serde_json::from_value(record.to_json()).expect("our own records keep the contract");
        (record, words)
    }

    /// The record of an article that there are no frames for: it can be searched, and the gap says why it has no rows.
    fn without_rows(&self, reading: &Reading) -> kelishim_model::Record {
        let mut gaps = reading.gaps.clone();
        if gaps.is_empty() {
            gaps.push(Gap { span: None, reason: "language".to_owned() });
        }
        kelishim_model::Record {
            versions: self.knowledge.versions(&reading.article.extractor),
            article: reading.article.clone(),
            actors: vec![],
            statements: vec![],
            events: vec![],
            commitments: vec![],
            gaps,
        }
    }

    /// Completes a record that came from elsewhere: actors that the registry knows by name get its keys. Its words.
    pub fn complete(&self, record: &mut Record) -> Vec<Word> {
        let registry: &Registry = &self.knowledge.registry;
        for actor in record.actors.iter_mut().filter(|a| a.registry.is_none()) {
            if actor.kind == "country" {
                let code =
                    actor.country.clone().or_else(|| registry.state_by_name(&actor.name).map(|s| s.code.clone()));
                actor.registry = code.clone();
                actor.country = code;
            } else if let Some(body) = registry.body(&actor.name) {
                actor.registry = Some(body.key.clone());
            }
        }
        let source = Source {
            text: &record.article.text,
            language: Some(&record.article.language),
            extractor: &record.versions.extractor,
            ..Source::default()
        };
        let (article, gaps) = read_article(source, ANALYSED);
        words(&analyse(article, gaps, self.model, 1))
    }
}

/// The words of a reading, punctuation left out, with places in code points.
pub fn words(reading: &Reading) -> Vec<Word> {
    let text = &reading.article.text;
    let points = CodePoints::new(text);
    let plain = |s: &str| -> String {
        s.chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .map(|c| if c == 'ё' { 'е' } else { c })
            .collect()
    };
    reading
        .tokens
        .iter()
        .filter(|t| t.span.of(text).chars().any(char::is_alphanumeric))
        .map(|t| Word {
            form: plain(t.span.of(text)),
            lemma: plain(&t.lemma),
            start: points.at(t.span.start()) as u32,
            end: points.at(t.span.end()) as u32,
        })
        .collect()
}
