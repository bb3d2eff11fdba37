//! A day of feeds replayed, undisturbed and with everything that goes wrong on the web: the register and the notices are the same.

use super::stderr;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// Reports of the day, in the order they are published; those at even places in the first feed.
const REPORTS: [&str; 8] = [
    "quota-2021-04",
    "schools-2021-03",
    "quota-2021-09",
    "vaccine-2021-05",
    "schools-2023-03",
    "quota-2020-02",
    "quota-2023-10",
    "schools-2023-09",
];
/// Turns of the day, half an hour each.
const TURNS: usize = 14;

/// What the servers on this machine know and have seen.
#[derive(Default)]
struct World {
    /// Reports published so far.
    published: usize,
    /// How the feeds behave: ``, `500`, `cut`, `broken`, `moved`, `gone`, `hang up`, `hang`.
    feeds: &'static str,
    /// Whether the receivers of notices have a bad day.
    bad: bool,
    /// Bodies posted and taken, with their signature and time.
    posted: Vec<(Value, String, i64, Vec<u8>)>,
    /// Mails taken.
    mails: Vec<String>,
    /// Requests for feeds, with their fields.
    asked: Vec<String>,
}

type Shared = Arc<Mutex<World>>;

fn of(world: &Shared) -> MutexGuard<'_, World> {
    world.lock().expect("no test panics with it")
}

fn sample(name: &str) -> (String, String, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let read = |end: &str| std::fs::read_to_string(folder.join(format!("{name}.{end}"))).expect("a sample");
    let about: toml::Table = read("toml").parse().expect("its data");
    let field = |key: &str| about[key].as_str().unwrap_or_default().to_owned();
    (read("txt"), field("title"), field("published"))
}

/// A feed with its entries, the last first.
fn feed(which: usize, published: usize) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut out = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Лента {which}</title><id>x</id><updated>2026-06-01T00:00:00Z</updated>"
    );
    for (i, name) in REPORTS.iter().enumerate().take(published).rev().filter(|(i, _)| i % 2 == which) {
        let (text, title, day) = sample(name);
        let text: String = text.split("\n\n").map(|p| format!("&lt;p&gt;{}&lt;/p&gt;", escape(&escape(p)))).collect();
        out += &format!(
            "<entry><id>tag:x,{i}</id><title>{}</title><link href=\"https://news.example/{i}\"/><updated>{day}T06:00:00Z</updated><content type=\"html\">{text}</content></entry>",
            escape(&title)
        );
    }
    out + "</feed>"
}

fn answer(stream: &mut TcpStream, status: &str, fields: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\n{fields}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
}

/// A server on this machine that talks with one visitor after the other.
fn listen(world: &Shared, talk: fn(&Shared, TcpStream)) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let world = world.clone();
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| talk(&world, stream)));
    port
}

