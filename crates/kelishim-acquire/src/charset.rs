//! Bytes to characters. Old archives are in windows-1251 and KOI8-R and often declare something else.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A text out of its character set.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Without a byte order mark; otherwise character for character.
    pub text: String,
    /// Whether some bytes had no meaning; each such stretch is a U+FFFD.
    pub damaged: bool,
}

/// The text in `bytes`: byte order mark, UTF-8 if it is that, what the bytes or the transport declare, a guess.
///
/// Valid UTF-8 wins over a declaration, because pages saved from a browser keep the declaration of the server, and
/// text of another set is almost never valid UTF-8.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    if let Some(wide) = wide_without_mark(bytes) {
        return with(wide, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), damaged: false };
    }
    if nearly_utf8(bytes) {
        return with(UTF_8, bytes);
    }
    let said = declared.and_then(named).or_else(|| declared_in_head(bytes));
    // UTF-8 and UTF-16 are ruled out by now, whatever the page says.
    if let Some(encoding) = said.filter(|e| *e != UTF_8 && *e != UTF_16LE && *e != UTF_16BE) {
        return with(encoding, bytes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    with(detector.guess(None, Utf8Detection::Allow), bytes)
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), damaged }
}

fn named(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes())
}

/// UTF-16 of European text has a zero (or 4, the Cyrillic page) in every second byte.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let pairs = head.len() / 2;
    if pairs < 4 || !head.contains(&0) {
        return None;
    }
    let high = |n: usize| {
        let page = |pair: &&[u8]| matches!(pair[n], 0 | 4 | 0x20) && pair[1 - n] != 0;
        head.chunks_exact(2).filter(page).count() * 10 >= pairs * 9
    };
    if high(1) {
        Some(UTF_16LE)
    } else if high(0) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-8 with a few broken places (cut in the middle of a letter, a stray byte of an advertisement).
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && bad * 50 <= good
}

/// `charset=` in the first four kilobytes of mark-up, as browsers look for it.
fn declared_in_head(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let mut rest = head.as_str();
    if !rest.contains('<') {
        return None;
    }
    while let Some(at) = rest.find("charset").or_else(|| rest.find("encoding=")) {
        rest = rest[at..].trim_start_matches("charset").trim_start_matches("encoding").trim_start();
        if let Some(value) = rest.strip_prefix('=') {
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(value.len());
            if let Some(encoding) = named(&value[..end]) {
                return Some(encoding);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{KOI8_R, WINDOWS_1251};

    const TEXT: &str = "Министры двух стран обсудили поставки зерна и договорились встретиться осенью.\r\n";

    fn check(bytes: &[u8], declared: Option<&str>, text: &str) {
        assert_eq!(decode(bytes, declared).text, text);
    }

    #[test]
    fn old_cyrillic_sets_are_recognised_without_a_declaration() {
        check(&WINDOWS_1251.encode(TEXT).0, None, TEXT);
        check(&KOI8_R.encode(TEXT).0, None, TEXT);
    }

    #[test]
    fn a_declaration_decides_where_a_guess_could_err() {
        check(&WINDOWS_1251.encode("Ош").0, Some("windows-1251"), "Ош");
        let page = "<html><meta charset=\"koi8-r\"><p>Ош";
        check(&KOI8_R.encode(page).0, None, page);
        let page = "<?xml version='1.0' encoding='windows-1251'?><html><p>Ош";
        check(&WINDOWS_1251.encode(page).0, None, page);
    }

    #[test]
    fn a_stale_declaration_does_not_spoil_utf8() {
        check(TEXT.as_bytes(), Some("windows-1251"), TEXT);
        let page = "<meta charset=windows-1251><p>Өзгөн";
        check(page.as_bytes(), None, page);
    }

    #[test]
    fn wide_text_is_read_with_and_without_its_mark() {
        for encode in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = TEXT.encode_utf16().flat_map(encode).collect();
            check(&bytes, None, TEXT);
            let marked: Vec<u8> = format!("\u{feff}{TEXT}").encode_utf16().flat_map(encode).collect();
            check(&marked, None, TEXT);
        }
    }

    #[test]
    fn a_cut_letter_damages_only_itself() {
        let mut bytes = TEXT.trim_end().as_bytes().to_vec();
        bytes.extend_from_slice(&"ы".as_bytes()[..1]);
        let decoded = decode(&bytes, None);
        assert!(decoded.damaged);
        assert_eq!(decoded.text, format!("{}\u{fffd}", TEXT.trim_end()));
    }
}
