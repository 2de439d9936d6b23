//! The stages between reading and rendering: the pages in their places, and what they share.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::editions::{self, Edition};
use super::memory::{Latest, keep_equal};
use super::reading::{self, ReadConfig, Reading};
use super::tables::ReadTables;
use super::translated::AllFacts;
use super::{Engine, Generation, Options};
use crate::config::{self, Config};
use crate::diagnostics::{Diagnostic, FileSpans, Spans};
use crate::input::{Change, FilePath, InputTree, with_bundled_theme};
use crate::ledger::{Correction, Entries, Ledger};
use crate::pictures::Pictures;
use crate::render::{LLMS, WHOLE_SITE_FILES, folder_of};
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
    tables: super::tables::Memories,
    editions: editions::Memories,
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
    pub tables: ReadTables,
    /// The site in each of its languages, its own first.
    pub editions: Vec<Edition>,
}

/// Everything the arrangement depends on.
#[derive(PartialEq, Eq)]
struct Arranging {
    /// For each language.
    facts: Vec<AllFacts>,
    around: Arc<Around>,
}

#[derive(PartialEq, Eq)]
struct Around {
    /// The site in each language, with what its list of all tags is called.
    languages: Vec<(Arc<Config>, String)>,
    /// Every file of `content/`, of which only the names count.
    names: Arc<Vec<FilePath>>,
    as_of: Date,
    drafts: bool,
    corrections: Arc<Entries<Correction>>,
    theme_assets: Vec<String>,
}

/// The site's pages in their places.
pub(super) struct Arrangement {
    /// For each language.
    pub sites: Vec<Arc<Site>>,
    pub problems: Vec<Diagnostic>,
    /// For each address its language and the number of its page there.
    pub by_address: Arc<BTreeMap<String, (usize, usize)>>,
    facts: Vec<AllFacts>,
    around: Arc<Around>,
    /// For each language.
    frames: Vec<Arc<Frame>>,
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

    /// The site in its own language.
    pub fn own(&self) -> &Edition {
        &self.editions[0]
    }

    /// The number of the language a content file is written in.
    pub fn language_of(&self, file: &FilePath) -> usize {
        match self.editions.len() {
            1 => 0,
            _ => super::pages::language(file, &self.reading.pages.keys),
        }
    }

    /// The site in the language a page is published in.
    pub fn edition(&self, page: &SitePage) -> &Edition {
        &self.editions[page.key.language]
    }

    /// Every page of every language, in their order.
    pub fn pages(&self) -> impl Iterator<Item = &Arc<SitePage>> {
        self.editions.iter().flat_map(|edition| &edition.site.pages)
    }

    /// Every file that is published as it is, with its address.
    pub fn published(&self) -> impl Iterator<Item = &(FilePath, String)> {
        self.editions.iter().flat_map(|edition| &edition.site.files)
    }

    pub fn pictures(&self) -> &Pictures {
        &self.own().shared.pictures
    }

    /// Where everything stands in every file.
    pub fn spans(&self) -> Spans {
        let config = FilePath::new(config::CONFIG_FILE);
        let mut spans = Spans::from([(config, self.reading.config.spans.clone())]);
        spans.extend(self.reading.ledger.spans.clone());
        for translation in self.reading.translations.iter() {
            spans.extend(translation.spans.clone());
        }
        let tables = self.tables.readings.iter();
        spans.extend(tables.map(|(path, table)| (path.clone(), table.spans.clone())));
        let pages = self.reading.pages.all.iter();
        spans.extend(pages.map(|(path, page)| (path.clone(), page.spans.clone())));
        spans
    }

    /// Where everything stands in one file.
    pub fn spans_of(&self, file: &FilePath) -> Option<&Arc<FileSpans>> {
        let Reading {
            config,
            ledger,
            translations,
            pages,
            ..
        } = &self.reading;
        let mut translated = translations.iter();
        let of_page = pages.all.get(file).map(|page| &page.spans);
        of_page
            .or_else(|| ledger.spans.get(file))
            .or_else(|| translated.find_map(|translation| translation.spans.get(file)))
            .or_else(|| self.tables.reading(file).map(|table| &table.spans))
            .or_else(|| (file.as_str() == config::CONFIG_FILE).then_some(&config.spans))
    }

    /// What reading and arranging found wrong.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems = self.reading.problems();
        problems.extend(self.arrangement.problems.iter().cloned());
        // A table that nobody refers to may be in the making.
        let used = self
            .published()
            .filter_map(|(path, _)| self.tables.reading(path));
        problems.extend(used.flat_map(|table| table.problems.iter().cloned()));
        problems
    }
}

