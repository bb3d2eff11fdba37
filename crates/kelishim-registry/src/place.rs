//! Cities and regions, which betray the state they lie in.

use serde::Deserialize;

/// A region or city with its own adjectives; plain cities come from the table of places and have none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    /// Code of its state.
    pub country: String,
    /// Russian names, nominative.
    pub ru: Vec<String>,
    /// Kyrgyz and English names.
    #[serde(default)]
    pub other: Vec<String>,
    /// Russian adjectives, masculine nominative: "ошский".
    #[serde(default)]
    pub adjectives: Vec<String>,
}
