//! Finished pages and files, remembered by the value of what they were made from. Every generation of
//! a preview makes its own here, on whatever thread somebody asks for them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::arranging::Head;
use super::memory::Latest;
use crate::check::{self, PageScan};
use crate::diagnostics::{Diagnostic, Severity};
use crate::ledger::Ledger;
use crate::page::Body;
use crate::render::{
    self, OPEN_DATA, OPEN_DATA_SCHEMA, OPEN_DATA_SCHEMA_TEXT, OpenDataInputs, PageInputs,
    RenderedPage, Shared, SiteInfo, WholeSite, WholeSiteFiles,
};
use crate::site::{PageKey, PageOf, Site, SitePage};
use crate::theme::Theme;

/// What was made, for all generations of one engine.
#[derive(Default)]
pub(super) struct Made {
    pages: Mutex<BTreeMap<PageKey, Arc<MadePage>>>,
    whole: Mutex<Latest<WholeInputs, WholeSiteFiles>>,
    open_data: Mutex<Latest<OpenDataInputs, Arc<[u8]>>>,
}

/// A finished page with all that it was made from.
pub(super) struct MadePage {
    /// Which generation wanted it.
    generation: u64,
    place: Arc<SitePage>,
    body: Option<Arc<Body>>,
    shared: Arc<Shared>,
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
}

#[derive(PartialEq, Eq)]
struct WholeInputs {
    info: Arc<SiteInfo>,
    site: Arc<Site>,
    ledger: Ledger,
    theme: Arc<Theme>,
    feed_limit: usize,
}

impl FinishedPage {
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
    /// Whether no error left out a part of it.
    pub fn is_sound(&self) -> bool {
        let problems = self.unknown.iter().chain(&self.finished.page.problems);
        problems
            .into_iter()
            .all(|problem| problem.severity != Severity::Error)
    }
}

impl Made {
    /// A page of a generation, and whether it was rendered anew.
    pub fn page(
        &self,
        head: &Head,
        generation: u64,
        place: &Arc<SitePage>,
    ) -> (Arc<MadePage>, bool) {
        let body = match &place.key {
            PageKey {
                of: PageOf::File(path),
                number: 1,
            } => head.reading.pages.all.get(path).map(|page| &page.body),
            _ => None,
        };
        let old = lock(&self.pages).get(&place.key).cloned();
        if let Some(old) = &old
            && Arc::ptr_eq(&old.place, place)
            && Arc::ptr_eq(&old.shared, &head.shared)
            && same(old.body.as_ref(), body)
        {
            // The very same values: gathering would find the same.
            return (old.clone(), false);
        }
        let (inputs, unknown) = render::gather(place, body, &head.shared);
        let remembered = old.filter(|old| old.inputs == inputs);
        let is_new = remembered.is_none();
        let finished = match remembered {
            Some(old) => old.finished.clone(),
            None => Arc::new(FinishedPage {
                page: render::page(&inputs, &head.files),
                scan: OnceLock::new(),
                gzipped: OnceLock::new(),
            }),
        };
        let made = Arc::new(MadePage {
            generation,
            place: place.clone(),
            body: body.cloned(),
            shared: head.shared.clone(),
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
    pub fn forget_others(&self, site: &Site) {
        let mut pages = lock(&self.pages);
        if pages.len() > site.pages.len() {
            let kept: BTreeSet<&PageKey> = site.pages.iter().map(|page| &page.key).collect();
            pages.retain(|key, _| kept.contains(key));
        }
    }

    /// The files about the whole site: feed, sitemap, the page for wrong addresses …
    pub fn whole(&self, head: &Head) -> Arc<WholeSiteFiles> {
        let inputs = WholeInputs {
            info: head.shared.site.clone(),
            site: head.site().clone(),
            ledger: head.ledger().clone(),
            theme: head.theme().clone(),
            feed_limit: head.config().feed_limit,
        };
        let (files, _) = lock(&self.whole).output(inputs, |inputs, _| {
            render::whole_site(&WholeSite {
                info: &inputs.info,
                site: &inputs.site,
                ledger: &inputs.ledger,
                theme: &inputs.theme,
                feed_limit: inputs.feed_limit,
                files: &head.files,
            })
        });
        files
    }

    /// The ledger as data, with the schema it keeps to; nothing where there is no ledger.
    pub fn open_data(&self, head: &Head) -> Vec<(&'static str, Arc<[u8]>)> {
        let shared = &head.shared;
        if shared.site.open_data.is_none() {
            return Vec::new();
        }
        let inputs = OpenDataInputs {
            site: shared.site.clone(),
            ledger: shared.ledger.clone(),
            statuses: shared.statuses.clone(),
            homes: shared.homes.clone(),
            theme: shared.theme.clone(),
        };
        let (bytes, _) = lock(&self.open_data).output(inputs, |inputs, _| {
            Arc::from(render::open_data(inputs).into_bytes())
        });
        vec![
            (OPEN_DATA, Arc::clone(&bytes)),
            (
                OPEN_DATA_SCHEMA,
                Arc::from(OPEN_DATA_SCHEMA_TEXT.as_bytes()),
            ),
        ]
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
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
