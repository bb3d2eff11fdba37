//! From bytes received to a page: the one door through which every source comes.

use sha2::{Digest, Sha256};

use crate::{binary, charset, html};

/// Texts of more characters than this are flagged with [`PageGap::TooLong`].
pub const TOO_LONG: usize = 1_000_000;

/// What was received, untouched, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawPage {
    /// Source key: the address, or the path as it was given; `-` for standard input.
    pub key: String,
    /// What was received, byte for byte.
    pub bytes: Vec<u8>,
    /// Character set the transport declared (`windows-1251`), when it did.
    pub charset: Option<String>,
    /// What the container says about the page; empty for a page that came by itself.
    pub about: About,
}

/// What a container (line of JSONL, entry of a feed, channel export, WARC record, answer of a server) says about a page
/// beside its bytes.
///
/// Each field overrides what the page itself says; a blank one says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Address of the report.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Agency, site or channel.
    pub source: Option<String>,
    /// Publication, in ISO 8601 where it could be read, else as given.
    pub published: Option<String>,
    /// Language tag (`ru`, `ky-KG`).
    pub language: Option<String>,
}

impl RawPage {
    /// A page of which only the key and the bytes are known.
    pub fn new(key: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        RawPage { key: key.into(), bytes: bytes.into(), charset: None, about: About::default() }
    }

    /// SHA-256 in lower-case hex over the source key, a zero byte and the bytes received.
    pub fn id(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.key.as_bytes());
        // Keeps a key and its bytes from trading characters at the border.
        hash.update([0]);
        hash.update(&self.bytes);
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A report as its reader sees it, and what the page says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// SHA-256 in lower-case hex over the source key, a zero byte and the bytes received.
    pub id: String,
    /// The report: for plain text everything but a byte order mark, line ends included; for HTML the main content,
    /// paragraphs parted by `\n\n`, forced line breaks as `\n`.
    pub text: String,
    /// Headline, when the page names one; it is not part of `text`. Always `None` for plain text.
    pub title: Option<String>,
    /// Address the page gives for itself, or the source key when that is an address.
    pub url: Option<String>,
    /// Agency or site as the page names itself; else the host of `url`, without `www.`.
    pub source: Option<String>,
    /// Publication in ISO 8601, at the precision given: `2021-06-01`, `2021-06-01T10:05:00+06:00`.
    pub published: Option<String>,
    /// Primary language subtag the page declares (`ru`, `ky`). Templates are often wrong: it is a hint.
    pub language_hint: Option<String>,
    /// What cut the text: `text/1` or `html/1`.
    pub extractor: &'static str,
    /// What the page could not give, in the order of [`PageGap`]; the read stage turns each into a gap of the record.
    pub gaps: Vec<PageGap>,
}

/// A shortcoming of a page that is passed on all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageGap {
    /// Nothing to read: empty, white space only, or a web page without a report.
    NoText,
    /// More than [`TOO_LONG`] characters, or a web page of more elements than are built; the text is what was read of it.
    TooLong,
    /// Some bytes are not characters of the recognised character set; each stretch stands as U+FFFD.
    BadBytes,
}

impl PageGap {
    /// The `reason` of the gap in the record: `no_text`, `too_long`, `bad_bytes`.
    pub fn reason(self) -> &'static str {
        match self {
            PageGap::NoText => "no_text",
            PageGap::TooLong => "too_long",
            PageGap::BadBytes => "bad_bytes",
        }
    }
}

/// Why something received is no page. The message says what it looks like and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// A known format that is neither text nor HTML.
    #[error("{key}: this looks like {format}, not text or HTML; {advice}")]
    Format {
        /// Source key.
        key: String,
        /// The format, with its article: "a PDF document".
        format: &'static str,
        /// What to do instead.
        advice: &'static str,
    },
    /// Bytes that no character set makes text of.
    #[error(
        "{key}: this looks like binary data ({share} % control characters), not text or HTML; save it as text first"
    )]
    Binary {
        /// Source key.
        key: String,
        /// Control characters per hundred characters.
        share: usize,
    },
}

/// The page in `raw`; text and HTML are told apart by content, never by name.
///
/// Empty and damaged pages come back with their gaps named. Linear in the bytes but for the choice of the main content,
/// which is bounded by the size limits of that choice; it never panics and never fails on text.
pub fn open_page(raw: &RawPage) -> Result<Page, PageError> {
    if let Some((format, advice)) = binary::known_format(&raw.bytes) {
        return Err(PageError::Format { key: raw.key.clone(), format, advice });
    }
    let decoded = charset::decode(&raw.bytes, raw.charset.as_deref());
    let share = binary::control_share(&decoded.text);
    if share > binary::MOST_CONTROLS {
        return Err(PageError::Binary { key: raw.key.clone(), share });
    }
    if let Some((format, advice)) = binary::feed_format(&decoded.text) {
        return Err(PageError::Format { key: raw.key.clone(), format, advice });
    }

    let id = raw.id();
    // An address that the container gives says as much about date and source as one the page came from.
    let address = said(&raw.about.url).unwrap_or(&raw.key);
    let mut page = if html::is_html(&decoded.text) {
        let found = html::read_html(&decoded.text, address);
        Page {
            id,
            text: found.text,
            title: found.meta.title,
            url: found.meta.url,
            source: found.meta.source,
            published: found.meta.published,
            language_hint: found.meta.language,
            extractor: "html/1",
            gaps: if found.cut_short { vec![PageGap::TooLong] } else { Vec::new() },
        }
    } else {
        let url = html::web_address(address);
        Page {
            id,
            source: url.as_deref().and_then(html::host),
            url,
            text: decoded.text,
            title: None,
            published: None,
            language_hint: None,
            extractor: "text/1",
            gaps: Vec::new(),
        }
    };
    apply(&raw.about, &mut page);
    if page.text.trim().is_empty() {
        page.gaps.push(PageGap::NoText);
    }
    if page.text.chars().nth(TOO_LONG).is_some() {
        page.gaps.push(PageGap::TooLong);
    }
    if decoded.damaged {
        page.gaps.push(PageGap::BadBytes);
    }
    page.gaps.sort_unstable();
    page.gaps.dedup();
    Ok(page)
}

