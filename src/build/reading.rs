//! The stage that reads pages: each from its text and what the ledger says to its brackets.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::answers::answers;
use super::codes::all_codes;
use super::stages::{Desk, Engine, keep_equal};
use crate::config::{self, Config};
use crate::input::{FilePath, InputFile, InputTree, with_bundled_theme};
use crate::ledger;
use crate::page::{self, Answers, Dialect, Page};
use crate::site;
use crate::theme::{self, BlockDef, Theme};

/// What a page's Markdown is read from.
#[derive(PartialEq, Eq)]
pub struct PageSource {
    file: InputFile,
    answers: Answers,
    blocks: Arc<BTreeMap<String, BlockDef>>,
    dialect: Arc<Dialect>,
    excerpt_length: usize,
}

impl Engine {
    /// The pages alone, read as a build reads them.
    pub(super) fn pages(&mut self, inputs: &InputTree) -> Vec<Arc<Page>> {
        let files = with_bundled_theme(inputs);
        let config = config::read(&files, &all_codes()).config;
        let (theme, _) = theme::load(&files, &config.theme, &config.language);
        let ledger = ledger::read(&files).ledger;
        let mut desk = Desk::default();
        let pages = self.read_pages(&files, &config, &theme, &ledger, &mut desk);
        pages.into_values().collect()
    }

    pub(super) fn read_pages(
        &mut self,
        files: &InputTree,
        config: &Config,
        theme: &Theme,
        ledger: &ledger::Ledger,
        desk: &mut Desk,
    ) -> BTreeMap<FilePath, Arc<Page>> {
        let names = ledger::names(ledger);
        let dialect = Arc::new(Dialect {
            allow_html: config.allow_html,
            smart_punctuation: config.smart_punctuation,
            heading_ids: true,
            keep_comments: false,
            link_addresses: true,
            language: config.language.clone(),
        });
        let sources = files
            .below("content")
            .filter(|(_, path, _)| site::is_page_file(path))
            .map(|(_, path, file)| {
                let source = PageSource {
                    file: file.clone(),
                    answers: answers(file, &names),
                    blocks: theme.blocks.clone(),
                    dialect: dialect.clone(),
                    excerpt_length: config.excerpt_length,
                };
                (path.clone(), source)
            })
            .collect();
        let (pages, read) = self.pages.outputs(sources, |path, source, old| {
            let mut page = page::read(
                path,
                &source.file,
                &source.answers,
                &source.blocks,
                &source.dialect,
                source.excerpt_length,
            );
            // Equal values keep their old places in memory, so that later stages see at once that
            // nothing changed.
            if let Some(old) = old {
                keep_equal(&mut page.facts, &old.facts);
                keep_equal(&mut page.body, &old.body);
                keep_equal(&mut page.passages, &old.passages);
            }
            page
        });
        desk.report.pages_read = read;
        for (path, page) in &pages {
            desk.problems.extend(page.problems.iter().cloned());
            desk.spans.insert(path.clone(), page.spans.clone());
        }
        pages.into_iter().collect()
    }
}
