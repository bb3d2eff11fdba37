//! The server from outside: texts that want to act, how much of a text is shown, languages, filters, exports.

use kelishim_link::Subjects;
use kelishim_registry::Registry;
use kelishim_serve::{Contents, Limits, Site, Texts, bind, serve};
use kelishim_store::ask::find_words;
use kelishim_store::record::{Actor, Article, Event, Quantity, Record, Span, Statement, Step, Versions, When};
use kelishim_store::{Incoming, Register};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

const CALM: &str = "Начало сообщения о поездке. Посол сказал, что дело идёт. Россия обещала построить девять школ до 2025 года. \
                    Стороны встретились в Бишкеке.\nСовсем другой абзац.";
const ACTS: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\u{202e}txt.exe\u{2066}\0'\"&amp;";

/// Where reports without an address came from.
const FILE: &str = "/srv/inbox/1.txt";

/// A report whose every field holds `more`.
fn report(url: &str, text: &str, more: &str) -> Record {
    let text = format!("{text}{more}");
    let span = |words: &str| {
        let at = text.find(words).unwrap_or_else(|| panic!("«{words}» stands in the text"));
        let start = text[..at].chars().count() as u32;
        Span { start, end: start + words.chars().count() as u32, text: words.to_owned() }
    };
    let rest = |words: &str| {
        let at = text.find(words).expect("it stands there");
        let start = text[..at].chars().count() as u32;
        Span { start, end: text.chars().count() as u32, text: text[at..].to_owned() }
    };
    let actor = |id: &str, kind: &str, country: &str, name: &str| Actor {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        country: Some(country.to_owned()),
        sector: None,
        description: (kind == "person").then(|| format!("посол{more}")),
        registry: (kind == "country").then(|| country.to_owned()),
        mentions: vec![],
    };
    let when = Some(When { from: None, to: Some("2025".to_owned()), text: None });
    let step = |id: &str, action: Span, value: i64| Step {
        id: id.to_owned(),
        committer: vec!["a1".to_owned()],
        beneficiary: vec!["a2".to_owned()],
        evidence: vec![action.clone()],
        action,
        summary: Some(format!("построить девять школ{more}")),
        areas: vec!["education".to_owned()],
        quantity: vec![Quantity {
            value: value.into(),
            unit: Some(format!("школа{more}")),
            currency: None,
            text: Some(span("девять школ")),
        }],
        due: when.clone(),
        made: None,
        stage: "agreed".to_owned(),
        event: Some("e1".to_owned()),
        attribution: None,
        frame: Some("commitment.test".to_owned()),
        score: Some(0.4),
    };
    Record {
        schema: "kelishim.record/1".to_owned(),
        versions: Versions { model: "m".into(), frames: "f".into(), registry: "r".into(), extractor: "text/1".into() },
        article: Article {
            id: None,
            url: Some(url.to_owned()),
            source: Some(format!("Агентство{more}")),
            title: Some(format!("Девять школ{more}")),
            language: "ru".to_owned(),
            published: Some("2021-06-01".to_owned()),
            dateline: None,
            text: text.clone(),
        },
        actors: vec![
            actor("a1", "country", "RUS", "Россия"),
            actor("a2", "country", "KGZ", "Кыргызстан"),
            actor("a3", "person", "RUS", &format!("Иван Послов{more}")),
        ],
        statements: vec![Statement {
            id: "s1".to_owned(),
            speaker: Some("a3".to_owned()),
            speaker_text: None,
            cue: span("сказал"),
            kind: "indirect".to_owned(),
            content: if more.is_empty() { span("дело идёт") } else { rest("дело идёт") },
            about: vec!["a2".to_owned()],
            areas: vec!["education".to_owned()],
            via: None,
            frame: Some("speech.test".to_owned()),
            score: Some(0.9),
        }],
        events: vec![Event {
            id: "e1".to_owned(),
            kind: "CONSULT".to_owned(),
            mode: Some("visit".to_owned()),
            areas: vec!["politics".to_owned()],
            actors: vec!["a1".to_owned(), "a2".to_owned(), "a3".to_owned()],
            recipients: vec![],
            place: Some(if more.is_empty() { span("Бишкеке") } else { rest("Бишкеке") }),
            time: None,
            modality: "actual".to_owned(),
            trigger: span("встретились"),
            attribution: None,
            frame: Some("consult.test".to_owned()),
            score: Some(0.9),
            proposal: true,
            cameo: None,
            goldstein: None,
        }],
        commitments: vec![
            step("c1", span("обещала построить девять школ"), 9),
            step(
                "c2",
                if more.is_empty() {
                    span("построить девять школ")
                } else {
                    rest("построить")
                },
                12,
            ),
        ],
        gaps: vec![],
    }
}

