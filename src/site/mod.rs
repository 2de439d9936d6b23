//! All pages' facts together: outline, addresses, links. Never sees bodies.

mod addresses;
mod beside;
mod corrections;
mod editions;
mod files;
mod links;
mod menus;
mod outline;
mod pages;
mod paths;
mod problems;
mod relabel;
mod tags;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Place};
use crate::input::{FilePath, InputTree};
use crate::ledger::{Correction, Entries, TableName};
use crate::page::{Listing, PageFacts};
use crate::values::Date;

use addresses::{Addresses, Owner};
use links::Resolver;
use menus::Menus;
use outline::Outline;
use pages::Assembly;
use tags::Tags;

pub use beside::{Beside, made_beside, page_beside};
pub use files::{content_name, file_of, is_page_file, language_of, original_name};
pub use paths::{base, decode, encode, folder, is_external, join, relative};
pub use problems::{BROKEN_LINK, CODES, LONE_TRANSLATION, UNDECLARED_LANGUAGE};
pub use relabel::{Frame, relabelled};
pub use types::{
    Alternate, Card, CorrectedPage, LinkTo, MenuLink, PageKey, PageKind, PageOf, Pagination,
    Redirect, Resolved, Site, SitePage, TagInfo,
};

/// Where the site's first page lies.
pub const HOME_FILE: &str = "content/index.md";
/// The address of the list of all tags, within the folder of the language.
pub const TAGS_ADDRESS: &str = "tags/index.html";

/// Everything the arrangement of a site in one language depends on.
pub struct SiteInputs<'a> {
    /// As it is in the language.
    pub config: &'a Config,
    /// Those of the language.
    pub pages: &'a [Arc<PageFacts>],
    /// Only the names are used.
    pub files: &'a InputTree,
    pub as_of: Date,
    pub drafts: bool,
    pub corrections: &'a Entries<Correction>,
    /// Addresses already taken by assets and by files about the whole site.
    pub theme_assets: &'a [String],
    /// What the page with all tags is called.
    pub tags_title: &'a str,
}

/// A site whose pages are in their places.
pub struct Arranged {
    pub site: Site,
    pub problems: Vec<Diagnostic>,
    /// What [`relabelled`] needs of it.
    pub frame: Frame,
}

