//! From what was received to an [`Article`], with what stands in the way of reading it.

use crate::dateline::find_dateline;
use crate::language::identify_language;
use kelishim_model::{Article, Gap, PartialDate};

/// Characters of the longest text that is read.
const MOST_CHARACTERS: usize = 1_000_000;

/// Reason of the gap of a text over the limit.
pub(crate) const TOO_LONG: &str = "too_long";

/// What is known of a report when it comes in; everything but the text may be missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Source<'a> {
    /// SHA-256, in hex, over source key and received bytes.
    pub id: &'a str,
    /// What the reader of the page sees.
    pub text: &'a str,
    /// Headline, when it is not part of the text.
    pub title: Option<&'a str>,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// Agency or site.
    pub source: Option<&'a str>,
    /// Publication: an ISO 8601 date, with time and zone if known.
    pub published: Option<&'a str>,
    /// BCP 47 tag, when the language need not be guessed.
    pub language: Option<&'a str>,
    /// Name and version of what cut the text out of what was received.
    pub extractor: &'a str,
}

/// The article and its gaps: `too_long` for a text of over 1,000,000 characters, of which nothing is read; `no_text` for
/// one without words; `language` for one in a language that is not among those `supported` ("ru", "ky" ...).
///
/// The text is kept byte for byte, but for a byte order mark at its head. A publication that is no ISO date is kept as
/// given and counts as unknown. The dateline has no country yet: extraction gives it by the registry.
pub fn read_article(from: Source<'_>, supported: &[&str]) -> (Article, Vec<Gap>) {
    let text = from.text.strip_prefix('\u{feff}').unwrap_or(from.text);
    let published = from.published.and_then(|p| p.trim().parse::<PartialDate>().ok());
    let too_long = text.len() > MOST_CHARACTERS && text.chars().nth(MOST_CHARACTERS).is_some();
    let wordless = !text.chars().any(char::is_alphanumeric);
    let language = match from.language {
        Some(tag) => tag.to_string(),
        None => identify_language(text).to_string(),
    };
    let reason = if too_long {
        Some(TOO_LONG)
    } else if wordless {
        Some("no_text")
    } else {
        let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        (!supported.contains(&primary.as_str())).then_some("language")
    };
    let gaps = reason.map(|r| Gap { span: None, reason: r.to_string() }).into_iter().collect();
    let own = |s: Option<&str>| s.map(str::trim).filter(|s| !s.is_empty()).map(String::from);
    let article = Article {
        id: from.id.to_string(),
        url: own(from.url),
        source: own(from.source),
        title: own(from.title),
        language,
        published,
        published_text: own(from.published),
        dateline: if too_long { None } else { find_dateline(text, published) },
        text: text.to_string(),
        extractor: from.extractor.to_string(),
    };
    (article, gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, language: Option<&str>, wanted: &[&str]) -> Article {
        let source = Source { text, language, published: Some("2021-06-01T09:00+06:00"), ..Source::default() };
        let (article, gaps) = read_article(source, &["ru", "ky", "en"]);
        assert_eq!(gaps.iter().map(|g| g.reason.as_str()).collect::<Vec<_>>(), wanted);
        article
    }

    #[test]
    fn an_article_keeps_what_was_received() {
        let article = check("\u{feff}БИШКЕК, 1 июн — Sputnik. Школу откроют осенью.", None, &[]);
        assert_eq!(article.language, "ru");
        assert!(article.text.starts_with("БИШКЕК"));
        assert_eq!(article.published, PartialDate::ymd(2021, 6, 1));
        assert_eq!(article.published_text.as_deref(), Some("2021-06-01T09:00+06:00"));
        assert_eq!(article.dateline.and_then(|d| d.date), PartialDate::ymd(2021, 6, 1));
    }

    #[test]
    fn what_cannot_be_read_is_a_gap() {
        check("", None, &["no_text"]);
        check("— … —", None, &["no_text"]);
        check("Мектеп күзде ашылады, деп билдирди министр.", Some("kk"), &["language"]);
        check("Школу откроют.", Some("ru-KG"), &[]);
        check(&"я".repeat(1_000_001), None, &["too_long"]);
        check(&"я ".repeat(500_000), None, &[]);
    }
}
