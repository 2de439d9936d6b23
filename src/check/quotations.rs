//! Whether the words a text quotes stand in the archived texts of their sources, or were found
//! there before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::quotation_problems::{changed, elsewhere, not_found, reworded, turned, unchecked};
use super::quoting::{Quotation, Quoting};
use super::snapshots::Archived;
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::ledger::quotation::{Found, NearMiss, Outcome};
use crate::ledger::{Id, Source};
use crate::lock::{self, Checked, Gone, TextLock};
use crate::values::Date;

/// A source that is quoted: its entry, and its archived text where there is one.
pub struct Held {
    pub entry: Arc<Source>,
    pub archived: Option<Arc<Archived>>,
}

/// What desk.lock knows of the quotations of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// What it remembers of this very text.
    pub own: Arc<TextLock>,
    /// The same words of the same sources in other texts: a page may have been renamed.
    pub elsewhere: Vec<Checked>,
    /// Whether the file can be trusted to hold all that was checked.
    pub is_whole: bool,
}

impl Known {
    /// With the ids that sources have now where they had others before.
    fn with_todays_ids(&self, held: &BTreeMap<Id, Held>) -> Known {
        let mut known = self.clone();
        let renamed = |checked: &Checked| {
            let mut sources = held.iter();
            sources
                .find(|(_, held)| held.entry.was.contains(&checked.source))
                .map(|(id, _)| id.clone())
        };
        let own = self
            .own
            .quotations
            .iter()
            .any(|checked| renamed(checked).is_some());
        let own = own.then(|| &mut Arc::make_mut(&mut known.own).quotations);
        for checked in own.into_iter().flatten().chain(&mut known.elsewhere) {
            checked.source = renamed(checked).unwrap_or_else(|| checked.source.clone());
        }
        known
    }
}

/// How it stands with a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The archived text holds the words.
    Found,
    /// There is no archived text here, and desk.lock says that it held these very words.
    CheckedBefore,
    /// There is no archived text here, and nobody has compared the words yet.
    Unchecked,
    /// There is no archived text here, and other words stood here when it was compared.
    Changed,
    /// The archived text does not hold the words.
    NotFound,
}

impl Standing {
    pub const ALL: [Standing; 5] = [
        Standing::Found,
        Standing::CheckedBefore,
        Standing::Unchecked,
        Standing::Changed,
        Standing::NotFound,
    ];

    /// In a reader's words.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Found => "found",
            Standing::CheckedBefore => "checked before",
            Standing::Unchecked => "unchecked",
            Standing::Changed => "changed",
            Standing::NotFound => "not found",
        }
    }
}

/// One quotation as it was compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedQuotation {
    /// The page, or quotes.toml.
    pub file: FilePath,
    /// Its place in the spans of the file.
    pub key: String,
    pub standing: Standing,
    /// The source that holds the words, or else the first it is ascribed to.
    pub source: Option<Id>,
    /// Where they stand, if that is known; the date is that of the check, or of today.
    pub checked: Option<Checked>,
}

/// What comparing the quotations of one text gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    pub problems: Vec<Diagnostic>,
    pub quotations: Vec<ComparedQuotation>,
    /// What desk.lock remembers and the text no longer has.
    pub gone: Gone,
}

/// Compares the quotations of a text with the archived texts, and what it holds with desk.lock,
/// if the site has one.
pub fn compare(
    quoting: &Quoting,
    held: &BTreeMap<Id, Held>,
    known: Option<&Known>,
    today: Date,
) -> Compared {
    let mut compared = Compared::default();
    let known = known.map(|known| known.with_todays_ids(held));
    let known = known.as_ref();
    let mut own: Vec<Checked> = known.map_or(Vec::new(), |known| known.own.quotations.clone());
    let lines = own_lines(&quoting.quotations, held, &mut own);
    let mut replaced: BTreeSet<Id> = BTreeSet::new();
    for (quotation, line) in quoting.quotations.iter().zip(lines) {
        // A copy of words that were checked needs no line of its own.
        let copy = || quotation.equal_of(known?, held);
        let before = line.clone().or_else(copy);
        let trusted = known.is_some_and(|known| known.is_whole);
        // Words that are ascribed to another source now are edited too.
        let is_edited = |checked: &&Checked| {
            quotation.names(&checked.source) || quotation.digest == checked.words
        };
        let mut candidates = own.iter().filter(|_| before.is_none() && trusted);
        let was = candidates.find(is_edited);
        replaced.extend(was.map(|was| was.source.clone()));
        let one = One {
            quotation,
            place: Place::Item(quoting.file.clone(), quotation.key.as_str().into()),
            before,
            was,
            is_remembered: trusted,
            today,
        };
        let (standing, source, checked) = one.compare(held, &mut compared.problems);
        let moved = |line: &Checked| {
            checked
                .as_ref()
                .is_some_and(|checked| !checked.is_like(line))
        };
        compared.gone.moved.extend(line.filter(moved));
        compared.quotations.push(ComparedQuotation {
            file: quoting.file.clone(),
            key: quotation.key.clone(),
            standing,
            source,
            checked,
        });
    }
    if let Some(known) = known {
        // What stands in the place of words that are gone is told already.
        own.retain(|checked| !replaced.contains(&checked.source));
        compared.gone.quotations = own;
        compared.gone.references = lock::lost_references(&known.own, &quoting.references);
    }
    compared
}

