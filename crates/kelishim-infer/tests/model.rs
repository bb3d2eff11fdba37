//! A small random model, written here byte by byte, read and run through the public interface.

use kelishim_infer::{Analysis, Model, ModelError, Window};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

const HIDDEN: usize = 32;
const FF: usize = 40;
const LAYERS: usize = 2;
const TYPES: usize = 3;
const PIECES: &str = "<s>\n<pad>\n</s>\n<unk>\n▁\nа\nб\nв\nаб\n▁ба\n";

/// Builds a model file; the noise is the same every time.
struct Writer {
    index: Map<String, Value>,
    body: Vec<u8>,
    noise: u32,
}

impl Writer {
    fn raw(&mut self, name: &str, kind: &str, shape: &[usize], bytes: &[u8]) {
        self.index.insert(name.into(), json!([kind, shape, self.body.len()]));
        self.body.extend_from_slice(bytes);
        self.body.resize(self.body.len().next_multiple_of(64), 0);
    }

    fn byte(&mut self) -> u8 {
        self.noise = self.noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.noise >> 24) as u8
    }

    fn floats(&mut self, name: &str, shape: &[usize], around: f32, spread: f32) {
        let n = shape.iter().product();
        let bytes: Vec<u8> =
            (0..n).flat_map(|_| (around + (f32::from(self.byte()) - 127.5) / 127.5 * spread).to_le_bytes()).collect();
        self.raw(name, "f32", shape, &bytes);
    }

    fn linear(&mut self, name: &str, outputs: usize, inputs: usize) {
        let bytes: Vec<u8> = (0..outputs * inputs).map(|_| self.byte().max(129)).collect();
        self.raw(&format!("{name}.weight"), "i8", &[outputs, inputs], &bytes);
        self.floats(&format!("{name}.weight.scale"), &[outputs], 0.002, 0.001);
        self.floats(&format!("{name}.bias"), &[outputs], 0.0, 1.0);
    }

    fn norm(&mut self, name: &str) {
        self.floats(&format!("{name}.weight"), &[HIDDEN], 1.0, 0.3);
        self.floats(&format!("{name}.bias"), &[HIDDEN], 0.0, 0.3);
    }

    fn finish(self, format: u32) -> Vec<u8> {
        let header = json!({
            "version": "sample-1",
            "config": {"hidden": HIDDEN, "heads": 2, "ff": FF, "eps": 1e-12, "layers": LAYERS},
            "types": ["PERSON", "COUNTRY", "DATE"],
            "upos": ["NOUN", "VERB"],
            "relations": ["nsubj", "root", "punct"],
            "lemmas": ["0+", "1+ь"],
            "known_lemmas": ["NOUN аб"],
            "irregular_forms": {"NOUN бов": "аб"},
            "feats": [["Case", ["_", "Gen", "Nom"]], ["aux", ["_", "Yes"]]],
            "tensors": self.index,
        });
        let header = header.to_string();
        let mut file = b"KELISHIM".to_vec();
        file.extend(format.to_le_bytes());
        file.extend((header.len() as u32).to_le_bytes());
        file.extend(header.as_bytes());
        file.extend(self.body);
        let hash = Sha256::digest(&file);
        file.extend(hash);
        file
    }
}

/// A whole model but for the tensors named `without`.
fn sample(format: u32, without: &str) -> Vec<u8> {
    let mut w = Writer { index: Map::new(), body: vec![], noise: 7 };
    let pieces = PIECES.lines().count();
    w.raw("vocabulary.text", "utf8", &[PIECES.len()], PIECES.as_bytes());
    let scores: Vec<u8> = (0..pieces).flat_map(|i| (-1.0 - i as f64 / 4.0).to_le_bytes()).collect();
    w.raw("vocabulary.scores", "f64", &[pieces], &scores);
    // A block of 32 values: 0x2c00 is 1/16 as a 16-bit float.
    let blocks: Vec<u8> = (0..pieces).flat_map(|_| [0x00, 0x2c].into_iter().chain([0; 16].map(|_| w.byte()))).collect();
    w.raw("encoder.word", "q4", &[pieces, 18], &blocks);
    let positions: Vec<u8> = (0..512 * HIDDEN).flat_map(|_| [w.byte(), 0x2c]).collect();
    w.raw("encoder.position", "f16", &[512, HIDDEN], &positions);
    w.norm("encoder.norm");
    for i in 0..LAYERS {
        let name = format!("encoder.layers.{i}");
        w.linear(&format!("{name}.qkv"), 3 * HIDDEN, HIDDEN);
        w.linear(&format!("{name}.out"), HIDDEN, HIDDEN);
        w.linear(&format!("{name}.up"), FF, HIDDEN);
        w.linear(&format!("{name}.down"), HIDDEN, FF);
        w.norm(&format!("{name}.norm1"));
        w.norm(&format!("{name}.norm2"));
    }
    w.linear("spans.qk", 2 * TYPES * 24, HIDDEN);
    w.linear("spans.ends", 2 * TYPES, HIDDEN);
    w.floats("spans.width", &[TYPES, 32], 0.0, 1.0);
    w.linear("syntax.upos", 2, HIDDEN);
    w.linear("syntax.lemma", 2, HIDDEN);
    w.linear("syntax.feats", 5, HIDDEN);
    w.linear("syntax.project", 384, HIDDEN);
    w.floats("syntax.root", &[192], 0.0, 0.5);
    w.linear("syntax.arc", 128, 128);
    w.linear("syntax.label", 3 * 65, 64);
    w.index.remove(without);
    w.finish(format)
}

