//! Ids of the register as people write them: a kind and a number.

use crate::{Result, StoreError};
use std::fmt;
use std::str::FromStr;

/// What an id is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `a12`
    Article,
    /// `ac12`
    Actor,
    /// `s12`
    Statement,
    /// `e12`: one report's telling of an event
    Event,
    /// `h12`: the event itself, however many reports tell it
    Happening,
    /// `st12`
    Step,
    /// `c12`: a thread of steps
    Commitment,
}

const PREFIXES: &[(Kind, &str)] = &[
    (Kind::Article, "a"),
    (Kind::Actor, "ac"),
    (Kind::Statement, "s"),
    (Kind::Event, "e"),
    (Kind::Happening, "h"),
    (Kind::Step, "st"),
    (Kind::Commitment, "c"),
];

/// A permanent id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// What it is of.
    pub kind: Kind,
    /// Number within the kind.
    pub number: i64,
}

impl Id {
    /// The id of `kind` with this number.
    pub fn new(kind: Kind, number: i64) -> Id {
        Id { kind, number }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = PREFIXES.iter().find(|(k, _)| *k == self.kind).expect("every kind has one").1;
        write!(f, "{prefix}{}", self.number)
    }
}

impl FromStr for Id {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Id> {
        let digits = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        let kind = PREFIXES.iter().find(|(_, p)| *p == &text[..digits]).map(|(k, _)| *k);
        match (kind, text[digits..].parse()) {
            (Some(kind), Ok(number)) => Ok(Id { kind, number }),
            _ => Err(StoreError::Unknown(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_as_written() {
        for text in ["a1", "ac20", "s3", "st4", "e5", "h6", "c700"] {
            assert_eq!(text.parse::<Id>().unwrap().to_string(), text);
        }
        for text in ["", "x1", "s", "1", "c1x", "ы1"] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
    }
}
