//! Whether the words a text quotes stand in the archived texts of their sources, or were found
//! there before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::quotation_problems::{changed, elsewhere, not_found, reworded, turned, unchecked};
use super::snapshots::Archived;
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::ledger::quotation::{Found, Lines, NearMiss, Outcome, compared_words};
use crate::ledger::{Id, Quote, Source, TableName};
use crate::lock::{Checked, Gone, TextLock, references};
use crate::page::{Body, Piece, SourceUse};
use crate::values::{Date, Digest};

/// What a text quotes and refers to: all that desk.lock remembers of it. Holds no positions.
#[derive(Debug, PartialEq, Eq)]
pub struct Quoting {
    file: FilePath,
    quotations: Vec<Quotation>,
    pub references: BTreeMap<String, usize>,
}

#[derive(Debug, PartialEq, Eq)]
struct Quotation {
    /// Its place in the spans of the file.
    key: String,
    words: String,
    digest: Digest,
    /// With the place in each, as written.
    sources: Vec<(Id, String)>,
    /// A further paragraph of a block quote: a single line in the attribution says where the first
    /// one stands.
    is_further: bool,
}

impl Quotation {
    fn new(key: String, words: &str, sources: &[SourceUse], number: usize) -> Quotation {
        let sources = sources.iter();
        Quotation {
            key,
            words: words.to_string(),
            digest: Digest::of_text(&compared_words(words)),
            sources: sources
                .map(|source| (source.id.clone(), source.place.clone()))
                .collect(),
            is_further: number > 0,
        }
    }
}

impl Quoting {
    pub fn of_page(path: &FilePath, body: &Body) -> Quoting {
        let mut quotations = Vec::new();
        body.visit(&mut |piece| match piece {
            Piece::Quotation {
                n, source, words, ..
            } => {
                let sources = std::slice::from_ref(source);
                quotations.push(Quotation::new(format!("quotation/{n}"), words, sources, 0));
            }
            Piece::AttributedQuote {
                n, sources, words, ..
            } => {
                for (number, words) in words.iter().enumerate() {
                    quotations.push(Quotation::new(
                        format!("quotation/{n}"),
                        words,
                        sources,
                        number,
                    ));
                }
            }
            _ => {}
        });
        Quoting {
            file: path.clone(),
            quotations,
            references: references(body),
        }
    }

    /// An entry of quotes.toml.
    pub fn of_quote(quote: &Quote) -> Quoting {
        let source = SourceUse {
            id: quote.source.clone(),
            place: quote.places.join(", "),
            key: String::new(),
        };
        let key = format!("{}/words", quote.id);
        Quoting {
            file: TableName::Quotes.path(),
            quotations: vec![Quotation::new(key, &quote.words, &[source], 0)],
            references: BTreeMap::new(),
        }
    }

    pub fn quotes(&self) -> bool {
        !self.quotations.is_empty()
    }

    /// The sources whose words the text quotes.
    pub fn sources(&self) -> BTreeSet<&Id> {
        let quotations = self.quotations.iter();
        quotations
            .flat_map(|quotation| &quotation.sources)
            .map(|(id, _)| id)
            .collect()
    }

    /// What tells each quotation from others wherever it stands: the source and the words.
    pub fn words(&self) -> impl Iterator<Item = (&Id, Digest)> {
        let quotations = self.quotations.iter();
        quotations.flat_map(|quotation| {
            let sources = quotation.sources.iter();
            sources.map(|(id, _)| (id, quotation.digest))
        })
    }
}

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
    let mut own: Vec<Checked> = known.map_or(Vec::new(), |known| known.own.quotations.clone());
    // Each line of desk.lock stands for one quotation, so these are taken out before any is missed.
    let matches: Vec<Option<Checked>> = quoting
        .quotations
        .iter()
        .map(|quotation| {
            let known = known?;
            match own.iter().position(|checked| quotation.is(checked)) {
                Some(at) => Some(own.remove(at)),
                None => {
                    let mut others = known.own.quotations.iter().chain(&known.elsewhere);
                    others.find(|checked| quotation.is(checked)).cloned()
                }
            }
        })
        .collect();
    let mut replaced: BTreeSet<Id> = BTreeSet::new();
    for (quotation, before) in quoting.quotations.iter().zip(matches) {
        let trusted = known.is_some_and(|known| known.is_whole);
        let was = own
            .iter()
            .find(|checked| before.is_none() && trusted && quotation.names(&checked.source));
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
        compared.gone = Gone {
            quotations: own,
            ..Gone::references(&known.own, &quoting.references)
        };
    }
    compared
}

impl Quotation {
    fn names(&self, source: &Id) -> bool {
        self.sources.iter().any(|(id, _)| id == source)
    }

    fn is(&self, checked: &Checked) -> bool {
        self.digest == checked.words && self.names(&checked.source)
    }

    /// The lines of a source that the writer names, if these are what its places count.
    fn lines(&self, source: &Source, place: &str) -> Option<Lines> {
        if source.locator.as_deref() != Some("line") || place.is_empty() {
            return None;
        }
        Lines::read([place]).filter(|lines| !(self.is_further && lines.is_one()))
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
            let words = &self.quotation.words;
            problems.push(not_found(words, &looked_at, nearest, &self.place));
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
            problems.push(reworded(was, &self.place));
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
            let mut sources = self.quotation.sources.iter();
            let named = sources.find(|(id, _)| *id == before.source);
            if let Some((id, named)) = named
                && let Some(lines) =
                    entry(id).and_then(|source| self.quotation.lines(source, named))
                && !lines.touch(&before.lines())
            {
                problems.push(elsewhere(named, before.lines, id, &self.place));
            }
            return (
                Standing::CheckedBefore,
                Some(before.source.clone()),
                Some(before),
            );
        }
        if let Some(was) = self.was {
            problems.push(changed(was, &self.place));
            return (Standing::Changed, Some(was.source.clone()), None);
        }
        let mut sources = self.quotation.sources.iter().map(|(id, _)| id);
        let archived = sources.find(|id| entry(id).is_some_and(|source| source.snapshot.is_some()));
        if let Some(source) = archived.filter(|_| self.is_remembered) {
            problems.push(unchecked(source, of_another_text, &self.place));
        }
        (Standing::Unchecked, first, None)
    }
}
