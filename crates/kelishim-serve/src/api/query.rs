//! What an address asks for, checked to the letter: an unknown word is told instead of passed over, because a filter that
//! does nothing gives wrong figures and no sign of it.

use super::fault::Fault;
use super::resource::{Holds, Param};
use crate::Site;
use crate::asked::side;
use axum::http::StatusCode;
use kelishim_model::PartialDate;
use url::form_urlencoded;

/// Longest address taken.
pub const LONGEST: usize = 4096;

/// Parameters with sound values.
#[derive(Debug, Default)]
pub struct Asked {
    values: Vec<(&'static str, String)>,
}

impl Asked {
    /// Of an address that takes `known`; `fields` are those of its lines.
    pub fn read(site: &Site, query: Option<&str>, known: &[&'static Param], fields: &[&str]) -> Result<Asked, Fault> {
        let query = query.unwrap_or_default();
        if query.len() > LONGEST {
            return Err(Fault::new(
                StatusCode::URI_TOO_LONG,
                "too-large",
                format!("an address has at most {LONGEST} characters"),
            ));
        }
        if !sound(query) {
            let detail = "the address is not UTF-8, percent-encoded";
            return Err(Fault::new(StatusCode::BAD_REQUEST, "wrong-value", detail));
        }
        let mut values: Vec<(&'static str, String)> = vec![];
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let Some(param) = known.iter().find(|p| p.name == name) else {
                let detail = "leave it out, or take one of `allowed`";
                let fault = Fault::new(StatusCode::BAD_REQUEST, "unknown-parameter", detail);
                let short: String = name.chars().take(100).collect();
                return Err(fault.of(&short).among(&name, known.iter().map(|p| p.name)));
            };
            if values.iter().any(|(n, _)| *n == param.name) {
                return Err(Fault::new(StatusCode::BAD_REQUEST, "repeated-parameter", "give it once").of(param.name));
            }
            let value = check(site, param, value.trim(), fields)?;
            values.push((param.name, value));
        }
        Ok(Asked { values })
    }

    /// Value of a parameter; of two sides a line each.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str())
    }

    /// Value of a flag.
    pub fn flag(&self, name: &str) -> bool {
        self.value(name) == Some("true")
    }

    /// The two sides.
    pub fn sides(&self) -> Option<(String, String)> {
        let (a, b) = self.value("between")?.split_once(',')?;
        Some((a.to_owned(), b.to_owned()))
    }

    /// What is asked, in one order, whatever part of the answer is wanted: what a cursor belongs to.
    pub fn question(&self, path: &str) -> String {
        let mut values: Vec<_> =
            self.values.iter().filter(|(n, _)| !["cursor", "limit", "fields"].contains(n)).collect();
        values.sort();
        format!("{path}?{values:?}")
    }

    /// The same address at another cursor.
    pub fn at(&self, path: &str, cursor: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.values.iter().filter(|(n, _)| *n != "cursor"));
        query.append_pair("cursor", cursor);
        format!("{path}?{}", query.finish())
    }
}

/// Whether percent signs lead to UTF-8.
fn sound(query: &str) -> bool {
    let bytes = query.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            let digits = bytes.get(at + 1..at + 3).and_then(|d| std::str::from_utf8(d).ok());
            match digits
                .filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))
                .and_then(|d| u8::from_str_radix(d, 16).ok())
            {
                Some(byte) => plain.push(byte),
                None => return false,
            }
            at += 3;
        } else {
            plain.push(byte);
            at += 1;
        }
    }
    std::str::from_utf8(&plain).is_ok()
}

