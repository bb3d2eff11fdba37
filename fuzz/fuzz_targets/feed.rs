//! Any bytes as what a feed's address gave: entries or a reason, named by where they came from, the same twice.
#![no_main]

use kelishim_acquire::{Received, SourceOptions, open_page, receive};
use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::LazyLock;

/// A file is received as an answer of a server is: by its first bytes.
static FILE: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("kelishim-fuzz-{}.feed", std::process::id())));

fuzz_target!(|data: &[u8]| {
    // One in four is read as what its bytes say, the others as one of three kinds of feed.
    let Some((kind, rest)) = data.split_first() else { return };
    let start: &[u8] = [
        b"".as_slice(),
        b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>A</title>",
        b"<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A</title>",
        b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"A\", ",
    ][usize::from(kind % 4)];
    std::fs::write(&*FILE, [start, rest].concat()).expect("a file");
    let name = FILE.to_string_lossy();
    let options = SourceOptions::default();
    let items: Vec<Received> = receive(&name, &options).collect();
    for item in &items {
        match item {
            Received::Page(page) => {
                assert!(!page.key.is_empty());
                let _ = open_page(page);
            }
            Received::Failed(failure) => assert!(!failure.reason.is_empty()),
            other => panic!("no server was asked: {other:?}"),
        }
    }
    assert_eq!(receive(&name, &options).collect::<Vec<_>>(), items);
});
