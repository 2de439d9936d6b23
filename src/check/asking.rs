//! What a browser asks for to show a page, tag by tag.

use super::naming::candidates;

/// Something a page needs beside its own HTML.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    pub kind: AskedKind,
    /// As it is written; of a picture in several sizes that of the largest.
    pub address: Box<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AskedKind {
    Style,
    Script,
    Font,
    Picture,
    /// Of several a browser takes one.
    Icon,
    /// Films, recordings, frames and the like.
    Other,
}

/// The tags seen so far.
#[derive(Default)]
pub struct Asking {
    pub asked: Vec<Asked>,
    /// A film or recording is open whose address is still to come.
    waiting: bool,
}

impl Asking {
    /// Looks at a tag. What waits until a reader comes near it or starts it is not asked for.
    pub fn tag<'a>(&mut self, tag: &str, attribute: impl Fn(&str) -> Option<&'a str>) {
        use AskedKind::{Other, Picture, Script};
        let is = |name: &str, value: &str| {
            attribute(name).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
        };
        match tag {
            "link" => self.link(&attribute),
            "script" if is_program(attribute("type")) && attribute("nomodule").is_none() => {
                self.ask(Script, attribute("src"));
            }
            "img" if !is("loading", "lazy") => {
                let largest = attribute("srcset").and_then(largest);
                self.ask(Picture, largest.or(attribute("src")));
            }
            "input" if is("type", "image") => self.ask(Picture, attribute("src")),
            "use" | "image" => self.ask(Picture, attribute("href").or(attribute("xlink:href"))),
            "iframe" if !is("loading", "lazy") => self.ask(Other, attribute("src")),
            "embed" => self.ask(Other, attribute("src")),
            "object" => self.ask(Other, attribute("data")),
            "video" | "audio" => {
                self.ask(Picture, attribute("poster"));
                let loads = !is("preload", "none");
                self.waiting = loads && attribute("src").is_none();
                if loads {
                    self.ask(Other, attribute("src"));
                }
            }
            // In a picture it names other sizes, none of them beside the picture's own.
            "source" if self.waiting && attribute("src").is_some() => {
                self.waiting = false;
                self.ask(Other, attribute("src"));
            }
            _ => {}
        }
    }

    fn link<'a>(&mut self, attribute: &impl Fn(&str) -> Option<&'a str>) {
        let rel = attribute("rel").unwrap_or_default().to_ascii_lowercase();
        let is = |word: &str| rel.split_whitespace().any(|one| one == word);
        let kind = if is("stylesheet") && !is("alternate") {
            AskedKind::Style
        } else if is("modulepreload") {
            AskedKind::Script
        } else if is("icon") {
            AskedKind::Icon
        } else if is("preload") {
            match attribute("as").unwrap_or_default() {
                "style" => AskedKind::Style,
                "script" => AskedKind::Script,
                "font" => AskedKind::Font,
                "image" => AskedKind::Picture,
                _ => AskedKind::Other,
            }
        } else if is("manifest") {
            AskedKind::Other
        } else {
            return;
        };
        let largest = attribute("imagesrcset").and_then(largest);
        self.ask(kind, largest.or(attribute("href")));
    }

    fn ask(&mut self, kind: AskedKind, address: Option<&str>) {
        let Some(address) = address.map(str::trim) else {
            return;
        };
        if is_asked_for(address) {
            let address = Box::from(address);
            self.asked.push(Asked { kind, address });
        }
    }
}

/// Whether an address makes a request: neither data that it holds itself nor a place on the page.
pub fn is_asked_for(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    let inline = ["data", "about", "blob", "javascript"];
    !address.is_empty()
        && !address.starts_with('#')
        && !inline.iter().any(|one| scheme.eq_ignore_ascii_case(one))
}

