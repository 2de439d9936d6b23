//! Takes out the problems that a writer accepts at one place, and tells what comes of each acceptance.

use super::codes::all_codes;
use super::pages::Pages;
use super::problems::{ACCEPTANCE_UNUSED, BAD_ACCEPTANCE};
use super::stages::Desk;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::input::{FilePath, InputTree, LineIndex};
use crate::page::{Acceptance, Terms};
use crate::values::suggestion;

/// A place at which a writer accepts a kind of problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub code: &'static str,
    pub file: FilePath,
    /// Of the comment, from 1.
    pub line: usize,
    pub reason: String,
    /// The messages of what is accepted; none if nothing of the kind is there.
    pub messages: Vec<String>,
}

impl Desk {
    /// Applies the acceptances of all pages to the problems gathered so far.
    pub(super) fn accept(&mut self, files: &InputTree, pages: &Pages) {
        let codes = all_codes();
        for (path, page) in pages {
            let text = files.get(path.as_str()).and_then(|file| file.text().ok());
            for acceptance in &page.acceptances {
                let line = text.map_or(1, |(text, _)| {
                    LineIndex::new(text).position(acceptance.comment.start).line
                });
                self.apply(path, acceptance, line, &codes);
            }
        }
    }

    fn apply(
        &mut self,
        path: &FilePath,
        acceptance: &Acceptance,
        line: usize,
        codes: &[&'static Code],
    ) {
        let place = Place::Span(path.clone(), acceptance.comment);
        let (code, reason) = match known(acceptance, codes) {
            Ok(known) => known,
            Err((message, hint)) => {
                let problem = Diagnostic::new(&BAD_ACCEPTANCE, place, message);
                self.problems.push(problem.maybe_hint(hint));
                return;
            }
        };
        let covers = acceptance.covers;
        let problems = std::mem::take(&mut self.problems);
        let is_covered = |problem: &Diagnostic| {
            problem.code == code.name
                && self
                    .start(&problem.place, path)
                    .is_some_and(|start| covers.start <= start && start < covers.end)
        };
        let (taken, kept): (Vec<Diagnostic>, Vec<Diagnostic>) =
            problems.into_iter().partition(is_covered);
        self.problems = kept;
        if taken.is_empty() && !code.comes_and_goes {
            let message = format!("there is no `{}` here to accept", code.name);
            self.problems.push(
                Diagnostic::new(&ACCEPTANCE_UNUSED, place, message)
                    .hint("remove the comment, or put it right before what it is for"),
            );
        }
        self.report.accepted.push(Accepted {
            code: code.name,
            file: path.clone(),
            line,
            reason,
            messages: taken.into_iter().map(|problem| problem.message).collect(),
        });
    }

    /// Where a problem of a file begins in it.
    fn start(&self, place: &Place, path: &FilePath) -> Option<usize> {
        let span = match place {
            Place::Span(file, span) if file == path => *span,
            Place::Item(file, key) if file == path => self.spans.get(file)?.find(key)?,
            _ => return None,
        };
        Some(span.start)
    }
}

/// The code and the reason of an acceptance, or what is wrong with it and what to do.
fn known(
    acceptance: &Acceptance,
    codes: &[&'static Code],
) -> Result<(&'static Code, String), (String, Option<String>)> {
    let Terms { code: name, reason } = match &acceptance.terms {
        Ok(terms) => terms,
        Err((message, hint)) => return Err((message.clone(), Some(hint.clone()))),
    };
    let Some(code) = codes.iter().find(|code| code.name == *name) else {
        let adjustable = codes.iter().filter(|code| code.adjustable);
        let near = suggestion(name, adjustable.map(|code| code.name));
        let hint = near.unwrap_or_else(|| "a code stands in brackets in each message".to_string());
        return Err((
            format!("there is no problem `{name}` to accept"),
            Some(hint),
        ));
    };
    if !code.adjustable {
        let message = format!("`{name}` cannot be accepted: it stays an error");
        let hint = format!("mend what it is about; `nutgraf explain {name}` says how");
        return Err((message, Some(hint)));
    }
    Ok((code, reason.clone()))
}