/// Feeds and a receiver of webhooks.
fn web(world: &Shared, mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    let mut request = String::new();
    while reader.read_line(&mut request).is_ok_and(|n| n > 2) {}
    let field = |name: &str| {
        let line = request.lines().find(|l| l.to_lowercase().starts_with(&format!("{name}:")));
        line.and_then(|l| l.split_once(':')).map_or(String::new(), |(_, v)| v.trim().to_owned())
    };
    let mut body = vec![0; field("content-length").parse().unwrap_or(0)];
    let _ = reader.read_exact(&mut body);
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut world = of(world);
    if path == "/hook" {
        if world.bad {
            answer(&mut stream, "503 Busy", "", b"");
        } else {
            let json = serde_json::from_slice(&body).expect("JSON");
            let time = field("x-kelishim-timestamp").parse().expect("a time");
            world.posted.push((json, field("x-kelishim-signature"), time, body));
            answer(&mut stream, "204 Thanks", "", b"");
        }
        return;
    }
    let Some(which) = ["/a.xml", "/b.xml", "/moved/a.xml", "/moved/b.xml"].iter().position(|p| *p == path) else {
        answer(&mut stream, "404 Not Found", "", b"");
        return;
    };
    world.asked.push(request.clone());
    let text = feed(which % 2, world.published);
    let etag = format!("\"{}\"", world.published);
    match world.feeds {
        "500" => answer(&mut stream, "500 Oh", "", b""),
        "cut" => {
            let head = format!("HTTP/1.1 200 OK\r\nETag: {etag}\r\nContent-Length: {}\r\n\r\n", text.len());
            let _ = stream.write_all(&[head.as_bytes(), &text.as_bytes()[..text.len() / 2]].concat());
        }
        "broken" => answer(&mut stream, "200 OK", "", &text.as_bytes()[..text.len() - 30]),
        "hang up" => {}
        // Longer than the plan has patience.
        "hang" => drop(thread::spawn(move || {
            thread::sleep(Duration::from_secs(8));
            drop(stream);
        })),
        "gone" => answer(&mut stream, "410 Gone", "", b""),
        "moved" if which < 2 => answer(&mut stream, "301 Moved", &format!("Location: /moved{path}\r\n"), b""),
        _ if field("if-none-match") == etag => answer(&mut stream, "304 Not Modified", "", b""),
        _ => answer(
            &mut stream,
            "200 OK",
            &format!("ETag: {etag}\r\nContent-Type: application/atom+xml\r\n"),
            text.as_bytes(),
        ),
    }
}

/// A relay that takes mails.
fn relay(world: &Shared, mut stream: TcpStream) {
    let lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
    let _ = stream.write_all(b"220-relay\r\n220 ready\r\n");
    let (mut data, mut mail) = (false, String::new());
    for line in lines.map_while(Result::ok) {
        let reply: &[u8] = match (data, line.as_str()) {
            (true, ".") => {
                data = false;
                let mut world = of(world);
                if world.bad {
                    b"451 later\r\n"
                } else {
                    world.mails.push(std::mem::take(&mut mail));
                    b"250 taken\r\n"
                }
            }
            (true, line) => {
                mail += &format!("{}\n", line.strip_prefix('.').unwrap_or(line));
                continue;
            }
            (_, "DATA") => {
                data = true;
                b"354 go on\r\n"
            }
            (_, "QUIT") => b"221 bye\r\n",
            (_, line) if line.starts_with("EHLO ") => b"250-relay\r\n250 8BITMIME\r\n",
            _ => b"250 ok\r\n",
        };
        let _ = stream.write_all(reply);
    }
}

struct Day {
    world: Shared,
    db: String,
    plan: String,
}

impl Day {
    fn new(name: &str) -> Day {
        let world = Shared::default();
        let (web, relay) = (listen(&world, web), listen(&world, relay));
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let write = |file: &str, text: String| {
            std::fs::write(folder.join(file), text).expect("it can be written");
            folder.join(file).display().to_string()
        };
        write("secret", "a secret of the two\n".to_owned());
        let plan = format!(
            "patience = '2s'\n[[feed]]\nurl = 'http://127.0.0.1:{web}/a.xml'\ninterval = '10m'\n[[feed]]\nurl = 'http://localhost:{web}/b.xml'\ninterval = '10m'\n\
             [[rule]]\nname = 'all'\non = ['step', 'overdue']\nwebhook = {{ url = 'http://127.0.0.1:{web}/hook', secret-file = 'secret' }}\n\
             [[rule]]\nname = 'quotas'\nbetween = ['KGZ', 'Россия']\narea = 'education'\non = ['step', 'overdue']\n\
             mail = {{ to = ['desk@example.org'], from = 'k@example.org', relay = '127.0.0.1:{relay}' }}\n"
        );
        Day { world, db: folder.join("k.db").display().to_string(), plan: write("feeds.toml", plan) }
    }

    fn command(&self, now: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kelishim"));
        command.args(["watch", "--once", "--allow-private", "--db", &self.db, &self.plan]).env("KELISHIM_NOW", now);
        command
    }

    fn turn(&self, now: &str) -> Output {
        self.command(now).output().expect("it runs")
    }

