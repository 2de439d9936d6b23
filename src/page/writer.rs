//! From the parser's events to pieces of HTML with holes, noting headings, links and references.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use pulldown_cmark_escape::escape_html_body_text;

use super::acceptance::Acceptances;
use super::block_stack::OpenBlock;
use super::body::{Body, Piece};
use super::dialect::Dialect;
use super::facts::{Heading, LinkUse};
use super::fences::Fenced;
use super::gathering::Gathering;
use super::markdown::{Parsed, is_attribution};
use super::passages::MarkKind;
use super::typography::Beside;
use crate::diagnostics::{Code, Diagnostic, FileSpans, Place, Span};
use crate::input::FilePath;
use crate::theme::BlockDef;

/// Writes one page. The pieces are made in [`Writer::run`]; the fields gather what it notes.
pub struct Writer<'t> {
    pub(super) fenced: &'t Fenced,
    pub(super) parsed: &'t Parsed<'t>,
    pub(super) dialect: &'t Dialect,
    pub(super) file: &'t FilePath,
    /// Where the Markdown begins in its file.
    pub(super) shift: usize,
    pub(super) blocks: &'t BTreeMap<String, BlockDef>,
    pub(super) out: Vec<Vec<Piece>>,
    pub(super) frames: Vec<Frame<'t>>,
    /// All text written so far without markup; parts of it become ids, contents and the excerpt.
    pub(super) plain: String,
    /// What stands before the next text in its paragraph.
    pub(super) beside: Beside,
    pub(super) references: usize,
    pub(super) names: usize,
    /// The translation that the attribution just written gives of its block quote.
    pub(super) quote_gloss: String,
    /// Bare addresses inside a link's words stay words.
    pub(super) inside_link: bool,
    pub(super) explicit_ids: BTreeSet<String>,
    pub(super) footnotes: Vec<(String, usize)>,
    pub(super) footnote_texts: BTreeMap<String, (Vec<Piece>, Span)>,
    /// Inline tags refused whose closing tags are still to come.
    pub(super) refused_tags: Vec<String>,
    /// Colons of inner blocks that a wrong line has closed; their own lines may still come.
    pub(super) closed_early: Vec<usize>,
    pub(super) fences_seen: usize,
    /// The level a heading of a block's own has here: one below the heading it stands under.
    pub(super) level: u8,
    /// The text as the fact desk reads it.
    pub(super) gathering: Gathering,
    pub(super) acceptances: Acceptances,
    /// What text is written into: a paragraph, a heading, an item, a table.
    pub(super) around: Range<usize>,
    pub headings: Vec<Heading>,
    pub anchors: BTreeSet<String>,
    pub links: Vec<LinkUse>,
    pub blocks_used: BTreeSet<String>,
    pub excerpt: Option<String>,
    pub problems: Vec<Diagnostic>,
    pub spans: FileSpans,
}

