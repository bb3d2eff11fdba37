//! What people decide about rows: append-only, applied after every reading.

use crate::append::{clear_id, kind_of};
use crate::record::{Row, Span};
use crate::same::Characters;
use crate::{Id, Kind, Register, Result, StoreError};
use kelishim_model::{Area, EventType, Modality, Mode, PartialDate, Stage, StatementKind};
use rusqlite::params;
use serde_json::{Value, json};

/// A decision about a row or a thread.
#[derive(Debug, Clone, PartialEq)]
pub enum Correction {
    /// It is wrong: shown nowhere, kept in the history.
    Reject,
    /// A field has another value; lists are parted by commas, actors named by id, key or ISO code, intervals as `A`, `A/B`,
    /// `/B`, `A/`, spans by their words in the article.
    Set {
        /// Name of the field as in RECORD.md.
        field: String,
        /// What it should be.
        value: String,
    },
    /// It is right.
    Confirm,
    /// Two threads are one; the older id stays.
    Merge(Id),
    /// These steps are a thread of their own.
    Split(Vec<Id>),
}

/// Who decided, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Name.
    pub by: String,
    /// Reason, in words.
    pub why: String,
}

/// A decision as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// `reject`, `set`, `confirm`, `merge`, `split`, `add`.
    pub action: String,
    /// Field of a `set`.
    pub field: Option<String>,
    /// Its value, the other thread, or the steps: JSON.
    pub value: Option<String>,
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: String,
}

impl Register {
    /// Keeps a decision and applies it at once; a row's old version stays in its history. Threads change at the next
    /// [`Register::link`].
    pub fn correct(&mut self, id: Id, correction: &Correction, author: &Author, now: &str) -> Result<()> {
        if author.by.trim().is_empty() || author.why.trim().is_empty() {
            return Err(StoreError::Correction("a correction needs --by NAME and --why TEXT".to_owned()));
        }
        self.transaction(|register| match (id.kind, correction) {
            (Kind::Commitment, Correction::Merge(other)) => register.merge(id, *other, author, now),
            (Kind::Commitment, Correction::Split(steps)) => register.split(id, steps, author, now),
            (Kind::Commitment, Correction::Reject | Correction::Confirm) => {
                for step in register.steps_of(id)? {
                    register.correct_row(Id::new(Kind::Step, step), correction, author, now)?;
                }
                Ok(())
            }
            (
                Kind::Statement | Kind::Event | Kind::Step,
                Correction::Reject | Correction::Set { .. } | Correction::Confirm,
            ) => register.correct_row(id, correction, author, now),
            (_, Correction::Merge(_) | Correction::Split(_)) => {
                Err(StoreError::Correction(format!("{id}: only commitments (c12) are merged and split")))
            }
            (Kind::Commitment, Correction::Set { .. }) => Err(StoreError::Correction(format!(
                "{id}: set fields of its steps (st12); `kelishim show {id}` lists them"
            ))),
            _ => {
                Err(StoreError::Correction(format!("{id}: statements, events, steps and commitments can be corrected")))
            }
        })
    }

    /// Adds a row that no reading gave: fields as in [`Correction::Set`]. It stays through every reading.
    pub fn add(
        &mut self,
        article: Id,
        kind: &str,
        fields: &[(String, String)],
        author: &Author,
        now: &str,
    ) -> Result<Id> {
        let text = self.text_of(article)?;
        let mut json = match kind {
            "statement" => json!({"speaker": null, "kind": "indirect"}),
            "event" => json!({"modality": "actual", "actors": []}),
            "step" => json!({"committer": []}),
            _ => return Err(StoreError::Correction(format!("`{kind}`: a row is a statement, an event or a step"))),
        };
        for (field, value) in fields {
            json[field.as_str()] = self.value(kind, field, value, &text)?;
        }
        if kind == "step" && json["evidence"].is_null() {
            json["evidence"] = json!([json["action"]]);
        }
        let row = Row::from_json(kind, json.clone())
            .map_err(|e| StoreError::Correction(format!("{e}; give the field as FIELD=VALUE")))?;
        self.transaction(|register| {
            let last: i64 =
                register.db.query_row("SELECT coalesce(max(id), 0) FROM row WHERE kind = ?1", [kind], |r| r.get(0))?;
            let id = Id::new(kind_of(&row), last + 1);
            register.keep(kind, id.number, "add", None, Some(json), author, now)?;
            let anchor = row.anchor();
            let words = register.words_between(article.number, anchor.start, anchor.end)?;
            register.cover(article.number, -1)?;
            register.insert(id, 1, article.number, &row, "added", &format!("{words}\t"), now)?;
            register.cover(article.number, 1)?;
            Ok(id)
        })
    }

