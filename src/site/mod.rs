//! All pages' facts together: outline, addresses, links. Never sees bodies.

mod paths;
mod types;

use std::sync::Arc;

use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::input::InputTree;
use crate::page::PageFacts;
use crate::values::Date;

pub use paths::{encode, is_external, relative};
pub use types::{
    Card, LinkTo, MenuLink, PageKey, PageKind, PageOf, Pagination, Redirect, Resolved, Site,
    SitePage, TagInfo,
};

/// Where the site's first page lies.
pub const HOME_FILE: &str = "content/index.md";
/// The address of the list of all tags.
pub const TAGS_ADDRESS: &str = "tags/index.html";

/// Everything the arrangement of a site depends on.
pub struct SiteInputs<'a> {
    pub config: &'a Config,
    pub pages: &'a [Arc<PageFacts>],
    /// Only the names are used.
    pub files: &'a InputTree,
    pub as_of: Date,
    pub drafts: bool,
    /// Addresses already taken by assets and by files about the whole site.
    pub theme_assets: &'a [String],
    /// What the page with all tags is called in the site's language.
    pub tags_title: &'a str,
}

/// Puts the pages in order, gives each its address and resolves its links.
pub fn arrange(inputs: &SiteInputs<'_>) -> (Site, Vec<Diagnostic>) {
    let _ = inputs;
    (Site::default(), Vec::new())
}

pub const CODES: &[crate::diagnostics::Code] = &[];
