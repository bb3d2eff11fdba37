//! gzip, member by member, and a guard against streams that unpack to far more than they could honestly hold.

use super::position::Position;
use flate2::bufread::GzDecoder;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::io::{self, BufRead, Cursor, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Text shrinks to a fifth, pages of one template to a fiftieth; deflate can do no better than a thousandth.
const MOST_FOLD: u64 = 200;

/// What unpacks to less than this harms nobody, whatever it came from.
const HARMLESS: u64 = 32 * 1024 * 1024;

/// First bytes of a gzip member: signature, and deflate as the method.
pub const MAGIC: &[u8] = b"\x1f\x8b\x08";

/// The unpacked beginning of a stream of which `head` is the packed one; empty when it does not unpack.
pub fn peek(head: &[u8], most: usize) -> Vec<u8> {
    let mut unpacked = Vec::new();
    // The head is cut anywhere: what came out before the error is what counts.
    let _ = GzDecoder::new(Cursor::new(head)).take(most as u64).read_to_end(&mut unpacked);
    unpacked
}

/// The stream as it is, or unpacked if it is gzip.
pub fn unpacked<'a>(mut from: impl Read + Send + 'a) -> io::Result<Box<dyn Read + Send + 'a>> {
    let mut head = Vec::new();
    (&mut from).take(MAGIC.len() as u64).read_to_end(&mut head)?;
    let packed = head == MAGIC;
    let whole = Cursor::new(head).chain(from);
    Ok(if packed { Box::new(Members::new(io::BufReader::new(whole))) } else { Box::new(whole) })
}

/// The unpacked bytes of a file of one or more gzip members.
///
/// No single `read` gives bytes of two members.
pub struct Members<R> {
    /// `None` before the first member, between two, and at the end.
    member: Option<GzDecoder<Position<R>>>,
    /// The packed stream while no member is open.
    from: Option<Position<R>>,
    /// Where the open member starts, in packed bytes.
    pub start: u64,
    unpacked: u64,
}

impl<R: BufRead> Members<R> {
    /// Unpacks `from`, which begins with a member.
    pub fn new(from: R) -> Self {
        Members { member: None, from: Some(Position::new(from)), start: 0, unpacked: 0 }
    }

    /// Opens the next member; `false` at the end of the stream.
    fn open(&mut self) -> io::Result<bool> {
        let Some(mut from) = self.from.take() else { return Ok(false) };
        // Tapes and some tools pad with zeros after the last member.
        while let Some(&byte) = from.fill_buf()?.first() {
            if byte != 0 {
                self.start = from.at;
                self.unpacked = 0;
                self.member = Some(GzDecoder::new(from));
                return Ok(true);
            }
            from.consume(1);
        }
        Ok(false)
    }

    /// After an error: passes over packed bytes up to what looks like the next member; `false` when there is none.
    pub fn skip_to_next(&mut self) -> io::Result<bool> {
        let Some(mut from) = self.member.take().map(GzDecoder::into_inner).or_else(|| self.from.take()) else {
            return Ok(false);
        };
        loop {
            let at = from.at;
            let piece = from.fill_buf()?;
            if piece.is_empty() {
                return Ok(false);
            }
            // Never the member that failed. A signature across two pieces is missed: the member after it is found.
            let found = piece.windows(MAGIC.len()).position(|window| window == MAGIC);
            match found {
                Some(offset) if at + offset as u64 > self.start => {
                    from.consume(offset);
                    self.from = Some(from);
                    return Ok(true);
                }
                Some(offset) => from.consume(offset + 1),
                None => {
                    let used = piece.len();
                    from.consume(used);
                }
            }
        }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.member.is_none() && !self.open()? {
                return Ok(0);
            }
            let Some(member) = &mut self.member else { return Ok(0) };
            let got = member.read(into)?;
            self.unpacked += got as u64;
            guard(member.get_ref().at - self.start, self.unpacked)?;
            if got > 0 || into.is_empty() {
                return Ok(got);
            }
            self.from = self.member.take().map(GzDecoder::into_inner);
        }
    }
}

/// Refuses what unpacked to far more than it was.
fn guard(packed: u64, unpacked: u64) -> io::Result<()> {
    if unpacked <= HARMLESS || unpacked / packed.max(1) <= MOST_FOLD {
        return Ok(());
    }
    let reason = format!("unpacks to more than {MOST_FOLD} times its size, which no text does; it is not read on");
    Err(io::Error::new(ErrorKind::InvalidData, reason))
}

/// How the body of an answer is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// Not at all.
    Identity,
    /// `gzip`, `x-gzip`.
    Gzip,
    /// `deflate`: zlib by the standard, bare deflate by some servers.
    Deflate,
}

