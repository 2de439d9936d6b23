//! One state of the site as a preview shows it: for each address its bytes, or what they are made from.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::arranging::Head;
use super::codes::all_codes;
use super::made::{Made, MadePage};
use super::searching::SearchFiles;
use crate::charts::is_table_file;
use crate::diagnostics::{Diagnostic, Located, Severity, locate};
use crate::input::{FilePath, InputTree};
use crate::output::OutputTree;
use crate::page::Page;
use crate::render::{HEADERS, headers_file, is_of_language, twin_address};
use crate::search::is_of_search;
use crate::site::{Beside, Resolved, SitePage, is_page_file, made_beside, page_beside};

/// A state of the site. It stays as it is; the next edit makes another one.
pub struct Generation {
    number: u64,
    pub(super) head: Head,
    pub(super) made: Arc<Made>,
    rendered: AtomicUsize,
    pub(super) twins_made: AtomicUsize,
    pub(super) pictures_made: AtomicUsize,
    pub(super) cards_drawn: AtomicUsize,
    /// Errors that were known when it was arranged and that no site can switch off.
    errors: Vec<Diagnostic>,
    /// Pages and tables with such an error.
    unsound: BTreeSet<FilePath>,
    /// Whether no such error stands in what is around all pages.
    is_frame_sound: bool,
}

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What a clean build publishes there, if nothing is wrong.
    pub bytes: Arc<[u8]>,
    /// Whether no error left something out of this page or what is around it.
    pub is_sound: bool,
}

impl Generation {
    pub(super) fn new(number: u64, head: Head, made: Arc<Made>) -> Generation {
        let fixed: BTreeSet<&str> = all_codes()
            .into_iter()
            .filter(|code| !code.adjustable)
            .map(|code| code.name)
            .collect();
        let mut errors = head.problems();
        errors
            .retain(|problem| problem.severity == Severity::Error && fixed.contains(problem.code));
        let files = errors.iter().map(|problem| problem.place.file());
        let (of_pages, of_frame): (Vec<_>, Vec<_>) = files
            .partition(|file| file.is_some_and(|file| is_page_file(file) || is_table_file(file)));
        Generation {
            unsound: of_pages.into_iter().flatten().cloned().collect(),
            is_frame_sound: of_frame.is_empty(),
            errors,
            number,
            head,
            made,
            rendered: AtomicUsize::new(0),
            twins_made: AtomicUsize::new(0),
            pictures_made: AtomicUsize::new(0),
            cards_drawn: AtomicUsize::new(0),
        }
    }

    /// What stands at an address of the finished site; a page nobody has asked for is made now.
    pub fn get(&self, address: &str) -> Option<Answer> {
        let head = &self.head;
        if let Some(place) = self.place(address) {
            let page = self.page(place);
            let source = place.facts.as_ref().map(|facts| &facts.path);
            let shown = place.links.iter().filter_map(|link| match link {
                Resolved::File { path, .. } => Some(path),
                _ => None,
            });
            let mut files = source.into_iter().chain(shown);
            let is_unsound = files.any(|path| self.unsound.contains(path));
            return Some(Answer {
                bytes: Arc::from(page.finished.page.html.clone()),
                is_sound: self.is_frame_sound && !is_unsound && page.is_sound(),
            });
        }
        if let Some(place) = self.twin_of(address) {
            let page = self.page(place);
            return Some(Answer {
                bytes: self.twin(&page),
                is_sound: self.is_frame_sound && page.is_sound(),
            });
        }
        let whole = self.of_the_whole(address).map(|bytes| (bytes, true));
        let found = whole.or_else(|| self.file(address)).or_else(|| {
            let mut assets = head.theme().assets.iter();
            let asset = assets.find(|asset| asset.address == address);
            let bytes = asset.map(|asset| asset.bytes.clone());
            Some((bytes.or_else(|| self.card(address))?, true))
        });
        let (bytes, is_sound) = found?;
        let is_sound = is_sound && self.is_frame_sound;
        Some(Answer { bytes, is_sound })
    }

    /// The page at an address, as the site's arrangement has it.
    pub(super) fn place(&self, address: &str) -> Option<&Arc<SitePage>> {
        let (language, number) = self.head.arrangement.by_address.get(address)?;
        self.head.editions[*language].site.pages.get(*number)
    }

    /// The page whose twin in Markdown stands at an address.
    fn twin_of(&self, address: &str) -> Option<&Arc<SitePage>> {
        let is_twin = made_beside(address) == Some(Beside::Twin) && self.has_twins();
        self.place(&page_beside(address).filter(|_| is_twin)?)
    }

    pub(super) fn has_twins(&self) -> bool {
        self.head.own().shared.site.twins
    }

    pub(super) fn twin(&self, page: &MadePage) -> Arc<[u8]> {
        let (twin, is_new) = page.twin(&self.head.files);
        if is_new {
            self.twins_made.fetch_add(1, Ordering::Relaxed);
        }
        twin.text.clone()
    }

    /// A page, made now if nobody has asked for it.
    pub(super) fn page(&self, place: &Arc<SitePage>) -> Arc<MadePage> {
        let (page, is_new) = self.made.page(&self.head, self.number, place);
        if is_new {
            self.rendered.fetch_add(1, Ordering::Relaxed);
        }
        page
    }

