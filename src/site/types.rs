//! What arranging a site gives: every page with its place among the others. Holds no positions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::paths::{encode, relative};
use crate::config::Policy;
use crate::input::FilePath;
use crate::ledger::TableName;
use crate::page::PageFacts;
use crate::values::Date;

/// The arranged site.
///
/// An *address* is a path from the root of the published site, in NFC and not percent-encoded:
/// `folder/index.html`. [`relative`] and [`Resolved::href`] turn it into what stands in a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// In outline order: home first, then depth first by each section's order, each page followed
    /// by its continuations; the tag pages last. No two have the same address.
    pub pages: Vec<Arc<SitePage>>,
    /// Pages that only send the reader on, by address.
    pub redirects: Vec<Redirect>,
    /// Files published as they are, with their addresses, by path.
    pub files: Vec<(FilePath, String)>,
    /// For each table of the ledger, the address of the page on which its entries have their anchor.
    pub homes: BTreeMap<TableName, String>,
    /// Pages that corrections name, by the name behind `page:`.
    pub corrected: BTreeMap<String, CorrectedPage>,
    /// Every tag that has a page, by slug.
    pub tags: Arc<Vec<TagInfo>>,
    /// Files of `content/` that nothing refers to, by path.
    pub stay_home: Vec<String>,
    /// Title and address of the home page.
    pub home: LinkTo,
    /// Where the publisher says how it works.
    pub policies: Vec<(Policy, Resolved)>,
}

/// Which page of the site one is, however it is addressed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageKey {
    /// The number of the language it is published in, 0 for the site's own.
    pub language: usize,
    pub of: PageOf,
    /// From 1; a long list continues on further pages.
    pub number: usize,
}

/// What a page is made from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageOf {
    /// A content file.
    File(FilePath),
    /// The list of all tags.
    TagList,
    /// The pages of one tag, by its slug.
    Tag(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// `content/index.md`
    Home,
    /// The `index.md` of a folder.
    Section,
    Page,
    /// The list of all tags.
    Tags,
    /// The pages of one tag.
    Tag,
}

/// One page of the published site with its place among the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitePage {
    pub key: PageKey,
    pub kind: PageKind,
    /// None for tag pages.
    pub facts: Option<Arc<PageFacts>>,
    pub address: String,
    /// From this page to the site's root: empty, `../`, `../../` …
    pub base: String,
    pub title: String,
    pub description: Option<String>,
    /// From home down, without the page itself.
    pub breadcrumbs: Vec<LinkTo>,
    /// The listed neighbours in the page's section.
    pub prev: Option<LinkTo>,
    pub next: Option<LinkTo>,
    /// The listed pages of a section or tag, those of this page of the list.
    pub children: Vec<Arc<Card>>,
    /// The pages whose text links here.
    pub backlinks: Vec<LinkTo>,
    pub tags: Vec<LinkTo>,
    /// None when the list fits one page.
    pub pagination: Option<Pagination>,
    /// Shared by the pages on which the same entries are marked.
    pub menus: Arc<BTreeMap<String, Vec<MenuLink>>>,
    /// One for each of the facts' `links`.
    pub links: Vec<Resolved>,
    /// The front matter's `image`: the file and its address.
    pub image: Option<(FilePath, String)>,
    /// Tables of the ledger this page is the home of.
    pub lists: BTreeSet<TableName>,
    pub in_sitemap: bool,
    /// Where it stands in the site's other languages.
    pub alternates: Vec<Alternate>,
    /// It stands in the words of the site's own language, for want of a translation.
    pub is_original: bool,
}

/// A page in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternate {
    /// The number of the language.
    pub language: usize,
    pub address: String,
    /// Whether that is the same page; else it is the home of the language.
    pub is_same: bool,
    /// Whether it is written in that language.
    pub is_translated: bool,
}

/// A page as a link shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkTo {
    pub title: String,
    pub address: String,
}

/// A page, or a place on it, that a correction names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedPage {
    pub address: String,
    pub anchor: Option<String>,
    pub title: String,
    /// The words of the heading at the anchor; empty if it is none.
    pub place: String,
}

impl CorrectedPage {
    /// As it stands in a link from the site's root.
    pub fn href(&self) -> String {
        with_fragment(encode(&self.address), &self.anchor)
    }
}

/// A page as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub title: String,
    pub description: Option<String>,
    pub excerpt: String,
    pub address: String,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    pub tags: Vec<LinkTo>,
    pub is_section: bool,
    /// It stands in the words of its original, and in no feed.
    pub is_original: bool,
}

/// Where in a list of several pages one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// From 1.
    pub number: usize,
    pub pages: usize,
    pub prev: Option<String>,
    pub next: Option<String>,
    /// All pages of the list in order.
    pub addresses: Arc<Vec<String>>,
}

/// An entry of a menu, as one page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuLink {
    pub label: String,
    /// A whole address if `external`; else percent-encoded and relative to the site's root, perhaps
    /// with an anchor: put the page's `base` before it.
    pub href: String,
    pub external: bool,
    /// The page shown is the one the entry names.
    pub current: bool,
    /// The page shown lies below the section the entry names.
    pub inside: bool,
}

/// A tag that has a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagInfo {
    /// As first written.
    pub name: String,
    pub slug: String,
    pub address: String,
    /// How many listed pages have it.
    pub count: usize,
}

/// A page that sends the reader on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    pub from: String,
    /// External, a page or a file.
    pub to: Resolved,
    /// The title of what is found there, or its address.
    pub title: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Another site, mail and so on, as written.
    External(String),
    Page {
        address: String,
        anchor: Option<String>,
        title: String,
        description: Option<String>,
    },
    File {
        address: String,
        path: FilePath,
        /// What stands behind `#`, such as `page=3` of a PDF.
        fragment: Option<String>,
    },
    /// An id of the page the link stands on.
    Anchor(String),
    /// Nowhere; the problem is reported.
    Broken,
}

impl Resolved {
    /// What stands in `href` on the page at an address; None if the link is broken.
    pub fn href(&self, from_address: &str) -> Option<String> {
        match self {
            Resolved::External(url) => Some(url.clone()),
            Resolved::Page {
                address, anchor, ..
            } => Some(with_fragment(relative(from_address, address), anchor)),
            Resolved::File {
                address, fragment, ..
            } => Some(with_fragment(relative(from_address, address), fragment)),
            Resolved::Anchor(anchor) => Some(format!("#{}", encode(anchor))),
            Resolved::Broken => None,
        }
    }
}

/// A link with what stands behind its `#`, if anything does.
pub(super) fn with_fragment(mut href: String, fragment: &Option<String>) -> String {
    if let Some(fragment) = fragment {
        href.push('#');
        href.push_str(&encode(fragment));
    }
    href
}
