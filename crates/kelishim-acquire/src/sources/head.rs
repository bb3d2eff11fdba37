//! Header lines, as HTTP and WARC have them, and the chunks of a body.

use super::lines::{End, next_line};
use std::io::{self, BufRead, ErrorKind, Read};

/// Most bytes of one header line.
const MOST_LINE: u64 = 64 * 1024;

/// Most header lines of one head.
const MOST_LINES: usize = 1_000;

/// A first line and the fields under it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// `HTTP/1.1 200 OK`, `WARC/1.0`.
    pub first: String,
    fields: Vec<(String, String)>,
}

impl Head {
    /// The value of the first field of that name, in whatever case; blank is none.
    pub fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Status of an HTTP answer.
    pub fn status(&self) -> Option<u16> {
        let mut words = self.first.split_ascii_whitespace();
        words.next().filter(|word| word.starts_with("HTTP/"))?;
        words.next()?.parse().ok()
    }
}

/// Reads a head up to and including its blank line; blank lines before it are passed over.
///
/// `None` at the end of the stream; an end within the head is an error, as is a head of absurd size.
pub fn read_head(from: &mut impl BufRead) -> io::Result<Option<Head>> {
    let mut head = Head::default();
    let mut line = Vec::new();
    for _ in 0..MOST_LINES {
        match next_line(from, &mut line, MOST_LINE)? {
            End::Nothing if head.first.is_empty() => return Ok(None),
            End::Nothing => return Err(io::Error::new(ErrorKind::UnexpectedEof, "end of data within a header")),
            End::TooLong => return Err(io::Error::new(ErrorKind::InvalidData, "a header line without end")),
            End::Whole => {}
        }
        // Headers are ASCII by the standard; old servers put windows-1251 into them.
        let text = String::from_utf8_lossy(&line);
        if text.is_empty() && head.first.is_empty() {
            continue;
        }
        if text.is_empty() {
            return Ok(Some(head));
        }
        if head.first.is_empty() {
            head.first = text.into_owned();
        } else if text.starts_with([' ', '\t']) {
            if let Some((_, value)) = head.fields.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':') {
            head.fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    Err(io::Error::new(ErrorKind::InvalidData, "a header without end"))
}

/// Media type and character set of a `Content-Type`, in lower case.
pub fn content_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then_some(value)
    });
    (kind, charset)
}

/// A body in chunks, put together. One that is whole in spite of its header, as some archives keep it, comes as it is.
pub struct Chunked<R> {
    from: R,
    state: Chunk,
}

enum Chunk {
    /// A size line is next; whether it is the first, and what was read of it.
    Size {
        first: bool,
    },
    /// So many bytes of the chunk are left.
    Inside(u64),
    /// Not chunked at all: what was taken for a size line, then the rest.
    Plain(io::Cursor<Vec<u8>>),
    Ended,
}

impl<R: BufRead> Chunked<R> {
    /// The body that starts with a size line.
    pub fn new(from: R) -> Self {
        Chunked { from, state: Chunk::Size { first: true } }
    }
}

impl<R: BufRead> Read for Chunked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match &mut self.state {
                Chunk::Ended => return Ok(0),
                Chunk::Plain(head) => {
                    let got = head.read(into)?;
                    return if got > 0 { Ok(got) } else { self.from.read(into) };
                }
                Chunk::Inside(0) => {
                    let mut end = Vec::new();
                    next_line(&mut self.from, &mut end, 2)?;
                    self.state = Chunk::Size { first: false };
                }
                Chunk::Inside(left) => {
                    let most = into.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                    let got = self.from.read(&mut into[..most])?;
                    if got == 0 && most > 0 {
                        return Err(io::Error::new(ErrorKind::UnexpectedEof, "end of data within a chunk"));
                    }
                    *left -= got as u64;
                    return Ok(got);
                }
                Chunk::Size { first } => {
                    let first = *first;
                    let mut line = Vec::new();
                    // A size line is short; what is longer is the body itself.
                    self.from.by_ref().take(1_000).read_until(b'\n', &mut line)?;
                    self.state = match size(&line) {
                        Some(0) => Chunk::Ended,
                        Some(size) => Chunk::Inside(size),
                        None if first => Chunk::Plain(io::Cursor::new(line)),
                        None if line.is_empty() => {
                            return Err(io::Error::new(ErrorKind::UnexpectedEof, "end of data between chunks"));
                        }
                        None => return Err(io::Error::new(ErrorKind::InvalidData, "a chunk without its size")),
                    };
                }
            }
        }
    }
}

/// `1a3f;extension`.
fn size(line: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(line).ok()?.split(';').next()?.trim();
    u64::from_str_radix(text, 16).ok().filter(|_| !text.starts_with('+'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(bytes: &[u8]) -> io::Result<String> {
        let mut out = String::new();
        Chunked::new(bytes).read_to_string(&mut out)?;
        Ok(out)
    }

    #[test]
    fn a_head_is_read_to_its_blank_line() {
        let mut from =
            &b"\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=\"Windows-1251\"\r\nX:\r\n\r\nbody"[..];
        let head = read_head(&mut from).expect("no error").expect("a head");
        assert_eq!(head.status(), Some(200));
        let (kind, charset) = content_type(head.field("content-type").expect("a type"));
        assert_eq!((kind.as_str(), charset.as_deref()), ("text/html", Some("windows-1251")));
        assert_eq!(head.field("x"), None);
        assert_eq!(from, b"body");
        assert_eq!(read_head(&mut &b"\r\n"[..]).expect("no error"), None);
        assert!(read_head(&mut &b"HTTP/1.1 200 OK\r\nA: b"[..]).is_err());
    }

    #[test]
    fn chunks_are_put_together() {
        assert_eq!(body(b"3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n").expect("a body"), "abcde");
        assert_eq!(body(b"<html>whole").expect("a body"), "<html>whole");
        assert_eq!(body(b"").expect("nothing"), "");
        assert!(body(b"5\r\nabc").is_err());
        assert!(body(b"3\r\nabc\r\nzz\r\n").is_err());
        assert!(body(b"3\r\nabc\r\n").is_err());
    }
}
