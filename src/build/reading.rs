//! The stages that read: `site.toml`, the theme, the ledger, and each page from its text and what the
//! ledger says to its brackets.

use std::sync::Arc;

use super::codes::all_codes;
use super::memory::{Latest, keep_equal};
use super::pages::{self, ReadPages, Settings};
use crate::config::{self, Config};
use crate::diagnostics::{Diagnostic, FileSpans};
use crate::input::{Change, InputFile, InputTree};
use crate::ledger::{self, Ledger, LedgerReading};
use crate::page::Dialect;
use crate::theme::{self, Theme};

/// Remembers what was read.
#[derive(Default)]
pub struct Memories {
    config: Latest<(Option<InputFile>, Option<String>), ReadConfig>,
    theme: Latest<(InputTree, String, String), ReadTheme>,
    ledger: Latest<InputTree, LedgerReading>,
    pages: pages::Memory,
}

/// Everything that was read of a site.
#[derive(Clone)]
pub(super) struct Reading {
    pub config: Arc<ReadConfig>,
    pub theme: Arc<ReadTheme>,
    pub ledger: Arc<LedgerReading>,
    pub pages: ReadPages,
    /// How many pages were read anew.
    pub pages_read: usize,
}

pub(super) struct ReadConfig {
    pub config: Arc<Config>,
    pub problems: Vec<Diagnostic>,
    pub spans: Arc<FileSpans>,
}

pub(super) struct ReadTheme {
    pub theme: Arc<Theme>,
    pub problems: Vec<Diagnostic>,
}

impl Reading {
    /// All that is wrong with what was read, in the order of the path data takes.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems = self.config.problems.clone();
        problems.extend(self.theme.problems.iter().cloned());
        problems.extend(self.ledger.problems.iter().cloned());
        let of_pages = self.pages.troubled.values().flat_map(|page| &page.problems);
        problems.extend(of_pages.cloned());
        problems
    }
}

impl Memories {
    /// `base_url` is put in the place of what `site.toml` says; `changes` are those of the files since
    /// the last time.
    pub fn read(
        &mut self,
        files: &InputTree,
        changes: &[Change<'_>],
        base_url: Option<&str>,
    ) -> Reading {
        let config = self.config(files, base_url);
        let theme = self.theme(files, &config.config);
        let ledger = self.ledger(files);
        let (pages, pages_read) = self.pages(changes, &config.config, &theme.theme, &ledger.ledger);
        Reading {
            config,
            theme,
            ledger,
            pages,
            pages_read,
        }
    }

    fn config(&mut self, files: &InputTree, base_url: Option<&str>) -> Arc<ReadConfig> {
        let file = files.get(config::CONFIG_FILE).cloned();
        let input = (file, base_url.map(str::to_string));
        let (reading, _) = self.config.output(input, |(_, base_url), old| {
            let mut reading = config::read(files, &all_codes());
            let problems = &mut reading.problems;
            if base_url.is_some() {
                problems.retain(|problem| problem.code != config::NO_BASE_URL.name);
                reading.config.base_url.clone_from(base_url);
            }
            let mut config = Arc::new(reading.config);
            if let Some(old) = old {
                keep_equal(&mut config, &old.config);
            }
            ReadConfig {
                config,
                problems: reading.problems,
                spans: Arc::new(reading.spans),
            }
        });
        reading
    }

    fn theme(&mut self, files: &InputTree, config: &Config) -> Arc<ReadTheme> {
        let files = files.only("themes");
        let input = (files, config.theme.clone(), config.language.clone());
        let (read, _) = self.theme.output(input, |(files, name, language), old| {
            let (mut theme, problems) = theme::load(files, name, language);
            if let Some(old) = old {
                keep_equal(&mut theme.blocks, &old.theme.blocks);
            }
            let mut theme = Arc::new(theme);
            if let Some(old) = old {
                keep_equal(&mut theme, &old.theme);
            }
            ReadTheme { theme, problems }
        });
        read
    }

    fn ledger(&mut self, files: &InputTree) -> Arc<LedgerReading> {
        let files = files.only(ledger::FOLDER);
        let (reading, _) = self.ledger.output(files, |files, old| {
            let mut reading = ledger::read(files);
            if let Some(old) = old {
                reading.ledger.keep_equal(&old.ledger);
                keep_equal(&mut reading.digests, &old.digests);
            }
            reading
        });
        reading
    }

    fn pages(
        &mut self,
        changes: &[Change<'_>],
        config: &Config,
        theme: &Theme,
        ledger: &Ledger,
    ) -> (ReadPages, usize) {
        let settings = Settings {
            blocks: theme.blocks.clone(),
            dialect: Dialect {
                allow_html: config.allow_html,
                smart_punctuation: config.smart_punctuation.then(|| {
                    let language = theme.language(&config.language);
                    language.locale.quotation_marks.clone()
                }),
                heading_ids: true,
                keep_comments: false,
                link_addresses: true,
                language: config.language.clone(),
            },
            excerpt_length: config.excerpt_length,
        };
        self.pages.read(changes, ledger, settings)
    }
}
