//! What to list.

use crate::{Register, Result, StoreError};
use rusqlite::types::Value;

/// Two sides in the order that pairs are kept in.
pub(crate) fn sorted<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    if a < b { (a, b) } else { (b, a) }
}

/// Conditions, all of which must hold. Dates are ISO 8601 at any precision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Two sides: ISO codes or registry keys.
    pub between: Option<(String, String)>,
    /// Register id, registry key, ISO code or name of an actor.
    pub actor: Option<String>,
    /// A field of relations.
    pub area: Option<String>,
    /// Stage of a commitment (its last), type of an event, kind of a statement.
    pub code: Option<String>,
    /// Only commitments neither delivered nor cancelled.
    pub open: bool,
    /// Only open commitments that were due before this day.
    pub overdue: Option<String>,
    /// Only open commitments that no report since this day tells of.
    pub silent_since: Option<String>,
    /// Only commitments due within this time: `2026`, `2026-09`.
    pub due: Option<String>,
    /// Not before.
    pub since: Option<String>,
    /// Not after.
    pub until: Option<String>,
    /// Agency or site, or a part of its name.
    pub source: Option<String>,
    /// Words, in any inflection.
    pub text: Option<String>,
    /// Only what the register knew at this time.
    pub as_of: Option<String>,
    /// Which lines come first.
    pub order: Order,
    /// Only lines that come after this one by date: whoever reads a list page by page loses and repeats nothing when rows are
    /// added meanwhile. Holds for [`Order::Latest`] and [`Order::Oldest`] of lists with dates, not for the past.
    pub after: Option<After>,
    /// At most so many lines.
    pub limit: Option<usize>,
    /// So many lines are passed over first.
    pub offset: usize,
}

/// A line of a list by date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// Its date.
    pub date: String,
    /// Number of its id.
    pub number: i64,
}

/// Which lines come first. A list without such a column has its own order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest; of actors those in most articles.
    #[default]
    Latest,
    /// The oldest.
    Oldest,
    /// Commitments due first; those without a date last.
    Due,
    /// Commitments due last; those without a date after them.
    LastDue,
    /// Told by most reports.
    Reports,
    /// Actors by name.
    Name,
}

/// A question in the making: what it is read from, and under which conditions.
pub(super) struct Question {
    pub from: String,
    pub conditions: Vec<String>,
    pub values: Vec<Value>,
    /// Columns that give the order, the last first.
    pub order: (&'static str, &'static str),
    /// Kind of list.
    pub kind: &'static str,
}

impl Question {
    pub fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    pub fn sql(&self, columns: &str, filter: &Filter) -> String {
        let (date, id) = self.order;
        // Lists are read in the order they are kept in; any other sorts all that the conditions leave.
        let order = match (filter.order, self.kind) {
            (Order::Oldest, _) => format!("{date}, {id}"),
            // Where a time is given all have a date, and the index by it has their order.
            (Order::Due, "commitment") if filter.due.is_some() => "c.due, c.id".to_owned(),
            (Order::LastDue, "commitment") if filter.due.is_some() => "c.due DESC, c.id DESC".to_owned(),
            (Order::Due, "commitment") => "c.due IS NULL, c.due, c.id".to_owned(),
            (Order::LastDue, "commitment") => "c.due IS NULL, c.due DESC, c.id DESC".to_owned(),
            (Order::Reports, "commitment") => "c.reports DESC, c.last_date DESC, c.id DESC".to_owned(),
            (Order::Reports, "happening") => format!("h.reports DESC, {date} DESC, {id} DESC"),
            _ => format!("{date} DESC, {id} DESC"),
        };
        let limit = filter.limit.map_or(-1, |l| l as i64);
        format!(
            "SELECT {columns} FROM {} WHERE {} ORDER BY {order} LIMIT {limit} OFFSET {}",
            self.from,
            self.conditions.join(" AND "),
            filter.offset
        )
    }
}

