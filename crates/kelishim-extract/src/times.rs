//! When: expressions of time, resolved against the day of publication at the precision given.

use crate::tree::fold;
use kelishim_model::{Interval, PartialDate, Span};
use kelishim_read::Reading;
use std::ops::Range;
use time::{Date, Duration, Month};

/// What an expression says about its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeKind {
    /// In or on it.
    Point,
    /// Not after it: "до", "к", "не позднее".
    Until,
    /// From it on: "с 1992 года".
    Since,
    /// From one end to the other.
    Stretch,
    /// Some time before: "ранее", "недавно".
    Past,
    /// Some time to come: "вскоре".
    Future,
}

/// One expression.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpression {
    /// Its words, the preposition included.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its sentence.
    pub sentence: usize,
    /// When; `None` when the words say nothing more or the day of publication is unknown.
    pub interval: Option<Interval>,
    /// What it says.
    pub kind: TimeKind,
}

const MONTHS: [&str; 12] =
    ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"];
const WEEKDAYS: [&str; 7] = ["понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень"];
const SEASONS: [(&str, u8, u8); 4] = [("весной", 3, 5), ("летом", 6, 8), ("осенью", 9, 11), ("зимой", 12, 2)];

/// All expressions of the article, in order, none inside another. Linear in tokens.
pub fn find_times(reading: &Reading) -> Vec<TimeExpression> {
    let mut out: Vec<TimeExpression> = vec![];
    for (number, sentence) in reading.sentences.iter().enumerate() {
        let forms: Vec<String> = sentence.tokens.clone().map(|t| fold(reading.form(t))).collect();
        let scan = Scan {
            reading,
            forms: &forms,
            first: sentence.tokens.start,
            published: reading.article.published,
            previous: out.last().and_then(|t| t.interval),
        };
        let mut i = 0;
        let mut found = vec![];
        while i < forms.len() {
            match scan.at(i) {
                Some((from, to, when, kind)) => {
                    found.push((from, to, when, kind));
                    i = to.max(i + 1);
                }
                None => i += 1,
            }
        }
        for (from, to, when, kind) in found {
            let tokens = sentence.tokens.start + from..sentence.tokens.start + to;
            let span = Span::new(reading.tokens[tokens.start].span.start(), reading.tokens[tokens.end - 1].span.end());
            let interval = when.map(|(from, to)| Interval { from, to, span: Some(span) });
            out.push(TimeExpression { span, tokens, sentence: number, interval, kind });
        }
    }
    out
}

/// The expression that dates a trigger: the nearest of its own clause, points before others; never one inside a noun phrase
/// below something else ("соглашения от 5 мая 2016 года").
pub fn time_for<'a>(reading: &'a Reading, times: &'a [TimeExpression], token: usize) -> Option<&'a TimeExpression> {
    let rank = |t: &TimeExpression| match t.kind {
        TimeKind::Point => 0,
        TimeKind::Stretch => 1,
        TimeKind::Since => 2,
        TimeKind::Past => 3,
        TimeKind::Until | TimeKind::Future => 9,
    };
    in_clause(reading, times, token).filter(|t| rank(t) < 9).min_by_key(|t| (rank(t), t.tokens.start.abs_diff(token)))
}

/// The deadline or stretch of a token's clause.
pub fn deadline_for<'a>(reading: &'a Reading, times: &'a [TimeExpression], token: usize) -> Option<&'a TimeExpression> {
    let rank = |t: &TimeExpression| match t.kind {
        TimeKind::Until => 0,
        TimeKind::Stretch => 1,
        _ => 9,
    };
    in_clause(reading, times, token).filter(|t| rank(t) < 9).min_by_key(|t| (rank(t), t.tokens.start.abs_diff(token)))
}

