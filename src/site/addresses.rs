//! Who holds which address: no two may share one, nor differ only in capitals.

use std::collections::BTreeMap;

use super::beside::{Beside, made_beside, page_beside};
use super::problems::{ADDRESS_CASE, ADDRESS_TAKEN, LANGUAGE_FOLDER};
use crate::config::CONFIG_FILE;
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::values::nfc;

/// Files every site has or may have.
const RESERVED: [&str; 11] = [
    "404.html",
    "_headers",
    "_redirects",
    "claims-1.schema.json",
    "claims.json",
    "corrections.json",
    "corrections.xml",
    "feed.json",
    "feed.xml",
    "robots.txt",
    "sitemap.xml",
];

/// Who wants an address.
#[derive(Clone, Debug)]
pub struct Owner {
    /// For a message: `` `content/a.md` ``.
    pub name: String,
    /// None for what no writer made.
    pub place: Option<Place>,
    /// An old path that sends readers on: nothing is lost without it.
    pub is_redirect: bool,
}

/// The addresses given so far.
pub struct Addresses {
    taken: BTreeMap<String, Owner>,
    /// By the address in small letters: the address.
    folded: BTreeMap<String, String>,
    /// Folders of addresses, with who made each first.
    folders: BTreeMap<String, Owner>,
    folded_folders: BTreeMap<String, String>,
    /// Folders that belong to the pages of other languages.
    kept_free: Vec<String>,
    problems: Vec<Diagnostic>,
}

impl Addresses {
    /// With the files every site has, and those of the theme.
    pub fn new(theme_assets: &[String]) -> Addresses {
        let mut addresses = Addresses {
            taken: BTreeMap::new(),
            folded: BTreeMap::new(),
            folders: BTreeMap::new(),
            folded_folders: BTreeMap::new(),
            kept_free: Vec::new(),
            problems: Vec::new(),
        };
        let assets = theme_assets.iter().map(String::as_str);
        for address in RESERVED.into_iter().chain(assets) {
            if !addresses.taken.contains_key(address) {
                addresses.claim(
                    address,
                    Owner {
                        name: "a file that belongs to every site".to_string(),
                        place: None,
                        is_redirect: false,
                    },
                );
            }
        }
        addresses
    }

    /// Keeps the folders of other languages free of pages.
    pub fn keep_free<'k>(&mut self, languages: impl Iterator<Item = &'k str>) {
        self.kept_free.extend(languages.map(str::to_string));
    }

    /// Takes what others have taken already.
    pub fn take(&mut self, others: Vec<(String, Owner)>) {
        for (address, owner) in others {
            self.folded.insert(address.to_lowercase(), address.clone());
            self.taken.insert(address, owner);
        }
    }

    /// [`Addresses::claim`] for a page.
    pub fn claim_page(&mut self, address: &str, owner: Owner) -> bool {
        let mut kept_free = self.kept_free.iter();
        let folder = address.split_once('/').map(|(folder, _)| folder);
        let Some(language) = kept_free.find(|key| Some(key.as_str()) == folder) else {
            return self.claim(address, owner);
        };
        let message = format!(
            "{} would be published as `{address}`, among the pages in `{language}`",
            owner.name
        );
        let place = owner
            .place
            .unwrap_or_else(|| Place::File(FilePath::new(CONFIG_FILE)));
        let hint = format!(
            "a translation lies beside its original and is called `name.{language}.md`; \
             else give the folder another name"
        );
        let problem = Diagnostic::new(&LANGUAGE_FOLDER, place, message);
        self.problems.push(problem.hint(hint));
        false
    }

    /// Gives the address to its owner; false, with a problem, if another has it.
    pub fn claim(&mut self, address: &str, owner: Owner) -> bool {
        if let Some(other) = self.taken.get(address) {
            let message = format!(
                "{} and {} would both be published as `{address}`",
                owner.name, other.name
            );
            let problem = collision(&owner, other, message);
            self.problems.push(problem);
            return false;
        }
        if let Some(other) = self.folders.get(address) {
            let message = format!(
                "{} would be published as `{address}`, which {} needs as a folder",
                owner.name, other.name
            );
            let problem = collision(&owner, other, message);
            self.problems.push(problem);
            return false;
        }
        if !self.claim_folders(address, &owner) {
            return false;
        }
        let folded = address.to_lowercase();
        match self.folded.get(&folded).and_then(|as_taken| {
            let other = self.taken.get(as_taken)?;
            Some(differs_in_case(&owner, address, other, as_taken))
        }) {
            Some(problem) => self.problems.push(problem),
            None => {
                self.folded.insert(folded, address.to_string());
            }
        }
        self.taken.insert(address.to_string(), owner);
        true
    }

    /// Makes the folders above an address known.
    fn claim_folders(&mut self, address: &str, owner: &Owner) -> bool {
        let mut at = address;
        while let Some((folder, _)) = at.rsplit_once('/') {
            if self.folders.contains_key(folder) {
                return true;
            }
            if let Some(other) = self.taken.get(folder) {
                let message = format!(
                    "{} would be published as `{address}`, but {} is published as `{folder}`, \
                     which then cannot be a folder",
                    owner.name, other.name
                );
                let problem = collision(owner, other, message);
                self.problems.push(problem);
                return false;
            }
            let folded = folder.to_lowercase();
            match self.folded_folders.get(&folded).and_then(|as_taken| {
                let other = self.folders.get(as_taken)?;
                let (folder, as_taken) = (format!("{folder}/"), format!("{as_taken}/"));
                Some(differs_in_case(owner, &folder, other, &as_taken))
            }) {
                Some(problem) => self.problems.push(problem),
                None => {
                    self.folded_folders.insert(folded, folder.to_string());
                }
            }
            self.folders.insert(folder.to_string(), owner.clone());
            at = folder;
        }
        true
    }

    /// Tells of files of the site that stand where something is made beside a page. `prefix` is the folder
    /// of the language.
    pub fn keep_beside_free(&mut self, prefix: &str, twins: bool, feeds: bool) {
        let files = self.taken.iter().chain(&self.folders);
        let in_the_way = files.filter_map(|(address, owner)| {
            let named = address.strip_prefix(prefix)?;
            let page = match made_beside(named)? {
                Beside::Twin if twins => page_beside(address)?,
                Beside::TagFeed if feeds => page_beside(address)?,
                Beside::SitemapPart if prefix.is_empty() => {
                    let name = "a part of the sitemap".to_string();
                    return Some((address, owner, name));
                }
                _ => return None,
            };
            let page = self.taken.get(&page).filter(|page| !page.is_redirect)?;
            let name = match made_beside(named)? {
                Beside::Twin => format!("{} as Markdown", page.name),
                _ => format!("the feed of {}", page.name),
            };
            Some((address, owner, name))
        });
        let found = in_the_way.map(|(address, owner, name)| {
            let message = format!(
                "{} and {name} would both be published as `{address}`",
                owner.name
            );
            let other = Owner {
                name,
                place: None,
                is_redirect: false,
            };
            collision(owner, &other, message)
        });
        let found: Vec<Diagnostic> = found.collect();
        self.problems.extend(found);
    }

    pub fn into_problems(self) -> Vec<Diagnostic> {
        self.problems
    }
}

