//! Whether the words a page quotes stand in the archived texts of their sources.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::problems::{
    QUOTATION_NEGATION, QUOTATION_NOT_FOUND, QUOTATION_NUMBER, SNAPSHOT_CHANGED, SNAPSHOT_MISSING,
};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::{FilePath, InputTree};
use crate::ledger::quotation::{Found, NearMiss, Outcome, Snapshot};
use crate::ledger::{Id, Ledger, Quote, TableName, place_of};
use crate::page::{Body, Piece};

/// The folded snapshots by the ids of their sources; None where a snapshot is no text.
pub type Held = BTreeMap<String, Arc<Option<Snapshot>>>;

/// What comparing the quotations of one page or entry gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    pub problems: Vec<Diagnostic>,
    pub found: usize,
    /// There was no text to compare with.
    pub unchecked: usize,
}

/// The quotations of a text in their order.
pub struct Quotations(Vec<Quotation>);

struct Quotation {
    key: String,
    words: Vec<String>,
    sources: Vec<Id>,
}

impl Quotations {
    pub fn of(body: &Body) -> Quotations {
        let mut all = Vec::new();
        body.visit(&mut |piece| match piece {
            Piece::Quotation {
                n, source, words, ..
            } => all.push(Quotation {
                key: format!("quotation/{n}"),
                words: vec![words.clone()],
                sources: vec![source.id.clone()],
            }),
            Piece::AttributedQuote {
                n, sources, words, ..
            } => all.push(Quotation {
                key: format!("quotation/{n}"),
                words: words.clone(),
                sources: sources.iter().map(|source| source.id.clone()).collect(),
            }),
            _ => {}
        });
        Quotations(all)
    }
}

/// The sources whose words a text quotes.
pub fn quoted_sources(body: &Body) -> BTreeSet<Id> {
    let quotations = Quotations::of(body).0.into_iter();
    quotations.flat_map(|quotation| quotation.sources).collect()
}

/// Compares the quotations of a page.
pub fn quotations(path: &FilePath, quotations: &Quotations, held: &Held) -> Compared {
    let mut compared = Compared::default();
    for Quotation {
        key,
        words,
        sources,
    } in &quotations.0
    {
        let place = Place::Item(path.clone(), key.as_str().into());
        for words in words {
            compared.compare(words, sources, held, &place);
        }
    }
    compared
}

/// Compares an entry of quotes.toml.
pub fn quote(quote: &Quote, held: &Held) -> Compared {
    let mut compared = Compared::default();
    let place = place_of(TableName::Quotes, &quote.id, "words");
    compared.compare(
        &quote.words,
        std::slice::from_ref(&quote.source),
        held,
        &place,
    );
    compared
}

impl Compared {
    /// Words may be ascribed to several sources; one that holds them is enough, and as long as one
    /// cannot be looked at nobody can say that they are in none.
    fn compare(&mut self, words: &str, sources: &[Id], held: &Held, place: &Place) {
        let mut nearest: Option<(&Id, NearMiss)> = None;
        let mut looked_at = Vec::new();
        let mut best: Option<(&Id, Found)> = None;
        for id in sources {
            let Some(Some(snapshot)) = held.get(&**id).map(|snapshot| &**snapshot) else {
                continue;
            };
            looked_at.push(id);
            match snapshot.compare(words) {
                Outcome::Found(found) => {
                    let bad = |found: &Found| (found.changes_negation(), found.changes_number());
                    if best
                        .as_ref()
                        .is_none_or(|(_, best)| bad(&found) < bad(best))
                    {
                        best = Some((id, found));
                    }
                }
                Outcome::NotFound { nearest: near } => {
                    nearest = nearest.or(near.map(|near| (id, near)));
                }
            }
        }
        if let Some((id, found)) = best {
            self.found += 1;
            self.problems.extend(turned(&found, id, place));
        } else if looked_at.len() < sources.len() || sources.is_empty() {
            self.unchecked += 1;
        } else {
            self.problems
                .push(not_found(words, &looked_at, nearest, place));
        }
    }
}

fn not_found(
    words: &str,
    sources: &[&Id],
    nearest: Option<(&Id, NearMiss)>,
    place: &Place,
) -> Diagnostic {
    let names: Vec<String> = sources.iter().map(|id| format!("`{id}`")).collect();
    let names = names.join(" or ");
    let Some((id, near)) = nearest else {
        let words = crate::values::plain_words(words);
        let message = format!("{names} does not hold these words, nor anything near them: {words}");
        return Diagnostic::new(&QUOTATION_NOT_FOUND, place.clone(), message)
            .hint("quote the source word for word, or take the quotation marks away");
    };
    let message = format!(
        "{names} does not hold these words; quoted: {} | line {} of `{id}`: {}",
        near.quoted_text(),
        near.line,
        near.source_text()
    );
    Diagnostic::new(&QUOTATION_NOT_FOUND, place.clone(), message)
        .hint("the words between ** differ; quote the source word for word, or mark the change: … [words] [T]he")
}

/// What an omission or a bracket does to negations and numbers.
fn turned(found: &Found, id: &str, place: &Place) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let line = found.line;
    let mut tell = |code, dropped: &[String], brought: &[String], hint: &str| {
        let list = |words: &[String]| words.join("`, `");
        let what = match (dropped.is_empty(), brought.is_empty()) {
            (true, true) => return,
            (false, true) => format!("hides `{}` of", list(dropped)),
            (true, false) => format!("brings `{}`, which is not there in", list(brought)),
            (false, false) => format!("puts `{}` for `{}` of", list(brought), list(dropped)),
        };
        let message = format!("an omission or bracket {what} line {line} of `{id}`");
        problems.push(Diagnostic::new(code, place.clone(), message).hint(hint));
    };
    tell(
        &QUOTATION_NEGATION,
        &found.dropped_negations,
        &found.brought_negations,
        "quote the words that deny too, or say it in your own words",
    );
    tell(
        &QUOTATION_NUMBER,
        &found.dropped_numbers,
        &found.brought_numbers,
        "see that the figure still means what it means in the source",
    );
    problems
}

/// Whether the snapshots that sources.toml names are there and are what they were.
pub fn snapshots(files: &InputTree, ledger: &Ledger) -> Vec<Diagnostic> {
    if !files.has_snapshots() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for source in ledger.sources.iter() {
        let Some(name) = &source.snapshot else {
            continue;
        };
        let Some(file) = files.snapshot(name) else {
            let place = place_of(TableName::Sources, &source.id, "snapshot");
            let message = format!("there is no `{name}` in the snapshots folder");
            problems.push(
                Diagnostic::new(&SNAPSHOT_MISSING, place, message)
                    .hint("put the file there, correct its name, or remove `snapshot`"),
            );
            continue;
        };
        let hash = source
            .sha256
            .as_ref()
            .map(|expected| (expected, sha256(file.bytes())));
        if let Some((expected, found)) = hash
            && *expected != found
        {
            let place = place_of(TableName::Sources, &source.id, "sha256");
            let message =
                format!("`{name}` is not the text that was archived: its hash is {found}");
            problems.push(Diagnostic::new(&SNAPSHOT_CHANGED, place, message).hint(
                "bring the archived text back; if the new one was read, write its hash here",
            ));
        }
    }
    problems
}

/// The SHA-256 hash in small hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