/// What the container says, over what the page says.
fn apply(about: &About, page: &mut Page) {
    let fields = [
        (&about.url, &mut page.url),
        (&about.title, &mut page.title),
        (&about.source, &mut page.source),
        (&about.published, &mut page.published),
        (&about.language, &mut page.language_hint),
    ];
    for (from, to) in fields {
        if let Some(text) = said(from) {
            *to = Some(text.to_owned());
        }
    }
    if let Some(primary) = said(&about.language).and_then(html::primary) {
        page.language_hint = Some(primary);
    }
}

fn said(field: &Option<String>) -> Option<&str> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8], text: &str, gaps: &[PageGap]) {
        let page = open_page(&RawPage::new("x", bytes)).expect("a page");
        assert_eq!((page.text.as_str(), page.gaps.as_slice()), (text, gaps));
    }

    #[test]
    fn plain_text_comes_through_unaltered() {
        let text = "Бишкек, 1 июн.\r\n\r\n  Ёлка\u{a0}— «e\u{301}» &amp; <3\u{ad}\n";
        check(text.as_bytes(), text, &[]);
    }

    #[test]
    fn only_a_byte_order_mark_is_taken_off() {
        check("\u{feff}Ош\n".as_bytes(), "Ош\n", &[]);
    }

    #[test]
    fn nothing_and_white_space_make_a_page_without_text() {
        check(b"", "", &[PageGap::NoText]);
        check(b" \r\n\t", " \r\n\t", &[PageGap::NoText]);
        check(b"<!doctype html><html><body></body></html>", "", &[PageGap::NoText]);
    }

    #[test]
    fn a_text_over_a_million_characters_is_passed_on_and_flagged() {
        let exact = "ы".repeat(TOO_LONG);
        check(exact.as_bytes(), &exact, &[]);
        let long = exact + "!";
        check(long.as_bytes(), &long, &[PageGap::TooLong]);
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_likeness() {
        let check = |bytes: &[u8], words: &str| {
            let error = open_page(&RawPage::new("k", bytes)).expect_err("no page").to_string();
            assert!(error.contains(words), "{error}");
        };
        check(b"%PDF-1.7\n...", "a PDF document");
        check(b"\x89PNG\r\n\x1a\n", "a PNG image");
        check(b"PK\x03\x04....", "a ZIP archive");
        check(b"\x1f\x8b\x08\0", "gzip");
        check(b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel/></rss>", "a news feed");
        check(&[1u8, 2, 0, 7, 200, 0, 3, 0, 0, 9, 17, 0].repeat(20), "binary data");
    }

    #[test]
    fn the_id_depends_on_key_and_bytes() {
        let id = |key: &str, bytes: &[u8]| open_page(&RawPage::new(key, bytes)).expect("a page").id;
        assert_eq!(id("a", b"b").len(), 64);
        assert_ne!(id("a", b"bc"), id("ab", b"c"));
        assert_ne!(id("a", b"b"), id("a", b"c"));
    }

    #[test]
    fn the_container_overrides_the_page_and_blanks_say_nothing() {
        let html = "<html lang=ky><title>Сапар жылдырылды</title><p>Ош</p>";
        let some = |text: &str| Some(text.to_owned());
        let about = About {
            url: some("https://www.a.example/2021/06/01/x"),
            title: some(" "),
            source: None,
            published: None,
            language: some("ru_RU"),
        };
        let page = open_page(&RawPage { about, ..RawPage::new("x.jsonl#1", html) }).expect("a page");
        assert_eq!(page.url.as_deref(), Some("https://www.a.example/2021/06/01/x"));
        assert_eq!(page.title.as_deref(), Some("Сапар жылдырылды"));
        assert_eq!(page.source.as_deref(), Some("a.example"));
        assert_eq!(page.published.as_deref(), Some("2021-06-01"));
        assert_eq!(page.language_hint.as_deref(), Some("ru"));
    }

    proptest! {
        /// Whatever arrives, there is a page or a reason.
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = open_page(&RawPage::new("k", bytes));
        }

        /// Text without mark-up is its own page.
        #[test]
        fn any_text_is_its_own_page(text in "[а-яёңөүa-zA-Z0-9 .,!?«»—\r\n&;]{0,200}") {
            let page = open_page(&RawPage::new("k", text.as_bytes())).expect("text");
            prop_assert_eq!(page.text, text);
        }

        /// No piece of mark-up makes a script part of the text.
        #[test]
        fn no_script_reaches_the_text(
            parts in proptest::collection::vec(
                prop_oneof![
                    Just("<script>".to_string()), Just("</script>".to_string()), Just("<p>".to_string()),
                    Just("</p>".to_string()), Just("<div class=\"x".to_string()), Just("\">".to_string()),
                    Just("<!--".to_string()), Just("-->".to_string()), Just("<b".to_string()), Just("&lt".to_string()),
                    Just("<td><table><a href='".to_string()), Just("</div></a>".to_string()), Just("&#x".to_string()),
                    "[а-яa-z.,<>&;#\"'=/! ]{0,40}",
                ],
                0..40,
            )
        ) {
            let raw = RawPage::new("k", format!("<!doctype html><body>{}", parts.concat()));
            let page = open_page(&raw).expect("HTML");
            prop_assert!(!page.text.contains("<script"));
        }
    }
}
