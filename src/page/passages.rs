//! A page's text as the fact desk reads it: every stretch of prose in reading order, without markup.

use std::ops::Range;
use std::sync::Arc;

use super::body::SourceUse;
use crate::diagnostics::{Place, passage_key};
use crate::input::FilePath;
use crate::ledger::Id;
use crate::theme::EntryKind;

/// The text of a page, passage by passage; footnotes stand at the end, in the order of their marks.
/// Holds no positions: a place in it has the key that [`Passages::place`] gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passages {
    /// The language the page is written in: `en`, `es`, `pt-br`.
    pub language: String,
    pub list: Vec<Passage>,
}

/// A stretch of text that is read as one: a paragraph, the text of a list item, a cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    pub kind: PassageKind,
    /// Names of the blocks it stands in, outermost first; of a block's argument also that block's.
    pub blocks: Vec<Arc<str>>,
    pub quote: Quoted,
    /// The footnote whose text this is: its index in the body's footnotes.
    pub footnote: Option<usize>,
    /// The passage before the list or quote this stands in, if it ends in a colon: it introduces
    /// all that is in there.
    pub lead: Option<usize>,
    /// As the writer typed it: before smart punctuation, lines joined by a space. A reference leaves
    /// nothing but the words it covers; the white space before it is gone too.
    pub text: String,
    /// What stands in the text, by where it ends; what lies inside comes before what is around it.
    pub marks: Vec<Mark>,
}

/// What a passage is by itself, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassageKind {
    Paragraph,
    /// Of a level from 1 to 6.
    Heading(u8),
    /// Text of a list item; both count all lists and all items of the page.
    Item {
        list: usize,
        item: usize,
    },
    /// What a definition list explains.
    Term,
    Definition,
    /// `Table: …` behind a table, counted through the page.
    Caption {
        table: usize,
    },
    /// Row 0 is the heading row.
    Cell {
        table: usize,
        row: usize,
        column: usize,
    },
    /// The value of a block's text argument, with the argument's name.
    Argument(Arc<str>),
    /// The words that stand for a picture.
    Alt,
}

/// Whether a passage stands in a block quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoted {
    No,
    /// In one that does not say where its words are from.
    Unattributed,
    /// In one with an attribution; the number is that of [`super::Piece::AttributedQuote`].
    Attributed(usize),
    /// The attribution itself: `— Name [@s001]`.
    Attribution(usize),
}

/// Something in a passage's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The bytes of the text it covers; empty for a reference without words of its own.
    pub range: Range<usize>,
    pub kind: MarkKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// `[@s001, L3; @s002]`, `[words][@s001]` or `[one analysis](@s001)`.
    Sources {
        n: usize,
        sources: Vec<SourceUse>,
    },
    /// `[#claim]` or `[words][#claim]`, with the key of its place.
    Claim {
        n: usize,
        id: Id,
        key: String,
    },
    /// `["words"](@s001#L3)`; the words are compared with the source elsewhere.
    Quotation {
        n: usize,
        source: SourceUse,
    },
    /// A term or person of the ledger.
    Name {
        kind: EntryKind,
        id: Id,
    },
    /// A mark of a footnote, by its index in the body's footnotes.
    Footnote(usize),
    /// A link to a page, a file or another site, by its index in the page's links.
    Link(usize),
    Emphasis,
    Strong,
    /// `code`: no prose.
    Code,
    /// An address that is its own words: no prose either.
    Address,
}

impl Passages {
    /// Where a range of a passage's text stands in the page's file.
    pub fn place(path: &FilePath, passage: usize, range: &Range<usize>) -> Place {
        Place::Item(path.clone(), passage_key(passage, range).into())
    }

    /// Whether a footnote's text cites.
    pub fn note_cites(&self, footnote: usize) -> bool {
        self.list.iter().any(|passage| {
            passage.footnote == Some(footnote) && passage.marks.iter().any(Mark::is_citation)
        })
    }
}

impl Passage {
    /// Whether it stands in a block of a name, however deep.
    pub fn is_in_block(&self, name: &str) -> bool {
        self.blocks.iter().any(|block| **block == *name)
    }
}

impl Mark {
    /// A reference to a source or a claim, or a quotation with its source.
    pub fn is_citation(&self) -> bool {
        matches!(
            self.kind,
            MarkKind::Sources { .. } | MarkKind::Claim { .. } | MarkKind::Quotation { .. }
        )
    }
}
