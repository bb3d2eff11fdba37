//! A statement before it is known who its speaker is, and the trimming of what is said.

use super::cues::Cue;
use super::scene::Scene;
use super::source::Source;
use kelishim_model::{Span, StatementKind};
use std::ops::Range;

/// What one cue gave.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// What is said: tokens without marks at their ends; never empty.
    pub content: Range<usize>,
    /// Token of the cue, by which drafts are ordered.
    pub cue_at: usize,
    /// The cue's words.
    pub cue: Span,
    /// Where the text names the speaker.
    pub source: Source,
    /// Where it names who passes the words on.
    pub via: Option<Source>,
    /// Class of the cue.
    pub class: String,
    /// The construction, the last part of the frame's name.
    pub pattern: &'static str,
    /// Known to be in the speaker's own words.
    pub direct: bool,
    /// How sure, 0 to 1.
    pub score: f32,
}

impl Scene<'_> {
    /// A draft; `None` when nothing remains of the content.
    pub fn draft(
        &self,
        cue: &Cue<'_>,
        source: Source,
        content: Range<usize>,
        pattern: &'static str,
        score: f32,
    ) -> Option<Draft> {
        let content = self.trim(content)?;
        Some(Draft {
            content,
            cue_at: cue.token,
            cue: self.span(&cue.words),
            source,
            via: None,
            class: cue.usage.class.clone(),
            pattern,
            direct: false,
            score: if source == Source::Before { score * 0.8 } else { score },
        })
    }

    /// The stretch without the marks at its ends, without quotation marks that hold it all or have no partner in it, and
    /// without words that only join it to the sentence before.
    pub fn trim(&self, mut range: Range<usize>) -> Option<Range<usize>> {
        range.end = range.end.min(self.reading.tokens.len());
        for _ in 0..8 {
            let before = range.clone();
            while range.start < range.end
                && (matches!(self.lower(range.start), "," | "." | ":" | ";" | "!" | "?" | "…" | ")" | "]")
                    || self.is_dash(range.start))
            {
                range.start += 1;
            }
            while range.start < range.end
                && (matches!(self.lower(range.end - 1), "," | "." | ":" | ";" | "(" | "[" | "'")
                    || self.is_dash(range.end - 1))
            {
                range.end -= 1;
            }
            if range.start >= range.end {
                return None;
            }
            for q in [self.quote_at(range.start), self.quote_at(range.end - 1)].into_iter().flatten() {
                let q = &self.quotes[q];
                let opens = q.open == range.start && q.end > q.inside.end;
                let closes = q.end == range.end && q.end > q.inside.end;
                if opens && closes {
                    range = q.inside.clone();
                } else if opens && q.end > range.end {
                    range.start += 1;
                } else if closes && q.open < range.start {
                    range.end -= 1;
                }
                if range.start >= range.end {
                    return None;
                }
            }
            let opening = self.opening(&range);
            range.start += opening;
            if range == before {
                break;
            }
        }
        (range.start < range.end && self.words(range.clone()) > 0).then_some(range)
    }

    /// Tokens at the start of the stretch that only join it to the sentence before: "таким образом,".
    fn opening(&self, range: &Range<usize>) -> usize {
        let fits = |words: &&Vec<String>| {
            range.start + words.len() + 1 < range.end
                && words.iter().enumerate().all(|(i, w)| self.lower(range.start + i) == w)
                && self.lower(range.start + words.len()) == ","
        };
        self.speech.openings().iter().find(fits).map_or(0, |w| w.len() + 1)
    }

    /// In whose words the content is.
    pub fn kind(&self, draft: &Draft) -> StatementKind {
        let (a, b) = (draft.content.start, draft.content.end);
        let all = |i: usize| self.quotes[i].inside.start <= a && b <= self.quotes[i].end;
        if draft.direct || self.quote_at(a).is_some_and(all) {
            return StatementKind::Direct;
        }
        let own_words = self.quotes.iter().filter(|q| q.open < b && q.end > a).any(|q| {
            let first = self.reading.tokens.get(q.inside.start).map_or("", |t| t.span.of(&self.reading.article.text));
            let small = first.chars().next().is_some_and(char::is_lowercase);
            let words = self.words(q.inside.clone());
            // Names begin with a capital; a single word after a noun's own place is at most scare quotes.
            let so_called = q.open > 0 && matches!(self.tree.lemma(q.open - 1), "называть" | "называемый" | "назвать");
            (small && !so_called && (words > 1 || q.end + 1 >= b))
                || (words >= 5 && self.has_predicate(q.inside.clone()))
        });
        if own_words { StatementKind::Mixed } else { StatementKind::Indirect }
    }
}
