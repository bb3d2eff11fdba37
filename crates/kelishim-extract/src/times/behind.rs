//! Dates of languages that say behind a date how it stands: by its ending ("5-майда", "1-июлдан") or by a postposition
//! ("жыл аягына чейин"). Words are looked up by lemma, as [`crate::agglutinative`] tells it.

use super::TimeKind;
use super::calendar::Period;
use super::clause::{Clause, Year, four_digits};
use super::expression::Found;
use super::lexicon::{Lead, Meaning, Unit};
use kelishim_model::PartialDate;
use kelishim_read::fold;

/// A date without what stands behind it.
struct Date {
    end: usize,
    period: Option<Period>,
    /// Whether it names the end of its period.
    closing: bool,
}

impl Clause<'_> {
    /// The expression that begins at token `t`, whole.
    pub fn behind(&self, t: usize) -> Option<Found> {
        self.fixed(t).or_else(|| self.between(t)).or_else(|| self.dated_behind(t)).or_else(|| self.lasting_behind(t))
    }

    fn lemma(&self, t: usize) -> String {
        self.words.reading.tokens.get(t).filter(|_| t < self.limit).map_or(String::new(), |w| fold(&w.lemma))
    }

    fn feature(&self, t: usize, name: &str) -> &str {
        self.words.reading.tokens.get(t).and_then(|w| w.feats.get(name)).unwrap_or("")
    }

    fn meaning(&self, t: usize) -> Option<Meaning> {
        self.lexicon.of_form(&self.lemma(t))
    }

    fn is_owned(&self, t: usize) -> bool {
        self.feature(t, "Person[psor]") == "3"
    }

    /// "Жакында", "буга чейин", "жыл сайын".
    fn fixed(&self, t: usize) -> Option<Found> {
        let found = |end, kind| Found { end, kind, bounds: None };
        self.at(t).find_map(|(meaning, end)| {
            Some(match meaning {
                Meaning::Lately => {
                    Found { bounds: self.published.map(|p| (None, Some(p))), ..found(end, TimeKind::VaguePast) }
                }
                Meaning::Before => found(end, TimeKind::VaguePast),
                Meaning::Soon => found(end, TimeKind::VagueFuture),
                Meaning::Often => found(end, TimeKind::Recurring),
                _ => return None,
            })
        })
    }

    /// "10-октябрдан 13-октябрга чейин".
    fn between(&self, t: usize) -> Option<Found> {
        let first = self.date_at(t)?;
        if self.feature(first.end - 1, "Case") != "Abl" {
            return None;
        }
        let last = self.date_at(first.end)?;
        self.leads(last.end).find(|(lead, _)| *lead == Lead::Until)?;
        let period = Period::between(first.period?.from, last.period?.to);
        Some(Found { end: last.end + 1, kind: TimeKind::Span, bounds: period.map(|p| (Some(p.from), Some(p.to))) })
    }

    fn leads(&self, t: usize) -> impl Iterator<Item = (Lead, usize)> + '_ {
        self.at(t).filter_map(|(m, end)| if let Meaning::Lead(lead) = m { Some((lead, end)) } else { None })
    }

    /// A date with its ending or postposition.
    fn dated_behind(&self, t: usize) -> Option<Found> {
        let date = self.date_at(t)?;
        let whole = date.period.map(|p| (Some(p.from), Some(p.to)));
        let over = |end, kind| Found { end, kind, bounds: whole };
        let case = self.feature(date.end - 1, "Case");
        if let Some((lead, end)) = self.leads(date.end).next() {
            let until = date.period.map(|p| {
                let monthly = date.closing && p.to.month().is_some() && p.to.day().is_none();
                (None, Some(if monthly { p.to.last_day() } else { p.to }))
            });
            return Some(match lead {
                Lead::Until | Lead::Towards => Found { end, kind: TimeKind::Until, bounds: until },
                Lead::Since => Found { end, kind: TimeKind::Since, bounds: date.period.map(|p| (Some(p.from), None)) },
                Lead::After => Found { end, kind: TimeKind::Since, bounds: date.period.map(|p| (Some(p.to), None)) },
                _ => over(end, TimeKind::Span),
            });
        }
        Some(match case {
            "Abl" => Found { end: date.end, kind: TimeKind::Since, bounds: date.period.map(|p| (Some(p.from), None)) },
            // "2021-жылдын келишими", "2022-жылдагы келишим" name the thing.
            "Gen" => over(date.end, TimeKind::Origin),
            "" if self.words.reading.tokens[date.end - 1].pos.as_ref() == "ADJ" => over(date.end, TimeKind::Origin),
            _ => over(date.end, TimeKind::Point),
        })
    }

    /// The date at `t`: its year first, then what lies in it.
    fn date_at(&self, t: usize) -> Option<Date> {
        if let Some((year, end)) = self.year_at(t) {
            if let Some(date) = self.inside(end, Some(year)) {
                return Some(date);
            }
            if let Some(date) = self.part_of(end, self.value(year).map(|y| Period::on(PartialDate::year_only(y)))) {
                return Some(date);
            }
            let period = self.value(year).map(|y| Period::on(PartialDate::year_only(y)));
            return Some(Date { end, period, closing: false });
        }
        self.inside(t, None).or_else(|| self.turned_at(t)).or_else(|| self.present_part(t))
    }

    /// "2023-жылдын", "2016-2017-жылдары", "өткөн жылдын", "ошол эле жылдын"; "быйыл", "былтыр".
    fn year_at(&self, t: usize) -> Option<(Year, usize)> {
        let lemma = self.lemma(t);
        if let Some(figures) = lemma.strip_suffix("-жыл") {
            let last = figures.rsplit('-').next()?;
            return Some((Year::Known(four_digits(last)?), t + 1));
        }
        if let (Some(year), Some(Meaning::Unit(Unit::Year))) = (four_digits(&lemma), self.meaning(t + 1)) {
            return Some((Year::Known(year), t + 2));
        }
        let (turn, mut end) = self.turn(t)?;
        if matches!(self.words.at(t), "быйыл" | "былтыр" | "быйылкы" | "былтыркы") {
            let ends = if self.meaning(end) == Some(Meaning::Unit(Unit::Year)) { end + 1 } else { end };
            return Some((Year::of(turn)?, ends));
        }
        end += usize::from(self.words.at(end) == "эле");
        if self.meaning(end) != Some(Meaning::Unit(Unit::Year)) {
            return None;
        }
        Some((Year::of(turn)?, end + 1))
    }

    /// "29-мартында", "24-25-февралда", "июнь айына", "майдын аягына", "жазында".
    fn inside(&self, t: usize, year: Option<Year>) -> Option<Date> {
        let lemma = self.lemma(t);
        if let Some((days, month)) = lemma.rsplit_once('-')
            && let Some(Meaning::Month(month)) = self.lexicon.of_form(month)
        {
            let mut numbers = days.split('-').map(str::parse::<u8>);
            let first = numbers.next()?.ok()?;
            let last = numbers.next().map_or(Some(first), Result::ok)?;
            let make = |y: i16| Period::between(PartialDate::ymd(y, month, first)?, PartialDate::ymd(y, month, last)?);
            return Some(Date { end: t + 1, period: self.in_year(year, make), closing: false });
        }
        match self.meaning(t)? {
            Meaning::Month(month) => {
                let named = self.meaning(t + 1) == Some(Meaning::Unit(Unit::Month));
                let mut end = t + 1 + usize::from(named);
                // "Май" is also oil: only with an ending, "айы", a year or a day.
                let bare = self.feature(t, "Case") == "Nom" && !named && year.is_none();
                if bare || matches!(self.feature(t, "Case"), "Acc") && year.is_none() {
                    return None;
                }
                // "Апрелдин 5инде" and the like keep the month.
                let period = self.in_year(year, |y| Period::months(y, month, month));
                if let Some(date) = self.part_of(end, period) {
                    return Some(date);
                }
                if self.feature(end - 1, "Case") == "Gen" && year.is_none() && !named {
                    return None;
                }
                end = end.max(t + 1);
                Some(Date { end, period, closing: false })
            }
            Meaning::Season(first) => {
                let placed = matches!(self.feature(t, "Case"), "Loc" | "Dat")
                    || self.is_owned(t) && self.feature(t, "Case") == "Nom";
                let season = |y: i16| Period::months(y, first, (first + 1) % 12 + 1);
                placed.then(|| Date { end: t + 1, period: self.in_year(year, season), closing: false })
            }
            Meaning::Weekday(day) if year.is_none() => {
                let named = self.meaning(t + 1) == Some(Meaning::Unit(Unit::Day));
                let placed = named || self.feature(t, "Case") == "Loc";
                placed.then(|| Date {
                    end: t + 1 + usize::from(named),
                    period: self.weekday(day, None),
                    closing: false,
                })
            }
            _ => None,
        }
        .or_else(|| self.day_at(t))
    }

    /// "Бүгүн", "кечээ".
    fn day_at(&self, t: usize) -> Option<Date> {
        let (days, end) = self.pick(t, |m| if let Meaning::Day(d) = m { Some(d) } else { None })?;
        let mut end = self.is(end, Meaning::Daypart).unwrap_or(end);
        let period = self.published.and_then(|p| super::calendar::add_days(p, days.into())).map(Period::on);
        // "Бүгүн, 28-мартта,".
        if self.words.at(end) == "," && self.inside(end + 1, None).is_some_and(|d| d.period == period) {
            end += 2;
        }
        Some(Date { end, period, closing: false })
    }

    /// "Башында", "аягына" behind the period they are a part of.
    fn part_of(&self, t: usize, period: Option<Period>) -> Option<Date> {
        let Some(Meaning::Part(closing)) = self.meaning(t).filter(|_| self.is_owned(t)) else { return None };
        Some(Date { end: t + 1, period, closing })
    }

    /// "Жыл аягына", "айдын башында": of the present one.
    fn present_part(&self, t: usize) -> Option<Date> {
        if let Some(date) = self.day_at(t) {
            return Some(date);
        }
        let Some(Meaning::Unit(unit @ (Unit::Year | Unit::Month | Unit::Week))) = self.meaning(t) else { return None };
        self.part_of(t + 1, self.unit_from(unit, 0))
    }

    /// "Өткөн аптада", "келерки айда", "ушул жумада", "кийинки дүйшөмбүдө".
    fn turned_at(&self, t: usize) -> Option<Date> {
        let (turn, at) = self.turn(t)?;
        let steps = turn.steps()?;
        let date = |period| Some(Date { end: at + 1, period, closing: false });
        let named_day = self.meaning(at + 1) == Some(Meaning::Unit(Unit::Day));
        match self.meaning(at)? {
            Meaning::Weekday(5) if !named_day => date(self.unit_from(Unit::Week, steps)),
            Meaning::Weekday(day) => Some(Date {
                end: at + 1 + usize::from(named_day),
                period: self.weekday(day, Some(turn)),
                closing: false,
            }),
            Meaning::Unit(unit @ (Unit::Month | Unit::Week | Unit::Quarter)) => date(self.unit_from(unit, steps)),
            Meaning::Season(first) => date(self.turned_months(turn, first, (first + 1) % 12 + 1)),
            Meaning::Month(month) => date(self.turned_months(turn, month, month)),
            _ => None,
        }
    }

    /// "Үч жыл мурун", "эки жылдын ичинде", "бир айдан кийин", "эки айга".
    fn lasting_behind(&self, t: usize) -> Option<Found> {
        let number = self.numerals.number(self.words, t, self.limit)?;
        let Some(Meaning::Unit(unit)) = self.meaning(number.end) else { return None };
        let count =
            (number.value.fract() == 0.0 && (1.0..1000.0).contains(&number.value)).then_some(number.value as i32)?;
        let length = super::duration::Length::of(unit, count)?;
        let end = number.end + 1;
        let found = |end, kind, bounds| Some(Found { end, kind, bounds });
        let whole = |p: Option<Period>| p.map(|p| (Some(p.from), Some(p.to)));
        if let Some(end) = self.is(end, Meaning::Ago) {
            return found(end, TimeKind::Point, whole(self.published.and_then(|p| length.period_from(p, -1))));
        }
        let leads: Vec<(Lead, usize)> = self.leads(end).collect();
        if let Some((_, end)) = leads.iter().find(|(l, _)| *l == Lead::Within) {
            let to = self.published.and_then(|p| length.day_from(p, 1));
            let past = matches!(self.tense, super::tense::Tense::Past { .. });
            return found(
                *end,
                if past { TimeKind::Span } else { TimeKind::Until },
                to.filter(|_| !past).map(|to| (self.published, Some(to))),
            );
        }
        if let Some((_, end)) = leads.iter().find(|(l, _)| *l == Lead::After)
            && self.feature(number.end, "Case") == "Abl"
        {
            return found(*end, TimeKind::Point, whole(self.published.and_then(|p| length.period_from(p, 1))));
        }
        found(end, TimeKind::Span, None)
    }
}

