//! Writes every format of a register made of records (`kelishim read --json`; the sample when none are named) to a folder, for
//! `tests/exports/check.py`.

#[path = "../src/sample.rs"]
mod sample;

use kelishim_export::{Format, Target, export};
use kelishim_store::ask::Filter;
use std::path::PathBuf;

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().expect("usage: sample_exports FOLDER [RECORDS.jsonl]"));
    let records = match arguments.next() {
        Some(path) => std::fs::read_to_string(path).expect("records"),
        None => sample::RECORDS.to_owned(),
    };
    let register = sample::register(&records);
    for format in Format::ALL {
        let done = export(&register, *format, &Filter::default(), &[], Target::Folder(&folder)).expect("export");
        println!("{format}: {} rows, left out {:?}", done.rows(), done.left_out);
    }
}
