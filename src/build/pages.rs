//! Pages, each read from its text, the settings, and what the ledger says to its brackets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::memory::{Latest, keep_equal};
use crate::input::{FilePath, InputFile, InputTree};
use crate::ledger::{self, Entries, Ledger, NameKind, NameMatch, Names, Person, Term};
use crate::page::{self, Answer, Answers, Dialect, Page};
use crate::site;
use crate::theme::{BlockDef, EntryKind};

/// Every page by its file.
pub(super) type Pages = BTreeMap<FilePath, Arc<Page>>;

/// The tables whose entries have names.
type Named = (Arc<Entries<Person>>, Arc<Entries<Term>>);

/// Remembers the pages.
#[derive(Default)]
pub struct Memory {
    names: Latest<Named, Names>,
    current: Arc<Names>,
    settings: Option<Settings>,
    /// In the order of their paths.
    texts: Vec<Text>,
    pages: Arc<Pages>,
}

/// What all pages are read with, beside the ledger.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    pub blocks: Arc<BTreeMap<String, BlockDef>>,
    pub dialect: Dialect,
    pub excerpt_length: usize,
}

/// A page's file and what became of it.
struct Text {
    path: FilePath,
    file: InputFile,
    made: Option<Made>,
}

#[derive(Clone)]
struct Made {
    labels: Arc<BTreeSet<String>>,
    /// The ledger's answers to the labels.
    answers: Arc<Answers>,
    page: Arc<Page>,
}

/// Which pages may have become others.
#[derive(Clone, Copy)]
struct News {
    names: bool,
    settings: bool,
}

impl Memory {
    /// The pages of a site, and how many of them were read anew.
    pub fn read(
        &mut self,
        files: &InputTree,
        ledger: &Ledger,
        settings: Settings,
    ) -> (Arc<Pages>, usize) {
        let tables = (ledger.people.clone(), ledger.glossary.clone());
        let (names, is_new) = self.names.output(tables, |_, _| ledger::names(ledger));
        let news = News {
            names: is_new && names != self.current,
            settings: self.settings.as_ref() != Some(&settings),
        };
        self.current = names;

        let before = self.take(files);
        let names = &self.current;
        let due = self.texts.par_iter().enumerate().zip(&before);
        let due = due.filter_map(|((at, text), is_same)| {
            let made = text.remade(*is_same, news, names, &settings)?;
            Some((at, made))
        });
        let due: Vec<(usize, Made)> = due.collect();
        self.settings = Some(settings);

        let mut read = 0;
        let is_first = self.pages.is_empty();
        for (at, made) in due {
            let text = &mut self.texts[at];
            let old = text.made.as_ref().map(|old| &old.page);
            if !old.is_some_and(|old| Arc::ptr_eq(old, &made.page)) {
                read += 1;
                if !is_first {
                    let pages = Arc::make_mut(&mut self.pages);
                    pages.insert(text.path.clone(), made.page.clone());
                }
            }
            text.made = Some(made);
        }
        if is_first && read > 0 {
            let pages = self.texts.iter();
            let pages = pages.filter_map(|text| {
                let page = &text.made.as_ref()?.page;
                Some((text.path.clone(), page.clone()))
            });
            self.pages = Arc::new(pages.collect());
        }
        (self.pages.clone(), read)
    }

    /// Takes the files that are there now, each with what became of the one at its path before; for
    /// each whether it is that very one.
    fn take(&mut self, files: &InputTree) -> Vec<bool> {
        let mut old = std::mem::take(&mut self.texts).into_iter().peekable();
        let now = files.below("content");
        let now = now.filter(|(_, path, _)| site::is_page_file(path));
        let mut is_same = Vec::new();
        for (_, path, file) in now {
            while let Some(gone) = old.next_if(|old| old.path < *path) {
                Arc::make_mut(&mut self.pages).remove(&gone.path);
            }
            let mut text = match old.next_if(|old| old.path == *path) {
                Some(old) => old,
                None => Text {
                    path: path.clone(),
                    file: file.clone(),
                    made: None,
                },
            };
            let same = text.file == *file;
            if !same {
                text.file = file.clone();
            }
            is_same.push(same);
            self.texts.push(text);
        }
        for gone in old {
            Arc::make_mut(&mut self.pages).remove(&gone.path);
        }
        is_same
    }
}

impl Text {
    /// What becomes of the file, where that may be something else than before.
    fn remade(
        &self,
        is_same: bool,
        news: News,
        names: &Names,
        settings: &Settings,
    ) -> Option<Made> {
        let old = self.made.as_ref();
        let as_it_was = old.filter(|_| is_same);
        if as_it_was.is_some() && !news.names && !news.settings {
            return None;
        }
        let mut labels = match (as_it_was, self.file.text()) {
            (Some(old), _) => old.labels.clone(),
            (None, Ok((text, _))) => Arc::new(page::labels(text)),
            (None, Err(_)) => Arc::default(),
        };
        if let Some(old) = old {
            keep_equal(&mut labels, &old.labels);
        }
        let mut answers = match old {
            Some(old) if !news.names && Arc::ptr_eq(&labels, &old.labels) => old.answers.clone(),
            _ => Arc::new(answers(&labels, names)),
        };
        if let Some(old) = old {
            keep_equal(&mut answers, &old.answers);
        }
        let page = match as_it_was {
            Some(old) if !news.settings && Arc::ptr_eq(&answers, &old.answers) => old.page.clone(),
            _ => Arc::new(self.read(&answers, settings)),
        };
        Some(Made {
            labels,
            answers,
            page,
        })
    }

    fn read(&self, answers: &Answers, settings: &Settings) -> Page {
        let mut page = page::read(
            &self.path,
            &self.file,
            answers,
            &settings.blocks,
            &settings.dialect,
            settings.excerpt_length,
        );
        if let Some(old) = &self.made {
            keep_equal(&mut page.facts, &old.page.facts);
            keep_equal(&mut page.body, &old.page.body);
            keep_equal(&mut page.passages, &old.page.passages);
        }
        page
    }
}

fn answers(labels: &BTreeSet<String>, names: &Names) -> Answers {
    let entry = |found: NameMatch| {
        let kind = match found.kind {
            NameKind::Person => EntryKind::Person,
            NameKind::Term => EntryKind::Term,
        };
        (kind, found.id)
    };
    labels
        .iter()
        .map(|label| {
            let answer = Answer {
                shortcut: names.find(label).map(entry),
                full: names.find_full(label).map(entry),
                near: names.near(label),
            };
            (label.clone(), answer)
        })
        .collect()
}
