//! Servers, good and bad, on this machine: what a fetched address gives.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use kelishim_acquire::{Failure, Lasting, Limits, RawPage, Received, SourceOptions, Validator, open_page, receive};

/// A server that hands each request (its first line and fields) to `answer`; what was asked is kept.
struct Server {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
                thread::spawn(move || {
                    let mut request = String::new();
                    for line in BufReader::new(stream.try_clone().expect("a stream")).lines().map_while(Result::ok) {
                        if line.is_empty() {
                            break;
                        }
                        request.push_str(&line);
                        request.push('\n');
                    }
                    log.lock().expect("the log").push(request.clone());
                    answer(&request, &mut stream);
                });
            }
        });
        Server { url, asked }
    }

    /// Serves `body` under every path but `robots.txt`, with those header fields.
    fn of(fields: &'static str, body: impl Into<Vec<u8>>) -> Server {
        let body = body.into();
        Server::new(move |request, stream| {
            if request.starts_with("GET /robots.txt ") {
                send(stream, "404 Not Found", "", b"");
            } else {
                send(stream, "200 OK", fields, &body);
            }
        })
    }

    fn asked(&self, path: &str) -> Vec<String> {
        let asked = self.asked.lock().expect("the log");
        asked.iter().filter(|request| request.starts_with(&format!("GET {path} "))).cloned().collect()
    }
}

fn send(stream: &mut TcpStream, status: &str, fields: &str, body: &[u8]) {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{fields}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
}

/// Short waits, so that a stalling server does not stall the tests.
fn options() -> SourceOptions<'static> {
    let limits = Limits {
        read: Duration::from_millis(400),
        total: Duration::from_secs(4),
        answer: 1 << 20,
        ..Limits::default()
    };
    SourceOptions { allow_private: true, limits, ..SourceOptions::default() }
}

fn received(url: &str) -> Vec<Received> {
    receive(url, &options()).collect()
}

fn page(items: &[Received]) -> &RawPage {
    match items {
        [Received::Fetched { .. }, Received::Page(page)] => page,
        other => panic!("{other:?}"),
    }
}

fn failure(items: &[Received]) -> &Failure {
    match items {
        [Received::Failed(failure)] => failure,
        other => panic!("{other:?}"),
    }
}

fn check(url: &str, words: &str, retry: bool) {
    let items = received(url);
    let failure = failure(&items);
    assert!(failure.reason.contains(words), "{}", failure.reason);
    assert_eq!((failure.key.as_str(), failure.retry), (url, retry));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}

#[test]
fn a_page_is_fetched_under_our_name() {
    let fields = "Content-Type: text/html; charset=windows-1251\r\nETag: \"a1\"\r\nLast-Modified: Tue, 01 Jun 2021 00:00:00 GMT\r\n";
    let server = Server::of(fields, b"<!doctype html><p>\xce\xf8".to_vec());
    let url = format!("{}/2021/06/01/x", server.url);
    let items = received(&url);
    let page = page(&items);
    assert_eq!(page.key, url);
    let opened = open_page(page).expect("a page");
    assert_eq!((opened.text.as_str(), opened.published.as_deref()), ("Ош", Some("2021-06-01")));
    let Received::Fetched { url: fetched, validator } = &items[0] else { panic!("{items:?}") };
    assert_eq!(fetched, &url);
    assert_eq!(validator.etag.as_deref(), Some("\"a1\""));
    assert_eq!(validator.last_modified.as_deref(), Some("Tue, 01 Jun 2021 00:00:00 GMT"));
    let request = &server.asked("/2021/06/01/x")[0].to_ascii_lowercase();
    assert!(request.contains(&format!("user-agent: kelishim/{}", env!("CARGO_PKG_VERSION"))), "{request}");
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::new(|request, stream| {
        let known = request.to_ascii_lowercase().contains("if-none-match: \"a1\"");
        let robots = request.starts_with("GET /robots.txt ");
        send(
            stream,
            if robots {
                "404 No"
            } else if known {
                "304 Not Modified"
            } else {
                "200 OK"
            },
            "ETag: \"a1\"\r\n",
            b"",
        );
    });
    let url = format!("{}/feed", server.url);
    let mark =
        Validator { etag: Some("\"a1\"".to_owned()), last_modified: Some("Tue, 01 Jun 2021 00:00:00 GMT".to_owned()) };
    let known = url.clone();
    let seen = move |asked: &str| (asked == known).then(|| mark.clone());
    let options = SourceOptions { allow_private: true, ..SourceOptions::new(&seen) };
    let items: Vec<Received> = receive(&url, &options).collect();
    assert_eq!(items, [Received::Unchanged { url }]);
    assert!(server.asked("/feed")[0].to_ascii_lowercase().contains("if-modified-since: tue, 01 jun 2021"));
}

