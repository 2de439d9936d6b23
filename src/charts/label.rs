//! What the rows of a table are called: dates, numbers or texts.

use super::decimal::Decimal;
use crate::theme::{Locale, Where};
use crate::values::{Date, EventDate, Precision};

/// What one row is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    Text(String),
    Number(Decimal),
    /// A year, a month or a day.
    Date(EventDate),
}

/// What the cells of a column mean: dates if all are, else numbers if all are, else texts.
pub fn labels<'c>(cells: impl Iterator<Item = &'c str> + Clone) -> Vec<Label> {
    let dates = cells.clone().map(|cell| date(cell).map(Label::Date));
    let numbers = cells
        .clone()
        .map(|cell| Decimal::parse(cell).map(Label::Number));
    let dates: Option<Vec<Label>> = dates.collect();
    let texts = || {
        cells
            .clone()
            .map(|cell| Label::Text(cell.to_string()))
            .collect()
    };
    dates.or_else(|| numbers.collect()).unwrap_or_else(texts)
}

/// A year, a month or a day.
pub fn date(text: &str) -> Option<EventDate> {
    let date = EventDate::parse(text)?;
    let is_point = matches!(
        date.precision,
        Precision::Year | Precision::Month | Precision::Day
    );
    (is_point && !date.about).then_some(date)
}

impl Label {
    /// Where it stands among the others; None for a text, whose place is its row's.
    pub fn place(&self) -> Option<f64> {
        match self {
            Label::Text(_) => None,
            Label::Number(number) => Some(number.value()),
            Label::Date(date) => date.from.map(days),
        }
    }

    /// As a language writes it; `is_short` where there is little room.
    pub fn write(&self, locale: &Locale, is_short: bool) -> String {
        match self {
            Label::Text(text) => text.clone(),
            Label::Number(number) => number.write(&locale.numbers),
            Label::Date(date) => {
                let forms = &locale.dates;
                match (date.precision, date.from) {
                    (Precision::Day, Some(day)) if is_short => forms.short_day(day),
                    (Precision::Day, Some(day)) => forms.day(day, Where::Alone),
                    (Precision::Month, Some(day)) => {
                        let month = usize::try_from(day.month()).unwrap_or(1);
                        forms.month(&day.year().to_string(), month, Where::Alone)
                    }
                    _ => forms.year(&date.written),
                }
            }
        }
    }
}

/// The days since the first of March of the year 0.
fn days(date: Date) -> f64 {
    let (year, month, day) = (
        i64::from(date.year()),
        i64::from(date.month()),
        i64::from(date.day()),
    );
    // A year that begins in March ends with its leap day.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let before = (153 * month + 2) / 5;
    (year * 365 + leap_days + before + day - 1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::tests::locale;
    use super::*;

    #[test]
    fn a_column_is_of_one_kind() {
        let kinds = |cells: &[&str]| labels(cells.iter().copied());
        assert!(matches!(
            kinds(&["2023", "2024-06"])[..],
            [Label::Date(_), Label::Date(_)]
        ));
        assert!(matches!(
            kinds(&["10", "2024.5"])[..],
            [Label::Number(_), Label::Number(_)]
        ));
        assert!(matches!(
            kinds(&["2023", "later"])[..],
            [Label::Text(_), Label::Text(_)]
        ));
        assert!(matches!(kinds(&["1990~"])[..], [Label::Text(_)]));
    }

    #[test]
    fn dates_are_written_by_language() {
        let all = labels(["2024", "2024-06", "2024-06-03"].into_iter());
        let written = |language: &str, is_short| {
            let locale = locale(language);
            all.iter()
                .map(|label| label.write(&locale, is_short))
                .collect::<Vec<_>>()
        };
        assert_eq!(written("en", false), ["2024", "June 2024", "3 June 2024"]);
        assert_eq!(written("es", true), ["2024", "junio de 2024", "3 jun 2024"]);
    }

    #[test]
    fn days_are_as_far_apart_as_in_the_calendar() {
        let day = |text: &str| days(Date::parse(text).expect(text));
        let between = |from, to| day(to) - day(from);
        assert_eq!(between("2024-02-28", "2024-03-01"), 2.0);
        assert_eq!(between("2023-02-28", "2023-03-01"), 1.0);
        assert_eq!(between("1900-02-28", "1900-03-01"), 1.0);
        assert_eq!(between("2000-01-01", "2001-01-01"), 366.0);
        assert_eq!(between("1970-01-01", "2026-11-22"), 20_779.0);
    }
}
