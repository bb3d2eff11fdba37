//! One undertaking: its history as a line of steps, and what its reports disagree about.

use super::explained::{Explained, explained};
use super::pair::parties;
use super::{Answer, render, short};
use crate::page::Page;
use crate::quote::{Piece, quote};
use crate::visitor::Visitor;
use crate::{Problem, Site};
use askama::Template;
use kelishim_store::ask::{CommitmentLine, Placed, Shown, StepLine};
use kelishim_store::record::{Row, When};
use kelishim_store::{Characters, Id, Kind, Register};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Steps of a page.
const STEPS: usize = 25;

/// A step with its words.
struct Told {
    step: StepLine,
    language: String,
    title: Option<String>,
    quote: Vec<Piece>,
    explained: Option<Explained>,
    parties: String,
}

/// One of several values that reports give for the same thing.
pub struct Version {
    pub value: String,
    /// Steps that give it: id, stage, date, source.
    pub steps: Vec<(String, String, String, Option<String>)>,
}

/// Something that reports disagree about.
pub struct Contradiction {
    /// Unit of a quantity; empty for the day when it is due.
    pub about: String,
    pub versions: Vec<Version>,
}

/// A row from beside a step.
struct Related {
    id: String,
    code: String,
    statement: bool,
    text: String,
    who: String,
}

#[derive(Template)]
#[template(path = "commitment.html")]
struct CommitmentPage {
    p: Page,
    c: CommitmentLine,
    steps: Vec<Told>,
    all: usize,
    page: usize,
    contradictions: Vec<Contradiction>,
    related: Vec<Related>,
    corrections: Vec<Value>,
    merged: Vec<String>,
    namespace: String,
}

impl CommitmentPage {
    fn pages(&self) -> usize {
        self.all.div_ceil(STEPS)
    }
}

pub async fn commitment(site: Arc<Site>, visitor: Visitor, id: Id) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let Shown::Commitment { commitment, steps, corrections, merged } = register.show(id)? else {
            return Err(Problem::NotFound);
        };
        if commitment.id != id.to_string() {
            // Merged into another: its address stays good.
            return super::lead_to(&format!("/{}", commitment.id));
        }
        let page = crate::asked::page(&p.visitor);
        let all = steps.len();
        let contradictions = contradictions(&p, &steps);
        let here: Vec<StepLine> = steps.into_iter().skip((page - 1) * STEPS).take(STEPS).collect();
        let related = related(&p, register, &here)?;
        let steps = here.into_iter().map(|s| told(&p, register, s)).collect::<Result<_, _>>()?;
        let namespace = register.namespace()?;
        render(&CommitmentPage {
            p,
            c: *commitment,
            steps,
            all,
            page,
            contradictions,
            related,
            corrections,
            merged,
            namespace,
        })
    })
    .await
}

fn told(p: &Page, register: &Register, step: StepLine) -> Result<Told, Problem> {
    let article = register.received(step.article.parse::<Id>()?.number)?;
    let text = Characters::new(&article.text);
    let spans: Vec<(u32, u32)> = step.evidence.iter().map(|e| (e.start, e.end)).collect();
    let row = register.versions("step", step.id.parse::<Id>()?.number)?.pop();
    Ok(Told {
        quote: quote(&text, &spans, p.site.contents.texts),
        language: article.language.clone(),
        title: article.title.clone(),
        explained: row.map(|r| explained(p, &r.row)),
        parties: parties(p, &step.committer, &step.beneficiary),
        step,
    })
}

/// Quantities of one unit and due dates that differ between steps.
///
/// A figure may differ because it was raised, or because one report is wrong: that is for the reader to say, who sees them side by
/// side with their days.
fn contradictions(p: &Page, steps: &[StepLine]) -> Vec<Contradiction> {
    let mut by_unit: BTreeMap<String, Vec<Version>> = BTreeMap::new();
    let mut note = |about: &str, value: String, step: &StepLine| {
        let versions = by_unit.entry(about.to_owned()).or_default();
        let place = match versions.iter().position(|v| v.value == value) {
            Some(place) => place,
            None => {
                versions.push(Version { value, steps: vec![] });
                versions.len() - 1
            }
        };
        versions[place].steps.push((step.id.clone(), step.stage.clone(), step.date.clone(), step.source.clone()));
    };
    for step in steps {
        for q in &step.quantity {
            if let Some(unit) = q.currency.as_ref().or(q.unit.as_ref()) {
                note(&short(unit, 60), p.quantity(q), step);
            }
        }
        if let Some(due) = step.due.as_ref().filter(|d| **d != When::default()) {
            note("", p.when(due), step);
        }
    }
    let several = by_unit.into_iter().filter(|(_, versions)| {
        // Two figures of one report are two things, not two reports of one.
        versions.len() > 1 && versions.iter().flat_map(|v| &v.steps).any(|s| s.0 != versions[0].steps[0].0)
    });
    several.map(|(about, versions)| Contradiction { about, versions }).collect()
}

/// Statements and events told within a few sentences of the steps; at most twelve.
fn related(p: &Page, register: &Register, steps: &[StepLine]) -> Result<Vec<Related>, Problem> {
    const NEAR: u32 = 300;
    let mut out: BTreeMap<Id, Related> = BTreeMap::new();
    for step in steps {
        let Some(evidence) = step.evidence.first() else { continue };
        let article: Id = step.article.parse()?;
        for Placed { id, group, stored } in
            register.rows_within(article.number, evidence.start.saturating_sub(NEAR), evidence.end + NEAR, 12)?
        {
            let shown = group.filter(|g| g.kind == Kind::Happening).unwrap_or(id);
            let (text, who, code) = match &stored.row {
                Row::Statement(s) => {
                    let who = match &s.speaker {
                        Some(speaker) => p.names(&register.names_of(std::slice::from_ref(speaker))?),
                        None => s.speaker_text.clone().unwrap_or_default(),
                    };
                    (&s.content.text, who, s.kind.clone())
                }
                Row::Event(e) => {
                    let who = parties(p, &register.names_of(&e.actors)?, &register.names_of(&e.recipients)?);
                    (&e.trigger.text, who, e.kind.clone())
                }
                Row::Step(_) => continue,
            };
            let statement = id.kind == Kind::Statement;
            out.insert(shown, Related { id: shown.to_string(), code, statement, text: short(text, 220), who });
        }
    }
    Ok(out.into_values().take(12).collect())
}
