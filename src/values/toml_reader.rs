//! Reads TOML key by key: every wrong type, bad date and unknown key becomes a message at its place.
//!
//! A reader takes a [`Table`], asks it for the keys it knows and calls [`Table::finish`], which
//! reports the rest. Values are handed on without positions; where a later room may need to point
//! at one, its place is kept in the file's [`FileSpans`] under a key such as `claims/extradited/says`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problems::{BAD_DATE, BAD_VALUE, MISSING_KEY, NOT_UTF8, UNKNOWN_KEY, WRONG_TYPE};
use super::{Data, Date, did_you_mean, suggestion, toml_syntax};
use crate::diagnostics::{Code, Diagnostic, FileSpans, Place, Span};
use crate::input::{FilePath, InputFile};

/// A TOML text being read, with the problems and places found so far.
pub struct TomlFile {
    path: FilePath,
    /// Where the TOML begins in its file: behind a byte order mark or a front matter fence.
    shift: usize,
    problems: RefCell<Vec<Diagnostic>>,
    spans: RefCell<FileSpans>,
    /// Days that do not exist, which the parser has refused and which are reported already.
    no_days: Vec<Span>,
}

impl TomlFile {
    /// `shift`: the offset in the file at which the text handed to [`TomlFile::read_str`] begins.
    pub fn new(path: FilePath, shift: usize) -> TomlFile {
        TomlFile {
            path,
            shift,
            problems: RefCell::default(),
            spans: RefCell::default(),
            no_days: Vec::new(),
        }
    }

    /// Reads a whole file and hands its table to `read`. A file that is no TOML at all gives an
    /// empty table beside its errors, so that the caller always gets a value.
    pub fn read<T>(
        path: &FilePath,
        file: &InputFile,
        read: impl FnOnce(Table<'_>) -> T,
    ) -> (T, Vec<Diagnostic>, FileSpans) {
        match file.text() {
            Ok((text, mark)) => TomlFile::new(path.clone(), mark).read_str(text, read),
            Err(offset) => {
                let this = TomlFile::new(path.clone(), 0);
                this.report(not_utf8(path, offset));
                this.read_table("", true, read)
            }
        }
    }

    /// Reads a text and hands its table to `read`.
    pub fn read_str<T>(
        self,
        text: &str,
        read: impl FnOnce(Table<'_>) -> T,
    ) -> (T, Vec<Diagnostic>, FileSpans) {
        self.read_table(text, false, read)
    }

    /// `broken`: what is left of a broken file would only give echoes of what broke it.
    fn read_table<T>(
        mut self,
        text: &str,
        mut broken: bool,
        read: impl FnOnce(Table<'_>) -> T,
    ) -> (T, Vec<Diagnostic>, FileSpans) {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in toml_syntax::errors(text, &errors) {
            let problem = error.problem(&self.path, self.shift);
            if error.is_no_day {
                self.no_days.push(error.span.shifted(self.shift));
            } else {
                broken = true;
            }
            self.report(problem);
        }
        let value = read(Table {
            file: &self,
            table: table.get_ref(),
            span: Span::new(self.shift, self.shift),
            key: String::new(),
            name: String::new(),
            asked: RefCell::default(),
            missing: RefCell::default(),
            silent: broken,
        });
        (value, self.problems.into_inner(), self.spans.into_inner())
    }

    fn report(&self, problem: Diagnostic) {
        self.problems.borrow_mut().push(problem);
    }
}

/// Behind the key of a value: the place of the key itself, `redirects/old.html (key)`.
pub const KEY_ITSELF: &str = " (key)";

/// The message for a file that is no UTF-8; `offset` is its first wrong byte.
pub fn not_utf8(path: &FilePath, offset: usize) -> Diagnostic {
    let place = Place::Span(path.clone(), Span::new(offset, offset + 1));
    Diagnostic::new(
        &NOT_UTF8,
        place,
        "this byte is not UTF-8, which every text file must be",
    )
    .hint("save the file as UTF-8 in your editor")
}

/// A table of a TOML text, with the keys asked for so far.
pub struct Table<'t> {
    file: &'t TomlFile,
    table: &'t DeTable<'t>,
    span: Span,
    /// The path of the table in its file, under which places are remembered.
    key: String,
    /// The table as a message calls it.
    name: String,
    asked: RefCell<BTreeSet<String>>,
    /// Messages about keys that are not there, kept back until it is known whether one is misspelt.
    missing: RefCell<Vec<(Vec<String>, Diagnostic)>>,
    silent: bool,
}

type Entry<'t> = (
    &'t Spanned<toml::de::DeString<'t>>,
    &'t Spanned<DeValue<'t>>,
);

impl<'t> Table<'t> {
    /// The place of the table's header.
    pub fn place(&self) -> Place {
        Place::Span(self.file.path.clone(), self.span)
    }

