//! What can be searched: which things are found and where, what an edit leaves as it was, and the terms
//! that the search script has to make, too.

#![allow(
    clippy::disallowed_methods,
    reason = "a test reads what it compares with, and writes it anew when asked"
)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use common::generated::generated_site;
use common::{Built, Sketch, site};
use nutgraf::build::Engine;
use nutgraf::search::{Stemmer, terms, words};

/// The files of the index, by address.
fn index(built: &Built) -> BTreeMap<String, Arc<[u8]>> {
    let outputs = built.build.outputs.iter();
    let of_search = outputs.filter(|(address, _)| {
        address.starts_with("assets/search/") || address.ends_with("search-index.js")
    });
    of_search
        .map(|(address, bytes)| (address.to_string(), bytes.clone()))
        .collect()
}

/// What a file of the index holds.
fn content(bytes: &[u8]) -> serde_json::Value {
    let text = std::str::from_utf8(bytes).expect("text");
    let json = text.strip_prefix("nutgrafPart=").expect("a part");
    serde_json::from_str(json.trim_end_matches(";\n")).expect("JSON")
}

/// For each thing that can be found its address, its kind, its title and its text.
fn documents(built: &Built, key: &str) -> BTreeMap<String, [String; 3]> {
    let prefix = format!("assets/search/{key}-d");
    let index = index(built);
    let parts = index
        .iter()
        .filter(|(address, _)| address.starts_with(&prefix));
    let mut found = BTreeMap::new();
    for (_, bytes) in parts {
        for document in content(bytes).as_array().expect("a list") {
            let field = |at: usize| document[at].as_str().expect("a text").to_string();
            let before = found.insert(field(1), [field(0), field(2), field(4)]);
            assert_eq!(before, None, "{} is found twice", field(1));
        }
    }
    found
}

/// The terms of an index.
fn all_terms(built: &Built, key: &str) -> Vec<String> {
    let prefix = format!("assets/search/{key}-t");
    let index = index(built);
    let parts = index
        .iter()
        .filter(|(address, _)| address.starts_with(&prefix));
    let entries = parts.flat_map(|(_, bytes)| {
        let part = content(bytes).as_str().expect("a text").to_string();
        let terms = part
            .split_terminator(';')
            .filter_map(|entry| entry.split_once(','));
        terms.map(|(term, _)| term.to_string()).collect::<Vec<_>>()
    });
    entries.collect()
}

fn small() -> Sketch {
    site()
        .ledger("sources", "[s1]\nkind = \"article\"\nshort = \"the Gazette\"\ntitle = \"A bridge\"\npublisher = \"Gazette\"\npublished = 2025-01-01\nretrieved = 2025-12-20\nlanguage = \"en\"\nurl = \"https://example.net/1\"\n")
        .ledger("people", "[ada]\nkind = \"person\"\nname = \"Ada Byron\"\nalso = [\"Lady Lovelace\"]\nroles.one = { title = \"engineer\", sources = [\"s1\"] }\n")
        .ledger("claims", "[cost]\nsays = \"The bridge costs more.\"\nkind = \"figure\"\nas_of = \"not given\"\nchain = [\"ada\"]\ncarried = [{ source = \"s1\", where = [\"L1\"], origin = \"unknown\" }]\nfigures.sum = { value = 1400, unit = \"dollars\", label = \"price\" }\n")
        .page("ledger.md", "::: claims\n:::\n\n::: people\n:::\n\n::: sources\n:::\n")
        .page_with("river.md", "description = \"About water.\"", "Rising [@s1].[^1]\n\n## The *old* bridge {#old}\n\nIt \"stands\" [#cost] by [Ada Byron].\n\n> ## Quoted\n\n[^1]: A heron was seen.\n")
        .page_with("secret.md", "listed = false", "Hidden words.\n")
}

#[test]
fn each_thing_is_found_once_where_it_stands() {
    let built = small().build();
    let found = documents(&built, "en");
    let kinds: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|(address, [kind, title, _])| (address.as_str(), kind.as_str(), title.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("index.html", "page", "Home"),
            ("ledger.html", "page", "ledger"),
            ("ledger.html#claim-cost", "claim", "The bridge costs more."),
            ("ledger.html#person-ada", "person", "Ada Byron"),
            ("ledger.html#source-s1", "source", "the Gazette"),
            ("river.html", "page", "river"),
            ("river.html#old", "section", "The old bridge"),
            ("river.html#quoted", "section", "Quoted"),
        ]
    );
    let text = |address: &str| found[address][2].as_str();
    assert_eq!(text("river.html"), "About water. Rising. A heron was seen.");
    assert!(text("river.html#old").starts_with("It “stands” by Ada Byron."));
    assert_eq!(text("ledger.html#person-ada"), "Lady Lovelace · engineer");
    let terms = all_terms(&built, "en");
    for term in ["1400", "lovelac", "heron", "pric"] {
        assert!(terms.iter().any(|known| known == term), "{term}: {terms:?}");
    }
    for term in ["the", "hidden"] {
        assert!(terms.iter().all(|known| known != term), "{term}");
    }
    for address in found.keys() {
        let (page, anchor) = address.split_once('#').unwrap_or((address, "page--main"));
        assert!(
            built.text(page).contains(&format!("id=\"{anchor}\"")),
            "{address}"
        );
    }
}

