//! `add`: what it appends, what it archives, and what it refuses.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use crate::runner::{Run, Site, files, program};

const SOURCES: &str = "content/ledger/sources.toml";
/// What `add source` is told of a source beside its file.
const TOLD: [&str; 4] = ["--short", "Radio Millbrook", "--as-of", "2026-03-21"];

/// A site whose texts are archived in `archive`, which is not there yet.
fn with_archive() -> Site {
    let site = Site::new();
    site.edit(
        "content/site.toml",
        "language = \"en\"",
        "language = \"en\"\nsnapshots = \"archive\"",
    );
    site.write("in/Morning Talk.TXT", "The mayor says \"no\".\n");
    site
}

fn add(site: &Site, arguments: &[&str]) -> Run {
    site.run(&[&["add"], arguments].concat())
}

fn piped(site: &Site, arguments: &[&str], text: &[u8]) -> Run {
    let mut command = program(site.root(), &[&["add"], arguments].concat());
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = pipes.stderr(Stdio::piped()).spawn().expect("it runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(text).expect("it listens");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    Run {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A site in which nothing is wrong but that nothing needs the new source yet.
fn assert_only_unused(site: &Site) {
    let check = ["check", "--strict", "--quiet", "--format", "short"];
    let ran = site.run(&check);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in ran.err.lines() {
        assert!(line.contains("note[source-unused]"), "{line}");
    }
}

#[test]
fn a_source_is_archived_and_recorded() {
    let site = with_archive();
    let before = site.read(SOURCES);
    let line = before.lines().count() + 2;
    let added = add(
        &site,
        &[&["source", "in/Morning Talk.TXT"], &TOLD[..]].concat(),
    );
    assert_eq!((added.code, added.err.as_str()), (0, ""));
    assert_eq!(
        added.out,
        format!(
            "added morning-talk at {SOURCES}:{line}\narchived its text as archive/morning-talk.txt\n\
             cite it as [@morning-talk], with a place as [@morning-talk, L5]\n"
        )
    );
    let after = site.read(SOURCES);
    let entry = after.strip_prefix(&before).expect("the rest is as it was");
    assert!(entry.starts_with("\n[morning-talk]\n"), "{entry}");
    let entry: toml::Table = entry.parse().expect("TOML");
    let entry = &entry["morning-talk"];
    for (key, value) in [
        ("short", "Radio Millbrook"),
        ("title", "not given"),
        ("publisher", "not given"),
        ("author", "not given"),
        ("published", "not given"),
        ("url", "not given"),
        ("kind", "not given"),
        ("genre", "not given"),
        ("language", "en"),
        ("locator", "line"),
        ("snapshot", "morning-talk.txt"),
        (
            "sha256",
            "a5602a3965203f758176a6732c24978012774965864fba53c38573ce1c021cab",
        ),
    ] {
        assert_eq!(entry[key].as_str(), Some(value), "{key}");
    }
    assert_eq!(entry["retrieved"].to_string(), "2026-03-21");
    let archived = site.read("archive/morning-talk.txt");
    assert_eq!(archived, site.read("in/Morning Talk.TXT"));

    // It passes the desk, can be quoted, and its text is published nowhere.
    site.edit(
        "content/about.md",
        "This example rests on",
        "The mayor [\"says 'no'\"](@morning-talk). This example rests on",
    );
    let build = site.run(&["build", "--strict"]);
    assert_eq!(build.code, 0, "{}", build.err);
    let published = files(&site.root().join("public"));
    assert!(
        published
            .keys()
            .all(|path| !path.ends_with("morning-talk.txt"))
    );
}

#[test]
fn what_is_known_is_written_and_the_rest_is_asked_for() {
    let site = with_archive();
    let title = "The \"Sunday\" file – día 2";
    let added = add(
        &site,
        &[
            "source",
            "in/Morning Talk.TXT",
            "--title",
            title,
            "--publisher",
            "Radio",
            "--author",
            "A. B.",
            "--published",
            "2026-03-20",
            "--url",
            "https://radio.example/talk",
            "--as-of",
            "2026-03-21",
        ],
    );
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(
        added.out.starts_with("added the-sunday-file-dia-2 at "),
        "{}",
        added.out
    );
    assert!(
        added.out.contains("\nstill to be filled in: short\n"),
        "{}",
        added.out
    );
    let text = site.read(SOURCES);
    let table: toml::Table = text.parse().expect("TOML");
    let entry = &table["the-sunday-file-dia-2"];
    assert_eq!(entry["title"].as_str(), Some(title));
    assert_eq!(entry["published"].to_string(), "2026-03-20");
    assert_eq!(entry["url"].as_str(), Some("https://radio.example/talk"));
    let check = site.run(&["check", "--format", "short"]);
    let line = text
        .lines()
        .position(|line| line == "[the-sunday-file-dia-2]")
        .expect("a header")
        + 1;
    let missing = format!("{SOURCES}:{line}:1: error[missing-key]: `short` is missing");
    assert!(check.err.contains(&missing), "{}", check.err);
}

#[test]
fn a_source_may_be_piped_in_or_have_no_text() {
    let site = with_archive();
    let told = [&["source", "--title", "Talk"], &TOLD[..]].concat();
    let added = piped(&site, &told, b"Words.\n");
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(
        added
            .out
            .contains("archived its text as archive/talk.txt\n")
    );
    assert_eq!(site.read("archive/talk.txt"), "Words.\n");

    let nothing = piped(&site, &["source", "-", "--title", "Talk"], b"");
    assert_eq!((nothing.code, nothing.out.as_str()), (2, ""));
    assert!(
        nothing.err.contains("standard input is empty"),
        "{}",
        nothing.err
    );
    let nothing = add(&site, &["source"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (2, ""));
    assert!(
        nothing.err.contains("there is no source to add"),
        "{}",
        nothing.err
    );
    let nameless = piped(&site, &["source", "-"], b"Other words.\n");
    assert!(
        nameless.err.contains("neither an id nor a title"),
        "{}",
        nameless.err
    );
    assert_eq!(files(&site.root().join("archive")).len(), 1);

    // An address is recorded and nobody looks there.
    let address = [
        "source",
        "--title",
        "Talk",
        "--url",
        "https://radio.invalid/",
        "--short",
        "x",
    ];
    let added = add(&site, &address);
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(added.out.starts_with("added talk-2 at "), "{}", added.out);
    let table: toml::Table = site.read(SOURCES).parse().expect("TOML");
    assert!(table["talk-2"].get("sha256").is_none());
    assert_only_unused(&site);
}

#[test]
fn without_a_folder_for_it_the_text_is_recorded_by_its_hash() {
    let site = Site::new();
    site.write("talk.txt", "Words.\n");
    let added = add(&site, &[&["source", "talk.txt"], &TOLD[..]].concat());
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(
        added.out.contains("no snapshots folder is known"),
        "{}",
        added.out
    );
    assert!(
        added
            .out
            .contains("write snapshots = \"../archive\" into content/site.toml")
    );
    let table: toml::Table = site.read(SOURCES).parse().expect("TOML");
    assert_eq!(table["talk"]["snapshot"].as_str(), Some("not given"));
    assert_eq!(table["talk"]["sha256"].as_str().map(str::len), Some(64));
    assert_only_unused(&site);
}

#[test]
fn the_folder_on_the_command_line_has_to_be_there_and_outside_the_site() {
    let site = with_archive();
    let before = files(site.root());
    fs::create_dir(site.root().join("content/archive")).expect("a folder");
    for (folder, why) in [
        ("nowhere", "there is no folder nowhere"),
        ("content/archive", "is inside `content/`"),
        ("in/../content", "is inside `content/`"),
    ] {
        let refused = add(
            &site,
            &["source", "in/Morning Talk.TXT", "--snapshots", folder],
        );
        assert_eq!((refused.code, refused.out.as_str()), (2, ""));
        assert!(refused.err.contains(why), "{}", refused.err);
    }
    site.edit("content/site.toml", "\"archive\"", "\"content/archive\"");
    let refused = add(&site, &["source", "in/Morning Talk.TXT"]);
    assert!(
        refused.err.contains("is inside `content/`"),
        "{}",
        refused.err
    );
    site.edit("content/site.toml", "\"content/archive\"", "\"archive\"");
    assert_eq!(files(site.root()), before);
    let added = add(
        &site,
        &["source", "in/Morning Talk.TXT", "--snapshots", "in"],
    );
    assert!(
        added
            .out
            .contains("its text is archived as in/Morning Talk.TXT already"),
        "{}{}",
        added.out,
        added.err
    );
    assert_eq!(files(site.root()).len(), before.len());
}

#[test]
fn the_same_text_is_one_source() {
    let site = with_archive();
    add(
        &site,
        &[&["source", "in/Morning Talk.TXT"], &TOLD[..]].concat(),
    );
    let before = files(site.root());
    site.write("in/again.txt", &site.read("in/Morning Talk.TXT"));
    let again = add(&site, &["source", "in/again.txt"]);
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    assert_eq!(
        again.err,
        "error: the same text is the source `morning-talk` already; nothing was written\n  \
         cite that one as [@morning-talk]\n"
    );
    assert_eq!(files(site.root()).len(), before.len() + 1);

    // Another text of the same name has a name of its own in the archive.
    site.edit(SOURCES, "[morning-talk]", "[evening-talk]");
    site.write("in/Morning Talk.TXT", "Other words.\n");
    let other = add(
        &site,
        &["source", "in/Morning Talk.TXT", "--short", "other"],
    );
    assert_eq!(other.code, 0, "{}", other.err);
    assert!(other.out.contains("archive/morning-talk-"), "{}", other.out);
    assert_only_unused(&site);
}

#[test]
fn pictures_may_be_archived_and_texts_must_be_utf8() {
    let site = with_archive();
    for (name, bytes, locator) in [
        ("scan.pdf", &b"%PDF-1.7\n\xff"[..], "page"),
        ("shot.png", b"\x89PNG\r\n\x1a\n\0\0\xff", "not given"),
    ] {
        fs::write(site.root().join(name), bytes).expect("a file");
        let added = add(&site, &["source", name, "--short", name]);
        assert_eq!(added.code, 0, "{}", added.err);
        let (id, _) = name.split_once('.').expect("a name");
        let table: toml::Table = site.read(SOURCES).parse().expect("TOML");
        assert_eq!(table[id]["locator"].as_str(), Some(locator));
        let archived = fs::read(site.root().join("archive").join(name)).expect("it is archived");
        assert_eq!(archived, bytes);
    }
    fs::write(site.root().join("latin.txt"), b"caf\xe9").expect("a file");
    let before = files(site.root());
    for (file, why) in [
        ("latin.txt", "latin.txt is neither UTF-8 text nor"),
        ("in", "in is a folder"),
        (
            "nothing.txt",
            "cannot read `nothing.txt`: there is no such file",
        ),
    ] {
        let refused = add(&site, &["source", file]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""));
        assert!(refused.err.contains(why), "{}", refused.err);
    }
    assert_eq!(files(site.root()), before);
}

#[test]
fn the_other_entries_are_ready_to_be_filled_in() {
    let site = Site::new();
    for (arguments, table, id, missing, cite) in [
        (
            &[
                "claim",
                "--says",
                "No \"vote\" is set.",
                "--kind",
                "report",
                "--source",
                "gazette",
            ][..],
            "claims",
            "no-vote-is-set",
            &[][..],
            "point at it as [#no-vote-is-set]",
        ),
        (
            &["claim", "later"],
            "claims",
            "later",
            &["says", "kind"],
            "[#later]",
        ),
        (
            &["person", "--name", "José Ñandú", "--kind", "person"],
            "people",
            "jose-nandu",
            &[],
            "name it as [José Ñandú]",
        ),
        (
            &["person", "clerk"],
            "people",
            "clerk",
            &["kind", "name"],
            "[words][clerk]",
        ),
        (
            &[
                "term",
                "--term",
                "grace period",
                "--short",
                "A wait.",
                "--source",
                "gazette",
            ],
            "glossary",
            "grace-period",
            &[],
            "name it as [grace period]",
        ),
        (
            &["term", "levy"],
            "glossary",
            "levy",
            &["term", "short"],
            "[words][levy]",
        ),
        (
            &[
                "event", "--title", "A try", "--date", "195X", "--source", "gazette",
            ],
            "timeline",
            "a-try",
            &[],
            "#event-a-try",
        ),
        (
            &["event", "day", "--date", "2026-03-18"],
            "timeline",
            "day",
            &["title"],
            "#event-day",
        ),
    ] {
        let file = format!("content/ledger/{table}.toml");
        let before = site.read(&file);
        let added = add(&site, arguments);
        assert_eq!((added.code, added.err.as_str()), (0, ""), "{arguments:?}");
        let after = site.read(&file);
        assert!(after.starts_with(&before));
        let line = after
            .lines()
            .position(|line| line == format!("[{id}]"))
            .expect("a header")
            + 1;
        let start = format!("added {id} at {file}:{line}\n");
        assert!(added.out.starts_with(&start), "{}", added.out);
        assert!(added.out.contains(cite), "{}", added.out);
        let check = site.run(&["check", "--format", "short"]);
        for key in missing {
            let problem =
                format!("{file}:{line}:1: error[missing-key]: `{key}` is missing in `{id}`");
            assert!(check.err.contains(&problem), "{}", check.err);
        }
        let errors = check.err.matches(": error[").count();
        assert_eq!(errors, missing.len(), "{arguments:?}: {}", check.err);
        // Only complete entries stay, so that each run counts its own problems.
        if !missing.is_empty() {
            site.write(&file, &before);
        }
    }
}

#[test]
fn a_file_that_is_not_there_is_made() {
    let site = Site::new();
    fs::remove_dir_all(site.root().join("content/ledger")).expect("it is there");
    let added = add(
        &site,
        &["event", "--title", "It begins", "--date", "undated"],
    );
    assert_eq!(added.code, 0, "{}", added.err);
    let text = site.read("content/ledger/timeline.toml");
    assert!(text.starts_with("# What happened when."), "{text}");
    assert!(
        text.contains("\n\n[it-begins]\ndate = \"undated\""),
        "{text}"
    );
}

#[test]
fn comments_line_ends_and_permissions_stay() {
    let site = Site::new();
    let file = "content/ledger/glossary.toml";
    let old = site.read(file).replace('\n', "\r\n");
    let old = old.trim_end();
    site.write(file, old);
    let path = site.root().join(file);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("allowed");
    }
    assert_eq!(
        add(&site, &["term", "--term", "levy", "--short", "A tax."]).code,
        0
    );
    let new = site.read(file);
    let entry = new.strip_prefix(old).expect("nothing else changed");
    assert!(
        entry.starts_with("\r\n\r\n[levy]\r\nterm = \"levy\""),
        "{entry:?}"
    );
    assert_eq!(entry.matches('\n').count(), entry.matches("\r\n").count());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&path)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o640);
    }
    let left = files(&site.root().join("content/ledger"));
    assert!(
        left.keys()
            .all(|path| path.extension().is_some_and(|ending| ending == "toml"))
    );
}

