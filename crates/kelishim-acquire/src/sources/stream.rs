//! A stream of bytes to its items: by what it holds, whatever it came through.

use super::gzip::{self, Members};
use super::kind::{self, Kind};
use super::{Failure, Items, Received, SourceOptions, failed, feed, jsonl, telegram, warc};
use crate::{About, RawPage};
use std::io::{self, BufReader, Cursor, ErrorKind, Read};

/// Bytes of a source.
pub type Bytes<'a> = Box<dyn Read + Send + 'a>;

/// Where a stream comes from, and what is known of it beside its bytes.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Source key.
    pub key: String,
    /// Whether it came from a server, so that another try may give more.
    pub web: bool,
    /// What relative addresses in it are relative to; the key when left out.
    pub base: Option<String>,
    /// Character set that the server declared.
    pub charset: Option<String>,
}

impl Origin {
    /// A file or standard input.
    pub fn file(key: &str) -> Self {
        Origin { key: key.to_owned(), ..Origin::default() }
    }

    /// What to tell of a stream that could not be read on.
    pub fn broken(&self, error: &io::Error) -> Failure {
        let (reason, retry) = match error.kind() {
            // It came whole, and is not what it should be.
            ErrorKind::InvalidData | ErrorKind::InvalidInput => (error.to_string(), false),
            ErrorKind::UnexpectedEof => (format!("breaks off: {error}"), self.web),
            _ => (format!("cannot be read: {error}"), true),
        };
        Failure { key: self.key.clone(), reason, retry }
    }
}

/// The items of a stream, which may be packed with gzip, once.
pub fn items<'a>(origin: Origin, mut bytes: Bytes<'a>, options: &SourceOptions<'a>) -> Items<'a> {
    let head = match head(&mut bytes) {
        Ok(head) => head,
        Err(error) => return one(Received::Failed(origin.broken(&error))),
    };
    if !head.starts_with(gzip::MAGIC) {
        return unpacked(origin, head, bytes, options);
    }
    let archive = gzip::peek(&head, warc::START.len()) == warc::START;
    let all: Bytes<'a> = Box::new(Cursor::new(head).chain(bytes));
    let mut members = Members::new(BufReader::new(all));
    if archive {
        return Box::new(warc::Pages::packed(origin, members, &options.limits));
    }
    match self::head(&mut members) {
        Ok(head) => unpacked(origin, head, Box::new(members), options),
        Err(error) => one(Received::Failed(origin.broken(&error))),
    }
}

/// What the kind is told by.
fn head(bytes: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    bytes.take(kind::HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The items of a stream by what it holds.
fn unpacked<'a>(origin: Origin, head: Vec<u8>, bytes: Bytes<'a>, options: &SourceOptions<'a>) -> Items<'a> {
    if head.is_empty() {
        return failed(&origin.key, "is empty; there is nothing to read", origin.web);
    }
    let kind = kind::tell(&head, head.len() < kind::HEAD, &origin.key, &options.fields);
    let all: Bytes<'a> = Box::new(Cursor::new(head).chain(bytes));
    match kind {
        Kind::Page => one(page(origin, all, options.limits.page)),
        Kind::JsonLines => Box::new(jsonl::Pages::new(origin, BufReader::new(all), options)),
        Kind::Feed => Box::new(feed::items(&origin, all, options).into_iter()),
        Kind::Telegram => Box::new(telegram::Pages::new(origin, BufReader::new(all), options)),
        Kind::Warc => Box::new(warc::Pages::plain(origin, all, &options.limits)),
        Kind::Unreadable(reason) => failed(&origin.key, reason, false),
    }
}

/// The whole stream as one page.
fn page(origin: Origin, bytes: Bytes<'_>, most: u64) -> Received {
    match take(bytes, most) {
        Ok(Some(bytes)) => {
            let about = About::default();
            Received::Page(RawPage { key: origin.key, bytes, charset: origin.charset, about })
        }
        Ok(None) => {
            let reason = format!("is larger than {}; one page is expected in it", size(most));
            Received::Failed(Failure { key: origin.key, reason, retry: false })
        }
        Err(error) => Received::Failed(origin.broken(&error)),
    }
}

/// All of `bytes`, or `None` when there are more than `most`.
pub fn take(bytes: impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut taken = Vec::new();
    bytes.take(most.saturating_add(1)).read_to_end(&mut taken)?;
    Ok((taken.len() as u64 <= most).then_some(taken))
}

/// A stream of one item.
pub fn one<'a>(item: Received) -> Items<'a> {
    Box::new(std::iter::once(item))
}

/// A number of bytes for a reader.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{} KiB", bytes / 1_024),
        _ => format!("{} MiB", bytes / 1_048_576),
    }
}
