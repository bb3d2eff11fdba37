//! The server's life.

use crate::{Site, router};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::signal;

/// How long a page under way may take when the server is being stopped.
const PARTING: Duration = Duration::from_secs(10);

/// Takes the address, so that browsers may come; they wait until [`serve`] answers them.
pub fn bind(listen: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(listen)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves `site` until the process is told to end. Pages under way are finished.
pub fn serve(site: Arc<Site>, listener: TcpListener) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let served = axum::serve(listener, router(site)).with_graceful_shutdown(told_to_end());
        // A connection that a browser keeps open does not hold the end up for ever.
        tokio::select! {
            served = served => served,
            () = async { told_to_end().await; tokio::time::sleep(PARTING).await } => Ok(()),
        }
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
