//! Whole small sites, arranged.

mod links;
mod lists;
mod outline;
mod whole_site;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::ledger::Entries;

use super::{Site, SiteInputs, SitePage, arrange};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Place};
use crate::input::{FilePath, InputFile, InputTree};
use crate::page::{FrontMatter, LinkUse, PageFacts};
use crate::values::Date;

/// The site in its own language alone.
fn arrange_one(inputs: SiteInputs<'_>) -> super::Arranged {
    arrange(&[inputs]).pop().expect("one language")
}

/// A site in the making: pages with links, and other files.
pub struct Sketch {
    pub config: Config,
    pages: Vec<PageFacts>,
    files: InputTree,
    pub drafts: bool,
    assets: Vec<String>,
}

/// What arranging gave.
pub struct Arranged {
    pub site: Site,
    pub problems: Vec<Diagnostic>,
}

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A site with a home page and the pages named (`a/b.md`), each with its path as its title.
pub fn sketch(pages: &[&str]) -> Sketch {
    let mut sketch = Sketch {
        config: Config {
            title: "The site".to_string(),
            ..Config::default()
        },
        pages: Vec::new(),
        files: InputTree::new(),
        drafts: false,
        assets: vec!["assets/style.css".to_string()],
    };
    sketch.file("site.toml");
    for page in ["index.md"].iter().chain(pages) {
        sketch = sketch.page(page, |_| {});
    }
    sketch
}

impl Sketch {
    pub fn page(mut self, name: &str, front: impl FnOnce(&mut FrontMatter)) -> Sketch {
        let path = format!("content/{name}");
        self.file(name);
        self.pages.retain(|page| page.path.as_str() != path);
        let mut facts = PageFacts {
            path: FilePath::new(path),
            front: FrontMatter {
                title: name.to_string(),
                listed: true,
                ..FrontMatter::default()
            },
            headings: Vec::new(),
            anchors: BTreeSet::new(),
            references: Default::default(),
            links: Vec::new(),
            lists: Default::default(),
            blocks: BTreeSet::new(),
            reads: BTreeSet::new(),
            excerpt: String::new(),
        };
        front(&mut facts.front);
        self.pages.push(facts);
        self
    }

    pub fn files(mut self, names: &[&str]) -> Sketch {
        names.iter().for_each(|name| self.file(name));
        self
    }

    fn file(&mut self, name: &str) {
        let path = FilePath::new(format!("content/{name}"));
        self.files.insert(path, InputFile::new(&b""[..]));
    }

    /// Adds links to a page; `!x` embeds `x`.
    pub fn links(self, page: &str, targets: &[&str]) -> Sketch {
        self.facts(page, |facts| {
            facts.links.extend(targets.iter().map(|target| LinkUse {
                target: target.trim_start_matches('!').to_string(),
                embeds: target.starts_with('!'),
            }));
        })
    }

    pub fn facts(mut self, page: &str, change: impl FnOnce(&mut PageFacts)) -> Sketch {
        let path = format!("content/{page}");
        let found = self
            .pages
            .iter_mut()
            .find(|facts| facts.path.as_str() == path);
        change(found.unwrap());
        self
    }

    pub fn config(mut self, change: impl FnOnce(&mut Config)) -> Sketch {
        change(&mut self.config);
        self
    }

    pub fn arrange(self) -> Arranged {
        let pages: Vec<_> = self.pages.into_iter().map(Arc::new).collect();
        let corrections = Entries::default();
        let inputs = |pages| SiteInputs {
            config: &self.config,
            pages,
            files: &self.files,
            as_of: date("2026-03-01"),
            drafts: self.drafts,
            corrections: &corrections,
            theme_assets: &self.assets,
            tags_title: "Tags",
        };
        let arranged = arrange_one(inputs(&pages));
        let (site, problems) = (arranged.site, arranged.problems);
        // The order in which pages are handed in changes nothing.
        let backwards: Vec<_> = pages.iter().rev().cloned().collect();
        let again = arrange_one(inputs(&backwards));
        assert_eq!((&again.site, &again.problems), (&site, &problems));
        Arranged { site, problems }
    }

    /// Arranges a site that must have no problem.
    pub fn site(self) -> Site {
        let arranged = self.arrange();
        assert_eq!(arranged.problems, []);
        arranged.site
    }

    /// The problems: code, place as `file` or `file:key`, message, hint.
    pub fn problems(self) -> Vec<[String; 4]> {
        let arranged = self.arrange();
        let told = arranged.problems.into_iter().map(|problem| {
            let place = match &problem.place {
                Place::Item(file, key) => format!("{file}:{key}"),
                Place::File(file) => file.to_string(),
                other => format!("{other:?}"),
            };
            let hint = problem.hint.unwrap_or_default();
            [problem.code.to_string(), place, problem.message, hint]
        });
        told.collect()
    }

    /// The only problem.
    pub fn problem(self) -> [String; 4] {
        let mut problems = self.problems();
        assert_eq!(problems.len(), 1, "{problems:#?}");
        problems.remove(0)
    }
}

pub fn at<'s>(site: &'s Site, address: &str) -> &'s SitePage {
    let found = site.pages.iter().find(|page| page.address == address);
    found.unwrap_or_else(|| panic!("no {address} among {:?}", addresses(site)))
}

pub fn addresses(site: &Site) -> Vec<&str> {
    site.pages
        .iter()
        .map(|page| page.address.as_str())
        .collect()
}

pub fn titles(links: &[super::LinkTo]) -> Vec<&str> {
    links.iter().map(|link| link.title.as_str()).collect()
}

pub fn children(page: &SitePage) -> Vec<&str> {
    page.children
        .iter()
        .map(|card| card.title.as_str())
        .collect()
}
