//! How much of the press the register has seen: silence of the press is not silence of states.

use super::{Answer, render};
use crate::asked::{page, year};
use crate::chart::shade;
use crate::page::Page;
use crate::visitor::Visitor;
use crate::{Site, dates};
use askama::Template;
use axum::extract::State;
use kelishim_store::ask::{CoverageLine, FailureLine, Filter};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Sources of a page, and years of the table at most.
const SOURCES: usize = 40;
/// Ways to sort it.
const ORDERS: [&str; 3] = ["most-articles", "latest", "name"];
const YEARS: usize = 24;
const FAILURES: usize = 30;

/// A source with its articles by year or month.
struct SourceRow {
    source: String,
    languages: String,
    /// Articles, how dark the cell is, and the span of dates.
    cells: Vec<(i64, usize, String)>,
    articles: i64,
    with_rows: i64,
    /// Month of the last.
    last: String,
}

#[derive(Template)]
#[template(path = "coverage.html")]
struct Coverage {
    p: Page,
    year: Option<String>,
    /// Heading, and the year that it leads to.
    columns: Vec<(String, String)>,
    rows: Vec<SourceRow>,
    sources: usize,
    page: usize,
    failures: Vec<FailureLine>,
    failed: usize,
}

impl Coverage {
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
        self.p.visitor.address(&format!("/export/coverage.{format}"), &[("page", ""), ("sort", "")])
    }

    fn of_year(&self, year: &str) -> String {
        self.p.visitor.address("/coverage", &[("year", year), ("page", "")])
    }

    fn more(&self) -> bool {
        self.page * SOURCES < self.sources
    }
}

pub async fn coverage(State(site): State<Arc<Site>>, visitor: Visitor) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let year = year(&p.visitor)?;
        let lines = p.site.coverage.ask("", || Ok(register.coverage(&Filter::default())?))?;
        let mut times: Vec<String> = match &year {
            Some(year) => (1..=12).map(|m| format!("{year}-{m:02}")).collect(),
            None => lines.iter().filter_map(|l| l.month.get(..4)).map(str::to_owned).collect(),
        };
        times.sort();
        times.dedup();
        let times = times.split_off(times.len().saturating_sub(YEARS));
        let mut by_source: BTreeMap<&str, SourceRow> = BTreeMap::new();
        let part = p.visitor.value("source").unwrap_or_default().to_lowercase();
        let asked = |line: &&CoverageLine| part.is_empty() || line.source.to_lowercase().contains(&part);
        for line in lines.iter().filter(asked) {
            let row = by_source.entry(&line.source).or_insert_with(|| SourceRow {
                source: line.source.clone(),
                languages: String::new(),
                cells: times.iter().map(|t| (0, 0, t.clone())).collect(),
                articles: 0,
                with_rows: 0,
                last: String::new(),
            });
            row.articles += line.articles;
            row.with_rows += line.with_rows;
            if row.last < line.month {
                row.last.clone_from(&line.month);
            }
            if !row.languages.split(", ").any(|l| l == line.language) {
                if !row.languages.is_empty() {
                    row.languages.push_str(", ");
                }
                row.languages.push_str(&line.language);
            }
            if let Some(cell) = row.cells.iter_mut().find(|c| line.month.starts_with(&c.2)) {
                cell.0 += line.articles;
            }
        }
        let mut rows: Vec<SourceRow> = by_source.into_values().collect();
        match p.visitor.value("sort") {
            // They come by name.
            Some("name") => {}
            Some("latest") => rows.sort_by(|x, y| y.last.cmp(&x.last)),
            _ => rows.sort_by_key(|row| -row.articles),
        }
        let (sources, page) = (rows.len(), page(&p.visitor));
        let mut rows: Vec<SourceRow> = rows.into_iter().skip((page - 1) * SOURCES).take(SOURCES).collect();
        let most = rows.iter().flat_map(|r| &r.cells).map(|c| c.0).max().unwrap_or(0);
        for cell in rows.iter_mut().flat_map(|r| &mut r.cells) {
            cell.1 = shade(cell.0, most);
        }
        let columns = times
            .iter()
            .map(|t| match &year {
                Some(_) => {
                    let month = t.get(5..7).and_then(|m| m.parse().ok()).unwrap_or(1);
                    (dates::month(p.language(), month).chars().take(3).collect(), String::new())
                }
                None => (t.clone(), t.clone()),
            })
            .collect();
        let mut failures = register.failures()?;
        let failed = failures.len();
        failures.truncate(FAILURES);
        for failure in &mut failures {
            failure.place = p.site.contents.texts.place(std::mem::take(&mut failure.place));
        }
        render(&Coverage { p, year, columns, rows, sources, page, failures, failed })
    })
    .await
}
