//! Whether anything was written since.

use std::fs;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// A word that is another one after every write to the register at `path`, also by other processes, and the same after a
/// restart. It is not another one for every reader's glance, and it need not be asked of the database.
///
/// Sizes and times of the file and of its write-ahead log, into which every transaction goes first.
pub fn state_of(path: &Path) -> io::Result<String> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let of = |path: &Path| -> io::Result<(u64, u128)> {
        let about = fs::metadata(path)?;
        let at = about.modified()?.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
        Ok((about.len(), at))
    };
    let (size, at) = of(path)?;
    // Without a log nothing was written since the last program closed the register.
    let (log_size, log_at) = of(Path::new(&log)).unwrap_or_default();
    // An empty log is one that a reader made by opening the file.
    let log_at = if log_size == 0 { 0 } else { log_at };
    Ok(format!("{size:x}-{at:x}-{log_size:x}-{log_at:x}"))
}
