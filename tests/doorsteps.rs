//! What the disk door does on unfriendly ground: links, locks, foreign files and crashes.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    reason = "tests prepare folders and look at them"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use nutgraf::disk::{check_place, find_root, read_site, write_site, write_site_by_steps};
use nutgraf::output::OutputTree;

struct Ground {
    _folder: tempfile::TempDir,
    top: PathBuf,
    root: PathBuf,
    out: PathBuf,
}

impl Ground {
    fn new() -> Ground {
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path().canonicalize().expect("it is there");
        let root = top.join("site");
        put(&root, "content/site.toml", "title = \"Site\"\n");
        let out = root.join("public");
        Ground {
            _folder: folder,
            top,
            root,
            out,
        }
    }

    fn write(&self, files: &[(&str, &str)]) -> nutgraf::disk::Written {
        write_site(&self.root, &self.out, &tree(files)).expect("written")
    }

    fn refusal(&self, files: &[(&str, &str)]) -> String {
        write_site(&self.root, &self.out, &tree(files))
            .expect_err("refused")
            .to_string()
    }

    fn read(&self) -> Vec<String> {
        let tree = read_site(&self.root).expect("read");
        tree.iter().map(|(path, _)| path.to_string()).collect()
    }
}

fn tree(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::new();
    for (path, text) in files {
        tree.insert(path, text.as_bytes());
    }
    tree
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

/// Everything below a folder: files with their text, empty folders with a slash.
fn all(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.expect("readable");
        let path = entry.path().strip_prefix(folder).expect("below");
        let path = path.to_string_lossy().into_owned();
        if entry.file_type().is_file() {
            found.insert(path, fs::read_to_string(entry.path()).expect("text"));
        } else if entry.file_type().is_dir() {
            let is_empty = fs::read_dir(entry.path()).expect("readable").count() == 0;
            if is_empty {
                found.insert(path + "/", String::new());
            }
        }
    }
    found
}

const OLD: &[(&str, &str)] = &[
    ("a.html", "old a"),
    ("gone/deep/b.html", "old b"),
    ("same.html", "same"),
    ("shape", "a file now, a folder then"),
    ("turned/inside.txt", "a folder now, a file then"),
];
const NEW: &[(&str, &str)] = &[
    ("a.html", "new a"),
    ("assets/style.css", "new style"),
    ("new/c.html", "new c"),
    ("same.html", "same"),
    ("shape/d.html", "new d"),
    ("sitemap.xml", "new map"),
    ("turned", "new file"),
];

#[test]
fn stopped_before_any_step_the_next_build_repairs() {
    let clean = Ground::new();
    clean.write(NEW);
    let mut wanted = all(&clean.out);
    wanted.insert("notes/mine.txt".into(), "mine".into());
    wanted.insert("CNAME".into(), "example.org".into());

    for stop_at in 0.. {
        let ground = Ground::new();
        ground.write(OLD);
        put(&ground.out, "notes/mine.txt", "mine");
        put(&ground.out, "CNAME", "example.org");
        let steps = AtomicUsize::new(0);
        let stopped = write_site_by_steps(&ground.root, &ground.out, &tree(NEW), &|_| match steps
            .fetch_add(1, Ordering::SeqCst)
            < stop_at
        {
            true => Ok(()),
            false => Err(io::Error::other("killed")),
        });
        for (path, text) in all(&ground.out) {
            let is_whole = [OLD, NEW].concat().contains(&(&path, &text));
            let is_known = path.contains(".nutgraf") || wanted.contains_key(&path);
            assert!(
                is_whole || is_known || path.ends_with('/'),
                "{path}: {text}"
            );
        }
        assert_eq!(all(&ground.out).get("same.html").expect("there"), "same");
        ground.write(NEW);
        assert_eq!(all(&ground.out), wanted, "stopped at step {stop_at}");
        if stopped.is_ok() {
            assert!(stop_at > 20, "each change of the disk is a step");
            return;
        }
    }
}

#[test]
fn stopped_and_then_built_differently() {
    let clean = Ground::new();
    clean.write(OLD);
    for stop_at in [3, 6, 9, 12, 15, 20, 25] {
        let ground = Ground::new();
        let steps = AtomicUsize::new(0);
        let _ = write_site_by_steps(&ground.root, &ground.out, &tree(NEW), &|_| match steps
            .fetch_add(1, Ordering::SeqCst)
            < stop_at
        {
            true => Ok(()),
            false => Err(io::Error::other("killed")),
        });
        ground.write(OLD);
        assert_eq!(
            all(&ground.out),
            all(&clean.out),
            "stopped at step {stop_at}"
        );
    }
}

