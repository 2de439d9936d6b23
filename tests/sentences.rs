//! The labelled sentences are well formed: enough of them, balanced, in two languages, none twice.

#![allow(
    clippy::disallowed_methods,
    reason = "tests look at the disk themselves"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

#[derive(Deserialize)]
struct Set {
    sentence: Vec<Sentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    text: String,
    of: Option<usize>,
    #[serde(rename = "where", default = "body")]
    place: String,
    #[serde(default = "english")]
    lang: String,
    needs: bool,
    kind: String,
    why: String,
}

fn body() -> String {
    "body".to_string()
}

fn english() -> String {
    "en".to_string()
}

const PLACES: [&str; 7] = [
    "body",
    "heading",
    "caption",
    "list",
    "table",
    "summary",
    "block-argument",
];

fn read(name: &str) -> Vec<Sentence> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/sentences")
        .join(name);
    let text = std::fs::read_to_string(&path).expect("the set is there");
    let set: Set = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    set.sentence
}

#[test]
fn each_half_is_large_balanced_and_bilingual() {
    for name in ["open.toml", "held-out.toml"] {
        let set = read(name);
        let all = set.len();
        assert!(all >= 90, "{name} has {all} sentences");
        let needing = set.iter().filter(|sentence| sentence.needs).count();
        assert!(
            needing * 100 >= all * 45 && needing * 100 <= all * 55,
            "{name}: {needing} of {all} need a citation"
        );
        let spanish: Vec<_> = set
            .iter()
            .filter(|sentence| sentence.lang == "es")
            .collect();
        assert!(spanish.len() >= 20, "{name}: {} in Spanish", spanish.len());
        let needing = spanish.iter().filter(|sentence| sentence.needs).count();
        assert!(
            needing >= 8 && spanish.len() - needing >= 8,
            "{name}: {needing} of {} Spanish ones need a citation",
            spanish.len()
        );
    }
}

#[test]
fn every_entry_is_well_formed() {
    for name in ["open.toml", "held-out.toml"] {
        for sentence in read(name) {
            let text = &sentence.text;
            assert!(!text.trim().is_empty() && text == text.trim(), "{text:?}");
            assert!(!sentence.kind.is_empty(), "{text}: no kind");
            assert!(sentence.why.len() > 10, "{text}: no reason");
            assert!(
                PLACES.contains(&&*sentence.place),
                "{text}: {}",
                sentence.place
            );
            assert!(["en", "es"].contains(&&*sentence.lang), "{text}");
            if let Some(of) = sentence.of {
                let least = text
                    .matches(['.', '”', '"', ':'])
                    .count()
                    .max(text.lines().count());
                assert!(
                    of >= 1 && of <= least,
                    "{text}: there is no sentence {of} in it"
                );
            }
        }
    }
}

#[test]
fn no_sentence_stands_twice() {
    let mut seen = BTreeMap::new();
    for name in ["open.toml", "held-out.toml"] {
        for sentence in read(name) {
            let words: Vec<_> = sentence
                .text
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect();
            let key = (words.join(" "), sentence.place, sentence.of);
            if let Some(other) = seen.insert(key, name) {
                panic!("{} stands in {other} and in {name}", sentence.text);
            }
        }
    }
}

#[test]
fn both_halves_try_the_same_kinds() {
    let kinds = |name: &str| -> BTreeSet<String> {
        read(name)
            .into_iter()
            .map(|sentence| sentence.kind)
            .collect()
    };
    let (open, held) = (kinds("open.toml"), kinds("held-out.toml"));
    let missing: Vec<_> = held.difference(&open).collect();
    assert!(
        missing.len() <= 1,
        "kinds that only the held-out half tries: {missing:?}"
    );
    assert!(open.len() >= 30, "{} kinds", open.len());
}