/// Puts the pages of a site in order, gives each its address and resolves its links: in its own
/// language, which comes first, and in each further one.
pub fn arrange(languages: &[SiteInputs<'_>]) -> Vec<Arranged> {
    let mut all_problems: Vec<Vec<Diagnostic>> = Vec::new();
    let mut outlines = Vec::new();
    for inputs in languages {
        let mut problems = Vec::new();
        outlines.push(outline::outline(inputs, &mut problems));
        all_problems.push(problems);
    }
    let mut frames = Vec::new();
    let mut sites = Vec::new();
    for (language, problems) in all_problems.iter_mut().enumerate() {
        let (site, elsewhere, tags) =
            arrange_one(language, languages, &outlines, sites.first(), problems);
        editions::own_problems(&languages[language], problems);
        sites.push(site);
        frames.push((elsewhere, tags));
    }
    editions::share_files(&mut sites);
    let parts = outlines.into_iter().zip(frames).zip(languages);
    let frames = parts.map(|((outline, (elsewhere, tags)), inputs)| Frame {
        outline,
        elsewhere,
        tags,
        tags_address: inputs.prefix() + TAGS_ADDRESS,
        key: inputs.key().map(str::to_string),
    });
    let arranged = sites.into_iter().zip(all_problems).zip(frames);
    arranged
        .map(|((site, problems), frame)| Arranged {
            site,
            problems,
            frame,
        })
        .collect()
}

/// The site in one of its languages; `own` is what it is in its own, if this is another.
fn arrange_one(
    language: usize,
    all: &[SiteInputs<'_>],
    outlines: &[Outline],
    own: Option<&Site>,
    problems: &mut Vec<Diagnostic>,
) -> (Site, BTreeSet<String>, Tags) {
    let (inputs, outline) = (&all[language], &outlines[language]);
    let prefix = inputs.prefix();
    let tags = tags::tags(outline, &prefix, problems);
    let others = all.iter().zip(outlines);
    let others = others.filter_map(|(other, outline)| Some((other.key()?, outline)));
    let others = others.filter(|(key, _)| Some(*key) != inputs.key());
    let resolver = Resolver::new(
        outline,
        inputs.files,
        generated(inputs, &tags),
        inputs.key(),
        others.collect(),
    );

    // What pages, menus and redirects refer to is published beside them.
    let mut used: BTreeMap<FilePath, String> = resolver
        .always_published()
        .map(|(path, address)| (path.clone(), address))
        .collect();
    let links = pages::resolve_links(outline, &resolver, &mut used, problems);
    let mut menus = Menus::new(inputs.config, &resolver, &mut used, problems);
    let policies = menus::policies(inputs.config, &resolver, &mut used, problems);

    let corrected = corrections::corrected_pages(inputs, outline, &resolver, problems);

    let home = outline.by_name.get("index.md");
    let home = home.map(|home| outline.nodes[*home].link());
    let assembly = Assembly {
        inputs,
        outline,
        tags: &tags,
        cards: cards(outline, &tags, inputs.key()),
        language,
        all,
        outlines,
    };
    let backlinks = pages::backlinks(outline, &links);
    let mut pages = assembly.content_pages(links, backlinks);
    pages.extend(assembly.tag_pages(home.clone()));
    let mut pages = part_lists(pages, inputs.config.paginate_by);
    let home = home.unwrap_or_else(|| LinkTo {
        title: inputs.config.title.clone(),
        address: format!("{prefix}index.html"),
    });

    let mut addresses = Addresses::new(inputs.theme_assets);
    match own {
        None => addresses.keep_free(all.iter().filter_map(SiteInputs::key)),
        Some(own) => addresses.take(editions::taken(own, &prefix)),
    }
    keep_unique(&mut pages, &mut addresses);
    let homes = give_homes(&mut pages);
    if !homes.contains_key(&TableName::Corrections) {
        problems.extend(corrections::without_page(inputs));
    }
    let mut list = String::new();
    for page in &mut pages {
        if page.key.number == 1 {
            list.clone_from(&page.address);
        }
        page.menus = menus.of(page, &list, &home.address);
    }

    let redirects = menus::redirects(
        inputs,
        outline,
        &resolver,
        &mut addresses,
        &mut used,
        problems,
    );
    if let Some(own) = own {
        used.retain(|path, _| !own.files.iter().any(|(other, _)| other == path));
    }
    let files = published_files(used, &mut addresses);
    let config = inputs.config;
    let has_feeds = config.base_url.is_some() && config.feed_limit > 0;
    addresses.keep_beside_free(&prefix, config.twins, has_feeds);
    problems.extend(addresses.into_problems());
    let elsewhere = elsewhere(&menus, &redirects, &corrected);
    let site = Site {
        pages: pages.into_iter().map(Arc::new).collect(),
        redirects,
        stay_home: stay_home(inputs.files, &files),
        files,
        homes,
        corrected,
        tags: tags.infos.clone(),
        home,
        policies,
    };
    (site, elsewhere, tags)
}

/// Pages that are named in other places than on pages.
fn elsewhere(
    menus: &Menus,
    redirects: &[Redirect],
    corrected: &BTreeMap<String, CorrectedPage>,
) -> BTreeSet<String> {
    let redirects = redirects.iter().filter_map(|redirect| match &redirect.to {
        Resolved::Page { address, .. } => Some(address),
        _ => None,
    });
    let corrected = corrected.values().map(|page| &page.address);
    let named = redirects.chain(corrected).cloned();
    named.chain(menus.pages()).collect()
}

/// What a link may name although no content file stands behind it: its address and title.
fn generated(inputs: &SiteInputs<'_>, tags: &Tags) -> BTreeMap<String, (String, String)> {
    let of_theme = inputs.theme_assets.iter();
    let mut generated: BTreeMap<String, (String, String)> = of_theme
        .map(|address| (address.clone(), (address.clone(), address.clone())))
        .collect();
    let prefix = inputs.prefix();
    let mut add = |address: &str, title: &str| {
        let named = address.strip_prefix(&prefix).unwrap_or(address);
        generated.insert(named.to_string(), (address.to_string(), title.to_string()));
    };
    for tag in tags.infos.iter() {
        add(&tag.address, &tag.name);
        add(&(inputs.prefix() + TAGS_ADDRESS), inputs.tags_title);
    }
    generated
}

fn cards(outline: &Outline, tags: &Tags, key: Option<&str>) -> Vec<Arc<Card>> {
    let pages = outline.nodes.par_iter().zip(&tags.of_page);
    let cards = pages.map(|(node, tags)| Arc::new(pages::card(node, &node.facts, tags, key)));
    cards.collect()
}

/// The pages in their order, each with a long list followed by its continuations.
fn part_lists(pages: Vec<SitePage>, size: usize) -> Vec<SitePage> {
    let part = |page| {
        let size = pages::page_size(&page, size);
        pages::paginate(page, size)
    };
    pages.into_iter().flat_map(part).collect()
}

/// Drops pages whose address another has. Pages of content come first, so that a further page of
/// a list never pushes one out.
fn keep_unique(pages: &mut Vec<SitePage>, addresses: &mut Addresses) {
    let mut order: Vec<usize> = (0..pages.len()).collect();
    order.sort_by_key(|index| pages[*index].key.number > 1);
    let mut lost = BTreeSet::new();
    for index in order {
        if !pages::claim(&pages[index], addresses) {
            lost.insert(index);
        }
    }
    let mut index = 0;
    pages.retain(|_| {
        index += 1;
        !lost.contains(&(index - 1))
    });
}

/// The page that lists most of a table is where its entries have their anchors; of equals, the
/// first in outline order.
fn give_homes(pages: &mut [SitePage]) -> BTreeMap<TableName, String> {
    let mut best: BTreeMap<TableName, (Listing, usize)> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let Some(facts) = page.facts.as_ref().filter(|_| page.key.number == 1) else {
            continue;
        };
        for (table, listing) in &facts.lists {
            if best.get(table).is_none_or(|(most, _)| listing > most) {
                best.insert(*table, (*listing, index));
            }
        }
    }
    for (table, (_, index)) in &best {
        pages[*index].lists.insert(*table);
    }
    best.into_iter()
        .map(|(table, (_, index))| (table, pages[index].address.clone()))
        .collect()
}

/// The files published as they are, by path.
fn published_files(
    used: BTreeMap<FilePath, String>,
    addresses: &mut Addresses,
) -> Vec<(FilePath, String)> {
    used.into_iter()
        .filter(|(path, address)| {
            let owner = Owner {
                name: format!("`{path}`"),
                place: Some(Place::File(path.clone())),
                is_redirect: false,
            };
            addresses.claim(address, owner)
        })
        .collect()
}

/// Files of `content/` that would be published if anything referred to them.
fn stay_home(tree: &InputTree, published: &[(FilePath, String)]) -> Vec<String> {
    let published: BTreeSet<&FilePath> = published.iter().map(|(path, _)| path).collect();
    let files = tree.below("content").map(|(_, path, _)| path);
    files
        .filter(|path| !published.contains(path))
        .filter(|path| {
            files::content_name(path).is_some_and(|name| files::is_expected_to_be_used(&name))
        })
        .map(|path| path.to_string())
        .collect()
}

#[cfg(test)]
mod tests;
