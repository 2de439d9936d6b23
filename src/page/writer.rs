//! From the parser's events to pieces of HTML with holes, noting headings, links and references.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::autolink;
use super::block_args;
use super::body::{BlockHeading, BlockUse, Body, Footnote, Piece};
use super::facts::{Heading, LinkUse};
use super::fences::Fenced;
use super::markdown::{Parsed, is_attribution};
use super::problems::*;
use super::typography::smarten;
use crate::diagnostics::{Code, Diagnostic, FileSpans, Place, Span};
use crate::input::FilePath;
use crate::theme::{BlockBody, BlockDef};
use crate::values::slug;

/// How a page's Markdown is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    pub allow_html: bool,
    pub smart_punctuation: bool,
    pub heading_ids: bool,
    /// Comments are never published; only the CommonMark examples expect them.
    pub keep_comments: bool,
    /// Bare addresses become links.
    pub link_addresses: bool,
    pub language: String,
}

/// Writes one page. The pieces are made in [`Writer::run`]; the fields gather what it notes.
pub struct Writer<'t> {
    pub(super) fenced: &'t Fenced,
    pub(super) parsed: &'t Parsed<'t>,
    pub(super) dialect: &'t Dialect,
    pub(super) file: &'t FilePath,
    /// Where the Markdown begins in its file.
    pub(super) shift: usize,
    blocks: &'t BTreeMap<String, BlockDef>,
    pub(super) out: Vec<Vec<Piece>>,
    frames: Vec<Frame<'t>>,
    /// All text written so far without markup; parts of it become ids, contents and the excerpt.
    pub(super) plain: String,
    /// The character before the next text in its paragraph.
    pub(super) previous: Option<char>,
    pub(super) references: usize,
    pub(super) names: usize,
    /// Bare addresses inside a link's words stay words.
    pub(super) inside_link: bool,
    explicit_ids: BTreeSet<String>,
    footnotes: Vec<(String, usize)>,
    footnote_texts: BTreeMap<String, (Vec<Piece>, Span)>,
    /// Inline tags refused whose closing tags are still to come.
    refused_tags: Vec<String>,
    /// Colons of inner blocks that a wrong line has closed; their own lines may still come.
    closed_early: Vec<usize>,
    fences_seen: usize,
    /// The level a heading of a block's own has here: one below the heading it stands under.
    level: u8,
    pub headings: Vec<Heading>,
    pub anchors: BTreeSet<String>,
    pub links: Vec<LinkUse>,
    pub blocks_used: BTreeSet<String>,
    pub excerpt: Option<String>,
    pub problems: Vec<Diagnostic>,
    pub spans: FileSpans,
}

/// A construct that is open while its content is written into a buffer of its own.
enum Frame<'t> {
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

