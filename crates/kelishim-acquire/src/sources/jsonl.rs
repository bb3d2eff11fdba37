//! JSON objects, one a line: the form in which collections of reports are passed on.

use super::gzip;
use super::lines::{End, next_line};
use super::stream::{Bytes, Origin, size};
use super::{Failure, FieldNames, Limits, Received, SourceOptions};
use crate::html::{read_date, web_address};
use crate::{About, RawPage};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{self, BufRead, BufReader};

/// One line of a JSONL file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1, blank lines counted.
    pub number: usize,
    /// The line without its line end; not parsed.
    pub text: String,
}

/// Lines of a JSONL file (standard input for `-`), packed with gzip or not; blank ones left out, none longer than
/// `limits.line`.
///
/// A line that is too long or not UTF-8 is a failure named `path#line`, and the lines after it still come; so is a file
/// that cannot be opened, named by its path.
pub fn json_lines(source: &str, limits: &Limits) -> Box<dyn Iterator<Item = Result<Line, Failure>> + Send> {
    let origin = Origin::file(source);
    let bytes: Bytes<'static> = match File::open(source) {
        _ if source == "-" => Box::new(io::stdin()),
        Ok(file) => Box::new(file),
        Err(error) => return Box::new(std::iter::once(Err(origin.broken(&error)))),
    };
    let bytes = match gzip::unpacked(bytes) {
        Ok(bytes) => bytes,
        Err(error) => return Box::new(std::iter::once(Err(origin.broken(&error)))),
    };
    Box::new(Lines::new(origin, BufReader::new(bytes), limits.line))
}

/// Lines of a stream.
struct Lines<R> {
    origin: Origin,
    from: R,
    most: u64,
    number: usize,
    line: Vec<u8>,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    fn new(origin: Origin, from: R, most: u64) -> Self {
        Lines { origin, from, most, number: 0, line: Vec::new(), ended: false }
    }

    fn place(&self) -> String {
        format!("{}#{}", self.origin.key, self.number)
    }

    fn failure(&self, reason: String) -> Failure {
        Failure { key: self.place(), reason, retry: false }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Line, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.number += 1;
            match next_line(&mut self.from, &mut self.line, self.most) {
                Ok(End::Whole) => {}
                Ok(End::Nothing) => break,
                Ok(End::TooLong) => {
                    let most = size(self.most);
                    return Some(Err(self.failure(format!("line is longer than {most}; give one report a line"))));
                }
                // A failure of the whole source: the lines before it are good.
                Err(error) => {
                    self.ended = true;
                    return Some(Err(self.origin.broken(&error)));
                }
            }
            let line = match self.number {
                1 => self.line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.line),
                _ => &self.line,
            };
            match std::str::from_utf8(line) {
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => return Some(Ok(Line { number: self.number, text: text.to_owned() })),
                Err(error) => {
                    let at = error.valid_up_to() + 1;
                    return Some(Err(self.failure(format!("not UTF-8 at byte {at} of the line; convert it (iconv)"))));
                }
            }
        }
        self.ended = true;
        None
    }
}

/// Pages of a JSONL stream.
pub struct Pages<R> {
    lines: Lines<R>,
    fields: FieldNames,
}

impl<R: BufRead> Pages<R> {
    /// One page a line.
    pub fn new(origin: Origin, from: R, options: &SourceOptions<'_>) -> Self {
        Pages { lines: Lines::new(origin, from, options.limits.line), fields: options.fields.clone() }
    }
}

impl<R: BufRead> Iterator for Pages<R> {
    type Item = Received;

    fn next(&mut self) -> Option<Received> {
        let line = match self.lines.next()? {
            Ok(line) => line,
            Err(failure) => return Some(Received::Failed(failure)),
        };
        Some(match page(&line.text, &self.lines.place(), &self.fields) {
            Ok(page) => Received::Page(page),
            Err(reason) => Received::Failed(self.lines.failure(reason)),
        })
    }
}

