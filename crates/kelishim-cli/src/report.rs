//! A record for people: the sentences that hold something with their spans marked, then the rows.

use crate::paint::{Style, clean, paint};
use kelishim_extract::{Bound, Explained};
use kelishim_model::{ActorId, Interval, Quantity, Record, Span, Speaker};
use kelishim_read::Reading;
use std::fmt::Write;

/// The whole report of one article. `explain` adds, under each event and commitment, what its frame bound.
pub fn report(reading: &Reading, explained: &Explained, explain: bool) -> String {
    let record = &explained.record;
    let mut out = String::new();
    let line = |out: &mut String, text: &str| writeln!(out, "{text}").expect("a string takes all");
    line(&mut out, &paint(Style::Bold, &heading(record)));
    for gap in &record.gaps {
        line(&mut out, &format!("  not read: {}", gap.reason));
    }
    let marks = marks(record);
    for sentence in &reading.sentences {
        let here: Vec<&Mark> = marks.iter().filter(|m| sentence.span.overlaps(m.span)).collect();
        if !here.is_empty() {
            line(&mut out, &format!("  {}", draw(&record.article.text, sentence.span, &here)));
        }
    }
    if !record.statements.is_empty() {
        line(&mut out, &paint(Style::Bold, "statements"));
    }
    for (i, s) in record.statements.iter().enumerate() {
        let who = match s.speaker {
            Speaker::Actor(id) => actor(record, id),
            Speaker::Unnamed(span) => span.map_or_else(|| "unnamed".to_owned(), |s| clean(s.of(&record.article.text))),
        };
        let via = s.via.map(|v| format!(", via {}", actor(record, v))).unwrap_or_default();
        line(&mut out, &format!("  s{} {who}{via}: {}", i + 1, clean(s.content.of(&record.article.text))));
        line(&mut out, &paint(Style::Dim, &format!("     {} {} {:.2}", s.kind, s.frame, s.score)));
    }
    if !record.events.is_empty() {
        line(&mut out, &paint(Style::Bold, "events"));
    }
    for (i, e) in record.events.iter().enumerate() {
        let mode = e.mode.map(|m| format!(" {m}")).unwrap_or_default();
        let time = e.time.map(|t| format!(", {}", interval(&t))).unwrap_or_default();
        let said = e.attribution.map(|s| format!(", said in s{}", s.0 + 1)).unwrap_or_default();
        line(
            &mut out,
            &format!(
                "  e{} {}{mode}: {} · {}{time}{said}",
                i + 1,
                e.kind,
                parties(record, &e.actors, &e.recipients),
                e.modality
            ),
        );
        line(
            &mut out,
            &paint(Style::Dim, &format!("     «{}» {} {:.2}", e.trigger.of(&record.article.text), e.frame, e.score)),
        );
        if explain {
            bindings(&mut out, reading, &explained.events[i]);
        }
    }
    if !record.commitments.is_empty() {
        line(&mut out, &paint(Style::Bold, "commitments"));
    }
    for (i, c) in record.commitments.iter().enumerate() {
        let mut facts = c.quantity.iter().map(quantity).collect::<Vec<_>>();
        facts.extend(c.due.map(|d| format!("due {}", interval(&d))));
        facts.extend(c.made.map(|d| format!("made {}", interval(&d))));
        let facts = if facts.is_empty() { String::new() } else { format!(" · {}", facts.join(", ")) };
        line(
            &mut out,
            &format!(
                "  c{} {}: {} · {}{facts}",
                i + 1,
                c.stage,
                parties(record, &c.committer, &c.beneficiary),
                clean(&c.summary)
            ),
        );
        line(&mut out, &paint(Style::Dim, &format!("     {} {:.2}", c.frame, c.score)));
        if explain {
            bindings(&mut out, reading, &explained.commitments[i]);
        }
    }
    out
}

