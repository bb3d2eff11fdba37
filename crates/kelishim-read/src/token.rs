//! Words, numbers and marks: the same cut in training (`train/text.py`) and here.
//!
//! Two levels. A fine part is what the encoder sees: a word, a number or a single mark. A token is what everybody else
//! sees: parts joined by a hyphen without spaces are one token ("COVID-19", "Токио-2").

use crate::short::spelled_out;
use kelishim_model::Span;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Fine parts of a stretch of `text`, in order, as spans of `text`. Only white space lies between them. Linear.
///
/// A number keeps its decimal points and commas ("5,56"), a word its inner apostrophes and combining marks, a short word of
/// counting its full stop ("тыс."); every other mark is a part of its own.
pub fn fine_parts(text: &str, within: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let words = within.of(text);
    let mut at = 0;
    while let Some(c) = words[at..].chars().next() {
        let length = if is_space(c) {
            at += c.len_utf8();
            continue;
        } else if let Some(n) = decimal_number(&words[at..]) {
            n
        } else if is_word_char(c) {
            let length = word(&words[at..]);
            let (form, after) = words[at..].split_at(length);
            // The full stop of "тыс." belongs to the word, unless it may end the sentence.
            let stop = after.strip_prefix('.').is_some_and(|s| !s.trim().is_empty()) && spelled_out(form).is_some();
            length + usize::from(stop)
        } else {
            c.len_utf8()
        };
        parts.push(Span::new(within.start() + at, within.start() + at + length));
        at += length;
    }
    parts
}

/// Tokens as ranges of fine parts: together they hold each part once, in order. Linear.
///
/// `parts` must come from [`fine_parts`] over the same `text`.
pub fn tokens(text: &str, parts: &[Span]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut first = 0;
    while first < parts.len() {
        let mut last = first;
        while joined_by_hyphen(text, &parts[last..]) {
            last += 2;
        }
        out.push(first..last + 1);
        first = last + 1;
    }
    out
}

/// The form in which words are looked up: lowercase, composed (NFC), "ё" as "е", one kind of quotation mark, apostrophe,
/// dash and space; stress marks, soft hyphens and zero-width characters left out.
///
/// For look-up only: its length and offsets are not those of `s`.
pub fn fold(s: &str) -> String {
    s.nfc().flat_map(char::to_lowercase).filter_map(folded).collect()
}

fn folded(c: char) -> Option<char> {
    Some(match c {
        'ё' => 'е',
        '«' | '»' | '“' | '”' | '„' | '‟' | '″' | '＂' => '"',
        '’' | '‘' | 'ʼ' | '`' | '´' | '′' | '‛' | 'ʻ' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        // What remains of an acute accent after composition is the stress mark of a Cyrillic vowel.
        '\u{301}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => return None,
        c if is_space(c) => ' ',
        c => c,
    })
}

/// White space, the separators of old control codes included.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Letters and numbers. The alphabetic property also counts vowel signs and circled letters, which are marks here.
pub(crate) fn is_word_char(c: char) -> bool {
    let circled = matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}');
    c.is_alphanumeric() && !circled && !is_combining_mark(c)
}

/// Decimal digits of any script.
fn is_digit(c: char) -> bool {
    // Numbers that are neither letters nor other numerals: for the scripts in use ASCII is nearly all of them.
    c.is_ascii_digit() || (!c.is_ascii() && is_decimal(c))
}

/// Starts of the runs of ten decimal digits outside ASCII (Unicode category Nd, basic plane).
const DIGIT_RUNS: [u32; 36] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
];

fn is_decimal(c: char) -> bool {
    let c = c as u32;
    (0x1d7ce..=0x1d7ff).contains(&c) || DIGIT_RUNS.iter().any(|start| (*start..start + 10).contains(&c))
}

/// Length of digits with at least one inner point or comma at the start of `s`.
fn decimal_number(s: &str) -> Option<usize> {
    let digits = |from: usize| s[from..].chars().take_while(|c| is_digit(*c)).map(char::len_utf8).sum::<usize>();
    let whole = digits(0);
    let mut end = whole;
    while whole > 0 && s[end..].starts_with(['.', ',']) {
        let more = digits(end + 1);
        if more == 0 {
            break;
        }
        end += 1 + more;
    }
    (end > whole).then_some(end)
}

/// Length of the word at the start of `s`. Where a space was lost between two alphabets ("передаетReuters") or before a Russian capital
/// ("апреляИран", but not "КазМунайГаз" nor "кВт") the word ends.
fn word(s: &str) -> usize {
    let mut chars = s.char_indices().peekable();
    let mut run = 0;
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        let here = Alphabet::of(c);
        if here.is_some() && before.is_some() && here != before {
            if is_run(&s[run..at]) && is_run(&s[at..]) {
                return at;
            }
            run = at;
        }
        if here == Some(Alphabet::Cyrillic) && c.is_uppercase() && is_glued(&s[..at], &s[at..]) {
            return at;
        }
        before = here.or(before);
        let inner = is_word_char(c) || c == '_' || ('\u{300}'..='\u{36f}').contains(&c);
        let apostrophe =
            matches!(c, '\'' | '’') && chars.peek().is_some_and(|(_, n)| is_word_char(*n) && !is_digit(*n));
        if !inner && !apostrophe {
            return at;
        }
    }
    s.len()
}

