//! The HTTP client: bounded in time, without redirections of its own, connected through a gate.

use super::SourceOptions;
use std::fmt;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// How we name ourselves to servers.
const AGENT: &str = concat!("kelishim/", env!("CARGO_PKG_VERSION"));

/// Whether an address may be connected to.
pub type Gate = Arc<dyn Fn(&SocketAddr) -> bool + Send + Sync>;

/// An agent that follows no redirection, keeps to the limits and connects through the gate.
pub fn agent(options: &SourceOptions<'_>, gate: Gate) -> Agent {
    let limits = &options.limits;
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::Specific(authorities()))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = Config::builder()
        .user_agent(AGENT)
        .accept("text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, text/*, */*;q=0.5")
        .accept_encoding("gzip, deflate")
        .http_status_as_error(false)
        .max_redirects(0)
        // Through a proxy the gate would see the proxy's address instead of the server's.
        .proxy(None)
        .tls_config(tls)
        .timeout_resolve(Some(limits.connect))
        .timeout_connect(Some(limits.connect))
        .timeout_per_read(Some(limits.read))
        .timeout_global(Some(limits.total))
        .build();
    Agent::with_parts(config, DefaultConnector::default(), Gated { names: DefaultResolver::default(), gate })
}

/// The authorities that this system trusts, read once.
pub fn authorities() -> Arc<Vec<Certificate<'static>>> {
    static AUTHORITIES: OnceLock<Arc<Vec<Certificate<'static>>>> = OnceLock::new();
    let read = || {
        let found = rustls_native_certs::load_native_certs().certs;
        Arc::new(found.iter().map(|one| Certificate::from_der(one.as_ref()).to_owned()).collect())
    };
    Arc::clone(AUTHORITIES.get_or_init(read))
}

/// Names to addresses, less those that may not be connected to.
///
/// The connection is made to what comes out here, so that a name which leads elsewhere the second time it is looked up
/// gains nothing.
struct Gated {
    names: DefaultResolver,
    gate: Gate,
}

impl fmt::Debug for Gated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gated")
    }
}

/// A name that leads to nothing but addresses the gate refuses.
#[derive(Debug, thiserror::Error)]
#[error("leads to a private address ({0}), which is fetched only when that is allowed")]
pub struct Private(SocketAddr);

impl Resolver for Gated {
    fn resolve(&self, uri: &Uri, config: &Config, wait: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, wait)?;
        let mut allowed = self.empty();
        for address in found.iter().filter(|address| (self.gate)(address)) {
            allowed.push(*address);
        }
        match found.first() {
            Some(refused) if allowed.is_empty() => Err(ureq::Error::Other(Box::new(Private(*refused)))),
            _ => Ok(allowed),
        }
    }
}

/// A failure of the network for a reader.
pub fn told(error: &io::Error) -> String {
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return format!("cannot be trusted: {error}");
    }
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>());
    match inner {
        Some(ureq::Error::Timeout(_)) => "does not answer in time; try again later".to_owned(),
        Some(ureq::Error::HostNotFound) => "is unknown to the name service; look at the spelling".to_owned(),
        Some(ureq::Error::Other(inner)) => inner.to_string(),
        Some(ureq::Error::Rustls(error)) => format!("cannot be trusted: {error}"),
        _ if error.kind() == ErrorKind::TimedOut => "does not answer in time; try again later".to_owned(),
        _ => format!("cannot be reached: {error}"),
    }
}
