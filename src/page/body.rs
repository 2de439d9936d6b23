//! A page's text as pieces of HTML with holes: what only the rest of the site can fill in.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::facts::Heading;
use crate::ledger::Id;
use crate::theme::EntryKind;
use crate::values::Date;

/// The text of a page. Holds no positions; what a message may point at has a key, such as
/// `link/3`, `reference/2/0` or `block/1/of`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    pub pieces: Vec<Piece>,
    /// In the order of their first mention.
    pub footnotes: Vec<Footnote>,
}

/// A stretch of finished HTML, or a hole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Html(String),
    Heading {
        heading: Heading,
        /// Whether it is shown with its id, and so can be linked to.
        has_id: bool,
        /// Written into its `class`; mostly none.
        classes: String,
        body: Vec<Piece>,
    },
    /// A link; `link` is the index in the page's links.
    Link {
        link: usize,
        title: String,
        body: Vec<Piece>,
    },
    Image {
        link: usize,
        alt: String,
        title: String,
    },
    /// `[@s001, L3]`, or words covered by such a reference.
    Cite {
        /// Counts the references of the page from 1; readers' back links lead to `ref-<n>`.
        n: usize,
        sources: Vec<SourceUse>,
        covered: Vec<Piece>,
    },
    /// `[#claim]`, or words that stand for a claim.
    Claim {
        n: usize,
        id: Id,
        key: String,
        body: Vec<Piece>,
    },
    /// A term or person.
    Name {
        kind: EntryKind,
        id: Id,
        key: String,
        body: Vec<Piece>,
    },
    /// `["words"](@s001#L19 "gloss")`
    Quotation {
        n: usize,
        source: SourceUse,
        /// Without markup and typography, for comparing; their place is `quotation/<n>`.
        words: String,
        body: Vec<Piece>,
        gloss: String,
    },
    /// A block quote whose last paragraph is `— Name [@s001]` or `— [Name](@s001 "gloss")`.
    AttributedQuote {
        n: usize,
        sources: Vec<SourceUse>,
        /// Each paragraph without markup and typography, for comparing; their place is `quotation/<n>`.
        words: Vec<String>,
        body: Vec<Piece>,
        speaker: Vec<Piece>,
        gloss: String,
    },
    Alert {
        /// note tip important warning caution
        kind: &'static str,
        body: Vec<Piece>,
    },
    FootnoteMark {
        /// Index in [`Body::footnotes`].
        footnote: usize,
        /// Which mention of it this is, from 1.
        mention: usize,
    },
    Block(Arc<BlockUse>),
}

/// A source named by a reference, with a place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceUse {
    pub id: Id,
    /// As written: `L21`, `p. 4`; empty if none.
    pub place: String,
    /// For messages.
    pub key: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    pub pieces: Vec<Piece>,
    pub mentions: usize,
}

/// `::: name key=value` … `:::`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockUse {
    pub name: String,
    /// For messages: `block/<index>`.
    pub key: String,
    pub args: Vec<(String, ArgValue)>,
    /// An argument it cannot do without is missing or wrong: only its body can be shown.
    pub is_incomplete: bool,
    /// Empty if none was given.
    pub id: String,
    pub heading: Option<BlockHeading>,
    /// The level for headings the block makes itself, 2 to 6.
    pub level: u8,
    pub body: Vec<Piece>,
}

/// The first heading in a block's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockHeading {
    pub heading: Heading,
    pub html: Vec<Piece>,
}

/// The value of a block's argument, read by its declared kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgValue {
    Text(String),
    Int(i64),
    /// The bits of an `f64`.
    Number(u64),
    Bool(bool),
    List(Vec<String>),
    Date(Date),
    /// Index in the page's links.
    Page(usize),
    /// Index in the page's links.
    File(usize),
    /// A table; index in the page's links.
    Data(usize),
    Entry(EntryKind, Id),
    Entries(EntryKind, Vec<Id>),
}

