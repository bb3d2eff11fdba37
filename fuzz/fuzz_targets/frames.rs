//! Any bytes as a frame file and as a class file: taken or refused with file and line, never a panic.
#![no_main]

use kelishim_frames::{Frames, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(content) = std::str::from_utf8(bytes) else { return };
    let source = [Source { name: "fuzzed.toml", content }];
    if let Err(e) = Frames::compile(&[], &source) {
        assert!(e.to_string().starts_with("fuzzed.toml:"));
    }
    let _ = Frames::compile(&source, &[]);
});
