//! From a byte offset to the line and column a writer's editor shows.

/// A place in a text, both from 1; the column counts characters, not bytes or cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// Where each line of a text begins. Lines end at `\n`; the `\r` of a `\r\n` belongs to the line.
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    pub fn new(text: &'t str) -> LineIndex<'t> {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        LineIndex { text, starts }
    }

    /// The position of a byte offset. An offset past the end, or inside a character, is moved back
    /// to the nearest place that exists. A byte order mark at the start has no column.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = &self.text[self.starts[line - 1]..offset];
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        Position {
            line,
            column: before.chars().count() + 1,
        }
    }

    /// The text of a line (from 1) without its ending and without a byte order mark.
    pub fn line(&self, line: usize) -> &'t str {
        let Some(start) = line.checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return "";
        };
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.text[*start..end].trim_end_matches(['\n', '\r']);
        text.strip_prefix('\u{feff}').unwrap_or(text)
    }

    /// The offset at which a line (from 1) begins, or the text's end.
    pub fn start_of(&self, line: usize) -> usize {
        self.starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.text.len())
    }

    /// The offset of a line and column as another tool counts them (both from 1, columns in
    /// characters), kept inside that line.
    pub fn offset(&self, position: Position) -> usize {
        let start = self.start_of(position.line);
        let line = self.line(position.line);
        let skip: usize = line
            .chars()
            .take(position.column.saturating_sub(1))
            .map(char::len_utf8)
            .sum();
        start + skip
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_windows_line_ends_belong_to_their_line() {
        let index = LineIndex::new("añb\r\n\t漢x");
        assert_eq!(index.position(3), Position { line: 1, column: 3 });
        assert_eq!(index.position(6), Position { line: 2, column: 1 });
        assert_eq!(index.position(10), Position { line: 2, column: 3 });
        assert_eq!(index.line(1), "añb");
        assert_eq!(index.line(3), "");
    }

    #[test]
    fn offsets_outside_the_text_stay_inside() {
        let index = LineIndex::new("é");
        assert_eq!(index.position(1), Position { line: 1, column: 1 });
        assert_eq!(index.position(99), Position { line: 1, column: 2 });
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let index = LineIndex::new("\u{feff}ab");
        assert_eq!(index.position(4), Position { line: 1, column: 2 });
    }

    #[test]
    fn offset_is_the_inverse_of_position() {
        let text = "a\nñandú\n";
        let index = LineIndex::new(text);
        for (offset, _) in text.char_indices() {
            assert_eq!(index.offset(index.position(offset)), offset);
        }
    }
}
