//! Pictures as they are published: looked at when the site is arranged, made when somebody asks, and
//! remembered by their content.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::Generation;
use super::arranging::Head;
use super::made::{MadePage, lock};
use super::memory::{GoOn, Memory, keep_equal};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::{Change, FilePath, InputFile, InputTree};
use crate::pictures::{
    self, BAD_PICTURE, Damage, Looked, Offered, PICTURE_METADATA, Picture, Pictures, Shelf, Version,
};
use crate::site::{self, Resolved};

/// Remembers what was seen of each picture.
#[derive(Default)]
pub struct Memories {
    looks: Memory<FilePath, InputFile, Option<Picture>>,
    pictures: Arc<Pictures>,
}

impl Memories {
    /// The pictures of the site, looked at anew where one may be another.
    pub fn look(&mut self, files: &InputTree, changes: &[Change<'_>]) -> Arc<Pictures> {
        // What is read as text is no picture.
        let is_text =
            |path: &FilePath| site::is_page_file(path) || path.extension() == Some("toml");
        if changes.iter().all(|change| is_text(change.path)) {
            return self.pictures.clone();
        }
        let others = files.below("content").map(|(_, path, file)| (path, file));
        let others = others.filter(|(path, _)| !is_text(path));
        let others: Vec<(FilePath, InputFile)> = others
            .map(|(path, file)| (path.clone(), file.clone()))
            .collect();
        let contents: Vec<blake3::Hash> = others.iter().map(|(_, file)| file.hash()).collect();
        let addresses = others.iter().filter_map(|(path, _)| site::file_of(path));
        let addresses: Vec<String> = addresses.collect();
        let (looks, _) = self
            .looks
            .outputs(others, |path, file, _| pictures::look(path, file.bytes()));
        let looked = looks.into_iter().zip(contents);
        let looked = looked.filter_map(|((path, picture), content)| {
            Some(Looked {
                address: site::file_of(&path)?,
                path,
                content,
                picture: Option::clone(&picture)?,
            })
        });
        let mut all = Arc::new(Pictures::new(looked.collect(), addresses.into_iter()));
        keep_equal(&mut all, &self.pictures);
        self.pictures = all;
        self.pictures.clone()
    }
}

/// A picture's content, and in which size it is wanted.
type Wanted = ([u8; 32], Version);
type Outcome = Result<Arc<[u8]>, Damage>;

/// The pictures that were made, for all generations of one engine.
#[derive(Default)]
pub struct MadePictures {
    outcomes: Mutex<BTreeMap<Wanted, Outcome>>,
    shelf: Option<Arc<dyn Shelf>>,
}

impl MadePictures {
    /// What earlier builds made is taken from there.
    pub fn with_shelf(shelf: Arc<dyn Shelf>) -> MadePictures {
        MadePictures {
            outcomes: Mutex::default(),
            shelf: Some(shelf),
        }
    }

    /// Some versions of a picture, in the order asked for. `made` counts those that nobody had.
    fn versions(
        &self,
        file: &InputFile,
        picture: &Picture,
        versions: &[Version],
        made: &AtomicUsize,
    ) -> Vec<Outcome> {
        let content = *file.hash().as_bytes();
        let find = |version: &Version| {
            let before = lock(&self.outcomes).get(&(content, *version)).cloned();
            before.or_else(|| self.on_shelf(file, picture, *version).map(Ok))
        };
        let mut known: Vec<Option<Outcome>> = versions.iter().map(find).collect();
        let is_missing =
            |(version, known): (&Version, &Option<Outcome>)| known.is_none().then_some(*version);
        let missing: Vec<Version> = versions.iter().zip(&known).filter_map(is_missing).collect();
        if !missing.is_empty() {
            let takes_work = |version: &&Version| picture.key(file.hash(), **version).is_some();
            let work = missing.iter().filter(takes_work).count();
            made.fetch_add(work, Ordering::Relaxed);
            let alone = |version: &Version| {
                let made = picture.make(file.bytes(), &[*version])?;
                made.into_iter().next().ok_or(Damage::CutOff)
            };
            let outcomes: Vec<Outcome> = match picture.make(file.bytes(), &missing) {
                Ok(made) => made.into_iter().map(Ok).collect(),
                // One may be had where another is not.
                Err(_) => missing.iter().map(alone).collect(),
            };
            let places = known.iter_mut().filter(|known| known.is_none());
            for (place, outcome) in places.zip(outcomes) {
                *place = Some(outcome);
            }
        }
        let known: Vec<Outcome> = known.into_iter().flatten().collect();
        let wanted = versions.iter().map(|version| (content, *version));
        lock(&self.outcomes).extend(wanted.zip(known.iter().cloned()));
        known
    }

