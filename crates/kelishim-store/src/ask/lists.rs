//! Commitments, their steps, events, statements, and the two together by time.

use super::filter::{Filter, Question, end_of};
use crate::record::{Quantity, Row, Span, When};
use crate::stored::{STORED, Stored, read_stored};
use crate::{Id, Kind, Register, Result};
use rusqlite::params_from_iter;
use serde::Serialize;

/// A step of a thread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepLine {
    /// `st12`
    pub id: String,
    /// Its thread.
    pub commitment: String,
    /// How far it got.
    pub stage: String,
    /// When the step happened, else when it was published.
    pub date: String,
    /// Who is to do it.
    pub committer: Vec<String>,
    /// For whom.
    pub beneficiary: Vec<String>,
    /// One line.
    pub summary: String,
    /// Fields of relations.
    pub areas: Vec<String>,
    /// How much.
    pub quantity: Vec<Quantity>,
    /// By when.
    pub due: Option<When>,
    /// When it happened, as the text says.
    pub made: Option<When>,
    /// The words it rests on.
    pub evidence: Vec<Span>,
    /// Article.
    pub article: String,
    /// Address of the report.
    pub url: Option<String>,
    /// Agency or site.
    pub source: Option<String>,
    /// Publication.
    pub published: Option<String>,
    /// Sure, 0 to 1.
    pub score: Option<f64>,
    /// `derived`, `corrected`, `confirmed`, `added`.
    pub status: String,
    /// Likeness to the nearest other step of the thread.
    pub link_score: f64,
    /// What it shares with that step.
    pub link_reason: String,
    /// Last version of the article, when a person decided about the step and its words no longer stand there.
    pub gone_from: Option<String>,
}

/// A happening.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventLine {
    /// `h12`
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// How real.
    pub modality: String,
    /// When.
    pub date: String,
    /// Who acted.
    pub actors: Vec<String>,
    /// Towards whom.
    pub recipients: Vec<String>,
    /// Where.
    pub place: Option<String>,
    /// The words that tell of it in the first report.
    pub trigger: String,
    /// Fields of relations.
    pub areas: Vec<String>,
    /// Goldstein value.
    pub goldstein: f64,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Reports, reprints counted once.
    pub reports: i64,
    /// The first report's row.
    pub event: String,
    /// Its article.
    pub article: String,
    /// Its address.
    pub url: Option<String>,
    /// Its agency or site.
    pub source: Option<String>,
    /// Sure, 0 to 1.
    pub score: Option<f64>,
    /// Last version of the article, when a person decided about the event and its words no longer stand there.
    pub gone_from: Option<String>,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementLine {
    /// `s12`
    pub id: String,
    /// Who said it; the words for an unnamed speaker.
    pub speaker: Option<String>,
    /// State of the speaker.
    pub country: Option<String>,
    /// `direct`, `indirect`, `mixed`.
    pub kind: String,
    /// What is said.
    pub content: String,
    /// Published.
    pub date: String,
    /// Spoken of.
    pub about: Vec<String>,
    /// Fields of relations.
    pub areas: Vec<String>,
    /// Article.
    pub article: String,
    /// Address.
    pub url: Option<String>,
    /// Agency or site.
    pub source: Option<String>,
    /// Sure, 0 to 1.
    pub score: Option<f64>,
    /// Last version of the article, when a person decided about the statement and its words no longer stand there.
    pub gone_from: Option<String>,
}

/// An event or a step, by time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineLine {
    /// When.
    pub date: String,
    /// Type of an event, stage of a step.
    pub what: String,
    /// Who, and towards whom.
    pub parties: String,
    /// The trigger's words, the step's summary.
    pub text: String,
    /// Happening or commitment.
    pub id: String,
    /// Reports that tell of it.
    pub reports: i64,
    /// Address of the first.
    pub url: Option<String>,
}

