//! Times as seconds, and as mail writes them.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

/// `2021-06-01T10:05:00Z` or a day's beginning; 1970 for what is none.
fn moment(at: &str) -> DateTime<Utc> {
    let day = || at.parse::<NaiveDate>().map(|day| day.and_time(NaiveTime::MIN).and_utc());
    at.parse().or_else(|_| day()).unwrap_or_default()
}

/// Seconds since 1970 of `2021-06-01T10:05:00Z`; 0 for what is none.
pub fn seconds(at: &str) -> i64 {
    moment(at).timestamp()
}

/// The day so many days before that of `at`: `2021-06-01`.
pub fn day_before(at: &str, back: i64) -> String {
    let day = moment(at).date_naive();
    day.checked_sub_days(Days::new(back.unsigned_abs())).unwrap_or(day).to_string()
}

/// `Tue, 01 Jun 2021 10:05:00 +0000`, RFC 5322.
pub fn mail_date(at: &str) -> String {
    moment(at).format("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_counted_and_written() {
        assert_eq!(seconds("1970-01-01T00:00:00Z"), 0);
        assert_eq!(seconds("2021-06-01T10:05:30Z"), 1_622_541_930);
        assert_eq!(seconds("2021-06-01"), 1_622_505_600);
        assert_eq!(seconds("nonsense"), 0);
        assert_eq!(day_before("2024-03-01T00:00:00Z", 1), "2024-02-29");
        assert_eq!(day_before("2021-01-10T23:00:00Z", 30), "2020-12-11");
        assert_eq!(mail_date("2021-06-01T10:05:00Z"), "Tue, 01 Jun 2021 10:05:00 +0000");
        assert_eq!(mail_date("1970-01-01"), "Thu, 01 Jan 1970 00:00:00 +0000");
    }
}
