//! How much of an article's text is shown.

use std::fmt;
use std::str::FromStr;

/// Texts are their owners'; what a row rests on may be quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Texts {
    /// Nothing but the words a row rests on.
    None,
    /// The words a row rests on and a sentence around them.
    Excerpt,
    /// All of it.
    Full,
}

impl FromStr for Texts {
    type Err = String;

    fn from_str(text: &str) -> Result<Texts, String> {
        match text {
            "none" => Ok(Texts::None),
            "excerpt" => Ok(Texts::Excerpt),
            "full" => Ok(Texts::Full),
            _ => Err(format!("`{text}`: one of none, excerpt, full")),
        }
    }
}

impl fmt::Display for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Texts::None => "none",
            Texts::Excerpt => "excerpt",
            Texts::Full => "full",
        })
    }
}