#[test]
fn a_feed_is_read_and_its_pages_are_left_alone() {
    let feed = "<rss version='2.0'><channel><title>К</title><item><link>/1</link><description>Ош</description></item></channel></rss>";
    let server = Server::of("Content-Encoding: gzip\r\n", gzip(feed.as_bytes()));
    let items = received(&format!("{}/feed", server.url));
    assert_eq!(page(&items).key, format!("{}/1", server.url));
    assert!(server.asked("/1").is_empty());
}

#[test]
fn lines_of_json_are_streamed() {
    let server = Server::of("", "{\"text\":\"a\"}\n[]\n{\"text\":\"b\"}\n");
    let url = format!("{}/x.jsonl", server.url);
    let items = received(&url);
    let [Received::Fetched { .. }, Received::Page(a), Received::Failed(bad), Received::Page(_)] = &items[..] else {
        panic!("{items:?}")
    };
    assert_eq!((a.key.clone(), bad.key.clone()), (format!("{url}#1"), format!("{url}#2")));
}

#[test]
fn refusals_say_whether_to_come_back() {
    for (status, words, retry) in [
        ("500 Oops", "has an error (500)", true),
        ("503 Busy", "has an error (503)", true),
        ("429 Slow", "asks for patience", true),
        ("404 No", "no such page", false),
        ("410 Gone", "gone for good", false),
        ("403 No", "forbids it", false),
        ("204 Nothing", "answered 204", false),
        ("304 Same", "", false),
    ] {
        let server = Server::new(move |request, stream| {
            let robots = request.starts_with("GET /robots.txt ");
            send(stream, if robots { "404 No" } else { status }, "", b"");
        });
        let url = format!("{}/x", server.url);
        if status.starts_with("304") {
            assert_eq!(received(&url), [Received::Unchanged { url }]);
        } else if status.starts_with("410") {
            let items = received(&url);
            assert_eq!(items[0], Received::Lasting { url, says: Lasting::Gone });
            assert!(failure(&items[1..]).reason.contains(words), "{items:?}");
        } else {
            check(&url, words, retry);
        }
    }
}

#[test]
fn redirections_are_followed_five_times() {
    let server = Server::new(|request, stream| {
        let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
        match path.strip_prefix('/').and_then(|n| n.parse::<usize>().ok()) {
            Some(0) => send(stream, "200 OK", "", "Ош".as_bytes()),
            Some(n) => {
                let to = format!("Location: {}\r\n", n - 1);
                send(stream, "302 Found", &to, b"");
            }
            None => send(stream, "404 No", "", b""),
        }
    });
    let url = format!("{}/5", server.url);
    assert_eq!(page(&received(&url)).key, url);
    check(&format!("{}/6", server.url), "redirects more than 5 times", false);
}

#[test]
fn a_move_is_told_as_far_as_it_is_for_good() {
    let server = Server::new(|request, stream| match request.split(' ').nth(1).unwrap_or_default() {
        "/a" => send(stream, "301 Moved", "Location: /b\r\n", b""),
        "/b" => send(stream, "308 Moved", "Location: /c\r\n", b""),
        "/c" => send(stream, "302 Found", "Location: /d\r\n", b""),
        "/d" => send(stream, "301 Moved", "Location: /e\r\n", b""),
        "/e" => send(stream, "200 OK", "", "Ош".as_bytes()),
        "/lost" => send(stream, "301 Moved", "Location: /nowhere\r\n", b""),
        "/ended" => send(stream, "301 Moved", "Location: /gone\r\n", b""),
        "/lent" => send(stream, "302 Found", "Location: /gone\r\n", b""),
        "/gone" => send(stream, "410 Gone", "", b""),
        _ => send(stream, "404 No", "", b""),
    });
    let at = |path: &str| format!("{}{path}", server.url);
    let lasting = |path: &str, says| Some(Received::Lasting { url: at(path), says });
    let first = |path: &str| received(&at(path)).into_iter().next();
    assert_eq!(first("/a"), lasting("/a", Lasting::MovedTo(at("/c"))));
    assert!(matches!(first("/c"), Some(Received::Fetched { .. })), "for the time being");
    assert!(matches!(first("/lost"), Some(Received::Failed(_))), "it did not answer there");
    assert_eq!(first("/ended"), lasting("/ended", Lasting::Gone));
    assert!(matches!(first("/lent"), Some(Received::Failed(_))), "it may be lent to another");

    let moved = Arc::new([(at("/a"), at("/e"))].into());
    let items: Vec<Received> = receive(&at("/a"), &SourceOptions { moved, ..options() }).collect();
    assert_eq!(page(&items).key, at("/a"), "a report keeps its key");
    assert_eq!(server.asked("/a").len(), 1);
    // Where it moved to is no more, but it may have moved again since.
    let moved = Arc::new([(at("/a"), at("/gone"))].into());
    failure(&receive(&at("/a"), &SourceOptions { moved, ..options() }).collect::<Vec<_>>());
}

