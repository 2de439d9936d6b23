//! A site of any size with a ledger, citations, tags and links; the same for the same number.

use std::fmt::Write as _;

use nutgraf::input::InputFile;

use super::{Sketch, site};

const TOPICS: [&str; 8] = [
    "law", "borders", "history", "trade", "courts", "press", "water", "health",
];

/// A site of so many content pages, home and sections among them: fifty pages to a section.
pub fn generated_site(pages: usize) -> Sketch {
    let sections = (pages / 50).max(1);
    let leaves = pages.saturating_sub(1 + sections);
    let (sources, people, terms) = (20, 40, 40);
    let claims = leaves.clamp(1, 400);
    let mut sketch = site()
        .config(
            "description = \"A site made by a rule.\"\nauthors = [\"The authors\"]\n\
             [[menu]]\npage = \"index.md\"\n[[menu]]\npage = \"s0/index.md\"\n[[menu]]\npage = \"s0/timeline.md\"\n\
             [budgets]\npage = 10_000",
        )
        .ledger("sources", &many(sources, source))
        .ledger("claims", &many(claims, |n| claim(n, sources, people)))
        .ledger("people", &many(people, |n| person(n, sources)))
        .ledger("glossary", &many(terms, |n| term(n, sources)))
        .ledger("timeline", &many(60, |n| event(n, sources)))
        .page(
            "index.md",
            "::: summary\nA site made by a rule, to see how long it takes.\n:::\n\n[The beginning](s0/index.md).\n",
        );
    for section in 0..sections {
        let front = format!("order = {section}\ndescription = \"Pages {section}.\"");
        let name = format!("s{section}/index.md");
        sketch = sketch.page_with(&name, &front, "The pages of this section.\n");
    }
    for leaf in 0..leaves {
        let section = leaf % sections;
        let name = format!("s{section}/{}.md", leaf_name(leaf));
        let next = (leaf + sections) % leaves.max(1);
        let next = format!("../s{}/{}.md", next % sections, leaf_name(next));
        let text = page(leaf, &next, sources, claims, people, terms);
        let day = 1 + leaf % 28;
        let front = format!(
            "date = 2026-01-{day:02}\norder = {leaf}\ntags = [\"{}\", \"{}\"]",
            TOPICS[leaf % TOPICS.len()],
            TOPICS[(leaf / 3 + 1) % TOPICS.len()],
        );
        sketch = sketch.page_with(&name, &front, &text);
    }
    sketch
}

/// A site in which every page cites and quotes, with the archived texts of its sources: so many pages and
/// citations, for measuring what the desk's checks cost.
pub fn cited_site(pages: usize, citations: usize) -> Sketch {
    let sources = 200.min(citations.max(1));
    let mut sketch = site()
        .config("authors = [\"The authors\"]")
        .ledger(
            "sources",
            &many(sources, |n| {
                format!("{}snapshot = \"{n}.txt\"\nlocator = \"line\"\n", source(n))
            }),
        )
        .ledger("claims", &many(400, |n| claim(n, sources, 40)))
        .ledger("people", &many(40, |n| person(n, sources)))
        .page("sources.md", "::: sources\n:::\n")
        .page("claims.md", "::: claims\n:::\n");
    let snapshots = (0..sources).map(|n| {
        let lines = (1..=60).map(|line| archived_line(n, line) + "\n");
        (
            format!("{n}.txt"),
            InputFile::new(lines.collect::<String>().into_bytes()),
        )
    });
    sketch.files.set_snapshots(snapshots.collect());
    let sections = (pages / 50).max(1);
    let mut citation = 0;
    for leaf in 0..pages {
        let mut text = String::new();
        // Spread evenly, whatever the two numbers are.
        while citation < citations * (leaf + 1) / pages {
            let (n, line) = (citation % sources, 1 + citation / sources % 60);
            let sentence = match citation % 4 {
                0 => format!(
                    "It was said that [\"{}\"](@s{n}#L{line}).",
                    archived_line(n, line)
                ),
                1 => format!(
                    "By then {} boats had gone up the river [@s{n}, L{line}].",
                    n * 100 + line
                ),
                2 => format!(
                    "They \u{201c}{}\u{201d}, as one wrote [@s{n}].",
                    archived_line(n, line)
                ),
                _ => format!(
                    "It is [claimed][#c{}] that the river rose by 12 metres.",
                    citation % 400
                ),
            };
            let _ = writeln!(
                text,
                "{sentence} Nobody has counted what came down again.\n"
            );
            citation += 1;
        }
        let section = leaf % sections;
        if leaf < sections {
            sketch = sketch.page(&format!("s{section}/index.md"), &text);
        } else {
            sketch = sketch.page(&format!("s{section}/leaf-{leaf}.md"), &text);
        }
    }
    sketch
}

