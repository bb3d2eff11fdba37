//! Entities of FollowTheMoney, a JSON object a line, as `ftm` and Aleph read them.
//!
//! Happenings are `Event`s with everyone `involved`. A commitment is a `Project`: the one schema with a goal, an amount, a status,
//! a planned end, and participants with roles (`ProjectParticipant`: committer, beneficiary); an `Event` has none of these.
//! Steps and statements are `Note`s, the one schema that may point to anything: a step to its project, a statement to its
//! speaker and those spoken of. Actors and articles are written when something first names them.

use crate::code::alpha2;
use crate::facts::{Facts, citation};
use crate::jsonl::write_line;
use crate::table::{citation_by, kind, row_id, standing};
use crate::{ExportError, Exported, Result, What};
use kelishim_store::ask::{Filter, Grouped, Happened, Known, Thread};
use kelishim_store::record::{Event, Row, Statement, Step};
use kelishim_store::{Kind, Stored};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Write;

pub fn write(
    facts: &Facts<'_>,
    kinds: &[What],
    filter: &Filter,
    out: &mut (dyn Write + Send),
    done: &mut Exported,
) -> Result<u64> {
    let mut w = Writer { facts, out, met: HashSet::new(), rows: 0 };
    let register = facts.register;
    if kinds.contains(&What::Events) {
        register.each_happening(filter, |h| match &h.tellings[h.first].stored.row {
            Row::Event(e) if matches!(e.modality.as_str(), "negated" | "hypothetical") => {
                done.leave_out("negated or hypothetical, which an entity cannot be");
                Ok(())
            }
            Row::Event(e) => w.event(&h, e),
            _ => Ok(()),
        })?;
    }
    let (threads, steps) = (kinds.contains(&What::Commitments), kinds.contains(&What::Steps));
    if threads || steps {
        register.each_commitment::<ExportError>(filter, |t| {
            // A step says nothing without its project.
            w.project(&t)?;
            if steps {
                for g in &t.steps {
                    if let Row::Step(s) = &g.stored.row {
                        w.step(&t, g, s)?;
                    }
                }
            }
            Ok(())
        })?;
    }
    if kinds.contains(&What::Statements) {
        register.each_statement(filter, |s| match &s.row {
            Row::Statement(r) => w.statement(&s, r),
            _ => Ok(()),
        })?;
    }
    Ok(w.rows)
}

struct Writer<'a, 'r> {
    facts: &'a Facts<'r>,
    out: &'a mut (dyn Write + Send),
    /// Actors and articles written already.
    met: HashSet<(Kind, i64)>,
    rows: u64,
}

