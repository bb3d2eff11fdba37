//! Programs ask the register over HTTP.

use super::http::Server;
use super::{stderr, stdout};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Mutex, OnceLock};

const NOW: &str = "2026-06-01T08:00:00Z";

fn kelishim(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kelishim")).args(arguments).env("KELISHIM_NOW", NOW).output().expect("it runs")
}

/// A copy of the register of the demo; read once.
pub fn demo(name: &str) -> String {
    static DEMO: OnceLock<String> = OnceLock::new();
    static ONE: Mutex<()> = Mutex::new(());
    let place = |name: &str| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        for end in ["", "-wal", "-shm", ".watch"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
        path.display().to_string()
    };
    let from = DEMO.get_or_init(|| {
        let db = place("api-demo.db");
        let output = kelishim(&["demo", "--print", "--db", &db]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        db
    });
    let _one = ONE.lock();
    let to = place(name);
    let output = kelishim(&["backup", "--db", from, &to]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    to
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-_.,~".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

fn example(parameter: &Value) -> Option<String> {
    let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let value = match parameter.get("example")? {
        Value::Array(parts) => parts.iter().map(text).collect::<Vec<_>>().join(","),
        value => text(value),
    };
    Some(format!("{}={}", parameter["name"].as_str()?, encoded(&value)))
}

#[test]
fn every_example_of_the_document_is_answered_and_answers_are_what_it_says() {
    let server = Server::of(&demo("api-document.db"), &[]);
    let document = server.get("/api/v1/openapi.json").json();
    let mut examples = Map::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let Some(operation) = operations.get("get").filter(|_| !path.ends_with("/stream")) else { continue };
        let parameters = operation["parameters"].as_array().unwrap();
        let address = path.replace("{id}", "c1").replace("{format}", "csv");
        let must = |p: &&Value| p["in"] == "query" && p["required"] == true;
        let required: Vec<String> = parameters.iter().filter(must).filter_map(example).collect();
        let mut asked = vec![required.clone()];
        for parameter in parameters.iter().filter(|p| p["in"] == "query" && !must(p)) {
            asked.push(required.iter().cloned().chain(example(parameter)).collect());
        }
        for query in asked {
            let address = if query.is_empty() { address.clone() } else { format!("{address}?{}", query.join("&")) };
            let answer = server.get(&address);
            assert_eq!(answer.status, 200, "{address}: {}", answer.text());
            let kind = answer.header("content-type").split(';').next().unwrap_or_default().to_owned();
            assert!(operation["responses"]["200"]["content"].get(&kind).is_some(), "{address}: {kind}");
            if kind != "application/json" {
                continue;
            }
            let body = answer.json();
            if let Some(lines) = body["data"].as_array() {
                assert!(!lines.is_empty(), "{address} finds nothing in the demo");
                let of = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["data"]["items"]["$ref"].as_str().unwrap();
                let schema = &document["components"]["schemas"][of.rsplit('/').next().unwrap()]["properties"];
                for line in lines {
                    let mut has: BTreeSet<&String> = line.as_object().unwrap().keys().collect();
                    let known: BTreeSet<&String> = schema.as_object().unwrap().keys().collect();
                    let history = "history".to_owned();
                    if known.contains(&history) {
                        has.insert(&history);
                    }
                    assert_eq!(has, known, "{address}");
                }
                let first = json!({"data": [lines[0]], "next": body["next"]});
                examples.entry(path.clone()).or_insert(first);
            } else if !path.contains("rows") && !path.ends_with("pair") {
                examples.entry(path.clone()).or_insert(body);
            }
        }
    }
    let text = "БИШКЕК, 1 июн — Үлгү. Россия построит в Кыргызстане девять школ до конца 2025 года, заявил посол.";
    examples.insert("text".to_owned(), json!(text));
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kelishim-serve/src/api/examples.json");
    let now = serde_json::to_string_pretty(&examples).unwrap() + "\n";
    if std::env::var_os("KELISHIM_BLESS").is_some() {
        std::fs::write(&kept, &now).unwrap();
    }
    let then: Value = serde_json::from_str(&std::fs::read_to_string(&kept).unwrap()).unwrap();
    // Readings change with frames; which examples there are and of what they are made does not.
    for (path, example) in &examples {
        let shape =
            |v: &Value| v["data"][0].as_object().or(v.as_object()).map(|o| o.keys().cloned().collect::<Vec<_>>());
        assert_eq!(shape(&then[path]), shape(example), "{path}: KELISHIM_BLESS=1 writes the examples anew");
    }
    let reference = server.get("/api/v1/reference");
    assert!(reference.text().contains("GET /api/v1/commitments") && !reference.text().contains("<script"));
    for path in document["paths"].as_object().unwrap().keys() {
        assert!(reference.text().contains(path.as_str()), "{path}");
    }
}

#[test]
fn a_list_is_read_to_its_end_page_by_page() {
    let server = Server::of(&demo("api-paged.db"), &[]);
    for list in [
        "commitments",
        "commitments?sort=due",
        "events?sort=oldest",
        "statements?between=KGZ,RUS",
        "articles",
        "actors",
        "pairs",
        "search?text=%D1%88%D0%BA%D0%BE%D0%BB%D1%8B",
    ] {
        let sign = if list.contains('?') { '&' } else { '?' };
        let whole = server.get(&format!("/api/v1/{list}{sign}limit=200")).json();
        let whole = whole["data"].as_array().unwrap().clone();
        let mut seen = vec![];
        let mut next = format!("/api/v1/{list}{sign}limit=7");
        while seen.len() < whole.len() {
            let answer = server.get(&next);
            assert_eq!(answer.status, 200, "{next}");
            let body = answer.json();
            seen.extend(body["data"].as_array().unwrap().clone());
            match body["next"].as_str() {
                Some(address) => {
                    assert_eq!(answer.header("link"), format!("<{address}>; rel=\"next\""));
                    next = address.to_owned();
                }
                None => break,
            }
        }
        assert!(seen.len() >= whole.len());
        assert_eq!(&seen[..whole.len()], &whole[..], "{list}");
    }
    let body = server.get("/api/v1/events?fields=id,type&limit=3").json();
    assert_eq!(body["data"][0].as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "type"]);
    let other = body["next"].as_str().unwrap().replace("events", "statements").replace("fields=id%2Ctype&", "");
    assert_eq!(server.get(&other).json()["type"], "/api/v1/reference#wrong-cursor");
}

#[test]
fn what_is_known_is_not_sent_again_until_it_changes() {
    let db = demo("api-etag.db");
    let server = Server::of(&db, &[]);
    let path = "/api/v1/commitments?between=KGZ,RUS";
    let tag = server.get(path).header("etag").to_owned();
    assert!(tag.starts_with('"'), "{tag}");
    let again = |tag: &str| server.ask("GET", path, &[&format!("If-None-Match: {tag}")], b"");
    let answer = again(&tag);
    assert_eq!((answer.status, answer.body.len(), answer.header("etag")), (304, 0, tag.as_str()));
    assert_eq!(again("\"other\"").status, 200);
    assert_eq!(again(&format!("W/{tag}, \"x\"")).status, 304);
    let id = server.get(&format!("{path}&steps=true&limit=1")).json()["data"][0]["history"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let output = kelishim(&["correct", &id, "confirm", "--db", &db, "--by", "A", "--why", "b"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    let changed = again(&tag);
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
}

#[test]
fn a_wrong_question_is_told_what_to_change() {
    let server = Server::of(&demo("api-faults.db"), &[]);
    let check = |address: &str, status: u16, kind: &str, parameter: &str, nearest: &str| {
        let answer = server.get(address);
        assert_eq!((answer.status, answer.header("content-type")), (status, "application/problem+json"), "{address}");
        let fault = answer.json();
        let text = |name: &str| fault[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(text("type"), format!("/api/v1/reference#{kind}"), "{address}");
        assert_eq!((text("parameter"), text("nearest")), (parameter.to_owned(), nearest.to_owned()), "{address}");
        assert!(!text("detail").is_empty() && !text("title").is_empty());
    };
    check("/api/v1/commitments?betwen=KGZ,RUS", 400, "unknown-parameter", "betwen", "between");
    check("/api/v1/commitments?area=educaton", 400, "wrong-value", "area", "education");
    check("/api/v1/commitments?between=KGZ", 400, "wrong-value", "between", "");
    check("/api/v1/commitments?between=KGZ,Russa", 400, "wrong-value", "between", "Russia");
    check("/api/v1/commitments?since=yesterday", 400, "wrong-value", "since", "");
    check("/api/v1/commitments?limit=201", 400, "wrong-value", "limit", "");
    check("/api/v1/commitments?limit=2&limit=3", 400, "repeated-parameter", "limit", "");
    check("/api/v1/commitments?area=", 400, "wrong-value", "area", "");
    check("/api/v1/commitments?text=%FF", 400, "wrong-value", "", "");
    check("/api/v1/commitments?cursor=abc", 400, "wrong-cursor", "cursor", "");
    check("/api/v1/events?fields=id,typ", 400, "wrong-value", "fields", "type");
    check("/api/v1/search", 400, "missing-parameter", "text", "");
    check("/api/v1/pair", 400, "missing-parameter", "between", "");
    check("/api/v1/rows/c999999", 404, "not-found", "", "");
    check("/api/v1/rows/xyz", 404, "not-found", "", "");
    check("/api/v1/rows/%FF", 400, "wrong-value", "", "");
    check("/api/v1/comitments", 404, "not-found", "", "");
    check("/api/", 404, "not-found", "", "");
    check("/api/v1/exports/cvs", 404, "not-found", "", "csv");
    check("/api/v1/exports/plover?kind=actors", 404, "not-found", "kind", "");
    let answer = server.ask("DELETE", "/api/v1/events", &[], b"");
    assert_eq!((answer.status, answer.header("allow")), (405, "GET,HEAD"));
    assert_eq!(answer.json()["type"], "/api/v1/reference#method");
}

#[test]
fn a_text_is_read_and_nothing_else_is_taken() {
    let server = Server::of(&demo("api-read.db"), &[]);
    let report =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/schools-2023-03.txt")).unwrap();
    let kind = "Content-Type: text/plain; charset=utf-8";
    let answer = server.ask("POST", "/api/v1/read?published=2023-03-29&source=Test", &[kind], &report);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let record = answer.json();
    assert_eq!(
        (&record["schema"], &record["article"]["published"]),
        (&json!("kelishim.record/1"), &json!("2023-03-29"))
    );
    assert!(!record["commitments"].as_array().unwrap().is_empty());
    let html = format!("<!doctype html><title>x</title><article><p>{}</p></article>", String::from_utf8_lossy(&report));
    assert_eq!(server.ask("POST", "/api/v1/read", &["Content-Type: text/html"], html.as_bytes()).status, 200);
    let status = |headers: &[&str], body: &[u8]| server.ask("POST", "/api/v1/read", headers, body).status;
    assert_eq!(status(&["Content-Type: application/json"], b"{}"), 415);
    assert_eq!(status(&[], b"x"), 415);
    assert_eq!(status(&[kind], b""), 422);
    assert_eq!(status(&[kind, "Content-Encoding: gzip"], b"\x1f\x8b"), 415);
    // Of bytes, not of characters, which are counted when the body is there.
    let answer = server.ask("POST", "/api/v1/read", &[kind], &vec![b'a'; (1 << 20) + 1]);
    assert!(answer.status == 413 && answer.text().contains("bytes"), "{}", answer.text());
    assert_eq!(status(&[kind], "Слово. ".repeat(20_000).as_bytes()), 413);
    assert_eq!(server.ask("POST", "/api/v1/read?language=", &[kind], b"x").status, 400);
    // A length that is only told chunk by chunk is bounded too.
    let mut stream = server.connect();
    let head = format!(
        "POST /api/v1/read HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{kind}\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = [b"10000\r\n".to_vec(), vec![b'a'; 0x10000], b"\r\n".to_vec()].concat();
    for _ in 0..20 {
        if stream.write_all(&chunk).is_err() {
            break;
        }
    }
    let _ = stream.write_all(b"0\r\n\r\n");
    let answer = super::http::Answer::read(stream);
    // Refused, or cut off before the refusal could be read.
    let refused = answer.status == 413 && answer.text().contains("bytes");
    assert!(refused || answer.status == 0, "{} {}", answer.status, answer.text());
}

/// Events of a stream: ids and data.
struct Events {
    lines: std::io::Lines<BufReader<std::net::TcpStream>>,
}

impl Events {
    fn of(server: &Server, path: &str, headers: &[&str]) -> Events {
        let mut stream = server.connect();
        let headers: String = headers.iter().map(|h| format!("{h}\r\n")).collect();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n").unwrap();
        Events { lines: BufReader::new(stream).lines() }
    }

    fn next(&mut self) -> (i64, Value) {
        let mut id = 0;
        loop {
            let line = self.lines.next().expect("the stream goes on").expect("it can be read");
            if let Some(n) = line.strip_prefix("id: ") {
                id = n.parse().unwrap();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (id, serde_json::from_str(data).unwrap());
            }
        }
    }
}

#[test]
fn a_stream_is_taken_up_where_it_was_left() {
    let db = demo("api-stream.db");
    let server = Server::of(&db, &[]);
    let steps = server.get("/api/v1/stats").json()["steps"].as_i64().unwrap();
    let mut events = Events::of(&server, "/api/v1/stream?after=0", &[]);
    let first: Vec<(i64, Value)> = (0..10).map(|_| events.next()).collect();
    assert!(first.windows(2).all(|w| w[0].0 < w[1].0));
    drop(events);
    let mut events = Events::of(&server, "/api/v1/stream", &[&format!("Last-Event-ID: {}", first[4].0)]);
    for known in &first[5..] {
        assert_eq!(events.next(), *known);
    }
    let one = &first[0].1["step"];
    assert!(one["commitment"].as_str().unwrap().starts_with('c') && steps > 10);
    // From now on, of one pair.
    let mut live = Events::of(&server, "/api/v1/stream?between=KGZ,RUS", &[]);
    assert!(live.lines.next().unwrap().unwrap().contains("200"));
    std::thread::sleep(std::time::Duration::from_secs(2));
    let article = server.get("/api/v1/statements?between=KGZ,RUS&limit=1").json()["data"][0]["article"]
        .as_str()
        .unwrap()
        .to_owned();
    // The words must stand in the article; any of its words do.
    let text = server.get(&format!("/api/v1/rows/{article}")).json()["text"].as_str().unwrap().to_owned();
    let action = format!("action={}", text.split_whitespace().nth(3).unwrap());
    for (a, b) in [("KAZ", "UZB"), ("RUS", "KGZ")] {
        let (committer, beneficiary) = (format!("committer={a}"), format!("beneficiary={b}"));
        let step = ["step", action.as_str(), "stage=agreed", &committer, &beneficiary];
        let output = kelishim(&[&["add", "--db", &db, &article], &step[..], &["--by", "A", "--why", "b"]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
    let (_, told) = live.next();
    assert_eq!((&told["step"]["committer"], &told["step"]["status"]), (&json!(["RUS"]), &json!("added")));
    assert_eq!(server.ask("GET", "/api/v1/stream", &["Last-Event-ID: x"], b"").status, 400);
}

#[test]
fn a_page_is_also_its_json_and_a_question_a_feed() {
    let server = Server::of(&demo("api-feeds.db"), &["--public-url", "https://k.example/"]);
    let wants = "Accept: application/json";
    let row = server.ask("GET", "/c1", &[wants], b"");
    assert_eq!((row.status, row.header("content-type")), (200, "application/json"));
    assert_eq!(row.json(), server.get("/api/v1/rows/c1").json());
    assert!(row.headers.iter().any(|(k, v)| k == "vary" && v == "Accept"), "{:?}", row.headers);
    let page = server.ask("GET", "/c1", &["Accept: text/html,*/*;q=0.8"], b"");
    assert!(page.header("content-type").starts_with("text/html"));
    let list = server.ask("GET", "/commitments?a=KGZ&b=RUS&area=education", &[wants], b"").json();
    assert_eq!(
        list["data"][0]["id"],
        server.get("/api/v1/commitments?between=KGZ,RUS&area=education").json()["data"][0]["id"]
    );
    let atom = server.get("/api/v1/feed.atom?between=KGZ,RUS&area=education").text();
    assert!(atom.contains("<entry>") && atom.contains("https://k.example/c"), "{atom}");
    let feed = server.get("/api/v1/feed.json?between=KGZ,RUS&area=education").json();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    let items = feed["items"].as_array().unwrap();
    assert!(items.iter().any(|i| i["tags"].as_array().unwrap().contains(&json!("education"))));
    assert_eq!(atom.matches("<entry>").count(), items.len());
    let calendar = server.get("/api/v1/due.ics?between=KGZ,RUS").text();
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.ends_with("END:VCALENDAR\r\n"));
    // Our own reader of feeds takes it.
    let file = super::file("feed-of-ours.xml", atom.as_bytes());
    let output = kelishim(&["ingest", "--db", &demo("api-feed-back.db"), &file]);
    assert!(stderr(&output).contains(&format!("{} received", items.len())), "{}", stderr(&output));
}

#[test]
fn texts_are_shown_as_far_as_it_was_said() {
    let db = demo("api-texts.db");
    let full = Server::of(&db, &["--texts", "full"]);
    let none = Server::of(&db, &["--texts", "none"]);
    let of = |server: &Server, path: &str| server.get(path).json();
    assert!(of(&full, "/api/v1/rows/a1")["text"].is_string());
    let article = of(&none, "/api/v1/rows/a1");
    assert!(article["text"].is_null());
    let row = &article["rows"][0];
    assert!(row["sentence"].as_str().unwrap().starts_with('‹') && row["sentence"].as_str().unwrap().ends_with('›'));
    assert_eq!(of(&none, "/api/v1/search?text=%D1%88%D0%BA%D0%BE%D0%BB%D1%8B")["data"][0]["excerpt"], "");
    assert_eq!(none.get("/api/v1/exports/csv?kind=articles").status, 403);
    assert_eq!(full.get("/api/v1/exports/csv?kind=articles").status, 200);
    let csv = none.get("/api/v1/exports/csv?kind=commitments&between=KGZ,RUS").text();
    assert!(csv.lines().count() > 2);
    assert_eq!(&none.get("/api/v1/exports/parquet?kind=events").body[..4], b"PAR1");
}
