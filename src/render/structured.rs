//! The facts of a page for machines: JSON-LD in the words of schema.org, from the values the page shows.
//!
//! Nothing is said here that the page does not say, and what is not known is left out. Texts of claims
//! are the ledger's own.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::inputs::PageInputs;
use super::languages::known_by;
use super::pages::canonical;
use super::shared::{bare, unmarked};
use crate::ledger::{Claim, Id, Person, Quote, Source, TableName};
use crate::page::{ArgValue, Piece, SourceUse};
use crate::site::PageKind;
use crate::theme::EntryKind;
use crate::values::Date;

/// The page itself.
#[derive(Serialize)]
struct PageNode<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    /// `author` wants to know whether it is a person or an organisation, and nobody has said.
    #[serde(rename = "creditText", skip_serializing_if = "Option::is_none")]
    credit: Option<String>,
    #[serde(rename = "isPartOf")]
    site: SiteNode<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citation: Vec<WorkNode<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<ClaimNode<'a>>,
    #[serde(rename = "hasPart", skip_serializing_if = "Vec::is_empty")]
    quotations: Vec<QuotationNode<'a>>,
    #[serde(rename = "correction", skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<CorrectionNode<'a>>,
}

#[derive(Serialize)]
struct SiteNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

/// A source, as far as it is known.
#[derive(Serialize)]
struct WorkNode<'a> {
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
struct ClaimNode<'a> {
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
struct QuotationNode<'a> {
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
struct CorrectionNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    text: &'a str,
    #[serde(rename = "datePublished")]
    published: String,
}

#[derive(Serialize)]
struct NamedNode<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

/// A node that is told elsewhere on the page.
#[derive(Serialize)]
struct Reference {
    #[serde(rename = "@id")]
    id: String,
}

/// The JSON-LD of a page, fit to stand inside a script element. `cited` are the sources its list
/// names and `body` is its finished text.
pub fn structured(inputs: &PageInputs, cited: &[&Id], body: &str) -> String {
    let page = &inputs.page;
    let site = &inputs.site;
    let front = page.facts.as_ref().map(|facts| &facts.front);
    let shown = Shown::on(inputs, body);
    let mut sources: Vec<&Id> = cited.to_vec();
    let carriers = shown.claims.iter().flat_map(|claim| &claim.carried);
    for id in carriers.map(|carried| &carried.source) {
        if !sources.contains(&id) {
            sources.push(id);
        }
    }
    let authors = front.map(|front| match front.authors.is_empty() {
        true => site.authors.join(", "),
        false => front.authors.join(", "),
    });
    let node = PageNode {
        context: "https://schema.org",
        kind: match page.kind {
            PageKind::Home | PageKind::Page => "Article",
            PageKind::Section | PageKind::Tags | PageKind::Tag => "CollectionPage",
        },
        url: site
            .base_url
            .as_deref()
            .map(|base| canonical(base, known_by(page))),
        headline: &page.title,
        description: page.description.as_deref(),
        language: &site.language,
        published: front.and_then(|front| day(front.date)),
        modified: front.and_then(|front| day(front.updated)),
        credit: authors.filter(|authors| !authors.is_empty()),
        site: SiteNode {
            kind: "WebSite",
            name: &site.title,
            url: site.base_url.as_deref(),
        },
        citation: sources
            .into_iter()
            .filter_map(|id| inputs.ledger.sources.get(id))
            .map(|source| work(inputs, source))
            .collect(),
        mentions: shown
            .claims
            .iter()
            .map(|claim| claim_node(inputs, claim))
            .collect(),
        quotations: shown.quotations,
        corrections: inputs
            .corrections
            .iter()
            .filter_map(|id| inputs.ledger.corrections.get(id))
            .map(|correction| CorrectionNode {
                kind: "CorrectionComment",
                text: &correction.now,
                published: correction.date.to_string(),
            })
            .collect(),
    };
    let text = serde_json::to_string(&node).unwrap_or_default();
    // Nothing in it can end the script element, nor a line of it.
    text.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn work<'a>(inputs: &PageInputs, source: &'a Source) -> WorkNode<'a> {
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

fn claim_node<'a>(inputs: &'a PageInputs, claim: &'a Claim) -> ClaimNode<'a> {
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

fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// What of the ledger a page shows, in the order of the page.
#[derive(Default)]
struct Shown<'a> {
    claims: Vec<&'a Claim>,
    quotations: Vec<QuotationNode<'a>>,
}

impl<'a> Shown<'a> {
    fn on(inputs: &'a PageInputs, body: &str) -> Shown<'a> {
        let mut shown = Shown::default();
        let mut claims: Vec<Id> = Vec::new();
        if let Some(body) = &inputs.body {
            body.visit(&mut |piece| match piece {
                Piece::Claim { id, .. } => claims.push(id.clone()),
                Piece::Block(block) => {
                    for (_, value) in &block.args {
                        claims.extend(claims_of(inputs, value));
                    }
                }
                Piece::Quotation { source, words, .. } => {
                    let sources = std::slice::from_ref(source);
                    shown
                        .quotations
                        .push(quotation(inputs, sources, words, &[]));
                }
                Piece::AttributedQuote {
                    sources,
                    words,
                    speaker,
                    ..
                } => {
                    let words = words.join("\n\n");
                    shown
                        .quotations
                        .push(quotation(inputs, sources, &words, speaker));
                }
                _ => {}
            });
        }
        // Entries a block lists have their anchors in the finished text.
        let start = format!(" id=\"{}-", TableName::Claims.anchor_prefix());
        claims.extend(
            body.split(&*start)
                .skip(1)
                .filter_map(|rest| Some(Id::from(rest.split_once('"')?.0))),
        );
        let mut seen = BTreeSet::new();
        let claims = claims.into_iter().filter(|id| seen.insert(id.clone()));
        shown.claims = claims
            .filter_map(|id| inputs.ledger.claims.get(&id))
            .map(|claim| &**claim)
            .collect();
        shown
    }
}

/// The claims an argument of a block names, or shows through a disagreement.
fn claims_of(inputs: &PageInputs, value: &ArgValue) -> Vec<Id> {
    match value {
        ArgValue::Entry(EntryKind::Claim, id) => vec![id.clone()],
        ArgValue::Entries(EntryKind::Claim, ids) => ids.clone(),
        ArgValue::Entry(EntryKind::Disagreement, id) => {
            let sides = inputs.ledger.disagreements.get(id);
            sides.map(|sides| sides.claims.clone()).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Quoted words with their source, and with their speaker where the attribution or quotes.toml names
/// one of our people.
fn quotation<'a>(
    inputs: &'a PageInputs,
    sources: &[SourceUse],
    words: &str,
    attribution: &[Piece],
) -> QuotationNode<'a> {
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
    let recorded = inputs.ledger.quotes.iter().find(is_record);
    let by_record = recorded.and_then(|quote| people.get(quote.speaker.as_ref()?));
    let held = sources
        .iter()
        .filter_map(|source| inputs.ledger.sources.get(&source.id));
    let held: Vec<_> = held.collect();
    let language = held.first().and_then(|source| source.language.as_deref());
    QuotationNode {
        kind: "Quotation",
        text: unmarked(words).to_string(),
        language,
        creator: by_name.or(by_record).and_then(|person| named(person)),
        sources: held
            .iter()
            .map(|source| reference(inputs, &source.id))
            .collect(),
    }
}
