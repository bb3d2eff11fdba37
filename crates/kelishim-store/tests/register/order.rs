//! In whatever order reports come, the same belongs together.

use crate::build::{NOW, Report, append, groups, lines, register};
use kelishim_store::Register;
use proptest::prelude::*;

/// Sentences that share words, subjects and parties with each other in many ways.
const MATTERS: &[(&str, &str)] = &[
    ("квоту на обучение студентов", "education"),
    ("квоту на перевозки", "transport"),
    ("девять школ в городах", "education"),
    ("школы для села", "education"),
    ("газ по новой цене", "energy"),
    ("мост через реку", "transport"),
];
const STAGES: &[&str] = &["proposed", "agreed", "signed", "delivered"];
const PAIRS: &[(&str, &str)] = &[("RUS", "KGZ"), ("KAZ", "UZB")];

/// A report: pair, matters with their stages, day, and whether the parties met.
pub type Made = (usize, Vec<(usize, usize)>, u32, bool);

pub fn report(number: usize, (pair, matters, day, met): &Made) -> Report {
    let (a, b) = PAIRS[*pair];
    let clauses: Vec<String> = matters
        .iter()
        .enumerate()
        .map(|(i, (m, _))| format!("Пункт {number}{i}: стороны решили {}.", MATTERS[*m].0))
        .collect();
    let text = format!("Сообщение {number}. {} Затем министры встретились в столице.", clauses.join(" "));
    let published = format!("2024-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
    let mut out = Report::new(&format!("https://outlet{}.example/{number}", number % 3), &published, &text);
    for (m, stage) in matters {
        out = out.step(&[a], &[b], MATTERS[*m].0, STAGES[*stage]);
        if let Some(step) = out.0.commitments.last_mut() {
            step.areas = vec![MATTERS[*m].1.into()];
        }
    }
    if *met {
        out = out.event("CONSULT", &[a, b], &[], "встретились", Some(&published));
    }
    out
}

pub fn made() -> impl Strategy<Value = Vec<Made>> {
    let matter = (0..MATTERS.len(), 0..STAGES.len());
    proptest::collection::vec((0..PAIRS.len(), proptest::collection::vec(matter, 0..3), 0u32..200, any::<bool>()), 2..9)
}

fn state(register: &Register) -> (Vec<String>, impl PartialEq + std::fmt::Debug + use<>) {
    let threads = lines(
        register,
        "SELECT block, title, stage, first_date, last_date, reported, due, steps, reports, areas FROM commitment
         WHERE steps > 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
    );
    (threads, (groups(register, "step"), groups(register, "event")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Shuffled, and linked after every report or once at the end.
    #[test]
    fn any_order_of_arrival_gives_the_same_threads(made in made(), seed in any::<u64>(), at_once in any::<bool>()) {
        let reports: Vec<Report> = made.iter().enumerate().map(|(i, m)| report(i, m)).collect();
        let mut shuffled = reports.clone();
        let mut state_of = seed | 1;
        for i in (1..shuffled.len()).rev() {
            state_of = state_of.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(i, (state_of >> 33) as usize % (i + 1));
        }
        let first = register("order-a", &reports);
        let mut second = register("order-b", &[]);
        if at_once {
            append(&mut second, &shuffled, NOW);
        } else {
            for one in &shuffled {
                append(&mut second, std::slice::from_ref(one), NOW);
            }
        }
        prop_assert_eq!(state(&first), state(&second));
        prop_assert_eq!(second.check().unwrap(), Vec::<String>::new());
    }
}

/// Ten outlets print one text under heads of their own, two write texts of their own.
fn outlets() -> Vec<Report> {
    let body = "Россия и Киргизия договорились построить девять школ. Первая школа откроется осенью будущего года, \
        сообщил министр образования после переговоров в Бишкеке, где обсуждались учебники, учителя и сроки работ.";
    let print = |i: usize| {
        let text = format!("АГЕНТСТВО {i} — {body}");
        Report::new(&format!("https://outlet{i}.example/schools"), "2023-03-29", &text)
            .step(&["RUS"], &["KGZ"], "построить девять школ", "agreed")
            .event("CONSULT", &["RUS", "KGZ"], &[], "переговоров", Some("2023-03-28"))
    };
    let own = |i: usize, words: &str| {
        Report::new(
            &format!("https://own{i}.example/schools"),
            "2023-04-02",
            &format!("Вчера обещано {words} к осени."),
        )
        .step(&["RUS"], &["KGZ"], words, "agreed")
    };
    let mut out: Vec<Report> = (0..10).map(print).collect();
    out.extend([own(1, "построить девять школ"), own(2, "построить новые школы")]);
    out
}

#[test]
fn ten_prints_of_one_text_are_one_report_in_any_order() {
    let reports = outlets();
    let mut backwards = reports.clone();
    backwards.reverse();
    for reports in [reports, backwards] {
        let register = register("prints", &reports);
        assert_eq!(register.stats().unwrap().reports, 3);
        let shown = register.commitments(&Default::default()).unwrap();
        assert_eq!((shown.len(), shown[0].steps, shown[0].reports), (1, 3, 3), "{shown:?}");
        let events = register.events(&Default::default()).unwrap();
        assert_eq!((events.len(), events[0].reports), (1, 1), "{events:?}");
        assert_eq!(register.articles(&Default::default()).unwrap()[2].outlets, 10);
    }
}

/// Two halves of a report are strangers until the whole of it comes, which has no rows of their thread.
#[test]
fn a_report_that_joins_two_counts_them_as_one() {
    let words = |from: usize, to: usize| (from..to).map(|i| format!("слово{i}")).collect::<Vec<_>>().join(" ");
    let piece = |url: &str, text: String| Report::new(url, "2023-03-29", &text);
    let head = "Договорились построить школы.";
    let a = piece("https://a.example/1", format!("{head} {}", words(0, 100))).step(
        &["RUS"],
        &["KGZ"],
        "построить школы",
        "agreed",
    );
    let b = piece("https://b.example/1", format!("{head} {}", words(30, 130))).step(
        &["RUS"],
        &["KGZ"],
        "построить школы",
        "agreed",
    );
    let whole = piece("https://c.example/1", words(14, 116));
    let orders = [[0, 1, 2], [2, 1, 0], [0, 2, 1]];
    let all = [a, b, whole];
    let counts: Vec<Vec<String>> = orders
        .iter()
        .map(|order| {
            let mut register = register("bridge", &[]);
            for i in order {
                append(&mut register, &[all[*i].clone()], NOW);
            }
            lines(
                &register,
                "SELECT reports, steps, (SELECT count(DISTINCT report) FROM article) FROM commitment WHERE steps > 0",
            )
        })
        .collect();
    assert_eq!(counts[0], ["1|2|1"], "the three are one report");
    assert!(counts.iter().all(|c| *c == counts[0]), "{counts:?}");
}

/// What a register says, in whatever order these reports come: actors, lists by actor, threads.
fn said(reports: &[Report], order: &[usize]) -> Vec<String> {
    let mut register = register("said", &[]);
    for i in order {
        append(&mut register, &[reports[*i].clone()], NOW);
    }
    assert_eq!(register.check().unwrap(), Vec::<String>::new());
    let mut out = lines(&register, "SELECT key, side, name, kind, country, sector FROM actor ORDER BY key");
    out.extend(lines(
        &register,
        "SELECT DISTINCT l.kind, x.key, l.date, coalesce(c.title, h.block, s.body ->> '$.content.text'), c.block, c.steps FROM by_actor l
         JOIN actor x ON x.id = l.actor LEFT JOIN commitment c ON l.kind = 'commitment' AND c.id = l.id
         LEFT JOIN happening h ON l.kind = 'happening' AND h.id = l.id
         LEFT JOIN row s ON l.kind = 'statement' AND s.kind = 'statement' AND s.id = l.id AND s.until IS NULL ORDER BY 1, 2, 3, 4",
    ));
    out
}

/// Three reports name one body: as an international one, as a Russian one, as a Kyrgyz one; a fourth names the state of a
/// person whom the others quote. The first published decides.
#[test]
fn who_an_actor_is_does_not_depend_on_which_report_came_first() {
    let one = |n: usize, day: &str, country: Option<&str>, name: &str| {
        let text = format!("Сообщение {n}: фонд обещал построить девять школ. Министр заявил о дружбе.");
        let mut report = Report::new(&format!("https://a.example/{n}"), day, &text)
            .step(&["RUS"], &["UZB"], "построить девять школ", "agreed")
            .event("COOPERATE", &["RUS"], &["UZB"], "обещал", None)
            .statement("RUS", &["UZB"], "заявил", "о дружбе");
        let mut fund = report.0.actors[0].clone();
        (fund.id, fund.registry, fund.name, fund.kind) =
            ("fund".into(), Some("org.fund".into()), name.into(), "intergovernmental".into());
        fund.country = country.map(str::to_owned);
        let mut person = fund.clone();
        (person.id, person.registry, person.name, person.kind, person.country) =
            ("p".into(), None, "Айгүл Осмонова".into(), "person".into(), Some("KGZ".into()));
        report.0.actors = vec![fund, person, report.0.actors.pop().unwrap()];
        report.0.commitments[0].committer = vec!["fund".into()];
        report.0.events[0].actors = vec!["fund".into()];
        report.0.statements[0].speaker = Some("p".into());
        report
    };
    let reports = [
        one(1, "2023-03-01", None, "Фонд"),
        one(2, "2023-03-02", Some("RUS"), "Российский фонд"),
        one(3, "2023-03-03", Some("KGZ"), "Кыргызский фонд"),
        Report::new("https://a.example/4", "2023-03-04", "Стороны встретились.").event(
            "CONSULT",
            &["KGZ", "RUS"],
            &[],
            "встретились",
            None,
        ),
    ];
    let whole = said(&reports, &[0, 1, 2, 3]);
    assert!(whole.contains(&"org.fund|org.fund|Фонд|intergovernmental||".to_owned()), "{whole:#?}");
    assert!(whole.iter().any(|l| l.starts_with("statement|KGZ|")), "{whole:#?}");
    for order in [[3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2], [2, 1, 0, 3]] {
        assert_eq!(said(&reports, &order), whole, "{order:?}");
    }
}
