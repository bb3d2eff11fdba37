//! Notices posted to an address, signed.

use crate::plan::Webhook;
use crate::sign::signature;
use crate::state::Open;
use kelishim_acquire::{SourceOptions, post};
use serde_json::json;

/// Posts a notice.
///
/// `X-Kelishim-Delivery` is the same whenever this notice is sent, so that a receiver can tell one that it has had: whether a
/// message arrived whose answer was lost nobody can know.
pub fn send(hook: &Webhook, notice: &Open, now: i64, options: &SourceOptions<'_>) -> Result<(), String> {
    let mut body = notice.body.clone();
    body["delivery"] = json!(notice.id);
    let body = body.to_string();
    let headers = [
        ("Content-Type", "application/json".to_owned()),
        ("X-Kelishim-Delivery", notice.id.to_string()),
        ("X-Kelishim-Timestamp", now.to_string()),
        ("X-Kelishim-Signature", signature(&hook.secret, now, body.as_bytes())),
    ];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    match post(&hook.url, &headers, body.as_bytes(), options)? {
        200..=299 => Ok(()),
        status => Err(format!("{} answered {status}", hook.url)),
    }
}
