//! The file: opening, formats, transactions.

use crate::{Result, StoreError};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `PRAGMA application_id` of a register: "kels".
const APPLICATION: i64 = 0x6b65_6c73;
/// Steps from each format to the next; the number of a format is how many were taken.
const MIGRATIONS: &[&str] = &[include_str!("schema-1.sql"), include_str!("schema-2.sql"), include_str!("schema-3.sql")];
/// How long to wait for another process.
const PATIENCE: Duration = Duration::from_secs(30);

/// A register: one SQLite file.
///
/// Several processes may read and write one at once: writers wait for each other, readers for nobody.
pub struct Register {
    pub(crate) db: Connection,
    path: PathBuf,
    pub(crate) memory: crate::append::Memory,
}

impl Register {
    /// Opens the register at `path` for writing, made if it is not there, brought to the newest format if it is older.
    pub fn create(path: &Path) -> Result<Register> {
        let db = Connection::open(path).map_err(|e| match e.sqlite_error_code() {
            Some(rusqlite::ErrorCode::CannotOpen) => {
                StoreError::ReadOnly(format!("{} cannot be made or opened", path.display()))
            }
            _ => e.into(),
        })?;
        let mut register = Register { db, path: path.to_owned(), memory: Default::default() };
        register.set_up()?;
        register.migrate()?;
        Ok(register)
    }

    /// A register in memory: tests and the demo.
    pub fn in_memory() -> Result<Register> {
        let mut register =
            Register { db: Connection::open_in_memory()?, path: PathBuf::from(":memory:"), memory: Default::default() };
        register.set_up()?;
        register.migrate()?;
        Ok(register)
    }

    /// Opens an existing register for writing.
    pub fn open(path: &Path) -> Result<Register> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        Register::create(path)
    }

    /// Opens an existing register that will only be asked.
    pub fn open_to_read(path: &Path) -> Result<Register> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        let register = Register { db, path: path.to_owned(), memory: Default::default() };
        register.db.busy_timeout(PATIENCE)?;
        register.db.set_prepared_statement_cache_capacity(64);
        let found = register.format()?;
        if found < MIGRATIONS.len() as i64 {
            drop(register);
            // An older format is brought up first, which needs the right to write.
            drop(Register::create(path)?);
            return Register::open_to_read(path);
        }
        Ok(register)
    }

    /// The connection itself: tests make it run out of room or patience.
    #[doc(hidden)]
    pub fn connection(&self) -> &Connection {
        &self.db
    }

    /// Where the register is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn set_up(&mut self) -> Result<()> {
        self.db.busy_timeout(PATIENCE)?;
        self.db.set_prepared_statement_cache_capacity(128);
        // Read before anything is changed: a foreign file stays as it is.
        self.format()?;
        self.db.pragma_update(None, "journal_mode", "wal")?;
        // With a write-ahead log a crash of the machine may lose the last transactions, never the file's integrity; the next
        // run reads the lost articles again.
        self.db.pragma_update(None, "synchronous", "normal")?;
        self.db.pragma_update(None, "foreign_keys", true)?;
        self.db.pragma_update(None, "cache_size", -64_000)?;
        Ok(())
    }

    /// Format of the file: 0 for a new one.
    fn format(&self) -> Result<i64> {
        let foreign = |problem: String| StoreError::Foreign { path: self.path.clone(), problem };
        let read = |name: &str| self.db.pragma_query_value(None, name, |r| r.get::<_, i64>(0));
        let application = read("application_id").map_err(|e| match e.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => foreign("it is no SQLite file".to_owned()),
            _ => e.into(),
        })?;
        let found = read("user_version")?;
        let tables: i64 = self.db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
        if application != APPLICATION && tables > 0 {
            return Err(foreign("it is another program's SQLite file".to_owned()));
        }
        if found > MIGRATIONS.len() as i64 {
            return Err(StoreError::Newer { path: self.path.clone(), found, known: MIGRATIONS.len() as i64 });
        }
        Ok(found)
    }

    fn migrate(&mut self) -> Result<()> {
        if self.format()? == MIGRATIONS.len() as i64 {
            return Ok(());
        }
        self.transaction(|register| {
            // Asked again inside: another process may have been quicker.
            let found = register.format()? as usize;
            for (i, step) in MIGRATIONS.iter().enumerate().skip(found) {
                register.db.execute_batch(step)?;
                register.db.pragma_update(None, "user_version", i as i64 + 1)?;
            }
            register.db.pragma_update(None, "application_id", APPLICATION)?;
            Ok(())
        })
    }

    /// Runs `work` as one transaction: all of it is written or nothing, also when the machine stops.
    pub fn transaction<T>(&mut self, work: impl FnOnce(&mut Register) -> Result<T>) -> Result<T> {
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        match work(self) {
            Ok(value) => match self.db.execute_batch("COMMIT") {
                Ok(()) => Ok(value),
                Err(e) => {
                    self.roll_back();
                    Err(e.into())
                }
            },
            Err(e) => {
                self.roll_back();
                Err(e)
            }
        }
    }

    fn roll_back(&mut self) {
        // What was remembered of rows that are gone must go too. SQLite may have rolled back by itself (a full disk).
        self.memory = Default::default();
        if !self.db.is_autocommit() {
            let _ = self.db.execute_batch("ROLLBACK");
        }
    }

    /// Copies the register, consistent even while others write, to a new file.
    pub fn backup(&self, to: &Path) -> Result<()> {
        if to.exists() {
            return Err(StoreError::ReadOnly(format!("{} exists already; name a new file", to.display())));
        }
        self.db.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
        Ok(())
    }
}
