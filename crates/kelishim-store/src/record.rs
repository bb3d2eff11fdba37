//! The record of one article as it comes in (docs/formats/record.md), and the rows of the register, which have its shape.

use serde::{Deserialize, Serialize};

/// A stretch of the article's text, in code points, half open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// An interval of dates at the precision given; both ends inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct When {
    /// Not before.
    #[serde(default)]
    pub from: Option<String>,
    /// Not after.
    #[serde(default)]
    pub to: Option<String>,
    /// Its words.
    #[serde(default)]
    pub text: Option<Span>,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Multipliers applied.
    pub value: serde_json::Number,
    /// What is counted.
    #[serde(default)]
    pub unit: Option<String>,
    /// ISO 4217.
    #[serde(default)]
    pub currency: Option<String>,
    /// Its words.
    #[serde(default)]
    pub text: Option<Span>,
}

/// What made the rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Versions {
    /// Model file.
    pub model: String,
    /// Frames and lexicons.
    pub frames: String,
    /// Registry of actors.
    pub registry: String,
    /// Reader of pages.
    pub extractor: String,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// SHA-256 over source key and bytes; made up from address and text when a record lacks it.
    #[serde(default)]
    pub id: Option<String>,
    /// Address.
    #[serde(default)]
    pub url: Option<String>,
    /// Agency or site.
    #[serde(default)]
    pub source: Option<String>,
    /// Headline.
    #[serde(default)]
    pub title: Option<String>,
    /// BCP 47.
    pub language: String,
    /// ISO 8601, at the precision known.
    #[serde(default)]
    pub published: Option<String>,
    /// Place, country, date, agency.
    #[serde(default)]
    pub dateline: Option<serde_json::Value>,
    /// What its reader sees.
    pub text: String,
}

/// An actor of a record; local ids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Actor {
    /// `a1`.
    pub id: String,
    /// Nominative.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// ISO 3166-1 alpha-3.
    #[serde(default)]
    pub country: Option<String>,
    /// PLOVER sector.
    #[serde(default)]
    pub sector: Option<String>,
    /// Office.
    #[serde(default)]
    pub description: Option<String>,
    /// Registry key.
    #[serde(default)]
    pub registry: Option<String>,
    /// Where it is named.
    #[serde(default)]
    pub mentions: Vec<Span>,
}

/// Who said what. In a record ids are local, in the register its own (`ac3`, `s12`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Row id; empty inside the register, which keeps it beside.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Actor.
    #[serde(default)]
    pub speaker: Option<String>,
    /// Words for an unnamed speaker.
    #[serde(default)]
    pub speaker_text: Option<String>,
    /// Reporting word.
    pub cue: Span,
    /// `direct`, `indirect`, `mixed`.
    pub kind: String,
    /// What is said.
    pub content: Span,
    /// Actors spoken of.
    #[serde(default)]
    pub about: Vec<String>,
    /// Fields.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Who passed it on.
    #[serde(default)]
    pub via: Option<String>,
    /// Frame or rule.
    #[serde(default)]
    pub frame: Option<String>,
    /// 0 to 1.
    #[serde(default)]
    pub score: Option<f64>,
}

/// Who did what to whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Row id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// PLOVER.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER.
    #[serde(default)]
    pub mode: Option<String>,
    /// Fields.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Who acted.
    pub actors: Vec<String>,
    /// Towards whom.
    #[serde(default)]
    pub recipients: Vec<String>,
    /// Where.
    #[serde(default)]
    pub place: Option<Span>,
    /// When.
    #[serde(default)]
    pub time: Option<When>,
    /// How real.
    pub modality: String,
    /// The words that tell of it.
    pub trigger: Span,
    /// Statement it is only reported in.
    #[serde(default)]
    pub attribution: Option<String>,
    /// Frame.
    #[serde(default)]
    pub frame: Option<String>,
    /// 0 to 1.
    #[serde(default)]
    pub score: Option<f64>,
    /// Made by no frame.
    #[serde(default)]
    pub proposal: bool,
    /// CAMEO.
    #[serde(default)]
    pub cameo: Option<String>,
    /// Goldstein value; that of the type when a record lacks it.
    #[serde(default)]
    pub goldstein: Option<f64>,
}

/// A step of an undertaking: a row of a record's `commitments`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Row id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Who is to do it.
    pub committer: Vec<String>,
    /// For whom.
    #[serde(default)]
    pub beneficiary: Vec<String>,
    /// What is to be done.
    pub action: Span,
    /// One line.
    #[serde(default)]
    pub summary: Option<String>,
    /// Fields.
    #[serde(default)]
    pub areas: Vec<String>,
    /// How much.
    #[serde(default)]
    pub quantity: Vec<Quantity>,
    /// By when.
    #[serde(default)]
    pub due: Option<When>,
    /// When it happened.
    #[serde(default)]
    pub made: Option<When>,
    /// How far it got.
    pub stage: String,
    /// At most two sentences.
    #[serde(default)]
    pub evidence: Vec<Span>,
    /// Event it rests on.
    #[serde(default)]
    pub event: Option<String>,
    /// Statement it is only reported in.
    #[serde(default)]
    pub attribution: Option<String>,
    /// Frame.
    #[serde(default)]
    pub frame: Option<String>,
    /// 0 to 1.
    #[serde(default)]
    pub score: Option<f64>,
}

