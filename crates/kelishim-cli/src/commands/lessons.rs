//! `eval evidence`: writes what the head of acts learns from, for `train/acts.py`.

use super::eval::{described, files, read};
use crate::{embedded, input};
use anyhow::{Context, Result};
use kelishim_extract::{Lesson, Party, Voice, Voices, Whom, lesson};
use kelishim_infer::Model;
use kelishim_model::{CodePoints, Span, Speaker};
use kelishim_pipeline::{LANGUAGES, read_page};
use kelishim_read::Reading;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// For each annotated report `NAME.json` and `NAME.f32` in the folder `out`.
///
/// `tokens`: start and end in code points, head, part of speech, sentence. `evidence`: token, what words and tree say, what frames
/// say. `parties`, at words that are annotated or that a frame knows: token and for each side its name and state, what words and tree
/// say, what frames say, token of its nearest mention, who of it may be meant: name (none for the state itself), token of the nearest
/// mention, evidence. `statements`, those on no relations too, but none of a headline's that the text says again: start and end in code points of
/// what is said, its first token and the one behind its last, what speaks for and against it, the token of its cue and those who may
/// be the speaker: names, state, token of the nearest mention, evidence. The other file: states, `[tokens, hidden]` little endian.
pub fn write(folder: &Path, out: &Path, model: &Model) -> Result<()> {
    let knowledge = embedded::knowledge(model, None)?;
    fs::create_dir_all(out).with_context(|| format!("cannot make the folder {}", out.display()))?;
    for path in files(folder, "json")? {
        let annotated: Value = serde_json::from_str(&read(&path)?).with_context(|| path.display().to_string())?;
        let page = input::open(&path.with_extension("txt"))?;
        let reading = read_page(&page, &described(&annotated), LANGUAGES, model, input::threads(None));
        let json = told(&reading, &annotated, &lesson(&reading, &knowledge)).to_string();
        let name = out.join(path.file_name().unwrap_or_default());
        let states: Vec<u8> = reading.states.iter().flat_map(|v| v.to_le_bytes()).collect();
        for (file, bytes) in [(name.clone(), json.into_bytes()), (name.with_extension("f32"), states)] {
            fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
        }
    }
    Ok(())
}

fn told(reading: &Reading, annotated: &Value, lesson: &Lesson) -> Value {
    let points = CodePoints::new(&reading.article.text);
    let token = |t: &kelishim_read::Token| {
        json!([points.at(t.span.start()), points.at(t.span.end()), t.head, &*t.pos, t.sentence])
    };
    let known = known(reading, annotated, lesson);
    let weighed = |t: usize| known.iter().any(|k| k.contains(reading.tokens[t].span));
    let side = |party: &Party| match party {
        Party::State(code) => json!(["", code]),
        Party::Actor(id) => {
            let row = &lesson.told.record.actors[id.0 as usize];
            json!([row.name, row.country])
        }
    };
    let whom = |whom: &[Whom]| -> Value {
        let name = |w: &Whom| w.actor.map(|id| &lesson.told.record.actors[id.0 as usize].name);
        whom.iter().map(|w| json!([name(w), w.mention, w.features])).collect()
    };
    let sides = lesson.evidence.iter().zip(&lesson.candidates).filter(|(e, _)| weighed(e.token)).map(|(e, list)| {
        let list = list.iter().map(|(c, of_it)| json!([side(&c.side), c.plain, c.declared, c.mention, whom(of_it)]));
        json!([e.token, list.collect::<Value>()])
    });
    let voices = |voices: &Option<Voices>| -> Value {
        let voice = |v: &Voice| match &v.speaker {
            Speaker::Actor(id) => {
                let row = &lesson.told.record.actors[id.0 as usize];
                json!([[row.name, row.description], row.country, v.mention, v.features])
            }
            Speaker::Unnamed(words) => {
                json!([[words.map(|w| w.of(&reading.article.text))], null, v.mention, v.features])
            }
        };
        voices.as_ref().map_or(json!([0, []]), |v| json!([v.cue, v.of.iter().map(voice).collect::<Value>()]))
    };
    let said = lesson.said.iter().zip(&lesson.voices).zip(&lesson.again);
    let said = said.filter(|((s, _), again)| !s.content.is_empty() && !**again).map(|((s, who), _)| {
        let place = reading.tokens[s.content.start].span.cover(reading.tokens[s.content.end - 1].span);
        json!([
            points.at(place.start()),
            points.at(place.end()),
            s.content.start,
            s.content.end,
            s.features,
            voices(who)
        ])
    });
    json!({
        "tokens": reading.tokens.iter().map(token).collect::<Value>(),
        "evidence": lesson.evidence.iter().map(|e| json!([e.token, e.plain, e.declared])).collect::<Value>(),
        "parties": sides.collect::<Value>(),
        "statements": said.collect::<Value>(),
    })
}

/// Stretches that are annotated as triggers or actions, and triggers that a frame knows.
fn known(reading: &Reading, annotated: &Value, lesson: &Lesson) -> Vec<Span> {
    let text = &reading.article.text;
    let rows = ["events", "commitments"].iter().flat_map(|l| annotated[l].as_array().into_iter().flatten());
    let words = rows.filter_map(|r| r["trigger"].as_str().or(r["action"].as_str()));
    let mut out: Vec<Span> =
        words.flat_map(|w| text.match_indices(w).map(|(i, w)| Span::new(i, i + w.len()))).collect();
    out.extend(lesson.told.vain.iter().map(|a| a.trigger));
    out.extend(lesson.told.record.events.iter().map(|e| e.trigger));
    out
}
