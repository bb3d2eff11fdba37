//! The model as its users see it.

use crate::acts::Acts;
use crate::encoder::{Encoder, POSITIONS, Scratch, Sequence};
use crate::file::{File, ModelError};
use crate::heads::{Heads, LEMMAS};
use crate::path::Path;
use crate::pieces::{Lattice, Pieces};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Pieces that fit beside the marks of begin and end.
const MOST: usize = POSITIONS - 2;
/// Ids of the marks.
const BEGIN: u32 = 0;
const END: u32 = 2;
/// Forms after which a group of windows is closed.
const ENOUGH: usize = 64;

/// Encoder, heads, vocabulary and labels. Loading copies what it needs; the bytes may go.
pub struct Model {
    version: String,
    pieces: Pieces,
    encoder: Encoder,
    heads: Heads,
    labels: Labels,
    path: Path,
    keep: Keep,
}

/// What an analysis keeps of each word's state in the encoder.
#[derive(Clone, Default)]
pub enum Keep {
    /// Nothing.
    #[default]
    Nothing,
    /// What the head of acts judges words by.
    Projection(Arc<Acts>),
    /// All of it: what the head of acts is trained on.
    State,
}

/// What the numbers of an [`Analysis`] mean.
pub struct Labels {
    /// Types of entities.
    pub types: Vec<Arc<str>>,
    /// Universal parts of speech.
    pub upos: Vec<Arc<str>>,
    /// Universal relations.
    pub relations: Vec<Arc<str>>,
    /// How a lemma is made from a form.
    pub lemma_scripts: Vec<LemmaScript>,
    feats: Vec<(String, Vec<String>)>,
    known: HashSet<Box<str>>,
    irregular: BTreeMap<String, String>,
}

/// Cut characters from the end of the lowercased form, then add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LemmaScript {
    /// Characters to cut.
    pub cut: usize,
    /// What to add.
    pub add: Arc<str>,
}

/// Whole sentences, at most about a hundred forms.
#[derive(Debug, Clone, Default)]
pub struct Window<'a> {
    /// Words, numbers and marks; hyphenated words in parts.
    pub forms: Vec<&'a str>,
    /// Whether white space stands before each form.
    pub spaced: Vec<bool>,
    /// Sentence of each form, rising.
    pub sentences: Vec<u32>,
    /// First form of each word that gets morphology and a head.
    pub words: Vec<u32>,
}

/// What the network says of a window.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    /// Entities, by place, the longer first.
    pub spans: Vec<SpanOut>,
    /// One for each of [`Window::words`].
    pub words: Vec<WordOut>,
}

/// An entity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpanOut {
    /// Number of its type.
    pub kind: u16,
    /// First form.
    pub first: u32,
    /// Last form.
    pub last: u32,
    /// Score, above 0.
    pub score: f32,
}

/// A word.
#[derive(Debug, Clone, PartialEq)]
pub struct WordOut {
    /// Number of its part of speech.
    pub upos: u16,
    /// Its features as CoNLL-U writes them.
    pub feats: Arc<str>,
    /// Word of its head; `None` for the root of its sentence.
    pub head: Option<u32>,
    /// Number of its relation.
    pub relation: u16,
    /// Numbers of its likeliest lemma scripts, best first.
    pub lemmas: [u16; LEMMAS],
    /// What [`Keep`] asks for; else empty.
    pub state: Vec<f32>,
}

impl Model {
    /// Checks and reads a model file; the error names what is wrong.
    pub fn load(bytes: &[u8]) -> Result<Model, ModelError> {
        Model::on(Path::best(), bytes)
    }

    /// The same without special instructions: slower, the same bits. For tests.
    pub fn load_portable(bytes: &[u8]) -> Result<Model, ModelError> {
        Model::on(Path::Portable, bytes)
    }