    /// Decisions about a row, the first first.
    pub fn corrections(&self, kind: &str, target: i64) -> Result<Vec<Kept>> {
        let mut query = self.db.prepare_cached(
            "SELECT action, field, value, author, why, at FROM correction WHERE kind = ?1 AND target = ?2 ORDER BY id",
        )?;
        let kept = query.query_map(params![kind, target], |r| {
            Ok(Kept {
                action: r.get(0)?,
                field: r.get(1)?,
                value: r.get(2)?,
                by: r.get(3)?,
                why: r.get(4)?,
                at: r.get(5)?,
            })
        })?;
        Ok(kept.collect::<rusqlite::Result<_>>()?)
    }

    /// A derived row of `text` with the decisions about it applied, and its status.
    ///
    /// A row that was confirmed or added has the values it was confirmed or added with. Words that a person named in an earlier
    /// version of the article are looked for in this one; a value whose words are gone is left as it was derived.
    pub(crate) fn corrected(&self, id: Id, row: Row, text: &Characters<'_>) -> Result<(Row, String)> {
        let kind = row.kind();
        let mut status = "derived".to_owned();
        let kept = self.corrections(kind, id.number)?;
        if kept.is_empty() {
            return Ok((row, status));
        }
        let near = row.anchor().start;
        let mut json = row.to_json();
        for decision in &kept {
            let value: Option<Value> = decision.value.as_deref().and_then(|v| serde_json::from_str(v).ok());
            let value = value.filter(|v| !v.is_null()).map(|v| in_text(v, text, near));
            match (decision.action.as_str(), &decision.field) {
                ("reject", _) => status = "rejected".to_owned(),
                ("confirm" | "add", _) => {
                    if let Some(Some(value)) = value {
                        json = value;
                    }
                    status = if decision.action == "add" { "added" } else { "confirmed" }.to_owned();
                }
                (_, Some(field)) => {
                    match value {
                        Some(Some(value)) => json[field.as_str()] = value,
                        Some(None) => {}
                        None => json[field.as_str()] = Value::Null,
                    }
                    status = "corrected".to_owned();
                }
                _ => {}
            }
        }
        // A value was checked when it was set.
        Ok((Row::from_json(kind, json).unwrap_or(row), status))
    }

    fn correct_row(&mut self, id: Id, correction: &Correction, author: &Author, now: &str) -> Result<()> {
        let kind = kind_name(id.kind);
        let stored = self.current(kind, id.number)?.ok_or_else(|| StoreError::Unknown(id.to_string()))?;
        let (row, status) = match correction {
            Correction::Reject => {
                self.keep(kind, id.number, "reject", None, None, author, now)?;
                (stored.row.clone(), "rejected")
            }
            Correction::Confirm => {
                self.keep(kind, id.number, "confirm", None, Some(stored.row.to_json()), author, now)?;
                (stored.row.clone(), "confirmed")
            }
            Correction::Set { field, value } => {
                let text = self.text_of(Id::new(Kind::Article, stored.article))?;
                let value = self.value(kind, field, value, &text)?;
                let mut json = stored.row.to_json();
                json[field.as_str()] = value.clone();
                let mut row = Row::from_json(kind, json)
                    .map_err(|e| StoreError::Correction(format!("{id}: {field} cannot be that: {e}")))?;
                clear_id(&mut row);
                self.keep(kind, id.number, "set", Some(field), Some(value), author, now)?;
                (row, "corrected")
            }
            Correction::Merge(_) | Correction::Split(_) => unreachable!("of threads"),
        };
        self.cover(stored.article, -1)?;
        self.close(stored.v, now)?;
        self.insert(id, stored.version + 1, stored.article, &row, status, &stored.words, now)?;
        self.cover(stored.article, 1)
    }

    fn merge(&mut self, id: Id, other: Id, author: &Author, now: &str) -> Result<()> {
        if other.kind != Kind::Commitment || other == id {
            return Err(StoreError::Correction(format!("{id} is merged with another commitment, such as c12")));
        }
        let (a, b) = (self.steps_of(id)?, self.steps_of(other)?);
        let block = |step| self.current("step", step).map(|s| s.map(|s| self.sides(&s.row)).transpose());
        if block(a[0])?? != block(b[0])?? {
            return Err(StoreError::Correction(format!(
                "{id} and {other} have different parties and cannot be one; set committer or beneficiary of the steps first"
            )));
        }
        // The first steps stand for their threads, which may be cut differently later.
        self.keep("commitment", id.number, "merge", None, Some(json!([a[0], b[0]])), author, now)?;
        for step in a.into_iter().chain(b) {
            self.mark_dirty(step)?;
        }
        Ok(())
    }

