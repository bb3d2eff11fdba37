//! One event, with every report's telling of it.

use super::explained::{Explained, explained};
use super::{Answer, render};
use crate::page::Page;
use crate::quote::{Piece, quote};
use crate::visitor::Visitor;
use crate::{Problem, Site};
use askama::Template;
use kelishim_store::ask::{EventLine, Shown, ShownRow};
use kelishim_store::record::Row;
use kelishim_store::{Characters, Id, Register};
use std::sync::Arc;

/// Tellings shown.
const MOST: usize = 30;

/// A party: its name and its page.
pub struct Party {
    pub name: String,
    pub id: String,
}

impl Party {
    /// Those of these ids.
    pub fn all(p: &Page, register: &Register, ids: &[String]) -> Result<Vec<Party>, Problem> {
        let names = register.names_of(ids)?;
        Ok(ids.iter().zip(names).map(|(id, name)| Party { name: p.name(&name), id: id.clone() }).collect())
    }
}

struct Telling {
    row: ShownRow,
    quote: Vec<Piece>,
    language: String,
    title: Option<String>,
    explained: Option<Explained>,
}

#[derive(Template)]
#[template(path = "event.html")]
struct EventPage {
    p: Page,
    e: EventLine,
    actors: Vec<Party>,
    recipients: Vec<Party>,
    tellings: Vec<Telling>,
    all: usize,
}

pub async fn event(site: Arc<Site>, visitor: Visitor, id: Id) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let Shown::Happening { happening, events } = register.show(id)? else { return Err(Problem::NotFound) };
        if happening.id != id.to_string() {
            return super::lead_to(&format!("/{}", happening.id));
        }
        let first = register.versions("event", happening.event.parse::<Id>()?.number)?.pop();
        let (actors, recipients) = match first.map(|f| f.row) {
            Some(Row::Event(e)) => (e.actors, e.recipients),
            _ => (vec![], vec![]),
        };
        let (actors, recipients) = (Party::all(&p, register, &actors)?, Party::all(&p, register, &recipients)?);
        let all = events.len();
        let mut tellings = vec![];
        for row in events.into_iter().take(MOST) {
            let article = register.received(row.article.parse::<Id>()?.number)?;
            let stored = register.versions("event", row.id.parse::<Id>()?.number)?.pop();
            let spans = stored.iter().map(|s| (s.row.anchor().start, s.row.anchor().end)).collect::<Vec<_>>();
            tellings.push(Telling {
                quote: quote(&Characters::new(&article.text), &spans, p.site.contents.texts),
                language: article.language,
                title: article.title,
                explained: stored.map(|s| explained(&p, &s.row)),
                row,
            });
        }
        render(&EventPage { e: *happening, actors, recipients, tellings, all, p })
    })
    .await
}
