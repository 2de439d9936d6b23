//! Where the links of pages, menus and redirects lead.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::files::{
    always_published, content_name, file_address, is_page, is_private, language_of, original_name,
};
use super::outline::Outline;
use super::paths::{decode, encode, folder, is_external, join, plain_relative};
use super::problems::{BROKEN_LINK, LINK_TO_PRIVATE, LINK_TO_UNPUBLISHED};
use super::types::Resolved;
use crate::diagnostics::Code;
use crate::input::{FilePath, InputTree};
use crate::values::did_you_mean;

/// So many missing paths get a guess; each costs a look at every path of the site.
const GUESSES: usize = 200;

/// What is wrong with a link.
#[derive(Debug)]
pub struct LinkProblem {
    pub code: &'static Code,
    pub message: String,
    pub hint: Option<String>,
}

/// Knows every path a link may name.
pub struct Resolver<'a> {
    outline: &'a Outline,
    /// The key of the language if it is not the site's own, and the pages of all others by theirs.
    key: Option<&'a str>,
    others: BTreeMap<&'a str, &'a Outline>,
    keys: Vec<String>,
    /// Files that may be published, by their path within `content/` in NFC.
    files: BTreeMap<String, FilePath>,
    /// Pages no file of content stands for: address and title by the path that links name.
    generated: BTreeMap<String, (String, String)>,
    by_address: BTreeMap<&'a str, usize>,
    /// Pages that exist and could not be read.
    unread: BTreeMap<String, FilePath>,
    guesses: Mutex<BTreeMap<String, Option<String>>>,
}

