//! When a feed is polled next: at its interval with some jitter, later and later while it fails.

/// The longest that a failing feed is left alone, in seconds.
const LONGEST: i64 = 24 * 3600;
/// Between two requests to one host, in seconds.
pub const GAP: i64 = 10;

/// When to poll next, in seconds since 1970, after `failures` polls that failed in a row.
///
/// Jitter is a tenth of the wait at most, told from the address and the time: two feeds of one site part, and so do two
/// programs that were started at once.
pub fn next(url: &str, now: i64, interval: i64, failures: u32) -> i64 {
    let wait = interval.saturating_mul(1 << failures.min(16)).min(LONGEST.max(interval));
    let hash = url
        .bytes()
        .chain(now.to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let share = (hash >> 32) % 1000;
    now + wait + wait / 10 * share as i64 / 1000
}

/// Whether a poll is due. One that would be further off than any wait was set by a clock that has gone back since.
pub fn is_due(due: i64, now: i64, interval: i64) -> bool {
    due <= now || due - now > LONGEST.max(interval) * 12 / 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_with_failures_and_have_an_end() {
        let wait = |failures| next("https://a.example/", 1_000_000, 900, failures) - 1_000_000;
        assert!((900..=990).contains(&wait(0)));
        assert!((1800..=1980).contains(&wait(1)));
        assert!((LONGEST..=LONGEST * 11 / 10).contains(&wait(40)));
        assert_ne!(next("https://a.example/", 0, 90_000, 0), next("https://b.example/", 0, 90_000, 0));
    }

    #[test]
    fn a_clock_that_goes_back_does_not_silence_a_feed() {
        assert!(is_due(100, 100, 900) && !is_due(101, 100, 900));
        assert!(is_due(10_000_000, 1_000_000, 900));
    }
}
