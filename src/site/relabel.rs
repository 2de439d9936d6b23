//! The next state of a site in which pages are called something else and all stay where they are: a
//! title, a description or the first words changed. Only the pages that show these are made anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::outline::{Outline, newest_first, sort_key, title_key};
use super::pages;
use super::tags::Tags;
use super::types::{Card, LinkTo, PageKind, PageOf, Resolved, Site, SitePage};
use super::{editions, files};
use crate::input::FilePath;
use crate::page::{FrontMatter, PageFacts, SortBy};

/// With more changed pages than this a site is arranged anew, which takes no longer then.
const FEW: usize = 50;

/// Where the pages of a site stand, whatever they are called.
pub struct Frame {
    pub(super) outline: Outline,
    pub(super) tags: Tags,
    /// Addresses that menus, redirects and corrections lead to.
    pub(super) elsewhere: BTreeSet<String>,
    /// The address of the list of all tags.
    pub(super) tags_address: String,
    /// The key of the language, if it is not the site's own.
    pub(super) key: Option<String>,
}

/// The pages that are called something else, or say something else of themselves.
#[derive(Default)]
struct Changed<'a> {
    by_path: BTreeMap<&'a FilePath, &'a Arc<PageFacts>>,
    by_address: BTreeMap<&'a str, (&'a PageFacts, Arc<Card>)>,
}

/// The site of a frame with other facts, of which those before are known. None where that takes more
/// than calling pages something else. All other inputs are those of the frame.
pub fn relabelled(
    frame: &Frame,
    site: &Site,
    before: &[Arc<PageFacts>],
    now: &[Arc<PageFacts>],
) -> Option<Site> {
    if before.len() != now.len() {
        return None;
    }
    let mut changed = Changed::default();
    let both = before.iter().zip(now);
    for (old, new) in both.filter(|(old, new)| old != new) {
        if !stays_in_place(old, new) || changed.by_path.len() == FEW {
            return None;
        }
        changed.by_path.insert(&new.path, new);
        let name = editions::page_name(&new.path, frame.key.as_deref());
        let name = name.filter(|name| files::is_page(name));
        let Some(name) = name.filter(|name| !frame.outline.unpublished.contains_key(name)) else {
            continue;
        };
        let at = *frame.outline.by_name.get(&name)?;
        let node = &frame.outline.nodes[at];
        let is_corrected = || site.corrected.values().any(|to| to.address == node.address);
        if old.headings != new.headings && is_corrected() {
            return None;
        }
        if says_the_same(old, new) {
            continue;
        }
        if node.facts.path != new.path || !frame.is_alone(site, &node.address) {
            return None;
        }
        if title_key(&old.front) != title_key(&new.front) && !frame.is_in_order(at, now) {
            return None;
        }
        let card = pages::card(node, new, &frame.tags.of_page[at], frame.key.as_deref());
        changed
            .by_address
            .insert(&node.address, (new, Arc::new(card)));
    }
    let pages = site.pages.par_iter().map(|page| changed.page(page));
    let mut home = site.home.clone();
    changed.link(&mut home);
    Some(Site {
        pages: pages.collect(),
        home,
        ..site.clone()
    })
}

/// Whether a page's links, lists, tags, dates … are what they were.
fn stays_in_place(old: &PageFacts, new: &PageFacts) -> bool {
    let front = FrontMatter {
        title: new.front.title.clone(),
        description: new.front.description.clone(),
        given: new.front.given.clone(),
        ..old.front.clone()
    };
    old.path == new.path && old.links == new.links && old.lists == new.lists && front == new.front
}

/// Whether others show the same of it.
fn says_the_same(old: &PageFacts, new: &PageFacts) -> bool {
    old.front == new.front && old.excerpt == new.excerpt
}

impl Frame {
    /// Whether an address is that of one page, and only pages name it.
    fn is_alone(&self, site: &Site, address: &str) -> bool {
        let nodes = self.outline.nodes.iter();
        nodes.filter(|node| node.address == address).count() == 1
            && !self.elsewhere.contains(address)
            && address != self.tags_address
            && site.tags.iter().all(|tag| tag.address != address)
    }

    /// Whether a page still stands where its title puts it: in its section, and with each of its tags.
    fn is_in_order(&self, at: usize, now: &[Arc<PageFacts>]) -> bool {
        let nodes = &self.outline.nodes;
        let front = |at: usize| &now[nodes[at].number].front;
        let is_sorted = |list: &[usize], ascends: &dyn Fn(usize, usize) -> bool| {
            let place = list.iter().position(|page| *page == at);
            place.is_none_or(|place| {
                let around = &list[place.saturating_sub(1)..list.len().min(place + 2)];
                around.windows(2).all(|pair| ascends(pair[0], pair[1]))
            })
        };
        let section = nodes[at].parent;
        let key = |at: usize| {
            // Home stands first whatever it is called.
            let is_behind_home = nodes[at].kind != PageKind::Home;
            let by = section.map_or(SortBy::Order, |section| front(section).sort_by);
            (is_behind_home, sort_key(by, &nodes[at].name, front(at)))
        };
        let with_tag = |at: usize| (newest_first(front(at)), title_key(front(at)), at);
        let mut lists = self.tags.members.iter();
        is_sorted(self.outline.siblings(at), &|a, b| key(a) < key(b))
            && lists.all(|list| is_sorted(list, &|a, b| with_tag(a) < with_tag(b)))
    }
}

impl Changed<'_> {
    /// A page as it is now; the very same where nothing changed that it shows.
    fn page(&self, old: &Arc<SitePage>) -> Arc<SitePage> {
        let own = match &old.key.of {
            PageOf::File(path) => self.by_path.get(path).copied(),
            PageOf::TagList | PageOf::Tag(_) => None,
        };
        if own.is_none() && !self.is_shown_on(old) {
            return old.clone();
        }
        let mut page = SitePage::clone(old);
        if let Some(facts) = own {
            page.title.clone_from(&facts.front.title);
            page.description.clone_from(&facts.front.description);
            page.facts = Some(facts.clone());
        }
        let links = page.breadcrumbs.iter_mut().chain(&mut page.backlinks);
        let links = links.chain(&mut page.prev).chain(&mut page.next);
        links.for_each(|link| self.link(link));
        for child in &mut page.children {
            if let Some((_, card)) = self.by_address.get(&*child.address) {
                *child = card.clone();
            }
        }
        for link in &mut page.links {
            if let Resolved::Page {
                address,
                title,
                description,
                ..
            } = link
                && let Some((facts, _)) = self.by_address.get(&**address)
            {
                title.clone_from(&facts.front.title);
                description.clone_from(&facts.front.description);
            }
        }
        Arc::new(page)
    }

    fn is_shown_on(&self, page: &SitePage) -> bool {
        let is_changed = |address: &String| match self.by_address.len() {
            0 => false,
            _ => self.by_address.contains_key(address.as_str()),
        };
        let mut links = page.breadcrumbs.iter().chain(&page.backlinks);
        let mut beside = page.prev.iter().chain(&page.next);
        links.any(|link| is_changed(&link.address))
            || beside.any(|link| is_changed(&link.address))
            || page.children.iter().any(|card| is_changed(&card.address))
            || page.links.iter().any(|link| match link {
                Resolved::Page { address, .. } => is_changed(address),
                _ => false,
            })
    }

    fn link(&self, link: &mut LinkTo) {
        if let Some((facts, _)) = self.by_address.get(&*link.address) {
            link.title.clone_from(&facts.front.title);
        }
    }
}
