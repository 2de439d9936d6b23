//! What the output folder looks like after a build, whatever stood there before.

#![allow(
    clippy::disallowed_methods,
    reason = "tests look at the disk themselves"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use nutgraf::disk::{Written, write_site};
use nutgraf::output::OutputTree;
use proptest::prelude::*;

struct Place {
    _folder: tempfile::TempDir,
    root: PathBuf,
    out: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("site");
    fs::create_dir_all(root.join("content")).expect("content");
    let out = root.join("public");
    Place {
        _folder: folder,
        root,
        out,
    }
}

fn tree(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::new();
    for (path, text) in files {
        tree.insert(path, text.as_bytes().to_vec());
    }
    tree
}

/// Every file below a folder but our own notes, with its text.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        if entry.file_type().is_file() {
            let path = entry
                .path()
                .strip_prefix(folder)
                .expect("below")
                .to_string_lossy()
                .into_owned();
            if !path.starts_with(".nutgraf/") {
                files.insert(path, fs::read_to_string(entry.path()).expect("text"));
            }
        }
    }
    files
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

fn wanted(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files
        .iter()
        .map(|(path, text)| (path.to_string(), text.to_string()))
        .collect()
}

#[test]
fn a_second_build_touches_only_what_changed_and_removes_what_is_gone() {
    let place = place();
    let first = [("index.html", "1"), ("a/b.html", "1"), ("style.css", "1")];
    let written = write_site(&place.root, &place.out, &tree(&first)).expect("written");
    assert_eq!(
        written,
        Written {
            new: 3,
            changed: 0,
            untouched: 0,
            removed: 0
        }
    );
    let time = |path: &str| {
        fs::metadata(place.out.join(path))
            .and_then(|data| data.modified())
            .expect("a time")
    };
    let before = (time("style.css"), time(".nutgraf/manifest"));
    std::thread::sleep(std::time::Duration::from_millis(20));

    let same = write_site(&place.root, &place.out, &tree(&first)).expect("written");
    assert_eq!(
        same,
        Written {
            new: 0,
            changed: 0,
            untouched: 3,
            removed: 0
        }
    );
    assert_eq!((time("style.css"), time(".nutgraf/manifest")), before);

    let second = [("index.html", "2"), ("c.html", "1"), ("style.css", "1")];
    let written = write_site(&place.root, &place.out, &tree(&second)).expect("written");
    assert_eq!(
        written,
        Written {
            new: 1,
            changed: 1,
            untouched: 1,
            removed: 1
        }
    );
    assert_eq!(files(&place.out), wanted(&second));
    assert_eq!(time("style.css"), before.0);
    assert!(
        !place.out.join("a").exists(),
        "a folder we emptied goes too"
    );
}

#[test]
fn files_of_others_stay() {
    let place = place();
    for name in ["CNAME", ".nojekyll", ".gitignore", ".git/config"] {
        put(&place.out, name, "theirs");
    }
    write_site(&place.root, &place.out, &tree(&[("index.html", "1")])).expect("written");
    put(&place.out, "notes.txt", "mine");
    put(&place.out, "x/notes.txt", "mine");
    write_site(&place.root, &place.out, &tree(&[("x/y.html", "1")])).expect("written");
    write_site(&place.root, &place.out, &tree(&[("z.html", "1")])).expect("written");
    let left = files(&place.out);
    for name in [
        "CNAME",
        ".nojekyll",
        ".gitignore",
        ".git/config",
        "notes.txt",
        "x/notes.txt",
        "z.html",
    ] {
        assert!(left.contains_key(name), "{name} in {left:?}");
    }
    assert_eq!(left.len(), 7);
}

#[test]
fn a_foreign_folder_is_refused_and_left_as_it_was() {
    let place = place();
    put(&place.out, "thesis.txt", "mine");
    let error =
        write_site(&place.root, &place.out, &tree(&[("index.html", "1")])).expect_err("refused");
    assert!(error.to_string().contains("thesis.txt"), "{error}");
    assert_eq!(files(&place.out), wanted(&[("thesis.txt", "mine")]));
    assert!(!place.out.join(".nutgraf").exists());
}

