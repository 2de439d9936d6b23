//! Dates and figures as a language writes them.

use crate::ledger::{Bound, Event, Figure};
use crate::theme::format_number;
use crate::values::{Data, Date, EventDate, Precision};

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// The months of a language, if it is one of those we know; other languages get ISO dates.
fn months(language: &str) -> Option<&'static [&'static str; 12]> {
    match language.split('-').next() {
        Some("en") => Some(&MONTHS_EN),
        Some("es") => Some(&MONTHS_ES),
        _ => None,
    }
}

fn is_spanish(language: &str) -> bool {
    language.split('-').next() == Some("es")
}

/// `1 March 2026`, `1 de marzo de 2026`
pub fn date(date: Date, language: &str) -> String {
    let Some(months) = months(language) else {
        return date.to_string();
    };
    let month = months[date.month() as usize - 1];
    match is_spanish(language) {
        true => format!("{} de {month} de {}", date.day(), date.year()),
        false => format!("{} {month} {}", date.day(), date.year()),
    }
}

/// `1 Mar 2026`, `1 mar 2026`
pub fn short_date(date: Date, language: &str) -> String {
    let Some(months) = months(language) else {
        return date.to_string();
    };
    let month: String = months[date.month() as usize - 1].chars().take(3).collect();
    format!("{} {month} {}", date.day(), date.year())
}

/// The date of an event as readers see it: in the ledger's words, or as precisely as it is known.
pub fn shown_date(event: &Event, language: &str) -> String {
    let shown = event.shown.clone();
    shown.unwrap_or_else(|| event_date(&event.date, language))
}

/// The date of an event as precisely as it is known.
pub fn event_date(event: &EventDate, language: &str) -> String {
    let spanish = is_spanish(language);
    let one = |text: &str| part(text, language);
    let written = event.written.trim_end_matches('~');
    let text = match event.precision {
        Precision::Undated => {
            return if spanish {
                "sin fecha".into()
            } else {
                "undated".into()
            };
        }
        Precision::Before => {
            let end = one(written.trim_start_matches("../"));
            if spanish {
                format!("a más tardar {end}")
            } else {
                format!("by {end}")
            }
        }
        Precision::After => {
            let start = one(written.trim_end_matches("/.."));
            if spanish {
                format!("desde {start}")
            } else {
                format!("since {start}")
            }
        }
        Precision::Range => {
            let (from, to) = written.split_once('/').unwrap_or((written, ""));
            format!("{} – {}", one(from), one(to))
        }
        _ => one(written),
    };
    match (event.about, spanish) {
        (true, true) => format!("hacia {text}"),
        (true, false) => format!("about {text}"),
        (false, _) => text,
    }
}

/// One side of a date: `1914`, `2024-06`, `2024-06-03`, `191X`, `19XX`.
fn part(text: &str, language: &str) -> String {
    let spanish = is_spanish(language);
    if let Some(day) = Date::parse(text) {
        return date(day, language);
    }
    if let Some((year, month)) = text.split_once('-') {
        let name = month
            .parse::<usize>()
            .ok()
            .and_then(|month| Some(months(language)?[month - 1]));
        return match name {
            Some(name) if spanish => format!("{name} de {year}"),
            Some(name) => format!("{name} {year}"),
            None => text.to_string(),
        };
    }
    if let Some(century) = text.strip_suffix("XX") {
        let number = century.parse::<u32>().unwrap_or(0) + 1;
        return match spanish {
            true => format!("siglo {}", roman(number)),
            false => format!("{number}{} century", ordinal(number)),
        };
    }
    if let Some(decade) = text.strip_suffix('X') {
        return match spanish {
            true => format!("década de {decade}0"),
            false => format!("{decade}0s"),
        };
    }
    text.to_string()
}

fn ordinal(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (1, n) if n != 11 => "st",
        (2, n) if n != 12 => "nd",
        (3, n) if n != 13 => "rd",
        _ => "th",
    }
}

fn roman(number: u32) -> String {
    let digits = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut left = number;
    let mut text = String::new();
    for (value, digit) in digits {
        while left >= value {
            text.push_str(digit);
            left -= value;
        }
    }
    text
}

/// `55`, `about 50`, `at least 60`, `60–70`
pub fn figure(figure: &Figure, language: &str) -> String {
    let value = number(&figure.value, language);
    let spanish = is_spanish(language);
    let word = |en: &'static str, es: &'static str| if spanish { es } else { en };
    match figure.bound {
        Bound::Exact => value,
        Bound::About => format!("{} {value}", word("about", "unos")),
        Bound::AtLeast => format!("{} {value}", word("at least", "al menos")),
        Bound::AtMost => format!("{} {value}", word("up to", "hasta")),
        Bound::Range => match &figure.to {
            Some(to) => format!("{value}–{}", number(to, language)),
            None => value,
        },
    }
}

fn number(data: &Data, language: &str) -> String {
    match data {
        Data::Int(number) => format_number(&number.to_string(), language),
        Data::Float(bits) => format_number(&f64::from_bits(*bits).to_string(), language),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_say_how_exactly_they_are_known() {
        let table = [
            ("1914", "1914", "1914"),
            ("2024-06", "June 2024", "junio de 2024"),
            ("2024-06-03", "3 June 2024", "3 de junio de 2024"),
            ("191X", "1910s", "década de 1910"),
            ("19XX", "20th century", "siglo XX"),
            ("1846/1848", "1846 – 1848", "1846 – 1848"),
            ("../2024", "by 2024", "a más tardar 2024"),
            ("1990/..", "since 1990", "desde 1990"),
            ("1990~", "about 1990", "hacia 1990"),
            ("undated", "undated", "sin fecha"),
        ];
        for (written, en, es) in table {
            let event = EventDate::parse(written).expect(written);
            assert_eq!(event_date(&event, "en"), en);
            assert_eq!(event_date(&event, "es-MX"), es);
        }
    }

    #[test]
    fn bounds_are_words() {
        let mut shown = Figure {
            key: "x".into(),
            value: Data::Int(500_000),
            to: None,
            bound: Bound::AtMost,
            unit: None,
            label: String::new(),
        };
        assert_eq!(figure(&shown, "en"), "up to 500,000");
        assert_eq!(figure(&shown, "es"), "hasta 500\u{202f}000");
        shown.bound = Bound::Range;
        shown.to = Some(Data::Float(600_000.5f64.to_bits()));
        assert_eq!(figure(&shown, "en"), "500,000–600,000.5");
    }
}
