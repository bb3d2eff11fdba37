//! What a small register looks like in every format.

use crate::{ExportError, Exported, Format, Target, What, export, sample};
use expect_test::expect_file;
use kelishim_store::Register;
use kelishim_store::ask::Filter;

fn written(register: &Register, format: Format, filter: &Filter, kinds: &[What]) -> (String, Exported) {
    let mut out = vec![];
    let done = export(register, format, filter, kinds, Target::Stream(&mut out)).unwrap();
    (String::from_utf8_lossy(&out).into_owned(), done)
}

/// The whole output; line ends of its own made visible.
fn check(format: Format, kinds: &[What], expected: expect_test::ExpectFile) {
    let register = sample::register(sample::RECORDS);
    let (text, done) = written(&register, format, &Filter::default(), kinds);
    let left_out: String = done.left_out.iter().map(|(why, n)| format!("left out: {n} {why}\n")).collect();
    expected.assert_eq(&(text.replace('\r', "␍") + &left_out));
}

#[test]
fn tables_have_every_column() {
    for what in What::ALL {
        check(Format::Jsonl, &[*what], expect_file![format!("../tests/expected/{what}.jsonl")]);
    }
    check(Format::Csv, &[What::Articles], expect_file!["../tests/expected/articles.csv"]);
    check(Format::Tsv, &[What::Steps], expect_file!["../tests/expected/steps.tsv"]);
}

#[test]
fn events_are_plover_records() {
    check(Format::Plover, &[], expect_file!["../tests/expected/plover.jsonl"]);
}

#[test]
fn events_are_cameo_pairs() {
    check(Format::Cameo, &[], expect_file!["../tests/expected/cameo.tsv"]);
}

#[test]
fn rows_are_entities_of_follow_the_money() {
    check(Format::Ftm, &[], expect_file!["../tests/expected/ftm.jsonl"]);
}

#[test]
fn rows_are_web_annotations() {
    check(Format::Annotation, &[], expect_file!["../tests/expected/annotations.jsonl"]);
}

#[test]
fn due_dates_are_a_calendar() {
    check(Format::Ics, &[], expect_file!["../tests/expected/due.ics"]);
}

#[test]
fn parquet_is_whole_and_the_same_every_time() {
    let bytes = |what: What| {
        let register = sample::register(sample::RECORDS);
        let mut out = vec![];
        export(&register, Format::Parquet, &Filter::default(), &[what], Target::Stream(&mut out)).unwrap();
        out
    };
    for what in What::ALL {
        let file = bytes(*what);
        assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
        assert_eq!(file, bytes(*what));
    }
}

#[test]
fn every_line_fits_the_columns() {
    let register = sample::register(sample::RECORDS);
    let facts = crate::facts::Facts::new(&register).unwrap();
    for what in What::ALL {
        let columns = crate::table::columns(*what);
        crate::table::each_line(&facts, *what, &Filter::default(), |line| {
            assert_eq!(line.len(), columns.len(), "{what}");
            Ok(())
        })
        .unwrap();
    }
}

#[test]
fn filters_hold() {
    let register = sample::register(sample::RECORDS);
    let rows = |kind: What, filter: Filter| written(&register, Format::Jsonl, &filter, &[kind]).1.rows();
    let between = || Some(("UZB".to_owned(), "KGZ".to_owned()));
    assert_eq!(rows(What::Commitments, Filter { between: between(), ..Filter::default() }), 1);
    assert_eq!(rows(What::Statements, Filter { until: Some("2021".to_owned()), ..Filter::default() }), 1);
    assert_eq!(rows(What::Events, Filter { area: Some("energy".to_owned()), ..Filter::default() }), 1);
    assert_eq!(rows(What::Events, Filter { as_of: Some("2020-01-01".to_owned()), ..Filter::default() }), 0);
    let all = rows(What::Events, Filter::default());
    assert_eq!(rows(What::Events, Filter { as_of: Some("2030-01-01".to_owned()), ..Filter::default() }), all);
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let register = sample::register(sample::RECORDS);
    let refused = |format, kinds: &[What]| {
        let mut out = vec![];
        export(&register, format, &Filter::default(), kinds, Target::Stream(&mut out)).unwrap_err().to_string()
    };
    assert_eq!(
        refused(Format::Csv, &[]),
        "csv holds one kind of row a file: name one with --kind, or a folder for all with -o"
    );
    assert_eq!(refused(Format::Ics, &[What::Events]), "ics has no place for events; it takes commitments");
}

#[test]
fn a_failed_export_leaves_the_last_one_in_place() {
    let folder = std::env::temp_dir().join(format!("kelishim-export-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("due.ics");
    let register = sample::register(sample::RECORDS);
    export(&register, Format::Ics, &Filter::default(), &[], Target::File(&file)).unwrap();
    let before = std::fs::read(&file).unwrap();
    let wrong = Filter { actor: Some("nobody".to_owned()), ..Filter::default() };
    let error = export(&register, Format::Ics, &wrong, &[], Target::File(&file)).unwrap_err();
    assert!(matches!(error, ExportError::Store(_)));
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    std::fs::remove_dir_all(&folder).unwrap();
}