impl Body {
    /// The entries the text cites or shows in a block, each with the number of its first reference,
    /// if there is one.
    pub fn references(&self) -> BTreeMap<(EntryKind, Id), Option<usize>> {
        let mut found = BTreeMap::new();
        let mut note = |kind: EntryKind, id: &Id, n: Option<usize>| {
            let known: &mut Option<usize> = found.entry((kind, id.clone())).or_default();
            *known = known.or(n);
        };
        self.visit(&mut |piece| match piece {
            Piece::Cite { n, sources, .. } | Piece::AttributedQuote { n, sources, .. } => {
                for source in sources {
                    note(EntryKind::Source, &source.id, Some(*n));
                }
            }
            Piece::Quotation { n, source, .. } => note(EntryKind::Source, &source.id, Some(*n)),
            Piece::Claim { n, id, .. } => note(EntryKind::Claim, id, Some(*n)),
            Piece::Block(block) => {
                for (_, value) in &block.args {
                    match value {
                        ArgValue::Entry(kind, id) => note(*kind, id, None),
                        ArgValue::Entries(kind, ids) => {
                            ids.iter().for_each(|id| note(*kind, id, None));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        });
        found
    }

    /// Calls `visit` for every piece, outer before inner, in the order of the page.
    pub fn visit(&self, visit: &mut dyn FnMut(&Piece)) {
        visit_all(&self.pieces, visit);
        for footnote in &self.footnotes {
            visit_all(&footnote.pieces, visit);
        }
    }
}

fn visit_all(pieces: &[Piece], visit: &mut dyn FnMut(&Piece)) {
    for piece in pieces {
        visit(piece);
        match piece {
            Piece::Html(_) | Piece::Image { .. } | Piece::FootnoteMark { .. } => {}
            Piece::Heading { body, .. }
            | Piece::Link { body, .. }
            | Piece::Claim { body, .. }
            | Piece::Name { body, .. }
            | Piece::Quotation { body, .. }
            | Piece::Alert { body, .. } => visit_all(body, visit),
            Piece::Cite { covered, .. } => visit_all(covered, visit),
            Piece::AttributedQuote { body, speaker, .. } => {
                visit_all(body, visit);
                visit_all(speaker, visit);
            }
            Piece::Block(block) => visit_all(&block.body, visit),
        }
    }
}

/// The start tag of a heading.
pub fn heading_tag(heading: &Heading, has_id: bool, classes: &str) -> String {
    let mut tag = format!("<h{}", heading.level);
    for (name, text) in [
        ("id", has_id.then_some(&*heading.id)),
        ("class", Some(classes)),
    ] {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            tag.push_str(&format!(" {name}=\""));
            let _ = pulldown_cmark_escape::escape_html(&mut tag, text);
            tag.push('"');
        }
    }
    tag.push('>');
    tag
}

/// The pieces as HTML with every hole filled by what the writer wrote.
pub(super) fn plain_html(pieces: &[Piece], links: &[super::facts::LinkUse], out: &mut String) {
    use pulldown_cmark_escape::{escape_href, escape_html};
    let attribute = |out: &mut String, name: &str, text: &str| {
        if !text.is_empty() || name == "alt" {
            out.push_str(&format!(" {name}=\""));
            let _ = escape_html(&mut *out, text);
            out.push('"');
        }
    };
    for piece in pieces {
        match piece {
            Piece::Html(html) => out.push_str(html),
            Piece::Heading {
                heading,
                has_id,
                classes,
                body,
            } => {
                out.push_str(&heading_tag(heading, *has_id, classes));
                plain_html(body, links, out);
                out.push_str(&format!("</h{}>", heading.level));
            }
            Piece::Link { link, title, body } => {
                out.push_str("<a href=\"");
                let _ = escape_href(&mut *out, &links[*link].target);
                out.push('"');
                attribute(out, "title", title);
                out.push('>');
                plain_html(body, links, out);
                out.push_str("</a>");
            }
            Piece::Image { link, alt, title } => {
                out.push_str("<img src=\"");
                let _ = escape_href(&mut *out, &links[*link].target);
                out.push('"');
                attribute(out, "alt", alt);
                attribute(out, "title", title);
                out.push('>');
            }
            Piece::Cite { covered, .. } => plain_html(covered, links, out),
            Piece::Claim { body, .. }
            | Piece::Name { body, .. }
            | Piece::Quotation { body, .. }
            | Piece::Alert { body, .. }
            | Piece::AttributedQuote { body, .. } => plain_html(body, links, out),
            Piece::FootnoteMark { .. } => {}
            Piece::Block(block) => plain_html(&block.body, links, out),
        }
    }
}
