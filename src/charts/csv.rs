//! CSV: its cells with the place of each, and a table written as CSV.

use std::ops::Range;

use csv_core::{ReadFieldResult, Reader};

/// A cell with the bytes it stands in.
pub struct Cell {
    pub text: String,
    pub range: Range<usize>,
    /// Its quotation mark is never closed, so that all that follows is in it.
    pub is_open: bool,
}

/// The rows of a text that are not empty.
pub fn rows(text: &str) -> Vec<Vec<Cell>> {
    let mut reader = Reader::new();
    let bytes = text.as_bytes();
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    // What is taken from quotation marks is never longer than what stands there.
    let mut room = vec![0; bytes.len().max(1)];
    let (mut start, mut at, mut filled) = (0, 0, 0);
    loop {
        let (result, read, wrote) = reader.read_field(&bytes[at..], &mut room[filled..]);
        at += read;
        filled += wrote;
        let is_last = match result {
            ReadFieldResult::Field { record_end } => record_end,
            // It says so once more, with nothing left to read.
            ReadFieldResult::InputEmpty => continue,
            ReadFieldResult::OutputFull | ReadFieldResult::End => break,
        };
        row.push(cell(text, start..at, &room[..filled]));
        (start, filled) = (at, 0);
        if is_last {
            rows.push(std::mem::take(&mut row));
        }
    }
    rows
}

fn cell(text: &str, range: Range<usize>, read: &[u8]) -> Cell {
    let raw = &text[range.clone()];
    // The ends of empty lines before it, and what parts it from the next.
    let before = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
    let raw = raw[before..].trim_end_matches(['\r', '\n']);
    let quoted = raw.trim_start_matches(' ').starts_with('"');
    let raw = raw.strip_suffix(',').unwrap_or(raw);
    let start = range.start + before;
    Cell {
        text: String::from_utf8_lossy(read).trim().to_string(),
        range: start..start + raw.len(),
        is_open: quoted && raw.matches('"').count() % 2 == 1,
    }
}

/// A row as a line of CSV.
pub fn line<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let cells = cells.into_iter().map(|cell| {
        let is_plain = !cell.contains(['"', ',', '\n', '\r']);
        match is_plain {
            true => cell.to_string(),
            false => format!("\"{}\"", cell.replace('"', "\"\"")),
        }
    });
    cells.collect::<Vec<_>>().join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let rows = rows(text).into_iter();
        rows.map(|row| row.into_iter().map(|cell| cell.text).collect())
            .collect()
    }

    #[test]
    fn cells_have_their_places() {
        let text = "a,\"b, \"\"c\"\"\"\r\n\r\n 1 ,\n\nñ,\"2\"";
        assert_eq!(
            texts(text),
            [["a", "b, \"c\""], ["1", ""], ["ñ", "2"]].map(|row| row.map(str::to_string).to_vec())
        );
        let places: Vec<&str> = rows(text)
            .iter()
            .flatten()
            .map(|cell| &text[cell.range.clone()])
            .collect();
        assert_eq!(places, ["a", "\"b, \"\"c\"\"\"", " 1 ", "", "ñ", "\"2\""]);
        assert!(rows("").is_empty() && rows("\n\r\n").is_empty());
    }

    #[test]
    fn an_open_quotation_mark_is_seen() {
        let open = |text| rows(text).iter().flatten().any(|cell| cell.is_open);
        assert!(open("a,b\n1,\"2\n3,4\n"));
        assert!(open("a,\""));
        assert!(!open("a,\"b,\nc\"\n"));
        assert!(!open("a,\"\"\"\"\n"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(table in prop::collection::vec(
            prop::collection::vec("[ -~ñ\r\n]{0,8}", 2..4), 1..6))
        {
            let trimmed: Vec<Vec<String>> = table
                .iter()
                .map(|row| row.iter().map(|cell| cell.trim().to_string()).collect())
                .collect();
            let text: String = trimmed
                .iter()
                .map(|row| line(row.iter().map(String::as_str)))
                .collect();
            prop_assert_eq!(texts(&text), trimmed);
            for cell in rows(&text).iter().flatten() {
                prop_assert!(!cell.is_open);
                prop_assert!(text.get(cell.range.clone()).is_some());
            }
        }

        #[test]
        fn any_text_is_read(text in "[,\"\n\ra; ñ]{0,40}") {
            for cell in rows(&text).iter().flatten() {
                prop_assert!(text.get(cell.range.clone()).is_some());
            }
        }
    }
}
