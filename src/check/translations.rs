//! Whether a translated page tells the same facts as its original: its sources, claims, quotations,
//! figures and sections. The words are for people to compare.

use std::collections::BTreeSet;

use super::quoting::Quoting;
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::ledger::TRANSLATION_DIFFERS;
use crate::page::{PageFacts, Passages};
use crate::values::listed;
use crate::values::numbers::{Number, figures, without};

/// So many things that differ are named.
const NAMED: usize = 4;

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
    let lost = named(without(&figures.0, &figures.1));
    let new = named(without(&figures.1, &figures.0));
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
        let message = format!(
            "beside `{of}` this translation {what}: {}",
            listed(&things, NAMED)
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
        passages
            .flat_map(|passage| figures(&passage.text))
            .collect()
    }
}

fn named(figures: Vec<&str>) -> BTreeSet<String> {
    let figures = figures.into_iter();
    figures
        .map(|figure| format!("the figure {figure}"))
        .collect()
}
