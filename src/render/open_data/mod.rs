//! claims.json: the ledger as open data, and the schema it keeps to.
//!
//! Texts are those of the ledger, as its writers typed them. Every key is always there; what is not
//! known is `null`. Nothing tells what the archived texts say or where they lie.

mod others;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::inputs::SiteInfo;
use super::pages::canonical;
use super::status::{StatusWords, SupportFacts};
use crate::ledger::{Carried, Claim, Figure, Id, Ledger, Source, StatusOf, TableName};
use crate::site::encode;
use crate::site::relative;
use crate::theme::Theme;
use crate::values::Data;
use others::{
    CorrectionData, DisagreementData, EventData, PersonData, QuestionData, QuoteData, TermData,
};

/// Where the ledger is published as data.
pub const OPEN_DATA: &str = "claims.json";
/// Where the schema of [`OPEN_DATA`] is published. Its number changes when a reader of the data
/// could be surprised.
pub const OPEN_DATA_SCHEMA: &str = "claims-1.schema.json";
/// The schema itself.
pub const OPEN_DATA_SCHEMA_TEXT: &str = include_str!("claims-1.schema.json");
const VERSION: u32 = 1;

/// What claims.json is made from, and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenDataInputs {
    pub site: Arc<SiteInfo>,
    pub ledger: Ledger,
    pub statuses: Arc<BTreeMap<Id, StatusOf>>,
    pub homes: Arc<BTreeMap<TableName, String>>,
    pub theme: Arc<Theme>,
}

impl OpenDataInputs {
    /// Where the data is published.
    pub fn address(&self) -> String {
        format!("{}{OPEN_DATA}", self.site.folder)
    }
}

/// The text of claims.json.
pub fn open_data(inputs: &OpenDataInputs) -> String {
    let ledger = &inputs.ledger;
    let data = OpenData {
        schema: relative(&inputs.address(), OPEN_DATA_SCHEMA),
        version: VERSION,
        site: SiteData {
            title: &inputs.site.title,
            description: given(&inputs.site.description),
            language: &inputs.site.language,
            url: inputs.site.base_url.as_deref(),
            licence: inputs.site.licence.as_deref(),
        },
        sources: list(&ledger.sources, |entry| inputs.source(entry)),
        claims: list(&ledger.claims, |entry| inputs.claim(entry)),
        people: list(&ledger.people, |entry| inputs.person(entry)),
        glossary: list(&ledger.glossary, |entry| inputs.term(entry)),
        timeline: list(&ledger.timeline, |entry| inputs.event(entry)),
        positions: list(&ledger.questions, |entry| inputs.question(entry)),
        disagreements: list(&ledger.disagreements, |entry| inputs.disagreement(entry)),
        quotes: list(&ledger.quotes, |entry| inputs.quote(entry)),
        corrections: list(&ledger.corrections, |entry| inputs.correction(entry)),
    };
    let text = serde_json::to_string_pretty(&data);
    // There is nothing in these types that JSON could not hold.
    text.map(|text| text + "\n").unwrap_or_default()
}

fn list<'l, T: 'l, D>(entries: &'l crate::ledger::Entries<T>, of: impl Fn(&'l T) -> D) -> Vec<D> {
    entries.iter().map(|entry| of(entry)).collect()
}

#[derive(Serialize)]
struct OpenData<'a> {
    #[serde(rename = "$schema")]
    schema: String,
    version: u32,
    site: SiteData<'a>,
    sources: Vec<SourceData<'a>>,
    claims: Vec<ClaimData<'a>>,
    people: Vec<PersonData<'a>>,
    glossary: Vec<TermData<'a>>,
    timeline: Vec<EventData<'a>>,
    positions: Vec<QuestionData<'a>>,
    disagreements: Vec<DisagreementData<'a>>,
    quotes: Vec<QuoteData<'a>>,
    corrections: Vec<CorrectionData<'a>>,
}

#[derive(Serialize)]
struct SiteData<'a> {
    title: &'a str,
    description: Option<&'a str>,
    language: &'a str,
    url: Option<&'a str>,
    licence: Option<&'a str>,
}

/// What every entry has.
#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    address: Option<String>,
}

#[derive(Serialize)]
struct SourceData<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    was: &'a [Id],
    held: bool,
    kind: Option<&'a str>,
    genre: Option<&'a str>,
    short: &'a str,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    author: Option<&'a str>,
    published: Option<String>,
    retrieved: Option<String>,
    language: Option<&'a str>,
    url: Option<&'a str>,
    archive: Option<&'a str>,
    locator: Option<&'a str>,
    state: &'static str,
    reliability: Option<&'a str>,
    notes: Option<&'a str>,
    credits: &'a [Id],
}

