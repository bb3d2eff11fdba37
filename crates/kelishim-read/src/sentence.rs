//! Sentences of a paragraph, by marks and what stands around them.
//!
//! Tools made for general text break at "г. Бишкек", at initials and inside quotations that the author's words carry on.

use crate::abbreviation::Stop;
use crate::token::{fine_parts, fold, tokens};
use kelishim_model::Span;

/// Parts of the longest quotation or bracket that is kept in one sentence; the encoder sees as many at once.
const LONGEST_HELD: usize = 96;

/// First parts of names with a point inside: "Яндекс.Такси", "Sputnik.Кыргызстан".
const BEFORE_POINT: &[&str] = &["яндекс", "сбербанк", "аиф", "вести", "газета", "лента", "sputnik", "forbes", "mail"];

/// Parts after which a sentence is cut wherever a token ends: text without marks must not grow without bound.
const LONGEST_SENTENCE: usize = 1000;

/// Sentences of a paragraph, trimmed, in order: each token is in exactly one. Linear.
///
/// No sentence begins with a small letter, but for one cut for its length.
pub fn sentences(text: &str, paragraph: Span) -> Vec<Span> {
    let parts = fine_parts(text, paragraph);
    let view = Parts::new(text, parts);
    let mut token_ends = vec![false; view.parts.len()];
    for t in tokens(text, &view.parts) {
        token_ends[t.end - 1] = true;
    }
    let mut out = Vec::new();
    let mut start = 0;
    let mut i = 0;
    while i < view.parts.len() {
        let last = if view.is_stop(i) { view.end_of_marks(i) } else { i };
        let ends = last + 1 == view.parts.len()
            || view.is_stop(i) && view.breaks(start, i, last)
            || last - start >= LONGEST_SENTENCE && token_ends[last];
        if ends {
            out.push(view.parts[start].cover(view.parts[last]));
            start = last + 1;
        }
        i = last + 1;
    }
    out
}

/// Whether a sentence would end inside a stretch if quotations and brackets held nothing together.
pub(crate) fn has_inner_break(text: &str, within: Span) -> bool {
    if !within.of(text).contains(['.', '!', '?', '…']) {
        return false;
    }
    let parts = fine_parts(text, within);
    let view = Parts { held: vec![false; parts.len()], ..Parts::new(text, parts) };
    (0..view.parts.len()).any(|i| {
        let last = view.end_of_marks(i);
        view.is_stop(i) && last + 1 < view.parts.len() && view.breaks(0, i, last)
    })
}

struct Parts<'a> {
    text: &'a str,
    parts: Vec<Span>,
    /// For each part, whether a sentence may not end behind it.
    held: Vec<bool>,
    /// For each part, whether it opens a quotation or bracket that is closed.
    opens: Vec<bool>,
}

impl<'a> Parts<'a> {
    fn new(text: &'a str, parts: Vec<Span>) -> Self {
        let pairs = pairs(text, &parts);
        let mut opens = vec![false; parts.len()];
        for (open, _) in &pairs {
            opens[*open] = true;
        }
        Parts { text, held: held(text, &parts, pairs), opens, parts }
    }

