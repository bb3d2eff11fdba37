//! `kelishim pair` and `brief`: the state of a partnership.

use crate::format::{Format, print, text};
use crate::paint::{Style, clean, paint};
use crate::register::{Db, date, side};
use crate::{Outcome, clock, embedded};
use anyhow::Result;
use clap::{Args, ValueEnum};
use kelishim_model::PartialDate;
use kelishim_store::ask::Filter;
use std::fmt::Write as _;
use std::io::Write;

/// The state of a partnership.
#[derive(Args)]
pub struct Options {
    /// A state by ISO code or name, a body by registry key
    a: String,
    /// The other side
    b: String,
    #[command(flatten)]
    db: Db,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

/// A briefing of one or two pages, every line with its source.
#[derive(Args)]
pub struct Brief {
    /// A state by ISO code or name, a body by registry key
    a: String,
    /// The other side
    b: String,
    #[command(flatten)]
    db: Db,
    /// The last seven days
    #[arg(long, conflicts_with_all = ["month", "since"])]
    week: bool,
    /// The last thirty days (also without any option)
    #[arg(long, conflicts_with = "since")]
    month: bool,
    /// From that day on
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<String>,
    #[arg(long, value_enum, default_value_t)]
    format: Page,
}

/// How a briefing is written.
#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Page {
    /// Markdown
    #[default]
    Md,
    /// HTML, ready to print
    Html,
}

/// How the cooperation index is made; stands wherever it is shown.
const INDEX: &str = "cooperation index: mean Goldstein value of the month's actual events between the two, each counted once; \
                     it rests on the reports counted beside it and says nothing about what no report told";

pub fn run(options: &Options) -> Result<Outcome> {
    let registry = embedded::registry()?;
    let (a, b) = (side(&registry, &options.a)?, side(&registry, &options.b)?);
    let pair = options.db.ask()?.pair(&a, &b, &clock::today())?;
    let mut out = anstream::stdout().lock();
    if options.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&pair)?)?;
    } else {
        let heading = |out: &mut dyn Write, text: &str| writeln!(out, "\n{}", paint(Style::Bold, text));
        writeln!(
            out,
            "{}",
            paint(
                Style::Bold,
                &format!(
                    "{} and {}: {} commitments, {} events, {} statements",
                    pair.sides.0, pair.sides.1, pair.commitments, pair.happenings, pair.statements
                )
            )
        )?;
        print(&pair.areas, &["area", "commitments", "open", "happenings", "last"], Format::Table, &mut out)?;
        heading(&mut out, &of_all("overdue", pair.overdue.len(), pair.overdue_count))?;
        print(&pair.overdue, &["id", "due", "stage", "last", "title"], Format::Table, &mut out)?;
        heading(&mut out, "open, the last changed first")?;
        print(
            &pair.open,
            &["id", "stage", "last", "committer", "beneficiary", "title", "due"],
            Format::Table,
            &mut out,
        )?;
        heading(&mut out, "meetings")?;
        print(
            &pair.meetings,
            &["id", "date", "modality", "actors", "recipients", "place", "source"],
            Format::Table,
            &mut out,
        )?;
        heading(&mut out, "months")?;
        print(&pair.months, &["month", "index", "happenings", "reports"], Format::Table, &mut out)?;
        writeln!(out, "{}", paint(Style::Dim, INDEX))?;
    }
    Ok(if pair.commitments + pair.happenings + pair.statements > 0 { Outcome::Found } else { Outcome::Nothing })
}

