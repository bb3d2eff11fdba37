//! When a report appeared, as pages write it: ISO 8601, RFC 2822, or for readers in Russian, Kyrgyz and English.

/// The date in `text`, with time and zone if given, in ISO 8601; `None` when there is no whole date or it cannot be.
///
/// Seconds are kept, fractions are not. `2021-06` and `2021` stay as imprecise as they are.
pub fn read(text: &str) -> Option<String> {
    let text = text.trim();
    // Dates are short; what is longer is a paragraph that may mention any date.
    if text.chars().count() > 100 {
        return None;
    }
    iso(text).or_else(|| written(text))
}

/// The date in an address: `/2021/06/01/`, `/20210601/`. Day only.
pub fn in_address(url: &str) -> Option<String> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let number = |part: &str, len: usize| -> Option<u32> {
        (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
    };
    let apart =
        parts.windows(3).find_map(|three| day(number(three[0], 4)?, number(three[1], 2)?, number(three[2], 2)?));
    apart.or_else(|| {
        parts
            .iter()
            .find_map(|part| number(part, 8))
            .and_then(|whole| day(whole / 10_000, whole / 100 % 100, whole % 100))
    })
}

fn day(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let fits = (1990..=2100).contains(&year) && (1..=days).contains(&day);
    fits.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// `2021-06-01T10:05:00+06:00`, `2021-06-01 10:05`, `20210601T1005+0600`, `2021-06-01`, `2021-06`, `2021`.
fn iso(text: &str) -> Option<String> {
    let mut scan = Scan { rest: text };
    let year = scan.digits(4)?;
    let dashed = scan.skip('-');
    let Some(month) = scan.digits(2) else {
        return (text.len() == 4 && (1990..=2100).contains(&year)).then(|| text.to_owned());
    };
    if dashed && scan.rest.is_empty() {
        return day(year, month, 1).map(|first| first[..7].to_owned());
    }
    if scan.skip('-') != dashed {
        return None;
    }
    let mut out = day(year, month, scan.digits(2)?)?;
    // More digits make it a number that is no date.
    if scan.rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let parted = scan.skip('T') || scan.skip('t') || scan.skip(' ');
    if parted && let Some(time) = scan.time() {
        out.push('T');
        out.push_str(&time);
    }
    Some(out)
}

struct Scan<'a> {
    rest: &'a str,
}

