//! Menus and redirects: what `site.toml` and aliases say about addresses.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::addresses::{Addresses, Owner};
use super::links::{LinkProblem, Resolver};
use super::outline::Outline;
use super::paths::{decode, encode, is_external, join};
use super::problems::{BAD_ALIAS, BROKEN_LINK, UNKNOWN_PAGE};
use super::types::{MenuLink, Redirect, Resolved, SitePage, with_fragment};
use super::{SiteInputs, editions};
use crate::config::{CONFIG_FILE, Config, MenuTarget, Policy};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::values::KEY_ITSELF;

/// One page's menus.
type Shown = Arc<BTreeMap<String, Vec<MenuLink>>>;

/// The menus of the site, ready to be marked for each page.
pub struct Menus {
    entries: BTreeMap<String, Vec<Entry>>,
    /// The menus already made, by which entries are current and which inside.
    made: BTreeMap<Vec<(bool, bool)>, Shown>,
}

struct Entry {
    link: MenuLink,
    /// The address of the page it names, unless it names a part of one.
    page: Option<String>,
}

impl Menus {
    /// Resolves the entries of all menus. `used` takes the files they name.
    pub fn new(
        config: &Config,
        resolver: &Resolver<'_>,
        used: &mut BTreeMap<FilePath, String>,
        problems: &mut Vec<Diagnostic>,
    ) -> Menus {
        let mut entries = BTreeMap::new();
        for (menu, items) in &config.menus {
            let mut made: Vec<Entry> = Vec::new();
            for item in items {
                match &item.target {
                    MenuTarget::Url(url) => made.push(Entry {
                        link: menu_link(
                            item.label.as_deref().unwrap_or(url),
                            url,
                            is_external(url),
                        ),
                        page: None,
                    }),
                    MenuTarget::Page(target) => {
                        let resolved = match resolve(resolver, target) {
                            Ok(resolved) => resolved,
                            Err(problem) => {
                                problems.push(at_config(&format!("{}/page", item.key), problem));
                                continue;
                            }
                        };
                        used.extend(file_of(&resolved));
                        made.extend(entry(&resolved, item.label.as_deref()));
                    }
                }
            }
            entries.insert(menu.clone(), made);
        }
        Menus {
            entries,
            made: BTreeMap::new(),
        }
    }

    /// The addresses of the pages that entries lead to.
    pub fn pages(&self) -> impl Iterator<Item = String> {
        let entries = self.entries.values().flatten();
        entries
            .filter(|entry| !entry.link.external)
            .map(|entry| decode(entry.link.href.split('#').next().unwrap_or_default()))
    }

    /// The menus as a page shows them. `list` is the address at which the page's list begins, for
    /// a page that continues one.
    pub fn of(&mut self, page: &SitePage, list: &str, home: &str) -> Shown {
        let marks: Vec<(bool, bool)> = self
            .entries
            .values()
            .flatten()
            .map(|entry| {
                let Some(target) = &entry.page else {
                    return (false, false);
                };
                let current = *target == page.address;
                let below = list == target
                    || page
                        .breadcrumbs
                        .iter()
                        .any(|crumb| crumb.address == *target);
                (current, below && !current && target != home)
            })
            .collect();
        if let Some(made) = self.made.get(&marks) {
            return Arc::clone(made);
        }
        let mut left = marks.iter();
        let menus: Shown = Arc::new(
            self.entries
                .iter()
                .map(|(name, entries)| {
                    let links = entries.iter().zip(left.by_ref());
                    let marked = links.map(|(entry, (current, inside))| MenuLink {
                        current: *current,
                        inside: *inside,
                        ..entry.link.clone()
                    });
                    (name.clone(), marked.collect())
                })
                .collect(),
        );
        self.made.insert(marks, Arc::clone(&menus));
        menus
    }
}

fn menu_link(label: &str, href: &str, external: bool) -> MenuLink {
    MenuLink {
        label: label.to_string(),
        href: href.to_string(),
        external,
        current: false,
        inside: false,
    }
}

fn entry(resolved: &Resolved, label: Option<&str>) -> Option<Entry> {
    Some(match resolved {
        Resolved::Page {
            address,
            anchor,
            title,
            ..
        } => Entry {
            link: menu_link(
                label.unwrap_or(title),
                &with_fragment(encode(address), anchor),
                false,
            ),
            page: anchor.is_none().then(|| address.clone()),
        },
        Resolved::File {
            address, fragment, ..
        } => Entry {
            link: menu_link(
                label.unwrap_or(address),
                &with_fragment(encode(address), fragment),
                false,
            ),
            page: None,
        },
        Resolved::External(_) | Resolved::Anchor(_) | Resolved::Broken => return None,
    })
}

/// A target of `site.toml`, counted from `content/`.
fn resolve(resolver: &Resolver<'_>, target: &str) -> Result<Resolved, LinkProblem> {
    let resolved = resolver.resolve("", target, false);
    match resolved {
        Ok(Resolved::External(_) | Resolved::Anchor(_)) => Err(LinkProblem {
            code: &UNKNOWN_PAGE,
            message: format!("`{target}` is no content file"),
            hint: Some(match is_external(target) {
                true => format!("write url = \"{target}\", with a label"),
                false => "name a file of `content/`, such as `timeline.md`".to_string(),
            }),
        }),
        Err(problem) if problem.code.name == BROKEN_LINK.name => Err(LinkProblem {
            code: &UNKNOWN_PAGE,
            ..problem
        }),
        other => other,
    }
}

