//! The built binary, driven as a reader of the manual would drive it.

mod actors;
mod api;
mod bad_input;
mod frames;
mod guide;
mod http;
mod kill;
mod open;
mod reading;
mod register;
mod watch;

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Runs `kelishim` with arguments and standard input.
fn kelishim(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kelishim"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    // A run that fails early closes its input.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A file of this run's own in the build's scratch folder.
fn file(name: &str, content: &[u8]) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("the scratch folder can be written");
    path.display().to_string()
}
