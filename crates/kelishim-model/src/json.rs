//! The contract of `kelishim read --json`: one object an article, offsets in code points.

use crate::{
    Actor, ActorId, Area, CodePoints, Commitment, Event, Interval, Quantity, Record, Span, Speaker, Statement,
};
use serde_json::{Value, json};

/// Name and version of the format.
pub const SCHEMA: &str = "kelishim.record/1";

impl Record {
    /// The record as JSON, keys in the order of the contract. The same record gives the same bytes.
    pub fn to_json(&self) -> Value {
        let out = Writer { text: &self.article.text, points: CodePoints::new(&self.article.text) };
        let a = &self.article;
        json!({
            "schema": SCHEMA,
            "versions": {
                "model": self.versions.model,
                "frames": self.versions.frames,
                "registry": self.versions.registry,
                "extractor": self.versions.extractor,
            },
            "article": {
                "id": a.id,
                "url": a.url,
                "source": a.source,
                "title": a.title,
                "language": a.language,
                "published": a.published_text.clone().or_else(|| a.published.map(|d| d.to_string())),
                "dateline": a.dateline.as_ref().map(|d| json!({
                    "place": d.place,
                    "country": d.country,
                    "date": d.date.map(|d| d.to_string()),
                    "agency": d.agency,
                })),
                "text": a.text,
            },
            "actors": self.actors.iter().enumerate().map(|(i, x)| out.actor(i, x)).collect::<Vec<_>>(),
            "statements": self.statements.iter().enumerate().map(|(i, x)| out.statement(i, x)).collect::<Vec<_>>(),
            "events": self.events.iter().enumerate().map(|(i, x)| out.event(i, x)).collect::<Vec<_>>(),
            "commitments": self.commitments.iter().enumerate().map(|(i, x)| out.commitment(i, x)).collect::<Vec<_>>(),
            "gaps": self.gaps.iter().map(|g| json!({"span": g.span.map(|s| out.span(s)), "reason": g.reason})).collect::<Vec<_>>(),
        })
    }
}

struct Writer<'a> {
    text: &'a str,
    points: CodePoints<'a>,
}

impl Writer<'_> {
    fn span(&self, span: Span) -> Value {
        json!({"start": self.points.at(span.start()), "end": self.points.at(span.end()), "text": span.of(self.text)})
    }

    fn interval(&self, when: &Interval) -> Value {
        json!({
            "from": when.from.map(|d| d.to_string()),
            "to": when.to.map(|d| d.to_string()),
            "text": when.span.map(|s| self.span(s)),
        })
    }

    fn quantity(&self, q: &Quantity) -> Value {
        json!({"value": number(q.value), "unit": q.unit, "currency": q.currency, "text": self.span(q.span)})
    }

    fn actor(&self, i: usize, x: &Actor) -> Value {
        json!({
            "id": actor_id(ActorId(i as u32)),
            "name": x.name,
            "kind": x.kind.code(),
            "country": x.country,
            "sector": x.sector.map(|s| s.code()),
            "description": x.description,
            "affiliation": x.affiliation.map(actor_id),
            "registry": x.registry,
            "mentions": x.mentions.iter().map(|s| self.span(*s)).collect::<Vec<_>>(),
        })
    }

    fn statement(&self, i: usize, x: &Statement) -> Value {
        let (speaker, words) = match x.speaker {
            Speaker::Actor(id) => (Some(actor_id(id)), None),
            Speaker::Unnamed(span) => (None, span.map(|s| s.of(self.text))),
        };
        json!({
            "id": format!("s{}", i + 1),
            "speaker": speaker,
            "speaker_text": words,
            "cue": self.span(x.cue),
            "kind": x.kind.code(),
            "content": self.span(x.content),
            "about": x.about.iter().map(|a| actor_id(*a)).collect::<Vec<_>>(),
            "areas": areas(&x.areas),
            "via": x.via.map(actor_id),
            "frame": x.frame,
            "score": score(x.score),
        })
    }

    fn event(&self, i: usize, x: &Event) -> Value {
        json!({
            "id": format!("e{}", i + 1),
            "type": x.kind.code(),
            "mode": x.mode.map(|m| m.code()),
            "areas": areas(&x.areas),
            "actors": ids(&x.actors),
            "recipients": ids(&x.recipients),
            "place": x.place.map(|s| self.span(s)),
            "time": x.time.as_ref().map(|t| self.interval(t)),
            "modality": x.modality.code(),
            "trigger": self.span(x.trigger),
            "attribution": x.attribution.map(|s| format!("s{}", s.0 + 1)),
            "frame": x.frame,
            "score": score(x.score),
            "proposal": x.proposal,
            "cameo": x.cameo,
            "goldstein": score(x.kind.goldstein()),
        })
    }

    fn commitment(&self, i: usize, x: &Commitment) -> Value {
        json!({
            "id": format!("c{}", i + 1),
            "committer": ids(&x.committer),
            "beneficiary": ids(&x.beneficiary),
            "action": self.span(x.action),
            "summary": x.summary,
            "areas": areas(&x.areas),
            "quantity": x.quantity.iter().map(|q| self.quantity(q)).collect::<Vec<_>>(),
            "due": x.due.as_ref().map(|t| self.interval(t)),
            "made": x.made.as_ref().map(|t| self.interval(t)),
            "stage": x.stage.code(),
            "evidence": x.evidence.iter().map(|s| self.span(*s)).collect::<Vec<_>>(),
            "event": x.event.map(|e| format!("e{}", e.0 + 1)),
            "attribution": x.attribution.map(|s| format!("s{}", s.0 + 1)),
            "frame": x.frame,
            "score": score(x.score),
        })
    }
}

fn actor_id(id: ActorId) -> String {
    format!("a{}", id.0 + 1)
}

fn ids(actors: &[ActorId]) -> Vec<String> {
    actors.iter().map(|a| actor_id(*a)).collect()
}

fn areas(list: &[Area]) -> Vec<&'static str> {
    list.iter().map(|a| a.code()).collect()
}

/// Three decimals are all that a score means.
fn score(x: f32) -> Value {
    number((f64::from(x) * 1000.0).round() / 1000.0)
}

/// Whole numbers without a decimal point.
fn number(x: f64) -> Value {
    if x.fract() == 0.0 && x.abs() < 9e15 { json!(x as i64) } else { json!(x) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Gap, Versions};

    fn record(text: &str) -> Record {
        let article = Article {
            id: "0".into(),
            url: None,
            source: None,
            title: None,
            language: "ru".into(),
            published: None,
            published_text: None,
            dateline: None,
            text: text.into(),
            extractor: "text/1".into(),
        };
        let gaps = vec![Gap { span: Some(Span::new(2, 4)), reason: "no_text".into() }];
        Record {
            versions: Versions::default(),
            article,
            actors: vec![],
            statements: vec![],
            events: vec![],
            commitments: vec![],
            gaps,
        }
    }

    #[test]
    fn offsets_count_code_points_and_text_is_the_slice() {
        let json = record("Ош город").to_json();
        assert_eq!(json["gaps"][0]["span"], json!({"start": 1, "end": 2, "text": "ш"}));
        assert_eq!(json["schema"], SCHEMA);
    }

    #[test]
    fn whole_numbers_are_written_whole() {
        assert_eq!(number(1000.0).to_string(), "1000");
        assert_eq!(number(2.5).to_string(), "2.5");
    }
}
