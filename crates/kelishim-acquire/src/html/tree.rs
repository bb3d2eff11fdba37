//! Tokens to a tree that is bounded in depth and size, kept in document order.
//!
//! Each node knows its parent and where its subtree ends, so that every walk over the page is a loop: nothing recurses,
//! and a page of a hundred thousand nested elements costs no more than a flat one.

use super::token::{Token, Tokens};

/// Elements nested deeper than this are dissolved into the element at this depth. Real pages stay under 60.
const MOST_DEPTH: usize = 150;

/// Nodes beyond this are not built. Long real pages have about 20,000.
const MOST_NODES: usize = 400_000;

/// A page: nodes in document order, each before its descendants.
pub struct Tree {
    /// `nodes[0]` is the page itself, an element without a name.
    pub nodes: Vec<Node>,
    /// Whether the page has more nodes than were built.
    pub cut_short: bool,
}

/// An element or a stretch of text.
pub struct Node {
    /// Index of the enclosing element; the page is its own.
    pub parent: usize,
    /// One past the last descendant.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
pub enum Kind {
    /// An element: its name in lower case and the attributes that are kept.
    Element {
        /// Lower case; empty for the page itself.
        name: String,
        /// First attribute of each kept name.
        attrs: Vec<(&'static str, String)>,
    },
    /// Characters, references resolved, white space as written.
    Text(String),
}

impl Node {
    /// Name of an element, or "" for text and the page.
    pub fn name(&self) -> &str {
        match &self.kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) => "",
        }
    }

    /// The characters of a text node.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            Kind::Element { .. } => None,
        }
    }

    /// The value of an attribute, when the element has it.
    pub fn attr(&self, wanted: &str) -> Option<&str> {
        match &self.kind {
            Kind::Element { attrs, .. } => {
                attrs.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
            }
            Kind::Text(_) => None,
        }
    }

    /// Whether `wanted` is one of the words of an attribute, letter case aside.
    pub fn has_word(&self, attr: &str, wanted: &str) -> bool {
        self.attr(attr)
            .is_some_and(|value| value.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(wanted)))
    }
}

impl Tree {
    /// The tree of a page. Linear: no end tag looks further than the depth limit.
    pub fn build(html: &str) -> Tree {
        let mut builder = Builder::new();
        for token in Tokens::of(html) {
            if builder.tree.nodes.len() >= MOST_NODES {
                builder.tree.cut_short = true;
                break;
            }
            match token {
                Token::Text(text) => builder.text(&text),
                Token::Open { name, attrs } => builder.open(name, attrs),
                Token::Close(name) => builder.close(&name),
            }
        }
        builder.close_to(0);
        builder.tree.nodes[0].end = builder.tree.nodes.len();
        builder.tree
    }

    /// Elements of one name, in document order.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = usize> + 'a {
        (0..self.nodes.len()).filter(move |at| self.nodes[*at].name() == name)
    }

    /// All characters inside a node, white space as written, scripts and styles left out.
    pub fn text_of(&self, at: usize) -> String {
        let mut text = String::new();
        let mut next = at;
        while next < self.nodes[at].end {
            let node = &self.nodes[next];
            if next != at && matches!(node.name(), "script" | "style" | "noscript" | "template") {
                next = node.end;
                continue;
            }
            if let Some(words) = node.text() {
                text.push_str(words);
            } else if is_block(node.name()) || node.name() == "br" {
                text.push(' ');
            }
            next += 1;
        }
        text
    }

    /// Enclosing elements, innermost first, the page last.
    pub fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(at), |at| (*at != 0).then(|| self.nodes[*at].parent)).skip(1)
    }
}

struct Builder {
    tree: Tree,
    // Open elements, outermost first; the page is always there.
    open: Vec<usize>,
    // Open elements beyond the depth limit that were dissolved.
    dissolved: usize,
}

impl Builder {
    fn new() -> Self {
        let page = Node { parent: 0, end: 0, kind: Kind::Element { name: String::new(), attrs: Vec::new() } };
        Builder { tree: Tree { nodes: vec![page], cut_short: false }, open: vec![0], dissolved: 0 }
    }

    fn top(&self) -> usize {
        *self.open.last().unwrap_or(&0)
    }

    fn push(&mut self, kind: Kind) -> usize {
        let at = self.tree.nodes.len();
        self.tree.nodes.push(Node { parent: self.top(), end: at + 1, kind });
        at
    }

    fn text(&mut self, text: &str) {
        // Pieces of one stretch ("3 ", "< 4") belong together.
        let top = self.top();
        if let Some(last) = self.tree.nodes.last_mut()
            && last.parent == top
            && let Kind::Text(words) = &mut last.kind
        {
            words.push_str(text);
        } else {
            self.push(Kind::Text(text.to_owned()));
        }
    }

