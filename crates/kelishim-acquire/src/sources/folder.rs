//! A file, or all files of a folder and of the folders in it.

use super::stream::{self, Origin};
use super::{Failure, Items, Received, SourceOptions, failed};
use std::collections::HashSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What stands at `path`: a file's items, or those of all files below a folder, sorted by path.
///
/// Hidden files and folders of a folder are skipped, those given by name are not. Links are followed; a folder that is
/// reached twice is read once, so that a loop ends. What is neither file nor folder (a pipe, a device) is read only when
/// it is given by name, because opening one may wait without end.
pub fn items<'a>(path: &Path, options: &SourceOptions<'a>) -> Items<'a> {
    if path.is_dir() {
        let walk = Walk { ahead: vec![path.to_owned()], seen: HashSet::new(), at: None, options: options.clone() };
        return Box::new(walk);
    }
    file(path, options)
}

fn file<'a>(path: &Path, options: &SourceOptions<'a>) -> Items<'a> {
    let key = path.to_string_lossy();
    match File::open(path) {
        Ok(file) => stream::items(Origin::file(&key), Box::new(file), options),
        Err(error) => failed(&key, format!("cannot be read: {error}"), true),
    }
}

struct Walk<'a> {
    /// What is still to be visited, the next one last.
    ahead: Vec<PathBuf>,
    /// Folders read so far, by their real path.
    seen: HashSet<PathBuf>,
    /// The file that is being received.
    at: Option<Items<'a>>,
    options: SourceOptions<'a>,
}

impl Walk<'_> {
    /// Puts the entries of a folder ahead, in order.
    fn enter(&mut self, folder: &Path) -> Result<(), std::io::Error> {
        if !self.seen.insert(folder.canonicalize()?) {
            return Ok(());
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                entries.push(entry.path());
            }
        }
        entries.sort_unstable();
        self.ahead.extend(entries.into_iter().rev());
        Ok(())
    }

    /// Visits one path: a folder is entered, a file opened.
    fn visit(&mut self, path: &Path) -> Option<Failure> {
        let fail = |reason: String, retry| {
            let key = path.to_string_lossy().into_owned();
            Some(Failure { key, reason, retry })
        };
        let kind = match fs::metadata(path) {
            Ok(metadata) => metadata.file_type(),
            Err(error) => return fail(format!("cannot be read: {error}"), true),
        };
        if kind.is_dir() {
            return self.enter(path).err().and_then(|error| fail(format!("cannot be listed: {error}"), true));
        }
        if !kind.is_file() {
            return fail("is neither a file nor a folder; give it by its name to read from it".to_owned(), false);
        }
        self.at = Some(file(path, &self.options));
        None
    }
}

impl Iterator for Walk<'_> {
    type Item = Received;

    fn next(&mut self) -> Option<Received> {
        loop {
            if let Some(item) = self.at.as_mut().and_then(Iterator::next) {
                return Some(item);
            }
            self.at = None;
            let path = self.ahead.pop()?;
            if let Some(failure) = self.visit(&path) {
                return Some(Received::Failed(failure));
            }
        }
    }
}
