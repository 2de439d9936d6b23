//! What llms.txt lists: every page that is published as Markdown, section by section.

use tera::Value;

use super::context::Table;
use super::twin::twin_address;
use super::whole_site::InLanguage;
use crate::site::{PageKind, SitePage, encode};

/// The sections of a language's pages, in the order of the site: those of the home page first.
pub fn sections(language: &InLanguage) -> Value {
    let (info, site) = (&language.info, &language.site);
    let mut sections: Vec<(String, String, Vec<Value>)> = Vec::new();
    let is_text = |page: &&SitePage| {
        let kinds = [PageKind::Home, PageKind::Section, PageKind::Page];
        kinds.contains(&page.kind) && page.key.number == 1 && page.in_sitemap
    };
    for page in site.pages.iter().map(|page| &**page).filter(is_text) {
        let (at, title) = section_of(page);
        let address = encode(&twin_address(&page.address));
        let url = match &info.base_url {
            Some(base_url) => format!("{base_url}{address}"),
            None => address[info.folder.len()..].to_string(),
        };
        let facts = page.facts.as_ref();
        let excerpt = facts.map_or("", |facts| &facts.excerpt);
        let about = page.description.as_deref().unwrap_or(excerpt);
        let entry = Table::new()
            .with("title", words(&page.title))
            .with("url", url)
            .with("description", line(about))
            .value();
        match sections.iter_mut().find(|(known, _, _)| *known == at) {
            Some((_, _, pages)) => pages.push(entry),
            None => sections.push((at, title, vec![entry])),
        }
    }
    let sections = sections.into_iter().map(|(_, title, pages)| {
        Table::new()
            .with("title", line(&title))
            .with("pages", Value::from(pages))
            .value()
    });
    Value::from(sections.collect::<Vec<_>>())
}

/// The section a page belongs to, right below the home page: its address and title. Both are empty for the
/// home page and the pages beside it.
fn section_of(page: &SitePage) -> (String, String) {
    match (&page.breadcrumbs[..], page.kind) {
        ([_, section, ..], _) => (section.address.clone(), section.title.clone()),
        ([_], PageKind::Section) => (page.address.clone(), page.title.clone()),
        _ => (String::new(), String::new()),
    }
}

/// On one line.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// The words of a link.
fn words(text: &str) -> String {
    line(text).replace('[', "\\[").replace(']', "\\]")
}
