//! Same input, same bytes: in another process, order, folder, time zone, language and number of
//! threads, and by an engine that has built other things before.

#![allow(
    clippy::disallowed_methods,
    reason = "the test starts the program in different surroundings"
)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Built, folder, own_site, site};
use nutgraf::build::{Engine, build};
use nutgraf::input::InputTree;

/// Our own site copied below a folder, its files created in one order or the other.
fn copied(to: &Path, backwards: bool) -> PathBuf {
    let root = to.join("site");
    let mut files = Vec::new();
    for inside in ["content", "themes"] {
        let below = folder(inside).into_iter();
        files.extend(below.map(|(path, bytes)| (format!("{inside}/{path}"), bytes)));
    }
    if backwards {
        files.reverse();
    }
    for (path, bytes) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    root
}

/// Everything the program wrote for a site, built in surroundings of the test's choice.
fn written(
    root: &Path,
    out: &Path,
    surroundings: impl FnOnce(&mut Command),
) -> BTreeMap<String, Vec<u8>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nutgraf"));
    command
        .arg("build")
        .arg("--root")
        .arg(root)
        .arg("--out")
        .arg(out);
    command.env_remove("SOURCE_DATE_EPOCH").env_remove("TZ");
    surroundings(&mut command);
    let done = command.output().expect("the program starts");
    assert!(
        done.status.success(),
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(out) {
        let entry = entry.expect("an entry");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(out).expect("inside");
            let bytes = std::fs::read(entry.path()).expect("a file");
            files.insert(path.to_string_lossy().into_owned(), bytes);
        }
    }
    assert!(files.len() > 30, "{:?}", files.keys());
    files
}

/// Fails with the names of the files that differ.
#[track_caller]
fn assert_same(first: &BTreeMap<String, Vec<u8>>, second: &BTreeMap<String, Vec<u8>>, what: &str) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(first), names(second), "{what}");
    let differ: Vec<_> = first
        .iter()
        .filter(|(name, bytes)| second[*name] != **bytes)
        .collect();
    let differ: Vec<_> = differ.into_iter().map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "{what}: {differ:?}");
}

#[test]
fn the_program_writes_the_same_bytes_in_any_surroundings() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = copied(folder.path(), false);
    let backwards = tempfile::tempdir().expect("a folder");
    let other_root = copied(backwards.path(), true);
    let at = |name: &str| folder.path().join(name);
    let first = written(&root, &at("first"), |_| {});

    assert_same(&first, &written(&root, &at("first"), |_| {}), "over itself");
    assert_same(
        &first,
        &written(&root, &at("second"), |_| {}),
        "another process",
    );
    let elsewhere = written(&other_root, &at("third"), |command| {
        command.current_dir(backwards.path());
    });
    assert_same(
        &first,
        &elsewhere,
        "another folder, files created backwards",
    );
    let inside = written(Path::new("."), &at("fourth"), |command| {
        command.current_dir(&root);
    });
    assert_same(&first, &inside, "from inside the site");
    // Our content has no `publish_at` and no `expires`, so the day does not show.
    for (name, value) in [
        ("TZ", "Pacific/Kiritimati"),
        ("TZ", "America/Tijuana"),
        ("SOURCE_DATE_EPOCH", "0"),
        ("SOURCE_DATE_EPOCH", "4102444800"),
        ("LC_ALL", "es_MX.UTF-8"),
        ("RAYON_NUM_THREADS", "1"),
        ("RAYON_NUM_THREADS", "7"),
        ("HOME", "/nonexistent"),
    ] {
        let files = written(&root, &at("fifth"), |command| {
            command.env(name, value);
        });
        assert_same(&first, &files, &format!("{name}={value}"));
    }
}

#[test]
fn the_day_shows_only_where_a_page_asks_for_it() {
    let sketch = site()
        .page_with("a.md", "date = 2026-01-01", "Text.")
        .page_with("b.md", "publish_at = 2026-06-01", "Text.");
    let on = |day: &str| sketch.clone().on_the_day(day).build().build.outputs;
    assert!(on("2020-01-01") == on("2026-05-31"));
    assert!(on("2026-05-31") != on("2026-06-01"));
    assert!(on("2026-06-01") == on("2099-12-31"));
}

#[test]
fn the_order_in_which_files_are_added_does_not_show() {
    let own = own_site();
    let mut files: Vec<_> = own
        .files
        .iter()
        .map(|(path, file)| (path.clone(), file.clone()))
        .collect();
    let expected = build(&own.files, &own.options);
    // A few orders that have nothing to do with the names: a simple shuffle by a fixed rule.
    for seed in [1_u64, 7, 1234] {
        let mut state = seed;
        for index in (1..files.len()).rev() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            files.swap(index, (state >> 33) as usize % (index + 1));
        }
        let mut shuffled = InputTree::new();
        for (path, file) in &files {
            shuffled.insert(path.clone(), file.clone());
        }
        let built = build(&shuffled, &own.options);
        assert!(built.outputs == expected.outputs, "seed {seed}");
        assert_eq!(built.located(), expected.located());
    }
}

#[test]
fn an_engine_that_remembers_gives_what_a_new_one_gives() {
    let own = own_site();
    let expected = Built::new(build(&own.files, &own.options)).clean();
    let mut engine = Engine::new();
    // It has seen our site, then a broken one, then another.
    engine.build(&own.files, &own.options);
    let broken = own
        .clone()
        .page("about.md", "[@nobody] [x](gone.md)\n\n::: nothing\n");
    assert!(engine.build(&broken.files, &own.options).has_errors());
    let tiny = common::tiny_site();
    engine.build(&tiny.files, &tiny.options);
    let again = Built::new(engine.build(&own.files, &own.options));
    assert!(again.build.outputs == expected.build.outputs);
    assert_eq!(again.located, expected.located);
}
