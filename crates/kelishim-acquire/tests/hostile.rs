//! Pages no editor wrote: nested without end, never closed, enormous. They must come back, soon, and on a small stack.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use kelishim_acquire::{RawPage, open_page};

const SENTENCE: &str = "Стороны договорились, что поставки начнутся осенью, сообщили в ведомстве после встречи.";

/// Reads a page on a stack of 512 KiB, a sixteenth of a main thread's; the time is many times what is needed.
fn check(name: &str, html: String, holds: &str) {
    let (tell, told) = mpsc::channel();
    let reading = move || tell.send(Box::new(open_page(&RawPage::new("k", html)).expect("HTML is a page")));
    let reader = thread::Builder::new().stack_size(512 * 1024).spawn(reading).expect("a thread");
    let page = told.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|error| panic!("{name}: {error}"));
    reader.join().expect("no panic").expect("the page was told");
    assert!(page.text.contains(holds), "{name}: {:?}", page.text.chars().take(200).collect::<String>());
}

#[test]
fn deep_nesting_neither_overflows_nor_hangs() {
    for open in ["<div>", "<b>", "<a href=x>", "<table><tr><td>", "<ul><li>", "<span class=x>", "<blockquote>", "<h2>"]
    {
        let html = format!("<html><body>{}<p>{SENTENCE}</p>", open.repeat(50_000));
        check(open, html, SENTENCE);
        let words = format!("<html><body>{}", format!("{open}слово, ").repeat(20_000));
        check(open, format!("{words}<p>{SENTENCE}</p>"), "");
    }
}

#[test]
fn large_pages_are_read_whole() {
    let paragraphs = format!("<p>{SENTENCE}</p>\n").repeat(50_000);
    check("many paragraphs", format!("<html><body>{paragraphs}"), &[SENTENCE; 100].join("\n\n"));
    check("one paragraph", format!("<html><body><p>{}", format!("{SENTENCE} ").repeat(50_000)), SENTENCE);
    let scripts = format!("<script>var a = '<p>x</p>';</script><p>{SENTENCE}</p>").repeat(20_000);
    check("scripts", format!("<html><body>{scripts}"), SENTENCE);
}

#[test]
fn broken_mark_up_comes_to_an_end() {
    let attributes: String = (0..200_000).map(|n| format!("a{n}=1 class=b{n} ")).collect();
    check("attributes", format!("<html><body><p {attributes}>{SENTENCE}"), SENTENCE);
    check("end tags", format!("<html><div><p>{SENTENCE}{}", "</div></p>".repeat(200_000)), SENTENCE);
    check("comment", format!("<html><p>{SENTENCE}</p>{}", "<!--".repeat(500_000)), SENTENCE);
    check("script", format!("<html><p>{SENTENCE}</p><script>{}", "</scrip".repeat(500_000)), SENTENCE);
    check("signs", format!("<html><p>{SENTENCE}</p><p>{}", "<".repeat(1_000_000)), SENTENCE);
    check("references", format!("<html><p>{SENTENCE}</p><p>{}", "&amp&#x&".repeat(300_000)), SENTENCE);
    let json = format!("<script type='application/ld+json'>{}</script>", "{\"a\":[".repeat(200_000));
    check("JSON", format!("<html>{json}<p>{SENTENCE}</p>"), SENTENCE);
}