/// A register with these reports, served; where.
fn served(reports: &[Record], texts: Texts) -> SocketAddr {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("pages-{}-{}.db", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let db = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&db);
    let mut register = Register::create(&db).expect("a new register");
    register
        .transaction(|r| {
            for record in reports {
                // What has no address came from a file.
                let place = record.article.url.clone().unwrap_or_else(|| FILE.to_owned());
                let words = find_words(&record.article.text);
                r.append(&Incoming { record: record.clone(), place, words, bytes: None }, "2021-06-02T00:00:00Z")?;
            }
            r.keep_failure(FILE, "no text", false, "2021-06-02T00:00:00Z")
        })
        .expect("sound records");
    let subjects =
        Subjects::parse("test", "generic = []\n[[subject]]\nid = 'school'\nwords = ['школ*']").expect("sound");
    register.link(&subjects, |_| {}).expect("rows that can be linked");
    drop(register);
    let states = include_str!("../../../data/actors/states.toml");
    let contents = Contents {
        db,
        texts,
        registry: Registry::load(&[("states.toml", states)]).expect("states alone"),
        frames: [("consult.test".to_owned(), "Two sides meet.".to_owned())].into(),
        scores: "set,measure,gold,found,right,precision,recall,f1\nreports/ru/dev,event.type,10,10,5,0.500,0.500,0.500\n",
        sources: "| file | made from | licence |\n| --- | --- | --- |\n| `a` | b | c |\n",
        bases: [].into(),
        now: || "2026-11-30T12:00:00Z".to_owned(),
    };
    let listener = bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a free port");
    let address = listener.local_addr().expect("it has one");
    let site = Site::open(contents).expect("the register just made");
    std::thread::spawn(move || serve(site, listener, Limits::default()));
    address
}