struct OpenBlock<'t> {
    colons: usize,
    span: Span,
    key: String,
    name: String,
    definition: Option<&'t BlockDef>,
    id: String,
    args: Vec<(String, super::body::ArgValue)>,
    is_incomplete: bool,
    heading: Option<BlockHeading>,
    heading_is_explicit: Option<Span>,
    level: u8,
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
            previous: None,
            references: 0,
            names: 0,
            inside_link: false,
            explicit_ids: BTreeSet::new(),
            footnotes: Vec::new(),
            footnote_texts: BTreeMap::new(),
            refused_tags: Vec::new(),
            closed_early: Vec::new(),
            fences_seen: 0,
            level: 2,
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
        for (label, (_, span)) in &self.footnote_texts {
            if !self.footnotes.iter().any(|(used, _)| used == label) {
                let message = format!("no mark [^{label}] leads to this footnote");
                let place = self.place(*span);
                let hint = format!("put [^{label}] where it belongs, or remove the note");
                self.problems
                    .push(Diagnostic::new(&UNUSED_FOOTNOTE, place, message).hint(hint));
            }
        }
        let footnotes = self
            .footnotes
            .iter()
            .map(|(label, mentions)| Footnote {
                pieces: self
                    .footnote_texts
                    .get(label)
                    .map(|(pieces, _)| pieces.clone())
                    .unwrap_or_default(),
                mentions: *mentions,
            })
            .collect();
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
            Event::End(tag) => self.end(*tag, range),
            Event::Text(_) => return self.text_run(at),
            Event::Code(code) => {
                let mut escaped = String::new();
                let _ = escape_html_body_text(&mut escaped, code);
                self.html(&format!("<code>{escaped}</code>"));
                self.plain.push_str(code);
                self.previous = Some('x');
            }
            Event::Html(_) => {
                // Reached only outside an HTML block, which the parser does not do.
                self.raw_html(range.clone());
            }
            Event::InlineHtml(html) => {
                if self.dialect.keep_comments && self.dialect.allow_html {
                    self.html(html);
                } else if !is_comment(html) {
                    self.inline_html(html, range);
                }
            }
            Event::FootnoteReference(label) => self.footnote_mark(label),
            Event::SoftBreak => {
                self.html("\n");
                self.plain.push(' ');
                self.previous = Some(' ');
            }
            Event::HardBreak => {
                self.html("<br>\n");
                self.plain.push(' ');
                self.previous = Some(' ');
            }
            Event::Rule => self.line("<hr>\n"),
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        at + 1
    }

    fn start(&mut self, at: usize, tag: &Tag<'t>, range: &Range<usize>) -> usize {
        self.previous = match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } => self.previous,
            _ => None,
        };
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
                    level: level_number(*level),
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
                    Some(kind) => Frame::Alert(alert_name(*kind)),
                    None => Frame::Quote { attribution: None },
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

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
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
            self.previous = None;
        }
        let _ = range;
    }

    // ---- text ----

    /// Writes the text at an event and all that follows it without a gap, since the parser cuts
    /// text at every character that could have been markup. Gives the event behind it.
    fn text_run(&mut self, at: usize) -> usize {
        let parsed = self.parsed;
        let (Event::Text(first), range) = &parsed.events[at] else {
            return at + 1;
        };
        let mut range = range.clone();
        let mut next = at + 1;
        let mut text = Cow::Borrowed(&**first);
        while let Some((Event::Text(more), more_range)) = parsed.events.get(next)
            && more_range.start == range.end
        {
            text.to_mut().push_str(more);
            range.end = more_range.end;
            next += 1;
        }
        self.text(&text, &range);
        next
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        let escaped_before =
            range.start > 0 && self.fenced.text.as_bytes()[range.start - 1] == b'\\';
        self.plain.push_str(text);
        if !self.dialect.link_addresses || self.inside_link {
            self.words(text, range, escaped_before);
            return;
        }
        let mut at = 0;
        for address in autolink::addresses(text) {
            self.words(&text[at..address.start], range, escaped_before && at == 0);
            let url = &text[address.clone()];
            // Where no entity stands for a character, the text is as long as what was written.
            let place = match self.fenced.text[range.clone()] == *text {
                true => range.start + address.start..range.start + address.end,
                false => range.clone(),
            };
            let link = self.add_link(url, false, self.span(&place));
            let mut body = String::new();
            let _ = escape_html_body_text(&mut body, url);
            self.piece(Piece::Link {
                link,
                title: String::new(),
                body: vec![Piece::Html(body)],
            });
            self.previous = Some('x');
            at = address.end;
        }
        self.words(&text[at..], range, escaped_before && at == 0);
    }

    fn words(&mut self, text: &str, range: &Range<usize>, first_is_escaped: bool) {
        if text.is_empty() {
            return;
        }
        let (literal, text) = match text.chars().next() {
            Some(first) if first_is_escaped => text.split_at(first.len_utf8()),
            _ => ("", text),
        };
        let mut html = String::with_capacity(text.len() + 8);
        let _ = escape_html_body_text(&mut html, literal);
        self.previous = literal.chars().next_back().or(self.previous);
        // Marks of emphasis do not count as neighbours of a quotation mark, brackets do.
        let after = self.fenced.text[range.end..]
            .trim_start_matches(['*', '_'])
            .chars()
            .next();
        let _ = if self.dialect.smart_punctuation {
            let smart = smarten(text, self.previous, after, &self.dialect.language);
            escape_html_body_text(&mut html, &smart)
        } else {
            escape_html_body_text(&mut html, text)
        };
        self.html(&html);
        self.previous = text.chars().next_back().or(self.previous);
    }

    /// Keeps the first paragraph's words for lists of pages.
    fn paragraph_excerpt(&mut self, at: usize) {
        let inside_note = self.frames.iter().any(|frame| {
            matches!(
                frame,
                Frame::Footnote { .. } | Frame::Quote { .. } | Frame::QuoteParagraph { .. }
            )
        });
        if self.excerpt.is_some() || inside_note {
            return;
        }
        let end = self.matching_end(at);
        let mut text = String::new();
        let mut skipped_until = at;
        for index in at..end {
            if index < skipped_until {
                continue;
            }
            match &self.parsed.events[index].0 {
                Event::Text(words) | Event::Code(words) => text.push_str(words),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                Event::Start(tag @ Tag::Link { .. }) if self.is_bare_reference(tag) => {
                    skipped_until = self.matching_end(index);
                    text.truncate(text.trim_end().len());
                }
                _ => {}
            }
        }
        let text = match self.dialect.smart_punctuation {
            true => smarten(&text, None, None, &self.dialect.language),
            false => text,
        };
        let text = crate::values::plain_words(&text);
        self.excerpt = (!text.is_empty()).then_some(text);
    }

    fn footnote_mark(&mut self, label: &str) {
        let footnote = match self.footnotes.iter().position(|(known, _)| known == label) {
            Some(index) => index,
            None => {
                self.footnotes.push((label.to_string(), 0));
                self.footnotes.len() - 1
            }
        };
        self.footnotes[footnote].1 += 1;
        let mention = self.footnotes[footnote].1;
        self.piece(Piece::FootnoteMark { footnote, mention });
        self.previous = Some('x');
    }

    // ---- blocks of CommonMark ----

    fn code_block(&mut self, at: usize, kind: &CodeBlockKind<'_>) -> usize {
        let end = self.matching_end(at);
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split(' ').next().unwrap_or(""),
            CodeBlockKind::Indented => "",
        };
        let mut html = String::from("<pre><code");
        if !language.is_empty() {
            html.push_str(" class=\"language-");
            let _ = escape_html(&mut html, language);
            html.push('"');
        }
        html.push('>');
        for (event, _) in &self.parsed.events[at + 1..end] {
            if let Event::Text(text) = event {
                let _ = escape_html_body_text(&mut html, text);
            }
        }
        html.push_str("</code></pre>\n");
        self.line(&html);
        end + 1
    }

    fn html_block(&mut self, at: usize, range: &Range<usize>) -> usize {
        let end = self.matching_end(at);
        if let Some(fence) = self.fenced.fence_at(range.start) {
            self.fence(fence);
            return end + 1;
        }
        // The parser's own words for it: without the marks of a quote around it.
        let html: String = self.parsed.events[at + 1..end]
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Html(html) | Event::Text(html) => Some(&**html),
                _ => None,
            })
            .collect();
        if self.dialect.keep_comments && self.dialect.allow_html {
            self.line(&html);
            return end + 1;
        }
        match without_comments(&html) {
            None => {
                let start = range.start + self.fenced.text[range.clone()].find("<!--").unwrap_or(0);
                self.report(
                    &OPEN_COMMENT,
                    self.span(&(start..start + "<!--".len())),
                    "this comment is never closed, so it hides the rest of the page",
                    Some("close it with -->"),
                );
            }
            Some(rest) if rest.trim().is_empty() => {}
            Some(rest) if self.dialect.allow_html => self.line(&rest),
            Some(rest) => {
                let first = rest.trim_start().lines().next().unwrap_or("").trim_end();
                let text = &self.fenced.text[range.clone()];
                // A comment inside the line is missing in `first`.
                let (offset, length) = match text.find(first) {
                    Some(offset) => (offset, first.len()),
                    None => (0, text.lines().next().map_or(0, str::len)),
                };
                let first_line = range.start + offset..range.start + offset + length;
                if first.starts_with('<') {
                    self.raw_html(first_line);
                } else {
                    self.report(
                        &RAW_HTML,
                        self.span(&first_line),
                        "this text shares its line with a comment, so it is not read as Markdown",
                        Some("put the comment on a line of its own"),
                    );
                }
            }
        }
        end + 1
    }

    /// One tag in a paragraph. The tag that closes a refused one is no second mistake.
    fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        let name: String = html
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(|character| character.is_alphanumeric() || *character == '-')
            .collect();
        if self.dialect.allow_html {
            self.html(html);
        } else if !html.starts_with("</") {
            self.refused_tags.push(name);
            self.raw_html(range.clone());
        } else if let Some(at) = self.refused_tags.iter().rposition(|open| *open == name) {
            self.refused_tags.remove(at);
            let mut escaped = String::new();
            let _ = escape_html_body_text(&mut escaped, html);
            self.html(&escaped);
        } else {
            self.raw_html(range.clone());
        }
    }

    fn raw_html(&mut self, range: Range<usize>) {
        let html = self.fenced.text[range.clone()].to_string();
        if self.dialect.allow_html {
            self.html(&html);
            return;
        }
        let shown: String = html.chars().take(40).collect();
        self.report(
            &RAW_HTML,
            self.span(&range),
            &format!("HTML is not allowed in pages: `{}`", shown.trim()),
            Some("use a block (`nutgraf blocks` lists them), write &lt; for a plain <, or set allow_html = true in content/site.toml"),
        );
        let mut escaped = String::new();
        let _ = escape_html_body_text(&mut escaped, &html);
        self.html(&escaped);
    }

    fn table(&mut self, at: usize, alignments: &[Alignment]) -> usize {
        let parsed = self.parsed;
        let end = self.matching_end(at);
        self.line("<div class=\"table-scroll\"><table>");
        let next = self.caption(end + 1);
        let mut column = 0;
        let mut in_head = false;
        let mut index = at + 1;
        while index < end {
            match &parsed.events[index].0 {
                Event::Start(Tag::TableHead) => {
                    in_head = true;
                    column = 0;
                    self.html("<thead><tr>");
                }
                Event::End(TagEnd::TableHead) => {
                    in_head = false;
                    self.html("</tr></thead><tbody>\n");
                }
                Event::Start(Tag::TableRow) => {
                    column = 0;
                    self.html("<tr>");
                }
                Event::End(TagEnd::TableRow) => self.html("</tr>\n"),
                Event::Start(Tag::TableCell) => {
                    let cell_end = self.matching_end(index);
                    let align = match alignments.get(column) {
                        Some(Alignment::Left) => "",
                        Some(Alignment::Center) => " class=\"center\"",
                        Some(Alignment::Right) => " class=\"right\"",
                        _ => "",
                    };
                    let (open, close) = if in_head {
                        ("<th scope=\"col\"", "</th>")
                    } else {
                        ("<td", "</td>")
                    };
                    self.html(&format!("{open}{align}>"));
                    self.previous = None;
                    self.run(index + 1..cell_end);
                    self.html(close);
                    self.plain.push(' ');
                    column += 1;
                    index = cell_end;
                }
                _ => {}
            }
            index += 1;
        }
        self.html("</tbody></table></div>\n");
        next
    }

    /// A paragraph `Table: …` right behind a table is its caption. Gives the event behind it.
    fn caption(&mut self, at: usize) -> usize {
        const MARK: &str = "Table: ";
        let is_caption = matches!(
            self.parsed.events.get(at),
            Some((Event::Start(Tag::Paragraph), _))
        ) && matches!(self.parsed.events.get(at + 1), Some((Event::Text(text), _)) if text.starts_with(MARK));
        if !is_caption {
            return at;
        }
        let end = self.matching_end(at);
        let parsed = self.parsed;
        let (Event::Text(text), range) = &parsed.events[at + 1] else {
            return at;
        };
        self.html("<caption>");
        let rest = range.start + MARK.len()..range.end;
        let text = &text[MARK.len()..];
        self.text(text, &rest);
        self.run(at + 2..end);
        self.html("</caption>\n");
        end + 1
    }

    fn end_heading(&mut self) {
        let Some(Frame::Heading {
            level,
            id,
            classes,
            plain_start,
            written,
            span,
        }) = self.frames.pop()
        else {
            return;
        };
        let html = self.out.pop().unwrap_or_default();
        let text = crate::values::plain_words(&self.plain[plain_start..]);
        self.plain.push('\n');
        let explicit = id.as_ref().map(|id| id_span(id, written, span));
        let id = match id {
            Some(id) => self.claim_id(id, explicit.unwrap_or(span)),
            None => self.free_id(&text),
        };
        let shown = match self.dialect.smart_punctuation {
            true => smarten(&text, None, None, &self.dialect.language),
            false => text,
        };
        let heading = Heading {
            level,
            id: id.clone(),
            text: shown,
        };
        let mut open = format!("<h{level}");
        if self.dialect.heading_ids {
            open.push_str(" id=\"");
            let _ = escape_html(&mut open, &id);
            open.push('"');
            self.remember_anchor(&id, explicit.unwrap_or(span));
        }
        if !classes.is_empty() {
            open.push_str(" class=\"");
            let _ = escape_html(&mut open, &classes.join(" "));
            open.push('"');
        }
        self.line(&format!("{open}>"));
        for frame in &mut self.frames {
            if let Frame::Block(block) = frame
                && block.heading.is_none()
            {
                block.heading = Some(BlockHeading {
                    heading: heading.clone(),
                    html: html.clone(),
                });
                block.heading_is_explicit = explicit;
            }
        }
        self.level = (level + 1).clamp(2, 6);
        self.headings.push(heading);
        self.pieces(html);
        self.html(&format!("</h{level}>\n"));
    }

    /// Keeps the place of an anchor; of two with one name, that of the first.
    fn remember_anchor(&mut self, id: &str, span: Span) {
        let key = format!("anchor/{id}");
        if self.spans.find(&key).is_none() {
            self.spans.insert(key, span.shifted(self.shift));
        }
    }

    /// Takes an id the writer gave; a second one of the same name is reported.
    fn claim_id(&mut self, id: String, span: Span) -> String {
        if !self.anchors.insert(id.clone()) {
            let message = format!("the id `{id}` is used twice on this page");
            let mut problem = Diagnostic::new(&DUPLICATE_ID, self.place(span), message)
                .hint("give one of the two another id");
            if let Some(first) = self.spans.find(&format!("anchor/{id}")) {
                let place = Place::Span(self.file.clone(), first);
                problem = problem.related(place, "the first is here");
            }
            self.problems.push(problem);
        }
        id
    }

    /// An id for a heading without one, made of its words; the second of the same words gets `-2`.
    fn free_id(&mut self, text: &str) -> String {
        let words = match slug(text) {
            words if words.is_empty() => "section".to_string(),
            words => words,
        };
        let mut id = words.clone();
        let mut count = 1;
        while self.anchors.contains(&id) || self.explicit_ids.contains(&id) {
            count += 1;
            id = format!("{words}-{count}");
        }
        self.anchors.insert(id.clone());
        id
    }

    // ---- quotes ----

    fn end_quote_paragraph(&mut self) {
        let Some(Frame::QuoteParagraph { is_attribution }) = self.frames.pop() else {
            return;
        };
        let inner = self.out.pop().unwrap_or_default();
        let start = self.out.last().map_or(0, Vec::len);
        if let Some(Frame::Quote { attribution }) = self.frames.last_mut() {
            *attribution = is_attribution.then(|| (start, inner.clone()));
        }
        let buffer = self.buffer();
        buffer.push(Piece::Html("<p>".into()));
        self.pieces(inner);
        self.html("</p>\n");
    }

    fn end_quote(&mut self) {
        match self.frames.pop() {
            Some(Frame::Alert(kind)) => {
                let body = self.out.pop().unwrap_or_default();
                self.line("");
                self.piece(Piece::Alert { kind, body });
                self.html("\n");
            }
            Some(Frame::Quote {
                attribution: Some((start, inner)),
            }) => {
                let mut body = self.out.pop().unwrap_or_default();
                body.truncate(start);
                self.attributed_quote(body, inner);
            }
            _ => {
                let body = self.out.pop().unwrap_or_default();
                self.line("<blockquote>\n");
                self.pieces(body);
                self.line("</blockquote>\n");
            }
        }
    }

    // ---- our blocks ----

    fn fence(&mut self, index: usize) {
        let fenced = self.fenced;
        let fence = &fenced.markers[index].1;
        if !matches!(self.frames.last(), None | Some(Frame::Block(_))) {
            self.report(
                &BLOCK_PLACE,
                fence.span,
                "a block cannot stand inside a list, a quote or a footnote",
                Some("end the list or quote with an empty line before the block"),
            );
            return;
        }
        if fence.rest.is_empty() {
            self.close_block(fence.colons, fence.span);
            return;
        }
        let key = format!("block/{}", self.fences_seen);
        self.fences_seen += 1;
        let mut problems = Vec::new();
        let (file, shift, blocks) = (self.file, self.shift, self.blocks);
        let mut add_link =
            |target: &str, embeds: bool, span: Span| self.add_link(target, embeds, span);
        let opening = block_args::read(fence, blocks, file, shift, &mut add_link, &mut problems);
        self.problems.extend(problems);
        for (name, span) in &opening.spans {
            let key = match name.as_str() {
                "" => key.clone(),
                name => format!("{key}/{name}"),
            };
            self.spans.insert(key, span.shifted(self.shift));
        }
        if !opening.id.is_empty() {
            let span = opening.spans.iter().find(|(name, _)| name == "id");
            let span = span.map_or(fence.span, |(_, span)| *span);
            self.claim_id(opening.id.clone(), span);
            self.remember_anchor(&opening.id, span);
        }
        if opening.definition.is_some() {
            self.blocks_used.insert(opening.name.clone());
        }
        self.out.push(Vec::new());
        self.frames.push(Frame::Block(OpenBlock {
            colons: fence.colons,
            span: fence.span,
            key,
            name: opening.name,
            definition: opening.definition,
            id: opening.id,
            args: opening.args,
            is_incomplete: opening.is_incomplete,
            heading: None,
            heading_is_explicit: None,
            level: self.level,
        }));
    }

    fn close_block(&mut self, colons: usize, span: Span) {
        let open: Vec<(usize, Span)> = self
            .frames
            .iter()
            .filter_map(|frame| match frame {
                Frame::Block(block) => Some((block.colons, block.span)),
                _ => None,
            })
            .collect();
        let was_closed = self.closed_early.iter().position(|early| *early == colons);
        if let Some(at) = was_closed
            && open.last().is_none_or(|(number, _)| *number != colons)
        {
            // The line that closed this block too early is reported.
            self.closed_early.remove(at);
            return;
        }
        let Some((innermost, opener)) = open.last().copied() else {
            self.report(
                &BLOCK_FENCE,
                span,
                "these colons close a block, but none is open",
                Some("remove the line, or name a block behind the colons"),
            );
            return;
        };
        if innermost != colons {
            let place = self.place(span);
            let message = format!(
                "this line has {colons} colons, the block it closes was opened with {innermost}"
            );
            self.problems.push(
                Diagnostic::new(&BLOCK_FENCE, place, message)
                    .related(self.place(opener), "opened here")
                    .hint(format!("write `{}`", ":".repeat(innermost))),
            );
            // An outer block with this number was meant to be closed: the inner ones end with it.
            if let Some(outer) = open.iter().rposition(|(number, _)| *number == colons) {
                for (number, _) in &open[outer + 1..] {
                    self.closed_early.push(*number);
                    self.pop_block();
                }
            }
        }
        self.pop_block();
    }

    fn pop_block(&mut self) {
        match self.frames.pop() {
            Some(Frame::Block(block)) => self.end_block(block),
            Some(other) => self.frames.push(other),
            None => {}
        }
    }

    fn end_block(&mut self, block: OpenBlock<'t>) {
        // A heading inside the block says nothing about what comes behind it.
        self.level = block.level;
        let body = self.out.pop().unwrap_or_default();
        let Some(definition) = block.definition else {
            // An unknown block is reported already; its text is still shown.
            self.pieces(body);
            return;
        };
        let empty = body
            .iter()
            .all(|piece| matches!(piece, Piece::Html(html) if html.trim().is_empty()));
        let name = &block.name;
        let wrong = match (definition.body, empty) {
            (BlockBody::Required, true) => Some((
                format!("the block `{name}` needs text between its fences"),
                "write the text between this line and the closing colons",
            )),
            (BlockBody::None, false) => Some((
                format!("the block `{name}` makes everything itself and takes no text"),
                "move the text out of the block",
            )),
            _ => None,
        };
        if let Some((message, hint)) = wrong {
            self.report(&BLOCK_BODY, block.span, &message, Some(hint));
        }
        if let (false, Some(span)) = (block.id.is_empty(), block.heading_is_explicit) {
            self.report(
                &DUPLICATE_ID,
                span,
                &format!(
                    "the block `{name}` has `id={}` and its heading a `{{#id}}` of its own",
                    block.id
                ),
                Some("keep one of the two: they are the same place"),
            );
        }
        self.line("");
        self.piece(Piece::Block(Arc::new(BlockUse {
            name: block.name,
            key: block.key,
            args: block.args,
            is_incomplete: block.is_incomplete,
            id: block.id,
            heading: block.heading,
            level: block.level,
            body,
        })));
        self.html("\n");
    }

    fn unclosed(&mut self, frame: Frame<'t>) {
        if let Frame::Block(block) = frame {
            let message = format!("the block `{}` opened here is never closed", block.name);
            let hint = format!("put a line `{}` where it ends", ":".repeat(block.colons));
            self.report(&BLOCK_FENCE, block.span, &message, Some(&hint));
            self.end_block(block);
        }
    }

    // ---- small helpers ----

    fn buffer(&mut self) -> &mut Vec<Piece> {
        if self.out.is_empty() {
            self.out.push(Vec::new());
        }
        let last = self.out.len() - 1;
        &mut self.out[last]
    }

    pub(super) fn piece(&mut self, piece: Piece) {
        self.buffer().push(piece);
    }

    pub(super) fn pieces(&mut self, pieces: Vec<Piece>) {
        for piece in pieces {
            match piece {
                Piece::Html(html) => self.html(&html),
                other => self.piece(other),
            }
        }
    }

    pub(super) fn html(&mut self, html: &str) {
        if html.is_empty() {
            return;
        }
        match self.buffer().last_mut() {
            Some(Piece::Html(last)) => last.push_str(html),
            _ => self.piece(Piece::Html(html.to_string())),
        }
    }

    /// HTML at the start of a line.
    pub(super) fn line(&mut self, html: &str) {
        let fresh = match self.buffer().last() {
            None => true,
            Some(Piece::Html(last)) => last.ends_with('\n'),
            Some(_) => false,
        };
        if !fresh {
            self.html("\n");
        }
        self.html(html);
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

/// Where a heading's `{#id}` stands.
fn id_span(id: &str, heading: &str, span: Span) -> Span {
    let attributes = heading.rfind('{').unwrap_or(0);
    let written = format!("#{id}");
    match heading[attributes..].find(&written) {
        Some(at) => Span::new(0, written.len()).shifted(span.start + attributes + at),
        None => span,
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

fn alert_name(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

fn is_comment(html: &str) -> bool {
    html.starts_with("<!--")
}

/// The text without its comments; None if one is never closed.
fn without_comments(text: &str) -> Option<String> {
    let mut rest = text;
    let mut out = String::new();
    while let Some(start) = rest.find("<!--") {
        out.push_str(&rest[..start]);
        let end = rest[start..].find("-->")?;
        rest = &rest[start + end + "-->".len()..];
    }
    out.push_str(rest);
    Some(out)
}