pub fn run_brief(options: &Brief) -> Result<Outcome> {
    let registry = embedded::registry()?;
    let (a, b) = (side(&registry, &options.a)?, side(&registry, &options.b)?);
    let today = clock::today();
    let since = match &options.since {
        Some(day) => day.clone(),
        None => days_before(&today, if options.week { 7 } else { 30 }),
    };
    let register = options.db.ask()?;
    let filter = Filter { between: Some((a.clone(), b.clone())), since: Some(since.clone()), ..Filter::default() };
    let pair = register.pair(&a, &b, &today)?;
    let name = |code: &str| registry.state(code).map_or(code.to_owned(), |s| s.en.first().unwrap_or(&s.code).clone());
    let mut md = String::new();
    writeln!(md, "# {} and {}: {since} to {today}\n", name(&a), name(&b))?;
    let steps: Vec<_> =
        register.steps(&filter)?.into_iter().filter(|s| s.date >= since || since.starts_with(&s.date)).collect();
    let lines = |md: &mut String, heading: &str, lines: Vec<String>| {
        let _ = writeln!(md, "## {heading}\n");
        if lines.is_empty() {
            let _ = writeln!(md, "Nothing in the register.\n");
        }
        for line in &lines {
            let _ = writeln!(md, "- {line}");
        }
        if !lines.is_empty() {
            md.push('\n');
        }
    };
    let source = |source: &Option<String>, url: &Option<String>, id: &str| match url {
        Some(url) => format!("[{}]({url}), {id}", clean(source.as_deref().unwrap_or(url))),
        None => format!("{}{id}", source.as_ref().map(|s| format!("{}, ", clean(s))).unwrap_or_default()),
    };
    lines(
        &mut md,
        "What moved",
        steps
            .iter()
            .map(|s| {
                let value = serde_json::to_value(s).unwrap_or_default();
                let facts: Vec<String> =
                    ["quantity", "due"].iter().map(|k| text(&value[*k])).filter(|t| !t.is_empty()).collect();
                let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join("; ")) };
                format!("{} **{}** {}{facts}. {}", s.date, s.stage, clean(&s.summary), source(&s.source, &s.url, &s.id))
            })
            .collect(),
    );
    let events = register.events(&Filter { limit: Some(30), ..filter.clone() })?;
    lines(
        &mut md,
        "What happened",
        events
            .iter()
            .map(|e| {
                let to =
                    if e.recipients.is_empty() { String::new() } else { format!(" → {}", e.recipients.join(", ")) };
                let sure = if e.modality == "actual" { String::new() } else { format!(" ({})", e.modality) };
                format!(
                    "{} **{}**{sure} {}{to}: «{}». {}",
                    e.date,
                    e.kind,
                    e.actors.join(", "),
                    clean(&e.trigger),
                    source(&e.source, &e.url, &e.id)
                )
            })
            .collect(),
    );
    let said = register.statements(&Filter { limit: Some(20), ..filter })?;
    lines(
        &mut md,
        "What was said",
        said.iter()
            .map(|s| {
                let who = s.speaker.as_deref().unwrap_or("unnamed");
                format!("{} {}: {}. {}", s.date, clean(who), clean(&s.content), source(&s.source, &s.url, &s.id))
            })
            .collect(),
    );
    lines(
        &mut md,
        &of_all("Overdue", pair.overdue.len(), pair.overdue_count),
        pair.overdue
            .iter()
            .map(|c| {
                format!("due {}: {} ({}). {}", c.due.as_deref().unwrap_or_default(), clean(&c.title), c.stage, c.id)
            })
            .collect(),
    );
    lines(
        &mut md,
        "Open",
        pair.open.iter().map(|c| format!("{} since {}: {}. {}", c.stage, c.last, clean(&c.title), c.id)).collect(),
    );
    let months = pair
        .months
        .iter()
        .rev()
        .take(6)
        .map(|m| format!("{}: {:+.2} from {} events in {} reports", m.month, m.index, m.happenings, m.reports));
    lines(&mut md, "By month", months.collect());
    writeln!(md, "{INDEX}.")?;
    let mut out = anstream::stdout().lock();
    match options.format {
        Page::Md => write!(out, "{md}")?,
        Page::Html => write!(out, "{}", html(&md))?,
    }
    Ok(if steps.is_empty() && events.is_empty() && said.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

/// A heading that says how many are not shown.
fn of_all(heading: &str, shown: usize, all: i64) -> String {
    if shown as i64 == all { heading.to_owned() } else { format!("{heading}, the last changed {shown} of {all}") }
}

/// The briefing's own Markdown (headings, lists, bold, links) as a page to print.
fn html(md: &str) -> String {
    let mut body = String::new();
    let mut listing = false;
    for line in md.lines() {
        if listing && !line.starts_with("- ") {
            body.push_str("</ul>\n");
            listing = false;
        }
        if let Some(rest) = line.strip_prefix("# ") {
            let _ = writeln!(body, "<h1>{}</h1>", inline(rest));
        } else if let Some(rest) = line.strip_prefix("## ") {
            let _ = writeln!(body, "<h2>{}</h2>", inline(rest));
        } else if let Some(rest) = line.strip_prefix("- ") {
            if !listing {
                body.push_str("<ul>\n");
                listing = true;
            }
            let _ = writeln!(body, "<li>{}</li>", inline(rest));
        } else if !line.is_empty() {
            let _ = writeln!(body, "<p>{}</p>", inline(line));
        }
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Kelishim briefing</title>\n<style>\n\
         body {{ font: 11pt/1.45 Georgia, 'PT Serif', serif; max-width: 42em; margin: 2em auto; padding: 0 1em }}\n\
         h1 {{ font-size: 1.5em }} h2 {{ font-size: 1.1em; border-bottom: 1px solid #999 }}\n\
         li {{ margin: .3em 0 }} a {{ color: inherit }}\n\
         @media print {{ body {{ margin: 0; max-width: none }} h2 {{ break-after: avoid }} li {{ break-inside: avoid }} }}\n\
         </style>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// Bold and links; everything else is text.
fn inline(line: &str) -> String {
    let escaped = html_escape::encode_double_quoted_attribute(line);
    let mut out = String::new();
    for (i, part) in escaped.split("**").enumerate() {
        out.push_str(&if i % 2 == 1 { format!("<b>{part}</b>") } else { links(part) });
    }
    out
}

fn links(text: &str) -> String {
    let Some((before, rest)) = text.split_once('[') else { return text.to_owned() };
    let link = rest.split_once("](").and_then(|(name, rest)| Some((name, rest.split_once(')')?)));
    match link {
        // Only addresses of the web become links: a report's own address may be anything.
        Some((name, (url, after))) if url.starts_with("https://") || url.starts_with("http://") => {
            format!("{before}<a href=\"{url}\">{name}</a>{}", links(after))
        }
        _ => format!("{before}[{}", links(rest)),
    }
}

/// So many days before a day.
fn days_before(day: &str, days: u8) -> String {
    let Ok(mut at) = day.parse::<PartialDate>() else { return day.to_owned() };
    for _ in 0..days {
        let previous = match (at.month().unwrap_or(1), at.day().unwrap_or(1)) {
            (1, 1) => PartialDate::ymd(at.year() - 1, 12, 31),
            (m, 1) => PartialDate::year_month(at.year(), m - 1).map(PartialDate::last_day),
            (m, d) => PartialDate::ymd(at.year(), m, d - 1),
        };
        at = previous.unwrap_or(at);
    }
    at.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_back_over_months() {
        assert_eq!(days_before("2024-03-03", 7), "2024-02-25");
        assert_eq!(days_before("2023-01-02", 7), "2022-12-26");
    }

    #[test]
    fn a_report_cannot_put_markup_into_a_briefing() {
        let page =
            html("# A\n- 2021 <script>alert(1)</script> [x](javascript:alert) [y](https://a.example/?b=1&c=2)\n");
        assert!(!page.contains("<script") && !page.contains("href=\"javascript"));
        assert!(page.contains("<a href=\"https://a.example/?b=1&amp;c=2\">y</a>"));
    }
}
