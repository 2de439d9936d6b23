//! Pictures that a build published are not made again by the next one, and nothing else is taken for them.

#![allow(
    clippy::disallowed_methods,
    reason = "tests look at the disk themselves"
)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::Sketch;
use common::pictures::{gallery, photo};
use nutgraf::build::{Build, Engine, build};
use nutgraf::disk;

/// Builds a site as the command does, with what the folder holds of earlier builds.
fn build_into(folder: &Path, site: &Sketch) -> Build {
    let out = folder.join("public");
    let mut engine = Engine::with_shelf(disk::published_pictures(&out));
    let build = engine.build(&site.files, &site.options);
    disk::write_site(folder, &out, &build.outputs).expect("written");
    disk::remember_pictures(&out, &build.pictures, &build.outputs).expect("remembered");
    build
}

#[test]
fn a_later_process_takes_what_was_published() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| folder.path().join("public").join(path);
    let site = gallery();
    let clean = build(&site.files, &site.options);
    let again = |what: &str| {
        let build = build_into(folder.path(), &site);
        assert!(build.outputs == clean.outputs, "{what}");
        build.report.pictures_made
    };
    assert_eq!(again("first"), 6);
    assert_eq!(again("again"), 0);
    // Damaged, replaced and lost ones are made again, and no other.
    let mut bytes = fs::read(at("a/lead-480w.jpg")).expect("a picture");
    bytes[300] ^= 1;
    fs::write(at("a/lead-480w.jpg"), bytes).expect("written");
    fs::copy(at("a/lead-800w.jpg"), at("a/bridge-800w.jpg")).expect("copied");
    fs::remove_file(at("a/plan-480w.png")).expect("removed");
    assert_eq!(again("after damage"), 3);
    assert_eq!(again("after that"), 0);
    let list = at(".nutgraf/pictures");
    let text = fs::read_to_string(&list).expect("a list");
    fs::write(&list, text.replace('a', "b")).expect("written");
    assert_eq!(again("with a damaged list"), 6);
    fs::remove_file(&list).expect("removed");
    assert_eq!(again("without the list"), 6);
    fs::remove_dir_all(at("")).expect("removed");
    assert_eq!(again("without anything"), 6);
    // Another picture under the same name is another picture.
    let other = site.bytes("content/a/lead.jpg", photo(1000, 40, 9, 1));
    let clean = build(&other.files, &other.options);
    let build = build_into(folder.path(), &other);
    assert_eq!(build.report.pictures_made, 2);
    assert!(build.outputs == clean.outputs);
    // None are left, so nothing is noted.
    let plain = common::site().page("index.md", "Nothing to see.\n");
    build_into(folder.path(), &plain);
    assert!(!list.exists());
}

#[test]
fn the_command_takes_what_it_published_last() {
    let folder = tempfile::tempdir().expect("a folder");
    gallery().write_to(folder.path());
    let build = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nutgraf"));
        command.arg("build").arg("--root").arg(folder.path());
        let output = command.output().expect("it runs");
        assert!(output.status.success(), "{output:?}");
    };
    build();
    // Whoever changes a picture and what is noted of it sees that it is taken from there.
    let picture = folder.path().join("public/a/plan-480w.png");
    let list = folder.path().join("public/.nutgraf/pictures");
    let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
    let before = fs::read(&picture).expect("a picture");
    let text = fs::read_to_string(&list).expect("a list");
    fs::write(&list, text.replace(&hash(&before), &hash(b"a mark"))).expect("written");
    fs::write(&picture, "a mark").expect("written");
    build();
    assert_eq!(fs::read(&picture).expect("a picture"), b"a mark");
    fs::remove_file(&list).expect("removed");
    build();
    assert_eq!(fs::read(&picture).expect("a picture"), before);
    assert_eq!(fs::read_to_string(&list).expect("a list"), text);
}