impl Filter {
    /// The question for a kind of list; the narrowest condition leads and the others are checked line by line, whatever the
    /// statistics of the file say.
    pub(super) fn question(&self, register: &Register, kind: &'static str) -> Result<Question> {
        let mut q = Question {
            from: String::new(),
            conditions: vec![format!("l.kind = '{kind}'")],
            values: vec![],
            order: ("l.date", "l.id"),
            kind,
        };
        let actor = self.actor.as_deref().map(|a| register.find_actor(a)).transpose()?;
        let mut lists = vec![];
        if let Some((a, b)) = &self.between {
            lists.push("by_pair");
            let (a, b) = sorted(a, b);
            let (a, b) = (q.value(a.to_owned()), q.value(b.to_owned()));
            q.conditions.push(format!("l.a = {a} AND l.b = {b}"));
        }
        if let Some(actor) = actor {
            let actor = q.value(actor);
            if lists.is_empty() {
                lists.push("by_actor");
                q.conditions.push(format!("l.actor = {actor}"));
            } else {
                q.conditions.push(format!(
                    "EXISTS (SELECT 1 FROM by_actor x WHERE x.kind = l.kind AND x.actor = {actor} AND x.date = l.date AND x.id = l.id)"
                ));
            }
        }
        if let Some(area) = &self.area {
            let area = q.value(area.clone());
            if lists.is_empty() {
                lists.push("by_area");
                q.conditions.push(format!("l.area = {area}"));
            } else {
                q.conditions.push(format!(
                    "EXISTS (SELECT 1 FROM by_area y WHERE y.kind = l.kind AND y.area = {area} AND y.date = l.date AND y.id = l.id)"
                ));
            }
        }
        if lists.is_empty() {
            lists.push("by_date");
        }
        q.from = format!("{} l", lists[0]);
        self.dates(&mut q);
        Ok(q)
    }

    /// Conditions on the date that gives the order.
    pub(super) fn dates(&self, q: &mut Question) {
        let date = q.order.0;
        if let Some(since) = &self.since {
            let since = q.value(since.clone());
            // A month reaches into the days after its first.
            q.conditions.push(format!("({date} >= {since} OR {since} LIKE {date} || '-%' AND {date} <> '')"));
        }
        if let Some(until) = &self.until {
            let until = q.value(format!("{until}~"));
            q.conditions.push(format!("{date} <= {until} AND {date} <> ''"));
        }
        if let Some(after) = &self.after {
            let id = q.order.1;
            let (day, number) = (q.value(after.date.clone()), q.value(after.number));
            let sign = if self.order == Order::Oldest { ">" } else { "<" };
            q.conditions.push(format!("({date}, {id}) {sign} ({day}, {number})"));
        }
    }

    /// Whether a date lies within `since` and `until`, at whatever precision.
    pub(super) fn has_date(&self, date: &str) -> bool {
        let after =
            self.since.as_deref().is_none_or(|s| date >= s || !date.is_empty() && s.starts_with(&format!("{date}-")));
        let before = self.until.as_deref().is_none_or(|u| !date.is_empty() && date <= format!("{u}~").as_str());
        after && before
    }
}

/// The time that `--as-of` means: a day is its end.
pub(super) fn end_of(at: &str) -> String {
    if at.contains('T') { at.to_owned() } else { format!("{at}T23:59:59Z") }
}

impl Register {
    /// Register number of an actor named by id, registry key, ISO code or name; the most mentioned of several of one name.
    pub(crate) fn find_actor(&self, name: &str) -> Result<i64> {
        if let Ok(crate::Id { kind: crate::Kind::Actor, number }) = name.parse() {
            return Ok(number);
        }
        let mut query = self.db.prepare_cached(
            "SELECT id FROM actor WHERE key = ?1 OR name = ?1
             ORDER BY key <> ?1, articles DESC, id LIMIT 1",
        )?;
        match query.query_map([name], |r| r.get(0))?.next() {
            Some(id) => Ok(id?),
            None => Err(StoreError::Unknown(format!("actor `{name}`"))),
        }
    }
}
