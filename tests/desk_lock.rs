//! What desk.lock remembers: who writes it, what is told without the archived texts, and that our
//! own is up to date.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test runs the program on folders and says what it found"
)]

#[path = "cli/runner.rs"]
#[allow(dead_code, reason = "these tests use a part of it")]
mod runner;

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{Built, Sketch, own_site, site};
use nutgraf::build::{Engine, build};
use nutgraf::check::Standing;
use nutgraf::diagnostics::Severity;
use nutgraf::input::InputFile;
use nutgraf::lock;
use runner::Site;

const SOURCES: &str = "[minutes]\nshort = 'the minutes'\ntitle = 'T'\npublisher = 'P'\npublished = 2026-01-10\n\
    url = 'not given'\nsnapshot = 'minutes.txt'\nlocator = 'line'\n";
const MINUTES: &str = "The council met.\nIt will not close the bridge. It will close the road.\nThe council met again.\n";
const CLAIMS: &str =
    "[open]\nsays = 'It stays open.'\nkind = 'report'\ncarried = [{ source = 'minutes' }]\n";

fn sketch() -> Sketch {
    site()
        .ledger("sources", SOURCES)
        .ledger("claims", CLAIMS)
        .page("sources.md", "::: sources\n:::\n\n::: claims\n:::\n")
        .page("a.md", "[\"will not close the bridge\"](@minutes#L2), [\"The council met\"](@minutes#L1) [#open]\n")
        .page("b.md", "[\"The council met\"](@minutes#L3), [\"The council met\"](@minutes#L1)\n")
}

fn with_archive(mut sketch: Sketch) -> Sketch {
    let texts = [
        ("minutes.txt", MINUTES),
        ("letter.txt", "The bridge stays.\n"),
    ];
    let archive = texts.map(|(name, text)| (name.to_string(), InputFile::new(text.as_bytes())));
    let archive = BTreeMap::from(archive);
    sketch.files.set_snapshots(archive);
    sketch
}

/// The site with a desk.lock that says what it holds.
fn locked(sketch: Sketch) -> Sketch {
    let built = with_archive(sketch.clone()).build().clean();
    let text = built.build.lockable.update().text;
    sketch.file(lock::path().as_str(), &text)
}

/// Every problem, notes too: `severity[code] file:line`.
fn told(built: &Built) -> Vec<String> {
    let told = built.located.iter().map(|problem| {
        let spot = problem.spot.as_ref();
        let line = spot.and_then(|spot| Some(spot.range.as_ref()?.start.line));
        let file = spot.map_or("", |spot| spot.file.as_str());
        let file = file.trim_start_matches("content/");
        let line = line.map_or(String::new(), |line| format!(":{line}"));
        format!("{}[{}] {file}{line}", problem.severity, problem.code)
    });
    told.collect()
}

fn standings(built: &Built) -> Vec<Standing> {
    let quotations = built.build.report.quotations.iter();
    quotations.map(|quotation| quotation.standing).collect()
}

#[test]
fn our_own_lock_is_up_to_date_and_every_quotation_was_checked_before() {
    let sketch = own_site();
    let built = sketch.build();
    let path = lock::path();
    let file = sketch.files.get(path.as_str()).expect("our desk.lock");
    let text = String::from_utf8_lossy(file.bytes()).replace("\r\n", "\n");
    let quotations = &built.build.report.quotations;
    let new: Vec<_> = quotations
        .iter()
        .filter(|quotation| quotation.standing != Standing::CheckedBefore)
        .map(|quotation| (quotation.file.as_str(), quotation.standing))
        .collect();
    let update = built.build.lockable.update();
    assert!(
        new.is_empty() && update.text == text,
        "{path} is not up to date ({} new, {} changed, {} gone; not checked: {new:?}): run `nutgraf check \
         --update-lock --snapshots DIR`, DIR being the folder of the articles",
        update.new,
        update.changed,
        update.gone
    );
    assert!(quotations.len() >= 30, "{} quotations", quotations.len());
    let told = told(&built);
    assert!(told.is_empty(), "{told:#?}");
    println!("checked before: {} quotations", quotations.len());
}

