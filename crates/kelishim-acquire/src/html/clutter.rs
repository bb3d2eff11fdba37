//! What stands on a page beside the report: menus, share bars, captions, "read also", notices.
//!
//! Elements are judged by tag, role, visibility and the words of their class; paragraphs by how they open. The words are
//! in `data/clutter.txt`. An element that holds most of the page is never dropped for its class: sites name wrappers oddly.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::block::Block;
use super::text::{self, ends_sentence};
use super::tree::{Kind, Tree};

/// Elements that never hold a report's text.
const NEVER: &[&str] = &[
    "aside",
    "audio",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "embed",
    "figcaption",
    "footer",
    "frameset",
    "head",
    "iframe",
    "input",
    "map",
    "math",
    "menu",
    "nav",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "option",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
    "xmp",
];

/// Roles of what stands around a report.
const ROLES: &[&str] = &[
    "alert",
    "alertdialog",
    "banner",
    "complementary",
    "contentinfo",
    "dialog",
    "menu",
    "menubar",
    "navigation",
    "search",
    "tablist",
    "toolbar",
];

/// Properties that say something about the report in place of being it.
const ABOUT: &[&str] = &[
    "author",
    "publisher",
    "image",
    "thumbnail",
    "caption",
    "copyrightHolder",
    "keywords",
    "interactionStatistic",
    "breadcrumb",
];

/// A picture with no more text than this around it is a picture; with more it is an article with a picture.
const CAPTION_CHARS: usize = 500;

/// The word lists of `data/clutter.txt`, folded.
struct Lists {
    class: BTreeSet<String>,
    picture: BTreeSet<String>,
    line: BTreeSet<String>,
    lead: BTreeSet<String>,
    heading: Vec<String>,
    opening: Vec<String>,
    inside: Vec<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let section = |name: &str| {
        let data = include_str!("../../data/clutter.txt").lines().map(str::trim);
        data.skip_while(move |line| *line != name)
            .skip(1)
            .take_while(|line| !line.starts_with('['))
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(text::fold)
            .collect::<BTreeSet<String>>()
    };
    let longest_first = |name: &str| {
        let mut list: Vec<String> = section(name).into_iter().collect();
        list.sort_by_key(|entry| std::cmp::Reverse(entry.len()));
        list
    };
    Lists {
        class: section("[class]"),
        picture: section("[picture]"),
        line: section("[line]"),
        lead: section("[lead]"),
        heading: longest_first("[heading]"),
        opening: longest_first("[opening]"),
        inside: longest_first("[inside]"),
    }
});

/// For each node, whether it and all it holds are beside the report. Linear in the page.
pub fn dropped(tree: &Tree) -> Vec<bool> {
    let sums = Sums::of(tree);
    let mut dropped = vec![false; tree.nodes.len()];
    let mut at = 1;
    while at < tree.nodes.len() {
        dropped[at] = is_beside(tree, at, &sums);
        at = if dropped[at] { tree.nodes[at].end } else { at + 1 };
    }
    dropped
}

/// Whether one of the words of an element's class or id announces the summary of a report.
pub fn is_lead(tree: &Tree, at: usize) -> bool {
    has_class(tree, at, &LISTS.lead) || tree.nodes[at].has_word("itemprop", "description")
}

fn is_beside(tree: &Tree, at: usize, sums: &Sums) -> bool {
    let node = &tree.nodes[at];
    let Kind::Element { name, attrs } = &node.kind else { return false };
    if NEVER.contains(&name.as_str()) {
        return true;
    }
    if attrs.is_empty() && !matches!(name.as_str(), "figure" | "header") {
        return false;
    }
    let (chars, all) = (sums.chars[at], sums.chars[0]);
    if is_hidden(tree, at) {
        // Loaders hide the whole page until their script has run.
        return chars * 10 < all * 9;
    }
    if sums.core[at] || matches!(name.as_str(), "body" | "html") {
        return false;
    }
    let most = sums.prose[at] * 10 > sums.prose[0] * 6;
    if most {
        // Only readers' remarks outweigh a report, and then its headline stands elsewhere.
        return sums.core[0] && has_class(tree, at, &COMMENTS) && !has_class(tree, at, &MANNERS);
    }
    let role = node.attr("role").is_some_and(|role| ROLES.contains(&role.to_ascii_lowercase().as_str()));
    let about =
        node.attr("itemprop").is_some_and(|prop| prop.split_ascii_whitespace().any(|word| ABOUT.contains(&word)));
    // The header of an article holds its headline and is `core`; any other is the site's.
    let header = name == "header" && tree.ancestors(at).all(|up| !matches!(tree.nodes[up].name(), "article" | "main"));
    let picture =
        sums.pictures[at] > 0 && chars <= CAPTION_CHARS && (name == "figure" || has_class(tree, at, &LISTS.picture));
    role || about || header || picture || has_class(tree, at, &LISTS.class)
}

