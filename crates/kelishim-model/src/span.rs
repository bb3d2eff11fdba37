//! Stretches of an article's text, and the table that turns their bytes into code points.

/// A stretch of [`crate::Article::text`]: half-open, in bytes of the text as published.
///
/// Never an index into a lowercased, lemmatised or otherwise altered copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    // Invariant: start <= end. Both lie on char boundaries of the text they were cut from.
    start: u32,
    end: u32,
}

impl Span {
    /// The stretch from `start` to `end`.
    ///
    /// # Panics
    /// When `start > end` or `end` does not fit in 32 bits; texts are cut at a million characters long before.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span {start}..{end} runs backwards");
        let fit = |n: usize| u32::try_from(n).expect("a text of over 4 GiB is never read");
        Span { start: fit(start), end: fit(end) }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words themselves; `text` must be the text the span was cut from.
    pub fn of(self, text: &str) -> &str {
        &text[self.start()..self.end()]
    }

    /// Whether every byte of `other` is in this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without white space at its ends.
    pub fn trim(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start() + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

/// Where the characters of a text begin: bytes to code points in constant time.
pub struct CodePoints<'a> {
    // Code points before each 64th byte; the rest is counted on the spot.
    marks: Vec<u32>,
    bytes: &'a [u8],
}

impl<'a> CodePoints<'a> {
    /// The table of `text`; linear once, a 16th of the text in memory.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut marks = Vec::with_capacity(bytes.len() / 64 + 1);
        let mut count = 0;
        for chunk in bytes.chunks(64) {
            marks.push(count);
            count += starts(chunk);
        }
        marks.push(count);
        CodePoints { marks, bytes }
    }

    /// Code points before byte `at`.
    pub fn at(&self, at: usize) -> usize {
        let block = at / 64;
        (self.marks[block] + starts(&self.bytes[block * 64..at])) as usize
    }
}

fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_count_characters_not_bytes() {
        let text = format!("{}Ош 😀 кантты", "Бишкек ".repeat(30));
        let table = CodePoints::new(&text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(table.at(at), n);
        }
        assert_eq!(table.at(text.len()), text.chars().count());
    }

    #[test]
    fn trimming_keeps_the_words() {
        let text = "  \n Ош — город. ";
        assert_eq!(Span::new(0, text.len()).trim(text).of(text), "Ош — город.");
    }
}
