//! A stream of bytes to its items: by what it holds, whatever it came through.

use super::gzip::{self, Members};
use super::kind::{self, Kind};
use super::{Failure, Items, Received, SourceOptions, failed, feed, jsonl, telegram, warc};
use crate::{About, RawPage};
use std::io::{self, BufReader, Cursor, ErrorKind, Read};

/// Bytes of a source.
pub type Bytes<'a> = Box<dyn Read + Send + 'a>;

/// Where a stream comes from, and what is known of it beside its bytes.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Source key.
    pub key: String,
    /// Whether it came from a server, so that another try may give more.
    pub web: bool,
    /// What relative addresses in it are relative to; the key when left out.
    pub base: Option<String>,
    /// Character set that the server declared.
    pub charset: Option<String>,
}

impl Origin {
    /// A file or standard input.
    pub fn file(key: &str) -> Self {
        Origin { key: key.to_owned(), ..Origin::default() }
    }

    /// What to tell of a stream that could not be read on.
    pub fn broken(&self, error: &io::Error) -> Failure {
        let (reason, retry) = match error.kind() {
            // It came whole, and is not what it should be.
            ErrorKind::InvalidData | ErrorKind::InvalidInput => (error.to_string(), false),
            ErrorKind::UnexpectedEof => (format!("breaks off: {error}"), self.web),
            _ => (format!("cannot be read: {error}"), true),
        };
        Failure { key: self.key.clone(), reason, retry }
    }
}

/// The items of a stream, which may be packed with gzip, once.
pub fn items<'a>(origin: Origin, mut bytes: Bytes<'a>, options: &SourceOptions<'a>) -> Items<'a> {
    let head = match head(&mut bytes) {
        Ok(head) => head,
        Err(error) => return one(Received::Failed(origin.broken(&error))),
    };
    if !head.starts_with(gzip::MAGIC) {
        return unpacked(origin, head, bytes, options);
    }
    let archive = gzip::peek(&head, warc::START.len()) == warc::START;
    let all: Bytes<'a> = Box::new(Cursor::new(head).chain(bytes));
    let mut members = Members::new(BufReader::new(all));
    if archive {
        return Box::new(warc::Pages::packed(origin, members, &options.limits));
    }
    match self::head(&mut members) {
        Ok(head) => unpacked(origin, head, Box::new(members), options),
        Err(error) => one(Received::Failed(origin.broken(&error))),
    }
}