#[test]
fn our_own_quotations_are_found_where_the_articles_are() {
    let folder = match std::env::var_os("NUTGRAF_SHARED") {
        Some(shared) => std::path::PathBuf::from(shared),
        None => std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    };
    let folder = folder.join("sources");
    let Some(archive) = nutgraf::disk::read_snapshots(&folder).expect("readable") else {
        let message = format!(
            "{} is missing, so no quotation was compared",
            folder.display()
        );
        assert!(
            std::env::var_os("NUTGRAF_CI").is_none_or(|ci| ci != "1"),
            "{message}"
        );
        eprintln!("{message}");
        return;
    };
    let mut sketch = own_site();
    sketch.files.set_snapshots(archive);
    let built = sketch.build();
    let told = told(&built);
    assert!(told.is_empty(), "{told:#?}");
    let report = &built.build.report;
    assert_eq!(report.quotations(Standing::Found), report.quotations.len());
    assert_eq!(built.build.lockable.update().changed, 0);
    println!("found: {} quotations", report.quotations.len());
}

#[test]
fn what_was_checked_is_known_without_the_archive() {
    let sketch = locked(sketch());
    let built = sketch.build();
    assert_eq!(told(&built), [""; 0]);
    assert_eq!(standings(&built), [Standing::CheckedBefore; 4]);
    let lines = built
        .build
        .report
        .quotations
        .iter()
        .map(|quotation| quotation.checked.as_ref().map(|checked| checked.lines))
        .collect::<Vec<_>>();
    assert_eq!(lines, [(2, 2), (1, 1), (3, 3), (1, 1)].map(Some));
    assert!(!built.has("ledger/desk.lock") && !built.has("desk.lock"));
    // Nothing that was not compared gets in.
    assert_eq!(built.build.lockable.update().text, lock_text(&sketch));
    let more = sketch
        .page("c.md", "[\"close the road\"](@minutes)\n")
        .build();
    assert_eq!(told(&more), ["note[quotation-unchecked] c.md:4"]);
    let update = more.build.lockable.update();
    // The reference is new, the quotation is not there.
    assert_eq!((update.new, update.changed, update.gone), (1, 0, 0));
}

fn lock_text(sketch: &Sketch) -> String {
    let file = sketch.files.get(lock::path().as_str()).expect("desk.lock");
    String::from_utf8_lossy(file.bytes()).into_owned()
}

#[test]
fn an_edit_is_told_with_the_archive_and_without() {
    let cases = [
        // One of two equal quotations: the line of the other does not stand for both.
        (
            "b.md",
            "[\"The council met\"](@minutes#L3), [\"The council met again\"](@minutes#L3)",
            "reworded",
        ),
        (
            "b.md",
            "[\"The council met\"](@minutes#L3), [\"The council left\"](@minutes#L3)",
            "not-found",
        ),
        (
            "a.md",
            "[\"will close the road\"](@minutes#L2), [\"The council met\"](@minutes#L1) [#open]",
            "reworded",
        ),
    ];
    let sketch = locked(sketch());
    for (page, text, compared) in cases {
        let edited = sketch.clone().page(page, &format!("{text}\n"));
        let built = edited.build();
        assert_eq!(
            told(&built),
            [format!("error[quotation-changed] {page}:4")],
            "{text}"
        );
        assert!(standings(&built).contains(&Standing::Changed));
        let found = told(&with_archive(edited).build());
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].contains(&format!("[quotation-{compared}] {page}:4")),
            "{found:?}"
        );
    }
    // Other white space and marks are no edit.
    let same = sketch.page(
        "b.md",
        "[“The council\nmet.”](@minutes#L3), ['The council met'](@minutes#L1)\n",
    );
    let built = same.build();
    assert_eq!(
        standings(&built)[2..],
        [Standing::CheckedBefore; 2],
        "{:?}",
        told(&built)
    );
}

