//! The server's life.

use crate::{Site, router};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal;

/// How long a page under way may take when the server is being stopped.
const PARTING: Duration = Duration::from_secs(10);

/// Serves `site` on `listen` until the process is told to end; `ready` is called with the address once it answers.
///
/// Pages under way are finished.
pub fn serve(site: Arc<Site>, listen: SocketAddr, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(listen).await?;
        ready(listener.local_addr()?);
        axum::serve(listener, router(site)).with_graceful_shutdown(told_to_end()).await
    });
    runtime.shutdown_timeout(PARTING);
    served
}

/// Ctrl-C or a request to terminate. A connection that a browser keeps open does not hold the server up for ever.
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
