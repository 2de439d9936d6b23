//! Scripts that stood in files of their own, in the page.

use super::tags::Tag;
use super::writer::Writer;
use crate::check::is_program;

/// What a script in the page has no use for.
const OF_FILES: [&str; 9] = [
    "src",
    "defer",
    "async",
    "crossorigin",
    "integrity",
    "charset",
    "referrerpolicy",
    "fetchpriority",
    "blocking",
];

impl Writer<'_> {
    /// A script; `whole` is how it stands in the page.
    pub fn script(&mut self, mut tag: Tag, inner: &str, whole: &str) -> String {
        let is_program = is_program(tag.get("type"));
        if is_program && tag.has("nomodule") {
            // For browsers that no other part of the page is made for.
            return String::new();
        }
        let of_drawing = ["href", "xlink:href"]
            .into_iter()
            .find(|name| tag.has(name));
        let named = tag.get("src").map(str::to_string);
        let Some(named) = named.or(of_drawing
            .and_then(|name| tag.get(name))
            .map(str::to_string))
        else {
            self.check_imports(&tag, inner, "a script of the page");
            return whole.to_string();
        };
        if !is_program {
            tag.remove(&["src"]);
            return format!("{}{inner}</script>", tag.written());
        }
        let from = self.from.clone();
        let Some((address, text)) = self.text(&named, &from) else {
            return String::new();
        };
        self.check_imports(&tag, &text, &address);
        let is_module = tag.says("type", "module");
        let waits = !is_module && (tag.has("defer") || tag.has("async"));
        tag.remove(&OF_FILES);
        tag.remove(&["href", "xlink:href"]);
        let script = format!("{}{}</script>", tag.written(), harmless(&text));
        // One in the page cannot wait by itself, but for modules, which always do. In a template it does not run.
        if waits && self.templates == 0 {
            self.deferred.push_str(&script);
            self.deferred.push('\n');
            return String::new();
        }
        script
    }

    /// Modules that ask for others would find them nowhere.
    fn check_imports(&mut self, tag: &Tag, text: &str, address: &str) {
        if tag.says("type", "importmap") {
            self.cannot
                .insert("an import map: modules of other files cannot be in one file".to_string());
        } else if tag.says("type", "module") && imports(text) {
            self.cannot.insert(format!(
                "{address}: a module that imports others; write it as one script"
            ));
        }
    }
}

/// The text of a script so that nothing in it ends the script or hides its end. Both can only stand in
/// texts and comments, where the sign means the same.
fn harmless(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let hides = lower.contains("<!--") && lower.contains("<script");
    let mut safe = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let ends = lower[at..].starts_with("</script");
        match letter == '<' && (ends || hides && lower[at..].starts_with("<!--")) {
            true => safe.push_str("\\x3C"),
            false => safe.push(letter),
        }
    }
    safe
}

/// Whether a module asks for another one.
fn imports(text: &str) -> bool {
    let code = without_comments(text);
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$' | '.');
    let asks = |word: &str, next: &[char]| {
        code.match_indices(word).any(|(at, _)| {
            let rest = code[at + word.len()..].trim_start();
            let stands_alone = !code[..at].ends_with(is_word);
            stands_alone && (rest.starts_with(next))
        })
    };
    let named = code.match_indices("import").any(|(at, _)| {
        let rest = &code[at + "import".len()..];
        let stands_alone = !code[..at].ends_with(is_word);
        stands_alone && rest.starts_with(char::is_whitespace) && rest.contains("from")
    });
    named || asks("import", &['"', '\'', '{', '*', '(']) || asks("from", &['"', '\''])
}

/// Good enough to find words of the language: what looks like a comment within a text goes too.
fn without_comments(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("/*") {
        code.push_str(&rest[..at]);
        rest = rest[at..]
            .find("*/")
            .map_or("", |end| &rest[at + end + 2..]);
    }
    code.push_str(rest);
    let lines = code.lines().map(|line| match line.trim_start() {
        comment if comment.starts_with("//") => "",
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_script_ends_it() {
        for (text, expected) in [
            ("a('</script>')", "a('\\x3C/script>')"),
            ("a('</SCRIPT')", "a('\\x3C/SCRIPT')"),
            ("a('<!-- <script>')", "a('\\x3C!-- <script>')"),
            ("if (a<!--b) c", "if (a<!--b) c"),
            ("a < b && '<p>'", "a < b && '<p>'"),
        ] {
            assert_eq!(harmless(text), expected);
        }
    }

    #[test]
    fn modules_that_import_are_known() {
        for text in [
            "import './a.js'",
            "import{a}from'./a.js';",
            "import a from \"./a.js\"",
            "import * as a from 'a'",
            "a = await import('./a.js')",
            "export { a } from './a.js'",
            "/* c */import './a.js'",
        ] {
            assert!(imports(text), "{text}");
        }
        for text in [
            "a.import('x')",
            "const url = import.meta.url",
            "// import './a.js'\nexport const a = 1",
            "/* import './a.js' */",
            "reimport('a'); important = 1",
        ] {
            assert!(!imports(text), "{text}");
        }
    }
}