#[test]
fn quoted_words_of_running_text_are_remembered_too() {
    let text = "They said \"It will not close the bridge\" [@minutes].\n";
    let quoting = sketch().page("c.md", text);
    let locked = locked(quoting);
    let built = locked.build();
    assert_eq!(told(&built), [""; 0]);
    assert!(
        standings(&built)
            .iter()
            .all(|one| *one == Standing::CheckedBefore)
    );
    let edited = text.replace("will not", "will");
    let edited = locked.clone().page("c.md", &edited);
    assert_eq!(
        told(&edited.build()),
        ["warning[quotation-reworded] c.md:4"]
    );
    assert_eq!(
        told(&with_archive(edited).build()),
        ["warning[quoted-words-not-found] c.md:4"]
    );
    let gone = locked.page("c.md", "They said nothing [@minutes].\n");
    assert_eq!(
        told(&gone.build()),
        ["note[desk-lock-outdated] ledger/desk.lock:9"]
    );
}

#[test]
fn words_ascribed_to_another_source_are_edited() {
    let letter = SOURCES.replace("minutes", "letter").replace("'T'", "'L'");
    let sketch = locked(sketch().ledger("sources", &format!("{SOURCES}{letter}")));
    let text =
        "[\"will not close the bridge\"](@letter), [\"The council met\"](@minutes#L1) [#open]\n";
    let built = sketch.page("a.md", text).build();
    // What else is gone can wait until the error is mended.
    assert_eq!(told(&built), ["error[quotation-changed] a.md:4"]);
}

#[test]
fn what_was_renamed_is_what_it_was() {
    let sketch = locked(sketch());
    let renamed = |text: &str| {
        text.replace("minutes\"]", "record\"]")
            .replace("[minutes]", "[record]\nwas = ['minutes']")
    };
    let mut changed = sketch.clone().ledger("sources", &renamed(SOURCES));
    for page in ["a.md", "b.md"] {
        let path = format!("content/{page}");
        let text =
            String::from_utf8_lossy(changed.files.get(&path).expect(page).bytes()).into_owned();
        changed = changed.file(&path, &text.replace("@minutes", "@record"));
    }
    let claims = CLAIMS
        .replace("'minutes'", "'record'")
        .replace("[open]", "[stays]\nwas = ['open']");
    let page =
        "[\"will not close the bridge\"](@record#L2), [\"The council met\"](@record#L1) [#stays]\n";
    let same = changed
        .clone()
        .ledger("claims", &claims)
        .page("a.md", page)
        .build();
    assert_eq!(standings(&same), [Standing::CheckedBefore; 4]);
    let told = told(&same);
    assert!(
        told.iter()
            .all(|told| told.starts_with("note[desk-lock-outdated]")),
        "{told:#?}"
    );
    let says = claims.replace("stays open", "is closed");
    let built = changed.ledger("claims", &says).page("a.md", page).build();
    assert!(built.problem("claim-changed").message.contains("`stays`"));
}

#[test]
fn a_line_counts_for_the_text_it_was_compared_with() {
    let other = SOURCES.to_string() + &format!("sha256 = '{}'\n", "0".repeat(64));
    let built = locked(sketch()).ledger("sources", &other).build();
    assert_eq!(standings(&built), [Standing::Unchecked; 4]);
    assert_eq!(
        told(&built),
        [
            "note[quotation-unchecked] a.md:4",
            "note[quotation-unchecked] a.md:4",
            "note[quotation-unchecked] b.md:4",
            "note[quotation-unchecked] b.md:4",
            "note[desk-lock-outdated] ledger/desk.lock:4",
        ]
    );
}

#[test]
fn a_page_that_moves_or_goes_is_one_note() {
    let sketch = locked(sketch());
    let text = "[\"will not close the bridge\"](@minutes#L2), [\"The council met\"](@minutes#L1) [#open]\n";
    let moved = sketch
        .clone()
        .without("content/a.md")
        .page("moved.md", text)
        .build();
    assert_eq!(
        told(&moved),
        ["note[desk-lock-outdated] ledger/desk.lock:5"]
    );
    assert_eq!(standings(&moved), [Standing::CheckedBefore; 4]);
    let gone = sketch.without("content/a.md").build();
    assert_eq!(told(&gone), ["note[desk-lock-outdated] ledger/desk.lock:5"]);
    assert_eq!(
        gone.problem("desk-lock-outdated").message,
        "`a.md` is gone, of which 4 lines stand here"
    );
}