    fn open(&mut self, name: String, attrs: Vec<(&'static str, String)>) {
        self.close_implied(&name);
        if VOID.contains(&name.as_str()) {
            self.push(Kind::Element { name, attrs });
        } else if self.open.len() > MOST_DEPTH {
            self.dissolved += 1;
            // What was a paragraph of its own stays one.
            if is_block(&name) {
                self.push(Kind::Element { name: "br".to_owned(), attrs: Vec::new() });
                self.push(Kind::Element { name: "br".to_owned(), attrs: Vec::new() });
            }
        } else {
            let at = self.push(Kind::Element { name, attrs });
            self.open.push(at);
        }
    }

    fn close(&mut self, name: &str) {
        if self.dissolved > 0 && !matches!(name, "body" | "html") {
            self.dissolved -= 1;
            return;
        }
        let block = is_block(name);
        for depth in (1..self.open.len()).rev() {
            let open = self.tree.nodes[self.open[depth]].name();
            if open == name {
                self.close_to(depth);
                return;
            }
            // "</b>" inside a paragraph does not end the paragraph, "</div>" in a cell not the table.
            if (!block && is_block(open)) || (open == "table" && name != "body" && name != "html") {
                return;
            }
        }
    }

    /// Ends the elements that a new one ends without saying so: `<p>` a paragraph, `<li>` an item, `<td>` a cell.
    fn close_implied(&mut self, name: &str) {
        let (ends, until): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "option" => (&["option"], &["select"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot"], &["table"]),
            "body" => (&["head"], &[]),
            "a" => (&["a"], &["table", "td", "li", "div", "p", "article", "section"]),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                (&["h1", "h2", "h3", "h4", "h5", "h6", "p"], &["div", "section", "td"])
            }
            _ if is_block(name) => (&["p"], &["div", "section", "article", "td", "li", "blockquote", "table"]),
            _ => return,
        };
        // An element inside a script-like wrapper of custom names is still found: only `until` stops the search.
        for depth in (1..self.open.len()).rev() {
            let open = self.tree.nodes[self.open[depth]].name();
            if ends.contains(&open) {
                return self.close_to(depth);
            }
            if until.contains(&open) {
                return;
            }
        }
    }

    /// Ends all open elements from `depth` on.
    fn close_to(&mut self, depth: usize) {
        let end = self.tree.nodes.len();
        for at in self.open.drain(depth.max(1)..) {
            self.tree.nodes[at].end = end;
        }
        self.dissolved = 0;
    }
}

const VOID: &[&str] = &[
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Whether an element stands on lines of its own.
pub fn is_block(name: &str) -> bool {
    BLOCK.binary_search(&name).is_ok()
}

const BLOCK: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let tree = Tree::build(html);
        let mut shown = String::new();
        let mut open: Vec<usize> = Vec::new();
        for (at, node) in tree.nodes.iter().enumerate().skip(1) {
            while open.last().is_some_and(|end| *end <= at) {
                open.pop();
                shown.push(')');
            }
            match &node.kind {
                Kind::Text(text) => shown.push_str(text),
                Kind::Element { name, .. } => {
                    shown.push_str(&format!("{name}("));
                    open.push(node.end);
                }
            }
        }
        shown.push_str(&")".repeat(open.len()));
        assert_eq!(shown, expected);
    }

    #[test]
    fn paragraphs_items_and_cells_end_without_end_tags() {
        check("<p>a<p>b<div>c</div>", "p(a)p(b)div(c)");
        check("<ul><li>a<ul><li>b</ul><li>c</ul>", "ul(li(aul(li(b)))li(c))");
        check("<table><tr><td>a<td>b<tr><td>c</table>d", "table(tr(td(a)td(b))tr(td(c)))d");
    }

    #[test]
    fn stray_end_tags_tear_nothing_apart() {
        check("<div><p>a</b>b</p>c</div>d", "div(p(ab)c)d");
        check("<b><p>a</b>b</p>", "b(p(ab))");
        check("<div><table><tr><td>a</div>b</td></tr></table>c</div>", "div(table(tr(td(ab)))c)");
    }

    #[test]
    fn void_elements_hold_nothing() {
        check("a<br>b<img src=x>c", "abr()bimg()c");
    }

    #[test]
    fn the_list_of_blocks_is_sorted() {
        assert!(BLOCK.is_sorted());
    }

    #[test]
    fn depth_and_size_are_bounded() {
        let tree = Tree::build(&("<div>".repeat(100_000) + "a" + &"</div>".repeat(100_000) + "<p>b"));
        let deepest = (0..tree.nodes.len()).step_by(997).map(|at| tree.ancestors(at).count()).max();
        assert!(deepest <= Some(MOST_DEPTH + 2));
        assert_eq!(tree.text_of(0).split_whitespace().collect::<Vec<_>>(), ["a", "b"]);
        assert!(Tree::build(&"<i>".repeat(MOST_NODES + 1)).nodes.len() <= MOST_NODES + 2);
    }
}