    /// The place of a key's value, or of the table if the key is not there.
    pub fn place_of(&self, key: &str) -> Place {
        match self.entry(key) {
            Some((_, value)) => self.place_at(value.span()),
            None => self.place(),
        }
    }

    /// The place of a key itself: `name` in `[stances.name]` or `name = …`.
    pub fn place_of_key(&self, key: &str) -> Place {
        match self.entry(key) {
            Some((name, _)) => self.place_at(name.span()),
            None => self.place(),
        }
    }

    pub fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// The keys in the order they were written.
    pub fn keys(&self) -> Vec<&'t str> {
        self.entries().map(|(key, _)| &**key.get_ref()).collect()
    }

    /// Reports a problem, unless the file is so broken that it would only be an echo.
    pub fn report(&self, problem: Diagnostic) {
        if !self.silent {
            self.file.report(problem);
        }
    }

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

    /// Reports that a key is missing.
    pub fn missing(&self, key: &str) {
        self.missing_with(key, format!("add `{key} = …`"));
    }

    /// Reports that a key is missing, with what to do about it.
    pub fn missing_with(&self, key: &str, hint: impl Into<String>) {
        let message = format!("`{key}` is missing{}", self.inside());
        let problem = Diagnostic::new(&MISSING_KEY, self.place(), message).hint(hint);
        self.report_unless_misspelt(&[key], problem);
    }

    /// Reports that none of these keys is there, unless [`Table::finish`] finds one misspelt and
    /// says so.
    pub fn report_unless_misspelt(&self, keys: &[&str], problem: Diagnostic) {
        let keys = keys.iter().map(ToString::to_string).collect();
        self.missing.borrow_mut().push((keys, problem));
    }

    /// Whether a key nobody asked for is probably this one misspelt. To be asked last.
    pub fn is_misspelt(&self, key: &str) -> bool {
        let asked = self.asked.borrow();
        let strangers = self.entries().map(|(name, _)| &**name.get_ref());
        let mut strangers = strangers.filter(|name| !asked.contains(*name));
        strangers.any(|name| did_you_mean(name, asked.iter().map(String::as_str)) == Some(key))
    }

    /// `` in `this table` ``, or nothing for the file's own.
    fn inside(&self) -> String {
        match self.name.is_empty() {
            true => String::new(),
            false => format!(" in `{}`", self.name),
        }
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

    fn is_no_day(&self, value: &Spanned<DeValue<'_>>) -> bool {
        let span = self.shifted(value.span());
        let mut no_days = self.file.no_days.iter();
        no_days.any(|day| span.start <= day.start && day.start <= span.end)
    }

    /// Reports every key nobody asked for, and every missing one that none of them stands for.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        let mut meant = BTreeSet::new();
        for (name, value) in self.entries() {
            let key = &**name.get_ref();
            if asked.contains(key) {
                continue;
            }
            let place = match value.get_ref() {
                // A header `[a.b]` names its key better than an empty span does.
                DeValue::Table(_) if name.span().is_empty() => self.place_at(value.span()),
                _ => self.place_at(name.span()),
            };
            let known = || asked.iter().map(String::as_str);
            meant.extend(did_you_mean(key, known()));
            self.report(
                Diagnostic::new(
                    &UNKNOWN_KEY,
                    place,
                    format!("`{key}` is no key known{}", self.inside()),
                )
                .maybe_hint(suggestion(key, known())),
            );
        }
        for (keys, problem) in self.missing.take() {
            if !keys.iter().any(|key| meant.contains(key.as_str())) {
                self.report(problem);
            }
        }
    }

    /// Keeps the places of this table and of its values for rooms that come later.
    pub fn remember(&self) {
        let mut spans = self.file.spans.borrow_mut();
        if !self.key.is_empty() {
            spans.insert(&self.key, self.span);
        }
        for (name, value) in self.entries() {
            let key = match self.key.is_empty() {
                true => name.get_ref().to_string(),
                false => format!("{}/{}", self.key, name.get_ref()),
            };
            if let Some(array) = value.get_ref().as_array() {
                for (index, item) in array.iter().enumerate() {
                    spans.insert(format!("{key}/{index}"), self.shifted(item.span()));
                }
            }
            spans.insert(&key, self.shifted(value.span()));
            spans.insert(key + KEY_ITSELF, self.shifted(name.span()));
        }
    }

    /// Keeps the places of everything in this table, tables within tables too.
    pub fn remember_all(&self) {
        let mut spans = self.file.spans.borrow_mut();
        self.remember_below(&mut spans, &self.key, self.table);
    }

