//! Records that break the contract are refused by name; all but the first were found by fuzzing (`fuzz/fuzz_targets/record.rs`).

use crate::build::{NOW, Report};
use kelishim_store::record::Record;
use kelishim_store::{Register, StoreError};

fn sound() -> Report {
    Report::new("https://a.example/1", "2023-03-29", "Стороны встретились в Бишкеке. Россия обещала построить школу.")
        .event("CONSULT", &["RUS", "KGZ"], &[], "встретились", None)
        .step(&["RUS"], &["KGZ"], "построить школу", "agreed")
}

/// What is said of a sound record that was changed; nothing when it is taken.
fn said(change: impl FnOnce(&mut Record)) -> Option<String> {
    let mut report = sound();
    change(&mut report.0);
    let mut register = Register::in_memory().unwrap();
    let incoming = report.incoming();
    match register.transaction(|r| r.append(&incoming, NOW)) {
        Ok(_) => {
            register.link(&crate::build::subjects(), |_| {}).unwrap();
            assert_eq!(register.check().unwrap(), Vec::<String>::new());
            None
        }
        Err(StoreError::Record { problem, .. }) => Some(problem),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn what_breaks_the_contract_is_refused_by_name() {
    assert_eq!(said(|_| {}), None);
    let elsewhere = |record: &Record| {
        let mut span = record.events[0].trigger.clone();
        span.text = "Бишкеке".to_owned();
        Some(span)
    };
    let problem = said(|record| record.events[0].place = elsewhere(record)).expect("refused");
    for code in ["", "a|b", "\0", "\""] {
        let code = || code.to_owned();
        let changes: [&dyn Fn(&mut Record); 4] = [
            &|r| r.commitments[0].areas = vec![code()],
            &|r| r.events[0].kind = code(),
            &|r| r.actors[0].country = Some(code()),
            &|r| r.actors[0].registry = Some(code()),
        ];
        for change in changes {
            assert!(said(change).expect("refused").ends_with("is no code"));
        }
        assert_eq!(said(|record| (record.actors[0].name, record.actors[0].registry) = (code(), None)), None);
    }
    assert!(problem.contains("place at") && problem.contains("«Бишкеке»"), "{problem}");
}
