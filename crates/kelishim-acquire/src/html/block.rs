//! The paragraphs of a page: what a browser would set on lines of their own.

use std::ops::Range;

use super::tree::{Tree, is_block};

/// One paragraph, heading, item or cell.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    /// As a browser shows it: white space of the mark-up folded, `<br>` as `\n`, nothing else altered. Never blank.
    pub text: String,
    /// The stretches of `text` that are links, in bytes, ascending.
    pub links: Vec<Range<usize>>,
    /// The innermost block element around it.
    pub container: usize,
    /// Its first text node: where it stands in the page.
    pub at: usize,
}

impl Block {
    /// Letters and figures of links in a hundred letters and figures.
    pub fn link_share(&self) -> usize {
        let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let linked: usize = self.links.iter().map(|link| count(&self.text[link.clone()])).sum();
        linked * 100 / count(&self.text).max(1)
    }
}

/// A walk over the page as one meets it from top to bottom.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Step {
    /// A block element begins: its node.
    Open(usize),
    /// A paragraph: its index among the blocks.
    Block(usize),
    /// A block element ends: its node.
    Close(usize),
}

/// All paragraphs outside dropped elements, and the walk they were found on.
pub struct Blocks {
    /// In document order.
    pub all: Vec<Block>,
    /// Every block element opened and closed once, every block once.
    pub steps: Vec<Step>,
}

impl Blocks {
    /// The paragraphs of `tree`; a node for which `dropped` is true is passed over with all it holds. Linear.
    pub fn of(tree: &Tree, dropped: &[bool]) -> Blocks {
        let mut walk =
            Walk { blocks: Blocks { all: Vec::new(), steps: Vec::new() }, line: Line::default(), container: 0 };
        // End of each open block element, and the container outside it.
        let mut open: Vec<(usize, usize)> = Vec::new();
        // Where the outermost open link and the outermost literal text end.
        let (mut link_end, mut literal_end) = (0, 0);
        let mut at = 1;
        while at < tree.nodes.len() {
            while let Some(&(_, outer)) = open.last().filter(|(end, _)| *end <= at) {
                open.pop();
                walk.leave(outer);
            }
            let node = &tree.nodes[at];
            if dropped[at] {
                // Something stood between the words before and after.
                walk.line.gap |= !walk.line.text.is_empty();
                at = node.end;
                continue;
            }
            if let Some(words) = node.text() {
                walk.line.push(words, at, at < link_end, at < literal_end);
            } else if node.name() == "br" {
                walk.line_break();
            } else if is_block(node.name()) {
                open.push((node.end, walk.container));
                walk.enter(at);
                if node.name() == "pre" {
                    literal_end = literal_end.max(node.end);
                }
            } else if node.name() == "a" && node.attr("href").is_some() {
                link_end = link_end.max(node.end);
            }
            at += 1;
        }
        while let Some((_, outer)) = open.pop() {
            walk.leave(outer);
        }
        walk.flush();
        walk.blocks
    }
}

struct Walk {
    blocks: Blocks,
    line: Line,
    container: usize,
}

impl Walk {
    fn enter(&mut self, at: usize) {
        self.flush();
        self.container = at;
        self.blocks.steps.push(Step::Open(at));
    }

    fn leave(&mut self, outer: usize) {
        self.flush();
        self.blocks.steps.push(Step::Close(self.container));
        self.container = outer;
    }

    fn line_break(&mut self) {
        if self.line.text.ends_with('\n') {
            self.flush();
        } else if !self.line.text.is_empty() {
            self.line.text.push('\n');
            self.line.gap = false;
        }
    }

    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text = line.text.trim();
        if text.is_empty() {
            return;
        }
        let cut = line.text.len() - line.text.trim_start().len();
        let within = |at: usize| at.saturating_sub(cut).min(text.len());
        let links = line.links.iter().map(|link| within(link.start)..within(link.end)).filter(|link| !link.is_empty());
        let block = Block { text: text.to_owned(), links: links.collect(), container: self.container, at: line.at };
        self.blocks.steps.push(Step::Block(self.blocks.all.len()));
        self.blocks.all.push(block);
    }
}

/// The paragraph being gathered.
#[derive(Default)]
struct Line {
    text: String,
    links: Vec<Range<usize>>,
    // White space of the mark-up that becomes one space if a word follows.
    gap: bool,
    at: usize,
}

impl Line {
    fn push(&mut self, words: &str, at: usize, linked: bool, literal: bool) {
        for c in words.chars() {
            // Only these fold in a browser; a no-break space is a character like any other.
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if literal && c == '\n' && !self.text.is_empty() {
                    self.text.push('\n');
                    self.gap = false;
                } else {
                    self.gap = true;
                }
                continue;
            }
            if self.text.is_empty() {
                self.at = at;
            } else if self.gap && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.gap = false;
            let start = self.text.len();
            self.text.push(c);
            if linked {
                match self.links.last_mut() {
                    // One space between two linked words belongs to the link.
                    Some(link) if link.end + 1 >= start => link.end = self.text.len(),
                    _ => self.links.push(start..self.text.len()),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[&str]) {
        let tree = Tree::build(html);
        let blocks = Blocks::of(&tree, &vec![false; tree.nodes.len()]);
        let texts: Vec<&str> = blocks.all.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, expected);
        let opens = blocks.steps.iter().filter(|step| matches!(step, Step::Open(_))).count();
        let closes = blocks.steps.iter().filter(|step| matches!(step, Step::Close(_))).count();
        assert_eq!(opens, closes);
    }

    #[test]
    fn inline_elements_do_not_part_words() {
        check("<p>Би<b>шк</b>ек <i> и </i>\n Ош</p>", &["Бишкек и Ош"]);
        check("<div>a<p>b</p>c</div>", &["a", "b", "c"]);
    }

    #[test]
    fn one_break_is_a_line_two_are_a_paragraph() {
        check("<div>a <br> b<br/>\n<br>c<br></div>", &["a\nb", "c"]);
    }

    #[test]
    fn special_spaces_are_kept_inside_and_dropped_outside() {
        check("<p>&nbsp; 5&nbsp;млн &nbsp;</p><p>&nbsp;</p>", &["5\u{a0}млн"]);
        check("<pre>a\n  b</pre>", &["a\nb"]);
    }

    #[test]
    fn links_are_measured() {
        let tree = Tree::build("<p>ab <a href=/x>cd ef</a> <a name=y>gh</a></p>");
        let blocks = Blocks::of(&tree, &vec![false; tree.nodes.len()]);
        let block = &blocks.all[0];
        assert_eq!(block.links.iter().map(|link| &block.text[link.clone()]).collect::<Vec<_>>(), ["cd ef"]);
        assert_eq!(block.link_share(), 50);
    }
}