static COMMENTS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| ["comment", "comments", "disqus", "hypercomments"].map(str::to_owned).into());

/// Words that make of "comments" a manner of the wrapper: `has-comments`, `comments-open`.
static MANNERS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| ["has", "no", "with", "open", "closed", "off", "on"].map(str::to_owned).into());

fn is_hidden(tree: &Tree, at: usize) -> bool {
    let node = &tree.nodes[at];
    let style = node.attr("style").map(|style| style.to_ascii_lowercase().replace(' ', ""));
    node.attr("hidden").is_some()
        || node.attr("aria-hidden") == Some("true")
        || node.attr("aria-modal") == Some("true")
        || style.is_some_and(|style| style.contains("display:none") || style.contains("visibility:hidden"))
}

/// Words of class and id: parts between marks, and the whole name for entries of several words.
fn has_class(tree: &Tree, at: usize, list: &BTreeSet<String>) -> bool {
    let node = &tree.nodes[at];
    // Names are short; what is longer is data.
    let names =
        ["class", "id"].into_iter().filter_map(|attr| node.attr(attr)).flat_map(str::split_ascii_whitespace).take(30);
    names.filter(|name| name.len() <= 100).any(|name| {
        let parts = class_parts(name);
        parts.iter().any(|part| list.contains(part))
            || parts.windows(2).any(|pair| list.contains(&pair.join("-")))
            || parts.windows(3).any(|three| list.contains(&three.join("-")))
    })
}

