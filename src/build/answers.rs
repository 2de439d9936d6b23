//! What the ledger says to the bracketed words of a page.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::memory::{Latest, Memory};
use crate::input::{FilePath, InputFile};
use crate::ledger::{self, Entries, Ledger, NameKind, NameMatch, Names, Person, Term};
use crate::page::{self, Answer, Answers};
use crate::theme::EntryKind;

/// The tables whose entries have names.
type Named = (Arc<Entries<Person>>, Arc<Entries<Term>>);

/// Remembers the labels of each text, and what the ledger says to them.
#[derive(Default)]
pub struct Memories {
    labels: Memory<FilePath, InputFile, BTreeSet<String>>,
    names: Latest<Named, Names>,
    current: Arc<Names>,
    /// Counts how often the names changed, so that they are compared once and not for each page.
    edition: u64,
    answers: Memory<FilePath, (Arc<BTreeSet<String>>, u64), Answers>,
}

impl Memories {
    /// The ledger's answers to every label of each text, in the order of the files; none to a file
    /// that is no text.
    pub(super) fn of(
        &mut self,
        ledger: &Ledger,
        files: Vec<(FilePath, InputFile)>,
    ) -> Vec<(FilePath, Arc<Answers>)> {
        let tables = (ledger.people.clone(), ledger.glossary.clone());
        let (names, is_new) = self.names.output(tables, |_, _| ledger::names(ledger));
        if is_new && names != self.current {
            self.current = names;
            self.edition += 1;
        }
        let (labels, _) = self.labels.outputs(files, |_, file, _| match file.text() {
            Ok((text, _)) => page::labels(text),
            Err(_) => BTreeSet::new(),
        });
        let edition = self.edition;
        let asked = labels.into_iter();
        let asked = asked.map(|(path, labels)| (path, (labels, edition)));
        let names = &self.current;
        let (answers, _) = self
            .answers
            .outputs(asked.collect(), |_, (labels, _), _| answers(labels, names));
        answers
    }
}

fn answers(labels: &BTreeSet<String>, names: &Names) -> Answers {
    let entry = |found: NameMatch| {
        let kind = match found.kind {
            NameKind::Person => EntryKind::Person,
            NameKind::Term => EntryKind::Term,
        };
        (kind, found.id)
    };
    labels
        .iter()
        .map(|label| {
            let answer = Answer {
                shortcut: names.find(label).map(entry),
                full: names.find_full(label).map(entry),
                near: names.near(label),
            };
            (label.clone(), answer)
        })
        .collect()
}
