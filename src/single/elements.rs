//! What becomes of each element and attribute that names an address.

use super::POLICY;
use super::addresses::{Target, file_name};
use super::carry::Carried;
use super::pictures::chosen;
use super::tags::{Tag, escaped};
use super::writer::Writer;
use crate::output::is_page;
use crate::render::Inline;

/// Relations that browsers do nothing about by themselves.
const RELATIONS: [&str; 16] = [
    "alternate",
    "amphtml",
    "author",
    "bookmark",
    "canonical",
    "cite-as",
    "help",
    "license",
    "me",
    "next",
    "prev",
    "privacy-policy",
    "search",
    "shortlink",
    "tag",
    "terms-of-service",
];

/// What no `<span>` has.
const OF_LINKS: [&str; 9] = [
    "href",
    "hreflang",
    "rel",
    "target",
    "download",
    "type",
    "ping",
    "referrerpolicy",
    "aria-label",
];

/// What a picture in the page has no use for. One that waited to be scrolled to would be missing on paper.
const OF_LOADING: [&str; 5] = ["srcset", "sizes", "loading", "fetchpriority", "crossorigin"];

/// Attributes of drawings that hold `url(…)`.
const OF_STYLE: [&str; 11] = [
    "style",
    "fill",
    "stroke",
    "filter",
    "clip-path",
    "mask",
    "marker",
    "marker-start",
    "marker-mid",
    "marker-end",
    "cursor",
];

