//! One article: its text with every row marked, the rows beside it, each explained.

use super::explained::{Explained, explained, spans};
use super::pair::parties;
use super::{Answer, render, short};
use crate::page::Page;
use crate::quote::{Mark, Segment, merged, segments, shown};
use crate::visitor::Visitor;
use crate::{Site, Texts};
use askama::Template;
use kelishim_store::ask::{Placed, Received};
use kelishim_store::record::Row;
use kelishim_store::{Characters, Id};
use std::sync::Arc;

/// Code points of a part: a page stays small however long its article is.
const PART: u32 = 9_000;
/// Rows of a part.
const ROWS: usize = 50;

/// A row beside the text.
struct Card {
    id: String,
    group: Option<String>,
    kind: &'static str,
    code: String,
    who: String,
    text: String,
    facts: Vec<String>,
    doubtful: bool,
    proposal: bool,
    status: String,
    explained: Explained,
}

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    p: Page,
    a: Received,
    segments: Vec<Segment>,
    cards: Vec<Card>,
    part: u32,
    next: Option<u32>,
    length: u32,
    bases: Vec<String>,
    /// When the text was taken out.
    withdrawn: Option<String>,
}

pub async fn article(site: Arc<Site>, visitor: Visitor, id: Id) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let a = register.received(id.number)?;
        let text = Characters::new(&a.text);
        let length = a.text.chars().count() as u32;
        let part = p.visitor.value("from").and_then(|f| f.parse().ok()).unwrap_or(0).min(length);
        let mut end = part.saturating_add(PART).min(length);
        let mut rows = register.rows_within(id.number, part, end.max(part + 1), ROWS + 1)?;
        if let Some(over) = rows.get(ROWS).map(|r| r.stored.row.anchor().start).filter(|at| *at > part) {
            end = over;
            rows.retain(|r| r.stored.row.anchor().start < over);
        }
        rows.truncate(ROWS);
        let marks = marks(&rows);
        let around = |(from, to): (u32, u32)| (from.max(part), to.min(end));
        // What was taken out is blank but for the words of rows.
        let withdrawn = register.withdrawn(a.url.as_deref().unwrap_or(&a.place))?;
        let texts = if withdrawn.is_some() { Texts::None } else { p.site.contents.texts };
        let ranges = match texts {
            Texts::Full => vec![(part, end)],
            texts => {
                let anchors = rows.iter().map(|r| r.stored.row.anchor());
                merged(anchors.map(|s| around(shown(&text, s.start, s.end, texts))).collect())
            }
        };
        let segments = segments(&text, &ranges, &marks);
        let cards = rows.into_iter().map(|r| card(&p, register, r)).collect::<Result<_, _>>()?;
        let bases = p.site.contents.bases.get(&a.place).cloned().unwrap_or_default();
        let next = (end < length).then_some(end);
        render(&ArticlePage { segments, cards, part, next, length, bases, withdrawn, a, p })
    })
    .await
}

fn marks(rows: &[Placed]) -> Vec<Mark> {
    let mut out = vec![];
    for row in rows {
        let class = match &row.stored.row {
            Row::Statement(_) => ("said", "said-cue"),
            Row::Event(_) => ("did", "did"),
            Row::Step(_) => ("undertook", "undertook-cue"),
        };
        let anchor = row.stored.row.anchor();
        for (role, span) in spans(&row.stored.row) {
            let main = span == anchor;
            // Evidence is a whole sentence: marking it would hide what it holds.
            if role == "role-evidence" || role == "role-place" || role == "role-time" {
                continue;
            }
            let class = if main { class.0 } else { class.1 };
            out.push(Mark { start: span.start, end: span.end, class, row: row.id.to_string(), anchor: main });
        }
    }
    out
}

fn card(p: &Page, register: &kelishim_store::Register, placed: Placed) -> Result<Card, crate::Problem> {
    let row = &placed.stored.row;
    let mut facts = vec![];
    let (kind, who, proposal) = match row {
        Row::Statement(s) => {
            let who = match &s.speaker {
                Some(speaker) => p.names(&register.names_of(std::slice::from_ref(speaker))?),
                None => s.speaker_text.clone().unwrap_or_else(|| p.t("unnamed")),
            };
            ("statement", who, false)
        }
        Row::Event(e) => {
            if e.modality != "actual" {
                facts.push(p.code("modality", &e.modality));
            }
            facts.extend(e.time.as_ref().map(|t| p.when(t)).filter(|t| !t.is_empty()));
            ("event", parties(p, &register.names_of(&e.actors)?, &register.names_of(&e.recipients)?), e.proposal)
        }
        Row::Step(s) => {
            facts.extend(s.quantity.iter().map(|q| p.quantity(q)));
            facts.extend(s.due.as_ref().map(|d| p.say("due-by", &p.when(d))));
            ("step", parties(p, &register.names_of(&s.committer)?, &register.names_of(&s.beneficiary)?), false)
        }
    };
    Ok(Card {
        id: placed.id.to_string(),
        group: placed.group.map(|g| g.to_string()),
        kind,
        code: row.code().to_owned(),
        who: short(&who, 200),
        text: short(&row.anchor().text, 220),
        facts,
        doubtful: p.doubtful(&row.score()),
        proposal,
        status: placed.stored.status.clone(),
        explained: explained(p, row),
    })
}