fn at_config(key: &str, problem: LinkProblem) -> Diagnostic {
    let place = Place::Item(FilePath::new(CONFIG_FILE), Arc::from(key));
    Diagnostic::new(problem.code, place, problem.message).maybe_hint(problem.hint)
}

/// The file a link needs published, with its address.
pub fn file_of(resolved: &Resolved) -> Option<(FilePath, String)> {
    match resolved {
        Resolved::File { address, path, .. } => Some((path.clone(), address.clone())),
        _ => None,
    }
}

/// Where the publisher says how it works.
pub fn policies(
    config: &Config,
    resolver: &Resolver<'_>,
    used: &mut BTreeMap<FilePath, String>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(Policy, Resolved)> {
    let written = config.publisher.iter();
    let written = written.flat_map(|publisher| &publisher.policies);
    let mut policies = Vec::new();
    for (policy, target) in written {
        let resolved = match is_external(target) {
            true => Ok(Resolved::External(target.clone())),
            false => resolve(resolver, target),
        };
        match resolved {
            Ok(Resolved::Page {
                address, anchor, ..
            }) => {
                // Its title may change without any policy being another.
                let (title, description) = (String::new(), None);
                let page = Resolved::Page {
                    address,
                    anchor,
                    title,
                    description,
                };
                policies.push((*policy, page));
            }
            Ok(resolved) => {
                used.extend(file_of(&resolved));
                policies.push((*policy, resolved));
            }
            Err(problem) => {
                let key = format!("publisher/{}", policy.key());
                problems.push(at_config(&key, problem));
            }
        }
    }
    policies
}

/// The pages that send readers on: `[redirects]` of the site and `aliases` of its pages.
///
/// The site's own are those of its own language.
pub fn redirects(
    inputs: &SiteInputs<'_>,
    outline: &Outline,
    resolver: &Resolver<'_>,
    addresses: &mut Addresses,
    used: &mut BTreeMap<FilePath, String>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    let of_site = inputs.config.redirects.iter();
    for (from, target) in of_site.filter(|_| inputs.key().is_none()) {
        let key = format!("redirects/{from}");
        let to = if is_external(target) {
            Some(Resolved::External(target.clone()))
        } else {
            resolve(resolver, target)
                .map_err(|problem| problems.push(at_config(&key, problem)))
                .ok()
        };
        let place = Place::Item(FilePath::new(CONFIG_FILE), Arc::from(key + KEY_ITSELF));
        let owner = format!("the redirect from \"{from}\"");
        let from = take(from, owner, place, addresses, problems);
        let (Some(from), Some(to)) = (from, to) else {
            continue;
        };
        used.extend(file_of(&to));
        let title = match &to {
            Resolved::Page { title, .. } => title.clone(),
            Resolved::External(address) | Resolved::File { address, .. } => address.clone(),
            Resolved::Anchor(_) | Resolved::Broken => continue,
        };
        redirects.push(Redirect { from, to, title });
    }
    for node in &outline.nodes {
        let front = &node.facts.front;
        if editions::is_original(inputs, node) {
            continue;
        }
        for (index, alias) in front.aliases.iter().enumerate() {
            let path = &node.facts.path;
            let place = Place::Item(path.clone(), Arc::from(format!("aliases/{index}")));
            let owner = format!("the alias \"{alias}\" of `{path}`");
            if let Some(from) = take(alias, owner, place, addresses, problems) {
                redirects.push(Redirect {
                    from,
                    to: Resolved::Page {
                        address: node.address.clone(),
                        anchor: None,
                        title: front.title.clone(),
                        description: front.description.clone(),
                    },
                    title: front.title.clone(),
                });
            }
        }
    }
    redirects.sort_by(|a, b| a.from.cmp(&b.from));
    redirects
}

/// Claims the address an old path stands for.
fn take(
    written: &str,
    name: String,
    place: Place,
    addresses: &mut Addresses,
    problems: &mut Vec<Diagnostic>,
) -> Option<String> {
    let Some(address) = redirect_address(written) else {
        let message = format!("\"{written}\" is no path of this site to send readers on from");
        let bare = written.trim_matches('/');
        let is_no_path = is_external(written)
            || written.contains(['#', '?', '\\'])
            || bare.is_empty()
            || bare.split('/').any(|part| part.starts_with('.'));
        let hint = match is_no_path {
            true => {
                "write a path counted from the site's root, such as \"old/page.html\"".to_string()
            }
            false => {
                format!("write \"{bare}.html\" for a page, \"{bare}/\" for a folder")
            }
        };
        problems.push(Diagnostic::new(&BAD_ALIAS, place, message).hint(hint));
        return None;
    };
    let owner = Owner {
        name,
        place: Some(place),
        is_redirect: true,
    };
    addresses.claim(&address, owner).then_some(address)
}

/// `old/page.html` stays, `old/` gives `old/index.html`, anything else is no page.
fn redirect_address(written: &str) -> Option<String> {
    if is_external(written) || written.contains(['#', '?', '\\']) {
        return None;
    }
    let path = join("", &decode(written))?;
    if path.is_empty() || written.split('/').any(|part| part.starts_with('.')) {
        return None;
    }
    if path.ends_with('/') {
        return Some(format!("{path}index.html"));
    }
    path.ends_with(".html").then_some(path)
}