#[cfg(test)]
mod tests {
    use crate::agglutinative::read_endings;
    use crate::times::plain::read;
    use kelishim_frames::Frames;
    use kelishim_registry::Registry;

    /// The first expression of a sentence published on 10 June 2025, as the record writes it.
    fn check(text: &str, wanted: Option<&str>) {
        let mut reading = read(text, Some("2025-06-10"));
        reading.article.language = "ky".into();
        let registry = Registry::load(&[]).expect("no files are no fault");
        let reading = read_endings(&reading, &Frames::default(), &registry);
        let found = crate::times::find_times(&reading).into_iter().find_map(|t| t.interval);
        let date = |d: Option<kelishim_model::PartialDate>| d.map_or(String::new(), |d| d.to_string());
        let shown = found.map(|i| format!("{}/{}", date(i.from), date(i.to)));
        assert_eq!(shown.as_deref(), wanted, "{text}");
    }

    #[test]
    fn days_months_and_years_bear_their_endings() {
        check("Келишимге 2023-жылдын 29-мартында кол коюлду", Some("2023-03-29/2023-03-29"));
        check("Жолугушуу 24-25-февралда өттү", Some("2025-02-24/2025-02-25"));
        check("Келишимге 2022-жылы кол коюлду", Some("2022/2022"));
        check("Документке апрелде кол коюлду", Some("2025-04/2025-04"));
        check("Келишимге өткөн жылы кол коюлду", Some("2024/2024"));
        check("Жолугушуу өткөн аптада өттү", Some("2025-06-02/2025-06-08"));
        check("Жолугушуу кечээ өттү", Some("2025-06-09/2025-06-09"));
        check("Күйүүчү май келди", None);
    }

    #[test]
    fn what_stands_behind_a_date_says_how_it_stands() {
        check("Долбоор июль айына чейин даярдалат", Some("/2025-07"));
        check("Жол жылдын аягына чейин курулат", Some("/2025"));
        check("Чечим 1-июлдан тарта күчүнө кирет", Some("2025-07-01/"));
        check("Мектеп 2029-жылга карата курулат", Some("/2029"));
        check("Министр 10-июлдан 13-июлга чейин барат", Some("2025-07-10/2025-07-13"));
        check("Элчи эки жыл мурун келген", Some("2023/2023"));
    }
}
