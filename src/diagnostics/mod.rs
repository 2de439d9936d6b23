//! What is wrong and where, as plain data; the renderings turn it into words on a screen.

mod codes;
mod human;
mod located;
mod machine;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::input::FilePath;

pub use codes::{Code, Severity};
pub use human::human;
pub use located::{Located, Spot, SpotRange, locate};
pub use machine::{github, json, short};

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

/// For one file: the bytes behind each key that a later room may point at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSpans(BTreeMap<Arc<str>, Span>);

impl FileSpans {
    pub fn insert(&mut self, key: impl AsRef<str>, span: Span) {
        self.0.insert(Arc::from(key.as_ref()), span);
    }

    /// Adds the keys of another table.
    pub fn extend(&mut self, other: FileSpans) {
        self.0.extend(other.0);
    }

    /// The span of a key, or of the nearest key above it: `a/b/c`, then `a/b`, then `a`.
    pub fn find(&self, key: &str) -> Option<Span> {
        let mut key = key;
        loop {
            if let Some(span) = self.0.get(key) {
                return Some(*span);
            }
            key = key.rsplit_once('/')?.0;
        }
    }
}

/// The side tables of all files.
pub type Spans = BTreeMap<FilePath, Arc<FileSpans>>;
