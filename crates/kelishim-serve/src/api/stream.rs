//! `/api/v1/stream`: new steps as the register learns of them, as server-sent events that can be taken up again.
//!
//! One task looks whether anything was written and hands what is new to all streams. Each stream knows the place up to which
//! its reader was told; a reader that comes back, or that was too slow for the others, is given what it missed from the register.

use super::fault::Fault;
use super::lists::actor;
use super::pipe::{Piece, pipe};
use super::query::Asked;
use super::resource::{ACTOR, AREA, BETWEEN, Holds, Param, SOURCE, STAGES};
use crate::{Problem, Site};
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kelishim_store::ask::{Interest, News};
use kelishim_store::state_of;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::timeout;

/// How often it is looked whether anything was written; two looks at files.
const LOOK: Duration = Duration::from_millis(500);
/// A stream without news says that it is there, so that proxies keep it and a reader that is gone is noticed.
const QUIET: Duration = Duration::from_secs(15);
/// Steps asked of the register at once.
const AT_ONCE: usize = 200;
/// News that wait for a slow reader before it is sent to the register for them.
const WAITING: usize = 256;
/// Streams open at once.
const MOST: usize = 4000;

/// Where to begin.
pub static AFTER: Param = Param {
    name: "after",
    holds: Holds::Place,
    about: "Begin after this place (`id` of an event); the header Last-Event-ID, which browsers send when they come back, comes first",
    example: "0",
};

/// Parameters of a stream.
pub static PARAMS: &[&Param] = &[&BETWEEN, &ACTOR, &AREA, &STAGES, &SOURCE, &AFTER];

/// What all streams share.
pub struct Hub {
    news: broadcast::Sender<Arc<Ready>>,
    looking: AtomicBool,
    /// Place up to which the streams were told; -1 before the first look.
    told: watch::Sender<i64>,
    open: AtomicUsize,
}

impl Default for Hub {
    fn default() -> Self {
        let told = watch::Sender::new(-1);
        Hub { news: broadcast::Sender::new(WAITING), looking: AtomicBool::new(false), told, open: AtomicUsize::new(0) }
    }
}

impl Hub {
    /// Streams open now.
    pub fn open(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// Place up to which they were told.
    pub fn told(&self) -> i64 {
        *self.told.borrow()
    }
}

/// News with the event that tells it, written once for all streams.
struct Ready {
    news: News,
    event: Bytes,
}

impl Ready {
    fn new(news: News) -> Ready {
        let data = json!({"place": news.place, "learnt": news.learnt, "sides": news.sides, "step": news.step});
        // JSON has no line ends, so one `data` line holds it.
        let event = Bytes::from(format!("id: {}\nevent: step\ndata: {data}\n\n", news.place));
        Ready { news, event }
    }
}

/// Looks for news as long as the server runs.
async fn look(site: Arc<Site>) {
    let mut seen = None;
    let mut place = -1;
    let mut closing = site.desk.closing.subscribe();
    while !*closing.borrow_and_update() {
        let state = state_of(&site.contents.db).ok();
        if state.is_none() || state != seen {
            let from = place;
            let found = site
                .ask(move |register| match from {
                    -1 => Ok((vec![], register.told()?)),
                    _ => Ok(register.news(from, AT_ONCE)?),
                })
                .await;
            // What went wrong was logged; the next look asks again.
            if let Ok((news, told)) = found {
                if news.len() < AT_ONCE {
                    seen = state;
                }
                for one in news {
                    // Without a stream nobody misses it.
                    let _ = site.desk.hub.news.send(Arc::new(Ready::new(one)));
                }
                place = told;
                site.desk.hub.told.send_replace(told);
            }
        }
        let _ = timeout(LOOK, closing.changed()).await;
    }
}

/// A reader.
struct Stream {
    site: Arc<Site>,
    interest: Interest,
    /// Told up to here.
    place: i64,
    to: mpsc::Sender<Piece>,
}

/// Why a stream ended.
struct Ended;

impl Stream {
    async fn send(&self, bytes: Bytes) -> Result<(), Ended> {
        self.to.send(Ok(bytes)).await.map_err(|_| Ended)
    }

    async fn tell(&mut self, ready: &Ready) -> Result<(), Ended> {
        if ready.news.place > self.place {
            self.place = ready.news.place;
            if self.interest.has(&ready.news) {
                self.send(ready.event.clone()).await?;
            }
        }
        Ok(())
    }

