//! One Markdown file -> Page { facts, body }; a page knows no other page.

mod acceptance;
mod autolink;
mod block_args;
mod block_stack;
mod body;
mod dialect;
mod facts;
mod fences;
mod front_matter;
mod gathering;
mod headings;
mod inline;
mod leftovers;
mod literal;
mod markdown;
mod passages;
mod pictures;
mod pieces;
mod problems;
mod quoted;
mod references;
mod typography;
mod words;
mod writer;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pulldown_cmark::Options;

use crate::diagnostics::{Diagnostic, FileSpans};
use crate::input::{FilePath, InputFile};
use crate::ledger::TableName;
use crate::theme::BlockDef;
use crate::values::{Digest, not_utf8};

pub use acceptance::{Acceptance, Terms};
pub use body::{ArgValue, BlockHeading, BlockUse, Body, Footnote, Piece, SourceUse, heading_tag};
pub use dialect::Dialect;
pub use facts::{FrontMatter, Heading, LinkUse, Listing, PageFacts, SortBy};
pub use front_matter::SORTS;
pub use passages::{Mark, MarkKind, Passage, PassageKind, Passages, Quoted};
pub use problems::{BAD_ARGUMENT, CODES, MISSING_ALT};
pub use references::{Answer, Answers, labels};
pub use typography::smarten;

/// What reading one file gave: the values later rooms compare, and beside them problems and places.
pub struct Page {
    pub facts: Arc<PageFacts>,
    pub body: Arc<Body>,
    pub passages: Arc<Passages>,
    pub problems: Vec<Diagnostic>,
    pub spans: Arc<FileSpans>,
    pub acceptances: Vec<Acceptance>,
    /// Of what a translation of it translates: title, description and text.
    pub digest: Digest,
}

/// Reads a page. Whatever is wrong with it, there is a page: the problems say what to mend.
///
/// `answers` are the ledger's answers to [`labels`] of the same text.
pub fn read(
    path: &FilePath,
    file: &InputFile,
    answers: &Answers,
    blocks: &BTreeMap<String, BlockDef>,
    dialect: &Dialect,
    excerpt_length: usize,
) -> Page {
    let (text, mark) = match file.text() {
        Ok(text) => text,
        Err(offset) => {
            let empty = InputFile::new(&b"+++\ntitle = \"?\"\n+++\n"[..]);
            let mut page = read(path, &empty, answers, blocks, dialect, excerpt_length);
            page.problems = vec![not_utf8(path, offset)];
            return page;
        }
    };
    let front = front_matter::read(path, text, mark);
    let shift = mark + front.body_start;
    let digest = digest(&front.front, &text[front.body_start..]);
    let fenced = fences::find(&text[front.body_start..]);
    let parsed = markdown::parse(&fenced.text, markdown::page_options(), Some(answers));
    let mut writer = writer::Writer::new(&fenced, &parsed, dialect, path, shift, blocks);
    let body = writer.write();
    let passages = writer.passages();
    let acceptances = std::mem::take(&mut writer.acceptances.all);
    writer.report_labels();
    writer.report_leftovers();

    let mut problems = front.problems;
    problems.append(&mut writer.problems);
    let mut spans = writer.spans;
    spans.extend(front.spans);
    let mut reads = BTreeSet::new();
    let mut lists: BTreeMap<TableName, Listing> = BTreeMap::new();
    body.visit(&mut |piece| {
        let Piece::Block(block) = piece else { return };
        if block.is_incomplete {
            return;
        }
        let Some(definition) = blocks.get(&block.name) else {
            return;
        };
        reads.extend(definition.reads.iter().copied());
        for table in &definition.lists {
            let listing = match (block.args.is_empty(), lists.get(table)) {
                (true, _) | (_, Some(Listing::Whole)) => Listing::Whole,
                (false, Some(Listing::Parts(parts))) => Listing::Parts(parts + 1),
                (false, None) => Listing::Parts(1),
            };
            lists.insert(*table, listing);
        }
    });
    let mut front_matter = front.front;
    if let Some(marks) = &dialect.smart_punctuation {
        let description = front_matter.description.as_mut();
        for text in description.into_iter().chain([&mut front_matter.title]) {
            *text = smarten(text, marks);
        }
    }
    let facts = PageFacts {
        path: path.clone(),
        lists,
        reads,
        front: front_matter,
        headings: writer.headings,
        anchors: writer.anchors,
        references: body.references(),
        links: writer.links,
        blocks: writer.blocks_used,
        excerpt: shortened(&writer.excerpt.unwrap_or_default(), excerpt_length),
    };
    Page {
        facts: Arc::new(facts),
        body: Arc::new(body),
        passages: Arc::new(passages),
        problems,
        spans: Arc::new(spans),
        acceptances,
        digest,
    }
}

/// What a page says, as a hash.
fn digest(front: &FrontMatter, text: &str) -> Digest {
    let description = front.description.as_deref().unwrap_or_default();
    let said = format!("{}\n{description}\n{}", front.title, text.trim());
    Digest::of_text(&said.replace("\r\n", "\n"))
}

/// Markdown of the CommonMark specification alone, as HTML: nothing of ours switched on. The
/// specification's examples are run through this.
pub fn commonmark(text: &str) -> String {
    let dialect = Dialect {
        allow_html: true,
        smart_punctuation: None,
        heading_ids: false,
        keep_comments: true,
        link_addresses: false,
        language: "en".into(),
    };
    markdown_html(text, &dialect, Options::empty())
}

/// Markdown as pages have it, as HTML with the holes filled by what the writer wrote.
pub fn page_markdown(text: &str, dialect: &Dialect) -> String {
    markdown_html(text, dialect, markdown::page_options())
}

fn markdown_html(text: &str, dialect: &Dialect, options: Options) -> String {
    let path = FilePath::new("");
    let blocks = BTreeMap::new();
    let plain = options.is_empty();
    let fenced = if plain {
        fences::untouched(text)
    } else {
        fences::find(text)
    };
    let parsed = markdown::parse(&fenced.text, options, None);
    let mut writer = writer::Writer::new(&fenced, &parsed, dialect, &path, 0, &blocks);
    let body = writer.write();
    let mut html = String::new();
    body::plain_html(&body.pieces, &writer.links, &mut html);
    html
}

/// Text cut at a word's end near a number of characters, with an ellipsis if anything was cut.
fn shortened(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_string();
    }
    let cut: String = text.chars().take(length).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    let kept = cut[..end].trim_end_matches([',', ';', ':', '–', '—', ' ', '.']);
    format!("{kept}…")
}
