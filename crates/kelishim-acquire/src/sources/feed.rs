//! Feeds (RSS, Atom, RDF, JSON Feed): one page an entry, with what the feed gives of it. Pages are not fetched from here.

use super::stream::{Origin, size, take};
use super::{Failure, Received, SourceOptions};
use crate::html::{host, read_date, web_address};
use crate::{About, RawPage, charset};
use chrono::{DateTime, Utc};
use feed_rs::model::{Entry, Feed};
use feed_rs::parser::Builder;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

/// The entries of a feed, in its order; a feed that cannot be read is one failure.
///
/// An entry's key is its address, else `FEED#ID`, with a hash of what it says where it has no identifier. Its bytes are its content, else its summary, as a small web page.
pub fn items(origin: &Origin, bytes: impl Read, options: &SourceOptions<'_>) -> Vec<Received> {
    let fail = |reason: String, retry| vec![Received::Failed(Failure { key: origin.key.clone(), reason, retry })];
    let most = options.limits.feed;
    let bytes = match take(bytes, most) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return fail(format!("is a feed larger than {}; no feed of reports is", size(most)), false),
        Err(error) => return vec![Received::Failed(origin.broken(&error))],
    };
    let decoded = charset::decode(&bytes, origin.charset.as_deref()).text;
    let dates = Dates::default();
    let parser = {
        let dates = dates.clone();
        let base = web_address(origin.base.as_ref().unwrap_or(&origin.key));
        // Left to itself it makes identifiers up by chance: the entry would be another one at every poll.
        let unnamed = |_: &[_], _: &_, _: Option<&str>| String::new();
        Builder::new().base_uri(base).timestamp_parser(move |text| dates.keep(text)).id_generator(unnamed).build()
    };
    match parser.parse(undeclared(&decoded).as_bytes()) {
        Ok(feed) => feed.entries.iter().map(|entry| page(entry, &feed, &dates, origin)).collect(),
        Err(error) => fail(format!("cannot be read as a feed: {error}"), origin.web),
    }
}

/// The feed without its XML declaration: what is decoded already must not be decoded again by what that says. One further
/// inside, where none may stand, becomes another instruction: the parser would panic.
fn undeclared(feed: &str) -> Cow<'_, str> {
    let feed = feed.trim_start();
    let rest = match feed.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest.trim_start(),
        None => feed,
    };
    if rest.contains("<?xml") { Cow::Owned(rest.replace("<?xml", "<?_xml")) } else { Cow::Borrowed(rest) }
}

/// Dates of the feed as it gives them.
///
/// `feed_rs` turns every date into an instant of Greenwich, which loses the zone and with it the day: news of two in the
/// morning in Bishkek would be of the day before. It is given a number instead of each date, and the number leads back.
#[derive(Clone, Default)]
struct Dates(Arc<Mutex<Vec<String>>>);

impl Dates {
    fn keep(&self, text: &str) -> Option<DateTime<Utc>> {
        let mut dates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        dates.push(read_date(text)?);
        DateTime::from_timestamp(i64::try_from(dates.len()).ok()? - 1, 0)
    }

    fn told(&self, number: Option<DateTime<Utc>>) -> Option<String> {
        let at = usize::try_from(number?.timestamp()).ok()?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(at).cloned()
    }
}

