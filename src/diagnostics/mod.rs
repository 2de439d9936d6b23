//! What is wrong and where, as plain data; the renderings turn it into words on a screen.

mod codes;
mod human;
mod located;
mod machine;
mod spans;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::input::FilePath;

pub use codes::{Code, Severity};
pub use human::human;
pub use located::{Located, Spot, SpotRange, locate, spot};
pub use machine::{JsonLine, github, json, short};
pub use spans::{FileSpans, TextMap, passage_key};

/// Where a message points. Rooms that must not know positions name an item; its line is looked up
/// in [`Spans`] when the message is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The site as a whole.
    Site,
    /// A file as a whole.
    File(FilePath),
    /// Bytes of a file.
    Span(FilePath, Span),
    /// Something a reader of the file gave a key to, such as `claims/extradited/says` or `link/3`.
    Item(FilePath, Arc<str>),
}

impl Place {
    pub fn file(&self) -> Option<&FilePath> {
        match self {
            Place::Site => None,
            Place::File(file) | Place::Span(file, _) | Place::Item(file, _) => Some(file),
        }
    }
}

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// The same bytes counted from further in front.
    pub fn shifted(self, by: usize) -> Span {
        Span::new(self.start + by, self.end + by)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

/// One problem of the site: facts for a reader, the same whatever the rendering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    pub code: &'static str,
    /// One sentence: what was found and what was expected.
    pub message: String,
    pub place: Place,
    /// A few words shown under the marked text.
    pub label: Option<String>,
    /// Further places that explain the problem.
    pub related: Vec<(Place, String)>,
    /// What to do.
    pub hint: Option<String>,
}

impl Diagnostic {
    pub fn new(code: &Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: code.severity,
            code: code.name,
            message: message.into(),
            place,
            label: None,
            related: Vec::new(),
            hint: None,
        }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a hint if there is one to give.
    pub fn maybe_hint(mut self, hint: Option<String>) -> Diagnostic {
        self.hint = hint.or(self.hint);
        self
    }

    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = Some(label.into());
        self
    }

    pub fn related(mut self, place: Place, what: impl Into<String>) -> Diagnostic {
        self.related.push((place, what.into()));
        self
    }
}

/// The side tables of all files.
pub type Spans = BTreeMap<FilePath, Arc<FileSpans>>;
