//! `kelishim show`: one row with its history and sentence.

use crate::format::text;
use crate::paint::{Style, clean, paint};
use crate::register::Db;
use crate::{Outcome, embedded};
use anyhow::Result;
use clap::Args;
use kelishim_store::ask::{Filter, Shown, ShownRow, StepLine};
use kelishim_store::{Id, Kind};
use std::io::Write;

/// Shows what an id stands for.
#[derive(Args)]
pub struct Options {
    /// s12 statement, e12 event as one report tells it, h12 event, st12 step, c12 commitment, a12 article, ac12 or a code, key or name: actor
    id: String,
    #[command(flatten)]
    db: Db,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

pub fn run(options: &Options) -> Result<Outcome> {
    let register = options.db.ask()?;
    let id = match options.id.parse::<Id>() {
        Ok(id) => id,
        Err(unknown) => {
            let name =
                crate::register::side(&embedded::registry()?, &options.id).unwrap_or_else(|_| options.id.clone());
            let filter = Filter { actor: Some(name), limit: Some(1), ..Filter::default() };
            match register.actors(&filter)?.first() {
                Some(actor) => actor.id.parse()?,
                None => return Err(unknown.into()),
            }
        }
    };
    let shown = register.show(id)?;
    let mut out = anstream::stdout().lock();
    if options.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&shown)?)?;
        return Ok(Outcome::Found);
    }
    match &shown {
        Shown::Row(row) => print_row(row, &mut out)?,
        Shown::Commitment { commitment: c, steps, corrections, merged } => {
            let parties = if c.beneficiary.is_empty() {
                c.committer.join(", ")
            } else {
                format!("{} -> {}", c.committer.join(", "), c.beneficiary.join(", "))
            };
            writeln!(out, "{}", paint(Style::Bold, &format!("{} {}", c.id, c.title)))?;
            let due = c.due.as_ref().map(|d| format!(", due {d}")).unwrap_or_default();
            writeln!(out, "{parties} · {} since {} · {}{due}", c.stage, c.last, c.areas.join(", "))?;
            for step in steps {
                print_step(step, &mut out)?;
            }
            for line in corrections {
                writeln!(out, "{}", paint(Style::Dim, &correction(line)))?;
            }
            if !merged.is_empty() {
                writeln!(out, "{}", paint(Style::Dim, &format!("also known as {}", merged.join(", "))))?;
            }
        }
        Shown::Happening { happening: h, events } => {
            writeln!(out, "{}", paint(Style::Bold, &format!("{} {} {} · {}", h.id, h.date, h.kind, h.modality)))?;
            for row in events {
                print_row(row, &mut out)?;
            }
        }
        Shown::Article { article, text, rows } => {
            for (key, value) in article.as_object().into_iter().flatten().filter(|(_, v)| !v.is_null()) {
                writeln!(out, "{} {}", paint(Style::Dim, key), clean(&crate::format::text(value)))?;
            }
            for line in text.lines() {
                writeln!(out, "{}", clean(line))?;
            }
            for row in rows {
                print_row(row, &mut out)?;
            }
        }
        Shown::Actor { actor, names } => {
            for (key, value) in actor.as_object().into_iter().flatten().filter(|(_, v)| !v.is_null()) {
                writeln!(out, "{} {}", paint(Style::Dim, key), clean(&text(value)))?;
            }
            for (name, office, articles) in names {
                let office = office.as_ref().map(|o| format!(", {}", clean(o))).unwrap_or_default();
                writeln!(out, "{}{office}: {articles} articles", clean(name))?;
            }
            let Kind::Actor = id.kind else { return Ok(Outcome::Found) };
            writeln!(
                out,
                "{}",
                paint(Style::Dim, &format!("kelishim statements --actor {id}, kelishim events --actor {id}"))
            )?;
        }
    }
    Ok(Outcome::Found)
}

fn print_step(step: &StepLine, out: &mut impl Write) -> Result<()> {
    let value = serde_json::to_value(step)?;
    let mut facts = vec![];
    for (name, key) in [("", "quantity"), ("due ", "due")] {
        let fact = text(&value[key]);
        if !fact.is_empty() {
            facts.push(format!("{name}{fact}"));
        }
    }
    let facts = if facts.is_empty() { String::new() } else { format!(" · {}", facts.join(" · ")) };
    writeln!(out, "  {} {} {}{facts}", step.date, paint(Style::Commitment, &step.stage), clean(&step.summary))?;
    for evidence in &step.evidence {
        writeln!(out, "     «{}»", clean(&evidence.text))?;
    }
    let from = [step.source.as_deref(), step.published.as_deref(), step.url.as_deref()];
    let from = from.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let link = if step.link_reason.is_empty() {
        String::new()
    } else {
        format!(" · linked by {} ({:.2})", step.link_reason, step.link_score)
    };
    writeln!(out, "     {}", paint(Style::Dim, &format!("{} · {from}{link}", step.id)))?;
    if let Some(article) = &step.gone_from {
        writeln!(out, "     {}", gone(article))?;
    }
    Ok(())
}

/// A row for people.
pub fn print_row(row: &ShownRow, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{} {}", paint(Style::Bold, &row.id), if row.status == "derived" { "" } else { &row.status })?;
    writeln!(out, "  {}", clean(&row.sentence))?;
    for (key, value) in row.values.as_object().into_iter().flatten() {
        let shown = text(value);
        if !shown.is_empty() {
            writeln!(out, "  {} {}", paint(Style::Dim, key), clean(&shown))?;
        }
    }
    let from = [row.source.0.as_deref(), row.source.1.as_deref(), row.url.as_deref(), Some(&row.article)];
    writeln!(out, "  {}", paint(Style::Dim, &from.into_iter().flatten().collect::<Vec<_>>().join(", ")))?;
    if let Some(article) = &row.gone_from {
        writeln!(out, "  {}", gone(article))?;
    }
    let (model, frames, registry) = &row.versions;
    writeln!(
        out,
        "  {}",
        paint(Style::Dim, &format!("cite: {} · model {model}, frames {frames}, registry {registry}", row.citation))
    )?;
    for (version, since, until, values) in &row.history {
        let until = until.as_deref().unwrap_or("now");
        writeln!(out, "  {}", paint(Style::Dim, &format!("version {version}, {since} to {until}: {values}")))?;
    }
    for line in &row.corrections {
        writeln!(out, "  {}", paint(Style::Dim, &correction(line)))?;
    }
    Ok(())
}

/// What is said of a row that outlived its words.
fn gone(article: &str) -> String {
    paint(Style::Bold, &format!("its words no longer stand in {article}, the last version of the article"))
}

fn correction(line: &serde_json::Value) -> String {
    let part = |key: &str| text(&line[key]);
    let what = [part("action"), part("field"), part("value")].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>();
    format!("{} by {} on {}: {}", what.join(" "), part("by"), part("at"), part("why"))
}
