//! Text with its typography, the excerpt, and the marks of footnotes.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use pulldown_cmark_escape::escape_html_body_text;

use super::autolink;
use super::body::{Footnote, Piece};
use super::passages::MarkKind;
use super::problems::UNUSED_FOOTNOTE;
use super::typography::{smarten, smarten_part};
use super::writer::{Frame, Writer};
use crate::diagnostics::Diagnostic;

impl<'t> Writer<'t> {
    /// Writes the text at an event and all that follows it without a gap, since the parser cuts
    /// text at every character that could have been markup. Gives the event behind it.
    pub(super) fn text_run(&mut self, at: usize) -> usize {
        let parsed = self.parsed;
        let (Event::Text(first), range) = &parsed.events[at] else {
            return at + 1;
        };
        let mut range = range.clone();
        let mut next = at + 1;
        self.gather(first, &range);
        let mut text = Cow::Borrowed(&**first);
        while let Some((Event::Text(more), more_range)) = parsed.events.get(next)
            && more_range.start == range.end
        {
            self.gather(more, more_range);
            text.to_mut().push_str(more);
            range.end = more_range.end;
            next += 1;
        }
        self.text(&text, &range);
        next
    }

    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
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
            let start = self.gathering.here() - text.len();
            self.gathering.mark_range(
                start + address.start..start + address.end,
                MarkKind::Address,
            );
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
            self.beside.before = Some('x');
            at = address.end;
        }
        self.words(&text[at..], range, escaped_before && at == 0);
    }

    pub(super) fn words(&mut self, text: &str, range: &Range<usize>, first_is_escaped: bool) {
        if text.is_empty() {
            return;
        }
        let (literal, text) = match text.chars().next() {
            Some(first) if first_is_escaped => text.split_at(first.len_utf8()),
            _ => ("", text),
        };
        let mut html = String::with_capacity(text.len() + 8);
        let _ = escape_html_body_text(&mut html, literal);
        self.beside.before = literal.chars().next_back().or(self.beside.before);
        // Marks of emphasis do not count as neighbours of a quotation mark, brackets do.
        let after = self.fenced.text[range.end..]
            .trim_start_matches(['*', '_'])
            .chars()
            .next();
        let _ = match &self.dialect.smart_punctuation {
            Some(marks) => {
                let smart = smarten_part(text, &mut self.beside, after, marks);
                escape_html_body_text(&mut html, &smart)
            }
            None => escape_html_body_text(&mut html, text),
        };
        self.html(&html);
        self.beside.before = text.chars().next_back().or(self.beside.before);
    }

    /// Keeps the first paragraph's words for lists of pages.
    pub(super) fn paragraph_excerpt(&mut self, at: usize) {
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
        let text = match &self.dialect.smart_punctuation {
            Some(marks) => smarten(&text, marks),
            None => text,
        };
        let text = crate::values::plain_words(&text);
        self.excerpt = (!text.is_empty()).then_some(text);
    }

    pub(super) fn footnote_mark(&mut self, label: &str) {
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
        let from = self.gathering.before_reference();
        self.gathering.mark(from, MarkKind::Footnote(footnote));
        self.beside.before = Some('x');
    }

    /// The notes in the order of their marks. One that no mark leads to is reported.
    pub(super) fn end_footnotes(&mut self) -> Vec<Footnote> {
        for (label, (_, span)) in &self.footnote_texts {
            if !self.footnotes.iter().any(|(used, _)| used == label) {
                let message = format!("no mark [^{label}] leads to this footnote");
                let place = self.place(*span);
                let hint = format!("put [^{label}] where it belongs, or remove the note");
                self.problems
                    .push(Diagnostic::new(&UNUSED_FOOTNOTE, place, message).hint(hint));
            }
        }
        self.footnotes
            .iter()
            .map(|(label, mentions)| Footnote {
                pieces: self
                    .footnote_texts
                    .get(label)
                    .map(|(pieces, _)| pieces.clone())
                    .unwrap_or_default(),
                mentions: *mentions,
            })
            .collect()
    }
}
