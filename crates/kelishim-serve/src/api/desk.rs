//! What the answers for programs share besides the register.

use super::read::Reader;
use super::stream::Hub;
use crate::Limits;
use crate::kept::Kept;
use crate::limits::{Metrics, Rates};
use serde_json::Value;
use std::sync::{Arc, OnceLock};
use tokio::sync::{Semaphore, watch};

/// Exports under way at once: each holds a connection and a thread for as long as its reader takes.
const EXPORTS: usize = 2;
/// Texts read at once: more than one would take the cores from the pages.
const READS: usize = 1;
/// Bodies taken in at once, a megabyte each.
const BODIES: usize = 32;

/// State beside [`crate::Site`].
pub struct Desk {
    /// Reads texts; none when the server was given none.
    pub reader: OnceLock<Reader>,
    /// Turns of exports.
    pub exports: Arc<Semaphore>,
    /// Turns of reading.
    pub reads: Semaphore,
    /// Room for bodies.
    pub bodies: Semaphore,
    /// Streams of new steps.
    pub hub: Hub,
    /// Where the server is known by, without a slash at its end.
    pub public: OnceLock<String>,
    /// The OpenAPI document; it changes with the program alone.
    pub document: OnceLock<Value>,
    /// Partnerships, kept for a while.
    pub pairs: Kept<Value>,
    /// Bounds of what visitors may ask.
    pub limits: OnceLock<Limits>,
    /// What addresses have asked.
    pub rates: OnceLock<Rates>,
    /// What was done.
    pub metrics: Metrics,
    /// True when the server is being stopped: what never ends by itself ends then.
    pub closing: watch::Sender<bool>,
}

impl Default for Desk {
    fn default() -> Self {
        Desk {
            reader: OnceLock::new(),
            exports: Arc::new(Semaphore::new(EXPORTS)),
            reads: Semaphore::new(READS),
            bodies: Semaphore::new(BODIES),
            hub: Hub::default(),
            public: OnceLock::new(),
            document: OnceLock::new(),
            pairs: Kept::default(),
            limits: OnceLock::new(),
            rates: OnceLock::new(),
            metrics: Metrics::default(),
            closing: watch::Sender::new(false),
        }
    }
}
