//! A table of `content/data/`: columns with names and units, rows of cells as they were written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::csv;
use super::problems::BAD_TABLE;
use crate::diagnostics::{Diagnostic, FileSpans, Place, Span};
use crate::input::{FilePath, InputFile};
use crate::values::{Data, TomlFile, not_utf8};

/// Where tables lie.
const FOLDER: &str = "content/data/";

/// A table as later stages compare it: no positions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataTable {
    pub columns: Vec<Column>,
    /// Each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// What is wrong with it is reported, and nothing can be made of it.
    pub is_broken: bool,
}

/// The tables of a site by their files.
pub type Tables = BTreeMap<FilePath, Arc<DataTable>>;

/// `share (%)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// Empty if it has none.
    pub unit: String,
}

/// A table with what is wrong with it and where its cells are.
#[derive(Debug)]
pub struct TableReading {
    pub table: Arc<DataTable>,
    pub problems: Vec<Diagnostic>,
    pub spans: Arc<FileSpans>,
}

/// Whether a file is a table by its name.
pub fn is_table_file(path: &FilePath) -> bool {
    path.as_str().starts_with(FOLDER) && matches!(path.extension(), Some("csv" | "toml"))
}

/// The key of a column's name.
pub fn column_key(column: usize) -> String {
    format!("columns/{column}")
}

pub fn cell_key(row: usize, column: usize) -> String {
    format!("rows/{row}/{column}")
}

/// Reads a table. Whatever is wrong with it, there is one.
pub fn read(path: &FilePath, file: &InputFile) -> TableReading {
    match path.extension() {
        Some("toml") => read_toml(path, file),
        _ => read_csv(path, file),
    }
}

impl Column {
    /// `share (%)` is the name `share` and the unit `%`.
    pub fn parse(text: &str) -> Column {
        let text = text.trim();
        let parts = text.strip_suffix(')').and_then(|text| text.split_once('('));
        let parts = parts.filter(|(name, unit)| !name.trim().is_empty() && !unit.contains('('));
        let (name, unit) = parts.unwrap_or((text, ""));
        Column {
            name: name.trim().to_string(),
            unit: unit.trim().to_string(),
        }
    }

    /// As it stands in a table.
    pub fn written(&self) -> String {
        match self.unit.is_empty() {
            true => self.name.clone(),
            false => format!("{} ({})", self.name, self.unit),
        }
    }
}

impl DataTable {
    pub fn csv(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(Column::written).collect();
        let mut text = csv::line(names.iter().map(String::as_str));
        for row in &self.rows {
            text += &csv::line(row.iter().map(String::as_str));
        }
        text
    }
}

/// What is read of a table, row by row.
struct Reading<'p> {
    path: &'p FilePath,
    table: DataTable,
    problems: Vec<Diagnostic>,
    spans: FileSpans,
}

