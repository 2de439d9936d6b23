//! Everything a page's bytes may depend on, in one value.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::part::{part_of, statuses_of};
use super::shared::Shared;
use super::uses::UsesOf;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Place};
use crate::ledger::{Id, Ledger, Origin, StatusOf, TableName, not_held, unknown_id};
use crate::page::{ArgValue, BAD_ARGUMENT, Body, Piece, SourceUse, smarten};
use crate::site::{LinkTo, Resolved, Site, SitePage, TagInfo};
use crate::theme::{EntryKind, Theme};
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
    /// Width and height in pixels of the pictures the page shows, by address.
    pub sizes: BTreeMap<String, (usize, usize)>,
    pub theme: Arc<Theme>,
}

/// What every page may say of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteInfo {
    pub title: String,
    pub description: String,
    pub language: String,
    /// With a slash at its end.
    pub base_url: Option<String>,
    pub authors: Vec<String>,
    pub smart_punctuation: bool,
    pub extra: Data,
    /// The theme's settings with those of `site.toml` laid over them.
    pub theme: Data,
    /// The address of the feed, if there is one.
    pub feed: Option<String>,
    /// The address of the ledger as data, if there is a ledger.
    pub open_data: Option<String>,
    pub home: LinkTo,
    pub tags: Arc<Vec<TagInfo>>,
    /// The latest date of any page.
    pub updated: Option<Date>,
}

impl SiteInfo {
    pub fn new(config: &Config, site: &Site, theme: &Theme, ledger: &Ledger) -> SiteInfo {
        let updated = site
            .pages
            .iter()
            .filter_map(|page| page.facts.as_ref())
            .filter_map(|facts| facts.front.updated.max(facts.front.date))
            .max();
        // A feed needs addresses, and a page with a date.
        let has_feed = config.base_url.is_some() && config.feed_limit > 0 && updated.is_some();
        let prose = |text: &str| match config.smart_punctuation {
            true => smarten(text, None, None, &config.language),
            false => text.to_string(),
        };
        SiteInfo {
            title: prose(&config.title),
            description: prose(&config.description),
            language: config.language.clone(),
            base_url: config.base_url.clone(),
            authors: config.authors.clone(),
            smart_punctuation: config.smart_punctuation,
            extra: config.extra.clone(),
            theme: theme.settings.overlaid(&config.theme_settings),
            feed: has_feed.then(|| super::whole_site::FEED.to_string()),
            open_data: (!ledger.is_empty()).then(|| super::open_data::OPEN_DATA.to_string()),
            home: site.home.clone(),
            tags: site.tags.clone(),
            updated,
        }
    }
}

/// Gathers one page's inputs; every id it names is looked up, and unknown ones are reported at the
/// page's own keys.
pub fn gather(
    page: &Arc<SitePage>,
    body: Option<&Arc<Body>>,
    shared: &Shared<'_>,
) -> (PageInputs, Vec<Diagnostic>) {
    let mut picker = Picker {
        shared,
        ledger: shared.ledger,
        picked: BTreeSet::new(),
        problems: Vec::new(),
        page,
    };
    let mut tables = shared.theme.reads.clone();
    if let (Some(body), Some(facts)) = (body, &page.facts) {
        tables.extend(facts.reads.iter().copied());
        body.visit(&mut |piece| picker.piece(piece));
    }
    for table in &tables {
        picker.whole_table(*table);
    }
    let mut sizes = BTreeMap::new();
    let pictures = page
        .links
        .iter()
        .filter_map(|link| match link {
            Resolved::File { path, address, .. } => Some((path, address)),
            _ => None,
        })
        .chain(page.image.as_ref().map(|(path, address)| (path, address)));
    for (path, address) in pictures {
        let size = shared
            .files
            .get(path.as_str())
            .and_then(|file| super::context::image_size(path, file.bytes()));
        sizes.extend(size.map(|size| (address.clone(), size)));
    }
    let inputs = PageInputs {
        page: page.clone(),
        body: body.cloned(),
        site: shared.site.clone(),
        ledger: part_of(shared.ledger, &picker.picked, &tables),
        statuses: match tables.contains(&TableName::Claims) {
            true => shared.statuses.clone(),
            false => Arc::new(statuses_of(&picker.picked, &shared.statuses)),
        },
        tables,
        homes: shared.homes.clone(),
        uses: shared
            .uses
            .iter()
            .filter(|(table, _)| page.lists.contains(table))
            .map(|(table, uses)| (*table, uses.clone()))
            .collect(),
        sizes,
        theme: shared.theme.clone(),
    };
    (inputs, picker.problems)
}

