//! What the states say: entities, parts of speech, features, lemma scripts, trees.

use crate::file::{File, ModelError};
use crate::kernel::{Linear, Quantised};
use crate::math::{Rows, dot, gelu, product};
use crate::model::SpanOut;
use crate::path::{Path, on_every_path};
use crate::tree::spanning_tree;

/// Lemma scripts handed on for each word: the reader takes the first that makes a known word.
pub const LEMMAS: usize = 8;
/// Entities are at most this many forms long.
const WIDEST: usize = 32;
/// Widths of the projections (train/model.py).
const SPAN: usize = 24;
const ARC: usize = 128;
const REL: usize = 64;
const PROJECTED: usize = 2 * ARC + 2 * REL;

pub struct Heads {
    qk: Linear,
    ends: Linear,
    width: Vec<f32>,
    types: usize,
    upos: Linear,
    lemma: Linear,
    feats: Linear,
    /// First value of each feature, and the end of the last.
    cuts: Vec<usize>,
    project: Linear,
    /// What stands for the root among the heads: `ARC` values for arcs, `REL` for labels.
    root: Vec<f32>,
    arc: Linear,
    /// From a head to `REL + 1` factors of its dependent for each relation.
    label: Linear,
}

/// The analysis of one word, as numbers of labels.
pub struct Word {
    pub upos: u16,
    /// Likeliest lemma scripts, best first.
    pub lemmas: [u16; LEMMAS],
    /// Value of each feature, 0 for none.
    pub feats: Vec<u16>,
    /// Word of the head; `None` for the root.
    pub head: Option<u32>,
    pub relation: u16,
}

impl Heads {
    pub fn load(file: &File<'_>, path: Path) -> Result<Heads, ModelError> {
        let head = &file.header;
        let (h, types, relations) = (head.config.hidden, head.types.len(), head.relations.len());
        let mut cuts = vec![0];
        for (_, values) in &head.feats {
            cuts.push(cuts[cuts.len() - 1] + values.len());
        }
        let linear = |name: &str, shape: [usize; 2]| Linear::load(file, name, shape, path);
        Ok(Heads {
            qk: linear("spans.qk", [2 * types * SPAN, h])?,
            ends: linear("spans.ends", [2 * types, h])?,
            width: file.floats("spans.width", &[types, WIDEST])?,
            types,
            upos: linear("syntax.upos", [head.upos.len(), h])?,
            lemma: linear("syntax.lemma", [head.lemmas.len(), h])?,
            feats: linear("syntax.feats", [cuts[cuts.len() - 1], h])?,
            cuts,
            project: linear("syntax.project", [PROJECTED, h])?,
            root: file.floats("syntax.root", &[ARC + REL])?,
            arc: linear("syntax.arc", [ARC, ARC])?,
            label: linear("syntax.label", [relations * (REL + 1), REL])?,
        })
    }

    /// Entities of a window by score; of crossing ones of a type the better stays. `states` is `[forms, hidden]`.
    pub fn spans(&self, states: &[f32], sentences: &[u32], scratch: &mut Quantised, path: Path) -> Vec<SpanOut> {
        let (mut qk, mut ends) = (vec![], vec![]);
        self.qk.apply(states, scratch, &mut qk);
        self.ends.apply(states, scratch, &mut ends);
        let mut found: Vec<SpanOut> = vec![];
        find_spans(path, &qk, &ends, &self.width, self.types, sentences, &mut found);
        found.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then((a.kind, a.first, a.last).cmp(&(b.kind, b.first, b.last)))
        });
        let mut kept: Vec<SpanOut> = vec![];
        for span in found {
            let crosses = |k: &SpanOut| {
                k.kind == span.kind
                    && (span.first < k.first && k.first <= span.last && span.last < k.last
                        || k.first < span.first && span.first <= k.last && k.last < span.last)
            };
            if !kept.iter().any(crosses) {
                kept.push(span);
            }
        }
        kept
    }

    /// Words of a window; `states` is `[words, hidden]`, `sentences` the sentence of each word.
    pub fn words(&self, states: &[f32], sentences: &[u32], scratch: &mut Quantised, path: Path) -> Vec<Word> {
        let mut apply = |layer: &Linear, x: &[f32]| {
            let mut out = vec![];
            layer.apply(x, scratch, &mut out);
            out
        };
        let [upos, lemma, feats] = [&self.upos, &self.lemma, &self.feats].map(|layer| apply(layer, states));
        let mut projected = apply(&self.project, states);
        gelu(path, &mut projected);
        let part = |at: usize, len: usize| -> Vec<f32> {
            projected.chunks_exact(PROJECTED).flat_map(|row| &row[at..at + len]).copied().collect()
        };
        let row = |out: &[f32], layer: &Linear, i: usize| top(&out[i * layer.outputs..(i + 1) * layer.outputs]);
        let values = |i: usize| {
            let logits = &feats[i * self.feats.outputs..(i + 1) * self.feats.outputs];
            self.cuts.windows(2).map(|c| top(&logits[c[0]..c[1]]) as u16).collect()
        };
        let mut words: Vec<Word> = (0..sentences.len())
            .map(|i| Word {
                upos: row(&upos, &self.upos, i) as u16,
                lemmas: ranked(&lemma[i * self.lemma.outputs..(i + 1) * self.lemma.outputs]),
                feats: values(i),
                head: None,
                relation: 0,
            })
            .collect();
        let (dependents, heads) = (apply(&self.arc, &part(0, ARC)), part(ARC, ARC));
        let mut from = 0;
        for sentence in sentences.chunk_by(|a, b| a == b) {
            let n = sentence.len();
            let mut scores = vec![0.0f32; n * (n + 1)];
            let of = |rows: &Vec<f32>| rows[from * ARC..(from + n) * ARC].to_vec();
            score_arcs(path, &of(&dependents), &of(&heads), &self.root[..ARC], &mut scores);
            for (word, head) in words[from..].iter_mut().zip(spanning_tree(&scores, n)) {
                word.head = (head > 0).then(|| (from + head - 1) as u32);
            }
            from += n;
        }
        let heads: Vec<f32> = words
            .iter()
            .flat_map(|w| {
                w.head.map_or(&self.root[ARC..], |h| &projected[h as usize * PROJECTED + 2 * ARC + REL..][..REL])
            })
            .copied()
            .collect();
        let (factors, dependents) = (apply(&self.label, &heads), part(2 * ARC, REL));
        let mut relations = vec![0; words.len()];
        choose_labels(path, &factors, &dependents, &mut relations);
        for (word, relation) in words.iter_mut().zip(relations) {
            word.relation = relation;
        }
        words
    }
}

