//! Where in a theme a tag of a finished page was written.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostics::Span;
use crate::input::FilePath;

/// The place of a tag or attribute in a file of a theme.
pub type SourcePlace = (FilePath, Span);

/// The texts of a theme's templates and components.
pub struct ThemeSources<'a> {
    files: Vec<(&'a FilePath, &'a str)>,
    /// Every page has the same tags of a menu; each is looked for once.
    known: RefCell<BTreeMap<(FilePath, String), Option<SourcePlace>>>,
}

impl<'a> ThemeSources<'a> {
    /// The files in the order in which they are looked through.
    pub fn new(files: impl IntoIterator<Item = (&'a FilePath, &'a str)>) -> ThemeSources<'a> {
        ThemeSources {
            files: files.into_iter().collect(),
            known: RefCell::default(),
        }
    }

    /// The place a tag comes from: the tag in some file of the theme that fits it best. `about` is
    /// the attribute that matters; the page's own template is looked at first.
    pub fn locate(
        &self,
        template: &FilePath,
        tag: &str,
        about: Option<&str>,
    ) -> Option<SourcePlace> {
        let key = (
            template.clone(),
            format!("{}\n{tag}", about.unwrap_or_default()),
        );
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let found = self.search(template, tag, about);
        self.known.borrow_mut().insert(key, found.clone());
        found
    }

    /// The place where a theme gives an id in so many words.
    pub fn locate_id(&self, id: &str) -> Option<SourcePlace> {
        let ways = [format!("id=\"{id}\""), format!("id='{id}'")];
        self.files.iter().find_map(|(path, text)| {
            let found = ways.iter().find_map(|way| text.find(way))?;
            Some(((*path).clone(), Span::new(found, found + ways[0].len())))
        })
    }

    fn search(&self, template: &FilePath, tag: &str, about: Option<&str>) -> Option<SourcePlace> {
        let wanted = tags(tag).next()?;
        let mut best: Option<(usize, FilePath, Span)> = None;
        let own = self.files.iter().position(|(path, _)| *path == template);
        let order = own
            .into_iter()
            .chain((0..self.files.len()).filter(|index| Some(*index) != own));
        for index in order {
            let (path, text) = self.files[index];
            for source in tags(text) {
                let Some((score, range)) = source.fits(&wanted, about) else {
                    continue;
                };
                if score > best.as_ref().map_or(0, |(best, ..)| *best) {
                    best = Some((score, path.clone(), Span::from(range)));
                }
            }
        }
        best.map(|(_, path, span)| (path, span))
    }
}

/// A tag as it is written in a template or a page.
struct SourceTag<'t> {
    name: &'t str,
    range: Range<usize>,
    attributes: Vec<Attribute<'t>>,
}

struct Attribute<'t> {
    name: &'t str,
    value: &'t str,
    range: Range<usize>,
}

impl SourceTag<'_> {
    fn attribute(&self, name: &str) -> Option<&Attribute<'_>> {
        let mut attributes = self.attributes.iter();
        attributes.find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }

    /// How many letters written here stand in the finished tag too, and where to point; None if
    /// the finished tag cannot come from here.
    fn fits(&self, finished: &SourceTag<'_>, about: Option<&str>) -> Option<(usize, Range<usize>)> {
        if !self.name.eq_ignore_ascii_case(finished.name) {
            return None;
        }
        let mut score = 0;
        for theirs in &finished.attributes {
            let is_about = about.is_some_and(|about| theirs.name.eq_ignore_ascii_case(about));
            match self
                .attribute(theirs.name)
                .map(|ours| fits(ours.value, theirs.value))
            {
                Some(Some(letters)) => score += letters,
                // Another attribute may come from a branch that is not read here.
                Some(None) | None if !is_about => {}
                _ => return None,
            }
        }
        let spot = about.and_then(|about| self.attribute(about));
        let range = spot.map_or_else(|| self.range.clone(), |spot| spot.range.clone());
        Some((score, range))
    }
}

