//! Runs the examples that stand in frame files: each `yes` must give its row, each `no` must give none.

use crate::extract::{Knowledge, extract};
use kelishim_frames::{Example, Frame};
use kelishim_model::{ActorId, PartialDate, Record};
use kelishim_read::Reading;

/// An example that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// File of the frame.
    pub file: String,
    /// The frame.
    pub frame: String,
    /// The example's text.
    pub text: String,
    /// What was wanted and what came.
    pub problem: String,
}

/// Checks one frame with a reader of plain Russian text. Failures stand in order of the file.
pub fn check_examples(
    frame: &Frame,
    knowledge: &Knowledge,
    read: &dyn Fn(&str, Option<PartialDate>) -> Reading,
) -> Vec<Failure> {
    let failure = |text: &str, problem: String| Failure {
        file: frame.file.clone(),
        frame: frame.id.clone(),
        text: text.to_owned(),
        problem,
    };
    let mut out = vec![];
    for example in &frame.yes {
        let published = example.published.as_deref().and_then(|d| d.parse().ok());
        let record = extract(&read(&example.text, published), knowledge).record;
        if let Err(problem) = holds(frame, example, &record) {
            out.push(failure(&example.text, problem));
        }
    }
    for example in &frame.no {
        let record = extract(&read(&example.text, None), knowledge).record;
        let events = record.events.iter().filter(|e| e.frame == frame.id).count();
        let commitments = record.commitments.iter().filter(|c| c.frame == frame.id).count();
        if events + commitments > 0 {
            out.push(failure(&example.text, format!("wanted nothing ({}), but it made a row", example.why)));
        }
    }
    out
}

fn holds(frame: &Frame, example: &Example, record: &Record) -> Result<(), String> {
    if let Some(kind) = frame.event {
        let kind = example.event.as_deref().unwrap_or(kind.code());
        let found: Vec<_> = record.events.iter().filter(|e| e.frame == frame.id).collect();
        let fits = |e: &&&kelishim_model::Event| {
            e.kind.code() == kind
                && (example.actors.is_empty() || same(record, &example.actors, &e.actors))
                && same(record, &example.recipients, &e.recipients)
                && example.modality.as_deref().is_none_or(|m| e.modality.code() == m)
        };
        if !found.iter().any(|e| fits(&e)) {
            let came: Vec<String> = found
                .iter()
                .map(|e| {
                    format!(
                        "{} {:?} -> {:?} {}",
                        e.kind,
                        keys(record, &e.actors),
                        keys(record, &e.recipients),
                        e.modality
                    )
                })
                .collect();
            return Err(format!("wanted {kind} {:?} -> {:?}, came {came:?}", example.actors, example.recipients));
        }
    }
    let Some(stage) = &example.stage else { return Ok(()) };
    let found: Vec<_> = record.commitments.iter().filter(|c| c.frame == frame.id).collect();
    let text = |c: &kelishim_model::Commitment| c.action.of(&record.article.text).to_owned();
    if found.iter().any(|c| c.stage.code() == stage && example.action.as_ref().is_none_or(|a| text(c) == *a)) {
        return Ok(());
    }
    let came: Vec<String> = found.iter().map(|c| format!("{} «{}»", c.stage, text(c))).collect();
    Err(format!("wanted a commitment {stage} «{}», came {came:?}", example.action.as_deref().unwrap_or("…")))
}

/// Parties as the examples name them: a state's code where there is one, else the name.
fn keys(record: &Record, ids: &[ActorId]) -> Vec<String> {
    let key = |id: &ActorId| {
        let row = &record.actors[id.0 as usize];
        row.country.clone().unwrap_or_else(|| row.name.clone())
    };
    let mut out: Vec<String> = ids.iter().map(key).collect();
    out.sort();
    out.dedup();
    out
}

fn same(record: &Record, wanted: &[String], ids: &[ActorId]) -> bool {
    let mut wanted = wanted.to_vec();
    wanted.sort();
    wanted == keys(record, ids)
}
