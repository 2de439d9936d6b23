//! The summary of a page that other pages may see; it stays still while prose changes.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::FilePath;
use crate::ledger::{Id, TableName};
use crate::theme::EntryKind;
use crate::values::{Data, Date};

/// What the rest of the site may know of a page: no body, no positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFacts {
    /// The file, `content/…/name.md`.
    pub path: FilePath,
    pub front: FrontMatter,
    /// In the order of the page, without those inside quotations.
    pub headings: Vec<Heading>,
    /// Ids the writer's text makes: headings and blocks.
    pub anchors: BTreeSet<String>,
    /// Every link, image and file the page refers to, by the place it stands in; the index is the
    /// key `link/<index>` of the file's spans.
    pub links: Vec<LinkUse>,
    /// The entries the text cites or shows in a block, each with the number of its first reference
    /// (its anchor is `ref-<n>`) if there is one.
    pub references: BTreeMap<(EntryKind, Id), Option<usize>>,
    /// Tables of the ledger whose entries this page lists, with how much of each.
    pub lists: BTreeMap<TableName, Listing>,
    /// Names of the blocks used.
    pub blocks: BTreeSet<String>,
    /// Ledger tables the page's blocks read.
    pub reads: BTreeSet<TableName>,
    /// The page's first words, for lists, as plain text.
    pub excerpt: String,
}

/// How much of a table a page lists. The page that lists most of it is the home of its entries,
/// where their public anchors are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listing {
    /// By so many blocks that were each given an argument to choose by.
    Parts(usize),
    Whole,
}

/// One internal or external address as the writer wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkUse {
    /// As written: `timeline.md#event-veracruz`, `#mexico`, `photo.jpg`, `https://…`.
    pub target: String,
    /// A picture or a block's file: the file itself is needed, not a page.
    pub embeds: bool,
}

/// A heading as contents lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    pub id: String,
    /// Plain text without references.
    pub text: String,
}

/// The front matter of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    pub title: String,
    pub description: Option<String>,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    pub as_of: Option<Date>,
    pub review_by: Option<Date>,
    pub draft: bool,
    pub publish_at: Option<Date>,
    pub expires: Option<Date>,
    pub slug: Option<String>,
    pub aliases: Vec<String>,
    pub template: Option<String>,
    pub order: Option<i64>,
    pub tags: Vec<String>,
    /// A file, relative to the page.
    pub image: Option<String>,
    /// What stands for it where it cannot be seen; empty if it only decorates.
    pub image_alt: Option<String>,
    /// Who made it; empty if nobody has to be named.
    pub image_credit: Option<String>,
    pub authors: Vec<String>,
    /// How a section's children are sorted.
    pub sort_by: SortBy,
    /// Overrides the site's `paginate_by` for a section.
    pub paginate_by: Option<usize>,
    /// In lists, feed and sitemap.
    pub listed: bool,
    pub extra: Option<Data>,
    /// The keys it has: a translation takes all others from its original.
    pub given: BTreeSet<String>,
}

impl FrontMatter {
    /// That of a translation, with what it leaves to its original. The way a page is addressed by others
    /// is its own: old paths that lead to the original do not lead to it.
    pub fn translating(&self, original: &FrontMatter) -> FrontMatter {
        let own = |key: &str| self.given.contains(key);
        let mut front = self.clone();
        macro_rules! inherit {
            ($($key:ident),*) => {
                $(if !own(stringify!($key)) {
                    front.$key = original.$key.clone();
                })*
            };
        }
        inherit!(
            date,
            updated,
            as_of,
            review_by,
            draft,
            publish_at,
            expires,
            slug,
            template,
            order,
            tags,
            authors,
            sort_by,
            paginate_by,
            listed
        );
        // The words and the credit of one picture are not those of another.
        if !own("image") {
            inherit!(image, image_alt, image_credit);
        }
        front.extra = match (&original.extra, &self.extra) {
            (Some(original), Some(own)) => Some(original.overlaid(own)),
            (original, own) => own.clone().or_else(|| original.clone()),
        };
        front
    }
}

/// The order of a section's children.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// `order`, then title; pages without `order` come last.
    #[default]
    Order,
    /// Newest first.
    Date,
    Title,
}
