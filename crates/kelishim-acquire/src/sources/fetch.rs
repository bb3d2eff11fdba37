//! Addresses of the web: asked once, politely, within bounds, and never of a network that is not the world's.

use super::address::is_public;
use super::client::{Gate, Private, agent, authorities, told};
use super::gzip::Coding;
use super::head::content_type;
use super::robots::{self, Robots};
use super::stream::{self, Bytes, Origin, one, size};
use super::{Failure, Items, Lasting, Received, SourceOptions, Validator};
use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use ureq::http::Response;
use ureq::{Agent, Body};
use url::{Position, Url};

/// What stands at a web address. Asks when the first item is taken, not before.
pub fn items<'a>(address: &str, options: &SourceOptions<'a>) -> Items<'a> {
    let any = options.allow_private;
    gated(address, options, Arc::new(move |address| any || is_public(address.ip())))
}

fn gated<'a>(address: &str, options: &SourceOptions<'a>, gate: Gate) -> Items<'a> {
    let (address, options) = (address.to_owned(), options.clone());
    let asked = std::iter::once_with(move || {
        let fetch = Fetch { agent: agent(&options, gate), options };
        fetch.items(&address).unwrap_or_else(|refusal| {
            let Refusal { reason, retry } = refusal;
            one(Received::Failed(Failure { key: address, reason, retry }))
        })
    });
    Box::new(asked.flatten())
}

struct Fetch<'a> {
    agent: Agent,
    options: SourceOptions<'a>,
}

/// Why an address was not fetched.
#[derive(Debug)]
struct Refusal {
    reason: String,
    retry: bool,
}

impl Refusal {
    /// It would be the same another time.
    fn lasting(reason: impl Into<String>) -> Self {
        Refusal { reason: reason.into(), retry: false }
    }

    /// It may be otherwise another time.
    fn passing(reason: impl Into<String>) -> Self {
        Refusal { reason: reason.into(), retry: true }
    }
}

