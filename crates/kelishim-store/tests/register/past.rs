//! Questions about the past are answered as those about today.

use crate::build::{Report, append, register, subjects};
use crate::order::{made, report};
use kelishim_store::ask::{Filter, Order};
use kelishim_store::{Author, Correction, Id, Kind, Register};
use proptest::prelude::*;
use proptest::sample::select;

/// Any filter over what the reports of `order` hold.
fn filters() -> impl Strategy<Value = Filter> {
    let word = |words: &'static [&'static str]| proptest::option::weighted(0.3, select(words).prop_map(str::to_owned));
    let narrow = (
        proptest::option::weighted(0.4, select(vec![("KGZ", "RUS"), ("UZB", "KAZ")])),
        word(&["RUS", "KAZ", "ac1"]),
        word(&["education", "transport", "energy", "politics"]),
        word(&["agreed", "CONSULT", "delivered"]),
        any::<bool>(),
        word(&["2024-03-01"]),
    );
    let more = (
        word(&["2024-02", "2024-04-10"]),
        word(&["2024-06", "2024"]),
        word(&["outlet1", "outlet2.example"]),
        word(&["школ", "квоту", "мост"]),
        proptest::option::of(1usize..4),
        0usize..2,
    );
    (narrow, more).prop_map(
        |((between, actor, area, code, open, silent_since), (since, until, source, text, limit, offset))| Filter {
            between: between.map(|(a, b)| (a.to_owned(), b.to_owned())),
            actor,
            area,
            code,
            open,
            overdue: None,
            due: None,
            silent_since,
            since,
            until,
            source,
            text,
            as_of: None,
            order: Order::default(),
            after: None,
            limit,
            offset,
        },
    )
}

/// What a register answers, as lines of JSON.
fn answers(register: &Register, filter: &Filter) -> Vec<String> {
    fn json<T: serde::Serialize>(lines: Result<Vec<T>, kelishim_store::StoreError>) -> Vec<String> {
        match lines {
            Ok(lines) => lines.iter().map(|l| serde_json::to_string(l).unwrap()).collect(),
            Err(e) => vec![e.to_string()],
        }
    }
    let mut out = json(register.commitments(filter));
    out.push("events".into());
    out.extend(json(register.events(filter)));
    out.push("statements".into());
    out.extend(json(register.statements(filter)));
    out
}

fn as_of(filter: &Filter, time: &str) -> Filter {
    Filter { as_of: Some(time.to_owned()), ..filter.clone() }
}

