//! Any characters after a document type: what comes back is a page, trimmed, and the same twice.
#![no_main]

use kelishim_acquire::{RawPage, open_page};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut bytes = b"<!doctype html>".to_vec();
    bytes.extend_from_slice(data);
    let raw = RawPage::new("https://a.example/2026/03/02/x", bytes);
    // Bytes that are no text are refused; all others are a page.
    if let Ok(page) = open_page(&raw) {
        assert_eq!(page.extractor, "html/1");
        assert_eq!(page.text, page.text.trim());
        assert_eq!(open_page(&raw).as_ref(), Ok(&page));
    }
});
