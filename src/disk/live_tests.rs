//! Whatever is done to a site's files, a look where something was done sees what a first look at
//! everything sees.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::live::LiveFiles;
use super::mounts::{Mounts, Named};
use super::read::read_site;
use super::walk::is_dropping;
use super::watch::Look;

/// So many things are done in a row.
const STEPS: usize = 400;
const SEEDS: u64 = 6;

const FOLDERS: [&str; 6] = [
    "content",
    "content/a",
    "content/a/b",
    "content/.git",
    "themes/own",
    "elsewhere",
];
const NAMES: [&str; 8] = [
    "one.md", "two.md", "a", "b", "link", "4913", "one.md~", "three",
];

/// Numbers that look random, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn path(&mut self, root: &Path) -> PathBuf {
        let folder = FOLDERS[self.below(FOLDERS.len())];
        root.join(folder).join(NAMES[self.below(NAMES.len())])
    }
}

/// The path by which the system tells of an entry, links above it followed.
fn told(path: &Path) -> Option<PathBuf> {
    let folder = path.parent()?.canonicalize().ok()?;
    Some(folder.join(path.file_name()?))
}

fn is_file(path: &Path) -> bool {
    path.symlink_metadata()
        .is_ok_and(|metadata| metadata.is_file())
}

/// Only files are passed over by such names, and hints do not tell which it is.
fn is_left_behind(path: &Path) -> bool {
    is_dropping(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// Does one thing, and gives the paths the system would name. What cannot be done is left.
fn act(root: &Path, dice: &mut Dice, step: usize) -> Vec<PathBuf> {
    let path = dice.path(root);
    let mut hints: Vec<PathBuf> = Vec::new();
    match dice.below(14) {
        0..=4 => {
            // Folders that are made on the way are told of, and what is below them is not.
            let above: Vec<&Path> = path.ancestors().skip(1).collect();
            let new = above.iter().rev().find(|folder| !folder.exists());
            hints.extend(new.and_then(|folder| told(folder)));
            let text = match dice.below(3) {
                0 => "the same".to_string(),
                _ => format!("step {step}"),
            };
            if fs::create_dir_all(above[0]).is_ok() && fs::write(&path, text).is_ok() {
                hints.extend(path.canonicalize());
            }
        }
        5..=6 => {
            hints.extend(told(&path));
            let is_folder = path.is_dir() && !path.is_symlink();
            let _ = match is_folder {
                true => fs::remove_dir_all(&path),
                false => fs::remove_file(&path),
            };
        }
        7..=9 => {
            let to = dice.path(root);
            if is_file(&path) || !is_left_behind(&to) {
                hints.extend([told(&path), told(&to)].into_iter().flatten());
                let _ = fs::rename(&path, &to);
            }
        }
        10 | 11 if !is_left_behind(&path) && !is_hidden(&path) => {
            let target = dice.path(root);
            let target = match dice.below(3) {
                0 => target.parent().expect("a folder").to_path_buf(),
                _ => target,
            };
            hints.extend(told(&path));
            let _ = fs::remove_file(&path);
            let _ = symlink(target, &path);
        }
        10..=12 => {
            let folder = root.join(FOLDERS[dice.below(FOLDERS.len())]);
            hints.extend(told(&folder));
            let aside = root.join("aside");
            let _ = fs::remove_dir_all(&aside);
            let _ = fs::rename(&folder, aside);
        }
        _ => {
            let folder = root.join(FOLDERS[dice.below(FOLDERS.len())]);
            hints.extend(told(&folder));
            let _ = fs::rename(root.join("aside"), folder);
        }
    }
    hints
}

/// Whether no walk of the site comes by, except through a link.
fn is_hidden(path: &Path) -> bool {
    let mut parts = path.iter();
    parts.any(|part| part == ".git" || part == "elsewhere" || part == "aside")
}

/// A link of the site may lead on through another that is not in the site. Nobody tells of that one:
/// such changes are left to the walk.
fn has_hidden_links(root: &Path) -> bool {
    let entries = walkdir::WalkDir::new(root).into_iter().flatten();
    entries
        .filter(|entry| entry.path_is_symlink())
        .any(|entry| is_hidden(entry.path()))
}

/// Links that lead nowhere or in a circle would hide everything else.
fn mend(root: &Path) -> Vec<PathBuf> {
    let mut hints = Vec::new();
    while let Err(error) = read_site(root) {
        let message = &error.troubles[0].message;
        let path = root.join(message.split('`').nth(1).expect("a path"));
        hints.extend(told(&path));
        fs::remove_file(&path)
            .or_else(|_| fs::remove_dir_all(&path))
            .expect("removed");
    }
    hints
}

/// How many looks were at some places, and how many found the site unreadable.
fn walk_at_random(seed: u64) -> [usize; 2] {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a folder");
    fs::create_dir_all(root.join("content/a")).expect("a folder");
    let mut live = LiveFiles::open(&root, None, true).expect("read");
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let [mut partial, mut refused] = [0, 0];
    let mut aside = None;
    for step in 0..STEPS {
        let mounts = Mounts::of(&root, live.links(), None);
        let mut hints: Vec<PathBuf> = (0..=dice.below(2))
            .flat_map(|_| act(&root, &mut dice, step))
            .collect();
        if dice.below(4) > 0 {
            hints.extend(mend(&root));
        }
        hints.retain(|path| mounts.concern(path));
        let look = match mounts.names(&hints) {
            Named::Places(places) => Look::At(places),
            Named::Everything => Look::All,
        };
        let is_told = !has_hidden_links(&root);
        partial += usize::from(is_told && matches!(look, Look::At(_)));
        let said = format!("seed {seed}, step {step}: {look:?}");
        let before = live.inputs().clone();
        // A walk aside sees what was there when it went by, however late it is done.
        if dice.below(3) == 0 {
            aside = Some(live.walk_aside());
        }
        let mut seen = live.look(look);
        let expected = read_site(&root);
        if dice.below(3) == 0
            && let Some(walked) = aside.take()
        {
            seen = live.look_aside(walked);
        }
        // What is wrong elsewhere is found by the next walk.
        if !is_told || expected.is_err() {
            seen = match dice.below(2) {
                0 => live.look(Look::Idle),
                _ => live.look_aside(live.walk_aside()),
            };
        }
        match &expected {
            Ok(expected) => assert_eq!(live.inputs(), expected, "{said}"),
            Err(_) => {
                assert_eq!(seen.err(), expected.err(), "{said}");
                refused += 1;
            }
        }
        let told = live.take_changed();
        let all = || before.iter().chain(live.inputs().iter());
        let differ: BTreeSet<String> = all()
            .filter(|(path, _)| before.get(path.as_str()) != live.inputs().get(path.as_str()))
            .map(|(path, _)| path.to_string())
            .collect();
        assert_eq!(told, differ, "{said}");
    }
    [partial, refused]
}

#[test]
fn a_look_at_some_places_sees_what_a_walk_sees() {
    let counts: Vec<[usize; 2]> = (1..=SEEDS).map(walk_at_random).collect();
    let [partial, refused]: [usize; 2] =
        [0, 1].map(|index| counts.iter().map(|count| count[index]).sum());
    let steps = STEPS * counts.len();
    // Otherwise little was tried.
    assert!(partial > steps / 2, "{partial} of {steps}");
    assert!(refused > steps / 200, "{refused} of {steps}");
}
