//! Text of others as text: markup is escaped, and characters that act without being seen are shown.

use std::fmt::{self, Write};

/// Escapes HTML and XML; control characters and marks that turn the direction of writing become visible signs.
///
/// A report may hold anything. A right-to-left override would reorder our own words beside it, a null byte ends a page in some
/// readers.
#[derive(Debug, Clone, Copy)]
pub struct Visible;

impl askama::filters::Escaper for Visible {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        let mut from = 0;
        for (at, c) in string.char_indices() {
            let sign = match c {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\n' | '\t' | '\r' => continue,
                // The last two may not stand in XML at all.
                '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
                // Left-to-right and right-to-left marks only help; embeddings, overrides and isolates reach beyond the text.
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "\u{fffd}",
                _ => continue,
            };
            dest.write_str(&string[from..at])?;
            dest.write_str(sign)?;
            from = at + c.len_utf8();
        }
        dest.write_str(&string[from..])
    }
}

/// Escaped as a template does it: for what is written without one.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // A string takes everything.
    let _ = askama::filters::Escaper::write_escaped_str(&Visible, &mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_in_a_text_acts() {
        assert_eq!(escape("<b onclick='x'>&\"</b>"), "&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;&lt;/b&gt;");
        assert_eq!(escape("а\u{202e}б\u{0}в\u{2066}\n"), "а\u{fffd}б\u{fffd}в\u{fffd}\n");
        assert_eq!(escape("құқық \u{200f}"), "құқық \u{200f}");
        assert_eq!(escape("\u{1}\u{fffe}\t"), "\u{fffd}\u{fffd}\t");
    }
}
