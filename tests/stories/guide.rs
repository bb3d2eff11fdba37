//! docs/api.md: every command of the guide, run as it stands there.

use super::api::demo;
use super::http::Server;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn every_command_of_the_guide_answers() {
    let guide = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md")).unwrap();
    if Command::new("curl").arg("--version").output().is_err() {
        panic!("the guide is run with curl, which is not here");
    }
    let server = Server::of(&demo("guide.db"), &[]);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("guide");
    std::fs::create_dir_all(&folder).unwrap();
    let mut run = 0;
    for line in guide.lines().filter_map(|l| l.strip_prefix("    ")) {
        if line.starts_with("kelishim ") {
            // The server that is running.
            assert_eq!(line, "kelishim demo --listen 127.0.0.1:8080");
            continue;
        }
        let command = line.replace("127.0.0.1:8080", &server.address);
        let output = Command::new("sh").args(["-c", &command]).current_dir(&folder).output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
        assert!(!printed.is_empty() || command.contains(" -o "), "{command} prints nothing");
        assert!(!printed.contains("\"data\":[]"), "{command} finds nothing");
        let refused = printed.contains("/api/v1/reference#") && !printed.contains("\"openapi\"");
        assert_eq!(refused, command.contains("betwen") || command.contains("educaton"), "{command}\n{printed}");
        if command.contains("If-None-Match") {
            assert_eq!(printed, "304\n");
        }
        run += 1;
    }
    assert!(run > 25, "{run} commands");
}
