//! What a bracket can mean: a citation, a claim, a name. Labels, and the ledger's answers to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::Id;
use crate::theme::EntryKind;
use crate::values::is_id;

/// What the ledger says to a bracket's label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The entry a shortcut `[label]` names.
    pub shortcut: Option<(EntryKind, Id)>,
    /// The entry `[text][label]` names: by name, alias or id.
    pub full: Option<(EntryKind, Id)>,
    /// A name so near to the label that the label may be a misspelling of it.
    pub near: Option<String>,
}

/// The ledger's answers to the labels of one page; all a page needs to know of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Answer>);

impl Answers {
    pub fn get(&self, label: &str) -> Option<&Answer> {
        self.0.get(&on_one_line(label))
    }
}

impl FromIterator<(String, Answer)> for Answers {
    /// Labels nobody knows anything about are left out, so that they do not count as a difference.
    fn from_iter<T: IntoIterator<Item = (String, Answer)>>(answers: T) -> Answers {
        let known = answers
            .into_iter()
            .filter(|(_, answer)| *answer != Answer::default());
        Answers(known.collect())
    }
}

/// Every bracketed text of a page that could be a name: a cheap scan that may find too many.
pub fn labels(text: &str) -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    let mut open = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => open = Some(at + 1),
            b']' => {
                if let Some(start) = open.take() {
                    let label = &text[start..at];
                    if !label.is_empty()
                        && label.len() < 1000
                        && !label.starts_with(['@', '#', '^', '!'])
                    {
                        labels.insert(on_one_line(label));
                    }
                }
            }
            _ => {}
        }
    }
    labels
}

/// A label as the parser hands it on: lines joined by a space, without the marks of a block quote
/// and the indent of a list before them.
fn on_one_line(label: &str) -> String {
    let mut lines = label.lines();
    let mut joined = lines.next().unwrap_or("").to_string();
    for line in lines {
        joined.push(' ');
        joined.push_str(line.trim_start_matches([' ', '\t', '>']));
    }
    crate::values::plain_words(&joined)
}

/// One part of `@s001, L21; @s003, p. 4`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitePart<'t> {
    pub id: &'t str,
    pub place: &'t str,
    /// Where the part begins in the label, and its length.
    pub start: usize,
    pub length: usize,
}

/// Reads the label of a citation.
///
/// # Errors
/// The part that is not `@id` or `@id, place`.
pub fn cite_parts(label: &str) -> Result<Vec<CitePart<'_>>, CitePart<'_>> {
    let mut parts = Vec::new();
    let mut at = 0;
    for piece in label.split(';') {
        let trimmed = piece.trim();
        let start = at + (piece.len() - piece.trim_start().len());
        at += piece.len() + 1;
        let (id, place) = match trimmed.split_once([',', '#']) {
            Some((id, place)) => (id.trim(), place.trim()),
            None => (trimmed, ""),
        };
        let part = CitePart {
            id: id.strip_prefix('@').unwrap_or(""),
            place,
            start,
            length: trimmed.len(),
        };
        if !is_id(part.id) {
            return Err(part);
        }
        parts.push(part);
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_have_parts_with_places() {
        let parts = cite_parts("@s001, L21; @s003 , p. 4").expect("two parts");
        let read: Vec<_> = parts
            .iter()
            .map(|part| (part.id, part.place, part.start))
            .collect();
        assert_eq!(read, [("s001", "L21", 0), ("s003", "p. 4", 12)]);
        assert_eq!(
            cite_parts("@s001#L19")
                .expect("one")
                .first()
                .map(|part| part.place),
            Some("L19")
        );
    }

    #[test]
    fn a_part_that_is_no_citation_is_named() {
        for wrong in ["@s001 L21", "@", "@s001; s002", "@S001"] {
            assert!(cite_parts(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn labels_are_the_innermost_brackets() {
        let labels = labels("[a] [b][c d] [@s] [x [y] z] [^1] [!NOTE]");
        let labels: Vec<_> = labels.iter().map(String::as_str).collect();
        assert_eq!(labels, ["a", "b", "c d", "y"]);
    }

    #[test]
    fn a_label_over_two_lines_is_one() {
        let labels = labels("> [a\n> b] [c >\r\n  d]");
        let labels: Vec<_> = labels.iter().map(String::as_str).collect();
        assert_eq!(labels, ["a b", "c > d"]);
    }
}