impl<'a> Resolver<'a> {
    /// `others` are the pages of the other languages by their keys, `key` is the own one; of both the
    /// site's own language has none.
    pub fn new(
        outline: &'a Outline,
        tree: &InputTree,
        generated: BTreeMap<String, (String, String)>,
        key: Option<&'a str>,
        others: BTreeMap<&'a str, &'a Outline>,
    ) -> Resolver<'a> {
        let keys = others.keys().copied().chain(key);
        let keys: Vec<String> = keys.map(str::to_string).collect();
        let mut files = BTreeMap::new();
        let mut unread = BTreeMap::new();
        for (_, path, _) in tree.below("content") {
            let Some(name) = content_name(path) else {
                continue;
            };
            if is_private(&name) {
                continue;
            }
            let language = language_of(&name, &keys);
            if is_page(&name) && language.is_some() && language != key {
                continue;
            }
            let name = match language.filter(|_| is_page(&name)) {
                Some(key) => original_name(&name, key),
                None => name,
            };
            if !is_page(&name) {
                files.entry(name).or_insert_with(|| path.clone());
            } else if !outline.by_name.contains_key(&name)
                && !outline.unpublished.contains_key(&name)
            {
                unread.insert(name, path.clone());
            }
        }
        let mut by_address = BTreeMap::new();
        for (index, node) in outline.nodes.iter().enumerate() {
            let address = node.address.as_str();
            let below = key.and_then(|key| address.strip_prefix(key)?.strip_prefix('/'));
            by_address.entry(below.unwrap_or(address)).or_insert(index);
        }
        Resolver {
            outline,
            key,
            others,
            keys,
            files,
            generated,
            by_address,
            unread,
            guesses: Mutex::default(),
        }
    }

    /// Where a target leads from the file of a name; the empty name stands for `content/` itself.
    /// `embeds`: a file is needed, a page will not do.
    pub fn resolve(&self, from: &str, target: &str, embeds: bool) -> Result<Resolved, LinkProblem> {
        self.look_up(from, target, embeds, true)
    }

    /// [`Resolver::resolve`] for links that lead somewhere. Nothing is guessed, so the order in which
    /// threads ask changes nothing.
    pub fn resolve_good(&self, from: &str, target: &str, embeds: bool) -> Option<Resolved> {
        self.look_up(from, target, embeds, false).ok()
    }

    fn look_up(
        &self,
        from: &str,
        target: &str,
        embeds: bool,
        explain: bool,
    ) -> Result<Resolved, LinkProblem> {
        if is_external(target) {
            return Ok(Resolved::External(target.to_string()));
        }
        let (path, fragment) = match target.split_once('#') {
            Some((path, fragment)) => (path, Some(decode(fragment))),
            None => (target, None),
        };
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        if path.is_empty() {
            return match fragment {
                Some(fragment) if !embeds => Ok(Resolved::Anchor(fragment)),
                _ => Err(problem(&BROKEN_LINK, "this link names nothing".to_string())
                    .hint("write the file it leads to, such as `timeline.md`".to_string())),
            };
        }
        let fragment = fragment.filter(|fragment| !fragment.is_empty());
        let written = decode(path);
        let Some(name) = join(folder(from), &written) else {
            let message = format!("`{path}` leads out of `content/`");
            return Err(problem(&BROKEN_LINK, message).hint(
                "a link stays within `content/`, where all published files lie".to_string(),
            ));
        };
        self.named(from, path, &name, fragment, embeds, explain)
    }

    /// [`Resolver::look_up`] once the path within `content/` is known.
    fn named(
        &self,
        from: &str,
        written: &str,
        name: &str,
        fragment: Option<String>,
        embeds: bool,
        explain: bool,
    ) -> Result<Resolved, LinkProblem> {
        if is_private(name) {
            let message = format!("`{written}` is never published, so no page can link to it");
            return Err(problem(&LINK_TO_PRIVATE, message).hint(private_hint(name)));
        }
        let is_folder = name.is_empty() || name.ends_with('/');
        let index;
        let page_name: &str = match is_folder {
            true => {
                index = format!("{name}index.md");
                &index
            }
            false => name,
        };
        let named;
        let (outline, page_name) = match language_of(page_name, &self.keys) {
            Some(key) => {
                named = original_name(page_name, key);
                let other = self.others.get(key).filter(|_| Some(key) != self.key);
                (*other.unwrap_or(&self.outline), &*named)
            }
            None => (self.outline, page_name),
        };
        if let Some(page) = outline.by_name.get(page_name) {
            let node = &outline.nodes[*page];
            if embeds {
                let message =
                    format!("`{written}` is a page, but a picture or file is needed here");
                return Err(problem(&BROKEN_LINK, message));
            }
            return Ok(Resolved::Page {
                address: node.address.clone(),
                anchor: fragment,
                title: node.facts.front.title.clone(),
                description: node.facts.front.description.clone(),
            });
        }
        if let Some(why) = outline.unpublished.get(page_name) {
            let message = format!("{}, so no page can link to it", why.says(written));
            return Err(problem(&LINK_TO_UNPUBLISHED, message).hint(why.hint().to_string()));
        }
        if let Some(path) = self.files.get(name) {
            return Ok(Resolved::File {
                address: file_address(name),
                path: path.clone(),
                fragment,
            });
        }
        if self.unread.contains_key(page_name) {
            return Ok(Resolved::Broken);
        }
        if let Some((address, title)) = self.generated.get(name).filter(|_| !embeds) {
            return Ok(Resolved::Page {
                address: address.clone(),
                anchor: fragment,
                title: title.clone(),
                description: None,
            });
        }
        Err(match explain {
            true => self.missing(from, written, name, fragment),
            false => problem(&BROKEN_LINK, String::new()),
        })
    }

    fn missing(
        &self,
        from: &str,
        written: &str,
        name: &str,
        fragment: Option<String>,
    ) -> LinkProblem {
        let as_written = |name: &str| {
            let mut link = plain_relative(from, name);
            if let Some(fragment) = &fragment {
                link = format!("{link}#{fragment}");
            }
            if link.contains([' ', '(', ')', '<', '>']) {
                link = encode(&link).replace('(', "%28").replace(')', "%29");
            }
            format!("write `{link}`")
        };
        let is_page = |name: &str| self.outline.by_name.contains_key(name);
        if written.contains('\\') {
            let message = format!("`{written}` leads nowhere: folders are parted by `/`");
            return problem(&BROKEN_LINK, message)
                .hint(format!("write `{}`", written.replace('\\', "/")));
        }
        if name.is_empty() || name.ends_with('/') {
            let message = format!("`{written}` is no page: `content/{name}` has no index.md");
            let some = self.guess(&format!("{name}index.md"));
            return problem(&BROKEN_LINK, message).maybe_hint(
                some.map(|name| format!("did you mean `{}`?", plain_relative(from, &name))),
            );
        }
        let nowhere = format!("`{written}` leads nowhere: there is no `content/{name}`");
        let index = format!("{name}/index.md");
        if is_page(&index) {
            return problem(&BROKEN_LINK, nowhere).hint(as_written(&index));
        }
        let page = format!("{name}.md");
        if is_page(&page) {
            return problem(&BROKEN_LINK, nowhere).hint(as_written(&page));
        }
        if let Some(node) = self.by_address.get(name) {
            let file = &self.outline.nodes[*node].name;
            let message =
                format!("`{written}` is a published page; a link names its Markdown file");
            return problem(&BROKEN_LINK, message).hint(as_written(file));
        }
        let guess = self.guess(name);
        match guess {
            Some(found) if found.to_lowercase() == name.to_lowercase() => {
                let message = format!(
                    "`{written}` leads nowhere: the file is called `content/{found}`, and capitals count"
                );
                problem(&BROKEN_LINK, message).hint(as_written(&found))
            }
            Some(found) => {
                let link = plain_relative(from, &found);
                problem(&BROKEN_LINK, nowhere).hint(format!("did you mean `{link}`?"))
            }
            None => problem(&BROKEN_LINK, nowhere),
        }
    }

    /// The path most likely meant: but for capitals the same, of the same name in another folder,
    /// or spelled alike.
    fn guess(&self, missing: &str) -> Option<String> {
        let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = guesses.get(missing) {
            return known.clone();
        }
        if guesses.len() == GUESSES {
            return None;
        }
        let folded = missing.to_lowercase();
        let guess = self
            .names()
            .find(|name| name.to_lowercase() == folded)
            .or_else(|| self.same_name_elsewhere(missing))
            .or_else(|| self.spelled_alike(missing))
            .map(str::to_string);
        guesses.insert(missing.to_string(), guess.clone());
        guess
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let pages = self.outline.by_name.keys();
        pages.chain(self.files.keys()).map(String::as_str)
    }

    fn same_name_elsewhere(&self, missing: &str) -> Option<&str> {
        let file = |name| split(name).1;
        self.names()
            .filter(|name| file(missing) != "index.md" && file(name) == file(missing))
            .min_by_key(|name| (plain_relative(missing, name).len(), *name))
    }

    /// Folders are compared with folders and names with the names beside them, without what they
    /// share: in `cases/2014/a.md` the folder would make `b.md` look near.
    fn spelled_alike(&self, missing: &str) -> Option<&str> {
        let (folder, file) = split(missing);
        if file == "index.md" {
            let sections = self.names().filter(|name| split(name).1 == file);
            let folders: BTreeMap<&str, &str> =
                sections.map(|name| (split(name).0, name)).collect();
            let near = did_you_mean(folder, folders.keys().copied())?;
            return folders.get(near).copied();
        }
        let stem = |file: &'_ str| file.rfind('.').unwrap_or(file.len());
        let beside = self.names().filter(|name| split(name).0 == folder);
        let mut stems: BTreeMap<&str, &str> = BTreeMap::new();
        for name in beside {
            let other = split(name).1;
            let known = stems.entry(&other[..stem(other)]).or_insert(name);
            if other[stem(other)..] == file[stem(file)..] {
                *known = name;
            }
        }
        let near = did_you_mean(&file[..stem(file)], stems.keys().copied())?;
        stems.get(near).copied()
    }

    /// Files published whether or not anything refers to them.
    pub fn always_published(&self) -> impl Iterator<Item = (&FilePath, String)> {
        let files = self.files.iter().filter(|(name, _)| always_published(name));
        files.map(|(name, path)| (path, file_address(name)))
    }
}

/// A path's folder, with its slash, and its last part.
fn split(name: &str) -> (&str, &str) {
    name.split_at(folder(name).len())
}

fn private_hint(name: &str) -> String {
    let hint = if name == "site.toml" || name.starts_with("ledger/") {
        "what readers may see of the ledger is shown by blocks such as `::: sources`"
    } else {
        "rename it: names that begin with `.`, `_` or `~` stay home"
    };
    hint.to_string()
}

fn problem(code: &'static Code, message: String) -> LinkProblem {
    LinkProblem {
        code,
        message,
        hint: None,
    }
}

impl LinkProblem {
    fn hint(self, hint: String) -> LinkProblem {
        self.maybe_hint(Some(hint))
    }

    fn maybe_hint(mut self, hint: Option<String>) -> LinkProblem {
        self.hint = hint;
        self
    }
}
