//! How often one address may ask: a bucket of turns each, that fills at a rate.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many seconds' turns may be taken at once.
const BURST: u32 = 10;
/// Addresses remembered; with more of them those that have all their turns are forgotten.
const MOST: usize = 100_000;

/// Turns taken, by address.
pub struct Rates {
    /// Turns a second; 0 is no limit.
    rate: u32,
    buckets: Mutex<HashMap<u128, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f32,
    at: Instant,
}

impl Rates {
    pub fn new(rate: u32) -> Rates {
        Rates { rate, buckets: Mutex::default() }
    }

    /// Takes a turn for an address; else how long to wait for one.
    pub fn take(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        if self.rate == 0 {
            return Ok(());
        }
        let full = (self.rate * BURST) as f32;
        let rate = self.rate as f32;
        let filled = |b: &Bucket| (b.left + now.saturating_duration_since(b.at).as_secs_f32() * rate).min(full);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, b| filled(b) < full);
            // All of them busy is an attack from everywhere: nobody's count is worth the memory.
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(key(address)).or_insert(Bucket { left: full, at: now });
        *bucket = Bucket { left: filled(bucket), at: now };
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            Ok(())
        } else {
            Err(Duration::from_secs_f32((1.0 - bucket.left) / rate))
        }
    }
}

/// One household has a network of IPv6, so its first half is the address.
fn key(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address) >> 64 | 1 << 127,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods)]
    fn turns_run_out_and_come_back() {
        let rates = Rates::new(2);
        let start = Instant::now();
        let address: IpAddr = "203.0.113.5".parse().unwrap();
        let other: IpAddr = "203.0.113.6".parse().unwrap();
        for _ in 0..20 {
            rates.take(address, start).unwrap();
        }
        let wait = rates.take(address, start).unwrap_err();
        assert!(wait <= Duration::from_millis(500), "{wait:?}");
        rates.take(other, start).unwrap();
        rates.take(address, start + Duration::from_millis(600)).unwrap();
        assert!(rates.take(address, start + Duration::from_millis(600)).is_err());
        let (a, b): (IpAddr, IpAddr) = ("2001:db8::1".parse().unwrap(), "2001:db8::2".parse().unwrap());
        assert_eq!(key(a), key(b));
    }
}
