//! The example set of the CommonMark specification, run through the Markdown room.
//!
//! The set is not ours to ship. `NUTGRAF_COMMONMARK_SPEC` names a `spec.txt`; CI takes it from the
//! npm package `commonmark-spec`. Without it the tests say so and look at nothing, unless
//! `NUTGRAF_CI` is set: there a missing set is a failure.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests look at the disk themselves"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use nutgraf::page::{Dialect, commonmark, page_markdown};
use nutgraf::theme::QuotationMarks;

struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

fn examples() -> Option<Vec<Example>> {
    let Ok(path) = std::env::var("NUTGRAF_COMMONMARK_SPEC") else {
        let ci = std::env::var_os("NUTGRAF_CI").is_some_and(|ci| !ci.is_empty());
        assert!(!ci, "NUTGRAF_COMMONMARK_SPEC is not set");
        eprintln!("NUTGRAF_COMMONMARK_SPEC is not set: the CommonMark examples were not looked at");
        return None;
    };
    let spec = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut section = String::new();
    let mut lines = spec.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ").or(line.strip_prefix("# ")) {
            section = title.to_string();
        }
        if line != format!("{fence} example") {
            continue;
        }
        let mut parts = [String::new(), String::new()];
        let mut part = 0;
        for line in lines.by_ref() {
            if line == fence {
                break;
            }
            if line == "." {
                part = 1;
                continue;
            }
            parts[part].push_str(&line.replace('→', "\t"));
            parts[part].push('\n');
        }
        let [markdown, html] = parts;
        examples.push(Example {
            number: examples.len() + 1,
            section: section.clone(),
            markdown,
            html,
        });
    }
    Some(examples)
}

/// HTML without the differences that mean nothing: the slash of void elements, quotation marks
/// written as entities in text, and white space next to the tags of blocks.
fn normal(html: &str) -> String {
    let html = html
        .replace(" />", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'");
    let mut out = String::new();
    let mut in_pre = false;
    let mut rest = html.as_str();
    while !rest.is_empty() {
        if rest.starts_with('<') {
            let end = rest.find('>').map_or(rest.len(), |at| at + 1);
            let tag = &rest[..end];
            let name: String = tag
                .trim_start_matches(['<', '/'])
                .chars()
                .take_while(|character| character.is_ascii_alphanumeric())
                .collect();
            in_pre = match (name.as_str(), tag.starts_with("</")) {
                ("pre", closes) => !closes,
                _ => in_pre,
            };
            let block = [
                "p",
                "li",
                "ul",
                "ol",
                "blockquote",
                "pre",
                "hr",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "br",
            ];
            let is_block = block.contains(&name.as_str());
            if is_block && !in_pre {
                out.truncate(out.trim_end().len());
            }
            out.push_str(tag);
            rest = &rest[end..];
            if is_block && !in_pre {
                rest = rest.trim_start();
            }
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    out.trim().to_string()
}

#[test]
fn every_example_of_the_specification_comes_out_as_it_says() {
    let Some(examples) = examples() else { return };
    assert_eq!(examples.len(), 652, "the set of CommonMark 0.31.2");
    let mut failed = 0;
    for example in &examples {
        let html = commonmark(&example.markdown);
        if normal(&html) != normal(&example.html) {
            failed += 1;
            eprintln!(
                "example {} ({})\n{}\nexpected\n{}\ngot\n{html}",
                example.number, example.section, example.markdown, example.html
            );
        }
    }
    assert_eq!(failed, 0, "of {} examples", examples.len());
}

// ---- with everything of ours switched on ----

/// The list of examples that come out otherwise on our pages.
const DIFFERENCES: &str = include_str!("commonmark/differences.txt");

/// One thing of ours taken back in a dialect.
type Switch = fn(&mut Dialect);

/// What can be switched in a dialect, by the reason it is called in the list.
const SWITCHES: &[(&str, Switch)] = &[
    ("heading-id", |dialect| dialect.heading_ids = false),
    ("smart-punctuation", |dialect| {
        dialect.smart_punctuation = None
    }),
    ("comment-dropped", |dialect| dialect.keep_comments = true),
    ("address-linked", |dialect| dialect.link_addresses = false),
];

/// Pages as writers have them, but for `allow_html`.
fn our_dialect(allow_html: bool) -> Dialect {
    Dialect {
        allow_html,
        smart_punctuation: Some(QuotationMarks {
            outer: ["“", "”"].map(str::to_string),
            inner: ["‘", "’"].map(str::to_string),
        }),
        heading_ids: true,
        keep_comments: false,
        link_addresses: true,
        language: "en".into(),
    }
}

/// Why an example comes out otherwise: the switches that change it, found by turning each; and
/// `syntax` if it differs even with all of them turned.
fn reasons(example: &Example) -> BTreeSet<&'static str> {
    let html = |dialect: &Dialect| normal(&page_markdown(&example.markdown, dialect));
    let ours = our_dialect(true);
    let shown = html(&ours);
    let mut reasons = BTreeSet::new();
    let mut plain = ours.clone();
    for (reason, turn) in SWITCHES {
        let mut without = ours.clone();
        turn(&mut without);
        turn(&mut plain);
        if html(&without) != shown {
            reasons.insert(*reason);
        }
    }
    if html(&our_dialect(false)) != shown {
        reasons.insert("html-refused");
    }
    if html(&plain) != normal(&example.html) {
        reasons.insert("syntax");
    }
    reasons
}

/// The list: the reasons explained at its top, and those of each example.
fn listed() -> (
    BTreeSet<&'static str>,
    BTreeMap<usize, BTreeSet<&'static str>>,
) {
    let mut explained = BTreeSet::new();
    let mut examples = BTreeMap::new();
    for line in DIFFERENCES.lines() {
        if let Some(comment) = line.strip_prefix('#') {
            // `#   reason: why`
            if let Some((reason, _)) = comment
                .strip_prefix("   ")
                .and_then(|text| text.split_once(": "))
            {
                explained.insert(reason);
            }
            continue;
        }
        let mut words = line.split_whitespace();
        if let Some(number) = words.next() {
            let number = number
                .parse()
                .unwrap_or_else(|_| panic!("{line}: no number"));
            let before = examples.insert(number, words.collect());
            assert_eq!(before, None, "{number} is listed twice");
        }
    }
    (explained, examples)
}

#[test]
fn every_example_that_differs_on_our_pages_is_listed_with_its_reasons() {
    let Some(examples) = examples() else { return };
    let (explained, listed) = listed();
    let mut wrong = String::new();
    for example in &examples {
        let expected = normal(&example.html);
        let differs = [true, false].into_iter().any(|allow_html| {
            normal(&page_markdown(&example.markdown, &our_dialect(allow_html))) != expected
        });
        let found = match differs {
            true => reasons(example),
            false => BTreeSet::new(),
        };
        if listed.get(&example.number).unwrap_or(&BTreeSet::new()) != &found {
            let reasons: Vec<_> = found.into_iter().collect();
            let _ = writeln!(
                wrong,
                "should be listed as\n{} {}\n\n{}\nexpected\n{}\ngot\n{}",
                example.number,
                reasons.join(" "),
                example.markdown,
                example.html,
                page_markdown(&example.markdown, &our_dialect(false)),
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    let used: BTreeSet<&str> = listed.values().flatten().copied().collect();
    assert_eq!(
        explained, used,
        "the reasons explained and the reasons given"
    );
}
