//! Events as PLOVER records, one happening a line. Field names are those of the manual, version 0.8 of February 2024.

use crate::code::{context, planned, quad};
use crate::facts::Facts;
use crate::jsonl::write_line;
use crate::table::{citation_by, goldstein};
use crate::{Exported, Result};
use kelishim_model::{EventType, PartialDate};
use kelishim_store::Stored;
use kelishim_store::ask::{Filter, Known};
use kelishim_store::record::{Event, Row};
use serde_json::{Value, json};
use std::io::Write;
use std::rc::Rc;

pub fn write(facts: &Facts<'_>, filter: &Filter, out: &mut (dyn Write + Send), done: &mut Exported) -> Result<u64> {
    let mut rows = 0;
    facts.register.each_happening(filter, |h| {
        let stored = &h.tellings[h.first].stored;
        let Row::Event(e) = &stored.row else { return Ok(()) };
        let Some((first, last)) = days(stored, e) else {
            done.leave_out("without a date, which PLOVER requires");
            return Ok(());
        };
        let Some(kind) = EventType::from_code(&e.kind) else {
            done.leave_out("of a type that PLOVER has not");
            return Ok(());
        };
        let id = h.id.to_string();
        let article = facts.article(stored.article)?;
        let folded = (e.modality == "planned").then(|| planned(kind)).flatten();
        let told = folded.unwrap_or(kind);
        let scale = if told == kind { goldstein(e) } else { f64::from(told.goldstein()) };
        // A mode belongs to its type and is lost with it; to PLOVER any remote medium is `phone`.
        let mode = e.mode.as_deref().filter(|_| told == kind).map(|m| if m == "video" { "phone" } else { m });
        let mut contexts: Vec<&str> = vec![];
        contexts.extend(special(e, folded.is_some()));
        for area in e.areas.iter().filter_map(|a| context(a)) {
            if !contexts.contains(&area) {
                contexts.push(area);
            }
        }
        let [model, frames, ..] = &article.versions;
        let (day, time) = stored.since.trim_end_matches('Z').split_once('T').unwrap_or((&stored.since, ""));
        rows += 1;
        write_line(
            out,
            &json!({
                "id": id,
                "date": first.to_string(),
                "enddate": (last > first).then(|| last.to_string()),
                "source": parties(&facts.actors(&e.actors)?),
                "recipient": parties(&facts.actors(&e.recipients)?),
                "event": [told.code()],
                "mode": mode.into_iter().collect::<Vec<_>>(),
                "context": contexts,
                "event_loc": e.place.as_ref().map(|p| json!({"name": p.text})),
                "event_text": [e.trigger.text],
                "quad_code": quad(told),
                "event_scale": scale,
                "magnitude": null,
                "text": null,
                "text_info": {"start": e.trigger.start, "end": e.trigger.end},
                "cite_info": {
                    "citation": citation_by(&id, stored),
                    "url": article.url,
                    "title": article.title,
                    "language": article.language,
                    "publication": article.source,
                    "coder": format!("kelishim, model {model}, frames {frames}"),
                    "codebook": "plover-0.8",
                    "version": stored.version,
                },
                "coder": "kelishim",
                "coded_date": day,
                "coded_time": (!time.is_empty()).then(|| format!("{time}Z")),
                "comment": (told != kind).then(|| format!("planned {}", kind.code())),
                "reports": h.reports,
                "score": e.score,
            }),
        )
    })?;
    Ok(rows)
}

/// First and last day that an event can have happened on: what its text says, else its date in the register.
pub fn days(stored: &Stored, e: &Event) -> Option<(PartialDate, PartialDate)> {
    let parse = |d: Option<&str>| d.and_then(|d| d.parse::<PartialDate>().ok());
    let date = parse(Some(&stored.date))?;
    let to = e.time.as_ref().and_then(|t| parse(t.to.as_deref()));
    Some((date.first_day(), to.unwrap_or(date).last_day().max(date.last_day())))
}

/// PLOVER's special contexts. One that is told by the type already is not said twice.
fn special(e: &Event, folded: bool) -> Option<&'static str> {
    match e.modality.as_str() {
        "historical" => Some("historical"),
        "hypothetical" => Some("hypothetical"),
        "negated" => Some("negation"),
        "planned" if !folded => Some("future"),
        _ => None,
    }
}

fn parties(actors: &[Rc<Known>]) -> Vec<Value> {
    let one = |a: &Rc<Known>| {
        let sector = a.sector.as_deref().filter(|s| *s != "UNK");
        // Bodies of no state have a code of their own in PLOVER; to states they are sectors.
        let of_none = sector.filter(|s| matches!(*s, "IGO" | "NGO"));
        let code = a.country.as_deref().or(of_none);
        let sector = sector.filter(|s| a.country.is_some() || of_none != Some(*s));
        json!({
            "code": code,
            // PLOVER 0.8 counts the elites of CAMEO among the civilians.
            "sector": sector.map(|s| if s == "ELI" { "CVL" } else { s }),
            "actor_text": a.name,
            "identifier_id": a.id.to_string(),
            "identifier_text": a.key,
        })
    };
    actors.iter().map(one).collect()
}
