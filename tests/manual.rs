//! The manual tells the truth: its examples build, and no key, block or diagnostic is missing in it.
//!
//! A line that is nothing but a path in code font and a colon makes the code below it that file.

#![allow(
    clippy::disallowed_methods,
    reason = "a test reads the papers and the sources it compares"
)]

#[path = "common/papers.rs"]
mod papers;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nutgraf::build::{Build, Options, all_codes, blocks, build};
use nutgraf::diagnostics::{Severity, human};
use nutgraf::input::{FilePath, InputFile, InputTree};
use nutgraf::values::Date;
use papers::shown_files;

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn text(path: &str) -> String {
    fs::read_to_string(at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn site(files: &[(String, String)]) -> Build {
    let tree: InputTree = files
        .iter()
        .map(|(path, text)| (FilePath::new(path), InputFile::new(text.as_bytes())))
        .collect();
    let options = Options {
        as_of: Date::parse("2026-04-01").expect("a day"),
        base_url: None,
        drafts: false,
        check: false,
    };
    build(&tree, &options)
}

fn assert_clean(build: &Build) {
    let problems = human(&build.located(), false);
    assert!(problems.is_empty(), "{problems}");
}

fn page<'b>(build: &'b Build, address: &str) -> &'b str {
    let bytes = build.outputs.get(address);
    let bytes = bytes.unwrap_or_else(|| panic!("there is no {address}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn the_manuals_examples_build_without_a_word() {
    let mut files = Vec::new();
    for paper in ["docs/writing.md", "docs/ledger.md", "docs/blocks.md"] {
        files.extend(shown_files(paper));
    }
    assert!(files.len() >= 15, "{} files", files.len());
    let build = site(&files);
    assert_clean(&build);
    let home = page(&build, "index.html");
    assert!(home.contains("ledger-pages/index.html#claim-two-piers"));
    let facts = page(&build, "ledger-pages/index.html");
    for anchor in [
        "source-hearing",
        "claim-some-need",
        "person-clerk",
        "term-scour-hole",
        "event-offer",
        "position-close",
        "correction-2026-02-20-year",
    ] {
        assert!(facts.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
}

/// What the README's tour adds to a file of the starter site: path and text, in order.
fn tour() -> Vec<(String, String)> {
    let readme = text("README.md");
    let mut steps = Vec::new();
    let mut rest = readme.as_str();
    while let Some((_, after)) = rest.split_once("At the end of `") {
        let (path, after) = after.split_once('`').expect("a path");
        let (_, after) = after.split_once("\n```").expect("code");
        let (code, after) = after.split_once("\n```").expect("the end of the code");
        let (_, code) = code.split_once('\n').expect("a line");
        steps.push((path.to_string(), format!("\n{code}\n")));
        rest = after;
    }
    steps
}

/// The site `nutgraf new` makes.
fn starter() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![at("src/cli/starter")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the starter") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(at("src/cli/starter")).expect("below it");
            let name = name.to_str().expect("UTF-8").replace('\\', "/");
            let name = name.replace("gitignore.txt", ".gitignore");
            files.insert(name, fs::read_to_string(&path).expect("a text"));
        }
    }
    files
}

#[test]
fn the_tour_of_the_readme_leads_where_it_says() {
    let readme = text("README.md");
    let mut files = starter();
    for name in files.keys() {
        assert!(readme.contains(&format!("| `{name}` |")), "{name}");
    }
    let shown = readme
        .lines()
        .filter(|line| line.starts_with("| `content/") || line.starts_with("| `.git"));
    assert_eq!(shown.count() + 1, files.len(), "files in the tour's table");

    let built = |files: &BTreeMap<String, String>| {
        let below = |name: &String| name.starts_with("content/");
        let files = files.iter().filter(|(name, _)| below(name));
        let files: Vec<(String, String)> = files
            .map(|(name, text)| (name.clone(), text.clone()))
            .collect();
        site(&files)
    };
    assert_clean(&built(&files));

    let steps = tour();
    assert_eq!(steps.len(), 5);
    for (number, (path, added)) in steps.iter().enumerate() {
        let file = files.get_mut(path).expect("a file of the starter");
        file.push_str(added);
        if number == 0 {
            let problems = human(&built(&files).located(), false);
            assert!(readme.contains(problems.trim_end()), "{problems}");
            let file = files.get_mut(path).expect("still there");
            *file = file.replace("council-papr,", "council-paper,");
        }
        let built = built(&files);
        if path.ends_with("sources.toml") {
            let codes: Vec<&str> = built.problems.iter().map(|problem| problem.code).collect();
            assert_eq!(codes, ["source-unused"]);
            assert!(readme.contains("`source-unused`"));
        } else {
            assert_clean(&built);
        }
    }
    let about = built(&files);
    let about = page(&about, "about.html");
    for link in [
        "sources.html#claim-volunteers",
        "people.html#term-self-service-hours",
    ] {
        assert!(about.contains(link), "{link}");
    }
}

#[test]
fn the_page_in_the_readme_is_a_page_of_the_starter() {
    let readme = text("README.md");
    let (_, rest) = readme.split_once("```markdown\n+++").expect("a page");
    let (example, _) = rest.split_once("\n```").expect("its end");
    let mut files = starter();
    files.retain(|name, _| name.starts_with("content/"));
    files.insert("content/example.md".to_string(), format!("+++{example}\n"));
    assert_clean(&site(&files.into_iter().collect::<Vec<_>>()));
}

#[test]
fn every_command_and_option_is_in_the_readme() {
    let readme = text("README.md");
    let manual = text("docs/commands.md");
    let help = |arguments: &[&str]| {
        let program = env!("CARGO_BIN_EXE_nutgraf");
        let output = Command::new(program).args(arguments).output();
        String::from_utf8(output.expect("it runs").stdout).expect("UTF-8")
    };
    let below = |help: &str| -> Vec<String> {
        let Some((_, commands)) = help.split_once("Commands:\n") else {
            return Vec::new();
        };
        let commands = commands.lines().take_while(|line| !line.is_empty());
        commands
            .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
            .filter_map(|line| line.split_whitespace().next())
            .filter(|name| *name != "help")
            .map(str::to_string)
            .collect()
    };
    let commands = below(&help(&["--help"]));
    assert!(commands.len() >= 6, "{commands:?}");
    for command in commands {
        assert!(
            readme.contains(&format!("| `nutgraf {command}")),
            "{command}"
        );
        let own = help(&[&command, "--help"]);
        for option in options(&own) {
            assert!(
                readme.contains(&format!("| `{option}")),
                "{command} {option}"
            );
        }
        for inner in below(&own) {
            let named = format!("nutgraf {command} {inner} ");
            assert!(manual.contains(&named), "{command} {inner}");
            for option in options(&help(&[&command, &inner, "--help"])) {
                let named = manual.contains(&format!("`{option}"));
                assert!(
                    named || readme.contains(&format!("| `{option}")),
                    "{named}{option}"
                );
            }
        }
    }
}

/// The options that a help text names.
fn options(help: &str) -> Vec<&str> {
    help.split_whitespace()
        .map(|word| word.trim_end_matches([',', ']', '.', ')']))
        .filter(|word| word.starts_with("--") && !matches!(*word, "--help" | "--"))
        .collect()
}

#[test]
fn papers_link_to_papers_that_are_there() {
    for paper in [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "src/README.md",
        "themes/README.md",
        "docs/README.md",
        "docs/writing.md",
        "docs/ledger.md",
        "docs/blocks.md",
        "docs/themes.md",
        "docs/diagnostics.md",
        "docs/commands.md",
        "docs/preview.md",
        "docs/output.md",
    ] {
        let text = text(paper);
        let folder = at(paper);
        let folder = folder.parent().expect("a folder");
        let mut code = false;
        for line in text.lines() {
            code ^= line.starts_with("```");
            // What stands in code font is an example.
            let prose: String = line.split('`').step_by(2).collect();
            for link in prose.split("](").skip(1).filter(|_| !code) {
                let target = link.split([')', '#']).next().unwrap_or_default();
                let leads_out = target.starts_with("https://") || target.is_empty();
                let exists = folder.join(target).exists();
                assert!(
                    leads_out || target.ends_with(".png") || exists,
                    "{paper}: {target}"
                );
            }
        }
    }
}

#[test]
fn every_block_and_argument_is_in_the_manual() {
    let manual = text("docs/blocks.md");
    let mut code = false;
    let mut described = BTreeSet::new();
    for line in manual.lines() {
        code ^= line.starts_with("```");
        if let Some(name) = line.strip_prefix("## ").filter(|_| !code) {
            described.insert(name);
        }
    }
    let infos = blocks(&InputTree::new());
    let known: BTreeSet<&str> = infos.iter().map(|block| block.name.as_str()).collect();
    assert_eq!(
        described, known,
        "the headings of docs/blocks.md and the blocks"
    );
    for block in &infos {
        let section = section(&manual, &block.name);
        let body = format!("Body: {}.", block.body);
        assert!(section.contains(&body), "{}: {body}", block.name);
        let described: BTreeSet<&str> = section
            .split_once("Reads: ")
            .and_then(|(_, rest)| rest.split('.').next())
            .map(|tables| tables.split(',').map(str::trim).collect())
            .unwrap_or_default();
        let reads: BTreeSet<&str> = block.reads.iter().map(String::as_str).collect();
        assert_eq!(described, reads, "the tables {} reads", block.name);
        let rows: BTreeSet<&str> = section
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
            .collect();
        let args: BTreeSet<&str> = block.args.iter().map(|arg| arg.name.as_str()).collect();
        assert_eq!(rows, args, "the arguments of {}", block.name);
        for arg in &block.args {
            let row = format!("| `{}` |", arg.name);
            let row = section.lines().find(|line| line.starts_with(&row));
            let says_required = row.is_some_and(|row| row.contains("| required |"));
            assert_eq!(says_required, arg.required, "{} {}", block.name, arg.name);
        }
    }
}

/// From a heading to the next of its level.
fn section<'m>(manual: &'m str, name: &str) -> &'m str {
    let heading = format!("\n## {name}\n");
    let start = manual.find(&heading).map_or(0, |at| at + heading.len());
    let rest = &manual[start..];
    &rest[..rest.find("\n## ").unwrap_or(rest.len())]
}

