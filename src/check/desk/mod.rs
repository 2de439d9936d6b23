//! What the fact desk asks of each sentence: where its figures, dates and quoted words come from, and
//! whether its words will last.

mod aging;
mod dates;
mod digits;
mod names;
mod problems;
mod reader;
mod spelled;
mod titles;
mod tokens;
mod uncited;
mod vocabulary;

use crate::diagnostics::Diagnostic;
use crate::input::FilePath;
use crate::page::Passages;

pub use problems::{AGING_WORDS, DATE_UNCITED, FIGURE_UNCITED, QUOTE_UNCITED};
pub use reader::{Finding, Kind};
pub use uncited::{Coverage, Sentence, read as read_sentences, sentence_of};

/// What the desk found on one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskReading {
    pub problems: Vec<Diagnostic>,
    pub coverage: Coverage,
}

/// What the desk knows beside a page's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskRules {
    /// The site has sources to cite. Without any nothing is asked of its sentences: Markdown alone
    /// is a site too.
    pub has_sources: bool,
    /// The page says as of when it holds, so readers can tell from when its words count.
    pub has_as_of: bool,
}

/// Reads the sentences of a page.
pub fn desk(path: &FilePath, passages: &Passages, rules: DeskRules) -> DeskReading {
    let mut reading = DeskReading::default();
    if rules.has_sources {
        (reading.problems, reading.coverage) = uncited::uncited(path, passages);
    }
    if !rules.has_as_of {
        reading.problems.extend(aging::aging(path, passages));
    }
    reading
}
