//! How much: numbers with the unit, money or thing they count.
//!
//! Left out are numbers that count nothing: dates and durations, ages, hours, ordinals, names ("№ 5", "Су-30"), and small
//! counts of parties ("двух стран").

use crate::forms::Words;
use crate::numerals::{Number, Numerals};
use crate::times::find_times;
use crate::units::{Unit, Units};
use kelishim_model::Quantity;
use kelishim_read::{Reading, fold};
use std::cell::OnceCell;
use std::ops::Range;

#[cfg(test)]
mod tests;

/// A quantity and its tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundQuantity {
    /// The quantity; money has a currency and no unit.
    pub quantity: Quantity,
    /// Its tokens, indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
}

/// Below this a count of parties ("трёх стран") is none.
const FEW: f64 = 20.0;

/// Adjectives that may stand between a number and what it counts.
const BETWEEN: usize = 4;

/// Quantities in order of the text, none inside another. Linear in tokens.
///
/// Of a range only the upper or later bound stands: "с 21% до 60%" is 60, "20-30 тонн" 30. People of any kind that their
/// ending shows ("кыргызстанцев") are counted as "человек". A language without a lexicon has none.
pub fn find_quantities(reading: &Reading) -> Vec<FoundQuantity> {
    let language = reading.article.language.as_str();
    let (Some(units), Some(numerals)) = (Units::of(language), Numerals::of(language)) else { return vec![] };
    let words = Words::new(reading);
    let mut taken = vec![false; reading.tokens.len()];
    for time in find_times(reading) {
        taken[time.tokens].fill(true);
    }
    let open_code = OnceCell::new();
    let mut out: Vec<FoundQuantity> = vec![];
    for sentence in &reading.sentences {
        let first = out.len();
        let scan = Scan { words: &words, units, numerals, open_code: &open_code, limit: sentence.tokens.end };
        let mut t = sentence.tokens.start;
        while t < sentence.tokens.end {
            if taken[t] {
                t += 1;
                continue;
            }
            match scan.at(t, out[first..].last()) {
                Step::Quantity(found) => {
                    if out.len() > first && scan.is_lower_bound(&out[out.len() - 1], found.tokens.start) {
                        out.pop();
                    }
                    t = found.tokens.end;
                    out.push(found);
                }
                Step::Past(end) => t = end.max(t + 1),
            }
        }
    }
    out
}

/// What stands at a token.
enum Step {
    Quantity(FoundQuantity),
    /// Nothing up to this token.
    Past(usize),
}

/// What a number counts.
enum Counted {
    Unit(Unit),
    /// A time, a party, a place in an order: no quantity.
    Nothing,
    /// No word says.
    Unsaid,
}

struct Scan<'a> {
    words: &'a Words<'a>,
    units: &'a Units,
    numerals: &'a Numerals,
    /// Looked up in the article once, when first needed.
    open_code: &'a OnceCell<Option<String>>,
    limit: usize,
}