    fn form(&self, i: usize) -> &'a str {
        self.parts.get(i).map_or("", |p| p.of(self.text))
    }

    fn is_stop(&self, i: usize) -> bool {
        matches!(self.form(i), "." | "!" | "?" | "…" | "‽" | "。" | "！" | "？")
    }

    /// Whether no space stands before the part.
    fn glued(&self, i: usize) -> bool {
        i > 0 && i < self.parts.len() && self.parts[i - 1].end() == self.parts[i].start()
    }

    /// The last of the marks that end here: further stops, then quotation marks and brackets that close.
    fn end_of_marks(&self, stop: usize) -> usize {
        let mut last = stop;
        let closes = |i: usize| is_closing(self.form(i)) && !self.opens[i];
        while self.glued(last + 1) && (self.is_stop(last + 1) || closes(last + 1)) {
            last += 1;
        }
        last
    }

    /// Whether a sentence that began with part `start` ends with the marks `stop..=last`; a part follows.
    fn breaks(&self, start: usize, stop: usize, last: usize) -> bool {
        let next = last + 1;
        if self.held[last] || matches!(self.form(stop.wrapping_sub(1)), "<" | "[" | "(") {
            return false;
        }
        if self.glued(next) && !(last == stop && self.lacks_space(stop)) {
            return false;
        }
        let word =
            (next..self.parts.len().min(next + 4)).find(|i| !is_opening(self.form(*i)) && !is_dash(self.form(*i)));
        let Some(word) = word else { return true };
        let closed = (stop..=last).any(|i| is_quote(self.form(i)));
        if closed && is_dash(self.form(next)) {
            return false;
        }
        let Some(first) = self.form(word).chars().next() else { return true };
        if first.is_lowercase() || matches!(first, ',' | ';' | ':' | ')' | '.' | '»') {
            return false;
        }
        if stop != last || self.form(stop) != "." || !self.glued(stop) || stop == start {
            return true;
        }
        let at = |back: usize| (stop >= start + back).then(|| self.form(stop - back));
        let stop = Stop {
            word: self.form(stop - 1),
            before: at(2),
            letter: at(3).filter(|l| at(2) == Some(".") && l.chars().nth(1).is_none()),
            so_far: stop - 1 - start,
            next: self.form(word),
            next_is_bare: word == next,
            next_is_short: self.form(word + 1) == "." && self.glued(word + 1),
        };
        !stop.goes_on()
    }

    /// "слово.Следующее", "Иран.\"Следующее", "\"Слово\".Следующее": the space was lost. Not so in initials, "Газета.Ру", "ВЭБ.РФ".
    fn lacks_space(&self, stop: usize) -> bool {
        let cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
        let quoted = self.opens.get(stop + 1).is_some_and(|o| *o);
        let next = stop + 1 + usize::from(quoted);
        let (left, right) = (self.form(stop.wrapping_sub(1)), self.form(next));
        let long = left.chars().nth(1).is_some();
        let ended = match left.chars().next_back() {
            Some(c) if cyrillic(c) => long,
            Some(c) => c.is_ascii_alphabetic() || is_closing(left),
            None => false,
        };
        let mut letters = right.chars();
        if !ended || !letters.next().is_some_and(|c| cyrillic(c) && c.is_uppercase()) {
            return false;
        }
        if !quoted && BEFORE_POINT.contains(&fold(left).as_str()) {
            return false;
        }
        match (letters.next(), letters.next()) {
            // A preposition, not an initial.
            (None, _) => !self.glued(next + 1),
            (Some(_), None) => {
                quoted || left.chars().all(|c| cyrillic(c) && c.is_lowercase()) && left.chars().nth(2).is_some()
            }
            _ => true,
        }
    }
}

/// Where a sentence may not end: inside a quotation that the sentence carries on behind it or that stands in the middle
/// of a clause, and inside or right behind a bracket opened in the middle of a sentence.
fn held(text: &str, parts: &[Span], mut pairs: Vec<(usize, usize)>) -> Vec<bool> {
    let mut held = vec![false; parts.len()];
    let form = |i: usize| parts.get(i).map_or("", |p: &Span| p.of(text));
    let mut until = 0;
    pairs.sort_unstable();
    for (open, close) in pairs {
        let before = open.checked_sub(1).map_or("", form);
        let inside_clause = before.chars().next().is_some_and(char::is_alphanumeric);
        let (hold, end) = if is_quote(form(open)) {
            let next = form(close + 1);
            let goes_on =
                next.chars().next().is_some_and(char::is_lowercase) || matches!(next, "," | ";" | ":") || is_dash(next);
            (inside_clause || goes_on, close)
        } else {
            (inside_clause || matches!(before, "," | "»" | "\"" | "”" | "%"), close + 1)
        };
        if hold && close - open <= LONGEST_HELD {
            // A pair that begins inside a held one only adds what reaches further.
            for h in held.iter_mut().take(end.min(parts.len())).skip(open.max(until)) {
                *h = true;
            }
            until = until.max(end);
        }
    }
    held
}

/// Quotations and brackets as pairs of parts. Nested deeper than eight they are not followed.
fn pairs(text: &str, parts: &[Span]) -> Vec<(usize, usize)> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut out = Vec::new();
    for (i, part) in parts.iter().enumerate() {
        let form = part.of(text);
        let glued_left = i > 0 && parts[i - 1].end() == part.start() && !is_opening(parts[i - 1].of(text));
        let glued_right = parts.get(i + 1).is_some_and(|p| p.start() == part.end());
        let openers: &[&str] = match form {
            "»" => &["«"],
            "”" => &["“", "„"],
            "“" => &["„"],
            "\"" if glued_left || !glued_right => &["\""],
            ")" => &["("],
            "]" => &["["],
            _ => &[],
        };
        if let Some(at) = open.iter().rposition(|(o, _)| openers.contains(o)) {
            out.push((open[at].1, i));
            open.truncate(at);
        } else if matches!(form, "«" | "“" | "„" | "(" | "[") || form == "\"" && glued_right {
            if open.len() == 8 {
                open.remove(0);
            }
            open.push((form, i));
        }
    }
    out
}

fn is_opening(form: &str) -> bool {
    matches!(form, "«" | "“" | "„" | "\"" | "(" | "[" | "‘" | "<" | "'" | "•" | "*")
}

fn is_closing(form: &str) -> bool {
    matches!(form, "»" | "”" | "“" | "\"" | ")" | "]" | "’" | ">" | "'")
}

fn is_quote(form: &str) -> bool {
    matches!(form, "«" | "»" | "“" | "”" | "„" | "\"")
}

fn is_dash(form: &str) -> bool {
    matches!(form, "-" | "–" | "—" | "―" | "−")
}
