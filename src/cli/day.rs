//! The clock: the day a build is made for.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::tz::Offset;

use super::Failure;
use crate::values::Date;

/// The day given on the command line, else that of `SOURCE_DATE_EPOCH`, else today. A moment
/// becomes a day by the site's own clock, `utc_offset` minutes east of Greenwich.
pub fn as_of(given: Option<Date>, utc_offset: i32) -> Result<Date, Failure> {
    if let Some(date) = given {
        return Ok(date);
    }
    let seconds = match env::var_os("SOURCE_DATE_EPOCH") {
        Some(text) if !text.is_empty() => {
            let text = text.to_string_lossy();
            text.parse().map_err(|_| {
                Failure::new(format!(
                    "SOURCE_DATE_EPOCH is \"{text}\", expected seconds since 1970 such as 1767225600"
                ))
            })?
        }
        _ => now(),
    };
    day_of(seconds, utc_offset).ok_or_else(|| {
        Failure::new(format!(
            "{seconds} seconds since 1970 is no day we can build for; say which with --as-of"
        ))
    })
}

/// Seconds since 1970. A clock set to before that counts backwards.
fn now() -> i64 {
    let seconds = |duration: std::time::Duration| i64::try_from(duration.as_secs());
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => seconds(since).unwrap_or(i64::MAX),
        Err(before) => seconds(before.duration()).map_or(i64::MIN, |seconds| -seconds),
    }
}

fn day_of(seconds: i64, utc_offset: i32) -> Option<Date> {
    let local = seconds.checked_add(i64::from(utc_offset) * 60)?;
    let date = Offset::UTC
        .to_datetime(Timestamp::from_second(local).ok()?)
        .date();
    Date::new(date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_by_the_sites_clock() {
        let day = |seconds, offset| day_of(seconds, offset).map(|date| date.to_string());
        // 2026-01-01, half past midnight in Greenwich.
        let moment = 1_767_225_600 + 1800;
        assert_eq!(day(moment, 0).as_deref(), Some("2026-01-01"));
        assert_eq!(day(moment, -6 * 60).as_deref(), Some("2025-12-31"));
        assert_eq!(day(-1, 0).as_deref(), Some("1969-12-31"));
        assert_eq!(day(i64::MAX, 60), None);
    }
}
