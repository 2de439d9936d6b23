//! Archived texts beside a site: what is compared with them, what is remembered, and that none of
//! them is published.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test reads the texts it is about, and runs the program on folders"
)]

#[path = "cli/runner.rs"]
#[allow(dead_code, reason = "these tests use a part of it")]
mod runner;

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Built, Sketch, site};
use nutgraf::build::{Engine, Report, build};
use nutgraf::check::Standing;
use nutgraf::disk;
use nutgraf::input::InputFile;
use runner::Site;

const SOURCES: &str = "[minutes]\nshort = 'the minutes'\ntitle = 'T'\npublisher = 'P'\npublished = 2026-01-10\n\
    url = 'not given'\nsnapshot = 'minutes.txt'\n";
const MINUTES: &str =
    "Nobody but the archive says zanzibar.\nThe council will not close the bridge.\n";

fn found(report: &Report) -> usize {
    report.quotations(Standing::Found)
}

fn unchecked(report: &Report) -> usize {
    report.quotations(Standing::Unchecked)
}

fn sketch() -> Sketch {
    site()
        .ledger("sources", SOURCES)
        .ledger(
            "quotes",
            "[close]\nwords = 'close the bridge'\nsource = 'minutes'\n",
        )
        .page(
            "sources.md",
            "::: sources\n:::\n\n[\"The council will not close\"](@minutes#L2)\n",
        )
        .page(
            "other.md",
            "No quotation [@minutes].\n\n> will not close\n>\n> — The mayor [@minutes]\n",
        )
}

fn with(mut sketch: Sketch, minutes: &str) -> Sketch {
    let file = InputFile::new(minutes.as_bytes());
    let snapshots = BTreeMap::from([
        ("minutes.txt".to_string(), file),
        (
            "private/more.txt".to_string(),
            InputFile::new(&b"zanzibar"[..]),
        ),
    ]);
    sketch.files.set_snapshots(snapshots);
    sketch
}

#[test]
fn quotations_are_counted_and_nothing_of_the_archive_is_published() {
    let without = sketch().build().clean();
    let report = &without.build.report;
    assert_eq!((found(report), unchecked(report)), (0, 3));
    let compared = with(sketch(), MINUTES).build().clean();
    let report = &compared.build.report;
    assert_eq!((found(report), unchecked(report)), (3, 0));
    assert!(without.build.outputs == compared.build.outputs);
    for (address, bytes) in compared.build.outputs.iter() {
        assert!(
            !address.contains("minutes.txt") && !address.contains("more.txt"),
            "{address}"
        );
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("zanzibar"), "{address}");
    }
}

#[test]
fn a_snapshot_that_changes_is_compared_anew_and_no_page_is_rendered() {
    let mut engine = Engine::new();
    let mut outcome = |sketch: Sketch| {
        let built = engine.build(&sketch.files, &sketch.options);
        let clean = build(&sketch.files, &sketch.options);
        assert_eq!(built.problems, clean.problems);
        assert_eq!(built.report.quotations, clean.report.quotations);
        let rendered = built.report.pages_rendered;
        (Built::new(built).problems(), rendered)
    };
    assert_eq!(outcome(with(sketch(), MINUTES)).0, [""; 0]);
    let (problems, rendered) = outcome(with(sketch(), &MINUTES.replace("not close", "close")));
    assert_eq!(
        problems,
        [
            "quotation-not-found other.md:6:1",
            "quotation-not-found sources.md:7:1"
        ]
    );
    assert_eq!(rendered, 0);
    let unread = outcome(sketch());
    assert_eq!((unread.0.len(), unread.1), (0, 0));
    assert_eq!(outcome(with(sketch(), MINUTES)).0, [""; 0]);
}

#[test]
fn words_ascribed_to_several_sources_need_one_that_holds_them() {
    let more = SOURCES.replace("minutes", "letter").replace("'T'", "'L'");
    let quote = |words: &str| {
        let text = format!("> {words}\n>\n> — The mayor [@letter; @minutes]\n");
        let mut sketch = sketch().page("both.md", &text);
        sketch = sketch.ledger("sources", &format!("{SOURCES}{more}"));
        with(sketch, MINUTES)
    };
    let problems = |sketch: Sketch| {
        let found = sketch.build().problems();
        found
            .into_iter()
            .filter(|problem| problem.starts_with("quotation"))
            .collect::<Vec<_>>()
    };
    // The letter is not in the folder, so nobody can say that the words are nowhere.
    assert_eq!(problems(quote("nowhere at all")), [""; 0]);
    assert_eq!(problems(quote("will not close")), [""; 0]);
    assert_eq!(
        problems(quote("will … close")),
        ["quotation-negation both.md:4:1"]
    );
}

