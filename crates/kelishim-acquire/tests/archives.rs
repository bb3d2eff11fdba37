//! Web archives and gzip files, whole, cut, damaged and hostile.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use kelishim_acquire::{Limits, RawPage, Received, SourceOptions, receive};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}

fn record(kind: &str, address: &str, block: &[u8]) -> Vec<u8> {
    let length = block.len();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{address}>\r\nWARC-Date: 2021-06-01T00:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn answer(address: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n");
    record("response", address, &[head.as_bytes(), body].concat())
}

fn page(n: usize) -> Vec<u8> {
    let body = format!("<!doctype html><p>Ош {n}");
    answer(&format!("https://a.example/{n}"), "Content-Type: text/html; charset=utf-8", body.as_bytes())
}

/// Writes `bytes` as a file of that name and receives it.
fn received(name: &str, bytes: &[u8], options: &SourceOptions<'_>) -> Vec<Received> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).expect("a file");
    receive(&path.to_string_lossy(), options).collect()
}

/// Keys of pages, and failures as "key without the folder: reason".
fn told(name: &str, bytes: &[u8]) -> Vec<String> {
    let folder = format!("{}/", env!("CARGO_TARGET_TMPDIR"));
    let item = |item| match item {
        Received::Page(RawPage { key, .. }) => key.replace(&folder, ""),
        Received::Failed(failure) => format!("{}: {}", failure.key.replace(&folder, ""), failure.reason),
        other => panic!("{other:?}"),
    };
    received(name, bytes, &SourceOptions::default()).into_iter().map(item).collect()
}

#[test]
fn an_archive_gives_the_answers_a_reader_would_have_read() {
    let chunked = "16\r\n<!doctype html><p>Та\r\n6;x=1\r\nлас\r\n0\r\n\r\n";
    let records = [
        record("warcinfo", "", b"software: x\r\n"),
        record("request", "https://a.example/1", b"GET / HTTP/1.1\r\n\r\n"),
        page(1),
        answer(
            "https://a.example/gz",
            "Content-Type: text/html\r\nContent-Encoding: gzip",
            &gzip("<p>Нарын".as_bytes()),
        ),
        answer("https://a.example/chunks", "Transfer-Encoding: chunked\r\nContent-Type: text/html", chunked.as_bytes()),
        answer("https://a.example/picture", "Content-Type: image/png", b"\x89PNG"),
        answer("https://a.example/robots.txt", "Content-Type: text/plain", b"User-agent: *"),
        answer("https://a.example/br", "Content-Type: text/html\r\nContent-Encoding: br", b"\x8b"),
        record("response", "https://a.example/404", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>x"),
        record("response", "https://a.example/nothing", b""),
        answer("https://a.example/text", "content-type: text/plain", "Баткен".as_bytes()),
    ];
    let wanted = [
        "https://a.example/1",
        "https://a.example/gz",
        "https://a.example/chunks",
        "https://a.example/br: is packed with `br`, which is not read here",
        "https://a.example/text",
    ];
    assert_eq!(told("whole.warc", &records.concat()), wanted);
    // One member a record, as archives are packed; and all of it in one, as by hand.
    assert_eq!(told("members.warc.gz", &records.iter().flat_map(|one| gzip(one)).collect::<Vec<u8>>()), wanted);
    assert_eq!(told("one.warc.gz", &gzip(&records.concat())), wanted);
    // The name does not matter.
    assert_eq!(told("unnamed", &records.concat()), wanted);

    let items = received("bodies.warc", &records.concat(), &SourceOptions::default());
    let texts: Vec<String> = items
        .iter()
        .filter_map(|item| match item {
            Received::Page(page) => Some(String::from_utf8_lossy(&page.bytes).into_owned()),
            _ => None,
        })
        .collect();
    assert_eq!(texts, ["<!doctype html><p>Ош 1", "<p>Нарын", "<!doctype html><p>Талас", "Баткен"]);
}

#[test]
fn a_cut_archive_gives_its_good_records_and_names_the_place() {
    let whole = [page(1), page(2)].concat();
    let second = page(1).len();
    assert_eq!(
        told("cut.warc", &whole[..whole.len() - 10]),
        [
            "https://a.example/1".to_owned(),
            format!("cut.warc@{second}: record at byte {second}: breaks off: 6 of its 83 bytes are missing")
        ]
    );
    let head = &told("cut_head.warc", &whole[..second + 30])[1];
    assert!(head.starts_with(&format!("cut_head.warc@{second}: record at byte {second}: breaks off: ")), "{head}");

    let packed = [gzip(&page(1)), gzip(&page(2))].concat();
    let second = gzip(&page(1)).len();
    let found = told("cut.warc.gz", &packed[..packed.len() - 20]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].starts_with(&format!("cut.warc.gz@{second}: record at byte {second}: breaks off")), "{found:?}");
}

#[test]
fn a_damaged_record_does_not_hide_the_others() {
    let plain = [page(1), b"garbage\r\nmore\r\n".to_vec(), page(2)].concat();
    let found = told("damaged.warc", &plain);
    assert_eq!((found.len(), found[0].as_str(), found[2].as_str()), (3, "https://a.example/1", "https://a.example/2"));

    let mut packed: Vec<Vec<u8>> = (1..=3).map(|n| gzip(&page(n))).collect();
    for byte in &mut packed[1][40..80] {
        *byte ^= 0x5a;
    }
    let found = told("damaged.warc.gz", &packed.concat());
    assert_eq!(found.first().map(String::as_str), Some("https://a.example/1"), "{found:?}");
    assert_eq!(found.last().map(String::as_str), Some("https://a.example/3"), "{found:?}");
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn what_unpacks_without_end_is_refused_and_the_rest_is_read() {
    // A gigabyte of zeros as the body of an answer, a thousandth of that packed.
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..(1 << 10) {
        out.write_all(&vec![0; 1 << 20]).expect("memory");
    }
    let bomb = out.finish().expect("memory");
    let inside = answer("https://a.example/bomb", "Content-Type: text/html\r\nContent-Encoding: gzip", &bomb);
    let found = told("inside.warc", &[page(1), inside.clone(), page(2)].concat());
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[1].contains("unpacks to more than 200 times its size"), "{found:?}");
    assert_eq!(found[2], "https://a.example/2");

    // The record itself is the bomb.
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/b\r\nContent-Length: 1073741824\r\n\r\nHTTP/1.1 200 OK\r\n\r\n").expect("memory");
    for _ in 0..(1 << 10) {
        out.write_all(&vec![0; 1 << 20]).expect("memory");
    }
    let record = out.finish().expect("memory");
    let found = told("record.warc.gz", &[gzip(&page(1)), record, gzip(&page(2))].concat());
    assert_eq!(found.first().map(String::as_str), Some("https://a.example/1"), "{found:?}");
    assert!(found[1].contains("unpacks to more than 200 times its size"), "{found:?}");
    assert_eq!(found.last().map(String::as_str), Some("https://a.example/2"), "{found:?}");

    // Neither text nor an archive: told by its head.
    let found = told("zeros.gz", &bomb);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("binary data"), "{found:?}");
}

