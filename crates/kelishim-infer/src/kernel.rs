//! Matrix products in integers: exact sums, so every path, tiling and number of rows gives the same bits.
//!
//! Weights are signed bytes with one scale a row; activations have 14 bits and one scale a row. The widest instruction of
//! AVX2 that multiplies and adds without saturating takes 16-bit values, so they cost no more than eight bits, which
//! lose 0.25 points of entity F1 (NEREL dev).

use crate::file::{File, ModelError};
use crate::math::{MAGIC, largest};
use crate::path::{Path, on_every_path};
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
use crate::tiles;

/// Output columns that are computed together: two vectors of eight sums, or one of sixteen.
pub const PANEL: usize = 16;
/// Rows that are computed together: with two vectors each, what sixteen registers hold.
const ROWS: usize = 6;
/// The same where there are 32 registers, each with all sums of a panel: two panels at once.
#[cfg(target_arch = "x86_64")]
const WIDE_ROWS: usize = 12;
/// Bytes of activations that the first-level cache can hold beside weights.
const NEAR: usize = 20_000;

/// A linear layer.
///
/// Invariant: `weights` holds, for each panel of 16 outputs, `depth` inputs in groups of two (of four for tiles): the weights of
/// neighbouring inputs for each output of the panel; what lies beyond `inputs` or `outputs` is 0. `scales` and `bias` are padded alike.
pub struct Linear {
    path: Path,
    weights: Vec<i8>,
    scales: Vec<f32>,
    bias: Vec<f32>,
    depth: usize,
    inputs: usize,
    /// Width of the output.
    pub outputs: usize,
}

/// Rows of activations as 16-bit integers, `depth` each, and their scales.
#[derive(Default)]
pub struct Quantised {
    values: Vec<i16>,
    scales: Vec<f32>,
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    tiles: tiles::Buffers,
}

impl Linear {
    /// Reads `NAME.weight` `[outputs, inputs]`, `NAME.weight.scale` and `NAME.bias`, and packs them for the path.
    pub fn load(file: &File<'_>, name: &str, shape: [usize; 2], path: Path) -> Result<Linear, ModelError> {
        let outputs = shape[0];
        let weight = format!("{name}.weight");
        let bias = file.floats(&format!("{name}.bias"), &[outputs])?;
        let scales = file.floats(&format!("{weight}.scale"), &[outputs])?;
        Ok(Linear::new(file.bytes(&weight, &shape)?, scales, bias, path))
    }

    /// Packs weights that lie by rows, one row and scale for each value of `bias`.
    fn new(rows: &[u8], mut scales: Vec<f32>, mut bias: Vec<f32>, path: Path) -> Linear {
        let outputs = bias.len();
        let inputs = rows.len() / outputs.max(1);
        let (group, multiple) = match path {
            #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
            Path::Amx => (tiles::GROUP, tiles::DEPTH),
            _ => (2, 2),
        };
        let (depth, panels) = (inputs.next_multiple_of(multiple), outputs.div_ceil(PANEL));
        let mut weights = vec![0; panels * depth * PANEL];
        for (o, row) in rows.chunks_exact(inputs.max(1)).enumerate() {
            let panel = &mut weights[o / PANEL * depth * PANEL..][..depth * PANEL];
            for (to, from) in panel[o % PANEL * group..].chunks_mut(group * PANEL).zip(row.chunks(group)) {
                for (t, f) in to.iter_mut().zip(from) {
                    *t = *f as i8;
                }
            }
        }
        scales.resize(panels * PANEL, 0.0);
        bias.resize(panels * PANEL, 0.0);
        Linear { path, weights, scales, bias, depth, inputs, outputs }
    }

