//! Where a visitor comes from, also behind proxies.

use axum::http::HeaderMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// The other end of a connection; put into every request by [`super::accept`].
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// An address, or all that begin as it does: `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether it has an address.
    pub fn has(&self, address: IpAddr) -> bool {
        let (a, width) = bits(self.address);
        let (b, other) = bits(address.to_canonical());
        // A shift by the whole width is none that Rust allows.
        width == other && (self.bits == 0 || (a ^ b) >> (width - self.bits) == 0)
    }
}

fn bits(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Network, String> {
        let wrong = || format!("`{text}` is no network; it looks like 10.0.0.0/8 or 10.1.2.3");
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = bits(address).1;
        let bits = length.map_or(Ok(most), |l| l.parse().map_err(|_| wrong()))?;
        if bits > most { Err(wrong()) } else { Ok(Network { address, bits }) }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// The address that the rate is counted by.
    pub address: IpAddr,
    /// Whether it is this machine's own, with nothing between.
    pub own: bool,
    /// Whether the connection is a trusted proxy's.
    pub proxied: bool,
}

impl Client {
    /// The last address of `X-Forwarded-For` that is no trusted proxy's; what others wrote there is not believed.
    pub fn of(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> Client {
        let peer = peer.to_canonical();
        let trusted = |address: IpAddr| proxies.iter().any(|p| p.has(address));
        let forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
        if !trusted(peer) {
            return Client { address: peer, own: peer.is_loopback() && !forwarded, proxied: false };
        }
        let named = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
        let named: Vec<Option<IpAddr>> = named.flat_map(|v| v.split(',')).map(|a| address(a.trim())).collect();
        let mut last = peer;
        for name in named.into_iter().rev() {
            // Whatever stands before a word that is no address was not written by a proxy of ours.
            let Some(name) = name else { break };
            last = name.to_canonical();
            if !trusted(last) {
                break;
            }
        }
        Client { address: last, own: last.is_loopback() && !forwarded, proxied: true }
    }
}

/// An address with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let plain = text.trim_start_matches('[').trim_end_matches(']');
    plain.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|s| s.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(peer: &str, forwarded: &[&str], proxies: &[&str], wanted: &str) {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let proxies: Vec<Network> = proxies.iter().map(|p| p.parse().unwrap()).collect();
        let client = Client::of(peer.parse().unwrap(), &headers, &proxies);
        assert_eq!(client.address.to_string(), wanted, "{peer} {forwarded:?}");
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        check("203.0.113.5", &["1.2.3.4"], &[], "203.0.113.5");
        check("203.0.113.5", &["1.2.3.4"], &["10.0.0.0/8"], "203.0.113.5");
        check("10.1.1.1", &["1.2.3.4"], &["10.0.0.0/8"], "1.2.3.4");
        check("10.1.1.1", &["9.9.9.9, 1.2.3.4"], &["10.0.0.0/8"], "1.2.3.4");
        check("10.1.1.1", &["9.9.9.9", "1.2.3.4, 10.2.2.2"], &["10.0.0.0/8"], "1.2.3.4");
        check("10.1.1.1", &["9.9.9.9, nonsense"], &["10.0.0.0/8"], "10.1.1.1");
        check("10.1.1.1", &[], &["10.0.0.0/8"], "10.1.1.1");
        check("::ffff:10.1.1.1", &["[2001:db8::1]:4711"], &["10.1.1.1"], "2001:db8::1");
    }

    #[test]
    fn a_visitor_through_a_proxy_is_not_this_machine() {
        let mut headers = HeaderMap::new();
        let own = |headers: &HeaderMap| Client::of("127.0.0.1".parse().unwrap(), headers, &[]).own;
        assert!(own(&headers));
        headers.insert("x-forwarded-for", "127.0.0.1".parse().unwrap());
        assert!(!own(&headers));
    }

    #[test]
    fn networks_are_told_apart() {
        let net = |n: &str| n.parse::<Network>();
        assert!(net("0.0.0.0/0").unwrap().has("8.8.8.8".parse().unwrap()));
        assert!(!net("0.0.0.0/0").unwrap().has("::1".parse().unwrap()));
        assert!(net("2001:db8::/32").unwrap().has("2001:db8:1::1".parse().unwrap()));
        assert!(!net("192.168.1.0/24").unwrap().has("192.168.2.1".parse().unwrap()));
        for wrong in ["", "10.0.0.0/33", "10.0.0", "a/8", "10.0.0.0/-1"] {
            assert!(net(wrong).is_err(), "{wrong}");
        }
    }
}
