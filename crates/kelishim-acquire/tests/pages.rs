//! Every page of `tests/pages`: all paragraphs kept, no clutter leaked, the page's own statements found.
//!
//! The pages follow the layouts of real news sites; outlets, wording and events are invented. Beside each `NAME.html`
//! stands `NAME.toml` with what a reader would call the report.

use std::fs;
use std::path::{Path, PathBuf};

use kelishim_acquire::{Page, open_page, read_file};

struct Expected {
    table: toml::Table,
}

impl Expected {
    fn text(&self, key: &str) -> Option<&str> {
        self.table.get(key).map(|value| value.as_str().expect("a string"))
    }

    fn list(&self, key: &str) -> Vec<&str> {
        let list = self.table.get(key).and_then(toml::Value::as_array).expect("a list");
        list.iter().map(|value| value.as_str().expect("strings")).collect()
    }
}

/// What differs, one line each; nothing when the page was read as a reader would.
fn check(name: &str, page: &Page, expected: &Expected) -> Vec<String> {
    let mut faults = Vec::new();
    let found: Vec<&str> = page.text.split("\n\n").collect();
    let wanted = expected.list("paragraphs");
    faults.extend(wanted.iter().filter(|text| !found.contains(text)).map(|text| format!("{name}: lost {text:?}")));
    faults.extend(found.iter().filter(|text| !wanted.contains(text)).map(|text| format!("{name}: leaked {text:?}")));
    if faults.is_empty() && found != wanted {
        faults.push(format!("{name}: paragraphs out of order"));
    }
    let clutter = expected.list("clutter");
    faults.extend(
        clutter.iter().filter(|text| page.text.contains(**text)).map(|text| format!("{name}: clutter {text:?}")),
    );
    let said = [
        ("title", &page.title),
        ("published", &page.published),
        ("source", &page.source),
        ("url", &page.url),
        ("language", &page.language_hint),
    ];
    let wrong = said.into_iter().filter(|(key, found)| found.as_deref() != expected.text(key));
    faults.extend(wrong.map(|(key, found)| format!("{name}: {key} is {found:?}, not {:?}", expected.text(key))));
    if !page.gaps.is_empty() {
        faults.push(format!("{name}: gaps {:?}", page.gaps));
    }
    faults
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let files = fs::read_dir(folder).expect("the folder of pages").map(|entry| entry.expect("an entry").path());
    let mut pages: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "html")).collect();
    pages.sort();
    pages
}

#[test]
fn every_page_is_read_as_a_reader_would() {
    let mut faults = Vec::new();
    let pages = pages();
    assert!(pages.len() >= 12, "only {} pages", pages.len());
    for path in &pages {
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let table =
            fs::read_to_string(path.with_extension("toml")).expect("the expected reading").parse().expect("TOML");
        let page = open_page(&read_file(path).expect("a file")).expect("a page");
        assert_eq!(page.extractor, "html/1", "{name}");
        faults.extend(check(name, &page, &Expected { table }));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
