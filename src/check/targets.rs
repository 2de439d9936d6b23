//! Where the links of finished pages lead, and whether something is there.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::found::PageScan;
use crate::ledger::TableName;
use crate::site::{Resolved, decode, folder, is_external, join};
use crate::values::did_you_mean;

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
    base_url: Option<&'a str>,
    near: RefCell<BTreeMap<Target, Option<String>>>,
}

/// So many broken targets get a guess; each costs a look at every address or id.
const GUESSES: usize = 200;

impl<'a> Targets<'a> {
    pub fn new(
        addresses: &'a BTreeSet<&'a str>,
        scans: BTreeMap<&'a str, &'a PageScan>,
        base_url: Option<&'a str>,
    ) -> Targets<'a> {
        Targets {
            addresses,
            scans,
            base_url,
            near: RefCell::default(),
        }
    }

    /// What is wrong with a link on the page at an address.
    pub fn trouble(&self, page: &str, link: &str) -> Option<Trouble> {
        let target = match self.target(page, link) {
            Ok(target) => target,
            Err(trouble) => return trouble,
        };
        if !self.addresses.contains(target.address.as_str()) {
            return Some(Trouble::Missing(target));
        }
        if let Some(anchor) = &target.anchor
            && let Some(scan) = self.scans.get(target.address.as_str())
            && !scan.has_id(anchor)
        {
            return Some(Trouble::NoAnchor(target));
        }
        let path = link.split(['#', '?']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        if is_external(link) {
            None
        } else if path.starts_with('/') {
            Some(Trouble::FromRoot(target))
        } else if !path.is_empty() && matches!(name, "" | "." | "..") {
            Some(Trouble::Folder(target))
        } else {
            None
        }
    }

    /// What a link on the page at an address names within the site; without trouble it may also
    /// name something outside.
    pub fn target(&self, page: &str, link: &str) -> Result<Target, Option<Trouble>> {
        let on_site = self.base_url.and_then(|base| within(base, link));
        if on_site.is_none() && is_external(link) {
            return Err(None);
        }
        let written = on_site.unwrap_or(link);
        if link.is_empty() {
            return Err(Some(Trouble::Empty));
        }
        let (path, fragment) = match written.split_once('#') {
            Some((path, fragment)) => (path, fragment),
            None => (written, ""),
        };
        let path = path.split('?').next().unwrap_or_default();
        // What follows `:~:` is for the browser to search, no id.
        let id = decode(fragment.split(":~:").next().unwrap_or_default());
        let anchor = Some(id).filter(|id| !id.is_empty() && !id.eq_ignore_ascii_case("top"));
        let address = match (path, on_site) {
            ("", None) => Some(page.to_string()),
            (path, Some(_)) => join("", &decode(path)),
            (path, None) => join(folder(page), &decode(path)),
        };
        let mut address = address.ok_or(Some(Trouble::LeavesSite))?;
        if address.is_empty() || address.ends_with('/') {
            address.push_str("index.html");
        }
        Ok(Target { address, anchor })
    }

    /// The id most likely meant on the page named, or the address if there is no such page.
    pub fn near(&self, target: &Target) -> Option<String> {
        let mut known = self.near.borrow_mut();
        if let Some(known) = known.get(target) {
            return known.clone();
        }
        if known.len() >= GUESSES {
            return None;
        }
        let near = match (&target.anchor, self.scans.get(target.address.as_str())) {
            (Some(anchor), Some(scan)) => near_id(anchor, scan),
            _ => did_you_mean(&target.address, self.addresses.iter().copied()).map(str::to_string),
        };
        known.insert(target.clone(), near.clone());
        near
    }
}

/// That of an entry of the ledger by this name, or one spelled alike.
fn near_id(anchor: &str, scan: &PageScan) -> Option<String> {
    let of_entry = TableName::ALL.iter().find_map(|table| {
        let id = format!("{}-{anchor}", table.anchor_prefix());
        scan.has_id(&id).then_some(id)
    });
    let alike = || did_you_mean(anchor, scan.ids.iter().map(|id| &**id)).map(str::to_string);
    of_entry.or_else(alike)
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
        let scans = BTreeMap::from([("a/b.html", &scan)]);
        let targets = Targets::new(&addresses, scans, Some("https://s.example/x/"));
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
