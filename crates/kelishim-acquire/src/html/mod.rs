//! A web page to a report: mark-up to tokens, tokens to a tree, the tree to paragraphs, and of those the main content.
//!
//! The tree is our own and bounded in depth and size, so that no page, however broken or hostile, can exhaust the stack
//! or take quadratic time; `dom_smoothie` sees only a skeleton written from it.

mod block;
mod clutter;
mod content;
mod date;
mod entity;
mod json_ld;
mod meta;
mod text;
mod token;
mod tree;

pub use date::read as read_date;
pub use meta::{Meta, host, primary, web_address};

/// What a web page holds.
pub struct HtmlPage {
    /// The report, paragraphs parted by `\n\n`; empty when the page has none.
    pub text: String,
    /// What the page says about itself.
    pub meta: Meta,
    /// Whether the page has more elements than are built.
    pub cut_short: bool,
}

/// Whether `text` is a web page: it opens with a document type, a known element or a comment before one.
pub fn is_html(text: &str) -> bool {
    let mut rest = text.trim_start();
    for _ in 0..8 {
        let (open, close) = match rest {
            _ if rest.starts_with("<!--") => ("<!--", "-->"),
            _ if rest.starts_with("<?xml") => ("<?", "?>"),
            _ => break,
        };
        match rest[open.len()..].split_once(close) {
            Some((_, after)) => rest = after.trim_start(),
            None => return false,
        }
    }
    let Some(inner) = rest.strip_prefix('<') else { return false };
    let name: String = inner.chars().take(12).collect::<String>().to_ascii_lowercase();
    if name.starts_with("!doctype") {
        return true;
    }
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    OPENERS.contains(&&name[..end])
}

const OPENERS: &[&str] = &[
    "html",
    "head",
    "body",
    "title",
    "meta",
    "link",
    "base",
    "script",
    "style",
    "div",
    "p",
    "article",
    "main",
    "section",
    "header",
    "h1",
    "h2",
    "h3",
    "span",
    "table",
    "center",
    "font",
    "a",
    "b",
    "br",
    "hr",
    "img",
    "ul",
    "ol",
    "blockquote",
];

/// The report in a page and what the page says about itself; `key` is where the page came from.
pub fn read_html(html: &str, key: &str) -> HtmlPage {
    let tree = tree::Tree::build(html);
    let ld = json_ld::read(&tree);
    let title = meta::title(&tree, &ld);
    let text = content::main_text(&tree, title.as_deref(), ld.body.as_deref());
    HtmlPage { text, meta: meta::read(&tree, &ld, title, key), cut_short: tree.cut_short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_recognised_by_its_first_element() {
        for page in [
            "<!DOCTYPE html>",
            " \n<HTML lang=ru>",
            "<!-- x --><div class=a>",
            "<?xml version='1.0'?>\n<html>",
            "<p>Ош",
        ] {
            assert!(is_html(page), "{page}");
        }
        for text in ["Ош <b>", "<Кабар>", "<<p>", "", "<", "<!-- never closed", "<pikir>", "3 < 4"] {
            assert!(!is_html(text), "{text}");
        }
    }
}