/// The page of one entry.
fn page(entry: &Entry, feed: &Feed, dates: &Dates, origin: &Origin) -> Received {
    let url = address(entry);
    let key = url.clone().unwrap_or_else(|| match entry.id.as_str() {
        "" => format!("{}#{}", origin.key, mark(entry)),
        id => format!("{}#{id}", origin.key),
    });
    let content =
        entry.content.as_ref().and_then(|content| Some((content.body.as_deref()?, content.content_type.to_string())));
    let summary = entry.summary.as_ref().map(|text| (text.content.as_str(), text.content_type.to_string()));
    let Some((body, kind)) = [content, summary].into_iter().flatten().find(|(body, _)| !body.trim().is_empty()) else {
        let reason = "the feed gives no more than a headline; receive the page itself".to_owned();
        return Received::Failed(Failure { key, reason, retry: false });
    };
    let body =
        if kind == "text/plain" { html_escape::encode_text(body).replace("\n\n", "<p>") } else { body.to_owned() };
    let title = entry.title.as_ref().map(|title| html_escape::decode_html_entities(title.content.trim()).into_owned());
    let source = feed.title.as_ref().map(|title| title.content.trim().to_owned());
    let about = About {
        title,
        source: source.filter(|title| !title.is_empty()).or_else(|| url.as_deref().and_then(host)),
        published: dates.told(entry.published).or_else(|| dates.told(entry.updated)),
        language: entry.language.clone().or_else(|| feed.language.clone()),
        url,
    };
    let bytes = format!("<!doctype html><html><body><article>{body}</article></body></html>");
    Received::Page(RawPage { about, ..RawPage::new(key, bytes) })
}

