//! Something is wrong with what is given: a plain word about it, and the other files are still read.

use super::{file, kelishim, stderr, stdout};
use serde_json::Value;

fn gap(content: &[u8], name: &str) -> (Option<i32>, Value) {
    let output = kelishim(&["read", "--json", &file(name, content)], "");
    let record: Value = serde_json::from_str(&stdout(&output)).unwrap_or(Value::Null);
    (output.status.code(), record["gaps"][0]["reason"].clone())
}

#[test]
fn a_missing_file_is_named_and_the_others_are_read() {
    let good = file("good.txt", "Россия и Китай подписали договор о торговле.".as_bytes());
    let output = kelishim(&["read", "--json", "no-such-file.txt", &good], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no-such-file.txt"));
    assert_eq!(stdout(&output).lines().count(), 1);
}

#[test]
fn an_empty_file_has_no_text() {
    assert_eq!(gap(b"", "empty.txt"), (Some(1), "no_text".into()));
    assert_eq!(gap(b" \n\t\n", "blank.txt"), (Some(1), "no_text".into()));
}

#[test]
fn a_binary_file_is_refused_with_advice() {
    let output = kelishim(&["read", &file("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("PNG"), "{}", stderr(&output));
    assert_eq!(stderr(&output).lines().count(), 1);
}

#[test]
fn windows_1251_is_read_as_russian() {
    let (bytes, _, _) = encoding_rs::WINDOWS_1251
        .encode("Президент Казахстана встретился с президентом Узбекистана. Стороны обсудили торговлю.");
    let output = kelishim(&["read", "--json", &file("cp1251.txt", &bytes)], "");
    assert!(stdout(&output).contains("Казахстана"), "{}", stdout(&output));
}

#[test]
fn a_text_in_another_language_is_a_gap() {
    let text =
        "Екі елдің министрлері дүйсенбі күні кездесіп, шекараны сауда үшін ашуға келісті. Бұл туралы кеше хабарланды.";
    assert_eq!(gap(text.as_bytes(), "kazakh.txt"), (Some(1), "language".into()));
}

#[test]
fn over_a_million_characters_is_too_long() {
    let text = "Россия и Китай обсудили торговлю. ".repeat(30_000);
    assert_eq!(gap(text.as_bytes(), "long.txt"), (Some(1), "too_long".into()));
}

#[test]
fn one_long_line_without_spaces_does_no_harm() {
    let (code, _) = gap("а".repeat(200_000).as_bytes(), "line.txt");
    assert!(matches!(code, Some(0 | 1)));
}

#[test]
fn deeply_nested_html_does_no_harm() {
    let page = format!(
        "<html><body>{}Россия и Китай подписали договор.{}</body></html>",
        "<div>".repeat(50_000),
        "</div>".repeat(50_000)
    );
    let (code, _) = gap(page.as_bytes(), "nested.html");
    assert!(matches!(code, Some(0 | 1)));
}

#[test]
fn a_date_that_is_none_is_refused() {
    let output = kelishim(&["read", "--published", "вчера", "-"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("2021-06-01"));
}
