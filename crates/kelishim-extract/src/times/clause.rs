//! What resolves a date: publication, tense, the date last named; and years that the words leave open.

use super::calendar::{Period, add_days, add_months, week, weekday};
use super::lexicon::{Meaning, TimeLexicon, Turn, Unit};
use super::tense::Tense;
use crate::forms::Words;
use crate::numerals::{Numerals, halves};
use kelishim_model::PartialDate;

/// Years that figures with the word "год" may mean.
const YEARS: std::ops::RangeInclusive<i16> = 1000..=2199;
/// Years that bare figures may mean.
const BARE_YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;

/// The surroundings of an expression of time, and its words.
pub(super) struct Clause<'a> {
    /// Words of the article.
    pub words: &'a Words<'a>,
    /// Words of time.
    pub lexicon: &'a TimeLexicon,
    /// Number words.
    pub numerals: &'a Numerals,
    /// Day of publication.
    pub published: Option<PartialDate>,
    /// Where the clause stands to it.
    pub tense: Tense,
    /// The date last named.
    pub previous: Option<Period>,
    /// The token after the sentence.
    pub limit: usize,
}

/// Which year the words name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// In figures.
    Known(i16),
    /// So many from the year of publication.
    From(i16),
    /// That of the date last named.
    Previous,
}

impl Year {
    /// The year that a turn names: "прошлый", "өткөн"; recent and coming years are several.
    pub fn of(turn: Turn) -> Option<Year> {
        if turn == Turn::That { Some(Year::Previous) } else { turn.steps().map(Year::From) }
    }
}

