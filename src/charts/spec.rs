//! What a chart is to show, looked up in its table: every name, cell and unit is checked.

use super::decimal::Decimal;
use super::label::{Label, date, labels};
use super::problems::{BAD_CELL, BAD_CHART, UNKNOWN_COLUMN};
use super::stacked::rounding;
use super::table::{Column, DataTable};
use crate::diagnostics::Code;
use crate::values::suggestion;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bar,
    Column,
    Line,
    Range,
    Stacked,
}

impl Kind {
    pub const ALL: [(Kind, &'static str); 5] = [
        (Kind::Bar, "bar"),
        (Kind::Column, "column"),
        (Kind::Line, "line"),
        (Kind::Range, "range"),
        (Kind::Stacked, "stacked"),
    ];

    pub fn parse(name: &str) -> Option<Kind> {
        let mut all = Kind::ALL.into_iter();
        all.find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }

    pub fn name(self) -> &'static str {
        let mut all = Kind::ALL.into_iter();
        all.find(|(kind, _)| *kind == self)
            .map_or("", |(_, name)| name)
    }

    /// How many columns of values it can show.
    fn columns(self) -> (usize, usize) {
        match self {
            Kind::Bar | Kind::Column => (1, 1),
            Kind::Line => (1, 8),
            Kind::Range => (1, 2),
            Kind::Stacked => (2, 6),
        }
    }
}

/// What a writer asks for.
pub struct Spec<'s> {
    pub kind: Kind,
    /// The column that names the rows; the first if none is given.
    pub labels: Option<&'s str>,
    /// The columns of values; all others if none are given.
    pub values: &'s [String],
}

/// A table's part that is shown, with all that is needed to draw it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub kind: Kind,
    /// What the column of labels is called.
    pub rows: Column,
    pub labels: Vec<Label>,
    pub series: Vec<Series>,
    /// That of all values.
    pub unit: String,
}

/// A column of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub column: Column,
    /// For each row; None where it is not known.
    pub values: Vec<Option<Decimal>>,
}

/// Something a chart cannot be drawn with.
#[derive(Clone, Debug)]
pub struct Problem {
    pub code: &'static Code,
    pub at: At,
    pub message: String,
    pub hint: Option<String>,
}

/// Where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    Cell {
        row: usize,
        column: usize,
    },
    Column(usize),
    /// An argument of the block.
    Argument(&'static str),
}

/// Looks up what is asked for in a table that is not broken.
pub fn chart(table: &DataTable, spec: &Spec<'_>) -> Result<Chart, Vec<Problem>> {
    let mut reader = Reader {
        table,
        problems: Vec::new(),
    };
    let shown = reader.columns(spec);
    let (rows, values) = match shown {
        Some(shown) if reader.problems.is_empty() => shown,
        _ => return Err(reader.problems),
    };
    reader.count(spec, &values);
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    let labels = reader.labels(rows.0, spec.kind);
    let last = values.last().map_or(0, |(column, _)| *column);
    let series: Vec<Series> = values
        .into_iter()
        .map(|(column, named)| Series {
            values: reader.values(column, spec.kind),
            column: named,
        })
        .collect();
    if spec.kind == Kind::Stacked {
        reader.sums(&series, last);
    }
    let unit = reader.unit(&series);
    let is_known = |series: &Series| series.values.iter().any(Option::is_some);
    if reader.problems.is_empty() && !series.iter().any(is_known) {
        reader.refuse("no row has a value", "a chart shows at least one value");
    }
    match reader.problems.is_empty() {
        true => Ok(Chart {
            kind: spec.kind,
            rows: rows.1,
            labels,
            series,
            unit,
        }),
        false => Err(reader.problems),
    }
}

struct Reader<'t> {
    table: &'t DataTable,
    problems: Vec<Problem>,
}

/// A column's number, and what readers see of its name.
type Named = (usize, Column);

