//! Which pages are published, where each belongs, and in which order.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::files::is_page;
use super::paths::folder;
use super::problems::{NO_HOME, USELESS_SLUG};
use super::{HOME_FILE, PageKind, SiteInputs};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::page::{FrontMatter, PageFacts, SortBy};
use crate::values::Date;

/// A published page and its place in the tree of sections.
pub struct Node {
    pub facts: Arc<PageFacts>,
    /// Which of the input pages it is.
    pub number: usize,
    pub kind: PageKind,
    /// The path within `content/`, in NFC.
    pub name: String,
    pub address: String,
    /// The section the page belongs to.
    pub parent: Option<usize>,
    /// In the section's order, unlisted ones among them.
    pub children: Vec<usize>,
}

/// The published pages in outline order.
#[derive(Default)]
pub struct Outline {
    pub nodes: Vec<Node>,
    pub by_name: BTreeMap<String, usize>,
    pub unpublished: BTreeMap<String, Unpublished>,
    /// Pages without a section: home, and the top level where home is missing.
    pub roots: Vec<usize>,
}

/// Why a page is left out of this build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpublished {
    Draft,
    AppearsOn(Date),
    ExpiredOn(Date),
}

impl Unpublished {
    /// None if the page is published.
    pub fn why(front: &FrontMatter, as_of: Date, drafts: bool) -> Option<Unpublished> {
        if front.draft && !drafts {
            return Some(Unpublished::Draft);
        }
        if let Some(day) = front.publish_at.filter(|day| *day > as_of) {
            return Some(Unpublished::AppearsOn(day));
        }
        let expired = front.expires.filter(|day| *day <= as_of);
        expired.map(Unpublished::ExpiredOn)
    }

    /// A sentence about the page named.
    pub fn says(self, name: &str) -> String {
        match self {
            Unpublished::Draft => format!("`{name}` is a draft"),
            Unpublished::AppearsOn(day) => format!("`{name}` appears only on {day}"),
            Unpublished::ExpiredOn(day) => format!("`{name}` expired on {day}"),
        }
    }

    pub fn hint(self) -> &'static str {
        match self {
            Unpublished::Draft => {
                "remove `draft = true` from it, take the link out, or build with --drafts"
            }
            Unpublished::AppearsOn(_) => "bring its `publish_at` forward, or take the link out",
            Unpublished::ExpiredOn(_) => "take the link out, or give the page a later `expires`",
        }
    }
}

/// A page before it has its place.
struct Published<'a> {
    /// As in [`Node`].
    name: String,
    facts: &'a Arc<PageFacts>,
    number: usize,
}

/// Puts the pages in order.
pub fn outline(inputs: &SiteInputs<'_>, problems: &mut Vec<Diagnostic>) -> Outline {
    let mut unpublished = BTreeMap::new();
    let mut published: Vec<Published<'_>> = Vec::new();
    for (number, facts) in inputs.pages.iter().enumerate() {
        let Some(name) = inputs.page_name(&facts.path).filter(|name| is_page(name)) else {
            continue;
        };
        match Unpublished::why(&facts.front, inputs.as_of, inputs.drafts) {
            Some(why) => {
                unpublished.insert(name, why);
            }
            None => published.push(Published {
                name,
                facts,
                number,
            }),
        }
    }
    published.sort_by(|a, b| (&a.name, &a.facts.path).cmp(&(&b.name, &b.facts.path)));
    check_home(&published, &unpublished, problems);

    let sections: BTreeMap<&str, usize> = published
        .iter()
        .enumerate()
        .filter(|(_, page)| is_index(&page.name))
        .map(|(index, page)| (folder(&page.name), index))
        .rev() // Of two names equal in NFC the first counts.
        .collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); published.len()];
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(published.len());
    let mut roots = Vec::new();
    for (index, page) in published.iter().enumerate() {
        let parent = section_above(&page.name, &sections).filter(|parent| *parent != index);
        parents.push(parent);
        match parent {
            Some(parent) => children[parent].push(index),
            None => roots.push(index),
        }
    }
    for (index, list) in children.iter_mut().enumerate() {
        sort(list, &published, published[index].facts.front.sort_by);
    }
    sort(&mut roots, &published, SortBy::Order);
    roots.sort_by_key(|index| published[*index].name != "index.md");

    // Depth first. `place` is where each page comes to stand.
    let mut order = Vec::with_capacity(published.len());
    let mut open: Vec<usize> = roots.iter().rev().copied().collect();
    while let Some(index) = open.pop() {
        order.push(index);
        open.extend(children[index].iter().rev());
    }
    let mut place = vec![0; published.len()];
    for (to, from) in order.iter().enumerate() {
        place[*from] = to;
    }
    let prefix = inputs.prefix();
    let nodes: Vec<Node> = order
        .iter()
        .map(|index| {
            let Published {
                name,
                facts,
                number,
            } = &published[*index];
            Node {
                facts: Arc::clone(facts),
                number: *number,
                kind: match (name.as_str(), is_index(name)) {
                    ("index.md", _) => PageKind::Home,
                    (_, true) => PageKind::Section,
                    (_, false) => PageKind::Page,
                },
                name: name.clone(),
                address: prefix.clone() + &address(name, facts.front.slug.as_deref()),
                parent: parents[*index].map(|parent| place[parent]),
                children: children[*index].iter().map(|child| place[*child]).collect(),
            }
        })
        .collect();
    let mut by_name = BTreeMap::new();
    for (index, node) in nodes.iter().enumerate() {
        by_name.entry(node.name.clone()).or_insert(index);
    }
    Outline {
        nodes,
        by_name,
        unpublished,
        roots: roots.into_iter().map(|root| place[root]).collect(),
    }
}

