//! Places in a report's text, counted in code points as the record counts them, and the sentences gold is matched by.

/// Half-open stretch in code points. Signed, because a record from elsewhere may hold anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub start: i64,
    pub end: i64,
}

impl Stretch {
    /// Code points that both share.
    pub fn overlap(self, other: Stretch) -> i64 {
        self.end.min(other.end).saturating_sub(self.start.max(other.start)).max(0)
    }

    /// Shared part of the union, 0 to 1.
    pub fn iou(self, other: Stretch) -> f64 {
        let shared = i128::from(self.overlap(other));
        // Wider than the offsets: a record may name an end far beyond its text.
        let long = |s: Stretch| i128::from(s.end) - i128::from(s.start);
        if shared == 0 { 0.0 } else { shared as f64 / (long(self) + long(other) - shared) as f64 }
    }
}

/// A text with the table from code points to bytes.
pub(crate) struct Text<'a> {
    text: &'a str,
    // Byte where each code point starts, then the length in bytes.
    starts: Vec<usize>,
    sentences: Vec<Stretch>,
}

impl<'a> Text<'a> {
    pub fn new(text: &'a str) -> Self {
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Text { text, starts, sentences: sentences(text) }
    }

    /// First occurrence of `part` at or after code point `from`.
    pub fn find(&self, part: &str, from: i64) -> Option<Stretch> {
        let byte = *self.starts.get(usize::try_from(from).ok()?)?;
        let found = byte + self.text[byte..].find(part)?;
        let start = self.starts.partition_point(|s| *s < found);
        Some(Stretch { start: start as i64, end: (start + part.chars().count()) as i64 })
    }

    /// Words at the stretch; what lies beyond the text is cut off. `None` for a stretch before the text or backwards.
    pub fn slice(&self, at: Stretch) -> Option<&'a str> {
        let last = self.starts.len() - 1;
        let (start, end) = (usize::try_from(at.start).ok()?.min(last), usize::try_from(at.end).ok()?.min(last));
        (start <= end).then(|| &self.text[self.starts[start]..self.starts[end]])
    }

    /// The sentence at a code point, or that code point alone.
    pub fn sentence_at(&self, at: i64) -> Stretch {
        let home = self.sentences.iter().find(|s| s.start <= at && at < s.end);
        home.copied().unwrap_or(Stretch { start: at, end: at + 1 })
    }
}

/// Sentences for matching: cut at line ends and where a closing mark, white space and a capital or digit follow each
/// other, unless an initial or a common abbreviation stands before the dot. They tile the text.
fn sentences(text: &str) -> Vec<Stretch> {
    let chars: Vec<char> = text.chars().collect();
    let (mut cuts, mut at) = (vec![0], 0);
    while at < chars.len() {
        let Some(end) = boundary(&chars, at) else {
            at += 1;
            continue;
        };
        if !after_abbreviation(&chars[..=at]) {
            cuts.push(end);
        }
        at = end;
    }
    cuts.push(chars.len());
    let stretch = |w: &[usize]| Stretch { start: w[0] as i64, end: w[1] as i64 };
    cuts.windows(2).filter(|w| w[0] < w[1]).map(stretch).collect()
}

/// End of the white space at `at` if a sentence may end there.
fn boundary(chars: &[char], at: usize) -> Option<usize> {
    let run = |test: fn(char) -> bool| at + chars[at..].iter().take_while(|c| test(**c)).count();
    if chars[at] == '\n' {
        return Some(run(|c| c == '\n'));
    }
    let closed = at.checked_sub(1).is_some_and(|before| ".!?…»\"”".contains(chars[before]));
    if !chars[at].is_whitespace() || !closed {
        return None;
    }
    let end = run(char::is_whitespace);
    let mut next = end;
    if chars.get(next).is_some_and(|c| "\"«“—–-".contains(*c)) {
        next += 1;
        next += usize::from(chars.get(next).is_some_and(|c| c.is_whitespace()));
    }
    chars.get(next).is_some_and(|c| opens(*c)).then_some(end)
}

fn opens(c: char) -> bool {
    matches!(c, 'А'..='Я' | 'Ё' | 'Ө' | 'Ү' | 'Ң' | 'A'..='Z' | '0'..='9')
}

/// Whether the text so far ends with an initial or an abbreviation and its dot.
fn after_abbreviation(chars: &[char]) -> bool {
    const SHORT: [&str; 9] = ["г", "тыс", "млн", "млрд", "им", "ул", "ст", "т.д", "т.п"];
    let trimmed = chars.iter().rposition(|c| !c.is_whitespace()).map_or(&chars[..0], |last| &chars[..=last]);
    let [head @ .., '.'] = trimmed else { return false };
    let word_before =
        |n: usize| head.len() > n && (head[head.len() - n - 1].is_alphanumeric() || head[head.len() - n - 1] == '_');
    let initial = head.last().is_some_and(|c| matches!(c, 'А'..='Я' | 'A'..='Z')) && !word_before(1);
    let ends = |short: &str| {
        let n = short.chars().count();
        n <= head.len() && short.chars().eq(head[head.len() - n..].iter().copied()) && !word_before(n)
    };
    initial || SHORT.iter().any(|short| ends(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let whole = Text::new(text);
        let parts: Vec<&str> = whole.sentences.iter().filter_map(|s| whole.slice(*s)).collect();
        assert_eq!(parts, expected);
    }

    #[test]
    fn a_capital_or_digit_after_a_closing_mark_starts_a_sentence() {
        check("Школа готова. Вузы ждут.", &["Школа готова. ", "Вузы ждут."]);
        check("Это так. 30 мест.", &["Это так. ", "30 мест."]);
        check("Так сказал он. — Да.", &["Так сказал он. ", "— Да."]);
        check("Так сказал он. далее", &["Так сказал он. далее"]);
    }

    #[test]
    fn line_ends_cut_and_stay_with_the_sentence_before() {
        check("Заголовок\n\nТекст", &["Заголовок\n\n", "Текст"]);
    }

    #[test]
    fn initials_and_abbreviations_end_nothing() {
        check("В г. Бишкек А. Петров.", &["В г. Бишкек А. Петров."]);
        check("Это 5 млн. Рублей", &["Это 5 млн. Рублей"]);
        check("Из США. Потом", &["Из США. ", "Потом"]);
        check("и т.д. Потом", &["и т.д. Потом"]);
    }

    #[test]
    fn places_are_counted_in_code_points() {
        let text = Text::new("аб вг аб");
        assert_eq!(text.find("аб", 1), Some(Stretch { start: 6, end: 8 }));
        assert_eq!(text.find("аб", 7), None);
        assert_eq!(text.find("аб", 90), None);
        assert_eq!(text.slice(Stretch { start: 3, end: 5 }), Some("вг"));
        assert_eq!(text.slice(Stretch { start: 6, end: 99 }), Some("аб"));
        assert_eq!(text.slice(Stretch { start: 5, end: 3 }), None);
    }

    #[test]
    fn iou_is_the_shared_part_of_the_union() {
        let (a, b) = (Stretch { start: 0, end: 10 }, Stretch { start: 5, end: 10 });
        assert_eq!((a.iou(b), a.iou(Stretch { start: 10, end: 12 })), (0.5, 0.0));
        assert!(a.iou(Stretch { start: 0, end: i64::MAX }) < 0.5);
    }
}
