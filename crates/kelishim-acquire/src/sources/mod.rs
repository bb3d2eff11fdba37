//! Where pages come from: each kind of source becomes a stream of pages and of what could not be received.
//!
//! A kind is told by content first and by name second. Nothing here reads a page: [`crate::open_page`] does. Whatever is
//! wrong with one item is a [`Failure`] in its place, and the items after it still come.

mod address;
mod client;
mod feed;
mod fetch;
mod folder;
mod gzip;
mod head;
mod json;
mod jsonl;
mod kind;
mod lines;
mod options;
mod position;
mod post;
mod robots;
mod stream;
mod telegram;
mod warc;

pub use jsonl::{Line, json_lines};
pub use options::{FieldNames, Limits, SourceOptions};
pub use post::post;
pub use robots::RobotsCache;

use crate::RawPage;
use std::path::Path;

/// Conditional-request marks of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validator {
    /// The `ETag`, quotes included.
    pub etag: Option<String>,
    /// The `Last-Modified` date, as the server wrote it.
    pub last_modified: Option<String>,
}

/// One thing that came out of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// A page, untouched.
    Page(RawPage),
    /// An address was fetched, so that the caller can store its validator; comes before its pages.
    ///
    /// A failure of the same key after it means that the answer broke off: then the validator is not to be kept.
    Fetched {
        /// The address as it was given.
        url: String,
        /// What to show the server next time; empty when it gave nothing.
        validator: Validator,
    },
    /// The server says that nothing changed since the validator was given.
    Unchanged {
        /// The address as it was given.
        url: String,
    },
    /// The server said something of an address for all time to come; comes before what else came of it.
    Lasting {
        /// The address as it was given.
        url: String,
        /// What.
        says: Lasting,
    },
    /// What could not be received, with its reason.
    Failed(Failure),
}

/// What a server says of an address for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lasting {
    /// It answers at this address from now on (301, 308); said only when it did.
    MovedTo(String),
    /// Nothing will stand there any more (410).
    Gone,
}

/// Something that could not be received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where: a path, `path#line`, an address.
    pub key: String,
    /// Why, and what to do about it, in plain words.
    pub reason: String,
    /// Whether the same thing may be received later without anyone changing it.
    pub retry: bool,
}

/// What a source gives: one item in memory at a time.
pub(crate) type Items<'a> = Box<dyn Iterator<Item = Received> + Send + 'a>;

/// Everything that `source` holds, in a stable order; memory is bounded by one item.
///
/// `source` is a path of a file or folder, an address of the web, or `-` for standard input. Never fails as a whole: a
/// source that cannot be received is one [`Failure`].
pub fn receive<'a>(source: &str, options: &SourceOptions<'a>) -> Items<'a> {
    if source == "-" {
        return stream::items(stream::Origin::file("-"), Box::new(std::io::stdin()), options);
    }
    if has_scheme(source) {
        return fetch::items(source, options);
    }
    folder::items(Path::new(source), options)
}

/// Whether `source` is an address, of the web or not: `https://a.example`, `ftp://a.example`.
fn has_scheme(source: &str) -> bool {
    source.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

/// A stream of one failure.
pub(crate) fn failed<'a>(key: &str, reason: impl Into<String>, retry: bool) -> Items<'a> {
    Box::new(std::iter::once(Received::Failed(Failure { key: key.to_owned(), reason: reason.into(), retry })))
}
