//! The model file: header, tensors, hash. `train/export.py` writes it and describes the layout.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Newest layout that is understood.
const FORMAT: u32 = 2;
/// Bytes of the hash at the end.
const HASH: usize = 32;
/// The vocabulary's tensors.
const SCORES: &str = "vocabulary.scores";
const TEXT: &str = "vocabulary.text";

/// Why a model file was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// Another file altogether.
    #[error("this is no model file of Kelishim: it begins otherwise")]
    Magic,
    /// Written by a newer program.
    #[error("the model file has format {found}; this program reads up to {newest}: update the program")]
    Newer {
        /// Its format.
        found: u32,
        /// The newest that is understood.
        newest: u32,
    },
    /// A head of acts that was trained on the states of another model.
    #[error("the head of acts was trained on {wanted}, but the model is {found}")]
    OtherModel {
        /// The model it needs.
        wanted: String,
        /// The model that is there.
        found: String,
    },
    /// Shorter than its header says.
    #[error("the model file is cut off: it has {found} bytes and needs {needed}")]
    Truncated {
        /// Bytes present.
        found: usize,
        /// Bytes that the header wants.
        needed: usize,
    },
    /// The hash at the end does not fit the bytes before it.
    #[error("the model file was altered or damaged: its SHA-256 does not fit")]
    Altered,
    /// The header cannot be read.
    #[error("the model file's header cannot be read: {0}")]
    Header(String),
    /// A tensor is absent or has another shape or type than it must.
    #[error("the model file's tensor `{name}` is {problem}")]
    Tensor {
        /// Its name.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// The header.
#[derive(Deserialize)]
pub struct Header {
    pub version: String,
    pub config: Config,
    pub types: Vec<String>,
    pub upos: Vec<String>,
    pub relations: Vec<String>,
    pub lemmas: Vec<String>,
    pub known_lemmas: Vec<String>,
    pub irregular_forms: BTreeMap<String, String>,
    pub feats: Vec<(String, Vec<String>)>,
    tensors: BTreeMap<String, (String, Vec<usize>, usize)>,
}

/// Sizes of the encoder.
#[derive(Debug, Deserialize)]
pub struct Config {
    pub hidden: usize,
    pub heads: usize,
    pub ff: usize,
    pub eps: f32,
    pub layers: usize,
}

/// A checked model file.
pub struct File<'a> {
    pub header: Header,
    body: &'a [u8],
}

/// Where the header of a file ends, after its magic, format and the length of the header.
pub fn header_end(bytes: &[u8], magic: &[u8; 8], newest: u32) -> Result<usize, ModelError> {
    if bytes.len() < 16 || &bytes[..8] != magic {
        return Err(ModelError::Magic);
    }
    let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    if number(8) > newest {
        return Err(ModelError::Newer { found: number(8), newest });
    }
    let start = 16 + number(12) as usize;
    if bytes.len() < start + HASH {
        return Err(ModelError::Truncated { found: bytes.len(), needed: start + HASH });
    }
    Ok(start)
}

/// What stands before the hash at the end, if the hash is its own.
pub fn unaltered(bytes: &[u8]) -> Result<&[u8], ModelError> {
    let (content, hash) = bytes.split_at(bytes.len().saturating_sub(HASH));
    if Sha256::digest(content).as_slice() == hash { Ok(content) } else { Err(ModelError::Altered) }
}

