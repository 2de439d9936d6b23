//! How much work a build does when little has changed: nothing is read or rendered that could not
//! have come out otherwise.

mod common;

use std::io::Write as _;

use common::generated::generated_site;
use common::{Built, Sketch};
use flate2::Compression;
use flate2::write::GzEncoder;
use nutgraf::build::{Build, Engine, build};
use nutgraf::search::{Stemmer, terms};

/// An engine that has built a site, and that site.
struct Desk {
    engine: Engine,
    site: Sketch,
    last: Built,
    /// The addresses of pages that came out otherwise in the last build.
    changed: Vec<String>,
}

impl Desk {
    /// Of sixty pages.
    fn new() -> Desk {
        Desk::of(60)
    }

    fn of(pages: usize) -> Desk {
        let site = generated_site(pages);
        let mut engine = Engine::new();
        let last = Built::new(engine.build(&site.files, &site.options)).clean();
        assert_eq!(last.build.report.pages_rendered, last.build.report.pages);
        assert!(last.build.report.is_arranged);
        Desk {
            engine,
            site,
            last,
            changed: Vec::new(),
        }
    }

    /// Builds again after an edit of one file and compares that with what a new engine gives. Gives
    /// how many pages were read and rendered, and how many came out otherwise.
    fn after(&mut self, path: &str, edit: impl FnOnce(&str) -> String) -> (usize, usize, usize) {
        let counts = self.builds_after(path, edit);
        let clean = build(&self.site.files, &self.site.options);
        assert!(
            self.last.build.outputs == clean.outputs,
            "not what a new engine gives"
        );
        assert_eq!(
            self.last.build.problems, clean.problems,
            "not told what a new engine tells"
        );
        counts
    }

    /// The same without the comparison, for sites that take long to build anew.
    fn builds_after(
        &mut self,
        path: &str,
        edit: impl FnOnce(&str) -> String,
    ) -> (usize, usize, usize) {
        let before = match self.site.files.get(path) {
            Some(file) => file.text().expect("text").0.to_string(),
            None => String::new(),
        };
        self.site = self.site.clone().file(path, &edit(&before));
        let now = Built::new(self.engine.build(&self.site.files, &self.site.options)).clean();
        let changed = now.build.outputs.iter().filter(|(address, bytes)| {
            address.ends_with(".html") && self.last.build.outputs.get(address) != Some(bytes)
        });
        self.changed = changed.map(|(address, _)| address.to_string()).collect();
        self.last = now;
        let report = &self.last.build.report;
        (report.pages_read, report.pages_rendered, self.changed.len())
    }

    /// Whether the last build arranged the pages anew.
    fn is_arranged(&self) -> bool {
        self.last.build.report.is_arranged
    }

    /// The addresses of pages in which a text stands.
    fn pages_with(&self, text: &str) -> Vec<String> {
        let outputs = self.last.build.outputs.iter();
        let with = outputs.filter(|(address, bytes)| {
            address.ends_with(".html")
                && bytes
                    .windows(text.len())
                    .any(|part| part == text.as_bytes())
        });
        with.map(|(address, _)| address.to_string()).collect()
    }
}

/// How many bytes are sent, compressed, for a query: what names the parts, those with the terms of its words,
/// and the heaviest of the six that show results.
fn fetched(build: &Build, query: &str) -> usize {
    let sent = |address: &str| {
        let bytes = build.outputs.get(address).expect(address);
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
        encoder.write_all(bytes).expect("written");
        encoder.finish().expect("finished").len()
    };
    let index = build.outputs.get("search-index.js").expect("an index");
    let index = std::str::from_utf8(index).expect("text");
    let index = index
        .trim_start_matches("nutgrafPart=")
        .trim_end_matches(";\n");
    let index: serde_json::Value = serde_json::from_str(index).expect("JSON");
    let parts = index["terms"].as_object().expect("parts with terms");
    let mut bytes = sent("search-index.js");
    for term in terms(query, Stemmer::of("en")) {
        let letters = (1..=term.len()).map(|end| term[..end].to_string());
        let mut letters = letters.chain([format!("{term}$")]);
        let letters = letters.find(|letters| parts.contains_key(letters));
        let letters = letters.expect("a part with the term");
        let hash = parts[&letters].as_str().expect("a hash");
        let name = letters.replace('$', "-24");
        bytes += sent(&format!("assets/search/en-t{name}.{hash}.js"));
    }
    let texts = build.outputs.iter().map(|(address, _)| address);
    let texts = texts.filter(|address| address.starts_with("assets/search/en-d"));
    let mut texts: Vec<usize> = texts.map(|address| sent(address)).collect();
    texts.sort_unstable();
    bytes + texts.iter().rev().take(6).sum::<usize>()
}

