//! So many years, months, weeks or days, counted from publication.

use super::calendar::{Period, add_days, add_months, week};
use super::clause::{Clause, is_plural};
use super::lexicon::{Meaning, Turn, Unit};
use kelishim_model::PartialDate;

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Duration {
    /// The token after it.
    pub end: usize,
    /// How long; `None` for "несколько лет" and for what is only roughly so long.
    pub length: Option<Length>,
    /// "последние" or "ближайшие" before it.
    pub turn: Option<Turn>,
}

/// How long, by the unit in which the text counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// Years.
    Years(i32),
    /// Months.
    Months(i32),
    /// Weeks.
    Weeks(i32),
    /// Days.
    Days(i32),
}

impl Length {
    /// So many of a unit of the calendar; hours and parts have no length in days.
    pub fn of(unit: Unit, count: i32) -> Option<Length> {
        Some(match unit {
            Unit::Year | Unit::Years => Length::Years(count),
            Unit::Decade => Length::Years(count * 10),
            Unit::HalfYear => Length::Months(count * 6),
            Unit::Quarter => Length::Months(count * 3),
            Unit::Month => Length::Months(count),
            Unit::Week => Length::Weeks(count),
            Unit::Day => Length::Days(count),
            Unit::Hour | Unit::Half | Unit::TenDays | Unit::Weekend => return None,
        })
    }

    /// The day so long after `from`, or before it with `sign` -1.
    pub fn day_from(self, from: PartialDate, sign: i32) -> Option<PartialDate> {
        from.day()?;
        match self {
            Length::Years(n) => add_months(from, sign * n * 12),
            Length::Months(n) => add_months(from, sign * n),
            Length::Weeks(n) => add_days(from, sign * n * 7),
            Length::Days(n) => add_days(from, sign * n),
        }
    }

    /// The year, month, week or day that lies so far: no more precise than the unit.
    pub fn period_from(self, from: PartialDate, sign: i32) -> Option<Period> {
        match self {
            Length::Years(n) => {
                let year = i32::from(from.year()) + sign * n;
                Some(Period::on(PartialDate::year_only(i16::try_from(year).ok()?)))
            }
            Length::Months(n) => {
                let month = PartialDate::year_month(from.year(), from.month()?)?;
                Some(Period::on(add_months(month, sign * n)?))
            }
            Length::Weeks(n) => week(from, sign * n),
            Length::Days(n) => Some(Period::on(add_days(from, sign * n)?)),
        }
    }
}

impl Clause<'_> {
    /// The length of time at `t`: "три года", "ближайших трёх лет", "полгода", "неделю", "несколько месяцев". Hours are none.
    pub fn duration(&self, t: usize) -> Option<Duration> {
        let t = self.past_filler(t);
        let (turn, at) = match self.turn(t) {
            Some((turn @ (Turn::Recent | Turn::Coming | Turn::Next), end)) => (Some(turn), end),
            _ => (None, t),
        };
        let at = self.past_filler(at);
        let rough = self.is(at, Meaning::Approximate);
        let at = rough.unwrap_or(at);
        let months = self.pick(at, |m| if let Meaning::Months(n) = m { Some(n) } else { None });
        if let Some((n, end)) = months {
            return Some(Duration { end, length: rough.is_none().then_some(Length::Months(n.into())), turn });
        }
        if let Some(few) = self.is(at, Meaning::Few) {
            let (unit, end) = self.unit(few)?;
            return (unit != Unit::Hour).then_some(Duration { end, length: None, turn });
        }
        let (count, unit_at) = match self.numerals.number(self.words, at, self.limit) {
            Some(n) => (n.value, n.end),
            // "За год" is one; "за годы", "ближайшие годы" are none in particular.
            None if turn == Some(Turn::Next) || turn.is_some() && is_plural(self.words.at(t)) => return None,
            None => (1.0, at),
        };
        let (unit, end) = self.unit(unit_at)?;
        // Four figures before "год" are a year.
        if unit_at == at && self.plural_unit(at) || !(0.5..1000.0).contains(&count) {
            return None;
        }
        let whole = (count.fract() == 0.0).then_some(count as i32);
        let length = match unit {
            Unit::Year | Unit::Years if count == 1.5 => Some(Length::Months(18)),
            Unit::Hour | Unit::Half | Unit::TenDays | Unit::Weekend => return None,
            unit => whole.and_then(|n| Length::of(unit, n)),
        };
        Some(Duration { end, length: length.filter(|_| rough.is_none()), turn })
    }

    /// Whether a unit without a number stands in the plural, as far as its form or the analysis says so.
    fn plural_unit(&self, t: usize) -> bool {
        let form = self.words.at(t);
        form != "сутки"
            && (form == "лет"
                || ["ов", "ев", "ам", "ах", "ми", "ы", "ни", "ней"].iter().any(|e| form.ends_with(e))
                || self.words.reading.tokens[t].feats.is("Number", "Plur"))
    }
}