    fn at(turn: usize) -> String {
        format!("2026-06-01T{:02}:{:02}:00Z", 6 + turn / 2, turn % 2 * 30)
    }

    fn list(&self, arguments: &[&str]) -> Vec<Value> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kelishim"));
        command.args(arguments).args(["--db", &self.db, "--format", "jsonl", "--limit", "0"]);
        command.env("KELISHIM_NOW", "2026-06-07T12:00:00Z");
        let out = command.output().expect("it runs").stdout;
        String::from_utf8_lossy(&out).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
    }

    /// The register without what depends on when things came.
    fn content(&self) -> (BTreeSet<String>, BTreeSet<BTreeSet<String>>, BTreeSet<String>) {
        let articles =
            self.list(&["articles"]).iter().map(|a| format!("{} {} {}", a["url"], a["title"], a["rows"])).collect();
        let mut threads: std::collections::BTreeMap<String, BTreeSet<String>> = Default::default();
        for step in self.list(&["commitments", "--steps"]) {
            let line = format!("{} {} {} {}", step["date"], step["stage"], step["summary"], step["evidence"]);
            threads.entry(step["commitment"].to_string()).or_default().insert(line);
        }
        let events = self
            .list(&["events"])
            .iter()
            .map(|e| format!("{} {} {} {}", e["date"], e["type"], e["trigger"], e["reports"]))
            .collect();
        (articles, threads.into_values().collect(), events)
    }

    /// Steps told by the webhook, each as often as it was told.
    fn told(&self) -> Vec<String> {
        let step = |(body, ..): &(Value, String, i64, Vec<u8>)| body["step"]["id"].as_str().map(str::to_owned);
        let mut told: Vec<String> = of(&self.world).posted.iter().filter_map(step).collect();
        told.sort();
        told
    }
}

#[test]
fn a_disturbed_day_leaves_the_register_of_an_undisturbed_one_and_tells_each_step_once() {
    let calm = Day::new("watch-calm");
    for turn in 0..TURNS {
        of(&calm.world).published = (turn + 1).min(REPORTS.len());
        let output = calm.turn(&Day::at(turn));
        assert!(output.status.code() < Some(2), "{}", stderr(&output));
    }
    let asked = of(&calm.world).asked.clone();
    assert!(
        asked.iter().any(|r| r.to_lowercase().contains("if-none-match: \"8\"")),
        "what is unchanged is not sent again"
    );

    let rough = Day::new("watch-rough");
    let faults = ["500", "", "cut", "broken", "hang up", "moved", "", "moved", "500", "hang", "cut", "", "", ""];
    for (turn, fault) in faults.iter().enumerate() {
        {
            let mut world = of(&rough.world);
            world.published = (turn + 1).min(REPORTS.len());
            world.feeds = fault;
            world.bad = matches!(turn, 1 | 5 | 6);
        }
        if turn == 6 {
            // Cut by force at three moments; the next turn goes on where it was cut.
            for wait in [60, 250, 700] {
                let mut child =
                    rough.command(&Day::at(turn)).stderr(std::process::Stdio::null()).spawn().expect("it runs");
                thread::sleep(Duration::from_millis(wait));
                let _ = child.kill();
                let _ = child.wait();
            }
        }
        rough.turn(&Day::at(turn));
        if turn == 9 {
            // The clock leaps three days ahead, and back.
            rough.turn("2026-06-04T12:00:00Z");
        }
    }
    // What waited longest for its next try.
    for day in 2..8 {
        rough.turn(&format!("2026-06-{day:02}T12:00:00Z"));
    }
    assert_eq!(rough.content(), calm.content());
    let all: BTreeSet<String> =
        rough.list(&["commitments", "--steps"]).iter().map(|s| s["id"].as_str().unwrap().to_owned()).collect();
    assert!(all.len() > 5, "{all:?}");
    assert_eq!(rough.told(), all.into_iter().collect::<Vec<_>>(), "each step once");
    assert_eq!(calm.told().len(), rough.told().len());

    let world = of(&rough.world);
    for (_, signature, time, body) in &world.posted {
        assert_eq!(*signature, kelishim_watch::signature(b"a secret of the two", *time, body));
    }
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let overdue = world.posted.iter().map(|(body, ..)| body).filter(|b| b["kind"] == "overdue");
    let overdue: Vec<(String, String)> =
        overdue.map(|b| (text(&b["commitment"]["id"]), text(&b["commitment"]["due"]))).collect();
    let each: BTreeSet<&(String, String)> = overdue.iter().collect();
    assert_eq!(each.len(), overdue.len(), "what is overdue once");
    let today = rough.list(&["commitments", "--overdue"]);
    let told = |c: &Value| each.iter().any(|(id, _)| c["id"] == id.as_str());
    assert!(!today.is_empty() && today.iter().all(told), "{each:?}");
    let mails = &world.mails;
    assert!(!mails.is_empty() && mails.iter().all(|m| m.contains("To: <desk@example.org>")));
    let mut ids: Vec<&str> = mails.iter().filter_map(|m| m.lines().find(|l| l.starts_with("Message-ID"))).collect();
    ids.sort();
    let before = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), before, "no mail twice");
}

