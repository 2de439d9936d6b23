//! What style sheets ask for: other sheets, fonts, pictures.

use crate::check::asking::{Asked, AskedKind, is_asked_for};

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
    let mut reader = Reader {
        rule: Rule::Plain,
        found: Vec::new(),
    };
    let mut rest = css;
    while !rest.is_empty() {
        let read = reader.step(rest);
        rest = rest.get(read..).unwrap_or_default();
    }
    reader.found
}

struct Reader {
    rule: Rule,
    found: Vec<Asked>,
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
                if self.rule == Rule::Import {
                    self.take(text);
                }
                text.len() + 2
            }
            b'@' => {
                self.rule = match () {
                    () if begins(rest, "@import") => Rule::Import,
                    () if begins(rest, "@namespace") => Rule::Namespace,
                    () if begins(rest, "@font-face") => Rule::Font { found: false },
                    () => Rule::Plain,
                };
                1
            }
            b'}' => {
                self.rule = Rule::Plain;
                1
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
                self.take(text);
                before + text.len() + marks
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        }
    }

    fn take(&mut self, address: &str) {
        let kind = match &mut self.rule {
            Rule::Plain => AskedKind::Picture,
            Rule::Import => AskedKind::Style,
            Rule::Font {
                found: found @ false,
            } => {
                *found = true;
                AskedKind::Font
            }
            Rule::Namespace | Rule::Font { found: true } => return,
        };
        if is_asked_for(address.trim()) {
            let address = Box::from(address.trim());
            self.found.push(Asked { kind, address });
        }
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
