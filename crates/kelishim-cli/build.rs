//! Finds the data files that the binary carries: whatever lies in the folders is taken, nothing needs registering.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../..");
    let root = root.canonicalize().expect("the workspace exists");
    let mut code = String::new();
    for (name, folder, endings) in [
        ("LANGUAGES", "data/lang", &[".toml"][..]),
        ("ACTORS", "data/actors", &[".toml", ".tsv"]),
        ("LINK", "data/link", &[".toml"]),
        ("SAMPLES", "samples", &[".txt", ".toml"]),
    ] {
        let mut files = vec![];
        walk(&root.join(folder), endings, &mut files);
        files.sort();
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
        writeln!(code, "/// Files of `{folder}`: name and content.\npub const {name}: &[(&str, &str)] = &[")
            .expect("a string");
        for file in files {
            let shown = file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
            writeln!(code, "    ({shown:?}, include_str!({:?})),", file.display().to_string()).expect("a string");
            println!("cargo::rerun-if-changed={}", file.display());
        }
        code.push_str("];\n");
    }
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("embedded.rs");
    fs::write(out, code).expect("the build folder can be written");
}

fn walk(folder: &Path, endings: &[&str], into: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, endings, into);
        } else if endings.iter().any(|e| path.to_string_lossy().ends_with(e)) {
            into.push(path);
        }
    }
}
