//! One pass over a finished page: what it links to, its ids, pictures and headings.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::asking::{Asking, is_program};
use super::found::{PageScan, RepeatedId, ScannedHeading, ScannedImage, ScannedLink, TagRange};
use super::naming::{candidates, is_elsewhere, is_fetched, links_of};

/// Reads a finished page.
pub fn scan(html: &str) -> PageScan {
    let mut scanner = Scanner::default();
    scanner.run(html, 0);
    scanner.finish()
}

/// Attributes looked at; all others are passed over.
const ATTRIBUTES: [&str; 27] = [
    "action",
    "alt",
    "aria-label",
    "aria-labelledby",
    "as",
    "cite",
    "content",
    "data",
    "formaction",
    "height",
    "href",
    "http-equiv",
    "id",
    "imagesrcset",
    "loading",
    "name",
    "nomodule",
    "poster",
    "preload",
    "property",
    "rel",
    "src",
    "srcset",
    "title",
    "type",
    "width",
    "xlink:href",
];

#[derive(Default)]
struct Scanner {
    /// Where the text being read begins in the page.
    shift: usize,
    name: String,
    start: usize,
    attributes: Vec<(&'static str, String)>,
    /// The attribute being read, if it is one looked at and the first of its name.
    current: Option<usize>,
    inline: Vec<Box<str>>,
    /// Inside an element whose text is no text of the page.
    unseen: bool,
    noscript: bool,
    /// The text being read is that for readers without scripts.
    for_no_script: bool,
    /// Where the script begins that is open.
    script: Option<usize>,
    asking: Asking,
    /// The links that are open, and whether words were seen in them.
    open_links: Vec<(ScannedLink, bool)>,
    ids: BTreeMap<Box<str>, (usize, TagRange)>,
    found: PageScan,
}

impl Scanner {
    fn run(&mut self, html: &str, shift: usize) {
        self.shift = shift;
        let callback = |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
            self.event(event, span.start, span.end);
            None
        };
        let mut emitter = CallbackEmitter::new(callback);
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    }