#[test]
fn what_a_small_site_has_is_in_one_part() {
    let index = index(&small().build());
    let names: Vec<&str> = index
        .keys()
        .filter_map(|address| address.rsplit('/').next()?.split('.').next())
        .collect();
    assert_eq!(names, ["en-d0", "en-t", "search-index"]);
    let directory = content(&index["search-index.js"]);
    let terms = directory["terms"].as_object().expect("parts");
    assert_eq!(terms.keys().collect::<Vec<_>>(), [""]);
}

#[test]
fn every_language_has_its_index() {
    let built = small()
        .config("[languages.es]\ntitle = \"El sitio\"\ndescription = \"\"")
        .file(
            "content/river.es.md",
            "+++\ntitle = \"El río\"\n+++\n## Los puentes {#old}\n\nSubía.\n",
        )
        .build();
    let found = documents(&built, "es");
    assert_eq!(found["es/river.html#old"][1], "Los puentes");
    // What is not translated is found in its own words.
    assert!(found.contains_key("es/ledger.html#claim-cost"));
    let terms = all_terms(&built, "es");
    assert!(terms.contains(&"puent".to_string()) && terms.contains(&"ri".to_string()));
    let directory = content(
        &built
            .build
            .outputs
            .get("es/search-index.js")
            .expect("an index")[..],
    );
    assert_eq!(directory["words"]["kind_claim"], "Afirmación");
    assert_eq!(directory["parts"], "assets/search/es-");
    assert!(
        built
            .text("es/river.html")
            .contains("data-index=\"../es/search-index.js\"")
    );
}

#[test]
fn a_site_without_search_has_none() {
    let with = small().build();
    assert!(with.text("river.html").contains("role=\"search\""));
    let without = small().config("[search]\nenabled = false").build();
    assert!(index(&without).is_empty());
    for page in ["river.html", "index.html"] {
        assert!(!without.text(page).contains("search"), "{page}");
    }
}

#[test]
fn an_edit_of_prose_rewrites_no_part_without_its_words() {
    let mut sketch = generated_site(120);
    let mut engine = Engine::new();
    let before = index(&Built::new(engine.build(&sketch.files, &sketch.options)));
    assert!(before.len() > 30, "{} parts", before.len());
    let path = "content/s0/leaf-2.md";
    let mut edit = |old: &str, new: &str| {
        let text = sketch
            .files
            .get(path)
            .expect("a page")
            .text()
            .expect("text")
            .0;
        let text = text.replacen(old, new, 1);
        sketch = sketch.clone().file(path, &text);
        let now = Built::new(engine.build(&sketch.files, &sketch.options));
        assert!(
            now.build.outputs == sketch.build().build.outputs,
            "not what a new engine gives"
        );
        index(&now)
    };
    // The parts that are not the very same, without their hashes.
    let changed = |before: &BTreeMap<String, Arc<[u8]>>, now: &BTreeMap<String, Arc<[u8]>>| {
        let others = now.iter().filter(|(address, bytes)| {
            before
                .get(*address)
                .is_none_or(|before| !Arc::ptr_eq(before, bytes))
        });
        let names = others.map(|(address, _)| {
            let name = address.trim_start_matches("assets/search/en-");
            name.split('.').next().unwrap_or_default().to_string()
        });
        names
            .filter(|name| !name.starts_with('d'))
            .collect::<Vec<_>>()
    };
    // The word that goes, the word that comes, and what names the parts.
    let after = edit("is held [so]", "is zebra [so]");
    assert_eq!(changed(&before, &after), ["th", "tz", "search-index"]);
    let texts = |index: &BTreeMap<String, Arc<[u8]>>| {
        let parts = index.keys().filter(|address| address.contains("/en-d"));
        parts.cloned().collect::<Vec<_>>()
    };
    let (old, new) = (texts(&before), texts(&after));
    let others = new.iter().filter(|address| !old.contains(address));
    assert_eq!(others.count(), 1, "the text of one block");
    // What no reader sees changes nothing; the next build hands out the same.
    let again = edit("\n[^1]: A note", "\n<!-- later -->\n\n[^1]: A note");
    assert_eq!(changed(&after, &again), ["search-index"; 0]);
}

#[test]
fn what_somebody_asks_for_is_what_is_published() {
    let sketch = small();
    let built = sketch.build();
    let generation = Engine::new().arrange(&sketch.files, &sketch.options);
    for (address, bytes) in index(&built) {
        let answer = generation.get(&address).expect("it is there");
        assert!(answer.bytes == bytes, "{address}");
    }
    assert!(generation.get("assets/search/en-ta.00000000.js").is_none());
    assert!(generation.get("de/search-index.js").is_none());
}

#[test]
fn terms_are_those_the_script_is_compared_with() {
    for language in ["en", "es"] {
        let path = format!("tests/search/stems.{language}.txt");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let known = std::fs::read_to_string(&path).expect("the list");
        let stemmer = Stemmer::of(language);
        let mut now = String::new();
        for line in known.lines() {
            let word = line.split('\t').next().unwrap_or_default();
            assert!(!words(word).is_empty(), "{line}");
            let _ = writeln!(now, "{word}\t{}", terms(word, stemmer).join(" "));
        }
        if std::env::var_os("NUTGRAF_BLESS").is_some() {
            std::fs::write(&path, &now).expect("written");
            continue;
        }
        assert!(known.lines().count() > 100);
        assert_eq!(known, now, "{language}");
    }
}
