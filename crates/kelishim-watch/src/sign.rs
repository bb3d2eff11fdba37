//! A message's signature with a secret that both ends know: HMAC-SHA256 (RFC 2104).

use ring::hmac::{HMAC_SHA256, Key, sign};
use std::fmt::Write;

/// What stands in the header of a webhook: over the time, a full stop and the body, so that a message cannot be sent again later.
pub fn signature(secret: &[u8], time: i64, body: &[u8]) -> String {
    let message = [time.to_string().as_bytes(), b".", body].concat();
    let tag = sign(&Key::new(HMAC_SHA256, secret), &message);
    tag.as_ref().iter().fold("sha256=".to_owned(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `printf '1700000000.{"kind":"step"}' | openssl dgst -sha256 -hmac SECRET` has it.
    #[test]
    fn a_receiver_can_check_a_signature() {
        let wanted = "sha256=4656c50bdce1361bbc663f1f2e760f8acb32a2e8383aa09bd5beb7bd446644dd";
        assert_eq!(signature(b"0123456789abcdef", 1_700_000_000, b"{\"kind\":\"step\"}"), wanted);
    }
}