impl Outline {
    /// The pages beside this one in its section, itself among them, in order.
    pub fn siblings(&self, index: usize) -> &[usize] {
        match self.nodes[index].parent {
            Some(parent) => &self.nodes[parent].children,
            None => &self.roots,
        }
    }
}

fn check_home(
    published: &[Published<'_>],
    unpublished: &BTreeMap<String, Unpublished>,
    problems: &mut Vec<Diagnostic>,
) {
    let place = Place::File(FilePath::new(HOME_FILE));
    match published.iter().find(|page| page.name == "index.md") {
        Some(Published { facts, .. }) => {
            if facts.front.slug.is_some() {
                let place = Place::Item(facts.path.clone(), Arc::from("slug"));
                let message = "the home page is always `index.html`, its `slug` changes nothing";
                problems.push(Diagnostic::new(&USELESS_SLUG, place, message));
            }
        }
        None => {
            let message = match unpublished.get("index.md") {
                Some(why) => format!(
                    "the site has no home page: {}",
                    why.says("content/index.md")
                ),
                None => "the site has no home page: there is no content/index.md".to_string(),
            };
            problems.push(
                Diagnostic::new(&NO_HOME, place, message)
                    .hint("the page at content/index.md is the one readers see first"),
            );
        }
    }
}

fn is_index(name: &str) -> bool {
    name == "index.md" || name.ends_with("/index.md")
}

/// The nearest folder with an `index.md`; for an `index.md` the nearest above its own.
fn section_above(name: &str, sections: &BTreeMap<&str, usize>) -> Option<usize> {
    let mut at = folder(name);
    if is_index(name) {
        at = up(at)?;
    }
    loop {
        if let Some(section) = sections.get(at) {
            return Some(*section);
        }
        at = up(at)?;
    }
}

/// The folder above a folder; None for the root.
fn up(at: &str) -> Option<&str> {
    at.strip_suffix('/').map(folder)
}

/// Where a page is published.
fn address(name: &str, slug: Option<&str>) -> String {
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let Some(slug) = slug.filter(|_| stem != "index") else {
        return format!("{stem}.html");
    };
    match stem.strip_suffix("/index") {
        Some(section) => format!("{}{slug}/index.html", folder(section)),
        None => format!("{}{slug}.html", folder(stem)),
    }
}

fn sort(list: &mut [usize], pages: &[Published<'_>], by: SortBy) {
    list.sort_by_cached_key(|index| {
        let page = &pages[*index];
        (sort_key(by, &page.name, &page.facts.front), *index)
    });
}

/// What a page of a name stands by in its section.
pub fn sort_key(by: SortBy, name: &str, front: &FrontMatter) -> impl Ord + use<> {
    let (order, date) = match by {
        SortBy::Order => ((front.order.is_none(), front.order), None),
        SortBy::Date => ((false, None), Some(newest_first(front))),
        SortBy::Title => ((false, None), None),
    };
    (order, date, title_key(front), name.to_string())
}

/// Sorts newer dates first and pages without a date last.
pub fn newest_first(front: &FrontMatter) -> (bool, Reverse<Option<Date>>) {
    (front.date.is_none(), Reverse(front.date))
}

/// Sorts titles without regard to capitals.
pub fn title_key(front: &FrontMatter) -> (String, String) {
    (front.title.to_lowercase(), front.title.clone())
}
