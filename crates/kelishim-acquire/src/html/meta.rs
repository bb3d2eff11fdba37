//! What a page says about its report: headline, date, source, address, language.
//!
//! Machines are told the same thing in five ways (JSON-LD, OpenGraph, microdata, Dublin Core, plain `meta`), each site
//! in its own selection; the first that can be read counts, in the order in which sites keep them right.

use super::date;
use super::json_ld::JsonLd;
use super::text::{letters, one_line};
use super::tree::Tree;

/// All of it as found; `published` is ISO 8601.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Headline without the name of the site.
    pub title: Option<String>,
    /// Publication, at the precision given.
    pub published: Option<String>,
    /// Name of the site or agency, else its host.
    pub source: Option<String>,
    /// Absolute address.
    pub url: Option<String>,
    /// Primary language subtag.
    pub language: Option<String>,
}

/// Names of `meta` elements (as `property`, `name` or `itemprop`) that tell the publication, best first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "mediator_published_time",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "date.published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "analytics-published",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "date",
    "article:created",
    "datecreated",
];

/// Collects everything but the headline, which is found first because the main content needs it.
pub fn read(tree: &Tree, ld: &JsonLd, title: Option<String>, key: &str) -> Meta {
    let url = address(tree, ld, key);
    let named = meta(tree, "og:site_name")
        .or_else(|| ld.publisher.clone())
        .or_else(|| meta(tree, "dc.publisher"))
        .or_else(|| meta(tree, "dcterms.publisher"))
        .or_else(|| meta(tree, "application-name"))
        .map(|name| one_line(&name));
    Meta {
        published: published(tree, ld, url.as_deref()),
        source: named.filter(|name| !name.is_empty()).or_else(|| url.as_deref().and_then(host)),
        language: language(tree, ld),
        title,
        url,
    }
}

/// The headline: the `h1` that the head of the page confirms, else what the head says, without the site's name.
pub fn title(tree: &Tree, ld: &JsonLd) -> Option<String> {
    let page_title = tree.named("title").map(|at| one_line(&tree.text_of(at))).find(|text| !text.is_empty());
    let og = meta(tree, "og:title").map(|text| one_line(&text));
    let headings: Vec<String> = tree.named("h1").take(20).map(|at| one_line(&tree.text_of(at))).collect();
    let told: Vec<&String> = [ld.headline.as_ref(), og.as_ref(), page_title.as_ref()].into_iter().flatten().collect();

    let confirmed = headings.iter().find(|heading| {
        let own = letters(heading);
        own.chars().count() >= 8 && told.iter().any(|title| letters(title).contains(&own))
    });
    if let Some(heading) = confirmed {
        return Some(heading.clone());
    }
    let site = meta(tree, "og:site_name");
    let head = ld.headline.clone().or_else(|| meta(tree, "headline")).or(og).or_else(|| meta(tree, "twitter:title"));
    // A headline of the page is better than the page's name, which often names the site only.
    let heading = headings.into_iter().find(|heading| heading.chars().count() >= 8);
    let found = head.map(|text| one_line(&text)).or(heading).or(page_title)?;
    let found = without_site(&found, site.as_deref());
    (!found.is_empty()).then_some(found)
}

/// "Headline - Site": the last part goes if it is the site's name, or short while the rest is a headline.
fn without_site(title: &str, site: Option<&str>) -> String {
    let marks = [" | ", " — ", " – ", " - ", " :: ", " » ", " / ", " • "];
    let Some((at, mark)) = marks.iter().filter_map(|mark| title.rfind(mark).map(|at| (at, *mark))).max() else {
        return title.to_owned();
    };
    let (head, tail) = (title[..at].trim(), title[at + mark.len()..].trim());
    let is_site =
        site.is_some_and(|site| letters(tail).contains(&letters(site)) || letters(site).contains(&letters(tail)));
    let (head_words, tail_words) = (head.split_whitespace().count(), tail.split_whitespace().count());
    // A dash also joins the halves of a headline: then neither half is three words against four.
    let looks_like_site = tail_words <= 3 && head_words >= 4 && matches!(mark, " | " | " :: " | " » " | " • ");
    let dotted = tail_words == 1 && tail.contains('.') && !tail.ends_with('.');
    if is_site || looks_like_site || (dotted && head_words >= 3) { head.to_owned() } else { title.to_owned() }
}

fn published(tree: &Tree, ld: &JsonLd, url: Option<&str>) -> Option<String> {
    let from_ld = ld.published.as_deref().and_then(date::read);
    let from_meta = || PUBLISHED.iter().find_map(|name| meta(tree, name).and_then(|text| date::read(&text)));
    let from_items = || {
        let items = (1..tree.nodes.len()).filter(|at| tree.nodes[*at].has_word("itemprop", "datePublished"));
        items.filter_map(|at| stated_date(tree, at)).next()
    };
    from_ld
        .or_else(from_meta)
        .or_else(from_items)
        .or_else(|| shown_date(tree))
        .or_else(|| url.and_then(date::in_address))
}

fn stated_date(tree: &Tree, at: usize) -> Option<String> {
    let node = &tree.nodes[at];
    let stated = ["datetime", "content"].iter().find_map(|attr| node.attr(attr)).and_then(date::read);
    stated.or_else(|| date::read(&tree.text_of(at)))
}

