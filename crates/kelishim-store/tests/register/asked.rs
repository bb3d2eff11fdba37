//! Questions that pages ask.

use crate::build::{Report, register};
use kelishim_store::ask::{Filter, Order};
use kelishim_store::record::When;

fn reports() -> [Report; 3] {
    let mut first = Report::new("https://a.example/1", "2021-06-01", "Россия обещала построить школы.")
        .step(&["RUS"], &["KGZ"], "построить школы", "agreed")
        .statement("RUS", &["KGZ"], "обещала", "построить школы");
    first.0.commitments[0].due = Some(When { from: None, to: Some("2025-03".into()), text: None });
    let second = Report::new("https://a.example/2", "2022-06-01", "Казахстан поставит газ. Стороны встретились.")
        .step(&["KAZ"], &["KGZ"], "поставит газ", "signed")
        .event("CONSULT", &["KAZ", "KGZ"], &[], "встретились", None);
    let third = Report::new("https://a.example/3", "2023-06-01", "Россия и Кыргызстан встретились.").event(
        "CONSULT",
        &["RUS", "KGZ"],
        &[],
        "встретились",
        None,
    );
    [first, second, third]
}

#[test]
fn pairs_are_counted_by_what_is_between_them() {
    let register = register("asked", &reports());
    let lines = register.pairs(&Filter::default()).unwrap();
    let shown: Vec<_> =
        lines.iter().map(|l| (l.a.as_str(), l.b.as_str(), l.commitments, l.happenings, l.statements)).collect();
    assert_eq!(shown, [("KGZ", "RUS", 1, 1, 1), ("KAZ", "KGZ", 1, 1, 0)]);
    // Counted already, or on the spot: dates that leave out nothing.
    for (limit, offset) in [(None, 0), (Some(1), 0), (Some(1), 1)] {
        let counted = Filter { limit, offset, ..Filter::default() };
        let on_the_spot = Filter { since: Some(String::new()), ..counted.clone() };
        assert_eq!(register.pairs(&counted).unwrap(), register.pairs(&on_the_spot).unwrap());
    }
    let of_time =
        register.pairs(&Filter { since: Some("2022".into()), until: Some("2022".into()), ..Filter::default() });
    assert_eq!(of_time.unwrap().len(), 1);
    let of_area = register.pairs(&Filter { area: Some("education".into()), ..Filter::default() }).unwrap();
    assert!(of_area.iter().all(|l| l.commitments == 1 && l.happenings == 0), "{of_area:?}");
    let stages = register.pair_stages("RUS", "KGZ").unwrap();
    assert_eq!(
        stages.iter().map(|s| (s.area.as_str(), s.stage.as_str())).collect::<Vec<_>>(),
        [("education", "agreed")]
    );
}

#[test]
fn lists_can_be_turned_round() {
    let register = register("asked", &reports());
    let of = |order| {
        let filter = Filter { order, ..Filter::default() };
        register.commitments(&filter).unwrap().into_iter().map(|c| c.title).collect::<Vec<_>>()
    };
    let latest = of(Order::Latest);
    assert_eq!(of(Order::Oldest), latest.iter().rev().cloned().collect::<Vec<_>>());
    assert_eq!(of(Order::Due)[0], *latest.last().unwrap(), "what has a date comes before what has none");
    let articles = register.articles(&Filter { order: Order::Oldest, ..Filter::default() }).unwrap();
    assert_eq!(articles[0].date, "2021-06-01");
}

#[test]
fn what_is_due_is_found_by_year() {
    let register = register("asked", &reports());
    assert_eq!(register.due_years().unwrap(), [("2025".to_owned(), 1)]);
    let due = |year: &str, between: Option<(&str, &str)>| {
        let between = between.map(|(a, b)| (a.to_owned(), b.to_owned()));
        let filter = Filter { due: Some(year.to_owned()), between, order: Order::Due, ..Filter::default() };
        let lines = register.commitments(&filter).unwrap().len();
        assert_eq!(register.tally_commitments(&filter, 10).unwrap().lines, lines as i64);
        let past = Filter { as_of: Some("2025-12-31".to_owned()), ..filter };
        assert_eq!(register.commitments(&past).unwrap().len(), lines);
        lines
    };
    assert_eq!(due("2025", None), 1);
    assert_eq!(due("2025", Some(("RUS", "KGZ"))), 1);
    assert_eq!(due("2025", Some(("KAZ", "KGZ"))), 0);
    assert_eq!(due("2026", None), 0);
}

#[test]
fn actors_are_seen_in_company() {
    let register = register("asked", &reports());
    let kyrgyzstan = register.actor_id("KGZ").unwrap();
    let company = register.company(kyrgyzstan.number, 10).unwrap();
    let shown: Vec<_> = company.iter().map(|c| (c.name.as_str(), c.together)).collect();
    assert_eq!(shown, [("RUS", 3), ("KAZ", 2)]);
    let speakers = register.speakers("KGZ", "RUS").unwrap();
    assert_eq!(speakers.iter().map(|s| (s.name.as_str(), s.statements)).collect::<Vec<_>>(), [("RUS", 1)]);
    let rows = register.rows_within(1, 0, 100, 10).unwrap();
    assert_eq!(rows.iter().map(|r| r.stored.row.kind()).collect::<Vec<_>>(), ["statement", "step"]);
    assert!(rows[1].group.is_some());
}
