//! Method, accuracy, sources, licences.

use super::{Answer, render};
use crate::page::Page;
use crate::visitor::Visitor;
use crate::{Site, dates};
use askama::Template;
use axum::extract::State;
use kelishim_store::ask::Stats;
use std::sync::Arc;

/// A measured figure.
struct Figure {
    measure: String,
    gold: String,
    precision: String,
    recall: String,
    f1: String,
}

#[derive(Template)]
#[template(path = "about.html")]
struct About {
    p: Page,
    stats: Arc<Stats>,
    /// Sets of annotated reports with their figures.
    sets: Vec<(&'static str, Vec<Figure>)>,
    /// What the data are made from: file, made from, licence.
    sources: Vec<[String; 3]>,
    version: &'static str,
}

const SETS: [(&str, &str); 2] = [("reports/ru/real", "set-real"), ("reports/ru/dev", "set-dev")];

pub async fn about(State(site): State<Arc<Site>>, visitor: Visitor) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let stats = p.site.stats.ask("", || Ok(register.stats()?))?;
        let sets = SETS.iter().map(|(set, key)| (*key, figures(&p, set))).collect();
        let sources = table(p.site.contents.sources);
        render(&About { p, stats, sets, sources, version: env!("CARGO_PKG_VERSION") })
    })
    .await
}

/// Figures of a set from lines of `set,measure,gold,found,right,precision,recall,f1`.
fn figures(p: &Page, set: &str) -> Vec<Figure> {
    let lines = p.site.contents.scores.lines().map(|l| l.split(',').collect::<Vec<_>>());
    lines
        .filter(|l| l.len() == 8 && l[0] == set)
        .map(|l| {
            let decimal = |text: &str| dates::decimal(p.language(), text);
            Figure {
                measure: l[1].to_owned(),
                gold: l[2].to_owned(),
                precision: decimal(l[5]),
                recall: decimal(l[6]),
                f1: decimal(l[7]),
            }
        })
        .collect()
}

/// Lines of the table of a Markdown page, without its head.
fn table(markdown: &str) -> Vec<[String; 3]> {
    let rows = markdown.lines().filter(|l| l.starts_with('|')).skip(2);
    rows.filter_map(|l| {
        let cells: Vec<String> = l.trim_matches('|').split('|').map(|c| c.trim().replace('`', "")).collect();
        cells.try_into().ok()
    })
    .collect()
}
