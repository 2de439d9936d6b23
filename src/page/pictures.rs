//! Pictures and the words that stand for them.

use pulldown_cmark::{Event, Tag};
use pulldown_cmark_escape::escape_html_body_text;

use super::body::Piece;
use super::markdown::Bracket;
use super::problems::{BAD_REFERENCE, REFERENCE_IN_ALT};
use super::writer::Writer;

impl Writer<'_> {
    /// Writes a picture. Its text is plain; a reference in it is an error.
    pub(super) fn image(&mut self, at: usize) -> usize {
        let parsed = self.parsed;
        let end = self.matching_end(at);
        let (
            Event::Start(Tag::Image {
                dest_url,
                title,
                link_type,
                ..
            }),
            range,
        ) = &parsed.events[at]
        else {
            return at + 1;
        };
        let mut alt = String::new();
        for index in at + 1..end {
            match &parsed.events[index] {
                (Event::Text(text) | Event::Code(text), _) => alt.push_str(text),
                (Event::SoftBreak | Event::HardBreak, _) => alt.push(' '),
                (
                    Event::Start(Tag::Link {
                        link_type,
                        dest_url,
                        ..
                    }),
                    inner,
                ) if matches!(
                    self.bracket(*link_type, dest_url),
                    Some(Bracket::Reference { .. })
                ) =>
                {
                    let span = self.span(inner);
                    self.report(
                        &REFERENCE_IN_ALT,
                        span,
                        "the text of a picture cannot hold a reference",
                        Some("put the citation into the sentence or caption beside the picture"),
                    );
                }
                _ => {}
            }
        }
        if self.bracket(*link_type, dest_url).is_some() {
            let span = self.span(range);
            self.report(
                &BAD_REFERENCE,
                span,
                "a reference cannot be a picture",
                Some("remove the `!` before the bracket, or write \\! for a plain one"),
            );
            let mut escaped = String::new();
            let _ = escape_html_body_text(&mut escaped, &alt);
            self.html(&escaped);
            return end + 1;
        }
        let span = self.span(range);
        self.gathering.alt(&alt, span.shifted(self.shift));
        let link = self.add_link(dest_url, true, span);
        self.piece(Piece::Image {
            link,
            alt,
            title: title.to_string(),
        });
        end + 1
    }
}
