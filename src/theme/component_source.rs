//! Places in the text of a component: its name, its arguments, the keys of its metadata.

use crate::diagnostics::Span;

/// Where a file names the component it defines.
pub fn component_name(text: &str) -> Option<Span> {
    const OPENING: &str = "{% component ";
    let start = text.find(OPENING)? + OPENING.len();
    let rest = &text[start..];
    let start = start + (rest.len() - rest.trim_start().len());
    let length = text[start..]
        .find(|character: char| !(character.is_alphanumeric() || "_-.".contains(character)))?;
    (length > 0).then(|| Span::new(start, start + length))
}

/// The text of a component's opening tag, to find the places of what its metadata says.
pub struct MetaSource<'t> {
    text: &'t str,
    /// Where the metadata begins, at its brace.
    start: usize,
}

impl<'t> MetaSource<'t> {
    pub fn new(text: &'t str) -> MetaSource<'t> {
        let name = component_name(text).map_or(0, |span| span.end);
        let start = text[name..].find('{').map_or(text.len(), |at| name + at);
        MetaSource { text, start }
    }

    /// The place of a key of the metadata, with its quotation marks: `["args", "tone"]`.
    pub fn key(&self, path: &[&str]) -> Option<Span> {
        let mut depth = 0;
        let mut wanted = path.iter().peekable();
        let mut level = 1;
        let mut at = self.start;
        let bytes = self.text.as_bytes();
        while at < bytes.len() {
            match bytes[at] {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth -= 1;
                    if depth < level {
                        return None;
                    }
                }
                b'"' => {
                    let end = at + 1 + self.text[at + 1..].find('"')?;
                    let behind = self.text[end + 1..].trim_start();
                    let name = **wanted.peek()?;
                    if depth == level && behind.starts_with(':') && self.text[at + 1..end] == *name
                    {
                        wanted.next();
                        if wanted.peek().is_none() {
                            return Some(Span::new(at, end + 1));
                        }
                        level += 1;
                    }
                    at = end;
                }
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// The place of an argument in the component's signature.
    pub fn signature(&self, name: &str) -> Option<Span> {
        let signature = &self.text[..self.start];
        let part = |character: char| character.is_alphanumeric() || character == '_';
        signature.match_indices(name).find_map(|(at, _)| {
            let end = at + name.len();
            let alone = !signature[..at].ends_with(part) && !signature[end..].starts_with(part);
            alone.then(|| Span::new(at, end))
        })
    }
}
