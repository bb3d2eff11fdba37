//! Which row of a new reading is which row of the last one.
//!
//! Source: W3C Web Annotation, TextQuoteSelector: exact words with what stands before and after.

use crate::record::Row;

/// A row as it is recognised.
#[derive(Debug, Clone)]
pub struct Sight {
    /// `statement`, `event`, `step`.
    pub kind: &'static str,
    /// Anchor in code points.
    pub start: u32,
    /// One past its end.
    pub end: u32,
    /// The anchor's words.
    pub exact: String,
    /// Up to 32 characters before, and after.
    pub around: (String, String),
    /// Kind of statement, type, stage.
    pub code: String,
    /// Who speaks, acts or is to do it, by register id.
    pub first: Vec<String>,
}

impl Sight {
    /// How `row` looks in `text`.
    pub fn of(row: &Row, text: &Characters<'_>) -> Sight {
        let anchor = row.anchor();
        Sight {
            kind: row.kind(),
            start: anchor.start,
            end: anchor.end,
            exact: anchor.text.clone(),
            around: text.around(anchor.start, anchor.end),
            code: row.code().to_owned(),
            first: row.parties().0.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// A text by code points.
pub struct Characters<'a> {
    text: &'a str,
    starts: Vec<u32>,
}

impl<'a> Characters<'a> {
    /// Linear in the text.
    pub fn new(text: &'a str) -> Self {
        Characters { text, starts: text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect() }
    }

    /// Whether it is the same text.
    pub fn is(&self, other: &Characters<'_>) -> bool {
        self.text == other.text
    }

    /// The words between two code points, cut at the text's end.
    pub fn slice(&self, start: u32, end: u32) -> &'a str {
        let last = self.starts.len() - 1;
        let (start, end) = ((start as usize).min(last), (end as usize).min(last));
        if start >= end { "" } else { &self.text[self.starts[start] as usize..self.starts[end] as usize] }
    }

    /// The span of `words`, where they stand nearest to `near`; `None` when they do not stand here.
    pub fn find(&self, words: &str, near: u32) -> Option<(u32, u32)> {
        let length = words.chars().count() as u32;
        let places = self.text.match_indices(words).filter(|_| length > 0);
        let start = places.map(|(at, _)| self.starts.partition_point(|s| (*s as usize) < at) as u32);
        start.min_by_key(|s| s.abs_diff(near)).map(|s| (s, s + length))
    }

    /// The sentence around a span, in code points: from the last to the next end of a sentence or line, at most 300
    /// characters on each side.
    pub fn sentence(&self, start: u32, end: u32) -> (u32, u32) {
        let before = self.slice(start.saturating_sub(300), start);
        let after = self.slice(end, end.saturating_add(300));
        let from = before.rfind(['\n', '!', '?']).map_or(0, |at| at + 1);
        let from = before.rfind(". ").map_or(from, |at| from.max(at + 2));
        let to = after.find(['\n', '!', '?']).unwrap_or(after.len());
        let to = after.find(". ").map_or(to, |at| to.min(at + 1));
        (start - before[from..].chars().count() as u32, end + after[..to].chars().count() as u32)
    }

    /// 32 characters on both sides.
    pub fn around(&self, start: u32, end: u32) -> (String, String) {
        (self.slice(start.saturating_sub(32), start).to_owned(), self.slice(end, end.saturating_add(32)).to_owned())
    }
}

/// For each new row the place of the old row that it is, if any; no old row is used twice.
///
/// In one and the same text (`same_text` of the old row's place) anchors must share half of their stretch; in a new version of it their words must be
/// the same. Equal stage or type, equal parties and equal surroundings decide between several. Ties go to the earlier rows.
pub fn same_rows(new: &[Sight], old: &[Sight], same_text: impl Fn(usize) -> bool) -> Vec<Option<usize>> {
    let mut pairs = vec![];
    for (i, a) in new.iter().enumerate() {
        for (j, b) in old.iter().enumerate().filter(|(_, b)| b.kind == a.kind) {
            let near = if same_text(j) {
                let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
                let all = a.end.max(b.end) - a.start.min(b.start);
                if shared * 2 < all {
                    continue;
                }
                1000 * shared / all.max(1)
            } else {
                if a.exact != b.exact {
                    continue;
                }
                500 + 250 * u32::from(a.around.0 == b.around.0) + 250 * u32::from(a.around.1 == b.around.1)
            };
            let likeness = near + 500 * u32::from(a.code == b.code) + 250 * u32::from(a.first == b.first);
            pairs.push((std::cmp::Reverse(likeness), i, j));
        }
    }
    pairs.sort();
    let mut found = vec![None; new.len()];
    let mut used = vec![false; old.len()];
    for (_, i, j) in pairs {
        if found[i].is_none() && !used[j] {
            found[i] = Some(j);
            used[j] = true;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sight(exact: &str, start: u32, code: &str) -> Sight {
        Sight {
            kind: "step",
            start,
            end: start + exact.chars().count() as u32,
            exact: exact.into(),
            around: (String::new(), String::new()),
            code: code.into(),
            first: vec![],
        }
    }

    #[test]
    fn a_step_is_known_again_when_its_stage_or_extent_changed() {
        let old = [sight("построить девять школ", 10, "agreed"), sight("построить девять школ", 10, "signed")];
        let new = [sight("построить девять школ", 10, "signed"), sight("девять школ", 20, "started")];
        assert_eq!(same_rows(&new, &old, |_| true), [Some(1), Some(0)]);
    }

    #[test]
    fn in_a_new_version_the_words_decide_not_the_place() {
        let old = [sight("построить школу", 10, "agreed")];
        assert_eq!(same_rows(&[sight("построить школу", 90, "agreed")], &old, |_| false), [Some(0)]);
        assert_eq!(same_rows(&[sight("построить завод", 10, "agreed")], &old, |_| false), [None]);
    }

    #[test]
    fn characters_are_sliced_by_code_points() {
        let text = Characters::new("Ош — город");
        assert_eq!(text.slice(0, 2), "Ош");
        assert_eq!(text.slice(5, 99), "город");
        assert_eq!(text.around(3, 4), ("Ош ".to_owned(), " город".to_owned()));
    }
}
