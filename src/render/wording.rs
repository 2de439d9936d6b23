//! Dates and figures as a language writes them.

use crate::ledger::{Bound, Event, Figure};
use crate::theme::{DateForms, FigureForms, Locale, NumberForms, Where, fill};
use crate::values::{Data, Date, EventDate, Precision};

/// `1 March 2026`, `1 de marzo de 2026`
pub fn date(date: Date, forms: &DateForms) -> String {
    forms.day(date, Where::Alone)
}

/// `1 Mar 2026`, `1 mar 2026`
pub fn short_date(date: Date, forms: &DateForms) -> String {
    forms.short_day(date)
}

/// The date of an event as readers see it: in the ledger's words, or as precisely as it is known.
pub fn shown_date(event: &Event, forms: &DateForms) -> String {
    let shown = event.shown.clone();
    shown.unwrap_or_else(|| event_date(&event.date, forms))
}

/// The date of an event as precisely as it is known.
pub fn event_date(event: &EventDate, forms: &DateForms) -> String {
    let with_date = |pattern: &str, date: &str| fill(pattern, &[("date", date)]);
    let written = event.written.trim_end_matches('~');
    let stands = match event.about {
        true => Where::InPhrase,
        false => Where::Alone,
    };
    let text = match event.precision {
        Precision::Undated => return forms.undated.clone(),
        Precision::Before => {
            let end = part(written.trim_start_matches("../"), forms, Where::InPhrase);
            with_date(&forms.before, &end)
        }
        Precision::After => {
            let start = part(written.trim_end_matches("/.."), forms, Where::InPhrase);
            with_date(&forms.after, &start)
        }
        Precision::Range => {
            let (from, to) = written.split_once('/').unwrap_or((written, ""));
            let [from, to] = [from, to].map(|end| part(end, forms, Where::Alone));
            fill(&forms.range, &[("from", &*from), ("to", &*to)])
        }
        _ => part(written, forms, stands),
    };
    match event.about {
        true => with_date(&forms.about, &text),
        false => text,
    }
}

/// One side of a date: `1914`, `2024-06`, `2024-06-03`, `191X`, `19XX`.
fn part(text: &str, forms: &DateForms, stands: Where) -> String {
    if let Some(day) = Date::parse(text) {
        return forms.day(day, stands);
    }
    if let Some((year, month)) = text.split_once('-') {
        let month = month.parse::<usize>();
        return month.map_or_else(
            |_| text.to_string(),
            |month| forms.month(year, month, stands),
        );
    }
    if let Some(century) = text.strip_suffix("XX") {
        return forms.century(century.parse::<u32>().unwrap_or(0) + 1, stands);
    }
    if let Some(decade) = text.strip_suffix('X') {
        return forms.decade(&format!("{decade}0"), stands);
    }
    match text.is_empty() {
        true => String::new(),
        false => forms.year(text),
    }
}

/// `55`, `about 50`, `at least 60`, `60–70`
pub fn figure(figure: &Figure, locale: &Locale) -> String {
    let FigureForms {
        about,
        at_least,
        at_most,
        range,
    } = &locale.figures;
    let value = number(&figure.value, &locale.numbers);
    let with_value = |pattern: &str| fill(pattern, &[("n", &*value)]);
    match figure.bound {
        Bound::Exact => value,
        Bound::About => with_value(about),
        Bound::AtLeast => with_value(at_least),
        Bound::AtMost => with_value(at_most),
        Bound::Range => match &figure.to {
            Some(to) => {
                let to = number(to, &locale.numbers);
                fill(range, &[("from", &*value), ("to", &*to)])
            }
            None => value,
        },
    }
}

fn number(data: &Data, forms: &NumberForms) -> String {
    match data {
        Data::Int(number) => forms.write(&number.to_string()),
        Data::Float(bits) => forms.write(&f64::from_bits(*bits).to_string()),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::input::{InputTree, with_bundled_theme};
    use crate::theme;

    /// As the program's own theme writes a language.
    fn locale(language: &str) -> Arc<Locale> {
        let files = with_bundled_theme(&InputTree::new());
        let (theme, problems) = theme::load(
            &files,
            theme::BUNDLED,
            &[(language.to_string(), "language".into())],
        );
        assert_eq!(problems, []);
        theme.language(language).locale.clone()
    }

    #[test]
    fn dates_say_how_exactly_they_are_known() {
        let table = [
            ("1914", "1914", "1914"),
            ("2024-06", "June 2024", "junio de 2024"),
            ("2024-06-03", "3 June 2024", "3 de junio de 2024"),
            ("191X", "1910s", "década de 1910"),
            ("19XX", "20th century", "siglo XX"),
            ("20XX", "21st century", "siglo XXI"),
            ("11XX", "12th century", "siglo XII"),
            ("1846/1848", "1846 – 1848", "1846 – 1848"),
            ("../2024", "by 2024", "a más tardar 2024"),
            ("1990/..", "since 1990", "desde 1990"),
            ("1990~", "about 1990", "hacia 1990"),
            ("191X~", "about 1910s", "hacia la década de 1910"),
            ("18XX/..", "since 19th century", "desde el siglo XIX"),
            (
                "../2024-06-03",
                "by 3 June 2024",
                "a más tardar el 3 de junio de 2024",
            ),
            ("2024-06~", "about June 2024", "hacia junio de 2024"),
            ("undated", "undated", "sin fecha"),
        ];
        let (english, spanish) = (locale("en-GB"), locale("es-MX"));
        for (written, en, es) in table {
            let event = EventDate::parse(written).expect(written);
            assert_eq!(event_date(&event, &english.dates), en);
            assert_eq!(event_date(&event, &spanish.dates), es);
        }
        let day = Date::new(2026, 3, 1).expect("a day");
        assert_eq!(short_date(day, &english.dates), "1 Mar 2026");
        assert_eq!(short_date(day, &spanish.dates), "1 mar 2026");
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
        let [english, spanish, mexican] = ["en", "es", "es-MX"].map(locale);
        assert_eq!(figure(&shown, &english), "up to 500,000");
        assert_eq!(figure(&shown, &spanish), "hasta 500\u{202f}000");
        assert_eq!(figure(&shown, &mexican), "hasta 500,000");
        shown.bound = Bound::About;
        shown.value = Data::Int(1);
        assert_eq!(figure(&shown, &spanish), "alrededor de 1");
        shown.value = Data::Int(500_000);
        shown.bound = Bound::Range;
        shown.to = Some(Data::Float(600_000.5f64.to_bits()));
        assert_eq!(figure(&shown, &english), "500,000–600,000.5");
        assert_eq!(figure(&shown, &spanish), "500\u{202f}000–600\u{202f}000,5");
    }

    #[test]
    fn numbers_are_grouped_by_language() {
        let [english, spanish, mexican] =
            ["en", "es", "es-MX"].map(|tag| locale(tag).numbers.clone());
        assert_eq!(english.write("500000"), "500,000");
        assert_eq!(spanish.write("1234"), "1234");
        assert_eq!(spanish.write("-12345.5"), "−12\u{202f}345,5");
        assert_eq!(mexican.write("1234.5"), "1,234.5");
    }
}
