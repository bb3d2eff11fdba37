//! The first page.

use super::{Answer, render};
use crate::Site;
use crate::page::Page;
use crate::visitor::Visitor;
use askama::Template;
use axum::extract::State;
use kelishim_store::ask::{CommitmentLine, Counts, Filter, PairLine, StepLine};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    p: Page,
    stats: Arc<Counts>,
    pairs: Vec<PairLine>,
    latest: Vec<(CommitmentLine, Option<StepLine>)>,
    overdue: Vec<CommitmentLine>,
}

pub async fn home(State(site): State<Arc<Site>>, visitor: Visitor) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let pairs = p.site.pairs_of(register, &Filter { limit: Some(12), ..Filter::default() })?;
        let stats = p.site.counts.ask("", || Ok(register.counts()?))?;
        let latest = register.commitments(&Filter { limit: Some(8), until: Some(p.today()), ..Filter::default() })?;
        let latest = latest
            .into_iter()
            .map(|c| {
                let step = register.steps_of_thread(c.id.parse()?, None)?.pop();
                Ok((c, step))
            })
            .collect::<kelishim_store::Result<Vec<_>>>()?;
        let overdue = Filter { overdue: Some(p.today()), limit: Some(6), ..Filter::default() };
        let overdue = register.commitments(&overdue)?;
        render(&Home { p, stats, pairs, latest, overdue })
    })
    .await
}
