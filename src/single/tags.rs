//! A page as its tags, each with where it stands; what is between them is nobody's business here.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// A tag of a page.
#[derive(Debug)]
pub enum Piece {
    Start(Tag),
    End { name: String, range: Range<usize> },
}

/// A start tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// In lower case.
    pub name: String,
    /// In the order written, of each name the first, with their characters as they are meant.
    pub attributes: Vec<(String, String)>,
    pub range: Range<usize>,
    pub closes_itself: bool,
}

impl Tag {
    pub fn new(name: &str) -> Tag {
        Tag {
            name: name.to_string(),
            ..Tag::default()
        }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let (_, value) = attributes.find(|(known, _)| known == name)?;
        Some(value)
    }

    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Gives an attribute a value; one that is new comes last.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value.into(),
            None => self.attributes.push((name.to_string(), value.into())),
        }
    }

    pub fn remove(&mut self, names: &[&str]) {
        self.attributes
            .retain(|(name, _)| !names.contains(&name.as_str()));
    }

    /// Whether an attribute is one of some words, such as those of `rel`.
    pub fn says(&self, name: &str, word: &str) -> bool {
        let mut words = self.get(name).unwrap_or_default().split_whitespace();
        words.any(|found| found.eq_ignore_ascii_case(word))
    }

    /// As it stands in a page.
    pub fn written(&self) -> String {
        let mut text = format!("<{}", self.name);
        for (name, value) in &self.attributes {
            text.push(' ');
            text.push_str(name);
            if !value.is_empty() {
                text.push_str(&format!("=\"{}\"", escaped(value)));
            }
        }
        text.push_str(if self.closes_itself { " />" } else { ">" });
        text
    }
}

/// A text as it stands between double quotation marks, or between tags.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The tags of a page in their order. What stands in a script, a style, a frame or a `<noscript>` is text.
pub fn read(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut tag = Tag::default();
    let mut is_first = false;
    let callback = |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                tag = Tag::new(&String::from_utf8_lossy(name));
                tag.range.start = span.start;
            }
            CallbackEvent::AttributeName { name } => {
                let name = String::from_utf8_lossy(name).into_owned();
                is_first = !tag.has(&name);
                if is_first {
                    tag.attributes.push((name, String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } if is_first => {
                if let Some((_, text)) = tag.attributes.last_mut() {
                    text.push_str(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                tag.range.end = span.end;
                tag.closes_itself = self_closing;
                pieces.push(Piece::Start(std::mem::take(&mut tag)));
            }
            CallbackEvent::EndTag { name } => pieces.push(Piece::End {
                name: String::from_utf8_lossy(name).into_owned(),
                range: span.start..span.end,
            }),
            _ => {}
        }
        None
    };
    let mut emitter = CallbackEmitter::new(callback);
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_stand_where_they_are_read() {
        let html =
            "é<A HREF='x&amp;y' href=z data-a>b</a><br/><script>'<b>'</script><!-- <i> --><p\n>";
        let pieces = read(html);
        let at: Vec<&str> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Start(tag) => &html[tag.range.clone()],
                Piece::End { range, .. } => &html[range.clone()],
            })
            .collect();
        let expected = [
            "<A HREF='x&amp;y' href=z data-a>",
            "</a>",
            "<br/>",
            "<script>",
            "</script>",
            "<p\n>",
        ];
        assert_eq!(at, expected);
        let Piece::Start(tag) = &pieces[0] else {
            panic!("a start tag")
        };
        assert_eq!(tag.get("href"), Some("x&y"));
        assert_eq!(tag.written(), "<a href=\"x&amp;y\" data-a>");
    }
}