    pub fn shelf(&self) -> Option<&Arc<dyn Shelf>> {
        self.shelf.as_ref()
    }

    fn on_shelf(&self, file: &InputFile, picture: &Picture, version: Version) -> Option<Arc<[u8]>> {
        let key = picture.key(file.hash(), version)?;
        let bytes = self.shelf.as_ref()?.find(&key)?;
        Some(Arc::from(bytes))
    }

    /// Forgets what is of no use to a site any more.
    fn keep(&self, used: &BTreeSet<Wanted>) {
        lock(&self.outcomes).retain(|wanted, _| used.contains(wanted));
    }
}

/// The site's files, pictures among them, as they are published.
#[derive(Default)]
pub(super) struct PublishedFiles {
    pub files: Vec<(String, Arc<[u8]>)>,
    pub problems: Vec<Diagnostic>,
    /// What each picture that took work is known by, with its address.
    pub keys: Vec<(blake3::Hash, String)>,
}

/// One file of the site and the versions of it that pages show.
struct Used<'h> {
    path: &'h FilePath,
    file: &'h InputFile,
    address: &'h str,
    offered: Option<&'h Offered>,
    /// By address.
    widths: Vec<(usize, &'h str)>,
}

impl Generation {
    /// What stands at the address of a file or of a picture in another width, and whether it is sound.
    pub(super) fn file(&self, address: &str) -> Option<(Arc<[u8]>, bool)> {
        let head = &self.head;
        let mut files = head.published();
        let (path, version) = match files.find(|(_, of)| of == address) {
            Some((path, _)) => (path, Version::Whole),
            None => {
                let (path, width) = head.pictures().sized(address)?;
                (path, Version::Width(width))
            }
        };
        head.published().find(|(published, _)| published == path)?;
        let file = head.files.get(path.as_str())?;
        let Some(offered) = head.pictures().get(path) else {
            return Some((file.bytes().clone(), true));
        };
        let pictures = &self.made.pictures;
        let outcome = pictures.versions(file, &offered.picture, &[version], &self.pictures_made);
        // Never published, but there is something to look at.
        let damaged = || (file.bytes().clone(), false);
        let outcome = outcome.into_iter().next()?;
        Some(outcome.map_or_else(|_| damaged(), |bytes| (bytes, true)))
    }

    /// The addresses of all widths of the pictures that pages show.
    pub(super) fn widths(&self) -> BTreeSet<&str> {
        let head = &self.head;
        let mut widths = BTreeSet::new();
        if head.pictures().is_plain() {
            return widths;
        }
        for path in head.pages().flat_map(|page| shown_on(page)) {
            let offered = head.pictures().get(path).into_iter();
            let offered = offered.flat_map(|offered| &offered.widths);
            widths.extend(offered.map(|(_, address)| address.as_str()));
        }
        widths
    }

    /// Every file of the site and of pictures the widths that finished pages name. None if the work was
    /// stopped.
    pub(super) fn published(
        &self,
        pages: &[Arc<MadePage>],
        go_on: GoOn<'_>,
    ) -> Option<PublishedFiles> {
        let head = &self.head;
        let named = widths_named(head, pages);
        let files = head.published().filter_map(|(path, address)| {
            let offered = head.pictures().get(path);
            let widths = offered.map_or(&[][..], |offered| &offered.widths).iter();
            let widths = widths.map(|(width, address)| (*width, address.as_str()));
            Some(Used {
                path,
                file: head.files.get(path.as_str())?,
                address,
                offered,
                widths: widths.filter(|(_, to)| named.contains(to)).collect(),
            })
        });
        let files: Vec<Used<'_>> = files.collect();
        let outcomes: Option<Vec<Vec<Outcome>>> = files
            .par_iter()
            .map(|used| go_on().then(|| self.outcomes(used)))
            .collect();
        let mut published = PublishedFiles::default();
        let mut wanted = BTreeSet::new();
        for (used, outcomes) in files.iter().zip(outcomes?) {
            published.add(used, outcomes);
            let content = *used.file.hash().as_bytes();
            wanted.extend(used.versions().map(|version| (content, version)));
        }
        self.made.pictures.keep(&wanted);
        Some(published)
    }