/// Whether a small Russian word ends before a capital: not in "кВт", "кВтч", "д’Ивуар".
fn is_glued(left: &str, right: &str) -> bool {
    let cyrillic = |c: char| Alphabet::of(c) == Some(Alphabet::Cyrillic);
    let small = !left.is_empty() && left.chars().all(|c| cyrillic(c) && c.is_lowercase());
    let letters = || right.chars().take_while(|c| cyrillic(*c));
    let capitals = || letters().all(char::is_uppercase);
    small
        && match (left.chars().nth(1).is_some(), letters().count()) {
            (true, n) => n >= 3,
            // A preposition of one letter, not the beginning of a unit.
            (false, n) => "вксоу".contains(left) && (n > 4 || n >= 3 && capitals()),
        }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Cyrillic,
    Latin,
}

impl Alphabet {
    fn of(c: char) -> Option<Alphabet> {
        match c {
            '\u{400}'..='\u{52f}' => Some(Alphabet::Cyrillic),
            'A'..='Z' | 'a'..='z' => Some(Alphabet::Latin),
            _ => None,
        }
    }
}

/// Whether `s` begins with two letters or more of one alphabet; of Latin ones there must be one that no Cyrillic letter looks like,
/// since a Latin "о" slips into Russian words.
fn is_run(s: &str) -> bool {
    let alphabet = s.chars().next().and_then(Alphabet::of);
    let letters = || s.chars().take_while(|c| alphabet.is_some() && Alphabet::of(*c) == alphabet);
    letters().nth(1).is_some()
        && (alphabet == Some(Alphabet::Cyrillic) || letters().any(|c| !"ABCEHKMOPTXaceopxy".contains(c)))
}

/// Whether the first three parts are word, hyphen, word without spaces.
fn joined_by_hyphen(text: &str, parts: &[Span]) -> bool {
    let [left, mark, right, ..] = parts else { return false };
    left.end() == mark.start()
        && mark.end() == right.start()
        && matches!(mark.of(text), "-" | "‐" | "‑")
        && left.of(text).chars().next_back().is_some_and(is_word_char)
        && right.of(text).chars().next().is_some_and(is_word_char)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Fine parts divided by spaces, tokens by bars.
    fn check(text: &str, expected: &str) {
        let parts = fine_parts(text, Span::new(0, text.len()));
        let shown: Vec<String> = tokens(text, &parts)
            .into_iter()
            .map(|t| parts[t].iter().map(|p| p.of(text)).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(shown.join("|"), expected, "{text:?}");
    }

    #[test]
    fn hyphenated_words_are_one_token_of_several_parts() {
        check("штамм COVID-19 и 2-й", "штамм|COVID - 19|и|2 - й");
        check("Нью-Йорк — ад-Дин-ага", "Нью - Йорк|—|ад - Дин - ага");
        check("год - год -да- 5-", "год|-|год|-|да|-|5|-");
        check("7-10‑11", "7 - 10 ‑ 11");
    }

    #[test]
    fn a_space_lost_between_alphabets_ends_a_word() {
        check("передаетReuters со", "передает|Reuters|со");
        check(
            "13 апреляИран вТаджикистан КазМунайГаз наРИА 5 кВт",
            "13|апреля|Иран|в|Таджикистан|КазМунайГаз|на|РИА|5|кВт",
        );
        check("кВтч кВ дБ вСША Кот-д’Ивуар Жискар д’Эстен", "кВтч|кВ|дБ|в|США|Кот - д’Ивуар|Жискар|д’Эстен");
        check("Tengrinews.kzсо ссылкой", "Tengrinews|.|kz|со|ссылкой");
        check("Рoссия IT-рынок iPhoneом", "Рoссия|IT - рынок|iPhone|ом");
    }

    #[test]
    fn numbers_keep_points_and_commas() {
        check("5,56 мм, 1.2.3 и 1,000,000.", "5,56|мм|,|1.2.3|и|1,000,000|.");
        check("1.5млн 2021г. A5,6", "1.5|млн|2021г|.|A5|,|6");
        check("24.kg", "24|.|kg");
    }

    #[test]
    fn apostrophes_and_combining_marks_stay_inside_words() {
        check("O'Brien’s об'єкт '90s' сʼезд", "O'Brien’s|об'єкт|'|90s|'|сʼезд");
        check("за\u{301}мок и\u{306}од \u{301}", "за\u{301}мок|и\u{306}од|\u{301}");
        check("d'1 x_y _z", "d|'|1|x_y|_|z");
    }

    #[test]
    fn every_other_mark_stands_alone() {
        check("«Да»... 😀👍🏽 №5 $10%", "«|Да|»|.|.|.|😀|👍|🏽|№|5|$|10|%");
        check("а\r\nб\u{a0}в\u{1f}г\u{200b}д", "а|б|в|г|\u{200b}|д");
        check("कि ⓐ ½", "क|ि|ⓐ|½");
        check("", "");
    }

    #[test]
    fn folding_unifies_what_readers_do_not_tell_apart() {
        assert_eq!(fold("«Ё\u{a0}Же\u{301}лтый» — И\u{306}"), "\"е желтый\" - й");
        assert_eq!(fold("O’BRIEN soft\u{ad}ly"), "o'brien softly");
    }

    proptest! {
        /// Parts stand in order, never overlap, and only white space lies between them.
        #[test]
        fn parts_and_spaces_tile_the_text(text in "\\PC{0,60}|[а-яёА-Я0-9.,'’ʼ_\\-‑ \r\n\u{301}]{0,60}") {
            let parts = fine_parts(&text, Span::new(0, text.len()));
            let mut at = 0;
            for p in &parts {
                prop_assert!(text[at..p.start()].chars().all(is_space));
                prop_assert!(!p.of(&text).contains(is_space));
                at = p.end();
            }
            prop_assert!(text[at..].chars().all(is_space));
            let cut = tokens(&text, &parts);
            prop_assert_eq!(cut.iter().map(|t| t.len()).sum::<usize>(), parts.len());
        }
    }
}
