//! What a page tells of the ledger: sources, claims, quotations, corrections and terms.

use std::sync::Arc;

use serde::Serialize;

use super::super::inputs::PageInputs;
use super::super::pages::canonical;
use super::super::shared::{bare, unmarked};
use super::{day, listed};
use crate::ledger::{Claim, Correction, Id, Person, Quote, Source, TableName, Term};
use crate::page::{Piece, SourceUse};
use crate::theme::EntryKind;

/// A source, as far as it is known.
#[derive(Serialize)]
pub struct WorkNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// What we call a source whose title is not known.
    #[serde(rename = "alternateName", skip_serializing_if = "Option::is_none")]
    short: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(rename = "archivedAt", skip_serializing_if = "Option::is_none")]
    archive: Option<&'a str>,
    #[serde(rename = "creditText", skip_serializing_if = "Option::is_none")]
    credit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<NamedNode<'a>>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(rename = "inLanguage", skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

#[derive(Serialize)]
pub struct ClaimNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<NamedNode<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    appearance: Vec<Reference>,
}

#[derive(Serialize)]
pub struct QuotationNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    text: String,
    #[serde(rename = "inLanguage", skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<NamedNode<'a>>,
    #[serde(rename = "isBasedOn", skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Reference>,
}

#[derive(Serialize)]
pub struct CorrectionNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    text: &'a str,
    #[serde(rename = "datePublished")]
    published: String,
}

#[derive(Serialize)]
pub struct NamedNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

/// A node that is told elsewhere on the page.
#[derive(Serialize)]
pub struct Reference {
    #[serde(rename = "@id")]
    id: String,
}

/// The terms of the ledger, on the page that lists them.
#[derive(Serialize)]
pub struct TermSetNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    name: &'a str,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    #[serde(rename = "hasDefinedTerm")]
    terms: Vec<TermNode<'a>>,
}

#[derive(Serialize)]
struct TermNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    name: &'a str,
    #[serde(rename = "alternateName", skip_serializing_if = "<[String]>::is_empty")]
    also: &'a [String],
    description: &'a str,
}

impl<'a> WorkNode<'a> {
    pub fn of(inputs: &PageInputs, source: &'a Source) -> WorkNode<'a> {
        WorkNode {
            kind: match source.kind.as_deref() {
                Some("article") => "Article",
                Some("dataset") => "Dataset",
                Some("book") => "Book",
                Some("post") => "SocialMediaPosting",
                _ => "CreativeWork",
            },
            id: source_id(inputs, &source.id),
            name: source.title.as_deref(),
            short: source.title.is_none().then_some(&source.short),
            url: source.url.as_deref(),
            archive: source.archive.as_deref(),
            credit: source.author.as_deref(),
            publisher: source.publisher.as_deref().map(|name| NamedNode {
                kind: "Organization",
                name,
            }),
            published: day(source.published),
            language: source.language.as_deref(),
        }
    }
}

impl<'a> ClaimNode<'a> {
    pub fn of(inputs: &'a PageInputs, claim: &'a Claim) -> ClaimNode<'a> {
        // Of several who pass a claim on nobody can tell here whose it is.
        let author = match &*claim.chain {
            [id] => inputs
                .ledger
                .people
                .get(id)
                .and_then(|person| named(person)),
            _ => None,
        };
        let carriers = claim.carried.iter().map(|carried| &carried.source);
        ClaimNode {
            kind: "Claim",
            id: anchor(inputs, TableName::Claims, &claim.id),
            text: &claim.says,
            author,
            appearance: carriers.map(|id| reference(inputs, id)).collect(),
        }
    }
}