/// Whether a written value, with holes where a template puts something in, can give a finished one;
/// then the number of letters that stand in both.
fn fits(written: &str, finished: &str) -> Option<usize> {
    let mut letters = 0;
    let mut rest = finished;
    let mut at = 0;
    let mut after_hole = false;
    let has_branches = written.contains("{%");
    loop {
        let hole = hole(&written[at..]);
        let literal_end = hole.as_ref().map_or(written.len(), |hole| at + hole.start);
        let literal = &written[at..literal_end];
        let found = match (after_hole, hole.is_none()) {
            (false, true) => (rest == literal).then_some(rest.len()),
            (false, false) => rest.starts_with(literal).then_some(literal.len()),
            (true, true) => rest.ends_with(literal).then_some(rest.len()),
            (true, false) => rest.find(literal).map(|at| at + literal.len()),
        };
        match found {
            Some(end) => {
                letters += literal.len();
                rest = &rest[end..];
            }
            // The words of a branch that was not taken.
            None if has_branches => {}
            None => return None,
        }
        match hole {
            Some(hole) => at += hole.end,
            None => return Some(letters),
        }
        after_hole = true;
    }
}

/// The first `{{ … }}`, `{% … %}` or `{# … #}` of a template.
fn hole(text: &str) -> Option<Range<usize>> {
    let opens = text.match_indices('{').map(|(start, _)| start);
    let mut holes = opens.filter_map(|start| Some(start..start + hole_here(&text[start..])?));
    holes.next()
}

/// Where the hole ends with which a text begins.
fn hole_here(text: &str) -> Option<usize> {
    let close = match text.as_bytes() {
        [b'{', b'{', ..] => "}}",
        [b'{', b'%', ..] => "%}",
        [b'{', b'#', ..] => "#}",
        _ => return None,
    };
    Some(text[2..].find(close).map_or(text.len(), |end| end + 4))
}

/// The start tags of a template or page, as they are written.
fn tags(text: &str) -> impl Iterator<Item = SourceTag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + text[at..].find(['<', '{'])?;
            let rest = &text[open..];
            if let Some(end) = hole_here(rest) {
                at = open + end;
                continue;
            }
            at = open + 1;
            if rest.starts_with('<') && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                let tag = tag(text, open);
                at = tag.range.end;
                return Some(tag);
            }
        }
    })
}

/// Reads the tag that opens at an offset.
fn tag(text: &str, open: usize) -> SourceTag<'_> {
    let ends_name = |letter: char| {
        letter.is_whitespace() || matches!(letter, '=' | '>' | '/' | '{' | '"' | '\'')
    };
    let until = |at: usize, ends: &dyn Fn(char) -> bool| {
        text[at..]
            .find(ends)
            .map_or(text.len(), |length| at + length)
    };
    let name_end = until(open + 1, &ends_name);
    let mut attributes = Vec::new();
    let mut at = name_end;
    while let Some(letter) = text[at..].chars().next() {
        if let Some(end) = hole_here(&text[at..]) {
            at += end;
            continue;
        }
        if letter == '>' {
            at += 1;
            break;
        }
        if ends_name(letter) {
            at += letter.len_utf8();
            continue;
        }
        let start = at;
        at = until(at, &ends_name);
        let name = &text[start..at];
        let mut value = "";
        if let Some(rest) = text[at..].trim_start().strip_prefix('=') {
            let begin = text.len() - rest.trim_start().len();
            let end;
            (value, end) = attribute_value(text, begin);
            at = end;
        }
        let range = start..at;
        attributes.push(Attribute { name, value, range });
    }
    SourceTag {
        name: &text[open + 1..name_end],
        range: open..at,
        attributes,
    }
}

