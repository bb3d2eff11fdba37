//! A state and all the words that betray it.

use serde::Deserialize;

/// A state, or a territory that the news treats as a party of its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// ISO 3166-1 alpha-3; `XKX` for Kosovo.
    pub code: String,
    /// Russian names, nominative, the usual one first.
    pub ru: Vec<String>,
    /// Kyrgyz names.
    pub ky: Vec<String>,
    /// English names.
    pub en: Vec<String>,
    /// The full official name in Russian, nominative.
    pub formal: String,
    /// Abbreviations that mean this state wherever they stand: "РФ", "КР".
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// Names, abbreviations and adjectives that it shares with other things: "РТ", "Конго", English "Georgia".
    ///
    /// No look-up but [`crate::Registry::candidates`] answers them.
    #[serde(default)]
    pub ambiguous: Vec<String>,
    /// Its names that are also forms of ordinary words, so that a form alone proves nothing: "Того".
    #[serde(default)]
    pub homographs: Vec<String>,
    /// Russian adjectives, masculine nominative.
    pub adjectives: Vec<String>,
    /// First parts of compound adjectives: "российско".
    #[serde(default)]
    pub compounds: Vec<String>,
    /// Russian words for its people, nominative singular.
    #[serde(default)]
    pub demonyms: Vec<String>,
    /// Kyrgyz adjectives and words for its people; Kyrgyz does not tell the two apart.
    #[serde(default)]
    pub ky_words: Vec<String>,
    /// English adjectives.
    #[serde(default)]
    pub en_adjectives: Vec<String>,
    /// English words for its people, singular.
    #[serde(default)]
    pub en_demonyms: Vec<String>,
    /// Its capital; `None` for places without one.
    #[serde(default)]
    pub capital: Option<Capital>,
    /// Other names that may stand for its government: "Кремль".
    #[serde(default)]
    pub metonyms: Vec<String>,
}

/// Names of a capital, former ones included; the present one first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capital {
    /// Russian, nominative.
    pub ru: Vec<String>,
    /// Kyrgyz.
    #[serde(default)]
    pub ky: Vec<String>,
    /// English.
    #[serde(default)]
    pub en: Vec<String>,
}

impl State {
    /// The Russian name to show.
    pub fn name(&self) -> &str {
        self.ru.first().map_or(&self.formal, |n| n)
    }
}