/// The keys a reader asks its table for: `table.text("title")` and so on.
fn keys(source: &str) -> BTreeSet<String> {
    const ASKING: [&str; 24] = [
        "text",
        "required_text",
        "needed_text",
        "texts",
        "spanned_texts",
        "bool",
        "int",
        "count",
        "number",
        "date",
        "date_or_not_given",
        "event_date",
        "one_of",
        "word",
        "needed_word",
        "language",
        "web_address",
        "link",
        "links",
        "targets",
        "table",
        "list_of_tables",
        "row",
        "rows",
    ];
    let code = text(source);
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let code: String = code.split_whitespace().collect();
    let mut keys = BTreeSet::new();
    for (at, _) in code.match_indices("(\"") {
        let asked = ASKING
            .iter()
            .any(|method| code[..at].ends_with(&format!(".{method}")));
        let key = code[at + 2..].split('"').next().unwrap_or_default();
        let is_key = key
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit());
        if asked && is_key {
            keys.insert(key.to_string());
        }
    }
    assert!(keys.len() > 2, "{source} asks for {keys:?}");
    keys
}

/// Whether a paper names a key in code font: `key`, `[key]`, `[[key]]`, `[key.ID]`.
fn names_key(paper: &str, key: &str) -> bool {
    paper.match_indices(key).any(|(at, _)| {
        let before = paper[..at].trim_end_matches('[');
        let after = paper[at + key.len()..].chars().next();
        before.ends_with('`') && matches!(after, Some('`' | ']' | '.' | '='))
    })
}