impl Coding {
    /// The coding that a `Content-Encoding` names; `None` for one that is not read here.
    pub fn named(name: Option<&str>) -> Option<Coding> {
        match name.unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "" | "identity" | "none" => Some(Coding::Identity),
            "gzip" | "x-gzip" => Some(Coding::Gzip),
            "deflate" => Some(Coding::Deflate),
            _ => None,
        }
    }

    /// The body unpacked. One that is not packed in spite of its header, as archives have it, comes as it is.
    pub fn unpack<'a>(self, mut body: impl Read + Send + 'a) -> io::Result<Box<dyn Read + Send + 'a>> {
        if self == Coding::Identity {
            return Ok(Box::new(body));
        }
        if self == Coding::Gzip {
            return unpacked(body);
        }
        let mut head = Vec::new();
        (&mut body).take(2).read_to_end(&mut head)?;
        let zlib = matches!(head[..], [a, b] if a & 15 == 8 && (u16::from(a) << 8 | u16::from(b)) % 31 == 0);
        let page = head.is_empty() || head.starts_with(b"<");
        let whole = Cursor::new(head).chain(body);
        Ok(match (zlib, page) {
            (true, _) => Box::new(Guarded::new(whole, |packed| Box::new(ZlibDecoder::new(packed)))),
            (false, true) => Box::new(whole),
            (false, false) => Box::new(Guarded::new(whole, |packed| Box::new(DeflateDecoder::new(packed)))),
        })
    }
}

/// An unpacked stream under [`guard`].
struct Guarded<'a> {
    from: Box<dyn Read + Send + 'a>,
    packed: Arc<AtomicU64>,
    unpacked: u64,
}

/// Counts what is read through it.
struct Counted<R> {
    from: R,
    count: Arc<AtomicU64>,
}

impl<'a> Guarded<'a> {
    fn new<R: Read + Send + 'a>(packed: R, unpack: impl FnOnce(Counted<R>) -> Box<dyn Read + Send + 'a>) -> Self {
        let count = Arc::new(AtomicU64::new(0));
        Guarded { from: unpack(Counted { from: packed, count: Arc::clone(&count) }), packed: count, unpacked: 0 }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.from.read(into)?;
        self.count.fetch_add(got as u64, Ordering::Relaxed);
        Ok(got)
    }
}

impl Read for Guarded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.from.read(into)?;
        self.unpacked += got as u64;
        guard(self.packed.load(Ordering::Relaxed), self.unpacked)?;
        Ok(got)
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    pub fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::fast());
        out.write_all(bytes).expect("memory");
        out.finish().expect("memory")
    }

    fn unpacked(coding: Coding, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        coding.unpack(bytes)?.read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn members_follow_one_another_and_padding_ends_them() {
        let packed = [gzip(b"one "), gzip(b"two"), vec![0; 512]].concat();
        let mut text = String::new();
        Members::new(&packed[..]).read_to_string(&mut text).expect("gzip");
        assert_eq!(text, "one two");
        assert_eq!(peek(&packed[..packed.len() - 540], 3), b"one");
    }

    #[test]
    fn a_damaged_member_is_passed_over() {
        let mut packed = [gzip(&[7; 4000]), gzip(b"two")].concat();
        packed[15] ^= 0xff;
        let mut members = Members::new(&packed[..]);
        let mut out = Vec::new();
        assert!(members.read_to_end(&mut out).is_err());
        assert!(members.skip_to_next().expect("no I/O error"));
        out.clear();
        members.read_to_end(&mut out).expect("the second member");
        assert_eq!(out, b"two");
        assert!(!members.skip_to_next().expect("no I/O error"));
    }

    #[test]
    fn bodies_are_unpacked_by_their_bytes_as_much_as_by_their_header() {
        let zlib = {
            let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
            out.write_all(b"<p>x").expect("memory");
            out.finish().expect("memory")
        };
        let bare = {
            let mut out = DeflateEncoder::new(Vec::new(), Compression::fast());
            out.write_all(b"<p>x").expect("memory");
            out.finish().expect("memory")
        };
        for (coding, bytes) in [
            (Coding::Gzip, gzip(b"<p>x")),
            (Coding::Gzip, b"<p>x".to_vec()),
            (Coding::Deflate, zlib),
            (Coding::Deflate, bare),
            (Coding::Deflate, b"<p>x".to_vec()),
            (Coding::Identity, b"<p>x".to_vec()),
        ] {
            assert_eq!(unpacked(coding, &bytes).expect("a body"), b"<p>x");
        }
        assert_eq!(unpacked(Coding::Gzip, b"").expect("nothing"), b"");
        assert_eq!(Coding::named(Some("br")), None);
    }

    /// Ten thousand megabytes of zeros in ten: refused after some tens of megabytes.
    #[test]
    fn a_bomb_is_refused_early() {
        let block = gzip(&vec![0; 1 << 20]);
        // One member of endless zeros: the deflate data of a block, over and over, is what a bomb looks like inside.
        let mut out = GzEncoder::new(Vec::new(), Compression::best());
        for _ in 0..40 {
            out.write_all(&vec![0; 1 << 20]).expect("memory");
        }
        let bomb = out.finish().expect("memory");
        assert!(bomb.len() < 100_000);
        let got = io::copy(&mut Members::new(&bomb[..]), &mut io::sink());
        assert!(got.expect_err("a bomb").to_string().contains("unpacks to more than"));
        assert!(io::copy(&mut Members::new(&block[..]), &mut io::sink()).is_ok());
    }
}
