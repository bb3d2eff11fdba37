//! The server's life.

use crate::{Limits, Site, limits, router};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::signal;

/// How long a question under way may take when the server is being stopped.
const PARTING: Duration = Duration::from_secs(10);

/// Takes the address, so that browsers may come; they wait until [`serve`] answers them.
pub fn bind(listen: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(listen)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves `site` within `limits` until the process is told to end. Requests under way are finished.
pub fn serve(site: Arc<Site>, listener: TcpListener, limits: Limits) -> io::Result<()> {
    site.bound(limits);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        limits::accept(site.clone(), listener, router(site), told_to_end()).await;
        Ok(())
    });
    runtime.shutdown_timeout(PARTING);
    served
}

/// Ctrl-C or a request to terminate.
async fn told_to_end() {
    let interrupt = signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminate = match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(signal) => signal,
            Err(_) => return drop(interrupt.await),
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
