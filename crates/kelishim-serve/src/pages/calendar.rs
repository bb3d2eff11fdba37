//! What is due when.

use super::list::{nothing, tally};
use super::{Answer, render};
use crate::asked::{List, feed_question, filter, page, year};
use crate::page::{Feeds, Page};
use crate::visitor::Visitor;
use crate::{Site, dates};
use askama::Template;
use axum::extract::State;
use kelishim_store::StoreError;
use kelishim_store::ask::{CommitmentLine, Filter, Order, Tally};
use std::sync::Arc;

/// Threads of a page.
const LINES: usize = 150;
/// Ways to sort it.
const ORDERS: [&str; 2] = ["due", "last-due"];

#[derive(Template)]
#[template(path = "calendar.html")]
struct Calendar {
    p: Page,
    year: String,
    years: Arc<Vec<(String, i64)>>,
    /// Months with their threads; the first is for dates without a month.
    months: Vec<(String, Vec<CommitmentLine>)>,
    tally: Arc<Tally>,
    page: usize,
    more: bool,
    sides: Vec<(String, String)>,
}

impl Calendar {
    fn is(&self, name: &str, value: &str) -> bool {
        self.p.visitor.value(name) == Some(value)
    }

    /// Subscriptions to what is shown.
    fn feeds(&self) -> Option<Feeds> {
        let question = feed_question(&self.p.visitor)?;
        let question: Vec<(&str, &str)> = question.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(self.p.feeds(&question))
    }

    fn turn(&self, to: usize) -> String {
        self.p.visitor.with("page", &if to > 1 { to.to_string() } else { String::new() })
    }

    fn take(&self, format: &str) -> String {
        let path = format!("/export/commitments.{format}");
        self.p.visitor.address(&path, &[("year", &self.year), ("page", "")])
    }
}

pub async fn calendar(State(site): State<Arc<Site>>, visitor: Visitor) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let years = p.site.years.ask("", || Ok(register.due_years()?))?;
        let year = match year(&p.visitor)? {
            Some(year) => year,
            // This year, else the next with something due, else the last one.
            None => {
                let this = p.today()[..4].to_owned();
                let next = years.iter().find(|y| y.0 >= this).or(years.last());
                next.map_or(this, |y| y.0.clone())
            }
        };
        let page = page(&p.visitor);
        let asked = filter(&p.site, &p.visitor, List::Commitments, false)?;
        let asked = Filter {
            due: Some(year.clone()),
            order: if asked.order == Order::LastDue { Order::LastDue } else { Order::Due },
            limit: Some(LINES + 1),
            offset: (page - 1) * LINES,
            ..asked
        };
        // An actor that nobody knows has nothing to do.
        let found = match register.commitments(&asked) {
            Err(StoreError::Unknown(_)) => vec![],
            found => found?,
        };
        let (mut due, tally) = (found, tally(&p, register, List::Commitments, &asked).or_else(nothing)?);
        let more = due.len() > LINES;
        due.truncate(LINES);
        let mut months: Vec<(String, Vec<CommitmentLine>)> = vec![];
        for line in due {
            let month = line.due.as_deref().and_then(|d| d.get(5..7)?.parse::<usize>().ok());
            let heading = month.map_or_else(|| p.say("within-year", &year), |m| dates::month(p.language(), m));
            match months.last_mut() {
                Some((last, lines)) if *last == heading => lines.push(line),
                _ => months.push((heading, vec![line])),
            }
        }
        let sides = super::list::sides(&p, register)?;
        render(&Calendar { year, years, months, tally, page, more, sides, p })
    })
    .await
}
