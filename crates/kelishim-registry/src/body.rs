//! Bodies with a name of their own, and the nouns that name bodies in general.

use kelishim_model::{ActorKind, Sector};
use serde::{Deserialize, Deserializer, de::Error};

/// An international body, a national one, a company, a medium.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Key in records: "org.eaeu", "rus.gazprom".
    pub key: String,
    /// Russian names, nominative, the full one first.
    pub ru: Vec<String>,
    /// Kyrgyz names.
    #[serde(default)]
    pub ky: Vec<String>,
    /// English names.
    #[serde(default)]
    pub en: Vec<String>,
    /// Code of its state; `None` for bodies of several states and where the bare name leaves the state open ("МИД").
    #[serde(default)]
    pub country: Option<String>,
    /// What it is.
    #[serde(deserialize_with = "kind")]
    pub kind: ActorKind,
    /// Its PLOVER sector.
    #[serde(deserialize_with = "sector")]
    pub sector: Sector,
    /// Places whose name may stand for it: "Брюссель" for the EU.
    #[serde(default)]
    pub metonyms: Vec<String>,
}

/// Nouns that name a body in general, of one kind and sector: "министерство", "посольство".
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenericBody {
    /// Dictionary forms.
    pub lemmas: Vec<String>,
    /// What it is.
    #[serde(deserialize_with = "kind")]
    pub kind: ActorKind,
    /// Its PLOVER sector.
    #[serde(deserialize_with = "sector")]
    pub sector: Sector,
}

fn kind<'de, D: Deserializer<'de>>(d: D) -> Result<ActorKind, D::Error> {
    let code = String::deserialize(d)?;
    ActorKind::from_code(&code).ok_or_else(|| D::Error::custom(format!("no kind of actor `{code}`")))
}

pub(crate) fn sector<'de, D: Deserializer<'de>>(d: D) -> Result<Sector, D::Error> {
    let code = String::deserialize(d)?;
    Sector::from_code(&code).ok_or_else(|| D::Error::custom(format!("no sector `{code}`")))
}
