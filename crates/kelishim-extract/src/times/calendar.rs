//! Arithmetic of days, weeks, months and years at the precision given.

use kelishim_model::PartialDate;
use time::{Date, Month};

/// From one date to another, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    /// The first.
    pub from: PartialDate,
    /// The last.
    pub to: PartialDate,
}

impl Period {
    /// A single day, month or year.
    pub fn on(date: PartialDate) -> Period {
        Period { from: date, to: date }
    }

    /// A period in the order of time, or `None`.
    pub fn between(from: PartialDate, to: PartialDate) -> Option<Period> {
        (from.first_day() <= to.last_day()).then_some(Period { from, to })
    }

    /// From month to month of a year; with `last < first` into the next year.
    pub fn months(year: i16, first: u8, last: u8) -> Option<Period> {
        let end = if last < first { year.checked_add(1)? } else { year };
        Some(Period { from: PartialDate::year_month(year, first)?, to: PartialDate::year_month(end, last)? })
    }

    /// Numbers of the first and the last day it can mean.
    pub fn days(self) -> Option<(i32, i32)> {
        Some((day_number(self.from.first_day())?, day_number(self.to.last_day())?))
    }
}

/// Days since a fixed day; `None` for less than a day's precision.
pub(super) fn day_number(date: PartialDate) -> Option<i32> {
    let month = Month::try_from(date.month()?).ok()?;
    Some(Date::from_calendar_date(date.year().into(), month, date.day()?).ok()?.to_julian_day())
}

/// The date so many days later, at the precision of a day.
pub(super) fn add_days(date: PartialDate, days: i32) -> Option<PartialDate> {
    let date = Date::from_julian_day(day_number(date)?.checked_add(days)?).ok()?;
    PartialDate::ymd(i16::try_from(date.year()).ok()?, date.month().into(), date.day())
}

/// The date so many months later at its own precision of day or month; the day is cut to the month's length.
pub(super) fn add_months(date: PartialDate, months: i32) -> Option<PartialDate> {
    let index = (i32::from(date.year()) * 12 + i32::from(date.month()?) - 1).checked_add(months)?;
    let (year, month) = (i16::try_from(index.div_euclid(12)).ok()?, (index.rem_euclid(12) + 1) as u8);
    let whole = PartialDate::year_month(year, month)?;
    match date.day() {
        Some(day) => PartialDate::ymd(year, month, day.min(whole.last_day().day()?)),
        None => Some(whole),
    }
}

/// Day of the week, Monday 1.
pub(super) fn weekday(date: PartialDate) -> Option<u8> {
    // Julian day 0 was a Monday.
    Some((day_number(date)?.rem_euclid(7) + 1) as u8)
}

/// Monday to Sunday of the week that lies so many weeks from the date's.
pub(super) fn week(date: PartialDate, turn: i32) -> Option<Period> {
    let monday = add_days(date, turn.checked_mul(7)?.checked_sub(i32::from(weekday(date)?) - 1)?)?;
    Some(Period { from: monday, to: add_days(monday, 6)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(s: &str) -> PartialDate {
        s.parse().expect("a date of the test")
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(weekday(date("2023-10-12")), Some(4));
        let last = week(date("2023-10-12"), -1).expect("a week");
        assert_eq!((last.from, last.to), (date("2023-10-02"), date("2023-10-08")));
    }

    #[test]
    fn a_month_later_is_cut_to_the_months_length() {
        assert_eq!(add_months(date("2024-01-31"), 1), Some(date("2024-02-29")));
        assert_eq!(add_months(date("2024-02"), -3), Some(date("2023-11")));
        assert_eq!(add_months(date("2024"), 1), None);
        assert_eq!(add_days(date("2023-12-31"), 1), Some(date("2024-01-01")));
    }
}
