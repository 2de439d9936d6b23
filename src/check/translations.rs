//! Whether a translated page tells the same facts as its original: its sources, claims, quotations,
//! figures and sections. The words are for people to compare.

use std::collections::BTreeSet;

use super::problems::TRANSLATION_DIFFERS;
use super::quoting::Quoting;
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::page::{PageFacts, Passages};
use crate::values::numbers::{Number, numbers};

/// So many things that differ are named.
const NAMED: usize = 4;
/// Numbers below are words of other meanings too often: `one of them`, `la una`.
const COUNTS_FROM: f64 = 10.0;

/// A page as it is compared with another in a further language.
#[derive(Clone, Copy)]
pub struct Told<'p> {
    pub facts: &'p PageFacts,
    pub passages: &'p Passages,
    pub quoting: &'p Quoting,
}

/// What one of two pages has and the other has not: one message for what the translation lacks, one for
/// what it has of its own.
pub fn translation(path: &FilePath, original: Told<'_>, own: Told<'_>) -> Vec<Diagnostic> {
    let (there, here) = (original.list(), own.list());
    let mut lacks: Vec<&String> = there.difference(&here).collect();
    let mut adds: Vec<&String> = here.difference(&there).collect();
    let figures = (original.figures(), own.figures());
    let lost = without(&figures.0, &figures.1);
    let new = without(&figures.1, &figures.0);
    lacks.extend(&lost);
    adds.extend(&new);
    let place = || Place::File(path.clone());
    let of = original.facts.path.clone();
    let mut problems = Vec::new();
    for (things, what, hint) in [
        (
            lacks,
            "does not have",
            "translate what is there, or take it out of both",
        ),
        (
            adds,
            "has of its own",
            "a translation says what its original says; add it there, or take it out",
        ),
    ] {
        if things.is_empty() {
            continue;
        }
        let named: Vec<&str> = things
            .iter()
            .take(NAMED)
            .map(|name| name.as_str())
            .collect();
        let more = match things.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!(
            "beside `{of}` this translation {what}: {}{more}",
            named.join(", ")
        );
        let problem = Diagnostic::new(&TRANSLATION_DIFFERS, place(), message);
        problems.push(problem.hint(hint));
    }
    problems
}

impl Told<'_> {
    /// Sections, sources, claims and quoted words.
    fn list(&self) -> BTreeSet<String> {
        let headings = self.facts.headings.iter();
        let mut list: BTreeSet<String> = headings
            .map(|heading| format!("the section `#{}`", heading.id))
            .collect();
        for target in self.quoting.references.keys() {
            match target.split_once(':') {
                Some(("source", id)) => list.insert(format!("`[@{id}]`")),
                Some(("claim", id)) => list.insert(format!("`[#{id}]`")),
                Some((kind, id)) if !matches!(kind, "person" | "term") => {
                    list.insert(format!("{kind} `{id}`"))
                }
                _ => false,
            };
        }
        let quotations = self.quoting.quotations.iter();
        let quotations = quotations.filter(|quotation| !quotation.is_prose);
        list.extend(quotations.map(|quotation| format!("the words \"{}\"", quotation.words)));
        list
    }

    fn figures(&self) -> Vec<(String, Number)> {
        let passages = self.passages.list.iter();
        let figures = passages.flat_map(|passage| {
            let found = numbers(&passage.text).into_iter();
            // `19th`: another language may count centuries in other signs.
            let is_ordinal = |number: &Number| {
                let behind = &passage.text[number.range.end..];
                behind.starts_with(char::is_alphabetic)
            };
            let found = found.filter(move |number| !is_ordinal(number));
            found.map(|number| (passage.text[number.range.clone()].to_string(), number))
        });
        let counts = |number: &Number| number.values.iter().all(|value| *value >= COUNTS_FROM);
        figures.filter(|(_, number)| counts(number)).collect()
    }
}

/// The figures that the others do not have.
fn without(some: &[(String, Number)], others: &[(String, Number)]) -> BTreeSet<String> {
    let is_there = |number: &Number| {
        let mut others = others.iter();
        others.any(|(_, other)| number.values.iter().any(|value| other.may_be(*value)))
    };
    let left = some.iter().filter(|(_, number)| !is_there(number));
    left.map(|(text, _)| format!("the figure {text}")).collect()
}
