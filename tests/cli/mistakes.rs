//! A mistake in each kind of file stops the build and is named with its file and line.

use crate::runner::{Site, finish, program, run};

/// Runs `build` and expects one problem of this place and code.
fn expect(site: &Site, file: &str, line: usize, code: &str) {
    let build = site.run(&["build", "--format", "short"]);
    assert_eq!(build.code, 1, "{file}: {}", build.err);
    let found = build.err.lines().any(|problem| {
        problem.starts_with(&format!("{file}:{line}:"))
            && problem.contains(&format!(" error[{code}]: "))
    });
    assert!(found, "{file}:{line} {code} in\n{}", build.err);
    assert!(!site.root().join("public").exists(), "{file}");
}

#[test]
fn a_misspelt_key_of_the_ledger() {
    for (table, old, new) in [
        ("sources", "publisher =", "publishr ="),
        ("claims", "topics =", "topic ="),
        ("people", "also =", "alos ="),
        ("glossary", "short =", "shrt ="),
        ("timeline", "text =", "txt ="),
        ("disagreements", "common =", "comon ="),
    ] {
        let site = Site::new();
        let file = format!("content/ledger/{table}.toml");
        let line = site.edit(&file, old, new);
        expect(&site, &file, line, "unknown-key");
    }
}

#[test]
fn a_misspelt_key_of_the_other_tables() {
    for (table, text) in [
        (
            "positions",
            "# Who wants what.\n[questions.open]\ntitel = \"Open?\"\n",
        ),
        ("quotes", "# Words.\n[walk-in]\nspaker = \"vance\"\n"),
        ("corrections", "# None.\n[first]\nprominant = true\n"),
    ] {
        let site = Site::new();
        let file = format!("content/ledger/{table}.toml");
        site.write(&file, text);
        expect(&site, &file, 3, "unknown-key");
    }
}

#[test]
fn a_misspelt_key_of_the_site_and_of_a_page() {
    let site = Site::new();
    let line = site.edit("content/site.toml", "description =", "descripton =");
    expect(&site, "content/site.toml", line, "unknown-key");
    let site = Site::new();
    let line = site.edit("content/timeline.md", "order =", "ordre =");
    expect(&site, "content/timeline.md", line, "unknown-key");
}

#[test]
fn a_mistake_in_the_text() {
    for (old, new, code) in [
        ("[@user-survey, p. 1]", "[@user-survy]", "unknown-source"),
        ("(@gazette)", "(@gazete)", "unknown-source"),
        ("[#cost-paper]", "[#cost-papr]", "unknown-claim"),
        ("(timeline.md#", "(timline.md#", "broken-link"),
        ("disagreement of=", "disagreement off=", "unknown-argument"),
        ("::: summary", "::: sumary", "unknown-block"),
    ] {
        let site = Site::new();
        let line = site.edit("content/index.md", old, new);
        expect(&site, "content/index.md", line, code);
    }
}

#[test]
fn a_mistake_in_the_theme() {
    for (file, text) in [
        (
            "themes/default/templates/page.html",
            "<p>\n{{ page.title | upcase }}\n",
        ),
        (
            "themes/default/components/blocks/note.html",
            "{# A note. #}\n{% componnt note() %}\n",
        ),
        (
            "themes/default/strings/en.toml",
            "# Words.\npublished = Published\n",
        ),
        (
            "themes/default/theme.toml",
            "# The theme.\nnmae = \"default\"\n",
        ),
    ] {
        let site = Site::new();
        site.write(file, text);
        let build = site.run(&["build", "--format", "short"]);
        assert_eq!(build.code, 1, "{file}: {}", build.err);
        let place = format!("{file}:2:");
        assert!(build.err.contains(&place), "{place} in\n{}", build.err);
    }
}

#[test]
fn all_mistakes_at_once_in_the_order_of_files() {
    let site = Site::new();
    site.edit("content/index.md", "[@user-survey, p. 1]", "[@survey]");
    site.edit("content/index.md", "[#cost-letter]", "[#cost-lettr]");
    site.edit("content/ledger/people.toml", "also =", "alos =");
    let build = site.run(&["build", "--format", "short"]);
    let places: Vec<&str> = build
        .err
        .lines()
        .filter_map(|line| line.split_once(": error[").map(|(place, _)| place))
        .map(|place| place.split(':').next().unwrap_or_default())
        .collect();
    assert_eq!(
        places,
        [
            "content/index.md",
            "content/index.md",
            "content/ledger/people.toml"
        ],
        "{}",
        build.err
    );
}

#[test]
fn a_wish_for_backtraces_changes_nothing() {
    let site = Site::with_error();
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (folder, arguments) in [
        (site.root(), &["build", "--quiet"][..]),
        (site.root(), &["build", "--root", "nowhere"]),
        (folder.path(), &["check"]),
    ] {
        let mut command = program(folder, arguments);
        command.env("RUST_BACKTRACE", "1");
        assert_eq!(finish(command), run(folder, arguments));
    }
}