impl<'a> QuotationNode<'a> {
    /// Quoted words with their source, and with their speaker where the attribution or quotes.toml names
    /// one of our people.
    pub fn of(
        inputs: &'a PageInputs,
        sources: &[SourceUse],
        words: &str,
        attribution: &[Piece],
    ) -> QuotationNode<'a> {
        let held = sources
            .iter()
            .filter_map(|source| inputs.ledger.sources.get(&source.id));
        let held: Vec<_> = held.collect();
        let language = held.first().and_then(|source| source.language.as_deref());
        QuotationNode {
            kind: "Quotation",
            text: unmarked(words).to_string(),
            language,
            creator: speaker(inputs, sources, words, attribution).and_then(named),
            sources: held
                .iter()
                .map(|source| reference(inputs, &source.id))
                .collect(),
        }
    }
}

/// Who said quoted words: whom the attribution names, or whom quotes.toml names for them.
pub fn speaker<'a>(
    inputs: &'a PageInputs,
    sources: &[SourceUse],
    words: &str,
    attribution: &[Piece],
) -> Option<&'a Person> {
    let people = &inputs.ledger.people;
    let by_name = attribution.iter().find_map(|piece| match piece {
        Piece::Name {
            kind: EntryKind::Person,
            id,
            ..
        } => people.get(id),
        _ => None,
    });
    let is_record = |quote: &&Arc<Quote>| {
        let is_source = |source: &SourceUse| source.id == quote.source;
        sources.iter().any(is_source) && bare(&quote.words) == bare(words)
    };
    let recorded = || inputs.ledger.quotes.iter().find(is_record);
    let person = by_name.or_else(|| people.get(recorded()?.speaker.as_ref()?));
    person.map(|person| &**person)
}

impl<'a> CorrectionNode<'a> {
    pub fn of(correction: &'a Correction) -> CorrectionNode<'a> {
        CorrectionNode {
            kind: "CorrectionComment",
            text: &correction.now,
            published: correction.date.to_string(),
        }
    }
}

impl<'a> TermSetNode<'a> {
    /// On the page that is the home of the glossary, where it shows a term.
    pub fn of(inputs: &'a PageInputs, body: &str) -> Option<TermSetNode<'a>> {
        if !inputs.page.lists.contains(&TableName::Glossary) {
            return None;
        }
        let ids = listed(TableName::Glossary, body);
        let terms = ids.filter_map(|id| {
            let term: &Term = inputs.ledger.glossary.get(&id)?;
            Some(TermNode {
                kind: "DefinedTerm",
                id: anchor(inputs, TableName::Glossary, &id),
                name: &term.term,
                also: &term.also,
                description: &term.short,
            })
        });
        let terms: Vec<TermNode<'_>> = terms.collect();
        let base_url = inputs.site.base_url.as_deref();
        (!terms.is_empty()).then(|| TermSetNode {
            kind: "DefinedTermSet",
            url: base_url.map(|base| canonical(base, &inputs.page.address)),
            name: &inputs.page.title,
            language: &inputs.site.language,
            terms,
        })
    }
}

/// Somebody whom sources name, if schema.org has a word for what they are.
fn named(person: &Person) -> Option<NamedNode<'_>> {
    let kind = match &*person.kind {
        "person" => "Person",
        "agency" | "organisation" => "Organization",
        _ => return None,
    };
    let name = &*person.name;
    (!person.unnamed).then_some(NamedNode { kind, name })
}

fn reference(inputs: &PageInputs, source: &Id) -> Reference {
    Reference {
        id: source_id(inputs, source),
    }
}

/// What a source is called on the page: the address of its entry, or a name that holds here alone.
fn source_id(inputs: &PageInputs, id: &Id) -> String {
    let anchor = anchor(inputs, TableName::Sources, id);
    anchor.unwrap_or_else(|| format!("_:source-{id}"))
}

/// The whole address of an entry, where it has one.
fn anchor(inputs: &PageInputs, table: TableName, id: &Id) -> Option<String> {
    let page = canonical(inputs.site.base_url.as_deref()?, inputs.homes.get(&table)?);
    Some(format!("{page}#{}-{id}", table.anchor_prefix()))
}
