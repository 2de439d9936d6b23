//! The example set of the CommonMark specification, run through the Markdown room.
//!
//! The set is not ours to ship. `NUTGRAF_COMMONMARK_SPEC` names a `spec.txt`; CI takes it from the
//! npm package `commonmark-spec`. Without it the tests say so and look at nothing.

#![allow(
    clippy::disallowed_methods,
    reason = "tests look at the disk themselves"
)]

use std::collections::BTreeMap;

use nutgraf::page::{Dialect, commonmark, page_markdown};

struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

fn examples() -> Option<Vec<Example>> {
    let Ok(path) = std::env::var("NUTGRAF_COMMONMARK_SPEC") else {
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
            if is_block && (!in_pre || name == "pre") && name != "pre" {
                rest = rest.trim_start();
            } else if name == "pre" && !in_pre {
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
