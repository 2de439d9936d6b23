//! The commands as a person runs them: what they print, where, with which exit code, what they write.

#![allow(
    clippy::disallowed_methods,
    reason = "these tests stand outside the doors: they lay out sites and look at what was written"
)]

#[path = "cli/additions.rs"]
mod additions;
#[path = "cli/lookups.rs"]
mod lookups;
#[path = "cli/mistakes.rs"]
mod mistakes;
#[path = "cli/reports.rs"]
mod reports;
#[path = "cli/runner.rs"]
mod runner;
#[path = "cli/schemas.rs"]
mod schemas;

use std::fs;

use runner::{Run, Site, files, finish, program, run};

/// Cards of a new site.
const CARDS: usize = if cfg!(feature = "cards") { 5 } else { 0 };
/// Files it is published as.
const FILES: usize = 29 + CARDS;

#[test]
fn a_new_site_builds_without_a_word() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let new = run(folder.path(), &["new", "demo"]);
    assert_eq!((new.code, new.err.as_str()), (0, ""));
    for path in files(&folder.path().join("demo")).keys() {
        let path = path
            .strip_prefix(folder.path().join("demo"))
            .expect("below");
        assert!(new.out.contains(&format!("  {}\n", path.display())));
    }
    assert!(new.out.contains("  cd demo\n"), "{}", new.out);

    let build = run(
        folder.path(),
        &[
            "build",
            "--root",
            "demo",
            "--strict",
            "--as-of",
            "2026-11-21",
        ],
    );
    assert_eq!((build.code, build.out.as_str()), (0, ""));
    assert_eq!(build.err.lines().count(), 1, "{}", build.err);
    let start = "built 5 pages from 4 sources and 4 claims into demo/public in ";
    assert!(build.err.starts_with(start), "{}", build.err);
    let end = format!(" s (as of 2026-11-21): {FILES} new, 0 changed, 0 unchanged, 0 removed\n");
    assert!(build.err.ends_with(&end), "{}", build.err);

    let check = run(&folder.path().join("demo/content/ledger"), &["check"]);
    assert_eq!(check.code, 0);
    assert!(check.err.ends_with(": no errors, no warnings\n"));
}

#[test]
fn new_refuses_a_folder_that_holds_something() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("mine.txt"), "mine").expect("a file");
    for (dir, why) in [
        (".", ". is not empty: it has mine.txt"),
        ("mine.txt", "mine.txt is not a folder"),
    ] {
        let new = run(folder.path(), &["new", dir]);
        assert_eq!((new.code, new.out.as_str()), (2, ""));
        assert!(new.err.contains(why), "{}", new.err);
        assert!(new.err.contains("nothing was written"), "{}", new.err);
    }
    assert_eq!(files(folder.path()).len(), 1);

    let begun = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(begun.path().join(".git")).expect("a folder");
    let new = run(begun.path(), &["new", "."]);
    assert_eq!(new.code, 0);
    assert!(!new.out.contains("  cd "), "{}", new.out);
}

#[test]
fn a_build_says_what_it_changed() {
    let site = Site::new();
    let builds = |end: String| {
        let build = site.run(&["build"]);
        assert!(build.err.ends_with(&end), "{}", build.err);
    };
    builds(format!("{FILES} new, 0 changed, 0 unchanged, 0 removed\n"));
    builds(format!("0 new, 0 changed, {FILES} unchanged, 0 removed\n"));
    site.edit("content/about.md", "all invented", "all made up");
    // The page, its twin, and the words of the search, whose parts change their names.
    let rest = FILES - 5;
    builds(format!("2 new, 3 changed, {rest} unchanged, 2 removed\n"));
    site.edit(
        "content/site.toml",
        "\n[[menus.footer]]\npage = \"about.md\"\n",
        "",
    );
    fs::remove_file(site.root().join("content/about.md")).expect("it is there");
    builds(format!(", {} removed\n", 4 + CARDS / 5));
}