#[test]
fn every_key_is_in_the_manual() {
    let mut missing = Vec::new();
    for (source, paper) in [
        ("src/config/mod.rs", "docs/writing.md"),
        ("src/page/front_matter.rs", "docs/writing.md"),
        ("src/theme/mod.rs", "docs/themes.md"),
        ("src/ledger/sources.rs", "docs/ledger.md"),
        ("src/ledger/claims.rs", "docs/ledger.md"),
        ("src/ledger/people.rs", "docs/ledger.md"),
        ("src/ledger/timeline.rs", "docs/ledger.md"),
        ("src/ledger/positions.rs", "docs/ledger.md"),
        ("src/ledger/quotes.rs", "docs/ledger.md"),
    ] {
        let manual = text(paper);
        for key in keys(source) {
            if !names_key(&manual, &key) {
                missing.push(format!("{paper} does not name `{key}` of {source}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

const TABLE_BEGINS: &str = "<!-- codes -->\n";
const TABLE_ENDS: &str = "<!-- /codes -->\n";

/// The table of all codes as docs/diagnostics.md has it.
fn table_of_codes() -> String {
    let mut table = String::from(
        "| code | severity | may be changed | what it is about |\n|---|---|---|---|\n",
    );
    for code in all_codes() {
        let changed = if code.adjustable { "yes" } else { "no" };
        let about = first_sentence(code.explanation).replace('|', "\\|");
        table.push_str(&format!(
            "| `{}` | {} | {changed} | {about} |\n",
            code.name,
            code.severity_in_words()
        ));
    }
    table
}

fn first_sentence(explanation: &str) -> String {
    let paragraph = explanation.split("\n\n").next().unwrap_or_default();
    let end = paragraph.find(". ").map_or(paragraph.len(), |at| at + 1);
    let sentence = paragraph[..end]
        .trim_end_matches([':', '.'])
        .replace('\n', " ");
    format!("{sentence}.")
}

/// `NUTGRAF_BLESS=1 cargo test --test manual` writes the table anew.
#[test]
fn every_code_is_in_the_manual() {
    let paper = text("docs/diagnostics.md");
    let start = paper.find(TABLE_BEGINS).expect("where the table begins") + TABLE_BEGINS.len();
    let end = paper.find(TABLE_ENDS).expect("where the table ends");
    let table = table_of_codes();
    if std::env::var_os("NUTGRAF_BLESS").is_some() {
        let new = format!(
            "{}\n{table}\n{}",
            paper[..start].trim_end_matches('\n').to_string() + "\n",
            &paper[end..]
        );
        fs::write(at("docs/diagnostics.md"), new).expect("written");
        return;
    }
    let written: BTreeSet<&str> = paper[start..end].trim().lines().collect();
    let wanted: BTreeSet<&str> = table.trim().lines().collect();
    let odd: Vec<&&str> = written.symmetric_difference(&wanted).collect();
    assert!(
        odd.is_empty(),
        "NUTGRAF_BLESS=1 cargo test --test manual writes the table anew; it differs in {odd:#?}"
    );
    assert!(
        all_codes()
            .iter()
            .any(|code| code.severity == Severity::Note)
    );
}
