//! Small helpers for the tests of this room.

use super::{Ledger, LedgerReading, TableName, read};
use crate::diagnostics::locate;
use crate::input::{InputFile, InputTree};

pub fn tree(files: &[(TableName, &str)]) -> InputTree {
    files
        .iter()
        .map(|(table, text)| (table.path(), InputFile::new(text.as_bytes())))
        .collect()
}

/// Every problem as `line:column severity[code] message | hint`, behind the file's name if the
/// ledger has more than one.
pub fn problems(files: &InputTree, reading: &LedgerReading) -> Vec<String> {
    let many = files.iter().count() > 1;
    locate(&reading.problems, files, &reading.spans)
        .into_iter()
        .map(|found| {
            let mut text = String::new();
            if let Some(spot) = &found.spot {
                if many {
                    text += &format!("{} ", spot.file.name());
                }
                if let Some(range) = &spot.range {
                    text += &format!("{}:{} ", range.start.line, range.start.column);
                }
            }
            text += &format!("{}[{}] {}", found.severity, found.code, found.message);
            if let Some(hint) = found.hint {
                text += &format!(" | {hint}");
            }
            for (spot, what) in found.related {
                let start = spot.range.expect("a span").start;
                text += &format!(" > {}:{} {what}", start.line, start.column);
            }
            text
        })
        .collect()
}

/// The problems of a ledger made of these files.
pub fn read_all(files: &[(TableName, &str)]) -> Vec<String> {
    let files = tree(files);
    problems(&files, &read(&files))
}

/// The problems of a ledger made of one file.
pub fn read_one(table: TableName, text: &str) -> Vec<String> {
    read_all(&[(table, text)])
}

/// The ledger these files make; they must have no problem.
pub fn ledger_of(files: &[(TableName, &str)]) -> Ledger {
    let files = tree(files);
    let reading = read(&files);
    assert_eq!(problems(&files, &reading), Vec::<String>::new());
    reading.ledger
}