#[derive(Serialize)]
struct ClaimData<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    was: &'a [Id],
    says: &'a str,
    kind: &'static str,
    topics: &'a [String],
    status: Option<StatusData>,
    chain: Vec<ChainData<'a>>,
    carried: Vec<CarriedData<'a>>,
    figures: Vec<FigureData<'a>>,
    about: &'a [String],
    as_of: Option<String>,
    review_by: Option<String>,
    contradicts: &'a [Id],
    supersedes: &'a [Id],
}

#[derive(Serialize)]
struct StatusData {
    key: &'static str,
    sentence: Option<String>,
    sources: Vec<Id>,
    origins: Vec<Id>,
    different: usize,
    unknown: Vec<Id>,
    retracted: Vec<Id>,
    contradicted_by: Vec<Id>,
    superseded_by: Vec<Id>,
    others_disagree: bool,
}

#[derive(Serialize)]
struct ChainData<'a> {
    id: &'a str,
    name: &'a str,
    unnamed: bool,
}

#[derive(Serialize)]
struct CarriedData<'a> {
    source: &'a str,
    r#where: &'a [String],
    origin: &'static str,
    origins: &'a [Id],
}

#[derive(Serialize)]
struct FigureData<'a> {
    key: &'a str,
    value: serde_json::Value,
    to: Option<serde_json::Value>,
    bound: &'static str,
    unit: Option<&'a str>,
    label: &'a str,
}

impl OpenDataInputs {
    fn named<'a>(&self, table: TableName, id: &'a str) -> Named<'a> {
        let address = self.homes.get(&table).map(|home| {
            let page = match &self.site.base_url {
                Some(base_url) => canonical(base_url, home),
                None => encode(home),
            };
            format!("{page}#{}-{id}", table.anchor_prefix())
        });
        Named { id, address }
    }

    fn source<'a>(&self, source: &'a Source) -> SourceData<'a> {
        SourceData {
            named: self.named(TableName::Sources, &source.id),
            was: &source.was,
            held: source.held,
            kind: source.kind.as_deref(),
            genre: source.genre.as_deref(),
            short: &source.short,
            title: source.title.as_deref(),
            publisher: source.publisher.as_deref(),
            author: source.author.as_deref(),
            published: day(source.published),
            retrieved: day(source.retrieved),
            language: source.language.as_deref(),
            url: source.url.as_deref(),
            archive: source.archive.as_deref(),
            locator: source.locator.as_deref(),
            state: source.state.key(),
            reliability: source.reliability.as_deref(),
            notes: source.notes.as_deref(),
            credits: &source.credits,
        }
    }

    fn claim<'a>(&'a self, claim: &'a Claim) -> ClaimData<'a> {
        let chain = claim.chain.iter().filter_map(|id| {
            let person = self.ledger.people.get(id)?;
            Some(ChainData {
                id,
                name: &person.name,
                unnamed: person.unnamed,
            })
        });
        ClaimData {
            named: self.named(TableName::Claims, &claim.id),
            was: &claim.was,
            says: &claim.says,
            kind: claim.kind.key(),
            topics: &claim.topics,
            status: self.status(claim),
            chain: chain.collect(),
            carried: claim.carried.iter().map(carried).collect(),
            figures: claim.figures.iter().map(figure).collect(),
            about: &claim.about,
            as_of: day(claim.as_of),
            review_by: day(claim.review_by),
            contradicts: &claim.contradicts,
            supersedes: &claim.supersedes,
        }
    }

    fn status(&self, claim: &Claim) -> Option<StatusData> {
        let found = self.statuses.get(&claim.id)?;
        let words = StatusWords::new(
            self.theme.language(&self.site.language),
            &self.ledger.sources,
        );
        let sentence = words.sentence(claim, found);
        let support = SupportFacts::new(&found.reason.support);
        Some(StatusData {
            key: found.status.key(),
            sentence: (!sentence.is_empty()).then_some(sentence),
            sources: support.sources,
            origins: support.origins,
            different: support.different,
            unknown: support.unknown,
            retracted: found.reason.retracted.clone(),
            contradicted_by: found.reason.contradicted_by.clone(),
            superseded_by: found.reason.superseded_by.clone(),
            others_disagree: found.others_disagree,
        })
    }
}

fn carried(carried: &Carried) -> CarriedData<'_> {
    CarriedData {
        source: &carried.source,
        r#where: &carried.places,
        origin: carried.origin.key(),
        origins: carried.origin.credited(),
    }
}

fn figure(figure: &Figure) -> FigureData<'_> {
    FigureData {
        key: &figure.key,
        value: number(&figure.value),
        to: figure.to.as_ref().map(number),
        bound: figure.bound.key(),
        unit: figure.unit.as_deref(),
        label: &figure.label,
    }
}

fn number(data: &Data) -> serde_json::Value {
    match data {
        Data::Int(number) => serde_json::Value::from(*number),
        Data::Float(bits) => serde_json::Value::from(f64::from_bits(*bits)),
        _ => serde_json::Value::Null,
    }
}

fn day(date: Option<crate::values::Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
