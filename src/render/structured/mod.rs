//! The facts of a page for machines: JSON-LD in the words of schema.org, from the values the page shows.
//!
//! Nothing is said here that the page does not say, and what is not known is left out. Texts of claims
//! are the ledger's own.

mod around;
mod questions;
mod told;

use std::collections::BTreeSet;

use serde::Serialize;

use super::inputs::PageInputs;
use super::languages::known_by;
use super::pages::canonical;
use super::sharing::ShareImage;
use crate::ledger::{Claim, Id, TableName};
use crate::page::{ArgValue, Piece};
use crate::site::PageKind;
use crate::theme::EntryKind;
use crate::values::Date;
use around::{BreadcrumbNode, ImageNode, PublisherNode, SiteNode, TranslationNode, WebPageNode};
use questions::{QuestionNode, questions};
pub use told::speaker;
use told::{ClaimNode, CorrectionNode, QuotationNode, TermSetNode, WorkNode};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<ImageNode<'a>>,
    #[serde(rename = "isPartOf")]
    site: SiteNode<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<PublisherNode<'a>>,
    /// Of a page that is an article: what of it only a web page has.
    #[serde(rename = "mainEntityOfPage", skip_serializing_if = "Option::is_none")]
    web_page: Option<WebPageNode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    breadcrumb: Option<BreadcrumbNode>,
    #[serde(rename = "translationOfWork", skip_serializing_if = "Option::is_none")]
    original: Option<TranslationNode<'a>>,
    #[serde(rename = "workTranslation", skip_serializing_if = "Vec::is_empty")]
    translations: Vec<TranslationNode<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<TermSetNode<'a>>,
    #[serde(rename = "mainEntity", skip_serializing_if = "Vec::is_empty")]
    questions: Vec<QuestionNode>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citation: Vec<WorkNode<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<ClaimNode<'a>>,
    #[serde(rename = "hasPart", skip_serializing_if = "Vec::is_empty")]
    quotations: Vec<QuotationNode<'a>>,
    #[serde(rename = "correction", skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<CorrectionNode<'a>>,
}

/// The JSON-LD of a page, fit to stand inside a script element. `cited` are the sources its list
/// names, `body` is its finished text, and `shared` stands for it where its link is shared.
pub fn structured(
    inputs: &PageInputs,
    cited: &[&Id],
    body: &str,
    shared: Option<&ShareImage>,
) -> String {
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
    let questions = questions(inputs);
    let kind = kind_of(inputs, !questions.is_empty());
    let breadcrumb = BreadcrumbNode::of(inputs);
    let is_web_page = matches!(kind, "CollectionPage" | "FAQPage");
    let (breadcrumb, web_page) = match is_web_page {
        true => (breadcrumb, None),
        false => (None, breadcrumb.map(WebPageNode::new)),
    };
    let (original, translations) = TranslationNode::of(inputs, kind);
    let node = PageNode {
        context: "https://schema.org",
        kind,
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
        license: site.licence.as_deref(),
        image: ImageNode::of(inputs, shared),
        site: SiteNode::of(site),
        publisher: PublisherNode::of(site),
        web_page,
        breadcrumb,
        original,
        translations,
        about: TermSetNode::of(inputs, body),
        questions,
        citation: sources
            .into_iter()
            .filter_map(|id| inputs.ledger.sources.get(id))
            .map(|source| WorkNode::of(inputs, source))
            .collect(),
        mentions: shown
            .claims
            .iter()
            .map(|claim| ClaimNode::of(inputs, claim))
            .collect(),
        quotations: shown.quotations,
        corrections: inputs
            .corrections
            .iter()
            .filter_map(|id| inputs.ledger.corrections.get(id))
            .map(|correction| CorrectionNode::of(correction))
            .collect(),
    };
    let text = serde_json::to_string(&node).unwrap_or_default();
    // Nothing in it can end the script element, nor a line of it.
    text.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// What the page is, in a word of schema.org.
fn kind_of(inputs: &PageInputs, asks: bool) -> &'static str {
    let publisher = inputs.site.publisher.as_ref();
    match inputs.page.kind {
        PageKind::Section | PageKind::Tags | PageKind::Tag => "CollectionPage",
        PageKind::Home | PageKind::Page if asks => "FAQPage",
        _ if publisher.is_some_and(|publisher| publisher.news) => "BackgroundNewsArticle",
        _ => "Article",
    }
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
                        .push(QuotationNode::of(inputs, sources, words, &[]));
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
                        .push(QuotationNode::of(inputs, sources, &words, speaker));
                }
                _ => {}
            });
        }
        claims.extend(listed(TableName::Claims, body));
        let mut seen = BTreeSet::new();
        let claims = claims.into_iter().filter(|id| seen.insert(id.clone()));
        shown.claims = claims
            .filter_map(|id| inputs.ledger.claims.get(&id))
            .map(|claim| &**claim)
            .collect();
        shown
    }
}

/// The entries of a table that a block lists: they have their anchors in the finished text.
fn listed<'b>(table: TableName, body: &'b str) -> impl Iterator<Item = Id> + use<'b> {
    let start = format!(" id=\"{}-", table.anchor_prefix());
    let rests: Vec<&str> = body.split(&*start).skip(1).collect();
    let ids = rests.into_iter();
    ids.filter_map(|rest| Some(Id::from(rest.split_once('"')?.0)))
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
