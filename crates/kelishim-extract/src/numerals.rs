//! Numbers in figures and in words.

use crate::forms::{FormMap, Words, tables};
use std::sync::LazyLock;

/// Number words of a language: `data/lang/<code>/lexicon/numerals.toml`.
#[derive(Debug)]
pub struct Numerals {
    cardinal: FormMap<f64>,
    multiplier: FormMap<f64>,
    alone: FormMap<f64>,
    whole: FormMap<f64>,
    ordinal: FormMap<u32>,
    suffix: FormMap<()>,
    /// Case endings that stand straight behind figures: "700гө".
    figure: Vec<String>,
    /// Whether a point stands before decimals and commas between thousands.
    point: bool,
}

/// A number read from the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// The value; the upper bound of a range.
    pub value: f64,
    /// The token after it.
    pub end: usize,
    /// Whether it stands in figures.
    pub figures: bool,
    /// Whether it has a multiplier ("млн") or is one.
    pub multiplied: bool,
}

/// How a part of a number was written.
struct Part {
    value: f64,
    end: usize,
    figures: bool,
}

impl Numerals {
    /// The numerals of a language, `None` for one without a file.
    pub fn of(language: &str) -> Option<&'static Numerals> {
        static RU: LazyLock<Numerals> = LazyLock::new(|| {
            Numerals::parse(include_str!("../../../data/lang/ru/lexicon/numerals.toml")).expect("checked by a test")
        });
        static EN: LazyLock<Numerals> = LazyLock::new(|| {
            Numerals::parse(include_str!("../../../data/lang/en/lexicon/numerals.toml")).expect("a test reads the file")
        });
        static KY: LazyLock<Numerals> = LazyLock::new(|| {
            Numerals::parse(include_str!("../../../data/lang/ky/lexicon/numerals.toml")).expect("a test reads the file")
        });
        match crate::grammar::primary(language) {
            "ru" | "und" => Some(&*RU),
            "en" => Some(&*EN),
            "ky" => Some(&*KY),
            _ => None,
        }
    }

    /// Reads the file's sections. The error says what is wrong with it.
    fn parse(content: &str) -> Result<Numerals, String> {
        let mut out = Numerals {
            cardinal: FormMap::new(),
            multiplier: FormMap::new(),
            alone: FormMap::new(),
            whole: FormMap::new(),
            ordinal: FormMap::new(),
            suffix: FormMap::new(),
            figure: vec![],
            point: false,
        };
        for (section, keys) in tables(content).map_err(|e| e.to_string())? {
            for (key, entry) in keys.iter().flat_map(|(k, list)| list.iter().map(move |e| (k, e))) {
                if section == "mark" {
                    out.point = entry == ".";
                    continue;
                }
                if section == "figure" {
                    out.figure.push(entry.clone());
                    continue;
                }
                let value = || key.parse::<f64>().map_err(|e| format!("`{section}.{key}`: {e}"));
                match section.as_str() {
                    "cardinal" | "fraction" => out.cardinal.add(entry, value()?),
                    "multiplier" => out.multiplier.add(entry, value()?),
                    "alone" => out.alone.add(entry, value()?),
                    "whole" => out.whole.add(entry, value()?),
                    "ordinal" => out.ordinal.add(entry, value()? as u32),
                    "suffix" => out.suffix.add(entry, ()),
                    _ => return Err(format!("`{section}` is no section of numerals")),
                }
            }
        }
        Ok(out)
    }

    /// The number that begins at token `t` and ends before `limit`; of a range ("20-30", "20 – 30") the upper bound.
    pub fn number(&self, words: &Words<'_>, t: usize, limit: usize) -> Option<Number> {
        let first = self.simple(words, t, limit)?;
        let mut dash = first.end;
        if dash + 1 < limit && is_dash(words.at(dash)) && (first.figures || words.glued(dash)) {
            dash += 1;
            if let Some(upper) =
                self.simple(words, dash, limit).filter(|u| u.figures == first.figures && u.value > first.value)
            {
                return Some(upper);
            }
        }
        Some(first)
    }

    /// A number without the dash of a range between tokens: "1 млн 200 тыс.", "сто двадцать", "миллион".
    fn simple(&self, words: &Words<'_>, t: usize, limit: usize) -> Option<Number> {
        if let Some((value, end)) = self.whole.at(words, t, limit).next() {
            return Some(Number { value, end, figures: false, multiplied: true });
        }
        let (mut total, mut at, mut figures, mut multiplied) = (0.0, t, false, false);
        let mut below = f64::INFINITY;
        while let Some(part) = self.part(words, at, limit) {
            let (factor, end) = self.factor(words, part.end, limit);
            // After "1 млн" only a smaller multiple goes on: "200 тыс.".
            if at > t && (factor >= below || !multiplied || (figures && factor == 1.0)) {
                break;
            }
            total += part.value * factor;
            (at, below, figures) = (end, factor, figures || part.figures);
            multiplied |= factor > 1.0;
            if factor == 1.0 {
                break;
            }
        }
        if at == t {
            let (value, end) = self.alone.at(words, t, limit).next()?;
            let plural = words.reading.tokens.get(t).is_some_and(|token| token.feats.is("Number", "Plur"));
            // "Тысячи" is one thousand or thousands: without the analysis' word for the singular it is no number.
            let doubtful = words.at(t).ends_with('и') && !words.reading.tokens[t].feats.is("Number", "Sing");
            return (!plural && !doubtful).then_some(Number { value, end, figures: false, multiplied: true });
        }
        Some(Number { value: total, end: at, figures, multiplied })
    }

    /// The product of multipliers at `t` and the token after them and their full stop.
    fn factor(&self, words: &Words<'_>, t: usize, limit: usize) -> (f64, usize) {
        match self.multiplier.of(words.at(t)).filter(|_| t < limit) {
            Some(m) => {
                let end = words.past_stop(t + 1, limit);
                let (more, end) = self.factor(words, end, limit);
                (m * more, end)
            }
            None => (1.0, t),
        }
    }

    /// Figures, grouped by spaces or not, or number words up to the multiplier.
    fn part(&self, words: &Words<'_>, t: usize, limit: usize) -> Option<Part> {
        if t >= limit {
            return None;
        }
        let form = self.without_case(words.at(t));
        if let Some((low, high)) = halves(form) {
            if let (Some(low), Some(high)) = (self.figures(low, false), self.figures(high, false)) {
                return (high > low).then_some(Part { value: high, end: t + 1, figures: true });
            }
            let (low, high) = (self.cardinal.of(low)?, self.cardinal.of(high)?);
            return (high > low).then_some(Part { value: high, end: t + 1, figures: false });
        }
        if form.starts_with(|c: char| c.is_ascii_digit()) {
            let multiplier_follows = self.multiplier.of(words.at(t + 1)).is_some();
            let mut value = self.figures(form, multiplier_follows)?;
            let mut end = t + 1;
            let groupable = form.len() <= 3 && form.bytes().all(|b| b.is_ascii_digit()) && !form.starts_with('0');
            while groupable && end < limit && is_group(words, end) {
                let (whole, fraction) = words.at(end).split_once(',').unwrap_or((words.at(end), ""));
                let decimals = if fraction.is_empty() { 0.0 } else { format!("0.{fraction}").parse().unwrap_or(0.0) };
                value = value * 1000.0 + whole.parse::<f64>().unwrap_or(0.0) + decimals;
                end += 1;
            }
            return Some(Part { value, end, figures: true });
        }
        let (mut value, mut at, mut below) = (0.0, t, f64::INFINITY);
        while let Some(v) = self.cardinal.of(words.at(at)).filter(|_| at < limit) {
            // "Сто двадцать пять" descends by places; "пять пять" are two numbers.
            let place = if v >= 100.0 {
                100.0
            } else if v >= 20.0 {
                20.0
            } else {
                1.0
            };
            if place >= below || (place == 1.0 && v >= 10.0 && below == 20.0) {
                break;
            }
            value += v;
            below = if (10.0..20.0).contains(&v) { 1.0 } else { place };
            at += 1;
        }
        (at > t).then_some(Part { value, end: at, figures: false })
    }

    /// The ordinal that begins at token `t`, with the token after it: "5-го", "двадцать пятого", "II".
    pub fn ordinal(&self, words: &Words<'_>, t: usize, limit: usize) -> Option<(u32, usize)> {
        if t >= limit {
            return None;
        }
        let form = words.at(t);
        // "5th" is one word, "5-й" two halves.
        let glued = form.len() - form.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if let Some((number, suffix)) = halves(form).or((glued > 0 && glued < form.len()).then(|| form.split_at(glued)))
        {
            let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            return (digits && self.suffix.of(suffix).is_some())
                .then(|| number.parse().ok())
                .flatten()
                .map(|n| (n, t + 1));
        }
        if let Some(n) = self.ordinal.of(form) {
            return Some((n, t + 1));
        }
        let tens = self.cardinal.of(form).filter(|v| [20.0, 30.0].contains(v))?;
        let ones = self.ordinal.of(words.at(t + 1)).filter(|n| *n < 10 && t + 1 < limit)?;
        Some((tens as u32 + ones, t + 2))
    }
}

