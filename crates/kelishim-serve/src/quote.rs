//! Words in the text they come from, as much of it as may be shown.

use crate::Texts;
use kelishim_store::Characters;

/// A stretch of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// Whether a row rests on it.
    pub marked: bool,
}

/// Code points of a paragraph shown on each side of the words quoted.
const AROUND: u32 = 600;

/// Code points of quoted words shown; the article has them all.
const WORDS: u32 = 1200;

/// `spans` (code points) in their paragraph, in their sentence, or bare, as `texts` allows. Empty without spans.
pub fn quote(text: &Characters<'_>, spans: &[(u32, u32)], texts: Texts) -> Vec<Piece> {
    let spans = merged(spans.to_vec());
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return vec![] };
    let (from, to) = shown(text, first.0, last.1, texts);
    let mut out = vec![];
    let push = |out: &mut Vec<Piece>, from: u32, to: u32, marked: bool| {
        let text = text.slice(from, to).to_owned();
        if !text.is_empty() {
            out.push(Piece { text, marked });
        }
    };
    let mut at = from;
    for (start, end) in &spans {
        push(&mut out, at, *start, false);
        let cut = (*end).min(start.saturating_add(WORDS));
        push(&mut out, *start, cut, true);
        if cut < *end {
            out.push(Piece { text: " […] ".to_owned(), marked: false });
        }
        at = *end;
    }
    push(&mut out, at, to, false);
    out
}

/// How far around a span the text may be shown.
pub fn shown(text: &Characters<'_>, start: u32, end: u32, texts: Texts) -> (u32, u32) {
    match texts {
        Texts::None => (start, end),
        Texts::Excerpt => text.sentence(start, end),
        Texts::Full => {
            let before = text.slice(start.saturating_sub(AROUND), start);
            let after = text.slice(end, end.saturating_add(AROUND));
            let from = before.rfind('\n').map_or(0, |at| at + 1);
            let to = after.find('\n').unwrap_or(after.len());
            let count = |s: &str| s.chars().count() as u32;
            (start - count(&before[from..]), end + count(&after[..to]))
        }
    }
}

/// Spans in order, those that meet made one.
pub fn merged(mut spans: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    spans.retain(|s| s.0 < s.1);
    spans.sort_unstable();
    let mut out: Vec<(u32, u32)> = vec![];
    for span in spans {
        match out.last_mut() {
            Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
            _ => out.push(span),
        }
    }
    out
}

/// A span of a row to be marked in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub start: u32,
    pub end: u32,
    /// `said`, `did`, `undertook`; `said-cue`, `undertook-cue` for the words beside that betray the row.
    pub class: &'static str,
    /// The row's id.
    pub row: String,
    /// Whether links to the row lead here.
    pub anchor: bool,
}

/// A stretch of an article in which the same rows are marked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Segment {
    pub text: String,
    /// Classes of its marks.
    pub classes: String,
    /// Ids of its rows.
    pub rows: String,
    /// Rows whose anchor begins here.
    pub anchors: Vec<String>,
    /// Text was left out before it.
    pub gap: bool,
}

/// The text within `ranges` cut wherever a mark begins or ends: marks overlap, elements of a page may not.
pub fn segments(text: &Characters<'_>, ranges: &[(u32, u32)], marks: &[Mark]) -> Vec<Segment> {
    let mut out = vec![];
    let mut sorted: Vec<&Mark> = marks.iter().filter(|m| m.start < m.end).collect();
    sorted.sort_by_key(|m| (m.start, m.end));
    for (i, (from, to)) in ranges.iter().enumerate() {
        let mut cuts: Vec<u32> = sorted.iter().flat_map(|m| [m.start, m.end]).filter(|c| from < c && c < to).collect();
        cuts.extend([*from, *to]);
        cuts.sort_unstable();
        cuts.dedup();
        for (j, pair) in cuts.windows(2).enumerate() {
            let (start, end) = (pair[0], pair[1]);
            let here: Vec<&&Mark> = sorted.iter().filter(|m| m.start <= start && end <= m.end).collect();
            let mut classes: Vec<&str> = here.iter().map(|m| m.class).collect();
            classes.sort_unstable();
            classes.dedup();
            let mut rows: Vec<&str> = here.iter().map(|m| m.row.as_str()).collect();
            rows.dedup();
            out.push(Segment {
                text: text.slice(start, end).to_owned(),
                classes: classes.join(" "),
                rows: rows.join(" "),
                anchors: sorted.iter().filter(|m| m.anchor && m.start == start).map(|m| m.row.clone()).collect(),
                gap: j == 0 && i > 0,
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Первый абзац.\nСтороны встретились. Они подписали договор. Потом уехали.\nДругой.";

    fn check(texts: Texts, wanted: &str) {
        let text = Characters::new(TEXT);
        let start =
            TEXT.chars().collect::<String>().find("подписали").map(|b| TEXT[..b].chars().count() as u32).unwrap();
        let pieces = quote(&text, &[(start, start + 9)], texts);
        let shown: String =
            pieces.iter().map(|p| if p.marked { format!("[{}]", p.text) } else { p.text.clone() }).collect();
        assert_eq!(shown.trim(), wanted);
    }

    #[test]
    fn as_much_is_shown_as_may_be() {
        check(Texts::Full, "Стороны встретились. Они [подписали] договор. Потом уехали.");
        check(Texts::Excerpt, "Они [подписали] договор.");
        check(Texts::None, "[подписали]");
    }

    #[test]
    fn overlapping_marks_are_cut_where_they_cross() {
        let text = Characters::new("абвгд");
        let mark = |start, end, class, row: &str| Mark { start, end, class, row: row.to_owned(), anchor: true };
        let found = segments(&text, &[(0, 5)], &[mark(0, 3, "said", "s1"), mark(2, 5, "did", "e1")]);
        let shown: Vec<_> = found.iter().map(|s| (s.text.as_str(), s.classes.as_str(), s.rows.as_str())).collect();
        assert_eq!(shown, [("аб", "said", "s1"), ("в", "did said", "s1 e1"), ("гд", "did", "e1")]);
        assert_eq!(found[1].anchors, ["e1"]);
    }
}
