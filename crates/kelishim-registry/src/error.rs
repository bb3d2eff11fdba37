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
    /// A row that can be read but not relied on; only [`crate::Registry::check`] minds it.
    #[error("{file}:{line}: `{row}` {flaw}")]
    Flawed {
        /// File as named by the caller.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Key or code of the row.
        row: String,
        /// What is wrong with it.
        flaw: Box<Flaw>,
    },
    /// Neither TOML nor TSV.
    #[error("{file}: the registry reads .toml and .tsv files only")]
    Kind {
        /// File as named by the caller.
        file: String,
    },
}

/// What makes a row unreliable. Each message goes on from the key of the row.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Flaw {
    /// No name in a language, or an empty one.
    #[error("has no name in {0}")]
    Nameless(&'static str),
    /// A name in the letters of another language.
    #[error("has a name in {language} that is not written in its letters: `{name}`")]
    Letters {
        /// The language.
        language: &'static str,
        /// The name.
        name: String,
    },
    /// Nothing says where the row is from.
    #[error("does not say what its {0} is")]
    Unsourced(&'static str),
    /// A key that names another state than the row does, or a whole that is not in the registry.
    #[error("has a key that belongs to {0}")]
    Key(String),
    /// Terms that are not in order of time.
    #[error("has a term from {0} after a later one")]
    Order(String),
    /// Two terms of an office that one person at a time can hold; days on which one follows the other are no such time.
    #[error("is `{office}` from {from} while `{other}` is, from {since} to {until}")]
    Overlap {
        /// The office.
        office: String,
        /// When the later term begins.
        from: String,
        /// Who holds it then.
        other: String,
        /// When the earlier term begins.
        since: String,
        /// When it ends: "?" where no end is given.
        until: String,
    },
    /// Two people of one name and state in office at one time, whom no report can tell apart.
    #[error("has the name, the state and the time of `{0}`")]
    Namesake(String),
    /// A title that no office has, or another than the term's.
    #[error("is said to be `{title}`, which is the title of {leads}, not of `{office}`")]
    Title {
        /// The title of the term.
        title: String,
        /// What the title leads to.
        leads: String,
        /// The office of the term.
        office: String,
    },
}
