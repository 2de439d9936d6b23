//! What the pages of a site share when their inputs are gathered.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::corrections::CorrectionIndex;
use super::inputs::SiteInfo;
use super::uses::{UsesOf, uses};
use crate::charts::Tables;
use crate::ledger::{Id, Ledger, StatusOf, TableName};
use crate::page::SourceUse;
use crate::pictures::Pictures;
use crate::site::Site;
use crate::theme::Theme;

/// What the pages of a site share.
#[derive(PartialEq, Eq)]
pub struct Shared {
    pub site: Arc<SiteInfo>,
    pub ledger: Ledger,
    pub statuses: Arc<BTreeMap<Id, StatusOf>>,
    pub homes: Arc<BTreeMap<TableName, String>>,
    pages: Arc<Site>,
    uses: OnDemand<UsesOf>,
    pub corrections: CorrectionIndex,
    pub theme: Arc<Theme>,
    pub pictures: Arc<Pictures>,
    pub data: Arc<Tables>,
    /// The entries of quotes.toml by their source and words.
    recorded: BTreeMap<(Id, String), Id>,
}

/// Follows from the rest and is made when somebody asks for it, so that it plays no part in
/// comparisons.
#[derive(Default)]
struct OnDemand<T>(OnceLock<T>);

impl<T> PartialEq for OnDemand<T> {
    fn eq(&self, _: &OnDemand<T>) -> bool {
        true
    }
}

impl<T> Eq for OnDemand<T> {}

impl Shared {
    pub fn new(
        info: Arc<SiteInfo>,
        site: &Arc<Site>,
        ledger: &Ledger,
        statuses: Arc<BTreeMap<Id, StatusOf>>,
        theme: Arc<Theme>,
        pictures: Arc<Pictures>,
        data: Arc<Tables>,
    ) -> Shared {
        let quotes = ledger.quotes.iter();
        let recorded = quotes.map(|quote| {
            let key = (quote.source.clone(), bare(&quote.words).to_string());
            (key, quote.id.clone())
        });
        Shared {
            site: info,
            ledger: ledger.clone(),
            statuses,
            homes: Arc::new(site.homes.clone()),
            pages: site.clone(),
            uses: OnDemand::default(),
            corrections: CorrectionIndex::new(ledger, site),
            theme,
            pictures,
            data,
            recorded: recorded.collect(),
        }
    }

    /// Where entries are used. Only the pages that list them ask.
    pub fn uses(&self) -> &UsesOf {
        let OnDemand(made) = &self.uses;
        made.get_or_init(|| uses(&self.pages, &self.ledger))
    }

    /// The entry of quotes.toml that records these words of one of these sources.
    pub fn record(&self, sources: &[SourceUse], words: &str) -> Option<&Id> {
        let words = bare(words).to_string();
        let mut records = sources
            .iter()
            .filter_map(|source| self.recorded.get(&(source.id.clone(), words.clone())));
        records.next()
    }
}

/// Quoted words without the quotation marks around them.
pub fn unmarked(words: &str) -> &str {
    let marks = ['"', '“', '”', '„', '«', '»'];
    let inner = words.strip_prefix(marks);
    inner
        .and_then(|inner| inner.strip_suffix(marks))
        .unwrap_or(words)
        .trim()
}

/// What is compared: not the marks around the words, nor the one that may close their sentence.
pub fn bare(words: &str) -> &str {
    unmarked(words).trim_end_matches(['.', ','])
}
