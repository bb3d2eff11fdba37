//! Counts of what the server does, in the text that Prometheus reads.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the answers' times, in seconds.
const BOUNDS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Counts since the start.
#[derive(Default)]
pub struct Metrics {
    /// Answers by route and status. Routes are patterns, so there are no more than were written.
    answers: Mutex<BTreeMap<(String, u16), u64>>,
    times: [AtomicU64; BOUNDS.len()],
    microseconds: AtomicU64,
    all: AtomicU64,
    refused: Mutex<BTreeMap<&'static str, u64>>,
    /// Requests being answered.
    pub under_way: AtomicUsize,
    /// Connections open.
    pub connections: AtomicUsize,
}

impl Metrics {
    /// An answer.
    pub fn answered(&self, route: &str, status: u16, took: Duration) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        *answers.entry((route.to_owned(), status)).or_default() += 1;
        drop(answers);
        if let Some(at) = BOUNDS.iter().position(|b| took.as_secs_f64() <= *b) {
            self.times[at].fetch_add(1, Ordering::Relaxed);
        }
        self.microseconds.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
        self.all.fetch_add(1, Ordering::Relaxed);
    }

    /// A request that was not let in.
    pub fn refused(&self, why: &'static str) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner).entry(why).or_default() += 1;
    }

    /// The text; `gauges` are what others know: name, what it is, value.
    pub fn text(&self, gauges: &[(&str, &str, f64)]) -> String {
        let mut out = String::new();
        let head = |out: &mut String, name: &str, kind: &str, about: &str| {
            let _ = writeln!(out, "# HELP {name} {about}\n# TYPE {name} {kind}");
        };
        head(&mut out, "kelishim_requests_total", "counter", "Answers by route and status.");
        for ((route, status), n) in &*self.answers.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = writeln!(out, "kelishim_requests_total{{route=\"{route}\",code=\"{status}\"}} {n}");
        }
        head(&mut out, "kelishim_request_seconds", "histogram", "Time to the head of an answer.");
        let mut below = 0;
        for (bound, n) in BOUNDS.iter().zip(&self.times) {
            below += n.load(Ordering::Relaxed);
            let _ = writeln!(out, "kelishim_request_seconds_bucket{{le=\"{bound}\"}} {below}");
        }
        let all = self.all.load(Ordering::Relaxed).max(below);
        let seconds = self.microseconds.load(Ordering::Relaxed) as f64 / 1e6;
        let _ = writeln!(out, "kelishim_request_seconds_bucket{{le=\"+Inf\"}} {all}");
        let _ = writeln!(out, "kelishim_request_seconds_sum {seconds}\nkelishim_request_seconds_count {all}");
        head(&mut out, "kelishim_refused_total", "counter", "Requests not let in, by reason.");
        for (why, n) in &*self.refused.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = writeln!(out, "kelishim_refused_total{{reason=\"{why}\"}} {n}");
        }
        let own = [
            ("kelishim_requests_under_way", "Requests being answered.", self.under_way.load(Ordering::Relaxed) as f64),
            ("kelishim_connections", "Connections open.", self.connections.load(Ordering::Relaxed) as f64),
        ];
        for (name, about, value) in own.iter().chain(gauges) {
            head(&mut out, name, "gauge", about);
            let _ = writeln!(out, "{name} {value}");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_hold_all_that_is_below_their_bound() {
        let metrics = Metrics::default();
        for (ms, status) in [(1, 200), (30, 200), (700, 404), (60_000, 503)] {
            metrics.answered("/api/v1/events", status, Duration::from_millis(ms));
        }
        metrics.refused("rate");
        let text = metrics.text(&[("kelishim_streams", "Open streams.", 3.0)]);
        for line in [
            "kelishim_requests_total{route=\"/api/v1/events\",code=\"200\"} 2",
            "kelishim_request_seconds_bucket{le=\"0.005\"} 1",
            "kelishim_request_seconds_bucket{le=\"0.05\"} 2",
            "kelishim_request_seconds_bucket{le=\"30\"} 3",
            "kelishim_request_seconds_bucket{le=\"+Inf\"} 4",
            "kelishim_request_seconds_count 4",
            "kelishim_refused_total{reason=\"rate\"} 1",
            "kelishim_streams 3",
        ] {
            assert!(text.lines().any(|l| l == line), "{line}\n{text}");
        }
    }
}
