//! How a language writes dates, figures, numbers and quotation marks, from `strings/<language>.toml`.

use std::collections::BTreeMap;

use super::plural_rules::PluralRules;
use crate::values::{Data, Date};

/// The forms of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    pub dates: DateForms,
    pub figures: FigureForms,
    pub numbers: NumberForms,
    pub quotation_marks: QuotationMarks,
    /// For numbers of things: one source, two sources.
    pub plurals: PluralRules,
}

/// Patterns of dates; `{day}`, `{month}` and the like stand for their parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateForms {
    months: Vec<String>,
    short_months: Vec<String>,
    /// The names of months that stand without a day, where they differ.
    months_alone: Vec<String>,
    short_day: String,
    year: String,
    /// A date by itself.
    alone: Patterns,
    /// A date behind a word: since the 3rd of June.
    in_phrase: Patterns,
    ordinals: PluralRules,
    pub range: String,
    pub before: String,
    pub after: String,
    pub about: String,
    pub undated: String,
}

/// What may be written otherwise behind a word than by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Patterns {
    day: String,
    month: String,
    decade: String,
    /// By the ordinal form of the century's number.
    century: BTreeMap<String, String>,
}

/// Where a date stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    Alone,
    /// Behind the words for before, after or about.
    InPhrase,
}

/// Patterns of figures that are not exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureForms {
    pub about: String,
    pub at_least: String,
    pub at_most: String,
    pub range: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberForms {
    /// Between groups of three digits.
    pub thousands: String,
    pub decimal: String,
    pub minus: String,
    /// Numbers with fewer digits are left whole.
    pub grouped_from: usize,
}

/// What opens a quotation and what closes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotationMarks {
    pub outer: [String; 2],
    /// Of a quotation within one.
    pub inner: [String; 2],
}

/// Puts values into the `{name}` places of a pattern.
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once('{') {
        text.push_str(before);
        let place = behind.split_once('}');
        let value = place.and_then(|(name, _)| values.iter().find(|(known, _)| *known == name));
        match (place, value) {
            (Some((_, behind)), Some((_, value))) => {
                text.push_str(value);
                rest = behind;
            }
            _ => {
                text.push('{');
                rest = behind;
            }
        }
    }
    text + rest
}

impl Locale {
    /// From tables that hold all that is asked for.
    pub fn new(forms: &Data) -> Locale {
        Locale {
            dates: DateForms::new(forms),
            figures: FigureForms {
                about: text(forms, "figures", "about"),
                at_least: text(forms, "figures", "at_least"),
                at_most: text(forms, "figures", "at_most"),
                range: text(forms, "figures", "range"),
            },
            numbers: NumberForms {
                thousands: text(forms, "numbers", "thousands"),
                decimal: text(forms, "numbers", "decimal"),
                minus: text(forms, "numbers", "minus"),
                grouped_from: match value(forms, "numbers", "grouped_from") {
                    Some(Data::Int(digits)) => usize::try_from(*digits).unwrap_or(0),
                    _ => 0,
                },
            },
            quotation_marks: QuotationMarks {
                outer: pair(forms, "outer"),
                inner: pair(forms, "inner"),
            },
            plurals: rules(forms, "plurals"),
        }
    }
}

impl DateForms {
    fn new(forms: &Data) -> DateForms {
        let text = |key| text(forms, "dates", key);
        let months = texts(forms, "dates", "months");
        let months_alone = texts(forms, "dates", "months_alone");
        let alone = Patterns::new(forms, "");
        let in_phrase = Patterns::new(forms, "_in_phrase");
        DateForms {
            short_months: texts(forms, "dates", "short_months"),
            months_alone: or(months_alone, &months, Vec::is_empty),
            months,
            short_day: text("short_day"),
            year: text("year"),
            in_phrase: Patterns {
                day: or(in_phrase.day, &alone.day, String::is_empty),
                month: or(in_phrase.month, &alone.month, String::is_empty),
                decade: or(in_phrase.decade, &alone.decade, String::is_empty),
                century: or(in_phrase.century, &alone.century, BTreeMap::is_empty),
            },
            alone,
            ordinals: rules(forms, "ordinals"),
            range: text("range"),
            before: text("before"),
            after: text("after"),
            about: text("about"),
            undated: text("undated"),
        }
    }

    fn patterns(&self, stands: Where) -> &Patterns {
        match stands {
            Where::Alone => &self.alone,
            Where::InPhrase => &self.in_phrase,
        }
    }

    pub fn day(&self, date: Date, stands: Where) -> String {
        self.of_day(&self.patterns(stands).day, date)
    }

