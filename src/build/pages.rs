//! Pages, each read from its text, the settings, and what the ledger says to its brackets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use imbl::OrdMap;
use rayon::prelude::*;

use super::memory::{Latest, keep_equal};
use super::translated::{AllFacts, Translated};
use crate::diagnostics::Diagnostic;
use crate::input::{Change, FilePath, InputFile};
use crate::ledger::{self, Entries, Ledger, NameKind, NameMatch, Names, Person, Term};
use crate::page::{self, Answer, Answers, Dialect, Page};
use crate::site;
use crate::theme::{BlockDef, EntryKind};

/// Pages by their files. A clone costs nothing, and a change of it no more than the change.
pub(super) type Pages = OrdMap<FilePath, Arc<Page>>;

/// The tables whose entries have names.
type Named = (Arc<Entries<Person>>, Arc<Entries<Term>>);

/// Remembers the pages.
#[derive(Default)]
pub struct Memory {
    languages: Vec<Language>,
    /// The keys of the further languages.
    keys: Vec<String>,
    texts: BTreeMap<FilePath, Text>,
    read: ReadPages,
    translated: Translated,
}

/// Remembers what the pages of a language are read with.
#[derive(Default)]
struct Language {
    names: Latest<Named, Names>,
    current: Arc<Names>,
    settings: Option<Settings>,
    news: News,
}

/// What the pages of a language are read with.
pub(super) struct ReadIn<'a> {
    /// Of a further language, what stands in the names of its files.
    pub key: &'a str,
    pub ledger: &'a Ledger,
    pub settings: Settings,
}

/// The pages, with parts of them that every build asks for.
#[derive(Clone, Default)]
pub(super) struct ReadPages {
    pub all: Pages,
    /// Those with problems.
    pub troubled: Pages,
    /// For each language those of its pages, in the order of their files.
    pub facts: Vec<AllFacts>,
    /// The keys of the further languages.
    pub keys: Arc<Vec<String>>,
    /// Translations of pages that are not there.
    pub lone: Arc<Vec<Diagnostic>>,
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
    /// The number of its language.
    language: usize,
    made: Option<Made>,
}

#[derive(Clone)]
struct Made {
    labels: Arc<BTreeSet<String>>,
    /// The ledger's answers to the labels.
    answers: Arc<Answers>,
    page: Arc<Page>,
}

/// Which pages of a language may have become others.
#[derive(Clone, Copy, Default)]
struct News {
    names: bool,
    settings: bool,
}

impl Memory {
    /// The pages of a site, and how many of them were read anew. `changes` are those of its files
    /// since the last time; the first of `languages` is the site's own.
    pub fn read(&mut self, changes: &[Change<'_>], languages: &[ReadIn<'_>]) -> (ReadPages, usize) {
        let keys = languages[1..].iter().map(|language| language.key);
        let has_other_languages = !keys.clone().eq(self.keys.iter().map(String::as_str));
        if has_other_languages {
            self.keys = keys.map(str::to_string).collect();
            self.languages.clear();
            for (path, text) in &mut self.texts {
                text.language = language(path, &self.keys);
                text.made = None;
            }
            self.read.has_other_facts = true;
            self.read.keys = Arc::new(self.keys.clone());
        }
        self.languages
            .resize_with(languages.len(), Language::default);
        let both = self.languages.iter_mut().zip(languages);
        both.for_each(|(language, now)| language.take(now));
        // Names of the site's own language count everywhere.
        let own = self.languages[0].news.names;
        self.languages[1..]
            .iter_mut()
            .for_each(|language| language.news.names |= own);

        let changed = self.take(changes);
        let is_news = |text: &Text| {
            let News { names, settings } = self.languages[text.language].news;
            names || settings
        };
        let due: Vec<(&FilePath, &Text)> = match self.languages.iter().any(Language::has_news) {
            true => {
                let texts = self.texts.iter();
                texts
                    .filter(|(path, text)| is_news(text) || changed.contains(path))
                    .collect()
            }
            false => changed
                .iter()
                .filter_map(|path| self.texts.get_key_value(*path))
                .collect(),
        };
        let remade = due.into_par_iter().filter_map(|(path, text)| {
            let is_same = !changed.contains(path);
            let mut names = vec![&*self.languages[text.language].current];
            if text.language > 0 {
                names.push(&self.languages[0].current);
            }
            let news = self.languages[text.language].news;
            let settings = &languages[text.language].settings;
            let made = text.remade(path, is_same, news, &names, settings)?;
            Some((path.clone(), made))
        });
        let remade: Vec<(FilePath, Made)> = remade.collect();

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
        let is_first = self.read.facts.is_empty();
        if std::mem::take(&mut self.read.has_other_facts) || is_first {
            (self.read.facts, self.read.lone) = self.translated.facts(&self.read.all, &self.keys);
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
                    let text = Text {
                        file: (*now).clone(),
                        language: language(path, &self.keys),
                        made: None,
                    };
                    self.texts.insert((*path).clone(), text);
                }
            }
            changed.insert(*path);
        }
        changed
    }
}

impl Language {
    /// Takes what its pages are read with now.
    fn take(&mut self, now: &ReadIn<'_>) {
        let tables = (now.ledger.people.clone(), now.ledger.glossary.clone());
        let (names, is_new) = self.names.output(tables, |_, _| ledger::names(now.ledger));
        self.news = News {
            names: is_new && names != self.current,
            settings: self.settings.as_ref() != Some(&now.settings),
        };
        self.current = names;
        self.settings = Some(now.settings.clone());
    }

    fn has_news(&self) -> bool {
        self.news.names || self.news.settings
    }
}

impl ReadPages {
    /// The page of a name in the site's own language.
    pub fn original(&self, name: &str) -> Option<&Arc<Page>> {
        let as_it_is = self.all.get(&FilePath::new(format!("content/{name}")));
        as_it_is.or_else(|| {
            // The disk may know it in another form.
            let mut all = self.all.iter();
            let found = all.find(|(path, _)| site::content_name(path).as_deref() == Some(name));
            found.map(|(_, page)| page)
        })
    }

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
        names: &[&Names],
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

/// What the first of these names that know a label say to it.
fn answers(labels: &BTreeSet<String>, names: &[&Names]) -> Answers {
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
            let mut all = names.iter();
            let shortcut = all.find_map(|names| names.find(label));
            let mut near = names.iter().filter(|_| shortcut.is_none());
            let answer = Answer {
                near: near.find_map(|names| names.near(label)),
                shortcut: shortcut.map(entry),
                full: names
                    .iter()
                    .find_map(|names| names.find_full(label))
                    .map(entry),
            };
            (label.clone(), answer)
        })
        .collect()
}

/// The number of the language a page is written in.
pub(super) fn language(path: &FilePath, keys: &[String]) -> usize {
    let name = site::content_name(path).unwrap_or_default();
    let key = site::language_of(&name, keys);
    let number = key.and_then(|key| keys.iter().position(|one| one == key));
    number.map_or(0, |number| number + 1)
}
