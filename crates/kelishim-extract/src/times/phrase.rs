//! What a date says without its preposition beyond figures: "прошлый вторник", "конца года", "первом квартале", "вчера".

use super::calendar::{Period, add_days};
use super::clause::{Clause, Year, is_plural};
use super::lexicon::{Meaning, Turn, Unit};
use kelishim_model::PartialDate;

/// How a date may stand in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A day or what needs no preposition: "30 января", "вчера", "летом".
    Free,
    /// A year or a dated month: without a preposition it names something ("протокол 2014 года").
    Named,
    /// A school year.
    School,
    /// Nothing without its preposition: "марте", "пятницу".
    Leaning,
    /// Figures that only a preposition makes a year.
    Bare,
}

/// A date without its preposition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Core {
    /// The token after it.
    pub end: usize,
    /// What it means, where that is known.
    pub period: Option<Period>,
    /// How it may stand.
    pub shape: Shape,
    /// Whether it names the end of its period.
    pub closing: bool,
}

impl Core {
    /// One that does not name the end of something.
    pub fn new(end: usize, period: Option<Period>, shape: Shape) -> Core {
        Core { end, period, shape, closing: false }
    }
}

impl Clause<'_> {
    /// The longest date that begins at token `t`.
    pub fn core(&self, t: usize) -> Option<Core> {
        let t = self.past_filler(t);
        let ways = [
            self.date(t),
            self.years(t),
            self.figured_date(t),
            self.weekday_core(t),
            self.turned(t),
            self.season(t),
            self.part(t),
            self.fraction(t),
            self.months_of_year(t),
            self.day_word(t),
        ];
        // Of equally long ones the first: `max_by_key` keeps the last.
        ways.into_iter().rev().flatten().max_by_key(|c| c.end)
    }

    /// A year at `t`, if one stands there, with the token after it.
    fn year_or_none(&self, t: usize) -> (Option<Year>, usize) {
        self.year(t).map_or((None, t), |(y, end)| (Some(y), end))
    }

    /// "пятницу", "понедельник, 7 февраля".
    fn weekday_core(&self, t: usize) -> Option<Core> {
        let (day, end) = self.pick(t, |m| if let Meaning::Weekday(d) = m { Some(d) } else { None })?;
        let end = self.past_daypart(end);
        let at = end + usize::from(matches!(self.words.at(end), "," | "("));
        let date = self.date(at).filter(|d| d.shape == Shape::Free).or_else(|| self.figured_date(at));
        if let Some(mut date) = date {
            let bracket = self.words.at(end) == "(" && self.words.at(date.end) == ")" && date.end < self.limit;
            date.end += usize::from(bracket);
            return Some(Core { shape: Shape::Leaning, ..date });
        }
        let shape = if self.lexicon.month_first { Shape::Free } else { Shape::Leaning };
        Some(Core::new(end, self.weekday(day, None), shape))
    }

    /// "прошлого года", "этой неделе", "следующую среду", "этим летом", "том же месяце".
    fn turned(&self, t: usize) -> Option<Core> {
        let (turn, after) = self.turn(t)?;
        let same = self.is(after, Meaning::Same);
        let at = same.unwrap_or(after);
        let steps = turn.steps();
        if let (Some(academic), Some(steps)) = (self.is(at, Meaning::Academic), steps) {
            let (Unit::Year, end) = self.unit(academic)? else { return None };
            return Some(Core::new(end, self.school_year(steps), Shape::School));
        }
        let (meaning, end) = self.at(at).find(|(m, _)| {
            matches!(
                m,
                Meaning::Unit(_)
                    | Meaning::Weekday(_)
                    | Meaning::Season(_)
                    | Meaning::SeasonAdverb(_)
                    | Meaning::Month(_)
            )
        })?;
        let back = same.is_some() || turn == Turn::That;
        let summer = |first: u8| self.turned_months(turn, first, (first + 1) % 12 + 1);
        let (period, shape) = match meaning {
            Meaning::Unit(Unit::Weekend) => (self.unit_from(Unit::Weekend, steps?), Shape::Leaning),
            _ if is_plural(self.words.at(t)) => return None,
            Meaning::Unit(unit @ Unit::Day) if turn == Turn::This || back => (self.previous_at(unit), Shape::Leaning),
            Meaning::Unit(unit @ (Unit::Year | Unit::Month)) if back => (self.previous_at(unit), Shape::Leaning),
            Meaning::Unit(unit @ (Unit::Year | Unit::Month | Unit::Week | Unit::Quarter | Unit::HalfYear)) => {
                (self.unit_from(unit, steps?), Shape::Named)
            }
            Meaning::Weekday(day) => (self.weekday(day, Some(turn)), Shape::Leaning),
            Meaning::Season(first) => (summer(first), Shape::Leaning),
            Meaning::SeasonAdverb(first) => (summer(first), Shape::Free),
            Meaning::Month(month) => (self.turned_months(turn, month, month), Shape::Leaning),
            _ => return None,
        };
        // "Last year", "next Monday" need no preposition in English.
        let shape = if self.lexicon.month_first { Shape::Free } else { shape };
        Some(Core::new(self.past_daypart(end), period, shape))
    }

    /// "летом 2023 года", "осени".
    fn season(&self, t: usize) -> Option<Core> {
        let ((first, shape), end) = self.pick(t, |m| match m {
            Meaning::SeasonAdverb(first) => Some((first, Shape::Free)),
            Meaning::Season(first) => Some((first, Shape::Leaning)),
            _ => None,
        })?;
        let (year, end) = self.year_or_none(end);
        let last = (first + 1) % 12 + 1;
        let period = match year {
            // A winter lies in two years, and the words do not say in which it began.
            Some(year) if last < first => self.value(year).map(|y| Period::on(PartialDate::year_only(y))),
            _ => self.in_year(year, |y| Period::months(y, first, last)),
        };
        Some(Core::new(end, period, shape))
    }

    /// "начале мая", "конца 2025 года", "конце недели": no more precise than what it is a part of.
    fn part(&self, t: usize) -> Option<Core> {
        let (closing, end) = self.pick(t, |m| if let Meaning::Part(c) = m { Some(c) } else { None })?;
        let end = self.past_filler(end);
        let whole = self.present_unit(end).or_else(|| {
            let order = self.lexicon.month_first;
            let leaning = |c: &Core| (order || !matches!(c.shape, Shape::Free | Shape::Bare)) && !c.closing;
            self.core(end).filter(leaning)
        })?;
        Some(Core { shape: Shape::Leaning, closing, ..whole })
    }

    /// "года", "месяца", "недели" after a part: those of publication.
    fn present_unit(&self, t: usize) -> Option<Core> {
        let (unit, end) = self.unit(t)?;
        let whole = matches!(unit, Unit::Year | Unit::Month | Unit::Week | Unit::Quarter);
        whole.then(|| Core::new(end, self.unit_from(unit, 0), Shape::Leaning))
    }

    /// "первом квартале 2022 года", "второй половине мая", "третьей декаде июня".
    fn fraction(&self, t: usize) -> Option<Core> {
        let figure = || Some((self.words.at(t).parse::<u32>().ok().filter(|n| t < self.limit && *n <= 4)?, t + 1));
        let (n, end) = self.numerals.ordinal(self.words, t, self.limit).or_else(figure)?;
        let n = u8::try_from(n).ok()?;
        let (unit, end) = self.unit(end)?;
        let length = match unit {
            Unit::Quarter if (1..=4).contains(&n) => 3,
            Unit::HalfYear if (1..=2).contains(&n) => 6,
            Unit::Half if (1..=2).contains(&n) => return self.half(n, end),
            Unit::TenDays if (1..=3).contains(&n) => return self.ten_days(n, end),
            _ => return None,
        };
        let (year, end) = match (self.year(end), self.past_year_word(self.past_filler(end))) {
            (Some((year, end)), _) => (Some(year), end),
            (None, (end, true)) => (Some(Year::From(0)), end),
            (None, (end, false)) => (None, end),
        };
        let shape = if year.is_some() { Shape::Named } else { Shape::Leaning };
        Some(Core::new(end, self.in_year(year, |y| Period::months(y, (n - 1) * length + 1, n * length)), shape))
    }

    /// A half of a year in months; of anything shorter the whole, because its words are no more precise.
    fn half(&self, n: u8, t: usize) -> Option<Core> {
        let order = self.lexicon.month_first;
        let leaning = |c: &Core| matches!(c.shape, Shape::Named | Shape::Leaning) || order && c.shape == Shape::Bare;
        let t = self.past_filler(t);
        let whole = self.present_unit(t).or_else(|| self.core(t).filter(leaning))?;
        let period = whole.period.and_then(|p| match (p.from == p.to, p.from.month()) {
            (true, None) => Period::months(p.from.year(), n * 6 - 5, n * 6),
            _ => Some(p),
        });
        Some(Core { period, shape: Shape::Leaning, ..whole })
    }

    /// Ten days of a month, or what remains of it.
    fn ten_days(&self, n: u8, t: usize) -> Option<Core> {
        let raw = self.raw(t, false).filter(|r| r.days.is_none())?;
        let period = self.resolve(&raw).and_then(|month| {
            let (year, month) = (month.from.year(), month.from.month()?);
            let last = if n == 3 {
                PartialDate::year_month(year, month)?.last_day()
            } else {
                PartialDate::ymd(year, month, n * 10)?
            };
            Period::between(PartialDate::ymd(year, month, n * 10 - 9)?, last)
        });
        Some(Core::new(raw.end, period, Shape::Leaning))
    }

    /// "9 месяцев 2022 года", "первые три месяца прошлого года".
    fn months_of_year(&self, t: usize) -> Option<Core> {
        let first = self.numerals.ordinal(self.words, t, self.limit).filter(|(n, _)| *n == 1);
        let number = self.numerals.number(self.words, first.map_or(t, |(_, end)| end), self.limit)?;
        let (Unit::Month, end) = self.unit(number.end)? else { return None };
        let (year, end) = self.year(end)?;
        let last = (1.0..=12.0).contains(&number.value).then_some(number.value as u8)?;
        Some(Core::new(end, self.value(year).and_then(|y| Period::months(y, 1, last)), Shape::Leaning))
    }

    /// "вчера", "сегодня вечером"; "накануне саммита" is no day of its own.
    fn day_word(&self, t: usize) -> Option<Core> {
        let (days, end) = self.pick(t, |m| if let Meaning::Day(d) = m { Some(d) } else { None })?;
        let of_something = self.words.reading.tokens.get(end).filter(|_| end < self.limit).is_some_and(|n| {
            !self.lexicon.month_first
                && n.feats.is("Case", "Gen")
                && matches!(&*n.pos, "NOUN" | "PROPN" | "ADJ" | "DET")
        });
        if of_something && days == -1 && self.words.at(t) != "вчера" {
            return None;
        }
        let period = self.published.and_then(|p| add_days(p, days.into())).map(Period::on);
        Some(Core::new(self.past_daypart(end), period, Shape::Free))
    }
}
