//! The stage that looks at what pages cite: which sources are needed, how words of another language
//! are translated, and whether what a sentence says agrees with what it cites.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::arranging::Head;
use super::memory::{GoOn, Memory};
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

pub(super) fn all_citing(head: &Head) -> AllCiting {
    let quotes: Vec<_> = head
        .editions
        .iter()
        .map(|one| check::quotes_of(&one.ledger))
        .collect();
    let citing = head.reading.pages.all.iter().filter_map(|(path, page)| {
        let number = head.language_of(path);
        let ledger = &head.editions[number].ledger;
        let citing = Citing::of(&page.passages, ledger, &quotes[number])?;
        Some((path.clone(), Arc::new(citing)))
    });
    citing.collect()
}

/// The archived text of each source cited; None where there is none.
type Texts = BTreeMap<Id, Option<InputFile>>;

/// A text, the languages of the sources it cites, and its own.
type Quoting = (Arc<Body>, BTreeMap<Id, String>, String);

impl Memories {
    pub(super) fn check(
        &mut self,
        head: &Head,
        archive: &Archive,
        citing: &AllCiting,
        desk: &mut Desk,
        go_on: GoOn<'_>,
    ) -> Option<()> {
        let (ledger, pages) = (head.ledger(), &head.reading.pages.all);
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
        for (number, edition) in head.editions.iter().enumerate() {
            let of_language = pages
                .iter()
                .filter(|(path, _)| head.language_of(path) == number);
            let of_language = of_language.map(|(_, page)| &**page);
            let site = &edition.shared.site;
            let key = (number > 0).then(|| site.languages[number].key.as_str());
            let found = check::quote_glosses(&edition.ledger, of_language, &site.language, key);
            desk.problems.extend(found);
        }

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