impl<'a> Fetch<'a> {
    fn items(&self, address: &str) -> Result<Items<'a>, Refusal> {
        let seen = (self.options.seen)(address).unwrap_or_default();
        let mut url = parse(self.options.moved.get(address).map_or(address, String::as_str))?;
        let lasting = |says| Received::Lasting { url: address.to_owned(), says };
        // Where it moved for good; what follows a redirection for the time being is for the time being too.
        let (mut moved, mut for_good) = (None, true);
        for _ in 0..=self.options.limits.redirects {
            self.ask_robots(&url)?;
            let answer = self.get(&url, &seen)?;
            let status = answer.status().as_u16();
            match status {
                200 | 304 => {
                    let said = moved.map(|url| lasting(Lasting::MovedTo(url)));
                    let items = match status {
                        200 => self.answer(address, &url, answer)?,
                        _ => one(Received::Unchanged { url: address.to_owned() }),
                    };
                    return Ok(Box::new(said.into_iter().chain(items)));
                }
                301 | 302 | 303 | 307 | 308 => {
                    url = redirected(&url, &answer)?;
                    for_good &= matches!(status, 301 | 308);
                    if for_good {
                        moved = Some(url.to_string());
                    }
                }
                410 => {
                    let Refusal { reason, retry } = refused(status);
                    let failed = Received::Failed(Failure { key: address.to_owned(), reason, retry });
                    // Where it moved to may be gone while the address itself leads elsewhere by now.
                    let told = for_good && !self.options.moved.contains_key(address);
                    let said = told.then(|| lasting(Lasting::Gone));
                    return Ok(Box::new(said.into_iter().chain([failed])));
                }
                _ => return Err(refused(status)),
            }
        }
        let most = self.options.limits.redirects;
        Err(Refusal::lasting(format!("redirects more than {most} times; give the address it leads to")))
    }

    /// Whether the site lets us fetch that address.
    fn ask_robots(&self, url: &Url) -> Result<(), Refusal> {
        let origin = url.origin().ascii_serialization();
        let host = url.host_str().unwrap_or_default();
        let path = &url[Position::BeforePath..Position::AfterQuery];
        match &*self.options.robots.of(&origin, || self.robots(url)) {
            Robots::Rules(rules) if robots::allows(rules, path) => Ok(()),
            Robots::Rules(_) => Err(Refusal::lasting(format!(
                "{host} asks programs not to fetch this (robots.txt); save the page by hand if its terms allow"
            ))),
            Robots::Unknown { reason, retry } => {
                Err(Refusal { reason: format!("{reason} (asked for its robots.txt)"), retry: *retry })
            }
        }
    }

    /// The `robots.txt` of a site. Without one all is allowed; a site that cannot be asked is left alone.
    fn robots(&self, url: &Url) -> Robots {
        let asked = || -> Result<Robots, Refusal> {
            let mut url = url.join("/robots.txt").map_err(|error| Refusal::lasting(error.to_string()))?;
            for _ in 0..=self.options.limits.redirects {
                let answer = self.get(&url, &Validator::default())?;
                match answer.status().as_u16() {
                    200 => {
                        let mut text = Vec::new();
                        // What is over the limit does not count, by the standard.
                        let read = body(answer, self.options.limits.answer)?.take(robots::MOST).read_to_end(&mut text);
                        read.map_err(|error| Refusal::passing(told(&error)))?;
                        return Ok(robots::read(&String::from_utf8_lossy(&text)));
                    }
                    301 | 302 | 303 | 307 | 308 => url = redirected(&url, &answer)?,
                    status @ (429 | 500..) => return Err(refused(status)),
                    _ => return Ok(Robots::Rules(Vec::new())),
                }
            }
            Ok(Robots::Rules(Vec::new()))
        };
        asked().unwrap_or_else(|Refusal { reason, retry }| Robots::Unknown { reason, retry })
    }

    fn get(&self, url: &Url, seen: &Validator) -> Result<Response<Body>, Refusal> {
        let mut request = self.agent.get(url.as_str());
        if let Some(etag) = &seen.etag {
            request = request.header("If-None-Match", etag);
        }
        if let Some(date) = &seen.last_modified {
            request = request.header("If-Modified-Since", date);
        }
        request.call().map_err(|error| {
            // What the gate refused it will refuse again.
            let gated = matches!(&error, ureq::Error::Other(inner) if inner.is::<Private>());
            let reason = match error {
                ureq::Error::Io(error) => told(&error),
                error => told(&io::Error::other(error)),
            };
            if gated { Refusal::lasting(reason) } else { Refusal::passing(reason) }
        })
    }

    /// The items of a good answer, after word of its having come.
    fn answer(&self, address: &str, url: &Url, answer: Response<Body>) -> Result<Items<'a>, Refusal> {
        let validator = Validator { etag: field(&answer, "ETag"), last_modified: field(&answer, "Last-Modified") };
        let charset = field(&answer, "Content-Type").and_then(|kind| content_type(&kind).1);
        let base = Some(url.as_str().to_owned());
        let origin = Origin { key: address.to_owned(), base, web: true, charset };
        let most = self.options.limits.answer;
        let mut items = stream::items(origin, body(answer, most)?, &self.options);
        let first = items.next();
        // An answer that broke off must be asked for again in full: its validator is not to be kept.
        if matches!(&first, Some(Received::Failed(failure)) if failure.key == address) {
            return Ok(Box::new(first.into_iter()));
        }
        let fetched = Received::Fetched { url: address.to_owned(), validator };
        Ok(Box::new([Some(fetched), first].into_iter().flatten().chain(items)))
    }
}

/// The address, if it is one of the web without a password in it.
fn parse(address: &str) -> Result<Url, Refusal> {
    let url = Url::parse(address).map_err(|error| Refusal::lasting(format!("is no address of the web: {error}")))?;
    checked(url)
}