/// The page in one line; its key is its address where it has one, so that it stays the same report in another file.
fn page(line: &str, place: &str, fields: &FieldNames) -> Result<RawPage, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| {
        let column = error.column();
        format!("invalid JSON at column {column}; each line must be one object")
    })?;
    let Value::Object(object) = value else { return Err("not a JSON object; each line must be one".to_owned()) };
    let text = match object.get(&fields.text) {
        Some(Value::String(text)) => text.clone(),
        Some(_) => return Err(format!("field `{}` is no text", fields.text)),
        None => return Err(lacking(&object, &fields.text)),
    };
    let about = About {
        url: word(&object, &fields.url),
        title: word(&object, &fields.title),
        source: word(&object, &fields.source),
        published: word(&object, &fields.published).map(|date| read_date(&date).unwrap_or(date)),
        language: word(&object, &fields.language),
    };
    let key = about.url.as_deref().and_then(web_address).unwrap_or_else(|| place.to_owned());
    Ok(RawPage { about, ..RawPage::new(key, text) })
}

/// Names what there is, so that the right field can be told.
fn lacking(object: &Map<String, Value>, wanted: &str) -> String {
    let names: Vec<&str> = object.keys().map(String::as_str).take(10).collect();
    format!("no field `{wanted}`; it has {}", if names.is_empty() { "none".to_owned() } else { names.join(", ") })
}

/// A field as text; null, blank, lists and objects are none.
fn word(object: &Map<String, Value>, name: &str) -> Option<String> {
    let text = match object.get(name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8]) -> Vec<Result<RawPage, (String, String)>> {
        let options = SourceOptions::default();
        let pages = Pages::new(Origin::file("a.jsonl"), bytes, &options);
        pages
            .map(|item| match item {
                Received::Page(page) => Ok(page),
                Received::Failed(failure) => Err((failure.key, failure.reason)),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn fields_say_what_the_page_does_not() {
        let line = r#"{"text":"Ош","title":"Т","url":"https://a.example/1","published":"01.06.2021, 10:05","source":" ","language":"ru","n":1}"#;
        let pages = check(line.as_bytes());
        let Ok(page) = &pages[0] else { panic!("{pages:?}") };
        assert_eq!((page.key.as_str(), page.bytes.as_slice()), ("https://a.example/1", "Ош".as_bytes()));
        assert_eq!(page.about.published.as_deref(), Some("2021-06-01T10:05"));
        assert_eq!(page.about.source, None);
    }

    #[test]
    fn lines_of_a_file_come_with_their_numbers() {
        let line = |number, text: &str| Ok(Line { number, text: text.to_owned() });
        for (name, bytes) in [("lines.jsonl", b"1\n\n2".to_vec()), ("lines.jsonl.gz", gzip::tests::gzip(b"1\n\n2"))] {
            let path = std::env::temp_dir().join(format!("kelishim-{}-{name}", std::process::id()));
            std::fs::write(&path, bytes).expect("a file");
            let found: Vec<_> = json_lines(&path.to_string_lossy(), &Limits::default()).collect();
            std::fs::remove_file(&path).expect("the file");
            assert_eq!(found, [line(1, "1"), line(3, "2")], "{name}");
        }
        let nowhere: Vec<_> = json_lines("nowhere.jsonl", &Limits::default()).collect();
        assert!(matches!(&nowhere[..], [Err(failure)] if failure.key == "nowhere.jsonl"));
    }

    #[test]
    fn a_bad_line_is_named_and_the_others_are_read() {
        let found = check(
            b"\xef\xbb\xbf{\"text\":\"a\"}\n\n{\"text\":\n[1]\n{\"text\":\"\xff\"}\n{\"body\":\"b\"}\n{\"text\":\"c\"}",
        );
        let keys: Vec<&str> = found
            .iter()
            .map(|item| match item {
                Ok(page) => page.key.as_str(),
                Err((key, _)) => key.as_str(),
            })
            .collect();
        assert_eq!(keys, ["a.jsonl#1", "a.jsonl#3", "a.jsonl#4", "a.jsonl#5", "a.jsonl#6", "a.jsonl#7"]);
        assert_eq!(found.iter().filter(|item| item.is_ok()).count(), 2);
        let reason = |at: usize| found[at].clone().expect_err("a failure").1;
        assert!(reason(1).contains("invalid JSON"));
        assert!(reason(2).contains("not a JSON object"));
        assert!(reason(3).contains("not UTF-8"));
        assert_eq!(reason(4), "no field `text`; it has body");
    }
}