#[test]
fn with_errors_nothing_is_written() {
    let site = Site::with_error();
    let first = site.run(&["build"]);
    assert_eq!(first.code, 1);
    assert!(first.err.contains("error[unknown-source]"), "{}", first.err);
    assert!(
        first
            .err
            .ends_with("1 error, no warnings: nothing was written\n")
    );
    assert!(!site.root().join("public").exists());

    site.edit(
        "content/index.md",
        "[@survey, p. 1]",
        "[@user-survey, p. 1]",
    );
    assert_eq!(site.run(&["build"]).code, 0);
    let good = files(&site.root().join("public"));
    site.edit(
        "content/index.md",
        "[@user-survey, p. 1]",
        "[@survey, p. 1]",
    );
    let second = site.run(&["build"]);
    assert_eq!(second.code, 1);
    assert!(
        second
            .err
            .ends_with(": nothing was written; public/ is as it was\n")
    );
    assert_eq!(files(&site.root().join("public")), good);
}

#[test]
fn check_writes_nothing_and_lists_what_stays_home() {
    let site = Site::with_warning();
    site.write("content/notes.txt", "to do");
    let before = files(site.root());
    let check = site.run(&["check"]);
    assert_eq!((check.code, check.out.as_str()), (0, ""));
    assert!(
        check.err.contains("stay home:\n  content/notes.txt\n"),
        "{}",
        check.err
    );
    assert!(
        check.err.ends_with(": no errors, 1 warning\n"),
        "{}",
        check.err
    );
    assert_eq!(files(site.root()), before);
    assert_eq!(Site::with_error().run(&["check"]).code, 1);
}

#[test]
fn strict_takes_warnings_for_errors() {
    let site = Site::with_warning();
    let strict = site.run(&["build", "--strict"]);
    assert_eq!(strict.code, 1);
    assert!(
        strict
            .err
            .contains("(--strict takes warnings for errors): nothing was written\n")
    );
    assert!(!site.root().join("public").exists());
    assert_eq!(site.run(&["check", "--strict"]).code, 1);

    let lenient = site.run(&["build"]);
    assert_eq!(lenient.code, 0);
    assert!(
        lenient.err.contains("\nno errors, 1 warning\nbuilt "),
        "{}",
        lenient.err
    );
    assert!(site.root().join("public/index.html").exists());
}

#[test]
fn an_overdue_review_is_work_for_the_desk_and_does_not_stop_a_build() {
    let site = Site::new();
    site.edit(
        "content/about.md",
        "order = 40",
        "order = 40\nreview_by = 2026-06-01",
    );
    let with = |command, day| site.run(&[command, "--strict", "--as-of", day]);
    assert_eq!(with("check", "2026-06-01").code, 0);
    let check = with("check", "2026-06-02");
    assert_eq!(check.code, 1, "{}", check.err);
    assert!(
        check.err.contains("warning[review-overdue]"),
        "{}",
        check.err
    );
    let build = with("build", "2026-06-02");
    assert_eq!(build.code, 0, "{}", build.err);
    assert!(build.err.contains("note[review-overdue]"), "{}", build.err);
}

#[test]
fn quiet_leaves_the_problems() {
    assert_eq!(Site::new().run(&["build", "--quiet"]).err, "");
    assert_eq!(Site::new().run(&["check", "--quiet"]).err, "");
    let build = Site::with_error().run(&["build", "--quiet", "--format", "short"]);
    assert_eq!((build.code, build.err.lines().count()), (1, 1));
}

#[test]
fn formats_for_programs_go_to_stdout() {
    let site = Site::with_error();
    site.edit("content/people.md", "::: glossary", "::: glosary");
    let json = site.run(&["check", "--format", "json"]);
    assert_eq!(json.code, 1);
    assert_eq!(json.out.lines().count(), 2);
    for line in json.out.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        let keys: Vec<&String> = line.as_object().expect("an object").keys().collect();
        let expected = "severity code message file line column end_line end_column hint";
        assert_eq!(keys, expected.split(' ').collect::<Vec<_>>());
        assert_eq!(line["severity"], "error");
        assert!(line["line"].as_u64().expect("a number") > 1);
    }
    assert_eq!(json.err.lines().count(), 1, "{}", json.err);

    let github = site.run(&["check", "--format", "github"]);
    assert!(
        github
            .out
            .lines()
            .all(|line| line.starts_with("::error file=content/"))
    );
    let short = site.run(&["check", "--format", "short"]);
    assert_eq!(short.out, "");
    assert!(short.err.starts_with("content/index.md:"), "{}", short.err);
}

