//! Where a site's files really are: the system tells of changes by real paths, the site names them by
//! the links that lead there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use notify::RecursiveMode;

use super::read::INPUT_FOLDERS;
use super::walk::{Links, is_dropping, slashed};
use crate::input::FilePath;

/// The targets of so many links are watched; changes behind others are found by walking.
const MOST_LINKS: usize = 1000;

/// The folders of a site, and the targets of links in them.
#[derive(Default)]
pub struct Mounts {
    mounts: Vec<Mount>,
    folders: BTreeMap<PathBuf, RecursiveMode>,
}

struct Mount {
    real: PathBuf,
    name: Name,
}

enum Name {
    /// A path of the site.
    Input(FilePath),
    /// Archived texts, which are read all together.
    Snapshots,
}

/// What a changed path is to the site.
#[derive(Debug, PartialEq, Eq)]
pub enum Named {
    Places(BTreeSet<FilePath>),
    Everything,
}

impl Mounts {
    /// Of what stands on the disk now; `root` is a real path.
    pub fn of(root: &Path, links: &Links, snapshots: Option<&Path>) -> Mounts {
        let mut mounts = Mounts::default();
        // The root's own entries tell when one of its folders is made.
        mounts.watch(root, RecursiveMode::NonRecursive);
        for folder in INPUT_FOLDERS {
            let entry = root.join(folder);
            mounts.mount(&entry, || Name::Input(FilePath::new(folder)));
        }
        if let Some(snapshots) = snapshots
            && let Ok(entry) = std::path::absolute(snapshots)
        {
            if let Some(parent) = entry.parent().filter(|parent| parent.is_dir()) {
                mounts.watch(parent, RecursiveMode::NonRecursive);
            }
            mounts.mount(&entry, || Name::Snapshots);
        }
        for (link, target) in links.iter().take(MOST_LINKS) {
            mounts.watch_target(target);
            mounts.mounts.push(Mount {
                real: target.clone(),
                name: Name::Input(link.clone()),
            });
        }
        mounts
    }

    /// A folder that may be a link itself, and what it leads to.
    fn mount(&mut self, entry: &Path, name: impl Fn() -> Name) {
        let target = entry.canonicalize().ok();
        if let Some(target) = &target {
            self.watch_target(target);
        }
        let mut places = BTreeSet::from([entry.to_path_buf()]);
        places.extend(target);
        self.mounts
            .extend(places.into_iter().map(|real| Mount { real, name: name() }));
    }

    fn watch_target(&mut self, target: &Path) {
        match (target.is_dir(), target.parent()) {
            (true, _) => self.watch(target, RecursiveMode::Recursive),
            (false, Some(folder)) => self.watch(folder, RecursiveMode::NonRecursive),
            (false, None) => {}
        }
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) {
        let before = self.folders.entry(folder.to_path_buf()).or_insert(mode);
        if mode == RecursiveMode::Recursive {
            *before = mode;
        }
    }

    /// The folders to be watched, none of them with another that is watched with all below it.
    pub fn folders(&self) -> impl Iterator<Item = (&Path, RecursiveMode)> {
        let is_covered = |folder: &Path| {
            folder
                .ancestors()
                .skip(1)
                .any(|above| self.folders.get(above) == Some(&RecursiveMode::Recursive))
        };
        self.folders
            .iter()
            .map(|(folder, mode)| (folder.as_path(), *mode))
            .filter(move |(folder, _)| !is_covered(folder))
    }

    /// Whether a change there may be one of the site.
    pub fn concern(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_dropping = is_dropping(&name);
        // A link may lead to a file that would be passed over by its name.
        let concerns = |real: &Path| path == real || !is_dropping && path.starts_with(real);
        self.mounts.iter().any(|mount| concerns(&mount.real))
    }

    /// Whether the path is that of a folder with all its files: another may stand there now.
    pub fn is_mount(&self, path: &Path) -> bool {
        self.mounts.iter().any(|mount| path == mount.real)
    }

