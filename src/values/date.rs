//! A day of the calendar.

use std::fmt;

/// A day that exists, from year 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: i8,
    day: i8,
}

impl Date {
    /// None if there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        let exists = year >= 1 && jiff::civil::Date::new(year, month, day).is_ok();
        exists.then_some(Date { year, month, day })
    }

    /// Reads `2026-03-01`.
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !(digits(year) && digits(month) && digits(day)) {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    pub fn year(self) -> i16 {
        self.year
    }

    /// From 1.
    pub fn month(self) -> i8 {
        self.month
    }

    /// From 1.
    pub fn day(self) -> i8 {
        self.day
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist() {
        assert_eq!(Date::parse("2024-02-29").map(|date| date.day()), Some(29));
        for wrong in [
            "2023-02-29",
            "2026-3-1",
            "2026-13-01",
            "26-01-01",
            "2026-01-01T00:00",
            "+026-01-01",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }
}
