//! The day of a dateline: "1 июн", "17-июнь", "Jan. 30, 2021", and its year where none is written.

use crate::token::fold;
use kelishim_model::PartialDate;

/// Days by which a report may be dated ahead of its publication.
const AHEAD: i32 = 7;

/// Months by their full names; a shortened one is the beginning of one of them, of three letters or more.
const MONTHS: [&[&str]; 12] = [
    &["января", "январь", "january"],
    &["февраля", "февраль", "february"],
    &["марта", "март", "march"],
    &["апреля", "апрель", "april"],
    &["мая", "май", "may"],
    &["июня", "июнь", "june"],
    &["июля", "июль", "july"],
    &["августа", "август", "august"],
    &["сентября", "сентябрь", "september"],
    &["октября", "октябрь", "october"],
    &["ноября", "ноябрь", "november"],
    &["декабря", "декабрь", "december"],
];

/// A day as written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day {
    year: Option<i16>,
    month: u8,
    day: u8,
}

/// "1 июн", "17-июнь", "5 марта 2021 года".
pub(crate) fn day_first(s: &str) -> Option<(Day, usize)> {
    let digits = s.bytes().take_while(u8::is_ascii_digit).count();
    let day = s[..digits].parse::<u8>().ok().filter(|d| (1..=31).contains(d))?;
    let gap = s[digits..].chars().next().filter(|c| matches!(c, ' ' | '-' | '\u{a0}'))?.len_utf8();
    let (month, length) = month(&s[digits + gap..])?;
    let at = digits + gap + length;
    let (year, more) = year(&s[at..]);
    Some((Day { year, month, day }, at + more))
}

/// "June 1", "Jan. 30, 2021".
pub(crate) fn month_first(s: &str) -> Option<(Day, usize)> {
    let (month, length) = month(s)?;
    let at = length + s[length..].find(|c: char| !matches!(c, ' ' | '.'))?;
    let digits = s[at..].bytes().take_while(u8::is_ascii_digit).count();
    let day = s[at..at + digits].parse::<u8>().ok().filter(|d| (1..=31).contains(d))?;
    let (year, more) = year(&s[at + digits..]);
    Some((Day { year, month, day }, at + digits + more))
}

fn month(s: &str) -> Option<(u8, usize)> {
    let length = s.find(|c: char| !c.is_alphabetic()).unwrap_or(s.len());
    let word = fold(&s[..length]);
    if word.chars().count() < 3 {
        return None;
    }
    let number = MONTHS.iter().position(|names| names.iter().any(|n| n.starts_with(&word)))?;
    Some((number as u8 + 1, length))
}

/// A year and what belongs to it (" г.", "-ж."), or nothing.
fn year(s: &str) -> (Option<i16>, usize) {
    let from = s.find(|c: char| !matches!(c, ' ' | ',' | '\u{a0}')).unwrap_or(0);
    let digits = s[from..].bytes().take_while(u8::is_ascii_digit).count();
    let Some(year) = s[from..from + digits].parse::<i16>().ok().filter(|y| (1900..2200).contains(y)) else {
        return (None, 0);
    };
    let tail = &s[from + digits..];
    let word = [" года", " г.", "-жыл", "-ж."].iter().find_map(|w| tail.starts_with(w).then_some(w.len()));
    (Some(year), from + digits + word.unwrap_or(0))
}

/// The day with a year: the latest that is at most a week behind the publication.
pub(crate) fn with_year(day: Day, published: Option<PartialDate>) -> Option<PartialDate> {
    let make = |year: i16| PartialDate::ymd(year, day.month, day.day);
    if let Some(year) = day.year {
        return make(year);
    }
    let published = published?;
    let (Some(month), Some(at)) = (published.month(), published.day()) else { return make(published.year()) };
    // Days from publication, months taken as 31 days: exact enough to tell years apart.
    let distance = |year: i16| {
        let days = |m: u8, d: u8| i32::from(m) * 31 + i32::from(d);
        i32::from(year - published.year()) * 372 + days(day.month, day.day) - days(month, at)
    };
    let year = published.year();
    [year + 1, year, year - 1].into_iter().filter(|y| distance(*y) <= AHEAD).find_map(make)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, published: Option<PartialDate>, wanted: &str) {
        let (day, length) = day_first(text).or_else(|| month_first(text)).unwrap_or_else(|| panic!("no day in {text}"));
        assert!(length <= text.len());
        assert_eq!(with_year(day, published).map_or(String::new(), |d| d.to_string()), wanted, "{text}");
    }

    #[test]
    fn days_in_three_languages() {
        let published = PartialDate::ymd(2022, 3, 10);
        check("1 мар", published, "2022-03-01");
        check("17-июнь", published, "2021-06-17");
        check("5 мая 2019 года", published, "2019-05-05");
        check("Jan. 30, 2020 (AP)", published, "2020-01-30");
        check("12 марта", published, "2022-03-12");
        check("12 марта", Some(PartialDate::year_only(2020)), "2020-03-12");
        check("29 февраля", published, "");
    }

    #[test]
    fn other_numbers_and_words_are_no_days() {
        for text in ["32 мая", "5 стран", "мая", "2021", "", "5 ма"] {
            assert!(day_first(text).or_else(|| month_first(text)).is_none(), "{text}");
        }
    }
}
