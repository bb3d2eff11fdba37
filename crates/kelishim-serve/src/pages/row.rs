//! One row by itself: a statement, or an event or step that stands in no group.

use super::event::Party;
use super::explained::{Explained, explained};
use super::{Answer, render, short};
use crate::page::Page;
use crate::quote::{Piece, quote};
use crate::visitor::Visitor;
use crate::{Problem, Site};
use askama::Template;
use kelishim_export::value_text;
use kelishim_store::ask::{Shown, ShownRow};
use kelishim_store::record::Row;
use kelishim_store::{Characters, Id};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "row.html")]
struct RowPage {
    p: Page,
    row: ShownRow,
    /// `statement`, `event`, `step`.
    kind: &'static str,
    code: String,
    heading: String,
    speaker: Option<Party>,
    speaker_text: Option<String>,
    about: Vec<Party>,
    areas: Vec<String>,
    date: String,
    quote: Vec<Piece>,
    language: String,
    title: Option<String>,
    explained: Explained,
    group: Option<String>,
    /// Earlier versions: number, learnt, replaced, what it said.
    history: Vec<(i64, String, Option<String>, String)>,
}

pub async fn row(site: Arc<Site>, visitor: Visitor, id: Id) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let Shown::Row(row) = register.show(id)? else { return Err(Problem::NotFound) };
        let kind = match id.kind {
            kelishim_store::Kind::Statement => "statement",
            kelishim_store::Kind::Event => "event",
            _ => "step",
        };
        let stored = register.versions(kind, id.number)?.pop().ok_or(Problem::NotFound)?;
        let article = register.received(stored.article)?;
        let anchor = stored.row.anchor();
        let spans = [(anchor.start, anchor.end)];
        let party = |ids: &[String]| Party::all(&p, register, ids);
        let (speaker, speaker_text, about) = match &stored.row {
            Row::Statement(s) => (party(s.speaker.as_slice())?.pop(), s.speaker_text.clone(), party(&s.about)?),
            other => {
                let (first, second) = other.parties();
                let all: Vec<String> = first.into_iter().chain(second).map(str::to_owned).collect();
                (None, None, party(&all)?)
            }
        };
        let history = row
            .history
            .iter()
            .map(|(version, since, until, values)| {
                let said = values.as_object().into_iter().flatten();
                let said = said.filter(|(_, v)| !v.is_null()).map(|(k, v)| format!("{k}: {}", value_text(v)));
                let said = said.collect::<Vec<_>>().join(" · ");
                (*version, since.clone(), until.clone(), short(&said, 600))
            })
            .collect();
        render(&RowPage {
            kind,
            code: stored.row.code().to_owned(),
            heading: short(&anchor.text, 160),
            speaker,
            speaker_text,
            about,
            areas: stored.row.areas().to_vec(),
            date: stored.date.clone(),
            quote: quote(&Characters::new(&article.text), &spans, p.site.contents.texts),
            language: article.language,
            title: article.title,
            explained: explained(&p, &stored.row),
            group: register.group_of(id)?.map(|g| g.to_string()),
            history,
            row: *row,
            p,
        })
    })
    .await
}
