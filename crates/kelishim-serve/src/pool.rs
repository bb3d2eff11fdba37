//! A few read-only connections, lent to blocking threads one question at a time.

use crate::Problem;
use kelishim_store::{Register, StoreError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Connections to one register. At most as many questions run at once; the others wait for their turn.
pub struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Register>>,
    turns: Semaphore,
}

impl Pool {
    /// A pool of at most `size` connections; the first is opened now, so that a missing register is told at once.
    pub fn open(path: &Path, size: usize) -> Result<Pool, StoreError> {
        let first = Register::open_to_read(path)?;
        Ok(Pool { path: path.to_owned(), idle: Mutex::new(vec![first]), turns: Semaphore::new(size) })
    }

    /// Runs `work` on a connection. A connection whose question panicked is closed, never lent again.
    pub fn ask_here<T>(&self, work: impl FnOnce(&Register) -> Result<T, Problem>) -> Result<T, Problem> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let register = match idle {
            Some(register) => register,
            None => Register::open_to_read(&self.path)?,
        };
        // One answer is made of several questions: they see the register at one moment.
        let answer = register.snapshot(work);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(register);
        answer
    }

    /// Waits for a turn.
    pub(crate) async fn turn(&self) -> Result<tokio::sync::SemaphorePermit<'_>, Problem> {
        self.turns.acquire().await.map_err(|_| Problem::Stopped)
    }
}
