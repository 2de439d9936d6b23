//! The stages in a row: input files in, the finished site and its problems out.

use crate::diagnostics::{Diagnostic, Located, Severity, Spans, locate};
use crate::input::InputTree;
use crate::output::OutputTree;
use crate::values::Date;

/// What a build depends on beside the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The day the build is made for: drafts of the future and expired pages depend on it.
    pub as_of: Date,
    /// Overrides `base_url` of `site.toml`.
    pub base_url: Option<String>,
    /// Publish drafts too.
    pub drafts: bool,
    /// Warnings count as errors.
    pub strict: bool,
}

/// A finished build. With errors the outputs are what a preview may show, never what is published.
pub struct Build {
    pub outputs: OutputTree,
    pub problems: Vec<Diagnostic>,
    /// The input files with the bundled theme among them, for excerpts.
    pub files: InputTree,
    pub spans: Spans,
    pub report: Report,
}

/// What was made, for the line at the end of a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub pages: usize,
    pub sources: usize,
    pub claims: usize,
    /// Files of `content/` that nothing refers to and that therefore stay home.
    pub stay_home: Vec<String>,
}

impl Build {
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }

    /// The problems with their lines, sorted.
    pub fn located(&self) -> Vec<Located> {
        locate(&self.problems, &self.files, &self.spans)
    }
}

/// Builds a site from nothing but its arguments.
pub fn build(inputs: &InputTree, options: &Options) -> Build {
    let _ = options;
    Build {
        outputs: OutputTree::new(),
        problems: Vec::new(),
        files: inputs.clone(),
        spans: Spans::new(),
        report: Report::default(),
    }
}
