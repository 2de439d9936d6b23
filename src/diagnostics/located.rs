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

/// So many places are listed of a problem that many pages meet.
const RELATED_SHOWN: usize = 3;

/// Looks up every place, sorts by file, line and column, and makes one of what is the same problem
/// met in several places.
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
    located.dedup_by(|next, kept| {
        let same = sort_key(next) == sort_key(kept) && next.hint == kept.hint;
        if same {
            let new = next.related.drain(..);
            let new: Vec<_> = new.filter(|place| !kept.related.contains(place)).collect();
            kept.related.extend(new);
        }
        same
    });
    for problem in &mut located {
        let more = problem.related.len().saturating_sub(RELATED_SHOWN);
        // A few are listed whole: a circle has a place for each step.
        if more > RELATED_SHOWN {
            problem.related.truncate(RELATED_SHOWN);
            if let Some((_, what)) = problem.related.last_mut() {
                what.push_str(&format!(", and {more} more"));
            }
        }
    }
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

/// The file and lines of a place; None for the site as a whole.
pub fn spot(place: &Place, files: &InputTree, spans: &Spans) -> Option<Spot> {
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