    fn remember_below(&self, spans: &mut FileSpans, key: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let key = match key.is_empty() {
                true => name.get_ref().to_string(),
                false => format!("{key}/{}", name.get_ref()),
            };
            self.remember_value(spans, &key, value);
        }
    }

    fn remember_value(&self, spans: &mut FileSpans, key: &str, value: &Spanned<DeValue<'_>>) {
        spans.insert(key, self.shifted(value.span()));
        match value.get_ref() {
            DeValue::Table(table) => self.remember_below(spans, key, table),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.remember_value(spans, &format!("{key}/{index}"), item);
                }
            }
            _ => {}
        }
    }

    fn as_table(
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

    /// What a message calls the table at a key.
    fn name_of(&self, key: &str) -> String {
        match self.name.is_empty() {
            true => key.to_string(),
            false => format!("{}.{key}", self.name),
        }
    }

    fn value<T>(
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

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        self.wrong(key, value, format!("`{key}`"), expected);
    }

    fn wrong_item(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        self.wrong(key, value, format!("an item of `{key}`"), expected);
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, subject: String, expected: &str) {
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

    /// A problem at a key's value.
    pub fn problem(&self, code: &Code, key: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.place_of(key), message)
    }

    fn ask(&self, key: &str) -> Option<Entry<'t>> {
        self.asked.borrow_mut().insert(key.to_string());
        self.entry(key)
    }

    fn entry(&self, key: &str) -> Option<Entry<'t>> {
        self.table.iter().find(|(name, _)| &**name.get_ref() == key)
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'t>> {
        let mut entries: Vec<Entry<'t>> = self.table.iter().collect();
        // The parser sorts by name; the order of writing is the order of places.
        entries.sort_by_key(|(name, value)| (name.span().start, value.span().start));
        entries.into_iter()
    }

    fn shifted(&self, span: std::ops::Range<usize>) -> Span {
        Span::from(span).shifted(self.file.shift)
    }

    fn place_at(&self, span: std::ops::Range<usize>) -> Place {
        Place::Span(self.file.path.clone(), self.shifted(span))
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    let digits = number.as_str().replace('_', "");
    i64::from_str_radix(&digits, number.radix()).ok()
}

fn data(value: &DeValue<'_>) -> Data {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str, read: impl FnOnce(Table<'_>)) -> Vec<(String, Option<Span>)> {
        let file = TomlFile::new(FilePath::new("t.toml"), 10);
        let ((), problems, _) = file.read_str(text, read);
        problems
            .into_iter()
            .map(|problem| {
                let span = match problem.place {
                    Place::Span(_, span) => Some(span),
                    _ => None,
                };
                (problem.message, span)
            })
            .collect()
    }

    #[test]
    fn places_are_shifted_to_the_file() {
        let found = problems("a = 1\nb = \"x\"", |table| {
            table.text("a");
            table.finish();
        });
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0].0,
            "`a` is a number, expected a text in quotation marks"
        );
        assert_eq!(found[0].1, Some(Span::new(14, 15)));
        assert_eq!(found[1].1, Some(Span::new(16, 17)));
    }

    #[test]
    fn everything_is_remembered_under_its_path() {
        let text = "[a]\nl = [{ x = 1 }]\n[a.b]\nc = 2\n";
        let file = TomlFile::new(FilePath::new("t.toml"), 0);
        let ((), _, spans) = file.read_str(text, |table| table.remember_all());
        let at = |key: &str| spans.find(key).map(|span| &text[span.start..span.end]);
        assert_eq!(at("a"), Some("[a]"));
        assert_eq!(at("a/b"), Some("[a.b]"));
        assert_eq!(at("a/b/c"), Some("2"));
        assert_eq!(at("a/l/0"), Some("{ x = 1 }"));
        assert_eq!(at("a/l/0/x"), Some("1"));
    }

    #[test]
    fn a_word_in_place_of_a_day_is_told_about_not_given() {
        let found = problems("d = \"May\"\ne = \"not given\"", |table| {
            assert_eq!(table.date_or_not_given("d"), None);
            assert_eq!(table.date_or_not_given("e"), None);
            table.finish();
        });
        assert_eq!(
            found,
            [(
                "`d` is \"May\", expected a day or \"not given\"".to_string(),
                Some(Span::new(14, 19))
            )]
        );
    }

    #[test]
    fn tables_keep_the_order_of_writing() {
        let file = TomlFile::new(FilePath::new("t.toml"), 0);
        let (keys, ..) = file.read_str("[z]\n[a]\n[m]\n", |table| {
            table
                .tables()
                .into_iter()
                .map(|(key, _)| key.to_string())
                .collect::<Vec<_>>()
        });
        assert_eq!(keys, ["z", "a", "m"]);
    }

    #[test]
    fn a_broken_file_gives_its_syntax_error_alone() {
        let found = problems("title = Who\nx = 1\n", |table| {
            table.required_text("title");
            table.finish();
        });
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0.starts_with("this is not valid TOML"));
    }
}
