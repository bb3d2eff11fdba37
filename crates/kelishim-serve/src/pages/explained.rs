//! Why there is a row: the frame that made it and the words it bound.

use crate::page::Page;
use kelishim_store::record::{Row, Span};

/// What the program can say about a row.
pub struct Explained {
    pub frame: Option<String>,
    /// What the frame says in one sentence.
    pub says: Option<String>,
    pub score: Option<f64>,
    /// Role (a key of `locales/`) and words.
    pub words: Vec<(&'static str, String)>,
}

pub fn explained(p: &Page, row: &Row) -> Explained {
    let frame = match row {
        Row::Statement(r) => r.frame.clone(),
        Row::Event(r) => r.frame.clone(),
        Row::Step(r) => r.frame.clone(),
    };
    let says = frame.as_ref().and_then(|f| p.site.contents.frames.get(f)).cloned();
    let words = spans(row).into_iter().map(|(role, span)| (role, super::short(&span.text, 300))).collect();
    Explained { frame, says, score: row.score(), words }
}

/// Words of a row by their role, in the order of the record.
pub fn spans(row: &Row) -> Vec<(&'static str, &Span)> {
    let mut out = vec![];
    match row {
        Row::Statement(r) => {
            out.push(("role-cue", &r.cue));
            out.push(("role-content", &r.content));
        }
        Row::Event(r) => {
            out.push(("role-trigger", &r.trigger));
            out.extend(r.place.iter().map(|s| ("role-place", s)));
            out.extend(r.time.iter().filter_map(|t| t.text.as_ref()).map(|s| ("role-time", s)));
        }
        Row::Step(r) => {
            out.push(("role-action", &r.action));
            out.extend(r.quantity.iter().filter_map(|q| q.text.as_ref()).map(|s| ("role-quantity", s)));
            out.extend(r.due.iter().filter_map(|t| t.text.as_ref()).map(|s| ("role-due", s)));
            out.extend(r.made.iter().filter_map(|t| t.text.as_ref()).map(|s| ("role-made", s)));
            out.extend(r.evidence.iter().map(|s| ("role-evidence", s)));
        }
    }
    out
}
