//! HMAC-SHA256 (RFC 2104): a message's signature with a secret that both ends know.

use sha2::{Digest, Sha256};

/// Octets of a block of SHA-256.
const BLOCK: usize = 64;

/// HMAC-SHA256 of a message.
fn hmac(secret: &[u8], message: &[u8]) -> [u8; 32] {
    let mut key = [0; BLOCK];
    if secret.len() > BLOCK {
        key[..32].copy_from_slice(&Sha256::digest(secret));
    } else {
        key[..secret.len()].copy_from_slice(secret);
    }
    let padded = |with: u8| key.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
}

/// What stands in the header of a webhook: over the time, a full stop and the body, so that a message cannot be sent again later.
pub fn signature(secret: &[u8], time: i64, body: &[u8]) -> String {
    let message = [time.to_string().as_bytes(), b".", body].concat();
    let hex: String = hmac(secret, &message).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(secret: &[u8], message: &[u8], wanted: &str) {
        let hex: String = hmac(secret, message).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, wanted);
    }

    /// Test cases 1, 2 and 6 of RFC 4231.
    #[test]
    fn signatures_are_those_of_the_standard() {
        check(&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        check(
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        );
        let long = b"Test Using Larger Than Block-Size Key - Hash Key First";
        check(&[0xaa; 131], long, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }
}
