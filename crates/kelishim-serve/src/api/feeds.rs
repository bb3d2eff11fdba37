//! A question as a subscription: Atom, JSON Feed, and a calendar of what is due.

use super::conditional::Tag;
use super::export::media;
use super::fault::Fault;
use super::lists::rows;
use super::query::Asked;
use super::resource::FEED;
use crate::escape::escape;
use crate::{Problem, Site};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use kelishim_export::{Format, Target};
use kelishim_store::ask::{Filter, Order, StepLine};
use kelishim_store::{Id, Register};
use serde_json::{Value, json};
use std::fmt::Write;
use std::sync::Arc;

/// Entries of a feed.
const ENTRIES: usize = 50;
/// Commitments whose steps are looked through for them, the last changed.
const THREADS: usize = 200;
/// Days of a calendar at most; `kelishim export --format ics` has them all.
const DAYS: usize = 2000;

/// A step with when the register learnt of it.
type Entry = (StepLine, String);

struct Feed {
    /// Where the server is known by.
    base: String,
    /// Address of the feed.
    own: String,
    title: String,
    namespace: String,
    samples: bool,
    entries: Vec<Entry>,
}

/// `/api/v1/feed.atom?between=KGZ,RUS&area=education`.
pub async fn atom(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    serve(site, request, "application/atom+xml; charset=utf-8", |feed| feed.atom()).await
}

/// `/api/v1/feed.json`.
pub async fn json_feed(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    serve(site, request, "application/feed+json", |feed| feed.json().to_string()).await
}

async fn serve(
    site: Arc<Site>,
    request: Request,
    kind: &'static str,
    write: fn(&Feed) -> String,
) -> Result<Response, Fault> {
    let (parts, _) = request.into_parts();
    let asked = Asked::read(&site, parts.uri.query(), FEED, &[])?;
    let tag = Tag::of(&site, &parts);
    if let Some(answer) = tag.known(&parts.headers) {
        return Ok(answer);
    }
    let (base, own) = addresses(&site, &parts);
    let title = title(&asked);
    let filter = Filter { limit: Some(THREADS), ..rows(&site, &asked) };
    let samples = site.has_samples();
    let feed = site
        .ask(move |register| {
            let entries = match entries(register, &filter) {
                // A name that nobody bears is told nothing of.
                Err(Problem::NotFound) => vec![],
                entries => entries?,
            };
            Ok(Feed { base, own, title, namespace: register.namespace()?, samples, entries })
        })
        .await?;
    Ok(tag.on(([(CONTENT_TYPE, kind)], write(&feed)).into_response()))
}

fn entries(register: &Register, filter: &Filter) -> Result<Vec<Entry>, Problem> {
    let threads: Vec<Id> =
        register.commitments(filter)?.iter().map(|c| c.id.parse()).collect::<kelishim_store::Result<_>>()?;
    Ok(register.last_learnt(&threads, ENTRIES)?)
}

/// `/api/v1/due.ics?between=KGZ,RUS`.
pub async fn due(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let (parts, _) = request.into_parts();
    let asked = Asked::read(&site, parts.uri.query(), FEED, &[])?;
    let tag = Tag::of(&site, &parts);
    if let Some(answer) = tag.known(&parts.headers) {
        return Ok(answer);
    }
    let filter = Filter { limit: Some(DAYS), order: Order::Due, ..rows(&site, &asked) };
    let calendar = site
        .ask(move |register| {
            let mut out = vec![];
            if let Some(name) = &filter.actor {
                register.actor_id(name)?;
            }
            let target = Target::Stream(&mut out);
            kelishim_export::export(register, Format::Ics, &filter, &[], target)
                .map_err(|e| Problem::Register(e.to_string()))?;
            Ok(out)
        })
        .await?;
    Ok(tag.on(([(CONTENT_TYPE, media(Format::Ics))], calendar).into_response()))
}

