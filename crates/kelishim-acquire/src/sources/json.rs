//! JSON of any size, one value in memory at a time: for exports that are one enormous object.

use super::position::Position;
use std::io::{self, BufRead, ErrorKind};

/// Walks over a stream of JSON without checking its grammar; values that it hands out are for a parser to judge.
pub struct Scanner<R> {
    from: Position<R>,
}

/// What became of a value.
#[derive(Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is whole.
    Whole,
    /// Longer than is allowed: it was passed over.
    TooLong,
}

impl<R: BufRead> Scanner<R> {
    /// At the beginning of `from`.
    pub fn new(from: R) -> Self {
        Scanner { from: Position::new(from) }
    }

    /// Bytes passed so far.
    pub fn at(&self) -> u64 {
        self.from.at
    }

    /// The next byte that is no white space, which stays where it is; `None` at the end.
    pub fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let piece = match self.from.fill_buf() {
                Ok(piece) => piece,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if piece.is_empty() {
                return Ok(None);
            }
            let blank = piece.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let found = piece.get(blank).copied();
            self.from.consume(blank);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// Passes over the byte that [`Scanner::peek`] showed.
    pub fn pass(&mut self) {
        self.from.consume(1);
    }

    /// Reads the value that begins here into `value`, which holds at most `most` bytes of it.
    ///
    /// A stream that ends within a value is an error.
    pub fn value(&mut self, value: &mut Vec<u8>, most: u64) -> io::Result<Fit> {
        value.clear();
        let mut over = false;
        let mut shape = match self.peek()? {
            Some(b'"') => Shape { string: true, ..Shape::default() },
            Some(b'{' | b'[') => Shape { depth: 1, ..Shape::default() },
            Some(_) => Shape { bare: true, ..Shape::default() },
            None => return Err(ended()),
        };
        let mut skip = usize::from(!shape.bare);
        loop {
            let piece = match self.from.fill_buf() {
                Ok(piece) => piece,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if piece.is_empty() {
                return if shape.bare { Ok(Fit::Whole) } else { Err(ended()) };
            }
            let end = piece.iter().enumerate().skip(skip).find_map(|(at, &byte)| shape.ends(byte).map(|own| at + own));
            skip = 0;
            let used = end.unwrap_or(piece.len());
            over |= (value.len() + used) as u64 > most;
            if !over {
                value.extend_from_slice(&piece[..used]);
            }
            // What can be neither value nor mark is passed, so that the walk always gets on.
            let stuck = end == Some(0) && value.is_empty();
            self.from.consume(used.max(usize::from(stuck)));
            if end.is_some() {
                return Ok(if over { Fit::TooLong } else { Fit::Whole });
            }
        }
    }
}

fn ended() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "end of data within a value")
}

/// Where in a value a byte stands.
#[derive(Default)]
struct Shape {
    depth: usize,
    string: bool,
    escaped: bool,
    /// A number or a word: it ends before what follows.
    bare: bool,
}

impl Shape {
    /// Takes one byte; when it ends the value, whether it still belongs to it (1) or not (0).
    fn ends(&mut self, byte: u8) -> Option<usize> {
        if self.bare {
            return (matches!(byte, b',' | b':' | b']' | b'}' | b'"' | b'{' | b'[') || byte.is_ascii_whitespace())
                .then_some(0);
        }
        if self.string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.string = false,
                _ => {}
            }
            return (!self.string && self.depth == 0).then_some(1);
        }
        match byte {
            b'"' => self.string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => {}
        }
        (self.depth == 0).then_some(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn values_are_cut_out_whatever_stands_in_them() {
        let text = r#" {"a":"}\"]","b":[1,{}]} , "x\\" true,12]"#;
        // Pieces of one byte: nothing may hang on where a buffer ends.
        let mut scan = Scanner::new(BufReader::with_capacity(1, text.as_bytes()));
        let mut value = Vec::new();
        let mut told = Vec::new();
        while let Some(byte) = scan.peek().expect("no error") {
            if matches!(byte, b',' | b']') {
                scan.pass();
                continue;
            }
            assert_eq!(scan.value(&mut value, 100).expect("a value"), Fit::Whole);
            told.push(String::from_utf8_lossy(&value).into_owned());
        }
        assert_eq!(told, [r#"{"a":"}\"]","b":[1,{}]}"#, r#""x\\""#, "true", "12"]);
    }

    #[test]
    fn a_long_value_is_passed_over_and_a_cut_one_is_an_error() {
        let mut scan = Scanner::new(&b"\"0123456789\" 1"[..]);
        let mut value = Vec::new();
        assert_eq!(scan.value(&mut value, 5).expect("a value"), Fit::TooLong);
        assert_eq!(scan.value(&mut value, 5).expect("a value"), Fit::Whole);
        assert_eq!(value, b"1");
        assert!(Scanner::new(&b"{\"a\":[1"[..]).value(&mut value, 5).is_err());
    }
}
