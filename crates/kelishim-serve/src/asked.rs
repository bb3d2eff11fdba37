//! What a visitor's address asks for: the filters of lists.

use crate::visitor::Visitor;
use crate::{Problem, Site};
use kelishim_model::{Area, EventType, PartialDate, Stage, StatementKind};
use kelishim_store::ask::{Filter, Order};

/// Lines of a page of a list.
pub const LINES: usize = 25;
/// Lines that are counted, in all and by what they have; of more it is said that they are more.
pub const COUNTED: usize = 10_000;
/// Lines of an answer that is kept.
pub const KEPT: usize = 500;

/// A list of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Commitments,
    Events,
    Statements,
    Actors,
    Articles,
    Pairs,
}

impl List {
    /// All of them.
    pub const ALL: [List; 6] =
        [List::Commitments, List::Events, List::Statements, List::Actors, List::Articles, List::Pairs];

    pub fn name(self) -> &'static str {
        match self {
            List::Commitments => "commitments",
            List::Events => "events",
            List::Statements => "statements",
            List::Actors => "actors",
            List::Articles => "articles",
            List::Pairs => "pairs",
        }
    }

    /// The list of codes that the filter by code takes, in the words of `locales/`, and the codes.
    pub fn codes(self) -> Option<(&'static str, Vec<&'static str>)> {
        match self {
            List::Commitments => Some(("stage", Stage::ALL.iter().map(|s| s.code()).collect())),
            List::Events => Some(("event", EventType::ALL.iter().map(|t| t.code()).collect())),
            List::Statements => Some(("statement", StatementKind::ALL.iter().map(|k| k.code()).collect())),
            _ => None,
        }
    }

    /// Ways to sort it.
    pub fn orders(self) -> &'static [&'static str] {
        match self {
            List::Commitments => &["latest", "oldest", "due", "last-due", "reports"],
            List::Events => &["latest", "oldest", "reports"],
            List::Statements | List::Articles => &["latest", "oldest"],
            List::Actors => &["articles", "name"],
            List::Pairs => &["rows", "latest", "name"],
        }
    }

    /// Whether rows of it lie in fields of relations.
    pub fn has_areas(self) -> bool {
        !matches!(self, List::Actors | List::Articles)
    }
}

/// Page of a list, the first is 1.
pub fn page(visitor: &Visitor) -> usize {
    visitor.value("page").and_then(|p| p.parse().ok()).unwrap_or(1).clamp(1, 10_000)
}

/// The year asked for.
///
/// # Errors
/// What is no year, named.
pub fn year(visitor: &Visitor) -> Result<Option<String>, Problem> {
    match visitor.value("year") {
        Some(year) if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => Ok(Some(year.to_owned())),
        Some(year) => Err(Problem::Wrong(year.to_owned())),
        None => Ok(None),
    }
}

/// The filter of an address; of a page of a list unless `all`, which an export wants.
///
/// # Errors
/// A value that no row can have, named.
pub fn filter(site: &Site, visitor: &Visitor, list: List, all: bool) -> Result<Filter, Problem> {
    let wrong = |value: &str| Problem::Wrong(value.to_owned());
    let date = |name: &str| match visitor.value(name) {
        Some(text) => text.parse::<PartialDate>().map(|d| Some(d.to_string())).map_err(|_| wrong(text)),
        None => Ok(None),
    };
    let sides = [visitor.value("a"), visitor.value("b")].into_iter().flatten();
    let sides = sides.map(|s| side(site, s).ok_or_else(|| wrong(s))).collect::<Result<Vec<_>, _>>()?;
    let mut actor = visitor.value("actor").map(str::to_owned);
    let between = match &sides[..] {
        [a, b] => Some((a.clone(), b.clone())),
        // One side alone is an actor.
        [a] if actor.is_none() => {
            actor = Some(a.clone());
            None
        }
        _ => None,
    };
    let code = visitor.value("code");
    if let (Some(code), Some((_, codes))) = (code, list.codes())
        && !codes.contains(&code)
    {
        return Err(wrong(code));
    }
    let area = match visitor.value("area") {
        Some(area) => Some(Area::from_code(area).ok_or_else(|| wrong(area))?.code().to_owned()),
        None => None,
    };
    let state = visitor.value("state").filter(|_| list == List::Commitments);
    Ok(Filter {
        between,
        actor,
        area: area.filter(|_| list.has_areas()),
        code: code.filter(|_| list.codes().is_some()).map(str::to_owned),
        open: state == Some("open"),
        overdue: (state == Some("overdue")).then(|| site.today()),
        due: if list == List::Commitments { year(visitor)? } else { None },
        since: date("since")?,
        until: date("until")?,
        source: visitor.value("source").map(str::to_owned),
        text: visitor.value("q").map(str::to_owned),
        order: match visitor.value("sort") {
            Some("oldest") => Order::Oldest,
            Some("due") => Order::Due,
            Some("last-due") => Order::LastDue,
            Some("reports") => Order::Reports,
            Some("name") => Order::Name,
            _ => Order::Latest,
        },
        limit: if all { None } else { Some(LINES + 1) },
        offset: if all { 0 } else { (page(visitor) - 1) * LINES },
        ..Filter::default()
    })
}

/// What a subscription to new steps takes of an address; `None` when the address asks for something that it does not know.
pub fn feed_question(visitor: &Visitor) -> Option<Vec<(&'static str, String)>> {
    if ["code", "state", "since", "until"].into_iter().any(|name| visitor.value(name).is_some()) {
        return None;
    }
    let value = |name: &str| visitor.value(name).map(str::to_owned);
    let mut actor = value("actor");
    let between = match (value("a"), value("b")) {
        (Some(a), Some(b)) => Some(format!("{a},{b}")),
        (a, b) => {
            // One side alone is an actor.
            actor = actor.or(a).or(b);
            None
        }
    };
    let question = [
        ("between", between),
        ("actor", actor),
        ("area", value("area")),
        ("source", value("source")),
        ("text", value("q")),
    ];
    Some(question.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}

/// A side by ISO code, registry key, or the name of a state or body in any of the languages.
pub fn side(site: &Site, name: &str) -> Option<String> {
    let registry = &site.contents.registry;
    let state = registry.state(name).or_else(|| registry.state_by_name(name)).map(|s| s.code.clone());
    state.or_else(|| {
        let body = registry.body_by_key(name).or_else(|| registry.body(name))?;
        Some(body.country.clone().unwrap_or_else(|| body.key.clone()))
    })
}
