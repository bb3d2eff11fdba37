//! Languages of pages.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};

/// A language that pages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Русский.
    Russian,
    /// Кыргызча.
    Kyrgyz,
    /// English.
    English,
}

impl Language {
    /// All of them, in the order of the switch.
    pub const ALL: [Language; 3] = [Language::Kyrgyz, Language::Russian, Language::English];

    /// BCP 47.
    pub fn code(self) -> &'static str {
        match self {
            Language::Russian => "ru",
            Language::Kyrgyz => "ky",
            Language::English => "en",
        }
    }

    /// What its speakers call it.
    pub fn name(self) -> &'static str {
        match self {
            Language::Russian => "Русский",
            Language::Kyrgyz => "Кыргызча",
            Language::English => "English",
        }
    }

    /// The language of a code.
    pub fn from_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|l| l.code() == code)
    }

    /// What a visitor wants: the cookie that the switch sets, else the browser's first language that we have, else English.
    pub fn wanted(headers: &HeaderMap) -> Language {
        cookie(headers, "lang")
            .and_then(Language::from_code)
            .or_else(|| accepted(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?))
            .unwrap_or(Language::English)
    }
}

/// Value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The best of an `Accept-Language`; the order of the header decides between equals.
fn accepted(header: &str) -> Option<Language> {
    let mut best: Option<(f32, Language)> = None;
    for part in header.split(',') {
        let mut fields = part.split(';');
        let code = fields.next()?.trim().to_ascii_lowercase();
        let weight = fields.find_map(|f| f.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
        let language = Language::from_code(code.split('-').next()?);
        if let Some(language) = language.filter(|_| weight > best.map_or(0.0, |b| b.0)) {
            best = Some((weight, language));
        }
    }
    best.map(|b| b.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_says_what_its_reader_reads() {
        assert_eq!(accepted("de-DE,de;q=0.9,ru;q=0.8,en;q=0.7"), Some(Language::Russian));
        assert_eq!(accepted("en;q=0.4, ky-KG"), Some(Language::Kyrgyz));
        assert_eq!(accepted("en;q=0"), None);
        assert_eq!(accepted("fr, *"), None);
    }

    #[test]
    fn the_switch_outweighs_the_browser() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, "ru".parse().unwrap());
        headers.insert(COOKIE, "theme=dark; lang=ky".parse().unwrap());
        assert_eq!(Language::wanted(&headers), Language::Kyrgyz);
    }
}
