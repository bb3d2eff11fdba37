//! Words in any inflection, in articles and in rows.

use super::{Answer, render};
use crate::asked::{COUNTED, LINES, List, filter, page};
use crate::page::Page;
use crate::quote::Piece;
use crate::visitor::Visitor;
use crate::{Site, Texts};
use askama::Template;
use axum::extract::State;
use kelishim_store::ask::Hit;
use std::sync::Arc;

/// Articles whose rows are counted.
const BESIDE: usize = 300;

struct Found {
    hit: Hit,
    excerpt: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    p: Page,
    words: String,
    hits: Vec<Found>,
    page: usize,
    more: bool,
    /// Articles, when they can be counted, and whether there are more.
    total: Option<(i64, bool)>,
    /// Lists with how many of their rows stand in articles that have the words, and whether counting stopped there.
    lists: Vec<(List, i64, bool)>,
}

impl SearchPage {
    fn value(&self, name: &str) -> &str {
        self.p.visitor.value(name).unwrap_or_default()
    }

    fn turn(&self, to: usize) -> String {
        self.p.visitor.with("page", &if to > 1 { to.to_string() } else { String::new() })
    }

    fn rows(&self, list: &List) -> String {
        self.p.visitor.address(&format!("/{}", list.name()), &[("page", ""), ("code", "")])
    }
}

pub async fn search(State(site): State<Arc<Site>>, visitor: Visitor) -> Answer {
    let p = Page::new(&site, visitor);
    site.ask(move |register| {
        let words = p.visitor.value("q").unwrap_or_default().to_owned();
        let asked = filter(&p.site, &p.visitor, List::Articles, false)?;
        let mut hits = p.site.hits.ask(&format!("{asked:?}"), || Ok(register.find(&asked)?))?.to_vec();
        let more = hits.len() > LINES;
        hits.truncate(LINES);
        // A narrowed search looks at the best of what has the words, so it has no count of all.
        let narrowed = asked.source.is_some() || asked.since.is_some() || asked.until.is_some();
        let total = match hits.is_empty() || narrowed {
            true => None,
            false => Some(register.count_articles(&asked, COUNTED)?),
        };
        let shown = p.site.contents.texts != Texts::None;
        let hits: Vec<Found> = hits
            .into_iter()
            .map(|hit| Found { excerpt: if shown { pieces(&hit.excerpt) } else { vec![] }, hit })
            .collect();
        let mut lists = vec![];
        if !hits.is_empty() {
            let (counts, more) = register.rows_beside(&words, BESIDE)?;
            let of = [List::Commitments, List::Events, List::Statements];
            lists.extend(of.into_iter().zip(counts).map(|(list, n)| (list, n, more)));
        }
        render(&SearchPage { words, hits, page: page(&p.visitor), more, total, lists, p })
    })
    .await
}

/// An excerpt whose found words stand in ‹ ›.
fn pieces(excerpt: &str) -> Vec<Piece> {
    // It is cut anywhere: a word of which only a part is left goes, a sign stands for what went before and comes after.
    let mut whole = excerpt.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '‹' | '«' | '"' | '('));
    let begins = whole.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    if let Some((_, rest)) = whole.split_once(' ').filter(|(word, _)| !begins && !word.contains('‹')) {
        whole = rest;
    }
    let ends = !whole.ends_with(char::is_alphanumeric);
    if let Some((rest, _)) = whole.rsplit_once(' ').filter(|(_, word)| !ends && !word.contains('›')) {
        whole = rest;
    }
    let excerpt = format!("{}{whole}{}", if begins { "" } else { "… " }, if ends { "" } else { " …" });
    let mut out = vec![];
    for (i, part) in excerpt.split('‹').enumerate() {
        let (marked, rest) = if i == 0 { ("", part) } else { part.split_once('›').unwrap_or(("", part)) };
        for (text, marked) in [(marked, true), (rest, false)] {
            if !text.is_empty() {
                out.push(Piece { text: text.to_owned(), marked });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found_words_are_marked() {
        let all = pieces("А ‹квота› на ‹обучение›");
        let marked: Vec<&str> = all.iter().filter(|p| p.marked).map(|p| p.text.as_str()).collect();
        assert_eq!(marked, ["квота", "обучение"]);
        assert_eq!(all.len(), 4);
        assert_eq!(pieces(", бы ‹в› г д").iter().map(|p| p.text.as_str()).collect::<String>(), "… в г …");
        assert!(pieces("a › b").iter().all(|p| !p.marked));
    }
}
