//! What every template needs: sentences, names, numbers and dates in the page's language, addresses.

use crate::texts::on_web;
use crate::visitor::Visitor;
use crate::{Language, SAMPLE, Site, Texts, assets, dates, words};
use fluent_bundle::FluentValue;
use kelishim_store::record::{Quantity, When};
use std::sync::Arc;
use url::form_urlencoded;

/// Rows below this chance of being right are shown as doubtful: they are rather wrong than right.
const SURE: f64 = 0.5;

/// A page under construction.
pub struct Page {
    pub site: Arc<Site>,
    pub visitor: Visitor,
}

impl Page {
    pub fn new(site: &Arc<Site>, visitor: Visitor) -> Page {
        Page { site: site.clone(), visitor }
    }

    pub fn language(&self) -> Language {
        self.visitor.language
    }

    /// A sentence.
    pub fn t(&self, key: &str) -> String {
        words::say(self.language(), key, &[])
    }

    /// A sentence with a number `n`, which decides its plural forms, written as the language does (`shown`).
    pub fn n(&self, key: &str, n: impl Count) -> String {
        let n = n.count();
        let shown = dates::number(self.language(), n);
        words::say(self.language(), key, &[("n", FluentValue::from(n)), ("shown", FluentValue::from(shown))])
    }

    /// How many lines there are, or more than how many.
    pub fn total(&self, lines: impl Count, more: &bool) -> String {
        self.n(if *more { "more-than-lines" } else { "n-lines" }, lines)
    }

    /// A sentence with a value.
    pub fn say(&self, key: &str, value: &str) -> String {
        words::say(self.language(), key, &[("value", FluentValue::from(value))])
    }

    /// A value of a closed list: `stage-signed`.
    pub fn code(&self, list: &str, code: &str) -> String {
        let key = format!("{list}-{}", code.replace('_', "-"));
        let said = self.t(&key);
        // A register may hold codes of a newer program.
        if said == key { code.to_owned() } else { said }
    }

    pub fn stage(&self, code: &str) -> String {
        self.code("stage", code)
    }

    pub fn area(&self, code: &str) -> String {
        self.code("area", code)
    }

    pub fn areas(&self, codes: &[String]) -> String {
        codes.iter().map(|c| self.area(c)).collect::<Vec<_>>().join(", ")
    }

    pub fn number(&self, n: impl Count) -> String {
        dates::number(self.language(), n.count())
    }

    /// With two decimals and its sign.
    pub fn index(&self, value: &f64) -> String {
        dates::signed(self.language(), *value)
    }

    pub fn date(&self, date: &str) -> String {
        dates::date(self.language(), date)
    }

    /// A day or what there is of it; a dash for nothing.
    pub fn day(&self, date: &Option<String>) -> String {
        date.as_deref().map_or_else(|| "—".to_owned(), |d| self.date(d))
    }

    pub fn when(&self, when: &When) -> String {
        match (&when.from, &when.to) {
            (Some(a), Some(b)) if a == b => self.date(a),
            (Some(a), Some(b)) => format!("{} – {}", self.date(a), self.date(b)),
            (Some(a), None) => self.say("from-date", &self.date(a)),
            (None, Some(b)) => self.say("until-date", &self.date(b)),
            (None, None) => String::new(),
        }
    }

    pub fn quantity(&self, q: &Quantity) -> String {
        let value = dates::decimal(self.language(), &q.value.to_string());
        match q.currency.as_ref().or(q.unit.as_ref()) {
            Some(unit) => format!("{value}\u{a0}{}", self.short(unit, 60)),
            None => value,
        }
    }

