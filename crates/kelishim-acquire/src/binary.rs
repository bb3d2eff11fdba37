//! What is neither text nor HTML, so that a refusal can say what it was given.

/// More control characters in a hundred than this are no text.
pub const MOST_CONTROLS: usize = 2;

/// Signature at the start of the bytes, what it stands for, what to do about it.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF document", "extract its text first (pdftotext)"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", "run text recognition over it first"),
    (b"\xff\xd8\xff", "a JPEG image", "run text recognition over it first"),
    (b"GIF8", "a GIF image", "run text recognition over it first"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or save the document as text"),
    (b"PK\x05\x06", "an empty ZIP archive", "there is nothing in it to read"),
    (b"\x1f\x8b", "a gzip file", "`kelishim ingest` reads it, or unpack it first (gunzip)"),
    (b"BZh", "a bzip2 file", "unpack it first (bunzip2)"),
    (b"\xfd7zXZ\0", "an xz file", "unpack it first (unxz)"),
    (b"\x28\xb5\x2f\xfd", "a zstd file", "unpack it first (unzstd)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document", "save it as text"),
    (b"{\\rtf", "an RTF document", "save it as text"),
    (b"SQLite format 3\0", "an SQLite database", "give the reports themselves"),
    (b"\x7fELF", "a program", "give the reports themselves"),
    (b"WARC/1.", "a web archive (WARC)", "`kelishim ingest` reads it"),
];

/// The format `bytes` start with, when it is a known one that is not read here, and what to do.
pub fn known_format(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    SIGNATURES.iter().find(|(start, ..)| bytes.starts_with(start)).map(|&(_, format, advice)| (format, advice))
}

/// The same for formats that are text, but not of one report.
pub fn feed_format(text: &str) -> Option<(&'static str, &'static str)> {
    let mut rest = text.trim_start();
    // A feed is announced by its root element; only the declaration and comments may stand before it.
    for (open, close) in [("<?", "?>"), ("<!--", "-->"), ("<?", "?>")] {
        if let Some((_, after)) = rest.strip_prefix(open).and_then(|inner| inner.split_once(close)) {
            rest = after.trim_start();
        }
    }
    let feed = ["<rss", "<feed", "<rdf:RDF"].iter().any(|root| {
        rest.strip_prefix(root).is_some_and(|after| after.starts_with(|c: char| c.is_whitespace() || c == '>'))
    });
    feed.then_some(("a news feed (RSS or Atom)", "`kelishim ingest` reads it"))
}

/// Control and undecodable characters in a hundred characters of `text`; tabs, line ends and form feeds do not count.
///
/// Up to three stray ones in a text of some length are a blemish and count as none.
pub fn control_share(text: &str) -> usize {
    let (mut all, mut controls) = (0usize, 0usize);
    for c in text.chars() {
        all += 1;
        let plain = !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}');
        controls += usize::from(!plain || c == '\u{fffd}');
    }
    if controls <= 3 && controls * 10 <= all {
        return 0;
    }
    controls * 100 / all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_told_from_a_page() {
        assert!(feed_format("\n<?xml version='1.0'?>\n<!-- x -->\n<feed xmlns='a'>").is_some());
        assert!(feed_format("<?xml version='1.0'?><html>").is_none());
        assert!(feed_format("<rssless>").is_none());
    }

    #[test]
    fn line_ends_are_no_control_characters() {
        assert_eq!(control_share("а\r\n\tб\n"), 0);
        assert_eq!(control_share(""), 0);
        assert_eq!(control_share("a\u{1}"), 50);
        assert_eq!(control_share("a long line with one \u{1}"), 0);
    }
}
