//! `schema`: what it prints, what it writes, and what it leaves alone.

use std::fs;

use crate::runner::{Site, files, run};

const NAMES: [&str; 11] = [
    "site",
    "page",
    "sources",
    "claims",
    "people",
    "glossary",
    "timeline",
    "positions",
    "disagreements",
    "quotes",
    "corrections",
];

#[test]
fn one_schema_is_printed_anywhere() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    for name in NAMES {
        let schema = run(outside.path(), &["schema", name]);
        assert_eq!((schema.code, schema.err.as_str()), (0, ""), "{name}");
        let json: serde_json::Value = serde_json::from_str(&schema.out).expect("JSON");
        assert_eq!(
            json["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        assert_eq!(run(outside.path(), &["schema", name]).out, schema.out);
    }
    let wrong = run(outside.path(), &["schema", "claim"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert_eq!(
        wrong.err,
        "error: there is no schema `claim`\n  did you mean `claims`?\n"
    );
    assert_eq!(files(outside.path()).len(), 0);
}

#[test]
fn all_are_written_below_the_site_and_the_way_to_them_is_said() {
    let site = Site::new();
    let before = files(site.root());
    let schema = site.run(&["schema"]);
    assert_eq!(schema.code, 0, "{}", schema.err);
    assert!(
        schema
            .err
            .starts_with("wrote 11 schemas to .nutgraf/schema\n"),
        "{}",
        schema.err
    );
    for name in NAMES {
        let file = format!(".nutgraf/schema/{name}.schema.json");
        assert_eq!(site.read(&file), site.run(&["schema", name]).out);
        // Front matter stands in Markdown, which no rule for TOML files reaches.
        assert_eq!(schema.out.contains(&file), name != "page", "{name}");
    }
    let rules: toml::Table = schema.out.parse().expect("what is printed is TOML");
    let rules = rules["rule"].as_array().expect("rules");
    assert_eq!(rules.len(), 10);
    for rule in rules {
        let of = rule["include"][0].as_str().expect("a path");
        assert!(of.starts_with("content/") && of.ends_with(".toml"), "{of}");
        let path = rule["schema"]["path"].as_str().expect("a path");
        assert!(site.root().join(path).is_file(), "{path}");
    }
    for (path, bytes) in &before {
        assert_eq!(fs::read(path).expect("it is there"), *bytes);
    }
    assert_eq!(files(site.root()).len(), before.len() + 11);

    // Nothing of it is part of the site, and writing again changes nothing.
    let written = files(site.root());
    assert_eq!(site.run(&["schema"]).code, 0);
    assert_eq!(files(site.root()), written);
    assert_eq!(site.run(&["check", "--quiet"]).err, "");
}

#[test]
fn a_file_of_somebody_else_stays() {
    let site = Site::new();
    site.write("mine/claims.schema.json", "{}\n");
    let before = files(site.root());
    let schema = site.run(&["schema", "--out", "mine"]);
    assert_eq!((schema.code, schema.out.as_str()), (2, ""));
    let expected =
        "error: `nutgraf schema` did not write mine/claims.schema.json; nothing was written\n";
    assert!(schema.err.starts_with(expected), "{}", schema.err);
    assert_eq!(files(site.root()), before);

    let schema = site.run(&["schema", "--out", "ours"]);
    assert_eq!(schema.code, 0);
    assert!(schema.out.contains("path = \"ours/site.schema.json\""));
    let outside = tempfile::tempdir().expect("a temporary folder");
    assert!(
        run(outside.path(), &["schema"])
            .err
            .contains("there is no site here")
    );
    assert_eq!(run(outside.path(), &["schema", "--out", "here"]).code, 0);
}