    fn on(path: Path, bytes: &[u8]) -> Result<Model, ModelError> {
        let mut file = File::open(bytes)?;
        let (text, scores) = file.vocabulary()?;
        let pieces = Pieces::new(text, scores);
        let encoder = Encoder::load(&file, path)?;
        let heads = Heads::load(&file, path)?;
        let head = &mut file.header;
        let arcs = |list: &[String]| list.iter().map(|s| Arc::from(s.as_str())).collect::<Vec<Arc<str>>>();
        let script = |s: &String| {
            let (cut, add) = s.split_once('+')?;
            Some(LemmaScript { cut: cut.parse().ok()?, add: Arc::from(add) })
        };
        let scripts: Option<Vec<LemmaScript>> = head.lemmas.iter().map(script).collect();
        let labels = Labels {
            types: arcs(&head.types),
            upos: arcs(&head.upos),
            relations: arcs(&head.relations),
            lemma_scripts: scripts
                .ok_or_else(|| ModelError::Header("a lemma script is not of the form 2+ть".into()))?,
            feats: std::mem::take(&mut head.feats),
            known: std::mem::take(&mut head.known_lemmas).into_iter().map(String::into_boxed_str).collect(),
            irregular: std::mem::take(&mut head.irregular_forms),
        };
        Ok(Model { version: head.version.clone(), pieces, encoder, heads, labels, path, keep: Keep::Nothing })
    }

    /// Name and version of the model file.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The labels.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The model with another choice of what its analyses keep. A head that belongs to another model is an error.
    pub fn keeping(self, keep: Keep) -> Result<Model, ModelError> {
        if let Keep::Projection(acts) = &keep {
            acts.check(&self.version, self.hidden())?;
        }
        Ok(Model { keep, ..self })
    }

    /// The head of acts that its analyses serve.
    pub fn acts(&self) -> Option<&Arc<Acts>> {
        match &self.keep {
            Keep::Projection(acts) => Some(acts),
            Keep::Nothing | Keep::State => None,
        }
    }

    /// Width of the states.
    pub fn hidden(&self) -> usize {
        self.encoder.hidden
    }

    /// The encoder's states of a window's forms, `[forms, hidden]` by rows.
    pub fn states(&self, window: &Window<'_>) -> Vec<f32> {
        let mut worker = Worker::default();
        let sequence = worker.sequence(self, window);
        self.encoder.run(&[sequence], &mut worker.scratch, self.path)
    }

    /// Analyses windows, in their order, on so many threads; each result depends on its window alone.
    ///
    /// A window of over 510 pieces is read as far as that; the forms behind share the last state, as in training.
    /// About 17 million multiplications a form; attention grows with the square of a window.
    pub fn analyse(&self, windows: &[Window<'_>], threads: usize) -> Vec<Analysis> {
        let groups = group(windows);
        let next = AtomicUsize::new(0);
        let work = || {
            let (mut worker, mut done) = (Worker::default(), vec![]);
            while let Some(part) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
                done.push((part.start, worker.analyse(self, &windows[part.clone()])));
            }
            done
        };
        let mut done = vec![];
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads.min(groups.len())).map(|_| scope.spawn(work)).collect();
            done = work();
            for other in others {
                match other.join() {
                    Ok(part) => done.extend(part),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        });
        done.sort_by_key(|(start, _)| *start);
        done.into_iter().flat_map(|(_, analyses)| analyses).collect()
    }
}

