//! What numbers count: `data/lang/<code>/lexicon/units.toml`.

use crate::forms::{FormMap, Words, tables};
use kelishim_read::fold;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Units of a language.
#[derive(Debug)]
pub struct Units {
    names: Vec<String>,
    measure: FormMap<usize>,
    money: FormMap<usize>,
    open_money: FormMap<usize>,
    /// Beginnings of an adjective and a name of money, with their code.
    money_of: Vec<(String, String, usize)>,
    /// Beginning of the name of a state, and the code of its open money.
    money_state: Vec<(String, usize)>,
    people: Vec<String>,
    person: String,
    uncounted: BTreeSet<String>,
    not_unit: FormMap<()>,
    label: FormMap<()>,
    compare: FormMap<()>,
    /// Whether words are written in Latin letters, so that a capital before a number names no model ("Boeing 737").
    latin: bool,
}

/// A unit read from the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Name; `None` for money with a code.
    pub name: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// The token after it.
    pub end: usize,
}

impl Units {
    /// The units of a language, `None` for one without a file. A reading without a language is taken for Russian.
    pub fn of(language: &str) -> Option<&'static Units> {
        static RU: LazyLock<Units> = LazyLock::new(|| {
            Units::parse(include_str!("../../../data/lang/ru/lexicon/units.toml")).expect("a test reads the file")
        });
        static EN: LazyLock<Units> = LazyLock::new(|| {
            Units::parse(include_str!("../../../data/lang/en/lexicon/units.toml")).expect("a test reads the file")
        });
        static KY: LazyLock<Units> = LazyLock::new(|| {
            Units::parse(include_str!("../../../data/lang/ky/lexicon/units.toml")).expect("a test reads the file")
        });
        match crate::grammar::primary(language) {
            "ru" | "und" => Some(&*RU),
            "en" => Some(&*EN),
            "ky" => Some(&*KY),
            _ => None,
        }
    }

    /// Reads the file's sections. The error names the one that does not exist.
    fn parse(content: &str) -> Result<Units, String> {
        let mut out = Units {
            names: vec![],
            measure: FormMap::new(),
            money: FormMap::new(),
            open_money: FormMap::new(),
            money_of: vec![],
            money_state: vec![],
            people: vec![],
            person: String::new(),
            uncounted: BTreeSet::new(),
            not_unit: FormMap::new(),
            label: FormMap::new(),
            compare: FormMap::new(),
            latin: false,
        };
        for (section, keys) in tables(content).map_err(|e| e.to_string())? {
            for (key, entries) in keys {
                if section == "script" {
                    out.latin = key == "latin";
                    continue;
                }
                if section == "people" && key == "name" {
                    out.person = entries.into_iter().next().unwrap_or_default();
                    continue;
                }
                let name = out.names.len();
                out.names.push(key);
                for entry in entries {
                    match section.as_str() {
                        "measure" => out.measure.add(&entry, name),
                        "money" => out.money.add(&entry, name),
                        "open-money" => out.open_money.add(&entry, name),
                        "money-of" => {
                            let (of, money) =
                                entry.split_once(' ').ok_or_else(|| format!("`{entry}` is no adjective and name"))?;
                            out.money_of.push((fold(of), fold(money), name));
                        }
                        "money-state" => out.money_state.push((fold(&entry), name)),
                        "people" => out.people.push(fold(&entry)),
                        "uncounted" => drop(out.uncounted.insert(fold(&entry))),
                        "not-unit" => out.not_unit.add(&entry, ()),
                        "label" => out.label.add(&entry, ()),
                        "compare" => out.compare.add(&entry, ()),
                        _ => return Err(format!("`{section}` is no section of units")),
                    }
                }
            }
        }
        Ok(out)
    }

    /// The sign of money at token `t` ("$", "€"): its code.
    pub fn sign(&self, words: &Words<'_>, t: usize) -> Option<String> {
        let form = words.at(t);
        let sign = form.chars().count() == 1 && !form.chars().all(char::is_alphanumeric);
        sign.then(|| self.money.of(form)).flatten().map(|n| self.names[n].clone())
    }

    /// The measure or money at token `t`; `adjective` is the token of an adjective before it.
    pub fn at(&self, words: &Words<'_>, t: usize, limit: usize, adjective: Option<usize>) -> Option<Unit> {
        if let Some((n, end)) = self.measure.at(words, t, limit).next() {
            return Some(Unit {
                name: Some(self.names[n].clone()),
                currency: None,
                end: words.past_stop_of(t, end, limit),
            });
        }
        let adjective = adjective.map_or("", |a| words.at(a));
        let of = self
            .money_of
            .iter()
            .find(|(of, money, _)| adjective.starts_with(of.as_str()) && words.at(t).starts_with(money.as_str()));
        if let Some((_, _, n)) = of.filter(|_| t < limit && !adjective.is_empty()) {
            return Some(Unit { name: None, currency: Some(self.names[*n].clone()), end: t + 1 });
        }
        if let Some((n, end)) = self.money.at(words, t, limit).next() {
            return Some(Unit {
                name: None,
                currency: Some(self.names[n].clone()),
                end: words.past_stop_of(t, end, limit),
            });
        }
        let (n, end) = self.open_money.at(words, t, limit).next()?;
        Some(Unit { name: Some(self.names[n].clone()), currency: None, end })
    }

    /// The code of money that several states have, in an article that names one of them. Linear in the text.
    pub fn open_code(&self, text: &str) -> Option<String> {
        let text = fold(text);
        let named = self.money_state.iter().filter(|(s, _)| text.contains(s.as_str()));
        let codes: BTreeSet<&str> = named.map(|(_, n)| self.names[*n].as_str()).collect();
        if codes.len() == 1 { codes.first().map(|c| (*c).to_owned()) } else { None }
    }

    /// Whether a name is that of money whose code [`Units::open_code`] tells.
    pub fn is_open(&self, name: &str) -> bool {
        name == "манат"
    }

    /// Whether the language is written in Latin letters.
    pub fn is_latin(&self) -> bool {
        self.latin
    }

    /// What people of any kind are counted as.
    pub fn people(&self) -> &str {
        &self.person
    }

    /// Whether a lemma or form means people, whatever people.
    pub fn is_people(&self, word: &str) -> bool {
        self.people.iter().any(|e| word.ends_with(e.as_str()))
    }

    /// Whether few of these are parties or parts of something rather than a quantity.
    pub fn is_uncounted(&self, lemma: &str) -> bool {
        self.uncounted.contains(lemma)
    }

    /// Whether the word makes a time or the like of the number before it.
    pub fn is_no_unit(&self, form: &str) -> bool {
        self.not_unit.of(form).is_some()
    }

    /// Whether the token makes a name of the number after it: "№", "ст.".
    pub fn is_label(&self, words: &Words<'_>, t: usize) -> bool {
        let word = if words.at(t) == "." && t > 0 && words.glued(t - 1) { t - 1 } else { t };
        self.label.of(words.at(word)).is_some()
    }

    /// Whether the token compares what stands after it: "более", "около".
    pub fn is_comparison(&self, form: &str) -> bool {
        self.compare.of(form).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_russian_file_has_its_sections() {
        assert!(Units::of("ru").is_some_and(|u| u.is_people("кыргызстанец") && u.is_uncounted("сторона")));
        assert!(Units::parse("[moons]\n\"a\" = [\"b\"]").is_err());
    }
}
