//! Connections: so many at once, each with bounds of its own.

use super::client::Peer;
use super::slow::Timed;
use crate::Site;
use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tower_service::Service;

/// Time for the head of a request to come, on a connection that is kept open the time to the next one too.
const HEAD: Duration = Duration::from_secs(15);
/// Bytes of a head at most, and of what waits to be written.
const BUFFER: usize = 32 * 1024;
/// How long requests under way may take when the server is being stopped.
const PARTING: Duration = Duration::from_secs(10);

/// Serves until `end`; then requests under way are finished, and streams end.
pub async fn accept(site: Arc<Site>, listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let turns = Arc::new(Semaphore::new(site.limits().connections));
    tokio::pin!(end);
    loop {
        // Those for whom there is no room wait in the queue of the system, which is bounded too.
        let turn = tokio::select! {
            turn = turns.clone().acquire_owned() => turn,
            () = &mut end => break,
        };
        let Ok(turn) = turn else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            // No descriptors left, or a visitor that hung up: the next may do better.
            Err(_) => {
                sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // A page is one answer: waiting for more of it to send would only delay it.
        let _ = stream.set_nodelay(true);
        let service = Peered { router: router.clone(), peer: Peer(peer) };
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(BUFFER)
            .max_headers(64)
            .serve_connection(TokioIo::new(Timed::new(stream)), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        let site = site.clone();
        site.metrics().connections.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(async move {
            // What breaks a connection is its visitor's to know.
            let _ = connection.await;
            site.metrics().connections.fetch_sub(1, Ordering::Relaxed);
            drop(turn);
        });
    }
    drop(listener);
    site.desk.closing.send_replace(true);
    // A connection that a browser keeps open does not hold the end up for ever.
    let _ = timeout(PARTING, graceful.shutdown()).await;
}

/// The routes, each request told where it comes from.
#[derive(Clone)]
struct Peered {
    router: Router,
    peer: Peer,
}

impl Service<Request<Incoming>> for Peered {
    type Response = axum::response::Response;
    type Error = Infallible;
    type Future = <Router as Service<Request<Incoming>>>::Future;

    fn poll_ready(&mut self, context: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Infallible>> {
        <Router as Service<Request<Incoming>>>::poll_ready(&mut self.router, context)
    }

    fn call(&mut self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.peer);
        self.router.call(request)
    }
}
