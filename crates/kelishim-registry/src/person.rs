//! People in office, with the terms they held.

use kelishim_model::PartialDate;
use serde::{Deserialize, Deserializer, de::Error};

/// A person of public office.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Key in records: "person.kgz.sadyr-japarov".
    pub key: String,
    /// Full Russian name, nominative: given name, patronymic where usual, surname.
    pub ru: String,
    /// The surname, where it is not the last word: "Си".
    #[serde(default)]
    pub surname: Option<String>,
    /// Other Russian spellings of the whole name.
    #[serde(default)]
    pub also: Vec<String>,
    /// Kyrgyz name, where it is not spelled as [`Person::name`]; else empty.
    #[serde(default)]
    pub ky: String,
    /// English name.
    pub en: String,
    /// Code of their state.
    pub country: String,
    /// Where name and terms are from: "Wikidata", "general knowledge".
    #[serde(default)]
    pub source: Option<String>,
    /// Terms, in order of time; empty when no date is known.
    #[serde(default)]
    pub terms: Vec<Term>,
}

/// One term in one office.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Key of the office.
    pub office: String,
    /// Russian title as usual, where it says more than the office: "министр энергетики".
    #[serde(default)]
    pub title: Option<String>,
    /// Key of the body that the office belongs to, where it is not the state's own.
    #[serde(default)]
    pub body: Option<String>,
    /// First day; `None` when not known.
    #[serde(default, deserialize_with = "date")]
    pub from: Option<PartialDate>,
    /// Last day; `None` when it lasts or is not known.
    #[serde(default, deserialize_with = "date")]
    pub to: Option<PartialDate>,
}

impl Term {
    /// Whether the term may cover some day of `on`. An end that is not known is open.
    pub fn covers(&self, on: PartialDate) -> bool {
        self.from.is_none_or(|from| from.first_day() <= on.last_day())
            && self.to.is_none_or(|to| on.first_day() <= to.last_day())
    }
}

impl Person {
    /// The surname of the Russian name.
    pub fn surname(&self) -> &str {
        self.surname.as_deref().unwrap_or_else(|| self.ru.rsplit(' ').next().unwrap_or(&self.ru))
    }

    /// The Russian name without patronymic, as reports give it.
    pub fn name(&self) -> String {
        let words: Vec<&str> = self.ru.split(' ').collect();
        let patronymic = |w: &&str| ["ович", "евич", "ьич", "овна", "евна", "ична"].iter().any(|p| w.ends_with(p));
        let kept = |i: usize| i == 0 || i + 1 == words.len() || !patronymic(&words[i]);
        (0..words.len()).filter(|i| kept(*i)).map(|i| words[i]).collect::<Vec<_>>().join(" ")
    }

    /// The term that covers `on`, the latest begun if several do; the last term when `on` is `None`.
    pub fn term(&self, on: Option<PartialDate>) -> Option<&Term> {
        match on {
            None => self.terms.last(),
            Some(on) => self.terms.iter().filter(|t| t.covers(on)).max_by_key(|t| t.from),
        }
    }
}

fn date<'de, D: Deserializer<'de>>(d: D) -> Result<Option<PartialDate>, D::Error> {
    let text = String::deserialize(d)?;
    text.parse().map(Some).map_err(D::Error::custom)
}
