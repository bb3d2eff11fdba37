//! Where an export goes: a stream, a file, or a folder of files.

use crate::{ExportError, Exported, Result};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Where to write.
pub enum Target<'a> {
    /// One stream: a pipe, standard output.
    Stream(&'a mut (dyn Write + Send)),
    /// One file, put in place when it is whole.
    File(&'a Path),
    /// A folder of files named after what they hold, made if it is not there.
    Folder(&'a Path),
}

impl Target<'_> {
    /// Has `work` write the file called `name`, counts its rows in `done`.
    pub(crate) fn write(
        &mut self,
        name: &str,
        done: &mut Exported,
        work: impl FnOnce(&mut (dyn Write + Send), &mut Exported) -> Result<u64>,
    ) -> Result<()> {
        let path = match self {
            Target::Stream(out) => {
                let mut out = BufWriter::with_capacity(1 << 16, out);
                let rows = work(&mut out, done).map_err(|e| e.at("-"))?;
                out.flush().map_err(|e| ExportError::from(e).at("-"))?;
                done.files.push(("-".to_owned(), rows));
                return Ok(());
            }
            Target::File(path) => path.to_owned(),
            Target::Folder(folder) => {
                let place = || folder.display().to_string();
                fs::create_dir_all(*folder).map_err(|source| ExportError::Write { place: place(), source })?;
                folder.join(name)
            }
        };
        let place = path.display().to_string();
        // A reader must never meet half a file, nor a failed export spoil the last whole one.
        let mut part = path.clone().into_os_string();
        part.push(".part");
        let written = File::create(&part).map_err(ExportError::from).and_then(|file| {
            let mut out = BufWriter::with_capacity(1 << 16, file);
            let rows = work(&mut out, done)?;
            out.flush()?;
            fs::rename(&part, &path)?;
            Ok(rows)
        });
        match written {
            Ok(rows) => {
                done.files.push((place, rows));
                Ok(())
            }
            Err(e) => {
                let _ = fs::remove_file(&part);
                Err(e.at(&place))
            }
        }
    }
}
