//! The site in each of its languages: where a page stands in the others, and what keeps them apart.

use std::collections::BTreeSet;

use super::addresses::Owner;
use super::files::{language_of, original_name};
use super::outline::{Node, Outline};
use super::types::{Alternate, Site};
use super::{SiteInputs, content_name};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;

impl SiteInputs<'_> {
    /// The key of the language, if it is not the site's own.
    pub fn key(&self) -> Option<&str> {
        self.config.edition.as_deref()
    }

    /// The folder of its pages: empty, or `es/`.
    pub fn prefix(&self) -> String {
        self.key().map_or_else(String::new, |key| format!("{key}/"))
    }

    /// A page's name within `content/`, whatever its language: `a.md` for `a.es.md` where that is the
    /// language.
    pub fn page_name(&self, path: &FilePath) -> Option<String> {
        page_name(path, self.key())
    }

    /// Whether a page is written in the language of these inputs.
    fn is_own(&self, path: &FilePath) -> bool {
        is_own(path, self.key())
    }
}

/// Whether a page is written in the language with this key; the site's own has none.
pub fn is_own(path: &FilePath, key: Option<&str>) -> bool {
    let name = content_name(path).unwrap_or_default();
    match key {
        None => true,
        Some(key) => language_of(&name, &[key.to_string()]).is_some(),
    }
}

/// [`SiteInputs::page_name`] for the language of a key.
pub fn page_name(path: &FilePath, key: Option<&str>) -> Option<String> {
    let name = content_name(path)?;
    Some(match key {
        Some(key) if language_of(&name, &[key.to_string()]).is_some() => original_name(&name, key),
        _ => name,
    })
}

/// Where the page of a name stands in every other language: itself, or that language's home.
pub fn alternates(
    name: Option<&str>,
    own: usize,
    all: &[SiteInputs<'_>],
    outlines: &[Outline],
) -> Vec<Alternate> {
    let others = (0..all.len()).filter(|language| *language != own);
    others
        .map(|language| {
            let outline = &outlines[language];
            let there = name.and_then(|name| outline.by_name.get(name));
            let there = there.map(|node| &outline.nodes[*node]);
            let home = || format!("{}index.html", all[language].prefix());
            Alternate {
                language,
                address: there.map_or_else(home, |node| node.address.clone()),
                is_same: there.is_some(),
                is_translated: there.is_some_and(|node| all[language].is_own(&node.facts.path)),
            }
        })
        .collect()
}

/// Whether a page stands in the words of its original, for want of a translation.
pub fn is_original(inputs: &SiteInputs<'_>, node: &Node) -> bool {
    !inputs.is_own(&node.facts.path)
}

/// Keeps of what is wrong with the pages of a further language what is not told of their originals.
pub fn own_problems(inputs: &SiteInputs<'_>, problems: &mut Vec<Diagnostic>) {
    if inputs.key().is_none() {
        return;
    }
    let is_own = |place: &Place| place.file().is_some_and(|file| inputs.is_own(file));
    problems.retain(|problem| {
        let mut related = problem.related.iter();
        is_own(&problem.place) || related.any(|(place, _)| is_own(place))
    });
}

/// What the site itself has put into the folder of a language.
pub fn taken(own: &Site, prefix: &str) -> Vec<(String, Owner)> {
    let redirects = own.redirects.iter().map(|redirect| {
        let owner = Owner {
            name: format!("the redirect from \"{}\"", redirect.from),
            place: None,
            is_redirect: true,
        };
        (redirect.from.clone(), owner)
    });
    let files = own.files.iter().map(|(path, address)| {
        let owner = Owner {
            name: format!("`{path}`"),
            place: Some(Place::File(path.clone())),
            is_redirect: false,
        };
        (address.clone(), owner)
    });
    let all = redirects.chain(files);
    all.filter(|(address, _)| address.starts_with(prefix))
        .collect()
}

/// Leaves each file to the first language that publishes it; what any of them publishes does not stay
/// home.
pub fn share_files(sites: &mut [Site]) {
    let mut published: BTreeSet<FilePath> = BTreeSet::new();
    for site in sites.iter_mut() {
        let files = site.files.iter().map(|(path, _)| path.clone());
        published.extend(files);
    }
    for (number, site) in sites.iter_mut().enumerate() {
        site.stay_home
            .retain(|path| number == 0 && !published.contains(&FilePath::new(path.as_str())));
    }
}