    /// `out[i] = W x[i] + b` for all rows of `x`; `out` is resized.
    pub fn apply(&self, x: &[f32], scratch: &mut Quantised, out: &mut Vec<f32>) {
        let rows = x.len() / self.inputs;
        // The largest value for which no sum of products can leave 32 bits.
        let limit = (i32::MAX / 127 / self.inputs as i32).min(8191);
        scratch.scales.resize(rows, 0.0);
        scratch.values.resize(rows * self.depth, 0);
        quantise(self.path, x, self.inputs, limit as f32, &mut scratch.values, self.depth, &mut scratch.scales);
        out.resize(rows * self.outputs, 0.0);
        match self.path {
            Path::Portable => self.portable(scratch, out),
            // SAFETY: `Path::Avx2` is made only after the processor said that it has AVX2.
            #[cfg(target_arch = "x86_64")]
            Path::Avx2 => unsafe { self.avx2(scratch, out) },
            // SAFETY: `Path::Avx512` likewise.
            #[cfg(target_arch = "x86_64")]
            Path::Avx512 => unsafe { self.avx512(scratch, out) },
            // SAFETY: `Path::Amx` likewise.
            #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
            Path::Amx => unsafe { self.amx(scratch, out) },
        }
    }

    fn portable(&self, x: &Quantised, out: &mut [f32]) {
        for (panel, weights) in self.weights.chunks_exact(self.depth * PANEL).enumerate() {
            for (row, (input, scale)) in x.values.chunks_exact(self.depth).zip(&x.scales).enumerate() {
                let mut sums = [0i32; PANEL];
                for (x, w) in input.as_chunks::<2>().0.iter().zip(weights.as_chunks::<{ 2 * PANEL }>().0) {
                    for c in 0..PANEL {
                        sums[c] += i32::from(x[0]) * i32::from(w[2 * c]) + i32::from(x[1]) * i32::from(w[2 * c + 1]);
                    }
                }
                self.finish(&sums, *scale, panel, &mut out[row * self.outputs..(row + 1) * self.outputs]);
            }
        }
    }

