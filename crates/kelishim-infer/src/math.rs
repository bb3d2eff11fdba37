//! Floats in a fixed order: eight lanes, no fused multiply-add, own exponential and error function.

use crate::path::on_every_path;

/// 1.5 * 2^23: adding it rounds a float to an integer (nearest, ties to even) that then stands in the lowest bits.
pub const MAGIC: f32 = 12_582_912.0;

/// Sum of products over eight lanes, then a fixed tree of additions.
#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (a8, b8) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut lanes = [0.0f32; 8];
    for (x, y) in a8.0.iter().zip(b8.0) {
        for l in 0..8 {
            lanes[l] += x[l] * y[l];
        }
    }
    tree_sum(lanes) + a8.1.iter().zip(b8.1).fold(0.0, |s, (x, y)| s + x * y)
}

#[inline(always)]
fn tree_sum(l: [f32; 8]) -> f32 {
    ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]))
}

#[inline(always)]
fn sum(a: &[f32]) -> f32 {
    let chunks = a.as_chunks::<8>();
    let mut lanes = [0.0f32; 8];
    for x in chunks.0 {
        for l in 0..8 {
            lanes[l] += x[l];
        }
    }
    tree_sum(lanes) + chunks.1.iter().fold(0.0, |s, x| s + x)
}

/// The largest of `of(x)`, or 0.
#[inline(always)]
pub fn largest(a: &[f32], start: f32, of: impl Fn(f32) -> f32) -> f32 {
    let chunks = a.as_chunks::<8>();
    let mut lanes = [start; 8];
    for x in chunks.0 {
        for l in 0..8 {
            let v = of(x[l]);
            lanes[l] = if v > lanes[l] { v } else { lanes[l] };
        }
    }
    chunks.1.iter().map(|v| of(*v)).chain(lanes).fold(start, |top, v| if v > top { v } else { top })
}

/// e^x by splitting off powers of two and a polynomial (Cephes); relative error below 2e-7. From -87 to 88.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + MAGIC;
    let k = shifted - MAGIC;
    let r = x - k * 0.693_359_4 - k * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_199_9e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 0.5;
    let y = p * r * r + r + 1.0;
    // The lowest byte of `shifted` is k; above the sign bit everything is shifted out.
    y * f32::from_bits(shifted.to_bits().wrapping_add(127) << 23)
}

/// x times the normal distribution function, by Abramowitz and Stegun 7.1.26 (error below 1.5e-7).
#[inline(always)]
fn gelu_of(x: f32) -> f32 {
    let z = x * std::f32::consts::FRAC_1_SQRT_2;
    let a = z.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * a);
    let poly = ((((1.061_405_4 * t - 1.453_152_1) * t + 1.421_413_8) * t - 0.284_496_74) * t + 0.254_829_6) * t;
    let erf = (1.0 - poly * exp(-a * a)).copysign(z);
    0.5 * x * (1.0 + erf)
}

on_every_path! {
    /// GELU with the exact error function, in place.
    pub fn gelu(x: &mut [f32]) {
        for v in x.iter_mut() {
            *v = gelu_of(*v);
        }
    }
}

on_every_path! {
    /// Layer normalisation in place of rows as wide as `weight`.
    pub fn layer_norm(x: &mut [f32], weight: &[f32], bias: &[f32], eps: f32) {
        let n = weight.len() as f32;
        for row in x.chunks_exact_mut(weight.len()) {
            let mean = sum(row) / n;
            for v in row.iter_mut() {
                *v -= mean;
            }
            let scale = 1.0 / (dot(row, row) / n + eps).sqrt();
            for ((v, w), b) in row.iter_mut().zip(weight).zip(bias) {
                *v = *v * scale * w + b;
            }
        }
    }
}

/// `x[i] = exp((x[i] - max) * scale)` in place; returns the sum.
#[inline(always)]
pub fn exp_row(x: &mut [f32], scale: f32) -> f32 {
    let top = largest(x, f32::NEG_INFINITY, |v| v);
    for v in x.iter_mut() {
        *v = exp((*v - top) * scale);
    }
    sum(x)
}

/// `into += from`.
#[inline(always)]
pub fn add(into: &mut [f32], from: &[f32]) {
    for (a, b) in into.iter_mut().zip(from) {
        *a += b;
    }
}

/// A matrix by rows that may lie apart.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    pub values: &'a [f32],
    pub stride: usize,
}