#[test]
fn a_place_is_compared_with_the_archive_and_without() {
    let text = "[\"The council met\"](@minutes#L3), [\"The council met\"](@minutes#L2)\n";
    let sketch = locked(sketch()).page("b.md", text);
    for built in [sketch.build(), with_archive(sketch).build()] {
        assert_eq!(told(&built), ["warning[quotation-place] b.md:4"]);
    }
}

#[test]
fn the_engine_sees_what_changes_in_the_file() {
    let mut engine = Engine::new();
    let plain = sketch();
    let locked = locked(plain.clone());
    let text = lock_text(&locked);
    let fewer: String = text
        .lines()
        .filter(|line| !line.contains("a.md"))
        .map(|line| format!("{line}\n"))
        .collect();
    let fewer = plain.clone().file(lock::path().as_str(), &fewer);
    let merged = plain.clone().file(
        lock::path().as_str(),
        &text.replace("reference b", "<<<<<<<\nreference b"),
    );
    let later = locked.clone().on_the_day("2027-01-01");
    for sketch in [
        &plain,
        &locked,
        &fewer,
        &locked,
        &merged,
        &later,
        &plain,
        &with_archive(later.clone()),
    ] {
        let kept = engine.build(&sketch.files, &sketch.options);
        let clean = build(&sketch.files, &sketch.options);
        assert_eq!(kept.problems, clean.problems);
        assert_eq!(kept.report.quotations, clean.report.quotations);
        assert_eq!(kept.lockable.update(), clean.lockable.update());
        assert!(kept.outputs == clean.outputs);
    }
}

#[test]
fn words_found_at_another_place_are_told_until_the_file_is_written() {
    let sketch = locked(sketch()).page(
        "b.md",
        "[\"The council met\"](@minutes#L1), [\"The council met\"](@minutes#L1)\n",
    );
    assert_eq!(told(&sketch.build()), ["warning[quotation-place] b.md:4"]);
    let found = with_archive(sketch.clone()).build();
    assert_eq!(
        found.problem("desk-lock-outdated").message,
        "`b.md` no longer has the place in `minutes` checked on 2026-03-01"
    );
    let sketch = locked(sketch.without(lock::path().as_str()));
    assert_eq!(told(&sketch.build()), [""; 0]);
    // Another archived text.
    let mut other = with_archive(sketch);
    let file = InputFile::new(format!("{MINUTES}That is all.\n").as_bytes());
    other
        .files
        .set_snapshots(BTreeMap::from([("minutes.txt".to_string(), file)]));
    let found = told(&other.build());
    assert_eq!(
        found,
        [
            "note[desk-lock-outdated] ledger/desk.lock:6",
            "note[desk-lock-outdated] ledger/desk.lock:8"
        ]
    );
}

/// A site on disk with an archive beside it.
fn on_disk(sketch: &Sketch) -> Site {
    let site = Site::new();
    fs::remove_dir_all(site.root().join("content")).expect("removed");
    for (path, file) in sketch.files.iter() {
        let place = site.root().join(path.as_str());
        fs::create_dir_all(place.parent().expect("a folder")).expect("made");
        fs::write(place, file.bytes()).expect("written");
    }
    fs::create_dir_all(site.root().join("archive")).expect("made");
    fs::write(site.root().join("archive/minutes.txt"), MINUTES).expect("written");
    site
}

