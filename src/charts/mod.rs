//! Tables of `content/data/`, and what a chart draws of them: rows and columns -> scales, ticks and
//! marks -> SVG.

mod columns;
mod csv;
mod decimal;
mod draw;
mod label;
mod lines;
mod metrics;
mod names;
mod problems;
mod ranges;
mod rows;
mod scale;
mod spec;
mod stacked;
mod svg;
mod table;
#[cfg(test)]
mod tests;

pub use decimal::Decimal;
pub use draw::{Width, Words, draw};
pub use label::{Label, labels};
pub use problems::{BAD_CELL, BAD_CHART, BAD_TABLE, CODES, UNKNOWN_COLUMN};
pub use spec::{At, Chart, Kind, Problem, Series, Spec, chart};
pub use table::{
    Column, DataTable, TableReading, Tables, cell_key, column_key, is_table_file, read,
};
