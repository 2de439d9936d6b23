//! The side table of a file: which bytes stand behind the keys that later rooms point with.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::Span;

/// For one file: the bytes behind each key that a later room may point at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSpans {
    keys: BTreeMap<Arc<str>, Span>,
    passages: Vec<TextMap>,
}

impl FileSpans {
    pub fn insert(&mut self, key: impl AsRef<str>, span: Span) {
        self.keys.insert(Arc::from(key.as_ref()), span);
    }

    /// Adds the keys of another table.
    pub fn extend(&mut self, other: FileSpans) {
        self.keys.extend(other.keys);
    }

    /// Keeps where the text of each passage comes from, for keys such as `passage/3/10-14`.
    pub fn set_passages(&mut self, passages: Vec<TextMap>) {
        self.passages = passages;
    }

    /// The span of a key, or of the nearest key above it: `a/b/c`, then `a/b`, then `a`.
    pub fn find(&self, key: &str) -> Option<Span> {
        if let Some(inside) = key.strip_prefix(PASSAGE) {
            return self.passage(inside);
        }
        let mut key = key;
        loop {
            if let Some(span) = self.keys.get(key) {
                return Some(*span);
            }
            key = key.rsplit_once('/')?.0;
        }
    }

    /// The passage in which a span of the file stands, and the range of its text; an empty one for a
    /// span that left no text there. `text` is the file's.
    pub fn passage_at(&self, span: Span, text: &str) -> Option<(usize, Range<usize>)> {
        let passages = || {
            let all = self.passages.iter().enumerate();
            all.filter_map(|(number, map)| Some((number, map, map.whole()?)))
        };
        // What a paragraph begins or ends with may leave no text: a reference does not.
        let is_one_line = |from: usize, to: usize| {
            let between = text.get(from..to);
            between.is_some_and(|between| !between.contains('\n'))
        };
        let before = passages().filter(|(.., whole)| is_one_line(whole.end, span.start));
        let after = passages().filter(|(.., whole)| is_one_line(span.end, whole.start));
        let (number, map, _) = passages()
            .find(|(.., whole)| whole.start <= span.start && span.start <= whole.end)
            .or_else(|| before.max_by_key(|(.., whole)| whole.end))
            .or_else(|| after.min_by_key(|(.., whole)| whole.start))?;
        Some((number, map.range(span)))
    }

    /// `3` or `3/10-14`.
    fn passage(&self, inside: &str) -> Option<Span> {
        let (number, range) = match inside.split_once('/') {
            Some((number, range)) => (number, range.split_once('-')),
            None => (inside, None),
        };
        let map = self.passages.get(number.parse::<usize>().ok()?)?;
        match range {
            Some((start, end)) => map.span(&(start.parse().ok()?..end.parse().ok()?)),
            None => map.whole(),
        }
    }
}

const PASSAGE: &str = "passage/";

/// The key for a range of the text of a page's passage.
pub fn passage_key(passage: usize, range: &Range<usize>) -> String {
    format!("{PASSAGE}{passage}/{}-{}", range.start, range.end)
}

/// Where the text of one passage stands in its file, stretch by stretch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextMap(Vec<Stretch>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    /// Where it begins in the text.
    at: usize,
    /// What was written for it.
    span: Span,
    /// Whether it was written as it is, byte for byte: not an entity, a line's end or code.
    is_exact: bool,
}

impl TextMap {
    /// Adds what the text from `at` on was written as.
    pub fn push(&mut self, at: usize, span: Span, is_exact: bool) {
        self.0.push(Stretch { at, span, is_exact });
    }

    fn whole(&self) -> Option<Span> {
        let (first, last) = (self.0.first()?, self.0.last()?);
        Some(Span::new(first.span.start, last.span.end))
    }

    /// What was written for a range of the text.
    fn span(&self, range: &Range<usize>) -> Option<Span> {
        let first = self.stretch(range.start)?;
        let start = first.start(range.start);
        if range.is_empty() {
            return Some(Span::new(start, start));
        }
        let last = self.stretch(range.end - 1)?;
        let end = if last.is_exact {
            last.span.end.min(last.start(range.end))
        } else {
            last.span.end
        };
        Some(Span::new(start, end.max(start)))
    }

