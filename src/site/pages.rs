//! Each page with its place: neighbours, children, further pages of long lists.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::addresses::{Addresses, Owner};
use super::links::{LinkProblem, Resolver};
use super::menus::file_of;
use super::outline::{Node, Outline};
use super::paths::base;
use super::problems::BROKEN_LINK;
use super::tags::Tags;
use super::types::{
    Alternate, Card, LinkTo, PageKey, PageKind, PageOf, Pagination, Resolved, SitePage, TagInfo,
};
use super::{SiteInputs, TAGS_ADDRESS, editions};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::page::{LinkUse, PageFacts};

/// What the links of a page lead to.
#[derive(Clone, Default)]
pub struct PageLinks {
    pub links: Vec<Resolved>,
    pub image: Option<(FilePath, String)>,
}

/// Resolves the links of every page; `used` takes the files they name.
pub fn resolve_links(
    outline: &Outline,
    resolver: &Resolver<'_>,
    used: &mut BTreeMap<FilePath, String>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<PageLinks> {
    let good = outline.nodes.par_iter().map(|node| {
        let links = node.facts.links.iter();
        let good = |link: &LinkUse| resolver.resolve_good(&node.name, &link.target, link.embeds);
        links.map(good).collect()
    });
    let good: Vec<Vec<Option<Resolved>>> = good.collect();
    let mut all = Vec::with_capacity(outline.nodes.len());
    for (node, good) in outline.nodes.iter().zip(good) {
        let path = &node.facts.path;
        let mut report = |key: &str, problem: LinkProblem| {
            let place = Place::Item(path.clone(), Arc::from(key));
            let diagnostic = Diagnostic::new(problem.code, place, problem.message);
            problems.push(diagnostic.maybe_hint(problem.hint));
        };
        let mut page = PageLinks::default();
        for (index, (link, good)) in node.facts.links.iter().zip(good).enumerate() {
            let resolved = good.unwrap_or_else(|| {
                let found = resolver.resolve(&node.name, &link.target, link.embeds);
                found.unwrap_or_else(|problem| {
                    report(&format!("link/{index}"), problem);
                    Resolved::Broken
                })
            });
            used.extend(file_of(&resolved));
            page.links.push(resolved);
        }
        if let Some(image) = &node.facts.front.image {
            match resolver.resolve(&node.name, image, true) {
                Ok(Resolved::External(_)) => report(
                    "image",
                    LinkProblem {
                        code: &BROKEN_LINK,
                        message: format!("`image` is `{image}`, expected a file of this site"),
                        hint: Some("put the picture beside the page and name it".to_string()),
                    },
                ),
                Ok(resolved) => page.image = file_of(&resolved),
                Err(problem) => report("image", problem),
            }
            used.extend(page.image.clone());
        }
        all.push(page);
    }
    all
}

/// Pages that link to each page, by outline place.
pub fn backlinks(outline: &Outline, links: &[PageLinks]) -> Vec<Vec<LinkTo>> {
    let mut by_address = BTreeMap::new();
    for (index, node) in outline.nodes.iter().enumerate() {
        by_address.entry(node.address.as_str()).or_insert(index);
    }
    let mut sources: Vec<Vec<usize>> = vec![Vec::new(); outline.nodes.len()];
    for (from, page) in links.iter().enumerate() {
        for link in &page.links {
            if let Resolved::Page { address, .. } = link
                && let Some(to) = by_address.get(address.as_str())
                && *to != from
                && sources[*to].last() != Some(&from)
            {
                sources[*to].push(from);
            }
        }
    }
    let linked = |sources: Vec<usize>| {
        sources
            .iter()
            .map(|from| outline.nodes[*from].link())
            .collect()
    };
    sources.into_iter().map(linked).collect()
}

impl Node {
    pub fn link(&self) -> LinkTo {
        LinkTo {
            title: self.facts.front.title.clone(),
            address: self.address.clone(),
        }
    }

    fn listed(&self) -> bool {
        self.facts.front.listed
    }
}

/// A page as lists show it, in the language with this key.
pub fn card(node: &Node, facts: &PageFacts, tags: &[LinkTo], key: Option<&str>) -> Card {
    let front = &facts.front;
    Card {
        title: front.title.clone(),
        description: front.description.clone(),
        excerpt: facts.excerpt.clone(),
        address: node.address.clone(),
        date: front.date,
        updated: front.updated,
        tags: tags.to_vec(),
        is_section: node.kind == PageKind::Section,
        is_original: !editions::is_own(&node.facts.path, key),
    }
}

/// Every page of the outline with its place, its list still whole.
pub struct Assembly<'a> {
    pub inputs: &'a SiteInputs<'a>,
    pub outline: &'a Outline,
    pub tags: &'a Tags,
    pub cards: Vec<Arc<Card>>,
    /// The number of the language.
    pub language: usize,
    /// The site in all its languages.
    pub all: &'a [SiteInputs<'a>],
    pub outlines: &'a [Outline],
}

