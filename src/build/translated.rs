//! Which page stands for which in every language: a translation with what it takes from its original, or
//! the original itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::memory::keep_equal;
use super::pages::Pages;
use crate::config::{CONFIG_FILE, UNTRANSLATED};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::page::PageFacts;
use crate::site::{self, LONE_TRANSLATION, UNDECLARED_LANGUAGE};
use crate::values::{is_language, listed, suggestion};

/// What others may know of the pages of a language.
pub(super) type AllFacts = Arc<Vec<Arc<PageFacts>>>;

/// Remembers what translations take from their originals.
#[derive(Default)]
pub struct Translated(BTreeMap<FilePath, Translation>);

struct Translation {
    original: Arc<PageFacts>,
    own: Arc<PageFacts>,
    both: Arc<PageFacts>,
}

impl Translated {
    /// For the site's own language and each further one its pages; and what is wrong with translations
    /// that translate nothing. `keys` are those of the further languages.
    pub fn facts(
        &mut self,
        pages: &Pages,
        keys: &[String],
    ) -> (Vec<AllFacts>, Arc<Vec<Diagnostic>>) {
        let mut lone: Vec<Diagnostic> = pages
            .keys()
            .filter_map(|path| undeclared(path, keys, pages))
            .collect();
        if keys.is_empty() {
            self.0.clear();
            let facts = pages.values().map(|page| page.facts.clone());
            return (vec![Arc::new(facts.collect())], Arc::new(lone));
        }
        let mut own = Vec::new();
        let mut by_name: BTreeMap<String, Arc<PageFacts>> = BTreeMap::new();
        let mut translations: BTreeMap<&str, BTreeMap<String, Arc<PageFacts>>> = BTreeMap::new();
        for (path, page) in pages {
            let name = site::content_name(path).unwrap_or_default();
            match site::language_of(&name, keys) {
                Some(key) => {
                    let name = site::original_name(&name, key);
                    let of_language = translations.entry(key).or_default();
                    of_language
                        .entry(name)
                        .or_insert_with(|| page.facts.clone());
                }
                None => {
                    by_name.entry(name).or_insert_with(|| page.facts.clone());
                    own.push(page.facts.clone());
                }
            }
        }
        let mut remembered = std::mem::take(&mut self.0);
        let mut all = vec![Arc::new(own)];
        for key in keys {
            let mut of_language = translations.remove(key.as_str()).unwrap_or_default();
            let mut facts = Vec::with_capacity(by_name.len());
            let mut missing = Vec::new();
            for (name, original) in &by_name {
                let Some(own) = of_language.remove(name) else {
                    facts.push(original.clone());
                    if !original.front.draft {
                        missing.push(name.as_str());
                    }
                    continue;
                };
                let old = remembered.remove(&own.path);
                let translation = Translation::new(original, own, old);
                facts.push(translation.both.clone());
                self.0.insert(translation.own.path.clone(), translation);
            }
            lone.extend(untranslated(&missing, key));
            for (name, own) in of_language {
                lone.push(without_original(&own.path, &name, key, &by_name));
                facts.push(own);
            }
            all.push(Arc::new(facts));
        }
        (all, Arc::new(lone))
    }
}

impl Translation {
    fn new(
        original: &Arc<PageFacts>,
        own: Arc<PageFacts>,
        old: Option<Translation>,
    ) -> Translation {
        if let Some(old) = &old
            && Arc::ptr_eq(&old.original, original)
            && Arc::ptr_eq(&old.own, &own)
        {
            return Translation {
                original: original.clone(),
                own,
                both: old.both.clone(),
            };
        }
        let mut both = PageFacts::clone(&own);
        both.front = own.front.translating(&original.front);
        let mut both = Arc::new(both);
        if let Some(old) = &old {
            keep_equal(&mut both, &old.both);
        }
        Translation {
            original: original.clone(),
            own,
            both,
        }
    }
}

/// So many pages without a translation are named.
const NAMED: usize = 3;

fn untranslated(missing: &[&str], key: &str) -> Option<Diagnostic> {
    let first = missing.first()?;
    let named: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let count = match missing.len() {
        1 => "1 page".to_string(),
        many => format!("{many} pages"),
    };
    let message = format!(
        "{count} not translated into `{key}`: {}",
        listed(&named, NAMED)
    );
    let file = first.strip_suffix(".md").unwrap_or(first);
    let hint = format!(
        "a translation lies beside the page, as {file}.{key}.md; until then readers see the original"
    );
    let place = Place::Item(
        FilePath::new(CONFIG_FILE),
        format!("languages/{key}").into(),
    );
    Some(Diagnostic::new(&UNTRANSLATED, place, message).hint(hint))
}

/// A page with the name of another one and the code of a language the site does not have.
fn undeclared(path: &FilePath, keys: &[String], pages: &Pages) -> Option<Diagnostic> {
    let (stem, ending) = path.as_str().strip_suffix(".md")?.rsplit_once('.')?;
    let is_declared = keys.iter().any(|key| key == ending);
    let original = FilePath::new(format!("{stem}.md"));
    // Longer endings are words more often than languages.
    let is_short = ending
        .split('-')
        .next()
        .is_some_and(|first| first.len() == 2);
    if is_declared || !is_short || !is_language(ending) || !pages.contains_key(&original) {
        return None;
    }
    let message = format!("`{ending}` is no language of the site, so this is a page of its own");
    let hint = format!("add [languages.{ending}] to {}", CONFIG_FILE);
    let place = Place::File(path.clone());
    Some(Diagnostic::new(&UNDECLARED_LANGUAGE, place, message).hint(hint))
}

fn without_original(
    path: &FilePath,
    name: &str,
    key: &str,
    originals: &BTreeMap<String, Arc<PageFacts>>,
) -> Diagnostic {
    let message = format!("there is no `content/{name}` that this page would translate");
    let hint = match suggestion(name, originals.keys().map(String::as_str)) {
        Some(near) => near,
        None => format!("as it is, the page stands in `{key}` alone"),
    };
    Diagnostic::new(&LONE_TRANSLATION, Place::File(path.clone()), message).hint(hint)
}
