//! The stages between reading and rendering: the pages in their places, and what they share.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::memory::{Latest, keep_equal};
use super::reading::{self, Reading};
use super::{Engine, Generation, Options};
use crate::config::{self, Config};
use crate::diagnostics::{Diagnostic, FileSpans, Spans};
use crate::input::{Change, FilePath, InputTree, with_bundled_theme};
use crate::ledger::{self, Correction, Entries, Ledger, StatusOf};
use crate::page::PageFacts;
use crate::pictures::Pictures;
use crate::render::{Shared, SiteInfo, WHOLE_SITE_FILES};
use crate::site::{self, Frame, PageKey, Site, SiteInputs, SitePage};
use crate::theme::Theme;
use crate::values::{Data, Date};

/// Remembers how the site was arranged.
#[derive(Default)]
pub struct Memories {
    reading: reading::Memories,
    /// The site's files as they were.
    inputs: InputTree,
    names: Arc<Vec<FilePath>>,
    arrangement: Latest<Arranging, Arrangement>,
    pictures: super::pictures::Memories,
    statuses: Latest<Ledger, BTreeMap<ledger::Id, StatusOf>>,
    shared: Latest<Sharing, Arc<Shared>>,
    generations: u64,
}

/// A site that is read and arranged: all that its pages and files can be made from.
pub(super) struct Head {
    pub options: Options,
    /// The input files with the bundled theme among them.
    pub files: InputTree,
    pub reading: Reading,
    pub arrangement: Arc<Arrangement>,
    /// Whether the pages were arranged anew.
    pub is_arranged: bool,
    pub shared: Arc<Shared>,
}

/// Everything the arrangement depends on.
#[derive(PartialEq, Eq)]
struct Arranging {
    facts: Arc<Vec<Arc<PageFacts>>>,
    around: Arc<Around>,
}

#[derive(PartialEq, Eq)]
struct Around {
    config: Arc<Config>,
    /// Every file of `content/`, of which only the names count.
    names: Arc<Vec<FilePath>>,
    as_of: Date,
    drafts: bool,
    corrections: Arc<Entries<Correction>>,
    theme_assets: Vec<String>,
    tags_title: String,
}

/// The site's pages in their places.
pub(super) struct Arrangement {
    pub site: Arc<Site>,
    pub problems: Vec<Diagnostic>,
    /// For each address the number of its page.
    pub by_address: Arc<BTreeMap<String, usize>>,
    facts: Arc<Vec<Arc<PageFacts>>>,
    around: Arc<Around>,
    frame: Arc<Frame>,
}

/// Everything the shared part depends on.
#[derive(PartialEq, Eq)]
struct Sharing {
    config: Arc<Config>,
    site: Arc<Site>,
    ledger: Ledger,
    theme: Arc<Theme>,
    pictures: Arc<Pictures>,
}

impl Head {
    pub fn config(&self) -> &Config {
        &self.reading.config.config
    }

    pub fn theme(&self) -> &Arc<Theme> {
        &self.reading.theme.theme
    }

    pub fn ledger(&self) -> &Ledger {
        &self.reading.ledger.ledger
    }

    pub fn site(&self) -> &Arc<Site> {
        &self.arrangement.site
    }

    pub fn pictures(&self) -> &Pictures {
        &self.shared.pictures
    }

    /// Where everything stands in every file.
    pub fn spans(&self) -> Spans {
        let config = FilePath::new(config::CONFIG_FILE);
        let mut spans = Spans::from([(config, self.reading.config.spans.clone())]);
        spans.extend(self.reading.ledger.spans.clone());
        let pages = self.reading.pages.all.iter();
        spans.extend(pages.map(|(path, page)| (path.clone(), page.spans.clone())));
        spans
    }

    /// Where everything stands in one file.
    pub fn spans_of(&self, file: &FilePath) -> Option<&Arc<FileSpans>> {
        let Reading {
            config,
            ledger,
            pages,
            ..
        } = &self.reading;
        let of_page = pages.all.get(file).map(|page| &page.spans);
        of_page
            .or_else(|| ledger.spans.get(file))
            .or_else(|| (file.as_str() == config::CONFIG_FILE).then_some(&config.spans))
    }

    /// What reading and arranging found wrong.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems = self.reading.problems();
        problems.extend(self.arrangement.problems.iter().cloned());
        problems
    }
}

impl Arrangement {
    fn new(files: &InputTree, input: &Arranging, old: Option<&Arc<Arrangement>>) -> Arrangement {
        let around = &input.around;
        let arranged = site::arrange(&SiteInputs {
            config: &around.config,
            pages: &input.facts,
            files,
            as_of: around.as_of,
            drafts: around.drafts,
            corrections: &around.corrections,
            theme_assets: &around.theme_assets,
            tags_title: &around.tags_title,
        });
        let mut site = arranged.site;
        if let Some(old) = old {
            keep_equal_pages(&mut site.pages, &old.site.pages);
        }
        let mut site = Arc::new(site);
        if let Some(old) = old {
            keep_equal(&mut site, &old.site);
        }
        let pages = site.pages.iter().enumerate();
        let by_address = pages.map(|(number, page)| (page.address.clone(), number));
        Arrangement {
            by_address: Arc::new(by_address.collect()),
            site,
            problems: arranged.problems,
            facts: input.facts.clone(),
            around: input.around.clone(),
            frame: Arc::new(arranged.frame),
        }
    }