impl Assembly<'_> {
    /// Every page of the outline, with all its children.
    pub fn content_pages(
        &self,
        links: Vec<PageLinks>,
        backlinks: Vec<Vec<LinkTo>>,
    ) -> Vec<SitePage> {
        let own = links.into_par_iter().zip(backlinks).enumerate();
        let pages =
            own.map(|(index, (links, backlinks))| self.content_page(index, links, backlinks));
        pages.collect()
    }

    fn content_page(&self, index: usize, links: PageLinks, backlinks: Vec<LinkTo>) -> SitePage {
        let node = &self.outline.nodes[index];
        let front = &node.facts.front;
        let is_original = editions::is_original(self.inputs, node);
        let (prev, next) = self.neighbours(index);
        let listed = node.children.iter().copied();
        let children = listed.filter(|child| self.outline.nodes[*child].listed());
        SitePage {
            key: PageKey {
                language: self.language,
                of: PageOf::File(node.facts.path.clone()),
                number: 1,
            },
            kind: node.kind,
            alternates: self.alternates(Some(&node.name)),
            is_original,
            facts: Some(Arc::clone(&node.facts)),
            title: front.title.clone(),
            description: front.description.clone(),
            breadcrumbs: self.breadcrumbs(index),
            prev,
            next,
            children: children.map(|child| self.cards[child].clone()).collect(),
            backlinks,
            tags: self.tags.of_page[index].clone(),
            links: links.links,
            image: links.image,
            in_sitemap: front.listed && !is_original,
            ..self.blank(PageOf::TagList, PageKind::Page, &node.address)
        }
    }

    /// The list of all tags, then the page of each with all its pages; none without tags.
    pub fn tag_pages(&self, home: Option<LinkTo>) -> Vec<SitePage> {
        if self.tags.infos.is_empty() {
            return Vec::new();
        }
        let list = LinkTo {
            title: self.inputs.tags_title.to_string(),
            address: self.inputs.prefix() + TAGS_ADDRESS,
        };
        let mut pages = vec![SitePage {
            title: list.title.clone(),
            breadcrumbs: home.iter().cloned().collect(),
            ..self.blank(PageOf::TagList, PageKind::Tags, &list.address)
        }];
        for (
            TagInfo {
                name,
                slug,
                address,
                ..
            },
            members,
        ) in self.tags.infos.iter().zip(&self.tags.members)
        {
            pages.push(SitePage {
                title: name.clone(),
                breadcrumbs: home.iter().chain([&list]).cloned().collect(),
                children: members
                    .iter()
                    .map(|page| self.cards[*page].clone())
                    .collect(),
                ..self.blank(PageOf::Tag(slug.clone()), PageKind::Tag, address)
            });
        }
        pages
    }

    fn alternates(&self, name: Option<&str>) -> Vec<Alternate> {
        editions::alternates(name, self.language, self.all, self.outlines)
    }

    fn blank(&self, of: PageOf, kind: PageKind, address: &str) -> SitePage {
        SitePage {
            key: PageKey {
                language: self.language,
                of,
                number: 1,
            },
            kind,
            facts: None,
            address: address.to_string(),
            base: base(address),
            title: String::new(),
            description: None,
            breadcrumbs: Vec::new(),
            prev: None,
            next: None,
            children: Vec::new(),
            backlinks: Vec::new(),
            tags: Vec::new(),
            pagination: None,
            menus: Arc::default(),
            links: Vec::new(),
            image: None,
            lists: BTreeSet::new(),
            in_sitemap: true,
            alternates: self.alternates(None),
            is_original: false,
        }
    }

    fn breadcrumbs(&self, index: usize) -> Vec<LinkTo> {
        let above = |index: &usize| self.outline.nodes[*index].parent;
        let mut crumbs: Vec<LinkTo> = std::iter::successors(above(&index), above)
            .map(|section| self.outline.nodes[section].link())
            .collect();
        crumbs.reverse();
        crumbs
    }

    /// The listed pages before and after this one in its section.
    fn neighbours(&self, index: usize) -> (Option<LinkTo>, Option<LinkTo>) {
        let node = &self.outline.nodes[index];
        if !node.listed() || node.kind == PageKind::Home {
            return (None, None);
        }
        // Siblings stand in the order of their places, each followed by what lies below it.
        let siblings = self.outline.siblings(index);
        let at = siblings.partition_point(|sibling| *sibling < index);
        let shown = |sibling: &&usize| {
            let node = &self.outline.nodes[**sibling];
            node.listed() && node.kind != PageKind::Home
        };
        let link = |sibling: &usize| self.outline.nodes[*sibling].link();
        let prev = siblings[..at].iter().rev().find(shown).map(link);
        let next = siblings[at + 1..].iter().find(shown).map(link);
        (prev, next)
    }
}

