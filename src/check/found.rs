//! What a look through a finished page finds.

use super::asking::Asked;

/// What a finished page holds that other pages, or the eye, may miss. Depends on the page's bytes
/// alone, so it can be kept with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageScan {
    /// Sorted, each once; the names of `<a name>` among them.
    pub ids: Vec<Box<str>>,
    /// Ids that stand on more than one element.
    pub repeated_ids: Vec<RepeatedId>,
    /// Every address the page names, except those of mail, inline data and the like.
    pub links: Vec<ScannedLink>,
    pub images: Vec<ScannedImage>,
    pub headings: Vec<ScannedHeading>,
    /// Links without words.
    pub empty_links: Vec<ScannedLink>,
    /// What browsers fetch of other hosts to show the page.
    pub loads: Vec<ScannedLink>,
    /// Attributes that are style or script in themselves.
    pub inline: Vec<(Box<str>, TagRange)>,
    /// What browsers ask for to show the page, of this host or another.
    pub asks: Vec<Asked>,
    /// The text of scripts that stand in the page.
    pub scripts: Vec<TagRange>,
    /// Pictures, films and frames without a width and height, with their addresses.
    pub unsized_media: Vec<(Box<str>, TagRange)>,
    /// The page only sends readers on.
    pub sends_on: bool,
}

/// The bytes of a tag within the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TagRange {
    pub start: u32,
    pub end: u32,
}

impl TagRange {
    /// The tag as it stands in the page.
    pub fn of(self, html: &str) -> &str {
        html.get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedLink {
    /// `href`, `src`, `srcset` …
    pub attribute: &'static str,
    /// The address with entities resolved; one of several of a `srcset`.
    pub value: Box<str>,
    pub tag: TagRange,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedImage {
    pub src: Box<str>,
    /// None without an `alt` at all.
    pub alt: Option<Box<str>>,
    pub tag: TagRange,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedHeading {
    /// 1 to 6.
    pub level: u8,
    pub id: Option<Box<str>>,
    pub tag: TagRange,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedId {
    pub id: Box<str>,
    pub count: usize,
    /// The second element that has it.
    pub tag: TagRange,
}

impl PageScan {
    /// Whether a link to `#id` finds something.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.binary_search_by(|known| (**known).cmp(id)).is_ok()
    }
}
