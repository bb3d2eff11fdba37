//! The transformer: pieces in, one state a form out.

use crate::attention::{Buffers, attend};
use crate::file::{File, ModelError, half};
use crate::kernel::{Linear, Quantised};
use crate::math::{add, layer_norm};
use crate::path::{Path, on_every_path};

/// Positions that the base was trained with.
pub const POSITIONS: usize = 512;
/// Rows that pass the wide middle of a layer together, so that they stay in the second-level cache: what every path takes at once,
/// two or more times.
const FEW: usize = 24;
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
const FEW_OF_TILES: usize = 48;

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer {
    qkv: Linear,
    out: Linear,
    up: Linear,
    down: Linear,
    norm1: Norm,
    norm2: Norm,
}

/// Embeddings in 4-bit blocks and the layers.
pub struct Encoder {
    word: Vec<u8>,
    position: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    pub hidden: usize,
    heads: usize,
    eps: f32,
}

/// The pieces of a window, with the marks of begin and end.
#[derive(Default)]
pub struct Sequence {
    /// At most [`POSITIONS`].
    pub ids: Vec<u32>,
    /// Place of the piece that speaks for each form.
    pub first: Vec<usize>,
}

/// Buffers that are used again for every group of windows.
#[derive(Default)]
pub struct Scratch {
    pub quantised: Quantised,
    attention: Buffers,
    x: Vec<f32>,
    qkv: Vec<f32>,
    mixed: Vec<f32>,
    y: Vec<f32>,
    wide: Vec<f32>,
}

impl Encoder {
    pub fn load(file: &File<'_>, path: Path) -> Result<Encoder, ModelError> {
        let c = &file.header.config;
        let h = c.hidden;
        let norm = |name: String| -> Result<Norm, ModelError> {
            let [weight, bias] = ["weight", "bias"].map(|part| file.floats(&format!("{name}.{part}"), &[h]));
            Ok(Norm { weight: weight?, bias: bias? })
        };
        let mut layers = vec![];
        for i in 0..c.layers {
            let name = |part: &str| format!("encoder.layers.{i}.{part}");
            let linear = |part: &str, shape: [usize; 2]| Linear::load(file, &name(part), shape, path);
            layers.push(Layer {
                qkv: linear("qkv", [3 * h, h])?,
                out: linear("out", [h, h])?,
                up: linear("up", [c.ff, h])?,
                down: linear("down", [h, c.ff])?,
                norm1: norm(name("norm1"))?,
                norm2: norm(name("norm2"))?,
            });
        }
        Ok(Encoder {
            word: file.blocks("encoder.word", &[file.pieces()?, h / 32 * 18])?.to_vec(),
            position: file.halves("encoder.position", &[POSITIONS, h])?,
            norm: norm("encoder.norm".into())?,
            layers,
            hidden: h,
            heads: c.heads,
            eps: c.eps,
        })
    }

    /// States of the forms of all sequences, one after the other: `[forms, hidden]`.
    ///
    /// What a sequence gets depends on it alone; several share the matrix products.
    pub fn run(&self, sequences: &[Sequence], scratch: &mut Scratch, path: Path) -> Vec<f32> {
        let h = self.hidden;
        scratch.x.clear();
        for sequence in sequences {
            for (id, position) in sequence.ids.iter().zip(self.position.chunks_exact(h)) {
                self.embed(*id as usize, position, &mut scratch.x);
            }
        }
        layer_norm(path, &mut scratch.x, &self.norm.weight, &self.norm.bias, self.eps);
        let few = match path {
            // Processors with tiles have at least 2 MB there.
            #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
            Path::Amx => FEW_OF_TILES,
            _ => FEW,
        };
        let mut all = vec![];
        for (i, layer) in self.layers.iter().enumerate() {
            layer.qkv.apply(&scratch.x, &mut scratch.quantised, &mut scratch.qkv);
            // Of the last layer only the pieces that speak for forms are wanted.
            let last = i + 1 == self.layers.len();
            let (mut from, mut to) = (0, 0);
            scratch.mixed.resize(scratch.x.len().max(sequences.iter().map(|s| s.first.len()).sum::<usize>() * h), 0.0);
            let mut kept = vec![];
            for sequence in sequences {
                let n = sequence.ids.len();
                all.clear();
                all.extend(0..n);
                let queries = if last { &sequence.first } else { &all };
                let (qkv, mixed) = (&scratch.qkv[from * 3 * h..(from + n) * 3 * h], &mut scratch.mixed[to * h..]);
                attend(path, qkv, h, self.heads, queries, &mut scratch.attention, &mut mixed[..queries.len() * h]);
                if last {
                    for q in queries {
                        kept.extend_from_slice(&scratch.x[(from + q) * h..(from + q + 1) * h]);
                    }
                }
                from += n;
                to += queries.len();
            }
            if last {
                scratch.x = kept;
            }
            scratch.mixed.truncate(to * h);
            layer.out.apply(&scratch.mixed, &mut scratch.quantised, &mut scratch.y);
            self.join(&mut scratch.x, &scratch.y, &layer.norm1, path);
            for rows in scratch.x.chunks_mut(few * h) {
                layer.up.apply(rows, &mut scratch.quantised, &mut scratch.wide);
                crate::math::gelu(path, &mut scratch.wide);
                layer.down.apply(&scratch.wide, &mut scratch.quantised, &mut scratch.y);
                self.join(rows, &scratch.y, &layer.norm2, path);
            }
        }
        std::mem::take(&mut scratch.x)
    }

    fn join(&self, x: &mut [f32], y: &[f32], norm: &Norm, path: Path) {
        add_rows(path, x, y);
        layer_norm(path, x, &norm.weight, &norm.bias, self.eps);
    }

    /// Appends a piece's embedding and its position's. Blocks of 32 values: a 16-bit scale, then low and high nibbles.
    fn embed(&self, id: usize, position: &[f32], x: &mut Vec<f32>) {
        let row = self.hidden / 32 * 18;
        for (block, position) in self.word[id * row..][..row].chunks_exact(18).zip(position.chunks_exact(32)) {
            let scale = half(u16::from_le_bytes([block[0], block[1]]));
            let value = |nibble: u8, p: &f32| (f32::from(nibble) - 8.0) * scale + p;
            x.extend(block[2..].iter().zip(&position[..16]).map(|(b, p)| value(b & 15, p)));
            x.extend(block[2..].iter().zip(&position[16..]).map(|(b, p)| value(b >> 4, p)));
        }
    }
}

on_every_path! {
    fn add_rows(x: &mut [f32], y: &[f32]) {
        add(x, y);
    }
}