    fn outcomes(&self, used: &Used<'_>) -> Vec<Outcome> {
        let Some(offered) = used.offered else {
            return vec![Ok(used.file.bytes().clone())];
        };
        let versions: Vec<Version> = used.versions().collect();
        let pictures = &self.made.pictures;
        pictures.versions(used.file, &offered.picture, &versions, &self.pictures_made)
    }
}

impl Used<'_> {
    /// What is published of it.
    fn versions(&self) -> impl Iterator<Item = Version> {
        let widths = self.widths.iter();
        let widths = widths.map(|(width, _)| Version::Width(*width));
        std::iter::once(Version::Whole).chain(widths)
    }
}

impl PublishedFiles {
    fn add(&mut self, used: &Used<'_>, outcomes: Vec<Outcome>) {
        let widths = used.widths.iter().map(|(_, address)| *address);
        let addresses = std::iter::once(used.address).chain(widths);
        let mut damage = None;
        for ((version, address), outcome) in used.versions().zip(addresses).zip(outcomes) {
            let bytes = match outcome {
                Ok(bytes) => {
                    let picture = used.offered.map(|offered| &offered.picture);
                    let key = picture.and_then(|picture| picture.key(used.file.hash(), version));
                    self.keys.extend(key.map(|key| (key, address.to_string())));
                    bytes
                }
                Err(found) => {
                    damage.get_or_insert(found);
                    used.file.bytes().clone()
                }
            };
            self.files.push((address.to_string(), bytes));
        }
        let place = || Place::File(used.path.clone());
        if let Some(damage) = damage {
            let message = format!("this picture cannot be published: {damage}");
            let problem = Diagnostic::new(&BAD_PICTURE, place(), message);
            self.problems.push(problem.hint(match damage {
                Damage::TooLarge(..) => "make it smaller",
                _ => "export it again from the program it comes from",
            }));
        }
        let kept = used
            .offered
            .and_then(|offered| offered.picture.keeps_metadata());
        if let Some(kind) = kept {
            let message = format!("this is a {kind} picture, from which notes cannot be removed");
            let problem = Diagnostic::new(&PICTURE_METADATA, place(), message);
            self.problems.push(problem.hint("save it as JPEG or PNG"));
        }
    }
}

/// The files a page shows, whatever they are.
fn shown_on(page: &site::SitePage) -> impl Iterator<Item = &FilePath> {
    let uses = page.facts.iter().flat_map(|facts| &facts.links);
    let links = uses.zip(&page.links);
    let embedded = links.filter_map(|(link, resolved)| match resolved {
        Resolved::File { path, .. } if link.embeds => Some(path),
        _ => None,
    });
    embedded.chain(page.image.as_ref().map(|(path, _)| path))
}

/// The addresses of other widths that finished pages name.
fn widths_named<'h>(head: &'h Head, pages: &[Arc<MadePage>]) -> BTreeSet<&'h str> {
    let pictures = head.pictures();
    let mut named = BTreeSet::new();
    if pictures.is_plain() {
        return named;
    }
    for (place, page) in head.pages().zip(pages) {
        let shared = page.finished.page.share_image.as_ref();
        named.extend(shared.and_then(|image| pictures.sized_address(&image.address)));
        let links = page.finished.scan().links.iter();
        for link in links.filter(|link| link.attribute.ends_with("srcset")) {
            let address = site::join(site::folder(&place.address), &site::decode(&link.value));
            let sized = address.and_then(|address| pictures.sized_address(&address));
            named.extend(sized);
        }
    }
    named
}
