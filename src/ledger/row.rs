//! One entry while it is read: known keys become values, wrong ones messages, ids of other entries links.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::entries::Target;
use super::problems::{BAD_ID, NAMED_TWICE, NAMES_ITSELF};
use super::tables::{Entries, Id, TableName};
use crate::diagnostics::{Diagnostic, Place};
use crate::values::{
    BAD_DATE, BAD_VALUE, Data, Date, EventDate, Table, did_you_mean, is_id, is_language,
    is_web_address, slug,
};

/// The one word for what a source does not say.
pub const NOT_GIVEN: &str = "not given";

/// One entry naming another, to be checked once every table is read.
pub struct Link {
    /// The table and id of the entry that names another.
    pub from: (TableName, Id),
    pub key: &'static str,
    pub to: TableName,
    pub id: Id,
    /// Whether a source named here has to be one we hold.
    pub held: bool,
    pub place: Place,
}

/// All links found so far.
#[derive(Default)]
pub struct Links(RefCell<Vec<Link>>);

impl Links {
    pub fn add(&self, link: Link) {
        self.0.borrow_mut().push(link);
    }

    pub fn into_list(self) -> Vec<Link> {
        self.0.into_inner()
    }
}

/// A table of an entry, or a table inside it, with what its values may need to know.
pub struct Row<'a, 't> {
    pub table: Table<'t>,
    pub id: Id,
    name: TableName,
    links: &'a Links,
}

/// Reads every entry of a table; `read` gets each as a row and need not report unknown keys.
pub fn entries<T>(
    table: Table<'_>,
    name: TableName,
    links: &Links,
    read: impl Fn(&Row<'_, '_>) -> T,
) -> Entries<T> {
    let mut entries = Entries::default();
    for (key, inner) in table.tables() {
        check_id(&table, key, || table.place_of_key(key));
        let row = Row::new(inner, Arc::from(key), name, links);
        entries.insert(row.id.clone(), read(&row));
        row.finish();
    }
    entries
}

fn check_id(table: &Table<'_>, id: &str, place: impl FnOnce() -> Place) {
    if is_id(id) {
        return;
    }
    let better = slug(id);
    let hint = is_id(&better).then(|| format!("write `{better}`"));
    table.report(
        Diagnostic::new(
            &BAD_ID,
            place(),
            format!("`{id}` is no id, expected lower-case letters a to z, digits and `-` alone"),
        )
        .maybe_hint(hint),
    );
}

impl<'a, 't> Row<'a, 't> {
    pub fn new(table: Table<'t>, id: Id, name: TableName, links: &'a Links) -> Row<'a, 't> {
        Row {
            table,
            id,
            name,
            links,
        }
    }

    /// Reports the keys nobody asked for.
    pub fn finish(self) {
        self.table.finish();
    }

    /// A problem at a key's value.
    pub fn wrong(&self, key: &str, message: impl Into<String>) -> Diagnostic {
        self.table.problem(&BAD_VALUE, key, message)
    }

    pub fn report(&self, problem: Diagnostic) {
        self.table.report(problem);
    }

    /// A text; `None` if it is not there or `"not given"`.
    pub fn text(&self, key: &str) -> Option<String> {
        let text = self.table.text(key)?;
        if text == NOT_GIVEN {
            return None;
        }
        let plain = text.trim().to_lowercase().replace(['-', '_'], " ");
        if plain == NOT_GIVEN {
            let message = format!("`{key}` is \"{text}\", expected exactly \"{NOT_GIVEN}\"");
            self.report(self.wrong(key, message));
            return None;
        }
        if plain.is_empty() {
            let message = format!("`{key}` is empty, expected a text");
            let hint = format!("where nothing is known write {key} = \"{NOT_GIVEN}\"");
            self.report(self.wrong(key, message).hint(hint));
            return None;
        }
        Some(text)
    }

    /// A text the entry cannot do without.
    pub fn needed_text(&self, key: &str) -> String {
        let text = self.table.required_text(key);
        if text == NOT_GIVEN {
            let message = format!("`{key}` is \"{NOT_GIVEN}\", but an entry needs it");
            self.report(self.wrong(key, message).hint("write it in your own words"));
        }
        match text.is_empty() {
            // The page still shows what is missing, and no link is left without words.
            true => self.id.to_string(),
            false => text,
        }
    }

