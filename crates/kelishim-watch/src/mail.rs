//! Notices as a mail: plain text, all that is open of a rule in one.

use crate::clock::mail_date;
use crate::plan::Mail;
use crate::state::Open;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::fmt::Write;

/// Notices of one mail at most; the others come with the next.
pub const MOST: usize = 100;

/// The message of RFC 5322 for these notices, at least one. The same notices make the same `Message-ID`.
pub fn message(mail: &Mail, rule: &str, notices: &[Open], now: &str) -> String {
    let mut text = String::new();
    for notice in notices {
        let _ = writeln!(text, "{}\n", told(&notice.body));
    }
    text.push_str("-- \nkelishim watch\n");
    let (first, last) = (notices.first().map_or(0, |n| n.id), notices.last().map_or(0, |n| n.id));
    let host = mail.from.rsplit('@').next().unwrap_or("localhost");
    let subject = format!("Kelishim: {rule} ({})", notices.len());
    let mut out = String::new();
    for line in [
        format!("From: <{}>", mail.from),
        format!("To: {}", mail.to.iter().map(|a| format!("<{a}>")).collect::<Vec<_>>().join(",\r\n ")),
        format!("Subject: {}", encoded(&subject)),
        format!("Date: {}", mail_date(now)),
        format!("Message-ID: <kelishim-{first}-{last}@{host}>"),
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: text/plain; charset=utf-8".to_owned(),
        "Content-Transfer-Encoding: base64".to_owned(),
        "Auto-Submitted: auto-generated".to_owned(),
        String::new(),
    ] {
        let _ = write!(out, "{line}\r\n");
    }
    for line in STANDARD.encode(text.replace('\n', "\r\n")).as_bytes().chunks(76) {
        out.push_str(&String::from_utf8_lossy(line));
        out.push_str("\r\n");
    }
    out
}

/// A notice in words.
fn told(body: &Value) -> String {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let list = |v: &Value| v.as_array().into_iter().flatten().map(text).collect::<Vec<_>>().join(", ");
    let of = if body["step"].is_object() { &body["step"] } else { &body["commitment"] };
    let beneficiary = list(&of["beneficiary"]);
    let parties = list(&of["committer"]) + if beneficiary.is_empty() { "" } else { " -> " } + &beneficiary;
    match body["kind"].as_str() {
        Some("step") => {
            let evidence: Vec<String> =
                of["evidence"].as_array().into_iter().flatten().map(|e| format!("«{}»", text(&e["text"]))).collect();
            let source = [&of["source"], &of["published"], &of["url"]].map(text);
            let source = source.iter().filter(|s| !s.is_empty()).cloned().collect::<Vec<_>>().join(", ");
            format!(
                "{} {}: {} ({}, {})\n{}\n{source}",
                text(&of["commitment"]),
                parties,
                text(&of["summary"]),
                text(&of["stage"]),
                text(&of["date"]),
                evidence.join("\n")
            )
        }
        Some("overdue") => {
            format!(
                "{} {}: {}\nwas due {}, stands at {}",
                text(&of["id"]),
                parties,
                text(&of["title"]),
                text(&of["due"]),
                text(&of["stage"])
            )
        }
        _ => format!(
            "{} {}: {}\nnot told of since {}, stands at {}",
            text(&of["id"]),
            parties,
            text(&of["title"]),
            text(&of["reported"]),
            text(&of["stage"])
        ),
    }
}

/// A header's text, RFC 2047: words of at most 75 characters, none of which cuts a letter.
fn encoded(text: &str) -> String {
    if text.is_ascii() && text.len() < 60 && !text.contains(|c: char| c.is_control()) {
        return text.to_owned();
    }
    let mut words = vec![String::new()];
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        if words.last().is_some_and(|w| w.len() + c.len_utf8() > 42) {
            words.push(String::new());
        }
        words.last_mut().expect("one at least").push(c);
    }
    words.iter().map(|w| format!("=?utf-8?B?{}?=", STANDARD.encode(w))).collect::<Vec<_>>().join("\r\n ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_message_has_lines_that_every_relay_takes_and_no_header_of_others() {
        let mail = Mail {
            to: vec!["a@b.example".into(), "c@d.example".into()],
            from: "k@e.example".into(),
            relay: String::new(),
        };
        let body = json!({"kind": "overdue", "commitment": {"id": "c1", "title": "Построить девять школ\r\nBcc: x@y", "committer": ["RUS"], "beneficiary": ["KGZ"], "due": "2025", "stage": "agreed"}});
        let notices = [Open { id: 7, attempts: 0, body }];
        let message = message(
            &mail,
            "школы и квоты, которые обещаны и не забыты никем\r\nBcc: x@y",
            &notices,
            "2026-01-01T00:00:00Z",
        );
        assert!(message.is_ascii());
        assert!(message.split("\r\n").all(|line| line.len() <= 78 && !line.contains('\n')), "{message}");
        assert!(!message.contains("Bcc"));
        assert!(message.contains("Message-ID: <kelishim-7-7@e.example>\r\n"));
    }
}