fn heading(record: &Record) -> String {
    let a = &record.article;
    let mut parts: Vec<&str> = vec![];
    parts.extend(a.title.as_deref());
    parts.extend(a.published_text.as_deref());
    parts.extend(a.source.as_deref());
    parts.push(&a.language);
    let counts = format!(
        "{} statements, {} events, {} commitments",
        record.statements.len(),
        record.events.len(),
        record.commitments.len()
    );
    format!("{} · {counts}", parts.join(" · "))
}

/// What a frame bound: role, slot, the token or the reason.
fn bindings(out: &mut String, reading: &Reading, bound: &[Bound]) {
    for b in bound {
        let what = match (b.token, b.reason) {
            (Some(t), _) => format!("«{}»", clean(reading.form(t))),
            (None, reason) => reason.unwrap_or("the context").to_owned(),
        };
        let slot = if b.slot.is_empty() { String::new() } else { format!(" as {}", b.slot) };
        writeln!(out, "     {}{slot}: {what}", b.role).expect("a string takes all");
    }
}

struct Mark {
    span: Span,
    label: String,
    style: Style,
}

/// Spans of all rows, by start, the longer first.
fn marks(record: &Record) -> Vec<Mark> {
    let mut out = vec![];
    for (i, s) in record.statements.iter().enumerate() {
        out.push(Mark { span: s.content, label: format!("s{}", i + 1), style: Style::Statement });
    }
    for (i, e) in record.events.iter().enumerate() {
        out.push(Mark { span: e.trigger, label: format!("e{}", i + 1), style: Style::Event });
    }
    for (i, c) in record.commitments.iter().enumerate() {
        out.push(Mark { span: c.action, label: format!("c{}", i + 1), style: Style::Commitment });
    }
    out.sort_by_key(|m| (m.span.start(), std::cmp::Reverse(m.span.end())));
    out
}

/// The sentence with `[e1 подписали]` around each mark; a mark that runs over the sentence's ends is cut there.
fn draw(text: &str, sentence: Span, marks: &[&Mark]) -> String {
    let mut edges: Vec<(usize, u8, usize, String)> = vec![];
    for (i, m) in marks.iter().enumerate() {
        let (start, end) = (m.span.start().max(sentence.start()), m.span.end().min(sentence.end()));
        edges.push((start, 1, i, paint(m.style, &format!("[{} ", m.label))));
        // Closing edges at one place: the mark opened last closes first.
        edges.push((end, 0, marks.len() - i, paint(m.style, "]")));
    }
    edges.sort_by_key(|(at, kind, order, _)| (*at, *kind, *order));
    let mut out = String::new();
    let mut at = sentence.start();
    for (place, _, _, mark) in edges {
        out.push_str(&clean(&text[at..place]));
        out.push_str(&mark);
        at = place;
    }
    out.push_str(&clean(&text[at..sentence.end()]));
    out
}

/// "Садыр Жапаров (KGZ)".
pub fn actor(record: &Record, id: ActorId) -> String {
    let row = &record.actors[id.0 as usize];
    match &row.country {
        Some(code) if *code != row.name => format!("{} ({code})", clean(&row.name)),
        _ => clean(&row.name),
    }
}

/// "KGZ -> RUS", or "KGZ, RUS" when all act together.
pub fn parties(record: &Record, left: &[ActorId], right: &[ActorId]) -> String {
    let list = |ids: &[ActorId]| ids.iter().map(|a| actor(record, *a)).collect::<Vec<_>>().join(", ");
    if right.is_empty() { list(left) } else { format!("{} -> {}", list(left), list(right)) }
}

/// "2021-03", "until 2025", "2021-02-24/2021-02-25".
pub fn interval(when: &Interval) -> String {
    match (when.from, when.to) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) => format!("{a}/{b}"),
        (None, Some(b)) => format!("until {b}"),
        (Some(a), None) => format!("from {a}"),
        (None, None) => "undated".to_owned(),
    }
}

fn quantity(q: &Quantity) -> String {
    let unit = q.currency.as_deref().or(q.unit.as_deref()).unwrap_or_default();
    format!("{} {unit}", q.value).trim_end().to_owned()
}
