//! What a text quotes and refers to, and how one of its quotations agrees with a line of desk.lock.

use std::collections::{BTreeMap, BTreeSet};

use super::citing::Citing;
use super::quotations::Held;
use crate::input::FilePath;
use crate::ledger::quotation::{Lines, compared_words};
use crate::ledger::{Id, Quote, Source, TableName};
use crate::lock::{Checked, references};
use crate::page::{Body, Piece, SourceUse};
use crate::values::Digest;

/// What a text quotes and refers to: all that desk.lock remembers of it. Holds no positions.
#[derive(Debug, PartialEq, Eq)]
pub struct Quoting {
    pub file: FilePath,
    pub quotations: Vec<Quotation>,
    pub references: BTreeMap<String, usize>,
}

/// Words in quotation marks with the sources they are ascribed to.
#[derive(Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Its place in the spans of the file.
    pub key: String,
    pub words: String,
    pub digest: Digest,
    /// With the place in each, as written.
    pub sources: Vec<(Id, String)>,
    /// A further paragraph of a block quote: a single line in the attribution says where the first
    /// one stands.
    is_further: bool,
    /// Words of running text, which only the citations near them ascribe to the sources.
    pub is_prose: bool,
    /// The entry of quotes.toml whose translation these words are.
    pub translates: Option<Id>,
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
            is_prose: false,
            translates: None,
        }
    }

    /// Words in quotation marks in running text.
    pub fn in_prose(
        key: String,
        words: &str,
        sources: &BTreeSet<Id>,
        translates: Option<Id>,
    ) -> Quotation {
        let mut quotation = Quotation::new(key, words, &[], 0);
        let sources = sources.iter();
        // A place beside the source may be that of anything in the sentence.
        quotation.sources = sources.map(|id| (id.clone(), String::new())).collect();
        quotation.is_prose = true;
        quotation.translates = translates;
        quotation
    }
}

impl Quoting {
    /// What a page quotes; `citing` is its text with what it cites, if it cites anything.
    pub fn of_page(path: &FilePath, body: &Body, citing: Option<&Citing>) -> Quoting {
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
        quotations.extend(citing.into_iter().flat_map(Citing::quotations));
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

impl Quotation {
    pub fn names(&self, source: &Id) -> bool {
        self.sources.iter().any(|(id, _)| id == source)
    }

    /// Whether these words were found in a source they are ascribed to.
    pub fn is(&self, checked: &Checked) -> bool {
        self.digest == checked.words && self.names(&checked.source)
    }

    /// The place that is named and is not where the words were found.
    pub fn misplaced<'q>(
        &'q self,
        checked: &Checked,
        held: &BTreeMap<Id, Held>,
    ) -> Option<(&'q Id, &'q str)> {
        let mut sources = self.sources.iter();
        let (id, place) = sources.find(|(id, _)| *id == checked.source)?;
        let lines = self.lines(&held.get(id)?.entry, place)?;
        (!lines.touch(&checked.lines())).then_some((id, place))
    }

    /// The lines of a source that the writer names, if these are what its places count.
    pub fn lines(&self, source: &Source, place: &str) -> Option<Lines> {
        if source.locator.as_deref() != Some("line") || place.is_empty() {
            return None;
        }
        Lines::read([place]).filter(|lines| !(self.is_further && lines.is_one()))
    }
}
