//! Imprecise dates of events: a small part of the Extended Date/Time Format.

use super::Date;

/// When something happened, as precisely as a source says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDate {
    pub precision: Precision,
    /// The earliest day meant, if the date has a beginning.
    pub from: Option<Date>,
    /// The latest day meant, if the date has an end.
    pub to: Option<Date>,
    /// `~` after the date: about then.
    pub about: bool,
    /// As written.
    pub written: String,
}

/// How exactly the date of an event is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Day,
    Month,
    Year,
    /// `191X`
    Decade,
    /// `19XX`
    Century,
    /// `A/B`
    Range,
    /// `../B`
    Before,
    /// `A/..`
    After,
    Undated,
}

impl Precision {
    pub fn name(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Year => "year",
            Precision::Decade => "decade",
            Precision::Century => "century",
            Precision::Range => "range",
            Precision::Before => "before",
            Precision::After => "after",
            Precision::Undated => "undated",
        }
    }
}

impl EventDate {
    /// Reads `1914`, `2024-06`, `2024-06-03`, `191X`, `19XX`, `A/B`, `../B`, `A/..`, `1990~`, `undated`.
    pub fn parse(text: &str) -> Option<EventDate> {
        let (body, about) = match text.strip_suffix('~') {
            Some(body) => (body, true),
            None => (text, false),
        };
        let (precision, from, to) = if body == "undated" {
            (Precision::Undated, None, None)
        } else if let Some(end) = body.strip_prefix("../") {
            (Precision::Before, None, Some(single(end)?.2))
        } else if let Some(start) = body.strip_suffix("/..") {
            (Precision::After, Some(single(start)?.1), None)
        } else if let Some((start, end)) = body.split_once('/') {
            let (from, to) = (single(start)?.1, single(end)?.2);
            if to < from {
                return None;
            }
            (Precision::Range, Some(from), Some(to))
        } else {
            let (precision, from, to) = single(body)?;
            (precision, Some(from), Some(to))
        };
        if about && precision == Precision::Undated {
            return None;
        }
        Some(EventDate {
            precision,
            from,
            to,
            about,
            written: text.to_string(),
        })
    }

    /// What a list of events is sorted by: the beginning, else the end; undated events have none.
    pub fn sort_day(&self) -> Option<Date> {
        self.from.or(self.to)
    }
}

fn single(text: &str) -> Option<(Precision, Date, Date)> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let years = |first: i16, last: i16| {
        let (first, last) = (first.max(1), last.max(1));
        Some((Date::new(first, 1, 1)?, Date::new(last, 12, 31)?))
    };
    match text.len() {
        4 if text.ends_with("XX") && digits(&text[..2]) => {
            let century = text[..2].parse::<i16>().ok()? * 100;
            let (from, to) = years(century, century + 99)?;
            Some((Precision::Century, from, to))
        }
        4 if text.ends_with('X') && digits(&text[..3]) => {
            let decade = text[..3].parse::<i16>().ok()? * 10;
            let (from, to) = years(decade, decade + 9)?;
            Some((Precision::Decade, from, to))
        }
        4 if digits(text) => {
            let year = text.parse().ok().filter(|year| *year >= 1)?;
            let (from, to) = years(year, year)?;
            Some((Precision::Year, from, to))
        }
        7 => {
            let (year, month) = text.split_once('-')?;
            if year.len() != 4 || !digits(year) || !digits(month) {
                return None;
            }
            let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1)?;
            let last = (28..=31)
                .rev()
                .find_map(|day| Date::new(first.year(), first.month(), day))?;
            Some((Precision::Month, first, last))
        }
        10 => Date::parse(text).map(|date| (Precision::Day, date, date)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_manual_is_read() {
        let table = [
            ("1914", Precision::Year, "1914-01-01", "1914-12-31"),
            ("2024-02", Precision::Month, "2024-02-01", "2024-02-29"),
            ("2024-06-03", Precision::Day, "2024-06-03", "2024-06-03"),
            ("191X", Precision::Decade, "1910-01-01", "1919-12-31"),
            ("19XX", Precision::Century, "1900-01-01", "1999-12-31"),
            ("1846/1848", Precision::Range, "1846-01-01", "1848-12-31"),
            ("../2024", Precision::Before, "", "2024-12-31"),
            ("1990/..", Precision::After, "1990-01-01", ""),
            ("1990~", Precision::Year, "1990-01-01", "1990-12-31"),
            ("undated", Precision::Undated, "", ""),
        ];
        for (text, precision, from, to) in table {
            let date = EventDate::parse(text).expect(text);
            let shown = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
            assert_eq!(date.precision, precision, "{text}");
            assert_eq!(shown(date.from), from, "{text}");
            assert_eq!(shown(date.to), to, "{text}");
            assert_eq!(date.about, text.ends_with('~'), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "soon",
            "24",
            "1848/1846",
            "2024-13",
            "0000",
            "X914",
            "undated~",
            "../",
            "/..",
            "ñandú",
        ] {
            assert_eq!(EventDate::parse(text), None, "{text}");
        }
    }
}
