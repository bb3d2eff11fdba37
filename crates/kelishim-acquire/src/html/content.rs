//! Which paragraphs of a page are the report.
//!
//! Where the page marks the body of its article, that is taken; elsewhere `dom_smoothie` (Mozilla's Readability) chooses,
//! over a skeleton of the page in which every paragraph has a number. The numbers lead back to our own paragraphs, so
//! what the library does to mark-up and spacing never touches the text. Then gaps in the choice are closed, a summary
//! under the headline is added, and what stands beside the report is taken out.

use std::fmt::Write as _;

use dom_smoothie::{Config, Readability};

use super::block::{Block, Blocks, Step};
use super::clutter::{self, Verdict};
use super::text::{ends_sentence, letters};
use super::token::{Token, Tokens};
use super::tree::Tree;

/// Pages of more text than this are not given to the library, whose time grows with text times depth.
const SKELETON_BYTES: usize = 3_000_000;

/// The same for paragraphs, and for the elements around them.
const SKELETON_BLOCKS: usize = 20_000;
const SKELETON_CONTAINERS: usize = 60_000;

/// A body marked by the page needs so many characters to be believed; teasers in lists are marked too.
const BODY_CHARS: usize = 200;

/// The report of a page, or "" when there is none.
///
/// `title` is the headline, which is not part of the text. `told` is the body the page repeats for machines: it confirms
/// paragraphs, and stands in when the page itself shows none.
pub fn main_text(tree: &Tree, title: Option<&str>, told: Option<&str>) -> String {
    let blocks = Blocks::of(tree, &clutter::dropped(tree));
    let headline = headline(tree, title);
    let usable = usable(tree, &blocks, title);
    let mut kept = marked_body(tree, &blocks, &usable).or_else(|| chosen(tree, &blocks)).unwrap_or_default();
    kept.resize(blocks.all.len(), false);
    confirm(&blocks, told, &mut kept);
    for (kept, usable) in kept.iter_mut().zip(&usable) {
        *kept &= usable;
    }
    close_gaps(tree, &blocks, headline, &usable, &mut kept);
    cut_at_next_headline(tree, &blocks, headline, &mut kept);
    trim_ends(tree, &blocks, &mut kept);

    let paragraphs: Vec<String> = blocks
        .all
        .iter()
        .zip(&kept)
        .filter(|(_, kept)| **kept)
        .map(|(block, _)| without_notices(&block.text))
        .collect();
    let text = paragraphs.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    if text.is_empty() { told.map(str::trim).unwrap_or_default().to_owned() } else { text }
}

/// The node of the headline: the first `h1` with the words of the title, else the first with any words.
fn headline(tree: &Tree, title: Option<&str>) -> Option<usize> {
    let wanted = title.map(letters).unwrap_or_default();
    let all: Vec<usize> = tree.named("h1").take(20).collect();
    let same = all.iter().copied().find(|at| !wanted.is_empty() && letters(&tree.text_of(*at)) == wanted);
    same.or_else(|| all.iter().copied().find(|at| !tree.text_of(*at).trim().is_empty()))
}

/// Which paragraphs may belong to a report at all.
fn usable(tree: &Tree, blocks: &Blocks, title: Option<&str>) -> Vec<bool> {
    let title = title.map(letters).unwrap_or_default();
    let mut links_follow = false;
    let judged = blocks.all.iter().map(|block| {
        let verdict = clutter::judge(tree, block);
        // A list under "Читайте также" ends with the first paragraph that is not mostly a link.
        links_follow = verdict == Verdict::DropWithLinks || (links_follow && block.link_share() >= 50);
        let repeated = !title.is_empty() && letters(&block.text) == title;
        let heading = tree.nodes[block.container].name() == "h1";
        verdict == Verdict::Keep && !links_follow && !repeated && !heading
    });
    judged.collect()
}

/// The paragraphs of the element marked as body of an article, when it holds enough.
fn marked_body(tree: &Tree, blocks: &Blocks, usable: &[bool]) -> Option<Vec<bool>> {
    let marked = (1..tree.nodes.len()).filter(|at| tree.nodes[*at].has_word("itemprop", "articleBody"));
    let inside = |at: usize, block: &Block| (at..tree.nodes[at].end).contains(&block.at);
    let chars = |at: usize| -> usize {
        let own = blocks.all.iter().zip(usable).filter(|(block, usable)| **usable && inside(at, block));
        own.map(|(block, _)| block.text.chars().count()).sum()
    };
    // Ties go to the first. Several hundred marked bodies are a list of reports, which is no report.
    let marked: Vec<usize> = marked.take(20).collect();
    let (at, most) = marked.iter().map(|at| (*at, chars(*at))).rev().max_by_key(|(_, chars)| *chars)?;
    (most >= BODY_CHARS).then(|| blocks.all.iter().map(|block| inside(at, block)).collect())
}

