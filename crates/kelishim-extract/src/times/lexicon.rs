//! Words of time of a language: `data/lang/<code>/lexicon/times.toml`.

use crate::forms::{FormMap, Words, tables};
use std::sync::LazyLock;

/// What a word or phrase of the lexicon means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A month, from 1.
    Month(u8),
    /// A month's abbreviation, which only a day makes a month.
    ShortMonth(u8),
    /// A day of the week, Monday 1.
    Weekday(u8),
    /// A season, by its first month.
    Season(u8),
    /// A season in the form that needs no preposition.
    SeasonAdverb(u8),
    /// A unit of the calendar.
    Unit(Unit),
    /// So many months in one phrase.
    Months(u8),
    /// "учебный".
    Academic,
    /// So many days from publication.
    Day(i8),
    /// Beginning, middle or end of something; true for the end.
    Part(bool),
    /// Before, at or after the present one.
    Turn(Turn),
    /// "же".
    Same,
    /// "несколько".
    Few,
    /// "около", "более".
    Approximate,
    /// "назад".
    Ago,
    /// "спустя", "позже" after a duration.
    Later,
    /// "ранее" after a duration.
    Earlier,
    /// "утром".
    Daypart,
    /// "и".
    And,
    /// "рождения".
    Birth,
    /// "в ночь".
    Night,
    /// "№": the number after it names something.
    Sign,
    /// "до", "после" after a duration.
    Anchor,
    /// What leads a date.
    Lead(Lead),
    /// "недавно".
    Lately,
    /// "ранее": it was before, but not when.
    Before,
    /// "вскоре".
    Soon,
    /// "ежегодно".
    Often,
    /// "тогда же".
    Then,
}

/// Units of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Year,
    /// The form that only counts: "лет".
    Years,
    Month,
    Week,
    Day,
    Hour,
    Quarter,
    HalfYear,
    Half,
    TenDays,
    Weekend,
    Decade,
}

/// Which of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Last,
    This,
    Next,
    /// "тот".
    That,
    /// "последние".
    Recent,
    /// "ближайшие".
    Coming,
}

impl Turn {
    /// How many units of the calendar it lies from the present one; of several, and of one named before, nothing is known.
    pub fn steps(self) -> Option<i16> {
        match self {
            Turn::Last => Some(-1),
            Turn::This => Some(0),
            Turn::Next => Some(1),
            Turn::That | Turn::Recent | Turn::Coming => None,
        }
    }
}

/// What a preposition makes of the date after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    In,
    On,
    AsOf,
    Over,
    Until,
    Towards,
    By,
    Through,
    Since,
    After,
    Of,
    Within,
    InSpan,
}

/// The lexicon of a language.
#[derive(Debug)]
pub(super) struct TimeLexicon {
    forms: FormMap<Meaning>,
    /// Beginnings of lemmas whose time is that of a plan.
    pub planned: Vec<String>,
    /// Beginnings of the forms of auxiliaries that look ahead.
    pub will: Vec<String>,
    /// Beginnings of lemmas under which an infinitive has happened.
    pub achieved: Vec<String>,
    /// Words before a date that leave it to a verb of the past before them: "ещё".
    back: Vec<String>,
    /// Words between the parts of a date that mean nothing by themselves: "the", "of".
    filler: Vec<String>,
    /// Whether the month may stand before the day, and a date without a preposition says when.
    pub month_first: bool,
}

impl TimeLexicon {
    /// The lexicon of a language, `None` for one without a file. A reading without a language is taken for Russian.
    pub fn of(language: &str) -> Option<&'static TimeLexicon> {
        static RU: LazyLock<TimeLexicon> = LazyLock::new(|| {
            TimeLexicon::parse(include_str!("../../../../data/lang/ru/lexicon/times.toml"))
                .expect("a test reads the file")
        });
        static EN: LazyLock<TimeLexicon> = LazyLock::new(|| {
            TimeLexicon::parse(include_str!("../../../../data/lang/en/lexicon/times.toml"))
                .expect("a test reads the file")
        });
        static KY: LazyLock<TimeLexicon> = LazyLock::new(|| {
            TimeLexicon::parse(include_str!("../../../../data/lang/ky/lexicon/times.toml"))
                .expect("a test reads the file")
        });
        match crate::grammar::primary(language) {
            "ru" | "und" => Some(&*RU),
            "en" => Some(&*EN),
            "ky" => Some(&*KY),
            _ => None,
        }
    }

    /// Reads the file's sections. The error names the entry that has no meaning.
    fn parse(content: &str) -> Result<TimeLexicon, String> {
        let mut out = TimeLexicon {
            forms: FormMap::new(),
            planned: vec![],
            will: vec![],
            achieved: vec![],
            back: vec![],
            filler: vec![],
            month_first: false,
        };
        for (section, keys) in tables(content).map_err(|e| e.to_string())? {
            for (key, entries) in keys {
                match (section.as_str(), key.as_str()) {
                    ("verb", "planned") => out.planned.extend(entries),
                    ("verb", "will") => out.will.extend(entries),
                    ("verb", "achieved") => out.achieved.extend(entries),
                    ("verb", "back") => out.back.extend(entries),
                    ("order", "filler") => out.filler.extend(entries),
                    ("order", "month-first") => out.month_first = true,
                    _ => {
                        let meaning =
                            meaning(&section, &key).ok_or_else(|| format!("`{section}.{key}` means nothing"))?;
                        entries.iter().for_each(|e| out.forms.add(e, meaning));
                    }
                }
            }
        }
        Ok(out)
    }

    /// All meanings at token `t`, the longer words first, each with the token after it.
    pub fn at<'s>(
        &'s self,
        words: &'s Words<'_>,
        t: usize,
        limit: usize,
    ) -> impl Iterator<Item = (Meaning, usize)> + 's {
        self.forms.at(words, t, limit)
    }

    /// Whether the word means nothing by itself in a date.
    pub fn is_filler(&self, form: &str) -> bool {
        self.filler.iter().any(|f| f == form)
    }

    /// Whether a date after the word is that of a past verb before it.
    pub fn looks_back(&self, form: &str) -> bool {
        self.back.iter().any(|f| f == form)
    }

    /// The meanings of a single folded form.
    pub fn of_form(&self, form: &str) -> Option<Meaning> {
        self.forms.of(form)
    }
}