#[test]
fn markup_and_typography_do_not_touch_compared_words() {
    let text = "[\"The *council* will\nnot **close** the bridge\"](@minutes#L2), \
        [*\"will not close\"*](@minutes)\n\n- > The council will\n  > not close\n  >\n  > — X [@minutes]\n";
    let built = with(sketch().page("marked.md", text), MINUTES)
        .build()
        .clean();
    assert_eq!(found(&built.build.report), 6);
    let text = "[\"will not close -- the bridge\"](@minutes) [\"[The mayor] will ... the bridge\"](@minutes)";
    let built = with(sketch().page("marked.md", text), MINUTES).build();
    assert_eq!(
        built.problems(),
        [
            "quotation-not-found marked.md:4:1",
            "quotation-negation marked.md:4:44"
        ]
    );
}

#[test]
fn a_snapshot_that_is_no_text_is_not_compared() {
    let mut sketch = sketch();
    let pdf = InputFile::new(&b"%PDF\xff\xfe"[..]);
    sketch
        .files
        .set_snapshots(BTreeMap::from([("minutes.txt".to_string(), pdf)]));
    assert_eq!(unchecked(&sketch.build().clean().build.report), 3);
    sketch.files.set_snapshots(BTreeMap::new());
    assert_eq!(
        sketch.build().problems(),
        ["snapshot-missing ledger/sources.toml:7:12"]
    );
}

#[test]
fn the_folder_is_named_by_option_or_by_the_site() {
    let site = Site::new();
    site.write("content/ledger/sources.toml", SOURCES);
    for file in ["claims", "people", "timeline", "glossary", "disagreements"] {
        site.write(&format!("content/ledger/{file}.toml"), "");
    }
    for page in ["about", "people", "sources", "timeline"] {
        fs::remove_file(site.root().join(format!("content/{page}.md"))).expect("removed");
    }
    let home = "+++\ntitle = \"Home\"\n+++\n\n[\"The council will close\"](@minutes#L2)\n";
    site.write("content/index.md", home);
    site.write(
        "content/site.toml",
        "title = \"T\"\nbase_url = \"https://example.org/\"\n",
    );
    fs::create_dir(site.root().join("archive")).expect("a folder");
    site.write("archive/minutes.txt", MINUTES);

    let check = |arguments: &[&str]| {
        let all = [&["check", "--format", "short"], arguments].concat();
        let run = site.run(&all);
        (run.code, run.err)
    };
    assert_eq!(check(&[]).0, 0);
    let (code, told) = check(&["--snapshots", "archive"]);
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("content/index.md:5:1: error[quotation-not-found]"),
        "{told}"
    );
    let (code, told) = check(&["--snapshots", "nowhere"]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("there is no folder nowhere"), "{told}");

    let config = "title = \"T\"\nbase_url = \"https://example.org/\"\nsnapshots = ";
    site.write("content/site.toml", &format!("{config}\"archive\"\n"));
    assert_eq!(check(&[]).0, 1);
    site.write(
        "content/site.toml",
        &format!("{config}\"not-on-this-machine\"\n"),
    );
    assert_eq!(check(&[]).0, 0);
}

/// Needs the articles our content is written from; says so where they are not.
#[test]
fn our_content_stands_up_to_its_sources() {
    let shared = match std::env::var_os("NUTGRAF_SHARED") {
        Some(shared) => PathBuf::from(shared),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    };
    let snapshots = disk::read_snapshots(&shared.join("sources")).expect("readable");
    let Some(snapshots) = snapshots else {
        let message = "the sources are not here, so our content was not compared with them";
        assert!(
            std::env::var_os("NUTGRAF_CI").is_none_or(|ci| ci != "1"),
            "{message}"
        );
        eprintln!("{message}");
        return;
    };
    // The day our pages were checked.
    let mut ours = site().on_the_day("2026-11-21");
    ours.files = disk::read_site(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("our site");
    let unread = ours.build().clean();
    ours.files.set_snapshots(snapshots);
    let built = ours.build().clean();
    assert!(found(&built.build.report) >= 20);
    assert_eq!(unchecked(&built.build.report), 0);
    let quoted = |code: &str| code.starts_with("quotation-");
    assert!(
        built.located.iter().all(|found| !quoted(found.code)),
        "{:#?}",
        built.located
    );
    assert!(built.build.outputs == unread.build.outputs);
}
