//! The values of a TOML table, each read as the type its key takes.

use std::cell::RefCell;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;

use super::problems::{BAD_DATE, BAD_VALUE, WRONG_TYPE};
use super::toml_reader::Table;
use super::{Data, Date, did_you_mean};
use crate::diagnostics::{Diagnostic, Place};

impl<'t> Table<'t> {
    pub fn text(&self, key: &str) -> Option<String> {
        self.value(key, "a text in quotation marks", |value| match value {
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        })
    }

    /// A text that has to be there and not be empty; its absence is reported at the table.
    pub fn required_text(&self, key: &str) -> String {
        let text = self.text(key);
        match &text {
            None if !self.has(key) => self.missing(key),
            Some(text) if text.trim().is_empty() => self.report(Diagnostic::new(
                &BAD_VALUE,
                self.place_of(key),
                format!("`{key}` is empty"),
            )),
            _ => {}
        }
        text.unwrap_or_default()
    }

    pub fn bool(&self, key: &str) -> Option<bool> {
        self.value(key, "true or false", DeValue::as_bool)
    }

    pub fn int(&self, key: &str) -> Option<i64> {
        self.value(key, "a whole number", integer)
    }

    /// A whole number of zero or more.
    pub fn count(&self, key: &str) -> Option<usize> {
        let number = self.int(key)?;
        let count = usize::try_from(number).ok();
        if count.is_none() {
            let message = format!("`{key}` is {number}, expected zero or more");
            self.report(Diagnostic::new(&BAD_VALUE, self.place_of(key), message));
        }
        count
    }

    /// A number, whole or not, as written.
    pub fn number(&self, key: &str) -> Option<Data> {
        self.value(key, "a number", |value| match value {
            DeValue::Integer(_) | DeValue::Float(_) => Some(data(value)),
            _ => None,
        })
    }

    /// A day; a text or a date with a time of day is reported.
    pub fn date(&self, key: &str) -> Option<Date> {
        let (_, value) = self.ask(key)?;
        if self.is_no_day(value) {
            return None;
        }
        let place = self.place_at(value.span());
        match value.get_ref() {
            DeValue::Datetime(toml::value::Datetime {
                date: Some(date),
                time: None,
                ..
            }) => Date::new(date.year as i16, date.month as i8, date.day as i8).or_else(|| {
                self.report(
                    Diagnostic::new(
                        &BAD_DATE,
                        place,
                        format!("`{key}` is a day that does not exist"),
                    )
                    .hint("write the day as year-month-day: 2026-03-01"),
                );
                None
            }),
            DeValue::Datetime(_) => {
                self.report(
                    Diagnostic::new(
                        &BAD_DATE,
                        place,
                        format!("`{key}` has a time of day, expected a day alone"),
                    )
                    .hint("write the day as year-month-day: 2026-03-01"),
                );
                None
            }
            DeValue::String(text) if Date::parse(text).is_some() => {
                self.report(
                    Diagnostic::new(
                        &BAD_DATE,
                        place,
                        format!("`{key}` is a text, expected a date"),
                    )
                    .hint(format!("remove the quotation marks: {key} = {text}")),
                );
                None
            }
            other => {
                self.report(
                    Diagnostic::new(
                        &BAD_DATE,
                        place,
                        format!("`{key}` is {}, expected a date", found(other)),
                    )
                    .hint("write the day as year-month-day, without quotation marks: 2026-03-01"),
                );
                None
            }
        }
    }

    /// A day, or the text `"not given"`.
    pub fn date_or_not_given(&self, key: &str) -> Option<Date> {
        match self.entry(key)?.1.get_ref() {
            DeValue::String(text) if &**text == "not given" => {
                self.ask(key);
                None
            }
            DeValue::String(text) if Date::parse(text).is_none() => {
                self.ask(key);
                let message = format!("`{key}` is \"{text}\", expected a day or \"not given\"");
                self.report(self.problem(&BAD_DATE, key, message).hint(
                    "write the day as year-month-day, without quotation marks: 2026-03-01; a day \
                     the source does not give is \"not given\"",
                ));
                None
            }
            _ => self.date(key),
        }
    }

    /// A list of texts; items of another type are reported and left out.
    pub fn texts(&self, key: &str) -> Option<Vec<String>> {
        Some(
            self.spanned_texts(key)?
                .into_iter()
                .map(|(text, _)| text)
                .collect(),
        )
    }