/// What lists call actor `x`: a state by its code.
pub(super) const NAME: &str = "CASE WHEN x.kind = 'country' THEN coalesce(x.country, x.name) ELSE x.name END";

/// Number of the last version of article `a` when it is not the last itself. What is derived stands in last versions only; what
/// a person decided about stays with an earlier one whose words the last no longer has.
pub(super) const GONE_FROM: &str =
    "CASE a.current WHEN 0 THEN (SELECT l.id FROM article l WHERE l.series = a.series AND l.current = 1) END";

/// The id in a column of [`GONE_FROM`].
pub(super) fn gone_from(r: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    Ok(r.get::<_, Option<i64>>(column)?.map(|id| Id::new(Kind::Article, id).to_string()))
}

/// What the lists show of an article.
struct Of {
    url: Option<String>,
    source: Option<String>,
    published: Option<String>,
    gone_from: Option<String>,
}

impl Register {
    /// Steps of the threads that `filter` finds, thread by thread, each in order of time; reprints are left out.
    pub fn steps(&self, filter: &Filter) -> Result<Vec<StepLine>> {
        let mut out = vec![];
        for thread in self.commitments(filter)? {
            let id: Id = thread.id.parse()?;
            out.extend(self.steps_of_thread(id, filter.as_of.as_deref())?);
        }
        Ok(out)
    }