/// The files of the search index, with what they hold.
fn search_files(build: &Build) -> std::collections::BTreeMap<String, std::sync::Arc<[u8]>> {
    let outputs = build.outputs.iter();
    let of_search =
        outputs.filter(|(address, _)| address.contains("search/") || address.contains("search-"));
    of_search
        .map(|(address, bytes)| (address.to_string(), bytes.clone()))
        .collect()
}

#[test]
fn a_save_without_a_change_does_nothing() {
    let mut desk = Desk::new();
    let own = "themes/default/templates/page.html";
    let theirs = desk.last.build.files.get(own).expect("the layout");
    let copy = theirs.text().expect("text").0.to_string();
    // The bundled file, as a file of the site's own.
    desk.after(own, |_| copy);
    for path in [
        "content/s0/leaf-2.md",
        "content/s0/index.md",
        "content/site.toml",
        "content/ledger/claims.toml",
        own,
    ] {
        assert_eq!(desk.after(path, str::to_string), (0, 0, 0), "{path}");
        assert!(!desk.is_arranged(), "{path}");
        assert_eq!(desk.last.build.report.pages_checked, 0, "{path}");
    }
}

#[test]
fn one_page_of_ten_thousand_is_the_work_of_one() {
    let mut desk = Desk::of(10_000);
    assert!(desk.last.build.report.pages >= 10_000);
    let (path, address) = ("content/s0/leaf-2000.md", "s0/leaf-2000.html");
    let searched = search_files(&desk.last.build);
    // Not in the first paragraph, which other pages show as the excerpt of this one.
    let edit = |text: &str| text.replacen("L5], and *much*", "L5], and *most*", 1);
    assert_eq!(desk.builds_after(path, edit), (1, 1, 1));
    assert!(!desk.is_arranged());
    assert_eq!(desk.changed, [address]);
    assert!(desk.last.text(address).contains("and <em>most</em> of it"));
    assert_eq!(desk.last.build.report.pages_checked, 1);

    // Neither word is looked for: of the search index the part with the text and what names it are others.
    let now = search_files(&desk.last.build);
    let others = now.iter().filter(|(address, bytes)| {
        let before = searched.get(*address);
        before.is_none_or(|before| !std::sync::Arc::ptr_eq(before, bytes))
    });
    assert!(now.len() > 1000, "{} parts", now.len());
    assert_eq!(others.count(), 2);
    for query in [
        "written",
        "term 7",
        "person spoken term written",
        "part 2000",
    ] {
        let bytes = fetched(&desk.last.build, query);
        assert!(bytes < 150_000, "\"{query}\" fetches {bytes} bytes");
    }

    assert_eq!(desk.builds_after(path, str::to_string), (0, 0, 0), "saved");
    assert!(!desk.is_arranged());
    let comment = |text: &str| format!("# A comment.\n{text}");
    let counts = desk.builds_after("content/ledger/claims.toml", comment);
    assert_eq!(counts, (0, 0, 0), "a comment");
    assert!(!desk.is_arranged());
}

#[test]
fn an_edit_of_prose_reads_and_renders_its_page_alone() {
    let mut desk = Desk::new();
    let edit = |text: &str| text.replacen("L5], and *much*", "L5], and *most*", 1);
    assert_eq!(desk.after("content/s0/leaf-2.md", edit), (1, 1, 1));
    assert_eq!(desk.changed, ["s0/leaf-2.html"]);
    assert!(!desk.is_arranged());
    assert_eq!(desk.last.build.report.pages_checked, 1, "its sentences");
    // A comment changes nothing that anybody reads.
    let edit = |text: &str| format!("{text}\n<!-- to do -->\n");
    assert_eq!(desk.after("content/s0/leaf-2.md", edit), (1, 0, 0));
    assert_eq!(desk.last.build.report.pages_checked, 0, "no sentences");
}

#[test]
fn a_new_reference_renders_its_page_and_the_one_it_leads_back_from() {
    let mut desk = Desk::new();
    // A further citation of a source the page cites already: the way back leads to the first.
    let edit = |text: &str| format!("{text}\nAgain [@s14].\n");
    assert_eq!(desk.after("content/s0/leaf-2.md", edit), (1, 1, 1));
    // One the page did not cite before shows in the list of sources, too.
    let edit = |text: &str| format!("{text}\nSo it is [@s7].\n");
    assert_eq!(desk.after("content/s0/leaf-2.md", edit), (1, 2, 2));
}

