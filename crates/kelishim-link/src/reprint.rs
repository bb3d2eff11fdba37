//! One report printed by several outlets: MinHash over runs of words.
//!
//! Source: Broder, On the resemblance and containment of documents (1997). Written here, not taken from a library, because
//! signatures are stored: the hash must never change.

/// Hashes in a signature.
const HASHES: usize = 64;
/// Bands by which candidates are found; a band is [`HASHES`] / [`BANDS`] hashes.
pub const BANDS: usize = 16;
/// Words in a run.
const RUN: usize = 3;
/// Two texts are one report when at least this share of their runs is common (estimated).
pub const ALIKE: f32 = 0.6;

/// The least hash of a text's runs of words under each of 64 hash functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature([u32; HASHES]);

impl Signature {
    /// The signature of a text; `None` when it has fewer than twenty words, which say too little. Case, punctuation and
    /// layout do not count.
    pub fn of(text: &str) -> Option<Signature> {
        let words: Vec<u64> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(|w| w.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, |h, c| step(h, c as u64)))
            .collect();
        if words.len() < 20 {
            return None;
        }
        let mut least = [u32::MAX; HASHES];
        for run in words.windows(RUN) {
            let hash = mix(run.iter().fold(0, |h, w| step(h, *w)));
            for (i, slot) in least.iter_mut().enumerate() {
                let h = (mix(hash ^ (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 32) as u32;
                *slot = (*slot).min(h);
            }
        }
        Some(Signature(least))
    }

    /// Estimated share of common runs, 0 to 1.
    pub fn likeness(&self, other: &Signature) -> f32 {
        self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count() as f32 / HASHES as f32
    }

    /// One number a band: texts that share one are candidates. Alike texts miss each other in one case of 4,000 at a
    /// likeness of 0.8.
    pub fn bands(&self) -> [i64; BANDS] {
        let width = HASHES / BANDS;
        std::array::from_fn(|b| {
            let hash = self.0[b * width..(b + 1) * width].iter().fold(b as u64, |h, x| step(h, u64::from(*x)));
            mix(hash) as i64
        })
    }

    /// 256 bytes, little endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|h| h.to_le_bytes()).collect()
    }

    /// Reads what [`Signature::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Signature> {
        if bytes.len() != HASHES * 4 {
            return None;
        }
        Some(Signature(std::array::from_fn(|i| u32::from_le_bytes(bytes[i * 4..i * 4 + 4].try_into().expect("four")))))
    }
}

fn step(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
}

/// The finaliser of MurmurHash3.
fn mix(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|i| format!("слово{i} ")).collect()
    }

    #[test]
    fn layout_and_a_new_head_leave_a_reprint_alike() {
        let a = Signature::of(&text(0, 200)).unwrap();
        let b = Signature::of(&format!("БИШКЕК — Агентство.\n{}", text(0, 200).to_uppercase())).unwrap();
        assert!(a.likeness(&b) > 0.9);
        assert!(a.bands().iter().zip(b.bands()).any(|(x, y)| *x == y));
        assert_eq!(Signature::from_bytes(&a.to_bytes()), Some(a));
    }

    #[test]
    fn half_a_report_is_another_report() {
        let a = Signature::of(&text(0, 200)).unwrap();
        let b = Signature::of(&text(100, 300)).unwrap();
        assert!(a.likeness(&b) < ALIKE);
        assert!(Signature::of("слишком коротко").is_none());
    }

    #[test]
    fn stored_signatures_keep_their_meaning() {
        // The first hash of this text in the first release; a change here orphans every stored signature.
        let bytes = Signature::of(&text(0, 30)).unwrap().to_bytes();
        assert_eq!(u32::from_le_bytes(bytes[..4].try_into().unwrap()), FIRST);
    }
    const FIRST: u32 = 6_485_354;
}