    fn event(&mut self, event: CallbackEvent<'_>, start: usize, end: usize) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name = String::from_utf8_lossy(name).into_owned();
                self.start = start;
                self.attributes.clear();
                self.inline.clear();
                self.current = None;
            }
            CallbackEvent::AttributeName { name } => {
                if name == b"style" || name.starts_with(b"on") {
                    self.inline.push(String::from_utf8_lossy(name).into());
                }
                let known = ATTRIBUTES.iter().find(|known| known.as_bytes() == name);
                let known = known.filter(|known| self.attribute(known).is_none());
                self.current = known.map(|known| {
                    self.attributes.push((known, String::new()));
                    self.attributes.len() - 1
                });
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(current) = self.current {
                    self.attributes[current]
                        .1
                        .push_str(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::CloseStartTag { .. } => {
                let tag = self.range(self.start..end);
                self.tag(tag);
                let runs = self.name == "script"
                    && self.attribute("src").is_none()
                    && is_program(self.attribute("type"));
                self.script = runs.then_some(end);
            }
            CallbackEvent::EndTag { name } => match name {
                b"a" => {
                    if let Some((link, words)) = self.open_links.pop()
                        && !words
                    {
                        self.found.empty_links.push(link);
                    }
                }
                b"script" | b"style" => {
                    self.unseen = false;
                    if let Some(from) = self.script.take().filter(|from| *from < start) {
                        self.found.scripts.push(self.range(from..start));
                    }
                }
                b"noscript" => self.noscript = false,
                _ => {}
            },
            CallbackEvent::String { value } => {
                let text = String::from_utf8_lossy(value);
                if self.noscript {
                    // Readers without scripts see these tags; the tokenizer takes them for text.
                    self.noscript = false;
                    self.for_no_script = true;
                    self.run(&text, start);
                    self.for_no_script = false;
                    self.shift = 0;
                } else if !self.unseen && text.chars().any(|letter| !letter.is_whitespace()) {
                    self.words();
                }
            }
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn range(&self, range: Range<usize>) -> TagRange {
        let offset = |at: usize| u32::try_from(at + self.shift).unwrap_or(u32::MAX);
        TagRange {
            start: offset(range.start),
            end: offset(range.end),
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let (_, value) = attributes.find(|(known, _)| *known == name)?;
        Some(value)
    }

    /// Words stand in every link that is open.
    fn words(&mut self) {
        for (_, words) in &mut self.open_links {
            *words = true;
        }
    }

    fn tag(&mut self, tag: TagRange) {
        self.weight(tag);
        if let Some(id) = self.attribute("id").filter(|id| !id.is_empty()) {
            let id = Box::from(id);
            let (count, second) = self.ids.entry(id).or_default();
            *count += 1;
            if *count == 2 {
                *second = tag;
            }
        }
        let named = ["aria-label", "aria-labelledby", "title"]
            .iter()
            .any(|name| {
                self.attribute(name)
                    .is_some_and(|value| !value.trim().is_empty())
            });
        if named {
            self.words();
        }
        match self.name.as_str() {
            "script" | "style" => self.unseen = true,
            "noscript" => self.noscript = true,
            "a" => {
                if let Some(name) = self.attribute("name").filter(|name| !name.is_empty()) {
                    self.ids.entry(Box::from(name)).or_insert((1, tag));
                }
                if let Some(value) = self.attribute("href") {
                    let link = ScannedLink {
                        attribute: "href",
                        value: Box::from(value),
                        tag,
                    };
                    self.open_links.push((link, named));
                }
            }
            "img" => {
                let alt = self.attribute("alt").map(Box::from);
                if alt
                    .as_deref()
                    .is_some_and(|alt: &str| !alt.trim().is_empty())
                {
                    self.words();
                }
                let src = self.attribute("src").unwrap_or_default();
                let src = Box::from(src);
                self.found.images.push(ScannedImage { src, alt, tag });
            }
            "meta" => self.meta(tag),
            heading => {
                if let [b'h', level @ b'1'..=b'6'] = heading.as_bytes() {
                    let (level, id) = (level - b'0', self.attribute("id").map(Box::from));
                    self.found.headings.push(ScannedHeading { level, id, tag });
                }
            }
        }
        let inline = self.inline.drain(..).map(|name| (name, tag));
        self.found.inline.extend(inline);
        self.links(tag);
    }

    /// What the tag brings to the page, and whether it leaves room for it.
    fn weight(&mut self, tag: TagRange) {
        let attributes = &self.attributes;
        let attribute = |name: &str| {
            let found = attributes.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.as_str())
        };
        if !self.for_no_script {
            self.asking.tag(&self.name, attribute);
        }
        let shows = matches!(&*self.name, "img" | "iframe" | "video" | "embed" | "object");
        if shows && (attribute("width").is_none() || attribute("height").is_none()) {
            let address = attribute("src").or(attribute("data")).unwrap_or_default();
            self.found.unsized_media.push((Box::from(address), tag));
        }
    }

    fn links(&mut self, tag: TagRange) {
        for attribute in links_of(&self.name) {
            let Some(value) = self.attribute(attribute) else {
                continue;
            };
            let values: Vec<Box<str>> = match *attribute {
                "srcset" | "imagesrcset" => candidates(value)
                    .map(|(address, _)| Box::from(address))
                    .collect(),
                _ => vec![Box::from(value.trim())],
            };
            let is_fetched = is_fetched(&self.name, self.attribute("rel"));
            for value in values {
                if is_fetched && is_elsewhere(&value) {
                    let value = value.clone();
                    self.found.loads.push(ScannedLink {
                        attribute,
                        value,
                        tag,
                    });
                }
                self.link(attribute, value, tag);
            }
        }
    }

    fn link(&mut self, attribute: &'static str, value: Box<str>, tag: TagRange) {
        let scheme = value.split_once(':').map_or("", |(scheme, _)| scheme);
        let passed_over = ["data", "mailto", "tel", "javascript", "about", "blob"];
        if !passed_over
            .iter()
            .any(|passed| scheme.eq_ignore_ascii_case(passed))
        {
            let link = ScannedLink {
                attribute,
                value,
                tag,
            };
            self.found.links.push(link);
        }
    }

    fn meta(&mut self, tag: TagRange) {
        let content = self.attribute("content").unwrap_or_default();
        let refreshes = self
            .attribute("http-equiv")
            .is_some_and(|name| name.eq_ignore_ascii_case("refresh"));
        let about_pictures = ["property", "name"].iter().any(|name| {
            let name = self.attribute(name).unwrap_or_default();
            matches!(name, "og:image" | "og:url" | "twitter:image")
        });
        if refreshes {
            let found = content.to_ascii_lowercase().find("url=");
            let to = found.map(|at| content[at + 4..].trim().trim_matches(['"', '\'']));
            let to = to.map(Box::from);
            self.found.sends_on = true;
            if let Some(to) = to {
                self.link("content", to, tag);
            }
        } else if about_pictures && !content.is_empty() {
            self.link("content", Box::from(content), tag);
        }
    }

    fn finish(mut self) -> PageScan {
        for (id, (count, tag)) in &self.ids {
            if *count > 1 {
                self.found.repeated_ids.push(RepeatedId {
                    id: id.clone(),
                    count: *count,
                    tag: *tag,
                });
            }
        }
        self.found.ids = self.ids.into_keys().collect();
        self.found.asks = self.asking.asked;
        self.found
    }
}