#[test]
fn a_build_that_changes_nothing_touches_nothing() {
    let ground = Ground::new();
    ground.write(NEW);
    let steps = AtomicUsize::new(0);
    write_site_by_steps(&ground.root, &ground.out, &tree(NEW), &|what| {
        assert_eq!(what, "make the output folder");
        steps.fetch_add(1, Ordering::SeqCst);
        Ok(())
    })
    .expect("written");
    assert_eq!(steps.into_inner(), 1);
}

#[test]
fn a_link_in_the_output_folder_never_leads_us_out_of_it() {
    let ground = Ground::new();
    ground.write(&[("blog/a.html", "1")]);
    let elsewhere = ground.top.join("elsewhere");
    put(&elsewhere, "a.html", "not yours");
    fs::remove_dir_all(ground.out.join("blog")).expect("removed");
    symlink(&elsewhere, ground.out.join("blog")).expect("linked");
    // The page is gone from the site: what the link leads to is not ours to remove.
    ground.write(&[("index.html", "1")]);
    assert!(elsewhere.join("a.html").exists());
    // The page is back: what the link leads to is not ours to replace.
    assert!(ground.refusal(&[("blog/a.html", "2")]).contains("blog"));
    let text = fs::read_to_string(elsewhere.join("a.html")).expect("there");
    assert_eq!(text, "not yours");
}

#[test]
fn the_hosts_own_files_outlive_a_site_that_had_the_same_ones() {
    let ground = Ground::new();
    put(&ground.out, "CNAME", "example.org\n");
    ground.write(&[("CNAME", "example.org\n"), ("index.html", "1")]);
    ground.write(&[("index.html", "1")]);
    assert!(ground.out.join("CNAME").exists());
    let refusal = ground.refusal(&[("CNAME", "example.com\n")]);
    assert!(refusal.contains("CNAME"), "{refusal}");
}

#[test]
fn all_foreign_files_in_the_way_are_named_at_once() {
    let ground = Ground::new();
    ground.write(&[("index.html", "1")]);
    put(&ground.out, "a.html", "mine");
    put(&ground.out, "b/c", "mine");
    let before = all(&ground.out);
    let refusal = ground.refusal(&[("a.html", "2"), ("b", "2"), ("index.html", "2")]);
    assert!(
        refusal.contains("a.html") && refusal.contains("b`"),
        "{refusal}"
    );
    assert_eq!(all(&ground.out), before);
}

#[test]
fn names_that_some_disks_cannot_tell_apart_are_refused() {
    let ground = Ground::new();
    let refusal = ground.refusal(&[("About.html", "1"), ("about.html", "2")]);
    assert!(refusal.contains("About.html") && refusal.contains("about.html"));
    assert!(!ground.out.exists());
}

#[test]
fn a_page_may_change_its_case() {
    let ground = Ground::new();
    ground.write(&[("Blog/About.html", "1")]);
    ground.write(&[("blog/about.html", "1")]);
    let found = all(&ground.out);
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(names, [".nutgraf/manifest", "blog/about.html"]);
}

#[test]
fn two_builds_into_one_folder_do_not_meet() {
    let ground = Ground::new();
    ground.write(&[("index.html", "1")]);
    let outcome = write_site_by_steps(
        &ground.root,
        &ground.out,
        &tree(&[("index.html", "2")]),
        &|what| {
            if what == "rename it" {
                let second = write_site(&ground.root, &ground.out, &tree(&[("index.html", "3")]));
                let refusal = second.expect_err("refused").to_string();
                assert!(refusal.contains("another build"), "{refusal}");
            }
            Ok(())
        },
    );
    outcome.expect("written");
}

#[test]
fn two_output_folders_of_one_site_are_independent() {
    let ground = Ground::new();
    let other = ground.top.join("other");
    ground.write(OLD);
    write_site(&ground.root, &other, &tree(NEW)).expect("written");
    ground.write(NEW);
    assert_eq!(all(&ground.out), all(&other));
}

#[test]
fn places_that_would_hurt_the_site_are_refused() {
    let ground = Ground::new();
    let root = &ground.root;
    let refused = [
        root.clone(),
        ground.top.clone(),
        root.join("content"),
        root.join("content/public"),
        root.join("themes"),
        root.join("themes/default/out"),
        root.join("public/../content/out"),
        root.join("missing/../../site"),
    ];
    for out in refused {
        assert!(check_place(root, &out).is_err(), "{}", out.display());
    }
    // The writer's texts may be somewhere else and linked in.
    let texts = ground.top.join("texts/content");
    fs::create_dir_all(texts.parent().expect("a folder")).expect("made");
    fs::rename(root.join("content"), &texts).expect("moved");
    symlink(&texts, root.join("content")).expect("linked");
    for out in [texts.join("out"), ground.top.join("texts")] {
        assert!(check_place(root, &out).is_err(), "{}", out.display());
    }
    for out in [root.join("public"), ground.top.join("elsewhere/deep")] {
        assert!(check_place(root, &out).is_ok(), "{}", out.display());
    }
}