    fn split(&mut self, id: Id, steps: &[Id], author: &Author, now: &str) -> Result<()> {
        let all = self.steps_of(id)?;
        let numbers: Vec<i64> = steps.iter().map(|s| s.number).collect();
        if let Some(wrong) = steps.iter().find(|s| s.kind != Kind::Step || !all.contains(&s.number)) {
            return Err(StoreError::Correction(format!("{wrong} is no step of {id}; `kelishim show {id}` lists them")));
        }
        if numbers.is_empty() || numbers.len() == all.len() {
            return Err(StoreError::Correction(format!("name some, not all, of the steps of {id}")));
        }
        self.keep("commitment", id.number, "split", None, Some(json!(numbers)), author, now)?;
        self.mark_dirty(all[0])
    }

    fn mark_dirty(&mut self, step: i64) -> Result<()> {
        self.db.execute(
            "INSERT OR IGNORE INTO dirty SELECT kind, block FROM row WHERE kind = 'step' AND id = ?1 AND until IS NULL",
            [step],
        )?;
        Ok(())
    }

    /// Steps of a thread, by date.
    pub(crate) fn steps_of(&self, id: Id) -> Result<Vec<i64>> {
        let mut query = self.db.prepare_cached(
            "SELECT s.step FROM step_of s CROSS JOIN row r ON r.kind = 'step' AND r.id = s.step AND r.until IS NULL
             WHERE s.commitment = ?1 ORDER BY r.date, r.id",
        )?;
        let steps: Vec<i64> = query.query_map([id.number], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        if steps.is_empty() { Err(StoreError::Unknown(id.to_string())) } else { Ok(steps) }
    }

    #[allow(clippy::too_many_arguments)]
    fn keep(
        &mut self,
        kind: &str,
        target: i64,
        action: &str,
        field: Option<&str>,
        value: Option<Value>,
        author: &Author,
        now: &str,
    ) -> Result<()> {
        self.db.execute(
            "INSERT INTO correction (kind, target, action, field, value, author, why, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![kind, target, action, field, value.map(|v| v.to_string()), author.by, author.why, now],
        )?;
        Ok(())
    }

    fn text_of(&self, article: Id) -> Result<String> {
        self.db
            .query_row("SELECT text FROM article WHERE id = ?1", [article.number], |r| r.get(0))
            .map_err(|_| StoreError::Unknown(article.to_string()))
    }

    /// Lemmas between two code points of an article, parted by spaces.
    fn words_between(&self, article: i64, start: u32, end: u32) -> Result<String> {
        let (lemmas, places): (String, Vec<u8>) =
            self.db.query_row("SELECT lemmas, places FROM article_words WHERE article = ?1", [article], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })?;
        let inside = |place: &[u8]| {
            let number = |at: usize| u32::from_le_bytes(place[at..at + 4].try_into().expect("four bytes"));
            number(0) < end && start < number(4)
        };
        Ok(lemmas
            .split(' ')
            .zip(places.chunks_exact(8))
            .filter(|(_, p)| inside(p))
            .map(|(l, _)| l)
            .collect::<Vec<_>>()
            .join(" "))
    }

