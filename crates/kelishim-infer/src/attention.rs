//! Attention inside one window.

use crate::math::{Rows, exp_row, product};
use crate::path::on_every_path;

/// Queries whose weights are held at once.
const QUERIES: usize = 4;

/// Buffers of [`attend`].
#[derive(Default)]
pub struct Buffers {
    queries: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
    weights: Vec<f32>,
    mixed: Vec<f32>,
}

on_every_path! {
    /// Attention of all heads for some rows of a window.
    ///
    /// `qkv` is `[n, 3, heads, hidden / heads]`, `asking` the rows whose results are wanted, `out` `[asking, hidden]`.
    pub fn attend(qkv: &[f32], hidden: usize, heads: usize, asking: &[usize], buffers: &mut Buffers, out: &mut [f32]) {
        let n = qkv.len() / (3 * hidden);
        let d = hidden / heads;
        // Whole vectors of keys; the columns beyond n are computed and never looked at.
        let wide = n.next_multiple_of(16);
        buffers.keys.resize(d * wide, 0.0);
        buffers.weights.resize(QUERIES * wide, 0.0);
        buffers.mixed.resize(QUERIES * d, 0.0);
        let scale = 1.0 / (d as f32).sqrt();
        for head in 0..heads {
            let part = |row: usize, which: usize| &qkv[row * 3 * hidden + which * hidden + head * d..][..d];
            buffers.queries.clear();
            buffers.values.clear();
            for row in asking {
                buffers.queries.extend_from_slice(part(*row, 0));
            }
            for row in 0..n {
                for (k, to) in part(row, 1).iter().zip(buffers.keys.chunks_exact_mut(wide)) {
                    to[row] = *k;
                }
                buffers.values.extend_from_slice(part(row, 2));
            }
            let keys = Rows { values: &buffers.keys, stride: wide };
            let values = Rows { values: &buffers.values, stride: d };
            for (queries, out) in buffers.queries.chunks(QUERIES * d).zip(out.chunks_mut(QUERIES * hidden)) {
                let many = queries.len() / d;
                let queries = Rows { values: queries, stride: d };
                product(queries, keys, [many, d, wide], &mut buffers.weights, wide);
                let mut sums = [0.0f32; QUERIES];
                for (weights, sum) in buffers.weights.chunks_exact_mut(wide).zip(&mut sums).take(many) {
                    *sum = exp_row(&mut weights[..n], scale);
                }
                let weights = Rows { values: &buffers.weights, stride: wide };
                product(weights, values, [many, n, d], &mut buffers.mixed, d);
                for ((mixed, sum), out) in buffers.mixed.chunks_exact(d).zip(sums).zip(out.chunks_exact_mut(hidden)) {
                    let share = 1.0 / sum;
                    for (m, o) in mixed.iter().zip(&mut out[head * d..(head + 1) * d]) {
                        *o = m * share;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::Path;

    fn check(n: usize, hidden: usize, heads: usize) {
        let qkv: Vec<f32> = (0..n * 3 * hidden).map(|i| ((i * 7919) % 1009) as f32 / 300.0 - 1.6).collect();
        let run = |asking: &[usize], path| {
            let mut out = vec![0.0; asking.len() * hidden];
            // Buffers that held a longer window must not show through.
            let mut buffers = Buffers::default();
            attend(path, &vec![9.0; 40 * 3 * hidden], hidden, heads, &[3], &mut buffers, &mut out.clone()[..hidden]);
            attend(path, &qkv, hidden, heads, asking, &mut buffers, &mut out);
            out
        };
        let all: Vec<usize> = (0..n).collect();
        let got = run(&all, Path::Portable);
        for path in Path::all() {
            assert_eq!(got, run(&all, path), "{path:?}");
        }
        assert_eq!(got[(n - 1) * hidden..], run(&[n - 1], Path::best()));
        let d = hidden / heads;
        let part = |row: usize, which: usize, head: usize| &qkv[row * 3 * hidden + which * hidden + head * d..][..d];
        for (i, head) in [(0, 0), (n - 1, heads - 1)] {
            let score = |j| part(i, 0, head).iter().zip(part(j, 1, head)).map(|(q, k)| f64::from(q * k)).sum::<f64>();
            let weights: Vec<f64> = (0..n).map(|j| (score(j) / (d as f64).sqrt()).exp()).collect();
            let mixed: f64 = (0..n).map(|j| weights[j] * f64::from(part(j, 2, head)[0])).sum();
            let wanted = mixed / weights.iter().sum::<f64>();
            assert!((f64::from(got[i * hidden + head * d]) - wanted).abs() < 1e-5);
        }
    }

    #[test]
    fn values_are_mixed_by_the_likeness_of_keys_and_queries() {
        check(1, 32, 2);
        check(5, 24, 3);
        check(17, 64, 2);
        check(33, 20, 4);
    }
}
