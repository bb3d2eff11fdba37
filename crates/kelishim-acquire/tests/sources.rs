//! Sources as they lie on a disk, good and bad: what comes out of them, in order.

use std::fs;
use std::path::{Path, PathBuf};

use kelishim_acquire::{Received, SourceOptions, receive};

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// What `source` gives, a line each: the key within `source`, then the first words of the page or of the reason.
fn told(source: &Path) -> Vec<String> {
    let root = source.to_string_lossy();
    let options = SourceOptions::default();
    let short = |text: &str| text.chars().take(40).collect::<String>();
    receive(&root, &options)
        .map(|item| match item {
            Received::Page(page) => {
                let key = page.key.strip_prefix(&*root).unwrap_or(&page.key).to_owned();
                format!("{key} = {}", short(&String::from_utf8_lossy(&page.bytes)))
            }
            Received::Failed(failure) => {
                let key = failure.key.strip_prefix(&*root).unwrap_or(&failure.key).to_owned();
                format!("{key} ! {}", short(&failure.reason))
            }
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn a_folder_is_read_in_the_order_of_paths() {
    let root = folder("order");
    fs::create_dir_all(root.join("b/c")).expect("a folder");
    fs::create_dir_all(root.join(".git")).expect("a folder");
    for (path, text) in [
        ("z.txt", "Ош"),
        ("b/c/x.html", "<p>Нарын"),
        ("b/a.txt", "Талас"),
        ("a.jsonl", "{\"text\":\"Баткен\"}\nx\n{\"text\":\"Чүй\"}\n"),
        ("lines", "{\"text\":\"Каракол\"}\n"),
        (".hidden", "x"),
        (".git/config", "x"),
        ("empty.txt", ""),
        ("p.png", "\u{89}PNG\r\n\u{1a}\n"),
    ] {
        fs::write(root.join(path), text).expect("a file");
    }
    fs::write(root.join("p.png"), b"\x89PNG\r\n\x1a\n....").expect("a file");
    assert_eq!(
        told(&root),
        [
            "/a.jsonl#1 = Баткен",
            "/a.jsonl#2 ! invalid JSON at column 1; each line must",
            "/a.jsonl#3 = Чүй",
            "/b/a.txt = Талас",
            "/b/c/x.html = <p>Нарын",
            "/empty.txt ! is empty; there is nothing to read",
            "/lines#1 = Каракол",
            "/p.png ! this looks like a PNG image, not a sourc",
            "/z.txt = Ош",
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_that_loop_or_lead_nowhere_stop_nothing() {
    use std::os::unix::fs::symlink;
    let root = folder("links");
    fs::create_dir(root.join("a")).expect("a folder");
    fs::write(root.join("a/x.txt"), "Ош").expect("a file");
    symlink(&root, root.join("a/loop")).expect("a link");
    symlink(root.join("a"), root.join("b")).expect("a link");
    symlink(root.join("nowhere"), root.join("c.txt")).expect("a link");
    symlink(root.join("a/x.txt"), root.join("d.txt")).expect("a link");
    symlink("/dev/zero", root.join("e")).expect("a link");
    assert_eq!(
        told(&root),
        [
            "/a/x.txt = Ош",
            "/c.txt ! cannot be read: No such file or director",
            "/d.txt = Ош",
            "/e ! is neither a file nor a folder; give it ",
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_does_not_hide_the_others() {
    use std::os::unix::fs::PermissionsExt;
    let root = folder("closed");
    fs::write(root.join("a.txt"), "Ош").expect("a file");
    fs::write(root.join("b.txt"), "Нарын").expect("a file");
    fs::set_permissions(root.join("a.txt"), fs::Permissions::from_mode(0o000)).expect("permissions");
    let told = told(&root);
    // To the superuser nothing is closed.
    assert!(told[0].starts_with("/a.txt ! cannot be read: ") || told[0] == "/a.txt = Ош", "{told:?}");
    assert_eq!(told[1..], ["/b.txt = Нарын"]);
}

#[test]
fn what_is_not_there_is_one_failure() {
    let nowhere = folder("none").join("nowhere.txt");
    assert_eq!(told(&nowhere), [" ! cannot be read: No such file or director"]);
}