#[test]
fn colours_are_for_terminals_and_on_request() {
    let site = Site::with_error();
    let escape = '\u{1b}';
    assert!(!site.run(&["check"]).err.contains(escape));
    assert!(
        site.run(&["check", "--color", "always"])
            .err
            .contains(escape)
    );
    assert!(
        !site
            .run(&["check", "--color", "never"])
            .err
            .contains(escape)
    );
    let forced = |no_color: &str| {
        let mut command = program(site.root(), &["check"]);
        command.env("CLICOLOR_FORCE", "1").env("NO_COLOR", no_color);
        finish(command).err.contains(escape)
    };
    assert!(forced(""));
    assert!(!forced("1"));
}

#[test]
fn the_day_is_given_or_read_from_the_clock() {
    let site = Site::new();
    site.write(
        "content/later.md",
        "+++\ntitle = \"Later\"\npublish_at = 2026-05-01\n+++\nText.\n",
    );
    let pages = |run: Run| run.err.contains("checked 6 pages");
    assert!(!pages(site.run(&["check", "--as-of", "2026-04-30"])));
    assert!(pages(site.run(&["check", "--as-of", "2026-05-01"])));

    let at = |epoch: &str, arguments: &[&str]| {
        let mut command = program(site.root(), arguments);
        command.env("SOURCE_DATE_EPOCH", epoch);
        finish(command)
    };
    // 2026-05-01, half past midnight in Greenwich.
    let moment = "1777595400";
    assert!(at(moment, &["check"]).err.contains("(as of 2026-05-01)"));
    let given = at(moment, &["check", "--as-of", "2020-02-29"]);
    assert!(given.err.contains("(as of 2020-02-29)"));
    site.edit("content/site.toml", "\"+00:00\"", "\"-06:00\"");
    assert!(at(moment, &["check"]).err.contains("(as of 2026-04-30)"));
    let wrong = at("yesterday", &["check"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("SOURCE_DATE_EPOCH is \"yesterday\""));
}

#[test]
fn the_output_goes_where_it_is_wanted_and_never_over_something_else() {
    let site = Site::new();
    let build = site.run(&["build", "--out", "elsewhere/site"]);
    assert!(
        build.err.contains(" into elsewhere/site in "),
        "{}",
        build.err
    );
    assert!(site.root().join("elsewhere/site/index.html").exists());
    assert!(!site.root().join("public").exists());

    site.write("photos/cat.jpg", "a cat");
    let refused = site.run(&["build", "--out", "photos"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(refused.err.contains("`cat.jpg`"), "{}", refused.err);
    assert_eq!(files(&site.root().join("photos")).len(), 1);

    let inside = site.run(&["build", "--out", "content/public"]);
    assert_eq!(inside.code, 2);
    let hint = "\n  name a folder of its own with `--out`, such as `--out public`\n";
    assert!(inside.err.ends_with(hint), "{}", inside.err);
}

#[test]
fn an_address_on_the_command_line_counts() {
    let site = Site::new();
    site.run(&["build", "--base-url", "https://news.example/sunday"]);
    let sitemap = site.read("public/sitemap.xml");
    assert!(
        sitemap.contains("https://news.example/sunday/timeline.html"),
        "{sitemap}"
    );
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let site = Site::new();
    for (arguments, said) in [
        (&["build", "--strickt"][..], "--strict"),
        (&["biuld"], "build"),
        (&["new"], "<DIR>"),
        (&["check", "--out", "x"], "--out"),
        (&["check", "--format", "xml"], "human, short, json, github"),
        (&["check", "--as-of", "2026-02-30"], "a day of the calendar"),
        (
            &["check", "--base-url", "example.org"],
            "https://example.org/story/",
        ),
        (
            &["check", "--root", "nowhere"],
            "there is no folder nowhere",
        ),
        (&["completions", "tcl"], "bash"),
        (&[], "Usage: nutgraf"),
    ] {
        let run = site.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(said), "{arguments:?}: {}", run.err);
    }
    assert!(!site.root().join("public").exists());
    for arguments in [&["--help"][..], &["--version"], &["help", "build"]] {
        let run = site.run(arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn without_a_site_the_way_to_one_is_shown() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let nothing = run(folder.path(), &["build"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("nutgraf new DIR"), "{}", nothing.err);
    let named = run(folder.path(), &["build", "--root", "."]);
    assert_eq!(named.code, 1);
    assert!(named.err.contains("error[no-config]"), "{}", named.err);
    assert_eq!(files(folder.path()).len(), 0);
}
