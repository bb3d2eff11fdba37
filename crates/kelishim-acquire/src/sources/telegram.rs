//! Export of a Telegram channel (`result.json` of the desktop program), or of a whole account: one page a message.

use super::json::{Fit, Scanner};
use super::stream::{Origin, size};
use super::{Failure, Received, SourceOptions};
use crate::{About, RawPage};
use serde::Deserialize;
use serde_json::Value;
use std::io::{self, BufRead, ErrorKind};

/// Pages of an export, in its order; service messages and messages without text are passed over.
///
/// The page's key is `telegram:CHANNEL/MESSAGE`, so that a later export of the channel gives the same pages; without a
/// channel number, `path#MESSAGE`.
pub struct Pages<R> {
    scan: Scanner<R>,
    origin: Origin,
    most: u64,
    chat: Chat,
    depth: usize,
    /// Whether the walk is within a list of messages, and how many it has seen there.
    inside: Option<usize>,
    ended: bool,
    value: Vec<u8>,
}

/// What the export says about the chat, before its messages.
#[derive(Default)]
struct Chat {
    name: Option<String>,
    kind: Option<String>,
    id: Option<String>,
    username: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    id: Option<i64>,
    #[serde(rename = "type")]
    kind: Option<String>,
    date: Option<String>,
    date_unixtime: Option<Value>,
    text: Option<Value>,
}

impl<R: BufRead> Pages<R> {
    /// The export in `from`.
    pub fn new(origin: Origin, from: R, options: &SourceOptions<'_>) -> Self {
        Pages {
            scan: Scanner::new(from),
            origin,
            most: options.limits.line,
            chat: Chat::default(),
            depth: 0,
            inside: None,
            ended: false,
            value: Vec::new(),
        }
    }

    /// One step of the walk; `None` when it came upon nothing to hand on.
    fn step(&mut self) -> io::Result<Option<Received>> {
        let Some(byte) = self.scan.peek()? else {
            self.ended = true;
            if self.depth > 0 {
                return Err(io::Error::new(ErrorKind::UnexpectedEof, "end of data before the end of the export"));
            }
            return Ok(None);
        };
        if let Some(count) = self.inside {
            match byte {
                b',' => self.scan.pass(),
                b']' => {
                    self.scan.pass();
                    self.inside = None;
                }
                _ => {
                    self.inside = Some(count + 1);
                    return self.message(count + 1);
                }
            }
            return Ok(None);
        }
        match byte {
            b'"' => self.key()?,
            b'{' => {
                self.depth += 1;
                // A chat says who it is within its own braces, before its messages.
                self.chat = Chat::default();
                self.scan.pass();
            }
            b'}' => {
                self.depth = self.depth.saturating_sub(1);
                self.scan.pass();
            }
            _ => self.scan.pass(),
        }
        Ok(None)
    }