/// A construct that is open while its content is written into a buffer of its own.
pub(super) enum Frame<'t> {
    Heading {
        level: u8,
        id: Option<String>,
        classes: Vec<String>,
        plain_start: usize,
        /// As the writer wrote it, at `span`.
        written: &'t str,
        span: Span,
    },
    Quote {
        /// The event it begins at.
        at: usize,
        span: Span,
        /// The last paragraph: where its piece begins, and its inner pieces if it is an attribution.
        attribution: Option<(usize, Vec<Piece>)>,
    },
    QuoteParagraph {
        is_attribution: bool,
    },
    Alert(&'static str),
    Footnote {
        label: String,
        span: Span,
    },
    Block(OpenBlock<'t>),
}

impl<'t> Writer<'t> {
    pub fn new(
        fenced: &'t Fenced,
        parsed: &'t Parsed<'t>,
        dialect: &'t Dialect,
        file: &'t FilePath,
        shift: usize,
        blocks: &'t BTreeMap<String, BlockDef>,
    ) -> Writer<'t> {
        Writer {
            fenced,
            parsed,
            dialect,
            file,
            shift,
            blocks,
            out: vec![Vec::new()],
            frames: Vec::new(),
            plain: String::new(),
            beside: Beside::default(),
            references: 0,
            names: 0,
            quote_gloss: String::new(),
            inside_link: false,
            explicit_ids: BTreeSet::new(),
            footnotes: Vec::new(),
            footnote_texts: BTreeMap::new(),
            refused_tags: Vec::new(),
            closed_early: Vec::new(),
            fences_seen: 0,
            level: 2,
            gathering: Gathering::default(),
            acceptances: Acceptances::default(),
            around: 0..0,
            headings: Vec::new(),
            anchors: BTreeSet::new(),
            links: Vec::new(),
            blocks_used: BTreeSet::new(),
            excerpt: None,
            problems: Vec::new(),
            spans: FileSpans::default(),
        }
    }

    /// Writes the whole page.
    pub fn write(&mut self) -> Body {
        self.explicit_ids = self
            .parsed
            .events
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Start(Tag::Heading { id: Some(id), .. }) => Some(id.to_string()),
                _ => None,
            })
            .collect();
        self.run(0..self.parsed.events.len());
        while let Some(frame) = self.frames.pop() {
            self.unclosed(frame);
        }
        let footnotes = self.end_footnotes();
        Body {
            pieces: self.out.pop().unwrap_or_default(),
            footnotes,
        }
    }

    /// Writes a range of the events into the innermost buffer.
    pub(super) fn run(&mut self, events: Range<usize>) {
        let mut at = events.start;
        while at < events.end {
            at = self.event(at);
        }
    }

    /// Writes one event, or a construct with all in it, and says which event comes next.
    fn event(&mut self, at: usize) -> usize {
        let parsed = self.parsed;
        let (event, range) = &parsed.events[at];
        match event {
            Event::Start(tag) => return self.start(at, tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(_) => return self.text_run(at),
            Event::Code(code) => {
                let mut escaped = String::new();
                let _ = escape_html_body_text(&mut escaped, code);
                self.html(&format!("<code>{escaped}</code>"));
                self.plain.push_str(code);
                let from = self.gathering.here();
                self.gather(code, range);
                self.gathering.mark(from, MarkKind::Code);
                self.beside.before = Some('x');
            }
            Event::Html(_) => {
                // Reached only outside an HTML block, which the parser does not do.
                self.raw_html(range.clone());
            }
            Event::InlineHtml(html) => {
                if self.dialect.keep_comments && self.dialect.allow_html {
                    self.html(html);
                } else if is_comment(html) {
                    self.note_acceptances(range, Some(self.around.clone()));
                } else {
                    self.inline_html(html, range);
                }
            }
            Event::FootnoteReference(label) => self.footnote_mark(label),
            Event::SoftBreak => {
                self.html("\n");
                self.line_end(range);
            }
            Event::HardBreak => {
                self.html("<br>\n");
                self.line_end(range);
            }
            Event::Rule => self.line("<hr>\n"),
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        at + 1
    }

    fn start(&mut self, at: usize, tag: &Tag<'t>, range: &Range<usize>) -> usize {
        self.beside.before = match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } => {
                self.beside.before
            }
            _ => None,
        };
        self.gathering.start(tag);
        if matches!(
            tag,
            Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::DefinitionListDefinition
        ) {
            self.around = range.clone();
        }
        if !matches!(tag, Tag::HtmlBlock) {
            self.hand_over_acceptances(at, range);
        }
        match tag {
            Tag::Paragraph => {
                if let Some(Frame::Quote { .. }) = self.frames.last() {
                    self.out.push(Vec::new());
                    self.frames.push(Frame::QuoteParagraph {
                        is_attribution: is_attribution(&self.fenced.text[range.clone()]),
                    });
                } else {
                    self.line("<p>");
                }
                if self.excerpt.is_none() && !self.plain.is_empty() && !self.plain.ends_with('\n') {
                    self.plain.push('\n');
                }
                self.paragraph_excerpt(at);
            }
            Tag::Heading {
                level, id, classes, ..
            } => {
                self.out.push(Vec::new());
                self.plain.push('\n');
                self.frames.push(Frame::Heading {
                    level: *level as u8,
                    id: id.as_ref().map(ToString::to_string),
                    classes: classes.iter().map(ToString::to_string).collect(),
                    plain_start: self.plain.len(),
                    written: &self.fenced.text[range.clone()],
                    span: self.span(range),
                });
            }
            Tag::BlockQuote(kind) => {
                self.out.push(Vec::new());
                self.frames.push(match kind {
                    Some(kind) => Frame::Alert(super::headings::alert_name(*kind)),
                    None => super::headings::open_quote(at, self.span(range)),
                });
            }
            Tag::CodeBlock(kind) => return self.code_block(at, kind),
            Tag::HtmlBlock => return self.html_block(at, range),
            Tag::List(Some(1)) => self.line("<ol>\n"),
            Tag::List(Some(start)) => self.line(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.line("<ul>\n"),
            Tag::Item => self.line("<li>"),
            Tag::FootnoteDefinition(label) => {
                self.out.push(Vec::new());
                self.frames.push(Frame::Footnote {
                    label: label.to_string(),
                    span: self.span(range),
                });
            }
            Tag::DefinitionList => self.line("<dl>\n"),
            Tag::DefinitionListTitle => self.line("<dt>"),
            Tag::DefinitionListDefinition => self.line("<dd>"),
            Tag::Table(alignments) => return self.table(at, alignments),
            Tag::Emphasis => self.html("<em>"),
            Tag::Strong => self.html("<strong>"),
            Tag::Strikethrough => self.html("<del>"),
            Tag::Link { .. } => return self.link(at),
            Tag::Image { .. } => return self.image(at),
            // Written by `table`, or not among the options.
            Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
        at + 1
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                if let Some(Frame::QuoteParagraph { .. }) = self.frames.last() {
                    self.end_quote_paragraph();
                } else {
                    self.html("</p>\n");
                }
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.end_quote(),
            TagEnd::List(true) => self.html("</ol>\n"),
            TagEnd::List(false) => self.html("</ul>\n"),
            TagEnd::Item => self.html("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some(Frame::Footnote { label, span }) = self.frames.pop() {
                    let pieces = self.out.pop().unwrap_or_default();
                    self.footnote_texts.insert(label, (pieces, span));
                }
            }
            TagEnd::DefinitionList => self.html("</dl>\n"),
            TagEnd::DefinitionListTitle => self.html("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.html("</dd>\n"),
            TagEnd::Emphasis => self.html("</em>"),
            TagEnd::Strong => self.html("</strong>"),
            TagEnd::Strikethrough => self.html("</del>"),
            _ => {}
        }
        // A text behind a list or table is no continuation of the last cell.
        if !matches!(
            tag,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link
        ) {
            self.beside.before = None;
        }
        self.gathering.end(tag);
    }

    pub(super) fn add_link(&mut self, target: &str, embeds: bool, span: Span) -> usize {
        let index = self.links.len();
        self.links.push(LinkUse {
            target: target.to_string(),
            embeds,
        });
        self.spans
            .insert(format!("link/{index}"), span.shifted(self.shift));
        index
    }

    /// The event that ends the construct begun at `at`.
    pub(super) fn matching_end(&self, at: usize) -> usize {
        let mut depth = 0;
        for (index, (event, _)) in self.parsed.events.iter().enumerate().skip(at) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return index;
                    }
                }
                _ => {}
            }
        }
        self.parsed.events.len()
    }

    /// A range of the parser's text as a span of the Markdown as written.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let text = self.fenced.text[range.clone()].trim_end();
        self.fenced.span(&(range.start..range.start + text.len()))
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place::Span(self.file.clone(), span.shifted(self.shift))
    }

    pub(super) fn report(&mut self, code: &Code, span: Span, message: &str, hint: Option<&str>) {
        let place = self.place(span);
        let problem = Diagnostic::new(code, place, message);
        self.problems
            .push(problem.maybe_hint(hint.map(str::to_string)));
    }
}

fn is_comment(html: &str) -> bool {
    html.starts_with("<!--")
}
