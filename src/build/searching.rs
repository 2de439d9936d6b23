//! The stage that puts the search index together: the words of each page and entry, remembered by what they
//! are made from, and for each language the index they are noted in.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::arranging::Head;
use super::editions::Edition;
use super::memory::{Latest, Memory};
use crate::ledger::{Ledger, TableName};
use crate::search::{self, About, Document, Index, PageText, Writing};
use crate::site::{PageKey, PageOf, SitePage};

/// The files of all indexes, by address.
pub(super) type SearchFiles = BTreeMap<Arc<str>, Arc<[u8]>>;

/// Remembers the indexes.
#[derive(Default)]
pub(super) struct Memories {
    languages: Vec<InLanguage>,
    /// Those of the generation that asked last.
    latest: Option<(u64, Arc<SearchFiles>)>,
}

#[derive(Default)]
struct InLanguage {
    pages: Memory<PageKey, (PageText, Writing), Vec<Arc<Document>>>,
    entries: Latest<EntriesFrom, Vec<Arc<Document>>>,
    index: Index,
}

/// What the documents of a ledger are made from.
type EntriesFrom = (Ledger, Arc<BTreeMap<TableName, String>>, Writing);

impl Memories {
    pub fn files(&mut self, head: &Head, generation: u64) -> Arc<SearchFiles> {
        if let Some((_, files)) = self.latest.as_ref().filter(|(of, _)| *of == generation) {
            return files.clone();
        }
        let mut files = SearchFiles::new();
        self.languages
            .resize_with(head.editions.len(), InLanguage::default);
        for (number, (memory, edition)) in self.languages.iter_mut().zip(&head.editions).enumerate()
        {
            let site = &edition.shared.site;
            let Some(at) = &site.search else {
                *memory = InLanguage::default();
                continue;
            };
            let documents = memory.documents(head, edition);
            let about = About {
                key: &site.languages[number].key,
                language: &site.language,
                strings: &head.theme().language(&site.language).strings,
            };
            let made = memory.index.update(documents, about, at);
            files.extend(made.into_iter().map(|file| (file.address, file.bytes)));
        }
        let files = Arc::new(files);
        self.latest = Some((generation, files.clone()));
        files
    }
}

impl InLanguage {
    fn documents(&mut self, head: &Head, edition: &Edition) -> Vec<Arc<Document>> {
        let writing = Writing::of(&edition.shared.site);
        let pages = edition.site.pages.iter();
        let pages =
            pages.filter_map(|page| Some((page.key.clone(), (text(head, page)?, writing.clone()))));
        let (pages, _) = self
            .pages
            .outputs(pages.collect(), |_, (page, writing), old| {
                shared(search::of_page(page, writing), old)
            });
        let from = (
            edition.ledger.clone(),
            edition.shared.homes.clone(),
            writing,
        );
        let (entries, _) = self.entries.output(from, |(ledger, homes, writing), old| {
            shared(search::of_ledger(ledger, homes, writing), old)
        });
        let pages = pages.iter().flat_map(|(_, documents)| documents.iter());
        pages.chain(entries.iter()).cloned().collect()
    }
}

/// What a page says; None where it lists others, or is left out of lists itself.
fn text(head: &Head, page: &SitePage) -> Option<PageText> {
    let PageKey {
        of: PageOf::File(path),
        number: 1,
        ..
    } = &page.key
    else {
        return None;
    };
    let facts = page.facts.clone().filter(|facts| facts.front.listed)?;
    let passages = head.reading.pages.all.get(path)?.passages.clone();
    Some(PageText {
        address: page.address.clone(),
        title: page.title.clone(),
        description: page.description.clone(),
        facts,
        passages,
    })
}

/// The documents, the old one in the place of each that is equal.
fn shared(documents: Vec<Document>, old: Option<&Arc<Vec<Arc<Document>>>>) -> Vec<Arc<Document>> {
    let old = old.map(|old| old.iter()).into_iter().flatten();
    let old: BTreeMap<&str, &Arc<Document>> = old
        .map(|document| (document.address.as_str(), document))
        .collect();
    let shared = documents
        .into_iter()
        .map(|document| match old.get(document.address.as_str()) {
            Some(old) if ***old == document => Arc::clone(old),
            _ => Arc::new(document),
        });
    shared.collect()
}
