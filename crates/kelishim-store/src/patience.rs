//! Questions that end when they take too long: whoever asked has gone, and others wait for the connection.

use crate::{Register, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Instructions of SQLite between two looks at the clock; some tens of microseconds.
const STEPS: i32 = 20_000;

/// How long the questions of one connection may take.
pub struct Patience {
    start: Instant,
    /// Milliseconds after the start; 0 is no end.
    until: Arc<AtomicU64>,
}

impl Patience {
    /// From now on for so long, or without an end. A question that outlives it ends with [`crate::StoreError::TooLong`].
    pub fn set(&self, time: Option<Duration>) {
        let until = time.map_or(0, |time| (now().duration_since(self.start) + time).as_millis() as u64 + 1);
        self.until.store(until, Ordering::Relaxed);
    }
}

impl Register {
    /// The patience of this connection, endless until it is set.
    pub fn patience(&mut self) -> Result<Patience> {
        let patience = Patience { start: now(), until: Arc::default() };
        let (start, until) = (patience.start, patience.until.clone());
        let over = move || {
            let until = until.load(Ordering::Relaxed);
            until > 0 && now().duration_since(start).as_millis() as u64 > until
        };
        self.db.progress_handler(STEPS, Some(over))?;
        Ok(patience)
    }
}

// Where a question is broken off changes no answer: there is none.
#[allow(clippy::disallowed_methods)]
fn now() -> Instant {
    Instant::now()
}
