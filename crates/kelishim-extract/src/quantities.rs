//! How much: numbers with their units and currencies.

use crate::tree::fold;
use kelishim_model::{Quantity, Span};
use kelishim_read::Reading;
use std::ops::Range;

/// A quantity and the tokens it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundQuantity {
    /// Value, unit, currency, words.
    pub quantity: Quantity,
    /// Its tokens.
    pub tokens: Range<usize>,
}

const CURRENCIES: [(&str, &str); 20] = [
    ("рубл", "RUB"),
    ("сомони", "TJS"),
    ("сом", "KGS"),
    ("тенге", "KZT"),
    ("сум", "UZS"),
    ("доллар", "USD"),
    ("евро", "EUR"),
    ("юан", "CNY"),
    ("иен", "JPY"),
    ("йен", "JPY"),
    ("фунт", "GBP"),
    ("лир", "TRY"),
    ("гривн", "UAH"),
    ("драм", "AMD"),
    ("лари", "GEL"),
    ("рупи", "INR"),
    ("вон", "KRW"),
    ("франк", "CHF"),
    ("риал", "IRR"),
    ("руб", "RUB"),
];
/// What is counted without being a quantity: times, ordinals, sides.
const NOT_COUNTED: &[&str] = &[
    "год",
    "года",
    "лет",
    "месяц",
    "неделя",
    "день",
    "час",
    "минута",
    "сутки",
    "сторона",
    "страна",
    "государство",
    "президент",
    "раз",
    "класс",
    "статья",
    "пункт",
    "номер",
    "век",
    "глава",
    "лидер",
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
    "летие",
    "этап",
    "округ",
    "созыв",
];

/// All quantities in order. Linear in tokens.
///
/// Of a range the upper bound counts ("с 21% до 60%" is 60): the lower one is left out.
pub fn find_quantities(reading: &Reading) -> Vec<FoundQuantity> {
    let mut out: Vec<FoundQuantity> = vec![];
    for sentence in &reading.sentences {
        let mut t = sentence.tokens.start;
        while t < sentence.tokens.end {
            match at(reading, t, sentence.tokens.end) {
                Some(found) => {
                    t = found.tokens.end;
                    let lower = out.last().is_some_and(|p| is_lower_bound(reading, p, &found));
                    if lower {
                        out.pop();
                    }
                    out.push(found);
                }
                None => t += 1,
            }
        }
    }
    out
}

/// "от 375 | до 750", "с 21% | до 60%".
fn is_lower_bound(reading: &Reading, before: &FoundQuantity, after: &FoundQuantity) -> bool {
    let gap = before.tokens.end..after.tokens.start;
    let opened =
        before.tokens.start > 0 && matches!(fold(reading.form(before.tokens.start - 1)).as_str(), "с" | "со" | "от");
    opened && gap.len() == 1 && fold(reading.form(gap.start)) == "до"
}

fn at(reading: &Reading, t: usize, end: usize) -> Option<FoundQuantity> {
    let dollar = matches!(reading.form(t), "$" | "€");
    let start = t;
    let mut i = t + usize::from(dollar);
    let (mut value, next) = number(reading, i, end)?;
    i = next;
    let mut scaled = false;
    if let Some(m) = (i < end).then(|| multiplier(&fold(reading.form(i)))).flatten() {
        value *= m;
        scaled = true;
        i += 1;
        i += usize::from(i < end && reading.form(i) == "." && i + 1 < end);
    }
    if dollar {
        let currency = if reading.form(start) == "$" { "USD" } else { "EUR" };
        return Some(made(reading, start..i, value, None, Some(currency)));
    }
    if i < end && matches!(reading.form(i), "%" | "процента" | "процентов" | "процент") {
        return Some(made(reading, start..i + 1, value, Some("%".into()), None));
    }
    if i < end && matches!(reading.form(i), "$" | "€") {
        let currency = if reading.form(i) == "$" { "USD" } else { "EUR" };
        return Some(made(reading, start..i + 1, value, None, Some(currency)));
    }
    // Adjectives between the number and what is counted: "370 бюджетных мест".
    let mut unit = i;
    while unit < end && unit < i + 3 && matches!(&*reading.tokens[unit].pos, "ADJ" | "DET") {
        unit += 1;
    }
    if unit >= end || !matches!(&*reading.tokens[unit].pos, "NOUN" | "PROPN" | "SYM" | "X") {
        return scaled.then(|| made(reading, start..i, value, None, None));
    }
    let lemma = fold(&reading.tokens[unit].lemma);
    if let Some((_, code)) =
        CURRENCIES.iter().find(|(stem, _)| lemma.starts_with(stem) && lemma.chars().count() <= stem.chars().count() + 3)
    {
        return Some(made(reading, start..unit + 1, value, None, Some(code)));
    }
    let counted = !NOT_COUNTED.contains(&lemma.as_str()) && !(lemma == "г" || lemma == "гг");
    // A bare number before a name is a number of something else ("Су-30", "школа 5").
    let plain = value >= 3.0 || scaled;
    (counted && &*reading.tokens[unit].pos != "PROPN" && plain)
        .then(|| made(reading, start..unit + 1, value, Some(lemma), None))
}

fn made(
    reading: &Reading,
    tokens: Range<usize>,
    value: f64,
    unit: Option<String>,
    currency: Option<&str>,
) -> FoundQuantity {
    let span = Span::new(reading.tokens[tokens.start].span.start(), reading.tokens[tokens.end - 1].span.end());
    FoundQuantity { quantity: Quantity { value, unit, currency: currency.map(str::to_owned), span }, tokens }
}

