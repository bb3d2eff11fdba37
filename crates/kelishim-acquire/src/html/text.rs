//! Small judgements about lines of text that several parts of the page reader share.

/// For comparing: lower case, ё as е, runs of white space as one space, none at the ends.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }));
    }
    out
}

/// White space folded, as a browser shows a heading.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a line ends as sentences do, closing quotation marks and brackets aside.
pub fn ends_sentence(line: &str) -> bool {
    let bare = line
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '»' | '”' | '“' | '\'' | '’' | ')' | ']'));
    bare.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？'])
}

/// Letters and figures only, folded: what two wordings of one line have in common.
pub fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ё' { 'е' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_compared_without_case_marks_and_spacing() {
        assert_eq!(fold(" Ещё\u{a0} ПО  теме "), "еще по теме");
        assert_eq!(letters("«Ёлка»— 5 %"), "елка5");
        assert_eq!(one_line(" a \n b "), "a b");
    }

    #[test]
    fn sentences_end_inside_quotation_marks_too() {
        for line in ["Да.", "«Да.»", "Да!”", "Да…", "(Да.)"] {
            assert!(ends_sentence(line), "{line}");
        }
        for line in ["Да", "«Да»", ""] {
            assert!(!ends_sentence(line), "{line}");
        }
    }
}
