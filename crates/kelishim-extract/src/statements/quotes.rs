//! Quotation marks as pairs, whatever their shape, over sentences and paragraphs.

use kelishim_read::Reading;
use std::ops::Range;

/// Paragraphs that one quotation may run over.
const MOST_PARAGRAPHS: usize = 8;

/// A quotation that lies in no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quote {
    /// The mark that opens it.
    pub open: usize,
    /// What stands inside.
    pub inside: Range<usize>,
    /// One past the mark that closes it; `inside.end` when that mark was lost.
    pub end: usize,
}

/// What a mark may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
}

/// Outermost quotations in order of the text. Linear.
///
/// Straight marks open or close by what they are glued to. One mark that closes two quotations («слова „имя») closes both.
/// A quotation not closed in its paragraph goes on when the next paragraphs close it or begin with a mark of their own;
/// else it is no quotation.
pub(super) fn find_quotes(reading: &Reading) -> Vec<Quote> {
    let mut found = vec![];
    let paragraph_of = |t: usize| reading.sentences[reading.tokens[t].sentence].paragraph;
    let mut open: Vec<usize> = vec![];
    let mut last_close = None;
    let mut t = 0;
    while t < reading.tokens.len() {
        let new_paragraph = t > 0 && paragraph_of(t) != paragraph_of(t - 1);
        if new_paragraph && let Some(&first) = open.first() {
            let inner_closed = last_close.filter(|c| open.len() == 1 && *c > first && ends_well(reading, *c));
            let goes_on = paragraph_of(t) - paragraph_of(first) <= MOST_PARAGRAPHS
                && closes_later(reading, t, paragraph_of(first));
            if let Some(close) = inner_closed {
                found.push(Quote { open: first, inside: first + 1..close + 1, end: close + 1 });
                open.clear();
            } else if !goes_on {
                open.clear();
            } else if side(reading, t, true) == Some(Side::Open) {
                // "«First paragraph.\n«Second paragraph»": the mark is repeated, not nested.
                t += 1;
                continue;
            }
            last_close = None;
        }
        match side(reading, t, !open.is_empty()) {
            // «"Слова" and no mark more: one opening written twice.
            Some(Side::Open) if open.last() == Some(&t.wrapping_sub(1)) && twice(reading, t) => {}
            Some(Side::Open) => open.push(t),
            Some(Side::Close) => {
                if let Some(start) = open.pop() {
                    if open.is_empty() {
                        found.push(Quote { open: start, inside: start + 1..t, end: t + 1 });
                    }
                    last_close = Some(t);
                }
            }
            None => {}
        }
        t += 1;
    }
    if let (Some(&first), Some(close)) = (open.first(), last_close)
        && close > first
        && open.len() == 1
        && ends_well(reading, close)
    {
        found.push(Quote { open: first, inside: first + 1..close + 1, end: close + 1 });
    }
    for q in &mut found {
        let doubled = |i: usize| reading.tokens.get(i).is_some_and(|t| t.span.of(&reading.article.text) == "\"");
        if reading.form(q.open) == "«"
            && doubled(q.inside.start)
            && !doubled(q.inside.end.saturating_sub(1))
            && twice(reading, q.inside.start)
        {
            q.inside.start += 1;
            if reading.tokens.get(q.end).is_some_and(|t| t.span.of(&reading.article.text) == "»") {
                q.end += 1;
            }
        }
    }
    found.retain(|q| q.inside.start < q.inside.end);
    found.sort_by_key(|q| q.open);
    found
}

/// Whether the straight mark at `t` only repeats the «guillemet» before it: no » comes before the paragraph's next « or end.
fn twice(reading: &Reading, t: usize) -> bool {
    let form = |i: usize| reading.form(i);
    let paragraph = |i: usize| reading.sentences[reading.tokens[i].sentence].paragraph;
    if form(t) != "\"" || form(t - 1) != "«" {
        return false;
    }
    let next = (t + 1..reading.tokens.len())
        .take_while(|i| paragraph(*i) == paragraph(t))
        .find(|i| matches!(form(*i), "«" | "»"));
    // `«"Слова"»`: the closing marks are doubled too.
    next.is_none_or(|i| form(i) == "«" || form(i - 1) == "\"" && (t + 1..i - 1).all(|x| form(x) != "\""))
}

/// Whether what follows a mark shows that a quotation ends there.
fn ends_well(reading: &Reading, close: usize) -> bool {
    let next = reading.tokens.get(close + 1);
    next.is_none_or(|n| matches!(n.span.of(&reading.article.text), "," | "." | "—" | "–" | "-" | "!" | "?"))
}

/// Whether a quotation begun in paragraph `first` is closed from token `from` on, before another is opened in mid-paragraph.
fn closes_later(reading: &Reading, from: usize, first: usize) -> bool {
    let paragraph_of = |t: usize| reading.sentences[reading.tokens[t].sentence].paragraph;
    let mut depth = 0;
    for t in from..reading.tokens.len() {
        if paragraph_of(t) - first > MOST_PARAGRAPHS {
            return false;
        }
        let begins = paragraph_of(t) != paragraph_of(t - 1);
        match side(reading, t, true) {
            Some(Side::Open) if begins => {}
            Some(Side::Open) => depth += 1,
            Some(Side::Close) if depth == 0 => return true,
            Some(Side::Close) => depth -= 1,
            None => {}
        }
    }
    false
}

/// What the token does, if it is a quotation mark.
fn side(reading: &Reading, t: usize, inside: bool) -> Option<Side> {
    let text = &reading.article.text;
    let span = reading.tokens[t].span;
    let mark = span.of(text);
    match mark {
        "«" | "„" | "‹" => return Some(Side::Open),
        "»" | "›" => return Some(Side::Close),
        "\"" | "“" | "”" | "‟" | "″" => {}
        _ => return None,
    }
    let before = text[..span.start()].chars().next_back();
    let after = text[span.end()..].chars().next();
    let bare = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–'));
    // Right behind another opening mark a mark opens, right before another closing one it closes.
    let opens = bare(before) || matches!(before, Some('«' | '„'));
    let closes = bare(after) || matches!(after, Some('»'));
    Some(match (opens, closes) {
        (true, false) => Side::Open,
        (false, true) => Side::Close,
        _ if mark == "”" => Side::Close,
        // `"Слово",` and `("Слово")`: a mark before punctuation closes.
        _ if after.is_some_and(|c| c.is_ascii_punctuation() || c == '…') && inside => Side::Close,
        _ if inside => Side::Close,
        _ => Side::Open,
    })
}