    /// A day with as few letters as the language can do with.
    pub fn short_day(&self, date: Date) -> String {
        self.of_day(&self.short_day, date)
    }

    fn of_day(&self, pattern: &str, date: Date) -> String {
        let month = date.month() as usize;
        let values = [
            ("day", &*date.day().to_string()),
            ("month", nth(&self.months, month)),
            ("short_month", nth(&self.short_months, month)),
            ("month_number", &*month.to_string()),
            ("year", &*date.year().to_string()),
        ];
        fill(pattern, &values)
    }

    /// A month of a year; `month` from 1.
    pub fn month(&self, year: &str, month: usize, stands: Where) -> String {
        // Behind a word a month has the case it has behind a day.
        let names = match stands {
            Where::Alone => &self.months_alone,
            Where::InPhrase => &self.months,
        };
        let values = [
            ("month", nth(names, month)),
            ("month_number", &*month.to_string()),
            ("year", year),
        ];
        fill(&self.patterns(stands).month, &values)
    }

    pub fn year(&self, year: &str) -> String {
        fill(&self.year, &[("year", year)])
    }

    /// Ten years from the one given.
    pub fn decade(&self, year: &str, stands: Where) -> String {
        fill(&self.patterns(stands).decade, &[("year", year)])
    }

    pub fn century(&self, number: u32, stands: Where) -> String {
        let forms = &self.patterns(stands).century;
        let chosen = self
            .ordinals
            .choose(i64::from(number), |form| forms.get(form));
        let values = [("n", &*number.to_string()), ("roman", &*roman(number))];
        chosen.map_or_else(String::new, |pattern| fill(pattern, &values))
    }
}

impl Patterns {
    /// `ending`: of the keys.
    fn new(forms: &Data, ending: &str) -> Patterns {
        let text = |key: &str| text(forms, "dates", &format!("{key}{ending}"));
        Patterns {
            day: text("day"),
            month: text("month"),
            decade: text("decade"),
            century: match value(forms, "dates", &format!("century{ending}")) {
                Some(Data::Map(by_form)) => by_form
                    .iter()
                    .filter_map(|(form, text)| Some((form.to_string(), as_text(text)?.to_string())))
                    .collect(),
                Some(Data::Text(text)) => BTreeMap::from([("other".into(), text.to_string())]),
                _ => BTreeMap::new(),
            },
        }
    }
}

/// A value, or another in place of an empty one.
fn or<T: Clone>(value: T, other: &T, is_empty: impl Fn(&T) -> bool) -> T {
    match is_empty(&value) {
        true => other.clone(),
        false => value,
    }
}

impl NumberForms {
    /// A plain decimal number, such as `-1234.5`, as the language writes it.
    pub fn write(&self, plain: &str) -> String {
        let (sign, digits) = match plain.strip_prefix('-') {
            Some(rest) => (self.minus.as_str(), rest),
            None => ("", plain),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut written = sign.to_string();
        for (index, digit) in whole.chars().enumerate() {
            let left = whole.len() - index;
            if index > 0 && left % 3 == 0 && whole.len() >= self.grouped_from {
                written.push_str(&self.thousands);
            }
            written.push(digit);
        }
        if !fraction.is_empty() {
            written.push_str(&self.decimal);
            written.push_str(fraction);
        }
        written
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

fn nth(names: &[String], number: usize) -> &str {
    let name = number.checked_sub(1).and_then(|index| names.get(index));
    name.map_or("", String::as_str)
}

fn value<'d>(forms: &'d Data, table: &str, key: &str) -> Option<&'d Data> {
    forms.get(table)?.get(key)
}

fn as_text(data: &Data) -> Option<&str> {
    match data {
        Data::Text(text) => Some(text),
        _ => None,
    }
}

fn text(forms: &Data, table: &str, key: &str) -> String {
    let text = value(forms, table, key).and_then(as_text);
    text.unwrap_or_default().to_string()
}

fn texts(forms: &Data, table: &str, key: &str) -> Vec<String> {
    match value(forms, table, key) {
        Some(Data::List(items)) => items
            .iter()
            .filter_map(|item| Some(as_text(item)?.to_string()))
            .collect(),
        _ => Vec::new(),
    }
}

fn pair(forms: &Data, key: &str) -> [String; 2] {
    let mut marks = texts(forms, "quotation_marks", key).into_iter();
    [(); 2].map(|()| marks.next().unwrap_or_default())
}

fn rules(forms: &Data, table: &str) -> PluralRules {
    PluralRules::new(|form| value(forms, table, form).and_then(as_text))
}
