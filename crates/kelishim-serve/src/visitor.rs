//! Who asks: the language, the colours, the address with its filters.

use crate::Language;
use crate::language::cookie;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;
use url::form_urlencoded;

/// What a request says besides its route.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Language of the page.
    pub language: Language,
    /// `light`, `dark`, or empty for what the system says.
    pub theme: &'static str,
    /// Path of the address.
    pub path: String,
    /// Names and values after the question mark; empty values left out.
    pub query: Vec<(String, String)>,
}

impl Visitor {
    /// Of a request.
    pub fn of(parts: &Parts) -> Visitor {
        let query = parts.uri.query().unwrap_or_default();
        Visitor {
            language: Language::wanted(&parts.headers),
            theme: cookie(&parts.headers, "theme").map_or("", theme),
            path: parts.uri.path().to_owned(),
            query: form_urlencoded::parse(query.as_bytes())
                .filter(|(_, v)| !v.trim().is_empty())
                .map(|(k, v)| (k.into_owned(), v.trim().to_owned()))
                .collect(),
        }
    }

    /// First value of a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    /// This address with `name` set to `value`, or without it for an empty one.
    pub fn with(&self, name: &str, value: &str) -> String {
        self.address(&self.path, &[(name, value)])
    }

    /// `path` with this address's filters and `changes`.
    pub fn address(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let kept = self.query.iter().filter(|(k, _)| changes.iter().all(|(c, _)| c != k));
        query.extend_pairs(kept);
        query.extend_pairs(changes.iter().filter(|(_, v)| !v.is_empty()));
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

/// The colours a visitor may choose.
pub fn theme(name: &str) -> &'static str {
    match name {
        "light" => "light",
        "dark" => "dark",
        _ => "",
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visitor, Infallible> {
        Ok(Visitor::of(parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_changes_in_one_place() {
        let (parts, ()) = axum::http::Request::get("/commitments?area=energy&page=3&q=%D0%B3%D0%B0%D0%B7&x=")
            .body(())
            .unwrap()
            .into_parts();
        let visitor = Visitor::of(&parts);
        assert_eq!(visitor.value("q"), Some("газ"));
        assert_eq!(visitor.with("page", ""), "/commitments?area=energy&q=%D0%B3%D0%B0%D0%B7");
        assert_eq!(visitor.with("area", "trade"), "/commitments?page=3&q=%D0%B3%D0%B0%D0%B7&area=trade");
    }
}