/// A line of an archived text; each is another one.
fn archived_line(source: usize, line: usize) -> String {
    format!(
        "the council of town {source} counted {} boats on its river in the {line} weeks of the flood",
        source * 100 + line
    )
}

fn leaf_name(leaf: usize) -> String {
    match leaf {
        0 => "timeline".to_string(),
        1 => "sources".to_string(),
        leaf => format!("leaf-{leaf}"),
    }
}

fn page(
    leaf: usize,
    next: &str,
    sources: usize,
    claims: usize,
    people: usize,
    terms: usize,
) -> String {
    let mut text = String::new();
    match leaf {
        0 => text.push_str("::: timeline\n:::\n\n::: glossary\n:::\n"),
        1 => text.push_str("::: sources\n:::\n\n::: people\n:::\n\n::: claims\n:::\n"),
        _ => {}
    }
    for paragraph in 0..6 {
        let n = leaf * 7 + paragraph;
        let _ = writeln!(
            text,
            "\n## Part {paragraph} of {leaf}\n\nThe [term {}] was spoken of by [Person {}], \"so\" it is \
             written [@s{}, L{paragraph}], and *much* of it -- or all -- is held [so][#c{}] to this day. \
             See [the next page]({next}) for what came of it, and [that heading](#part-0-of-{leaf}).",
            n % terms,
            n % people,
            n % sources,
            n % claims,
        );
        if paragraph == 2 {
            text.push_str("\n::: note\nA remark of a few words.[^1]\n:::\n\n| a | b |\n|---|--:|\n| one | two |\n");
        }
    }
    text.push_str("\n[^1]: A note at the end.\n");
    text
}

fn many(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

fn source(n: usize) -> String {
    format!(
        "[s{n}]\nkind = \"article\"\nshort = \"source {n}\"\ntitle = \"Title {n}\"\npublisher = \"Paper {n}\"\n\
         published = 2025-01-{:02}\nretrieved = 2025-12-20\nlanguage = \"en\"\nurl = \"https://example.net/{n}\"\n",
        1 + n % 28
    )
}

fn claim(n: usize, sources: usize, people: usize) -> String {
    format!(
        "[c{n}]\nsays = \"Claim {n} is made.\"\nkind = \"report\"\nas_of = \"not given\"\nchain = [\"p{}\"]\n\
         carried = [{{ source = \"s{}\", where = [\"L{n}\"], origin = \"unknown\" }}]\n",
        n % people,
        n % sources
    )
}

fn person(n: usize, sources: usize) -> String {
    format!(
        "[p{n}]\nkind = \"person\"\nname = \"Person {n}\"\nroles.one = {{ title = \"role {n}\", sources = [\"s{}\"] }}\n",
        n % sources
    )
}

fn term(n: usize, sources: usize) -> String {
    format!(
        "[t{n}]\nterm = \"term {n}\"\nshort = \"What term {n} means.\"\nsources = [\"s{}\"]\n",
        n % sources
    )
}

fn event(n: usize, sources: usize) -> String {
    format!(
        "[e{n}]\ndate = \"{}\"\ntitle = \"Event {n}\"\nsources = [\"s{}\"]\n",
        1900 + n,
        n % sources
    )
}
