//! Tells an error from its echoes: one mistake is one message, however far it is seen.

use std::collections::BTreeSet;

use crate::config;
use crate::diagnostics::{Diagnostic, Severity};
use crate::input::FilePath;

/// Errors of front matter that may leave a page without a title.
const UNTITLED: [&str; 6] = [
    "front-matter",
    "toml-syntax",
    "missing-key",
    "wrong-type",
    "bad-value",
    "not-utf8",
];
/// Errors that leave an address without its page.
const UNARRANGED: [&str; 3] = ["no-home", "address-taken", "address-case"];

/// Errors that leave out or misread a part of the page they stand on, and the anchors in it.
const HOLES: [&str; 15] = [
    "bad-argument",
    "block-fence",
    "block-place",
    "block-syntax",
    "front-matter",
    "missing-argument",
    "not-utf8",
    "open-comment",
    "raw-html",
    "toml-syntax",
    "unknown-argument",
    "unknown-block",
    "unknown-disagreement",
    "unknown-event",
    "unknown-position",
];

/// Where errors were found before the finished pages are looked at.
pub struct Unsound {
    /// Content files with an error that leaves something out of their page.
    pub pages: BTreeSet<FilePath>,
    /// An error that shows in the templates of other pages: in the theme, in `site.toml`, in the
    /// arrangement of pages, or a page without a title to link by.
    in_frame: bool,
}

impl Unsound {
    pub fn new(problems: &[Diagnostic]) -> Unsound {
        let mut unsound = Unsound {
            pages: BTreeSet::new(),
            in_frame: false,
        };
        let errors = problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error);
        for problem in errors {
            let Some(file) = problem.place.file() else {
                unsound.in_frame = true;
                continue;
            };
            let path = file.as_str();
            unsound.in_frame |= UNARRANGED.contains(&problem.code)
                || path.starts_with("themes/")
                || path == config::CONFIG_FILE
                || (path.ends_with(".md") && UNTITLED.contains(&problem.code));
            if HOLES.contains(&problem.code) {
                unsound.pages.insert(file.clone());
            }
        }
        unsound
    }

    /// Whether a problem of a finished page is an echo of an earlier error.
    pub fn explains(&self, problem: &Diagnostic) -> bool {
        let of_theme = problem
            .place
            .file()
            .is_none_or(|file| file.as_str().starts_with("themes/"));
        self.in_frame && of_theme
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::all_codes;

    #[test]
    fn the_errors_named_here_are_there() {
        let names: BTreeSet<&str> = all_codes().iter().map(|code| code.name).collect();
        for name in UNTITLED.iter().chain(&UNARRANGED).chain(&HOLES) {
            assert!(names.contains(name), "{name}");
        }
    }
}