/// The line of desk.lock that stands for each quotation, taken out of a text's `own`. Where the
/// same words stand there twice, each takes the line that agrees with its place, if there is one.
fn own_lines(
    quotations: &[Quotation],
    held: &BTreeMap<Id, Held>,
    own: &mut Vec<Checked>,
) -> Vec<Option<Checked>> {
    let mut lines = vec![None; quotations.len()];
    for any_place in [false, true] {
        for (quotation, line) in quotations.iter().zip(&mut lines) {
            let fits = |checked: &Checked| {
                quotation.is(checked) && (any_place || quotation.misplaced(checked, held).is_none())
            };
            if line.is_none()
                && let Some(at) = own.iter().position(fits)
            {
                *line = Some(own.remove(at));
            }
        }
    }
    lines
}

impl Quotation {
    /// A line of desk.lock with the same words, at the place named if there is one.
    fn equal_of(&self, known: &Known, held: &BTreeMap<Id, Held>) -> Option<Checked> {
        let all = known.own.quotations.iter().chain(&known.elsewhere);
        let mut equal = all.filter(|checked| self.is(checked));
        let there = equal
            .clone()
            .find(|checked| self.misplaced(checked, held).is_none());
        there.or_else(|| equal.next()).cloned()
    }
}

/// One quotation with all that is known of it.
struct One<'q> {
    quotation: &'q Quotation,
    place: Place,
    /// These words, as they were checked before.
    before: Option<Checked>,
    /// Other words of the source that were checked in this text and are gone.
    was: Option<&'q Checked>,
    /// Whether there is a desk.lock that says all that was checked.
    is_remembered: bool,
    today: Date,
}

/// Words as they were found in a source.
struct FoundIn<'q> {
    source: &'q Id,
    /// The place named, if they do not stand there.
    missed: Option<&'q str>,
    found: Found,
    sha256: &'q str,
}

impl<'q> One<'q> {
    /// Words may be ascribed to several sources; one that holds them is enough, and as long as one
    /// cannot be looked at nobody can say that they are in none.
    fn compare(
        self,
        held: &'q BTreeMap<Id, Held>,
        problems: &mut Vec<Diagnostic>,
    ) -> (Standing, Option<Id>, Option<Checked>) {
        let sources = &self.quotation.sources;
        let mut nearest: Option<(&Id, NearMiss)> = None;
        let mut looked_at = Vec::new();
        let mut best: Option<FoundIn<'_>> = None;
        for (id, place) in sources {
            let Some(Held {
                entry,
                archived: Some(archived),
            }) = held.get(id)
            else {
                continue;
            };
            let Some(text) = &archived.text else { continue };
            looked_at.push(id);
            let lines = self.quotation.lines(entry, place);
            let words = &self.quotation.words;
            let there = lines.as_ref().and_then(|lines| text.find_on(words, lines));
            let missed = (lines.is_some() && there.is_none()).then_some(place.as_str());
            match there.map_or_else(|| text.compare(words), Outcome::Found) {
                Outcome::Found(found) => {
                    let gravity = found.changes.gravity();
                    let better = |best: &FoundIn<'_>| gravity < best.found.changes.gravity();
                    if best.as_ref().is_none_or(better) {
                        best = Some(FoundIn {
                            source: id,
                            missed,
                            found,
                            sha256: &archived.sha256,
                        });
                    }
                }
                Outcome::NotFound { nearest: near } => {
                    nearest = nearest.or(near.map(|near| (id, near)));
                }
            }
        }
        let first = sources.first().map(|(id, _)| id.clone());
        if let Some(best) = best {
            let checked = self.found(&best, problems);
            (Standing::Found, Some(best.source.clone()), Some(checked))
        } else if !sources.is_empty() && looked_at.len() == sources.len() {
            let problem = not_found(self.quotation, &looked_at, nearest, &self.place);
            problems.push(problem);
            (Standing::NotFound, first, None)
        } else {
            self.unseen(held, first, problems)
        }
    }

    fn found(&self, best: &FoundIn<'_>, problems: &mut Vec<Diagnostic>) -> Checked {
        let FoundIn { source, found, .. } = best;
        let lines = (*found.lines.start(), *found.lines.end());
        problems.extend(turned(found, source, &self.place));
        if let Some(named) = best.missed {
            problems.push(elsewhere(named, lines, source, &self.place));
        }
        if let Some(was) = self.was {
            problems.push(reworded(was, source, &self.place));
        }
        Checked {
            source: (*source).clone(),
            words: self.quotation.digest,
            snapshot: best.sha256.to_string(),
            offset: found.offset,
            lines,
            date: self.today,
        }
    }

    /// Without an archived text: what desk.lock says.
    fn unseen(
        self,
        held: &BTreeMap<Id, Held>,
        first: Option<Id>,
        problems: &mut Vec<Diagnostic>,
    ) -> (Standing, Option<Id>, Option<Checked>) {
        let entry = |id: &Id| held.get(id).map(|held| &held.entry);
        let of_this_text = |checked: &Checked| {
            let expected = entry(&checked.source).and_then(|source| source.sha256.as_ref());
            expected.is_none_or(|expected| *expected == checked.snapshot)
        };
        let of_another_text = self
            .before
            .as_ref()
            .is_some_and(|before| !of_this_text(before));
        if let Some(before) = self.before.filter(|_| !of_another_text) {
            if let Some((id, named)) = self.quotation.misplaced(&before, held) {
                problems.push(elsewhere(named, before.lines, id, &self.place));
            }
            let source = before.source.clone();
            return (Standing::CheckedBefore, Some(source), Some(before));
        }
        if let Some(was) = self.was {
            problems.push(changed(self.quotation, was, &self.place));
            return (Standing::Changed, first, None);
        }
        let mut sources = self.quotation.sources.iter().map(|(id, _)| id);
        let archived = sources.find(|id| entry(id).is_some_and(|source| source.snapshot.is_some()));
        if let Some(source) = archived.filter(|_| self.is_remembered) {
            problems.push(unchecked(source, of_another_text, &self.place));
        }
        (Standing::Unchecked, first, None)
    }
}
