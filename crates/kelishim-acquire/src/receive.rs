//! Bytes from a file or from standard input: the only I/O of this crate so far.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::RawPage;

/// Most bytes taken from one file: a report is thousands of times smaller, so more is a slip of the caller.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Why nothing could be received.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file cannot be opened or read.
    #[error("cannot read {}", path.display())]
    File {
        /// The file as it was given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder was given where a file is wanted.
    #[error("{} is a folder; give the files in it", path.display())]
    Folder {
        /// The folder as it was given.
        path: PathBuf,
    },
    /// More than [`MAX_BYTES`].
    #[error("{name} is larger than {} MiB; give one report at a time", MAX_BYTES / (1024 * 1024))]
    TooLarge {
        /// The file, or `-`.
        name: String,
    },
    /// Standard input broke off.
    #[error("cannot read standard input")]
    Stdin {
        /// What the system said.
        source: io::Error,
    },
}

/// The whole of a file; its key is the path as given.
pub fn read_file(path: &Path) -> Result<RawPage, ReadError> {
    let failed = |source| ReadError::File { path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(ReadError::Folder { path: path.to_owned() });
    }
    let key = path.to_string_lossy().into_owned();
    take(file, &key).map_err(failed)?.ok_or(ReadError::TooLarge { name: key })
}

/// All of standard input; its key is `-`.
pub fn read_stdin() -> Result<RawPage, ReadError> {
    let taken = take(io::stdin().lock(), "-").map_err(|source| ReadError::Stdin { source })?;
    taken.ok_or(ReadError::TooLarge { name: "-".to_owned() })
}

/// `None` when there is more than is taken; pipes do not tell their length beforehand.
fn take(from: impl Read, key: &str) -> io::Result<Option<RawPage>> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= MAX_BYTES).then(|| RawPage::new(key, bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_whole_under_its_path() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let raw = read_file(&path).expect("this crate's manifest");
        assert_eq!(raw.key, path.to_string_lossy());
        assert!(raw.bytes.starts_with(b"[package]"));
    }

    #[test]
    fn folders_and_missing_files_are_named() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(matches!(read_file(folder), Err(ReadError::Folder { .. })));
        let error = read_file(&folder.join("nowhere.txt")).expect_err("no such file");
        assert!(error.to_string().contains("nowhere.txt"));
    }

    #[test]
    fn too_much_is_refused() {
        assert!(take(io::repeat(b'x'), "-").expect("no I/O error").is_none());
    }
}