/// Finds the entries a page names, and all that those name.
struct Picker<'a> {
    shared: &'a Shared<'a>,
    ledger: &'a Ledger,
    picked: BTreeSet<(TableName, Id)>,
    problems: Vec<Diagnostic>,
    page: &'a SitePage,
}

impl Picker<'_> {
    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Cite { sources, .. } => self.sources(sources),
            Piece::AttributedQuote { sources, words, .. } => {
                self.sources(sources);
                self.record(sources, &words.join("\n\n"));
            }
            Piece::Quotation { source, words, .. } => {
                let sources = std::slice::from_ref(source);
                self.sources(sources);
                self.record(sources, words);
            }
            Piece::Claim { id, key, .. } => self.named(EntryKind::Claim, id, key),
            Piece::Name { kind, id, key, .. } => self.named(*kind, id, key),
            Piece::Block(block) => {
                for (name, value) in &block.args {
                    let key = format!("{}/{name}", block.key);
                    match value {
                        ArgValue::File(link) | ArgValue::Page(link) => {
                            let is_file = matches!(value, ArgValue::File(_));
                            self.argument_link(name, &key, *link, is_file);
                        }
                        ArgValue::Entry(kind, id) => self.named(*kind, id, &key),
                        ArgValue::Entries(kind, ids) => {
                            for id in ids {
                                self.named(*kind, id, &key);
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn sources(&mut self, sources: &[SourceUse]) {
        for source in sources {
            self.named(EntryKind::Source, &source.id, &source.key);
        }
    }

    /// Whoever records a quotation may say who spoke.
    fn record(&mut self, sources: &[SourceUse], words: &str) {
        if let Some(id) = self.shared.record(sources, words) {
            self.pick(TableName::Quotes, id);
        }
    }

    /// A link that is right as a link may still be none of what the block shows.
    fn argument_link(&mut self, name: &str, key: &str, link: usize, is_file: bool) {
        let (Some(resolved), Some(facts)) = (self.page.links.get(link), &self.page.facts) else {
            return;
        };
        let found = match resolved {
            Resolved::Broken => return,
            Resolved::File { .. } if is_file => return,
            Resolved::Page { .. } if !is_file => return,
            Resolved::External(_) => "an address of the web",
            Resolved::Anchor(_) => "a place on this page",
            Resolved::File { .. } => "a file",
            Resolved::Page { .. } => "a page",
        };
        let expected = match is_file {
            true => "a file of this site",
            false => "a page of this site",
        };
        let place = Place::Item(facts.path.clone(), Arc::from(key));
        let message = format!("`{name}` is {found}, expected {expected}");
        let hint = match is_file {
            true => "put the file beside the page and name it",
            false => "name the page's Markdown file",
        };
        self.problems
            .push(Diagnostic::new(&BAD_ARGUMENT, place, message).hint(hint));
    }

    /// An id the page names: picked if it is there, reported if not.
    fn named(&mut self, kind: EntryKind, id: &Id, key: &str) {
        let ledger = self.ledger;
        let Some(facts) = &self.page.facts else {
            return;
        };
        let table = table(kind);
        let place = Place::Item(facts.path.clone(), Arc::from(key));
        let is_citation = key.starts_with("reference/");
        let subject = match (kind, key.rsplit_once('/')) {
            (EntryKind::Source, _) if is_citation => format!("`[@{id}]`"),
            (EntryKind::Claim, _) if is_citation => format!("`[#{id}]`"),
            (_, Some((_, argument))) if !is_citation => format!("`{argument}`"),
            _ => format!("`[{id}]`"),
        };
        if kind == EntryKind::Source
            && is_citation
            && ledger.sources.get(id).is_some_and(|source| !source.held)
        {
            self.problems.push(not_held(id, place, &subject));
        } else if let Some(problem) = unknown_id(ledger, table, id, place, &subject) {
            let is_argument = key.starts_with("block/");
            let elsewhere = self.elsewhere(kind, id).filter(|_| !is_argument);
            self.problems.push(problem.maybe_hint(elsewhere));
        } else {
            self.pick(table, id);
        }
    }

    /// An id that is right but stands in the wrong kind of bracket.
    fn elsewhere(&self, kind: EntryKind, id: &str) -> Option<String> {
        let ledger = self.ledger;
        if kind != EntryKind::Claim && ledger.claims.get(id).is_some() {
            return Some(format!("`{id}` is a claim: write [#{id}]"));
        }
        if kind != EntryKind::Source && ledger.sources.get(id).is_some_and(|source| source.held) {
            return Some(format!("`{id}` is a source: write [@{id}]"));
        }
        let (what, name) = match (ledger.glossary.get(id), ledger.people.get(id)) {
            (Some(term), _) if kind != EntryKind::Term => ("term", &term.term),
            (_, Some(person)) if kind != EntryKind::Person => ("person", &person.name),
            _ => return None,
        };
        Some(format!(
            "`{id}` is a {what}: write [{name}] or [words][{id}]"
        ))
    }

    fn whole_table(&mut self, table: TableName) {
        let ledger = self.ledger;
        let ids: Vec<Id> = match table {
            TableName::Sources => ledger.sources.ids().map(Id::from).collect(),
            TableName::Claims => ledger.claims.ids().map(Id::from).collect(),
            TableName::People => ledger.people.ids().map(Id::from).collect(),
            TableName::Glossary => ledger.glossary.ids().map(Id::from).collect(),
            TableName::Timeline => ledger.timeline.ids().map(Id::from).collect(),
            TableName::Positions => ledger.questions.ids().map(Id::from).collect(),
            TableName::Disagreements => ledger.disagreements.ids().map(Id::from).collect(),
            TableName::Quotes => ledger.quotes.ids().map(Id::from).collect(),
            TableName::Corrections => ledger.corrections.ids().map(Id::from).collect(),
        };
        for id in ids {
            self.pick(table, &id);
        }
    }

    /// Picks an entry and what it names, each once.
    fn pick(&mut self, table: TableName, id: &Id) {
        if !self.picked.insert((table, id.clone())) {
            return;
        }
        let ledger = self.ledger;
        let mut next: Vec<(TableName, Id)> = Vec::new();
        let mut all =
            |table: TableName, ids: &[Id]| next.extend(ids.iter().map(|id| (table, id.clone())));
        match table {
            TableName::Sources => {
                if let Some(source) = ledger.sources.get(id) {
                    all(TableName::Sources, &source.credits);
                }
            }
            TableName::Claims => {
                if let Some(claim) = ledger.claims.get(id) {
                    all(TableName::People, &claim.chain);
                    for carried in &claim.carried {
                        all(TableName::Sources, std::slice::from_ref(&carried.source));
                        if let Origin::Credited(origins) = &carried.origin {
                            all(TableName::Sources, origins);
                        }
                    }
                }
            }
            TableName::People => {
                if let Some(person) = ledger.people.get(id) {
                    for role in &person.roles {
                        all(TableName::Sources, &role.sources);
                    }
                }
            }
            TableName::Glossary => {
                if let Some(term) = ledger.glossary.get(id) {
                    all(TableName::Sources, &term.sources);
                }
            }
            TableName::Timeline => {
                if let Some(event) = ledger.timeline.get(id) {
                    all(TableName::Sources, &event.sources);
                    all(TableName::Claims, &event.claims);
                }
            }
            TableName::Positions => {
                if let Some(question) = ledger.questions.get(id) {
                    all(TableName::People, &question.gaps);
                    for stance in &question.stances {
                        all(TableName::People, std::slice::from_ref(&stance.actor));
                        all(TableName::Sources, &stance.sources);
                    }
                }
            }
            TableName::Disagreements => {
                if let Some(disagreement) = ledger.disagreements.get(id) {
                    all(TableName::Claims, &disagreement.claims);
                }
            }
            TableName::Quotes => {
                if let Some(quote) = ledger.quotes.get(id) {
                    all(TableName::Sources, std::slice::from_ref(&quote.source));
                    all(TableName::People, quote.speaker.as_slice());
                }
            }
            TableName::Corrections => {}
        }
        for (table, id) in next {
            self.pick(table, &id);
        }
    }
}

fn table(kind: EntryKind) -> TableName {
    match kind {
        EntryKind::Source => TableName::Sources,
        EntryKind::Claim => TableName::Claims,
        EntryKind::Person => TableName::People,
        EntryKind::Term => TableName::Glossary,
        EntryKind::Event => TableName::Timeline,
        EntryKind::Question => TableName::Positions,
        EntryKind::Disagreement => TableName::Disagreements,
        EntryKind::Quote => TableName::Quotes,
        EntryKind::Correction => TableName::Corrections,
    }
}
