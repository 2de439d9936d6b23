//! What the TOML parser refuses, in a writer's words and without echoes.

use std::ops::Range;

use super::problems::{BAD_DATE, TOML_SYNTAX};
use crate::diagnostics::{Diagnostic, Place, Span};
use crate::input::FilePath;

/// At most this many syntax errors of one file are shown; later ones are mostly echoes.
const SHOWN: usize = 3;

/// One error of a text; its places are counted from the text's start.
pub struct SyntaxError {
    pub span: Span,
    /// A day such as 2026-02-30. The rest of the file is as good as without it.
    pub is_no_day: bool,
    message: String,
    hint: Option<String>,
    /// Where a key stood the first time.
    first: Option<Span>,
}

impl SyntaxError {
    /// The message, for a text that begins at `shift` in its file.
    pub fn problem(&self, path: &FilePath, shift: usize) -> Diagnostic {
        let place = |span: Span| Place::Span(path.clone(), span.shifted(shift));
        let code = if self.is_no_day {
            &BAD_DATE
        } else {
            &TOML_SYNTAX
        };
        let problem = Diagnostic::new(code, place(self.span), self.message.as_str());
        let problem = problem.maybe_hint(self.hint.clone());
        match self.first {
            Some(first) => problem.related(place(first), "the first is here"),
            None => problem,
        }
    }
}

/// The errors worth a message: one for each line, and one for a table that is there twice.
pub fn errors(text: &str, found: &[toml::de::Error]) -> Vec<SyntaxError> {
    let mut errors: Vec<SyntaxError> = Vec::new();
    let mut shown = 0;
    let mut last_line = None;
    let mut copied_until = 0;
    for error in found {
        let range = error.span().unwrap_or(0..0);
        let line = line_at(text, range.start);
        if last_line.replace(line.start) == Some(line.start) || range.start < copied_until {
            continue;
        }
        let error = one(text, range, &line, error.message().trim_end());
        if error.first.is_some() && text[line.clone()].trim_start().starts_with('[') {
            // Every key of the second table is there a second time too.
            copied_until = next_header(text, line.end);
        }
        if !error.is_no_day {
            shown += 1;
        }
        if shown <= SHOWN {
            errors.push(error);
        }
    }
    errors
}

fn one(text: &str, range: Range<usize>, line: &Range<usize>, message: &str) -> SyntaxError {
    let invalid = |message: &str, hint: Option<&str>| SyntaxError {
        span: range.clone().into(),
        is_no_day: false,
        message: format!("this is not valid TOML: {message}"),
        hint: hint.map(str::to_string),
        first: None,
    };
    if message.contains("duplicate key") {
        let key = &text[range.clone()];
        let mut error = invalid(message, Some("keep one of the two, or join them"));
        error.message = format!("`{key}` is there twice");
        error.first = first_of(text, range.start, line);
        return error;
    }
    if message.starts_with("invalid date") {
        let word = word_at(text, range.start);
        return SyntaxError {
            span: word.clone().into(),
            is_no_day: true,
            message: format!("`{}` is a day that does not exist", &text[word]),
            hint: Some("write the day as year-month-day: 2026-03-01".to_string()),
            first: None,
        };
    }
    let written = &text[line.clone()];
    if message.contains("string values must be quoted") {
        let message = "a text stands in quotation marks";
        return invalid(message, Some("put the text in quotation marks"));
    }
    if message.contains("invalid basic string") {
        let hint =
            "close the text with a quotation mark on the same line; write \\\" for one inside it";
        return invalid(message, Some(hint));
    }
    let is_yaml = written.contains(':') && !written.contains('=');
    invalid(
        message,
        is_yaml.then_some("write `key = \"value\"` instead of `key: value`"),
    )
}

/// Where the key or header at an offset stands before.
fn first_of(text: &str, at: usize, line: &Range<usize>) -> Option<Span> {
    let written = text[line.clone()].trim();
    let is_header = written.starts_with('[');
    let name = |line: &str| -> String {
        let line = line.trim();
        let end = match is_header {
            true => line.find(']').map_or(line.len(), |end| end + 1),
            false => line.find('=').unwrap_or(line.len()),
        };
        line[..end].trim().to_string()
    };
    let wanted = name(written);
    let mut found = None;
    let mut start = 0;
    for line in text[..at].split_inclusive('\n') {
        let is_other_header = line.trim_start().starts_with('[');
        if !is_header && is_other_header {
            // A key counts within its own table.
            found = None;
        }
        if start + line.len() <= at && is_header == is_other_header && name(line) == wanted {
            let indent = line.len() - line.trim_start().len();
            found = found.or(Some(Span::new(
                start + indent,
                start + indent + wanted.len(),
            )));
        }
        start += line.len();
    }
    found
}

/// The line around an offset, without its ending.
fn line_at(text: &str, offset: usize) -> Range<usize> {
    let offset = offset.min(text.len());
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..]
        .find('\n')
        .map_or(text.len(), |at| offset + at);
    start..end
}

/// What stands around an offset without white space or punctuation between values.
fn word_at(text: &str, offset: usize) -> Range<usize> {
    let breaks = |character: char| character.is_whitespace() || ",=[]{}#".contains(character);
    let offset = offset.min(text.len());
    let start = text[..offset].rfind(breaks);
    let start = start.map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    let end = text[offset..].find(breaks);
    start..end.map_or(text.len(), |at| offset + at)
}

/// Where the next table begins, or the text ends.
fn next_header(text: &str, from: usize) -> usize {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            break;
        }
        at += line.len();
    }
    at
}
