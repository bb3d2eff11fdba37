//! Who deals with whom.

use super::{Answer, render};
use crate::Site;
use crate::asked::{List, filter, page};
use crate::network::{HEIGHT, Network, WIDTH, lay_out};
use crate::page::Page;
use crate::visitor::Visitor;
use askama::Template;
use axum::extract::State;
use kelishim_store::ask::{Filter, PairLine};
use std::sync::Arc;

/// Pairs drawn at most, and listed on a page below the picture.
const DRAWN: usize = 600;
const LISTED: usize = 60;

#[derive(Template)]
#[template(path = "network.html")]
struct NetworkPage {
    p: Page,
    network: Arc<Network>,
    pairs: Vec<PairLine>,
    all: usize,
    page: usize,
}

impl NetworkPage {
    fn value(&self, name: &str) -> &str {
        self.p.visitor.value(name).unwrap_or_default()
    }

    fn turn(&self, to: usize) -> String {
        self.p.visitor.with("page", &if to > 1 { to.to_string() } else { String::new() }) + "#table"
    }

    fn more(&self) -> bool {
        self.page * LISTED < self.all
    }

    /// Whether the table was asked for.
    fn opened(&self) -> bool {
        self.page > 1 || !self.value("sort").is_empty()
    }
}

pub async fn network(State(site): State<Arc<Site>>, visitor: Visitor) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let asked = filter(&p.site, &p.visitor, List::Pairs, true)?;
        let asked = Filter {
            area: asked.area,
            since: asked.since,
            until: asked.until,
            limit: Some(DRAWN),
            ..Filter::default()
        };
        let pairs = p.site.pairs_of(register, &asked)?;
        let question = format!("{:?} {:?} {:?} {:?}", asked.area, asked.since, asked.until, p.language());
        let label = |name: &str| super::short(&p.name(name), 28);
        let network = p.site.networks.ask(&question, || Ok(lay_out(&pairs, label)))?;
        let page = page(&p.visitor);
        let listed = Filter { limit: Some(LISTED), offset: (page - 1) * LISTED, ..asked };
        let pairs = super::list::pairs(&p, register, &listed)?;
        let all = super::list::tally(&p, register, List::Pairs, &listed)?.lines as usize;
        render(&NetworkPage { p, network, pairs, all, page })
    })
    .await
}
