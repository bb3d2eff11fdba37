//! Why a frame or lexicon file was refused.

/// Every variant names the file and the line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// Not TOML, an unknown key, a missing key or a value of the wrong kind.
    #[error("{file}:{line}: {problem}")]
    Syntax {
        /// File as named by the caller.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What the TOML reader says.
        problem: String,
    },
    /// A value that is TOML but means nothing.
    #[error("{file}:{line}: frame `{frame}`: {problem}")]
    Value {
        /// File as named by the caller.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The frame's id.
        frame: String,
        /// What is wrong and what would be right.
        problem: String,
    },
    /// Two frames of one name.
    #[error("{file}:{line}: frame `{frame}` stands in {other} already; give it another id")]
    Duplicate {
        /// File as named by the caller.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The frame's id.
        frame: String,
        /// The file that has it.
        other: String,
    },
}
