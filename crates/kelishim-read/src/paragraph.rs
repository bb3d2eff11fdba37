//! Paragraphs: lines of the text, and blocks of lines where the text was wrapped by hand.

use kelishim_model::Span;

/// Paragraphs of a stretch of `text`, trimmed, in order; only white space lies between them. Linear.
///
/// A line break ends a paragraph unless the line stops in mid-sentence and the next begins with a small letter. Where
/// such breaks are the rule, the text was wrapped to a width, and only blank lines end its paragraphs.
pub fn paragraphs(text: &str, within: Span) -> Vec<Span> {
    let lines = lines(text, within);
    let single: Vec<bool> =
        lines.windows(2).map(|w| !w[1].after_blank && continues(text, w[0].span, w[1].span)).collect();
    let breaks = lines.iter().skip(1).filter(|l| !l.after_blank).count();
    let wrapped = single.iter().filter(|c| **c).count();
    let is_wrapped = wrapped >= 3 && wrapped * 2 >= breaks;
    let mut out: Vec<Span> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        match out.last_mut() {
            Some(last) if i > 0 && !line.after_blank && (is_wrapped || single[i - 1]) => *last = last.cover(line.span),
            _ => out.push(line.span),
        }
    }
    out
}

struct Line {
    span: Span,
    after_blank: bool,
}

/// Lines that hold anything.
fn lines(text: &str, within: Span) -> Vec<Line> {
    let mut out = Vec::new();
    let (mut start, mut blank) = (within.start(), false);
    let mut add = |start: usize, end: usize| {
        let span = Span::new(start, end).trim(text);
        // The empty line between "\r" and "\n" is no blank line.
        let inside_crlf =
            start > 0 && text.as_bytes()[start - 1] == b'\r' && text[end..].starts_with('\n') && start == end;
        if !span.is_empty() {
            out.push(Line { span, after_blank: blank });
            blank = false;
        } else if !inside_crlf {
            blank = true;
        }
    };
    for (at, c) in within.of(text).char_indices() {
        if matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            let end = within.start() + at;
            add(start, end);
            start = end + c.len_utf8();
        }
    }
    add(start, within.end());
    out
}

/// Whether the second line goes on with the sentence of the first.
fn continues(text: &str, first: Span, second: Span) -> bool {
    let last = first.of(text).chars().next_back();
    let small = second.of(text).chars().next().is_some_and(char::is_lowercase);
    // "a) ..." is an item of a list.
    let item = second.of(text).chars().nth(1).is_some_and(|c| matches!(c, ')' | '.'));
    small && !item && last.is_some_and(|c| !matches!(c, '.' | '!' | '?' | '…' | ':' | ';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = paragraphs(text, Span::new(0, text.len())).iter().map(|p| p.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_and_blank_lines_end_paragraphs() {
        check("Первый.\nВторой.\r\n\r\n  Третий. \u{2029}Четвёртый", &["Первый.", "Второй.", "Третий.", "Четвёртый"]);
        check("\n \n", &[]);
    }

    #[test]
    fn a_line_that_stops_in_mid_sentence_is_no_paragraph() {
        check(
            "Стороны подписали\r\nсоглашение.\nЕго опубликуют",
            &["Стороны подписали\r\nсоглашение.", "Его опубликуют"],
        );
        check("Стороны обязались:\nа) строить;\nб) платить.", &["Стороны обязались:", "а) строить;", "б) платить."]);
    }

    #[test]
    fn text_wrapped_to_a_width_has_paragraphs_at_blank_lines() {
        let first = "The two sides have\nsigned a treaty on\ntrade. Both of the\nMinistries will now\nwork on it.";
        check(&format!("{first}\n\nMore is to come."), &[first, "More is to come."]);
    }
}