/// The value as it is used, or what is wrong with it.
fn check(site: &Site, param: &Param, value: &str, fields: &[&str]) -> Result<String, Fault> {
    let name = param.name;
    if value.is_empty() {
        return Err(Fault::wrong(name, "it is empty; leave it out"));
    }
    if value.chars().any(char::is_control) {
        return Err(Fault::wrong(name, "it has control characters in it"));
    }
    let longer = |most: usize| value.chars().count() > most;
    let among = |allowed: Vec<&str>, value: &str| {
        let fault = || Fault::wrong(name, "take one of `allowed`").among(value, allowed.iter().copied());
        if allowed.contains(&value) { Ok(value.to_owned()) } else { Err(fault()) }
    };
    match &param.holds {
        Holds::Name(most) if longer(*most) => Err(Fault::wrong(name, format!("at most {most} characters"))),
        Holds::Words if longer(200) => Err(Fault::wrong(name, "at most 200 characters")),
        Holds::Words if !value.chars().any(char::is_alphanumeric) => Err(Fault::wrong(name, "it has no word in it")),
        Holds::Name(_) | Holds::Words => Ok(value.to_owned()),
        Holds::Date => match value.parse::<PartialDate>() {
            Ok(date) => Ok(date.to_string()),
            Err(_) => Err(Fault::wrong(name, "a date is 2021, 2021-06 or 2021-06-01")),
        },
        Holds::Sides => two_sides(site, name, value),
        Holds::OneOf(all) => among(all(), value),
        Holds::SomeOf(all) => {
            let parts: Vec<String> = value.split(',').map(|part| among(all(), part)).collect::<Result<_, _>>()?;
            Ok(parts.join(","))
        }
        Holds::Flag => among(vec!["true", "false"], value),
        Holds::Limit(most) => match value.parse::<usize>() {
            Ok(lines) if (1..=*most).contains(&lines) => Ok(lines.to_string()),
            _ => Err(Fault::wrong(name, format!("a number from 1 to {most}; the next lines are at `next`"))),
        },
        Holds::Cursor => Ok(value.to_owned()),
        Holds::Place => match value.parse::<i64>() {
            Ok(place) if place >= 0 => Ok(place.to_string()),
            _ => Err(Fault::wrong(name, "the `id` of an event of this stream")),
        },
        Holds::Fields => {
            let parts: Vec<String> = value
                .split(',')
                .map(|part| {
                    let fault = || Fault::wrong(name, format!("`{part}` is no field of these lines"));
                    let known = fields.contains(&part).then(|| part.to_owned());
                    known.ok_or_else(|| fault().among(part, fields.iter().copied()))
                })
                .collect::<Result<_, _>>()?;
            Ok(parts.join(","))
        }
        Holds::Address => match url::Url::parse(value) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && !longer(2000) => Ok(value.to_owned()),
            _ => Err(Fault::wrong(name, "an address of the web: https://example.org/1")),
        },
        Holds::Language => {
            let tag = value.len() <= 35
                && value.split('-').all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
            let primary = value
                .split('-')
                .next()
                .is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()));
            if tag && primary { Ok(value.to_owned()) } else { Err(Fault::wrong(name, "a language tag: ru, ky-KG")) }
        }
    }
}

fn two_sides(site: &Site, name: &str, value: &str) -> Result<String, Fault> {
    let Some((a, b)) = value.split_once(',').filter(|(_, b)| !b.contains(',')) else {
        return Err(Fault::wrong(name, "two sides with a comma between them: KGZ,RUS"));
    };
    let one = |given: &str| {
        let given = given.trim();
        side(site, given).or_else(|| side(site, &given.to_uppercase())).ok_or_else(|| {
            let registry = &site.contents.registry;
            let names = registry.states().iter().flat_map(|s| {
                [s.code.as_str()].into_iter().chain(s.ru.iter().chain(&s.en).map(String::as_str))
            });
            let detail = format!("`{given}`: no state or body by that name; states are named by ISO code (KGZ) or name, bodies by key (org.eaeu)");
            Fault::wrong(name, detail).among(given, names)
        })
    };
    let (a, b) = (one(a)?, one(b)?);
    if a == b {
        return Err(Fault::wrong(name, "the two sides are one; `actor` asks for one side"));
    }
    Ok(format!("{a},{b}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_must_be_utf_8() {
        assert!(sound("text=%D1%88%D0%BA&a=b+c%20d"));
        for wrong in ["%", "a=%4", "a=%zz", "a=%FF", "a=%D1", "%+1"] {
            assert!(!sound(wrong), "{wrong}");
        }
    }
}
