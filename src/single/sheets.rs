//! Style sheets with all they name in them.

use super::carry::Carried;
use super::tags::Tag;
use super::writer::Writer;
use crate::check::{AskedKind, addresses_of_sheet};

/// What a style in the page has no use for.
const OF_FILES: [&str; 10] = [
    "href",
    "rel",
    "type",
    "as",
    "crossorigin",
    "integrity",
    "sizes",
    "referrerpolicy",
    "fetchpriority",
    "blocking",
];

impl Writer<'_> {
    /// The sheet that a `<link>` names.
    pub fn linked_sheet(&mut self, mut tag: Tag) -> String {
        let named = tag.get("href").unwrap_or_default().to_string();
        if tag.has("disabled") {
            return String::new();
        }
        let from = self.from.clone();
        let Some((address, text)) = self.text(&named, &from) else {
            return String::new();
        };
        let css = self.sheet(&text, &address, &mut vec![address.clone()]);
        tag.name = "style".to_string();
        tag.remove(&OF_FILES);
        format!("{}{}</style>", tag.written(), harmless(&css))
    }

    /// What stands in a `<style>` of the page.
    pub fn own_sheet(&mut self, tag: &Tag, inner: &str) -> String {
        let from = self.from.clone();
        let css = self.sheet(inner, &from, &mut Vec::new());
        format!("{}{}</style>", tag.written(), harmless(&css))
    }

    /// Declarations of an attribute.
    pub fn declarations(&mut self, css: &str) -> String {
        let from = self.from.clone();
        self.sheet(css, &from, &mut Vec::new())
    }

    /// A sheet with what it names in it. `above` are those that import it: one of them imports nothing.
    fn sheet(&mut self, css: &str, from: &str, above: &mut Vec<String>) -> String {
        let mut out = String::with_capacity(css.len());
        let mut at = 0;
        for named in addresses_of_sheet(css) {
            let range = named.range.start..named.range.end.min(css.len());
            if range.start < at {
                continue;
            }
            let address = unescaped(&named.address);
            if named.kind == AskedKind::Style {
                let end = css[range.end..].find(';').map(|end| range.end + end);
                let conditions = css[range.end..end.unwrap_or(css.len())].trim();
                out.push_str(&css[at..range.start]);
                out.push_str(&self.imported(&address, conditions, from, above));
                at = end.map_or(css.len(), |end| end + 1);
                continue;
            }
            let carried = match address.is_empty() {
                true => Carried::Address(String::new()),
                false => self.carry(&address, from),
            };
            let new = match carried {
                // As it was: a place of the page, or data.
                Carried::Address(new) if new == address => continue,
                Carried::Address(new) => new,
                Carried::Nothing => "data:,".to_string(),
            };
            out.push_str(&css[at..range.start]);
            out.push_str(&format!("url(\"{}\")", new.replace('"', "%22")));
            at = range.end;
        }
        out.push_str(css.get(at..).unwrap_or_default());
        out
    }

    fn imported(
        &mut self,
        address: &str,
        conditions: &str,
        from: &str,
        above: &mut Vec<String>,
    ) -> String {
        let Some((address, text)) = self.text(address, from) else {
            return String::new();
        };
        if above.contains(&address) {
            return String::new();
        }
        above.push(address.clone());
        let css = self.sheet(&text, &address, above);
        above.pop();
        within(&css, conditions)
    }
}

/// Rules that hold where the conditions of an `@import` do: `layer(a) supports(b) screen`.
fn within(css: &str, conditions: &str) -> String {
    let mut rest = conditions;
    let mut around = Vec::new();
    if let Some(after) = rest.strip_prefix("layer") {
        let (name, after) = bracketed(after);
        around.push(format!("@layer {name}"));
        rest = after;
    }
    if let Some(after) = rest.strip_prefix("supports") {
        let (condition, after) = bracketed(after);
        // A declaration stands there without brackets of its own, a condition has them.
        around.push(format!("@supports ({condition})"));
        rest = after;
    }
    if !rest.is_empty() {
        around.push(format!("@media {rest}"));
    }
    let begin: String = around.iter().map(|rule| format!("{rule}{{")).collect();
    format!("{begin}{css}{}\n", "}".repeat(around.len()))
}

/// What stands in the brackets a text begins with, and the rest.
fn bracketed(text: &str) -> (&str, &str) {
    let Some(inner) = text.strip_prefix('(') else {
        return ("", text.trim_start());
    };
    let mut depth = 1;
    for (at, letter) in inner.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&inner[..at], inner[at + 1..].trim_start());
        }
    }
    (inner, "")
}

/// The text of a sheet so that nothing in it ends the style: only texts and comments can hold that.
fn harmless(css: &str) -> String {
    let lower = css.to_ascii_lowercase();
    let mut safe = String::with_capacity(css.len());
    let mut at = 0;
    for (end, _) in lower.match_indices("</style") {
        safe.push_str(&css[at..end]);
        safe.push_str("<\\/");
        at = end + 2;
    }
    safe.push_str(&css[at..]);
    safe
}

/// An address of a sheet with its characters as they are meant: `\20` and `\)`.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest
            .bytes()
            .take(6)
            .take_while(u8::is_ascii_hexdigit)
            .count();
        match u32::from_str_radix(&rest[..digits], 16) {
            Ok(number) => {
                plain.push(char::from_u32(number).unwrap_or('\u{fffd}'));
                rest = &rest[digits..];
                rest = rest.strip_prefix(char::is_whitespace).unwrap_or(rest);
            }
            Err(_) => {
                let mut letters = rest.chars();
                plain.extend(letters.next().filter(|letter| *letter != '\n'));
                rest = letters.as_str();
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_keep_their_conditions() {
        for (conditions, expected) in [
            ("", "p{}\n"),
            ("print", "@media print{p{}}\n"),
            ("layer", "@layer {p{}}\n"),
            (
                "layer(a.b) supports(display: grid) screen and (width > 10em)",
                "@layer a.b{@supports (display: grid){@media screen and (width > 10em){p{}}}}\n",
            ),
            (
                "supports((a: b) or (c: d))",
                "@supports ((a: b) or (c: d)){p{}}\n",
            ),
        ] {
            assert_eq!(within("p{}", conditions), expected);
        }
    }

    #[test]
    fn addresses_are_read_as_they_are_meant() {
        for (written, meant) in [
            ("a b.png", "a b.png"),
            ("a\\20 b\\).png", "a b).png"),
            ("\\e9.png", "é.png"),
            ("a\\", "a"),
        ] {
            assert_eq!(unescaped(written), meant);
        }
        assert_eq!(harmless("p{content:'</STYLE>'}"), "p{content:'<\\/STYLE>'}");
    }
}
