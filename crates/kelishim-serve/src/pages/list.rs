//! Lists: filtered, sorted, a page at a time, with counts of what is in them and links to take it along.

use super::{Answer, render};
use crate::asked::{COUNTED, KEPT, LINES, List, feed_question, filter, page};
use crate::page::{Feeds, Page};
use crate::visitor::Visitor;
use crate::{Problem, Site};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use kelishim_model::Area;
use kelishim_store::Register;
use kelishim_store::ask::{
    ActorLine, ArticleLine, CommitmentLine, EventLine, Filter, Order, PairLine, StatementLine, Tally,
};
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
        let counted = list == List::Actors || matches!(filter.order, Order::Due | Order::LastDue | Order::Reports);
        if !counted || filter.limit.is_none_or(|l| l > KEPT) {
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

    /// What a page shows under `filter`: pairs in the order that it asks for, by the names of its language.
    pub fn shown(p: &Page, register: &Register, list: List, filter: &Filter) -> Result<Lines, Problem> {
        if list != List::Pairs {
            return Lines::of(&p.site, register, list, filter);
        }
        Ok(Lines { pairs: pairs(p, register, filter)?, ..Lines::default() })
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
    pub lines: i64,
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
    tally: Arc<Tally>,
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

    /// Whether the counts beside the list are not over all of it.
    fn partly(&self) -> bool {
        self.tally.more || self.tally.over < self.tally.lines
    }

    fn filtered(&self) -> bool {
        self.p.visitor.query.iter().any(|(name, _)| name != "page" && name != "sort")
    }
}

async fn list(State(site): State<Arc<Site>>, visitor: Visitor, list: List) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let filter = filter(&p.site, &p.visitor, list, false)?;
        let found = Lines::shown(&p, register, list, &filter);
        let mut lines = match found {
            // A name that nobody bears finds nothing.
            Err(Problem::NotFound) => Lines::default(),
            found => found?,
        };
        let more = lines.len() > LINES;
        lines.truncate(LINES);
        let tally = tally(&p, register, list, &filter).or_else(nothing)?;
        let facets = facets(&p, list, &tally);
        let sides = sides(&p, register)?;
        render(&ListPage { page: page(&p.visitor), list, lines, more, facets, tally, sides, p })
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

/// Pairs that an address asks for in its order; `q` is a part of the name of a side.
///
/// In any order but that of the rows, or by names, all pairs are looked at; they are kept for a while.
pub fn pairs(p: &Page, register: &Register, filter: &Filter) -> Result<Vec<PairLine>, Problem> {
    let sort = p.visitor.value("sort").unwrap_or_default();
    let asked = Filter {
        area: filter.area.clone(),
        since: filter.since.clone(),
        until: filter.until.clone(),
        ..Filter::default()
    };
    let by_name = filter.text.as_ref().map(|part| part.to_lowercase());
    if by_name.is_none() && !matches!(sort, "latest" | "name") {
        return p.site.pairs_of(register, &Filter { limit: filter.limit, offset: filter.offset, ..asked });
    }
    let mut pairs = p.site.pairs_of(register, &asked)?;
    if let Some(part) = by_name {
        let has = |side: &String| side.to_lowercase() == part || p.name(side).to_lowercase().contains(&part);
        pairs.retain(|line| has(&line.a) || has(&line.b));
    }
    match sort {
        "latest" => pairs.sort_by(|x, y| y.last.cmp(&x.last)),
        "name" => pairs.sort_by_cached_key(|line| (p.name(&line.a), p.name(&line.b))),
        _ => {}
    }
    Ok(pairs.into_iter().skip(filter.offset).take(filter.limit.unwrap_or(usize::MAX)).collect())
}

/// A name that nobody bears finds nothing.
pub fn nothing(problem: Problem) -> Result<Arc<Tally>, Problem> {
    if matches!(problem, Problem::NotFound) { Ok(Arc::default()) } else { Err(problem) }
}

/// How many lines the filter finds, and what they have; kept for a while.
pub fn tally(p: &Page, register: &Register, list: List, filter: &Filter) -> Result<Arc<Tally>, Problem> {
    let asked = Filter { limit: None, offset: 0, order: Order::Latest, ..filter.clone() };
    if list == List::Pairs && asked.text.is_some() {
        let lines = pairs(p, register, &asked)?.len() as i64;
        return Ok(Arc::new(Tally { lines, ..Tally::default() }));
    }
    p.site.tallies.ask(&format!("{list:?} {asked:?}"), || {
        let of = |(lines, more)| Tally { lines, more, ..Tally::default() };
        let mut tally = match list {
            List::Commitments => register.tally_commitments(&asked, COUNTED)?,
            List::Events => register.tally_events(&asked, COUNTED)?,
            List::Statements => register.tally_statements(&asked, COUNTED)?,
            List::Actors => of(register.count_actors(&asked, COUNTED)?),
            List::Articles => of(register.count_articles(&asked, COUNTED)?),
            List::Pairs => of((register.count_pairs(&asked)?, false)),
        };
        if tally.more && asked == Filter::default() {
            // The first page says how much there is of all.
            let counts = p.site.counts.ask("", || Ok(register.counts()?))?;
            let all = match list {
                List::Commitments => Some(counts.commitments),
                List::Events => Some(counts.happenings),
                List::Statements => Some(counts.statements),
                _ => None,
            };
            if let Some(all) = all {
                (tally.lines, tally.more) = (all, false);
            }
        }
        Ok(tally)
    })
}

/// What the lines have, the most frequent first.
fn facets(p: &Page, list: List, tally: &Tally) -> Vec<Facets> {
    let Some((codes, known)) = list.codes() else { return vec![] };
    let areas: Vec<&str> = Area::ALL.iter().map(|a| a.code()).collect();
    let made = |name: &'static str, heading, list: &str, counts: &BTreeMap<String, i64>, known: &[&str]| {
        let mut values: Vec<Facet> = counts
            .iter()
            .filter(|(value, _)| known.contains(&value.as_str()))
            .map(|(value, lines)| Facet {
                value: value.clone(),
                shown: p.code(list, value),
                lines: *lines,
                chosen: p.visitor.value(name) == Some(value.as_str()),
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
    vec![made("code", heading, codes, &tally.codes, &known), made("area", "area", "area", &tally.areas, &areas)]
}