/// Expressions whose governing clause is the token's.
fn in_clause<'a>(
    reading: &'a Reading,
    times: &'a [TimeExpression],
    token: usize,
) -> impl Iterator<Item = &'a TimeExpression> {
    let home = clause_of(reading, token);
    let sentence = reading.tokens[token].sentence;
    let from = times.partition_point(|t| t.sentence < sentence);
    times[from..].iter().take_while(move |t| t.sentence == sentence).filter(move |t| {
        let head = top_of(reading, &t.tokens);
        // "протокол от 5 мая": a date that a noun of another phrase governs dates that noun.
        let governor = reading.tokens[head].head;
        let noun = governor.is_some_and(|g| {
            matches!(&*reading.tokens[g].pos, "NOUN" | "PROPN") && g != token && !below(reading, token, g)
        });
        !noun && clause_of(reading, head) == home
    })
}

/// The token of a range whose head lies outside it.
fn top_of(reading: &Reading, tokens: &Range<usize>) -> usize {
    tokens.clone().rev().find(|t| reading.tokens[*t].head.is_none_or(|h| !tokens.contains(&h))).unwrap_or(tokens.start)
}

fn below(reading: &Reading, token: usize, of: usize) -> bool {
    reading.ancestors(token).any(|a| a == of)
}

/// The verb of the clause that a token stands in: a finite verb, participle or converb, or the sentence's root.
fn clause_of(reading: &Reading, token: usize) -> usize {
    let opens = |t: usize| {
        let feats = &reading.tokens[t].feats;
        matches!(feats.get("VerbForm"), Some("Fin" | "Part" | "Conv")) && &*reading.tokens[t].relation != "xcomp"
    };
    if opens(token) {
        return token;
    }
    let mut last = token;
    for a in reading.ancestors(token) {
        last = a;
        if opens(a) {
            break;
        }
    }
    last
}

type When = (Option<PartialDate>, Option<PartialDate>);
type Hit = (usize, usize, Option<When>, TimeKind);

struct Scan<'a> {
    reading: &'a Reading,
    forms: &'a [String],
    first: usize,
    published: Option<PartialDate>,
    previous: Option<Interval>,
}