/// What the kind is told by.
fn head(bytes: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    bytes.take(kind::HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The items of a stream by what it holds.
fn unpacked<'a>(origin: Origin, head: Vec<u8>, bytes: Bytes<'a>, options: &SourceOptions<'a>) -> Items<'a> {
    if head.is_empty() {
        return failed(&origin.key, "is empty; there is nothing to read", origin.web);
    }
    let kind = kind::tell(&head, head.len() < kind::HEAD, &origin.key, &options.fields);
    let all: Bytes<'a> = Box::new(Cursor::new(head).chain(bytes));
    match kind {
        Kind::Page => one(page(origin, all, options.limits.page)),
        Kind::JsonLines => Box::new(jsonl::Pages::new(origin, BufReader::new(all), options)),
        Kind::Feed => Box::new(feed::items(&origin, all, options).into_iter()),
        Kind::Telegram => Box::new(telegram::Pages::new(origin, BufReader::new(all), options)),
        Kind::Warc => Box::new(warc::Pages::plain(origin, all, &options.limits)),
        Kind::Unreadable(reason) => failed(&origin.key, reason, false),
    }
}

/// The whole stream as one page.
fn page(origin: Origin, bytes: Bytes<'_>, most: u64) -> Received {
    match take(bytes, most) {
        Ok(Some(bytes)) => {
            let about = About::default();
            Received::Page(RawPage { key: origin.key, bytes, charset: origin.charset, about })
        }
        Ok(None) => {
            let reason = format!("is larger than {}; one page is expected in it", size(most));
            Received::Failed(Failure { key: origin.key, reason, retry: false })
        }
        Err(error) => Received::Failed(origin.broken(&error)),
    }
}

/// All of `bytes`, or `None` when there are more than `most`.
pub fn take(bytes: impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut taken = Vec::new();
    bytes.take(most.saturating_add(1)).read_to_end(&mut taken)?;
    Ok((taken.len() as u64 <= most).then_some(taken))
}

/// A stream of one item.
pub fn one<'a>(item: Received) -> Items<'a> {
    Box::new(std::iter::once(item))
}

/// A number of bytes for a reader.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{} KiB", bytes / 1_024),
        _ => format!("{} MiB", bytes / 1_048_576),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open_page;
    use proptest::prelude::*;
    use proptest::sample::{Index, select};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// One good source of each kind.
    fn samples() -> Vec<Vec<u8>> {
        let page =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: deflate\r\n\r\n5\r\n<p>Ош\r\n0\r\n\r\n";
        let length = page.len();
        let record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: {length}\r\n\r\n{page}\r\n\r\n"
        );
        let item = "<item><title>Т</title><link>http://a.example/</link><pubDate>Tue, 01 Jun 2021 02:05:00 +0600</pubDate><description>Ош</description></item>";
        let plain = [
            "<!doctype html><p>Ош".to_owned(),
            "{\"text\":\"Ош\",\"url\":\"http://a.example/\"}\n".repeat(3),
            "{\"name\":\"К\",\"type\":\"public_channel\",\"id\":1,\"messages\":[{\"id\":1,\"type\":\"message\",\"date\":\"2021-06-01T10:05:00\",\"date_unixtime\":\"1622520300\",\"text\":[\"Ош\",{\"text\":\"!\"}]}]}".to_owned(),
            format!("<?xml version='1.0'?><rss version='2.0'><channel><title>К</title>{item}{item}</channel></rss>"),
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><updated>2021</updated><content type='xhtml'><div>Ош</div></content></entry></feed>".to_owned(),
            "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"К\", \"items\": [{\"id\": \"1\", \"content_text\": \"Ош\"}]}".to_owned(),
            record.repeat(2),
        ];
        let packed = plain.iter().map(|text| gzip::tests::gzip(text.as_bytes()));
        plain.iter().map(|text| text.as_bytes().to_vec()).chain(packed).collect()
    }

    /// Receives and opens everything; gives the numbers of pages and failures.
    fn all(name: &str, bytes: Vec<u8>) -> (usize, usize) {
        let options = SourceOptions::default();
        let (mut pages, mut failures) = (0, 0);
        for item in items(Origin::file(name), Box::new(Cursor::new(bytes)), &options) {
            match item {
                Received::Page(page) => {
                    let _ = open_page(&page);
                    pages += 1;
                }
                _ => failures += 1,
            }
        }
        (pages, failures)
    }

    #[test]
    fn each_good_sample_gives_pages_only() {
        for bytes in samples() {
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            let (pages, failures) = all("x", bytes);
            assert!(pages > 0 && failures == 0, "{pages} {failures} {shown}");
        }
    }

    /// A gzip member that is packed while it is read: a beginning, then a mebibyte of spaces over and over, 100 GiB of them.
    struct Bomb {
        piece: Cursor<Vec<u8>>,
        spaces: Vec<u8>,
        left: u64,
        taken: Arc<AtomicU64>,
    }

    impl Bomb {
        fn new(beginning: &str, taken: &Arc<AtomicU64>) -> Self {
            let mut packer = flate2::Compress::new(flate2::Compression::best(), false);
            let mut pack = |bytes: &[u8]| {
                let mut out = Vec::with_capacity(bytes.len() + 4096);
                // A full flush ends on a byte and refers to nothing before it: the piece can stand anywhere, again and again.
                packer.compress_vec(bytes, &mut out, flate2::FlushCompress::Full).expect("memory");
                out
            };
            let header = [gzip::MAGIC, &[0, 0, 0, 0, 0, 0, 3]].concat();
            let piece = Cursor::new([header, pack(beginning.as_bytes())].concat());
            Bomb { piece, spaces: pack(&vec![b' '; 1 << 20]), left: 100 * 1024, taken: Arc::clone(taken) }
        }
    }

    impl Read for Bomb {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let mut got = self.piece.read(into)?;
            if got == 0 && self.left > 0 {
                self.left -= 1;
                self.piece = Cursor::new(self.spaces.clone());
                got = self.piece.read(into)?;
            }
            self.taken.fetch_add(got as u64, Ordering::Relaxed);
            Ok(got)
        }
    }

    /// More than any memory holds, whatever it claims to be: one failure that says why, after little of it was unpacked.
    #[test]
    fn a_bomb_of_a_hundred_gigabytes_is_one_failure() {
        for beginning in [
            "<!doctype html><p>Ош",
            "Ош",
            "{\"text\":\"Ош",
            "{\"text\":\"Ош\"}\n",
            "<rss version='2.0'><channel><title>К</title>",
            "{\"name\":\"К\",\"type\":\"public_channel\",\"id\":1,\"messages\":[",
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 107374182400\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
            "",
        ] {
            let taken = Arc::new(AtomicU64::new(0));
            let options = SourceOptions::default();
            let (mut failures, mut pages) = (vec![], 0);
            for item in items(Origin::file("x"), Box::new(Bomb::new(beginning, &taken)), &options) {
                match item {
                    Received::Failed(failure) => failures.push(failure.reason),
                    _ => pages += 1,
                }
            }
            // A whole line before the bomb is a page all the same.
            assert_eq!(
                (failures.len(), pages),
                (1, usize::from(beginning.ends_with("}\n"))),
                "{beginning} {failures:?}"
            );
            let refused = ["unpacks to more than", "larger than"];
            assert!(refused.iter().any(|r| failures[0].contains(r)), "{beginning} {failures:?}");
            // A web archive is searched for a next member, still packed; of nothing else more than a beginning is read.
            let most = if beginning.starts_with("WARC") { 200 << 20 } else { 1 << 20 };
            assert!(taken.load(Ordering::Relaxed) < most, "{beginning} {taken:?}");
        }
    }

    proptest! {
        /// Any bytes under any name come to an end, as pages or failures.
        #[test]
        fn any_bytes_are_received(
            start in select(vec!["", "WARC/1.0\r\n", "\x1f", "{\"text\":", "<rss version=\"2.0\">", "{\"messages\":[", "<feed>"]),
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            name in select(vec!["x", "x.jsonl", "x.gz", "result.json", "x.warc.gz"]),
        ) {
            let start = if start == "\x1f" { gzip::MAGIC } else { start.as_bytes() };
            all(name, [start, &bytes].concat());
        }

        /// A good source that was cut, and some of whose bytes were altered, comes to an end.
        #[test]
        fn damaged_sources_are_received(
            which in any::<Index>(),
            cut in any::<Index>(),
            changes in proptest::collection::vec((any::<Index>(), any::<u8>()), 0..4),
        ) {
            let samples = samples();
            let mut bytes = which.get(&samples).clone();
            bytes.truncate(cut.index(bytes.len()) + 1);
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            all("x", bytes);
        }
    }
}