impl Writer<'_> {
    /// Makes a start tag anew; what is given stands in its place.
    pub fn element(&mut self, tag: &mut Tag) -> Option<String> {
        let nothing = Some(String::new());
        match tag.name.as_str() {
            "template" => self.templates += 1,
            "svg" if !tag.closes_itself => self.drawings += 1,
            "picture" | "video" | "audio" => self.media.push(tag.name.clone()),
            _ => {}
        }
        let stays = match tag.name.as_str() {
            "meta" => self.meta(tag),
            "source" => self.source(tag),
            _ => true,
        };
        if !stays {
            return nothing;
        }
        match tag.name.as_str() {
            "a" => self.anchor(tag),
            "area" => self.led(tag, "href"),
            "link" => return self.relation(tag),
            "base" => {
                let written = tag.get("href").unwrap_or_default();
                if let Target::Site { address, .. } = self.target(written, &self.from) {
                    self.from = address;
                }
                return nothing;
            }
            "img" => return self.picture(tag),
            "input" | "video" | "audio" | "track" => {
                for name in ["src", "poster"] {
                    self.shown(tag, name);
                }
                self.led(tag, "formaction");
            }
            "embed" => return Some(self.replaced(tag, "src")),
            "object" => {
                // What it holds for browsers that cannot show it is shown instead.
                if let Some(named) = tag.get("data").map(str::to_string) {
                    self.leave_out(&self.target(&named, &self.from), &named);
                    tag.remove(&["data", "type"]);
                }
            }
            "form" => self.led(tag, "action"),
            "button" => self.led(tag, "formaction"),
            "blockquote" | "q" | "ins" | "del" => self.led(tag, "cite"),
            "image" | "feimage" => {
                self.shown(tag, "href");
                self.shown(tag, "xlink:href");
            }
            _ if self.drawings > 0 => self.part_of_drawing(tag),
            _ => {}
        }
        self.attributes(tag);
        None
    }

    /// A frame: what it shows is another document, which a link leads to.
    pub fn frame(&mut self, mut tag: Tag) -> String {
        let Some(inner) = tag.get("srcdoc").map(str::to_string) else {
            return self.replaced(&tag, "src");
        };
        let inner = self.document(&inner);
        self.inline.extend(&Inline::of(&inner));
        tag.set("srcdoc", inner);
        tag.remove(&["src", "loading"]);
        format!("{}</iframe>", tag.written())
    }

    /// A link in the place of something that is not in the file.
    fn replaced(&mut self, tag: &Tag, attribute: &str) -> String {
        let Some(named) = tag.get(attribute) else {
            return String::new();
        };
        self.leave_out(&self.target(named, &self.from), named);
        let link = self.link(named);
        let title = tag.get("title").or(link.as_deref()).unwrap_or_default();
        match &link {
            Some(link) => format!("<a href=\"{}\">{}</a>", escaped(link), escaped(title)),
            None => format!("<span>{}</span>", escaped(title)),
        }
    }

    /// Attributes that any element may have.
    pub fn attributes(&mut self, tag: &mut Tag) {
        tag.remove(&["ping", "manifest", "longdesc"]);
        self.shown(tag, "background");
        let names: Vec<String> = tag
            .attributes
            .iter()
            .map(|(name, _)| name.clone())
            .collect();
        for name in names {
            let value = tag.get(&name).unwrap_or_default().to_string();
            let is_style = OF_STYLE.contains(&name.as_str());
            if is_style && value.to_ascii_lowercase().contains("url(") {
                tag.set(&name, self.declarations(&value));
            } else if name.starts_with("data-")
                && name != "data-href"
                && let Some(new) = self.for_scripts(&name, &value)
            {
                tag.set(&name, new);
            }
        }
    }

    /// What scripts find in an attribute: a page is named as its links are, a file is carried.
    fn for_scripts(&mut self, name: &str, value: &str) -> Option<String> {
        let value = match name.ends_with("srcset") {
            true => chosen(value)?,
            false => value,
        };
        let is_one = value.contains('.') && !value.trim().contains(char::is_whitespace);
        let address = match self.target(value, &self.from) {
            Target::Site { address, .. } if is_one => address,
            Target::Here(anchor) if is_one => return Some(anchor),
            _ => return None,
        };
        (self.page.published)(&address)?;
        if is_page(&address) {
            return self.link(value);
        }
        let ending = address.rsplit('.').next().unwrap_or_default();
        match ending {
            "js" | "mjs" => {
                self.cannot.insert(format!(
                    "{address}: a script fetches it, by {name}; name it with <script src>"
                ));
                None
            }
            "md" | "xml" | "txt" => None,
            _ => match self.carry(value, &self.from.clone()) {
                Carried::Address(new) => Some(new),
                Carried::Nothing => None,
            },
        }
    }

    fn anchor(&mut self, tag: &mut Tag) {
        self.led(tag, "xlink:href");
        let Some(written) = tag.get("href").map(str::to_string) else {
            self.links.push(true);
            return;
        };
        if tag.has("download") && self.download(tag, &written) {
            self.links.push(true);
            return;
        }
        let link = self.link(&written);
        // A drawing knows no `<span>`: there it is a link that leads nowhere.
        self.links.push(link.is_some() || self.drawings > 0);
        match link {
            Some(link) => tag.set("href", link),
            None => {
                tag.remove(&OF_LINKS);
                if self.drawings == 0 {
                    tag.name = "span".to_string();
                }
                // Scripts that show words about it find them by this.
                tag.set("data-href", written);
            }
        }
    }

    /// A file to be saved: the page holds it. False if it is none of the site's.
    fn download(&mut self, tag: &mut Tag, written: &str) -> bool {
        let Target::Site { address, .. } = self.target(written, &self.from) else {
            return false;
        };
        if let Carried::Address(new) = self.carry(written, &self.from.clone()) {
            tag.set("href", new);
            if tag.get("download").is_some_and(str::is_empty) {
                tag.set("download", file_name(&address));
            }
        }
        true
    }

    /// An attribute that leads somewhere, without anything being fetched before a reader asks.
    fn led(&mut self, tag: &mut Tag, name: &str) {
        if let Some(written) = tag.get(name).map(str::to_string) {
            match self.link(&written) {
                Some(link) => tag.set(name, link),
                None => tag.remove(&[name]),
            }
        }
    }

    /// An attribute that tells programs where something lies.
    fn told(&mut self, tag: &mut Tag, name: &str) {
        if let Some(written) = tag.get(name).map(str::to_string) {
            match self.public(&written) {
                Some(link) => tag.set(name, link),
                None => tag.remove(&[name]),
            }
        }
    }

    /// An attribute that names something shown.
    fn shown(&mut self, tag: &mut Tag, name: &str) {
        if let Some(written) = tag.get(name).map(str::to_string) {
            match self.carry(&written, &self.from.clone()) {
                Carried::Address(new) => tag.set(name, new),
                Carried::Nothing => tag.remove(&[name]),
            }
        }
    }

    fn relation(&mut self, tag: &mut Tag) -> Option<String> {
        let nothing = Some(String::new());
        let is_alternate = tag.says("rel", "alternate");
        if tag.says("rel", "stylesheet") {
            return match is_alternate {
                // Readers choose it in a menu that most browsers have not.
                true => nothing,
                false => Some(self.linked_sheet(tag.clone())),
            };
        }
        if tag.says("rel", "icon") {
            self.shown(tag, "href");
        } else if RELATIONS.iter().any(|word| tag.says("rel", word)) {
            self.told(tag, "href");
        } else {
            // Fetched beforehand, or of no use in a file.
            return nothing;
        }
        self.attributes(tag);
        match tag.has("href") {
            true => None,
            false => nothing,
        }
    }

    /// Whether it stays.
    fn meta(&mut self, tag: &mut Tag) -> bool {
        if let Some(about) = tag.get("http-equiv") {
            let about = about.trim().to_ascii_lowercase();
            if about == "content-security-policy" {
                tag.set("content", POLICY);
            }
            let sends_on = tag
                .get("content")
                .is_some_and(|content| content.to_ascii_lowercase().contains("url="));
            return about != "refresh" || !sends_on;
        }
        let names = ["property", "name", "itemprop"];
        let name = names.into_iter().find_map(|name| tag.get(name));
        let name = name.unwrap_or_default().to_ascii_lowercase();
        let last = name.rsplit([':', '-']).next().unwrap_or_default();
        let holds_address = matches!(
            last,
            "image" | "url" | "secure_url" | "video" | "audio" | "player" | "tileimage" | "config"
        );
        if holds_address {
            self.told(tag, "content");
        }
        !holds_address || tag.has("content")
    }

    fn picture(&mut self, tag: &mut Tag) -> Option<String> {
        let sized = tag.get("srcset").and_then(chosen);
        let Some(written) = sized.or(tag.get("src")).map(str::to_string) else {
            self.attributes(tag);
            return None;
        };
        tag.remove(&OF_LOADING);
        match self.carry(&written, &self.from.clone()) {
            Carried::Address(new) => {
                tag.set("src", new);
                self.attributes(tag);
                None
            }
            Carried::Nothing => {
                let words = tag.get("alt").unwrap_or_default();
                Some(format!("<span>{}</span>", escaped(words)))
            }
        }
    }

    /// Whether it stays: of a picture those for other screens, of a film all.
    fn source(&mut self, tag: &mut Tag) -> bool {
        if self.media.last().is_none_or(|media| media != "picture") {
            self.shown(tag, "src");
            return tag.has("src");
        }
        // Another format of the same picture is the same picture.
        let (Some(srcset), true) = (tag.get("srcset"), tag.has("media")) else {
            return false;
        };
        let Some(written) = chosen(srcset).map(str::to_string) else {
            return false;
        };
        tag.remove(&["sizes"]);
        match self.carry(&written, &self.from.clone()) {
            Carried::Address(new) => tag.set("srcset", new),
            Carried::Nothing => return false,
        }
        true
    }

    /// In a drawing what is named has to be in the page.
    fn part_of_drawing(&mut self, tag: &mut Tag) {
        for name in ["href", "xlink:href"] {
            let Some(written) = tag.get(name).map(str::to_string) else {
                continue;
            };
            match self.target(&written, &self.from) {
                Target::Here(anchor) => tag.set(name, anchor),
                Target::Other => {}
                _ => {
                    self.cannot.insert(format!(
                        "{written}: a drawing uses a part of another file; put the drawing into the page"
                    ));
                }
            }
        }
    }
}
