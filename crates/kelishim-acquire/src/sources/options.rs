//! What the caller may decide about receiving, with defaults for all of it.

use super::{RobotsCache, Validator};
use crate::MAX_BYTES;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How to receive; cheap to clone.
#[derive(Clone)]
pub struct SourceOptions<'a> {
    /// Names of the fields of JSON objects.
    pub fields: FieldNames,
    /// Whether addresses of private networks and of this machine may be fetched.
    pub allow_private: bool,
    /// The validator stored for an address, if any.
    pub seen: &'a (dyn Fn(&str) -> Option<Validator> + Sync),
    /// Where addresses are asked instead, because they moved for good; pages keep the keys they had.
    pub moved: Arc<BTreeMap<String, String>>,
    /// How much and how long.
    pub limits: Limits,
    /// What sites asked of programs; shared by clones, so that each site is asked once.
    pub robots: RobotsCache,
}

impl<'a> SourceOptions<'a> {
    /// The defaults, with the validators that the caller has stored.
    pub fn new(seen: &'a (dyn Fn(&str) -> Option<Validator> + Sync)) -> Self {
        SourceOptions {
            fields: FieldNames::default(),
            allow_private: false,
            seen,
            moved: Arc::default(),
            limits: Limits::default(),
            robots: RobotsCache::default(),
        }
    }
}

impl Default for SourceOptions<'_> {
    /// Nothing was seen before.
    fn default() -> Self {
        SourceOptions::new(&|_| None)
    }
}

/// Names of the fields of one JSON object that is a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldNames {
    /// The report, as text or HTML; the only field that must be there.
    pub text: String,
    /// Headline.
    pub title: String,
    /// Address.
    pub url: String,
    /// Publication.
    pub published: String,
    /// Agency or site.
    pub source: String,
    /// Language tag.
    pub language: String,
}

impl Default for FieldNames {
    fn default() -> Self {
        FieldNames {
            text: "text".to_owned(),
            title: "title".to_owned(),
            url: "url".to_owned(),
            published: "published".to_owned(),
            source: "source".to_owned(),
            language: "language".to_owned(),
        }
    }
}

/// Bounds of what is received. Sizes are bytes after decompression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Of one page: a file, a record of an archive.
    pub page: u64,
    /// Of one line or message of JSON.
    pub line: u64,
    /// Of a whole feed, which is read at once.
    pub feed: u64,
    /// Of one answer of a server.
    pub answer: u64,
    /// Redirections followed for one address.
    pub redirects: usize,
    /// To connect, name look-up included.
    pub connect: Duration,
    /// Between two pieces of an answer.
    pub read: Duration,
    /// For the whole of an answer.
    pub total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Limits {
            page: MAX_BYTES,
            line: 16 * MIB,
            feed: 16 * MIB,
            answer: MAX_BYTES,
            redirects: 5,
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            total: Duration::from_secs(300),
        }
    }
}