impl<'p> Reading<'p> {
    fn new(path: &'p FilePath) -> Reading<'p> {
        Reading {
            path,
            table: DataTable::default(),
            problems: Vec::new(),
            spans: FileSpans::default(),
        }
    }

    fn report(&mut self, place: Place, message: String, hint: &str) {
        let problem = Diagnostic::new(&BAD_TABLE, place, message);
        self.problems.push(problem.hint(hint));
    }

    fn item(&self, key: String) -> Place {
        Place::Item(self.path.clone(), Arc::from(key))
    }

    fn columns(&mut self, names: Vec<String>) {
        let mut seen = BTreeSet::new();
        for (index, text) in names.iter().enumerate() {
            let column = Column::parse(text);
            let place = self.item(column_key(index));
            if column.name.is_empty() {
                let message = format!("the column {} has no name", index + 1);
                self.report(place, message, "the first line names every column");
            } else if !seen.insert(column.name.clone()) {
                let message = format!("two columns are called \"{}\"", column.name);
                self.report(place, message, "give each column a name of its own");
            }
            self.table.columns.push(column);
        }
    }

    fn row(&mut self, cells: Vec<String>, place: Place) {
        let (found, expected) = (cells.len(), self.table.columns.len());
        if found != expected {
            let count = |number: usize, what: &str| match number {
                1 => format!("1 {what}"),
                number => format!("{number} {what}s"),
            };
            let message = format!(
                "this row has {}, but there {} {}",
                count(found, "cell"),
                if expected == 1 { "is" } else { "are" },
                count(expected, "column"),
            );
            let hint = match (found > expected, self.path.extension()) {
                (true, Some("csv")) => "a text with a comma stands in quotation marks",
                (false, Some("csv")) if cells.iter().any(|cell| cell.contains([';', '\t'])) => {
                    "cells are parted by commas, as in the first line"
                }
                _ => "a cell stays empty where the value is not known",
            };
            self.report(place, message, hint);
        }
        self.table.rows.push(cells);
    }

    fn finish(mut self) -> TableReading {
        if self.problems.is_empty() && self.table.rows.is_empty() {
            let message = match self.table.columns.is_empty() {
                true => "the table is empty",
                false => "the table has no row",
            };
            let place = match self.table.columns.is_empty() {
                true => Place::Span(self.path.clone(), Span::new(0, 0)),
                false => self.item(column_key(0)),
            };
            self.report(
                place,
                message.to_string(),
                "the first line names the columns, the others are rows",
            );
        }
        self.table.is_broken = !self.problems.is_empty();
        TableReading {
            table: Arc::new(self.table),
            problems: self.problems,
            spans: Arc::new(self.spans),
        }
    }
}

fn read_csv(path: &FilePath, file: &InputFile) -> TableReading {
    let mut reading = Reading::new(path);
    let (text, mark) = match file.text() {
        Ok(found) => found,
        Err(offset) => {
            reading.problems.push(not_utf8(path, offset));
            return reading.finish();
        }
    };
    let all = csv::rows(text);
    let sign = other_sign(text, &all);
    let mut rows = all.into_iter();
    let header = rows.next().unwrap_or_default();
    let span = |cell: &csv::Cell| Span::from(cell.range.clone()).shifted(mark);
    for (index, cell) in header.iter().enumerate() {
        reading.spans.insert(column_key(index), span(cell));
    }
    if let Some(sign) = sign {
        let name = if sign == '\t' { "tabs" } else { "`;`" };
        let message = format!("the cells are parted by {name}, expected commas");
        let place = reading.item(column_key(0));
        reading.report(
            place,
            message,
            "save it as CSV with commas between the cells and a point before decimals",
        );
        return reading.finish();
    }
    let mut all = header.iter();
    let mut is_open = all.any(|cell| cell.is_open);
    let names = header.iter().map(|cell| cell.text.clone());
    reading.columns(names.collect());
    for (number, row) in rows.enumerate() {
        for (index, cell) in row.iter().enumerate() {
            reading.spans.insert(cell_key(number, index), span(cell));
        }
        if let Some(open) = row.iter().position(|cell| cell.is_open) {
            is_open = true;
            let place = reading.item(cell_key(number, open));
            let message = "the quotation mark opened here is never closed".to_string();
            reading.report(
                place,
                message,
                "close it, or write two of them for one in a text",
            );
            break;
        }
        let whole = row.first().zip(row.last());
        if let Some((first, last)) = whole {
            let whole = Span::new(first.range.start, last.range.end).shifted(mark);
            reading.spans.insert(format!("rows/{number}"), whole);
        }
        let place = reading.item(format!("rows/{number}"));
        reading.row(row.into_iter().map(|cell| cell.text).collect(), place);
    }
    if is_open && reading.problems.is_empty() {
        let place = reading.item(column_key(0));
        let message = "a quotation mark of this line is never closed".to_string();
        reading.report(
            place,
            message,
            "close it, or write two of them for one in a text",
        );
    }
    reading.finish()
}

/// What parts the cells if not commas, as spreadsheets write where commas stand before decimals: it stands in
/// the first line and equally often in all others, or the first line has no comma.
fn other_sign(text: &str, rows: &[Vec<csv::Cell>]) -> Option<char> {
    let (header, others) = rows.split_first()?;
    let count = |row: &[csv::Cell], sign: char| -> usize {
        let raw = row.iter().map(|cell| text[cell.range.clone()].trim());
        let plain = raw.filter(|raw| !raw.starts_with('"'));
        plain.map(|raw| raw.matches(sign).count()).sum()
    };
    ['\t', ';'].into_iter().find(|sign| {
        let first = count(header, *sign);
        let is_everywhere =
            !others.is_empty() && others.iter().all(|row| count(row, *sign) == first);
        first > 0 && (header.len() == 1 || is_everywhere)
    })
}

fn read_toml(path: &FilePath, file: &InputFile) -> TableReading {
    let (mut reading, problems, spans) = TomlFile::read(path, file, |table| {
        let mut reading = Reading::new(path);
        let missing = ["columns", "rows"].into_iter();
        let missing = missing.filter(|key| !table.has(key));
        missing.for_each(|key| table.missing(key));
        reading.columns(table.texts("columns").unwrap_or_default());
        let rows = table.data("rows");
        if !matches!(rows, None | Some(Data::List(_))) {
            let message = "`rows` is no list of rows".to_string();
            reading.report(table.place_of("rows"), message, EXAMPLE);
        }
        if let Some(Data::List(rows)) = rows {
            for (number, row) in rows.iter().enumerate() {
                reading.toml_row(number, row);
            }
        }
        table.remember_all();
        table.finish();
        reading
    });
    // Where the file itself is wrong, what is read of it gives echoes.
    if !problems.is_empty() {
        reading.problems = problems;
    }
    reading.spans = spans;
    reading.finish()
}

/// How rows are written in TOML.
const EXAMPLE: &str = "write rows = [[2023, 41.5], [2024, 43]]";

impl Reading<'_> {
    fn toml_row(&mut self, number: usize, row: &Data) {
        let place = self.item(format!("rows/{number}"));
        let Data::List(cells) = row else {
            return self.report(place, "this row is no list of cells".to_string(), EXAMPLE);
        };
        let mut texts = Vec::with_capacity(cells.len());
        for (column, cell) in cells.iter().enumerate() {
            texts.push(match cell {
                Data::Text(text) => text.trim().to_string(),
                Data::Int(number) => number.to_string(),
                Data::Float(bits) => f64::from_bits(*bits).to_string(),
                Data::Bool(_) | Data::List(_) | Data::Map(_) => {
                    let place = self.item(cell_key(number, column));
                    let message = "this cell is neither a number nor a text".to_string();
                    self.report(place, message, EXAMPLE);
                    String::new()
                }
            });
        }
        self.row(texts, place);
    }
}
