//! Why a file of the registry was refused.

/// Every variant names the file; those about content, the line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// Not TOML, an unknown or missing key, an unknown code.
    #[error("{file}:{line}: {problem}")]
    Syntax {
        /// File as named by the caller.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What the reader says.
        problem: String,
    },
    /// One name for two actors, where a reader could not know which is meant.
    #[error("{file}:{line}: `{name}` is {other} already; list it under `ambiguous` of both or drop it here")]
    Duplicate {
        /// File as named by the caller.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The name, folded.
        name: String,
        /// Key of the actor that has it.
        other: String,
    },
    /// A reference to an actor or office that no file has.
    #[error("{file}:{line}: no {what} `{name}` in the registry")]
    Unknown {
        /// File as named by the caller.
        file: String,
        /// Line, from 1.
        line: usize,
        /// "state", "office", "body".
        what: &'static str,
        /// The code or key.
        name: String,
    },
    /// Neither TOML nor TSV.
    #[error("{file}: the registry reads .toml and .tsv files only")]
    Kind {
        /// File as named by the caller.
        file: String,
    },
}
