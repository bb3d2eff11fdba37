//! Due dates of open commitments as a calendar, RFC 5545.

use crate::facts::Facts;
use crate::table::{citation_by, standing};
use crate::{Exported, Result};
use kelishim_model::PartialDate;
use kelishim_store::ask::{Filter, Thread};
use std::io::Write;

/// Octets of a line, its end not counted.
const WIDTH: usize = 75;
/// Reports named in a description.
const SOURCES: usize = 10;

pub fn write(facts: &Facts<'_>, filter: &Filter, out: &mut (dyn Write + Send), done: &mut Exported) -> Result<u64> {
    let open = Filter { open: true, ..filter.clone() };
    let mut rows = 0;
    write!(
        out,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kelishim//Kelishim {}//EN\r\n",
        env!("CARGO_PKG_VERSION")
    )?;
    write!(out, "CALSCALE:GREGORIAN\r\nX-WR-CALNAME:Due: commitments between states\r\n")?;
    facts.register.each_commitment(&open, |thread| {
        let Some(due) = thread.line.due.as_deref() else {
            done.leave_out("without a due date");
            return Ok(());
        };
        let Ok(due) = due.parse::<PartialDate>() else {
            done.leave_out("with a due date that is no date");
            return Ok(());
        };
        rows += 1;
        for line in event(facts, &thread, due)? {
            write!(out, "{}\r\n", fold(&line))?;
        }
        Ok::<_, crate::ExportError>(())
    })?;
    write!(out, "END:VCALENDAR\r\n")?;
    Ok(rows)
}

fn event(facts: &Facts<'_>, thread: &Thread, due: PartialDate) -> Result<Vec<String>> {
    let (c, by) = (&thread.line, &standing(thread).stored);
    let last = due.last_day();
    let parties = if c.beneficiary.is_empty() {
        c.committer.join(", ")
    } else {
        format!("{} → {}", c.committer.join(", "), c.beneficiary.join(", "))
    };
    let citation = citation_by(&c.id, by);
    let mut told = vec![
        c.title.clone(),
        format!("Parties: {parties}"),
        format!("Stage: {} ({})", c.stage, c.last),
        format!("Due: {}", c.due.as_deref().unwrap_or_default()),
        format!("Cite: {citation}"),
    ];
    let mut url = None;
    for step in thread.steps.iter().rev().filter(|s| s.reprint_of.is_none()).take(SOURCES) {
        let a = facts.article(step.stored.article)?;
        let named = [a.source.as_deref(), a.published.as_deref(), a.url.as_deref()];
        told.push(format!("Source: {}", named.into_iter().flatten().collect::<Vec<_>>().join(", ")));
        url = url.or(a.url.clone());
    }
    let compact = |d: PartialDate| d.to_string().replace('-', "");
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", facts.global(&c.id)),
        // When this was last revised, not when the file was written: the same register gives the same bytes.
        format!("DTSTAMP:{}", stamp(&by.since)),
        format!("DTSTART;VALUE=DATE:{}", compact(last)),
        format!("DTEND;VALUE=DATE:{}", compact(next_day(last))),
        format!("SUMMARY:{}", text(&format!("{parties}: {}", c.title))),
        format!("DESCRIPTION:{}", text(&told.join("\n"))),
    ];
    if !c.areas.is_empty() {
        lines.push(format!("CATEGORIES:{}", c.areas.iter().map(|a| text(a)).collect::<Vec<_>>().join(",")));
    }
    lines.extend(url.filter(|u| !u.contains(char::is_whitespace)).map(|u| format!("URL:{u}")));
    lines.push("TRANSP:TRANSPARENT".to_owned());
    lines.push(format!("X-KELISHIM-CITATION:{}", text(&citation)));
    lines.push("END:VEVENT".to_owned());
    Ok(lines)
}

/// A value of type TEXT: `\`, `;`, `,` and line ends escaped; other control characters may not stand in it.
fn text(words: &str) -> String {
    let mut out = String::new();
    for c in words.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The line in pieces of at most 75 octets, none of which cuts a character; each but the first begins with a space.
fn fold(line: &str) -> String {
    let (mut out, mut width) = (String::new(), 0);
    for c in line.chars() {
        if width + c.len_utf8() > WIDTH {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out
}

/// `20261124T100000Z` of `2026-11-24T10:00:00Z`; the beginning of the day when there is no time.
fn stamp(learnt: &str) -> String {
    let digits: String = learnt.split('.').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        14 => format!("{}T{}Z", &digits[..8], &digits[8..]),
        n if n >= 8 => format!("{}T000000Z", &digits[..8]),
        _ => "19700101T000000Z".to_owned(),
    }
}

fn next_day(day: PartialDate) -> PartialDate {
    let (y, m, d) = (day.year(), day.month().unwrap_or(12), day.day().unwrap_or(31));
    PartialDate::ymd(y, m, d + 1)
        .or_else(|| PartialDate::ymd(y, m + 1, 1))
        .or_else(|| PartialDate::ymd(y + 1, 1, 1))
        .unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_end_of_an_all_day_event_is_the_day_after() {
        let next = |d: &str| next_day(d.parse().unwrap()).to_string();
        assert_eq!(next("2024-02-28"), "2024-02-29");
        assert_eq!(next("2023-02-28"), "2023-03-01");
        assert_eq!(next("2025-12-31"), "2026-01-01");
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(text("a\\b; c, d\r\ne\tf"), "a\\\\b\\; c\\, d\\ne f");
    }

    proptest! {
        /// Folding loses nothing, cuts no character and keeps every line within 75 octets.
        #[test]
        fn folded_lines_fit_and_unfold(line in "[а-яA-Z 😀ң]{0,200}") {
            let folded = fold(&line);
            prop_assert!(folded.split("\r\n").all(|l| l.len() <= WIDTH));
            prop_assert_eq!(folded.replace("\r\n ", ""), line);
        }
    }
}
