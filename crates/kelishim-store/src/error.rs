//! Why the register could not do something.

use std::path::PathBuf;

/// Every message says what to do where something can be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no register there, and none was asked to be made.
    #[error("{}: no register there; make one with `kelishim ingest --db {} SOURCE`", path.display(), path.display())]
    Missing {
        /// Where.
        path: PathBuf,
    },
    /// A file that is not a register.
    #[error("{}: not a register of kelishim ({problem})", path.display())]
    Foreign {
        /// Where.
        path: PathBuf,
        /// How that is known.
        problem: String,
    },
    /// Written by a newer program.
    #[error("{}: the register has format {found}, this program knows up to {known}; use a newer kelishim", path.display())]
    Newer {
        /// Where.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The last format known here.
        known: i64,
    },
    /// Another process has held the register for longer than the time allowed.
    #[error("the register is locked by another program; wait for it to end and try again")]
    Locked,
    /// A text was taken out, but pages that held it could not be removed.
    #[error(
        "the text is out of the register, but another program still reads it, so that old pages stay in its log; end that program and run the same command again"
    )]
    StillRead,
    /// It took longer than the one who asked would wait.
    #[error("the question took too long; narrow it")]
    TooLong,
    /// No room left on the disk; nothing of the current batch was written.
    #[error("the disk is full; free some room and run the same command again, it goes on where it stopped")]
    Full,
    /// The file or its folder may not be written.
    #[error("the register may not be written: {0}")]
    ReadOnly(String),
    /// Damaged, or a fault of ours.
    #[error("register: {0}")]
    Database(#[source] rusqlite::Error),
    /// A record that breaks the contract.
    #[error("record of {place}: {problem}")]
    Record {
        /// Which.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// An id of no row.
    #[error(
        "{0}: no such row; ids look like s12 (statement), e12 (event), st12 (step), c12 (commitment), h12 (happening), a12 (article), ac12 (actor)"
    )]
    Unknown(String),
    /// A correction that cannot be made.
    #[error("{0}")]
    Correction(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => StoreError::Locked,
            Some(Code::OperationInterrupted) => StoreError::TooLong,
            Some(Code::DiskFull) => StoreError::Full,
            Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied) => StoreError::ReadOnly(error.to_string()),
            _ => StoreError::Database(error),
        }
    }
}

/// What the register answers.
pub type Result<T> = std::result::Result<T, StoreError>;
