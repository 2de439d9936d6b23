//! Small finished sites, checked.

mod links;
mod scans;
mod structure;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{FinishedPage, Load, PageScan, PageWeight, Surroundings, ThemeSources, check, scan};
use crate::config::{Budgets, Config, Security};
use crate::diagnostics::Place;
use crate::input::{FilePath, InputFile, InputTree};
use crate::ledger::TableName;
use crate::page::{FrontMatter, LinkUse, PageFacts};
use crate::site::{SiteInputs, SitePage, arrange};
use crate::values::Date;

/// A finished site: content pages with their links, the HTML made of each, templates.
#[derive(Default)]
pub struct Finished {
    pages: Vec<(PageFacts, String)>,
    more: Vec<(String, String)>,
    files: InputTree,
    theme: Vec<(FilePath, String)>,
    /// claims.toml
    claims: String,
    lost: BTreeSet<String>,
}

/// What is told: code, place (`file`, `file:key` or `file:"marked text"`), message, hint.
pub type Told = [String; 4];

pub fn template() -> FilePath {
    FilePath::new("themes/default/templates/page.html")
}

/// A site with a page `index.md` whose finished body is given.
pub fn site(body: &str) -> Finished {
    Finished::default().page("index.md", &[], body)
}

impl Finished {
    /// Adds a page with the links its writer wrote (`!x` embeds `x`).
    pub fn page(mut self, name: &str, links: &[&str], body: &str) -> Finished {
        let path = FilePath::new(format!("content/{name}"));
        let links = links.iter().map(|target| LinkUse {
            target: target.trim_start_matches('!').to_string(),
            embeds: target.starts_with('!'),
        });
        let facts = PageFacts {
            path: path.clone(),
            front: FrontMatter {
                title: name.to_string(),
                listed: true,
                ..FrontMatter::default()
            },
            headings: Vec::new(),
            anchors: BTreeSet::new(),
            references: Default::default(),
            links: links.collect(),
            lists: Default::default(),
            blocks: BTreeSet::new(),
            reads: BTreeSet::new(),
            excerpt: String::new(),
        };
        self.files.insert(path, InputFile::new(&b""[..]));
        self.pages.push((facts, format!("<h1>T</h1>{body}")));
        self
    }

    /// Replaces the whole HTML of the page added last.
    pub fn html(mut self, html: &str) -> Finished {
        if let Some((_, known)) = self.pages.last_mut() {
            *known = html.to_string();
        }
        self
    }

    /// The ids the text of the page added last makes.
    pub fn anchors(mut self, anchors: &[&str]) -> Finished {
        if let Some((facts, _)) = self.pages.last_mut() {
            facts.anchors = anchors.iter().map(|id| id.to_string()).collect();
        }
        self
    }

    /// A page without a content file.
    pub fn more(mut self, address: &str, html: &str) -> Finished {
        self.more.push((address.to_string(), html.to_string()));
        self
    }

    pub fn file(mut self, name: &str, text: &str) -> Finished {
        let path = FilePath::new(format!("content/{name}"));
        self.files.insert(path, InputFile::new(text.as_bytes()));
        self
    }

    pub fn template(mut self, name: &str, text: &str) -> Finished {
        let path = FilePath::new(format!("themes/default/templates/{name}"));
        self.theme.push((path, text.to_string()));
        self
    }

    /// Takes an address out of what was written.
    pub fn lost(mut self, address: &str) -> Finished {
        self.lost.insert(address.to_string());
        self
    }

    pub fn claim(mut self, id: &str) -> Finished {
        self.claims += &format!("[{id}]\nsays = 'S'\nkind = 'report'\n");
        self
    }

    pub fn told(self) -> Vec<Told> {
        let config = Config::default();
        let claims = InputFile::new(self.claims.as_bytes());
        let ledger =
            crate::ledger::read(&[(TableName::Claims.path(), claims)].into_iter().collect());
        let ledger = ledger.ledger;
        let facts: Vec<Arc<PageFacts>> = self
            .pages
            .iter()
            .map(|(facts, _)| Arc::new(facts.clone()))
            .collect();
        let inputs = SiteInputs {
            config: &config,
            pages: &facts,
            files: &self.files,
            as_of: Date::new(2026, 1, 1).unwrap(),
            drafts: false,
            corrections: &ledger.corrections,
            theme_assets: &[],
            tags_title: "Tags",
        };
        let arranged = arrange(&[inputs]).pop().expect("one language").site;
        let template = template();
        // What pages weigh is tested with whole sites.
        let load = Load::default();
        let weight = PageWeight {
            gzipped: None,
            load: &load,
        };
        let html = |page: &SitePage| {
            let path = &page.facts.as_ref().unwrap().path;
            let found = self.pages.iter().find(|(facts, _)| facts.path == *path);
            found.unwrap().1.as_str()
        };
        let mut pages: Vec<FinishedPage<'_>> = arranged
            .pages
            .iter()
            .map(|page| FinishedPage {
                address: &page.address,
                html: html(page),
                facts: page.facts.as_deref(),
                links: &page.links,
                image: None,
                template: &template,
                weight,
            })
            .collect();
        pages.extend(self.more.iter().map(|(address, html)| FinishedPage {
            address,
            html,
            facts: None,
            links: &[],
            image: None,
            template: &template,
            weight,
        }));
        let scans: Vec<PageScan> = pages.iter().map(|page| scan(page.html)).collect();
        let files = arranged.files.iter().map(|(_, address)| address.as_str());
        let addresses = pages.iter().map(|page| page.address).chain(files);
        let addresses = addresses
            .filter(|address| !self.lost.contains(*address))
            .collect();
        let theme = self.theme.iter().map(|(path, text)| (path, text.as_str()));
        let around = Surroundings {
            addresses: &addresses,
            theme: &ThemeSources::new(theme),
            files: &self.files,
            base_url: None,
            ledger: &ledger,
            corrected: &arranged.corrected,
            security: &Security::default(),
            budgets: &Budgets::default(),
        };
        let pages: Vec<_> = pages.into_iter().zip(&scans).collect();
        let problems = check(&pages, &around).into_iter();
        problems
            .map(|problem| {
                let place = match &problem.place {
                    Place::Item(file, key) => format!("{file}:{key}"),
                    Place::Span(file, span) => {
                        let of_theme = self.theme.iter().find(|(path, _)| path == file);
                        let text = match of_theme {
                            Some((_, text)) => text.as_bytes(),
                            None => self.files.get(file.as_str()).unwrap().bytes(),
                        };
                        let marked = String::from_utf8_lossy(&text[span.start..span.end]);
                        format!("{file}:{marked}")
                    }
                    other => other.file().map(FilePath::to_string).unwrap_or_default(),
                };
                let hint = problem.hint.unwrap_or_default();
                [problem.code.to_string(), place, problem.message, hint]
            })
            .collect()
    }

    /// The only problem.
    pub fn problem(self) -> Told {
        let mut told = self.told();
        assert_eq!(told.len(), 1, "{told:#?}");
        told.remove(0)
    }
}

/// The code and the place of a problem.
pub fn spot(told: &Told) -> (&str, &str) {
    (&told[0], &told[1])
}