    /// A list of texts with the place of each.
    pub fn spanned_texts(&self, key: &str) -> Option<Vec<(String, Place)>> {
        let (_, value) = self.ask(key)?;
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of texts");
            return None;
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match item.get_ref() {
                DeValue::String(text) => texts.push((text.to_string(), self.place_at(item.span()))),
                _ => self.wrong_item(key, item, "a text in quotation marks"),
            }
        }
        Some(texts)
    }

    /// One of a fixed set of words.
    pub fn one_of<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let message = format!(
                "`{key}` is \"{text}\", expected one of: {}",
                names.join(", ")
            );
            let near = did_you_mean(&text, names.iter().copied());
            self.report(
                Diagnostic::new(&BAD_VALUE, self.place_of(key), message)
                    .maybe_hint(near.map(|near| format!("did you mean \"{near}\"?"))),
            );
        }
        found.map(|(_, value)| *value)
    }

    /// A table at a key.
    pub fn table(&self, key: &str) -> Option<Table<'t>> {
        let (name, value) = self.ask(key)?;
        self.as_table(key, name, value)
    }

    /// Every entry of this table as a table of its own, with its key, in the order written.
    pub fn tables(&self) -> Vec<(&'t str, Table<'t>)> {
        self.entries()
            .filter_map(|(name, value)| {
                let key: &'t str = name.get_ref();
                self.asked.borrow_mut().insert(key.to_string());
                Some((key, self.as_table(key, name, value)?))
            })
            .collect()
    }

    /// A list of tables: `[[key]]`, or a list of inline tables.
    pub fn list_of_tables(&self, key: &str) -> Option<Vec<Table<'t>>> {
        let (name, value) = self.ask(key)?;
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of tables");
            return None;
        };
        let mut tables = Vec::new();
        for (index, item) in array.iter().enumerate() {
            match item.get_ref() {
                DeValue::Table(_) => {
                    let table = self.as_table(&format!("{key}/{index}"), name, item);
                    // A writer looks for the list; which of its tables is meant the place says.
                    let name = self.name_of(key);
                    tables.extend(table.map(|table| Table { name, ..table }));
                }
                _ => self.wrong_item(key, item, "a table"),
            }
        }
        Some(tables)
    }

    /// Whatever stands at the key.
    pub fn data(&self, key: &str) -> Option<Data> {
        Some(data(self.ask(key)?.1.get_ref()))
    }

    /// What type a key has, in a reader's words; the key counts as asked for.
    pub fn kind_of(&self, key: &str) -> Option<&'static str> {
        Some(found(self.ask(key)?.1.get_ref()))
    }

    /// Whether the parser has refused the key's value as a day that does not exist; it is reported.
    pub fn has_no_day(&self, key: &str) -> bool {
        self.entry(key)
            .is_some_and(|(_, value)| self.is_no_day(value))
    }

    pub(super) fn is_no_day(&self, value: &Spanned<DeValue<'_>>) -> bool {
        let span = self.shifted(value.span());
        let mut no_days = self.file.no_days.iter();
        no_days.any(|day| span.start <= day.start && day.start <= span.end)
    }

    pub(super) fn as_table(
        &self,
        key: &str,
        name: &'t Spanned<toml::de::DeString<'t>>,
        value: &'t Spanned<DeValue<'t>>,
    ) -> Option<Table<'t>> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, value, "a table");
            return None;
        };
        // A table made by `[header]` or dotted keys is shown at its name, an inline one at itself.
        let span = if value.span().is_empty() {
            name.span()
        } else {
            value.span()
        };
        Some(Table {
            file: self.file,
            table,
            span: self.shifted(span),
            key: match self.key.is_empty() {
                true => key.to_string(),
                false => format!("{}/{key}", self.key),
            },
            name: self.name_of(key),
            asked: RefCell::default(),
            missing: RefCell::default(),
            silent: self.silent,
        })
    }

    pub(super) fn value<T>(
        &self,
        key: &str,
        expected: &str,
        read: impl FnOnce(&DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let (_, value) = self.ask(key)?;
        let read = read(value.get_ref());
        if read.is_none() {
            self.wrong_type(key, value, expected);
        }
        read
    }

    pub(super) fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        self.wrong(key, value, format!("`{key}`"), expected);
    }

    pub(super) fn wrong_item(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        self.wrong(key, value, format!("an item of `{key}`"), expected);
    }

    pub(super) fn wrong(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        subject: String,
        expected: &str,
    ) {
        if self.is_no_day(value) {
            return;
        }
        let message = format!(
            "{subject} is {}, expected {expected}",
            found(value.get_ref())
        );
        let hint = match (value.get_ref(), expected) {
            (DeValue::String(text), "a list of texts") => {
                Some(format!("write {key} = [\"{text}\"]"))
            }
            (DeValue::Integer(_) | DeValue::Float(_), "a text in quotation marks") => {
                Some("put it in quotation marks".to_string())
            }
            (DeValue::String(text), "true or false") if matches!(&**text, "true" | "false") => {
                Some(format!("remove the quotation marks: {key} = {text}"))
            }
            (DeValue::String(text), "a number" | "a whole number")
                if text.parse::<f64>().is_ok() =>
            {
                Some(format!("remove the quotation marks: {key} = {text}"))
            }
            (DeValue::Table(_), "a list of tables") => {
                Some(format!("write [[{key}]], or {key} = [{{ … }}]"))
            }
            _ => None,
        };
        let problem = Diagnostic::new(&WRONG_TYPE, self.place_at(value.span()), message);
        self.report(problem.maybe_hint(hint));
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    let digits = number.as_str().replace('_', "");
    i64::from_str_radix(&digits, number.radix()).ok()
}

pub(super) fn data(value: &DeValue<'_>) -> Data {
    match value {
        DeValue::String(text) => Data::Text(Arc::from(&**text)),
        DeValue::Integer(_) => integer(value).map_or_else(|| Data::Text(Arc::from("")), Data::Int),
        DeValue::Float(number) => {
            let float: f64 = number.as_str().replace('_', "").parse().unwrap_or(f64::NAN);
            Data::Float(float.to_bits())
        }
        DeValue::Boolean(value) => Data::Bool(*value),
        DeValue::Datetime(date) => Data::Text(Arc::from(date.to_string())),
        DeValue::Array(items) => {
            Data::List(items.iter().map(|item| data(item.get_ref())).collect())
        }
        DeValue::Table(table) => {
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(name, value)| (name.span().start, value.span().start));
            Data::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| (Arc::from(&**key.get_ref()), data(value.get_ref())))
                    .collect(),
            )
        }
    }
}

/// What a value is, in a reader's words.
fn found(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
