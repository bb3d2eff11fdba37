//! What a record must keep to be taken into the register.

use crate::record::{Record, Span};
use crate::same::Characters;
use crate::{Result, StoreError};
use std::collections::HashSet;

/// Whether a word can name blocks and lists: nothing stands in it that parts or ends names there.
fn is_code(word: &str) -> bool {
    !word.is_empty() && !word.contains(|c: char| c.is_control() || matches!(c, '|' | '"' | '\\'))
}

/// What the contract promises and the register rests on: spans slice back, actors are there, codes are words.
pub(crate) fn check(record: &Record, place: &str) -> Result<()> {
    let refuse = |problem: String| Err(StoreError::Record { place: place.to_owned(), problem });
    if record.schema != "kelishim.record/1" {
        return refuse(format!("schema `{}` is not kelishim.record/1", record.schema));
    }
    let text = Characters::new(&record.article.text);
    let actors: HashSet<&str> = record.actors.iter().map(|a| a.id.as_str()).collect();
    let mut spans: Vec<(&str, &Span)> = vec![];
    let mut ids: Vec<&str> = vec![];
    for s in &record.statements {
        spans.extend([("cue", &s.cue), ("content", &s.content)]);
        ids.extend(s.speaker.iter().chain(&s.about).chain(&s.via).map(String::as_str));
    }
    for e in &record.events {
        spans.push(("trigger", &e.trigger));
        spans.extend(e.place.iter().map(|p| ("place", p)));
        ids.extend(e.actors.iter().chain(&e.recipients).map(String::as_str));
    }
    for c in &record.commitments {
        spans.push(("action", &c.action));
        spans.extend(c.evidence.iter().map(|e| ("evidence", e)));
        ids.extend(c.committer.iter().chain(&c.beneficiary).map(String::as_str));
        if kelishim_model::Stage::from_code(&c.stage).is_none() {
            return refuse(format!("stage `{}` is none of RECORD.md's", c.stage));
        }
    }
    let areas = record.statements.iter().flat_map(|s| &s.areas);
    let areas = areas.chain(record.events.iter().flat_map(|e| &e.areas));
    let areas = areas.chain(record.commitments.iter().flat_map(|c| &c.areas)).map(|area| ("area", area));
    let types = record.events.iter().map(|e| ("type", &e.kind));
    let countries = record.actors.iter().filter_map(|a| Some(("country", a.country.as_ref()?)));
    let keys = record.actors.iter().filter_map(|a| Some(("registry", a.registry.as_ref()?)));
    if let Some((what, code)) = areas.chain(types).chain(countries).chain(keys).find(|(_, code)| !is_code(code)) {
        return refuse(format!("{what} {code:?} is no code"));
    }
    for (what, span) in spans {
        if text.slice(span.start, span.end) != span.text {
            return refuse(format!("{what} at {}..{} is not «{}» in the text", span.start, span.end, span.text));
        }
    }
    match ids.into_iter().find(|id| !actors.contains(id)) {
        Some(id) => refuse(format!("a row names actor `{id}`, which is not among its actors")),
        None => Ok(()),
    }
}
