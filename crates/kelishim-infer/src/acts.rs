//! The head of acts: is a word the trigger of an event, and of which type; is it what is undertaken, and at which stage?
//!
//! A small network of two sources: the encoder's state of the word, and features that the caller names by number. The
//! caller knows trees, names and frames; the sum knows nothing of them. `train/acts.py` trains and writes it.

use crate::file::{ModelError, header_end, unaltered};
use crate::math::{dot, exp_row, layer_norm};
use crate::path::Path;
use serde::Deserialize;

const MAGIC: &[u8; 8] = b"KELIACTS";
const FORMAT: u32 = 1;
/// As PyTorch's layer norm has it.
const EPS: f32 = 1e-5;

#[derive(Deserialize)]
struct Header {
    version: String,
    model: String,
    hidden: usize,
    width: usize,
    features: usize,
    types: Vec<String>,
    stages: Vec<String>,
}

/// The head, read from its file.
pub struct Acts {
    header: Header,
    norm: [Vec<f32>; 2],
    dense: Layer,
    /// For each feature `width` signed bytes, then one for each output, each row with its scale.
    inner: Table,
    direct: Table,
    mix: Layer,
    out: Layer,
}

struct Layer {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

struct Table {
    rows: Vec<i8>,
    scales: Vec<f32>,
}

/// What the head says of a word; each list sums to 1 with the chance that it is nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judgement {
    /// Chance of each of [`Acts::types`].
    pub types: Vec<f32>,
    /// Chance of each of [`Acts::stages`].
    pub stages: Vec<f32>,
}

impl Judgement {
    /// The likeliest of a list and the chance that it is any of them.
    pub fn best(chances: &[f32]) -> (usize, f32) {
        let best = (0..chances.len()).max_by(|a, b| chances[*a].total_cmp(&chances[*b])).unwrap_or(0);
        (best, chances.iter().sum())
    }
}

/// Takes values off the front of a file's body.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn bytes(&mut self, n: usize) -> Option<&[u8]> {
        let (head, tail) = self.0.split_at_checked(n)?;
        self.0 = tail;
        Some(head)
    }

    fn floats(&mut self, n: usize) -> Option<Vec<f32>> {
        let raw = self.bytes(n.checked_mul(4)?)?;
        Some(raw.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    fn layer(&mut self, outputs: usize, inputs: usize) -> Option<Layer> {
        Some(Layer { weight: self.floats(outputs.checked_mul(inputs)?)?, bias: self.floats(outputs)? })
    }

    fn table(&mut self, rows: usize, width: usize) -> Option<Table> {
        let scales = self.floats(rows)?;
        Some(Table { rows: self.bytes(rows.checked_mul(width)?)?.iter().map(|b| *b as i8).collect(), scales })
    }
}

impl Layer {
    fn apply(&self, x: &[f32]) -> Vec<f32> {
        self.weight.chunks_exact(x.len()).zip(&self.bias).map(|(row, bias)| dot(row, x) + bias).collect()
    }
}

impl Table {
    fn add(&self, row: u32, into: &mut [f32]) {
        let row = row as usize % self.scales.len();
        let values = &self.rows[row * into.len()..][..into.len()];
        for (x, v) in into.iter_mut().zip(values) {
            *x += f32::from(*v) * self.scales[row];
        }
    }
}

impl Acts {
    /// Checks and reads the head's file; the error names what is wrong.
    pub fn load(bytes: &[u8]) -> Result<Acts, ModelError> {
        let start = header_end(bytes, MAGIC, FORMAT)?;
        let content = unaltered(bytes)?;
        let header: Header =
            serde_json::from_slice(&bytes[16..start]).map_err(|e| ModelError::Header(e.to_string()))?;
        let outputs = header.types.len() + header.stages.len() + 2;
        let (h, w, n) = (header.hidden, header.width, header.features);
        if [h, w, n].contains(&0) {
            return Err(ModelError::Header("a size is 0".into()));
        }
        let mut cursor = Cursor(&content[start..]);
        let mut read = |header: Header| {
            Some(Acts {
                norm: [cursor.floats(h)?, cursor.floats(h)?],
                dense: cursor.layer(w, h)?,
                inner: cursor.table(n, w)?,
                direct: cursor.table(n, outputs)?,
                mix: cursor.layer(w, w)?,
                out: cursor.layer(outputs, w)?,
                header,
            })
        };
        read(header).ok_or(ModelError::Truncated { found: bytes.len(), needed: bytes.len() + 1 })
    }

    /// Name and version of the head.
    pub fn version(&self) -> &str {
        &self.header.version
    }

    /// Refuses a model whose states it was not trained on.
    pub(crate) fn check(&self, model: &str, hidden: usize) -> Result<(), ModelError> {
        if self.header.model == model && self.header.hidden == hidden {
            return Ok(());
        }
        let found = format!("{model} with states of {hidden}");
        Err(ModelError::OtherModel {
            wanted: format!("{} with states of {}", self.header.model, self.header.hidden),
            found,
        })
    }

    /// Names of the types of events, in the order of [`Judgement::types`].
    pub fn types(&self) -> &[String] {
        &self.header.types
    }

    /// Names of the stages, in the order of [`Judgement::stages`].
    pub fn stages(&self) -> &[String] {
        &self.header.stages
    }

    /// Width of a projection.
    pub fn width(&self) -> usize {
        self.header.width
    }

    /// What is kept of a word's state: `width` values of its `hidden`.
    pub(crate) fn project(&self, state: &[f32], path: Path) -> Vec<f32> {
        let mut x = state.to_vec();
        layer_norm(path, &mut x, &self.norm[0], &self.norm[1], EPS);
        self.dense.apply(&x)
    }

    /// Judges a word by its projection and its features.
    pub fn judge(&self, projection: &[f32], features: &[u32]) -> Judgement {
        let mut inner = projection.to_vec();
        inner.resize(self.header.width, 0.0);
        let mut logits = vec![0.0; self.out.bias.len()];
        for f in features {
            self.inner.add(*f, &mut inner);
            self.direct.add(*f, &mut logits);
        }
        inner.iter_mut().for_each(|v| *v = v.max(0.0));
        let mixed = self.mix.apply(&inner);
        for (x, m) in inner.iter_mut().zip(mixed) {
            *x += m.max(0.0);
        }
        for (x, o) in logits.iter_mut().zip(self.out.apply(&inner)) {
            *x += o;
        }
        let (types, stages) = logits.split_at_mut(self.header.types.len() + 1);
        Judgement { types: chances(types), stages: chances(stages) }
    }
}

/// Softmax, without the first, which is "nothing".
fn chances(logits: &mut [f32]) -> Vec<f32> {
    let sum = exp_row(logits, 1.0);
    logits[1..].iter().map(|v| v / sum).collect()
}
