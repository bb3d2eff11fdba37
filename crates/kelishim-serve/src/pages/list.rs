//! Lists: filtered, sorted, a page at a time, with counts of what is in them and links to take it along.

use super::{Answer, render};
use crate::asked::{COUNTED, LINES, List, feed_question, filter, page};
use crate::page::{Feeds, Page};
use crate::visitor::Visitor;
use crate::{Problem, Site};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use kelishim_model::Area;
use kelishim_store::Register;
use kelishim_store::ask::{ActorLine, ArticleLine, CommitmentLine, EventLine, Filter, Order, PairLine, StatementLine};
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/commitments", get(|s, v| list(s, v, List::Commitments)))
        .route("/events", get(|s, v| list(s, v, List::Events)))
        .route("/statements", get(|s, v| list(s, v, List::Statements)))
        .route("/actors", get(|s, v| list(s, v, List::Actors)))
        .route("/articles", get(|s, v| list(s, v, List::Articles)))
        .route("/pairs", get(|s, v| list(s, v, List::Pairs)))
}

/// Lines of any list.
#[derive(Default, Clone)]
pub struct Lines {
    pub commitments: Vec<CommitmentLine>,
    pub events: Vec<EventLine>,
    pub statements: Vec<StatementLine>,
    pub actors: Vec<ActorLine>,
    pub articles: Vec<ArticleLine>,
    pub pairs: Vec<PairLine>,
}

impl Lines {
    /// What `filter` finds of a list; kept for a while where all rows must be looked at to find the first.
    pub fn of(site: &Site, register: &Register, list: List, filter: &Filter) -> Result<Lines, Problem> {
        let counted = list == List::Actors || matches!(filter.order, Order::Due | Order::Reports);
        if !counted || filter.limit.is_none_or(|l| l > COUNTED) {
            return Lines::asked(site, register, list, filter);
        }
        let question = format!("{list:?} {filter:?}");
        let kept = site.lists.ask(&question, || Lines::asked(site, register, list, filter))?;
        Ok(Lines::clone(&kept))
    }

    fn asked(site: &Site, register: &Register, list: List, filter: &Filter) -> Result<Lines, Problem> {
        let mut lines = Lines::default();
        match list {
            List::Commitments => lines.commitments = register.commitments(filter)?,
            List::Events => lines.events = register.events(filter)?,
            List::Statements => lines.statements = register.statements(filter)?,
            List::Actors => lines.actors = register.actors(filter)?,
            List::Articles => {
                lines.articles = register.articles(filter)?;
                for line in &mut lines.articles {
                    line.place = site.contents.texts.place(std::mem::take(&mut line.place));
                }
            }
            List::Pairs => lines.pairs = site.pairs_of(register, filter)?,
        }
        Ok(lines)
    }

    pub fn len(&self) -> usize {
        self.commitments.len()
            + self.events.len()
            + self.statements.len()
            + self.actors.len()
            + self.articles.len()
            + self.pairs.len()
    }

    fn truncate(&mut self, most: usize) {
        self.commitments.truncate(most);
        self.events.truncate(most);
        self.statements.truncate(most);
        self.actors.truncate(most);
        self.articles.truncate(most);
        self.pairs.truncate(most);
    }
}

/// A value that lines have, and how many.
pub struct Facet {
    pub value: String,
    pub shown: String,
    pub lines: usize,
    pub chosen: bool,
}

/// Values of one column.
pub struct Facets {
    /// Name of the filter.
    pub name: &'static str,
    /// Key of its heading.
    pub heading: &'static str,
    pub values: Vec<Facet>,
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    p: Page,
    list: List,
    lines: Lines,
    page: usize,
    more: bool,
    facets: Vec<Facets>,
    counted: usize,
    sides: Vec<(String, String)>,
}

impl ListPage {
    fn value(&self, name: &str) -> &str {
        self.p.visitor.value(name).unwrap_or_default()
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.value(name) == value
    }

    fn turn(&self, to: usize) -> String {
        self.p.visitor.with("page", &if to > 1 { to.to_string() } else { String::new() })
    }

    fn take(&self, format: &str) -> String {
        self.p.visitor.address(&format!("/export/{}.{format}", self.list.name()), &[("page", "")])
    }

    /// Subscriptions to what is shown.
    fn feeds(&self) -> Option<Feeds> {
        if self.list != List::Commitments {
            return None;
        }
        let question = feed_question(&self.p.visitor)?;
        let question: Vec<(&str, &str)> = question.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(self.p.feeds(&question))
    }

    fn filtered(&self) -> bool {
        self.p.visitor.query.iter().any(|(name, _)| name != "page" && name != "sort")
    }
}

async fn list(State(site): State<Arc<Site>>, visitor: Visitor, list: List) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let filter = filter(&p.site, &p.visitor, list, false)?;
        let found = Lines::of(&p.site, register, list, &filter);
        let mut lines = match found {
            // A name that nobody bears finds nothing.
            Err(Problem::NotFound) => Lines::default(),
            found => found?,
        };
        let more = lines.len() > LINES;
        lines.truncate(LINES);
        let (facets, counted) = facets(&p, register, list, &filter)?;
        let sides = sides(&p, register)?;
        render(&ListPage { page: page(&p.visitor), list, lines, more, facets, counted, sides, p })
    })
    .await
}

/// Sides to choose from: those of the busiest pairs, by name.
pub fn sides(p: &Page, register: &Register) -> Result<Vec<(String, String)>, Problem> {
    let pairs = p.site.pairs_of(register, &Filter { limit: Some(400), ..Filter::default() })?;
    let mut sides: Vec<(String, String)> =
        pairs.iter().flat_map(|l| [&l.a, &l.b]).map(|s| (p.name(s), s.clone())).collect();
    sides.sort();
    sides.dedup();
    Ok(sides)
}

/// Counts by column over the first lines that the filter finds.
fn facets(p: &Page, register: &Register, list: List, filter: &Filter) -> Result<(Vec<Facets>, usize), Problem> {
    let Some((codes, known)) = list.codes() else { return Ok((vec![], 0)) };
    let wide = Filter { limit: Some(COUNTED), offset: 0, order: Order::Latest, ..filter.clone() };
    let found = match Lines::of(&p.site, register, list, &wide) {
        Err(Problem::NotFound) => Lines::default(),
        found => found?,
    };
    let mut by_area: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = |areas: &'_ [String], code: &'_ str| {
        for area in areas {
            if let Some(area) = Area::from_code(area) {
                *by_area.entry(area.code()).or_default() += 1;
            }
        }
        if let Some(code) = known.iter().find(|c| **c == code) {
            *by_code.entry(code).or_default() += 1;
        }
    };
    found.commitments.iter().for_each(|c| count(&c.areas, &c.stage));
    found.events.iter().for_each(|e| count(&e.areas, &e.kind));
    found.statements.iter().for_each(|s| count(&s.areas, &s.kind));
    let made = |name: &'static str, heading, list: &str, counts: BTreeMap<&str, usize>| {
        let mut values: Vec<Facet> = counts
            .into_iter()
            .map(|(value, lines)| Facet {
                value: value.to_owned(),
                shown: p.code(list, value),
                lines,
                chosen: p.visitor.value(name) == Some(value),
            })
            .collect();
        values.sort_by(|a, b| b.lines.cmp(&a.lines).then_with(|| a.shown.cmp(&b.shown)));
        Facets { name, heading, values }
    };
    let heading = match codes {
        "stage" => "stage",
        "event" => "type",
        _ => "words-given",
    };
    let counted = found.len();
    Ok((vec![made("code", heading, codes, by_code), made("area", "area", "area", by_area)], counted))
}
