//! Finished pages and files, remembered by the value of what they were made from. Every generation of
//! a preview makes its own here, on whatever thread somebody asks for them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::arranging::Head;
use super::cards::DrawnCard;
use super::memory::{Latest, Memory};
use super::pictures::MadePictures;
use super::searching::{self, SearchFiles};
use crate::check::{self, PageScan};
use crate::diagnostics::{Diagnostic, Severity};
use crate::input::InputTree;
use crate::page::Body;
use crate::pictures::Shelf;
use crate::render::{
    self, InLanguage, OPEN_DATA_SCHEMA, OPEN_DATA_SCHEMA_TEXT, OpenDataInputs, PageInputs,
    RenderedPage, Shared, Twin, WholeSite, WholeSiteFiles,
};
use crate::site::{PageKey, PageOf, SitePage};
use crate::theme::Theme;

/// What was made, for all generations of one engine.
#[derive(Default)]
pub(super) struct Made {
    pages: Mutex<BTreeMap<PageKey, Arc<MadePage>>>,
    whole: Mutex<Latest<WholeInputs, WholeSiteFiles>>,
    /// By the number of its language.
    open_data: Mutex<Memory<usize, OpenDataInputs, DataFile>>,
    search: Mutex<searching::Memories>,
    pub pictures: MadePictures,
}

/// The address of the ledger as data, and its bytes.
type DataFile = (String, Arc<[u8]>);

/// A finished page with all that it was made from.
pub(super) struct MadePage {
    /// Which generation wanted it.
    generation: u64,
    place: Arc<SitePage>,
    body: Option<Arc<Body>>,
    shared: Arc<Shared>,
    /// That of the site's own language, which pages stand in that are not translated.
    own: Arc<Shared>,
    inputs: PageInputs,
    /// Ids that its text names and the ledger has not.
    pub unknown: Vec<Diagnostic>,
    pub finished: Arc<FinishedPage>,
}

/// A rendered page with what a look through its HTML finds.
pub(super) struct FinishedPage {
    pub page: RenderedPage,
    scan: OnceLock<PageScan>,
    gzipped: OnceLock<usize>,
    twin: OnceLock<Twin>,
    pub drawn: Arc<DrawnCard>,
}

#[derive(PartialEq, Eq)]
struct WholeInputs {
    languages: Vec<InLanguage>,
    theme: Arc<Theme>,
    feed_limit: usize,
    sitemap_limit: usize,
}

impl FinishedPage {
    fn new(page: RenderedPage) -> FinishedPage {
        FinishedPage {
            page,
            scan: OnceLock::new(),
            gzipped: OnceLock::new(),
            twin: OnceLock::new(),
            drawn: Arc::default(),
        }
    }

    pub fn scan(&self) -> &PageScan {
        self.scan.get_or_init(|| check::scan(&self.page.html))
    }

    /// What it weighs, compressed.
    pub fn gzipped(&self) -> usize {
        *self
            .gzipped
            .get_or_init(|| check::gzipped(self.page.html.as_bytes()))
    }
}

impl MadePage {
    pub fn inputs(&self) -> &PageInputs {
        &self.inputs
    }

    /// The page as Markdown, and whether it was made anew.
    pub fn twin(&self, files: &InputTree) -> (&Twin, bool) {
        let mut is_new = false;
        let twin = self.finished.twin.get_or_init(|| {
            is_new = true;
            render::twin(&self.inputs, files)
        });
        (twin, is_new)
    }

    /// What is wrong with its twin and not with the page itself.
    pub fn twin_problems(&self) -> impl Iterator<Item = &Diagnostic> {
        let twin = self.finished.twin.get().into_iter();
        let problems = twin.flat_map(|twin| &twin.problems);
        problems.filter(|problem| !self.finished.page.problems.contains(problem))
    }

    /// Whether no error left out a part of it.
    pub fn is_sound(&self) -> bool {
        let mut unknown = self.unknown.iter();
        unknown.all(|problem| problem.severity != Severity::Error) && self.finished.page.is_whole()
    }
}

impl Made {
    pub fn with_shelf(shelf: Arc<dyn Shelf>) -> Made {
        Made {
            pictures: MadePictures::with_shelf(shelf),
            ..Made::default()
        }
    }