#[test]
fn a_record_over_the_limit_is_named_by_its_address() {
    let limits = Limits { page: 100, ..Limits::default() };
    let options = SourceOptions { limits, ..SourceOptions::default() };
    let long = answer("https://a.example/long", "Content-Type: text/html", &[b'x'; 101]);
    let items = received("long.warc", &[page(1), long, page(2)].concat(), &options);
    let [Received::Page(_), Received::Failed(failure), Received::Page(_)] = &items[..] else { panic!("{items:?}") };
    assert_eq!(failure.key, "https://a.example/long");
    assert!(failure.reason.contains("larger than 100 bytes"), "{}", failure.reason);
}

#[test]
fn gzip_hides_no_other_kind() {
    assert_eq!(told("a.txt.gz", &gzip("Ош".as_bytes())), ["a.txt.gz"]);
    let lines = "{\"text\":\"Ош\"}\n{\"text\":\"Талас\"}\n";
    assert_eq!(told("a.jsonl.gz", &gzip(lines.as_bytes())), ["a.jsonl.gz#1", "a.jsonl.gz#2"]);
    let twice = told("twice.gz", &gzip(&gzip(b"x")));
    assert!(twice[0].contains("a gzip file"), "{twice:?}");
    let cut = gzip(lines.repeat(20_000).as_bytes());
    let found = told("cut.jsonl.gz", &cut[..cut.len() - 100]);
    assert!(
        found.len() > 1_000 && found.last().expect("items").starts_with("cut.jsonl.gz: breaks off"),
        "{:?}",
        found.last()
    );
    assert_eq!(told("empty.gz", &gzip(b"")), ["empty.gz: is empty; there is nothing to read"]);
}
