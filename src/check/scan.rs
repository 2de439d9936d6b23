//! One pass over a finished page: what it links to, its ids, pictures and headings.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::naming::{candidates, is_elsewhere, is_fetched, links_of};

/// What a finished page holds that other pages, or the eye, may miss. Depends on the page's bytes
/// alone, so it can be kept with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageScan {
    /// Sorted, each once; the names of `<a name>` among them.
    pub ids: Vec<Box<str>>,
    /// Ids that stand on more than one element.
    pub repeated_ids: Vec<RepeatedId>,
    /// Every address the page names, except those of mail, inline data and the like.
    pub links: Vec<ScannedLink>,
    pub images: Vec<ScannedImage>,
    pub headings: Vec<ScannedHeading>,
    /// Links without words.
    pub empty_links: Vec<ScannedLink>,
    /// What browsers fetch of other hosts to show the page.
    pub loads: Vec<ScannedLink>,
    /// Attributes that are style or script in themselves.
    pub inline: Vec<(Box<str>, TagRange)>,
    /// The page only sends readers on.
    pub sends_on: bool,
}

/// The bytes of a tag within the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TagRange {
    start: u32,
    end: u32,
}

impl TagRange {
    /// The tag as it stands in the page.
    pub fn of(self, html: &str) -> &str {
        html.get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedLink {
    /// `href`, `src`, `srcset` …
    pub attribute: &'static str,
    /// The address with entities resolved; one of several of a `srcset`.
    pub value: Box<str>,
    pub tag: TagRange,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedImage {
    pub src: Box<str>,
    /// None without an `alt` at all.
    pub alt: Option<Box<str>>,
    pub tag: TagRange,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedHeading {
    /// 1 to 6.
    pub level: u8,
    pub id: Option<Box<str>>,
    pub tag: TagRange,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedId {
    pub id: Box<str>,
    pub count: usize,
    /// The second element that has it.
    pub tag: TagRange,
}

impl PageScan {
    /// Whether a link to `#id` finds something.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.binary_search_by(|known| (**known).cmp(id)).is_ok()
    }
}

/// Reads a finished page.
pub fn scan(html: &str) -> PageScan {
    let mut scanner = Scanner::default();
    scanner.run(html, 0);
    scanner.finish()
}

/// Attributes looked at; all others are passed over.
const ATTRIBUTES: [&str; 20] = [
    "action",
    "alt",
    "aria-label",
    "aria-labelledby",
    "cite",
    "content",
    "data",
    "formaction",
    "href",
    "http-equiv",
    "id",
    "imagesrcset",
    "name",
    "poster",
    "property",
    "rel",
    "src",
    "srcset",
    "title",
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
            }
            CallbackEvent::EndTag { name } => match name {
                b"a" => {
                    if let Some((link, words)) = self.open_links.pop()
                        && !words
                    {
                        self.found.empty_links.push(link);
                    }
                }
                b"script" | b"style" => self.unseen = false,
                b"noscript" => self.noscript = false,
                _ => {}
            },
            CallbackEvent::String { value } => {
                let text = String::from_utf8_lossy(value);
                if self.noscript {
                    // Readers without scripts see these tags; the tokenizer takes them for text.
                    self.noscript = false;
                    self.run(&text, start);
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

    fn links(&mut self, tag: TagRange) {
        for attribute in links_of(&self.name) {
            let Some(value) = self.attribute(attribute) else {
                continue;
            };
            let values: Vec<Box<str>> = match *attribute {
                "srcset" | "imagesrcset" => candidates(value).map(Box::from).collect(),
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
        self.found
    }
}