/// Head and body of an answer.
fn get(at: SocketAddr, path: &str, headers: &str) -> (String, String) {
    let mut stream = TcpStream::connect(at).expect("it listens");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n{headers}\r\n").expect("it reads");
    let mut answer = vec![];
    stream.read_to_end(&mut answer).expect("it answers");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer of HTTP");
    (head.to_lowercase(), body.to_owned())
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Addresses of every page type.
fn all() -> Vec<String> {
    let mut all: Vec<String> =
        ["/", "/pair/RUS/KGZ", "/c1", "/h1", "/s1", "/st1?view=row", "/e1?view=row", "/a1", "/ac1", "/ac3"]
            .into_iter()
            .chain([
                "/commitments",
                "/events",
                "/statements",
                "/actors",
                "/articles",
                "/pairs",
                "/network",
                "/coverage",
                "/about",
            ])
            .chain([
                "/calendar?year=2025",
                "/coverage?year=2021",
                "/nothing",
                "/commitments?area=nothing",
                "/search?q=%D1%88%D0%BA%D0%BE%D0%BB",
            ])
            .map(str::to_owned)
            .collect();
    for name in ["q", "source", "actor", "a", "since", "code"] {
        all.push(format!("/commitments?{name}={}", encoded(ACTS)));
    }
    all.push(format!("/search?q={}", encoded(ACTS)));
    all.push(format!("/actor?name={}", encoded(ACTS)));
    all.push(format!("/{}", encoded(ACTS)));
    all
}

#[test]
fn nothing_in_a_report_acts_on_any_page() {
    let long = "ы".repeat(10_000);
    let reports = [
        report("javascript:alert(3)", CALM, &format!(" {ACTS} {long}")),
        report("https://a.example/2?<script>", CALM, &format!(" {long} {ACTS}")),
    ];
    for texts in [Texts::Full, Texts::Excerpt] {
        let at = served(&reports, texts);
        for path in all() {
            for language in ["ru", "ky", "en"] {
                let (head, body) = get(at, &path, &format!("Accept-Language: {language}\r\n"));
                assert!(!head.starts_with("http/1.1 5"), "{path}: {head}\n{body}");
                assert!(
                    head.contains("content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'"),
                    "{head}"
                );
                assert!(head.contains("x-content-type-options: nosniff"));
                for bad in [
                    "<script>",
                    "<img",
                    "\u{202e}",
                    "\u{2066}",
                    "\0",
                    "href=\"javascript",
                    "style=\"",
                    " onclick=\"",
                    " onerror=\"",
                ] {
                    assert!(!body.contains(bad), "{path} holds {bad:?}");
                }
                assert!(body.len() < 150_000, "{path} has {} bytes", body.len());
            }
        }
    }
}

#[test]
fn what_acts_elsewhere_is_read_here() {
    let at = served(&[report("https://a.example/1", CALM, &format!(" {ACTS}"))], Texts::Full);
    let (_, body) = get(at, "/a1", "");
    assert!(body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the text is shown as text");
    assert!(body.contains('\u{fffd}'), "and what cannot be seen is shown as a sign");
}

#[test]
fn no_more_of_a_text_is_shown_than_may_be() {
    let reports = [report("https://a.example/1", CALM, "")];
    for (texts, words, sentence, paragraph) in
        [(Texts::Full, true, true, true), (Texts::Excerpt, true, true, false), (Texts::None, true, false, false)]
    {
        let at = served(&reports, texts);
        for path in ["/c1", "/a1"] {
            let body = get(at, path, "").1;
            assert_eq!(body.contains("обещала построить девять школ"), words, "{texts} {path}: the words of a row");
            assert_eq!(body.contains("до 2025 года"), sentence, "{texts} {path}: their sentence");
            assert_eq!(body.contains("Начало сообщения о поездке"), paragraph, "{texts} {path}: their paragraph");
        }
        let article = get(at, "/a1", "").1;
        assert_eq!(article.contains("Совсем другой абзац"), paragraph, "{texts}: what no row rests on");
        let found = get(at, "/search?q=%D0%B0%D0%B1%D0%B7%D0%B0%D1%86", "").1;
        assert_eq!(found.contains("другой"), texts != Texts::None, "{texts}: an excerpt of a search");
        for file in ["s1.json", "st1.json", "h1.json"] {
            let taken = get(at, &format!("/export/{file}"), "").1;
            assert!(taken.contains('‹'), "{texts} {file}: the words of a row: {taken}");
            assert_eq!(!taken.contains("\"sentence\": \"‹"), sentence, "{texts} {file}: their sentence: {taken}");
        }
        for file in ["articles.jsonl", "a1.json"] {
            let taken = get(at, &format!("/export/{file}"), "").1;
            assert!(!taken.contains("Совсем другой абзац"), "{texts} {file}: lists hold no texts");
        }
    }
}

#[test]
fn paths_of_the_server_are_its_keepers_business() {
    let mut from_file = report("", CALM, "");
    from_file.article.url = None;
    let reports = [report("https://a.example/1", CALM, ""), from_file];
    for texts in [Texts::Full, Texts::Excerpt, Texts::None] {
        let at = served(&reports, texts);
        for (path, headers) in [
            ("/export/articles.json", ""),
            ("/export/articles.csv", ""),
            ("/articles", "Accept: application/json\r\n"),
            ("/coverage", ""),
        ] {
            let body = get(at, path, headers).1;
            assert_eq!(body.contains(FILE), texts == Texts::Full, "{texts} {path}: {body}");
            assert!(path == "/coverage" || body.contains("https://a.example/1"), "{texts} {path}: addresses stay");
        }
    }
}

#[test]
fn pages_speak_the_language_of_the_browser_and_of_the_switch() {
    let at = served(&[report("https://a.example/1", CALM, "")], Texts::Full);
    for (headers, lang, name) in [
        ("Accept-Language: ru\r\n", "lang=\"ru\"", "Россия"),
        ("Accept-Language: ky\r\n", "lang=\"ky\"", "Россия"),
        ("Accept-Language: de\r\n", "lang=\"en\"", "Russia"),
        ("Accept-Language: ru\r\nCookie: lang=en\r\n", "lang=\"en\"", "Kyrgyzstan"),
    ] {
        let body = get(at, "/pair/RUS/KGZ", headers).1;
        assert!(body.contains(&format!("<html {lang}")) && body.contains(name), "{headers}");
        assert!(!body.contains("n-steps") && !body.contains("{ $"), "every sentence is there");
    }
    let (head, _) = get(at, "/commitments?area=education&lang=ky", "");
    assert!(head.contains("303") && head.contains("location: /commitments?area=education\r\n"), "{head}");
    assert!(head.contains("set-cookie: lang=ky"), "{head}");
    let (head, _) = get(at, "//evil.example/?lang=ky", "");
    assert!(!head.contains("location: //"), "a switch leads to no other server: {head}");
}

#[test]
fn addresses_lead_where_they_say() {
    let at = served(&[report("https://a.example/1", CALM, "")], Texts::Full);
    for (path, status) in [
        ("/c999", "404"),
        ("/x", "404"),
        ("/pair/RUS/RUS", "404"),
        ("/pair/XXX/RUS", "404"),
        ("/commitments?since=never", "400"),
        ("/commitments?code=CONSULT", "400"),
        ("/events?code=CONSULT", "200"),
        ("/commitments?actor=nobody", "200"),
        ("/calendar?year=20", "400"),
        ("/export/commitments.exe", "404"),
        ("/export/commitments.csv?actor=nobody", "404"),
        // Found by fuzzing: it was the server's fault.
        ("/export/commitments.ics?actor=nobody", "404"),
        ("/export/c999.json", "404"),
        ("/assets/style.css", "200"),
        ("/assets/../Cargo.toml", "404"),
    ] {
        assert!(get(at, path, "").0.starts_with(&format!("http/1.1 {status}")), "{path}: {}", get(at, path, "").0);
    }
    assert!(get(at, "/st1", "").0.contains("location: /c1#st1"));
    assert!(
        get(at, "/pair/rus/Кыргызстан".replace("Кыргызстан", &encoded("Кыргызстан")).as_str(), "")
            .0
            .contains("location: /pair/rus/kgz")
    );
    let list = get(at, "/commitments?area=education", "").1;
    let csv = get(at, "/export/commitments.csv?area=education", "").1;
    assert!(list.contains("href=\"/c1\"") && csv.contains("\nc1,"), "what is shown is exported: {csv}");
    assert!(!get(at, "/export/commitments.csv?area=energy", "").1.contains("c1,"));
    let calendar = get(at, "/export/commitments.ics", "").1;
    assert!(calendar.contains("BEGIN:VCALENDAR"), "{calendar}");
}

#[test]
fn lists_say_how_many_lines_they_have_and_in_which_order() {
    let mut reports: Vec<Record> =
        (1..=40).map(|n| report(&format!("https://a.example/{n}"), &format!("{CALM} Номер {n}."), "")).collect();
    for (n, report) in reports.iter_mut().enumerate() {
        report.article.published = Some(format!("20{:02}-06-01", 10 + n / 4));
        // Kazakhstan once in four, of late no more.
        if n % 4 == 0 {
            report.actors[1].name = "Казахстан".to_owned();
            report.actors[1].country = Some("KAZ".to_owned());
            report.actors[1].registry = Some("KAZ".to_owned());
        }
        report.article.source = Some(format!("Агентство {}", n % 3));
    }
    reports[36].actors = reports[37].actors.clone();
    let at = served(&reports, Texts::Full);
    let page = |path: &str| get(at, path, "Accept-Language: en\r\n").1;
    let order = |page: &str, words: [&str; 2]| {
        let [a, b] = words.map(|w| page.find(w).unwrap_or_else(|| panic!("{w} stands in {page}")));
        a < b
    };
    for (path, total) in [
        ("/statements", "40 lines"),
        ("/statements?page=2", "40 lines"),
        ("/statements?a=KAZ", "9 lines"),
        ("/statements?since=2019", "4 lines"),
        ("/articles", "40 lines"),
        ("/articles?source=%D0%B2%D0%BE%201", "13 lines"),
        ("/actors", "4 lines"),
        ("/pairs", "2 lines"),
        ("/pairs?q=kazakh", "1 line<"),
        ("/search?q=%D0%BE%D0%B1%D0%B5%D1%89%D0%B0%D0%BB%D0%B0", "40 lines"),
        ("/coverage", "3 sources"),
        ("/coverage?source=%D0%B2%D0%BE%201", "1 source<"),
    ] {
        let page = page(path);
        assert!(page.contains(&format!("<p class=\"total\">{total}")), "{path}: {page}");
    }
    assert!(page("/statements").contains("reported</a> <span class=\"n\">40</span>"), "facets count all lines");
    // Pairs by rows, by their last row, by name; those of the network too.
    let pairs = ["/pair/KGZ/RUS", "/pair/KAZ/RUS"];
    for path in ["/pairs", "/network"] {
        assert!(order(&page(path), pairs));
        assert!(order(&page(&format!("{path}?sort=latest")), pairs));
        assert!(!order(&page(&format!("{path}?sort=name")), pairs));
    }
    let csv = page("/export/pairs.csv?sort=name");
    assert!(order(&csv, ["KAZ,RUS", "KGZ,RUS"]), "what is shown is exported: {csv}");
    assert!(order(&page("/coverage?sort=name"), ["Агентство 0", "Агентство 1"]));
    assert!(order(&page("/coverage"), ["Агентство 0", "Агентство 1"]), "fourteen articles before thirteen");
    let csv = page("/export/coverage.csv?source=%D0%B2%D0%BE%201&year=2012");
    assert!(csv.contains("Агентство 1") && !csv.contains("Агентство 2") && !csv.contains("2013-"), "{csv}");
}

#[test]
fn the_calendar_keeps_its_year() {
    let mut reports = vec![report("https://a.example/1", CALM, ""), report("https://a.example/2", CALM, "")];
    for (n, (report, due)) in reports.iter_mut().zip(["2026-03", "2025-11-02"]).enumerate() {
        report.article.text = format!("{CALM} Номер {n}.");
        report.actors[1 - n].country = Some(["KAZ", "UZB"][n].to_owned());
        report.actors[1 - n].registry = report.actors[1 - n].country.clone();
        for step in &mut report.commitments {
            step.due = Some(When { from: None, to: Some(due.to_owned()), text: None });
        }
    }
    let at = served(&reports, Texts::Full);
    let page = |path: &str| get(at, path, "Accept-Language: en\r\n").1;
    let shown = page("/calendar?year=2025&sort=last-due");
    assert!(shown.contains("href=\"/export/commitments.ics?sort=last-due&amp;year=2025\""), "{shown}");
    for (year, day, other) in [("2025", "DATE:20251102", "DATE:20260331"), ("2026", "DATE:20260331", "DATE:20251102")] {
        let calendar = page(&format!("/export/commitments.ics?year={year}"));
        assert!(calendar.contains(day) && !calendar.contains(other), "{calendar}");
        let csv = page(&format!("/export/commitments.csv?year={year}"));
        assert_eq!(csv.lines().count(), 2, "{csv}");
    }
    assert!(page("/calendar?year=2025").contains("1 line<"));
    assert!(page("/calendar?year=2025&area=energy").contains("Nothing is due"));
    for (year, due) in [("2025", true), ("2026", false)] {
        let between = page(&format!("/calendar?year={year}&a=KGZ&b=UZB"));
        assert_eq!(!between.contains("Nothing is due"), due, "{between}");
    }
}

#[test]
fn a_page_leads_to_what_it_can_be_subscribed_by() {
    let at = served(&[report("https://a.example/1", CALM, "")], Texts::Full);
    for path in
        ["/", "/pair/RUS/KGZ", "/ac1", "/commitments?a=RUS&b=KGZ&area=education", "/calendar", "/commitments?a=RUS"]
    {
        let page = get(at, path, "").1;
        let links: Vec<String> = page
            .lines()
            .filter(|line| line.contains("rel=\"alternate\""))
            .filter_map(|line| Some(line.split_once("href=\"")?.1.split_once('"')?.0.replace("&amp;", "&")))
            .collect();
        assert_eq!(links.len(), 3, "{path}: {links:?}");
        for (link, kind) in links.iter().zip(["application/atom+xml", "application/feed+json", "text/calendar"]) {
            assert_eq!(page.matches(&link.replace('&', "&amp;")).count(), 2, "{path}: {link} is to be seen");
            let (head, body) = get(at, link, "");
            assert!(head.starts_with("http/1.1 200") && head.contains(kind), "{path}: {link} {head}");
            assert!(kind != "application/atom+xml" || body.contains("<entry>"), "{path}: {link} {body}");
        }
    }
    // A feed that knows less than the list's address asks for would tell of what is not shown.
    for path in ["/commitments?state=open", "/commitments?since=2021", "/events", "/about"] {
        assert!(!get(at, path, "").1.contains("rel=\"alternate\""), "{path}");
    }
}

#[test]
fn the_page_of_a_pair_is_also_its_json() {
    let at = served(&[report("https://a.example/1", CALM, "")], Texts::Full);
    let json = "Accept: application/json\r\n";
    let (head, body) = get(at, "/pair/RUS/KGZ", json);
    assert!(head.contains("content-type: application/json") && head.contains("vary: accept"), "{head}");
    assert_eq!(body, get(at, "/api/v1/pair?between=RUS,KGZ", "").1);
    assert_eq!(body, get(at, "/pair/rus/%D0%9A%D1%8B%D1%80%D0%B3%D1%8B%D0%B7%D1%81%D1%82%D0%B0%D0%BD", json).1);
    for path in ["/pair/RUS/RUS", "/pair/XXX/RUS"] {
        let (head, _) = get(at, path, json);
        assert!(head.starts_with("http/1.1 404") && head.contains("application/problem+json"), "{head}");
    }
    assert!(get(at, "/pair/RUS/KGZ", "").0.contains("text/html"));
}

#[test]
fn doubt_and_disagreement_are_seen() {
    let at = served(&[report("https://a.example/1", CALM, "")], Texts::Full);
    let body = get(at, "/c1", "").1;
    assert!(body.contains("low score"), "a score of 0.4 is marked");
    assert!(
        body.contains("What reports disagree about") || body.contains("<b><bdi>9"),
        "nine and twelve schools stand side by side"
    );
    assert!(get(at, "/a1", "").1.contains("proposed, made by no frame"));
    assert!(get(at, "/h1", "").1.contains("Two sides meet."), "the frame explains itself");
}
