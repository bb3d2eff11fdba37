//! A body that is written while it is sent: no more of it is in memory than its reader has not taken yet.

use axum::body::{Body, Bytes};
use http_body::Frame;
use std::io::{self, ErrorKind, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Pieces that wait to be sent.
const WAITING: usize = 8;

/// A piece, or why the body breaks off.
pub type Piece = Result<Bytes, io::Error>;

/// A sender and the body that it fills.
pub fn pipe() -> (Sender<Piece>, Body) {
    let (sender, receiver) = channel(WAITING);
    (sender, Body::new(Pieces(receiver)))
}

struct Pieces(Receiver<Piece>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|p| p.map(Frame::data)))
    }
}

/// The sender as a writer, for a thread that may wait.
pub struct Blocking(pub Sender<Piece>);

impl Write for Blocking {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        sent.map(|()| bytes.len()).map_err(|_| io::Error::new(ErrorKind::BrokenPipe, "the reader went away"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