/// `out[i, j] = sum over k of a[i, k] * b[k, j]` in rising k: `rows x depth` times `depth x columns`.
///
/// Every element is summed by itself in that order, so the tiling cannot be seen in the result.
#[inline(always)]
pub fn product(a: Rows<'_>, b: Rows<'_>, shape: [usize; 3], out: &mut [f32], out_stride: usize) {
    let [rows, depth, columns] = shape;
    let mut j = 0;
    while j < columns {
        let b = Rows { values: &b.values[j..], ..b };
        let wide = if columns - j >= 16 {
            16
        } else if columns - j >= 8 {
            8
        } else {
            1
        };
        let mut i = 0;
        while i < rows {
            let from = Rows { values: &a.values[i * a.stride..], ..a };
            let to = &mut out[i * out_stride + j..];
            match (rows - i >= 4, wide) {
                (true, 16) => tile::<4, 2, 8>(from, b, depth, to, out_stride),
                (true, 8) => tile::<4, 1, 8>(from, b, depth, to, out_stride),
                (true, _) => tile::<4, 1, 1>(from, b, depth, to, out_stride),
                (false, 16) => tile::<1, 2, 8>(from, b, depth, to, out_stride),
                (false, 8) => tile::<1, 1, 8>(from, b, depth, to, out_stride),
                (false, _) => tile::<1, 1, 1>(from, b, depth, to, out_stride),
            }
            i += if rows - i >= 4 { 4 } else { 1 };
        }
        j += wide;
    }
}

/// `R` rows by `C` vectors of `L` lanes.
#[inline(always)]
fn tile<const R: usize, const C: usize, const L: usize>(
    a: Rows<'_>,
    b: Rows<'_>,
    depth: usize,
    out: &mut [f32],
    out_stride: usize,
) {
    // Checked once, so that the loop need not.
    assert!(depth == 0 || b.values.len() >= (depth - 1) * b.stride + C * L);
    assert!(depth == 0 || a.values.len() >= (R - 1) * a.stride + depth);
    let mut sums = [[[0.0f32; L]; C]; R];
    for k in 0..depth {
        let mut vectors = [[0.0f32; L]; C];
        for (c, vector) in vectors.iter_mut().enumerate() {
            // SAFETY: `k < depth` and `c < C`; see the first assertion.
            *vector = unsafe { b.values.as_ptr().add(k * b.stride + c * L).cast::<[f32; L]>().read_unaligned() };
        }
        for (r, row) in sums.iter_mut().enumerate() {
            // SAFETY: `k < depth` and `r < R`; see the second assertion.
            let v = unsafe { *a.values.get_unchecked(r * a.stride + k) };
            for (sum, vector) in row.iter_mut().zip(&vectors) {
                for l in 0..L {
                    sum[l] += v * vector[l];
                }
            }
        }
    }
    for (r, row) in sums.iter().enumerate() {
        out[r * out_stride..][..C * L].copy_from_slice(row.as_flattened());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::Path;

    #[test]
    fn exp_and_gelu_are_close_to_the_library() {
        for i in -800..800 {
            let x = i as f32 / 10.0;
            assert!((exp(x) - x.exp()).abs() <= x.exp() * 1e-6, "{x}");
        }
        let mut g = [-3.0, -1.0, 0.0, 1.0, 3.0, 0.5, -0.5, 30.0, -30.0];
        gelu(Path::Portable, &mut g);
        let wanted =
            [-0.004_049_69, -0.158_655_26, 0.0, 0.841_344_8, 2.995_950_3, 0.345_731_23, -0.154_268_77, 30.0, 0.0];
        for (got, want) in g.iter().zip(wanted) {
            assert!((got - want).abs() < 1e-6, "{got} {want}");
        }
    }

    #[test]
    fn every_path_gives_the_same_bits() {
        for n in [1, 7, 8, 9, 65, 384, 1001] {
            let noise: Vec<f32> = (0..n).map(|i| ((i * 7919) % 1009) as f32 / 77.0 - 6.5).collect();
            let run = |path| {
                let mut x = noise.clone();
                gelu(path, &mut x);
                layer_norm(path, &mut x, &noise, &noise, 1e-12);
                x.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
            };
            for path in Path::all() {
                assert_eq!(run(Path::Portable), run(path), "{n} {path:?}");
            }
        }
    }

    #[test]
    fn a_product_is_the_sum_in_rising_order_whatever_the_tiling() {
        for shape in [[1, 1, 1], [4, 32, 16], [5, 3, 27], [9, 24, 40], [3, 7, 8]] {
            let [rows, depth, columns] = shape;
            let noise = |n: usize, m: usize| (0..n).map(|i| ((i * m) % 997) as f32 / 31.0 - 15.0).collect::<Vec<_>>();
            let (a, b) = (noise(rows * depth, 7919), noise(depth * columns, 104_729));
            let mut out = vec![0.0; rows * columns];
            let of = |values, stride| Rows { values, stride };
            product(of(&a, depth), of(&b, columns), shape, &mut out, columns);
            for i in 0..rows {
                for j in 0..columns {
                    let sum = (0..depth).fold(0.0f32, |s, k| s + a[i * depth + k] * b[k * columns + j]);
                    assert_eq!(sum.to_bits(), out[i * columns + j].to_bits());
                }
            }
        }
    }
}