    /// A string outside of messages: when it is a key, it may tell about the chat.
    fn key(&mut self) -> io::Result<()> {
        let fit = self.scan.value(&mut self.value, self.most)?;
        if fit == Fit::TooLong || self.scan.peek()? != Some(b':') {
            return Ok(());
        }
        self.scan.pass();
        let key = serde_json::from_slice::<String>(&self.value).unwrap_or_default();
        let next = self.scan.peek()?;
        if key == "messages" && next == Some(b'[') {
            self.scan.pass();
            self.inside = Some(0);
            return Ok(());
        }
        let slot = match key.as_str() {
            "name" => &mut self.chat.name,
            "type" => &mut self.chat.kind,
            "id" => &mut self.chat.id,
            "username" => &mut self.chat.username,
            _ => return Ok(()),
        };
        if matches!(next, Some(b'{' | b'[') | None) {
            return Ok(());
        }
        self.scan.value(&mut self.value, self.most)?;
        *slot = match serde_json::from_slice(&self.value) {
            Ok(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Ok(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        Ok(())
    }

    /// The message that begins here; `count` is its place in the list.
    fn message(&mut self, count: usize) -> io::Result<Option<Received>> {
        let at = self.scan.at();
        let fit = self.scan.value(&mut self.value, self.most)?;
        let fail = |reason: String| {
            let key = format!("{}#message {count}", self.origin.key);
            Ok(Some(Received::Failed(Failure { key, reason, retry: false })))
        };
        if fit == Fit::TooLong {
            return fail(format!("message at byte {at} is longer than {}; it is no report", size(self.most)));
        }
        match serde_json::from_slice::<Message>(&self.value) {
            Ok(message) => Ok(self.page(&message, count).map(Received::Page)),
            Err(error) => fail(format!("message at byte {at} is not as Telegram writes it: {error}")),
        }
    }

    fn page(&self, message: &Message, count: usize) -> Option<RawPage> {
        if message.kind.as_deref().is_some_and(|kind| kind != "message") {
            return None;
        }
        let text = text(message.text.as_ref()?);
        if text.trim().is_empty() {
            return None;
        }
        let id = message.id.map_or_else(|| format!("message {count}"), |id| id.to_string());
        let key = match &self.chat.id {
            Some(channel) => format!("telegram:{channel}/{id}"),
            None => format!("{}#{id}", self.origin.key),
        };
        let public = self.chat.kind.as_deref().is_some_and(|kind| kind.starts_with("public"));
        let username = self.chat.username.as_deref().map(|name| name.trim_start_matches('@'));
        let about = About {
            url: username.filter(|_| public).map(|name| format!("https://t.me/{name}/{id}")),
            source: self.chat.name.clone(),
            published: published(message),
            ..About::default()
        };
        Some(RawPage { about, ..RawPage::new(key, text) })
    }
}

impl<R: BufRead> Iterator for Pages<R> {
    type Item = Received;

    fn next(&mut self) -> Option<Received> {
        while !self.ended {
            match self.step() {
                Ok(None) => {}
                Ok(found) => return found,
                Err(error) => {
                    self.ended = true;
                    let mut failure = self.origin.broken(&error);
                    failure.reason.push_str(&format!(", at byte {}; export it again", self.scan.at()));
                    return Some(Received::Failed(failure));
                }
            }
        }
        None
    }
}

/// A text, or the parts of one: plain strings and objects with a `text` (links, bold words).
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(text).collect(),
        Value::Object(part) => part.get("text").map(text).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The local time of the message, with its zone where the export also gives the instant.
fn published(message: &Message) -> Option<String> {
    let local = message.date.as_deref().map(str::trim).filter(|date| !date.is_empty())?;
    let instant = match message.date_unixtime.as_ref() {
        Some(Value::String(text)) => text.trim().parse::<i64>().ok(),
        Some(number) => number.as_i64(),
        None => None,
    };
    let zone = || {
        let minutes = (seconds(local)? - instant?).div_euclid(60);
        // Zones of the world are quarters of an hour, from -12:00 to +14:00.
        let known = (-12 * 60..=14 * 60).contains(&minutes) && minutes % 15 == 0;
        let sign = if minutes < 0 { '-' } else { '+' };
        known.then(|| format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60))
    };
    Some(format!("{local}{}", zone().unwrap_or_default()))
}

/// Seconds since 1970 of `2021-06-01T10:05:00`, as if it were of Greenwich.
fn seconds(local: &str) -> Option<i64> {
    let (date, time) = local.split_once('T')?;
    let numbers = |text: &str, mark: char| -> Option<[i64; 3]> {
        let parts: Vec<i64> = text.split(mark).map(|part| part.parse().ok()).collect::<Option<_>>()?;
        parts.try_into().ok()
    };
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(time, ':')?;
    if !((1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)) {
        return None;
    }
    // Days from the first of March, so that the leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468;
    (0..24).contains(&hour).then_some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(export: &str) -> Vec<Received> {
        Pages::new(Origin::file("result.json"), export.as_bytes(), &SourceOptions::default()).collect()
    }

    const CHANNEL: &str = r#"{
 "name": "Кабар үлгү",
 "type": "public_channel",
 "id": 1234567890,
 "messages": [
  {"id": 1, "type": "service", "date": "2021-06-01T10:00:00", "action": "create_channel", "text": ""},
  {"id": 2, "type": "message", "date": "2021-06-01T10:05:00", "date_unixtime": "1622520300",
   "from": "Кабар", "text": ["Министр ", {"type": "bold", "text": "прибыл"}, " в Ош."], "text_entities": []},
  {"id": 3, "type": "message", "date": "2021-06-01T10:06:00", "photo": "x.jpg", "text": ""},
  {"id": 4, "type": "message", "date": "2021-06-01T10:07:00", "text": "Вторая новость"}
 ]
}"#;

    #[test]
    fn messages_with_text_are_pages_of_the_channel() {
        let found = check(CHANNEL);
        let [Received::Page(first), Received::Page(second)] = &found[..] else { panic!("{found:?}") };
        assert_eq!((first.key.as_str(), second.key.as_str()), ("telegram:1234567890/2", "telegram:1234567890/4"));
        assert_eq!(first.bytes, "Министр прибыл в Ош.".as_bytes());
        assert_eq!(first.about.source.as_deref(), Some("Кабар үлгү"));
        assert_eq!(first.about.published.as_deref(), Some("2021-06-01T10:05:00+06:00"));
        assert_eq!(second.about.published.as_deref(), Some("2021-06-01T10:07:00"));
        assert_eq!(first.about.url, None);
    }

    #[test]
    fn a_name_of_a_public_channel_gives_addresses() {
        let found = check(&CHANNEL.replacen("\"id\": 1234567890,", "\"username\": \"@kabar\",", 1));
        let Received::Page(page) = &found[0] else { panic!("{found:?}") };
        assert_eq!((page.key.as_str(), page.about.url.as_deref()), ("result.json#2", Some("https://t.me/kabar/2")));
    }

    #[test]
    fn an_account_holds_many_chats() {
        let other = CHANNEL.replace("1234567890", "5").replace("Кабар үлгү", "Б");
        let export = format!(
            r#"{{"about": "\"messages\": [", "personal_information": {{"name": "x"}}, "chats": {{"list": [{CHANNEL},{other}]}}}}"#
        );
        let found = check(&export);
        let sources: Vec<&str> = found
            .iter()
            .map(|item| match item {
                Received::Page(page) => page.about.source.as_deref().expect("a source"),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(sources, ["Кабар үлгү", "Кабар үлгү", "Б", "Б"]);
    }

    #[test]
    fn a_bad_message_and_a_cut_export_are_named() {
        let found = check(&CHANNEL.replace("\"id\": 2,", "\"id\": [],"));
        let [Received::Failed(failure), Received::Page(_)] = &found[..] else { panic!("{found:?}") };
        assert_eq!(failure.key, "result.json#message 2");
        let cut = &CHANNEL[..CHANNEL.find("Вторая").expect("the text")];
        let found = check(cut);
        let [Received::Page(_), Received::Failed(failure)] = &found[..] else { panic!("{found:?}") };
        assert!(failure.reason.contains("breaks off") && failure.reason.contains("at byte"), "{}", failure.reason);
    }

    #[test]
    fn seconds_count_from_1970() {
        assert_eq!(seconds("1970-01-01T00:00:00"), Some(0));
        assert_eq!(seconds("2000-02-29T00:00:01"), Some(951_782_401));
        assert_eq!(seconds("2021-06-01T04:05:00"), Some(1_622_520_300));
        assert_eq!(seconds("2021-13-01T04:05:00"), None);
        assert_eq!(seconds("вчера"), None);
    }
}