/// The paragraphs `dom_smoothie` takes for the main content; `None` when it finds none or the page is too large for it.
fn chosen(tree: &Tree, blocks: &Blocks) -> Option<Vec<bool>> {
    let size: usize = blocks.all.iter().map(|block| block.text.len()).sum();
    let holding = holding(tree, blocks);
    let containers = holding.iter().filter(|holds| **holds).count();
    if size > SKELETON_BYTES || blocks.all.len() > SKELETON_BLOCKS || containers > SKELETON_CONTAINERS {
        // A page of this size is text for the most part: all that reads like it.
        return Some(
            blocks.all.iter().map(|block| block.text.chars().count() >= 80 || ends_sentence(&block.text)).collect(),
        );
    }
    let config = Config {
        disable_json_ld: true,
        // Wire reports of two sentences are reports; a high bar makes the library fall back to the whole page.
        char_threshold: 140,
        ..Config::default()
    };
    let mut readability = Readability::new(skeleton(tree, blocks, &holding), None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    let mut kept = vec![false; blocks.all.len()];
    for token in Tokens::of(&article.content) {
        if let Token::Open { attrs, .. } = token
            && let Some((_, number)) = attrs.iter().find(|(name, _)| *name == "lang")
            && let Some(kept) = number.parse::<usize>().ok().and_then(|n| kept.get_mut(n))
        {
            *kept = true;
        }
    }
    Some(kept)
}

/// Which elements hold a paragraph. The others are not shown to the library: it has no use for them, and hostile pages
/// have hundreds of thousands.
fn holding(tree: &Tree, blocks: &Blocks) -> Vec<bool> {
    let mut holding = vec![false; tree.nodes.len()];
    for block in &blocks.all {
        let around = std::iter::once(block.container).chain(tree.ancestors(block.container));
        for at in around {
            // Whatever holds an element that holds a paragraph is known by then.
            if std::mem::replace(&mut holding[at], true) {
                break;
            }
        }
    }
    holding
}

/// The page for the library: containers with their classes, and each paragraph under its number.
///
/// The number is kept in `lang`, an attribute that is read back by [`Tokens`] and means nothing to the library.
fn skeleton(tree: &Tree, blocks: &Blocks, holding: &[bool]) -> String {
    // An author is named so that the library does not hunt for one and take a dateline for it.
    let mut out = String::from("<!doctype html><html><head><meta name=\"author\" content=\"-\"></head><body>");
    for step in &blocks.steps {
        match *step {
            Step::Open(at) | Step::Close(at) if !holding[at] => {}
            Step::Open(at) | Step::Close(at) => {
                let Some(name) = container_name(tree.nodes[at].name()) else { continue };
                if matches!(step, Step::Close(_)) {
                    let _ = write!(out, "</{name}>");
                    continue;
                }
                let _ = write!(out, "<{name}");
                for attr in ["class", "id"] {
                    if let Some(value) = tree.nodes[at].attr(attr) {
                        let _ = write!(out, " {attr}=\"{}\"", plain_words(value));
                    }
                }
                out.push('>');
            }
            Step::Block(n) => {
                let block = &blocks.all[n];
                let name = match tree.nodes[block.container].name() {
                    heading @ ("h2" | "h3" | "h4" | "h5" | "h6") => heading,
                    "li" | "dt" | "dd" => "span",
                    _ => "p",
                };
                let _ = write!(out, "<{name} lang=\"{n}\">");
                let mut done = 0;
                for link in &block.links {
                    harmless(&block.text[done..link.start], &mut out);
                    out.push_str("<a href=\"/x\">");
                    harmless(&block.text[link.clone()], &mut out);
                    out.push_str("</a>");
                    done = link.end;
                }
                harmless(&block.text[done..], &mut out);
                let _ = write!(out, "</{name}>");
            }
        }
    }
    out.push_str("</body></html>");
    out
}

/// Tables become plain containers: most on news pages are layout. Paragraphs and headings are written with their text.
fn container_name(name: &str) -> Option<&'static str> {
    match name {
        "ul" | "dl" => Some("ul"),
        "ol" => Some("ol"),
        "li" | "dt" | "dd" => Some("li"),
        "blockquote" => Some("blockquote"),
        "article" => Some("article"),
        "section" => Some("section"),
        "html" | "head" | "body" | "p" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" => None,
        _ => Some("div"),
    }
}

/// Class names as far as the library weighs them. "js-mediator-article" is a Russian counter's mark of the body, in
/// which it would see "media".
fn plain_words(names: &str) -> String {
    let plain =
        |name: &&str| name.len() <= 60 && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let names: Vec<&str> =
        names.split_ascii_whitespace().filter(plain).filter(|name| !name.contains("mediator")).take(20).collect();
    names.join(" ")
}