impl Reader<'_> {
    fn report(&mut self, code: &'static Code, at: At, message: String, hint: Option<String>) {
        self.problems.push(Problem {
            code,
            at,
            message,
            hint,
        });
    }

    fn refuse(&mut self, message: impl Into<String>, hint: impl Into<String>) {
        let at = At::Argument("values");
        self.report(&BAD_CHART, at, message.into(), Some(hint.into()));
    }

    fn columns(&mut self, spec: &Spec<'_>) -> Option<(Named, Vec<Named>)> {
        let rows = match spec.labels {
            Some(text) => self.column("labels", text),
            None => Some((0, self.table.columns.first()?.clone())),
        };
        let values: Vec<Named> = match spec.values {
            [] => {
                let others = self.table.columns.iter().cloned().enumerate();
                let is_label = |column: usize| rows.as_ref().is_some_and(|rows| rows.0 == column);
                others.filter(|(column, _)| !is_label(*column)).collect()
            }
            names => {
                let names = names.iter();
                names
                    .filter_map(|text| self.column("values", text))
                    .collect()
            }
        };
        for (index, (column, named)) in values.iter().enumerate() {
            if values[..index].iter().any(|(before, _)| before == column) {
                let message = format!("the column \"{}\" is shown twice", named.name);
                self.refuse(message, "name each column once");
            }
        }
        Some((rows?, values))
    }

    /// The column an argument names, perhaps with another name for readers behind a colon.
    fn column(&mut self, argument: &'static str, text: &str) -> Option<Named> {
        let columns = &self.table.columns;
        let find = |name: &str| {
            let mut all = columns.iter();
            all.position(|column| column.name == name || column.written() == name)
        };
        if let Some(found) = find(text) {
            return Some((found, columns[found].clone()));
        }
        let (name, shown) = match text.split_once(':') {
            Some((name, shown)) => (name.trim(), Some(shown)),
            None => (text, None),
        };
        if let Some((found, shown)) = find(name).zip(shown) {
            let mut column = Column::parse(shown);
            if column.unit.is_empty() {
                column.unit.clone_from(&columns[found].unit);
            }
            return Some((found, column));
        }
        let known = columns.iter().map(|column| column.name.as_str());
        let hint = suggestion(name, known);
        let message = format!("the table has no column \"{name}\"");
        self.report(&UNKNOWN_COLUMN, At::Argument(argument), message, hint);
        None
    }

    /// Whether the kind can show so many columns.
    fn count(&mut self, spec: &Spec<'_>, values: &[Named]) {
        let (least, most) = spec.kind.columns();
        if (least..=most).contains(&values.len()) {
            return;
        }
        let kind = spec.kind.name();
        let takes = match (least, most) {
            (1, 1) => "one column".to_string(),
            (least, most) => format!("{least} to {most} columns"),
        };
        let found = values.len();
        let names: Vec<&str> = values.iter().map(|(_, column)| &*column.name).collect();
        let hint = match found > most {
            true => format!("choose in `values` from: {}", names.join(", ")),
            false => "add columns of values to the table".to_string(),
        };
        self.refuse(
            format!("`{kind}` shows {takes} of values, and not {found}"),
            hint,
        );
    }

    fn labels(&mut self, column: usize, kind: Kind) -> Vec<Label> {
        let table = self.table;
        let cells = table.rows.iter().map(|row| &*row[column]);
        let labels = labels(cells.clone());
        let are_dates = cells
            .clone()
            .next()
            .is_some_and(|cell| date(cell).is_some());
        for (row, (cell, label)) in cells.zip(&labels).enumerate() {
            let at = At::Cell { row, column };
            let is_text = matches!(label, Label::Text(_));
            if cell.is_empty() {
                let message = "this row has no label".to_string();
                let hint = "say what the row is about".to_string();
                self.report(&BAD_CELL, at, message, Some(hint));
            } else if kind == Kind::Line && are_dates && is_text && date(cell).is_none() {
                let message = format!("\"{cell}\" is no date, as the first row has one");
                let hint = "dates are written 2026, 2026-03 or 2026-03-01".to_string();
                self.report(&BAD_CELL, at, message, Some(hint));
            }
        }
        labels
    }

    fn values(&mut self, column: usize, kind: Kind) -> Vec<Option<Decimal>> {
        let table = self.table;
        let mut values = Vec::with_capacity(table.rows.len());
        for (row, cells) in table.rows.iter().enumerate() {
            let cell = &cells[column];
            let number = Decimal::parse(cell);
            let at = At::Cell { row, column };
            let name = &table.columns[column].name;
            if !cell.is_empty() && number.is_none() {
                let message = format!("\"{cell}\" in the column \"{name}\" is no number");
                self.report(&BAD_CELL, at, message, Some(hint(cell)));
            } else if kind == Kind::Stacked && number.as_ref().is_some_and(|n| n.value() < 0.0) {
                let message = format!("{cell} in the column \"{name}\" is negative");
                let hint = "shares of a whole are zero or more".to_string();
                self.report(&BAD_CELL, at, message, Some(hint));
            }
            values.push(number);
        }
        values
    }

    /// Hundredths make up a hundred at most.
    fn sums(&mut self, series: &[Series], last: usize) {
        if series.iter().any(|series| series.column.unit != "%") {
            return;
        }
        for row in 0..self.table.rows.len() {
            let values = series
                .iter()
                .filter_map(|series| series.values[row].as_ref());
            let sum: f64 = values.map(Decimal::value).sum();
            if sum > 100.0 + rounding(series.len()) {
                let sum = (sum * 10.0).round() / 10.0;
                let message = format!("the shares of this row make {sum} %, more than a whole");
                let hint =
                    "shares that overlap are no parts of one whole: make a chart of bars for each";
                let at = At::Cell { row, column: last };
                self.report(&BAD_CELL, at, message, Some(hint.to_string()));
            }
        }
    }

    fn unit(&mut self, series: &[Series]) -> String {
        let mut columns = series.iter().map(|series| &series.column);
        let Some(first) = columns.next() else {
            return String::new();
        };
        if let Some(other) = columns.find(|column| column.unit != first.unit) {
            let unit = |column: &Column| match &*column.unit {
                "" => format!("\"{}\" has none", column.name),
                unit => format!("\"{}\" has \"{unit}\"", column.name),
            };
            let message = format!("one scale has one unit: {}, {}", unit(first), unit(other));
            self.refuse(message, "make a chart for each unit");
        }
        first.unit.clone()
    }
}

/// What to do about a cell that is no number.
fn hint(cell: &str) -> String {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let is_grouped = cell.chars().all(|sign| {
        sign.is_ascii_digit() || sign.is_whitespace() || matches!(sign, ',' | '.' | '\'' | '-')
    });
    match (digits, is_grouped) {
        (0, _) => "leave the cell empty where the value is not known".to_string(),
        (_, true) => {
            "write it as 1234.5: a point before decimals, nothing between thousands".to_string()
        }
        _ => "write the number alone; its unit stands behind the column's name: `share (%)`"
            .to_string(),
    }
}