#[test]
fn a_foreign_file_in_the_way_is_refused_before_anything_is_written() {
    let place = place();
    write_site(&place.root, &place.out, &tree(&[("index.html", "1")])).expect("written");
    put(&place.out, "b.html", "mine");
    put(&place.out, "d", "mine");
    for new in [
        [("index.html", "2"), ("b.html", "1")],
        [("index.html", "2"), ("d/e.html", "1")],
    ] {
        let error = write_site(&place.root, &place.out, &tree(&new)).expect_err("refused");
        assert!(error.to_string().contains("public/"), "{error}");
        assert_eq!(files(&place.out)["index.html"], "1");
    }
    // The same bytes are as good as ours.
    write_site(&place.root, &place.out, &tree(&[("b.html", "mine")])).expect("written");
}

#[test]
fn the_site_itself_is_never_an_output_folder() {
    let place = place();
    let inside = place.root.join("content/out");
    for out in [
        place.root.as_path(),
        place.root.parent().expect("above"),
        &inside,
    ] {
        let error =
            write_site(&place.root, out, &tree(&[("index.html", "1")])).expect_err("refused");
        assert!(error.to_string().contains("--out"), "{error}");
    }
    assert!(!inside.exists());
}

#[test]
fn a_damaged_manifest_is_not_trusted() {
    let place = place();
    write_site(&place.root, &place.out, &tree(&[("index.html", "1")])).expect("written");
    put(
        &place.out,
        ".nutgraf/manifest",
        "nutgraf manifest 1\n00  ../content/site.toml\n",
    );
    put(&place.root, "content/site.toml", "title = 1");
    write_site(&place.root, &place.out, &tree(&[("index.html", "2")])).expect_err("refused");
    assert!(place.root.join("content/site.toml").exists());
}

#[test]
fn a_file_may_become_a_folder_and_back() {
    let place = place();
    let shapes: [&[(&str, &str)]; 3] = [
        &[("a", "1"), ("b/c/d", "1")],
        &[("a/x", "2"), ("b", "2")],
        &[("a", "3"), ("b/c/d", "3")],
    ];
    for shape in shapes {
        write_site(&place.root, &place.out, &tree(shape)).expect("written");
        assert_eq!(files(&place.out), wanted(shape));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A build that was killed leaves the manifest of both sites, any part of the new files in
    /// place, any part of the old ones removed, and perhaps a temporary file.
    #[test]
    fn the_next_build_repairs_a_killed_one(
        old in prop::collection::btree_map("[a-c](/[a-c])?\\.html", "[0-9]", 0..6),
        new in prop::collection::btree_map("[a-c](/[a-c])?\\.html", "[0-9]", 0..6),
        done in prop::collection::vec(any::<bool>(), 12),
    ) {
        let place = place();
        let as_tree = |files: &BTreeMap<String, String>| {
            let mut tree = OutputTree::new();
            for (path, text) in files {
                tree.insert(path, text.as_bytes().to_vec());
            }
            tree
        };
        write_site(&place.root, &place.out, &as_tree(&old)).expect("written");
        let mut both = old.clone();
        both.extend(new.clone());
        // The manifest of both, as a build of both would leave it.
        let other = place.root.join("other");
        write_site(&place.root, &other, &as_tree(&both)).expect("written");
        fs::copy(other.join(".nutgraf/manifest"), place.out.join(".nutgraf/manifest")).expect("copied");
        fs::remove_dir_all(other).expect("removed");
        for ((path, text), done) in new.iter().zip(&done) {
            if *done {
                put(&place.out, path, text);
            }
        }
        for (path, done) in old.keys().filter(|path| !new.contains_key(*path)).zip(done.iter().skip(6)) {
            if *done {
                fs::remove_file(place.out.join(path)).expect("removed");
            }
        }
        put(&place.out, ".nutgraf-tmp-0123456789abcdef", "hal");
        write_site(&place.root, &place.out, &as_tree(&new)).expect("repaired");
        prop_assert_eq!(files(&place.out), new);
    }
}
