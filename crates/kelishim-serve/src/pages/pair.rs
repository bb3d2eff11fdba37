//! Two sides: fields and stages at a glance, what happened, the index, what is open, who speaks.

use super::{Answer, lead_to, render, short};
use crate::asked::side;
use crate::chart::{self, IndexChart, index_chart, shade};
use crate::page::Page;
use crate::visitor::Visitor;
use crate::{Problem, Site};
use askama::Template;
use axum::extract::{Path, State};
use kelishim_model::Stage;
use kelishim_store::Register;
use kelishim_store::ask::{Filter, Pair, SpeakerLine, StageLine};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Open and overdue commitments shown.
const SHOWN: usize = 12;

/// A field of relations with its threads by stage.
struct AreaRow {
    area: String,
    /// Threads by stage in order of a commitment's life, and how dark the cell is, 0 to 5.
    stages: Vec<(&'static str, i64, usize)>,
    commitments: i64,
    happenings: i64,
}

/// A meeting or a step.
struct Moment {
    date: String,
    /// Type of an event, stage of a step.
    code: String,
    step: bool,
    parties: String,
    text: String,
    id: String,
    anchor: String,
    planned: bool,
    doubtful: bool,
}

#[derive(Template)]
#[template(path = "pair.html")]
struct PairPage {
    p: Page,
    pair: Pair,
    areas: Vec<AreaRow>,
    stages: Vec<&'static str>,
    chart: IndexChart,
    years: Vec<(String, Vec<Moment>)>,
    speakers: Vec<(String, Vec<SpeakerLine>)>,
}

/// `/pair?a=KGZ&b=RUS`, which a form sends.
pub async fn chosen(State(site): State<Arc<Site>>, visitor: Visitor) -> Answer {
    let wrong = |name: &str| Problem::Wrong(visitor.value(name).unwrap_or_default().to_owned());
    let find = |name: &str| side(&site, visitor.value(name).unwrap_or_default()).ok_or_else(|| wrong(name));
    let (a, b) = (find("a")?, find("b")?);
    lead_to(&Page::new(&site, visitor.clone()).pair(&a, &b))
}

pub async fn pair(State(site): State<Arc<Site>>, Path((a, b)): Path<(String, String)>, visitor: Visitor) -> Answer {
    let find = |name: &str| side(&site, name).ok_or(Problem::NotFound);
    let (first, second) = (find(&a)?, find(&b)?);
    if first == second {
        return Err(Problem::NotFound);
    }
    if (&first, &second) != (&a, &b) {
        // One address a pair of sides in one order: names and small letters lead to codes.
        return lead_to(&Page::new(&site, visitor).pair(&first, &second));
    }
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let question = format!("{first} {second} {}", p.today());
        let kept = p.site.partners.ask(&question, || {
            let mut pair = register.pair(&first, &second, &p.today())?;
            pair.open.truncate(SHOWN);
            pair.overdue.truncate(SHOWN);
            Ok((pair, register.pair_stages(&first, &second)?, register.speakers(&first, &second)?))
        })?;
        let mut pair = kept.0.clone();
        pair.sides = (first.clone(), second.clone());
        let areas = area_rows(&pair, &kept.1);
        let years = moments(&p, register, &first, &second)?;
        let chart = index_chart(&pair.months);
        let mut speakers: Vec<(String, Vec<SpeakerLine>)> = vec![(first.clone(), vec![]), (second.clone(), vec![])];
        for line in kept.2.clone() {
            if let Some((_, lines)) = speakers.iter_mut().find(|(side, _)| *side == line.side) {
                lines.push(line);
            }
        }
        speakers.iter_mut().for_each(|(_, lines)| lines.truncate(8));
        let stages = Stage::ALL.iter().map(|s| s.code()).collect();
        render(&PairPage { p, pair, areas, stages, chart, years, speakers })
    })
    .await
}

fn area_rows(pair: &Pair, stages: &[StageLine]) -> Vec<AreaRow> {
    let mut counts: BTreeMap<(String, String), i64> = BTreeMap::new();
    for line in stages {
        counts.insert((line.area.clone(), line.stage.clone()), line.commitments);
    }
    let most = counts.values().copied().max().unwrap_or(0);
    pair.areas
        .iter()
        .map(|line| AreaRow {
            area: line.area.clone(),
            stages: Stage::ALL
                .iter()
                .map(|s| {
                    let n = counts.get(&(line.area.clone(), s.code().to_owned())).copied().unwrap_or(0);
                    (s.code(), n, shade(n, most))
                })
                .collect(),
            commitments: line.commitments,
            happenings: line.happenings,
        })
        .collect()
}

/// Meetings and steps by year, the latest first; at most forty.
fn moments(p: &Page, register: &Register, a: &str, b: &str) -> Result<Vec<(String, Vec<Moment>)>, Problem> {
    let between = Filter { between: Some((a.to_owned(), b.to_owned())), limit: Some(25), ..Filter::default() };
    let mut out: Vec<Moment> = vec![];
    for e in register.events(&Filter { code: Some("CONSULT".to_owned()), ..between.clone() })? {
        out.push(Moment {
            parties: parties(p, &e.actors, &e.recipients),
            date: e.date,
            code: e.kind,
            step: false,
            text: e.trigger,
            id: e.id,
            anchor: String::new(),
            planned: e.modality != "actual",
            doubtful: p.doubtful(&e.score),
        });
    }
    for thread in register.commitments(&between)? {
        for s in register.steps_of_thread(thread.id.parse()?, None)? {
            out.push(Moment {
                parties: parties(p, &s.committer, &s.beneficiary),
                date: s.date,
                code: s.stage,
                step: true,
                text: short(&s.summary, 200),
                id: s.commitment,
                anchor: s.id,
                planned: false,
                doubtful: p.doubtful(&s.score),
            });
        }
    }
    out.sort_by(|x, y| (&y.date, &y.id).cmp(&(&x.date, &x.id)));
    out.truncate(40);
    let mut years: Vec<(String, Vec<Moment>)> = vec![];
    for moment in out {
        let year: String = moment.date.chars().take(4).collect();
        match years.last_mut() {
            Some((last, moments)) if *last == year => moments.push(moment),
            _ => years.push((year, vec![moment])),
        }
    }
    Ok(years)
}

pub fn parties(p: &Page, first: &[String], second: &[String]) -> String {
    if second.is_empty() { p.names(first) } else { format!("{} → {}", p.names(first), p.names(second)) }
}
