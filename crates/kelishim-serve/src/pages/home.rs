//! The first page.

use super::{Answer, render};
use crate::page::Page;
use crate::visitor::Visitor;
use crate::{Language, Site};
use askama::Template;
use axum::extract::State;
use kelishim_store::ask::Stats;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    p: Page,
    stats: Stats,
}

pub async fn home(State(site): State<Arc<Site>>, visitor: Visitor) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| render(&Home { p, stats: register.stats()? })).await
}
