//! What a page says about its report in JSON-LD (schema.org).

use serde_json::Value;

use super::text::one_line;
use super::token::{Token, Tokens};
use super::tree::Tree;

/// The article a page describes; everything as found, nothing checked.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct JsonLd {
    /// `headline`, else `name`.
    pub headline: Option<String>,
    /// `datePublished`.
    pub published: Option<String>,
    /// Name of `publisher`.
    pub publisher: Option<String>,
    /// `mainEntityOfPage`, else `url`.
    pub url: Option<String>,
    /// `inLanguage`.
    pub language: Option<String>,
    /// `articleBody`, mark-up in it removed.
    pub body: Option<String>,
}

/// Types that are a report, as far as the ends of their names tell.
const KINDS: &[&str] = &["Article", "Report", "BlogPosting", "LiveBlogPosting"];

/// Objects looked at before giving up; real pages have a few dozen.
const MOST_OBJECTS: usize = 5_000;

/// The first article described in the page's JSON-LD, wherever it is nested; empty when there is none.
pub fn read(tree: &Tree) -> JsonLd {
    for at in tree.named("script") {
        let kind = tree.nodes[at].attr("type").unwrap_or_default();
        if !kind.trim().to_ascii_lowercase().starts_with("application/ld+json") {
            continue;
        }
        let Some(script) = tree.nodes.get(at + 1).and_then(|node| node.text()) else { continue };
        if let Some(found) = parse(script).as_ref().and_then(find_article) {
            return article(found);
        }
    }
    JsonLd::default()
}

fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim().trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| {
        // Editors paste line ends and tabs into headlines; JSON forbids them inside strings and ignores them outside.
        let mended: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&mended).ok()
    })
}

/// Breadth first, so that the page's own article comes before those it refers to.
fn find_article(root: &Value) -> Option<&Value> {
    let mut level = vec![root];
    let mut seen = 0;
    while !level.is_empty() {
        let mut below = Vec::new();
        for value in level {
            seen += 1;
            if seen > MOST_OBJECTS {
                return None;
            }
            match value {
                Value::Object(map) => {
                    if is_article(map.get("@type")) {
                        return Some(value);
                    }
                    below.extend(map.values().filter(|value| value.is_object() || value.is_array()));
                }
                Value::Array(list) => below.extend(list),
                _ => {}
            }
        }
        level = below;
    }
    None
}

fn is_article(kind: Option<&Value>) -> bool {
    match kind {
        Some(Value::String(kind)) => KINDS.iter().any(|known| kind.ends_with(known)),
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind.is_string() && is_article(Some(kind))),
        _ => false,
    }
}

fn article(value: &Value) -> JsonLd {
    JsonLd {
        headline: string(value, "headline").or_else(|| string(value, "name")).map(|text| one_line(&text)),
        published: string(value, "datePublished").or_else(|| string(value, "dateCreated")),
        publisher: named(value.get("publisher")).map(|text| one_line(&text)),
        url: address(value.get("mainEntityOfPage")).or_else(|| address(value.get("url"))),
        language: address(value.get("inLanguage")),
        body: string(value, "articleBody").map(|body| plain_body(&body)),
    }
}

fn string(value: &Value, key: &str) -> Option<String> {
    let text = value.get(key)?.as_str()?.trim();
    // Some systems escape for HTML inside JSON.
    (!text.is_empty()).then(|| super::entity::decode(text).into_owned())
}

fn named(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(name) => Some(name.clone()).filter(|name| !name.trim().is_empty()),
        Value::Array(list) => named(list.first()),
        object => string(object, "name"),
    }
}

fn address(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => list.first().and_then(address_of),
        object => address_of(object),
    }
}

fn address_of(value: &Value) -> Option<String> {
    let text = value.as_str().map(str::to_owned);
    text.or_else(|| ["@id", "url", "alternateName", "name"].iter().find_map(|key| string(value, key)))
}

/// Bodies are mostly plain text, sometimes a piece of HTML.
fn plain_body(body: &str) -> String {
    if !body.contains('<') {
        return body.to_owned();
    }
    let mut out = String::with_capacity(body.len());
    let mut skipped = false;
    for token in Tokens::of(body) {
        match token {
            Token::Text(text) if !skipped => out.push_str(&text),
            Token::Text(_) => {}
            Token::Open { name, .. } => {
                skipped = matches!(name.as_str(), "script" | "style");
                if super::tree::is_block(&name) && !out.is_empty() && !out.ends_with('\n') {
                    out.push_str("\n\n");
                }
            }
            Token::Close(_) => skipped = false,
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: JsonLd) {
        let page = format!("<script type='application/ld+json'>{json}</script>");
        assert_eq!(read(&Tree::build(&page)), expected);
    }

    fn dated(published: &str) -> JsonLd {
        JsonLd { published: Some(published.to_owned()), ..JsonLd::default() }
    }

    #[test]
    fn the_article_is_found_in_objects_graphs_and_lists() {
        check(r#"{"@type":"NewsArticle","datePublished":"2026-03-02"}"#, dated("2026-03-02"));
        check(r#"[{"@type":"WebSite"},{"@type":["Thing","NewsArticle"],"datePublished":"2026"}]"#, dated("2026"));
        check(
            r#"{"@graph":[{"@type":"Organization"},{"@type":"Report","datePublished":"2026-03"}]}"#,
            dated("2026-03"),
        );
    }

    #[test]
    fn names_and_addresses_may_be_objects() {
        check(
            r#"{"@type":"Article","name":"A &amp; B","publisher":[{"name":"Үлгү"}],"mainEntityOfPage":{"@id":"https://a.kg/1"},
               "articleBody":"<p>Бир.</p><p>Эки.</p>"}"#,
            JsonLd {
                headline: Some("A & B".into()),
                publisher: Some("Үлгү".into()),
                url: Some("https://a.kg/1".into()),
                body: Some("Бир.\n\nЭки.".into()),
                ..JsonLd::default()
            },
        );
    }

    #[test]
    fn broken_json_is_mended_or_passed_over() {
        check(
            "{\"@type\":\"NewsArticle\",\"headline\":\"A\nB\"};",
            JsonLd { headline: Some("A B".into()), ..JsonLd::default() },
        );
        check("{\"@type\":", JsonLd::default());
        check(&"[".repeat(10_000), JsonLd::default());
        check("{\"@type\":\"Person\"}", JsonLd::default());
    }
}
