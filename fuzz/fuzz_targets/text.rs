//! Any bytes: a page or a reason, the same twice, and what is UTF-8 text comes through unaltered.
#![no_main]

use kelishim_acquire::{RawPage, open_page};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let raw = RawPage::new("k", data);
    let page = open_page(&raw);
    assert_eq!(open_page(&raw), page);
    let (Ok(page), Ok(text)) = (page, std::str::from_utf8(data)) else { return };
    // Zero bytes may mean UTF-16.
    if page.extractor == "text/1" && !data.contains(&0) {
        assert_eq!(page.text, text.strip_prefix('\u{feff}').unwrap_or(text));
    }
});
