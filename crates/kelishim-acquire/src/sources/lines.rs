//! Lines of a stream, none of them longer than is allowed.

use std::io::{self, BufRead, ErrorKind};

/// How a line came out.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// Read whole; the line end is not part of it.
    Whole,
    /// Longer than is allowed: the rest of it was passed over.
    TooLong,
    /// There is no further line.
    Nothing,
}

/// Reads the next line into `line`, which holds at most `most` bytes of it.
pub fn next_line(from: &mut impl BufRead, line: &mut Vec<u8>, most: u64) -> io::Result<End> {
    line.clear();
    let (mut any, mut over) = (false, false);
    loop {
        let piece = match from.fill_buf() {
            Ok(piece) => piece,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if piece.is_empty() {
            break;
        }
        any = true;
        let end = piece.iter().position(|&byte| byte == b'\n');
        let part = &piece[..end.unwrap_or(piece.len())];
        over |= (line.len() + part.len()) as u64 > most;
        if !over {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        from.consume(used);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(match (any, over) {
        (false, _) => End::Nothing,
        (true, true) => End::TooLong,
        (true, false) => End::Whole,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Read};

    #[test]
    fn lines_end_with_either_line_end_or_with_the_stream() {
        let mut from = &b"a\r\n\nlong line\nb"[..];
        let mut line = Vec::new();
        let mut told = Vec::new();
        loop {
            match next_line(&mut from, &mut line, 4).expect("no error") {
                End::Nothing => break,
                end => told.push((end, String::from_utf8_lossy(&line).into_owned())),
            }
        }
        let whole = |text: &str| (End::Whole, text.to_owned());
        assert_eq!(told[..2], [whole("a"), whole("")]);
        assert_eq!(told[2].0, End::TooLong);
        assert_eq!(told[3..], [whole("b")]);
    }

    #[test]
    fn a_line_of_two_hundred_megabytes_takes_no_memory() {
        let mut from = BufReader::new(io::repeat(b'x').take(200 << 20).chain(&b"\n{}\n"[..]));
        let mut line = Vec::new();
        assert_eq!(next_line(&mut from, &mut line, 1 << 20).expect("no error"), End::TooLong);
        assert!(line.capacity() <= 4 << 20, "{}", line.capacity());
        assert_eq!(next_line(&mut from, &mut line, 1 << 20).expect("no error"), End::Whole);
        assert_eq!(line, b"{}");
    }
}
