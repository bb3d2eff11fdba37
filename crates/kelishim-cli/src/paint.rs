//! Colour on a terminal, plain text elsewhere; control characters of foreign texts are never passed on.

use std::fmt::Write;

/// How a stretch of text is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A heading.
    Bold,
    /// Said, done, undertaken: the three kinds of rows.
    Statement,
    /// An event.
    Event,
    /// A commitment.
    Commitment,
    /// Less important.
    Dim,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Style::Bold => "1",
            Style::Statement => "36",
            Style::Event => "33",
            Style::Commitment => "32",
            Style::Dim => "2",
        }
    }
}

/// The text in a style; `anstream` strips it where no terminal shows it.
pub fn paint(style: Style, text: &str) -> String {
    format!("\u{1b}[{}m{}\u{1b}[0m", style.code(), clean(text))
}

/// One line of a foreign text, with its control characters shown instead of passed on.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => write!(out, "\\u{{{:x}}}", c as u32).expect("a string takes all"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_of_a_text_are_not_passed_on() {
        assert_eq!(clean("а\u{1b}[31mб\nв"), "а\\u{1b}[31mб в");
    }
}
