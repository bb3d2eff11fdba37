//! Web archives (WARC 1.0 and 1.1, whole or as gzip members): one page for each answer that a reader would have read.

use super::gzip::{Coding, Members};
use super::head::{Chunked, Head, content_type, read_head};
use super::lines::next_line;
use super::position::Position;
use super::stream::{Bytes, Origin, size, take};
use super::{Failure, Limits, Received};
use crate::{About, RawPage};
use std::io::{self, BufRead, BufReader, ErrorKind, Read};

/// How a record begins.
pub const START: &[u8] = b"WARC/1.";

/// Pages of an archive, in its order.
///
/// Passes over records other than answers (`response`) of status 200 with HTML or text. A record that is damaged or too
/// large is a failure named `path@byte`, where the byte is the beginning of the record (packed: of its gzip member); the
/// reader goes on at the next record it can find.
pub struct Pages<'a> {
    from: Box<dyn Archive + 'a>,
    origin: Origin,
    limits: Limits,
    ended: bool,
}

impl<'a> Pages<'a> {
    /// An archive that is not packed.
    pub fn plain(origin: Origin, from: Bytes<'a>, limits: &Limits) -> Self {
        let from = Box::new(Position::new(BufReader::with_capacity(64 * 1024, from)));
        Pages { from, origin, limits: limits.clone(), ended: false }
    }

    /// An archive of gzip members, of one record each or of many.
    pub fn packed(origin: Origin, from: Members<BufReader<Bytes<'a>>>, limits: &Limits) -> Self {
        Pages { from: Box::new(Packed(BufReader::new(from))), origin, limits: limits.clone(), ended: false }
    }
}

/// A stream of records.
trait Archive: Read + BufRead + Send {
    /// Where a record that begins now begins.
    fn offset(&self) -> u64;

    /// After damage: goes to what may be the next record; `false` when there is none.
    fn recover(&mut self) -> io::Result<bool>;
}

impl<R: BufRead + Send> Archive for Position<R> {
    fn offset(&self) -> u64 {
        self.at
    }

    fn recover(&mut self) -> io::Result<bool> {
        let mut line = Vec::new();
        loop {
            let ahead = self.fill_buf()?;
            if ahead.is_empty() || ahead.starts_with(START) {
                return Ok(!ahead.is_empty());
            }
            next_line(self, &mut line, 0)?;
        }
    }
}

struct Packed<'a>(BufReader<Members<BufReader<Bytes<'a>>>>);

impl Read for Packed<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl BufRead for Packed<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, used: usize) {
        self.0.consume(used);
    }
}

impl Archive for Packed<'_> {
    fn offset(&self) -> u64 {
        self.0.get_ref().start
    }

    fn recover(&mut self) -> io::Result<bool> {
        loop {
            self.0.consume(self.0.buffer().len());
            if !self.0.get_mut().skip_to_next()? {
                return Ok(false);
            }
            // The three bytes of a signature also occur by chance.
            if self.0.fill_buf().is_ok_and(|ahead| ahead.starts_with(START)) {
                return Ok(true);
            }
        }
    }
}

/// What became of a record.
enum Found {
    Page(RawPage),
    /// Nothing a reader would read; or the reason why it was not received.
    Passed(Option<(String, String)>),
    End,
}

/// Where the record was that could not be read on, and why.
struct Damage {
    at: u64,
    error: io::Error,
}

impl Iterator for Pages<'_> {
    type Item = Received;

    fn next(&mut self) -> Option<Received> {
        while !self.ended {
            match self.record() {
                Ok(Found::Page(page)) => return Some(Received::Page(page)),
                Ok(Found::Passed(None)) => {}
                Ok(Found::Passed(Some((key, reason)))) => {
                    return Some(Received::Failed(Failure { key, reason, retry: false }));
                }
                Ok(Found::End) => self.ended = true,
                Err(Damage { at, error }) => {
                    self.ended = !self.from.recover().unwrap_or(false);
                    let mut failure = self.origin.broken(&error);
                    failure.key = format!("{}@{at}", failure.key);
                    failure.reason = format!("record at byte {at}: {}", failure.reason);
                    return Some(Received::Failed(failure));
                }
            }
        }
        None
    }
}

