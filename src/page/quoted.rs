//! Quoted words as the writer meant them, for comparing: no markup, no typography.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::Piece;
use super::markdown::Spanned;
use super::writer::Writer;
use crate::diagnostics::Span;

/// The words of a range of events.
pub fn plain_text(events: &[Spanned<'_>]) -> String {
    let mut text = String::new();
    for (event, _) in events {
        add(event, &mut text);
    }
    text
}

/// The words of an attributed block quote, paragraph by paragraph, without the attribution.
pub fn paragraphs(events: &[Spanned<'_>]) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for (event, _) in events {
        let inline = match event {
            Event::Start(tag) => matches!(
                tag,
                Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::Link { .. }
                    | Tag::Image { .. }
            ),
            Event::End(tag) => matches!(
                tag,
                TagEnd::Emphasis
                    | TagEnd::Strong
                    | TagEnd::Strikethrough
                    | TagEnd::Link
                    | TagEnd::Image
            ),
            _ => true,
        };
        match paragraphs.last_mut() {
            Some(last) if inline || last.is_empty() => add(event, last),
            _ => paragraphs.push(String::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
    paragraphs.pop();
    paragraphs
}

fn add(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(words) | Event::Code(words) => text.push_str(words),
        Event::SoftBreak | Event::HardBreak => text.push(' '),
        _ => {}
    }
}

impl Writer<'_> {
    /// A block quote with its last paragraph taken off: who speaks, and where it is found.
    pub(super) fn attributed_quote(
        &mut self,
        words: Vec<String>,
        quote: Span,
        body: Vec<Piece>,
        attribution: Vec<Piece>,
    ) {
        let mut sources = Vec::new();
        let mut speaker = Vec::new();
        let mut number = 0;
        for piece in attribution {
            match piece {
                Piece::Cite {
                    n,
                    sources: named,
                    covered,
                } => {
                    number = n;
                    sources.extend(named);
                    speaker.extend(covered);
                }
                other => speaker.push(other),
            }
        }
        if let Some(Piece::Html(first)) = speaker.first_mut() {
            *first = first
                .trim_start_matches(['—', '―', '–', '-', ' '])
                .to_string();
        }
        if let Some(Piece::Html(last)) = speaker.last_mut() {
            *last = last.trim_end().to_string();
        }
        let gloss = std::mem::take(&mut self.quote_gloss);
        self.line("");
        self.gathering.attribute(number);
        self.spans
            .insert(format!("quotation/{number}"), quote.shifted(self.shift));
        self.piece(Piece::AttributedQuote {
            n: number,
            sources,
            words,
            body,
            speaker,
            gloss,
        });
        self.html("\n");
    }
}
