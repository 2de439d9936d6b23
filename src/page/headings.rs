//! Headings with their ids, and block quotes with their attribution.

use pulldown_cmark::BlockQuoteKind;

use super::body::{BlockHeading, Piece};
use super::facts::Heading;
use super::problems::DUPLICATE_ID;
use super::typography::smarten;
use super::writer::{Frame, Writer};
use crate::diagnostics::{Diagnostic, Place, Span};
use crate::values::slug;

impl<'t> Writer<'t> {
    pub(super) fn end_heading(&mut self) {
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
        let shown = match &self.dialect.smart_punctuation {
            Some(marks) => smarten(&text, marks),
            None => text,
        };
        let heading = Heading {
            level,
            id: id.clone(),
            text: shown,
        };
        if self.dialect.heading_ids {
            self.remember_anchor(&id, explicit.unwrap_or(span));
        }
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
        self.headings.push(heading.clone());
        self.line("");
        self.piece(Piece::Heading {
            heading,
            has_id: self.dialect.heading_ids,
            classes: classes.join(" "),
            body: html,
        });
        self.html("\n");
    }

    /// Keeps the place of an anchor; of two with one name, that of the first.
    pub(super) fn remember_anchor(&mut self, id: &str, span: Span) {
        let key = format!("anchor/{id}");
        if self.spans.find(&key).is_none() {
            self.spans.insert(key, span.shifted(self.shift));
        }
    }

    /// Takes an id the writer gave; a second one of the same name is reported.
    pub(super) fn claim_id(&mut self, id: String, span: Span) -> String {
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
    pub(super) fn free_id(&mut self, text: &str) -> String {
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

    pub(super) fn end_quote_paragraph(&mut self) {
        let Some(Frame::QuoteParagraph { is_attribution }) = self.frames.pop() else {
            return;
        };
        let inner = self.out.pop().unwrap_or_default();
        let start = self.out.last().map_or(0, Vec::len);
        if let Some(Frame::Quote { attribution, .. }) = self.frames.last_mut() {
            *attribution = is_attribution.then(|| (start, inner.clone()));
        }
        let buffer = self.buffer();
        buffer.push(Piece::Html("<p>".into()));
        self.pieces(inner);
        self.html("</p>\n");
    }

    pub(super) fn end_quote(&mut self) {
        match self.frames.pop() {
            Some(Frame::Alert(kind)) => {
                let body = self.out.pop().unwrap_or_default();
                self.line("");
                self.piece(Piece::Alert { kind, body });
                self.html("\n");
            }
            Some(Frame::Quote {
                at,
                span,
                attribution: Some((start, inner)),
            }) => {
                let mut body = self.out.pop().unwrap_or_default();
                body.truncate(start);
                let events = &self.parsed.events[at + 1..self.matching_end(at)];
                self.attributed_quote(super::quoted::paragraphs(events), span, body, inner);
            }
            _ => {
                let body = self.out.pop().unwrap_or_default();
                self.line("<blockquote>\n");
                self.pieces(body);
                self.line("</blockquote>\n");
            }
        }
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

/// A block quote whose attribution, if it has one, was not reached yet.
pub(super) fn open_quote<'t>(at: usize, span: Span) -> Frame<'t> {
    Frame::Quote {
        at,
        span,
        attribution: None,
    }
}

/// What an alert of GitHub's Markdown is called.
pub(super) fn alert_name(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}