    /// What the paths are to the site.
    pub fn names<'a>(&self, paths: impl IntoIterator<Item = &'a PathBuf>) -> Named {
        let mut places = BTreeSet::new();
        for path in paths {
            for mount in &self.mounts {
                let place = match (&mount.name, slashed(&mount.real, path)) {
                    (Name::Input(name), Some(rest)) if !rest.is_empty() => {
                        FilePath::new(format!("{name}/{rest}"))
                    }
                    // What it leads to is another now, or a folder that it lies in.
                    (Name::Input(name), _) if mount.real.starts_with(path) => name.clone(),
                    (Name::Snapshots, Some(_)) => return Named::Everything,
                    _ => continue,
                };
                if !place.as_str().contains('/') {
                    return Named::Everything;
                }
                places.insert(place);
            }
        }
        Named::Places(places)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_has_a_name_for_each_link_that_leads_to_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a folder");
        let site = root.join("site");
        for made in ["site/themes", "shared/part", "elsewhere", "archive"] {
            fs::create_dir_all(root.join(made)).expect("a folder");
        }
        fs::write(root.join("elsewhere/page"), "").expect("written");
        // The whole content is a link, one page is, and a folder stands in two places.
        for (target, link) in [
            ("shared", "site/content"),
            ("elsewhere/page", "shared/page.md"),
            ("shared/part", "shared/again"),
        ] {
            symlink(root.join(target), root.join(link)).expect("linked");
        }
        let links = [
            ("content", "shared"),
            ("content/page.md", "elsewhere/page"),
            ("content/again", "shared/part"),
        ];
        let links = links.map(|(link, target)| (FilePath::new(link), root.join(target)));
        let links = Links::from(links);
        let archive = root.join("archive");
        let mounts = Mounts::of(&site, &links, Some(&archive));

        let watched: Vec<_> = mounts.folders().collect();
        let expected = [
            (root.clone(), RecursiveMode::NonRecursive),
            (archive.clone(), RecursiveMode::Recursive),
            (root.join("elsewhere"), RecursiveMode::NonRecursive),
            (root.join("shared"), RecursiveMode::Recursive),
            (site.clone(), RecursiveMode::NonRecursive),
            (site.join("themes"), RecursiveMode::Recursive),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|(path, mode)| (path.as_path(), *mode))
            .collect();
        assert_eq!(watched, expected);

        let names = |path: &str| mounts.names([&root.join(path)]);
        let places = |names: &[&str]| Named::Places(names.iter().map(FilePath::new).collect());
        for (path, expected) in [
            ("shared/a.md", &["content/a.md"][..]),
            (
                "shared/part/b.md",
                &["content/again/b.md", "content/part/b.md"],
            ),
            ("shared/part", &["content/again", "content/part"]),
            ("elsewhere/page", &["content/page.md"]),
            ("elsewhere/other", &[]),
            ("site/themes/own/theme.toml", &["themes/own/theme.toml"]),
            ("site/public/index.html", &[]),
            ("site/notes.txt", &[]),
        ] {
            assert_eq!(names(path), places(expected), "{path}");
            assert_eq!(
                mounts.concern(&root.join(path)),
                !expected.is_empty(),
                "{path}"
            );
        }
        for path in [
            "shared",
            "site/content",
            "site/themes",
            "archive",
            "archive/s001.txt",
        ] {
            assert_eq!(names(path), Named::Everything, "{path}");
        }
        for path in ["shared/.a.md.swp", "shared/4913"] {
            assert!(!mounts.concern(&root.join(path)), "{path}");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a folder");
        let mounts = Mounts::of(&root, &Links::new(), Some(&root.join("sources")));
        for missing in ["content", "themes", "sources"] {
            assert_eq!(mounts.names([&root.join(missing)]), Named::Everything);
        }
    }
}
