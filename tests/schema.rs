//! The schemas say what the readers say: at every level of every file, for every key and word that
//! stands in the source of a reader, and for values of every type.

#![allow(
    clippy::disallowed_methods,
    reason = "a test reads the sources and the sites it is about"
)]

#[path = "common/papers.rs"]
mod papers;
#[allow(dead_code, reason = "these tests use a part of it")]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use nutgraf::build::{all_codes, build};
use nutgraf::config;
use nutgraf::diagnostics::{Diagnostic, locate};
use nutgraf::editing::{Schema, schemas};
use nutgraf::input::{FilePath, InputFile, InputTree};
use nutgraf::ledger::{self, TableName};
use nutgraf::page::{self, Answers, Dialect};
use serde_json::{Map, Value, json};

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn all() -> Vec<Schema> {
    schemas(&all_codes())
}

fn compiled(schema: &Value) -> Validator {
    jsonschema::validator_for(schema).expect("the schema is one")
}

/// TOML as Taplo hands it to a schema: a date is a text.
fn json_of(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(value) => json!(value),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => items.iter().map(json_of).collect(),
        toml::Value::Table(table) => table
            .iter()
            .map(|(key, value)| (key.clone(), json_of(value)))
            .collect::<Map<String, Value>>()
            .into(),
    }
}

// ---- the levels of a schema and of the file it is for ----

/// A table of the file in which keys are known.
struct Level<'s> {
    /// From the file's own table down: a key, or an item of a list.
    way: Vec<Step>,
    properties: &'s Map<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Item,
}

fn levels(schema: &Schema) -> Vec<Level<'_>> {
    fn walk<'s>(
        value: &'s Value,
        way: Vec<Step>,
        found: &mut Vec<(Vec<Step>, &'s Map<String, Value>)>,
    ) {
        let below = |step: Step| {
            let mut way = way.clone();
            way.push(step);
            way
        };
        let key = |name: &str| Step::Key(name.to_string());
        if let Some(properties) = value["properties"].as_object() {
            found.push((way.clone(), properties));
            for (name, inner) in properties {
                walk(inner, below(key(name)), found);
            }
        }
        for (pattern, inner) in value["patternProperties"].as_object().into_iter().flatten() {
            let is_language = pattern.starts_with("^[a-z]{2,3}");
            walk(
                inner,
                below(key(if is_language { "xx" } else { "here" })),
                found,
            );
        }
        if value["additionalProperties"].is_object() {
            walk(&value["additionalProperties"], below(key("here")), found);
        }
        if value["items"].is_object() {
            walk(&value["items"], below(Step::Item), found);
        }
    }
    let mut found = Vec::new();
    walk(&schema.json, Vec::new(), &mut found);
    let level = |(way, properties)| Level { way, properties };
    found.into_iter().map(level).collect()
}

impl Level<'_> {
    /// A file in which this stands at the level.
    fn document(&self, key: &str, value: &toml::Value) -> String {
        let table = |key: &str, value: toml::Value| {
            toml::Value::Table([(key.to_string(), value)].into_iter().collect())
        };
        let mut document = table(key, value.clone());
        for step in self.way.iter().rev() {
            document = match step {
                Step::Key(name) => table(name, document),
                Step::Item => toml::Value::Array(vec![document]),
            };
        }
        toml::to_string(&document).expect("TOML")
    }
}

/// What the reader of a file says of it.
fn problems(name: &str, text: &str) -> Vec<Diagnostic> {
    let file = |text: &str| InputFile::new(text.as_bytes());
    let mut files = InputTree::new();
    match (name, TableName::parse(name)) {
        ("site", _) => {
            files.insert(FilePath::new(config::CONFIG_FILE), file(text));
            config::read(&files, &all_codes()).problems
        }
        ("page", _) => {
            let dialect = Dialect {
                allow_html: false,
                smart_punctuation: None,
                heading_ids: true,
                keep_comments: false,
                link_addresses: true,
                language: "en".to_string(),
            };
            let text = format!("+++\n{text}\n+++\nText.\n");
            let path = FilePath::new("content/index.md");
            page::read(
                &path,
                &file(&text),
                &Answers::default(),
                &BTreeMap::new(),
                &dialect,
                240,
            )
            .problems
        }
        (_, Some(table)) => {
            files.insert(table.path(), file(text));
            ledger::read(&files).problems
        }
        _ => panic!("{name}"),
    }
}

