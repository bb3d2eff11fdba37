//! Layers of a head's file: read off its front one by one, as PyTorch's linear layer and as a table of signed bytes.

use crate::math::dot;

/// A linear layer.
pub(crate) struct Layer {
    weight: Vec<f32>,
    /// One value an output.
    pub bias: Vec<f32>,
}

/// Rows of signed bytes, each with its scale.
pub(crate) struct Table {
    rows: Vec<i8>,
    scales: Vec<f32>,
}

/// One number from two projections and features.
pub(crate) struct Scorer {
    first: Layer,
    second: Layer,
    inner: Table,
    direct: Table,
    mix: Layer,
    out: Layer,
}

/// Takes values off the front of a file's body.
pub(crate) struct Cursor<'a>(pub &'a [u8]);

impl Cursor<'_> {
    fn bytes(&mut self, n: usize) -> Option<&[u8]> {
        let (head, tail) = self.0.split_at_checked(n)?;
        self.0 = tail;
        Some(head)
    }

    /// The next numbers; `None` where the file is shorter.
    pub fn floats(&mut self, n: usize) -> Option<Vec<f32>> {
        let raw = self.bytes(n.checked_mul(4)?)?;
        Some(raw.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    /// The next layer: weights by rows, then bias.
    pub fn layer(&mut self, outputs: usize, inputs: usize) -> Option<Layer> {
        Some(Layer { weight: self.floats(outputs.checked_mul(inputs)?)?, bias: self.floats(outputs)? })
    }

    /// The next table: scales of the rows, then their bytes.
    pub fn table(&mut self, rows: usize, width: usize) -> Option<Table> {
        let scales = self.floats(rows)?;
        Some(Table { rows: self.bytes(rows.checked_mul(width)?)?.iter().map(|b| *b as i8).collect(), scales })
    }
}

impl Layer {
    /// `weight x + bias`.
    pub fn apply(&self, x: &[f32]) -> Vec<f32> {
        self.weight.chunks_exact(x.len()).zip(&self.bias).map(|(row, bias)| dot(row, x) + bias).collect()
    }
}

impl Table {
    /// Adds a row, of a number taken around the table's end.
    pub fn add(&self, row: u32, into: &mut [f32]) {
        let row = row as usize % self.scales.len();
        let values = &self.rows[row * into.len()..][..into.len()];
        for (x, v) in into.iter_mut().zip(values) {
            *x += f32::from(*v) * self.scales[row];
        }
    }
}

impl Scorer {
    pub fn read(cursor: &mut Cursor<'_>, input: usize, width: usize, features: usize) -> Option<Scorer> {
        Some(Scorer {
            first: cursor.layer(width, input)?,
            second: cursor.layer(width, input)?,
            inner: cursor.table(features, width)?,
            direct: cursor.table(features, 1)?,
            mix: cursor.layer(width, width)?,
            out: cursor.layer(1, width)?,
        })
    }

    /// The number for two projections and some features.
    pub fn score(&self, first: &[f32], second: &[f32], features: &[u32]) -> f32 {
        let mut inner = self.first.apply(first);
        add(&mut inner, &self.second.apply(second));
        let mut score = [0.0];
        for f in features {
            self.inner.add(*f, &mut inner);
            self.direct.add(*f, &mut score);
        }
        residual(&mut inner, &self.mix);
        score[0] + self.out.apply(&inner)[0]
    }
}

/// The number of a feature together with a kind or role, which falls elsewhere than the feature alone; as in `train/acts.py`.
pub(crate) fn beside(feature: u32, other: u64) -> u64 {
    u64::from(feature) * 31 + other * 7919
}

pub(crate) fn add(to: &mut [f32], values: &[f32]) {
    to.iter_mut().zip(values).for_each(|(x, v)| *x += v);
}

/// What is above zero, and beside it what a layer makes of that above zero.
pub(crate) fn residual(x: &mut [f32], layer: &Layer) {
    x.iter_mut().for_each(|v| *v = v.max(0.0));
    let mixed = layer.apply(x);
    x.iter_mut().zip(mixed).for_each(|(x, m)| *x += m.max(0.0));
}
