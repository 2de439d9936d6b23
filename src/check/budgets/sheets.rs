//! What style sheets ask for: other sheets, fonts, pictures.

use std::ops::Range;

use crate::check::asking::{Asked, AskedKind, is_asked_for};

/// An address that a style sheet names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetAddress {
    pub kind: AskedKind,
    /// As it is written, without quotation marks.
    pub address: Box<str>,
    /// Where it stands, with `url(…)` or its quotation marks; where a sheet is imported, from `@import` on.
    pub range: Range<usize>,
    /// A file of the same font, or size of the same picture, stands before it, of which a browser takes one.
    pub is_alternative: bool,
}

/// The rule being read, as far as addresses mean something else in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    Plain,
    Import,
    /// Its address is a name, and nothing is asked of it.
    Namespace,
    /// Of several files of a font a browser takes one.
    Font {
        found: bool,
    },
}

/// Every file that a style sheet names, in its order. Whether a page needs each of them only a
/// browser knows.
pub fn asks(css: &str) -> Vec<Asked> {
    let found = addresses_of_sheet(css).into_iter();
    let asked = found.filter(|found| !found.is_alternative && is_asked_for(&found.address));
    asked
        .map(|found| Asked {
            kind: found.kind,
            address: found.address,
        })
        .collect()
}

/// Every address that a style sheet names, in its order.
pub fn addresses_of_sheet(css: &str) -> Vec<SheetAddress> {
    let mut reader = Reader {
        at: 0,
        rule: Rule::Plain,
        began: 0,
        open: Vec::new(),
        found: Vec::new(),
    };
    while let Some(rest) = css.get(reader.at..).filter(|rest| !rest.is_empty()) {
        reader.at += reader.step(rest);
    }
    reader.found
}

struct Reader {
    at: usize,
    rule: Rule,
    /// Where the rule begins that is being read.
    began: usize,
    /// The brackets that are open: for each `image-set(` whether an address was found in it.
    open: Vec<Option<bool>>,
    found: Vec<SheetAddress>,
}

impl Reader {
    /// Reads on, and gives how many bytes that were.
    fn step(&mut self, rest: &str) -> usize {
        match rest.as_bytes()[0] {
            b'/' if rest.starts_with("/*") => {
                rest[2..].find("*/").map_or(rest.len(), |end| end + 4)
            }
            b'"' | b'\'' => {
                let text = quoted(rest);
                let length = text.len() + 2;
                if self.rule == Rule::Import || matches!(self.open.last(), Some(Some(_))) {
                    self.take(text, length);
                }
                length
            }
            b'@' => {
                self.rule = match () {
                    () if begins(rest, "@import") => Rule::Import,
                    () if begins(rest, "@namespace") => Rule::Namespace,
                    () if begins(rest, "@font-face") => Rule::Font { found: false },
                    () => Rule::Plain,
                };
                self.began = self.at;
                1
            }
            b'}' => {
                self.rule = Rule::Plain;
                self.open.clear();
                1
            }
            b'(' => {
                self.open.push(None);
                1
            }
            b')' => {
                self.open.pop();
                1
            }
            b'i' | b'I' if begins(rest, "image-set(") => {
                self.open.push(Some(false));
                "image-set(".len()
            }
            b';' if matches!(self.rule, Rule::Import | Rule::Namespace) => {
                self.rule = Rule::Plain;
                1
            }
            b'u' | b'U' if begins(rest, "url(") => {
                let inner = &rest["url(".len()..];
                let text = inner.trim_start();
                let before = rest.len() - text.len();
                let (text, marks) = match text.starts_with(['"', '\'']) {
                    true => (quoted(text), 2),
                    false => (text.split(')').next().unwrap_or_default(), 0),
                };
                let length = before + text.len() + marks;
                let to_bracket = rest.get(length..).and_then(|rest| rest.find(')'));
                let length = to_bracket.map_or(rest.len(), |more| length + more + 1);
                self.take(text, length);
                length
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        }
    }

    fn take(&mut self, address: &str, length: usize) {
        let mut is_alternative = false;
        let kind = match &mut self.rule {
            Rule::Plain => {
                if let Some(Some(found)) = self.open.last_mut() {
                    is_alternative = std::mem::replace(found, true);
                }
                AskedKind::Picture
            }
            Rule::Import => AskedKind::Style,
            Rule::Font { found } => {
                is_alternative = std::mem::replace(found, true);
                AskedKind::Font
            }
            Rule::Namespace => return,
        };
        let start = match self.rule {
            Rule::Import => self.began,
            _ => self.at,
        };
        self.found.push(SheetAddress {
            kind,
            address: Box::from(address.trim()),
            range: start..self.at + length,
            is_alternative,
        });
    }
}

fn begins(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// The text between the mark it begins with and the next one.
fn quoted(text: &str) -> &str {
    let mark = &text[..1];
    let mut escaped = false;
    let inner = &text[1..];
    let end = inner.find(|letter: char| {
        let ends = !escaped && mark.starts_with(letter);
        escaped = !escaped && letter == '\\';
        ends
    });
    &inner[..end.unwrap_or(inner.len())]
}

#[cfg(test)]
mod tests {
    use super::AskedKind::{Font, Picture, Style};
    use super::*;

    #[test]
    fn sheets_ask_for_what_they_name() {
        for (css, expected) in [
            ("@import 'a.css' print;", vec![(Style, "a.css")]),
            ("@IMPORT URL( \"a.css\" ) layer(x);", vec![(Style, "a.css")]),
            ("@import url(a.css);p{}", vec![(Style, "a.css")]),
            (
                "p{background:url(a.png),URL('b c.png')}",
                vec![(Picture, "a.png"), (Picture, "b c.png")],
            ),
            (
                "@font-face{src:url(a.woff2) format('woff2'),url(a.woff)}@font-face{src:url(b.woff2)}",
                vec![(Font, "a.woff2"), (Font, "b.woff2")],
            ),
            (
                "@media print{p{background:url(a.png)}}",
                vec![(Picture, "a.png")],
            ),
            ("@namespace svg url(http://www.w3.org/2000/svg);", vec![]),
            (
                "p{background:-webkit-image-set('a.png' type('image/png') 1x, url(b.png) 2x),url(c.png)}",
                vec![(Picture, "a.png"), (Picture, "c.png")],
            ),
            ("/* url(a.png) @import 'a.css' */ p{}", vec![]),
            ("p::before{content:'url(a.png)'}", vec![]),
            ("p{mask:url(#m);background:url(data:image/png,x)}", vec![]),
            ("p{content:'it\\'s url(a.png)'}", vec![]),
            ("p{background:url(", vec![]),
            ("p{content:'é", vec![]),
            ("/* é", vec![]),
        ] {
            let found = asks(css);
            let found: Vec<_> = found.iter().map(|one| (one.kind, &*one.address)).collect();
            assert_eq!(found, expected, "{css}");
        }
    }
}
