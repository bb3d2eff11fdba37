//! One actor: its offices, what it said, did and undertook, and with whom.

use super::{Answer, lead_to, render};
use crate::page::Page;
use crate::visitor::Visitor;
use crate::{Problem, Site};
use askama::Template;
use axum::extract::State;
use kelishim_registry::Person;
use kelishim_store::Id;
use kelishim_store::ask::{ActorLine, CommitmentLine, CompanyLine, EventLine, Filter, OfficeLine, StatementLine};
use std::sync::Arc;

/// A term as the registry knows it.
struct Term {
    title: String,
    from: String,
    to: String,
}

#[derive(Template)]
#[template(path = "actor.html")]
struct ActorPage {
    p: Page,
    actor: ActorLine,
    name: String,
    id: String,
    terms: Vec<Term>,
    offices: Vec<OfficeLine>,
    company: Vec<CompanyLine>,
    statements: Vec<StatementLine>,
    events: Vec<EventLine>,
    commitments: Vec<CommitmentLine>,
}

/// `/actor?name=KGZ`: lists name actors without their ids.
pub async fn by_name(State(site): State<Arc<Site>>, visitor: Visitor) -> Answer {
    let name = visitor.value("name").ok_or(Problem::NotFound)?.to_owned();
    let id = site.ask(move |register| Ok(register.actor_id(&name)?)).await?;
    lead_to(&format!("/{id}"))
}

pub async fn actor(site: Arc<Site>, visitor: Visitor, id: Id) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let actor = register.actor_line(id.number)?;
        let key = if actor.kind == "country" { actor.country.clone() } else { Some(actor.key.clone()) };
        let person = p.site.contents.registry.people().iter().find(|x| actor.key == x.key);
        let name = match person {
            Some(person) => own_name(&p, person),
            None => key.map(|k| p.name(&k)).filter(|n| !n.contains('.')).unwrap_or_else(|| actor.name.clone()),
        };
        let terms = person.map(|x| terms(&p, x)).unwrap_or_default();
        let people = p
            .site
            .people
            .ask(&id.to_string(), || Ok((register.offices(id.number)?, register.company(id.number, 16)?)))?;
        let of = |limit| Filter { actor: Some(id.to_string()), limit: Some(limit), ..Filter::default() };
        let page = ActorPage {
            name,
            terms,
            offices: people.0.iter().filter(|o| o.description.is_some()).cloned().collect(),
            company: people.1.clone(),
            statements: if actor.kind == "country" { vec![] } else { register.statements(&of(8))? },
            events: register.events(&of(10))?,
            commitments: register.commitments(&of(8))?,
            id: id.to_string(),
            actor,
            p,
        };
        render(&page)
    })
    .await
}

fn own_name(p: &Page, person: &Person) -> String {
    match p.language() {
        crate::Language::English => person.en.clone(),
        crate::Language::Kyrgyz if !person.ky.is_empty() => person.ky.clone(),
        _ => person.ru.clone(),
    }
}

fn terms(p: &Page, person: &Person) -> Vec<Term> {
    let office = |key: &str| {
        let office = p.site.contents.registry.office_by_key(key);
        let titles = office.map(|o| match p.language() {
            crate::Language::Russian => [&o.ru, &o.ky, &o.en],
            crate::Language::Kyrgyz => [&o.ky, &o.ru, &o.en],
            crate::Language::English => [&o.en, &o.ru, &o.ky],
        });
        titles.into_iter().flatten().find_map(|t| t.first().cloned()).unwrap_or_else(|| key.to_owned())
    };
    person
        .terms
        .iter()
        .map(|t| Term {
            // Where the registry says more than the office it says so in Russian alone.
            title: match (&t.title, p.language()) {
                (Some(title), crate::Language::Russian) => title.clone(),
                _ => office(&t.office),
            },
            from: t.from.map_or_else(String::new, |d| p.date(&d.to_string())),
            to: t.to.map_or_else(String::new, |d| p.date(&d.to_string())),
        })
        .collect()
}