/// Windows of many lengths: none, one form, several sentences, more pieces than positions.
fn windows() -> Vec<Window<'static>> {
    let forms = ["аб", "ба", "ваб", "?", "а", "бабав"];
    [0, 1, 5, 30, 96, 700, 3]
        .into_iter()
        .map(|n: usize| Window {
            forms: (0..n).map(|i| forms[(i * i + n) % forms.len()]).collect(),
            spaced: (0..n).map(|i| i % 3 > 0).collect(),
            sentences: (0..n as u32).map(|i| i / 17).collect(),
            words: (0..n as u32).filter(|i| i % 5 != 2).collect(),
        })
        .collect()
}

fn load(bytes: &[u8]) -> Model {
    Model::load(bytes).unwrap_or_else(|e| panic!("{e}"))
}

/// The results with every bit of the scores.
fn bits(analyses: &[Analysis]) -> Vec<String> {
    let score = |a: &Analysis| a.spans.iter().map(|s| s.score.to_bits()).collect::<Vec<_>>();
    analyses.iter().map(|a| format!("{a:?} {:?}", score(a))).collect()
}

#[test]
fn paths_threads_and_neighbours_do_not_change_a_bit() {
    let model = load(&sample(2, ""));
    let windows = windows();
    let one = bits(&model.analyse(&windows, 1));
    assert_eq!(one, bits(&model.analyse(&windows, 2)));
    assert_eq!(one, bits(&model.analyse(&windows, 99)));
    let alone: Vec<Analysis> = windows.iter().flat_map(|w| model.analyse(std::slice::from_ref(w), 1)).collect();
    assert_eq!(one, bits(&alone));
    let states: Vec<f32> = windows.iter().flat_map(|w| model.states(w)).collect();
    let model = Model::load_portable(&sample(2, "")).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(one, bits(&model.analyse(&windows, 1)));
    let portable: Vec<f32> = windows.iter().flat_map(|w| model.states(w)).collect();
    assert_eq!(
        states.iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
        portable.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
    );
    assert_eq!(states.len(), windows.iter().map(|w| w.forms.len()).sum::<usize>() * model.hidden());
}

#[test]
fn spans_stay_in_their_sentence_and_trees_have_one_root_each() {
    let model = load(&sample(2, ""));
    let windows = windows();
    let analyses = model.analyse(&windows, 1);
    assert!(analyses.iter().map(|a| a.spans.len()).sum::<usize>() > 10, "the sample finds something");
    for (window, analysis) in windows.iter().zip(&analyses) {
        let sentence = |form: u32| window.sentences[form as usize];
        for span in &analysis.spans {
            assert!(span.first <= span.last && span.last - span.first < 32 && span.score > 0.0);
            assert_eq!(sentence(span.first), sentence(span.last));
        }
        assert_eq!(analysis.words.len(), window.words.len());
        let of = |word: usize| sentence(window.words[word]);
        let mut roots: Vec<u32> = vec![];
        for (i, word) in analysis.words.iter().enumerate() {
            match word.head {
                Some(head) => assert_eq!(of(i), of(head as usize)),
                None => roots.push(of(i)),
            }
            assert!(
                ["_", "aux=Yes", "Case=Gen", "Case=Nom", "aux=Yes|Case=Gen", "aux=Yes|Case=Nom"]
                    .contains(&&*word.feats)
            );
        }
        let mut sentences: Vec<u32> = (0..analysis.words.len()).map(of).collect();
        sentences.dedup();
        assert_eq!(roots, sentences);
    }
}

#[test]
fn lists_that_do_not_fit_the_forms_are_no_reason_to_fail() {
    let model = load(&sample(2, ""));
    let window = Window { forms: vec!["аб", "б"], spaced: vec![], sentences: vec![4], words: vec![1, 9] };
    assert_eq!(model.analyse(&[window], 1)[0].words.len(), 2);
}

#[test]
fn labels_and_version_come_from_the_file() {
    let model = load(&sample(2, ""));
    assert_eq!(model.version(), "sample-1");
    assert_eq!(&*model.labels().relations[2], "punct");
    assert_eq!((model.labels().lemma_scripts[1].cut, &*model.labels().lemma_scripts[1].add), (1, "ь"));
    assert!(model.labels().knows("NOUN", "аб") && !model.labels().knows("VERB", "аб"));
    assert_eq!(model.labels().irregular("NOUN", "бов"), Some("аб"));
}

fn check_refusal(bytes: &[u8], wanted: &str) {
    match Model::load(bytes) {
        Ok(_) => panic!("not refused: {wanted}"),
        Err(e) => assert!(e.to_string().contains(wanted), "{e}; wanted: {wanted}"),
    }
}

#[test]
fn a_bad_file_is_refused_by_what_is_wrong_with_it() {
    let good = sample(2, "");
    check_refusal(b"", "is no model file");
    check_refusal(b"PK\x03\x04 something else altogether", "is no model file");
    check_refusal(&sample(3, ""), "format 3");
    for cut in [17, 100, good.len() / 2, good.len() - 1] {
        check_refusal(&good[..cut], "cut off");
    }
    for place in [good.len() / 2, good.len() - 1, good.len() - 40] {
        let mut altered = good.clone();
        altered[place] ^= 1;
        check_refusal(&altered, "altered");
    }
    check_refusal(&sample(2, "syntax.arc.weight"), "`syntax.arc.weight` is missing");
    check_refusal(&sample(2, "vocabulary.scores"), "`vocabulary.scores` is missing");
    check_refusal(&sample(2, "vocabulary.text"), "`vocabulary.text` is missing");
    assert!(matches!(Model::load(&sample(9, "")), Err(ModelError::Newer { found: 9, .. })));
}