    /// A state or body in the page's language; any other name as it stands, cut where no name ends.
    pub fn name(&self, name: &str) -> String {
        let registry = &self.site.contents.registry;
        let first = |ru: &[String], ky: &[String], en: &[String]| {
            let own = match self.language() {
                Language::Russian => ru.first(),
                Language::Kyrgyz => ky.first(),
                Language::English => en.first(),
            };
            own.or(ru.first()).or(en.first()).cloned()
        };
        let state = name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase());
        let known = if state {
            registry.state(name).and_then(|s| first(&s.ru, &s.ky, &s.en))
        } else if name.contains('.') && name.is_ascii() {
            registry.body_by_key(name).and_then(|b| first(&b.ru, &b.ky, &b.en))
        } else {
            None
        };
        known.unwrap_or_else(|| self.short(self.site.side_name(name).as_deref().unwrap_or(name), 160))
    }

    pub fn names(&self, names: &[String]) -> String {
        names.iter().map(|n| self.name(n)).collect::<Vec<_>>().join(", ")
    }

    /// Whether a row is shown as doubtful.
    pub fn doubtful(&self, score: &Option<f64>) -> bool {
        score.is_some_and(|s| s < SURE)
    }

    /// A score in hundredths.
    pub fn score(&self, score: &Option<f64>) -> String {
        score.map_or_else(|| "—".to_owned(), |s| dates::decimal(self.language(), &format!("{s:.2}")))
    }

    pub fn sample(&self, source: &Option<String>) -> bool {
        source.as_deref() == Some(SAMPLE)
    }

    /// Whether the register holds sample reports: every page says so.
    pub fn banner(&self) -> bool {
        self.site.has_samples()
    }

    pub fn whole_texts(&self) -> bool {
        self.site.contents.texts == Texts::Full
    }

    /// An address of the web that a report gave; anything else is no link.
    pub fn link<'a>(&self, url: &'a Option<String>) -> Option<&'a str> {
        url.as_deref().filter(|u| on_web(u))
    }

    /// A list with one filter.
    pub fn list(&self, path: &str, name: &str, value: &str) -> String {
        address(path, &[(name, value)])
    }

    /// A list of a pair, with one more filter.
    pub fn between(&self, path: &str, a: &str, b: &str, name: &str, value: &str) -> String {
        address(path, &[("a", a), ("b", b), (name, value)])
    }

    pub fn pair(&self, a: &str, b: &str) -> String {
        let encoded = |s: &str| form_urlencoded::byte_serialize(s.as_bytes()).collect::<String>().replace('+', "%20");
        format!("/pair/{}/{}", encoded(a), encoded(b))
    }

    /// A text cut for a list; see [`crate::pages::short`].
    pub fn short(&self, text: &str, most: usize) -> String {
        crate::pages::short(text, most)
    }

    /// A source as a filter takes it, which looks for parts of names: a beginning is enough.
    pub fn of_source(&self, path: &str, source: &str) -> String {
        let end = source.char_indices().nth(100).map_or(source.len(), |c| c.0);
        address(path, &[("source", &source[..end])])
    }

    /// Whether the page is below `path`, for the navigation.
    pub fn here(&self, path: &str) -> bool {
        self.visitor.path == path
    }

    /// When the page was made.
    pub fn now(&self) -> String {
        (self.site.contents.now)()
    }

    pub fn today(&self) -> String {
        self.site.today()
    }

    /// Whether a thread is due and over, and still open.
    pub fn overdue(&self, due: &Option<String>, stage: &str) -> bool {
        let today = self.today();
        let over = |d: &String| *d < today && !today.starts_with(&format!("{d}-"));
        !matches!(stage, "delivered" | "cancelled") && due.as_ref().is_some_and(over)
    }

    /// Where the new steps of a question, and what is due of it, can be subscribed to.
    pub fn feeds(&self, question: &[(&str, &str)]) -> Feeds {
        let at = |path| address(path, question);
        Feeds { atom: at("/api/v1/feed.atom"), json: at("/api/v1/feed.json"), calendar: at("/api/v1/due.ics") }
    }

    /// Those of two sides.
    pub fn feeds_between(&self, a: &str, b: &str) -> Feeds {
        self.feeds(&[("between", &format!("{a},{b}"))])
    }

    /// Version of the style and script.
    pub fn assets(&self) -> &'static str {
        &assets::VERSION
    }
}

/// `path?name=value&...`; empty values are left out.
pub fn address(path: &str, query: &[(&str, &str)]) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.extend_pairs(query.iter().filter(|(_, v)| !v.is_empty()));
    let query = out.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Addresses of subscriptions.
pub struct Feeds {
    pub atom: String,
    pub json: String,
    pub calendar: String,
}

/// Whatever counts; templates hand over references.
pub trait Count {
    fn count(self) -> i64;
}

impl Count for i64 {
    fn count(self) -> i64 {
        self
    }
}

impl Count for usize {
    fn count(self) -> i64 {
        self as i64
    }
}

impl<T: Count + Copy> Count for &T {
    fn count(self) -> i64 {
        (*self).count()
    }
}

/// Pages of the navigation: path and key of the name.
pub const PAGES: [(&str, &str); 9] = [
    ("/commitments", "commitments"),
    ("/events", "events"),
    ("/statements", "statements"),
    ("/pairs", "pairs"),
    ("/actors", "actors"),
    ("/articles", "articles"),
    ("/calendar", "calendar"),
    ("/network", "network"),
    ("/coverage", "coverage"),
];