impl Clause<'_> {
    /// Meanings at a token, the longer first.
    pub fn at(&self, t: usize) -> impl Iterator<Item = (Meaning, usize)> + '_ {
        self.lexicon.at(self.words, t, self.limit)
    }

    /// The token at `t` or behind the words there that mean nothing: "the", "of the".
    pub fn past_filler(&self, t: usize) -> usize {
        let mut at = t;
        while at + 1 < self.limit && self.lexicon.is_filler(self.words.at(at)) {
            at += 1;
        }
        at
    }

    /// The token after a word of this meaning at `t`.
    pub fn is(&self, t: usize, meaning: Meaning) -> Option<usize> {
        self.at(t).find(|(m, _)| *m == meaning).map(|(_, end)| end)
    }

    /// What `take` makes of the longest meaning it accepts.
    pub fn pick<T>(&self, t: usize, take: impl Fn(Meaning) -> Option<T>) -> Option<(T, usize)> {
        self.at(t).find_map(|(m, end)| Some((take(m)?, end)))
    }

    /// The unit of the calendar at `t`, past the full stop of its abbreviation.
    pub fn unit(&self, t: usize) -> Option<(Unit, usize)> {
        let (unit, end) = self.pick(t, |m| if let Meaning::Unit(u) = m { Some(u) } else { None })?;
        let abbreviation = self.words.at(t).chars().count() <= 2;
        Some((unit, if abbreviation { self.words.past_stop(end, self.limit) } else { end }))
    }

    /// "прошлый", "этот", "следующий" at `t`.
    pub fn turn(&self, t: usize) -> Option<(Turn, usize)> {
        self.pick(t, |m| if let Meaning::Turn(turn) = m { Some(turn) } else { None })
    }

    /// The token after the word "год" at `t`, or `t`; and whether it stands there.
    pub fn past_year_word(&self, t: usize) -> (usize, bool) {
        match self.unit(t) {
            Some((Unit::Year, end)) => (end, true),
            _ => (t, false),
        }
    }

    /// A year in figures at `t` ("2021", "2021-го", "2021г") with the token after it and whether a word or an ending
    /// confirms that it is one.
    pub fn figures(&self, t: usize) -> Option<(i16, usize, bool)> {
        if t >= self.limit {
            return None;
        }
        let form = self.words.at(t);
        let (digits, ending) = match halves(form) {
            Some((digits, _)) if self.numerals.ordinal(self.words, t, self.limit).is_some() => (digits, true),
            Some(_) => return None,
            None => (form.trim_end_matches('г'), form.ends_with('г')),
        };
        let year = four_digits(digits)?;
        let (end, sure) = match ending && form.ends_with('г') {
            true => (self.words.past_stop(t + 1, self.limit), true),
            false => {
                let (end, word) = self.past_year_word(t + 1);
                (end, word || ending)
            }
        };
        let born = self.is(end, Meaning::Birth).is_some();
        let unsure = !sure && !(BARE_YEARS.contains(&year) && self.bare_figures_may_end(end));
        (!born && !unsure).then_some((year, end, sure))
    }

    /// Whether what follows bare figures, at `t`, cannot be what they count.
    pub fn bare_figures_may_end(&self, t: usize) -> bool {
        if t >= self.limit || t == 0 {
            return true;
        }
        // "In 2016 the sides", "in 2016 Russian troops": the next phrase begins where an article or adjective may.
        let counting: &[&str] =
            if self.lexicon.month_first { &["NOUN", "NUM", "SYM"] } else { &["NOUN", "ADJ", "NUM", "SYM", "DET"] };
        let counted = counting.contains(&&*self.words.reading.tokens[t].pos);
        let mark = matches!(self.words.at(t), "/" | ":" | "%" | "-" | "+" | "№") && self.words.glued(t - 1);
        !counted && !mark && !self.words.at(t).starts_with(|c: char| c.is_ascii_digit())
    }

    /// Words that name a year after a month or a season: "2021 года", "прошлого года", "с.г.".
    pub fn year(&self, t: usize) -> Option<(Year, usize)> {
        // "May 5, 2021": the comma belongs to the date when a year stands behind it.
        let comma = self.lexicon.month_first && t > 0 && self.words.at(t) == ",";
        if comma && let Some((year, end, _)) = self.figures(t + 1) {
            return Some((Year::Known(year), end));
        }
        let t = self.past_filler(t);
        if let Some((year, end, _)) = self.figures(t) {
            return Some((Year::Known(year), end));
        }
        let abbreviated = matches!(self.words.at(t), "с" | "т") && self.words.glued(t) && t + 3 < self.limit;
        if abbreviated && self.words.at(t + 1) == "." && self.words.at(t + 2) == "г" && self.words.at(t + 3) == "." {
            return Some((Year::From(0), t + 4));
        }
        let (turn, end) = self.turn(t).filter(|_| !is_plural(self.words.at(t)))?;
        let (Unit::Year, end) = self.unit(self.is(end, Meaning::Same).unwrap_or(end))? else { return None };
        Some((Year::of(turn)?, end))
    }

    /// The year that the words mean, where that is known.
    pub fn value(&self, year: Year) -> Option<i16> {
        match year {
            Year::Known(y) => Some(y),
            Year::From(n) => self.published?.year().checked_add(n),
            Year::Previous => Some(self.previous?.from.year()),
        }
    }

    /// The period of a named year, or of the year that tense and publication choose when the words name none.
    pub fn in_year(&self, year: Option<Year>, make: impl Fn(i16) -> Option<Period>) -> Option<Period> {
        match year {
            Some(year) => make(self.value(year)?),
            None => self.choose(make),
        }
    }

    /// Of the periods of the years around publication: looking back the latest that has begun, looking ahead the first
    /// that has not ended, else the nearest.
    fn choose(&self, make: impl Fn(i16) -> Option<Period>) -> Option<Period> {
        let published = self.published?;
        let (first, last) = Period::on(published).days()?;
        // Eight years either way, because of 29 February.
        let years = (-8..=8).filter_map(|n| make(published.year().checked_add(n)?));
        let all: Vec<(Period, (i32, i32))> = years.filter_map(|p| Some((p, p.days()?))).collect();
        let found = match self.tense {
            Tense::Past { .. } => all.iter().rfind(|(_, d)| d.0 <= last),
            Tense::Future => all.iter().find(|(_, d)| d.1 >= first),
            Tense::Open => all.iter().min_by_key(|(_, d)| (d.0 - last).max(first - d.1).max(0)),
        };
        found.map(|(p, _)| *p)
    }

    /// The day of the week that tense and publication choose; with a turn the one before, of or after the week's day.
    pub fn weekday(&self, day: u8, turn: Option<Turn>) -> Option<Period> {
        let published = self.published?;
        let from_today = i32::from(day) - i32::from(weekday(published)?);
        let ahead = from_today.rem_euclid(7);
        let days = match turn {
            None if self.tense == Tense::Future => ahead,
            None => (ahead - 7) % 7,
            Some(Turn::Last) => ahead - 7,
            Some(Turn::Next) if ahead == 0 => 7,
            Some(Turn::Next) => ahead,
            Some(Turn::This) => from_today,
            Some(_) => return None,
        };
        add_days(published, days).map(Period::on)
    }

    /// The unit of the calendar that lies so many from publication's.
    pub fn unit_from(&self, unit: Unit, turn: i16) -> Option<Period> {
        let published = self.published?;
        let turn_months = i32::from(turn);
        let month = |ahead: i32| add_months(PartialDate::year_month(published.year(), published.month()?)?, ahead);
        let block = |length: i32| {
            let into = (i32::from(published.month()?) - 1) % length;
            Period::between(month(turn_months * length - into)?, month(turn_months * length - into + length - 1)?)
        };
        match unit {
            Unit::Year => Some(Period::on(PartialDate::year_only(published.year().checked_add(turn)?))),
            Unit::Month => month(turn_months).map(Period::on),
            Unit::Week => week(published, turn.into()),
            Unit::Weekend => {
                let week = week(published, turn.into())?;
                Period::between(add_days(week.from, 5)?, week.to)
            }
            Unit::Quarter => block(3),
            Unit::HalfYear => block(6),
            _ => None,
        }
    }

    /// The school year so many from publication's; it begins in September.
    pub fn school_year(&self, turn: i16) -> Option<Period> {
        let published = self.published?;
        let start = published.year().checked_add(turn)?.checked_sub(i16::from(published.month()? < 9))?;
        Period::between(PartialDate::year_only(start), PartialDate::year_only(start.checked_add(1)?))
    }

    /// The last such months that are over, those of this year, or the next that have not begun.
    pub fn turned_months(&self, turn: Turn, first: u8, last: u8) -> Option<Period> {
        let published = self.published?;
        let (today, tomorrow) = Period::on(published).days()?;
        let of = |n: i16| Period::months(published.year().checked_add(n)?, first, last);
        match turn {
            Turn::Last => (-2..=0).rev().filter_map(of).find(|p| p.days().is_some_and(|d| d.1 < today)),
            Turn::This => of(0),
            Turn::Next => (0..=2).filter_map(of).find(|p| p.days().is_some_and(|d| d.0 > tomorrow)),
            _ => None,
        }
    }

    /// The date last named, at the precision of a unit.
    pub fn previous_at(&self, unit: Unit) -> Option<Period> {
        let date = self.previous?.from;
        match unit {
            Unit::Day => self.previous.filter(|_| date.day().is_some()),
            Unit::Month => PartialDate::year_month(date.year(), date.month()?).map(Period::on),
            Unit::Year => Some(Period::on(PartialDate::year_only(date.year()))),
            _ => None,
        }
    }
}

/// Four figures that may be a year.
pub(super) fn four_digits(digits: &str) -> Option<i16> {
    let plain = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse::<i16>().ok()).flatten().filter(|y| YEARS.contains(y))
}

/// Whether an adjective stands in the plural, by its ending.
pub(super) fn is_plural(form: &str) -> bool {
    matches!(form, "те" | "тех" | "эти") || ["ые", "ие", "ых", "их", "ыми", "ими"].iter().any(|e| form.ends_with(e))
}
