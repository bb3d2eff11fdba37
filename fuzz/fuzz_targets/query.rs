//! Any query behind any address of the API and the pages, asked of a small register: never the server's fault, and `next` leads on.
#![no_main]

use axum::body::{Body, HttpBody};
use axum::http::Request;
use kelishim_link::Subjects;
use kelishim_registry::Registry;
use kelishim_serve::{Contents, Site, Texts, router};
use kelishim_store::ask::find_words;
use kelishim_store::{Incoming, Register};
use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::pin::Pin;
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};
use tower_service::Service;

const PATHS: &[&str] = &[
    "/api/v1/commitments",
    "/api/v1/events",
    "/api/v1/statements",
    "/api/v1/actors",
    "/api/v1/articles",
    "/api/v1/pairs",
    "/api/v1/search",
    "/api/v1/timeline",
    "/api/v1/coverage",
    "/api/v1/pair",
    "/api/v1/stats",
    "/api/v1/rows/c1",
    "/api/v1/exports/csv",
    "/api/v1/exports/plover",
    "/api/v1/feed.atom",
    "/api/v1/feed.json",
    "/api/v1/due.ics",
    "/commitments",
    "/events",
    "/statements",
    "/actors",
    "/articles",
    "/pairs",
    "/search",
    "/network",
    "/calendar",
    "/coverage",
    "/pair/RUS/KGZ",
    "/pair",
    "/actor",
    "/c1",
    "/a1",
    "/st1",
    "/export/commitments.csv",
    "/export/events.jsonl",
    "/export/commitments.ics",
    "/export/pairs.tsv",
];

static TURNING: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().max_blocking_threads(1).enable_all().build().expect("threads"));

thread_local! {
    static SERVER: RefCell<axum::Router> = RefCell::new(router(site()));
}

/// A register with the seeds of the target `record`.
fn site() -> std::sync::Arc<Site> {
    let db = std::env::temp_dir().join(format!("kelishim-fuzz-{}.db", std::process::id()));
    let _ = std::fs::remove_file(&db);
    let mut register = Register::create(&db).expect("a new register");
    let lines = include_str!("../seeds/record/visit.jsonl").lines();
    for (at, line) in lines.enumerate() {
        let record: kelishim_store::record::Record = serde_json::from_str(line).expect("a record");
        let words = find_words(&record.article.text);
        let incoming = Incoming { record, place: format!("seed#{at}"), words, bytes: None };
        register.transaction(|r| r.append(&incoming, "2026-01-01T00:00:00Z")).expect("a sound record");
    }
    let subjects = Subjects::parse("s", "generic = []\n[[subject]]\nid = 'school'\nwords = ['школ*']").expect("sound");
    register.link(&subjects, |_| {}).expect("rows that can be linked");
    drop(register);
    Site::open(Contents {
        db,
        texts: Texts::Full,
        registry: Registry::load(&[("states.toml", include_str!("../../data/actors/states.toml"))]).expect("states"),
        frames: [].into(),
        scores: "",
        sources: "",
        bases: [].into(),
        now: || "2026-11-30T12:00:00Z".to_owned(),
    })
    .expect("the register just made")
}

/// Status and body of an answer.
fn ask(address: &str, accept: &str) -> Option<(u16, Vec<u8>)> {
    let request = Request::get(address).header("accept", accept).body(Body::empty()).ok()?;
    SERVER.with_borrow_mut(|server| {
        TURNING.block_on(async {
            let response = server.call(request).await.unwrap_or_else(|e| match e {});
            let status = response.status().as_u16();
            let (mut body, mut bytes) = (response.into_body(), vec![]);
            while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
                let frame = frame.expect("an answer that does not break off");
                bytes.extend_from_slice(frame.data_ref().map_or(&[][..], |d| d));
            }
            Some((status, bytes))
        })
    })
}

fuzz_target!(|data: &[u8]| {
    let Some((first, query)) = data.split_first() else { return };
    let Ok(query) = std::str::from_utf8(query) else { return };
    let path = PATHS[usize::from(*first) % PATHS.len()];
    let programs = path.starts_with("/api/");
    let accept = if *first >= 128 { "application/json" } else { "text/html" };
    let address = format!("{path}?{query}");
    let Some((status, body)) = ask(&address, accept) else { return };
    let shown = || String::from_utf8_lossy(&body);
    assert!(status < 500, "{address}: {status} {}", shown());
    if programs && status >= 400 {
        let problem: serde_json::Value = serde_json::from_slice(&body).expect("a problem in JSON");
        assert!(problem["detail"].as_str().is_some_and(|d| !d.is_empty()), "{address}: {problem}");
    }
    if let Ok(answer) = serde_json::from_slice::<serde_json::Value>(&body)
        && let Some(next) = answer["next"].as_str()
    {
        let (status, body) = ask(next, accept).expect("an address");
        assert_eq!(status, 200, "{address} leads to {next}: {}", String::from_utf8_lossy(&body));
    }
});
