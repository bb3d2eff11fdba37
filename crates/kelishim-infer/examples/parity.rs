//! Analyses windows with a model file: a line of JSON in, a line of JSON out, and the speed on standard error.
//!
//! `parity MODEL [THREADS] < windows > analyses`. It is how the integer arithmetic is compared with the training side's.
#![allow(clippy::disallowed_methods)] // It measures time.

use kelishim_infer::{Model, Window};
use std::io::BufRead;

#[derive(serde::Deserialize)]
struct Line {
    forms: Vec<String>,
    spaced: Vec<bool>,
    sentences: Vec<u32>,
    words: Vec<u32>,
}

fn main() {
    let path = std::env::args().nth(1).expect("a model file");
    let threads = std::env::args().nth(2).map_or(1, |n| n.parse().expect("a number of threads"));
    let bytes = std::fs::read(path).expect("it can be read");
    let began = std::time::Instant::now();
    let model = Model::load(&bytes).expect("a model");
    eprintln!("loaded in {} ms", began.elapsed().as_millis());
    let lines: Vec<Line> =
        std::io::stdin().lock().lines().map(|l| serde_json::from_str(&l.unwrap()).unwrap()).collect();
    let windows: Vec<Window<'_>> = lines
        .iter()
        .map(|l| Window {
            forms: l.forms.iter().map(String::as_str).collect(),
            spaced: l.spaced.clone(),
            sentences: l.sentences.clone(),
            words: l.words.clone(),
        })
        .collect();
    let began = std::time::Instant::now();
    let out = model.analyse(&windows, threads);
    let words: usize = windows.iter().map(|w| w.forms.len()).sum();
    eprintln!("{words} forms, {:.0} a second", words as f64 / began.elapsed().as_secs_f64());
    let l = model.labels();
    for a in out {
        let spans: Vec<_> = a.spans.iter().map(|s| serde_json::json!([s.kind, s.first, s.last])).collect();
        let words: Vec<_> = a
            .words
            .iter()
            .map(|w| {
                serde_json::json!([
                    &*l.upos[w.upos as usize],
                    &*w.feats,
                    w.head.map_or(0, |h| h + 1),
                    &*l.relations[w.relation as usize],
                    w.lemmas
                ])
            })
            .collect();
        println!("{}", serde_json::json!({"spans": spans, "words": words}));
    }
}
