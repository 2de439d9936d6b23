//! The tables of `content/data/`, each read from its file.

use std::sync::Arc;

use super::memory::{Memory, keep_equal};
use crate::charts::{self, TableReading, Tables};
use crate::input::{Change, FilePath, InputFile, InputTree};

/// Remembers what was read of each table.
#[derive(Default)]
pub struct Memories {
    readings: Memory<FilePath, InputFile, TableReading>,
    read: ReadTables,
}

/// Every table, with what is wrong with each and where its cells are.
#[derive(Clone, Default)]
pub(super) struct ReadTables {
    pub tables: Arc<Tables>,
    pub readings: Arc<Vec<(FilePath, Arc<TableReading>)>>,
}

impl Memories {
    /// The tables of a site; `changes` are those of its files since the last time.
    pub fn read(&mut self, files: &InputTree, changes: &[Change<'_>]) -> ReadTables {
        if !changes
            .iter()
            .any(|change| charts::is_table_file(change.path))
        {
            return self.read.clone();
        }
        let files = files
            .below("content/data")
            .map(|(_, path, file)| (path, file));
        let files = files.filter(|(path, _)| charts::is_table_file(path));
        let files = files.map(|(path, file)| (path.clone(), file.clone()));
        let (readings, _) = self
            .readings
            .outputs(files.collect(), |path, file, _| charts::read(path, file));
        let tables = readings.iter();
        let tables = tables.map(|(path, reading)| (path.clone(), reading.table.clone()));
        let mut tables = Arc::new(tables.collect());
        keep_equal(&mut tables, &self.read.tables);
        self.read = ReadTables {
            tables,
            readings: Arc::new(readings),
        };
        self.read.clone()
    }
}

impl ReadTables {
    pub fn reading(&self, path: &FilePath) -> Option<&Arc<TableReading>> {
        let at = self.readings.binary_search_by(|(known, _)| known.cmp(path));
        Some(&self.readings.get(at.ok()?)?.1)
    }

    /// The bytes a file is published with: a table in TOML as CSV, all else as it is.
    pub fn bytes(&self, path: &FilePath, file: &InputFile) -> Arc<[u8]> {
        match self.tables.get(path) {
            Some(table) if path.extension() == Some("toml") => Arc::from(table.csv().into_bytes()),
            _ => file.bytes().clone(),
        }
    }
}