#[test]
fn a_comment_in_the_ledger_renders_nothing() {
    let mut desk = Desk::new();
    for table in ["sources", "claims", "people", "glossary", "timeline"] {
        let edit = |text: &str| format!("# A comment that moves every line.\n\n{text}");
        let counts = desk.after(&format!("content/ledger/{table}.toml"), edit);
        assert_eq!(counts, (0, 0, 0), "{table}");
        assert!(!desk.is_arranged(), "{table}");
    }
}

#[test]
fn a_comment_in_the_configuration_renders_nothing() {
    let mut desk = Desk::new();
    let counts = desk.after("content/site.toml", |text| format!("# A comment.\n{text}"));
    assert_eq!(counts, (0, 0, 0));
}

#[test]
fn a_new_day_renders_nothing() {
    let mut desk = Desk::new();
    let page = |text: &str| text.replacen("+++\n", "+++\nreview_by = 2026-06-01\n", 1);
    assert_eq!(desk.after("content/s0/leaf-2.md", page), (1, 1, 1));
    let claim = |text: &str| text.replacen("as_of = \"not given\"", "review_by = 2026-06-01", 1);
    desk.after("content/ledger/claims.toml", claim);
    for (day, overdue) in [("2026-06-01", 0), ("2026-06-02", 2), ("2031-01-01", 2)] {
        desk.site = desk.site.clone().on_the_day(day);
        let now = Built::new(desk.engine.build(&desk.site.files, &desk.site.options));
        assert!(now.build.outputs == desk.last.build.outputs, "{day}");
        assert_eq!(now.build.report.pages_read, 0, "{day}");
        assert_eq!(now.build.report.pages_rendered, 0, "{day}");
        let found = now.located.iter();
        let found = found.filter(|problem| problem.code == "review-overdue");
        assert_eq!(found.count(), overdue, "{day}");
    }
}

#[test]
fn a_new_title_renders_the_pages_that_show_it() {
    let mut desk = Desk::new();
    let edit = |text: &str| text.replacen("title = \"s0/leaf-10\"", "title = \"Zehn\"", 1);
    let (read, rendered, _) = desk.after("content/s0/leaf-10.md", edit);
    assert_eq!(read, 1);
    let those = [
        "s0/index.html",
        "s0/leaf-10.html",
        "s0/leaf-11.html",
        "s0/leaf-9.html",
        "s0/sources.html",
        "tags/courts.html",
        "tags/history.html",
    ];
    assert_eq!(desk.pages_with("Zehn"), those);
    assert_eq!(desk.changed, those);
    assert_eq!(rendered, desk.changed.len(), "and no other");
}

#[test]
fn a_changed_claim_renders_the_pages_that_name_it() {
    let mut desk = Desk::new();
    let edit = |text: &str| text.replacen("Claim 15 is made.", "Claim 15 was made.", 1);
    let (read, rendered, changed) = desk.after("content/ledger/claims.toml", edit);
    assert_eq!(read, 0);
    assert!(
        changed >= 1 && rendered < 10,
        "{rendered} rendered, {changed} changed"
    );
}

#[test]
fn a_new_correction_renders_the_pages_it_concerns() {
    let mut desk = Desk::new();
    let page = "+++\ntitle = \"Corrections\"\n+++\n::: corrections\n:::\n";
    desk.after("content/corrections.md", |_| page.to_string());
    let correction = |id: &str, of: &str| {
        let rest = "kind = \"update\"\nwas = \"W.\"\nnow = \"N.\"\nprominent = true\n";
        format!("[{id}]\ndate = 2026-02-01\nof = [\"{of}\"]\n{rest}\n")
    };
    let path = "content/ledger/corrections.toml";
    // The page that is named, and the list.
    let new = correction("a", "page:s0/leaf-2.md");
    assert_eq!(desk.after(path, |text| new + text), (0, 2, 2));
    // Those that refer to the claim, the one that lists it, and the list.
    let new = correction("b", "claim:c15");
    let (read, rendered, changed) = desk.after(path, |text| new + text);
    assert_eq!((read, rendered), (0, changed));
    assert!((3..12).contains(&rendered), "{rendered}");
    let edit = |text: &str| format!("# A comment.\n{text}");
    assert_eq!(desk.after(path, edit), (0, 0, 0));
}

