//! Files that have their address from a page: its twin, the feed of a tag; and the parts of a sitemap.

/// A file that is made beside a page, or of the whole site, by the address alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// A page as Markdown: `timeline.md` beside `timeline.html`.
    Twin,
    /// The feed of a tag: `tags/law.xml` and `tags/law.json` beside `tags/law.html`.
    TagFeed,
    /// A part of a large sitemap: `sitemap-1.xml`.
    SitemapPart,
}

/// What is made at an address that no page and no file of the site has, if anything is. An address in the
/// folder of a language is that behind its folder.
pub fn made_beside(address: &str) -> Option<Beside> {
    let part = address.strip_prefix("sitemap-");
    let part = part.and_then(|part| part.strip_suffix(".xml"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let tag = address.strip_prefix("tags/").unwrap_or_default();
    let tag = tag.strip_suffix(".xml").or(tag.strip_suffix(".json"));
    match address.strip_suffix(".md") {
        Some(page) if !page.is_empty() => Some(Beside::Twin),
        _ if part.is_some_and(is_number) => Some(Beside::SitemapPart),
        _ if tag.is_some_and(|tag| !tag.is_empty() && !tag.contains('/')) => Some(Beside::TagFeed),
        _ => None,
    }
}

/// The page beside which a file is made.
pub fn page_beside(address: &str) -> Option<String> {
    let endings = [".md", ".xml", ".json"].into_iter();
    let mut stems = endings.filter_map(|ending| address.strip_suffix(ending));
    stems.next().map(|stem| format!("{stem}.html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_beside_a_page_is_known_by_its_address() {
        for (address, expected) in [
            ("a/b.md", Some(Beside::Twin)),
            ("tags/law.xml", Some(Beside::TagFeed)),
            ("tags/law.json", Some(Beside::TagFeed)),
            ("sitemap-12.xml", Some(Beside::SitemapPart)),
            ("sitemap-.xml", None),
            ("sitemap-a.xml", None),
            ("sitemap.xml", None),
            ("tags/a/b.xml", None),
            ("tags/.xml", None),
            ("x/tags/a.xml", None),
            ("a.html", None),
            (".md", None),
        ] {
            assert_eq!(made_beside(address), expected, "{address}");
        }
        assert_eq!(
            page_beside("tags/law.json").as_deref(),
            Some("tags/law.html")
        );
        assert_eq!(page_beside("a.html"), None);
    }
}
