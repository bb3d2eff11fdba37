//! A few read-only connections, lent to blocking threads one question at a time.

use crate::Problem;
use kelishim_store::{Patience, Register, StoreError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long one answer's questions may take. Whoever asked has given up by then.
const PATIENCE: Duration = Duration::from_secs(55);

/// Connections to one register. At most as many questions run at once; the others wait for their turn.
pub struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<(Register, Patience)>>,
    turns: Semaphore,
}

impl Pool {
    /// A pool of at most `size` connections; the first is opened now, so that a missing register is told at once.
    pub fn open(path: &Path, size: usize) -> Result<Pool, StoreError> {
        Ok(Pool { path: path.to_owned(), idle: Mutex::new(vec![connect(path)?]), turns: Semaphore::new(size) })
    }

    /// Runs `work` on a connection. A connection whose question panicked is closed, never lent again.
    pub fn ask_here<T>(&self, work: impl FnOnce(&Register) -> Result<T, Problem>) -> Result<T, Problem> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let (register, patience) = match idle {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        patience.set(Some(PATIENCE));
        // One answer is made of several questions: they see the register at one moment.
        let answer = register.snapshot(work);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push((register, patience));
        answer
    }

    /// Waits for a turn.
    pub(crate) async fn turn(&self) -> Result<tokio::sync::SemaphorePermit<'_>, Problem> {
        self.turns.acquire().await.map_err(|_| Problem::Stopped)
    }
}

fn connect(path: &Path) -> Result<(Register, Patience), StoreError> {
    let mut register = Register::open_to_read(path)?;
    let patience = register.patience()?;
    Ok((register, patience))
}
