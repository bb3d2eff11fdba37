//! Quotations that stand on their own, and who says them: before them, behind them, between their pieces.

use super::cues::Cue;
use super::draft::Draft;
use super::lexicon::{Construction, Usage};
use super::scene::Scene;
use super::source::Source;
use std::ops::Range;

/// What quotations gave, and which tokens need no further search.
pub(super) struct Direct {
    /// Drafts in order of the text.
    pub drafts: Vec<Draft>,
    /// Tokens inside such quotations and their author's words.
    pub taken: Vec<bool>,
}

/// The author's words about a quotation.
struct Words<'a> {
    cue: Cue<'a>,
    source: Source,
    pattern: &'static str,
    score: f32,
}

/// Statements of quotations that stand on their own. Linear in tokens.
pub(super) fn find_direct(scene: &Scene<'_>) -> Direct {
    let mut out = Direct { drafts: vec![], taken: vec![false; scene.reading.tokens.len()] };
    let mut last: Option<(usize, usize)> = None;
    for q in &scene.quotes {
        let pieces = split(scene, q.inside.clone());
        let close = q.end;
        if pieces.len() > 1 || pieces.first().is_some_and(|p| p.1.is_some()) {
            let words = pieces.iter().find_map(|p| p.1.clone());
            if let Some(said) = words.and_then(|w| author(scene, w, "inside")) {
                for (piece, _) in &pieces {
                    push(scene, &mut out, &said, piece.clone());
                }
                out.taken[q.open..close].fill(true);
                last = Some((close, out.drafts.len()));
                continue;
            }
        }
        if !stands_alone(scene, q.open, close) {
            continue;
        }
        let after = words_after(scene, close);
        let said = match &after {
            Some(range) => author(scene, range.clone(), "after"),
            None => None,
        };
        let said = said.or_else(|| words_before(scene, q.open));
        if let Some(said) = said {
            push(scene, &mut out, &said, q.inside.clone());
            let until = after.map_or(close, |r| r.end);
            out.taken[q.open..until.max(close)].fill(true);
            last = Some((until.max(close), out.drafts.len()));
            continue;
        }
        // «C1», — сказал X. «C2».
        if let Some((end, n)) = last
            && n == out.drafts.len()
            && q.open >= end
            && q.open - end <= 2
            && (end..q.open).all(|t| scene.is_mark(t))
            && let Some(previous) = out.drafts.last().cloned()
        {
            let content = scene.trim(q.inside.clone());
            out.drafts.extend(content.map(|content| Draft { content, pattern: "goes-on", score: 0.8, ..previous }));
            out.taken[q.open..close].fill(true);
            last = Some((close, out.drafts.len()));
            continue;
        }
        let whole = scene.words(q.inside.clone()) >= 5 && scene.has_predicate(q.inside.clone());
        if whole && after.is_none() && begins(scene, q.open) {
            lone(scene, &mut out, q.inside.clone());
            out.taken[q.open..close].fill(true);
        }
    }
    dialogue(scene, &mut out);
    out.drafts.sort_by_key(|d| d.content.start);
    out
}

fn push(scene: &Scene<'_>, out: &mut Direct, said: &Words<'_>, piece: Range<usize>) {
    if let Some(mut draft) = scene.draft(&said.cue, said.source, piece, said.pattern, said.score) {
        draft.direct = true;
        out.drafts.push(draft);
    }
}

/// A quotation with no author's words goes to whoever spoke last, when that is the sentence before.
fn lone(scene: &Scene<'_>, out: &mut Direct, inside: Range<usize>) {
    let Some(content) = scene.trim(inside) else { return };
    let at = content.start;
    out.drafts.push(Draft {
        cue: scene.span(&(at..at + 1)),
        content,
        cue_at: at,
        source: Source::Before,
        via: None,
        class: "quote".into(),
        pattern: "alone",
        direct: true,
        score: 0.5,
    });
}

/// Whether a sentence begins with the mark.
fn begins(scene: &Scene<'_>, open: usize) -> bool {
    let sentence = scene.sentence(open);
    open == sentence.start
        || (open == sentence.start + 1 && scene.is_dash(sentence.start))
        || scene.is_stop(open - 1)
        || (open > 0 && scene.quote_at(open - 1).is_some())
}

