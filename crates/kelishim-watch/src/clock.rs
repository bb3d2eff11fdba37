//! Times as seconds, and as mail writes them.

/// Seconds since 1970 of `2021-06-01T10:05:00Z`; 0 for what is none.
pub fn seconds(at: &str) -> i64 {
    let number = |from: usize, to: usize| at.get(from..to).and_then(|t| t.parse::<i64>().ok());
    let (Some(y), Some(m), Some(d)) = (number(0, 4), number(5, 7), number(8, 10)) else { return 0 };
    let time = [(11, 13, 3600), (14, 16, 60), (17, 19, 1)];
    days(y, m, d) * 86_400 + time.iter().map(|(a, b, unit)| number(*a, *b).unwrap_or(0) * unit).sum::<i64>()
}

/// Days from 1 January 1970. Source: Hinnant, chrono-compatible low-level date algorithms.
fn days(y: i64, m: i64, d: i64) -> i64 {
    let y = y - i64::from(m <= 2);
    let era = y.div_euclid(400);
    let of_era = y - era * 400;
    let of_year = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The day so many days before that of `at`: `2021-06-01`.
pub fn day_before(at: &str, back: i64) -> String {
    let z = seconds(at).div_euclid(86_400) - back + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z - era * 146_097;
    let of_cycle = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * of_cycle + of_cycle / 4 - of_cycle / 100);
    let month = (5 * of_year + 2) / 153;
    let (d, m) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    format!("{:04}-{m:02}-{d:02}", of_cycle + era * 400 + i64::from(m <= 2))
}

/// `Tue, 01 Jun 2021 10:05:00 +0000`, RFC 5322.
pub fn mail_date(at: &str) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let day = DAYS[seconds(at).div_euclid(86_400).rem_euclid(7) as usize];
    let part = |from, to| at.get(from..to).unwrap_or("00");
    let month = part(5, 7).parse::<usize>().ok().and_then(|m| MONTHS.get(m.wrapping_sub(1))).unwrap_or(&"Jan");
    let time = if at.len() >= 19 { part(11, 19) } else { "00:00:00" };
    format!("{day}, {} {month} {} {time} +0000", part(8, 10), part(0, 4))
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
