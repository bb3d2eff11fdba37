//! Dates at the precision that the text gave, and intervals of them.

use crate::Span;
use std::fmt;
use std::str::FromStr;

/// A year, a month or a day: `2021`, `2021-06`, `2021-06-01`. Precision is never invented.
///
/// Ordered by what is known: a year sorts before its months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    // Invariant: month in 1..=12, day valid in that month, a day only with a month.
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

/// Why a text or three numbers are no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError(String);

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no date of the forms 2021, 2021-06, 2021-06-01", self.0)
    }
}

impl std::error::Error for DateError {}

impl PartialDate {
    /// A whole year.
    pub fn year_only(year: i16) -> Self {
        PartialDate { year, month: None, day: None }
    }

    /// A month, or `None` when there is no such month.
    pub fn year_month(year: i16, month: u8) -> Option<Self> {
        (1..=12).contains(&month).then_some(PartialDate { year, month: Some(month), day: None })
    }

    /// A day, or `None` when the calendar has no such day.
    pub fn ymd(year: i16, month: u8, day: u8) -> Option<Self> {
        ((1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day)).then_some(PartialDate {
            year,
            month: Some(month),
            day: Some(day),
        })
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, when known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, when known.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The first day it can mean.
    pub fn first_day(self) -> PartialDate {
        PartialDate { year: self.year, month: Some(self.month.unwrap_or(1)), day: Some(self.day.unwrap_or(1)) }
    }

    /// The last day it can mean.
    pub fn last_day(self) -> PartialDate {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_in_month(self.year, month));
        PartialDate { year: self.year, month: Some(month), day: Some(day) }
    }
}

/// Days in a month of the Gregorian calendar.
fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    /// Reads the three ISO forms; what follows a full date after `T` or a space (a time) is left unread.
    fn from_str(s: &str) -> Result<Self, DateError> {
        let date = s.split(['T', ' ']).next().unwrap_or(s);
        let mut parts = date.split('-');
        let mut number = |width: usize| match parts.next() {
            None => Ok(None),
            Some(p) if p.len() == width && p.bytes().all(|b| b.is_ascii_digit()) => Ok(p.parse::<i16>().ok()),
            Some(_) => Err(DateError(s.into())),
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        if parts.next().is_some() {
            return Err(DateError(s.into()));
        }
        match (year, month, day) {
            (Some(y), None, None) => Some(Self::year_only(y)),
            (Some(y), Some(m), None) => Self::year_month(y, m as u8),
            (Some(y), Some(m), Some(d)) => Self::ymd(y, m as u8, d as u8),
            _ => None,
        }
        .ok_or_else(|| DateError(s.into()))
    }
}

/// When something was, is or is due: both ends inclusive, an unknown end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Not before this.
    pub from: Option<PartialDate>,
    /// Not after this.
    pub to: Option<PartialDate>,
    /// The words that said so; `None` when it follows from the article's date.
    pub span: Option<Span>,
}

impl Interval {
    /// On that day, in that month or year.
    pub fn on(date: PartialDate, span: Option<Span>) -> Self {
        Interval { from: Some(date), to: Some(date), span }
    }

    /// Not after `date`.
    pub fn until(date: PartialDate, span: Option<Span>) -> Self {
        Interval { from: None, to: Some(date), span }
    }

    /// From one date to another.
    pub fn between(from: PartialDate, to: PartialDate, span: Option<Span>) -> Self {
        Interval { from: Some(from), to: Some(to), span }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_read_back_as_written() {
        for s in ["2021", "2021-06", "2024-02-29"] {
            assert_eq!(s.parse::<PartialDate>().unwrap().to_string(), s);
        }
        assert_eq!("2021-06-01T10:00:00+06:00".parse::<PartialDate>().unwrap().to_string(), "2021-06-01");
    }

    #[test]
    fn what_the_calendar_lacks_is_refused() {
        for s in ["2021-13", "2023-02-29", "21", "2021-6-1", "", "вчера", "2021-06-01-01"] {
            assert!(s.parse::<PartialDate>().is_err(), "{s}");
        }
    }
}