/// The date readers see, nearest to the headline: headers show today's date, lists those of other reports.
fn shown_date(tree: &Tree) -> Option<String> {
    let headline = tree.named("h1").next();
    let is_word = |part: &str| {
        // "newsdate", "dateline", "pubdate"; "posttime".
        part.starts_with("date")
            || part.ends_with("date")
            || part.ends_with("time")
            || matches!(part, "published" | "info" | "meta")
    };
    let marked = |at: usize| {
        let node = &tree.nodes[at];
        let class = node.attr("class").unwrap_or_default().to_ascii_lowercase();
        node.name() == "time" || class.split(|c: char| !c.is_ascii_alphanumeric()).any(is_word)
    };
    // Dates are short and near; looking at two hundred places is more than any page needs.
    let dates = (1..tree.nodes.len()).filter(|at| marked(*at)).take(200);
    let found = dates.filter_map(|at| Some((at.abs_diff(headline.unwrap_or(0)), short_date(tree, at)?)));
    // The first of two at the same distance.
    found.min_by_key(|(distance, _)| *distance).map(|(_, date)| date)
}

fn short_date(tree: &Tree, at: usize) -> Option<String> {
    let node = &tree.nodes[at];
    if node.end - at > 30 {
        return None;
    }
    stated_date(tree, at)
}

fn address(tree: &Tree, ld: &JsonLd, key: &str) -> Option<String> {
    let canonical = tree.named("link").find(|at| tree.nodes[*at].has_word("rel", "canonical"));
    let canonical = canonical.and_then(|at| tree.nodes[at].attr("href")).and_then(web_address);
    let og = || meta(tree, "og:url").as_deref().and_then(web_address);
    let told = || ld.url.as_deref().and_then(web_address);
    let own = web_address(key);
    // A canonical address of the front page is a slip of the template.
    let found = [canonical, og(), told(), own.clone()].into_iter().flatten().find(|url| !is_front_page(url));
    found.or(own)
}

fn is_front_page(url: &str) -> bool {
    url.split_once("://").is_none_or(|(_, rest)| rest.split_once('/').is_none_or(|(_, path)| path.is_empty()))
}

/// `text` when it is an absolute address of the web.
pub fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let fine = rest.starts_with(char::is_alphanumeric) && !text.contains(char::is_whitespace) && text.len() <= 2_000;
    fine.then(|| text.to_owned())
}

/// Host of an address in lower case, without `www.` and port.
pub fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

fn language(tree: &Tree, ld: &JsonLd) -> Option<String> {
    let html = tree.named("html").find_map(|at| tree.nodes[at].attr("lang")).map(str::to_owned);
    [html, meta(tree, "og:locale"), meta(tree, "content-language"), ld.language.clone()]
        .into_iter()
        .flatten()
        .find_map(|tag| primary(&tag))
}

/// `ky-KG`, `ky_KG` and `kir` are `ky`; so is `kg`, which sites write for Kyrgyz though it is Kongo's code.
pub fn primary(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_', ',', ' ']).next()?.to_ascii_lowercase();
    match first.as_str() {
        "kg" | "kir" => Some("ky".to_owned()),
        "rus" => Some("ru".to_owned()),
        "eng" => Some("en".to_owned()),
        code if (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphabetic()) => Some(first),
        _ => None,
    }
}

/// Content of the first `meta` of that name, whichever attribute names it; blank is none.
fn meta(tree: &Tree, wanted: &str) -> Option<String> {
    let is = |at: &usize| {
        let named = ["property", "name", "itemprop", "http-equiv"].iter().filter_map(|attr| tree.nodes[*at].attr(attr));
        named.flat_map(str::split_ascii_whitespace).any(|name| name.eq_ignore_ascii_case(wanted))
    };
    let found = tree.named("meta").take(500).filter(is).filter_map(|at| tree.nodes[at].attr("content"));
    found.map(str::trim).find(|content| !content.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_title(html: &str, expected: &str) {
        assert_eq!(title(&Tree::build(html), &JsonLd::default()).as_deref(), Some(expected));
    }

    fn check(html: &str, key: &str, expected: Meta) {
        assert_eq!(read(&Tree::build(html), &JsonLd::default(), None, key), expected);
    }

    #[test]
    fn the_headline_is_free_of_the_site() {
        check_title(
            "<title>Визит министра отложен до осени - Агентство</title><h1>Визит министра отложен до осени</h1>",
            "Визит министра отложен до осени",
        );
        check_title("<title>Визит министра отложен до осени | Новости</title>", "Визит министра отложен до осени");
        check_title("<title>Ош — Баткен: дорога построена</title>", "Ош — Баткен: дорога построена");
        check_title(
            "<meta property=og:site_name content='Үлгү'><meta property=og:title content='Сапар жылдырылды — Үлгү'><h1>Үлгү</h1>",
            "Сапар жылдырылды",
        );
    }

    #[test]
    fn the_date_shown_nearest_the_headline_counts() {
        let html = "<div class=date>24.11.2026</div><p>x<p>y<p>z<h1>Заголовок</h1><div class='b-date'>1 июня 2021, 10:05</div>";
        check(html, "x", Meta { published: Some("2021-06-01T10:05".into()), ..Meta::default() });
    }

    #[test]
    fn address_and_source_fall_back_on_the_key() {
        let url = Some("https://www.a.kg/2021/06/01/x".to_owned());
        let meta = Meta { source: Some("a.kg".into()), published: Some("2021-06-01".into()), url, ..Meta::default() };
        check("<link rel=canonical href='https://www.a.kg/'>", "https://www.a.kg/2021/06/01/x", meta);
        check("<p>x", "pages/x.html", Meta::default());
    }

    #[test]
    fn language_tags_are_cut_to_the_language() {
        for (tag, expected) in [("ru-RU", "ru"), ("ky_KG", "ky"), ("KG", "ky"), ("en", "en")] {
            assert_eq!(primary(tag).as_deref(), Some(expected));
        }
        assert_eq!(primary("russian"), None);
    }
}
