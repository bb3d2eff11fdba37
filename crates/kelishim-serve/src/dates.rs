//! Dates and numbers as each language writes them.

use crate::Language;

const MONTHS: [[&str; 12]; 3] = [
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];
/// Third person possessive of the months: "2021-жылдын 1-июну".
const KYRGYZ: [&str; 12] = [
    "январы",
    "февралы",
    "марты",
    "апрели",
    "майы",
    "июну",
    "июлу",
    "августу",
    "сентябры",
    "октябры",
    "ноябры",
    "декабры",
];
/// A space that does not break.
const NBSP: char = '\u{a0}';

/// A date at the precision it has; what is no date stays as it is.
pub fn date(language: Language, date: &str) -> String {
    let day = date.split('T').next().unwrap_or(date);
    let mut parts = day.splitn(3, '-');
    let (Some(year), month, day) = (parts.next(), parts.next(), parts.next()) else { return date.to_owned() };
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return date.to_owned();
    }
    let month = match month.map(|m| m.parse::<usize>()) {
        None => {
            return match language {
                Language::Russian => format!("{year}{NBSP}год"),
                Language::Kyrgyz => format!("{year}-жыл"),
                Language::English => year.to_owned(),
            };
        }
        Some(Ok(m @ 1..=12)) => m - 1,
        Some(_) => return date.to_owned(),
    };
    let day = match day.map(|d| d.parse::<u8>()) {
        None => {
            return match language {
                Language::Russian => format!("{} {year}", MONTHS[1][month]),
                Language::Kyrgyz => format!("{year}-жылдын {}", KYRGYZ[month]),
                Language::English => format!("{} {year}", MONTHS[2][month]),
            };
        }
        Some(Ok(d)) => d,
        Some(Err(_)) => return date.to_owned(),
    };
    match language {
        Language::Russian => format!("{day}{NBSP}{} {year}", MONTHS[0][month]),
        Language::Kyrgyz => format!("{year}-жылдын {day}-{}", KYRGYZ[month]),
        Language::English => format!("{day}{NBSP}{} {year}", MONTHS[2][month]),
    }
}

/// Name of a month, the first is 1, with a capital letter.
pub fn month(language: Language, month: usize) -> String {
    let name = MONTHS[if language == Language::English { 2 } else { 1 }][(month + 11) % 12];
    let mut letters = name.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A whole number with its thousands apart.
pub fn number(language: Language, n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    // Four digits are read at a glance and look like years when parted; Russian and Kyrgyz typesetting leaves them whole.
    let apart = digits.len() > 4 || language == Language::English;
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if apart && i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(if language == Language::English { ',' } else { NBSP });
        }
        out.push(c);
    }
    if n < 0 { format!("−{out}") } else { out }
}

/// A decimal number given in Rust's way of writing.
pub fn decimal(language: Language, text: &str) -> String {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let Ok(n) = whole.parse::<i64>() else { return text.to_owned() };
    let sign = if n == 0 && whole.starts_with('-') { "−" } else { "" };
    let whole = number(language, n);
    let mark = if language == Language::English { '.' } else { ',' };
    if part.is_empty() || part.bytes().all(|b| b == b'0') && part.len() == 1 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}{mark}{part}")
    }
}

/// With two decimals and always a sign.
pub fn signed(language: Language, value: f64) -> String {
    let text = decimal(language, &format!("{value:.2}"));
    if value > 0.0 { format!("+{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, Kyrgyz, Russian};

    #[test]
    fn dates_have_the_precision_they_came_with() {
        let all = |text: &str| [Russian, Kyrgyz, English].map(|l| date(l, text).replace(NBSP, " "));
        assert_eq!(all("2021-06-01"), ["1 июня 2021", "2021-жылдын 1-июну", "1 June 2021"]);
        assert_eq!(all("2021-06"), ["июнь 2021", "2021-жылдын июну", "June 2021"]);
        assert_eq!(all("2021"), ["2021 год", "2021-жыл", "2021"]);
        assert_eq!(all("2021-06-01T10:05:00+06:00"), all("2021-06-01"));
        assert_eq!(all("<b>"), ["<b>", "<b>", "<b>"]);
    }

    #[test]
    fn numbers_are_parted_as_the_language_parts_them() {
        let all = |n: i64| [Russian, Kyrgyz, English].map(|l| number(l, n).replace(NBSP, " "));
        assert_eq!(all(1234567), ["1 234 567", "1 234 567", "1,234,567"]);
        assert_eq!(all(2021), ["2021", "2021", "2,021"]);
        assert_eq!(all(-5), ["−5", "−5", "−5"]);
        assert_eq!(decimal(Russian, "0.55"), "0,55");
        assert_eq!(decimal(English, "1500000.0"), "1,500,000");
        assert_eq!([signed(English, 2.5), signed(Russian, -0.25)], ["+2.50", "−0,25"]);
    }
}