on_every_path! {
    /// Every span that scores above 0: of at most [`WIDEST`] forms and inside a sentence.
    ///
    /// `qk` is `[forms, 2, types, SPAN]`, `ends` `[forms, 2, types]`, `width` `[types, WIDEST]`.
    fn find_spans(
        qk: &[f32],
        ends: &[f32],
        width: &[f32],
        types: usize,
        sentences: &[u32],
        found: &mut Vec<SpanOut>,
    ) {
        let scale = 1.0 / (SPAN as f32).sqrt();
        let mut scores = [0.0f32; WIDEST];
        let mut from = 0;
        for sentence in sentences.chunk_by(|a, b| a == b) {
            let n = sentence.len();
            // Room behind the last form, so that whole vectors can be read.
            let stride = n + WIDEST;
            let mut keys = vec![0.0f32; SPAN * stride];
            let row = |i: usize, which: usize, kind: usize| &qk[((from + i) * 2 + which) * types * SPAN + kind * SPAN..][..SPAN];
            for kind in 0..types {
                for i in 0..n {
                    for (k, to) in row(i, 1, kind).iter().zip(keys.chunks_exact_mut(stride)) {
                        to[i] = *k;
                    }
                }
                let end = |i: usize, which: usize| ends[((from + i) * 2 + which) * types + kind];
                for i in 0..n {
                    let many = (n - i).min(WIDEST);
                    let keys = Rows { values: &keys[i..], stride };
                    let query = Rows { values: row(i, 0, kind), stride: SPAN };
                    product(query, keys, [1, SPAN, many.next_multiple_of(16)], &mut scores, WIDEST);
                    for (j, score) in scores[..many].iter().enumerate() {
                        let score = score * scale + end(i, 0) + end(i + j, 1) + width[kind * WIDEST + j];
                        if score > 0.0 {
                            let (first, last) = ((from + i) as u32, (from + i + j) as u32);
                            found.push(SpanOut { kind: kind as u16, first, last, score });
                        }
                    }
                }
            }
            from += n;
        }
    }
}

on_every_path! {
    /// `scores[d, 0]` of the root, `scores[d, h + 1]` of head h; rows of `ARC` values.
    fn score_arcs(dependents: &[f32], heads: &[f32], root: &[f32], scores: &mut [f32]) {
        let n = dependents.len() / ARC;
        for (dependent, scores) in dependents.chunks_exact(ARC).zip(scores.chunks_exact_mut(n + 1)) {
            scores[0] = dot(dependent, root);
            for (head, score) in heads.chunks_exact(ARC).zip(&mut scores[1..]) {
                *score = dot(dependent, head);
            }
        }
    }
}

on_every_path! {
    /// The best relation of each word. `factors` is `[words, relations, REL + 1]`, `dependents` `[words, REL]`.
    fn choose_labels(factors: &[f32], dependents: &[f32], relations: &mut [u16]) {
        let wide = factors.len() / relations.len().max(1);
        for ((factors, dependent), relation) in
            factors.chunks_exact(wide.max(1)).zip(dependents.chunks_exact(REL)).zip(relations)
        {
            let mut best = f32::NEG_INFINITY;
            for (r, factors) in factors.chunks_exact(REL + 1).enumerate() {
                let score = dot(&factors[..REL], dependent) + factors[REL];
                if score > best {
                    best = score;
                    *relation = r as u16;
                }
            }
        }
    }
}

/// Place of the largest value, the first of equals.
fn top(row: &[f32]) -> usize {
    let mut best = 0;
    for (i, v) in row.iter().enumerate() {
        if *v > row[best] {
            best = i;
        }
    }
    best
}

/// Places of the largest values, best first, the first of equals.
fn ranked(row: &[f32]) -> [u16; LEMMAS] {
    let mut out = [0u16; LEMMAS];
    let mut filled = 0;
    for i in 0..row.len() {
        let mut at = filled;
        while at > 0 && row[i] > row[out[at - 1] as usize] {
            at -= 1;
        }
        if at < LEMMAS {
            filled = (filled + 1).min(LEMMAS);
            out.copy_within(at..filled - 1, at + 1);
            out[at] = i as u16;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_scripts_come_first_and_the_first_of_equals() {
        assert_eq!(ranked(&[1.0, 3.0, 3.0, 2.0])[..4], [1, 2, 3, 0]);
        let many: Vec<f32> = (0..30).map(|i| (i * 7 % 30) as f32).collect();
        let best = ranked(&many).map(|i| many[i as usize]);
        assert_eq!(best, [29.0, 28.0, 27.0, 26.0, 25.0, 24.0, 23.0, 22.0]);
    }
}