/// Properties of an entity: every one a list of strings, without empty ones and repetitions.
#[derive(Default)]
struct Properties(BTreeMap<&'static str, Vec<String>>);

impl Properties {
    fn add<T: Into<String>>(&mut self, name: &'static str, values: impl IntoIterator<Item = T>) -> &mut Self {
        for value in values.into_iter().map(Into::into).filter(|v: &String| !v.trim().is_empty()) {
            let list = self.0.entry(name).or_default();
            if !list.contains(&value) {
                list.push(value);
            }
        }
        self
    }
}

impl Writer<'_, '_> {
    fn put(&mut self, id: &str, schema: &str, p: Properties) -> Result<()> {
        let properties: Map<String, Value> = p.0.into_iter().map(|(n, v)| (n.to_owned(), v.into())).collect();
        self.rows += 1;
        write_line(self.out, &json!({"id": id, "schema": schema, "properties": properties}))
    }

    /// An id that is the same in every export of this register and in none of another.
    fn own(&self, id: &str) -> String {
        format!("kelishim-{}-{id}", self.facts.namespace)
    }

    /// The entity of an actor. Its id follows from its key, so that exports of two registers meet in it.
    fn actor(&mut self, id: &str) -> Result<String> {
        let a = self.facts.actor(id)?;
        let entity = actor_id(&a);
        if self.met.insert((Kind::Actor, a.id.number)) {
            let schema = match a.kind.as_str() {
                "person" => "Person",
                // What acts for a state is a public body; FollowTheMoney's Territory cannot take part in anything.
                "country" | "government" | "armed_force" => "PublicBody",
                "company" => "Company",
                "intergovernmental" | "education" | "civil_society" | "media" => "Organization",
                _ => "LegalEntity",
            };
            let mut p = Properties::default();
            p.add("name", [a.name.clone()])
                .add("country", a.country.as_deref().and_then(alpha2))
                .add("notes", [citation(&a.id.to_string(), 1, &a.learnt)])
                .add("keywords", a.sector.clone().filter(|s| s != "UNK"));
            match schema {
                "Person" => p.add("position", a.description.clone()),
                _ => p.add("summary", a.description.clone()),
            };
            if a.kind == "intergovernmental" {
                p.add("topics", ["gov.igo"]);
            }
            self.put(&entity, schema, p)?;
        }
        Ok(entity)
    }

    fn actors(&mut self, ids: &[String]) -> Result<Vec<String>> {
        ids.iter().map(|id| self.actor(id)).collect()
    }

    /// The entity of an article.
    fn article(&mut self, number: i64) -> Result<String> {
        let a = self.facts.article(number)?;
        let id = a.id.to_string();
        let entity = self.own(&id);
        if self.met.insert((Kind::Article, number)) {
            let mut p = Properties::default();
            p.add("title", a.title.clone())
                .add("fileName", [a.url.clone().unwrap_or_else(|| a.place.clone())])
                .add("sourceUrl", address(a.url.as_deref()))
                .add("publisher", a.source.clone())
                .add("publishedAt", a.published.as_deref().map(day))
                .add("retrievedAt", [day(&a.learnt)])
                .add("language", language(&a.language))
                .add("bodyText", [a.text.clone()])
                .add("notes", [citation(&id, a.version, &a.learnt)]);
            self.put(&entity, "Article", p)?;
        }
        Ok(entity)
    }

    /// What every row says of where it stands: its reports and when it was learnt.
    fn proven(&mut self, p: &mut Properties, articles: impl Iterator<Item = i64>) -> Result<()> {
        for number in articles {
            let entity = self.article(number)?;
            let a = self.facts.article(number)?;
            p.add("proof", [entity]).add("sourceUrl", address(a.url.as_deref())).add("publisher", a.source.clone());
        }
        Ok(())
    }

    fn event(&mut self, h: &Happened, e: &Event) -> Result<()> {
        let by = &h.tellings[h.first].stored;
        let id = h.id.to_string();
        let name = |ids: &[String]| -> Result<String> {
            let names = self.facts.actors(ids)?;
            Ok(names.iter().map(|a| a.name.clone()).collect::<Vec<_>>().join(", "))
        };
        let (first, second) = (name(&e.actors)?, name(&e.recipients)?);
        let who = if second.is_empty() { first } else { format!("{first} → {second}") };
        let mut p = Properties::default();
        p.add("name", [format!("{}: {who}", e.kind)])
            .add("summary", [e.trigger.text.clone()])
            .add("location", e.place.as_ref().map(|p| p.text.clone()))
            .add("recordId", [citation_by(&id, by)])
            .add("modifiedAt", [day(&by.since)])
            .add("keywords", [e.kind.clone(), e.modality.clone()])
            .add("keywords", e.mode.iter().chain(&e.areas).cloned());
        match &e.time {
            Some(t) if t.from != t.to => {
                p.add("startDate", t.from.as_deref().map(day)).add("endDate", t.to.as_deref().map(day));
            }
            _ => {
                p.add("date", [day(&by.date)]);
            }
        }
        let involved: Vec<String> = e.actors.iter().chain(&e.recipients).cloned().collect();
        p.add("involved", self.actors(&involved)?);
        p.add("country", self.facts.actors(&involved)?.iter().filter_map(|a| a.country.as_deref().and_then(alpha2)));
        self.proven(&mut p, h.tellings.iter().map(|g| g.stored.article))?;
        let entity = self.own(&id);
        self.put(&entity, "Event", p)
    }

    fn project(&mut self, t: &Thread) -> Result<()> {
        let (c, by) = (&t.line, standing(t));
        let entity = self.own(&c.id);
        let mut p = Properties::default();
        p.add("name", [c.title.clone()])
            .add("projectId", [c.id.clone()])
            .add("status", [status(&c.stage)])
            .add("phase", [c.stage.clone()])
            .add("startDate", [day(&c.first)])
            .add("endDate", c.due.as_deref().map(day))
            .add("recordId", [citation_by(&c.id, &by.stored)])
            .add("modifiedAt", [day(&by.stored.since)])
            .add("keywords", c.areas.clone());
        let mut roles: BTreeSet<(&str, String)> = BTreeSet::new();
        for g in &t.steps {
            let Row::Step(s) = &g.stored.row else { continue };
            roles.extend(s.committer.iter().map(|a| ("committer", a.clone())));
            roles.extend(s.beneficiary.iter().map(|a| ("beneficiary", a.clone())));
        }
        if let Row::Step(s) = &by.stored.row {
            p.add("goal", [s.action.text.clone()]);
            // One amount has one currency; two amounts would lose which is whose.
            if let [q] = &s.quantity.iter().filter(|q| q.currency.is_some()).collect::<Vec<_>>()[..] {
                p.add("amount", [q.value.to_string()]).add("currency", q.currency.clone());
            }
        }
        self.proven(&mut p, t.steps.iter().map(|g| g.stored.article))?;
        self.put(&entity, "Project", p)?;
        for (role, actor) in roles {
            let participant = self.actor(&actor)?;
            let mut p = Properties::default();
            p.add("project", [entity.clone()]).add("participant", [participant.clone()]).add("role", [role]);
            p.add("recordId", [citation_by(&c.id, &by.stored)]);
            self.put(&format!("{entity}-{role}-{}", &participant["kelishim-".len()..]), "ProjectParticipant", p)?;
        }
        Ok(())
    }

    fn step(&mut self, t: &Thread, g: &Grouped, s: &Step) -> Result<()> {
        let what = s.summary.as_deref().unwrap_or(&s.action.text);
        let mut p = Properties::default();
        p.add("description", [format!("{} {}: {what}", g.stored.date, s.stage)]).add("entity", [self.own(&t.line.id)]);
        p.add("keywords", [s.stage.clone()]).add("keywords", s.areas.clone());
        self.note(p, &g.stored)
    }

    fn statement(&mut self, stored: &Stored, s: &Statement) -> Result<()> {
        let who = match (&s.speaker, &s.speaker_text) {
            (Some(actor), _) => self.facts.actor(actor)?.name.clone(),
            (None, Some(words)) => words.clone(),
            (None, None) => String::new(),
        };
        let mut p = Properties::default();
        p.add("description", [s.content.text.clone()]).add("name", [who]);
        let named: Vec<String> = s.speaker.iter().chain(&s.about).chain(&s.via).cloned().collect();
        p.add("entity", self.actors(&named)?);
        p.add("keywords", [s.kind.clone()]).add("keywords", s.areas.clone());
        self.note(p, stored)
    }

    fn note(&mut self, mut p: Properties, stored: &Stored) -> Result<()> {
        debug_assert!(matches!(kind(&stored.row), Kind::Step | Kind::Statement));
        let id = row_id(stored);
        p.add("notes", [citation(&id, stored.version, &stored.since)])
            .add("createdAt", [day(&stored.date)])
            .add("modifiedAt", [day(&stored.since)]);
        self.proven(&mut p, [stored.article].into_iter())?;
        let entity = self.own(&id);
        self.put(&entity, "Note", p)
    }
}

fn actor_id(a: &Known) -> String {
    let hash = Sha256::digest(a.key.as_bytes());
    format!("kelishim-{}", hash.iter().take(16).map(|b| format!("{b:02x}")).collect::<String>())
}

/// IATI's word for a stage (docs/formats/export.md).
fn status(stage: &str) -> &'static str {
    match stage {
        "started" => "Implementation",
        "delivered" => "Closed",
        "delayed" => "Suspended",
        "cancelled" => "Cancelled",
        _ => "Pipeline/identification",
    }
}

/// The date without the time of day: FollowTheMoney knows no time zones.
fn day(date: &str) -> String {
    date.split(['T', ' ']).next().unwrap_or_default().to_owned()
}

fn address(url: Option<&str>) -> Option<String> {
    url.filter(|u| u.starts_with("http") && !u.contains(char::is_whitespace)).map(str::to_owned)
}

/// ISO 639-3 of the languages that we read.
fn language(code: &str) -> Option<&'static str> {
    match code.split('-').next()? {
        "ru" => Some("rus"),
        "ky" => Some("kir"),
        "en" => Some("eng"),
        _ => None,
    }
}
