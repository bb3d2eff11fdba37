//! An analyst checks the rows of actors that the program knows beforehand, and rows of his own.

use super::{kelishim, stderr, stdout};
use std::fs;
use std::path::PathBuf;

const PERSON: &str = r#"source = "own"
licence = "own"
[[person]]
key = "person.kgz.somebody"
ru = "Некто Новый"
en = "Somebody New"
country = "KGZ"
source = "own"
terms = [{ office = "president", from = "2022" }]
"#;

fn folder(name: &str, file: &str, content: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("the scratch folder can be written");
    fs::write(folder.join(file), content).expect("the scratch folder can be written");
    folder.display().to_string()
}

#[test]
fn the_built_in_rows_are_in_order() {
    let checkout = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/actors");
    for arguments in [&["actors", "check"][..], &["actors", "check", checkout]] {
        let output = kelishim(arguments, "");
        assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
        assert!(stdout(&output).contains("6 files, 0 problems"), "{}", stdout(&output));
    }
}

#[test]
fn own_rows_are_checked_with_the_built_in_ones() {
    let output = kelishim(&["actors", "check", &folder("second-president", "mine.toml", PERSON)], "");
    assert_eq!(output.status.code(), Some(1));
    let shown = stdout(&output);
    let told = "mine.toml:3: `person.kgz.somebody` is `president` from 2022 while `person.kgz.sadyr-japarov` is";
    assert!(shown.contains(told) && shown.contains("1 files, 1 problems"), "{shown}");
    let unread = kelishim(&["actors", "check", "nowhere"], "");
    assert_eq!(unread.status.code(), Some(2));
    assert!(stderr(&unread).contains("nowhere"), "{}", stderr(&unread));
}

#[test]
fn a_file_of_a_built_in_name_stands_in_its_place() {
    // Of all people only this one is left: nobody else is president.
    let output = kelishim(&["actors", "check", &folder("own-people", "people.toml", PERSON)], "");
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
}
