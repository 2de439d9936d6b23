//! The tags of all pages, each with its page.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::outline::{Outline, newest_first, title_key};
use super::problems::{BAD_TAG, TAG_SPELLING};
use super::types::{LinkTo, TagInfo};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::values::{plain_words, slug};

/// The tags of the site and of each page.
#[derive(Default)]
pub struct Tags {
    /// By slug; those of listed pages only.
    pub infos: Arc<Vec<TagInfo>>,
    /// For each of `infos` its pages, newest first.
    pub members: Vec<Vec<usize>>,
    /// For each page of the outline its tags as they are shown.
    pub of_page: Vec<Vec<LinkTo>>,
}

/// A tag while it is collected.
struct Tag<'a> {
    name: String,
    first: &'a FilePath,
    members: Vec<usize>,
}

/// Collects the tags of all published pages. The first spelling wins.
///
/// `prefix` is the folder of the language.
pub fn tags(outline: &Outline, prefix: &str, problems: &mut Vec<Diagnostic>) -> Tags {
    let mut found: BTreeMap<String, Tag<'_>> = BTreeMap::new();
    let mut slugs_of_page: Vec<Vec<String>> = Vec::with_capacity(outline.nodes.len());
    for (page, node) in outline.nodes.iter().enumerate() {
        let mut slugs: Vec<String> = Vec::new();
        for (index, written) in node.facts.front.tags.iter().enumerate() {
            let place = || Place::Item(node.facts.path.clone(), Arc::from(format!("tags/{index}")));
            let name = plain_words(written);
            let slug = slug(&name);
            if slug.is_empty() {
                let message = format!("\"{written}\" is no tag: it has no letter and no digit");
                problems.push(Diagnostic::new(&BAD_TAG, place(), message));
                continue;
            }
            let tag = found.entry(slug.clone()).or_insert_with(|| Tag {
                name: name.clone(),
                first: &node.facts.path,
                members: Vec::new(),
            });
            if tag.name != name {
                let message = format!(
                    "the tag \"{name}\" is spelled \"{}\" in `{}`; both have one page",
                    tag.name, tag.first
                );
                problems.push(
                    Diagnostic::new(&TAG_SPELLING, place(), message)
                        .hint(format!("write \"{}\" in both", tag.name)),
                );
            }
            if slugs.contains(&slug) {
                continue;
            }
            if node.facts.front.listed {
                tag.members.push(page);
            }
            slugs.push(slug);
        }
        slugs_of_page.push(slugs);
    }
    found.retain(|_, tag| !tag.members.is_empty());
    for tag in found.values_mut() {
        tag.members.sort_by_cached_key(|page| {
            let front = &outline.nodes[*page].facts.front;
            (newest_first(front), title_key(front), *page)
        });
    }
    let of_page = slugs_of_page
        .iter()
        .map(|slugs| {
            let links = slugs.iter().filter_map(|slug| {
                let title = found.get(slug)?.name.clone();
                let address = address(prefix, slug);
                Some(LinkTo { title, address })
            });
            links.collect()
        })
        .collect();
    let infos = found
        .iter()
        .map(|(slug, tag)| TagInfo {
            name: tag.name.clone(),
            slug: slug.clone(),
            address: address(prefix, slug),
            count: tag.members.len(),
        })
        .collect();
    Tags {
        infos: Arc::new(infos),
        members: found.into_values().map(|tag| tag.members).collect(),
        of_page,
    }
}

/// The page of a tag.
fn address(prefix: &str, slug: &str) -> String {
    format!("{prefix}tags/{slug}.html")
}