    /// One of a fixed set of words, or `None` if it is not there or `"not given"`.
    pub fn word(&self, key: &str, words: &[&'static str]) -> Option<String> {
        if self.is_not_given(key) {
            return None;
        }
        let pairs: Vec<(&str, &str)> = words.iter().map(|word| (*word, *word)).collect();
        self.table.one_of(key, &pairs).map(str::to_string)
    }

    /// One of a fixed set of words that has to be there.
    pub fn needed_word(&self, key: &str, words: &[&'static str]) -> String {
        if !self.table.has(key) {
            let hint = format!("add {key} = \"…\", one of: {}", words.join(", "));
            self.table.missing_with(key, hint);
        }
        let pairs: Vec<(&str, &str)> = words.iter().map(|word| (*word, *word)).collect();
        let word = self.table.one_of(key, &pairs);
        word.unwrap_or_default().to_string()
    }

    /// Texts, each of which says something.
    pub fn texts(&self, key: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (text, place) in self.table.spanned_texts(key).unwrap_or_default() {
            if text.trim().is_empty() {
                let message = format!("an item of `{key}` is empty, expected a text");
                self.report(Diagnostic::new(&BAD_VALUE, place, message).hint("remove it"));
            } else {
                texts.push(text);
            }
        }
        texts
    }

    /// A day; `None` if it is not there or `"not given"`.
    pub fn date(&self, key: &str) -> Option<Date> {
        self.table.date_or_not_given(key)
    }

    /// A date that may be imprecise. A precise one may stand without quotation marks too.
    pub fn event_date(&self, key: &str) -> Option<EventDate> {
        const FORMS: &str = "the forms are \"1914\", \"2024-06\", \"2024-06-03\", \"191X\", \"19XX\", \
            \"1846/1848\", \"../2024\" (by 2024), \"1990/..\" (since 1990), \"1990~\" (about 1990) and \
            \"undated\"";
        let kind = self.table.kind_of(key)?;
        if self.table.has_no_day(key) {
            return None;
        }
        let (found, hint) = match self.table.data(key)? {
            Data::Text(text) => match EventDate::parse(&text) {
                Some(date) => return Some(date),
                None if &*text == NOT_GIVEN => {
                    (format!("\"{text}\""), format!("write {key} = \"undated\""))
                }
                None => (format!("\"{text}\""), FORMS.to_string()),
            },
            Data::Int(year) => (format!("{year}"), format!("write {key} = \"{year}\"")),
            _ => (kind.to_string(), FORMS.to_string()),
        };
        let message = format!("`{key}` is {found}, expected a date in quotation marks");
        self.report(self.table.problem(&BAD_DATE, key, message).hint(hint));
        None
    }

    /// A code of a language, such as `en` or `pt-BR`.
    pub fn language(&self, key: &str) -> Option<String> {
        let language = self.text(key)?;
        if !is_language(&language) {
            let message = format!("`{key}` is \"{language}\", expected the code of a language");
            let hint = "write the code: \"en\" for English, \"es\" for Spanish, \"pt-BR\" for Brazilian Portuguese";
            self.report(self.wrong(key, message).hint(hint));
            return None;
        }
        Some(language)
    }

    /// An address of the web.
    pub fn web_address(&self, key: &str) -> Option<String> {
        let url = self.text(key)?;
        if !is_web_address(&url) {
            let message = format!("`{key}` is \"{url}\", expected an address of the web");
            let hint = "write the whole address, beginning with https:// or http://";
            self.report(self.wrong(key, message).hint(hint));
            return None;
        }
        Some(url)
    }

    /// The earlier ids of this entry.
    pub fn was(&self) -> Vec<Id> {
        let mut ids = Vec::new();
        for (id, place) in self.table.spanned_texts("was").unwrap_or_default() {
            check_id(&self.table, &id, || place);
            ids.push(Id::from(id));
        }
        ids
    }

    /// The id of one other entry; `None` if it is not there or `"not given"`.
    pub fn link(&self, key: &'static str, to: TableName, held: bool) -> Option<Id> {
        let id = self.text(key)?;
        self.checked(key, to, held, &id, self.table.place_of(key))
    }

    /// The ids of other entries.
    pub fn links(&self, key: &'static str, to: TableName, held: bool) -> Vec<Id> {
        let mut ids = Vec::new();
        let mut seen = BTreeSet::new();
        for (id, place) in self.table.spanned_texts(key).unwrap_or_default() {
            if seen.insert(id.clone()) {
                ids.extend(self.checked(key, to, held, &id, place));
            } else {
                let message = format!("`{key}` names \"{id}\" twice");
                self.report(
                    Diagnostic::new(&NAMED_TWICE, place, message).hint("keep one of the two"),
                );
            }
        }
        ids
    }

    /// What `about` and `of` hold: a kind of entry and its id, such as `claim:extradited`.
    pub fn targets(&self, key: &'static str, kinds: &[&'static str]) -> Vec<Target> {
        let mut targets = Vec::new();
        for (text, place) in self.table.spanned_texts(key).unwrap_or_default() {
            let Some((kind, name)) = text.split_once(':').filter(|(_, name)| !name.is_empty())
            else {
                let message = format!(
                    "`{key}` holds \"{text}\", expected a kind and an id with `:` between them"
                );
                let hint = format!("write \"{}:{text}\", if a {} is meant", kinds[0], kinds[0]);
                self.report(Diagnostic::new(&BAD_VALUE, place, message).hint(hint));
                continue;
            };
            if !kinds.contains(&kind) {
                let expected = kinds.join(", ");
                let message = format!(
                    "`{key}` holds \"{text}\", expected one of these before the `:`: {expected}"
                );
                let near = did_you_mean(kind, kinds.iter().copied());
                let problem = Diagnostic::new(&BAD_VALUE, place, message);
                self.report(
                    problem.maybe_hint(near.map(|near| format!("did you mean \"{near}:{name}\"?"))),
                );
                continue;
            }
            let target = Target {
                kind: kind.to_string(),
                name: name.to_string(),
            };
            match target_table(kind) {
                Some(table) if self.checked(key, table, false, name, place).is_none() => {}
                _ => targets.push(target),
            }
        }
        targets
    }

    /// Remembers that this entry names another, unless it names itself.
    pub fn checked(
        &self,
        key: &'static str,
        to: TableName,
        held: bool,
        id: &str,
        place: Place,
    ) -> Option<Id> {
        if to == self.name && *id == *self.id {
            let message = format!("`{key}` names \"{id}\", the entry it stands in");
            let hint = match key {
                "origin" => "if the source saw or heard it itself, write origin = \"own\"",
                _ => "name another entry, or remove it",
            };
            self.report(Diagnostic::new(&NAMES_ITSELF, place, message).hint(hint));
            return None;
        }
        let id: Id = Arc::from(id);
        self.links.add(Link {
            from: (self.name, self.id.clone()),
            key,
            to,
            id: id.clone(),
            held,
            place,
        });
        Some(id)
    }

    /// Remembers that this row's id has to be a question of positions.toml.
    pub fn link_to_question(&self, place: Place) {
        self.links.add(Link {
            from: (self.name, self.id.clone()),
            key: "stances",
            to: TableName::Positions,
            id: self.id.clone(),
            held: false,
            place,
        });
    }

    /// A table inside this one.
    pub fn row(&self, key: &str) -> Option<Row<'a, 't>> {
        Some(self.inner(self.table.table(key)?))
    }

    /// A list of tables inside this one.
    pub fn rows(&self, key: &str) -> Vec<Row<'a, 't>> {
        let tables = self.table.list_of_tables(key).unwrap_or_default();
        tables.into_iter().map(|table| self.inner(table)).collect()
    }

    /// Every table inside this one, with its key.
    pub fn named_rows(&self) -> Vec<(&'t str, Row<'a, 't>)> {
        let tables = self.table.tables().into_iter();
        tables
            .map(|(key, table)| (key, self.inner(table)))
            .collect()
    }

    fn inner(&self, table: Table<'t>) -> Row<'a, 't> {
        Row::new(table, self.id.clone(), self.name, self.links)
    }

    /// Whether `"not given"` stands at the key.
    pub fn is_not_given(&self, key: &str) -> bool {
        self.table.data(key) == Some(Data::Text(Arc::from(NOT_GIVEN)))
    }
}

/// The table a target's kind stands for; a page is in none.
pub fn target_table(kind: &str) -> Option<TableName> {
    let mut tables = TableName::ALL.into_iter();
    tables.find(|table| table.anchor_prefix() == kind)
}