/// Whether a `<script>` of this type runs; others are data.
pub fn is_program(kind: Option<&str>) -> bool {
    let kind = kind.unwrap_or_default().trim().to_ascii_lowercase();
    let name = kind.split(';').next().unwrap_or_default().trim();
    matches!(name, "" | "module" | "importmap") || name.ends_with("javascript")
}

/// The candidate of a `srcset` with the greatest width or density.
fn largest(srcset: &str) -> Option<&str> {
    let mut best: Option<(&str, f64)> = None;
    for (address, descriptor) in candidates(srcset) {
        let size = descriptor.trim_end_matches(['w', 'x', 'h']);
        let size = size.parse::<f64>().unwrap_or(1.0);
        if best.is_none_or(|(_, known)| size > known) {
            best = Some((address, size));
        }
    }
    best.map(|(address, _)| address)
}

#[cfg(test)]
mod tests {
    use super::AskedKind::{Font, Icon, Other, Picture, Script, Style};
    use crate::check::scan;

    fn asked(html: &str) -> Vec<(super::AskedKind, String)> {
        let asks = scan(html).asks.into_iter();
        asks.map(|asked| (asked.kind, asked.address.into_string()))
            .collect()
    }

    #[test]
    fn what_a_page_needs_is_asked_for() {
        for (html, kind, address) in [
            ("<link rel=stylesheet href=a.css>", Style, "a.css"),
            ("<link rel='shortcut icon' href=i.svg>", Icon, "i.svg"),
            ("<link rel=preload as=font href=f.woff2>", Font, "f.woff2"),
            ("<link rel=modulepreload href=m.js>", Script, "m.js"),
            ("<link rel=manifest href=m.json>", Other, "m.json"),
            ("<script src=a.js></script>", Script, "a.js"),
            ("<script type=module src=a.js></script>", Script, "a.js"),
            ("<img src=a.png>", Picture, "a.png"),
            (
                "<img src=a.png srcset='s.png 400w, l.png 1200w, m.png 800w'>",
                Picture,
                "l.png",
            ),
            ("<img srcset='s.png, l.png 2x' src=a.png>", Picture, "l.png"),
            (
                "<picture><source srcset='b.webp 1x'><img src=a.png></picture>",
                Picture,
                "a.png",
            ),
            ("<video poster=p.jpg preload=none>", Picture, "p.jpg"),
            (
                "<video><source src=a.webm><source src=a.mp4></video>",
                Other,
                "a.webm",
            ),
            ("<iframe src=f.html></iframe>", Other, "f.html"),
            (
                "<svg><use href='all.svg#one'/></svg>",
                Picture,
                "all.svg#one",
            ),
        ] {
            assert_eq!(asked(html), [(kind, address.to_string())], "{html}");
        }
    }

    #[test]
    fn what_waits_or_is_there_already_is_not() {
        for html in [
            "<a href=a.html>a</a>",
            "<link rel=canonical href=a.html>",
            "<link rel='alternate stylesheet' href=a.css>",
            "<link rel=icon href=data:,>",
            "<script type=application/ld+json>{}</script>",
            "<script type=text/template src=a.js></script>",
            "<script nomodule src=old.js></script>",
            "<img src=a.png loading=lazy>",
            "<img src=data:image/png;base64,AAAA>",
            "<video preload=none src=a.mp4></video>",
            "<audio preload=none><source src=a.ogg></audio>",
            "<iframe src=f.html loading=lazy></iframe>",
            "<svg><use href='#one'/></svg>",
            "<noscript><img src=count.png></noscript>",
        ] {
            assert_eq!(asked(html), [], "{html}");
        }
    }

    #[test]
    fn scripts_in_the_page_are_known() {
        let html = "<script>a()</script><script type=application/ld+json>{}</script>\
                    <script src=a.js></script><script type=module>b()</script>";
        let found = scan(html).scripts;
        let found: Vec<_> = found.iter().map(|script| script.of(html)).collect();
        assert_eq!(found, ["a()", "b()"]);
    }
}