#[test]
fn what_cannot_be_added_is_refused_whole() {
    let site = Site::new();
    let before = files(site.root());
    for (arguments, why) in [
        (
            &["claim"][..],
            "nutgraf add claim ID, or nutgraf add claim --says",
        ),
        (
            &["claim", "cost-paper"],
            "there is a claim `cost-paper` already, at content/ledger/claims.toml:14",
        ),
        (&["claim", "Cost Paper"], "write cost-paper"),
        (
            &["claim", "x", "--kind", "reprot"],
            "did you mean \"report\"?",
        ),
        (
            &["claim", "x", "--source", "gazete"],
            "did you mean gazette?",
        ),
        (
            &["claim", "x", "--source", "finance-office"],
            "we have not read",
        ),
        (&["claim", "--says", " "], "--says is empty"),
        (
            &["event", "x", "--date", "last May"],
            "--date is \"last May\"",
        ),
        (
            &["source", "--title", "T", "--url", "radio.example"],
            "beginning with https://",
        ),
        (
            &["source", "--title", "T", "--short", "Gazette  report"],
            "as it is in `gazette`",
        ),
        (
            &["source", "--title", "T", "--id", "gazette"],
            "there is a source `gazette` already",
        ),
        (&["thing"], "unrecognized subcommand"),
    ] {
        let refused = add(&site, arguments);
        assert_eq!(
            (refused.code, refused.out.as_str()),
            (2, ""),
            "{arguments:?}"
        );
        assert!(refused.err.contains(why), "{arguments:?}: {}", refused.err);
    }
    assert_eq!(files(site.root()), before);

    let line = site.edit("content/ledger/people.toml", "[vance]", "[vance");
    let before = files(site.root());
    let refused = add(&site, &["person", "--name", "Bo"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    let place = format!("--> content/ledger/people.toml:{line}:");
    assert!(refused.err.contains(&place), "{}", refused.err);
    assert!(
        refused
            .err
            .contains("error: content/ledger/people.toml cannot be read; nothing was written"),
        "{}",
        refused.err
    );
    assert_eq!(files(site.root()), before);
    // The other tables can be added to.
    assert_eq!(add(&site, &["claim", "x", "--source", "gazette"]).code, 0);
}