/// Every text in the sources of the readers that could be a key or a word.
fn words() -> BTreeSet<String> {
    let mut sources = vec![at("src/page/front_matter.rs")];
    for folder in ["src/config", "src/ledger"] {
        let entries = fs::read_dir(at(folder)).expect("a folder");
        sources.extend(entries.map(|entry| entry.expect("an entry").path()));
    }
    let mut words = BTreeSet::new();
    for source in sources.iter().filter(|path| path.extension().is_some()) {
        let text = fs::read_to_string(source).expect("a source");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_word = |text: &&str| {
            let mut letters = text.bytes();
            letters
                .next()
                .is_some_and(|first| first.is_ascii_lowercase())
                && letters.all(|byte| {
                    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte)
                })
        };
        words.extend(code.split('"').filter(is_word).map(str::to_string));
    }
    for known in [
        "title",
        "carried",
        "review_by",
        "own-reporting",
        "none-stated",
        "sort_by",
        "theme_settings",
    ] {
        assert!(words.contains(known), "{known}");
    }
    words
}

#[test]
fn the_schemas_are_schemas() {
    let all = all();
    let names: Vec<&str> = all.iter().map(|schema| schema.name).collect();
    let mut expected = vec!["site", "page"];
    expected.extend(TableName::ALL.map(TableName::name));
    assert_eq!(names, expected);
    for schema in &all {
        assert!(jsonschema::meta::is_valid(&schema.json), "{}", schema.name);
        for level in levels(schema) {
            for (key, property) in level.properties {
                let described = property["description"]
                    .as_str()
                    .is_some_and(|text| text.len() > 2);
                let is_code = level.way == [Step::Key("severity".to_string())];
                assert!(
                    described || is_code,
                    "{} {key} is not described",
                    schema.name
                );
            }
        }
    }
}