impl Scan<'_> {
    fn at(&self, t: usize, before: Option<&FoundQuantity>) -> Step {
        let sign = self.units.sign(self.words, t);
        let start = t + usize::from(sign.is_some());
        let Some(number) = self.numerals.number(self.words, start, self.limit) else { return Step::Past(t + 1) };
        if sign.is_none() && self.is_name(t, &number) {
            return Step::Past(number.end);
        }
        let unit = match sign {
            Some(code) => Unit { name: None, currency: Some(code), end: number.end },
            None => match self.counted(&number) {
                Counted::Unit(unit) => unit,
                Counted::Nothing => return Step::Past(number.end),
                Counted::Unsaid => match self.understood(t, &number, before) {
                    Some(unit) => unit,
                    None => return Step::Past(number.end),
                },
            },
        };
        let tokens = t..unit.end;
        let all = &self.words.reading.tokens;
        let span = all[tokens.start].span.cover(all[tokens.end - 1].span);
        let quantity = Quantity { value: number.value, unit: unit.name, currency: unit.currency, span };
        Step::Quantity(FoundQuantity { quantity, tokens })
    }

    /// Whether a number is a name, an order or part of figures that mean something else.
    fn is_name(&self, t: usize, number: &Number) -> bool {
        let words = self.words;
        // "Один из них", "одна из сторон".
        if !number.figures && !number.multiplied && number.value <= 1.0 {
            return true;
        }
        if t > 0 && words.reading.tokens[t - 1].sentence == words.reading.tokens[t].sentence {
            let label = self.units.is_label(words, t - 1) && (number.figures || words.at(t - 1) != ".");
            let part =
                words.glued(t - 1) && matches!(words.at(t - 1), "-" | "/" | ":" | "." | "+" | "№" | "#" | "_" | ",");
            let latin = number.figures
                && !self.units.is_latin()
                && words.reading.form(t - 1).starts_with(|c: char| c.is_ascii_uppercase());
            if label || part || latin {
                return true;
            }
        }
        let end = number.end;
        let glued = end > 0 && end < self.limit && words.glued(end - 1);
        let goes_on = glued && words.glued(end) && end + 1 < self.limit;
        match words.at(end) {
            ":" | "/" | "+" => goes_on && words.at(end + 1).starts_with(|c: char| c.is_ascii_digit()),
            // "24.kg", "1. Первый кандидат".
            "." => glued && number.figures && !number.multiplied && end + 1 < self.limit,
            _ => false,
        }
    }

    /// What stands after a number: a measure, money or a noun, adjectives before it passed over.
    fn counted(&self, number: &Number) -> Counted {
        let words = self.words;
        let mut at = number.end;
        if words.at(at) == "с" && words.at(at + 1).starts_with("лишн") {
            at += 2;
        }
        let mut adjective = None;
        for _ in 0..=BETWEEN {
            if at >= self.limit {
                return Counted::Unsaid;
            }
            if self.units.is_no_unit(words.at(at)) {
                return Counted::Nothing;
            }
            let token = &words.reading.tokens[at];
            if let Some(unit) = self.units.at(words, at, self.limit, adjective) {
                let end = self.past_state(&unit);
                return Counted::Unit(Unit { end, ..self.with_code(unit) });
            }
            match &*token.pos {
                // "Railway carriages": what is counted is the last of several nouns.
                "NOUN" | "PROPN"
                    if self.units.is_latin()
                        && at + 1 < self.limit
                        && matches!(&*words.reading.tokens[at + 1].pos, "NOUN" | "PROPN")
                        && token.head.is_some_and(|h| h > at) => {}
                "NOUN" => return self.noun(at, number),
                "ADJ" | "DET" => adjective = Some(at),
                "VERB" if token.feats.is("VerbForm", "Part") && !token.feats.is("Variant", "Short") => {
                    adjective = Some(at)
                }
                // "Гражданских и военных специалистов", "новых, современных вагонов".
                "CCONJ" | "PUNCT"
                    if adjective.is_some() && self.is_adjective(at + 1) && matches!(words.at(at), "и" | ",") => {}
                _ => return Counted::Unsaid,
            }
            at += 1;
        }
        Counted::Unsaid
    }

    /// Money of several states with the code of the one that the article names.
    fn with_code(&self, unit: Unit) -> Unit {
        if !unit.name.as_ref().is_some_and(|n| self.units.is_open(n)) {
            return unit;
        }
        match self.open_code.get_or_init(|| self.units.open_code(&self.words.reading.article.text)) {
            Some(code) => Unit { name: None, currency: Some(code.clone()), end: unit.end },
            None => unit,
        }
    }

    fn is_adjective(&self, t: usize) -> bool {
        t < self.limit && &*self.words.reading.tokens[t].pos == "ADJ"
    }

    /// "долларов США".
    fn past_state(&self, unit: &Unit) -> usize {
        let states =
            unit.currency.as_deref() == Some("USD") && unit.end < self.limit && self.words.at(unit.end) == "сша";
        unit.end + usize::from(states)
    }

    fn noun(&self, t: usize, number: &Number) -> Counted {
        let token = &self.words.reading.tokens[t];
        let lemma = fold(&token.lemma);
        let few = number.value < FEW && self.units.is_uncounted(&lemma);
        // "В 3 чтении", "на 5 месте": figures for an ordinal.
        let one = number.value % 10.0 == 1.0 && number.value % 100.0 != 11.0;
        let order = number.figures
            && !number.multiplied
            && !one
            && token.feats.is("Case", "Loc")
            && token.feats.is("Number", "Sing");
        if few || order || self.units.is_no_unit(&lemma) {
            return Counted::Nothing;
        }
        let name = if self.units.is_people(&lemma) || self.units.is_people(self.words.at(t)) {
            self.units.people().to_owned()
        } else {
            token.lemma.to_lowercase()
        };
        Counted::Unit(Unit { name: Some(name), currency: None, end: t + 1 })
    }

    /// The unit of a bare number: that of the quantity before it in the sentence ("200 мест, ещё 50"), or none when a word or
    /// a multiplier shows that it is a quantity.
    fn understood(&self, t: usize, number: &Number, before: Option<&FoundQuantity>) -> Option<Unit> {
        let next = self.words.reading.tokens.get(number.end).filter(|_| number.end < self.limit);
        let follows =
            next.is_none_or(|n| matches!(&*n.pos, "PUNCT" | "ADP" | "CCONJ" | "VERB" | "SCONJ" | "ADV" | "PART"));
        // "(442 голоса) 3. Следующий": the number of an entry.
        let entry = t > 0 && !number.multiplied && matches!(self.words.at(t - 1), ")" | "." | ";");
        if !number.figures || !follows || entry {
            return None;
        }
        let compared = t > 0 && self.units.is_comparison(self.words.at(t - 1));
        let unit = |name, currency| Some(Unit { name, currency, end: number.end });
        match before.map(|b| &b.quantity) {
            Some(q) if q.currency.is_some() && !number.multiplied => None,
            Some(q) if q.unit.as_deref() == Some("%") => None,
            Some(q) => unit(q.unit.clone(), q.currency.clone()),
            None if compared || number.multiplied => unit(None, None),
            None => None,
        }
    }

    /// "с 21% | до 60%": whether a quantity is the lower bound of the one that begins at `t`.
    fn is_lower_bound(&self, lower: &FoundQuantity, t: usize) -> bool {
        let opened = lower.tokens.start > 0 && matches!(self.words.at(lower.tokens.start - 1), "с" | "со" | "от");
        opened && lower.tokens.end + 1 == t && self.words.at(lower.tokens.end) == "до"
    }
}
