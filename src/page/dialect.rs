//! How a page's Markdown is to be read.

use crate::theme::QuotationMarks;

/// How a page's Markdown is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    pub allow_html: bool,
    /// The quotation marks of the page's language, if straight ones become typographic.
    pub smart_punctuation: Option<QuotationMarks>,
    pub heading_ids: bool,
    /// Comments are never published; only the CommonMark examples expect them.
    pub keep_comments: bool,
    /// Bare addresses become links.
    pub link_addresses: bool,
    pub language: String,
}
