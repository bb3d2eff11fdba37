//! Offices: what the holders of titles are.

use kelishim_model::Sector;
use serde::Deserialize;

/// An office and the titles that name it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Key that terms of office refer to: "president".
    pub key: String,
    /// Russian titles, nominative: "президент", "министр иностранных дел".
    pub ru: Vec<String>,
    /// Kyrgyz titles.
    #[serde(default)]
    pub ky: Vec<String>,
    /// English titles.
    #[serde(default)]
    pub en: Vec<String>,
    /// PLOVER sector of a holder, unless their body says otherwise.
    #[serde(deserialize_with = "crate::body::sector")]
    pub sector: Sector,
    /// Whether it heads a state or a government.
    #[serde(default)]
    pub rank: Option<Rank>,
    /// Whether one person at a time holds it in a state or a body.
    #[serde(default)]
    pub sole: bool,
    /// Key of the wider office it is a case of: "foreign-minister" is under "minister".
    #[serde(default)]
    pub under: Option<String>,
}

/// Offices that stand for a state abroad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// Head of state.
    State,
    /// Head of government.
    Government,
    /// Foreign minister.
    Foreign,
}
