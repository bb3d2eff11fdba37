//! Following a register: what is new, from which place on, and lists read page by page while they grow.

use crate::build::{LATER, NOW, Report, append, path, register, subjects};
use kelishim_store::ask::{After, Filter, Interest, Order};
use kelishim_store::{Id, Register, StoreError, state_of};

fn report(n: usize, sides: [&str; 2], stage: &str) -> Report {
    let text = format!("Страны согласовали построить {n} школ.");
    let words = format!("построить {n} школ");
    Report::new(&format!("https://a.example/{n}"), &format!("2023-03-{:02}", n + 1), &text).step(
        &[sides[0]],
        &[sides[1]],
        &words,
        stage,
    )
}

#[test]
fn whoever_goes_on_from_the_place_given_hears_of_every_step_once() {
    let mut register = register("news", &[report(1, ["RUS", "KGZ"], "agreed"), report(2, ["UZB", "KGZ"], "signed")]);
    let (first, place) = register.news(0, 1).unwrap();
    let (second, place) = register.news(place, 10).unwrap();
    let ids = |n: &[kelishim_store::ask::News]| n.iter().map(|n| n.step.id.clone()).collect::<Vec<_>>();
    assert_eq!((ids(&first), ids(&second)), (vec!["st1".to_owned()], vec!["st2".to_owned()]));
    assert_eq!(first[0].learnt, NOW);
    assert_eq!(register.news(place, 10).unwrap(), (vec![], place));
    append(&mut register, &[report(3, ["RUS", "KGZ"], "agreed")], LATER);
    let (third, _) = register.news(place, 10).unwrap();
    assert_eq!(ids(&third), ["st3"]);
    let wanted = Interest { between: Some(("KGZ".into(), "RUS".into())), ..Interest::default() };
    assert!(wanted.has(&third[0]) && !wanted.has(&second[0]));
    let stage = Interest { stages: vec!["signed".into()], ..Interest::default() };
    assert!(stage.has(&second[0]) && !stage.has(&third[0]));
}

#[test]
fn a_step_that_is_not_linked_yet_is_waited_for() {
    let mut register = Register::create(&path("waiting")).unwrap();
    register.transaction(|r| r.append(&report(1, ["RUS", "KGZ"], "agreed").incoming(), NOW)).unwrap();
    assert_eq!(register.news(0, 10).unwrap(), (vec![], 0));
    register.link(&subjects(), |_| {}).unwrap();
    assert_eq!(register.news(0, 10).unwrap().0.len(), 1);
}

#[test]
fn a_list_read_page_by_page_while_it_grows_repeats_and_loses_nothing() {
    let reports: Vec<Report> = (1..=6).map(|n| report(n, ["RUS", "KGZ"], "agreed")).collect();
    let mut register = register("paged", &reports);
    for order in [Order::Latest, Order::Oldest] {
        let whole = register.articles(&Filter { order, ..Filter::default() }).unwrap();
        let mut filter = Filter { order, limit: Some(2), ..Filter::default() };
        let mut seen = vec![];
        loop {
            let page = register.articles(&filter).unwrap();
            let Some(last) = page.last() else { break };
            let number = last.id.parse::<Id>().unwrap().number;
            filter.after = Some(After { date: last.date.clone(), number });
            seen.extend(page.iter().map(|a| a.id.clone()));
            // Newer than all: a page counted by lines would now repeat one.
            if order == Order::Latest && seen.len() == 2 {
                append(&mut register, &[report(20, ["RUS", "KGZ"], "agreed")], LATER);
            }
        }
        assert_eq!(seen, whole.into_iter().map(|a| a.id).collect::<Vec<_>>());
    }
    let newest = register.commitments(&Filter { limit: Some(1), ..Filter::default() }).unwrap().remove(0);
    let after = After { date: newest.last, number: newest.id.parse::<Id>().unwrap().number };
    let rest = register.commitments(&Filter { after: Some(after), ..Filter::default() }).unwrap();
    assert_eq!(rest.len() + 1, register.commitments(&Filter::default()).unwrap().len());
}

#[test]
fn a_question_that_takes_too_long_ends_and_the_connection_goes_on() {
    let mut register = register("patience", &[report(1, ["RUS", "KGZ"], "agreed")]);
    let patience = register.patience().unwrap();
    patience.set(Some(std::time::Duration::from_millis(30)));
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let ended = register.connection().query_row(endless, [], |r| r.get::<_, i64>(0)).unwrap_err();
    assert!(matches!(StoreError::from(ended), StoreError::TooLong));
    patience.set(None);
    assert_eq!(register.commitments(&Filter::default()).unwrap().len(), 1);
}

#[test]
fn the_state_changes_with_what_is_written_and_only_then() {
    let mut register = register("state", &[report(1, ["RUS", "KGZ"], "agreed")]);
    let state = || state_of(register.path()).unwrap();
    let before = state();
    register.stats().unwrap();
    assert_eq!(state(), before);
    let path = register.path().to_owned();
    append(&mut register, &[report(2, ["RUS", "KGZ"], "agreed")], LATER);
    assert_ne!(state_of(&path).unwrap(), before);
}