#[test]
fn every_key_a_reader_knows_is_in_its_schema_and_no_other() {
    let words = words();
    let mut wrong = Vec::new();
    for schema in &all() {
        for level in levels(schema) {
            let of_schema: BTreeSet<String> = level.properties.keys().cloned().collect();
            let candidates: BTreeSet<&String> = words.union(&of_schema).collect();
            for key in candidates {
                let text = level.document(key, &toml::Value::Integer(1));
                let unknown = format!("`{key}` is no ");
                let is_known = !problems(schema.name, &text).iter().any(|problem| {
                    matches!(problem.code, "unknown-key" | "unknown-code")
                        && problem.message.starts_with(&unknown)
                });
                if is_known != of_schema.contains(key) {
                    let name = schema.name;
                    wrong.push(format!(
                        "{name} {:?}: {key} is known to the reader: {is_known}",
                        level.way
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Values of every type.
fn samples() -> Vec<toml::Value> {
    const VALUES: &str = "''|' '|'x'|'Words, here.'|'not given'|true|false|0|1|-1|1.5|inf|\
        2026-02-10|2026-02-10T08:00:00|08:00:00|'2026-02-10'|'May'|'1931'|'2026-02'|'195X'|'19XX'|\
        '1846/1848'|'../2024'|'1990/..'|'1990~'|'../1990~'|'undated'|'undated~'|'24'|'X914'|'2026-13'|\
        []|['x']|['']|[' ']|[1]|['x', 1]|[[]]|{}|{ a = 'x' }|{ a = 1 }|[{}]|\
        'https://example.org/'|'http://example.org/a b'|'https://'|'https://example.org/?q'|\
        'ftp://example.org'|'en'|'pt-BR'|'English'|'e'|'en_GB'|'+05:45'|'-14:00'|'06:00'|'+15:00'|\
        '+05:60'|['claim:x']|['page:index.md#x']|['x:y']|['claim:']|['Bad Id']|'Bad Id'|'a.b'|'é'";
    let hashes = format!("'{}1'|'{}'", "0aF".repeat(21), "g".repeat(64));
    let values = VALUES.split('|').chain(hashes.split('|'));
    let value = |text: &str| {
        let table: toml::Table = format!("v = {text}").parse().expect(text);
        table["v"].clone()
    };
    values.map(value).collect()
}

/// What a schema cannot tell from a value: a date is a text to it.
fn twin(value: &toml::Value) -> Option<toml::Value> {
    match value {
        toml::Value::Datetime(date) => Some(toml::Value::String(date.to_string())),
        toml::Value::String(text) => text.parse().ok().map(toml::Value::Datetime),
        _ => None,
    }
}

/// Problems that are none of the one value: keys that stand beside it or within it, and what other
/// files would have to hold.
fn is_about_others(problem: &Diagnostic) -> bool {
    let code = problem.code;
    let elsewhere = code.starts_with("unknown-") && !matches!(code, "unknown-key" | "unknown-code");
    elsewhere
        || matches!(
            code,
            "missing-key"
                | "not-given-missing"
                | "no-base-url"
                | "bad-menu"
                | "missing-alt"
                | "missing-credit"
                | "cards-not-built"
        )
        // A figure's `bound` and `to`, a stance's `side` and `says` depend on each other.
        || problem.message.contains("range")
        || problem.message.contains("`says` is \"not given\"") && problem.message.contains("needs")
}

#[test]
fn a_schema_takes_the_values_its_reader_takes() {
    let samples = samples();
    let words: Vec<_> = words().into_iter().map(toml::Value::String).collect();
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for schema in &all() {
        for level in levels(schema) {
            for (key, property) in level.properties {
                let validator = compiled(property);
                // Where one of some words is expected, each word of any reader is tried.
                let words = match property["enum"].is_array() {
                    true => &words[..],
                    false => &[],
                };
                for sample in samples.iter().chain(words) {
                    compared += 1;
                    let mut read = problems(schema.name, &level.document(key, sample));
                    if let Some(twin) = twin(sample) {
                        let other = problems(schema.name, &level.document(key, &twin));
                        if !other.iter().any(|problem| !is_about_others(problem)) {
                            read = other;
                        }
                    }
                    let refused = read.iter().any(|problem| !is_about_others(problem));
                    let perhaps = |code| !matches!(code, "no-base-url" | "not-given-missing");
                    let perhaps = read.iter().any(|problem| perhaps(problem.code));
                    let taken = validator.is_valid(&json_of(sample));
                    if taken && refused || !taken && !perhaps {
                        let says: Vec<&String> = read.iter().map(|said| &said.message).collect();
                        wrong.push(format!(
                            "{} {:?} {key} = {sample}: the schema takes it: {taken}; the reader says {says:?}",
                            schema.name, level.way
                        ));
                    }
                }
            }
        }
    }
    assert!(compared > 15_000, "{compared}");
    wrong.truncate(40);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Leaving out a key that has to be there is an error in both, and of any other in neither.
#[test]
fn what_is_required_is_required() {
    for schema in &all() {
        for level in levels(schema) {
            if level.properties.contains_key("no-config") {
                continue;
            }
            let stranger = level.document("zzz", &toml::Value::Integer(1));
            let missing = |key: &str| {
                let message = format!("`{key}` is missing");
                let problems = problems(schema.name, &stranger);
                problems.iter().any(|problem| {
                    problem.code == "missing-key" && problem.message.starts_with(&message)
                })
            };
            let mut document: Value = json_of(&toml::Value::Table(stranger.parse().expect("TOML")));
            let mut here = &mut document;
            for step in &level.way {
                here = match step {
                    Step::Key(key) => &mut here[key.as_str()],
                    Step::Item => &mut here[0],
                };
            }
            here.as_object_mut().expect("a table").clear();
            let errors = compiled(&schema.json);
            let errors: Vec<String> = errors
                .iter_errors(&document)
                .map(|error| error.to_string())
                .collect();
            for key in level.properties.keys() {
                let says = format!("\"{key}\" is a required property");
                // A stance without words is one thing or another, by its side.
                let depends = schema.name == "positions" && key == "says";
                assert!(
                    errors.contains(&says) == missing(key) || depends,
                    "{} {:?} {key}: {errors:?}",
                    schema.name,
                    level.way
                );
            }
        }
    }
}

// ---- whole sites ----

/// The schema a file of a site is for, and what it is to be compared with; None for other files and
/// what is no TOML.
fn instance(path: &str, text: &str) -> Option<(String, Value)> {
    let text = text.trim_start_matches('\u{feff}');
    let (name, toml) = if path == config::CONFIG_FILE {
        ("site", text.to_string())
    } else if let Some(table) = TableName::ALL
        .into_iter()
        .find(|table| table.path().as_str() == path)
    {
        (table.name(), text.to_string())
    } else if path.ends_with(".md") {
        let mut lines = text.lines();
        if lines.next()?.trim_end() != "+++" {
            return None;
        }
        let lines: Vec<&str> = lines.take_while(|line| line.trim_end() != "+++").collect();
        ("page", lines.join("\n"))
    } else {
        return None;
    };
    let table: toml::Table = toml.parse().ok()?;
    Some((name.to_string(), json_of(&toml::Value::Table(table))))
}

fn errors(schemas: &BTreeMap<&str, Validator>, path: &str, text: &str) -> Option<Vec<String>> {
    let (name, value) = instance(path, text)?;
    let errors = schemas[name.as_str()].iter_errors(&value);
    Some(
        errors
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect(),
    )
}

/// Every file below `root/content`, as paths of the site.
fn site_files(root: &Path) -> Vec<(String, String)> {
    let files = walkdir::WalkDir::new(root.join("content")).into_iter();
    let files = files.map(|entry| entry.expect("an entry").into_path());
    files
        .filter_map(|path| {
            let name = path
                .strip_prefix(root)
                .expect("below")
                .to_str()
                .expect("UTF-8");
            Some((name.replace('\\', "/"), fs::read_to_string(&path).ok()?))
        })
        .collect()
}

#[test]
fn good_sites_pass_their_schemas() {
    let all = all();
    let schemas: BTreeMap<&str, Validator> = all
        .iter()
        .map(|schema| (schema.name, compiled(&schema.json)))
        .collect();
    let mut used = BTreeMap::new();
    for site in [".", "src/cli/starter", "tests/browser/gallery", "docs"] {
        let files = match site {
            "docs" => ["docs/writing.md", "docs/ledger.md", "docs/blocks.md"]
                .into_iter()
                .flat_map(papers::shown_files)
                .collect(),
            site => site_files(&at(site)),
        };
        for (path, text) in files {
            if let Some(errors) = errors(&schemas, &path, &text) {
                assert!(errors.is_empty(), "{site}/{path}: {errors:#?}");
                *used
                    .entry(instance(&path, &text).expect("one").0)
                    .or_insert(0) += 1;
            }
        }
    }
    assert_eq!(used.len(), all.len(), "{used:?}");
}

/// Where the reader of a site's file finds a mistake that the file alone shows, its schema finds one
/// too; where no reader finds any, no schema does.
#[test]
fn the_mistakes_of_the_problem_sites_are_seen() {
    const SHOWN_BY_THE_FILE: [&str; 5] = [
        "unknown-key",
        "wrong-type",
        "missing-key",
        "unknown-code",
        "fixed-severity",
    ];
    let all = all();
    let schemas: BTreeMap<&str, Validator> = all
        .iter()
        .map(|schema| (schema.name, compiled(&schema.json)))
        .collect();
    let mut caught = 0;
    for name in support::names() {
        let tree = support::site(&name);
        let built = build(&tree, &support::options());
        let found = locate(&built.problems, &built.files, &built.spans);
        for (path, file) in tree.iter() {
            let Some(errors) = file
                .text()
                .ok()
                .and_then(|(text, _)| errors(&schemas, path.as_str(), text))
            else {
                continue;
            };
            let of_file = || {
                found
                    .iter()
                    .filter(|problem| problem.spot.as_ref().is_some_and(|spot| spot.file == *path))
            };
            // A block's argument may be missing or wrong as well.
            let visible = of_file().any(|problem| {
                let in_front = !path.as_str().ends_with(".md") || problem.message.starts_with('`');
                SHOWN_BY_THE_FILE.contains(&problem.code) && in_front
            });
            if visible {
                assert!(!errors.is_empty(), "{name}/{path}");
                caught += 1;
            }
            if of_file().next().is_none() {
                assert!(errors.is_empty(), "{name}/{path}: {errors:#?}");
            }
        }
    }
    assert!(caught >= 8, "{caught}");
}
