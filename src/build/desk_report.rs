//! What the fact desk knows of a whole site: claims by status, sources by use, every quotation.

use crate::check::Standing;
use crate::diagnostics::{Place, Spot, spot};
use crate::ledger::{Id, Source, Status};
use crate::values::Date;

use super::Build;

/// Made when somebody asks, from what a build has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskReport {
    /// How many claims have each status.
    pub claims: Vec<(Status, usize)>,
    /// Opinions and predictions that others contradict.
    pub others_disagree: usize,
    /// The sources we hold, in the order of the ledger.
    pub sources: Vec<SourceUse>,
    /// Every quotation of pages and of quotes.toml, in the order of files and lines.
    pub quotations: Vec<QuotationUse>,
}

/// What rests on a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceUse {
    pub id: Id,
    pub short: String,
    /// References of pages to it, quotations among them.
    pub cited: usize,
    /// Claims it carries.
    pub carries: usize,
    /// Quotations ascribed to it, those of quotes.toml among them.
    pub quotations: usize,
}

/// A quotation and how it stands with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotationUse {
    pub spot: Option<Spot>,
    /// As written, without the marks around them.
    pub words: String,
    pub standing: Standing,
    /// The source that holds the words, or else the first it is ascribed to.
    pub source: Option<Id>,
    /// The lines of the archived text on which they stand, if that is known.
    pub lines: Option<(usize, usize)>,
    /// The day they were compared.
    pub checked: Option<Date>,
}

impl Build {
    /// What the fact desk knows.
    pub fn desk_report(&self) -> DeskReport {
        let statuses = self.statuses.values();
        let claims = Status::ALL.map(|status| {
            let has = statuses.clone().filter(|of| of.status == status);
            (status, has.count())
        });
        let quotations = self.quotation_uses();
        let held = self.ledger.sources.iter().filter(|source| source.held);
        DeskReport {
            claims: claims.to_vec(),
            others_disagree: statuses.filter(|of| of.others_disagree).count(),
            sources: held
                .map(|source| self.source_use(source, &quotations))
                .collect(),
            quotations,
        }
    }

    fn source_use(&self, source: &Source, quotations: &[QuotationUse]) -> SourceUse {
        let target = format!("source:{}", source.id);
        let texts = self.lockable.texts.iter();
        let cited = texts.filter_map(|(_, quoting, _)| quoting.references.get(&target));
        let carries = self.ledger.claims.iter().filter(|claim| {
            let mut carried = claim.carried.iter();
            carried.any(|carried| carried.source == source.id)
        });
        let of_it = quotations
            .iter()
            .filter(|quotation| quotation.source.as_ref() == Some(&source.id));
        SourceUse {
            id: source.id.clone(),
            short: source.short.clone(),
            cited: cited.sum(),
            carries: carries.count(),
            quotations: of_it.count(),
        }
    }

    fn quotation_uses(&self) -> Vec<QuotationUse> {
        let texts = self.lockable.texts.iter();
        let pairs = texts
            .flat_map(|(_, quoting, compared)| quoting.quotations.iter().zip(&compared.quotations));
        let mut uses: Vec<QuotationUse> = pairs
            .map(|(quotation, compared)| {
                let place = Place::Item(compared.file.clone(), compared.key.as_str().into());
                QuotationUse {
                    spot: spot(&place, &self.files, &self.spans),
                    words: bare(&quotation.words).to_string(),
                    standing: compared.standing,
                    source: compared.source.clone(),
                    lines: compared.checked.as_ref().map(|checked| checked.lines),
                    checked: compared.checked.as_ref().map(|checked| checked.date),
                }
            })
            .collect();
        uses.sort_by(|a, b| place_of(a).cmp(&place_of(b)));
        uses
    }
}

/// A quotation in a link has its marks with it, one in a block quote has none.
fn bare(words: &str) -> &str {
    let words = words.trim();
    let inner = words
        .strip_prefix(['"', '“', '„', '«'])
        .and_then(|rest| rest.strip_suffix(['"', '”', '“', '»']));
    inner.unwrap_or(words)
}

fn place_of(quotation: &QuotationUse) -> Option<(&str, Option<(usize, usize)>)> {
    let spot = quotation.spot.as_ref()?;
    let start = spot.range.as_ref().map(|range| range.start);
    Some((
        spot.file.as_str(),
        start.map(|start| (start.line, start.column)),
    ))
}
