//! A new entry of the ledger: its id, its text, and the file with it at the end.

use toml_writer::{ToTomlValue as _, TomlStringBuilder};
use unicode_width::UnicodeWidthStr;

use super::keys::{Fresh, Key, Takes};
use super::ledger_keys::table_keys;
use crate::diagnostics::{Diagnostic, Place, Spans};
use crate::input::{FilePath, InputFile, InputTree};
use crate::ledger::{self, LedgerReading, NOT_GIVEN, TableName, place_of};
use crate::values::{Date, id_from};

/// What is known of an entry that is to be added.
pub struct Draft {
    pub table: TableName,
    /// None: made from `called`.
    pub id: Option<String>,
    /// What the entry is about, in words from which an id can be made.
    pub called: String,
    pub values: Vec<(&'static str, Given)>,
}

/// A value of a key.
pub enum Given {
    Text(String),
    Day(Date),
    /// Ids, as a list.
    Ids(Vec<String>),
    /// Sources that carry a claim; where in them, somebody has to look up.
    CarriedBy(Vec<String>),
}

/// A ledger file with a new entry at its end.
pub struct New {
    pub id: String,
    pub path: FilePath,
    /// The whole file.
    pub bytes: Vec<u8>,
    /// The line on which the entry begins.
    pub line: usize,
    /// Keys without which the desk will not let the entry pass.
    pub to_fill_in: Vec<&'static str>,
}

/// Why there is no new entry.
#[derive(Debug)]
pub enum NotAdded {
    /// The file cannot be read as it is.
    Broken(Vec<Diagnostic>, Spans),
    /// There is an entry of this id, or one had it before.
    Taken(String, Place, Spans),
}

/// Appends an entry to its file; what stands there already keeps every byte.
///
/// # Errors
/// The file does not parse, or the id given is taken.
pub fn add(files: &InputTree, draft: &Draft) -> Result<New, NotAdded> {
    let reading = ledger::read(files);
    let path = draft.table.path();
    if reading.ledger.incomplete.contains(&draft.table) {
        return Err(NotAdded::Broken(
            problems_of(&reading, &path),
            reading.spans,
        ));
    }
    let id = match &draft.id {
        Some(id) => match taken(&reading, draft.table, id) {
            Some(place) => return Err(NotAdded::Taken(id.clone(), place, reading.spans)),
            None => id.clone(),
        },
        None => free_id(&reading, draft.table, &draft.called),
    };
    let old = files
        .get(path.as_str())
        .map(|file| file.bytes().to_vec())
        .unwrap_or_default();
    let (text, to_fill_in) = entry(&id, draft);
    let appended = appended(&old, draft.table, &text);
    let line = line_of_last(&appended, &id);

    // What we wrote is read back before anybody relies on it.
    let mut files = files.clone();
    files.insert(path.clone(), InputFile::new(appended.clone()));
    let again = ledger::read(&files);
    if again.ledger.incomplete.contains(&draft.table) || !again.ledger.has(draft.table, &id) {
        return Err(NotAdded::Broken(problems_of(&again, &path), again.spans));
    }
    Ok(New {
        id,
        path,
        bytes: appended,
        line,
        to_fill_in,
    })
}

fn problems_of(reading: &LedgerReading, path: &FilePath) -> Vec<Diagnostic> {
    let problems = reading.problems.iter();
    problems
        .filter(|problem| problem.place.file() == Some(path))
        .cloned()
        .collect()
}

/// The entry that has an id, or had it before.
fn taken(reading: &LedgerReading, table: TableName, id: &str) -> Option<Place> {
    let ledger = &reading.ledger;
    if ledger.has(table, id) {
        return Some(place_of(table, id, ""));
    }
    let mut earlier = ledger.earlier_ids(table).into_iter();
    let (_, now) = earlier.find(|(was, _)| &***was == id)?;
    Some(place_of(table, now, "was"))
}

fn free_id(reading: &LedgerReading, table: TableName, called: &str) -> String {
    let id = match id_from(called) {
        id if id.is_empty() => table.noun().to_string(),
        id => id,
    };
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    let mut ids = std::iter::once(id.clone()).chain(numbered);
    let free = ids.find(|id| taken(reading, table, id).is_none());
    free.unwrap_or(id)
}

/// The entry's lines, and the keys it cannot do without.
fn entry(id: &str, draft: &Draft) -> (String, Vec<&'static str>) {
    let Takes::ById(keys) = table_keys(draft.table) else {
        return (String::new(), Vec::new());
    };
    let mut to_fill_in = Vec::new();
    let mut lines = Vec::new();
    for key in keys {
        let given = draft.values.iter().find(|(name, _)| *name == key.name);
        let line = match (given, key.fresh) {
            (Some((_, given)), _) => format!("{} = {}", key.name, written(given)),
            (None, Fresh::NotGiven) => format!("{} = \"{NOT_GIVEN}\"", key.name),
            (None, Fresh::Comment) => format!("# {} = {}", key.name, key.example),
            (None, Fresh::Absent) => continue,
        };
        if key.required && given.is_none() {
            to_fill_in.push(key.name);
        }
        // Who has said it knows what it means.
        let meaning = match key.required && given.is_some() {
            true => String::new(),
            false => format!("# {}", meaning(key)),
        };
        lines.push((line, meaning));
    }
    // A long value does not push the meanings of all others to the right.
    const COLUMN: usize = 44;
    let widths = lines.iter().map(|(line, _)| line.width());
    let column = widths.filter(|width| *width <= COLUMN).max().unwrap_or(0);
    let mut text = format!("[{id}]\n");
    for (line, meaning) in lines {
        let gap = column.saturating_sub(line.width()) + 2;
        text.push_str(format!("{line}{:gap$}{meaning}", "").trim_end());
        text.push('\n');
    }
    (text, to_fill_in)
}

fn meaning(key: &Key) -> String {
    let words = match key.takes {
        Takes::Word { words, .. } => format!(": {}", words.join(" ")),
        _ => String::new(),
    };
    let required = if key.required { "required: " } else { "" };
    format!("{required}{}{words}", key.means)
}

/// A value as TOML, on one line.
fn written(given: &Given) -> String {
    let list = |items: &[String]| items.join(", ");
    match given {
        Given::Text(text) => quoted(text),
        Given::Day(day) => day.to_string(),
        Given::Ids(ids) => {
            let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
            format!("[{}]", list(&ids))
        }
        Given::CarriedBy(sources) => {
            let lines = sources.iter().map(|source| {
                let source = quoted(source);
                format!("{{ source = {source}, origin = \"unknown\" }}")
            });
            format!("[{}]", list(&lines.collect::<Vec<_>>()))
        }
    }
}

/// A text in double quotation marks, with line ends and the like escaped.
fn quoted(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}

/// The file with the entry at its end, in the line ends of the file, after an empty line.
fn appended(old: &[u8], table: TableName, entry: &str) -> Vec<u8> {
    let first = old.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let end = match first.ends_with(b"\r") && first.len() < old.len() {
        true => "\r\n",
        false => "\n",
    };
    let mut text = String::new();
    let is_blank = |line: &[u8]| line.iter().all(u8::is_ascii_whitespace);
    let mut last_lines = old.rsplit(|byte| *byte == b'\n');
    let unfinished = last_lines.next().unwrap_or_default();
    let last = last_lines.next();
    if old.is_empty() {
        text.push_str(&format!("# {}\n\n", about(table)));
    } else if !unfinished.is_empty() {
        text.push_str(if is_blank(unfinished) { "\n" } else { "\n\n" });
    } else if last.is_some_and(|line| !is_blank(line)) {
        text.push('\n');
    }
    text.push_str(entry);
    let mut whole = old.to_vec();
    whole.extend(text.replace('\n', end).into_bytes());
    whole
}

/// The first line of a file that was not there.
fn about(table: TableName) -> &'static str {
    match table {
        TableName::Sources => "What we read. An id is cited as [@id] and stays as it is.",
        TableName::Claims => {
            "What is said, who says it, and which sources carry it. A page points at a claim as [#id]."
        }
        TableName::People => {
            "Persons, states, agencies, organisations and groups. A page names one in square brackets."
        }
        TableName::Glossary => {
            "Terms that need a word of explanation. A page uses one in square brackets."
        }
        TableName::Timeline => {
            "What happened when. A date may be a day, a month, a year, a decade (201X), a range, or \"undated\"."
        }
        TableName::Positions => "Who takes which side.",
        TableName::Disagreements => "Where sources disagree.",
        TableName::Quotes => "Quotations that are reused.",
        TableName::Corrections => "What we got wrong. An entry is never deleted.",
    }
}

fn line_of_last(file: &[u8], id: &str) -> usize {
    let header = format!("[{id}]");
    let mut lines = file.split(|byte| *byte == b'\n').enumerate();
    let mut at = 0;
    for (index, line) in &mut lines {
        if line.trim_ascii_end() == header.as_bytes() {
            at = index + 1;
        }
    }
    at
}

#[cfg(test)]
#[path = "entry_tests.rs"]
mod tests;
