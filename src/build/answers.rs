//! What the ledger says to the bracketed words of a page.

use crate::input::InputFile;
use crate::ledger::{NameKind, NameMatch, Names};
use crate::page::{self, Answer, Answers};
use crate::theme::EntryKind;

/// The ledger's answers to every label of a page's text; none to a file that is no text.
pub fn answers(file: &InputFile, names: &Names) -> Answers {
    let Ok((text, _)) = file.text() else {
        return Answers::default();
    };
    let entry = |found: NameMatch| {
        let kind = match found.kind {
            NameKind::Person => EntryKind::Person,
            NameKind::Term => EntryKind::Term,
        };
        (kind, found.id)
    };
    page::labels(text)
        .into_iter()
        .map(|label| {
            let answer = Answer {
                shortcut: names.find(&label).map(entry),
                full: names.find_full(&label).map(entry),
                near: names.near(&label),
            };
            (label, answer)
        })
        .collect()
}
