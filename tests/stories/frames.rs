//! An analyst writes frames of his own.

use super::{kelishim, stderr, stdout};
use std::fs;
use std::path::PathBuf;

const FRAME: &str = r#"id = "own.twin"
says = "Two states twin their cities."
source = "own"
trigger = ["побратать"]
event = "AGREE"
joint = true
roles.actors = ["subject", "с+ins"]
[[yes]]
text = "Чехия побратала города с Австрией."
actors = ["CZE", "AUT"]
[[no]]
text = "Мэр открыл сквер."
why = "no states"
"#;

fn folder(name: &str, content: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("the scratch folder can be written");
    fs::write(folder.join("twin.toml"), content).expect("the scratch folder can be written");
    folder
}

#[test]
fn the_built_in_frames_hold_their_examples() {
    let output = kelishim(&["frames", "check"], "");
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
}

#[test]
fn the_file_of_a_built_in_frame_is_checked_in_its_place() {
    let checkout = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/lang"));
    for (language, frame) in [("ru", "aid/give.toml"), ("en", "sanction/ban.toml")] {
        let path = checkout.join(language).join("frames").join(frame).display().to_string();
        let output = kelishim(&["frames", "check", &path], "");
        assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
        assert!(stdout(&output).starts_with("1 frames, "), "{}", stdout(&output));
    }
}

#[test]
fn a_bad_frame_is_refused_by_file_and_line() {
    let folder = folder("bad-frames", &FRAME.replace("AGREE", "AGREED"));
    let output = kelishim(&["frames", "check", &folder.display().to_string()], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("twin.toml:5"), "{}", stderr(&output));
}

#[test]
fn an_own_frame_is_added_to_a_run() {
    let folder = folder("own-frames", FRAME).display().to_string();
    let text = "Чехия побратала города с Австрией.";
    let without = stdout(&kelishim(&["read", "--json", "-"], text));
    let with = stdout(&kelishim(&["read", "--json", "--frames", &folder, "-"], text));
    assert!(!without.contains("own.twin") && with.contains("own.twin"), "{with}");
}

#[test]
fn a_frame_below_a_folder_named_for_a_language_binds_in_it_alone() {
    let frame = FRAME
        .replace("побратать", "twin")
        .replace("с+ins", "with+obl")
        .replace("Чехия побратала города с Австрией.", "Chile twinned its cities with Peru.")
        .replace("\"CZE\", \"AUT\"", "\"CHL\", \"PER\"")
        .replace("Мэр открыл сквер.", "The mayor opened a square.");
    let folder = folder("languages/en", &frame).display().to_string();
    let output = kelishim(&["frames", "check", &folder], "");
    assert!(stdout(&output).contains("1 frames, 2 examples, 0 failed"), "{}{}", stdout(&output), stderr(&output));
    let text = "Chile twinned its cities with Peru.";
    let with = stdout(&kelishim(&["read", "--json", "--language", "en", "--frames", &folder, "-"], text));
    assert!(with.contains("own.twin"), "{with}");
}

#[test]
fn a_sentence_without_a_row_tells_why() {
    let output = kelishim(&["frames", "why", "Швеция передала привет."], "");
    assert_eq!(output.status.code(), Some(1));
    let shown = stdout(&output);
    assert!(shown.contains("aid.give") && shown.contains("«привет»"), "{shown}");
}
