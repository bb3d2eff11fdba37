//! The one place that asks the time.

use time::OffsetDateTime;

/// Now in UTC, `2021-06-01T10:05:00Z`. `KELISHIM_NOW` overrides it: replays and tests.
pub fn now() -> String {
    if let Some(now) = std::env::var("KELISHIM_NOW").ok().filter(|n| !n.is_empty()) {
        return now;
    }
    #[allow(clippy::disallowed_methods)]
    let now = OffsetDateTime::from(std::time::SystemTime::now());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        now.year(),
        u8::from(now.month()),
        now.day(),
        now.hour(),
        now.minute(),
        now.second()
    )
}

/// Today in UTC, `2021-06-01`.
pub fn today() -> String {
    now()[..10].to_owned()
}