fn collision(owner: &Owner, other: &Owner, mut message: String) -> Diagnostic {
    if owner.name != other.name && nfc(&owner.name) == nfc(&other.name) {
        message.push_str("; their names differ only in how an accent is stored");
    }
    let hint = match (&owner.place, &other.place) {
        _ if owner.is_redirect && other.is_redirect => {
            "an old path can lead to one place only: remove one of the two"
        }
        _ if owner.is_redirect || other.is_redirect => {
            "remove the old path: what is published there is found without it"
        }
        (Some(_), Some(_)) => "rename one of the two, or give a page another `slug`",
        _ => "rename it, or give it another `slug`",
    };
    let problem = Diagnostic::new(&ADDRESS_TAKEN, place(owner, other), message).hint(hint);
    beside(problem, owner, other, "this has the address already")
}

fn differs_in_case(owner: &Owner, address: &str, other: &Owner, taken: &str) -> Diagnostic {
    let (verb, noun) = match address.ends_with('/') {
        true => ("in", "folder"),
        false => ("as", "file"),
    };
    let message = format!(
        "{} is published {verb} `{address}` and {} {verb} `{taken}`, which differ only in capitals",
        owner.name, other.name
    );
    let problem = Diagnostic::new(&ADDRESS_CASE, place(owner, other), message).hint(format!(
        "rename one of the two: Windows and macOS take them for one {noun}"
    ));
    beside(problem, owner, other, "the other one")
}

/// Where a writer can mend the problem.
fn place(owner: &Owner, other: &Owner) -> Place {
    let place = owner.place.as_ref().or(other.place.as_ref());
    place.cloned().unwrap_or(Place::Site)
}

/// Adds the other place, unless the problem stands there already.
fn beside(problem: Diagnostic, owner: &Owner, other: &Owner, what: &str) -> Diagnostic {
    match (&owner.place, &other.place) {
        (Some(_), Some(place)) => problem.related(place.clone(), what),
        _ => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::FilePath;

    fn problems(wanted: &[&str]) -> Vec<(&'static str, String)> {
        let mut addresses = Addresses::new(&["assets/style.css".to_string()]);
        for address in wanted {
            addresses.claim(
                address,
                Owner {
                    name: format!("<{address}>"),
                    place: Some(Place::File(FilePath::new(address))),
                    is_redirect: false,
                },
            );
        }
        let problems = addresses.into_problems().into_iter();
        problems
            .map(|problem| (problem.code, problem.message))
            .collect()
    }

    #[test]
    fn an_address_has_one_owner() {
        assert!(problems(&["a.html", "b.html", "x/a.html"]).is_empty());
        for wanted in [
            &["a.html", "a.html"][..],
            &["404.html"],
            &["assets/style.css"],
        ] {
            let problems = problems(wanted);
            assert_eq!(problems.len(), 1, "{wanted:?}");
            assert_eq!(problems[0].0, "address-taken");
            assert!(problems[0].1.contains("would both be published as"));
        }
    }

    #[test]
    fn a_file_is_no_folder() {
        for wanted in [
            ["a.html", "a.html/index.html"],
            ["a.html/x/index.html", "a.html"],
        ] {
            let problems = problems(&wanted);
            assert_eq!(problems.len(), 1, "{wanted:?}");
            assert_eq!(problems[0].0, "address-taken");
            assert!(problems[0].1.contains("folder"), "{}", problems[0].1);
        }
    }

    #[test]
    fn addresses_and_folders_that_differ_only_in_capitals_are_one_problem_each() {
        for wanted in [
            &["É.html", "é.html"][..],
            &["A/x.html", "a/y.html", "a/z.html"],
        ] {
            let problems = problems(wanted);
            assert_eq!(problems.len(), 1, "{wanted:?}");
            assert_eq!(problems[0].0, "address-case");
        }
        // The folder already says it, but the file is a second place to mend.
        assert_eq!(problems(&["A/x.html", "a/x.html"]).len(), 2);
    }
}