impl Pages<'_> {
    /// Reads one record and leaves the stream after it.
    fn record(&mut self) -> Result<Found, Damage> {
        // Blank lines end the record before; the next one begins after them.
        let begun = loop {
            match self.from.fill_buf() {
                Ok([]) => return Ok(Found::End),
                Ok(ahead) => match ahead.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count() {
                    0 => break Ok(()),
                    blank => self.from.consume(blank),
                },
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
        };
        let at = self.from.offset();
        let damage = |error| Damage { at, error };
        let invalid = |what: &str| damage(io::Error::new(ErrorKind::InvalidData, what));
        begun.map_err(damage)?;

        // Looked at before it is read: the next record may begin within what would be taken for this one's header.
        let ahead = self.from.fill_buf().map_err(damage)?;
        let known = ahead.len().min(START.len());
        let begins = ahead[..known] == START[..known];
        let head = if begins { read_head(&mut self.from).map_err(damage)? } else { None };
        let Some(head) = head.filter(|head| head.first.as_bytes().starts_with(START)) else {
            return Err(invalid("no header of a WARC record stands here"));
        };
        let length = head.field("Content-Length").and_then(|length| length.parse().ok());
        let Some(length) = length else { return Err(invalid("its header gives no Content-Length")) };

        let mut block = (&mut self.from).take(length);
        let found = if wanted(&head) { answer(&head, &mut block, self.limits.page) } else { Ok(Found::Passed(None)) };
        // Whatever was made of the block, the next record begins after it; a cut block makes no page.
        let rest = io::copy(&mut block, &mut io::sink());
        let cut = block.limit();
        rest.map_err(damage)?;
        if cut > 0 {
            let reason = format!("{cut} of its {length} bytes are missing");
            return Err(damage(io::Error::new(ErrorKind::UnexpectedEof, reason)));
        }
        found.or_else(|error| {
            let reason = format!("the answer at byte {at} of the archive cannot be read: {error}");
            Ok(Found::Passed(Some((format!("{}@{at}", self.origin.key), reason))))
        })
    }
}

fn wanted(head: &Head) -> bool {
    head.field("WARC-Type").is_some_and(|kind| kind.eq_ignore_ascii_case("response")) && address(head).is_some()
}

/// The address asked; WARC 1.0 writes it in angle brackets at times.
fn address(head: &Head) -> Option<&str> {
    let address = head.field("WARC-Target-URI")?.trim_matches(['<', '>']);
    let web = address.starts_with("http://") || address.starts_with("https://");
    (web && !address.ends_with("/robots.txt")).then_some(address)
}

/// The page in an HTTP answer.
fn answer(record: &Head, block: &mut (impl BufRead + Send), most: u64) -> io::Result<Found> {
    let (Some(address), Some(http)) = (address(record), read_head(block)?) else { return Ok(Found::Passed(None)) };
    let (kind, charset) = content_type(http.field("Content-Type").unwrap_or("text/html"));
    let text = matches!(kind.as_str(), "text/html" | "application/xhtml+xml" | "text/plain");
    if http.status() != Some(200) || !text {
        return Ok(Found::Passed(None));
    }
    let passed = |reason: String| Ok(Found::Passed(Some((address.to_owned(), reason))));
    let Some(coding) = Coding::named(http.field("Content-Encoding")) else {
        let name = http.field("Content-Encoding").unwrap_or_default();
        return passed(format!("is packed with `{name}`, which is not read here"));
    };
    let chunked = http.field("Transfer-Encoding").is_some_and(|how| how.to_ascii_lowercase().contains("chunked"));
    let body =
        if chunked { take(coding.unpack(Chunked::new(block))?, most)? } else { take(coding.unpack(block)?, most)? };
    Ok(match body {
        Some(bytes) => Found::Page(RawPage { key: address.to_owned(), bytes, charset, about: About::default() }),
        None => return passed(format!("is larger than {} when unpacked; it is no report", size(most))),
    })
}