    /// The next arrangement, where every page stays in its place.
    fn relabelled(&self, files: &InputTree, input: &Arranging) -> Option<Arrangement> {
        let site = site::relabelled(&self.frame, &self.site, &self.facts, &input.facts)?;
        let relabelled = Arrangement {
            site: Arc::new(site),
            problems: self.problems.clone(),
            by_address: self.by_address.clone(),
            facts: input.facts.clone(),
            around: input.around.clone(),
            frame: self.frame.clone(),
        };
        if cfg!(debug_assertions) {
            // All tests look whether it is what a clean build arranges.
            let clean = Arrangement::new(files, input, None);
            assert!(
                relabelled.site == clean.site && relabelled.problems == clean.problems,
                "pages that are called something else were left where they are not"
            );
        }
        Some(relabelled)
    }
}

impl Engine {
    /// What the site is made of now: each address with its bytes, or with what they can be made from.
    pub fn arrange(&mut self, inputs: &InputTree, options: &Options) -> Arc<Generation> {
        let head = self.memories.arrange(inputs, options);
        self.memories.generations += 1;
        let made = self.made.clone();
        Arc::new(Generation::new(self.memories.generations, head, made))
    }
}

impl Memories {
    fn arrange(&mut self, inputs: &InputTree, options: &Options) -> Head {
        let files = with_bundled_theme(inputs);
        let before = std::mem::replace(&mut self.inputs, inputs.clone());
        let changes = inputs.changes_since(&before);
        let base_url = options.base_url.as_deref();
        let reading = self.reading.read(&files, &changes, base_url);
        self.name(inputs, &changes);
        let pictures = self.pictures.look(inputs, &changes);
        let (arrangement, is_arranged) = self.arrangement(&files, &reading, options);
        let shared = self.shared(&reading, &arrangement.site, pictures);
        Head {
            options: options.clone(),
            files,
            reading,
            arrangement,
            is_arranged,
            shared,
        }
    }

    fn arrangement(
        &mut self,
        files: &InputTree,
        reading: &Reading,
        options: &Options,
    ) -> (Arc<Arrangement>, bool) {
        let config = &reading.config.config;
        let theme = &reading.theme.theme;
        let assets = theme.assets.iter();
        let assets = assets.map(|asset| asset.address.clone());
        let around = Arc::new(Around {
            config: config.clone(),
            names: self.names.clone(),
            as_of: options.as_of,
            drafts: options.drafts,
            corrections: reading.ledger.ledger.corrections.clone(),
            theme_assets: assets.chain(WHOLE_SITE_FILES.map(str::to_string)).collect(),
            tags_title: tags_title(theme, &config.language),
        });
        let input = Arranging {
            facts: reading.pages.facts.clone(),
            around,
        };
        self.arrangement.output(input, |input, old| {
            let same = old.filter(|old| old.around == input.around);
            same.and_then(|old| old.relabelled(files, input))
                .unwrap_or_else(|| Arrangement::new(files, input, old))
        })
    }

    /// Notes the names of the files, where one has come or gone.
    fn name(&mut self, files: &InputTree, changes: &[Change<'_>]) {
        let mut changes = changes.iter();
        if changes.any(|change| change.before.is_none() || change.now.is_none()) {
            let names = files.below("content").map(|(_, path, _)| path);
            self.names = Arc::new(names.cloned().collect());
        }
    }

    fn shared(
        &mut self,
        reading: &Reading,
        site: &Arc<Site>,
        pictures: Arc<Pictures>,
    ) -> Arc<Shared> {
        let ledger = &reading.ledger.ledger;
        let (statuses, _) = self
            .statuses
            .output(ledger.clone(), |ledger, _| ledger::statuses(ledger));
        let input = Sharing {
            config: reading.config.config.clone(),
            site: site.clone(),
            ledger: ledger.clone(),
            theme: reading.theme.theme.clone(),
            pictures,
        };
        let (shared, _) = self.shared.output(input, |input, old| {
            let info = SiteInfo::new(&input.config, &input.site, &input.theme, &input.ledger);
            let mut shared = Arc::new(Shared::new(
                Arc::new(info),
                &input.site,
                &input.ledger,
                statuses,
                input.theme.clone(),
                input.pictures.clone(),
            ));
            if let Some(old) = old {
                keep_equal(&mut shared, old);
            }
            shared
        });
        Arc::clone(&shared)
    }
}

fn tags_title(theme: &Theme, language: &str) -> String {
    match theme.language(language).strings.get("tags_title") {
        Some(Data::Text(title)) => title.to_string(),
        _ => "Tags".to_string(),
    }
}

/// Puts the old page in the place of each equal new one.
fn keep_equal_pages(new: &mut [Arc<SitePage>], old: &[Arc<SitePage>]) {
    let in_place = |at: usize, page: &SitePage| old.get(at).filter(|old| old.key == page.key);
    let mut moved = new.iter().enumerate();
    let moved = moved.any(|(at, page)| in_place(at, page).is_none());
    let by_key: BTreeMap<&PageKey, &Arc<SitePage>> = match moved {
        true => old.iter().map(|page| (&page.key, page)).collect(),
        false => BTreeMap::new(),
    };
    new.par_iter_mut().enumerate().for_each(|(at, page)| {
        let old = in_place(at, page).or_else(|| by_key.get(&page.key).copied());
        if let Some(old) = old {
            keep_equal(page, old);
        }
    });
}