    /// A file about the whole site. These take long to make, so only their own addresses ask for it.
    fn of_the_whole(&self, address: &str) -> Option<Arc<[u8]>> {
        if address == HEADERS {
            let pages = self.head.pages();
            let pages: Vec<_> = pages.map(|place| self.page(place)).collect();
            return Some(self.headers(&pages));
        }
        if is_of_search(address) {
            return self.search().get(address).cloned();
        }
        let editions = self.head.editions.iter();
        let mut redirects = editions.flat_map(|edition| &edition.site.redirects);
        let languages = &self.head.own().shared.site.languages;
        if !is_of_language(address, languages) && !redirects.any(|one| one.from == address) {
            return None;
        }
        let data = self.made.open_data(&self.head);
        if let Some((_, bytes)) = data.into_iter().find(|(of, _)| of == address) {
            return Some(bytes);
        }
        let whole = self.made.whole(&self.head);
        let mut files = whole.files.iter();
        let (_, text) = files.find(|(of, _)| of == address)?;
        Some(Arc::from(text.clone()))
    }

    /// What hosts are to send with each file.
    fn headers(&self, pages: &[Arc<MadePage>]) -> Arc<[u8]> {
        let mut inline = self.made.whole(&self.head).inline.clone();
        for page in pages {
            inline.extend(&page.finished.page.inline);
        }
        Arc::from(headers_file(&inline, &self.head.own().shared.site).into_bytes())
    }

    /// How many pages were rendered anew for it so far.
    pub fn rendered(&self) -> usize {
        self.rendered.load(Ordering::Relaxed)
    }

    /// Whether the pages had to be arranged anew for it.
    pub fn is_arranged(&self) -> bool {
        self.head.is_arranged
    }

    /// The errors that were known when it was arranged and that no site can switch off, with their
    /// lines, sorted. [`super::Engine::finish`] gives all problems.
    pub fn located(&self) -> Vec<Located> {
        let places = self.errors.iter().flat_map(|problem| {
            let related = problem.related.iter().map(|(place, _)| place);
            related.chain([&problem.place])
        });
        let files = places.filter_map(|place| place.file());
        let spans = files.filter_map(|file| {
            let spans = self.head.spans_of(file)?;
            Some((file.clone(), spans.clone()))
        });
        let spans = spans.collect();
        locate(&self.errors, &self.head.files, &spans)
    }

    /// The content file a page is made from; None for other files and for pages that make themselves.
    pub fn source(&self, address: &str) -> Option<&FilePath> {
        let facts = self.place(address)?.facts.as_ref()?;
        Some(&facts.path)
    }

    /// The input files with the bundled theme among them.
    pub fn files(&self) -> &InputTree {
        &self.head.files
    }

    /// What was read from a content file.
    pub fn reading(&self, path: &FilePath) -> Option<&Arc<Page>> {
        self.head.reading.pages.all.get(path)
    }

    /// Every address of the finished site, in their order; where a theme offers no choice of widths, more
    /// of its pictures than are published.
    pub fn addresses(&self) -> impl Iterator<Item = String> {
        let mut all = self.addresses_but_of_search();
        all.extend(self.search().keys().map(|address| address.to_string()));
        all.into_iter()
    }

    /// The same without those of the search index, which are known once it is made.
    pub fn addresses_but_of_search(&self) -> BTreeSet<String> {
        let head = &self.head;
        let pages = head.pages().map(|page| page.address.clone());
        let mut all: BTreeSet<String> = pages.collect();
        let others = self.assets().chain(self.about_the_whole());
        all.extend(others.map(|(address, _)| address));
        if self.has_twins() {
            all.extend(head.pages().map(|page| twin_address(&page.address)));
        }
        let files = head.published().map(|(_, address)| address.clone());
        all.extend(files.chain(self.widths().into_iter().map(str::to_string)));
        all.extend(self.card_addresses());
        all.insert(HEADERS.to_string());
        all
    }

    fn assets(&self) -> impl Iterator<Item = (String, Arc<[u8]>)> {
        let assets = self.head.theme().assets.iter();
        assets.map(|asset| (asset.address.clone(), asset.bytes.clone()))
    }

    /// The files about the whole site that can be made without its pages.
    fn about_the_whole(&self) -> Vec<(String, Arc<[u8]>)> {
        let whole = self.made.whole(&self.head);
        let files = whole.files.iter();
        let files = files.map(|(address, text)| (address.clone(), Arc::from(text.clone())));
        files.chain(self.made.open_data(&self.head)).collect()
    }

    /// The search index of each language.
    pub(super) fn search(&self) -> Arc<SearchFiles> {
        self.made.search(&self.head, self.number)
    }

    /// The finished site but for cards and search, with the pages in the order of the arrangement.
    pub(super) fn outputs(
        &self,
        pages: &[Arc<MadePage>],
        files: Vec<(String, Arc<[u8]>)>,
    ) -> OutputTree {
        let mut outputs = OutputTree::new();
        // Those that others replace first.
        let all = self.assets().chain(files).chain(self.about_the_whole());
        for (address, bytes) in all {
            outputs.insert(&address, bytes);
        }
        outputs.insert(HEADERS, self.headers(pages));
        let has_twins = self.has_twins();
        for (place, page) in self.head.pages().zip(pages) {
            if has_twins {
                outputs.insert(twin_address(&place.address), self.twin(page));
            }
            outputs.insert(
                &place.address,
                Arc::<[u8]>::from(page.finished.page.html.clone()),
            );
        }
        outputs
    }
}