/// Neighbouring windows that share matrix products: short ones together, so that weights are not fetched for a few rows.
fn group(windows: &[Window<'_>]) -> Vec<Range<usize>> {
    let (mut groups, mut start, mut forms) = (vec![], 0, 0);
    for (i, window) in windows.iter().enumerate() {
        forms += window.forms.len();
        if forms >= ENOUGH || i + 1 == windows.len() {
            groups.push(start..i + 1);
            (start, forms) = (i + 1, 0);
        }
    }
    groups
}

/// Buffers of one thread.
#[derive(Default)]
struct Worker {
    scratch: Scratch,
    lattice: Lattice,
    feats: HashMap<Vec<u16>, Arc<str>>,
}

impl Worker {
    fn sequence(&mut self, model: &Model, window: &Window<'_>) -> Sequence {
        let mut sequence = Sequence { ids: vec![BEGIN], first: vec![] };
        let ids = &mut sequence.ids;
        for (i, form) in window.forms.iter().enumerate() {
            sequence.first.push(ids.len().min(MOST));
            if ids.len() <= MOST {
                let spaced = window.spaced.get(i).copied().unwrap_or(true);
                model.pieces.encode(form, spaced, &mut self.lattice, ids);
            }
        }
        ids.truncate(MOST + 1);
        ids.push(END);
        sequence
    }

    fn analyse(&mut self, model: &Model, windows: &[Window<'_>]) -> Vec<Analysis> {
        let sequences: Vec<Sequence> = windows.iter().map(|w| self.sequence(model, w)).collect();
        let states = model.encoder.run(&sequences, &mut self.scratch, model.path);
        let mut from = 0;
        let each = |window: &Window<'_>| {
            let to = from + window.forms.len() * model.hidden();
            let states = &states[from..to];
            from = to;
            self.read(model, window, states)
        };
        windows.iter().map(each).collect()
    }

    /// What the heads make of a window's states.
    fn read(&mut self, model: &Model, window: &Window<'_>, states: &[f32]) -> Analysis {
        let Some(last) = window.forms.len().checked_sub(1) else { return Analysis::default() };
        let h = model.hidden();
        let sentence = |form: usize| window.sentences.get(form).copied().unwrap_or(0);
        let sentences: Vec<u32> = (0..=last).map(sentence).collect();
        let mut spans = model.heads.spans(states, &sentences, &mut self.scratch.quantised, model.path);
        spans.sort_by_key(|s| (s.first, std::cmp::Reverse(s.last), s.kind));
        let words = || window.words.iter().map(|w| (*w as usize).min(last));
        let states: Vec<f32> = words().flat_map(|w| &states[w * h..(w + 1) * h]).copied().collect();
        let sentences: Vec<u32> = words().map(sentence).collect();
        let words = model.heads.words(&states, &sentences, &mut self.scratch.quantised, model.path);
        let kept = |state: &[f32]| match &model.keep {
            Keep::Nothing => vec![],
            Keep::Projection(acts) => acts.project(state, model.path),
            Keep::State => state.to_vec(),
        };
        let words = words
            .into_iter()
            .zip(states.chunks_exact(h))
            .map(|(w, state)| WordOut {
                upos: w.upos,
                feats: self.feats.entry(w.feats).or_insert_with_key(|v| model.labels.write_feats(v)).clone(),
                head: w.head,
                relation: w.relation,
                lemmas: w.lemmas,
                state: kept(state),
            })
            .collect();
        Analysis { spans, words }
    }
}

impl Labels {
    /// Whether the training texts or the lexicons hold this lemma (lowercased) with this part of speech.
    pub fn knows(&self, pos: &str, lemma: &str) -> bool {
        self.known.contains(format!("{pos} {lemma}").as_str())
    }

    /// The lemma of a form (lowercased, "е" for "ё") whose stem tells it badly: "начнется" is "начаться". One search.
    pub fn irregular(&self, pos: &str, form: &str) -> Option<&str> {
        self.irregular.get(format!("{pos} {form}").as_str()).map(String::as_str)
    }

    /// "Case=Gen|Number=Sing"; "_" for none. Names in CoNLL-U's order, which ignores case.
    fn write_feats(&self, values: &[u16]) -> Arc<str> {
        let mut out: Vec<String> = vec![];
        for ((name, known), v) in self.feats.iter().zip(values) {
            if *v > 0 {
                out.push(format!("{name}={}", known[*v as usize]));
            }
        }
        out.sort_by_key(|f| f.to_lowercase());
        Arc::from(if out.is_empty() { "_".to_owned() } else { out.join("|") })
    }
}
