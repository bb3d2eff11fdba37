//! Mark-up to tags and text, in one pass that no input can make slow.
//!
//! Our own rather than `html5ever`'s, whose check for repeated attributes is quadratic in the attributes of one tag;
//! the rules are those of the HTML standard as far as text and the attributes below need them.

use std::borrow::Cow;

use super::entity;

/// One piece of mark-up.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Characters, references resolved. Inside `script` and `style` as written.
    Text(Cow<'a, str>),
    /// A start tag, its name in lower case.
    Open { name: String, attrs: Vec<(&'static str, String)> },
    /// An end tag, its name in lower case.
    Close(String),
}

/// The attributes that are kept; all others are passed over.
const KEPT: &[&str] = &[
    "aria-hidden",
    "aria-modal",
    "charset",
    "class",
    "content",
    "datetime",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "itemscope",
    "itemtype",
    "lang",
    "name",
    "property",
    "rel",
    "role",
    "style",
    "type",
];

/// Elements whose content is characters up to their own end tag, and whether references count there.
const RAW: &[(&str, bool)] = &[
    ("script", false),
    ("style", false),
    ("xmp", false),
    ("iframe", false),
    ("noembed", false),
    ("noframes", false),
    ("textarea", true),
    ("title", true),
];

/// The tokens of a page, in order.
pub struct Tokens<'a> {
    rest: &'a str,
    raw: Option<(&'static str, bool)>,
}

impl<'a> Tokens<'a> {
    /// Nothing is read before it is asked for.
    pub fn of(html: &'a str) -> Self {
        Tokens { rest: html, raw: None }
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }

    /// Up to the end tag that closes the raw element, or to the end of the page.
    fn raw_text(&mut self, name: &str, references: bool) -> Token<'a> {
        let mut at = 0;
        let end = loop {
            let Some(found) = self.rest[at..].find("</") else { break self.rest.len() };
            at += found;
            let after = &self.rest.as_bytes()[at + 2..];
            let named = after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes());
            let over = after.get(name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            if named && over {
                break at;
            }
            at += 2;
        };
        let text = self.take(end);
        Token::Text(if references { entity::decode(text) } else { Cow::Borrowed(text) })
    }

    /// `None` when what follows `<` is no mark-up and the sign stands for itself.
    fn mark_up(&mut self) -> Option<Option<Token<'a>>> {
        let rest = self.rest;
        let second = *rest.as_bytes().get(1)?;
        if let Some(comment) = rest.strip_prefix("<!--") {
            // "<!-->" is an empty comment.
            let end = if comment.starts_with('>') { Some(5) } else { comment.find("-->").map(|at| at + 7) };
            self.take(end.unwrap_or(rest.len()));
            return Some(None);
        }
        match second {
            b'!' | b'?' => {
                self.take(rest.find('>').map_or(rest.len(), |at| at + 1));
                Some(None)
            }
            b'/' => {
                let name = name_at(&rest[2..]);
                if name.is_empty() {
                    // "</ >" is a comment to browsers; "</" before anything else likewise.
                    self.take(rest.find('>').map_or(rest.len(), |at| at + 1));
                    return Some(None);
                }
                self.take(2 + name.len());
                self.attributes();
                Some(Some(Token::Close(name.to_ascii_lowercase())))
            }
            b if b.is_ascii_alphabetic() => {
                let name = name_at(&rest[1..]).to_ascii_lowercase();
                self.take(1 + name.len());
                let attrs = self.attributes();
                self.raw = RAW.iter().find(|(raw, _)| *raw == name).copied();
                Some(Some(Token::Open { name, attrs }))
            }
            _ => None,
        }
    }

    /// Attributes up to and with the `>` that ends the tag; the first of several of one name counts.
    fn attributes(&mut self) -> Vec<(&'static str, String)> {
        let mut attrs: Vec<(&'static str, String)> = Vec::new();
        loop {
            let blank =
                self.rest.len() - self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/').len();
            self.take(blank);
            if self.rest.is_empty() || self.rest.starts_with('>') {
                self.take(usize::from(!self.rest.is_empty()));
                return attrs;
            }
            // A leading "=" belongs to the name, so that each turn takes something.
            let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
            let first = self.rest.chars().next().map_or(0, char::len_utf8);
            let len = self.rest[first..].find(ends).map_or(self.rest.len(), |at| at + first);
            let name = self.take(len);
            let value = self.value();
            let kept = KEPT.iter().find(|kept| kept.eq_ignore_ascii_case(name));
            if let Some(kept) = kept.filter(|kept| attrs.iter().all(|(name, _)| name != *kept)) {
                attrs.push((kept, entity::decode(value).into_owned()));
            }
        }
    }

    fn value(&mut self) -> &'a str {
        let Some(value) = self.rest.trim_start().strip_prefix('=') else { return "" };
        self.rest = value.trim_start();
        let quote = match self.rest.bytes().next() {
            Some(b'"') => '"',
            Some(b'\'') => '\'',
            _ => {
                let end = self.rest.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(self.rest.len());
                return self.take(end);
            }
        };
        self.take(1);
        let end = self.rest.find(quote);
        let value = self.take(end.unwrap_or(self.rest.len()));
        self.take(usize::from(end.is_some()));
        value
    }
}

fn name_at(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(text.len());
    &text[..end]
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some((name, references)) = self.raw.take() {
            return Some(self.raw_text(name, references));
        }
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if self.rest.starts_with('<') {
                match self.mark_up() {
                    Some(Some(token)) => return Some(token),
                    Some(None) => continue,
                    None => {}
                }
            }
            let first = usize::from(self.rest.starts_with('<'));
            let end = self.rest[first..].find('<').map_or(self.rest.len(), |at| at + first);
            return Some(Token::Text(entity::decode(self.take(end))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let shown: Vec<String> = Tokens::of(html)
            .map(|token| match token {
                Token::Text(text) => format!("{text:?}"),
                Token::Open { name, attrs } => {
                    let attrs: String = attrs.iter().map(|(name, value)| format!(" {name}={value}")).collect();
                    format!("<{name}{attrs}>")
                }
                Token::Close(name) => format!("</{name}>"),
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn tags_text_and_attributes_are_told_apart() {
        check(
            "<P Class='a b' ID=x data-z=\"1>2\" hidden>Ош &amp; Баткен</p >",
            "<p class=a b id=x hidden=> \"Ош & Баткен\" </p>",
        );
        check("<a href=/x?a=1&amp;b=2>y</a><br/>", "<a href=/x?a=1&b=2> \"y\" </a> <br>");
    }

    #[test]
    fn comments_and_declarations_are_passed_over() {
        check("<!doctype html>a<!-- <p> -->b<!-->c<?php x ?>d", "\"a\" \"b\" \"c\" \"d\"");
    }

    #[test]
    fn a_script_ends_only_at_its_own_end_tag() {
        check("<script>if (a</b>/c) '<p>'</SCRIPT >x", "<script> \"if (a</b>/c) '<p>'\" </script> \"x\"");
        check("<title>A &mdash; <b></title>", "<title> \"A — <b>\" </title>");
    }

    #[test]
    fn broken_mark_up_comes_to_an_end() {
        check("3 < 4 <", "\"3 \" \"< 4 \" \"<\"");
        check("<a href='x", "<a href=x>");
        check("<a =b==c / / id", "<a id=>");
        check("</ x>y</>z<script>w", "\"y\" \"z\" <script> \"w\"");
        check("<!-- a", "");
    }
}
