//! A page by itself: the same page, without what works only beside the rest of the site.

use std::sync::Arc;

use super::Generation;
use crate::config::Security;
use crate::render::{self, PageInputs, SiteInfo};
use crate::site::{SitePage, encode};
use crate::values::nfc;

/// A page that goes out without its site.
pub struct Alone {
    pub address: String,
    pub html: Arc<str>,
    /// What the file is called that nobody has named: `claims.es.html`.
    pub file_name: String,
    pub base_url: Option<String>,
    pub security: Security,
}

impl Generation {
    /// The address of the page that somebody names, by its file or by its address.
    pub fn page_called(&self, name: &str) -> Option<String> {
        let name = nfc(name);
        let name = name.split(['#', '?']).next().unwrap_or_default();
        let base = self.head.config().base_url.as_deref();
        let name = base
            .and_then(|base| name.strip_prefix(base))
            .unwrap_or(name);
        let name = name.trim_start_matches("./").trim_start_matches('/');
        let files = [
            name.to_string(),
            format!("content/{name}"),
            format!("content/{name}.md"),
        ];
        let own = |page: &&Arc<SitePage>| page.key.number == 1 && !page.is_original;
        let by_file = files.iter().find_map(|file| {
            let mut pages = self.head.pages().filter(own);
            pages.find(|page| {
                page.facts
                    .as_ref()
                    .is_some_and(|facts| facts.path.as_str() == file)
            })
        });
        let bare = name.trim_end_matches('/');
        let addresses = [
            name.to_string(),
            format!("{bare}/index.html")
                .trim_start_matches('/')
                .to_string(),
            format!("{bare}.html"),
        ];
        let by_address = || {
            let mut addresses = addresses.iter();
            addresses.find_map(|address| {
                let mut pages = self.head.pages();
                pages.find(|page| page.address == *address || encode(&page.address) == *address)
            })
        };
        let page = by_file.or_else(by_address)?;
        Some(page.address.clone())
    }

    /// What the pages are called: those of a file by its name in `content/`, others by their address.
    pub fn page_names(&self) -> Vec<String> {
        let names = self.head.pages().map(|page| match &page.facts {
            Some(facts) if page.key.number == 1 && !page.is_original => {
                let path = facts.path.as_str();
                path.strip_prefix("content/").unwrap_or(path).to_string()
            }
            _ => page.address.clone(),
        });
        names.collect()
    }

    /// The page at an address by itself.
    pub fn alone(&self, address: &str) -> Option<Alone> {
        let place = self.place(address)?;
        let page = self.page(place);
        let inputs = without_the_site(page.inputs());
        let config = self.head.config();
        Some(Alone {
            address: address.to_string(),
            html: render::page(&inputs, &self.head.files).html,
            file_name: file_name(place, &inputs.site.folder),
            base_url: config.base_url.clone(),
            security: config.security.clone(),
        })
    }
}

/// The search index stands beside the site; so does its data, where no address leads to it.
fn without_the_site(inputs: &PageInputs) -> PageInputs {
    let mut inputs = inputs.clone();
    let site = &inputs.site;
    let has_address = site.base_url.is_some();
    inputs.site = Arc::new(SiteInfo {
        search: None,
        open_data: site.open_data.clone().filter(|_| has_address),
        ..SiteInfo::clone(site)
    });
    let original = inputs.original.as_deref().map(without_the_site);
    inputs.original = original.map(Arc::new);
    inputs
}

/// `claims.html`, `claims.es.html`; that of a folder is called as the folder.
fn file_name(page: &SitePage, folder: &str) -> String {
    let inside = page.address.strip_prefix(folder).unwrap_or(&page.address);
    let stem = inside.strip_suffix(".html").unwrap_or(inside);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    let name = stem.rsplit('/').next().unwrap_or(stem);
    let language = folder.trim_end_matches('/');
    match language.is_empty() {
        true => format!("{name}.html"),
        false => format!("{name}.{language}.html"),
    }
}