/// Reports of three days of learning, then a reading that gives nothing for one, and decisions.
fn grown(reports: &[Report]) -> Register {
    let mut register = register("past", &[]);
    for (i, report) in reports.iter().enumerate() {
        let mut report = report.clone();
        if i % 2 == 0 {
            report = report.statement("RUS", &["KGZ"], "Затем", "министры");
        }
        append(&mut register, &[report], &format!("2025-01-0{}T10:00:00Z", 1 + i * 3 / reports.len()));
    }
    let empty = reports[0].read_again();
    register.transaction(|r| r.rederive(1, &empty.incoming(), "2025-01-05T10:00:00Z")).unwrap();
    register.link(&subjects(), |_| {}).unwrap();
    let author = Author { by: "Айгүл".into(), why: "читала".into() };
    if let Some(step) = register.steps(&Filter::default()).unwrap().first() {
        let id = step.id.parse::<Id>().unwrap();
        let stage = Correction::Set { field: "stage".into(), value: "cancelled".into() };
        register.correct(id, &stage, &author, "2025-01-06T10:00:00Z").unwrap();
        register.link(&subjects(), |_| {}).unwrap();
    }
    if register.stats().unwrap().events > 1 {
        let last = register.events(&Filter::default()).unwrap().pop().unwrap();
        let id = last.event.parse::<Id>().unwrap();
        assert_eq!(id.kind, Kind::Event);
        register.correct(id, &Correction::Reject, &author, "2025-01-07T10:00:00Z").unwrap();
        register.link(&subjects(), |_| {}).unwrap();
    }
    register
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// As of now is now, under any filter.
    #[test]
    fn as_of_now_is_now(made in made(), filters in proptest::collection::vec(filters(), 12)) {
        let reports: Vec<Report> = made.iter().enumerate().map(|(i, m)| report(i, m)).collect();
        let register = grown(&reports);
        for filter in filters {
            let past = as_of(&filter, "2030-01-01");
            prop_assert_eq!(answers(&register, &filter), answers(&register, &past), "{:?}", filter);
        }
    }

    /// What a time answers does not change with what is learnt later, as long as threads stay as they are; pages of an answer
    /// follow one another.
    #[test]
    fn the_past_stays_as_it_was(made in made(), filters in proptest::collection::vec(filters(), 6)) {
        let reports: Vec<Report> = made.iter().enumerate().map(|(i, m)| report(i, m)).collect();
        let register = grown(&reports);
        for filter in filters {
            for time in ["2024-12-31", "2025-01-01", "2025-01-02T12:00:00Z", "2025-01-05", "2025-01-06", "2025-01"] {
                let whole = as_of(&Filter { limit: None, offset: 0, ..filter.clone() }, time);
                let part = as_of(&filter, time);
                let page = |lines: Vec<String>| -> Vec<String> {
                    lines.into_iter().skip(filter.offset).take(filter.limit.unwrap_or(usize::MAX)).collect()
                };
                let ids = |of: &Filter| register.commitments(of).map(|l| l.iter().map(|c| format!("{} {}", c.last, c.id)).collect::<Vec<_>>());
                if let (Ok(all), Ok(some)) = (ids(&whole), ids(&part)) {
                    prop_assert_eq!(page(all), some, "{:?} {}", filter, time);
                }
                let events = |of: &Filter| register.events(of).map(|l| l.iter().map(|c| format!("{} {}", c.date, c.id)).collect::<Vec<_>>());
                if let (Ok(all), Ok(some)) = (events(&whole), events(&part)) {
                    prop_assert_eq!(page(all), some, "{:?} {}", filter, time);
                }
            }
        }
    }
}

/// A time before and after each change, one thread.
#[test]
fn a_thread_is_put_together_from_what_was_known() {
    let one = |n: usize, stage: &str, area: &str| {
        let mut report = Report::new(
            &format!("https://a.example/{n}"),
            &format!("2023-0{n}-01"),
            &format!("Сообщение {n} о том, чтобы построить девять школ."),
        )
        .step(&["RUS"], &["KGZ"], "построить девять школ", stage);
        report.0.commitments[0].areas = vec![area.into()];
        report
    };
    let mut register = register("then", &[]);
    for (n, stage, area) in [(1, "proposed", "education"), (2, "signed", "finance"), (3, "delivered", "education")] {
        append(&mut register, &[one(n, stage, area)], &format!("2025-0{n}-10T10:00:00Z"));
    }
    let ask = |time: &str, area: Option<&str>, open: bool| {
        let filter = Filter { area: area.map(str::to_owned), open, as_of: Some(time.into()), ..Filter::default() };
        let threads = register.commitments(&filter).unwrap();
        threads.iter().map(|c| format!("{} {} {}", c.stage, c.last, c.steps)).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(ask("2025-01-09", None, false), "");
    assert_eq!(ask("2025-01", None, false), "proposed 2023-01-01 1");
    assert_eq!(ask("2025-01", Some("finance"), false), "");
    // The whole thread, not only its steps of that field.
    assert_eq!(ask("2025-02-10", Some("education"), false), "signed 2023-02-01 2");
    assert_eq!(ask("2025-02-10", Some("finance"), true), "signed 2023-02-01 2");
    assert_eq!(ask("2025", Some("finance"), false), "delivered 2023-03-01 3");
    assert_eq!(ask("2025", Some("finance"), true), "");
}