    /// The JSON of a field's value as people write it.
    fn value(&self, kind: &str, field: &str, value: &str, text: &str) -> Result<Value> {
        let refuse = |what: &str| Err(StoreError::Correction(format!("{field}={value}: {what}")));
        let list = || value.split(',').map(str::trim).filter(|v| !v.is_empty());
        let code = |known: Vec<&str>| {
            if value.is_empty() {
                Ok(Value::Null)
            } else if known.contains(&value) {
                Ok(json!(value))
            } else {
                refuse(&format!("one of {}", known.join(", ")))
            }
        };
        match (kind, field) {
            ("statement", "speaker" | "via") => match list().next() {
                None => Ok(Value::Null),
                Some(name) => self.actor_named(name).map(Value::from),
            },
            ("statement", "about") | ("event", "actors" | "recipients") | ("step", "committer" | "beneficiary") => {
                list().map(|name| self.actor_named(name).map(Value::from)).collect::<Result<Vec<_>>>().map(Value::from)
            }
            (_, "areas") => match list().find(|a| Area::from_code(a).is_none()) {
                Some(wrong) => refuse(&format!("`{wrong}` is no area; one of {}", codes(Area::ALL, |a| a.code()))),
                None => Ok(json!(list().collect::<Vec<_>>())),
            },
            ("step", "stage") => code(Stage::ALL.iter().map(|s| s.code()).collect()),
            ("event", "type") => code(EventType::ALL.iter().map(|s| s.code()).collect()),
            ("event", "mode") => code(Mode::ALL.iter().map(|s| s.code()).collect()),
            ("event", "modality") => code(Modality::ALL.iter().map(|s| s.code()).collect()),
            ("statement", "kind") => code(StatementKind::ALL.iter().map(|s| s.code()).collect()),
            ("step", "summary") | ("statement", "speaker_text") => Ok(json!(value)),
            ("step", "due" | "made") | ("event", "time") => {
                if value.is_empty() {
                    return Ok(Value::Null);
                }
                let (from, to) = value.split_once('/').unwrap_or((value, value));
                for date in [from, to].into_iter().filter(|d| !d.is_empty()) {
                    if date.parse::<PartialDate>().is_err() {
                        return refuse("dates are 2021, 2021-06 or 2021-06-01; intervals A/B, /B, A/");
                    }
                }
                let date = |d: &str| if d.is_empty() { Value::Null } else { json!(d) };
                Ok(json!({"from": date(from), "to": date(to), "text": null}))
            }
            ("statement", "content" | "cue") | ("event", "trigger" | "place") | ("step", "action") => {
                find_span(text, value).map(|s| json!(s)).or_else(|what| refuse(&what))
            }
            ("step", "evidence") => find_span(text, value).map(|s| json!([s])).or_else(|what| refuse(&what)),
            _ => refuse(&format!("a {kind} has no field that can be set by that name")),
        }
    }

    /// Register id of an actor named by id, registry key, ISO code or full name.
    fn actor_named(&self, name: &str) -> Result<String> {
        match self.find_actor(name) {
            Ok(id) => Ok(Id::new(Kind::Actor, id).to_string()),
            Err(StoreError::Unknown(_)) => Err(StoreError::Correction(format!(
                "`{name}`: no such actor in the register; find it with `kelishim actors --text {name}`"
            ))),
            Err(e) => Err(e),
        }
    }
}

/// `statement`, `event`, `step`.
pub(crate) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Statement => "statement",
        Kind::Event => "event",
        Kind::Step => "step",
        Kind::Commitment => "commitment",
        Kind::Happening => "happening",
        Kind::Article => "article",
        Kind::Actor => "actor",
    }
}

impl Row {
    /// The row with its spans where their words stand in `text`; `None` when words of it do not.
    pub(crate) fn moved_into(&self, text: &Characters<'_>) -> Option<Row> {
        let json = in_text(self.to_json(), text, self.anchor().start)?;
        let mut row = Row::from_json(self.kind(), json).ok()?;
        clear_id(&mut row);
        Some(row)
    }
}

fn codes<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|x| code(*x)).collect::<Vec<_>>().join(", ")
}

/// A value with its spans where their words stand in `text`, those that have moved as near to `near` as can be; `None` when
/// words of it are not there.
fn in_text(mut value: Value, text: &Characters<'_>, near: u32) -> Option<Value> {
    fn place(value: &mut Value, text: &Characters<'_>, near: u32) -> bool {
        match value {
            Value::Array(list) => list.iter_mut().all(|v| place(v, text, near)),
            Value::Object(map) => {
                let number = |name: &str| map.get(name).and_then(Value::as_u64).map(|n| n as u32);
                let words = map.get("text").and_then(Value::as_str);
                if let (Some(start), Some(end), Some(words)) = (number("start"), number("end"), words) {
                    if text.slice(start, end) != words {
                        let Some((start, end)) = text.find(words, near) else { return false };
                        map.insert("start".to_owned(), json!(start));
                        map.insert("end".to_owned(), json!(end));
                    }
                    return true;
                }
                map.values_mut().all(|v| place(v, text, near))
            }
            _ => true,
        }
    }
    place(&mut value, text, near).then_some(value)
}

/// Words as a span of the text; they must stand in it exactly once.
fn find_span(text: &str, words: &str) -> std::result::Result<Span, String> {
    let mut found = text.match_indices(words);
    match (found.next(), found.next()) {
        (Some((at, _)), None) if !words.is_empty() => {
            let start = text[..at].chars().count() as u32;
            let end = start + words.chars().count() as u32;
            debug_assert_eq!(Characters::new(text).slice(start, end), words);
            Ok(Span { start, end, text: words.to_owned() })
        }
        (None, _) => Err("these words do not stand in the article".to_owned()),
        _ => Err("these words stand in the article more than once; give more of the sentence".to_owned()),
    }
}