/// The library weighs text and never shows it, so signs of mark-up may be any other; as references each would be a text
/// of its own, and joining those is quadratic.
fn harmless(text: &str, out: &mut String) {
    out.extend(text.chars().map(|c| if matches!(c, '&' | '<' | '\0' | '\r') { '+' } else { c }));
}

/// Adds paragraphs that the body told to machines has letter for letter. It is often cut, so it takes nothing away.
fn confirm(blocks: &Blocks, told: Option<&str>, kept: &mut [bool]) {
    let Some(told) = told.map(letters).filter(|told| told.chars().count() >= BODY_CHARS) else { return };
    // Searching is paragraphs times body; real ones have hundreds of paragraphs and thousands of letters.
    if blocks.all.len() > 2_000 || told.len() > 200_000 {
        return;
    }
    for (block, kept) in blocks.all.iter().zip(kept) {
        let own = letters(&block.text);
        *kept |= own.chars().count() >= 40 && told.contains(&own);
    }
}

/// Adds what lies between kept paragraphs in the same container, the rest of the container, and the summary before it.
fn close_gaps(tree: &Tree, blocks: &Blocks, headline: Option<usize>, usable: &[bool], kept: &mut [bool]) {
    let (Some(first), Some(last)) = (kept.iter().position(|kept| *kept), kept.iter().rposition(|kept| *kept)) else {
        return;
    };
    // Where the kept paragraphs hang: a paragraph's own element, so the one around it.
    let home = |block: &Block| {
        if is_leaf(tree, block.container) { tree.nodes[block.container].parent } else { block.container }
    };
    let mut homes: Vec<usize> = (first..=last).filter(|n| kept[*n]).map(|n| home(&blocks.all[n])).collect();
    homes.sort_unstable();
    homes.dedup();
    for n in 0..blocks.all.len() {
        let block = &blocks.all[n];
        if kept[n] || !usable[n] {
            continue;
        }
        let beside = homes.binary_search(&home(block)).is_ok();
        let sentence = ends_sentence(&block.text);
        let chars = block.text.chars().count();
        kept[n] = if (first..=last).contains(&n) {
            beside || (chars >= 80 && sentence && block.link_share() < 30)
        } else if n < first {
            let after_headline = headline.is_none_or(|at| block.at > at);
            let lead = clutter::is_lead(tree, block.container)
                || tree.ancestors(block.container).take(3).any(|at| clutter::is_lead(tree, at));
            after_headline
                && block.link_share() < 30
                && (lead || (beside && sentence) || (chars >= 80 && sentence && headline.is_some()))
        } else {
            beside && sentence && block.link_share() < 30
        };
    }
}

fn is_leaf(tree: &Tree, at: usize) -> bool {
    matches!(tree.nodes[at].name(), "p" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "dt" | "dd" | "pre" | "td" | "th")
}

/// Pages that load the next report below repeat the headline element; what follows it is another report.
fn cut_at_next_headline(tree: &Tree, blocks: &Blocks, headline: Option<usize>, kept: &mut [bool]) {
    let Some(first) = kept.iter().position(|kept| *kept) else { return };
    let start = headline.unwrap_or(0).max(blocks.all[first].at);
    let next = tree.named("h1").find(|at| *at > start && !tree.text_of(*at).trim().is_empty());
    if let Some(next) = next {
        for (block, kept) in blocks.all.iter().zip(kept) {
            *kept &= block.at < next;
        }
    }
}

/// Takes lines that are no sentences (bylines, rubrics, tags) off both ends; a summary stays.
fn trim_ends(tree: &Tree, blocks: &Blocks, kept: &mut [bool]) {
    let is_prose = |block: &Block| {
        ends_sentence(&block.text)
            || block.text.chars().count() >= 100
            || clutter::is_lead(tree, block.container)
            || tree.ancestors(block.container).take(2).any(|at| clutter::is_lead(tree, at))
    };
    let prose: Vec<usize> = (0..kept.len()).filter(|n| kept[*n] && is_prose(&blocks.all[*n])).collect();
    // Without a single sentence the lines are all there is.
    let (Some(first), Some(last)) = (prose.first(), prose.last()) else { return };
    for (n, kept) in kept.iter_mut().enumerate() {
        *kept &= (*first..=*last).contains(&n);
    }
}

/// A paragraph without the lines in it that are notices: many editors part them by `<br>` only.
fn without_notices(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.split('\n').filter(|line| !clutter::opens_beside(line)).collect();
    lines.join("\n").trim().to_owned()
}
