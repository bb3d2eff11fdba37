//! Why something could not be exported.

use crate::{Format, What};
use std::io;

/// Every message says what to do where something can be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The register did not answer.
    #[error(transparent)]
    Store(#[from] kelishim_store::StoreError),
    /// The file or the stream did not take it.
    #[error("cannot write {place}")]
    Write {
        /// Path, or `-` for the stream.
        place: String,
        /// Why.
        source: io::Error,
    },
    /// Tables were to go into one stream.
    #[error("{format} holds one kind of row a file: name one with --kind, or a folder for all with -o")]
    ManyTables {
        /// Which format.
        format: Format,
    },
    /// The format cannot hold these rows.
    #[error("{format} has no place for {what}; it takes {}", format.kinds().iter().map(|k| k.name()).collect::<Vec<_>>().join(", "))]
    NoPlace {
        /// Which format.
        format: Format,
        /// Which rows.
        what: What,
    },
    /// A table could not be made into Parquet.
    #[error("cannot write {place} as Parquet")]
    Parquet {
        /// Path, or `-` for the stream.
        place: String,
        /// Why.
        source: parquet::errors::ParquetError,
    },
}

impl ExportError {
    /// The same error, naming the place it was met at.
    pub(crate) fn at(self, name: &str) -> Self {
        match self {
            ExportError::Write { source, .. } => ExportError::Write { place: name.to_owned(), source },
            ExportError::Parquet { source, .. } => ExportError::Parquet { place: name.to_owned(), source },
            other => other,
        }
    }
}

// Writers know no paths; `Target` puts them in.
impl From<io::Error> for ExportError {
    fn from(source: io::Error) -> Self {
        ExportError::Write { place: String::new(), source }
    }
}

impl From<parquet::errors::ParquetError> for ExportError {
    fn from(source: parquet::errors::ParquetError) -> Self {
        ExportError::Parquet { place: String::new(), source }
    }
}

/// What exporting gives.
pub type Result<T> = std::result::Result<T, ExportError>;