fn checked(mut url: Url) -> Result<Url, Refusal> {
    if !matches!(url.scheme(), "http" | "https") {
        let scheme = url.scheme();
        return Err(Refusal::lasting(format!("`{scheme}` is not fetched; only http and https are")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::lasting("has a name or password in it, which would be stored; fetch it by hand"));
    }
    if url.scheme() == "https" && authorities().is_empty() {
        let reason = "cannot be trusted: this system has no certificates of authorities (package ca-certificates)";
        return Err(Refusal::passing(reason));
    }
    url.set_fragment(None);
    Ok(url)
}

/// Where an answer redirects to.
fn redirected<T>(url: &Url, answer: &Response<T>) -> Result<Url, Refusal> {
    let Some(to) = field(answer, "Location") else {
        return Err(Refusal::lasting("redirects without saying where to"));
    };
    let next = url.join(&to).map_err(|error| Refusal::lasting(format!("redirects to `{to}`: {error}")))?;
    checked(next)
        .map_err(|Refusal { reason, retry }| Refusal { reason: format!("redirects to `{to}`: {reason}"), retry })
}

fn refused(status: u16) -> Refusal {
    match status {
        401 | 403 => Refusal::lasting(format!("the server forbids it ({status})")),
        404 => Refusal::lasting(format!("the server has no such page ({status})")),
        410 => Refusal::lasting(format!("the server says that it is gone for good ({status})")),
        408 | 425 | 429 => Refusal::passing(format!("the server asks for patience ({status}); try again later")),
        500.. => Refusal::passing(format!("the server has an error ({status}); try again later")),
        _ => Refusal::lasting(format!("the server answered {status}, which is no page")),
    }
}

fn field<T>(answer: &Response<T>, name: &str) -> Option<String> {
    let value = answer.headers().get(name)?;
    let text = String::from_utf8_lossy(value.as_bytes()).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The body of an answer without its `Content-Encoding`; neither packed nor unpacked is it longer than `most`.
fn body(answer: Response<Body>, most: u64) -> Result<Bytes<'static>, Refusal> {
    let name = field(&answer, "Content-Encoding");
    let Some(coding) = Coding::named(name.as_deref()) else {
        let name = name.unwrap_or_default();
        return Err(Refusal::lasting(format!("is packed with `{name}`, which is not read here")));
    };
    let packed = Limited::new(answer.into_body().into_reader(), most);
    let unpacked = coding.unpack(packed).map_err(|error| Refusal::passing(told(&error)))?;
    Ok(Box::new(Limited::new(unpacked, most)))
}

/// A stream that breaks off with an error, and not with its end, when it is too long.
struct Limited<R> {
    from: R,
    most: u64,
    left: u64,
}

impl<R> Limited<R> {
    fn new(from: R, most: u64) -> Self {
        Limited { from, most, left: most }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.from.read(into).map_err(|error| {
            let kind = if error.kind() == ErrorKind::Other { ErrorKind::ConnectionAborted } else { error.kind() };
            if matches!(kind, ErrorKind::InvalidData | ErrorKind::Interrupted) {
                error
            } else {
                io::Error::new(kind, told(&error))
            }
        })?;
        self.left = self.left.checked_sub(got as u64).ok_or_else(|| {
            let most = size(self.most);
            io::Error::new(ErrorKind::InvalidData, format!("is larger than {most}; save it to a file and give that"))
        })?;
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::{SocketAddr, TcpListener};
    use std::thread;

    /// Answers every request with a redirection to `to`; gives its own address.
    fn redirecting(to: &str) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let answer = format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
                let first = lines.next().and_then(Result::ok).unwrap_or_default();
                while lines.next().and_then(Result::ok).is_some_and(|line| !line.is_empty()) {}
                let nothing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                let _ = stream.write_all(if first.contains("robots.txt") { nothing } else { &answer }.as_bytes());
            }
        });
        address
    }

    fn check(address: &str, gate: Gate) -> Failure {
        let items: Vec<Received> = gated(address, &SourceOptions::default(), gate).collect();
        match &items[..] {
            [Received::Failed(failure)] => failure.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_redirection_cannot_lead_behind_the_gate() {
        let secret = redirecting("http://a.example/");
        for to in [format!("http://{secret}/"), format!("http://localhost:{}/", secret.port())] {
            let open = redirecting(&to);
            // Stands for a public server; everything else of this machine is private.
            let failure = check(&format!("http://{open}/"), Arc::new(move |address| *address == open));
            assert!(failure.reason.contains("leads to a private address"), "{}", failure.reason);
            assert!(!failure.retry);
        }
    }

    #[test]
    fn this_machine_is_not_fetched_by_any_of_its_names() {
        for address in [
            "http://127.0.0.1:9/",
            "http://localhost:9/",
            "http://[::1]:9/",
            "http://2130706433:9/",
            "http://0x7f.1:9/",
            "http://[::ffff:127.0.0.1]:9/",
            "http://0:9/",
        ] {
            let items: Vec<Received> = items(address, &SourceOptions::default()).collect();
            let [Received::Failed(failure)] = &items[..] else { panic!("{items:?}") };
            assert!(failure.reason.contains("leads to a private address"), "{address}: {}", failure.reason);
            assert!(!failure.retry, "{address}");
        }
    }

    #[test]
    fn only_the_web_is_fetched() {
        let gate: Gate = Arc::new(|_| true);
        assert!(check("ftp://a.example/x", Arc::clone(&gate)).reason.contains("only http and https"));
        assert!(check("file:///etc/hosts", Arc::clone(&gate)).reason.contains("only http and https"));
        assert!(check("http://", Arc::clone(&gate)).reason.contains("no address of the web"));
        assert!(check("http://a:b@a.example/", Arc::clone(&gate)).reason.contains("password"));
        let open = redirecting("file:///etc/hosts");
        assert!(check(&format!("http://{open}/"), gate).reason.contains("only http and https"));
    }
}
