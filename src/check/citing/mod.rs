//! What a page says with a citation: its quoted words, their speakers and its figures, with the
//! sources and claims it cites there.

mod figures;
mod speakers;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::desk::{Finding, read_sentences, sentence_of};
use super::quoting::Quotation;
use super::snapshots::Archived;
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::ledger::{Claim, Id, Ledger, Person, Quote};
use crate::page::{Mark, MarkKind, Passage, PassageKind, Passages, Quoted};

pub use figures::claim_figures;

/// The archived texts that are here, by the ids of their sources.
pub type Archive = BTreeMap<Id, Arc<Archived>>;

/// A page's text with the part of the ledger it cites: all that its check depends on, beside the
/// archived texts.
#[derive(Clone, PartialEq, Eq)]
pub struct Citing {
    pub passages: Arc<Passages>,
    pub claims: BTreeMap<Id, Arc<Claim>>,
    /// The entries of quotes.toml of these sources that name a speaker or have a translation.
    pub quotes: Vec<Arc<Quote>>,
    /// The speakers among them.
    pub people: BTreeMap<Id, Arc<Person>>,
}

/// The entries of quotes.toml that name a speaker or have a translation, by their sources.
pub fn quotes_of(ledger: &Ledger) -> BTreeMap<Id, Vec<Arc<Quote>>> {
    let mut quotes: BTreeMap<Id, Vec<Arc<Quote>>> = BTreeMap::new();
    for quote in ledger.quotes.iter() {
        if quote.speaker.is_some() || quote.gloss.is_some() {
            let of_source = quotes.entry(quote.source.clone()).or_default();
            of_source.push(quote.clone());
        }
    }
    quotes
}

impl Citing {
    /// What a page cites; None if it cites nothing.
    pub fn of(
        passages: &Arc<Passages>,
        ledger: &Ledger,
        quotes: &BTreeMap<Id, Vec<Arc<Quote>>>,
    ) -> Option<Citing> {
        let marks = || passages.list.iter().flat_map(|passage| &passage.marks);
        if !marks().any(Mark::is_citation) {
            return None;
        }
        let claims = marks().filter_map(|mark| match &mark.kind {
            MarkKind::Claim { id, .. } => Some((id.clone(), ledger.claims.get(id)?.clone())),
            _ => None,
        });
        let mut citing = Citing {
            passages: passages.clone(),
            claims: claims.collect(),
            quotes: Vec::new(),
            people: BTreeMap::new(),
        };
        let sources = citing.sources();
        let quotes = sources.iter().filter_map(|source| quotes.get(source));
        citing.quotes = quotes.flatten().cloned().collect();
        let speakers = citing
            .quotes
            .iter()
            .filter_map(|quote| quote.speaker.clone());
        citing.people = speakers
            .filter_map(|id| Some((id.clone(), ledger.people.get(&id)?.clone())))
            .collect();
        Some(citing)
    }

    /// Every source cited, those that carry a claim cited among them.
    pub fn sources(&self) -> BTreeSet<Id> {
        let marks = self.passages.list.iter().flat_map(|passage| &passage.marks);
        let mut sources: BTreeSet<Id> = marks.flat_map(named).collect();
        for claim in self.claims.values() {
            sources.extend(claim.carried.iter().map(|line| line.source.clone()));
        }
        sources
    }