/// What tells an entry without an address and an identifier from the others of its feed.
fn mark(entry: &Entry) -> String {
    let texts = [&entry.title, &entry.summary].into_iter().flatten().map(|text| text.content.as_str());
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let hash = texts.chain(body).fold(Sha256::new(), |hash, text| hash.chain_update(text).chain_update([0]));
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Where the report stands: the entry's own link, or its identifier when that is an address.
fn address(entry: &Entry) -> Option<String> {
    let own = |rel: &Option<String>| rel.as_deref().is_none_or(|rel| rel == "alternate");
    let links = entry.links.iter().filter(|link| own(&link.rel) && link.target.is_none());
    links.map(|link| link.href.as_str()).chain([entry.id.as_str()]).find_map(web_address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open_page;

    fn check(feed: &[u8]) -> Vec<Received> {
        items(&Origin::file("feed.xml"), feed, &SourceOptions::default())
    }

    fn pages(feed: &str) -> Vec<RawPage> {
        let page = |item| match item {
            Received::Page(page) => page,
            other => panic!("{other:?}"),
        };
        check(feed.as_bytes()).into_iter().map(page).collect()
    }

    const RSS: &str = r#"<?xml version="1.0" encoding="windows-1251"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Кабар үлгү</title><link>https://a.example/</link><language>ru-RU</language>
<item><title>Визит &amp;quot;отложен&amp;quot;</title><link>https://a.example/1</link><guid isPermaLink="false">n1</guid>
<pubDate>Tue, 01 Jun 2021 02:05:00 +0600</pubDate>
<description><![CDATA[<p>Коротко о визите.</p>]]></description>
<content:encoded><![CDATA[<p>Министр отложил визит.</p><p>Он прибудет <b>осенью</b>.</p>]]></content:encoded></item>
<item><title>Вторая</title><guid>https://a.example/2</guid><description>Только &lt;i&gt;кратко&lt;/i&gt; о поставках зерна.</description></item>
</channel></rss>"#;

    #[test]
    fn entries_of_rss_are_pages_with_their_day_as_published() {
        let pages = pages(RSS);
        assert_eq!(
            pages.iter().map(|page| page.key.as_str()).collect::<Vec<_>>(),
            ["https://a.example/1", "https://a.example/2"]
        );
        let about = &pages[0].about;
        assert_eq!(about.title.as_deref(), Some("Визит \"отложен\""));
        assert_eq!(about.source.as_deref(), Some("Кабар үлгү"));
        assert_eq!(about.published.as_deref(), Some("2021-06-01T02:05:00+06:00"));
        assert_eq!(open_page(&pages[0]).expect("a page").text, "Министр отложил визит.\n\nОн прибудет осенью.");
        assert_eq!(open_page(&pages[0]).expect("a page").language_hint.as_deref(), Some("ru"));
        assert_eq!(open_page(&pages[1]).expect("a page").text, "Только кратко о поставках зерна.");
    }

    #[test]
    fn atom_and_rdf_are_read_alike() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>А</title><id>x</id><updated>2021-06-01T00:00:00Z</updated>
<entry><id>tag:a,1</id><title>Т</title><link rel="self" href="https://a.example/self"/><link href="https://a.example/1"/>
<updated>2021-06-01T10:05:00+06:00</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ош &amp; Баткен</p></div></content></entry></feed>"#;
        let found = pages(atom);
        assert_eq!(found[0].key, "https://a.example/1");
        assert_eq!(found[0].about.published.as_deref(), Some("2021-06-01T10:05:00+06:00"));
        assert_eq!(open_page(&found[0]).expect("a page").text, "Ош & Баткен");

        let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="x"><title>Р</title><link>https://a.example/</link><description>d</description></channel>
<item rdf:about="https://a.example/1"><title>Т</title><link>https://a.example/1</link><description>Нарын</description><dc:date>2021-06-01</dc:date></item></rdf:RDF>"#;
        let found = pages(rdf);
        assert_eq!((found[0].key.as_str(), found[0].about.source.as_deref()), ("https://a.example/1", Some("Р")));
        assert_eq!(found[0].about.published.as_deref(), Some("2021-06-01"));
    }

    /// Found by fuzzing: an identifier was made up by chance, and every poll had new reports.
    #[test]
    fn an_entry_without_an_identifier_is_the_same_at_every_poll() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1", "title": "А", "items": [{"content_text": "Ош"}, {"content_text": "Нарын"}]}"#;
        let keys = || pages(feed).into_iter().map(|page| page.key).collect::<Vec<_>>();
        assert_eq!(keys(), keys());
        assert_ne!(keys()[0], keys()[1]);
    }

    /// Found by fuzzing: the parser of XML panics where the encoding is declared once more, and that would end a whole run.
    #[test]
    fn a_declaration_in_the_middle_is_passed_over() {
        let again = "<?xml version='1.0' encoding='windows-1251'?>";
        for feed in [RSS.replace("<item>", &format!("{again}<item>")), format!("{again}{again}{RSS}")] {
            assert!(check(feed.as_bytes()).iter().any(|item| matches!(item, Received::Page(_))), "{feed}");
        }
        check(format!("<rss version='2.0'><channel><link>http://a.example/{again}").as_bytes());
    }

    #[test]
    fn a_headline_alone_and_a_broken_feed_are_failures() {
        let bare = RSS.replace("<description>Только &lt;i&gt;кратко&lt;/i&gt; о поставках зерна.</description>", "");
        let Some(Received::Failed(failure)) = check(bare.as_bytes()).pop() else { panic!("no failure") };
        assert_eq!(failure.key, "https://a.example/2");
        assert!(failure.reason.contains("no more than a headline"));
        let found = check(&RSS.as_bytes()[..RSS.len() - 60]);
        assert!(matches!(&found[..], [.., Received::Failed(_)]), "{found:?}");
    }

    #[test]
    fn a_feed_that_nests_or_runs_without_end_comes_to_an_end() {
        let deep = format!("<rss version=\"2.0\"><channel>{}", "<a>".repeat(1_000_000));
        assert!(check(deep.as_bytes()).len() <= 1);
        let xhtml = format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content type=\"xhtml\">{}",
            "<div>".repeat(300_000)
        );
        assert!(check(xhtml.as_bytes()).len() <= 1);
        let endless = b"<rss version=\"2.0\"><channel>".chain(std::io::repeat(b' '));
        let found = items(&Origin::file("f"), endless, &SourceOptions::default());
        let [Received::Failed(failure)] = &found[..] else { panic!("{found:?}") };
        assert!(failure.reason.contains("larger than 16 MiB"), "{}", failure.reason);
    }
}
