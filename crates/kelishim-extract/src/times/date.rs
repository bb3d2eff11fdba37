//! Days, months and years as the words give them, and ranges of them.

use super::calendar::Period;
use super::clause::{Clause, Year, four_digits};
use super::lexicon::Meaning;
use super::phrase::{Core, Shape};
use crate::numerals::{halves, is_dash};
use kelishim_model::PartialDate;

/// Day, month and year, any of them missing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raw {
    /// First and last day.
    pub days: Option<(u8, u8)>,
    /// First and last month.
    pub months: Option<(u8, u8)>,
    /// Year.
    pub year: Option<Year>,
    /// The token after it.
    pub end: usize,
}

impl Clause<'_> {
    /// "5", "5-го", "пятого", "24-25", "24 и 25": days, with the token after them.
    fn days(&self, t: usize) -> Option<((u8, u8), usize)> {
        if let Some((a, b)) = halves(self.words.at(t)).filter(|_| t < self.limit)
            && let (Some(a), Some(b)) = (day(a), day(b))
        {
            return (a < b).then_some(((a, b), t + 1));
        }
        let (first, end) = self.single_day(t)?;
        let joined = is_dash(self.words.at(end)) || self.is(end, Meaning::And).is_some();
        match self.single_day(end + 1).filter(|(last, _)| joined && *last > first) {
            Some((last, end)) => Some(((first, last), end)),
            None => Some(((first, first), end)),
        }
    }

    fn single_day(&self, t: usize) -> Option<(u8, usize)> {
        if let Some((n, end)) = self.numerals.ordinal(self.words, t, self.limit) {
            return Some((u8::try_from(n).ok().filter(|d| (1..=31).contains(d))?, end));
        }
        if t >= self.limit { None } else { Some((day(self.words.at(t))?, t + 1)) }
    }

    /// "марте", "августе-сентябре", "январь – март"; beside a day also "мар.".
    fn months(&self, t: usize, after_day: bool) -> Option<((u8, u8), usize)> {
        let month = |t: usize| self.pick(t, |m| if let Meaning::Month(m) = m { Some(m) } else { None });
        if let Some((first, end)) = month(t) {
            let joined = is_dash(self.words.at(end)) || self.is(end, Meaning::And).is_some();
            return match month(end + 1).filter(|(last, _)| joined && !after_day && *last != first) {
                Some((last, end)) => Some(((first, last), end)),
                None => Some(((first, first), end)),
            };
        }
        if after_day {
            let (m, end) = self.pick(t, |m| if let Meaning::ShortMonth(m) = m { Some(m) } else { None })?;
            return Some(((m, m), self.words.past_stop(end, self.limit)));
        }
        let (a, b) = halves(self.words.at(t)).filter(|_| t < self.limit)?;
        Some(((self.month_of(a)?, self.month_of(b)?), t + 1))
    }

    /// "May", "Aug." before a day.
    fn month_before_day(&self, t: usize) -> Option<((u8, u8), usize)> {
        let (m, end) = self.pick(t, |m| match m {
            Meaning::Month(m) | Meaning::ShortMonth(m) => Some(m),
            _ => None,
        })?;
        Some(((m, m), self.words.past_stop(end, self.limit)))
    }

    /// Whether a noun follows that the figures before it count: "in May 20 people".
    fn counts(&self, t: usize) -> bool {
        t < self.limit && &*self.words.reading.tokens[t].pos == "NOUN" && self.is(t, Meaning::Daypart).is_none()
    }

    fn month_of(&self, form: &str) -> Option<u8> {
        match self.lexicon.of_form(form)? {
            Meaning::Month(m) => Some(m),
            _ => None,
        }
    }

    /// Day, month and year as far as they stand at `t`; `open` lets a day or a bare year stand alone, as after "с".
    pub fn raw(&self, t: usize, open: bool) -> Option<Raw> {
        let whole = |days, (months, end): ((u8, u8), usize)| {
            let (year, end) = self.year(end).map_or((None, end), |(y, e)| (Some(y), e));
            Some(Raw { days, months: Some(months), year, end })
        };
        if self.lexicon.month_first
            && let Some((months, at)) = self.month_before_day(t)
            && let Some((days, end)) = self.days(at).filter(|(_, end)| !self.counts(*end))
        {
            return whole(Some(days), (months, end));
        }
        if let Some((days, end)) = self.days(t) {
            let end = if self.lexicon.month_first { self.past_filler(end) } else { end };
            return match self.months(end, true) {
                Some(found) => whole(Some(days), found),
                None => open.then_some(Raw { days: Some(days), months: None, year: None, end }),
            };
        }
        if let Some(found) = self.months(t, false) {
            return whole(None, found);
        }
        if !open {
            return None;
        }
        let year = self.year(t).or_else(|| {
            // "с 2015 по": a preposition follows, which nothing counts.
            let year = four_digits(self.words.at(t)).filter(|_| t < self.limit)?;
            Some((Year::Known(year), t + 1))
        });
        year.map(|(year, end)| Raw { days: None, months: None, year: Some(year), end })
    }

    /// What day, month and year mean.
    pub fn resolve(&self, raw: &Raw) -> Option<Period> {
        self.in_year(raw.year, |year| match (raw.days, raw.months) {
            (Some((a, b)), Some((m, _))) => {
                Period::between(PartialDate::ymd(year, m, a)?, PartialDate::ymd(year, m, b)?)
            }
            (None, Some((a, b))) => Period::months(year, a, b),
            (None, None) => Some(Period::on(PartialDate::year_only(year))),
            (Some(_), None) => None,
        })
    }

    /// From one to the other; what the first leaves out, the second gives.
    pub fn resolve_range(&self, first: &Raw, last: &Raw) -> Option<Period> {
        let end = self.resolve(last)?;
        let months = first.months.or(if first.days.is_some() { last.months } else { None });
        let earlier = matches!((months, last.months), (Some((a, _)), Some((b, _))) if a > b);
        let year = first.year.unwrap_or(Year::Known(end.to.year() - i16::from(earlier)));
        let start = self.resolve(&Raw { months, year: Some(year), ..*first })?;
        Period::between(start.from, end.to)
    }

    /// "30 января", "1-2 марта 2021 года", "28 февраля – 2 марта", "марте".
    pub fn date(&self, t: usize) -> Option<Core> {
        let raw = self.raw(t, false)?;
        let shape = |days: bool, year: bool| {
            if days {
                Shape::Free
            } else if year {
                Shape::Named
            } else {
                Shape::Leaning
            }
        };
        if is_dash(self.words.at(raw.end))
            && let Some(last) = self.raw(raw.end + 1, false).filter(|l| l.days.is_some() == raw.days.is_some())
        {
            let period = self.resolve_range(&raw, &last);
            return Some(Core::new(
                self.past_daypart(last.end),
                period,
                shape(raw.days.is_some(), last.year.is_some()),
            ));
        }
        let end = if raw.days.is_some() { self.past_daypart(raw.end) } else { raw.end };
        Some(Core::new(end, self.resolve(&raw), shape(raw.days.is_some(), raw.year.is_some())))
    }

    /// "01.06.2021", "2021-06-01".
    pub fn figured_date(&self, t: usize) -> Option<Core> {
        if t >= self.limit {
            return None;
        }
        let form = self.words.at(t);
        let date = match form.split('.').collect::<Vec<_>>()[..] {
            [d, m, y] if d.len() <= 2 && m.len() == 2 => {
                PartialDate::ymd(four_digits(y)?, m.parse().ok()?, d.parse().ok()?)?
            }
            [_] if form.len() == 10 => form.parse().ok()?,
            _ => return None,
        };
        Some(Core::new(self.past_year_word(t + 1).0, Some(Period::on(date)), Shape::Free))
    }

    /// "2019 году", "2015-2017 годы", "2019/20 учебный год", "1990-х годах", bare "2004".
    pub fn years(&self, t: usize) -> Option<Core> {
        if t >= self.limit {
            return None;
        }
        if let Some(core) = self.decade(t).or_else(|| self.joined_years(t)) {
            return Some(core);
        }
        let (year, end, sure) = self.figures(t)?;
        let (end, school) = match self.is(end, Meaning::Academic).map(|e| self.past_year_word(e)) {
            Some((after, true)) => (after, true),
            _ => (end, false),
        };
        let shape = if sure || school { Shape::Named } else { Shape::Bare };
        Some(Core::new(end, Some(Period::on(PartialDate::year_only(year))), shape))
    }

    /// "1990-х", "90-е годы".
    fn decade(&self, t: usize) -> Option<Core> {
        // "The 1990s".
        if self.lexicon.month_first
            && let Some(start) = self.words.at(t).strip_suffix('s').and_then(four_digits).filter(|y| y % 10 == 0)
        {
            let period = Period::between(PartialDate::year_only(start), PartialDate::year_only(start + 9));
            return Some(Core::new(t + 1, period, Shape::Named));
        }
        let (digits, ending) = halves(self.words.at(t))?;
        let (end, word) = self.past_year_word(t + 1);
        if !matches!(ending, "х" | "е" | "ые" | "ых" | "ми") {
            return None;
        }
        let start = match digits.len() {
            2 if word => 1900 + digits.parse::<i16>().ok()?,
            _ => four_digits(digits)?,
        };
        let period = Period::between(PartialDate::year_only(start), PartialDate::year_only(start + 9));
        (start % 10 == 0).then(|| Core::new(end, period, Shape::Named))
    }

    /// "2015-2017", "2015 – 2017", "2015 и 2016 годах", "2019/20".
    fn joined_years(&self, t: usize) -> Option<Core> {
        let form = self.words.at(t);
        let (from, to, end, slash, dash) = match halves(form) {
            Some((a, b)) => (four_digits(a)?, second_year(a, b)?, t + 1, false, true),
            None => {
                let from = four_digits(form).filter(|_| t + 2 < self.limit)?;
                let mark = self.words.at(t + 1);
                let slash = mark == "/" && self.words.glued(t) && self.words.glued(t + 1);
                let second = self.words.at(t + 2);
                let to = second_year(form, second).filter(|_| slash || second.len() == 4)?;
                if !slash && !is_dash(mark) && self.is(t + 1, Meaning::And).is_none() {
                    return None;
                }
                (from, to, t + 3, slash, is_dash(mark))
            }
        };
        if to <= from || (slash && to != from + 1) {
            return None;
        }
        let academic = self.is(end, Meaning::Academic);
        let (end, word) = self.past_year_word(academic.unwrap_or(end));
        let sure = word || slash;
        if !sure && !(dash && self.bare_figures_may_end(end)) {
            return None;
        }
        let shape = if slash || academic.is_some() {
            Shape::School
        } else if sure {
            Shape::Named
        } else {
            Shape::Bare
        };
        Some(Core::new(end, Period::between(PartialDate::year_only(from), PartialDate::year_only(to)), shape))
    }

    /// The token after "утром" at `t`, or `t`.
    pub fn past_daypart(&self, t: usize) -> usize {
        self.is(t, Meaning::Daypart).unwrap_or(t)
    }
}

/// A day of the month in one or two figures.
fn day(form: &str) -> Option<u8> {
    let plain = form.len() <= 2 && form.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| form.parse().ok()).flatten().filter(|d| (1..=31).contains(d))
}

/// The second year of "2019-2020" or "2019/20".
fn second_year(first: &str, second: &str) -> Option<i16> {
    match second.len() {
        4 => four_digits(second),
        2 if second.bytes().all(|b| b.is_ascii_digit()) => four_digits(&format!("{}{second}", first.get(..2)?)),
        _ => None,
    }
}
