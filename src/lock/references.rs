//! What a page refers to, and how often.

use std::collections::BTreeMap;

use crate::page::{ArgValue, Body, Piece};
use crate::theme::EntryKind;

/// How often a text cites, names or shows each entry of the ledger: `source:s001`, `term:fentanyl`.
pub fn references(body: &Body) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut count = |kind: EntryKind, id: &str| {
        *counts.entry(format!("{}:{id}", kind.name())).or_default() += 1;
    };
    body.visit(&mut |piece| match piece {
        Piece::Cite { sources, .. } | Piece::AttributedQuote { sources, .. } => {
            for source in sources {
                count(EntryKind::Source, &source.id);
            }
        }
        Piece::Quotation { source, .. } => count(EntryKind::Source, &source.id),
        Piece::Claim { id, .. } => count(EntryKind::Claim, id),
        Piece::Name { kind, id, .. } => count(*kind, id),
        Piece::Block(block) => {
            for (_, value) in &block.args {
                match value {
                    ArgValue::Entry(kind, id) => count(*kind, id),
                    ArgValue::Entries(kind, ids) => ids.iter().for_each(|id| count(*kind, id)),
                    _ => {}
                }
            }
        }
        _ => {}
    });
    counts
}