/// Whether a quotation is no part of a clause of the author's.
fn stands_alone(scene: &Scene<'_>, open: usize, end: usize) -> bool {
    // "X said, “C”": a comma leads to a quotation where a word of speech stands before it.
    let order = scene.tree.grammar.analytic;
    let led = order
        && open > 0
        && scene.lower(open - 1) == ","
        && scene.words(open..end) >= 3
        && (scene.sentence(open - 1).start..open - 1)
            .rev()
            .take(10)
            .any(|t| scene.verb_cue(t).is_some_and(|c| c.takes(Construction::Quote)));
    let colon = led
        || open > 0
            && (scene.lower(open - 1) == ":"
                || scene.is_dash(open - 1) && open > 1 && matches!(scene.lower(open - 2), "," | "." | ":"));
    if !begins(scene, open) && !colon {
        return false;
    }
    let n = scene.reading.tokens.len();
    if end >= n || scene.paragraph(end) != scene.paragraph(end - 1) {
        return true;
    }
    if led || colon && scene.lower(open - 1) == ":" {
        // "X сказал: «C» и ушёл" is the speaker's words all the same.
        return scene.words(open + 1..end) >= 2;
    }
    let mut next = end;
    while next < n && matches!(scene.lower(next), "," | "." | "!" | "?" | "…" | ";") {
        next += 1;
    }
    if next >= n || scene.paragraph(next) != scene.paragraph(end - 1) || scene.is_dash(next) {
        return true;
    }
    if scene.sentence(next) != scene.sentence(end - 1) && next >= scene.sentence(end - 1).end {
        return true;
    }
    // The comma stands inside the marks: "“C,” said X".
    let inner = order && end >= 2 && matches!(scene.lower(end - 2), "," | "?" | "!");
    if next == end && !inner {
        return false;
    }
    // «C», сказал X: at once, else it is a name in a list.
    let soon = (next..n.min(next + if order { 10 } else { 4 }))
        .take_while(|t| !scene.is_mark(*t))
        .any(|t| scene.verb_cue(t).is_some_and(|c| c.takes(Construction::Quote)));
    scene.is_stop(end) || soon
}

/// The author's words behind a quotation: from the dash or comma to the end of the sentence or the next quotation.
fn words_after(scene: &Scene<'_>, end: usize) -> Option<Range<usize>> {
    let n = scene.reading.tokens.len();
    let mut next = end;
    while next < n && matches!(scene.lower(next), "," | "!" | "?" | "…" | ".") {
        next += 1;
    }
    if next >= n || scene.paragraph(next) != scene.paragraph(end - 1) {
        return None;
    }
    let dash = scene.is_dash(next);
    let inner = scene.tree.grammar.analytic && end >= 2 && matches!(scene.lower(end - 2), "," | "?" | "!");
    let comma = (end..next).any(|t| scene.lower(t) == ",") || scene.lower(end - 1) == "," || inner;
    if !dash && !comma {
        return None;
    }
    let start = next + usize::from(dash);
    if start >= n
        || scene.paragraph(start) != scene.paragraph(end - 1)
        || scene.quote_at(start).is_some_and(|q| scene.words(scene.quotes[q].inside.clone()) > 4)
    {
        return None;
    }
    let mut stop = scene.sentence(start).end;
    // The next piece of the quotation.
    for q in &scene.quotes {
        let piece = q.open > start
            && q.open < stop
            && (scene.is_dash(q.open - 1)
                || matches!(scene.lower(q.open - 1), ":" | ".")
                || scene.tree.grammar.analytic && scene.lower(q.open - 1) == ",")
            && scene.words(q.inside.clone()) > 3;
        if piece {
            stop = q.open;
            break;
        }
    }
    Some(start..stop)
}

/// The cue and speaker in author's words.
fn author<'a>(scene: &'a Scene<'_>, words: Range<usize>, pattern: &'static str) -> Option<Words<'a>> {
    let cue = words
        .clone()
        .filter(|t| scene.quote_at(*t).is_none())
        .find_map(|t| scene.verb_cue(t).filter(|c| c.takes(Construction::Quote)));
    if let Some(cue) = cue {
        let source = scene.source_of(&cue);
        return Some(Words { source, cue, pattern, score: 0.95 });
    }
    if let Some((cue, owner)) = words.clone().find_map(|t| scene.source_cue(t)) {
        return Some(Words { source: Source::Noun(owner), cue, pattern, score: 0.9 });
    }
    // Any verb may carry author's words behind a dash: "— улыбнулся он".
    let verb = words.clone().find(|t| {
        scene.tree.is_finite(*t)
            && scene.tree.pos(*t) == "VERB"
            && scene.tree.has_not(*t) == scene.tree.has_not(words.start)
    })?;
    let cue = Cue { token: verb, words: verb..verb + 1, usage: any_verb(), text: false };
    let source = scene.source_of(&cue);
    let near = matches!(source, Source::Noun(n) if words.contains(&n));
    near.then_some(Words { source, cue, pattern, score: 0.7 })
}