impl Scan<'_> {
    fn digits(&mut self, len: usize) -> Option<u32> {
        let digits = self.rest.get(..len).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
        self.rest = &self.rest[len..];
        digits.parse().ok()
    }

    fn skip(&mut self, c: char) -> bool {
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// `10:05`, `10:05:00.123Z`, `1005+0600`: hours and minutes, seconds and zone if there.
    fn time(&mut self) -> Option<String> {
        let hour = self.digits(2)?;
        let colon = self.skip(':');
        let minute = self.digits(2)?;
        let mut out = clock(hour, minute)?;
        let second = if !colon || self.skip(':') { self.digits(2) } else { None };
        if let Some(second) = second.filter(|second| *second < 60) {
            out.push_str(&format!(":{second:02}"));
        }
        if self.skip('.') || self.skip(',') {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        self.rest = self.rest.trim_start();
        out.push_str(&self.zone());
        Some(out)
    }

    fn zone(&mut self) -> String {
        if self.skip('Z') || self.skip('z') {
            return "Z".to_owned();
        }
        let named = ["GMT", "UTC"].iter().find_map(|name| self.rest.strip_prefix(name));
        if let Some(rest) = named {
            self.rest = rest;
        }
        let sign = match self.rest.chars().next() {
            Some('+') => '+',
            Some('-' | '−') => '-',
            _ => return if named.is_some() { "Z".to_owned() } else { String::new() },
        };
        self.rest = self.rest.trim_start_matches(['+', '-', '−']);
        let hours = self.digits(2).or_else(|| self.digits(1));
        let _ = self.skip(':');
        let minutes = self.digits(2).unwrap_or(0);
        match hours {
            Some(hours) if hours <= 14 && minutes < 60 => format!("{sign}{hours:02}:{minutes:02}"),
            _ => String::new(),
        }
    }
}

fn clock(hour: u32, minute: u32) -> Option<String> {
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

#[derive(Debug, PartialEq)]
enum Piece<'a> {
    // Value, figures, where it starts and ends.
    Number(u32, usize, usize, usize),
    Month(u32),
    Word(&'a str),
    Mark(char),
}

/// "01.06.2021, 10:05", "1 июня 2021 г.", "2021-жылдын 1-июну", "Tue, 01 Jun 2021 10:05:00 +0600", "June 1, 2021 4:05 PM".
fn written(text: &str) -> Option<String> {
    let pieces = pieces(text);
    let (date, from, to) = (0..pieces.len()).find_map(|at| date_at(&pieces, at).map(|(date, to)| (date, at, to)))?;
    // The time stands on either side: "10:05, 01.06.2021".
    let time = (0..pieces.len()).filter(|at| !(from..to).contains(at)).find_map(|at| time_at(&pieces, at, text));
    Some(time.map_or_else(|| date.clone(), |time| format!("{date}T{time}")))
}

/// The date that starts with piece `at`, and the piece after it.
fn date_at(pieces: &[Piece<'_>], at: usize) -> Option<(String, usize)> {
    use Piece::{Mark, Month, Number};
    let rest = &pieces[at..];
    match rest {
        [Number(a, 1..=2, ..), Mark(m), Number(b, 1..=2, ..), Mark(n), Number(y, 4, ..), ..]
            if m == n && "./-".contains(*m) =>
        {
            // American pages put the month first; it shows when the other order cannot be.
            day(*y, *b, *a).or_else(|| day(*y, *a, *b)).map(|date| (date, at + 5))
        }
        [Number(y, 4, ..), Mark(m), Number(b, 1..=2, ..), Mark(n), Number(a, 1..=2, ..), ..]
            if m == n && "./-".contains(*m) =>
        {
            day(*y, *b, *a).map(|date| (date, at + 5))
        }
        [Number(d, 1..=2, ..), ..] => {
            let month = skip_marks(pieces, at + 1);
            let Some(Month(m)) = pieces.get(month) else { return None };
            let year = skip_marks(pieces, month + 1);
            let Some(Number(y, 4, ..)) = pieces.get(year) else { return None };
            day(*y, *m, *d).map(|date| (date, year + 1))
        }
        [Month(m), Number(d, 1..=2, ..), ..] => {
            let year = skip_marks(pieces, at + 2);
            let Some(Number(y, 4, ..)) = pieces.get(year) else { return None };
            day(*y, *m, *d).map(|date| (date, year + 1))
        }
        [Number(y, 4, ..), ..] => {
            let mut next = skip_marks(pieces, at + 1);
            if matches!(pieces.get(next), Some(Piece::Word(word)) if word.starts_with("жыл")) {
                next = skip_marks(pieces, next + 1);
            }
            let Some(Number(d, 1..=2, ..)) = pieces.get(next) else { return None };
            let month = skip_marks(pieces, next + 1);
            let Some(Month(m)) = pieces.get(month) else { return None };
            day(*y, *m, *d).map(|date| (date, month + 1))
        }
        _ => None,
    }
}

fn skip_marks(pieces: &[Piece<'_>], at: usize) -> usize {
    let marks =
        pieces[at.min(pieces.len())..].iter().take(2).take_while(|piece| matches!(piece, Piece::Mark('-' | ',' | '.')));
    at + marks.count()
}

fn time_at(pieces: &[Piece<'_>], at: usize, text: &str) -> Option<String> {
    let [Piece::Number(hour, 1..=2, start, _), Piece::Mark(':'), Piece::Number(_, 2, _, end), ..] = &pieces[at..]
    else {
        return None;
    };
    let after = text[*end..].trim_start().to_lowercase();
    let hour = match hour {
        12 if after.starts_with("am") || after.starts_with("a.m") => 0,
        1..=11 if after.starts_with("pm") || after.starts_with("p.m") => hour + 12,
        _ => *hour,
    };
    let minutes = &text[*start..].split_once(':')?.1;
    Scan { rest: &format!("{hour:02}:{minutes}") }.time()
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let run = |is: fn(char) -> bool| text[at..].find(|c| !is(c)).map_or(text.len(), |len| at + len);
        if c.is_ascii_digit() {
            let end = run(|c| c.is_ascii_digit());
            // Ten figures and more are no part of a date.
            pieces.push(Piece::Number(text[at..end].parse().unwrap_or(u32::MAX), end - at, at, end));
            at = end;
        } else if c.is_alphabetic() {
            let end = run(char::is_alphabetic);
            let word = &text[at..end];
            pieces.push(month(word).map_or(Piece::Word(word), Piece::Month));
            at = end;
        } else {
            if !c.is_whitespace() {
                pieces.push(Piece::Mark(c));
            }
            at += c.len_utf8();
        }
    }
    pieces
}

/// Stems that only months have, and abbreviations that must be the whole word.
const MONTHS: &[(&[&str], &[&str])] = &[
    (&["январ", "januar"], &["янв", "jan"]),
    (&["феврал", "februar"], &["фев", "февр", "feb"]),
    (&["март", "march"], &["мар", "mar"]),
    (&["апрел", "april"], &["апр", "apr"]),
    (&[], &["май", "мая", "майы", "майда", "may"]),
    (&["июн", "june"], &["jun"]),
    (&["июл", "july"], &["jul"]),
    (&["август", "august"], &["авг", "aug"]),
    (&["сентябр", "september"], &["сен", "сент", "sep", "sept"]),
    (&["октябр", "october"], &["окт", "oct"]),
    (&["ноябр", "november"], &["ноя", "нояб", "nov"]),
    (&["декабр", "december"], &["дек", "dec"]),
];

fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let is = |(stems, whole): &(&[&str], &[&str])| {
        stems.iter().any(|stem| word.starts_with(stem)) || whole.contains(&word.as_str())
    };
    MONTHS.iter().position(is).map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(read(text).as_deref().unwrap_or("none"), expected, "{text}");
    }

    #[test]
    fn machine_dates_keep_time_and_zone() {
        check("2021-06-01T10:05:00+06:00", "2021-06-01T10:05:00+06:00");
        check("2021-06-01T10:05:00.000Z", "2021-06-01T10:05:00Z");
        check("2021-06-01 10:05", "2021-06-01T10:05");
        check("20210601T1005+0300", "2021-06-01T10:05+03:00");
        check("2021-06-01T10:05:00 +0600", "2021-06-01T10:05:00+06:00");
        check("Tue, 01 Jun 2021 10:05:00 +0600", "2021-06-01T10:05:00+06:00");
        check("Tue, 01 Jun 2021 10:05:00 GMT", "2021-06-01T10:05:00Z");
        check("2021-06", "2021-06");
        check("2021", "2021");
        check("20210601", "2021-06-01");
    }

    #[test]
    fn dates_for_readers_are_understood() {
        check("01.06.2021, 10:05", "2021-06-01T10:05");
        check("10:05 / 1 июня 2021", "2021-06-01T10:05");
        check("1 июня 2021 г. в 9:05", "2021-06-01T09:05");
        check("Опубликовано: 1-июнь, 2021-жыл, 10:05", "2021-06-01T10:05");
        check("2021-жылдын 1-июну", "2021-06-01");
        check("June 1, 2021 4:05 PM", "2021-06-01T16:05");
        check("1 Sept. 2021", "2021-09-01");
        check("6/25/2021", "2021-06-25");
    }

    #[test]
    fn what_is_no_whole_date_is_none() {
        for text in [
            "",
            "10:05",
            "1 июня",
            "31.02.2021",
            "99.99.9999",
            "маркетинг 12 2021",
            "1622540000",
            "0001-01-01",
            "20219901",
        ] {
            check(text, "none");
        }
    }

    #[test]
    fn addresses_tell_the_day() {
        assert_eq!(in_address("https://a.kg/2021/06/01/x.html").as_deref(), Some("2021-06-01"));
        assert_eq!(in_address("https://a.ru/20210601/x-1735.html").as_deref(), Some("2021-06-01"));
        assert_eq!(in_address("https://a.kg/12345678/").as_deref(), None);
        assert_eq!(in_address("20210601"), None);
    }
}
