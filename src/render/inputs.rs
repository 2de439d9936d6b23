//! Everything a page's bytes may depend on, in one value.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::corrections::OnPage;
use super::feed;
use super::languages::{LanguageInfo, folder_of};
use super::part::{part_of, statuses_of};
use super::picker::Picker;
use super::shared::Shared;
use super::sharing::draws_cards;
use super::twin;
use super::uses::UsesOf;
use crate::charts::Tables;
use crate::config::{Config, Policy, Publisher, Security};
use crate::diagnostics::Diagnostic;
use crate::ledger::{Id, Ledger, StatusOf, TableName};
use crate::page::{Body, smarten};
use crate::pictures::Offered;
use crate::site::{CorrectedPage, LinkTo, Resolved, Site, SitePage, TagInfo};
use crate::theme::{Locale, Theme};
use crate::values::{Data, Date};

/// What a page is rendered from, and nothing else: the key of the engine's memory, the list of a
/// page's dependencies and the contract with theme authors.
#[derive(Clone, PartialEq, Eq)]
pub struct PageInputs {
    pub page: Arc<SitePage>,
    /// None for the pages of tags, and for the continuations of long lists.
    pub body: Option<Arc<Body>>,
    pub site: Arc<SiteInfo>,
    /// The part of the ledger the page shows: the entries it names with all that those name, and
    /// whole tables where a block or the theme reads them.
    pub ledger: Ledger,
    /// The status of each claim in that part: it may hang on claims and sources outside of it.
    pub statuses: Arc<BTreeMap<Id, StatusOf>>,
    /// Tables handed to templates as variables.
    pub tables: BTreeSet<TableName>,
    /// Where the entries of each table have their anchor.
    pub homes: Arc<BTreeMap<TableName, String>>,
    /// Of the tables whose entries have their anchor here: where those are used.
    pub uses: UsesOf,
    /// The corrections shown at the page's end, newest first.
    pub corrections: Vec<Id>,
    /// Those shown at its top.
    pub banners: Vec<Id>,
    /// The pages that the corrections in the page's part of the ledger name, by the name they use.
    pub corrected: BTreeMap<String, CorrectedPage>,
    /// The tables its blocks show.
    pub data: Tables,
    /// The pictures the page shows, by address.
    pub pictures: BTreeMap<String, Offered>,
    pub theme: Arc<Theme>,
    /// What the text is made from where it stands in the words of the site's own language, for want of a
    /// translation.
    pub original: Option<Arc<PageInputs>>,
}

/// What every page may say of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteInfo {
    pub title: String,
    pub description: String,
    /// The tag its pages carry.
    pub language: String,
    /// The languages of the site, its own first.
    pub languages: Arc<Vec<LanguageInfo>>,
    /// The folder of this language's pages: empty, or `es/`.
    pub folder: String,
    /// How the language writes dates, numbers and quotation marks.
    pub locale: Arc<Locale>,
    /// With a slash at its end.
    pub base_url: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<Publisher>,
    /// Where the publisher says how it works.
    pub policies: Vec<(Policy, Resolved)>,
    pub licence: Option<String>,
    pub smart_punctuation: bool,
    pub security: Security,
    /// What topics of claims and tags of events are called.
    pub topics: Vec<(String, String)>,
    pub extra: Data,
    /// The theme's settings with those of `site.toml` laid over them.
    pub theme: Data,
    /// The address of the feed, if there is one.
    pub feed: Option<String>,
    /// Whether every page is published as Markdown too.
    pub twins: bool,
    /// The address of the ledger as data, if there is a ledger.
    pub open_data: Option<String>,
    /// The address of the search index, if the site can be searched.
    pub search: Option<String>,
    pub home: LinkTo,
    pub tags: Arc<Vec<TagInfo>>,
    /// Whether pages get cards.
    pub cards: bool,
    /// The latest date of any page.
    pub updated: Option<Date>,
}