    /// Steps of one thread in order of time; reprints are left out.
    pub fn steps_of_thread(&self, id: Id, as_of: Option<&str>) -> Result<Vec<StepLine>> {
        let at = as_of.map(end_of);
        let sql = format!(
            "SELECT {STORED}, s.score, s.reason FROM step_of s
             CROSS JOIN row r ON r.kind = 'step' AND r.id = s.step
               AND (?2 IS NULL AND r.until IS NULL OR r.since <= ?2 AND (r.until IS NULL OR r.until > ?2))
             JOIN article a ON a.id = r.article
             WHERE s.commitment = ?1 AND s.reprint_of IS NULL AND r.status <> 'rejected'
             ORDER BY r.date, a.key, r.start, r.\"end\", r.id"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let rows = query
            .query_map(rusqlite::params![id.number, at], |r| {
                Ok((read_stored(r)?, r.get::<_, f64>(11)?, r.get::<_, String>(12)?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut out = vec![];
        for (stored, link_score, link_reason) in rows {
            out.extend(self.step_line(stored, id, link_score, link_reason)?);
        }
        Ok(out)
    }

    /// What the lists show of a step within its thread; `None` for a row that is no step.
    pub(super) fn step_line(
        &self,
        stored: Stored,
        thread: Id,
        link_score: f64,
        link_reason: String,
    ) -> Result<Option<StepLine>> {
        let Row::Step(step) = stored.row else { return Ok(None) };
        let of = self.of_article(stored.article)?;
        Ok(Some(StepLine {
            id: Id::new(Kind::Step, stored.id).to_string(),
            commitment: thread.to_string(),
            stage: step.stage,
            date: stored.date,
            committer: self.names(&step.committer)?,
            beneficiary: self.names(&step.beneficiary)?,
            summary: step.summary.unwrap_or_else(|| step.action.text.clone()),
            areas: step.areas,
            quantity: step.quantity,
            due: step.due,
            made: step.made,
            evidence: step.evidence,
            article: Id::new(Kind::Article, stored.article).to_string(),
            url: of.url,
            source: of.source,
            published: of.published,
            score: step.score,
            status: stored.status,
            link_score: (link_score * 1000.0).round() / 1000.0,
            link_reason,
            gone_from: of.gone_from,
        }))
    }

    fn of_article(&self, article: i64) -> Result<Of> {
        let mut query = self
            .db
            .prepare_cached(&format!("SELECT url, source, published, {GONE_FROM} FROM article a WHERE a.id = ?1"))?;
        let of = query.query_row([article], |r| {
            Ok(Of { url: r.get(0)?, source: r.get(1)?, published: r.get(2)?, gone_from: gone_from(r, 3)? })
        })?;
        Ok(of)
    }

    /// Names of actors as the register has them: the state's code in place of its name.
    pub(crate) fn names(&self, actors: &[String]) -> Result<Vec<String>> {
        let mut out = vec![];
        for actor in actors {
            out.push(self.name(actor)?);
        }
        Ok(out)
    }

    pub(crate) fn name(&self, actor: &str) -> Result<String> {
        let Ok(Id { kind: Kind::Actor, number }) = actor.parse::<Id>() else { return Ok(actor.to_owned()) };
        let mut query = self.db.prepare_cached(&format!("SELECT {NAME} FROM actor x WHERE x.id = ?1"))?;
        Ok(query.query_row([number], |r| r.get(0))?)
    }

    /// Happenings, the latest first.
    pub fn events(&self, filter: &Filter) -> Result<Vec<EventLine>> {
        if filter.as_of.is_some() {
            return self.events_as_of(filter);
        }
        let q = self.happening_question(filter)?;
        let sql = q.sql(&format!("{STORED}, h.id, h.reports"), filter);
        let mut query = self.db.prepare_cached(&sql)?;
        let rows = query
            .query_map(params_from_iter(&q.values), |r| Ok((read_stored(r)?, r.get(11)?, r.get(12)?)))?
            .collect::<rusqlite::Result<Vec<(Stored, i64, i64)>>>()?;
        let mut out = vec![];
        for (stored, happening, reports) in rows {
            out.extend(self.event_line(happening, reports, stored)?);
        }
        Ok(out)
    }

    pub(super) fn event_line(&self, happening: i64, reports: i64, stored: Stored) -> Result<Option<EventLine>> {
        let Row::Event(e) = stored.row else { return Ok(None) };
        let of = self.of_article(stored.article)?;
        let of_type = kelishim_model::EventType::from_code(&e.kind).map_or(0.0, |t| f64::from(t.goldstein()));
        Ok(Some(EventLine {
            id: Id::new(Kind::Happening, happening).to_string(),
            goldstein: ((e.goldstein.unwrap_or(of_type)) * 10.0).round() / 10.0,
            kind: e.kind,
            mode: e.mode,
            modality: e.modality,
            date: stored.date,
            actors: self.names(&e.actors)?,
            recipients: self.names(&e.recipients)?,
            place: e.place.map(|p| p.text),
            trigger: e.trigger.text,
            areas: e.areas,
            cameo: e.cameo,
            reports,
            event: Id::new(Kind::Event, stored.id).to_string(),
            article: Id::new(Kind::Article, stored.article).to_string(),
            url: of.url,
            source: of.source,
            score: e.score,
            gone_from: of.gone_from,
        }))
    }

    /// The question for happenings, over `happening h` and its first telling `row r`. Not for the past.
    pub(super) fn happening_question(&self, filter: &Filter) -> Result<Question> {
        self.happenings_asked(filter, true)
    }

    /// The same; the first telling is only looked up where it is `told` or its words or source are asked for.
    pub(super) fn happenings_asked(&self, filter: &Filter, told: bool) -> Result<Question> {
        let mut q = filter.question(self, "happening")?;
        q.from += " CROSS JOIN happening h ON h.id = l.id";
        if told || filter.source.is_some() || filter.text.is_some() {
            q.from += " CROSS JOIN row r ON r.kind = 'event' AND r.id = h.first_event AND r.until IS NULL";
        }
        if let Some(code) = &filter.code {
            let code = q.value(code.clone());
            q.conditions.push(format!("h.type = {code}"));
        }
        self.row_conditions(filter, &mut q)?;
        Ok(q)
    }

    /// The question for statements, over `row r`. Not for the past.
    pub(super) fn statement_question(&self, filter: &Filter) -> Result<Question> {
        let mut q = filter.question(self, "statement")?;
        q.from += " CROSS JOIN row r ON r.kind = 'statement' AND r.id = l.id AND r.until IS NULL";
        if let Some(code) = &filter.code {
            let code = q.value(code.clone());
            q.conditions.push(format!("r.body ->> '$.kind' = {code}"));
        }
        self.row_conditions(filter, &mut q)?;
        Ok(q)
    }

    /// Conditions on the words and the source of row `r`.
    fn row_conditions(&self, filter: &Filter, q: &mut Question) -> Result<()> {
        if let Some(source) = &filter.source {
            let source = q.value(format!("%{source}%"));
            q.conditions
                .push(format!("EXISTS (SELECT 1 FROM article a WHERE a.id = r.article AND a.source LIKE {source})"));
        }
        if let Some(text) = &filter.text {
            let expression = self.expression(text)?.unwrap_or_else(|| "\"\"".to_owned());
            let expression = q.value(expression);
            q.conditions.push(format!("r.article IN (SELECT rowid FROM search WHERE search MATCH {expression})"));
        }
        Ok(())
    }

    /// Statements, the last published first.
    pub fn statements(&self, filter: &Filter) -> Result<Vec<StatementLine>> {
        let rows = if filter.as_of.is_some() {
            self.statements_as_of(filter)?
        } else {
            let q = self.statement_question(filter)?;
            let sql = q.sql(STORED, filter);
            let mut query = self.db.prepare_cached(&sql)?;
            query.query_map(params_from_iter(&q.values), read_stored)?.collect::<rusqlite::Result<Vec<_>>>()?
        };
        let mut out = vec![];
        for stored in rows {
            let Row::Statement(s) = stored.row else { continue };
            let of = self.of_article(stored.article)?;
            let (speaker, country) = match &s.speaker {
                Some(actor) => (Some(self.name(actor)?), self.side(actor)?.filter(|x| x.len() == 3)),
                None => (s.speaker_text, None),
            };
            out.push(StatementLine {
                id: Id::new(Kind::Statement, stored.id).to_string(),
                speaker,
                country,
                kind: s.kind,
                content: s.content.text,
                date: stored.date,
                about: self.names(&s.about)?,
                areas: s.areas,
                article: Id::new(Kind::Article, stored.article).to_string(),
                url: of.url,
                source: of.source,
                score: s.score,
                gone_from: of.gone_from,
            });
        }
        Ok(out)
    }

    /// Happenings and steps together, the latest first.
    pub fn timeline(&self, filter: &Filter) -> Result<Vec<TimelineLine>> {
        let events = self.events(filter)?.into_iter().filter(|e| e.modality == "actual").map(|e| TimelineLine {
            parties: parties(&e.actors, &e.recipients),
            date: e.date,
            what: e.kind,
            text: e.trigger,
            id: e.id,
            reports: e.reports,
            url: e.url,
        });
        let mut out: Vec<TimelineLine> = events.collect();
        for thread in self.commitments(filter)? {
            let steps = self.steps_of_thread(thread.id.parse()?, filter.as_of.as_deref())?;
            out.extend(steps.into_iter().filter(|s| filter.has_date(&s.date)).map(|s| TimelineLine {
                parties: parties(&s.committer, &s.beneficiary),
                date: s.date,
                what: s.stage,
                text: s.summary,
                id: s.commitment,
                reports: 1,
                url: s.url,
            }));
        }
        out.sort_by(|a, b| (&b.date, &b.id).cmp(&(&a.date, &a.id)));
        out.truncate(filter.limit.unwrap_or(usize::MAX));
        Ok(out)
    }
}

/// "KGZ, UZB" or "KGZ -> RUS".
pub(crate) fn parties(first: &[String], second: &[String]) -> String {
    if second.is_empty() { first.join(", ") } else { format!("{} -> {}", first.join(", "), second.join(", ")) }
}
