//! What the pages of a site share when their inputs are gathered.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::corrections::CorrectionIndex;
use super::inputs::SiteInfo;
use super::uses::{UsesOf, uses};
use crate::input::InputTree;
use crate::ledger::{Id, Ledger, StatusOf, TableName, statuses};
use crate::page::SourceUse;
use crate::site::Site;
use crate::theme::Theme;

/// What the pages of a site share.
pub struct Shared<'a> {
    pub site: Arc<SiteInfo>,
    pub ledger: &'a Ledger,
    pub statuses: Arc<BTreeMap<Id, StatusOf>>,
    pub homes: Arc<BTreeMap<TableName, String>>,
    pub uses: UsesOf,
    pub corrections: CorrectionIndex,
    pub theme: Arc<Theme>,
    pub files: &'a InputTree,
    /// The entries of quotes.toml by their words.
    recorded: BTreeMap<(&'a str, &'a str), &'a Id>,
}

impl<'a> Shared<'a> {
    pub fn new(
        info: Arc<SiteInfo>,
        site: &Site,
        ledger: &'a Ledger,
        theme: Arc<Theme>,
        files: &'a InputTree,
    ) -> Shared<'a> {
        let quotes = ledger.quotes.iter();
        Shared {
            site: info,
            ledger,
            statuses: Arc::new(statuses(ledger)),
            homes: Arc::new(site.homes.clone()),
            uses: uses(site, ledger),
            corrections: CorrectionIndex::new(ledger, site),
            theme,
            files,
            recorded: quotes
                .map(|quote| ((&*quote.source, bare(&quote.words)), &quote.id))
                .collect(),
        }
    }

    /// The entry of quotes.toml that records these words of one of these sources.
    pub fn record(&self, sources: &[SourceUse], words: &str) -> Option<&'a Id> {
        let mut records = sources
            .iter()
            .filter_map(|source| self.recorded.get(&(&*source.id, bare(words))));
        records.next().copied()
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