#[test]
fn what_editors_and_version_control_leave_is_not_read() {
    let ground = Ground::new();
    put(&ground.root, "content/a.md", "");
    put(&ground.root, "content/_draft.md", "");
    put(&ground.root, "content/.well-known/x", "");
    put(&ground.root, "content/.git/HEAD", "");
    put(&ground.root, "themes/mine/.git", "gitdir: elsewhere");
    put(&ground.root, "content/a.md~", "");
    put(&ground.root, "content/.a.md.swp", "");
    put(&ground.root, "elsewhere/b.md", "");
    // This is how one editor marks a file that has unsaved changes.
    symlink("user@host.123", ground.root.join("content/.#a.md")).expect("linked");
    assert_eq!(
        ground.read(),
        [
            "content/.well-known/x",
            "content/_draft.md",
            "content/a.md",
            "content/site.toml"
        ]
    );
}

#[test]
fn links_are_followed() {
    let ground = Ground::new();
    put(&ground.root, "shared/b.md", "b");
    put(&ground.root, "content/c.md", "c");
    symlink("../shared", ground.root.join("content/shared")).expect("linked");
    symlink("c.md", ground.root.join("content/d.md")).expect("linked");
    let read = [
        "content/c.md",
        "content/d.md",
        "content/shared/b.md",
        "content/site.toml",
    ];
    assert_eq!(ground.read(), read);
    // The writer's texts may be somewhere else as a whole.
    fs::rename(ground.root.join("content"), ground.top.join("texts")).expect("moved");
    symlink(ground.top.join("texts"), ground.root.join("content")).expect("linked");
    fs::remove_file(ground.top.join("texts/shared")).expect("removed");
    symlink("c.md", ground.top.join("texts/e.md")).expect("linked");
    let read = [
        "content/c.md",
        "content/d.md",
        "content/e.md",
        "content/site.toml",
    ];
    assert_eq!(ground.read(), read);
}

#[test]
fn links_out_of_the_site_are_refused() {
    let ground = Ground::new();
    let (secret, folder) = (ground.top.join("secret.txt"), ground.top.join("elsewhere"));
    put(&ground.top, "secret.txt", "secret");
    put(&ground.top, "elsewhere/a.md", "secret");
    put(&ground.root, "themes/mine/theme.toml", "");
    for (link, target) in [
        ("content/file.txt", secret.as_path()),
        ("content/folder", &folder),
        ("content/upward.txt", Path::new("../../secret.txt")),
        ("content/twice.txt", Path::new("file.txt")),
        ("themes/theirs", &folder),
        ("themes/mine/assets", &folder),
    ] {
        symlink(target, ground.root.join(link)).expect("linked");
    }
    let error = read_site(&ground.root).expect_err("refused");
    let told: Vec<&str> = error
        .troubles
        .iter()
        .filter_map(|trouble| {
            assert!(
                trouble
                    .message
                    .contains("leads out of the site's folder, to `/")
            );
            trouble.message.split('`').nth(1)
        })
        .collect();
    let links = [
        "content/file.txt",
        "content/folder",
        "content/twice.txt",
        "content/upward.txt",
        "themes/mine/assets",
        "themes/theirs",
    ];
    assert_eq!(told, links);
}

#[test]
fn everything_that_cannot_be_read_is_named_at_once() {
    use std::os::unix::ffi::OsStrExt;
    let ground = Ground::new();
    let content = ground.root.join("content");
    symlink("nowhere", content.join("dangling.md")).expect("linked");
    symlink("..", content.join("circle")).expect("linked");
    let odd = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    fs::write(content.join(odd), "").expect("written");
    let message = read_site(&ground.root).expect_err("refused").to_string();
    for part in ["dangling.md", "circle", "caf", "UTF-8"] {
        assert!(message.contains(part), "{part}: {message}");
    }
}

#[test]
fn the_nearest_site_upward_is_found() {
    let ground = Ground::new();
    put(&ground.root, "content/a/b/c.md", "");
    let found = find_root(&ground.root.join("content/a/b"));
    assert_eq!(found, Some(ground.root.clone()));
    assert_eq!(find_root(&ground.top), None);
}