/// The number that begins at token `t`: digits in groups, decimals, a range (its upper bound), or words.
fn number(reading: &Reading, t: usize, end: usize) -> Option<(f64, usize)> {
    let form = reading.form(t);
    let digits = |f: &str| !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit());
    if let Some((a, b)) = form.split_once(['-', '–'])
        && digits(a)
        && digits(b)
        && b.len() < 4
    {
        return Some((b.parse().ok()?, t + 1));
    }
    if form.bytes().next().is_some_and(|b| b.is_ascii_digit()) {
        let plain = form.replace(',', ".");
        if plain.matches('.').count() > 1 || !plain.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return None;
        }
        let mut text = plain;
        let mut i = t + 1;
        // "18 000": groups of three.
        while i < end && text.len() <= 9 && !text.contains('.') && reading.form(i).len() == 3 && digits(reading.form(i))
        {
            text.push_str(reading.form(i));
            i += 1;
        }
        let value: f64 = text.parse().ok()?;
        let year_like = i == t + 1 && text.len() == 4 && (1900.0..2100.0).contains(&value);
        let clock = i < end && matches!(reading.form(i), ":" | "/");
        let named = t > 0 && matches!(reading.form(t - 1), "№" | "#" | ":" | "/");
        return (!year_like && !clock && !named).then_some((value, i));
    }
    if &*reading.tokens[t].pos != "NUM" && multiplier(&fold(form)).is_none() {
        return None;
    }
    let mut total = 0.0;
    let mut i = t;
    while i < end {
        let Some(n) = word(&fold(reading.form(i))) else { break };
        total += n;
        i += 1;
    }
    if i > t {
        return Some((total, i));
    }
    // "тысяча студентов", "миллион доз": the multiplier alone.
    multiplier(&fold(form)).filter(|_| !form.ends_with('.')).map(|_| (1.0, t))
}

fn multiplier(form: &str) -> Option<f64> {
    let starts = |s: &str| form.starts_with(s);
    if form == "тыс" || starts("тысяч") {
        Some(1e3)
    } else if form == "млн" || starts("миллион") {
        Some(1e6)
    } else if form == "млрд" || starts("миллиард") {
        Some(1e9)
    } else if form == "трлн" || starts("триллион") {
        Some(1e12)
    } else {
        None
    }
}

fn word(form: &str) -> Option<f64> {
    const WORDS: [(&str, f64); 52] = [
        ("один", 1.0),
        ("одна", 1.0),
        ("два", 2.0),
        ("две", 2.0),
        ("двух", 2.0),
        ("двумя", 2.0),
        ("три", 3.0),
        ("трех", 3.0),
        ("тремя", 3.0),
        ("четыре", 4.0),
        ("четырех", 4.0),
        ("пять", 5.0),
        ("пяти", 5.0),
        ("шесть", 6.0),
        ("шести", 6.0),
        ("семь", 7.0),
        ("семи", 7.0),
        ("восемь", 8.0),
        ("восьми", 8.0),
        ("девять", 9.0),
        ("девяти", 9.0),
        ("десять", 10.0),
        ("десяти", 10.0),
        ("одиннадцать", 11.0),
        ("двенадцать", 12.0),
        ("пятнадцать", 15.0),
        ("двадцать", 20.0),
        ("двадцати", 20.0),
        ("тридцать", 30.0),
        ("тридцати", 30.0),
        ("сорок", 40.0),
        ("сорока", 40.0),
        ("пятьдесят", 50.0),
        ("пятидесяти", 50.0),
        ("шестьдесят", 60.0),
        ("семьдесят", 70.0),
        ("восемьдесят", 80.0),
        ("девяносто", 90.0),
        ("сто", 100.0),
        ("ста", 100.0),
        ("двести", 200.0),
        ("двухсот", 200.0),
        ("триста", 300.0),
        ("трехсот", 300.0),
        ("четыреста", 400.0),
        ("пятьсот", 500.0),
        ("пятисот", 500.0),
        ("шестьсот", 600.0),
        ("семьсот", 700.0),
        ("восемьсот", 800.0),
        ("девятьсот", 900.0),
        ("полтора", 1.5),
    ];
    WORDS.iter().find(|(w, _)| *w == form).map(|(_, n)| *n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::read;

    fn check(text: &str, wanted: &[(f64, Option<&str>)]) {
        let found = find_quantities(&read(text, ""));
        let shown: Vec<(f64, Option<&str>)> =
            found.iter().map(|f| (f.quantity.value, f.quantity.currency.as_deref())).collect();
        assert_eq!(shown, wanted, "{text}");
    }

    #[test]
    fn multipliers_and_currencies_are_read() {
        check("Выделят 34 млрд рублей .", &[(34e9, Some("RUB"))]);
        check("Долг в $ 40 млн погашен .", &[(40e6, Some("USD"))]);
        check("Передано 2,5 тыс . доз .", &[(2500.0, None)]);
    }

    #[test]
    fn of_a_range_the_upper_bound_counts() {
        check("Долю повысят с 21 % до 60 % .", &[(60.0, None)]);
    }

    #[test]
    fn years_and_numbers_of_things_are_no_quantities() {
        check("Резолюция № 1747 принята в 2007 году .", &[]);
    }
}
