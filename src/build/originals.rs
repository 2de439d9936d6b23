//! Which translations a site has, and what their originals say.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Lockable;
use super::arranging::Head;
use super::memory::{GoOn, Memory};
use crate::check::{self, Quoting, Told};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::ledger::{originals, translation_path};
use crate::lock::{self, Translated, Translations};
use crate::page::{Page, PageFacts, Passages};
use crate::site;

/// What a page tells.
type TheTold = (Arc<PageFacts>, Arc<Passages>, Arc<Quoting>);
/// A page and its translation.
pub type Pair = (TheTold, TheTold);

/// Where a translated page tells other facts than its original.
pub(super) fn differences(
    head: &Head,
    lockable: &Lockable,
    memory: &mut Memory<FilePath, Pair, Vec<Diagnostic>>,
    go_on: GoOn<'_>,
) -> Option<Vec<Diagnostic>> {
    let keys = &head.reading.pages.keys;
    if keys.is_empty() {
        return Some(Vec::new());
    }
    let quoting: BTreeMap<&String, &Arc<Quoting>> = lockable
        .texts
        .iter()
        .map(|(owner, quoting, _)| (owner, quoting))
        .collect();
    let told = |page: &Page| {
        let quoting = quoting.get(&lock::owner_of_page(&page.facts.path))?;
        Some((
            page.facts.clone(),
            page.passages.clone(),
            Arc::clone(quoting),
        ))
    };
    let pages = head.reading.pages.all.iter();
    let pairs = pages.filter_map(|(path, page)| {
        let name = site::content_name(path)?;
        let key = site::language_of(&name, keys)?;
        let original = head
            .reading
            .pages
            .original(&site::original_name(&name, key))?;
        Some((path.clone(), (told(original)?, told(page)?)))
    });
    let compare = |path: &FilePath, (original, own): &Pair, _: Option<&Arc<Vec<Diagnostic>>>| {
        check::translation(path, as_told(original), as_told(own))
    };
    let (found, _) = memory.outputs_while(go_on, pairs.collect(), compare)?;
    let found = found.iter().flat_map(|(_, problems)| problems.iter());
    Some(found.cloned().collect())
}

fn as_told((facts, passages, quoting): &TheTold) -> Told<'_> {
    Told {
        facts,
        passages,
        quoting,
    }
}

/// Every translated page and entry of the ledger.
pub(super) fn translations(head: &Head) -> Translations {
    let mut all = Translations::new();
    let pages = &head.reading.pages.all;
    let keys = &head.reading.pages.keys;
    for path in pages.keys().filter(|_| !keys.is_empty()) {
        let name = site::content_name(path).unwrap_or_default();
        let Some(key) = site::language_of(&name, keys) else {
            continue;
        };
        let original = site::original_name(&name, key);
        let Some(original_page) = head.reading.pages.original(&original) else {
            continue;
        };
        let translated = Translated {
            original: original_page.digest,
            place: Place::File(path.clone()),
            named: path.to_string(),
        };
        all.insert((key.to_string(), original), translated);
    }
    if keys.is_empty() {
        return all;
    }
    let originals = originals(head.ledger());
    for (key, translation) in keys.iter().zip(head.reading.translations.iter()) {
        for (table, entry) in &translation.entries {
            let Some(original) = originals.get(&(*table, entry.clone())) else {
                continue;
            };
            let file = translation_path(*table, key);
            let translated = Translated {
                original: *original,
                named: format!("{file}#{entry}"),
                place: Place::Item(file, entry.as_str().into()),
            };
            all.insert(
                (key.clone(), format!("{}/{entry}", table.name())),
                translated,
            );
        }
    }
    all
}
