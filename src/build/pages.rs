//! Pages, each read from its text, the settings, and what the ledger says to its brackets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use imbl::OrdMap;
use rayon::prelude::*;

use super::memory::{Latest, keep_equal};
use crate::input::{Change, FilePath, InputFile};
use crate::ledger::{self, Entries, Ledger, NameKind, NameMatch, Names, Person, Term};
use crate::page::{self, Answer, Answers, Dialect, Page, PageFacts};
use crate::site;
use crate::theme::{BlockDef, EntryKind};

/// Pages by their files. A clone costs nothing, and a change of it no more than the change.
pub(super) type Pages = OrdMap<FilePath, Arc<Page>>;

/// The tables whose entries have names.
type Named = (Arc<Entries<Person>>, Arc<Entries<Term>>);

/// Remembers the pages.
#[derive(Default)]
pub struct Memory {
    names: Latest<Named, Names>,
    current: Arc<Names>,
    settings: Option<Settings>,
    texts: BTreeMap<FilePath, Text>,
    read: ReadPages,
}

/// The pages, with parts of them that every build asks for.
#[derive(Clone, Default)]
pub(super) struct ReadPages {
    pub all: Pages,
    /// Those with problems.
    pub troubled: Pages,
    /// Of each page, in the order of their files.
    pub facts: Arc<Vec<Arc<PageFacts>>>,
    /// Pages have come, gone or other facts since these were gathered.
    has_other_facts: bool,
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
    /// The pages of a site, and how many of them were read anew. `changes` are those of its files
    /// since the last time.
    pub fn read(
        &mut self,
        changes: &[Change<'_>],
        ledger: &Ledger,
        settings: Settings,
    ) -> (ReadPages, usize) {
        let tables = (ledger.people.clone(), ledger.glossary.clone());
        let (names, is_new) = self.names.output(tables, |_, _| ledger::names(ledger));
        let news = News {
            names: is_new && names != self.current,
            settings: self.settings.as_ref() != Some(&settings),
        };
        self.current = names;

        let changed = self.take(changes);
        let due: Vec<(&FilePath, &Text)> = match news.names || news.settings {
            true => self.texts.iter().collect(),
            false => changed
                .iter()
                .filter_map(|path| self.texts.get_key_value(*path))
                .collect(),
        };
        let remade = due.into_par_iter().filter_map(|(path, text)| {
            let is_same = !changed.contains(path);
            let made = text.remade(path, is_same, news, &self.current, &settings)?;
            Some((path.clone(), made))
        });
        let remade: Vec<(FilePath, Made)> = remade.collect();
        self.settings = Some(settings);

        let mut read = 0;
        for (path, made) in remade {
            let Some(text) = self.texts.get_mut(&path) else {
                continue;
            };
            let old = text.made.as_ref().map(|old| &old.page);
            if !old.is_some_and(|old| Arc::ptr_eq(old, &made.page)) {
                read += 1;
                self.read.insert(path, &made.page);
            }
            text.made = Some(made);
        }
        if std::mem::take(&mut self.read.has_other_facts) {
            let facts = self.read.all.values().map(|page| page.facts.clone());
            self.read.facts = Arc::new(facts.collect());
        }
        (self.read.clone(), read)
    }

    /// Takes the files as they are now, and names those that are others.
    fn take<'c>(&mut self, changes: &[Change<'c>]) -> BTreeSet<&'c FilePath> {
        let mut changed = BTreeSet::new();
        for Change { path, now, .. } in changes {
            if !site::is_page_file(path) {
                continue;
            }
            match (now, self.texts.get_mut(*path)) {
                (None, _) => {
                    self.texts.remove(*path);
                    self.read.remove(path);
                    continue;
                }
                (Some(now), Some(text)) => text.file = (*now).clone(),
                (Some(now), None) => {
                    let (file, made) = ((*now).clone(), None);
                    self.texts.insert((*path).clone(), Text { file, made });
                }
            }
            changed.insert(*path);
        }
        changed
    }
}

impl ReadPages {
    fn insert(&mut self, path: FilePath, page: &Arc<Page>) {
        match page.problems.is_empty() {
            true => self.troubled.remove(&path),
            false => self.troubled.insert(path.clone(), page.clone()),
        };
        let old = self.all.insert(path, page.clone());
        self.has_other_facts |= old.is_none_or(|old| !Arc::ptr_eq(&old.facts, &page.facts));
    }

    fn remove(&mut self, path: &FilePath) {
        self.has_other_facts |= self.all.remove(path).is_some();
        self.troubled.remove(path);
    }
}

impl Text {
    /// What becomes of the file, where that may be something else than before.
    fn remade(
        &self,
        path: &FilePath,
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
            _ => Arc::new(self.read(path, &answers, settings)),
        };
        Some(Made {
            labels,
            answers,
            page,
        })
    }

    fn read(&self, path: &FilePath, answers: &Answers, settings: &Settings) -> Page {
        let mut page = page::read(
            path,
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
