//! Files that are no register, cannot be written, are held by another, or have no room left.

use crate::build::{NOW, Report, append, lines, open, path, register, subjects};
use kelishim_store::{Register, StoreError};
use rusqlite::Connection;
use std::fs;
use std::time::Duration;

fn report(number: usize) -> Report {
    Report::new(
        &format!("https://a.example/{number}"),
        "2023-03-29",
        &format!("Россия обещала построить {number} школ. {}", "слово ".repeat(200)),
    )
    .step(&["RUS"], &["KGZ"], &format!("построить {number} школ"), "agreed")
}

#[test]
fn a_text_file_is_no_register_and_stays_as_it_is() {
    let path = path("text");
    let content = "это не база, а письмо; ".repeat(100);
    fs::write(&path, &content).unwrap();
    for result in [Register::create(&path), Register::open_to_read(&path)] {
        let error = result.err().expect("refused").to_string();
        assert!(error.contains("not a register") && error.contains(&path.display().to_string()), "{error}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), content);
}

#[test]
fn another_programs_file_is_refused_and_stays_as_it_is() {
    let path = path("foreign");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
    let before = fs::read(&path).unwrap();
    for result in [Register::create(&path), Register::open_to_read(&path)] {
        let error = result.err().expect("refused").to_string();
        assert!(error.contains("another program's SQLite file"), "{error}");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_newer_format_is_left_to_a_newer_program() {
    let register = register("newer", &[report(1)]);
    open(&register).pragma_update(None, "user_version", 99).unwrap();
    for result in [Register::create(register.path()), Register::open_to_read(register.path())] {
        assert!(matches!(result, Err(StoreError::Newer { found: 99, .. })));
    }
}

#[test]
fn a_register_that_is_not_there_is_not_made_by_asking() {
    let path = path("missing");
    for result in [Register::open(&path), Register::open_to_read(&path)] {
        assert!(matches!(result, Err(StoreError::Missing { .. })));
    }
    assert!(!path.exists());
    let nowhere = std::path::Path::new("no-such-folder/x.db");
    assert!(matches!(Register::create(nowhere), Err(StoreError::ReadOnly(_))));
}

/// Permissions do not bind an administrator, so the file system's refusal is stood in for by SQLite's own.
#[test]
fn a_register_that_may_not_be_written_says_so_and_keeps_what_it_has() {
    let mut register = register("read-only", &[report(1)]);
    register.connection().pragma_update(None, "query_only", 1).unwrap();
    let error = register.transaction(|r| r.append(&report(2).incoming(), NOW)).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error}");
    assert!(error.to_string().contains("may not be written"));
    register.connection().pragma_update(None, "query_only", 0).unwrap();
    append(&mut register, &[report(2)], NOW);
    assert_eq!(register.stats().unwrap().articles, 2);
}

/// Set in a child process that gave up an administrator's right to write everywhere.
#[cfg(unix)]
const BOUND: &str = "KELISHIM_TEST_BOUND_BY_PERMISSIONS";

/// Permissions bind an administrator too once the capability to pass over them is gone, so the test is run again without it.
#[cfg(unix)]
#[test]
fn a_read_only_file_can_be_asked_but_not_filled() {
    use std::os::unix::fs::PermissionsExt;
    let made = register("mode", &[report(1)]);
    let path = made.path().to_owned();
    drop(made);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    if fs::OpenOptions::new().append(true).open(&path).is_ok() {
        assert!(std::env::var_os(BOUND).is_none(), "without the capability a read-only file can still be written");
        let test = std::process::Command::new("setpriv")
            .args(["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "faults::a_read_only_file_can_be_asked_but_not_filled"])
            .env(BOUND, "1")
            .output();
        match test {
            Ok(child) => {
                let said =
                    String::from_utf8_lossy(&child.stdout).into_owned() + &String::from_utf8_lossy(&child.stderr);
                assert!(child.status.success() && said.contains("1 passed"), "{said}");
            }
            Err(e) => eprintln!("not tested: permissions do not bind this user, and setpriv cannot be run ({e})"),
        }
        return;
    }
    assert_eq!(Register::open_to_read(&path).unwrap().stats().unwrap().articles, 1);
    let refused = Register::create(&path).and_then(|mut r| r.transaction(|r| r.append(&report(2).incoming(), NOW)));
    assert!(matches!(refused, Err(StoreError::ReadOnly(_))), "{:?}", refused.err());
    assert_eq!(Register::open_to_read(&path).unwrap().stats().unwrap().articles, 1);
}

#[test]
fn a_locked_register_is_waited_for_and_then_named_locked() {
    let mut register = register("locked", &[report(1)]);
    let other = open(&register);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    register.connection().busy_timeout(Duration::from_millis(20)).unwrap();
    let error = register.transaction(|r| r.append(&report(2).incoming(), NOW)).unwrap_err();
    assert!(matches!(error, StoreError::Locked), "{error}");
    // Who only asks waits for nobody.
    assert_eq!(Register::open_to_read(register.path()).unwrap().stats().unwrap().articles, 1);
    other.execute_batch("COMMIT").unwrap();
    append(&mut register, &[report(2)], NOW);
    assert_eq!(register.stats().unwrap().articles, 2);
}

#[test]
fn on_a_full_disk_nothing_of_a_batch_is_written_and_the_next_run_completes_it() {
    let mut register = register("full", &[report(1)]);
    let pages: i64 = open(&register).pragma_query_value(None, "page_count", |r| r.get(0)).unwrap();
    register.connection().pragma_update(None, "max_page_count", pages + 6).unwrap();
    let batch: Vec<Report> = (2..60).map(report).collect();
    let before = lines(&register, "SELECT * FROM row");
    let error = register
        .transaction(|r| batch.iter().try_for_each(|one| r.append(&one.incoming(), NOW).map(|_| ())))
        .unwrap_err();
    assert!(matches!(error, StoreError::Full), "{error}");
    assert!(error.to_string().contains("disk is full"));
    assert_eq!(lines(&register, "SELECT * FROM row"), before);
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
    register.connection().pragma_update(None, "max_page_count", 1_000_000).unwrap();
    append(&mut register, &batch, NOW);
    assert_eq!(register.stats().unwrap().articles, 59);
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
}

/// Linking is its own transaction a block; cut anywhere, it is finished by the next run.
#[test]
fn linking_cut_by_a_full_disk_is_finished_later() {
    let mut register = register("full-link", &[]);
    let pair = |n: usize| {
        let other = format!("X{n:02}");
        Report::new(&format!("https://a.example/{n}"), "2023-03-29", "Обещано построить школу.").step(
            &["RUS"],
            &[&other],
            "построить школу",
            "agreed",
        )
    };
    let batch: Vec<Report> = (0..100).map(pair).collect();
    register.transaction(|r| batch.iter().try_for_each(|one| r.append(&one.incoming(), NOW).map(|_| ()))).unwrap();
    let pages: i64 = open(&register).pragma_query_value(None, "page_count", |r| r.get(0)).unwrap();
    register.connection().pragma_update(None, "max_page_count", pages).unwrap();
    let cut = register.link(&subjects(), |_| {});
    register.connection().pragma_update(None, "max_page_count", 1_000_000).unwrap();
    assert!(matches!(cut, Err(StoreError::Full)), "{cut:?}");
    assert!(register.unlinked().unwrap() > 0);
    register.link(&subjects(), |_| {}).unwrap();
    assert_eq!(register.unlinked().unwrap(), 0);
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
}

#[test]
fn two_writers_lose_and_double_nothing() {
    let first = register("two", &[]);
    let path = first.path().to_owned();
    std::thread::scope(|scope| {
        for start in [0, 5] {
            let path = &path;
            scope.spawn(move || {
                let mut register = Register::open(path).unwrap();
                // Both write numbers 5 to 9.
                for n in start..start + 10 {
                    append(&mut register, &[report(n)], NOW);
                }
            });
        }
    });
    assert_eq!(first.stats().unwrap().articles, 15);
    assert_eq!(first.stats().unwrap().steps, 15);
    assert_eq!(first.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_copy_is_a_register_and_never_overwrites() {
    let register = register("copied", &[report(1)]);
    let to = path("copy");
    register.backup(&to).unwrap();
    assert_eq!(Register::open_to_read(&to).unwrap().stats().unwrap(), register.stats().unwrap());
    assert!(register.backup(&to).is_err());
}