impl Arrangement {
    fn new(files: &InputTree, input: &Arranging, old: Option<&Arc<Arrangement>>) -> Arrangement {
        let around = &input.around;
        let languages = around.languages.iter().zip(&input.facts);
        let languages = languages.map(|((config, tags_title), pages)| SiteInputs {
            config,
            pages,
            files,
            as_of: around.as_of,
            drafts: around.drafts,
            corrections: &around.corrections,
            theme_assets: &around.theme_assets,
            tags_title,
        });
        let languages: Vec<SiteInputs<'_>> = languages.collect();
        let mut sites = Vec::new();
        let mut problems = Vec::new();
        let mut frames = Vec::new();
        for (language, arranged) in site::arrange(&languages).into_iter().enumerate() {
            let mut site = arranged.site;
            let old = old.and_then(|old| old.sites.get(language));
            if let Some(old) = old {
                keep_equal_pages(&mut site.pages, &old.pages);
            }
            let mut site = Arc::new(site);
            if let Some(old) = old {
                keep_equal(&mut site, old);
            }
            sites.push(site);
            problems.extend(arranged.problems);
            frames.push(Arc::new(arranged.frame));
        }
        let by_address = sites.iter().enumerate().flat_map(|(language, site)| {
            let pages = site.pages.iter().enumerate();
            pages.map(move |(number, page)| (page.address.clone(), (language, number)))
        });
        Arrangement {
            by_address: Arc::new(by_address.collect()),
            sites,
            problems,
            facts: input.facts.clone(),
            around: input.around.clone(),
            frames,
        }
    }

    /// The next arrangement, where every page stays in its place.
    fn relabelled(&self, files: &InputTree, input: &Arranging) -> Option<Arrangement> {
        let mut sites = Vec::with_capacity(self.sites.len());
        let facts = self.facts.iter().zip(&input.facts);
        for ((frame, site), (old, new)) in self.frames.iter().zip(&self.sites).zip(facts) {
            sites.push(match Arc::ptr_eq(old, new) {
                true => site.clone(),
                false => Arc::new(site::relabelled(frame, site, old, new)?),
            });
        }
        let relabelled = Arrangement {
            sites,
            problems: self.problems.clone(),
            by_address: self.by_address.clone(),
            facts: input.facts.clone(),
            around: input.around.clone(),
            frames: self.frames.clone(),
        };
        if cfg!(debug_assertions) {
            // All tests look whether it is what a clean build arranges.
            let clean = Arrangement::new(files, input, None);
            assert!(
                relabelled.sites == clean.sites && relabelled.problems == clean.problems,
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
        let tables = self.tables.read(inputs, &changes);
        let (arrangement, is_arranged) = self.arrangement(&files, &reading, options);
        let sites = &arrangement.sites;
        let editions = self
            .editions
            .editions(&reading, sites, &pictures, &tables.tables);
        Head {
            options: options.clone(),
            files,
            reading,
            arrangement,
            is_arranged,
            tables,
            editions,
        }
    }

    fn arrangement(
        &mut self,
        files: &InputTree,
        reading: &Reading,
        options: &Options,
    ) -> (Arc<Arrangement>, bool) {
        let theme = &reading.theme.theme;
        let languages = reading.config.all().map(|config| {
            let title = tags_title(theme, &config.language);
            (config.clone(), title)
        });
        let assets = theme.assets.iter();
        let assets = assets.map(|asset| asset.address.clone());
        let around = Arc::new(Around {
            languages: languages.collect(),
            names: self.names.clone(),
            as_of: options.as_of,
            drafts: options.drafts,
            corrections: reading.ledger.ledger.corrections.clone(),
            theme_assets: assets.chain(whole_site_files(&reading.config)).collect(),
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
}

/// The files about the whole site, and those in the folder of each further language.
fn whole_site_files(config: &ReadConfig) -> impl Iterator<Item = String> {
    let twins = config.config.twins;
    let folders = config.translated.iter().map(|config| folder_of(config));
    let folders: Vec<String> = [String::new()].into_iter().chain(folders).collect();
    let files = folders.into_iter().flat_map(|folder| {
        let files = WHOLE_SITE_FILES.into_iter();
        // Without the pages it lists, a writer may have one of their own.
        let files = files.filter(move |file| twins || *file != LLMS);
        files.map(move |file| format!("{folder}{file}"))
    });
    files.collect::<Vec<_>>().into_iter()
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