#[test]
fn a_new_term_reads_the_pages_that_hold_its_words() {
    let mut desk = Desk::new();
    for (leaf, words) in [
        (3, "A [new term] stands here."),
        (14, "Here stands [the other][new term]."),
        (5, "No new term stands here, though its words do."),
    ] {
        let edit = |text: &str| format!("{text}\n{words}\n");
        let path = format!("content/s0/leaf-{leaf}.md");
        assert_eq!(desk.after(&path, edit), (1, 1, 1));
    }
    let new = "[new]\nterm = \"new term\"\nshort = \"S.\"\nsources = [\"s1\"]\n";
    let (read, rendered, _) = desk.after("content/ledger/glossary.toml", |text| {
        format!("{text}{new}")
    });
    assert_eq!(read, 2);
    // Those, and the one with the glossary.
    let those = ["s0/leaf-14.html", "s0/leaf-3.html", "s0/timeline.html"];
    assert_eq!(desk.changed, those);
    assert_eq!(rendered, those.len());
    assert!(!desk.is_arranged());
}

#[test]
fn a_new_page_renders_those_that_list_it() {
    let mut desk = Desk::new();
    let page = "+++\ntitle = \"New\"\norder = 5\n+++\nText.\n";
    let (read, rendered, changed) = desk.after("content/s0/new.md", |_| page.to_string());
    assert_eq!(read, 1);
    assert_eq!(rendered, changed);
    assert!((3..10).contains(&rendered), "{rendered}");
}

#[test]
fn a_generated_site_has_no_problem_at_any_size() {
    for pages in [3, 10, 120] {
        let built = generated_site(pages).build().clean();
        assert!(built.build.report.pages >= pages, "{pages}");
        assert!(built.build.report.claims > 0);
    }
}

#[test]
fn a_number_that_becomes_a_float_is_seen() {
    let mut desk = Desk::new();
    // A theme that shows what is extra, on every page.
    let layout = "themes/default/templates/page.html";
    let file = desk.last.build.files.get(layout).expect("the layout");
    let part = ["page.extra", "site.extra", "site.theme"]
        .map(|table| format!("{{{{ {table}.n | default(value=\"-\") }}}}"))
        .join(" ");
    let main = "{% block main -%}\n";
    let text = file
        .text()
        .expect("text")
        .0
        .replacen(main, &format!("{main}{part}\n"), 1);
    assert!(text.contains(&part));
    desk.after(layout, |_| text);
    desk.after("content/site.toml", |text| {
        format!("{text}[extra]\nn = 1\n[theme_settings]\nn = 1\n")
    });
    let page = |text: &str| text.replacen("+++\n", "+++\nextra.n = 1\n", 1);
    desk.after("content/s0/leaf-2.md", page);
    let counts = desk.after("content/s0/leaf-2.md", str::to_string);
    assert_eq!(counts, (0, 0, 0), "a save of what is there already");
    let float = |text: &str| text.replacen("n = 1\n", "n = 1.0\n", 1);
    assert_eq!(desk.after("content/s0/leaf-2.md", float), (1, 1, 1));
    // First what is extra, then what is set for the theme.
    for _ in 0..2 {
        let (read, rendered, changed) = desk.after("content/site.toml", float);
        assert_eq!(read, 0);
        assert_eq!(rendered, desk.last.build.report.pages, "all show it or may");
        assert!(changed >= 50, "{changed}");
    }
}

#[test]
fn a_figure_of_a_claim_that_becomes_a_float_is_seen() {
    let mut desk = Desk::new();
    let figure = |text: &str| {
        let figure = "figures.n = { value = 1, bound = \"exact\", label = \"boats\" }\n[c1]\n";
        text.replacen("[c1]\n", figure, 1)
    };
    desk.after("content/ledger/claims.toml", figure);
    let before = desk.last.build.outputs.get("claims.json").cloned();
    let float = |text: &str| text.replacen("value = 1,", "value = 1.0,", 1);
    desk.after("content/ledger/claims.toml", float);
    assert!(desk.last.build.outputs.get("claims.json") != before.as_ref());
    let counts = desk.after("content/ledger/claims.toml", str::to_string);
    assert_eq!(counts, (0, 0, 0), "a save of what is there already");
}

#[test]
fn a_new_title_of_a_page_at_the_address_of_another_is_not_taken_for_the_other_s() {
    let titled = |title: &str| {
        let page = |title: &str| format!("+++\ntitle = \"{title}\"\nslug = \"one\"\n+++\nText.\n");
        common::site()
            .page("index.md", "[One](one.md) and [two](two.md).\n")
            .file("content/one.md", &page("One"))
            .file("content/two.md", &page(title))
    };
    let mut engine = Engine::new();
    engine.build(&titled("Two").files, &titled("Two").options);
    let site = titled("Twofold");
    let now = engine.build(&site.files, &site.options);
    let clean = build(&site.files, &site.options);
    assert!(now.outputs == clean.outputs, "not what a new engine gives");
    assert_eq!(now.problems, clean.problems);
}
