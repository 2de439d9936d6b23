//! Words in quotation marks in running text, against the sources their sentence cites.

use super::{Archive, Cited, Citing, Sentence};
use crate::check::desk::Kind;
use crate::check::problems::QUOTED_WORDS_NOT_FOUND;
use crate::check::quotation_problems::{lacking, turned};
use crate::diagnostics::Diagnostic;
use crate::input::FilePath;
use crate::ledger::Id;
use crate::ledger::quotation::{Found, NearMiss, Outcome, Snapshot};
use crate::page::MarkKind;

/// Looks up a sentence's quoted words of four or more.
pub fn check(
    citing: &Citing,
    sentence: &Sentence<'_>,
    path: &FilePath,
    archive: &Archive,
    cited: &mut Cited,
) {
    if !sentence.is_prose() || sentence.all.is_empty() {
        return;
    }
    let sources: Vec<&Id> = sentence.all.iter().collect();
    let quoted = sentence.findings.iter();
    for finding in quoted.filter(|finding| finding.kind == Kind::Quotation) {
        let range = &finding.range;
        if sentence.lies_in(range, |kind| matches!(kind, MarkKind::Quotation { .. })) {
            continue;
        }
        let words = &sentence.passage.text[range.clone()];
        let place = sentence.place(path, range);
        match look_up(words, &sources, archive) {
            LookUp::Found(id, found) => {
                cited.words_found += 1;
                cited.problems.extend(turned(&found, id, &place));
            }
            LookUp::Unchecked => cited.words_unchecked += 1,
            LookUp::NotFound(nearest) => {
                let message = lacking(words, &sources, nearest);
                let hint = match translated(citing, words) {
                    Some(id) => format!(
                        "they are our translation of `{id}` in quotes.toml: let it stand without quotation marks"
                    ),
                    None => "quote a source cited here word for word, cite the one that has these words, or take the marks away".to_string(),
                };
                let problem = Diagnostic::new(&QUOTED_WORDS_NOT_FOUND, place, message);
                cited.problems.push(problem.hint(hint));
            }
        }
    }
}

/// What looking words up in several sources gave.
enum LookUp<'s> {
    Found(&'s Id, Found),
    NotFound(Option<(&'s Id, NearMiss)>),
    /// One source cannot be looked at, and the others do not have the words.
    Unchecked,
}

fn look_up<'s>(words: &str, sources: &[&'s Id], archive: &Archive) -> LookUp<'s> {
    let mut nearest = None;
    let mut all_seen = true;
    for id in sources.iter().copied() {
        let Some(text) = archive.get(id).and_then(|archived| archived.text.as_ref()) else {
            all_seen = false;
            continue;
        };
        match text.compare(words) {
            Outcome::Found(found) => return LookUp::Found(id, found),
            Outcome::NotFound { nearest: near } => {
                nearest = nearest.or(near.map(|near| (id, near)));
            }
        }
    }
    match all_seen {
        true => LookUp::NotFound(nearest),
        false => LookUp::Unchecked,
    }
}

/// The quotation whose translation these words are.
fn translated<'c>(citing: &'c Citing, words: &str) -> Option<&'c Id> {
    let quote = citing.quotes.iter().find(|quote| {
        let gloss = quote.gloss.as_deref().map(Snapshot::new);
        gloss.is_some_and(|gloss| matches!(gloss.compare(words), Outcome::Found(_)))
    })?;
    Some(&quote.id)
}