/// Both sides of a single hyphen inside a token.
pub fn halves(form: &str) -> Option<(&str, &str)> {
    let (a, b) = form.split_once('-')?;
    (!a.is_empty() && !b.is_empty() && !b.contains('-')).then_some((a, b))
}

/// Hyphen or dash; forms are folded, so that one kind remains.
pub fn is_dash(form: &str) -> bool {
    form == "-"
}

/// Whether the token is a group of thousands after the one before it: three digits, one narrow or plain space between.
fn is_group(words: &Words<'_>, t: usize) -> bool {
    let form = words.at(t);
    let whole = form.split_once(',').map_or(form, |(w, _)| w);
    let tokens = &words.reading.tokens;
    let between = &words.reading.article.text[tokens[t - 1].span.end()..tokens[t].span.start()];
    let decimals = form.split_once(',').is_none_or(|(_, d)| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
    whole.len() == 3
        && whole.bytes().all(|b| b.is_ascii_digit())
        && decimals
        && between.chars().count() == 1
        && !between.contains('\n')
}

impl Numerals {
    /// Figures without the case ending behind them.
    fn without_case<'f>(&self, form: &'f str) -> &'f str {
        let digits = form.trim_end_matches(char::is_alphabetic);
        let cased =
            digits.ends_with(|c: char| c.is_ascii_digit()) && self.figure.iter().any(|e| *e == form[digits.len()..]);
        if cased { digits } else { form }
    }

    /// The value of figures as the language writes them.
    fn figures(&self, form: &str, multiplier_follows: bool) -> Option<f64> {
        if !self.point {
            return figures(form, multiplier_follows);
        }
        let (whole, fraction) = form.split_once('.').unwrap_or((form, ""));
        let groups: Vec<&str> = whole.split(',').collect();
        let digits = |s: &str| !s.is_empty() && s.len() <= 15 && s.bytes().all(|b| b.is_ascii_digit());
        let sound = digits(groups[0])
            && groups[1..].iter().all(|g| g.len() == 3 && digits(g))
            && (groups.len() == 1 || groups[0].len() <= 3);
        let fraction = if fraction.is_empty() && !form.ends_with('.') { "0" } else { fraction };
        (sound && digits(fraction)).then(|| format!("{}.{fraction}", groups.concat()).parse().ok()).flatten()
    }
}

