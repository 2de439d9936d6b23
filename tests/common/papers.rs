//! The examples of the manual: a line that is nothing but a path in code font and a colon makes the
//! code below it that file.

#![allow(
    clippy::disallowed_methods,
    reason = "a test reads the papers it is about"
)]

use std::fs;
use std::path::Path;

/// The files a paper shows whole: path and content.
pub fn shown_files(paper: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(paper);
    let paper = fs::read_to_string(path).unwrap_or_else(|error| panic!("{paper}: {error}"));
    let mut lines = paper.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(path) = line
            .strip_prefix('`')
            .and_then(|rest| rest.strip_suffix("`:"))
            .filter(|path| path.contains('/') && !path.contains(' '))
        else {
            continue;
        };
        while lines.peek() == Some(&"") {
            lines.next();
        }
        let opening = lines.next().unwrap_or_default();
        let ticks = opening.bytes().take_while(|byte| *byte == b'`').count();
        assert!(ticks >= 3, "no code stands below `{path}`:");
        let fence = "`".repeat(ticks);
        let content: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
        files.push((path.to_string(), content.join("\n") + "\n"));
    }
    files
}
