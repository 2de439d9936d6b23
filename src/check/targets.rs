//! Where the links of finished pages lead, and whether something is there.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::PageScan;
use crate::site::{Resolved, decode, folder, is_external, join};

/// What a link of a finished page names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    pub address: String,
    pub anchor: Option<String>,
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It names nothing at all.
    Empty,
    /// It leads above the site's root.
    LeavesSite,
    Missing(Target),
    NoAnchor(Target),
    /// It works only where the site lies at a domain's root.
    FromRoot(Target),
    /// It works only where a server looks for the `index.html` of a folder.
    Folder(Target),
}

/// All that links may lead to.
pub struct Targets<'a> {
    pub addresses: &'a BTreeSet<&'a str>,
    pub scans: BTreeMap<&'a str, &'a PageScan>,
    pub base_url: Option<&'a str>,
}

impl Targets<'_> {
    /// What is wrong with a link on the page at an address.
    pub fn trouble(&self, page: &str, link: &str) -> Option<Trouble> {
        let on_site = self.base_url.and_then(|base| within(base, link));
        if on_site.is_none() && is_external(link) {
            return None;
        }
        let is_whole = on_site.is_some();
        let written = on_site.unwrap_or(link);
        if written.is_empty() && !is_whole {
            return Some(Trouble::Empty);
        }
        let (path, fragment) = match written.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (written, None),
        };
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let fragment = fragment.map(|fragment| {
            // What follows `:~:` is for the browser to search, no id.
            decode(fragment.split(":~:").next().unwrap_or_default())
        });
        let anchor = fragment
            .filter(|fragment| !fragment.is_empty() && !fragment.eq_ignore_ascii_case("top"));
        let address = match (path.is_empty(), is_whole) {
            (true, false) => Some(page.to_string()),
            (_, true) => join("", &decode(path)),
            (false, false) => join(folder(page), &decode(path)),
        };
        let Some(mut address) = address else {
            return Some(Trouble::LeavesSite);
        };
        let is_folder = address.is_empty() || address.ends_with('/');
        if is_folder {
            address.push_str("index.html");
        }
        let target = Target { address, anchor };
        if !self.addresses.contains(target.address.as_str()) {
            return Some(Trouble::Missing(target));
        }
        if let Some(anchor) = &target.anchor
            && let Some(scan) = self.scans.get(target.address.as_str())
            && !scan.has_id(anchor)
        {
            return Some(Trouble::NoAnchor(target));
        }
        if is_whole {
            None
        } else if path.starts_with('/') {
            Some(Trouble::FromRoot(target))
        } else {
            is_folder.then_some(Trouble::Folder(target))
        }
    }
}

/// The part of a whole address that lies within the site at a base URL.
fn within<'l>(base: &str, link: &'l str) -> Option<&'l str> {
    let root = base.trim_end_matches('/');
    let rest = link.strip_prefix(root)?;
    if rest.is_empty() || rest.starts_with(['#', '?']) {
        return Some(rest);
    }
    rest.strip_prefix('/')
}

/// What a writer's link on the page at an address names within the site.
pub fn written_target(page: &str, link: &Resolved) -> Option<Target> {
    let (address, anchor) = match link {
        Resolved::Page {
            address, anchor, ..
        } => (address.as_str(), anchor.as_ref()),
        Resolved::File {
            address, fragment, ..
        } => (address.as_str(), fragment.as_ref()),
        Resolved::Anchor(anchor) => (page, Some(anchor)),
        Resolved::External(_) | Resolved::Broken => return None,
    };
    Some(Target {
        address: address.to_string(),
        anchor: anchor.cloned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::scan;

    fn trouble(page: &str, link: &str) -> Option<Trouble> {
        let addresses = [
            "index.html",
            "a/index.html",
            "a/b.html",
            "é x.html",
            "f.pdf",
        ];
        let addresses = BTreeSet::from(addresses);
        let scan = scan("<p id=here><a name=qué></a>");
        let targets = Targets {
            addresses: &addresses,
            scans: BTreeMap::from([("a/b.html", &scan)]),
            base_url: Some("https://s.example/x/"),
        };
        targets.trouble(page, link)
    }

    fn target(address: &str, anchor: Option<&str>) -> Target {
        Target {
            address: address.to_string(),
            anchor: anchor.map(str::to_string),
        }
    }

    #[test]
    fn good_links_are_no_trouble() {
        for link in [
            "index.html",
            "b.html#here",
            "b.html#qu%C3%A9",
            "b.html#",
            "b.html#top",
            "b.html#:~:text=x",
            "#here",
            "?q=1",
            "../%C3%A9%20x.html?y#z",
            "../f.pdf#page=3",
            "https://elsewhere.example/gone",
            "//elsewhere.example/gone",
            "https://s.example/x",
            "https://s.example/x/",
            "https://s.example/x/a/b.html#here",
            "https://s.example/xyz",
        ] {
            assert_eq!(trouble("a/b.html", link), None, "{link}");
        }
    }

    #[test]
    fn links_to_nothing_are_trouble() {
        let missing = |address| Some(Trouble::Missing(target(address, None)));
        assert_eq!(trouble("a/b.html", "c.html"), missing("a/c.html"));
        assert_eq!(
            trouble("a/b.html", "index.html/"),
            missing("a/index.html/index.html")
        );
        assert_eq!(
            trouble("a/b.html", "https://s.example/x/c.html"),
            missing("c.html")
        );
        assert_eq!(
            trouble("a/b.html", "../../c.html"),
            Some(Trouble::LeavesSite)
        );
        assert_eq!(trouble("a/b.html", ""), Some(Trouble::Empty));
        let no_anchor = |anchor| Some(Trouble::NoAnchor(target("a/b.html", Some(anchor))));
        assert_eq!(trouble("a/index.html", "b.html#there"), no_anchor("there"));
        assert_eq!(trouble("a/b.html", "#there"), no_anchor("there"));
    }

    #[test]
    fn links_that_need_a_server_are_trouble() {
        let root = target("index.html", None);
        assert_eq!(
            trouble("a/b.html", "/index.html"),
            Some(Trouble::FromRoot(root.clone()))
        );
        assert_eq!(trouble("a/b.html", "../"), Some(Trouble::Folder(root)));
        let section = target("a/index.html", None);
        assert_eq!(trouble("index.html", "a/"), Some(Trouble::Folder(section)));
    }
}