#[test]
fn a_feed_that_moved_is_asked_where_it_is_and_one_that_is_gone_no_more() {
    let day = Day::new("watch-moved");
    of(&day.world).published = 2;
    // Paths asked in a turn, and what was told.
    let turn = |number: usize, feeds: &'static str| {
        let before = {
            let mut world = of(&day.world);
            world.feeds = feeds;
            world.asked.len()
        };
        let output = day.turn(&Day::at(number));
        let world = of(&day.world);
        let path = |r: &String| r.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut paths: Vec<String> = world.asked[before..].iter().map(path).collect();
        paths.sort();
        (paths, stderr(&output))
    };
    let (paths, told) = turn(0, "moved");
    assert_eq!(paths, ["/a.xml", "/b.xml", "/moved/a.xml", "/moved/b.xml"]);
    assert!(told.contains("moved for good"), "{told}");
    let (articles, ..) = day.content();
    assert_eq!(articles.len(), 2, "{articles:?}");
    // The program was ended in between: what it was told is kept.
    let (paths, told) = turn(1, "moved");
    assert_eq!(paths, ["/moved/a.xml", "/moved/b.xml"]);
    assert!(!told.contains("moved for good"), "{told}");
    assert_eq!(day.content().0, articles, "the same reports are not new ones at the new address");
    // Where the new address fails the one of the plan is asked again.
    assert_eq!(turn(2, "500").0, ["/moved/a.xml", "/moved/b.xml"]);
    assert_eq!(turn(3, "").0, ["/a.xml", "/b.xml"]);
    let (paths, told) = turn(4, "gone");
    assert_eq!(paths, ["/a.xml", "/b.xml"]);
    assert!(told.contains("/a.xml: it is polled no longer"), "{told}");
    assert!(told.contains("gone for good (410)"), "{told}");
    for number in 5..8 {
        assert_eq!(turn(number, "").0, Vec::<String>::new());
    }
    assert_eq!(day.content().0, articles);
}

#[test]
fn only_one_watches_a_register_and_a_wrong_plan_is_refused() {
    let day = Day::new("watch-held");
    let mut first = Command::new(env!("CARGO_BIN_EXE_kelishim"));
    let mut first = first.args(["watch", "--allow-private", "--db", &day.db, &day.plan]).spawn().expect("it runs");
    // It holds the state before it asks the first feed.
    while of(&day.world).asked.is_empty() {
        thread::sleep(Duration::from_millis(50));
    }
    let output = day.turn(&Day::at(0));
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("another `kelishim watch`"), "{}", stderr(&output));
    let _ = first.kill();
    let _ = first.wait();
    std::fs::write(&day.plan, "[[feed]]\nurl = 'http://127.0.0.1:1/'\nevry = '1h'\n").unwrap();
    let output = day.turn(&Day::at(1));
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("evry"), "{}", stderr(&output));
}
