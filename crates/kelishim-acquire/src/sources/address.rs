//! Which addresses of the network are the world's, and which are somebody's own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether `address` is one that anybody on the internet may reach.
///
/// Not: this machine, private networks, those of carriers (CGNAT), links, groups, examples of documentation, what is
/// reserved, nor any of these written as an IPv6 address (mapped, NAT64). Tunnels that carry an IPv4 address within
/// (6to4, Teredo) are refused as a whole.
///
/// Source: IANA's registries of special-purpose addresses (RFC 6890 and its updates), as of 2026.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        [0 | 10 | 127, ..] => true,
        [100, 64..=127, ..] => true,
        [169, 254, ..] => true,
        [172, 16..=31, ..] => true,
        [192, 168, ..] => true,
        // Protocol assignments, documentation, and the former relay of 6to4.
        [192, 0, 0 | 2, _] | [192, 88, 99, _] => true,
        // Benchmarks.
        [198, 18 | 19, ..] => true,
        [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Groups, what is reserved, and everybody.
        [224..=255, ..] => true,
        _ => false,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    match address.segments() {
        // NAT64: networks without IPv4 reach the IPv4 world through it.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Protocol assignments with Teredo, documentation, 6to4.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Of all the rest only global unicast has been given out.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(public: bool, addresses: &[&str]) {
        for address in addresses {
            assert_eq!(is_public(address.parse().expect("an address")), public, "{address}");
        }
    }

    #[test]
    fn addresses_of_the_world_are_public() {
        check(
            true,
            &["8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "223.255.255.255"],
        );
        check(true, &["2a00:1450::1", "2001:200::1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]);
    }

    #[test]
    fn addresses_of_somebody_are_not() {
        check(
            false,
            &["0.0.0.0", "10.1.2.3", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255"],
        );
        check(false, &["192.168.1.1", "100.64.0.1", "100.127.255.255", "224.0.0.1", "255.255.255.255", "240.0.0.1"]);
        check(false, &["192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "198.19.255.255", "192.0.0.8"]);
        check(
            false,
            &["::", "::1", "::127.0.0.1", "fe80::1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"],
        );
        check(false, &["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:100.64.0.1"]);
        check(false, &["64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2001::1", "3fff::1", "100::1", "5f00::1"]);
    }
}