/// `article__shareBar` is `article`, `share`, `bar`.
fn class_parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (lower && c.is_uppercase()) {
            parts.push(String::new());
        }
        lower = c.is_lowercase();
        if let Some(part) = parts.last_mut().filter(|_| c.is_alphanumeric()) {
            part.extend(c.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// What is added up over the subtrees of a page.
struct Sums {
    // Characters of text, those outside links, pictures and players.
    chars: Vec<usize>,
    prose: Vec<usize>,
    pictures: Vec<usize>,
    // Whether the headline, the main element or the body of an article is inside.
    core: Vec<bool>,
}

impl Sums {
    fn of(tree: &Tree) -> Sums {
        let n = tree.nodes.len();
        let mut sums = Sums { chars: vec![0; n], prose: vec![0; n], pictures: vec![0; n], core: vec![false; n] };
        let (mut skip, mut link) = (0, 0);
        for (at, node) in tree.nodes.iter().enumerate().skip(1) {
            if at < skip {
                continue;
            }
            match &node.kind {
                Kind::Text(words) => {
                    let chars = words.chars().filter(|c| c.is_alphanumeric()).count();
                    sums.chars[at] = chars;
                    sums.prose[at] = if at < link { 0 } else { chars };
                }
                Kind::Element { name, .. } => {
                    match name.as_str() {
                        "img" | "picture" => sums.pictures[at] = 1,
                        "video" | "iframe" | "audio" | "object" => {
                            sums.pictures[at] = 1;
                            skip = node.end;
                        }
                        "a" => link = link.max(node.end),
                        "figcaption" => {}
                        _ if NEVER.contains(&name.as_str()) => skip = node.end,
                        _ => {}
                    }
                    sums.core[at] = name == "h1" || name == "main" || node.has_word("itemprop", "articleBody");
                }
            }
        }
        // Children come after their parents, so one pass from the end adds all up.
        for at in (1..n).rev() {
            let parent = tree.nodes[at].parent;
            sums.chars[parent] += sums.chars[at];
            sums.prose[parent] += sums.prose[at];
            sums.pictures[parent] += sums.pictures[at];
            sums.core[parent] |= sums.core[at];
        }
        sums
    }
}

/// How a paragraph stands to the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// May belong to it.
    Keep,
    /// Beside it.
    Drop,
    /// Beside it, and so are the links that follow: "Читайте также:".
    DropWithLinks,
}

/// Judges a paragraph by itself and by the elements around it.
pub fn judge(tree: &Tree, block: &Block) -> Verdict {
    let link_share = block.link_share();
    let short = block.text.chars().count() <= 120;
    if !block.text.chars().any(char::is_alphabetic) {
        return Verdict::Drop;
    }
    if is_heading_of_links(&block.text, link_share) {
        return Verdict::DropWithLinks;
    }
    // A whole sentence that is a link belongs to the text; a title that is one leads elsewhere.
    if opens_beside(&block.text) || (link_share >= 80 && !block.text.ends_with(['.', '!', '?'])) {
        return Verdict::Drop;
    }
    let around = || std::iter::once(block.container).chain(tree.ancestors(block.container)).take(4);
    if short && !ends_sentence(&block.text) && around().any(|at| has_class(tree, at, &LISTS.line) && !is_lead(tree, at))
    {
        return Verdict::Drop;
    }
    Verdict::Keep
}

/// Whether a line is one of the notices that stand under reports.
pub fn opens_beside(line: &str) -> bool {
    let chars = line.chars().count();
    if chars > 400 {
        return false;
    }
    let folded = text::fold(line);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    (chars <= 300 && LISTS.opening.iter().any(|opening| starts_with_words(bare, opening).is_some()))
        || LISTS.inside.iter().any(|inside| folded.contains(inside))
        // "Президент на встрече © Агентство / Имя Фамилия" is a caption with its credit.
        || (chars <= 250 && folded.contains('©') && !ends_sentence(line))
}

/// "По теме", "По теме:", "По теме: <a>…</a>"; not "По теме переговоров министр сказал, …".
fn is_heading_of_links(line: &str, link_share: usize) -> bool {
    if line.chars().count() > 300 {
        return false;
    }
    let folded = text::fold(line);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    LISTS.heading.iter().any(|heading| {
        starts_with_words(bare, heading).is_some_and(|rest| {
            let rest = rest.trim_start();
            let after = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
            // Figures are counts: "Просмотров: 1024", "Комментарии (5)".
            after.chars().all(|c| !c.is_alphabetic())
                || link_share >= 50
                || (rest.starts_with([':', '|', '©']) && !ends_sentence(line) && line.chars().count() <= 200)
        })
    })
}

/// What follows `opening` in `line` when it ends at the border of a word.
fn starts_with_words<'a>(line: &'a str, opening: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(opening)?;
    let inside = opening.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
    (!inside).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::block::Blocks;

    fn check(html: &str, expected: Verdict) {
        let tree = Tree::build(html);
        let blocks = Blocks::of(&tree, &vec![false; tree.nodes.len()]);
        assert_eq!(judge(&tree, &blocks.all[0]), expected, "{html}");
    }

    #[test]
    fn headings_of_link_lists_are_told_from_sentences() {
        check("<p>Читайте также:", Verdict::DropWithLinks);
        check("<p><b>По теме: </b><a href=x>Визит отложен</a>", Verdict::DropWithLinks);
        check("<p>Дагы окуңуз: <a href=x>Сапар</a>", Verdict::DropWithLinks);
        check("<p>По теме переговоров министр сказал, что они продолжатся.", Verdict::Keep);
        check("<p>Related parties will meet in May, the ministry said.", Verdict::Keep);
        check("<p>Тема боюнча сүйлөшүүлөр уланат.", Verdict::Keep);
    }

    #[test]
    fn notices_and_credits_are_beside_the_report() {
        check("<p>Ошибка в тексте? Выделите ее и нажмите Ctrl+Enter", Verdict::Drop);
        check("<p>Фото: пресс-служба министерства", Verdict::DropWithLinks);
        check("<p>Министры на встрече © Агентство / Имя", Verdict::Drop);
        check("<p>Просмотров: 1024", Verdict::DropWithLinks);
        check("<p>12:40", Verdict::Drop);
        check("<p><a href=x>Визит министра отложен</a>", Verdict::Drop);
        check("<p><a href=x>Визит министра отложен до осени.</a>", Verdict::Keep);
    }

    #[test]
    fn short_lines_are_judged_by_what_surrounds_them() {
        check("<div class='article-info'><span>Корреспондент агентства</span></div>", Verdict::Drop);
        check("<div class='article-text'><h3>Что дальше</h3></div>", Verdict::Keep);
    }

    #[test]
    fn class_names_fall_into_words() {
        assert_eq!(class_parts("article__shareBar-2"), ["article", "share", "bar", "2"]);
        assert_eq!(class_parts("b-tags"), ["b", "tags"]);
    }

    #[test]
    fn a_wrapper_with_an_odd_name_is_kept() {
        let html =
            "<div class='page-with-sidebar'><h1>Заголовок</h1><p>Текст</p></div><div class='sidebar'>Лента</div>";
        let tree = Tree::build(html);
        let dropped = dropped(&tree);
        let blocks = Blocks::of(&tree, &dropped);
        let texts: Vec<&str> = blocks.all.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["Заголовок", "Текст"]);
    }

    #[test]
    fn every_list_has_entries() {
        for list in [&LISTS.class, &LISTS.picture, &LISTS.line, &LISTS.lead] {
            assert!(list.len() > 10);
        }
        assert!(LISTS.heading.len() > 50 && LISTS.opening.len() > 50 && LISTS.inside.len() > 3);
    }
}
