//! Why watching could not go on.

use std::path::PathBuf;

/// Every message says what to do where something can be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WatchError {
    /// The file of feeds and rules cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not written as it must be.
    #[error("{name}: {problem}")]
    Plan {
        /// Its name.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// Another process watches with the same state.
    #[error("{}: another `kelishim watch` is at work with it; end that one first", path.display())]
    Held {
        /// The file of the state.
        path: PathBuf,
    },
    /// The state beside the register cannot be kept.
    #[error("state of watching")]
    State(#[from] rusqlite::Error),
    /// The register cannot be written or asked.
    #[error(transparent)]
    Store(#[from] kelishim_store::StoreError),
}