/// How many items one page of this page's list holds; 0 for all.
pub fn page_size(page: &SitePage, site: usize) -> usize {
    let own = page
        .facts
        .as_ref()
        .and_then(|facts| facts.front.paginate_by);
    own.unwrap_or(site)
}

/// Parts a long list into pages: this page with the first items, then its continuations.
pub fn paginate(mut page: SitePage, size: usize) -> Vec<SitePage> {
    let count = match size {
        0 => 1,
        size => page.children.len().div_ceil(size),
    };
    if count <= 1 {
        return vec![page];
    }
    let mut rest = std::mem::take(&mut page.children).into_iter();
    let addresses: Arc<Vec<String>> = Arc::new(
        (1..=count)
            .map(|number| continuation(&page, number))
            .collect(),
    );
    let mut pages = Vec::with_capacity(count);
    for number in 1..=count {
        let address = &addresses[number - 1];
        let mut part = if number == 1 {
            page.clone()
        } else {
            SitePage {
                prev: None,
                next: None,
                backlinks: Vec::new(),
                in_sitemap: false,
                address: address.clone(),
                base: base(address),
                ..page.clone()
            }
        };
        part.key.number = number;
        part.children = rest.by_ref().take(size).collect();
        part.pagination = Some(Pagination {
            number,
            pages: count,
            prev: (number > 1).then(|| addresses[number - 2].clone()),
            next: addresses.get(number).cloned(),
            addresses: Arc::clone(&addresses),
        });
        pages.push(part);
    }
    pages
}

/// `folder/index.html` goes on at `folder/page-2.html`, `tags/law.html` at `tags/law/page-2.html`.
fn continuation(page: &SitePage, number: usize) -> String {
    if number == 1 {
        return page.address.clone();
    }
    let stem = page.address.strip_suffix("index.html");
    match stem.or_else(|| page.address.strip_suffix(".html")) {
        Some(stem) if stem.is_empty() || stem.ends_with('/') => format!("{stem}page-{number}.html"),
        Some(stem) => format!("{stem}/page-{number}.html"),
        None => format!("{}/page-{number}.html", page.address),
    }
}

/// Claims a page's address; false if another has it.
pub fn claim(page: &SitePage, addresses: &mut Addresses) -> bool {
    let (of, place) = match (&page.key.of, &page.facts) {
        (PageOf::File(path), facts) => {
            let has_slug = facts
                .as_ref()
                .is_some_and(|facts| facts.front.slug.is_some());
            let place = match has_slug && page.key.number == 1 {
                true => Place::Item(path.clone(), Arc::from("slug")),
                false => Place::File(path.clone()),
            };
            (format!("`{path}`"), Some(place))
        }
        (PageOf::TagList, _) => ("the list of all tags".to_string(), None),
        (PageOf::Tag(_), _) => (format!("the page of the tag \"{}\"", page.title), None),
    };
    let name = match page.key.number {
        1 => of,
        number => format!("page {number} of the list of {of}"),
    };
    let owner = Owner {
        name,
        place,
        is_redirect: false,
    };
    addresses.claim_page(&page.address, owner)
}