/// Where the server is known by, and the address of this answer there.
fn addresses(site: &Site, parts: &Parts) -> (String, String) {
    let host = parts.headers.get(HOST).and_then(|h| h.to_str().ok()).unwrap_or("localhost");
    let sound = host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b));
    let base =
        site.desk.public.get().cloned().unwrap_or_else(|| format!("http://{}", if sound { host } else { "localhost" }));
    let own = format!("{base}{}", parts.uri);
    (base, own)
}

fn title(asked: &Asked) -> String {
    let what: Vec<&str> = FEED.iter().filter_map(|p| asked.value(p.name)).collect();
    if what.is_empty() { "Kelishim: new steps".to_owned() } else { format!("Kelishim: {}", what.join(", ")) }
}

const SAMPLES: &str = "Some of the reports are samples in our own wording, no news; their source says so.";

impl Feed {
    fn headline(step: &StepLine) -> String {
        let (committer, beneficiary) = (step.committer.join(", "), step.beneficiary.join(", "));
        let parties = if beneficiary.is_empty() { committer } else { format!("{committer} → {beneficiary}") };
        format!("{parties}: {} ({})", step.summary, step.stage)
    }

    fn words(step: &StepLine) -> String {
        let mut told: Vec<String> = step.evidence.iter().map(|e| format!("«{}»", e.text)).collect();
        let source = [step.source.as_deref(), step.published.as_deref(), step.url.as_deref()];
        told.push(source.into_iter().flatten().collect::<Vec<_>>().join(", "));
        told.join("\n")
    }

    fn link(&self, step: &StepLine) -> String {
        format!("{}/{}#{}", self.base, step.commitment, step.id)
    }

    fn name(&self, id: &str) -> String {
        format!("urn:kelishim:{}:{id}", self.namespace)
    }

    fn atom(&self) -> String {
        let updated = self.entries.iter().map(|(_, learnt)| learnt.as_str()).max().unwrap_or("1970-01-01T00:00:00Z");
        let mut out =
            String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
        let _ = writeln!(out, "<title>{}</title>", escape(&self.title));
        if self.samples {
            let _ = writeln!(out, "<subtitle>{SAMPLES}</subtitle>");
        }
        let _ = writeln!(out, "<id>{}</id>\n<updated>{}</updated>", escape(&self.own), escape(updated));
        let _ = writeln!(
            out,
            "<link rel=\"self\" href=\"{}\"/>\n<link href=\"{}/commitments\"/>",
            escape(&self.own),
            escape(&self.base)
        );
        out.push_str("<generator>Kelishim</generator>\n");
        for (step, learnt) in &self.entries {
            let _ = writeln!(out, "<entry>\n<title>{}</title>", escape(&Self::headline(step)));
            let _ = writeln!(out, "<id>{}</id>\n<updated>{}</updated>", escape(&self.name(&step.id)), escape(learnt));
            let _ = writeln!(out, "<link href=\"{}\"/>", escape(&self.link(step)));
            let author = step.source.as_deref().unwrap_or("Kelishim");
            let _ = writeln!(out, "<author><name>{}</name></author>", escape(author));
            for area in &step.areas {
                let _ = writeln!(out, "<category term=\"{}\"/>", escape(area));
            }
            let _ = writeln!(out, "<content type=\"text\">{}</content>\n</entry>", escape(&Self::words(step)));
        }
        out.push_str("</feed>\n");
        out
    }

    fn json(&self) -> Value {
        let items: Vec<Value> = self
            .entries
            .iter()
            .map(|(step, learnt)| {
                json!({
                    "id": self.name(&step.id),
                    "url": self.link(step),
                    "external_url": step.url,
                    "title": Self::headline(step),
                    "content_text": Self::words(step),
                    "date_published": learnt,
                    "tags": step.areas,
                    "authors": [{"name": step.source.as_deref().unwrap_or("Kelishim")}],
                    "_kelishim": step,
                })
            })
            .map(without_nulls)
            .collect();
        without_nulls(json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "description": self.samples.then_some(SAMPLES),
            "home_page_url": format!("{}/commitments", self.base),
            "feed_url": self.own,
            "items": items,
        }))
    }
}

/// JSON Feed leaves out what is not known.
fn without_nulls(mut value: Value) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.retain(|_, v| !v.is_null());
    }
    value
}