impl<'a> File<'a> {
    /// Checks magic, format, length and hash, then reads the header.
    pub fn open(bytes: &'a [u8]) -> Result<File<'a>, ModelError> {
        let start = header_end(bytes, b"KELISHIM", FORMAT)?;
        let header: Result<Header, _> = serde_json::from_slice(&bytes[16..start]);
        if let Ok(h) = &header {
            let end =
                h.tensors.values().map(|(kind, shape, at)| at.saturating_add(size(kind, shape))).max().unwrap_or(0);
            // The last tensor too is padded to 64 bytes.
            let end = end.checked_next_multiple_of(64).unwrap_or(usize::MAX);
            let needed = start.saturating_add(end).saturating_add(HASH);
            if bytes.len() < needed {
                return Err(ModelError::Truncated { found: bytes.len(), needed });
            }
        }
        let content = unaltered(bytes)?;
        let header = header.map_err(|e| ModelError::Header(e.to_string()))?;
        header.config.check()?;
        Ok(File { header, body: &content[start..] })
    }

    /// Number of pieces in the vocabulary.
    pub fn pieces(&self) -> Result<usize, ModelError> {
        let missing = || ModelError::Tensor { name: SCORES.into(), problem: "missing".into() };
        let (_, shape, _) = self.header.tensors.get(SCORES).ok_or_else(missing)?;
        Ok(shape.iter().product())
    }

    /// The vocabulary in order of ids: its pieces, each ended by a line feed, and their log probabilities.
    pub fn vocabulary(&self) -> Result<(&'a str, Vec<f64>), ModelError> {
        let count = self.pieces()?;
        let scores =
            self.raw(SCORES, "f64", &[count])?.as_chunks::<8>().0.iter().map(|b| f64::from_le_bytes(*b)).collect();
        let shape = self.header.tensors.get(TEXT).map(|(_, shape, _)| shape.clone()).unwrap_or_default();
        let problem = |problem: String| ModelError::Tensor { name: TEXT.into(), problem };
        let text = std::str::from_utf8(self.raw(TEXT, "utf8", &shape)?).map_err(|e| problem(e.to_string()))?;
        let found = text.bytes().filter(|b| *b == b'\n').count();
        if found != count || count < 4 {
            return Err(problem(format!("{found} pieces, wanted {count}, at least 4")));
        }
        Ok((text, scores))
    }

    fn raw(&self, name: &str, kind: &str, shape: &[usize]) -> Result<&'a [u8], ModelError> {
        let problem = |problem: String| ModelError::Tensor { name: name.to_owned(), problem };
        let (k, s, at) = self.header.tensors.get(name).ok_or_else(|| problem("missing".into()))?;
        if k != kind || s != shape {
            return Err(problem(format!("{k} {s:?}, wanted {kind} {shape:?}")));
        }
        self.body.get(*at..at.saturating_add(size(kind, shape))).ok_or_else(|| problem("outside the file".into()))
    }

    /// A tensor of floats.
    pub fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let raw = self.raw(name, "f32", shape)?;
        Ok(raw.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    /// A tensor of 16-bit floats, widened.
    pub fn halves(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let raw = self.raw(name, "f16", shape)?;
        Ok(raw.as_chunks::<2>().0.iter().map(|b| half(u16::from_le_bytes(*b))).collect())
    }

    /// A tensor of signed bytes, as they lie in the file.
    pub fn bytes(&self, name: &str, shape: &[usize]) -> Result<&'a [u8], ModelError> {
        self.raw(name, "i8", shape)
    }

    /// The rows of a 4-bit tensor, as they lie in the file: 18 bytes for 32 values.
    pub fn blocks(&self, name: &str, shape: &[usize]) -> Result<&'a [u8], ModelError> {
        self.raw(name, "q4", shape)
    }
}

impl Config {
    /// Refuses sizes that the arithmetic cannot have.
    fn check(&self) -> Result<(), ModelError> {
        let fits = |n: usize| (1..=65_536).contains(&n);
        let whole = self.heads > 0 && self.hidden.is_multiple_of(self.heads) && self.hidden.is_multiple_of(32);
        if whole && fits(self.hidden) && fits(self.ff) && (1..=100).contains(&self.layers) {
            return Ok(());
        }
        Err(ModelError::Header(format!("sizes that cannot be: {self:?}")))
    }
}

/// Bytes that a tensor takes; saturates, so that an absurd shape reads as a file cut off.
fn size(kind: &str, shape: &[usize]) -> usize {
    let width = match kind {
        "f64" => 8,
        "f32" => 4,
        "f16" => 2,
        _ => 1,
    };
    shape.iter().fold(width, |n, m| n.saturating_mul(*m))
}

/// A 16-bit float.
pub fn half(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let exponent = u32::from(bits >> 10 & 31);
    let mantissa = u32::from(bits & 1023);
    match exponent {
        0 => (mantissa as f32) * 2f32.powi(-24) * if sign == 0 { 1.0 } else { -1.0 },
        31 => f32::from_bits(sign | 0x7f80_0000 | mantissa << 13),
        e => f32::from_bits(sign | (e + 112) << 23 | mantissa << 13),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_exact() {
        for (bits, value) in [(0x3c00, 1.0), (0xc000, -2.0), (0x3555, 0.333_251_95), (0x0001, 5.960_464_5e-8)] {
            assert_eq!(half(bits), value);
        }
    }
}