/// What one article becomes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// `kelishim.record/1`.
    pub schema: String,
    /// What made it.
    #[serde(default)]
    pub versions: Versions,
    /// The report.
    pub article: Article,
    /// Everyone named.
    #[serde(default)]
    pub actors: Vec<Actor>,
    /// Who said what.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Who undertook what.
    #[serde(default)]
    pub commitments: Vec<Step>,
    /// What could not be read.
    #[serde(default)]
    pub gaps: Vec<serde_json::Value>,
}

impl Record {
    /// What the article is known by: its id, else address (or `place`) and text.
    pub fn key(&self, place: &str) -> String {
        let a = &self.article;
        match &a.id {
            Some(id) if !id.is_empty() => id.clone(),
            _ => {
                // FNV-1a tells texts of one address apart and guards nothing.
                let hash = |h: u64, b: u8| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
                let text = a.text.bytes().fold(0xcbf2_9ce4_8422_2325, hash);
                format!("{}#{text:016x}", a.url.as_deref().unwrap_or(place))
            }
        }
    }
}

/// A row of any kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// Who said what.
    Statement(Statement),
    /// Who did what to whom.
    Event(Event),
    /// A step of an undertaking.
    Step(Step),
}

impl Row {
    /// `statement`, `event`, `step`.
    pub fn kind(&self) -> &'static str {
        match self {
            Row::Statement(_) => "statement",
            Row::Event(_) => "event",
            Row::Step(_) => "step",
        }
    }

    /// The span that the row is found again by: content, trigger, action.
    pub fn anchor(&self) -> &Span {
        match self {
            Row::Statement(r) => &r.content,
            Row::Event(r) => &r.trigger,
            Row::Step(r) => &r.action,
        }
    }

    /// What tells rows of one anchor apart: kind of statement, type, stage.
    pub fn code(&self) -> &str {
        match self {
            Row::Statement(r) => &r.kind,
            Row::Event(r) => &r.kind,
            Row::Step(r) => &r.stage,
        }
    }

    /// How sure.
    pub fn score(&self) -> Option<f64> {
        match self {
            Row::Statement(r) => r.score,
            Row::Event(r) => r.score,
            Row::Step(r) => r.score,
        }
    }

    /// Fields of relations.
    pub fn areas(&self) -> &[String] {
        match self {
            Row::Statement(r) => &r.areas,
            Row::Event(r) => &r.areas,
            Row::Step(r) => &r.areas,
        }
    }

    /// When it happened; `None` for statements and rows without a time.
    pub fn when(&self) -> Option<&When> {
        match self {
            Row::Statement(_) => None,
            Row::Event(r) => r.time.as_ref(),
            Row::Step(r) => r.made.as_ref(),
        }
    }

    /// Parties: who speaks, acts or is to do it; then who is spoken of, acted upon or gains.
    pub fn parties(&self) -> (Vec<&str>, Vec<&str>) {
        match self {
            Row::Statement(r) => {
                (r.speaker.iter().map(String::as_str).collect(), r.about.iter().map(String::as_str).collect())
            }
            Row::Event(r) => (refs(&r.actors), refs(&r.recipients)),
            Row::Step(r) => (refs(&r.committer), refs(&r.beneficiary)),
        }
    }

    /// Applies `id` to every actor id of the row, in place.
    pub fn map_actors(&mut self, id: impl Fn(&str) -> String) {
        let each = |list: &mut Vec<String>| list.iter_mut().for_each(|a| *a = id(a));
        match self {
            Row::Statement(r) => {
                r.speaker.iter_mut().chain(&mut r.via).for_each(|a| *a = id(a));
                each(&mut r.about);
            }
            Row::Event(r) => {
                each(&mut r.actors);
                each(&mut r.recipients);
            }
            Row::Step(r) => {
                each(&mut r.committer);
                each(&mut r.beneficiary);
            }
        }
    }

    /// Applies `id` to every id of another row that this one names (`attribution`, `event`).
    pub fn map_rows(&mut self, id: impl Fn(&str) -> Option<String>) {
        let each = |field: &mut Option<String>| *field = field.as_deref().and_then(&id);
        match self {
            Row::Statement(_) => {}
            Row::Event(r) => each(&mut r.attribution),
            Row::Step(r) => {
                each(&mut r.event);
                each(&mut r.attribution);
            }
        }
    }

    /// The row as JSON, without id.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Row::Statement(r) => serde_json::to_value(r),
            Row::Event(r) => serde_json::to_value(r),
            Row::Step(r) => serde_json::to_value(r),
        }
        .expect("rows are plain data")
    }

    /// A row of `kind` from JSON; the error says which field is wrong.
    pub fn from_json(kind: &str, json: serde_json::Value) -> Result<Row, serde_json::Error> {
        Ok(match kind {
            "statement" => Row::Statement(serde_json::from_value(json)?),
            "event" => Row::Event(serde_json::from_value(json)?),
            _ => Row::Step(serde_json::from_value(json)?),
        })
    }
}

fn refs(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}
