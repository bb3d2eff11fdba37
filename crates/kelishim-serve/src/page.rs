//! What every template needs: sentences, names, numbers and dates in the page's language, addresses.

use crate::visitor::Visitor;
use crate::{Language, Site, assets, words};
use fluent_bundle::FluentValue;
use std::sync::Arc;

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

    /// A sentence with a number `n`, which decides its plural forms.
    pub fn n(&self, key: &str, n: impl Count) -> String {
        words::say(self.language(), key, &[("n", FluentValue::from(n.count()))])
    }

    /// When the page was made.
    pub fn now(&self) -> String {
        (self.site.contents.now)()
    }

    /// Version of the style and script.
    pub fn assets(&self) -> &'static str {
        &assets::VERSION
    }
}

/// Whatever counts; templates hand over references.
pub trait Count {
    fn count(self) -> i64;
}

macro_rules! count {
    ($($kind:ty),*) => { $(
        impl Count for $kind { fn count(self) -> i64 { self as i64 } }
        impl Count for &$kind { fn count(self) -> i64 { *self as i64 } }
    )* };
}
count!(i64, usize);
