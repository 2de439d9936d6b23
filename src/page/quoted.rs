//! Quoted words as the writer meant them, for comparing: no markup, no typography.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::Spanned;

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