#[test]
fn the_command_writes_what_was_checked_and_nothing_else_does() {
    let site = on_disk(&sketch());
    let place = site.root().join(lock::path().as_str());
    let text = || fs::read_to_string(&place).expect("desk.lock");
    let update = |day: &str, archive: bool| {
        let archive: &[&str] = if archive {
            &["--snapshots", "archive"]
        } else {
            &[]
        };
        let run = site.run(&[&["check", "--update-lock", "--as-of", day], archive].concat());
        (run.code, run.err)
    };
    site.run(&["check", "--snapshots", "archive"]);
    site.run(&["build", "--snapshots", "archive"]);
    assert!(!place.exists());

    let (code, said) = update("2026-03-01", false);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("; 4 quotations could not be compared and are not in it\n"),
        "{said}"
    );
    assert!(!text().contains("quotation "));

    let (_, said) = update("2026-03-02", true);
    assert!(
        said.contains("wrote content/ledger/desk.lock: 4 new, 0 changed, 0 gone\n"),
        "{said}"
    );
    let first = text();
    assert_eq!(first.matches(" 2026-03-02\n").count(), 4);
    for archive in [true, false] {
        let (_, said) = update("2026-04-01", archive);
        assert!(said.contains("desk.lock is up to date\n"), "{said}");
        assert_eq!(text(), first);
    }
    // A checkout may have other line ends.
    fs::write(&place, first.replace('\n', "\r\n")).expect("written");
    let (_, said) = update("2026-04-01", false);
    assert!(said.contains("desk.lock is up to date\n"), "{said}");

    // However grave the site takes what is outdated, writing the file mends it.
    let config = "title = \"The site\"\nbase_url = \"https://example.org/\"\n[severity]\n\
        claim-changed = \"error\"\ndesk-lock-outdated = \"error\"\n";
    site.write("content/site.toml", config);

    // With an error nothing is written; a claim that changed is named.
    site.write("content/c.md", "+++\ntitle = \"C\"\n+++\n[@nobody]\n");
    let (code, said) = update("2026-04-01", true);
    assert_eq!(code, 1);
    assert!(
        said.contains("was not written, since the site has errors"),
        "{said}"
    );
    site.write("content/c.md", "+++\ntitle = \"C\"\n+++\n[@minutes]\n");
    site.write(
        "content/ledger/claims.toml",
        &CLAIMS.replace("stays open", "is closed"),
    );
    let (code, said) = update("2026-04-02", true);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("1 new, 1 changed, 0 gone\nThese claims say something else"),
        "{said}"
    );
    assert!(
        said.contains("\n  open\n") && said.contains("no warnings"),
        "{said}"
    );
    assert_eq!(text().matches(" 2026-03-02\n").count(), 4);
    let left: Vec<_> = fs::read_dir(site.root().join("content/ledger"))
        .expect("read")
        .collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn a_merge_is_mended_without_the_archive() {
    let site = on_disk(&locked(sketch()));
    let place = site.root().join(lock::path().as_str());
    let whole = fs::read_to_string(&place).expect("desk.lock");
    let lines: Vec<&str> = whole.lines().collect();
    let (ours, theirs) = (&lines[4..6], &lines[5..9]);
    let merged = [
        &lines[..4],
        &["<<<<<<< HEAD"],
        ours,
        &["======="],
        theirs,
        &[">>>>>>> theirs"],
        &lines[9..],
    ];
    fs::write(&place, merged.concat().join("\n") + "\n").expect("written");
    let check = site.run(&["check", "--format", "short"]);
    assert_eq!(check.code, 1);
    assert!(
        check.err.contains("desk.lock:5:1: error[desk-lock-line]"),
        "{}",
        check.err
    );
    let mended = site.run(&["check", "--update-lock", "--as-of", "2027-01-01"]);
    assert_eq!(mended.code, 0, "{}", mended.err);
    assert_eq!(fs::read_to_string(&place).expect("desk.lock"), whole);
    // One of a later day is not touched, and what is no text is written anew.
    fs::write(&place, "version 9\nsomething\n").expect("written");
    assert_eq!(site.run(&["check", "--update-lock"]).code, 1);
    assert_eq!(
        fs::read_to_string(&place).expect("desk.lock"),
        "version 9\nsomething\n"
    );
    fs::write(&place, b"version 1\n\xff\n").expect("written");
    let mended = site.run(&["check", "--update-lock"]);
    assert_eq!(mended.code, 0, "{}", mended.err);
    assert!(
        fs::read_to_string(&place)
            .expect("text")
            .contains("claim open ")
    );
}

#[test]
fn a_site_without_the_file_hears_nothing_of_it() {
    let built = sketch().build();
    let about: Vec<_> = built
        .located
        .iter()
        .filter(|problem| problem.severity >= Severity::Note && problem.code.contains("lock"))
        .collect();
    assert!(about.is_empty(), "{about:#?}");
    assert_eq!(standings(&built), [Standing::Unchecked; 4]);
}
