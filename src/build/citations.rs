//! The stage that looks at what pages cite: which sources are needed, how words of another language
//! are translated, and whether what a sentence says agrees with what it cites.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::memory::{GoOn, Memory};
use super::pages::Pages;
use super::stages::Desk;
use crate::check::{self, Archive, Citing};
use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::input::{FilePath, InputFile};
use crate::ledger::{Id, Ledger, TableName, unsourced_claims, unused_sources};
use crate::page::Body;

/// Remembers what was found on each page.
#[derive(Default)]
pub struct Memories {
    glosses: Memory<FilePath, Quoting, Vec<Diagnostic>>,
    cited: Memory<FilePath, (Arc<Citing>, Texts), Vec<Diagnostic>>,
}

/// The text of each page that cites something, with what it cites.
pub(super) type AllCiting = BTreeMap<FilePath, Arc<Citing>>;

pub(super) fn all_citing(ledger: &Ledger, pages: &Pages) -> AllCiting {
    let quotes = check::quotes_of(ledger);
    let citing = pages.iter().filter_map(|(path, page)| {
        let citing = Citing::of(&page.passages, ledger, &quotes)?;
        Some((path.clone(), Arc::new(citing)))
    });
    citing.collect()
}

/// The archived text of each source cited; None where there is none.
type Texts = BTreeMap<Id, Option<InputFile>>;

/// A text, the languages of the sources it cites, and its own.
type Quoting = (Arc<Body>, BTreeMap<Id, String>, String);

impl Memories {
    #[allow(
        clippy::too_many_arguments,
        reason = "the stage needs what all earlier ones made"
    )]
    pub(super) fn check(
        &mut self,
        language: &str,
        ledger: &Ledger,
        archive: &Archive,
        pages: &Pages,
        citing: &AllCiting,
        desk: &mut Desk,
        go_on: GoOn<'_>,
    ) -> Option<()> {
        desk.problems
            .extend(unsourced_claims(ledger, &broken_claims(ledger, desk)));
        let mut problems = desk.problems.iter();
        if problems.all(|problem| problem.severity != Severity::Error) {
            // What an error leaves out or misnames may be the one use of a source.
            let cited = pages.values().map(|page| check::cited_sources(&page.body));
            let cited: BTreeSet<Id> = cited.flatten().collect();
            desk.problems.extend(unused_sources(ledger, &cited));
        }

        let written_in = |id: Id| {
            let language = ledger.sources.get(&id)?.language.clone()?;
            Some((id, language))
        };
        let quoting = pages.iter().filter_map(|(path, page)| {
            let cited = check::cited_sources(&page.body);
            let languages = cited.iter().cloned().filter_map(written_in).collect();
            let input = (page.body.clone(), languages, page.passages.language.clone());
            (!cited.is_empty()).then(|| (path.clone(), input))
        });
        let (glosses, _) = self.glosses.outputs_while(
            go_on,
            quoting.collect(),
            |path, (body, languages, page), _| check::glosses(path, body, languages, page),
        )?;
        let glosses = glosses.iter().flat_map(|(_, problems)| problems.iter());
        desk.problems.extend(glosses.cloned());
        let all = pages.values().map(|page| &**page);
        desk.problems
            .extend(check::quote_glosses(ledger, all, language));

        desk.problems.extend(check::claim_figures(ledger, archive));
        let citing = citing.iter().map(|(path, citing)| {
            let texts = citing.sources().into_iter();
            let texts = texts.map(|id| {
                let file = archive.get(&id).map(|archived| archived.file.clone());
                (id, file)
            });
            let texts = texts.collect();
            (path.clone(), (citing.clone(), texts))
        });
        let (cited, _) =
            self.cited
                .outputs_while(go_on, citing.collect(), |path, (citing, _), _| {
                    citing.check(path, archive)
                })?;
        let cited = cited.iter().flat_map(|(_, problems)| problems.iter());
        desk.problems.extend(cited.cloned());
        Some(())
    }
}

/// Claims with an error in their entry, or all where the file cannot be read: what they lack may be
/// what is wrong there.
pub(super) fn broken_claims(ledger: &Ledger, desk: &Desk) -> BTreeSet<Id> {
    let path = TableName::Claims.path();
    let all = || ledger.claims.iter().map(|claim| &claim.id);
    let Some(spans) = desk.spans.get(&path) else {
        return BTreeSet::new();
    };
    if ledger.incomplete.contains(&TableName::Claims) {
        return all().cloned().collect();
    }
    let starts = all().filter_map(|id| Some((spans.find(id)?.start, id)));
    let starts: BTreeMap<usize, &Id> = starts.collect();
    let errors = desk.problems.iter().filter(|problem| {
        problem.severity == Severity::Error && problem.place.file() == Some(&path)
    });
    let places = errors.filter_map(|problem| match &problem.place {
        Place::Span(_, span) => Some(span.start),
        Place::Item(_, key) => Some(spans.find(key)?.start),
        _ => None,
    });
    let entries = places.filter_map(|at| starts.range(..=at).next_back());
    entries.map(|(_, id)| Id::clone(id)).collect()
}
