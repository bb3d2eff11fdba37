//! How far a stream has been read.

use std::io::{self, BufRead, Read};

/// A reader that knows how many bytes were taken from it.
pub struct Position<R> {
    from: R,
    /// Bytes taken so far.
    pub at: u64,
}

impl<R> Position<R> {
    /// At its beginning.
    pub fn new(from: R) -> Self {
        Position { from, at: 0 }
    }
}

impl<R: Read> Read for Position<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.from.read(into)?;
        self.at += got as u64;
        Ok(got)
    }
}

impl<R: BufRead> BufRead for Position<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.from.fill_buf()
    }

    fn consume(&mut self, used: usize) {
        self.at += used as u64;
        self.from.consume(used);
    }
}