    /// Looks at the figures and speakers of every sentence that cites.
    pub fn check(&self, path: &FilePath, archive: &Archive) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let sentences = self.sentences();
        for sentence in &sentences {
            figures::check(self, sentence, path, archive, &mut problems);
        }
        speakers::check(self, &sentences, path, &mut problems);
        problems
    }

    /// The quoted words of running text that are ascribed to the sources cited there.
    pub fn quotations(&self) -> Vec<Quotation> {
        let sentences = self.sentences();
        let quoted = sentences
            .iter()
            .flat_map(|sentence| words::quotations(self, sentence));
        quoted.collect()
    }

    /// The sentences of all passages, in order.
    fn sentences(&self) -> Vec<Sentence<'_>> {
        let mut sentences = Vec::new();
        for (number, passage) in self.passages.list.iter().enumerate() {
            let read = read_sentences(passage, &self.passages.language);
            let ranges: Vec<Range<usize>> = read.iter().map(|one| one.range.clone()).collect();
            let whole = self.for_all_of(passage);
            for (index, one) in read.into_iter().enumerate() {
                let marks = passage.marks.iter();
                let marks = marks.filter(|mark| sentence_of(mark, ranges.iter()) == Some(index));
                let mut sentence = Sentence {
                    number,
                    passage,
                    range: one.range,
                    findings: one.findings,
                    marks: marks.collect(),
                    sources: BTreeSet::new(),
                    claims: BTreeSet::new(),
                    all: BTreeSet::new(),
                };
                (sentence.sources, sentence.claims) = citations(sentence.marks.iter().copied());
                sentence.all = self.cited_by(sentence.marks.iter().copied());
                if sentence.all.is_empty() {
                    sentence.all.clone_from(&whole);
                }
                sentences.push(sentence);
            }
        }
        sentences
    }

    /// The sources that are cited for a whole passage: at its end, in its table, or where the list
    /// or quote it stands in is introduced.
    fn for_all_of(&self, passage: &Passage) -> BTreeSet<Id> {
        let is_last = |mark: &&Mark| {
            let behind = &passage.text[mark.range.end..];
            !behind.contains(char::is_alphanumeric)
        };
        let at_end = self.cited_by(passage.marks.iter().filter(is_last));
        if !at_end.is_empty() {
            return at_end;
        }
        let list = || self.passages.list.iter();
        match passage.kind {
            PassageKind::Cell { table, row, .. } => {
                let covers = |other: &&Passage| match other.kind {
                    PassageKind::Cell {
                        table: of, row: at, ..
                    } => of == table && (at == row || at == 0),
                    PassageKind::Caption { table: of } => of == table,
                    _ => false,
                };
                self.cited_by(list().filter(covers).flat_map(|other| &other.marks))
            }
            _ => {
                let lead = passage.lead.and_then(|lead| self.passages.list.get(lead));
                self.cited_by(lead.into_iter().flat_map(|lead| &lead.marks))
            }
        }
    }

    /// The sources that marks cite: themselves, with a claim, or in a footnote.
    fn cited_by<'m>(&'m self, marks: impl Iterator<Item = &'m Mark> + Clone) -> BTreeSet<Id> {
        let (sources, claims) = citations(marks.clone());
        let mut all = self.carriers(&sources, &claims);
        for mark in marks {
            let MarkKind::Footnote(footnote) = mark.kind else {
                continue;
            };
            let note = self.passages.list.iter();
            let note = note.filter(|passage| passage.footnote == Some(footnote));
            let (sources, claims) = citations(note.flat_map(|passage| &passage.marks));
            all.extend(self.carriers(&sources, &claims));
        }
        all
    }

    /// Sources, and those that carry claims.
    fn carriers(&self, sources: &BTreeSet<Id>, claims: &BTreeSet<Id>) -> BTreeSet<Id> {
        let mut all = sources.clone();
        for claim in claims.iter().filter_map(|id| self.claims.get(id)) {
            all.extend(claim.carried.iter().map(|line| line.source.clone()));
        }
        all
    }
}

/// One sentence with what it cites.
struct Sentence<'p> {
    number: usize,
    passage: &'p Passage,
    range: Range<usize>,
    /// The figures, dates and quoted words in it.
    findings: Vec<Finding>,
    marks: Vec<&'p Mark>,
    /// The sources it names itself.
    sources: BTreeSet<Id>,
    /// The claims it points at.
    claims: BTreeSet<Id>,
    /// The sources it names, those that carry its claims and those of its footnotes; if it cites
    /// nothing, those cited for its whole passage.
    all: BTreeSet<Id>,
}

impl<'p> Sentence<'p> {
    fn text(&self) -> &'p str {
        &self.passage.text[self.range.clone()]
    }

    /// Whether it is text that can cite, and no block quote that says where it is from.
    fn is_prose(&self) -> bool {
        let is_text = !matches!(
            self.passage.kind,
            PassageKind::Heading(_) | PassageKind::Argument(_) | PassageKind::Alt
        );
        is_text && matches!(self.passage.quote, Quoted::No | Quoted::Unattributed)
    }

    fn place(&self, path: &FilePath, range: &Range<usize>) -> Place {
        Passages::place(path, self.number, range)
    }

    /// Whether a range of the passage's text lies in a mark of some kind.
    fn lies_in(&self, range: &Range<usize>, wanted: impl Fn(&MarkKind) -> bool) -> bool {
        self.passage.marks.iter().any(|mark| {
            wanted(&mark.kind) && mark.range.start <= range.start && range.end <= mark.range.end
        })
    }
}

/// The sources and the claims that marks name.
fn citations<'m>(marks: impl Iterator<Item = &'m Mark> + Clone) -> (BTreeSet<Id>, BTreeSet<Id>) {
    let sources = marks.clone().flat_map(named).collect();
    let claims = marks.filter_map(|mark| match &mark.kind {
        MarkKind::Claim { id, .. } => Some(id.clone()),
        _ => None,
    });
    (sources, claims.collect())
}

/// The sources a mark names.
fn named(mark: &Mark) -> Vec<Id> {
    match &mark.kind {
        MarkKind::Sources { sources, .. } => {
            sources.iter().map(|source| source.id.clone()).collect()
        }
        MarkKind::Quotation { source, .. } => vec![source.id.clone()],
        _ => Vec::new(),
    }
}