#[test]
fn robots_are_asked_once_and_obeyed() {
    let server = Server::new(|request, stream| {
        let robots = request.starts_with("GET /robots.txt ");
        let body = if robots { "User-agent: *\nDisallow: /closed" } else { "Ош" };
        send(stream, "200 OK", "", body.as_bytes());
    });
    let options = options();
    let received = |path: &str| receive(&format!("{}{path}", server.url), &options).collect::<Vec<_>>();
    let closed = received("/closed/1");
    assert!(failure(&closed).reason.contains("robots.txt"), "{closed:?}");
    assert!(!failure(&closed).retry);
    page(&received("/open"));
    assert!(server.asked("/closed/1").is_empty());
    assert_eq!(server.asked("/robots.txt").len(), 1);
}

#[test]
fn a_site_whose_robots_cannot_be_asked_is_left_alone() {
    let server = Server::new(|request, stream| {
        send(stream, if request.starts_with("GET /robots.txt ") { "500 Oops" } else { "200 OK" }, "", b"x");
    });
    check(&format!("{}/x", server.url), "has an error (500); try again later (asked for its robots.txt)", true);
    assert!(server.asked("/x").is_empty());
}

#[test]
fn a_server_that_stalls_or_hangs_up_is_left() {
    let stalls = Server::new(|request, stream| {
        if request.starts_with("GET /robots.txt ") {
            return send(stream, "404 No", "", b"");
        }
        let half = request.starts_with("GET /half ");
        if half {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        }
        thread::sleep(Duration::from_secs(8));
    });
    check(&format!("{}/never", stalls.url), "does not answer in time", true);
    check(&format!("{}/half", stalls.url), "does not answer in time", true);

    let hangs = Server::new(|request, stream| {
        if request.starts_with("GET /robots.txt ") {
            return send(stream, "404 No", "", b"");
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    });
    check(&format!("{}/x", hangs.url), "breaks off", true);
    // Nobody listens there.
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    check(&format!("http://127.0.0.1:{port}/"), "cannot be reached", true);
}

#[test]
fn an_answer_without_end_is_not_swallowed() {
    let endless = Server::new(|request, stream| {
        if request.starts_with("GET /robots.txt ") {
            return send(stream, "404 No", "", b"");
        }
        let _ = stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss version='2.0'><channel>");
        // Slow drops are as bad as a flood.
        let (piece, pause) = if request.starts_with("GET /drops ") { (1, 50) } else { (1 << 16, 0) };
        while stream.write_all(&b"<item/> ".repeat(piece)).is_ok() {
            thread::sleep(Duration::from_millis(pause));
        }
    });
    check(&format!("{}/flood", endless.url), "is larger than 1 MiB", false);
    check(&format!("{}/drops", endless.url), "does not answer in time", true);
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = gzip(&vec![b' '; 8 << 20]);
    let server = Server::of("Content-Encoding: gzip\r\nContent-Type: text/html\r\n", bomb);
    check(&format!("{}/x", server.url), "is larger than 1 MiB", false);
}

#[test]
fn answers_that_cannot_be_read_are_failures_without_a_validator() {
    let server = Server::of("ETag: \"a\"\r\n", b"\x89PNG\r\n\x1a\n".to_vec());
    check(&format!("{}/x", server.url), "a PNG image", false);
    let server = Server::of("ETag: \"a\"\r\n", b"".to_vec());
    check(&format!("{}/x", server.url), "is empty", true);
    let server = Server::of("Content-Encoding: br\r\n", b"x".to_vec());
    check(&format!("{}/x", server.url), "packed with `br`", false);
    let server = Server::new(|request, stream| {
        let _ = match request.starts_with("GET /robots.txt ") {
            true => stream.write_all(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            false => stream.write_all(b"SSH-2.0-x\r\n"),
        };
    });
    check(&format!("{}/x", server.url), "cannot be reached", true);
}

#[test]
fn a_file_of_the_same_name_is_not_an_address() {
    let path = format!("{}/http:x", env!("CARGO_TARGET_TMPDIR"));
    fs::write(&path, "Ош").expect("a file");
    assert!(matches!(&received(&path)[..], [Received::Page(_)]));
}