fn meaning(section: &str, key: &str) -> Option<Meaning> {
    let number = || key.parse::<u8>().ok();
    Some(match (section, key) {
        ("month", _) => Meaning::Month(number()?),
        ("month-short", _) => Meaning::ShortMonth(number()?),
        ("weekday", _) => Meaning::Weekday(number()?),
        ("season", _) => Meaning::Season(number()?),
        ("season-adverb", _) => Meaning::SeasonAdverb(number()?),
        ("unit", _) => Meaning::Unit(unit(key)?),
        ("duration", _) => Meaning::Months(number()?),
        ("academic", _) => Meaning::Academic,
        ("day", _) => Meaning::Day(key.parse().ok()?),
        ("part", "begin" | "middle") => Meaning::Part(false),
        ("part", "end") => Meaning::Part(true),
        ("turn", _) => Meaning::Turn(turn(key)?),
        ("particle", _) => particle(key)?,
        ("preposition", _) => Meaning::Lead(lead(key)?),
        ("past", "lately") => Meaning::Lately,
        ("past", "before") => Meaning::Before,
        ("future", "soon") => Meaning::Soon,
        ("recurring", "often") => Meaning::Often,
        ("again", "then") => Meaning::Then,
        _ => return None,
    })
}

fn unit(key: &str) -> Option<Unit> {
    Some(match key {
        "year" => Unit::Year,
        "years" => Unit::Years,
        "month" => Unit::Month,
        "week" => Unit::Week,
        "day" => Unit::Day,
        "hour" => Unit::Hour,
        "quarter" => Unit::Quarter,
        "half-year" => Unit::HalfYear,
        "half" => Unit::Half,
        "ten-days" => Unit::TenDays,
        "weekend" => Unit::Weekend,
        "decade" => Unit::Decade,
        _ => return None,
    })
}

fn turn(key: &str) -> Option<Turn> {
    Some(match key {
        "last" => Turn::Last,
        "this" => Turn::This,
        "next" => Turn::Next,
        "that" => Turn::That,
        "recent" => Turn::Recent,
        "coming" => Turn::Coming,
        _ => return None,
    })
}

fn particle(key: &str) -> Option<Meaning> {
    Some(match key {
        "same" => Meaning::Same,
        "few" => Meaning::Few,
        "approximate" => Meaning::Approximate,
        "ago" => Meaning::Ago,
        "later" => Meaning::Later,
        "earlier" => Meaning::Earlier,
        "daypart" => Meaning::Daypart,
        "and" => Meaning::And,
        "birth" => Meaning::Birth,
        "night" => Meaning::Night,
        "sign" => Meaning::Sign,
        "anchor" => Meaning::Anchor,
        _ => return None,
    })
}

fn lead(key: &str) -> Option<Lead> {
    Some(match key {
        "in" => Lead::In,
        "on" => Lead::On,
        "as-of" => Lead::AsOf,
        "over" => Lead::Over,
        "until" => Lead::Until,
        "towards" => Lead::Towards,
        "by" => Lead::By,
        "through" => Lead::Through,
        "since" => Lead::Since,
        "after" => Lead::After,
        "of" => Lead::Of,
        "within" => Lead::Within,
        "in-span" => Lead::InSpan,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_mean_something_throughout() {
        assert!(TimeLexicon::of("ru").is_some_and(|l| !l.planned.is_empty() && !l.achieved.is_empty()));
        assert!(TimeLexicon::of("en").is_some_and(|l| l.month_first && l.is_filler("of")));
        assert!(TimeLexicon::of("ky").is_some_and(|l| l.of_form("март") == Some(Meaning::Month(3))));
        assert!(TimeLexicon::of("kk").is_none());
    }

    #[test]
    fn an_unknown_section_is_refused_by_name() {
        assert_eq!(TimeLexicon::parse("[moon]\n1 = [\"луна\"]").map(|_| ()), Err("`moon.1` means nothing".into()));
    }
}
