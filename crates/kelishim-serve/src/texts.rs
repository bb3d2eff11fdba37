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

impl Texts {
    /// Where a text was received from, or nothing: a path of this machine is nobody's business but its owner's.
    pub(crate) fn place(self, place: String) -> String {
        if self == Texts::Full || on_web(&place) { place } else { String::new() }
    }

    /// A sentence whose words that a row rests on stand in ‹ ›, or those words alone.
    pub(crate) fn sentence(self, sentence: String) -> String {
        if self != Texts::None {
            return sentence;
        }
        let words = sentence.split_once('‹').and_then(|(_, rest)| rest.rsplit_once('›'));
        words.map(|(words, _)| format!("‹{words}›")).unwrap_or_default()
    }
}

/// Whether an address is one of the web.
pub(crate) fn on_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
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