    /// A page of a generation, and whether it was rendered anew.
    pub fn page(
        &self,
        head: &Head,
        generation: u64,
        place: &Arc<SitePage>,
    ) -> (Arc<MadePage>, bool) {
        let (shared, own) = (&head.edition(place).shared, &head.own().shared);
        let body = match &place.key {
            PageKey {
                of: PageOf::File(path),
                number: 1,
                ..
            } => head.reading.pages.all.get(path).map(|page| &page.body),
            _ => None,
        };
        let old = lock(&self.pages).get(&place.key).cloned();
        if let Some(old) = &old
            && Arc::ptr_eq(&old.place, place)
            && Arc::ptr_eq(&old.shared, shared)
            && Arc::ptr_eq(&old.own, own)
            && same(old.body.as_ref(), body)
        {
            // The very same values: gathering would find the same.
            return (old.clone(), false);
        }
        let (inputs, unknown) = render::gather(place, body, shared, own);
        let remembered = old.as_ref().filter(|old| old.inputs == inputs);
        let is_new = remembered.is_none();
        let finished = match remembered {
            Some(old) => old.finished.clone(),
            None => {
                let mut finished = FinishedPage::new(render::page(&inputs, &head.files));
                if let Some(old) = &old {
                    finished.keep_card(&old.finished);
                }
                Arc::new(finished)
            }
        };
        let made = Arc::new(MadePage {
            generation,
            place: place.clone(),
            body: body.cloned(),
            shared: shared.clone(),
            own: own.clone(),
            inputs,
            unknown,
            finished,
        });
        let mut pages = lock(&self.pages);
        // An older generation, still looked at, leaves the newer one's page where it is.
        let newest = pages.get(&place.key).map(|page| page.generation);
        if newest.is_none_or(|newest| newest <= generation) {
            pages.insert(place.key.clone(), made.clone());
        }
        // Two threads may have made it at once.
        (made, is_new && newest != Some(generation))
    }

    /// Forgets pages that a site has no more.
    pub fn forget_others(&self, head: &Head) {
        let mut pages = lock(&self.pages);
        if pages.len() > head.pages().count() {
            let kept: BTreeSet<&PageKey> = head.pages().map(|page| &page.key).collect();
            pages.retain(|key, _| kept.contains(key));
        }
    }

    /// The files about the whole site: feed, sitemap, the page for wrong addresses …
    pub fn whole(&self, head: &Head) -> Arc<WholeSiteFiles> {
        let languages = head.editions.iter().map(|edition| InLanguage {
            info: edition.shared.site.clone(),
            site: edition.site.clone(),
            ledger: edition.ledger.clone(),
        });
        let inputs = WholeInputs {
            languages: languages.collect(),
            theme: head.theme().clone(),
            feed_limit: head.config().feed_limit,
            sitemap_limit: head.config().sitemap_limit,
        };
        let (files, _) = lock(&self.whole).output(inputs, |inputs, _| {
            render::whole_site(&WholeSite {
                languages: &inputs.languages,
                theme: &inputs.theme,
                feed_limit: inputs.feed_limit,
                sitemap_limit: inputs.sitemap_limit,
                files: &head.files,
            })
        });
        files
    }

    /// The search index of each language in its parts; nothing where the site cannot be searched.
    pub fn search(&self, head: &Head, generation: u64) -> Arc<SearchFiles> {
        lock(&self.search).files(head, generation)
    }

    /// The ledger as data in each language, with the schema it keeps to; nothing where there is no ledger.
    pub fn open_data(&self, head: &Head) -> Vec<DataFile> {
        if head.own().shared.site.open_data.is_none() {
            return Vec::new();
        }
        let inputs = head.editions.iter().enumerate().map(|(number, edition)| {
            let shared = &edition.shared;
            let inputs = OpenDataInputs {
                site: shared.site.clone(),
                ledger: shared.ledger.clone(),
                statuses: shared.statuses.clone(),
                homes: shared.homes.clone(),
                theme: shared.theme.clone(),
            };
            (number, inputs)
        });
        let (made, _) = lock(&self.open_data).outputs(inputs.collect(), |_, inputs, _| {
            let bytes: Arc<[u8]> = Arc::from(render::open_data(inputs).into_bytes());
            (inputs.address(), bytes)
        });
        let data = made.into_iter().map(|(_, made)| (*made).clone());
        let schema = Arc::from(OPEN_DATA_SCHEMA_TEXT.as_bytes());
        data.chain([(OPEN_DATA_SCHEMA.to_string(), schema)])
            .collect()
    }
}

fn same<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    }
}

/// What is remembered is whole at every moment, also where a thread gave up.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