/// The value of figures. A comma is a decimal sign; points or commas between groups of three digits divide thousands, but
/// a single one before a multiplier ("1.224 млн") does not.
fn figures(form: &str, multiplier_follows: bool) -> Option<f64> {
    let plain = |s: &str| !s.is_empty() && s.len() <= 15 && s.bytes().all(|b| b.is_ascii_digit());
    if plain(form) {
        return form.parse().ok();
    }
    if form.len() > 24 || !form.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
        return None;
    }
    let groups: Vec<&str> = form.split(['.', ',']).collect();
    if groups.iter().any(|g| !plain(g)) {
        return None;
    }
    let thousands = groups[0].len() <= 3 && !groups[0].starts_with('0') && groups[1..].iter().all(|g| g.len() == 3);
    match groups.len() {
        2 if thousands && form.contains('.') && !multiplier_follows => groups.concat().parse().ok(),
        2 => format!("{}.{}", groups[0], groups[1]).parse().ok(),
        _ if thousands => groups.concat().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::times::plain::read;

    /// Value of the number at the start of the text, and the words it takes.
    fn check(text: &str, value: Option<f64>, tokens: usize) {
        let reading = read(text, None);
        let words = Words::new(&reading);
        let numerals = Numerals::of("ru").expect("Russian has a file");
        let found = numerals.number(&words, 0, reading.tokens.len());
        assert_eq!(found.map(|n| n.value), value, "{text}");
        if let Some(n) = found {
            assert_eq!(n.end, tokens, "{text}");
        }
    }

    #[test]
    fn figures_keep_decimals_and_join_thousands() {
        check("5,56 мм", Some(5.56), 1);
        check("1.224 места", Some(1224.0), 1);
        check("1.224 млн мест", Some(1_224_000.0), 2);
        check("1\u{a0}224 места", Some(1224.0), 2);
        check("12 000 500 сомов", Some(12_000_500.0), 3);
        check("1 234,5 рубля", Some(1234.5), 2);
        check("1,000,000 долларов", Some(1_000_000.0), 1);
        check("2021 370 мест", Some(2021.0), 1);
        check("1.2.3 версия", None, 0);
    }

    #[test]
    fn multipliers_apply_and_add_up() {
        check("2,5 тыс. доз", Some(2500.0), 2);
        check("1 млн 200 тыс. тонн", Some(1_200_000.0), 4);
        check("3 тысячи миллионов", Some(3e9), 3);
        check("миллиард рублей", Some(1e9), 1);
        check("полмиллиона рублей", Some(5e5), 1);
        check("полтора миллиарда", Some(1.5e9), 2);
    }

    #[test]
    fn words_add_up_by_places() {
        check("сто двадцать пять школ", Some(125.0), 3);
        check("двадцать одна тысяча доз", Some(21_000.0), 3);
        check("две тысячи триста человек", Some(2300.0), 3);
        check("пятнадцать вагонов", Some(15.0), 1);
        check("пять шесть", Some(5.0), 1);
        check("школы", None, 0);
    }

    #[test]
    fn kyrgyz_figures_take_case_endings() {
        let numerals = Numerals::of("ky").expect("Kyrgyz has a file");
        for case in ["гө", "дөн", "төн", "дө", "тө", "нү"] {
            assert_eq!(numerals.without_case(&format!("700{case}")), "700", "{case}");
        }
        assert_eq!(numerals.without_case("700км"), "700км");
    }

    #[test]
    fn ranges_give_their_upper_bound() {
        check("20-30 тонн", Some(30.0), 1);
        check("20–30 тонн", Some(30.0), 3);
        check("два-три миллиона", Some(3e6), 2);
        check("10-15 млн", Some(15e6), 2);
    }

    #[test]
    fn thousands_of_many_are_no_number() {
        check("миллионы людей", None, 0);
        check("тысяч", None, 0);
        check("тысячу", Some(1000.0), 1);
    }
}