impl SiteInfo {
    pub fn new(
        config: &Config,
        languages: &Arc<Vec<LanguageInfo>>,
        site: &Site,
        theme: &Theme,
        ledger: &Ledger,
    ) -> SiteInfo {
        let folder = folder_of(config);
        let updated = site
            .pages
            .iter()
            .filter_map(|page| page.facts.as_ref())
            .filter_map(|facts| facts.front.updated.max(facts.front.date))
            .max();
        // A feed needs addresses, and something with a date.
        let listed = site.homes.contains_key(&TableName::Corrections);
        let has_corrections = listed && !ledger.corrections.is_empty();
        let mut pages = site.pages.iter();
        let has_entries = has_corrections || pages.any(|page| feed::day_of(page).is_some());
        let has_feed = config.base_url.is_some() && config.feed_limit > 0 && has_entries;
        let mut info = SiteInfo {
            title: String::new(),
            description: String::new(),
            language: config.language.clone(),
            languages: languages.clone(),
            locale: theme.language(&config.language).locale.clone(),
            base_url: config.base_url.clone(),
            authors: config.authors.clone(),
            publisher: config.publisher.clone(),
            policies: site.policies.clone(),
            licence: config.licence.clone(),
            smart_punctuation: config.smart_punctuation,
            security: config.security.clone(),
            topics: config.topics.clone(),
            extra: config.extra.clone(),
            theme: theme.settings.overlaid(&config.theme_settings),
            feed: has_feed.then(|| format!("{folder}{}.xml", feed::FEED)),
            twins: config.twins && theme.files.contains_key(twin::TEMPLATE_FILE),
            open_data: (!ledger.is_empty()).then(|| folder.clone() + super::open_data::OPEN_DATA),
            search: config
                .search
                .then(|| folder.clone() + super::whole_site::SEARCH_INDEX),
            folder,
            home: site.home.clone(),
            tags: site.tags.clone(),
            cards: config.cards && config.base_url.is_some() && draws_cards(theme),
            updated,
        };
        info.title = info.prose(&config.title);
        info.description = info.prose(&config.description);
        info
    }

    /// A text with the quotation marks and dashes that pages have.
    pub fn prose(&self, text: &str) -> String {
        match self.smart_punctuation {
            true => smarten(text, &self.locale.quotation_marks),
            false => text.to_string(),
        }
    }
}

/// Gathers one page's inputs; every id it names is looked up, and unknown ones are reported at the
/// page's own keys. `own` is what the site's pages share in its own language.
pub fn gather(
    page: &Arc<SitePage>,
    body: Option<&Arc<Body>>,
    shared: &Shared,
    own: &Shared,
) -> (PageInputs, Vec<Diagnostic>) {
    let (mut inputs, problems) = gather_in(page, body, shared);
    if !page.is_original {
        return (inputs, problems);
    }
    let (mut original, _) = gather_in(page, body, own);
    // Its words are others, its links are not.
    original.homes = inputs.homes.clone();
    original.uses = inputs.uses.clone();
    inputs.original = Some(Arc::new(original));
    // They are reported where the original is published.
    (inputs, Vec::new())
}

fn gather_in(
    page: &Arc<SitePage>,
    body: Option<&Arc<Body>>,
    shared: &Shared,
) -> (PageInputs, Vec<Diagnostic>) {
    let mut picker = Picker::new(shared, page);
    let mut tables = shared.theme.reads.clone();
    if let (Some(body), Some(facts)) = (body, &page.facts) {
        tables.extend(facts.reads.iter().copied());
        body.visit(&mut |piece| picker.piece(piece));
    }
    for table in &tables {
        picker.whole_table(*table);
    }
    // The further pages of a long list have no text to correct.
    let on_page = match body {
        Some(_) => picker.corrections(),
        None => OnPage::default(),
    };
    let mut pictures = BTreeMap::new();
    let shown = page
        .links
        .iter()
        .filter_map(|link| match link {
            Resolved::File { path, address, .. } => Some((path, address)),
            _ => None,
        })
        .chain(page.image.as_ref().map(|(path, address)| (path, address)));
    for (path, address) in shown {
        let offered = shared.pictures.get(path);
        pictures.extend(offered.map(|offered| (address.clone(), offered.clone())));
    }
    let inputs = PageInputs {
        page: page.clone(),
        body: body.cloned(),
        site: shared.site.clone(),
        ledger: part_of(&shared.ledger, &picker.picked, &tables),
        statuses: match tables.contains(&TableName::Claims) {
            true => shared.statuses.clone(),
            false => Arc::new(statuses_of(&picker.picked, &shared.statuses)),
        },
        tables,
        homes: shared.homes.clone(),
        uses: match page.lists.is_empty() {
            true => UsesOf::new(),
            false => shared
                .uses()
                .iter()
                .filter(|(table, _)| page.lists.contains(table))
                .map(|(table, uses)| (*table, uses.clone()))
                .collect(),
        },
        corrections: on_page.at_end,
        banners: on_page.banners,
        corrected: on_page.pages,
        data: picker.data,
        pictures,
        theme: shared.theme.clone(),
        original: None,
    };
    (inputs, picker.problems)
}