/// The usage of a verb that is no verb of speech.
fn any_verb() -> &'static Usage {
    static ANY: std::sync::OnceLock<Usage> = std::sync::OnceLock::new();
    ANY.get_or_init(|| Usage::of_class("quote"))
}

/// The cue and speaker before a quotation that follows a colon.
fn words_before<'a>(scene: &'a Scene<'_>, open: usize) -> Option<Words<'a>> {
    let comma = scene.tree.grammar.analytic && open > 0 && scene.lower(open - 1) == ",";
    if open == 0 || scene.lower(open - 1) != ":" && !comma {
        return None;
    }
    let colon = open - 1;
    let start = scene.sentence(colon).start;
    let words = start..colon;
    let cue = words
        .clone()
        .rev()
        .find_map(|t| scene.verb_cue(t).filter(|c| c.takes(Construction::Quote) || c.takes(Construction::Part)));
    if let Some(cue) = cue {
        let source = scene.source_of(&cue);
        return Some(Words { source, cue, pattern: "before", score: 0.95 });
    }
    if let Some((cue, owner)) = words.clone().find_map(|t| scene.source_cue(t)) {
        return Some(Words { source: Source::Noun(owner), cue, pattern: "before", score: 0.9 });
    }
    // «X: „C“».
    let headed =
        words.clone().find_map(|t| scene.actors.mention_at(t).filter(|m| m.head == t && m.tokens.start <= start + 1));
    if let Some(m) = headed
        && !scene.has_predicate(words.clone())
    {
        let cue = Cue { token: m.head, words: colon..colon + 1, usage: any_verb(), text: false };
        return Some(Words { source: Source::Noun(m.head), cue, pattern: "colon", score: 0.8 });
    }
    let verb = words.clone().find(|t| scene.tree.is_finite(*t) && scene.tree.pos(*t) == "VERB")?;
    let cue = Cue { token: verb, words: verb..verb + 1, usage: any_verb(), text: false };
    match scene.source_of(&cue) {
        source @ Source::Noun(n) if scene.actors.mention_at(n).is_some() => {
            Some(Words { source, cue, pattern: "before", score: 0.5 })
        }
        _ => None,
    }
}

/// Pieces of direct speech between author's words that stand in the same marks: "C1, — сказал X. — C2".
fn split(scene: &Scene<'_>, inside: Range<usize>) -> Vec<(Range<usize>, Option<Range<usize>>)> {
    let mut out = vec![];
    let mut start = inside.start;
    let mut t = inside.start;
    while t + 2 < inside.end {
        let turn = matches!(scene.lower(t), "," | "!" | "?" | "…" | ".") && scene.is_dash(t + 1);
        let said = turn
            && (t + 2..inside.end.min(t + 6)).take_while(|i| !scene.is_mark(*i)).any(|i| {
                scene.verb_cue(i).is_some_and(|c| c.takes(Construction::Quote) && !c.text && scene.tree.is_finite(i))
            });
        if said {
            let end = (t + 2..inside.end).find(|i| {
                matches!(scene.lower(*i), "." | "," | ":") && *i + 1 < inside.end && scene.is_dash(*i + 1)
                    || scene.is_stop(*i) && *i + 1 == inside.end
            });
            let end = end.unwrap_or(inside.end);
            out.push((start..t + usize::from(scene.lower(t) != ","), Some(t + 2..end)));
            start = (end + 2).min(inside.end);
            t = start;
            continue;
        }
        t += 1;
    }
    if scene.words(start..inside.end) > 0 {
        out.push((start..inside.end, None));
    }
    out
}

/// Direct speech marked by a dash at the start of a paragraph.
fn dialogue(scene: &Scene<'_>, out: &mut Direct) {
    let sentences = &scene.reading.sentences;
    let mut s = 0;
    while s < sentences.len() {
        let first = sentences[s].tokens.start;
        let paragraph = sentences[s].paragraph;
        let mut next = s + 1;
        while next < sentences.len() && sentences[next].paragraph == paragraph {
            next += 1;
        }
        let end = sentences[next - 1].tokens.end;
        if first < end && scene.is_dash(first) {
            let pieces = split(scene, first + 1..end);
            let words = pieces.iter().find_map(|p| p.1.clone());
            if let Some(said) = words.and_then(|w| author(scene, w, "dialogue")) {
                for (piece, _) in pieces {
                    push(scene, out, &said, piece);
                }
                out.taken[first..end].fill(true);
            }
        }
        s = next;
    }
}
