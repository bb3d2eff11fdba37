//! `robots.txt`: what a site asks programs not to fetch.
//!
//! Source: RFC 9309. Our token is `kelishim`.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Our product token in `User-agent` lines.
pub const TOKEN: &str = "kelishim";

/// Bytes of a `robots.txt` that are read; the standard asks for 500 KiB at least.
pub const MOST: u64 = 512 * 1024;

/// Longest pattern that counts: matching takes time by the product of pattern and path.
const MOST_PATTERN: usize = 2_000;

/// What a site allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Robots {
    /// It has rules; none of them means that all is allowed.
    Rules(Vec<Rule>),
    /// It could not be asked, so nothing may be fetched for now.
    Unknown {
        /// Why.
        reason: String,
        /// Whether it may answer later.
        retry: bool,
    },
}

/// One line of a group that is about us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    allow: bool,
    /// Unescaped; `*` stands for anything, `$` at the end for the end.
    pattern: Vec<u8>,
}

/// What sites have said so far; clones share it. It is kept as long as it lives: take a new one for each run.
#[derive(Clone, Default)]
pub struct RobotsCache(Arc<Mutex<HashMap<String, Arc<Robots>>>>);

impl fmt::Debug for RobotsCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RobotsCache")
    }
}

impl RobotsCache {
    /// What the site of that origin (`https://a.example:443`) said, asked with `ask` if it was not yet.
    pub(crate) fn of(&self, origin: &str, ask: impl FnOnce() -> Robots) -> Arc<Robots> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(origin).cloned();
        known.unwrap_or_else(|| {
            // Asked without the lock: a slow site must not hold up the others.
            let robots = Arc::new(ask());
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(origin.to_owned(), Arc::clone(&robots));
            robots
        })
    }
}

/// The rules in a `robots.txt` that are about us: those of our own groups, else those for everybody.
pub fn read(text: &str) -> Robots {
    let (mut own, mut common) = (Vec::new(), Vec::new());
    let (mut any_own, mut for_own, mut for_all) = (false, false, false);
    // Several `User-agent` lines head one group; the first rule closes the heading.
    let mut heading = false;
    for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
        let line = line.split('#').next().unwrap_or_default();
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "user-agent" => {
                if !heading {
                    (for_own, for_all) = (false, false);
                }
                heading = true;
                for_all |= value == "*";
                for_own |= is_token(value);
                any_own |= for_own;
            }
            name @ ("allow" | "disallow") => {
                heading = false;
                if value.is_empty() || value.len() > MOST_PATTERN {
                    continue;
                }
                let rule = Rule { allow: name == "allow", pattern: unescape(value) };
                if for_all {
                    common.push(rule.clone());
                }
                if for_own {
                    own.push(rule);
                }
            }
            _ => {}
        }
    }
    Robots::Rules(if any_own { own } else { common })
}

/// `kelishim`, `Kelishim/1.0`.
fn is_token(value: &str) -> bool {
    let end = value.find(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_')).unwrap_or(value.len());
    value[..end].eq_ignore_ascii_case(TOKEN)
}

/// Whether `rules` let a path (with its query) be fetched: the longest rule that fits decides, of equal ones the kinder.
pub fn allows(rules: &[Rule], path: &str) -> bool {
    let path = unescape(path);
    let fitting = rules.iter().filter(|rule| fits(&rule.pattern, &path));
    fitting.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
}

/// Escapes resolved, so that two spellings of a path are one; an escaped slash stays, for it is another path.
fn unescape(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        match byte.filter(|byte| !matches!(byte, b'/' | b'*' | b'$' | b'%')) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    out
}

/// Whether the pattern fits the beginning of the path, or all of it when it ends in `$`.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, whole) = match pattern.strip_suffix(b"$") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split(|&byte| byte == b'*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let mut last: &[u8] = first;
    let mut stars = false;
    for piece in pieces {
        stars = true;
        last = piece;
        // The earliest place leaves the most for what follows.
        let found = if piece.is_empty() { Some(0) } else { rest.windows(piece.len()).position(|w| w == piece) };
        let Some(at) = found else { return false };
        rest = &rest[at + piece.len()..];
    }
    // The last piece may stand again at the very end.
    !whole || rest.is_empty() || (stars && (last.is_empty() || rest.ends_with(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(robots: &str, allowed: &[&str], forbidden: &[&str]) {
        let Robots::Rules(rules) = read(robots) else { panic!("rules") };
        for path in allowed {
            assert!(allows(&rules, path), "{path} by {rules:?}");
        }
        for path in forbidden {
            assert!(!allows(&rules, path), "{path} by {rules:?}");
        }
    }

    #[test]
    fn the_longest_rule_decides_and_of_equal_ones_the_kinder() {
        check(
            "User-agent: *\nDisallow: /a/\nAllow: /a/b\n\nDisallow: /same\nAllow: /same",
            &["/", "/a", "/a/b/c", "/same"],
            &["/a/", "/a/c"],
        );
    }

    #[test]
    fn our_own_group_overrides_that_for_everybody() {
        check("User-agent: *\nDisallow: /\n\nuser-agent: x\nUser-Agent: Kelishim/2\nDisallow: /p # x", &["/"], &["/p"]);
        check("User-agent: kelishim\nDisallow:\n\nUser-agent: *\nDisallow: /", &["/"], &[]);
        check("User-agent: kelishimbot\nDisallow: /\n", &["/"], &[]);
        check("", &["/"], &[]);
    }

    #[test]
    fn signs_stand_for_anything_and_for_the_end() {
        check(
            "User-agent: *\nDisallow: /*.php$\nDisallow: /*?print=",
            &["/a.php5", "/a.php?x"],
            &["/a.php", "/x.php/y.php", "/a?print=1"],
        );
        check("User-agent: *\nDisallow: *", &[], &["/", "/x"]);
        check("User-agent: *\nDisallow: /$", &["/x"], &["/"]);
    }

    #[test]
    fn escapes_are_one_spelling_of_many() {
        let escaped = "/%D0%B6%D0%B0%D2%A3%D1%8B%D0%BB%D1%8B%D0%BA/1";
        check("User-agent: *\nDisallow: /жаңылык\nDisallow: /a%2Fb", &["/a/b"], &[escaped, "/жаңылык/1", "/a%2Fb/c"]);
    }

    proptest! {
        /// Whatever a site serves, there is an answer.
        #[test]
        fn any_text_gives_an_answer(text in "(User-agent: *\n)?[a-zA-Z:/*$%#а-я\n ]{0,200}", path in "/[a-z%/*?$я]{0,40}") {
            if let Robots::Rules(rules) = read(&text) {
                let _ = allows(&rules, &path);
            }
        }
    }
}
