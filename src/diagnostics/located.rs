//! Joins a problem with the text it points at: line, column and excerpt.

use super::{Diagnostic, Place, Severity, Span, Spans};
use crate::input::{FilePath, InputTree, LineIndex, Position};

/// A diagnostic ready to be shown: every place looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub hint: Option<String>,
    pub label: Option<String>,
    pub spot: Option<Spot>,
    pub related: Vec<(Spot, String)>,
}

/// A place in a file with the lines it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub file: FilePath,
    /// None when the file as a whole is meant.
    pub range: Option<SpotRange>,
}

/// The marked bytes of a [`Spot`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpotRange {
    pub start: Position,
    /// Just after the last marked character.
    pub end: Position,
    /// The lines from `start.line` to `end.line`, without their endings.
    pub lines: Vec<String>,
}

/// Looks up every place, sorts by file, line and column, and drops exact repeats.
pub fn locate(diagnostics: &[Diagnostic], files: &InputTree, spans: &Spans) -> Vec<Located> {
    let mut located: Vec<Located> = diagnostics
        .iter()
        .map(|diagnostic| Located {
            severity: diagnostic.severity,
            code: diagnostic.code,
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
            label: diagnostic.label.clone(),
            spot: spot(&diagnostic.place, files, spans),
            related: diagnostic
                .related
                .iter()
                .filter_map(|(place, what)| Some((spot(place, files, spans)?, what.clone())))
                .collect(),
        })
        .collect();
    located.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    located.dedup();
    located
}

type SortKey<'a> = (Option<(&'a FilePath, Option<Position>)>, &'a str, &'a str);

fn sort_key(located: &Located) -> SortKey<'_> {
    let spot = located
        .spot
        .as_ref()
        .map(|spot| (&spot.file, spot.range.as_ref().map(|range| range.start)));
    (spot, located.code, &located.message)
}

fn spot(place: &Place, files: &InputTree, spans: &Spans) -> Option<Spot> {
    let (file, span) = match place {
        Place::Site => return None,
        Place::File(file) => (file, None),
        Place::Span(file, span) => (file, Some(*span)),
        Place::Item(file, key) => (file, spans.get(file).and_then(|spans| spans.find(key))),
    };
    let text = files
        .get(file.as_str())
        .map(|input| String::from_utf8_lossy(input.bytes()));
    Some(Spot {
        file: file.clone(),
        range: span.zip(text).map(|(span, text)| range(span, &text)),
    })
}

fn range(span: Span, text: &str) -> SpotRange {
    let index = LineIndex::new(text);
    let start = index.position(span.start);
    let end = index.position(span.end.max(span.start));
    // A span that ends just behind a line's end is shown as ending on that line.
    let end = if end.line > start.line && end.column == 1 {
        let line = end.line - 1;
        Position {
            line,
            column: index.line(line).chars().count() + 1,
        }
    } else {
        end
    };
    SpotRange {
        start,
        end,
        lines: (start.line..=end.line)
            .map(|line| index.line(line).to_string())
            .collect(),
    }
}