impl Scan<'_> {
    fn form(&self, i: usize) -> &str {
        self.forms.get(i).map_or("", String::as_str)
    }

    /// The expression that begins at token `i` of the sentence.
    fn at(&self, i: usize) -> Option<Hit> {
        let (lead, kind) = self.preposition(i);
        let at = i + lead;
        let (end, when, own) = self
            .day_and_month(at)
            .or_else(|| self.numeric(at))
            .or_else(|| self.month(at, lead > 0))
            .or_else(|| self.years(at, lead > 0))
            .or_else(|| self.part_of_year(at))
            .or_else(|| self.relative(at, i))
            .or_else(|| self.weekday(at, lead > 0))
            .or_else(|| self.distance(at, i))?;
        let kind = own.unwrap_or(kind);
        let when = when.map(|(from, to)| match kind {
            TimeKind::Until => (if from == to { None } else { from.filter(|_| own.is_some()) }, to),
            TimeKind::Since => (from, None),
            _ => (from, to),
        });
        Some((i, end, when, kind))
    }

    /// Tokens of prepositions before a date, and what they make of it.
    fn preposition(&self, i: usize) -> (usize, TimeKind) {
        let mut n = 0;
        let mut kind = TimeKind::Point;
        loop {
            match self.form(i + n) {
                "до" | "к" | "ко" => kind = TimeKind::Until,
                "позднее" | "позже" if n > 0 || self.form(i) == "не" => kind = TimeKind::Until,
                "с" | "со" | "начиная" => kind = TimeKind::Since,
                "не" if matches!(self.form(i + n + 1), "позднее" | "позже") => {}
                "в" | "во" | "на" | "за" | "от" | "еще" | "уже" => {}
                "начале" | "начала" | "началу" | "середине" | "конце" | "конца" | "концу" | "течение" if n > 0 =>
                    {}
                _ => return (n, kind),
            }
            n += 1;
            if n > 4 {
                return (0, TimeKind::Point);
            }
        }
    }

    fn number(&self, i: usize) -> Option<i16> {
        let f = self.form(i);
        (f.len() <= 4 && f.bytes().all(|b| b.is_ascii_digit())).then(|| f.parse().ok()).flatten()
    }

    fn month_at(&self, i: usize) -> Option<u8> {
        let f = self.form(i);
        let found = MONTHS.iter().position(|m| match *m {
            "ма" => matches!(f, "май" | "мая" | "мае" | "маю" | "маем"),
            "март" => matches!(f, "март" | "марта" | "марте" | "марту" | "мартом"),
            m => f.starts_with(m) && f.chars().count() <= m.chars().count() + 3 && !f.ends_with("ский"),
        });
        found.map(|m| m as u8 + 1)
    }

    fn year_word(&self, i: usize) -> bool {
        matches!(self.form(i), "год" | "года" | "году" | "годы" | "годов" | "годах" | "годам" | "г" | "гг" | "годом")
    }

    /// The year after a day or month: digits, or "прошлого года". Gives one past its last token.
    fn year_after(&self, i: usize) -> Option<(i16, usize)> {
        if let Some(y) = self.number(i).filter(|y| (1800..2100).contains(y)) {
            let dot = usize::from(self.year_word(i + 1))
                + usize::from(self.year_word(i + 1) && self.form(i + 2) == "." && i + 3 < self.forms.len());
            return Some((y, i + 1 + dot));
        }
        let shift = self.shift(i)?;
        (self.year_word(i + 1)).then_some(())?;
        Some((self.published?.year() + shift, i + 2))
    }

    /// "прошлого" -1, "этого" 0, "следующего" 1.
    fn shift(&self, i: usize) -> Option<i16> {
        let f = self.form(i);
        let any = |stems: &[&str]| stems.iter().any(|s| f.starts_with(s));
        if any(&["прошл", "минувш", "предыдущ"]) {
            Some(-1)
        } else if any(&["этог", "этом", "эту", "этой", "этот", "нынешн", "текущ", "сег"]) && f != "сегодня"
        {
            Some(0)
        } else if any(&["следующ", "будущ", "грядущ"]) {
            Some(1)
        } else {
            None
        }
    }

    /// Whether the sentence's verbs around speak of what is to come.
    fn future(&self, i: usize) -> bool {
        let tense = |t: usize| self.reading.tokens[t].feats.get("Tense");
        let near = (0..self.forms.len()).filter(|j| {
            tense(self.first + j).is_some() && self.reading.tokens[self.first + j].feats.is("VerbForm", "Fin")
        });
        let nearest = near.min_by_key(|j| j.abs_diff(i));
        nearest.is_some_and(|j| tense(self.first + j) == Some("Fut"))
            || self.forms.iter().any(|f| {
                matches!(
                    f.as_str(),
                    "планируется"
                        | "планируют"
                        | "запланирован"
                        | "запланировано"
                        | "запланированы"
                        | "ожидается"
                        | "предстоит"
                        | "намечен"
                        | "намечено"
                )
            })
    }

    /// The year that makes a day or month the nearest: past unless the sentence speaks of the future.
    fn guess_year(&self, month: u8, day: u8, i: usize, until: bool) -> Option<i16> {
        let p = self.published?;
        let now = (p.month().unwrap_or(12), p.day().unwrap_or(31));
        let y = p.year();
        Some(if until || self.future(i) {
            if (month, day) >= (now.0, if day == 0 { 0 } else { now.1 }) { y } else { y + 1 }
        } else if (month, day) <= now || month == now.0 || i32::from(month) - i32::from(now.0) == 1 && now.1 > 20 {
            // A day or month just ahead is announced, not remembered from a year ago.
            y
        } else {
            y - 1
        })
    }

    fn until(&self, at: usize) -> bool {
        at > 0 && matches!(self.form(at - 1), "до" | "к" | "позднее" | "конца" | "концу")
    }

    /// "30 января", "1-2 марта 2021 года", "5 и 6 мая", "с 5 по 9 мая".
    fn day_and_month(&self, at: usize) -> Option<(usize, Option<When>, Option<TimeKind>)> {
        let (d1, d2, m) = match self.form(at).split_once(['-', '–']) {
            Some((a, b)) => (a.parse::<u8>().ok()?, b.parse::<u8>().ok()?, at + 1),
            None => {
                let d = self.number(at).filter(|d| (1..=31).contains(d))? as u8;
                match self.form(at + 1) {
                    "и" | "по" | "-" | "–" | "—"
                        if self.number(at + 2).is_some_and(|n| n <= 31) && self.month_at(at + 3).is_some() =>
                    {
                        (d, self.number(at + 2)? as u8, at + 3)
                    }
                    _ => (d, d, at + 1),
                }
            }
        };
        let month = self.month_at(m)?;
        let (year, end) = match self.year_after(m + 1) {
            Some((y, end)) => (Some(y), end),
            None => (self.guess_year(month, d1, at, self.until(at)), m + 1),
        };
        let when = year.map(|y| (PartialDate::ymd(y, month, d1), PartialDate::ymd(y, month, d2)));
        let when = when.filter(|(a, b)| a.is_some() && b.is_some());
        Some((end, when, (d1 != d2).then_some(TimeKind::Stretch)))
    }

    /// "01.06.2021".
    fn numeric(&self, at: usize) -> Option<(usize, Option<When>, Option<TimeKind>)> {
        let mut parts = self.form(at).split('.');
        let (d, m, y) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
        if parts.next().is_some() || y.len() != 4 {
            return None;
        }
        let date = PartialDate::ymd(y.parse().ok()?, m, d)?;
        Some((at + 1, Some((Some(date), Some(date))), None))
    }

    /// "в марте", "к маю 2022 года".
    fn month(&self, at: usize, led: bool) -> Option<(usize, Option<When>, Option<TimeKind>)> {
        let month = self.month_at(at)?;
        let year = self.year_after(at + 1);
        if !led && year.is_none() {
            return None;
        }
        let end = year.map_or(at + 1, |(_, end)| end);
        let y = year.map(|(y, _)| y).or_else(|| self.guess_year(month, 0, at, self.until(at)));
        let date = y.and_then(|y| PartialDate::year_month(y, month));
        Some((end, date.map(|d| (Some(d), Some(d))), None))
    }

    /// "в 2019 году", "за 2015-2017 годы", "2019/20 учебный год", "в прошлом году".
    fn years(&self, at: usize, led: bool) -> Option<(usize, Option<When>, Option<TimeKind>)> {
        let f = self.form(at);
        let one = |y: i16| PartialDate::year_only(y);
        if let Some((a, b)) = f.split_once(['-', '–']).and_then(|(a, b)| Some((year(a)?, year(b)?)))
            && self.year_word(at + 1)
        {
            return Some((at + 2, Some((Some(one(a)), Some(one(b)))), Some(TimeKind::Stretch)));
        }
        if let Some(a) = self.number(at).filter(|y| (1800..2100).contains(y)) {
            if matches!(self.form(at + 1), "-" | "–" | "—" | "/") {
                let b = self.form(at + 2);
                let b = if b.len() == 2 { b.parse::<i16>().ok().map(|b| a / 100 * 100 + b) } else { year(b) };
                let school = usize::from(self.form(at + 3).starts_with("учебн"));
                if let Some(b) = b.filter(|b| *b >= a)
                    && self.year_word(at + 3 + school)
                {
                    return Some((at + 4 + school, Some((Some(one(a)), Some(one(b)))), Some(TimeKind::Stretch)));
                }
            }
            if self.year_word(at + 1)
                || (led && matches!(self.form(at.wrapping_sub(1)), "до" | "к" | "с") && at + 1 == self.forms.len())
            {
                return Some((at + 1 + usize::from(self.year_word(at + 1)), Some((Some(one(a)), Some(one(a)))), None));
            }
            return None;
        }
        let shift = self.shift(at)?;
        if self.year_word(at + 1) && led {
            return Some((
                at + 2,
                self.published.map(|p| (Some(one(p.year() + shift)), Some(one(p.year() + shift)))),
                None,
            ));
        }
        if self.form(at + 1).starts_with("месяц") && led {
            let when = self.published.and_then(|p| {
                let m = i16::from(p.month()?) - 1 + shift;
                PartialDate::year_month(p.year() + m.div_euclid(12), m.rem_euclid(12) as u8 + 1)
            });
            return Some((at + 2, when.map(|d| (Some(d), Some(d))), None));
        }
        if self.form(at + 1).starts_with("недел") && led {
            let when = self.day(0).map(|d| {
                let monday = d - Duration::days(i64::from(d.weekday().number_days_from_monday()))
                    + Duration::days(7 * i64::from(shift));
                (partial(monday), partial(monday + Duration::days(6)))
            });
            return Some((at + 2, when, None));
        }
        None
    }

    /// "летом 2023 года", "в первом квартале 2022 года", "в первой половине года".
    fn part_of_year(&self, at: usize) -> Option<(usize, Option<When>, Option<TimeKind>)> {
        let ends = |y: i16, a: u8, b: u8| {
            (PartialDate::year_month(y, a), PartialDate::year_month(if b < a { y + 1 } else { y }, b))
        };
        if let Some((_, a, b)) = SEASONS.iter().find(|s| s.0 == self.form(at)) {
            let year = self.year_after(at + 1);
            let y = year.map(|y| y.0).or_else(|| self.guess_year(*a, 0, at, false));
            return Some((year.map_or(at + 1, |y| y.1), y.map(|y| ends(y, *a, *b)), None));
        }
        const ORDER: [(&str, u8); 8] =
            [("перв", 1), ("втор", 2), ("трет", 3), ("четверт", 4), ("i", 1), ("ii", 2), ("iii", 3), ("iv", 4)];
        let f = self.form(at);
        let n = ORDER.iter().find(|(s, _)| if s.is_ascii() { f == *s } else { f.starts_with(s) })?.1;
        let (months, word) = match self.form(at + 1) {
            w if w.starts_with("квартал") => (3, 1),
            w if w.starts_with("полугоди") || w.starts_with("половин") => (6, 1),
            _ => return None,
        };
        if n * months > 12 {
            return None;
        }
        let year = self.year_after(at + 1 + word);
        let end = year.map_or(at + 1 + word + usize::from(self.year_word(at + 1 + word)), |y| y.1);
        let y = year.map(|y| y.0).or_else(|| self.published.map(PartialDate::year))?;
        Some((end, Some(ends(y, (n - 1) * months + 1, n * months)), None))
    }

    /// "сегодня", "вчера", "недавно", "ранее", "в тот же день".
    fn relative(&self, at: usize, from: usize) -> Option<(usize, Option<When>, Option<TimeKind>)> {
        let on = |shift: i64| self.day(shift).map(|d| (partial(d), partial(d)));
        let before = || self.published.map(|p| (None, Some(p)));
        let one = |when, kind| Some((at + 1, when, kind));
        match self.form(at) {
            "сегодня" => one(on(0), None),
            "вчера" | "накануне" => one(on(-1), None),
            "позавчера" => one(on(-2), None),
            "завтра" => one(on(1), None),
            "послезавтра" => one(on(2), None),
            "недавно" | "ранее" | "прежде" if at == from => one(before(), Some(TimeKind::Past)),
            "днях" if from < at => one(before(), Some(TimeKind::Past)),
            "последнее" if self.form(at + 1) == "время" => Some((at + 2, before(), Some(TimeKind::Past))),
            "ближайшее" if self.form(at + 1) == "время" => Some((at + 2, None, Some(TimeKind::Future))),
            "вскоре" | "скоро" if at == from => one(None, Some(TimeKind::Future)),
            "тот" if self.form(at + 1) == "же" && self.form(at + 2) == "день" => {
                Some((at + 3, self.previous.map(|p| (p.from, p.to)), None))
            }
            "конца" | "концу" | "конце" if self.year_word(at + 1) => {
                let y = self.published.map(|p| PartialDate::year_only(p.year()));
                Some((at + 2, y.map(|y| (Some(y), Some(y))), None))
            }
            _ if self.year_word(at) && from < at && matches!(self.form(at - 1), "конца" | "концу" | "конце") => {
                one(
                    self.published
                        .map(|p| (Some(PartialDate::year_only(p.year())), Some(PartialDate::year_only(p.year())))),
                    None,
                )
            }
            _ => None,
        }
    }

    /// "в пятницу", "в минувший четверг".
    fn weekday(&self, at: usize, led: bool) -> Option<(usize, Option<When>, Option<TimeKind>)> {
        let shift = self.shift(at);
        let at = at + usize::from(shift.is_some());
        let wanted = WEEKDAYS.iter().position(|w| self.form(at).starts_with(w))? as i64;
        if !led || self.form(at).chars().count() > 12 {
            return None;
        }
        let when = self.day(0).map(|d| {
            let today = i64::from(d.weekday().number_days_from_monday());
            let days = if shift == Some(1) || (shift.is_none() && self.future(at)) {
                (wanted - today).rem_euclid(7)
            } else {
                -(today - wanted).rem_euclid(7)
            };
            let day = partial(d + Duration::days(days));
            (day, day)
        });
        Some((at + 1, when, None))
    }

    /// "два года назад", "через три года", "в течение пяти лет", "за три года".
    fn distance(&self, at: usize, from: usize) -> Option<(usize, Option<When>, Option<TimeKind>)> {
        let through = self.form(at) == "через";
        let at = at + usize::from(through);
        let (count, unit_at) = match self.number(at).or_else(|| word_number(self.form(at))) {
            Some(n) => (i64::from(n), at + 1),
            None => (1, at),
        };
        let unit = self.form(unit_at);
        let months = match unit {
            "год" | "года" | "лет" | "году" => 12,
            "месяц" | "месяца" | "месяцев" => 1,
            _ if unit.starts_with("недел") => 0,
            "день" | "дня" | "дней" | "сутки" | "суток" => 0,
            _ => return None,
        };
        let shifted = |sign: i64| {
            let d = self.day(0)?;
            if months > 0 {
                return shift_months(d, sign * count * months);
            }
            let days = if unit.starts_with("недел") { 7 } else { 1 };
            d.checked_add(Duration::days(sign * count.min(40_000) * days))
        };
        let end = unit_at + 1;
        if self.form(end) == "назад" {
            let when = shifted(-1).map(|d| coarse(d, months)).map(|d| (Some(d), Some(d)));
            return Some((end + 1, when, Some(TimeKind::Point)));
        }
        if through {
            return Some((
                end,
                shifted(1).map(|d| coarse(d, months)).map(|d| (Some(d), Some(d))),
                Some(TimeKind::Until),
            ));
        }
        let during = from < at && (self.form(at - 1) == "течение" || self.form(at - 1) == "за");
        if during && count < 100 && unit_at > at - 1 {
            return Some((end, shifted(1).map(|d| (self.published, partial(d))), Some(TimeKind::Stretch)));
        }
        None
    }

    fn day(&self, shift: i64) -> Option<Date> {
        let p = self.published?;
        let date = Date::from_calendar_date(i32::from(p.year()), Month::try_from(p.month()?).ok()?, p.day()?).ok()?;
        date.checked_add(Duration::days(shift))
    }
}

