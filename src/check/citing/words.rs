//! Words in quotation marks in running text: quotations of the sources their sentence cites.

use super::{Citing, Sentence};
use crate::check::desk::Kind;
use crate::check::quoting::Quotation;
use crate::diagnostics::passage_key;
use crate::ledger::Id;
use crate::ledger::quotation::{Outcome, Snapshot};
use crate::page::MarkKind;

/// A sentence's quoted words of four or more, ascribed to all sources it cites.
pub fn quotations(citing: &Citing, sentence: &Sentence<'_>) -> Vec<Quotation> {
    if !sentence.is_prose() || sentence.all.is_empty() {
        return Vec::new();
    }
    let quoted = sentence.findings.iter();
    let quoted = quoted.filter(|finding| finding.kind == Kind::Quotation);
    // Those in link form are quotations of their own.
    let in_link = |kind: &MarkKind| matches!(kind, MarkKind::Quotation { .. });
    quoted
        .filter(|finding| !sentence.lies_in(&finding.range, in_link))
        .map(|finding| {
            let key = passage_key(sentence.number, &finding.range);
            let words = &sentence.passage.text[finding.range.clone()];
            Quotation::in_prose(key, words, &sentence.all, translated(citing, words))
        })
        .collect()
}

/// The entry of quotes.toml whose translation these words are.
fn translated(citing: &Citing, words: &str) -> Option<Id> {
    let quote = citing.quotes.iter().find(|quote| {
        let gloss = quote.gloss.as_deref().map(Snapshot::new);
        gloss.is_some_and(|gloss| matches!(gloss.compare(words), Outcome::Found(_)))
    })?;
    Some(quote.id.clone())
}
