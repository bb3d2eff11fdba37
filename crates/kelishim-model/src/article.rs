//! An article as its reader sees it.

use crate::{PartialDate, Span};

/// One report: the text that was read and what is known about where and when it appeared.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// SHA-256, in hex, over source key and received bytes.
    pub id: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Agency or site.
    pub source: Option<String>,
    /// Headline, when it is not part of the text.
    pub title: Option<String>,
    /// BCP 47 tag: `ru`, `ky`, `en`; `und` when no language was recognised.
    pub language: String,
    /// Day of publication.
    pub published: Option<PartialDate>,
    /// Publication as given, with time and zone if known (ISO 8601).
    pub published_text: Option<String>,
    /// "БИШКЕК, 1 июн — Sputnik."
    pub dateline: Option<Dateline>,
    /// What the reader of the page sees; every [`Span`] of the record points into it.
    pub text: String,
    /// Name and version of what cut the text out of what was received.
    pub extractor: String,
}

/// Place, day and agency at the head of a wire report.
#[derive(Debug, Clone, PartialEq)]
pub struct Dateline {
    /// Its stretch of the text, up to and including the mark that ends it.
    pub span: Span,
    /// Place as written, capitals lowered to a name ("Бишкек").
    pub place: Option<String>,
    /// State of the place, ISO 3166-1 alpha-3, when the registry knows it.
    pub country: Option<String>,
    /// Day; its year comes from the publication.
    pub date: Option<PartialDate>,
    /// Agency as written.
    pub agency: Option<String>,
}