    /// Scales sums of a panel and writes those that are outputs.
    #[inline(always)]
    fn finish(&self, sums: &[i32; PANEL], scale: f32, panel: usize, row: &mut [f32]) {
        let at = panel * PANEL;
        let (scales, bias) = (&self.scales[at..at + PANEL], &self.bias[at..at + PANEL]);
        let mut y = [0.0f32; PANEL];
        for c in 0..PANEL {
            y[c] = sums[c] as f32 * (scale * scales[c]) + bias[c];
        }
        let end = row.len().min(at + PANEL);
        if end - at == PANEL {
            row[at..end].copy_from_slice(&y);
        } else {
            row[at..end].copy_from_slice(&y[..end - at]);
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn avx2(&self, x: &Quantised, out: &mut [f32]) {
        // Rows that stay in the first-level cache beside a panel's weights, while all panels pass.
        let block = (NEAR / (2 * self.depth)).max(ROWS) / ROWS * ROWS;
        let rows = x.scales.len();
        for from in (0..rows).step_by(block) {
            let to = rows.min(from + block);
            for panel in 0..self.outputs.div_ceil(PANEL) {
                for row in (from..to).step_by(ROWS) {
                    match to - row {
                        1 => self.tile::<1>(x, panel, row, out),
                        2 => self.tile::<2>(x, panel, row, out),
                        3 => self.tile::<3>(x, panel, row, out),
                        4 => self.tile::<4>(x, panel, row, out),
                        5 => self.tile::<5>(x, panel, row, out),
                        _ => self.tile::<ROWS>(x, panel, row, out),
                    }
                }
            }
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn tile<const R: usize>(&self, x: &Quantised, panel: usize, row: usize, out: &mut [f32]) {
        use std::arch::x86_64::*;
        let width = self.depth;
        let inputs = &x.values[row * width..(row + R) * width];
        let weights = &self.weights[panel * PANEL * width..(panel + 1) * PANEL * width];
        let mut sums = [[_mm256_setzero_si256(); 2]; R];
        for p in 0..width / 2 {
            // SAFETY: `p < width / 2`; `weights` holds 32 bytes and each of `R` rows of `inputs` two values a pair.
            unsafe {
                let w = weights.as_ptr().add(p * 2 * PANEL);
                let low = _mm256_cvtepi8_epi16(_mm_loadu_si128(w.cast()));
                let high = _mm256_cvtepi8_epi16(_mm_loadu_si128(w.add(PANEL).cast()));
                for (r, sum) in sums.iter_mut().enumerate() {
                    let pair = inputs.as_ptr().add(r * width + 2 * p).cast::<i32>().read_unaligned();
                    let v = _mm256_set1_epi32(pair);
                    sum[0] = _mm256_add_epi32(sum[0], _mm256_madd_epi16(v, low));
                    sum[1] = _mm256_add_epi32(sum[1], _mm256_madd_epi16(v, high));
                }
            }
        }
        for (r, sum) in sums.iter().enumerate() {
            // SAFETY: both types are 64 bytes of plain integers.
            let sum: [i32; PANEL] = unsafe { std::mem::transmute(*sum) };
            let to = &mut out[(row + r) * self.outputs..(row + r + 1) * self.outputs];
            self.finish(&sum, x.scales[row + r], panel, to);
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    fn avx512(&self, x: &Quantised, out: &mut [f32]) {
        let block = (NEAR / (2 * self.depth)).max(WIDE_ROWS) / WIDE_ROWS * WIDE_ROWS;
        let (rows, panels) = (x.scales.len(), self.outputs.div_ceil(PANEL));
        for from in (0..rows).step_by(block) {
            let to = rows.min(from + block);
            for panel in (0..panels).step_by(2) {
                let mut row = from;
                while row < to {
                    row += match (panels - panel, to - row) {
                        (1, WIDE_ROWS..) => self.wide_tile::<WIDE_ROWS, 1>(x, panel, row, out),
                        (1, 4..) => self.wide_tile::<4, 1>(x, panel, row, out),
                        (1, _) => self.wide_tile::<1, 1>(x, panel, row, out),
                        (_, WIDE_ROWS..) => self.wide_tile::<WIDE_ROWS, 2>(x, panel, row, out),
                        (_, 4..) => self.wide_tile::<4, 2>(x, panel, row, out),
                        _ => self.wide_tile::<1, 2>(x, panel, row, out),
                    };
                }
            }
        }
    }

    /// `R` rows by `P` panels; returns `R`.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    fn wide_tile<const R: usize, const P: usize>(
        &self,
        x: &Quantised,
        panel: usize,
        row: usize,
        out: &mut [f32],
    ) -> usize {
        use std::arch::x86_64::*;
        let width = self.depth;
        let inputs = &x.values[row * width..(row + R) * width];
        let weights = &self.weights[panel * PANEL * width..(panel + P) * PANEL * width];
        let mut sums = [[_mm512_setzero_si512(); P]; R];
        for p in 0..width / 2 {
            // SAFETY: `p < width / 2`; each of `P` panels of `weights` holds 32 bytes a pair, each of `R` rows of `inputs` two values.
            unsafe {
                let mut w = [_mm512_setzero_si512(); P];
                for (c, w) in w.iter_mut().enumerate() {
                    let at = weights.as_ptr().add(c * PANEL * width + p * 2 * PANEL);
                    *w = _mm512_cvtepi8_epi16(_mm256_loadu_si256(at.cast()));
                }
                for (r, sum) in sums.iter_mut().enumerate() {
                    let pair = inputs.as_ptr().add(r * width + 2 * p).cast::<i32>().read_unaligned();
                    let v = _mm512_set1_epi32(pair);
                    for (sum, w) in sum.iter_mut().zip(&w) {
                        *sum = _mm512_dpwssd_epi32(*sum, v, *w);
                    }
                }
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            let to = &mut out[(row + r) * self.outputs..(row + r + 1) * self.outputs];
            for (c, sum) in sums.iter().enumerate() {
                // SAFETY: both types are 64 bytes of plain integers.
                let sum: [i32; PANEL] = unsafe { std::mem::transmute(*sum) };
                self.finish(&sum, x.scales[row + r], panel + c, to);
            }
        }
        R
    }

    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    fn amx(&self, x: &mut Quantised, out: &mut [f32]) {
        let Quantised { values, scales, tiles } = x;
        // SAFETY: `Path::Amx` is made only where tiles were granted.
        unsafe {
            tiles.multiply(values, &self.weights, self.depth, |row, panel, sums| {
                self.finish(sums, scales[row], panel, &mut out[row * self.outputs..(row + 1) * self.outputs]);
            });
        }
    }
}

on_every_path! {
    /// Rounds each row of `width` floats to integers up to `limit`, by its own largest value, and fills it up to `stride` with 0.
    fn quantise(x: &[f32], width: usize, limit: f32, values: &mut [i16], stride: usize, scales: &mut [f32]) {
        for ((row, to), scale) in x.chunks_exact(width).zip(values.chunks_exact_mut(stride)).zip(scales) {
            let top = largest(row, 0.0, f32::abs);
            *scale = top / limit;
            let factor = if top > 0.0 { limit / top } else { 0.0 };
            for (v, t) in row.iter().zip(&mut *to) {
                *t = (v * factor + MAGIC).to_bits() as i16;
            }
            to[width..].fill(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(n: usize, seed: usize) -> impl Iterator<Item = i32> {
        (0..n).map(move |i| ((i * 7919 + seed * 104_729) % 255) as i32 - 127)
    }

    #[test]
    fn every_path_gives_the_same_bits() {
        for (rows, inputs, outputs) in [(1, 3, 1), (5, 33, 7), (9, 384, 35), (4, 48, 16), (13, 1536, 17), (6, 2, 48)] {
            let x: Vec<f32> = noise(rows * inputs, 4).map(|v| v as f32 / 31.0).collect();
            let run = |x: &[f32], path| {
                let layer = Linear::new(
                    &noise(inputs * outputs, 1).map(|v| v as i8 as u8).collect::<Vec<_>>(),
                    noise(outputs, 2).map(|v| v as f32 / 999.0).collect(),
                    noise(outputs, 3).map(|v| v as f32 / 77.0).collect(),
                    path,
                );
                let mut out = vec![];
                layer.apply(x, &mut Quantised::default(), &mut out);
                out.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
            };
            let portable = run(&x, Path::Portable);
            for path in Path::all() {
                assert_eq!(portable, run(&x, path), "{path:?}");
            }
            let alone: Vec<u32> = x.chunks(inputs).flat_map(|row| run(row, Path::best())).collect();
            assert_eq!(portable, alone, "a row by itself");
        }
    }

    #[test]
    fn the_product_is_that_of_the_floats_but_for_rounding() {
        let (rows, inputs, outputs) = (3, 50, 5);
        let weights: Vec<i32> = noise(inputs * outputs, 5).collect();
        let bytes: Vec<u8> = weights.iter().map(|v| *v as i8 as u8).collect();
        let layer = Linear::new(&bytes, vec![0.01; outputs], vec![1.5; outputs], Path::best());
        let x: Vec<f32> = noise(rows * inputs, 6).map(|v| v as f32 / 40.0).collect();
        let mut out = vec![];
        layer.apply(&x, &mut Quantised::default(), &mut out);
        for (i, got) in out.iter().enumerate() {
            let (row, o) = (i / outputs, i % outputs);
            let sum: f32 = (0..inputs).map(|k| x[row * inputs + k] * weights[o * inputs + k] as f32 * 0.01).sum();
            assert!((got - sum - 1.5).abs() < 0.01, "{got} {sum}");
        }
    }

    #[test]
    fn the_largest_sums_fit() {
        let inputs = 2000;
        let layer = Linear::new(&vec![127u8; inputs], vec![1.0], vec![0.0], Path::best());
        let mut out = vec![];
        layer.apply(&vec![3.0; inputs], &mut Quantised::default(), &mut out);
        assert!((out[0] - 762_000.0).abs() < 10.0, "{}", out[0]);
    }
}
