//! The stages that read: `site.toml`, the theme, the ledger, and each page from its text and what the
//! ledger says to its brackets.

use std::sync::Arc;

use super::codes::all_codes;
use super::memory::{Latest, keep_equal};
use super::pages::{self, ReadIn, ReadPages, Settings};
use crate::config::{self, Config};
use crate::diagnostics::{Diagnostic, FileSpans};
use crate::input::{Change, InputFile, InputTree};
use crate::ledger::{self, Ledger, LedgerReading, LedgerTranslation};
use crate::page::Dialect;
use crate::theme::{self, Theme};

/// Remembers what was read.
#[derive(Default)]
pub struct Memories {
    config: Latest<(Option<InputFile>, Option<String>), ReadConfig>,
    theme: Latest<(InputTree, String, Vec<theme::Asked>), ReadTheme>,
    ledger: Latest<InputTree, LedgerReading>,
    translations: Latest<(InputTree, Vec<String>), Vec<LedgerTranslation>>,
    pages: pages::Memory,
}

/// Everything that was read of a site.
#[derive(Clone)]
pub(super) struct Reading {
    pub config: Arc<ReadConfig>,
    pub theme: Arc<ReadTheme>,
    pub ledger: Arc<LedgerReading>,
    /// The ledger in each further language.
    pub translations: Arc<Vec<LedgerTranslation>>,
    pub pages: ReadPages,
    /// How many pages were read anew.
    pub pages_read: usize,
}

pub(super) struct ReadConfig {
    pub config: Arc<Config>,
    /// The site in each further language.
    pub translated: Vec<Arc<Config>>,
    pub problems: Vec<Diagnostic>,
    pub spans: Arc<FileSpans>,
}

pub(super) struct ReadTheme {
    pub theme: Arc<Theme>,
    pub problems: Vec<Diagnostic>,
}

impl ReadConfig {
    /// The site in each of its languages, its own first.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Config>> {
        [&self.config].into_iter().chain(&self.translated)
    }
}

impl Reading {
    /// All that is wrong with what was read, in the order of the path data takes.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems = self.config.problems.clone();
        problems.extend(self.theme.problems.iter().cloned());
        problems.extend(self.ledger.problems.iter().cloned());
        let translations = self.translations.iter();
        problems.extend(translations.flat_map(|one| one.problems.iter().cloned()));
        problems.extend(self.pages.lone.iter().cloned());
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
        let translations = self.translations(files, &config, &ledger);
        let (pages, pages_read) = self.pages(
            changes,
            &config,
            &theme.theme,
            &ledger.ledger,
            &translations,
        );
        Reading {
            config,
            theme,
            ledger,
            translations,
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
            let languages = config.languages.iter().enumerate();
            let translated = languages.map(|(number, language)| {
                let mut translated = Arc::new(config.translated(language));
                if let Some(old) = old.and_then(|old| old.translated.get(number)) {
                    keep_equal(&mut translated, old);
                }
                translated
            });
            ReadConfig {
                translated: translated.collect(),
                config,
                problems: reading.problems,
                spans: Arc::new(reading.spans),
            }
        });
        reading
    }

    fn theme(&mut self, files: &InputTree, config: &Config) -> Arc<ReadTheme> {
        let files = files.only("themes");
        let input = (files, config.theme.clone(), config.tags());
        let (read, _) = self.theme.output(input, |(files, name, languages), old| {
            let (mut theme, problems) = theme::load(files, name, languages);
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

    /// The ledger in each further language. The file with what was checked is not asked.
    fn translations(
        &mut self,
        files: &InputTree,
        config: &ReadConfig,
        ledger: &LedgerReading,
    ) -> Arc<Vec<LedgerTranslation>> {
        let languages = config.config.languages.iter();
        let keys: Vec<String> = languages.map(|language| language.key.clone()).collect();
        if keys.is_empty() {
            return Arc::default();
        }
        let input = (files.only(ledger::FOLDER), keys);
        let (translations, _) = self.translations.output(input, |(files, keys), old| {
            let mut all = Vec::with_capacity(keys.len());
            for (number, key) in keys.iter().enumerate() {
                let mut translation = ledger::translate(files, ledger, key);
                if let Some(old) = old.and_then(|old| old.get(number)) {
                    translation.ledger.keep_equal(&old.ledger);
                }
                all.push(translation);
            }
            all
        });
        translations
    }

    fn pages(
        &mut self,
        changes: &[Change<'_>],
        config: &ReadConfig,
        theme: &Theme,
        ledger: &Ledger,
        translations: &[LedgerTranslation],
    ) -> (ReadPages, usize) {
        let own = ReadIn {
            key: "",
            ledger,
            settings: settings(&config.config, theme),
        };
        let others = config.translated.iter().zip(translations);
        let others = others.map(|(config, translation)| ReadIn {
            key: config.edition.as_deref().unwrap_or_default(),
            ledger: &translation.ledger,
            settings: settings(config, theme),
        });
        let languages: Vec<ReadIn<'_>> = [own].into_iter().chain(others).collect();
        self.pages.read(changes, &languages)
    }
}

/// How the pages of a language are read.
fn settings(config: &Config, theme: &Theme) -> Settings {
    Settings {
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
    }
}