    /// What the register has after the reader's place.
    async fn catch_up(&mut self) -> Result<(), Ended> {
        loop {
            let place = self.place;
            let found = self.site.ask(move |register| Ok(register.news(place, AT_ONCE)?)).await;
            let Ok((news, told)) = found else {
                // Of a register that stays silent a reader that goes away is noticed all the same.
                if timeout(LOOK, self.to.closed()).await.is_ok() {
                    return Err(Ended);
                }
                continue;
            };
            let all = news.len() < AT_ONCE;
            for one in news {
                self.tell(&Ready::new(one)).await?;
            }
            self.place = self.place.max(told);
            if all {
                return Ok(());
            }
        }
    }

    async fn run(
        mut self,
        mut news: broadcast::Receiver<Arc<Ready>>,
        mut closing: watch::Receiver<bool>,
    ) -> Result<(), Ended> {
        self.send(Bytes::from_static(b"retry: 5000\n\n")).await?;
        self.catch_up().await?;
        loop {
            let next = tokio::select! {
                next = timeout(QUIET, news.recv()) => next,
                _ = closing.wait_for(|closing| *closing) => return Ok(()),
                () = self.to.closed() => return Err(Ended),
            };
            match next {
                Ok(Ok(ready)) => self.tell(&ready).await?,
                Ok(Err(broadcast::error::RecvError::Lagged(_))) => self.catch_up().await?,
                Ok(Err(broadcast::error::RecvError::Closed)) => return Ok(()),
                // An id alone is no event, and moves the place that the reader comes back with.
                Err(_) => self.send(Bytes::from(format!(": quiet\nid: {}\n\n", self.place))).await?,
            }
        }
    }
}

pub async fn stream(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Fault> {
    let asked = Asked::read(&site, request.uri().query(), PARAMS, &[])?;
    let given = match request.headers().get("last-event-id") {
        Some(id) => {
            let place = id.to_str().ok().and_then(|id| id.trim().parse::<i64>().ok()).filter(|n| *n >= 0);
            Some(place.ok_or_else(|| Fault::wrong("Last-Event-ID", "the `id` of an event of this stream"))?)
        }
        None => asked.value("after").and_then(|place| place.parse().ok()),
    };
    let mut interest = Interest {
        between: asked.sides(),
        actor: None,
        area: asked.value("area").map(str::to_owned),
        stages: asked.value("stage").map(|s| s.split(',').map(str::to_owned).collect()).unwrap_or_default(),
        source: asked.value("source").map(str::to_owned),
    };
    if let Some(name) = asked.value("actor") {
        let name = actor(&site, name);
        let found = site.ask(move |register| Ok(register.actor_id(&name)?)).await;
        // One that is not there yet may come, but not under an id that is known now.
        interest.actor = Some(found.map_err(|problem| match problem {
            Problem::NotFound => Fault { detail: "no actor of that name yet".to_owned(), ..problem.into() },
            problem => problem.into(),
        })?);
    }
    let hub = &site.desk.hub;
    if hub.open.fetch_add(1, Ordering::Relaxed) >= MOST {
        hub.open.fetch_sub(1, Ordering::Relaxed);
        return Err(Fault::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too-many",
            "no more streams are open at once; come again in a moment",
        ));
    }
    let guard = Open(site.clone());
    if !hub.looking.swap(true, Ordering::AcqRel) {
        tokio::spawn(look(site.clone()));
    }
    // First the news, then the place: what comes between is told twice and passed over once.
    let news = hub.news.subscribe();
    let mut told = hub.told.subscribe();
    let now = timeout(Duration::from_secs(10), told.wait_for(|place| *place >= 0)).await;
    let now = now.ok().and_then(Result::ok).map(|place| *place);
    let place = given.or(now).ok_or_else(|| Fault::from(Problem::Stopped))?;
    let closing = site.desk.closing.subscribe();
    let (to, body) = pipe();
    let stream = Stream { site: site.clone(), interest, place, to };
    tokio::spawn(async move {
        let _guard = guard;
        // Its reader went away, or the server ends: nothing to tell anybody.
        let _ = stream.run(news, closing).await;
    });
    let head = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store")];
    // Some proxies gather answers before they pass them on.
    Ok((head, [("x-accel-buffering", "no")], body).into_response())
}

/// Counts an open stream.
struct Open(Arc<Site>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.desk.hub.open.fetch_sub(1, Ordering::Relaxed);
    }
}
