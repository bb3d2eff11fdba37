//! `&laquo;` and `&#1041;` to characters, as browsers read them.

use std::borrow::Cow;

use html_escape::NAMED_ENTITIES;

/// Named references browsers accept without a semicolon that news pages contain.
const BARE: &[&str] = &["nbsp", "laquo", "raquo", "quot", "amp", "lt", "gt", "copy", "reg", "shy", "sect", "deg"];

/// `text` with its character references resolved; what is none stays as written. Linear.
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let used = match after.strip_prefix('#') {
            Some(number) => numeric(number, &mut out).map(|used| used + 1),
            None => named(after, &mut out),
        };
        rest = match used {
            Some(used) => &after[used..],
            None => {
                out.push('&');
                after
            }
        };
        let next = rest.find('&').unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(out)
}

/// Bytes used of `number`, which follows `&#`.
fn numeric(number: &str, out: &mut String) -> Option<usize> {
    let (digits, base, skip) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (number, 10, 0),
    };
    let len = digits.find(|c: char| !c.is_digit(base)).unwrap_or(digits.len());
    if len == 0 {
        return None;
    }
    // A number too large for 32 bits is as wrong as any beyond Unicode.
    let code = u32::from_str_radix(&digits[..len], base).unwrap_or(u32::MAX);
    out.push(match code {
        0 => '\u{fffd}',
        // Old editors wrote the number of the windows-1252 byte: &#151; is a dash.
        0x80..=0x9f => windows_1252(code as u8),
        _ => char::from_u32(code).unwrap_or('\u{fffd}'),
    });
    Some(skip + len + usize::from(digits[len..].starts_with(';')))
}

fn windows_1252(byte: u8) -> char {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or('\u{fffd}')
}

/// Bytes used of `after`, which follows `&`.
fn named(after: &str, out: &mut String) -> Option<usize> {
    // The longest name has 31 letters.
    let len = after.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let name = &after[..len];
    if after[len..].starts_with(';')
        && let Ok(at) = NAMED_ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name.as_bytes()))
    {
        out.push_str(NAMED_ENTITIES[at].1);
        return Some(len + 1);
    }
    // "&nbsp5" is a space and a figure, "&copyright=" in an address is not a sign.
    let bare = BARE
        .iter()
        .find(|bare| name.strip_prefix(**bare).is_some_and(|more| !more.starts_with(char::is_alphabetic)))?;
    let at = NAMED_ENTITIES.binary_search_by(|(known, _)| (*known).cmp(bare.as_bytes())).ok()?;
    out.push_str(NAMED_ENTITIES[at].1);
    Some(bare.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(decode(text), expected);
    }

    #[test]
    fn named_and_numbered_references_become_characters() {
        check("&laquo;Ош&raquo; &mdash; &#1041;&#x438;&#X448;", "«Ош» — Биш");
        check("a&nbsp;b&shy;c&amp;lt;", "a\u{a0}b\u{ad}c&lt;");
    }

    #[test]
    fn slips_of_old_editors_are_read_as_browsers_read_them() {
        check("&#151; &#147;Ош&#148;", "— “Ош”");
        check("100&nbsp5 &laquoОш&raquo", "100\u{a0}5 «Ош»");
        check("&#0;&#xD800;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}");
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in ["R&D", "a & b", "&;", "&#;", "&#x;", "&нет;", "&nosuchname;", "?a=1&copyright=2", "&"] {
            check(text, text);
        }
    }
}
