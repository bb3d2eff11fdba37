//! The head of acts: is a word the trigger of an event, and of which type; is it what is undertaken, and at which stage; is what
//! somebody says on relations?
//!
//! Small networks of two sources: the encoder's states of words, sentence and article, and features that the caller names by
//! number. The caller knows trees, names and frames; the sum knows nothing of them. `train/acts.py` trains and writes them.

use crate::file::{ModelError, header_end, unaltered};
use crate::layers::{Cursor, Layer, Scorer, Table, add, beside, residual};
use crate::math::{exp_row, layer_norm};
use crate::parties::{Assignments, PartyHead, Role, SideEvidence, Sizes};
use crate::path::Path;
use serde::Deserialize;

const MAGIC: &[u8; 8] = b"KELIACTS";
const FORMAT: u32 = 4;
/// As PyTorch's layer norm has it.
const EPS: f32 = 1e-5;

#[derive(Deserialize)]
struct Header {
    version: String,
    model: String,
    languages: Vec<String>,
    hidden: usize,
    width: usize,
    features: usize,
    types: Vec<String>,
    stages: Vec<String>,
    party_width: usize,
    party_features: usize,
    scorer_width: usize,
    scorer_features: usize,
}

/// The head, read from its file.
pub struct Acts {
    header: Header,
    norm: [Vec<f32>; 2],
    dense: Layer,
    /// For each feature `width` signed bytes, then one for each output, each row with its scale.
    inner: Table,
    direct: Table,
    around: Layer,
    mix: Layer,
    out: Layer,
    parties: PartyHead,
    whom: Scorer,
    said: Scorer,
    voice: Scorer,
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

impl Acts {
    /// Checks and reads the head's file; the error names what is wrong.
    pub fn load(bytes: &[u8]) -> Result<Acts, ModelError> {
        let start = header_end(bytes, MAGIC, FORMAT)?;
        let content = unaltered(bytes)?;
        let header: Header =
            serde_json::from_slice(&bytes[16..start]).map_err(|e| ModelError::Header(e.to_string()))?;
        let outputs = header.types.len() + header.stages.len() + 2;
        let (h, w, n) = (header.hidden, header.width, header.features);
        let sizes = Sizes {
            kinds: header.types.len() + header.stages.len(),
            input: w,
            width: header.party_width,
            features: header.party_features,
        };
        let (types, stages) = (header.types.len(), header.stages.len());
        let (sw, sn) = (header.scorer_width, header.scorer_features);
        if [h, w, n, sizes.width, sizes.features, types, stages, sw, sn].contains(&0) {
            return Err(ModelError::Header("a size is 0".into()));
        }
        let mut cursor = Cursor(&content[start..]);
        let mut read = |header: Header| {
            Some(Acts {
                norm: [cursor.floats(h)?, cursor.floats(h)?],
                dense: cursor.layer(w, h)?,
                inner: cursor.table(n, w)?,
                direct: cursor.table(n, outputs)?,
                around: cursor.layer(w, w.checked_mul(2)?)?,
                mix: cursor.layer(w, w)?,
                out: cursor.layer(outputs, w)?,
                parties: PartyHead::read(&mut cursor, sizes)?,
                whom: Scorer::read(&mut cursor, w, header.scorer_width, header.scorer_features)?,
                said: Scorer::read(&mut cursor, w, header.scorer_width, header.scorer_features)?,
                voice: Scorer::read(&mut cursor, w, header.scorer_width, header.scorer_features)?,
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

    /// Codes of the languages that it was taught.
    pub fn languages(&self) -> &[String] {
        &self.header.languages
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

    /// Chances of all assignments of roles to some sides, in an act of a type (a number below that of the types) or at a stage
    /// (the number of types more) at a word of this projection and features.
    pub fn assign(&self, kind: usize, word: &[f32], features: &[u32], sides: &[SideEvidence<'_>]) -> Assignments {
        self.parties.assign(kind, word, features, sides)
    }

    /// What is kept of a word's state: `width` values of its `hidden`.
    pub(crate) fn project(&self, state: &[f32], path: Path) -> Vec<f32> {
        let mut x = state.to_vec();
        layer_norm(path, &mut x, &self.norm[0], &self.norm[1], EPS);
        self.dense.apply(&x)
    }

    /// What a sentence and its article add at each word of the sentence, by the means of their words' projections.
    pub fn around(&self, sentence: &[f32], article: &[f32]) -> Vec<f32> {
        self.around.apply(&[sentence, article].concat())
    }

    /// Judges a word by its projection, what stands [`Acts::around`] it, and its features.
    pub fn judge(&self, word: &[f32], around: &[f32], features: &[u32]) -> Judgement {
        let mut inner = word.to_vec();
        inner.resize(self.header.width, 0.0);
        add(&mut inner, around);
        let mut logits = vec![0.0; self.out.bias.len()];
        for f in features {
            self.inner.add(*f, &mut inner);
            self.direct.add(*f, &mut logits);
        }
        residual(&mut inner, &self.mix);
        add(&mut logits, &self.out.apply(&inner));
        let (types, stages) = logits.split_at_mut(self.header.types.len() + 1);
        Judgement { types: chances(types), stages: chances(stages) }
    }

    /// The chance that something said is a statement on relations, by the means of the projections of its words and of the article and
    /// by its features.
    pub fn on_relations(&self, content: &[f32], article: &[f32], features: &[u32]) -> f32 {
        chances(&mut [0.0, self.said.score(content, article, features)])[0]
    }

    /// How well somebody fits as the speaker of a statement, for comparison with others: by the projection of the cue, that of the
    /// mention that stands nearest (zeros without one), and features.
    pub fn speaks(&self, cue: &[f32], mention: &[f32], features: &[u32]) -> f32 {
        self.voice.score(cue, mention, features)
    }

    /// How well somebody of a side fits as who acts or receives at a word, for comparison with others of the side: by the word's
    /// projection, that of the mention that stands nearest (zeros without one), and features, of which the first says of what sort
    /// somebody is. `kind` as in [`Acts::assign`].
    pub fn fits(&self, kind: usize, role: Role, word: &[f32], mention: &[f32], features: &[u32]) -> f32 {
        let role = role as u64;
        let with = |f: u32, n: u64| beside(f, n) as u32;
        let mut all: Vec<u32> = features.to_vec();
        all.extend(features.iter().map(|f| with(*f, role)));
        all.extend(features.first().map(|f| with(*f, 3 + 3 * kind as u64 + role)));
        self.whom.score(word, mention, &all)
    }
}

/// Softmax, without the first, which is "nothing".
fn chances(logits: &mut [f32]) -> Vec<f32> {
    let sum = exp_row(logits, 1.0);
    logits[1..].iter().map(|v| v / sum).collect()
}