fn year(text: &str) -> Option<i16> {
    (text.len() == 4).then(|| text.parse().ok()).flatten().filter(|y| (1800..2100).contains(y))
}

fn partial(d: Date) -> Option<PartialDate> {
    PartialDate::ymd(d.year() as i16, u8::from(d.month()), d.day())
}

/// "Два года назад" is a year, "два месяца назад" a month.
fn coarse(d: Date, months: i64) -> PartialDate {
    let year = PartialDate::year_only(d.year() as i16);
    match months {
        12 => year,
        1 => PartialDate::year_month(d.year() as i16, u8::from(d.month())).unwrap_or(year),
        _ => partial(d).unwrap_or(year),
    }
}

/// The day `months` later; the last of the month when it has no such day.
fn shift_months(d: Date, months: i64) -> Option<Date> {
    let at = i64::from(d.year()) * 12 + i64::from(u8::from(d.month())) - 1 + months;
    let month = Month::try_from(at.rem_euclid(12) as u8 + 1).ok()?;
    let year = i32::try_from(at.div_euclid(12)).ok().filter(|y| (1..9000).contains(y))?;
    (0..4).find_map(|back| Date::from_calendar_date(year, month, d.day().checked_sub(back)?).ok())
}

fn word_number(f: &str) -> Option<i16> {
    const WORDS: [(&str, i16); 20] = [
        ("один", 1),
        ("два", 2),
        ("две", 2),
        ("двух", 2),
        ("три", 3),
        ("трех", 3),
        ("четыре", 4),
        ("четырех", 4),
        ("пять", 5),
        ("пяти", 5),
        ("шесть", 6),
        ("шести", 6),
        ("семь", 7),
        ("семи", 7),
        ("восемь", 8),
        ("девять", 9),
        ("десять", 10),
        ("десяти", 10),
        ("двадцать", 20),
        ("полгода", 1),
    ];
    WORDS.iter().find(|(w, _)| *w == f).map(|(_, n)| *n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::read;

    fn check(text: &str, published: &str, wanted: &[(&str, &str)]) {
        let reading = read(text, published);
        let shown = |w: Option<Interval>| {
            w.map_or("-".to_owned(), |w| {
                let end = |d: Option<PartialDate>| d.map(|d| d.to_string()).unwrap_or_default();
                if w.from == w.to { end(w.from) } else { format!("{}/{}", end(w.from), end(w.to)) }
            })
        };
        let found: Vec<(String, String)> = find_times(&reading)
            .iter()
            .map(|t| (t.span.of(&reading.article.text).to_owned(), shown(t.interval)))
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, wanted, "{text}");
    }

    #[test]
    fn days_months_and_years_keep_their_precision() {
        check("Договор подписан 30 января 2015 года .", "2021-06-01", &[("30 января 2015 года", "2015-01-30")]);
        check("Встреча прошла в марте .", "2021-06-01", &[("в марте", "2021-03")]);
        check("Завод открыли в 2019 году .", "2021-06-01", &[("в 2019 году", "2019")]);
        check("Летом 2023 года шли переговоры .", "2024-06-01", &[("Летом 2023 года", "2023-06/2023-08")]);
    }

    #[test]
    fn deadlines_have_no_beginning() {
        check("Базу освободят до 1 августа 2025 года .", "2025-06-01", &[("до 1 августа 2025 года", "/2025-08-01")]);
        check("Долю доведут до 60 к 2030 году .", "2025-06-01", &[("к 2030 году", "/2030")]);
    }

    #[test]
    fn words_of_time_are_counted_from_the_day_of_publication() {
        check("Он прибыл вчера .", "2021-06-01", &[("вчера", "2021-05-31")]);
        check("Он прибыл в пятницу .", "2021-06-01", &[("в пятницу", "2021-05-28")]);
        check("В прошлом году товарооборот вырос .", "2021-06-01", &[("В прошлом году", "2020")]);
        check("За 2015-2017 годы построили пять школ .", "2018-06-01", &[("За 2015-2017 годы", "2015/2017")]);
    }

    #[test]
    fn without_a_day_of_publication_relative_words_mean_nothing() {
        check("Он прибыл вчера .", "", &[("вчера", "-")]);
    }

    #[test]
    fn hours_and_ages_are_no_dates() {
        check("В 10:00 прибыл 66-летний посол .", "2021-06-01", &[]);
    }
}