    /// The range of the text that was written as a span; [`TextMap::span`] the other way round.
    fn range(&self, span: Span) -> Range<usize> {
        let stretches = || {
            // White space before a reference is taken away again: the next text begins earlier.
            let ends = self.0.iter().skip(1).map(|next| next.at);
            self.0.iter().zip(ends.map(Some).chain([None]))
        };
        let in_text = |stretch: &Stretch, end: Option<usize>, byte: usize| {
            let at = stretch.at + byte.saturating_sub(stretch.span.start);
            at.min(end.unwrap_or(stretch.at + (stretch.span.end - stretch.span.start)))
        };
        let start = stretches()
            .find(|(stretch, _)| span.start < stretch.span.end)
            .map(|(stretch, end)| match stretch.is_exact {
                true => in_text(stretch, end, span.start),
                false => stretch.at,
            });
        let last = stretches().filter(|(stretch, _)| stretch.span.start < span.end);
        let end = last.last().map_or(0, |(stretch, end)| {
            let byte = match stretch.is_exact {
                true => span.end,
                false => stretch.span.end,
            };
            in_text(stretch, end, byte)
        });
        start.unwrap_or(end).min(end)..end
    }

    fn stretch(&self, at: usize) -> Option<&Stretch> {
        let behind = self.0.partition_point(|stretch| stretch.at <= at);
        self.0.get(behind.saturating_sub(1))
    }
}

impl Stretch {
    fn start(&self, at: usize) -> usize {
        match self.is_exact {
            true => (self.span.start + (at - self.at)).min(self.span.end),
            false => self.span.start,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_their_span_or_the_one_above() {
        let mut spans = FileSpans::default();
        spans.insert("a/b", Span::new(3, 4));
        assert_eq!(spans.find("a/b/c"), Some(Span::new(3, 4)));
        assert_eq!(spans.find("a"), None);
    }

    #[test]
    fn a_range_of_a_text_leads_to_what_was_written_for_it() {
        // "a &amp; bc" is the text "a & bc".
        let mut map = TextMap::default();
        map.push(0, Span::new(100, 102), true);
        map.push(2, Span::new(102, 107), false);
        map.push(3, Span::new(107, 110), true);
        let mut spans = FileSpans::default();
        spans.set_passages(vec![TextMap::default(), map]);
        let find = |range: &str| spans.find(&format!("passage/1{range}"));
        assert_eq!(find(""), Some(Span::new(100, 110)));
        assert_eq!(find("/2-3"), Some(Span::new(102, 107)));
        assert_eq!(find("/0-3"), Some(Span::new(100, 107)));
        assert_eq!(find("/4-6"), Some(Span::new(108, 110)));
        assert_eq!(find("/4-4"), Some(Span::new(108, 108)));
        assert_eq!(spans.find("passage/0"), None);
        assert_eq!(spans.find("passage/7/1-2"), None);
    }

    #[test]
    fn what_was_written_leads_to_its_range_of_the_text() {
        // A reference leaves no text, nor does the white space before it.
        let file = "a &amp; bc [@s1], de\n[@s2]\n\n[@s3] fg [@s4]";
        let mut first = TextMap::default();
        first.push(0, Span::new(0, 2), true);
        first.push(2, Span::new(2, 7), false);
        first.push(3, Span::new(7, 11), true);
        first.push(6, Span::new(16, 20), true);
        first.push(10, Span::new(20, 21), true);
        let mut second = TextMap::default();
        second.push(0, Span::new(33, 37), true);
        let mut spans = FileSpans::default();
        spans.set_passages(vec![first, second]);
        let find = |words: &str| {
            let start = file.find(words).expect("the words are in the file");
            spans.passage_at(Span::new(start, start + words.len()), file)
        };
        // "a & bc, de"
        assert_eq!(find("a &amp; b"), Some((0, 0..5)));
        assert_eq!(find("&amp;"), Some((0, 2..3)));
        assert_eq!(find("bc [@s1], d"), Some((0, 4..9)));
        assert_eq!(find("[@s1]"), Some((0, 6..6)));
        assert_eq!(find("[@s2]"), Some((0, 11..11)));
        assert_eq!(find("[@s3]"), Some((1, 0..0)));
        assert_eq!(find("fg"), Some((1, 1..3)));
        assert_eq!(find("[@s4]"), Some((1, 4..4)));
        assert_eq!(
            spans.passage_at(Span::new(0, 3), "+++\n\n"),
            Some((0, 0..3))
        );
        assert_eq!(FileSpans::default().passage_at(Span::new(0, 1), file), None);
    }
}