/// A value and where it ends. Quotation marks inside holes do not end it.
fn attribute_value(text: &str, begin: usize) -> (&str, usize) {
    let quote = text[begin..]
        .chars()
        .next()
        .filter(|mark| matches!(mark, '"' | '\''));
    let start = begin + quote.map_or(0, |_| 1);
    let mut at = start;
    while let Some(letter) = text[at..].chars().next() {
        if let Some(end) = hole_here(&text[at..]) {
            at += end;
            continue;
        }
        match quote {
            Some(quote) if letter == quote => return (&text[start..at], at + 1),
            None if letter.is_whitespace() || letter == '>' => break,
            _ => at += letter.len_utf8(),
        }
    }
    (&text[start..at], at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn located(files: &[(&str, &str)], tag: &str, about: &str) -> Option<(String, String)> {
        let paths: Vec<FilePath> = files.iter().map(|(path, _)| FilePath::new(path)).collect();
        let sources = ThemeSources::new(paths.iter().zip(files.iter().map(|(_, text)| *text)));
        let about = Some(about).filter(|about| !about.is_empty());
        let (path, span) = sources.locate(&FilePath::new("page.html"), tag, about)?;
        let (_, text) = files.iter().find(|(name, _)| *name == path.as_str())?;
        Some((path.to_string(), text[span.start..span.end].to_string()))
    }

    fn some(path: &str, text: &str) -> Option<(String, String)> {
        Some((path.to_string(), text.to_string()))
    }

    #[test]
    fn an_attribute_is_found_as_it_is_written() {
        let base = "<p>x</p><a class=\"b\" href='old.html'>x</a>";
        let page = "{% extends \"base.html\" %}<a href=\"{{ base }}about.html\">About</a>";
        let files = [("base.html", base), ("page.html", page)];
        assert_eq!(
            located(&files, "<a href=\"../about.html\">", "href"),
            some("page.html", "href=\"{{ base }}about.html\"")
        );
        assert_eq!(
            located(&files, "<a class=\"b\" href=\"old.html\">", "href"),
            some("base.html", "href='old.html'")
        );
        assert_eq!(located(&files, "<a href=\"other.html\">", "href"), None);
        assert_eq!(located(&files, "<img href=\"old.html\">", "href"), None);
    }

    #[test]
    fn other_attributes_tell_tags_apart_when_the_address_is_computed() {
        let page = "<a class=\"next\" href=\"{{ base }}{{ next }}\">x</a>\
                    <a class=\"prev\" href=\"{{ assets[\"x\"] }}\">y</a>";
        let files = [("page.html", page)];
        assert_eq!(
            located(&files, "<a class=\"prev\" href=\"gone.html\">", "href"),
            some("page.html", "href=\"{{ assets[\"x\"] }}\"")
        );
        assert_eq!(located(&files, "<a href=\"gone.html\">", "href"), None);
    }

    #[test]
    fn a_tag_without_the_attribute_is_shown_whole() {
        let page = "<p>{{ \"<img>\" }}{# <img class=\"logo\"> #}<img {% if x %}class=\"logo\"{% endif %} src=\"{{ x }}\">";
        let files = [("page.html", page)];
        let tag = "<img class=\"logo\" src=\"logo.svg\">";
        assert_eq!(
            located(&files, tag, ""),
            some(
                "page.html",
                "<img {% if x %}class=\"logo\"{% endif %} src=\"{{ x }}\">"
            )
        );
    }

    #[test]
    fn branches_inside_a_value_are_holes() {
        let written = "{% if a %}one.html{% else %}{{ b }}/two.html{% endif %}";
        assert_eq!(fits(written, "one.html"), Some(8));
        assert_eq!(fits(written, "x/two.html"), Some(9));
        assert_eq!(fits("{{ base }}a.html", "../b.html"), None);
        assert_eq!(fits("a{{ b }}c", "abbc"), Some(2));
        assert_eq!(fits("a", "ab"), None);
    }

    #[test]
    fn unfinished_templates_are_read_to_their_end() {
        for text in [
            "<a",
            "<a href",
            "<a href=",
            "<a href=\"",
            "<a href=\"{{",
            "<a {",
            "{{ <a",
            "<",
        ] {
            assert!(tags(text).count() <= 1, "{text}");
        }
    }
}
