//! A whole expression of time: its preposition, its date or duration, and what both say together.

use super::TimeKind;
use super::calendar::Period;
use super::clause::Clause;
use super::lexicon::{Lead, Meaning, Turn};
use super::phrase::{Core, Shape};
use super::tense::Tense;
use crate::numerals::is_dash;
use kelishim_model::PartialDate;

/// From and to, where known.
pub(super) type Bounds = (Option<PartialDate>, Option<PartialDate>);

/// An expression found at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// The token after it.
    pub end: usize,
    /// What it says.
    pub kind: TimeKind,
    /// What it means; `None` when that is not known.
    pub bounds: Option<Bounds>,
}

impl Found {
    fn over(end: usize, kind: TimeKind, period: Option<Period>) -> Found {
        Found { end, kind, bounds: period.map(|p| (Some(p.from), Some(p.to))) }
    }

    fn unknown(end: usize, kind: TimeKind) -> Found {
        Found { end, kind, bounds: None }
    }
}

impl Clause<'_> {
    /// The longest expression that begins at token `t`. It changes the tense that the dates are read in, and puts it back.
    pub fn expression(&mut self, t: usize) -> Option<Found> {
        let mut found: Vec<Found> = vec![];
        found.extend(self.phrase(t));
        found.extend(self.ago(t));
        found.extend(self.night(t));
        let leads: Vec<(Lead, usize)> = self
            .at(t)
            .filter_map(|(m, end)| if let Meaning::Lead(lead) = m { Some((lead, end)) } else { None })
            .collect();
        let tense = self.tense;
        for (lead, at) in leads {
            self.tense = ahead(tense, lead);
            found.extend(self.led(lead, at));
            self.tense = tense;
        }
        found.extend(self.bare(t));
        if let Some(at) = self.is(t, Meaning::Daypart) {
            // "Утром в понедельник".
            found.extend(
                self.at(at)
                    .filter_map(|(m, end)| matches!(m, Meaning::Lead(Lead::In | Lead::On)).then_some(end))
                    .filter_map(|end| self.led(Lead::In, end)),
            );
        }
        // Of equally long ones the first.
        found.into_iter().rev().max_by_key(|f| f.end)
    }

    /// "недавно", "вскоре", "ежегодно", "тогда же".
    fn phrase(&self, t: usize) -> Option<Found> {
        self.at(t).find_map(|(meaning, end)| {
            Some(match meaning {
                Meaning::Lately if self.tense == Tense::Future => Found::unknown(end, TimeKind::VagueFuture),
                Meaning::Lately => {
                    Found { end, kind: TimeKind::VaguePast, bounds: self.published.map(|p| (None, Some(p))) }
                }
                Meaning::Before => Found::unknown(end, TimeKind::VaguePast),
                Meaning::Soon => Found::unknown(end, TimeKind::VagueFuture),
                Meaning::Often => Found::unknown(end, TimeKind::Recurring),
                Meaning::Then => Found::over(end, TimeKind::Point, self.previous),
                _ => return None,
            })
        })
    }

    /// "два года назад", "несколькими днями ранее", "год спустя".
    fn ago(&self, t: usize) -> Option<Found> {
        let duration = self.duration(t)?;
        let end = duration.end;
        if let Some(end) = self.is(end, Meaning::Ago) {
            return Some(match duration.length {
                Some(length) => {
                    Found::over(end, TimeKind::Point, self.published.and_then(|p| length.period_from(p, -1)))
                }
                None => Found { end, kind: TimeKind::VaguePast, bounds: self.published.map(|p| (None, Some(p))) },
            });
        }
        if let Some(end) = self.is(end, Meaning::Earlier) {
            return Some(Found::unknown(end, TimeKind::VaguePast));
        }
        // Later than what, the words before it say.
        self.is(end, Meaning::Later).map(|end| Found::unknown(end, TimeKind::Point))
    }

    /// "в ночь на 5 мая", "в ночь со 2-го на 3-е ноября".
    fn night(&self, t: usize) -> Option<Found> {
        let at = self.is(t, Meaning::Night)?;
        let since = self.is(at, Meaning::Lead(Lead::Since))?;
        self.range(since, true)
    }

    /// A date that needs no preposition, or that names something without one.
    fn bare(&self, t: usize) -> Option<Found> {
        let core = self.core(t)?;
        let kind = match core.shape {
            Shape::Free => TimeKind::Point,
            Shape::School => TimeKind::Span,
            Shape::Named => TimeKind::Origin,
            Shape::Leaning | Shape::Bare => return None,
        };
        Some(Found::over(core.end, kind, core.period))
    }

    /// What a preposition and what stands after it at `t` say.
    fn led(&self, lead: Lead, t: usize) -> Option<Found> {
        let within = matches!(lead, Lead::In | Lead::Over | Lead::Within | Lead::InSpan);
        let long = if within { self.lasting(lead, t) } else { None };
        let range = if lead == Lead::Since { self.range(t, false) } else { None };
        let dated = self.core(t).and_then(|core| self.dated(lead, t, core));
        // Of equally long ones the date.
        [long, range, dated].into_iter().flatten().max_by_key(|f| f.end)
    }

    /// A date after its preposition.
    fn dated(&self, lead: Lead, t: usize, core: Core) -> Option<Found> {
        if core.shape == Shape::Bare
            && !matches!(lead, Lead::In | Lead::Since | Lead::Until | Lead::Towards | Lead::After | Lead::By)
        {
            return None;
        }
        let (end, period) = (core.end, core.period);
        let from = period.map(|p| (Some(p.from), None));
        let until = period.map(|p| {
            let monthly = core.closing && p.to.month().is_some() && p.to.day().is_none();
            (None, Some(if monthly { p.to.last_day() } else { p.to }))
        });
        Some(match lead {
            Lead::In | Lead::On if core.shape == Shape::School => Found::over(end, TimeKind::Span, period),
            Lead::In | Lead::On | Lead::AsOf => Found::over(end, TimeKind::Point, period),
            Lead::Over => Found::over(end, TimeKind::Span, period),
            Lead::Until | Lead::Towards | Lead::By => Found { end, kind: TimeKind::Until, bounds: until },
            // "По пятницам" and "по Европе" are no ends.
            Lead::Through if core.shape == Shape::Free => Found { end, kind: TimeKind::Until, bounds: until },
            Lead::Since => Found { end, kind: TimeKind::Since, bounds: from },
            Lead::After => Found { end, kind: TimeKind::Since, bounds: period.map(|p| (Some(p.to), None)) },
            Lead::Of if matches!(core.shape, Shape::Free | Shape::Named) && !self.is_day_word(t) => {
                Found::over(end, TimeKind::Origin, period)
            }
            Lead::Through | Lead::Of | Lead::Within | Lead::InSpan => return None,
        })
    }

    fn is_day_word(&self, t: usize) -> bool {
        self.at(t).any(|(m, _)| matches!(m, Meaning::Day(_)))
    }

    /// A duration after its preposition: "за три года", "через месяц", "в течение двух лет", "в ближайшие полгода".
    fn lasting(&self, lead: Lead, t: usize) -> Option<Found> {
        let duration = self.duration(t)?;
        let end = duration.end;
        // "За день до саммита", "через год после войны": counted from something else.
        if self.is(end, Meaning::Anchor).is_some() || (lead == Lead::In && duration.turn.is_none()) {
            return None;
        }
        let past = matches!(self.tense, Tense::Past { .. });
        let published = self.published;
        let span = |sign: i32| {
            let (p, length) = (published?, duration.length?);
            let other = length.day_from(p, sign)?;
            if sign > 0 { Period::between(p, other) } else { Period::between(other, p) }
        };
        Some(match (lead, duration.turn) {
            (Lead::InSpan, None) if past => Found::unknown(end, TimeKind::Point),
            (Lead::InSpan, None) => match duration.length {
                Some(length) => Found::over(end, TimeKind::Point, published.and_then(|p| length.period_from(p, 1))),
                None => Found::unknown(end, TimeKind::VagueFuture),
            },
            (Lead::InSpan, _) => return None,
            (_, Some(Turn::Recent)) => Found::over(end, TimeKind::Span, span(-1)),
            (_, Some(_)) => Found::over(end, TimeKind::Until, span(1)),
            // Since when or until when it took so long, a clause about the past does not say.
            (_, None) if past => Found::unknown(end, TimeKind::Span),
            (_, None) => Found::over(end, TimeKind::Until, span(1)),
        })
    }

    /// "с 5 по 9 мая", "с 2015 до 2017 года", "с мая по июль", the first date at `t`; at night "с 5 на 6 мая".
    fn range(&self, t: usize, night: bool) -> Option<Found> {
        let first = self.raw(t, true)?;
        let joint = self.at(first.end).find_map(|(m, end)| match m {
            Meaning::Lead(Lead::Through | Lead::Until) => Some(end),
            Meaning::Lead(Lead::On) if night => Some(end),
            _ => None,
        });
        let at = joint.or_else(|| is_dash(self.words.at(first.end)).then_some(first.end + 1))?;
        let last = self.raw(at, false).or_else(|| {
            let (year, end, _) = self.figures(at)?;
            Some(super::date::Raw { days: None, months: None, year: Some(super::clause::Year::Known(year)), end })
        })?;
        let same_unit = first.days.is_some() == last.days.is_some() || first.months.is_some();
        let year_and_month = first.days.is_none() && first.months.is_none() && last.months.is_some();
        if !same_unit || year_and_month {
            return None;
        }
        Some(Found::over(last.end, TimeKind::Span, self.resolve_range(&first, &last)))
    }
}

/// How a preposition turns the clause: deadlines lie ahead of what is to happen by them.
fn ahead(tense: Tense, lead: Lead) -> Tense {
    match (lead, tense) {
        // "Перенесли на сентябрь", "продлила до сентября".
        (Lead::On | Lead::Until, Tense::Past { whole: true }) => Tense::Future,
        (Lead::Until | Lead::Towards | Lead::By | Lead::On, Tense::Open) => Tense::Future,
        (Lead::AsOf, _) => Tense::Past { whole: true },
        (_, tense) => tense,
    }
}
