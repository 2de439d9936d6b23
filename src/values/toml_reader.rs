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

use super::problems::{MISSING_KEY, NOT_UTF8, UNKNOWN_KEY};
use super::{Data, did_you_mean, suggestion, toml_syntax, toml_values};
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
    pub(super) no_days: Vec<Span>,
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
    pub(super) file: &'t TomlFile,
    pub(super) table: &'t DeTable<'t>,
    pub(super) span: Span,
    /// The path of the table in its file, under which places are remembered.
    pub(super) key: String,
    /// The table as a message calls it.
    pub(super) name: String,
    pub(super) asked: RefCell<BTreeSet<String>>,
    /// Messages about keys that are not there, kept back until it is known whether one is misspelt.
    pub(super) missing: RefCell<Vec<(Vec<String>, Diagnostic)>>,
    pub(super) silent: bool,
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
    pub(super) fn inside(&self) -> String {
        match self.name.is_empty() {
            true => String::new(),
            false => format!(" in `{}`", self.name),
        }
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

    pub(super) fn remember_below(&self, spans: &mut FileSpans, key: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let key = match key.is_empty() {
                true => name.get_ref().to_string(),
                false => format!("{key}/{}", name.get_ref()),
            };
            self.remember_value(spans, &key, value);
        }
    }

    pub(super) fn remember_value(
        &self,
        spans: &mut FileSpans,
        key: &str,
        value: &Spanned<DeValue<'_>>,
    ) {
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

    /// What a message calls the table at a key.
    pub(super) fn name_of(&self, key: &str) -> String {
        match self.name.is_empty() {
            true => key.to_string(),
            false => format!("{}.{key}", self.name),
        }
    }

    /// A problem at a key's value.
    pub fn problem(&self, code: &Code, key: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.place_of(key), message)
    }

    pub(super) fn ask(&self, key: &str) -> Option<Entry<'t>> {
        self.asked.borrow_mut().insert(key.to_string());
        self.entry(key)
    }

    pub(super) fn entry(&self, key: &str) -> Option<Entry<'t>> {
        self.table.iter().find(|(name, _)| &**name.get_ref() == key)
    }

    /// All that stands in the table. No key counts as asked for.
    pub fn contents(&self) -> Data {
        let entries = self.entries().map(|(name, value)| {
            let key: &str = name.get_ref();
            (Arc::from(key), toml_values::data(value.get_ref()))
        });
        Data::Map(entries.collect())
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'t>> {
        let mut entries: Vec<Entry<'t>> = self.table.iter().collect();
        // The parser sorts by name; the order of writing is the order of places.
        entries.sort_by_key(|(name, value)| (name.span().start, value.span().start));
        entries.into_iter()
    }

    pub(super) fn shifted(&self, span: std::ops::Range<usize>) -> Span {
        Span::from(span).shifted(self.file.shift)
    }

    pub(super) fn place_at(&self, span: std::ops::Range<usize>) -> Place {
        Place::Span(self.file.path.clone(), self.shifted(span))
    }
}

#[cfg(test)]
#[path = "toml_tests.rs"]
mod tests;
