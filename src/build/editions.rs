//! The site in each of its languages, with what the pages of each share.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::memory::{Latest, keep_equal};
use super::reading::Reading;
use crate::charts::Tables;
use crate::config::Config;
use crate::ledger::{self, Ledger, StatusOf};
use crate::pictures::Pictures;
use crate::render::{LanguageInfo, Shared, SiteInfo};
use crate::site::Site;
use crate::theme::Theme;

/// Remembers what the pages of each language share.
#[derive(Default)]
pub struct Memories {
    statuses: Latest<Ledger, BTreeMap<ledger::Id, StatusOf>>,
    /// For each language.
    shared: Vec<Latest<Sharing, Arc<Shared>>>,
}

/// The site in one language: a site like any other.
pub(super) struct Edition {
    pub ledger: Ledger,
    pub site: Arc<Site>,
    pub shared: Arc<Shared>,
}

/// Everything the shared part depends on.
#[derive(PartialEq, Eq)]
struct Sharing {
    config: Arc<Config>,
    languages: Arc<Vec<LanguageInfo>>,
    site: Arc<Site>,
    ledger: Ledger,
    theme: Arc<Theme>,
    pictures: Arc<Pictures>,
    data: Arc<Tables>,
}

impl Memories {
    /// The site in each language, with what its pages share.
    pub fn editions(
        &mut self,
        reading: &Reading,
        sites: &[Arc<Site>],
        pictures: &Arc<Pictures>,
        data: &Arc<Tables>,
    ) -> Vec<Edition> {
        let ledger = &reading.ledger.ledger;
        // A translation says the same in other words.
        let (statuses, _) = self
            .statuses
            .output(ledger.clone(), |ledger, _| ledger::statuses(ledger));
        let theme = &reading.theme.theme;
        let languages = reading.config.all().zip(sites);
        let languages = languages.map(|(config, site)| LanguageInfo::new(config, site, theme));
        let languages = Arc::new(languages.collect::<Vec<_>>());
        let translated = reading.translations.iter();
        let ledgers = [ledger]
            .into_iter()
            .chain(translated.map(|one| &one.ledger));
        self.shared.resize_with(sites.len(), Latest::default);
        let sites = sites.iter().zip(&mut self.shared);
        let all = reading.config.all().zip(ledgers).zip(sites);
        let editions = all.map(|((config, ledger), (site, memory))| {
            let input = Sharing {
                config: config.clone(),
                languages: languages.clone(),
                site: site.clone(),
                ledger: ledger.clone(),
                theme: theme.clone(),
                pictures: pictures.clone(),
                data: data.clone(),
            };
            let (shared, _) = memory.output(input, |input, old| {
                let info = SiteInfo::new(
                    &input.config,
                    &input.languages,
                    &input.site,
                    &input.theme,
                    &input.ledger,
                );
                let mut shared = Arc::new(Shared::new(
                    Arc::new(info),
                    &input.site,
                    &input.ledger,
                    statuses.clone(),
                    input.theme.clone(),
                    input.pictures.clone(),
                    input.data.clone(),
                ));
                if let Some(old) = old {
                    keep_equal(&mut shared, old);
                }
                shared
            });
            Edition {
                ledger: ledger.clone(),
                site: site.clone(),
                shared: Arc::clone(&shared),
            }
        });
        editions.collect()
    }
}
