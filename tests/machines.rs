//! What programs read of a site: feeds, sitemap, llms.txt and the pages as Markdown.

mod common;

use common::generated::generated_site;
use common::{Built, Sketch, between, own_site, site};
use nutgraf::build::Engine;
use serde_json::Value;

const ROOT: &str = "https://example.org/story/";

fn json(built: &Built, address: &str) -> Value {
    serde_json::from_str(&built.text(address)).unwrap_or_else(|error| panic!("{address}: {error}"))
}

fn ids(feed: &Value) -> Vec<&str> {
    let items = feed["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| item["id"].as_str().expect("an id"))
        .collect()
}

fn news() -> Sketch {
    site()
        .config("authors = [\"A & B\"]\n[languages.es]\ntitle = \"El sitio\"")
        .ledger(
            "corrections",
            "[2026-02-11-year]\ndate = 2026-02-11\nkind = \"correction\"\nof = [\"page:a.md\"]\nwas = \"It said <1930>.\"\nnow = \"It was 1931.\"\n",
        )
        .page("corrections.md", "::: corrections\n:::\n")
        .page_with("a.md", "date = 2026-01-02\ntags = [\"Public law\"]", "Some words.\n")
        .page_with("b.md", "date = 2026-01-03\nupdated = 2026-02-01\ntags = [\"Public law\", \"sea\"]", "Others.\n")
        .page_with("c.md", "tags = [\"undated\"]", "No day.\n")
        .page_with("a.es.md", "", "Unas palabras.\n")
}

#[test]
fn the_site_its_tags_and_its_corrections_have_feeds_in_both_forms() {
    let built = news().build();
    let at = |address: &str| format!("{ROOT}{address}");
    let correction = at("corrections.html#correction-2026-02-11-year");
    let expected = [
        ("feed", vec![correction.clone(), at("b.html"), at("a.html")]),
        ("corrections", vec![correction]),
        ("tags/public-law", vec![at("b.html"), at("a.html")]),
        ("tags/sea", vec![at("b.html")]),
        (
            "es/feed",
            vec![
                at("es/corrections.html#correction-2026-02-11-year"),
                at("es/a.html"),
            ],
        ),
    ];
    for (stem, entries) in expected {
        let feed = json(&built, &format!("{stem}.json"));
        assert_eq!(ids(&feed), entries, "{stem}");
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["feed_url"], at(&format!("{stem}.json")));
        let atom = built.text(&format!("{stem}.xml"));
        let in_atom: Vec<&str> = atom
            .split("<entry>")
            .skip(1)
            .map(|entry| between(entry, "<id>", "</id>"))
            .collect();
        assert_eq!(in_atom, entries, "{stem}");
        assert!(atom.contains(&format!(
            "rel=\"self\" type=\"application/atom+xml\" href=\"{ROOT}{stem}.xml\""
        )));
    }
    assert!(!built.has("tags/undated.xml") && !built.has("tags/undated.json"));
    let feed = json(&built, "corrections.json");
    assert_eq!(
        feed["items"][0]["content_text"],
        "It said <1930>. It was 1931."
    );
    assert_eq!(feed["items"][0]["title"], "Correction: a");
    assert_eq!(
        json(&built, "feed.json")["items"][1]["tags"][0],
        "Public law"
    );
    assert_eq!(json(&built, "es/feed.json")["language"], "es");
}

#[test]
fn pages_name_their_feeds() {
    let built = news().build();
    let feeds = |address: &str| {
        let html = built.text(address);
        let head = between(&html, "<head>", "</head>").to_string();
        let links = head.split("<link rel=\"alternate\" ").skip(1);
        let links = links.filter(|link| {
            link.starts_with("type=\"application/atom") || link.contains("feed+json")
        });
        let hrefs = links.map(|link| between(link, "href=\"", "\"").to_string());
        hrefs.collect::<Vec<_>>()
    };
    assert_eq!(feeds("a.html"), ["feed.xml", "feed.json"]);
    assert_eq!(
        feeds("tags/public-law.html"),
        [
            "../feed.xml",
            "../feed.json",
            "../tags/public-law.xml",
            "../tags/public-law.json"
        ]
    );
    assert_eq!(feeds("tags/undated.html"), ["../feed.xml", "../feed.json"]);
    assert_eq!(feeds("corrections.html").len(), 4);
    assert_eq!(feeds("es/a.html"), ["../es/feed.xml", "../es/feed.json"]);
    // What is not translated stands in no feed.
    let built = news()
        .page_with("b.md", "date = 2026-01-03\ntags = [\"sea\"]", "")
        .build()
        .clean();
    let head = built.text("es/tags/sea.html");
    assert!(!head.contains("es/tags/sea.xml") && !built.has("es/tags/sea.xml"));
    let none = news().config("[feed]\nlimit = 0").build();
    assert!(!none.text("tags/sea.html").contains("feed+json") && !none.has("tags/sea.xml"));
}

#[test]
fn a_large_sitemap_is_split() {
    let sketch = generated_site(60);
    let whole = sketch.build().text("sitemap.xml");
    let locations = |text: &str| -> Vec<String> {
        let found = text.split("<loc>").skip(1);
        found
            .map(|rest| rest.split_once("</loc>").expect("its end").0.to_string())
            .collect()
    };
    let all = locations(&whole);
    assert!(whole.contains("<urlset") && all.len() > 60, "{}", all.len());
    let built = sketch.clone().config("[sitemap]\nlimit = 25").build();
    let index = built.text("sitemap.xml");
    assert!(index.contains("<sitemapindex") && !index.contains("<urlset"));
    let parts = locations(&index);
    assert_eq!(parts.len(), all.len().div_ceil(25));
    let mut found = Vec::new();
    for part in parts {
        let text = built.text(part.strip_prefix(ROOT).expect("of the site"));
        assert!(text.contains("<urlset") && locations(&text).len() <= 25);
        found.extend(locations(&text));
    }
    assert_eq!(found, all);
    assert!(
        built
            .text("robots.txt")
            .contains(&format!("Sitemap: {ROOT}sitemap.xml"))
    );
}

fn story() -> Sketch {
    site()
        .ledger(
            "sources",
            "[filing]\nkind = \"court-record\"\nshort = \"the filing\"\ntitle = \"In re [bridge]\"\npublisher = \"Court\"\npublished = 2025-01-02\nurl = \"https://example.net/f\"\n\
             [talk]\nshort = \"the talk\"\ntitle = \"not given\"\npublisher = \"not given\"\npublished = \"not given\"\nurl = \"not given\"\n",
        )
        .ledger("people", "[ada]\nkind = \"person\"\nname = \"Ada Vance\"\n")
        .ledger("glossary", "[hole]\nterm = \"scour hole\"\nshort = \"A hole.\"\nsources = [\"talk\"]\n")
        .ledger(
            "claims",
            "[two]\nsays = \"Two piers moved.\"\nkind = \"report\"\ncarried = [{ source = \"filing\", where = [\"p. 2\"], origin = \"own\" }, { source = \"talk\" }]\n",
        )
        .ledger("quotes", "[said]\nwords = \"we will not go there\"\nspeaker = \"ada\"\nsource = \"talk\"\n")
        .page("ledger.md", "::: claims\n:::\n\n::: sources\n:::\n\n::: people\n:::\n\n::: glossary\n:::\n")
        .page_with(
            "a.md",
            "description = \"What *stars* are.\"\ndate = 2026-01-02",
            "## One *thing* {#one}\n\nIt is 2 * 3 [@filing, p. 4; @talk]. A [scour hole] and [piers][#two].\n\n\
             [Ada Vance] said [\"we will not go there\"](@talk#L3).\n\n\
             > Not in a hundred years.\n>\n> — [Ada Vance] [@filing]\n\n\
             See [the ledger](ledger.md#claim-two), [that](#one), [a file](x.html) and <https://example.net/>.[^1]\n\n\
             > [!NOTE]\n> A remark.\n\n- one\n- two\n  - three\n\n1. first\n2. second\n\n   more\n\n\
             ```sh\nls `x`\n```\n\n| a | b |\n|---|--:|\n| x\\|y | z |\n\nTable: What is where\n\n\
             1\\. is no list, \\# is no heading.\n\n::: numbers claims=[two]\n:::\n\n[^1]: At the end [@talk].\n",
        )
        .file("content/x.html", "<p>As it is.</p>")
}

#[test]
fn a_twin_says_what_its_page_says_with_its_citations_in_words() {
    let built = story().build();
    let twin = built.text("a.md");
    for expected in [
        "# a\n\nWhat \\*stars\\* are.\n\n- Page: https://example.org/story/a.html\n",
        "- Published: 2 January 2026\n",
        "\n## One *thing*\n",
        "\nIt is 2 \\* 3 (the filing, p. 4; the talk). A [scour hole](ledger.md#term-hole) and piers ([the filing, p. 2; the talk](ledger.md#claim-two)).\n",
        "\n[Ada Vance](ledger.md#person-ada) said “we will not go there” (Ada Vance, the talk, L3).\n",
        "\n> Not in a hundred years.\n>\n> — [Ada Vance](ledger.md#person-ada) (the filing)\n",
        "\nSee [the ledger](ledger.md#claim-two), that, [a file](x.html) and [https://example.net/](https://example.net/).[^1]\n",
        "\n> **Note**\n>\n> A remark.\n",
        "\n- one\n- two\n  - three\n",
        "\n1. first\n\n2. second\n\n   more\n",
        "\n```sh\nls `x`\n```\n",
        "| a | b |\n| --- | --- |\n| x\\|y | z |\n",
        "\n1\\. is no list, # is no heading.\n",
        "\n[^1]: At the end (the talk).\n",
        "## Sources cited on this page\n\n- **the filing**: *In re \\[bridge\\]*, ",
        "https://example.net/f; Read at: p. 2, p. 4\n",
    ] {
        assert!(twin.contains(expected), "{expected}\n---\n{twin}");
    }
    assert!(
        built
            .text("a.html")
            .contains("<link rel=\"alternate\" type=\"text/markdown\" title=\"a\" href=\"a.md\">")
    );
    assert!(
        built
            .text("index.md")
            .contains("- [a](a.md): What \\*stars\\* are.\n")
    );
}

#[test]
fn every_link_of_a_twin_leads_to_something_that_is_published() {
    let built = own_site().build();
    let mut links = 0;
    for address in built
        .addresses()
        .into_iter()
        .filter(|address| address.ends_with(".md"))
    {
        let text = built.text(address);
        for rest in text.split("](").skip(1) {
            let target = rest.split([')', '#']).next().unwrap_or_default();
            if nutgraf::site::is_external(target) {
                continue;
            }
            let folder = nutgraf::site::folder(address);
            let to = nutgraf::site::join(folder, &nutgraf::site::decode(target))
                .expect("within the site");
            assert!(built.has(&to), "{address}: {target}");
            links += 1;
        }
        assert!(built.has(&address.replace(".md", ".html")), "{address}");
    }
    assert!(links > 500, "{links}");
}

#[test]
fn llms_txt_lists_the_twins_section_by_section() {
    let built = site()
        .config("description = \"What it is.\"")
        .page_with("a.md", "description = \"About a.\"", "A.\n")
        .page("s/index.md", "A section.\n")
        .page("s/b.md", "B [x].\n")
        .page("s/deep/index.md", "Deep.\n")
        .page_with("c.md", "listed = false", "C.\n")
        .build();
    let text = built.text("llms.txt");
    assert!(
        text.starts_with("# The site\n\n> What it is.\n\n"),
        "{text}"
    );
    let links: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("- ["))
        .collect();
    let at =
        |address: &str, title: &str, about: &str| format!("- [{title}]({ROOT}{address}): {about}");
    assert_eq!(
        links[1..],
        [
            at("a.md", "a", "About a."),
            at("s/index.md", "s/index", "A section."),
            at("s/b.md", "s/b", "B [x]."),
            at("s/deep/index.md", "s/deep/index", "Deep."),
        ]
    );
    let headings: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("## "))
        .collect();
    assert_eq!(headings, ["## In this explainer", "## s/index"]);
}

#[test]
fn twins_can_be_left_out() {
    let built = story()
        .config("[twins]\nenabled = false")
        .file("content/files/llms.txt", "Ours.")
        .build();
    assert!(!built.has("a.md") && built.text("llms.txt") == "Ours.");
    assert!(!built.text("a.html").contains("text/markdown"));
}

#[test]
fn what_stands_where_something_is_made_beside_a_page_is_told() {
    for (file, at) in [
        ("content/files/a.md", "a.md"),
        ("content/files/tags/sea.xml", "tags/sea.xml"),
        ("content/files/sitemap-1.xml", "sitemap-1.xml"),
        ("content/files/llms.txt", "llms.txt"),
        ("content/files/corrections.json", "corrections.json"),
    ] {
        let built = site()
            .page_with("a.md", "date = 2026-01-02\ntags = [\"sea\"]", "A.\n")
            .file(file, "x")
            .build();
        let problems = &built.build.problems;
        let told = problems
            .iter()
            .filter(|problem| problem.code == "address-taken");
        let messages: Vec<&str> = told.map(|problem| problem.message.as_str()).collect();
        assert_eq!(messages.len(), 1, "{file}: {messages:?}");
        assert!(
            messages[0].contains(&format!("`{file}`")) && messages[0].contains(&format!("`{at}`")),
            "{messages:?}"
        );
    }
    // Beside no page it is a file like any other.
    let built = site()
        .file("content/files/notes.md", "x")
        .file("content/files/tags/x.xml", "x")
        .build();
    assert!(built.has("notes.md") && built.has("tags/x.xml"));
}

#[test]
fn an_edit_of_one_page_writes_one_twin() {
    let mut engine = Engine::new();
    let site = generated_site(60);
    let first = engine.build(&site.files, &site.options);
    assert_eq!(first.report.twins_made, first.report.pages);
    let path = "content/s0/leaf-2.md";
    let text = site
        .files
        .get(path)
        .expect("a page")
        .text()
        .expect("text")
        .0;
    let edited = text.replacen("L5], and *much*", "L5], and *most*", 1);
    assert_ne!(edited, text);
    let site = site.file(path, &edited);
    let second = engine.build(&site.files, &site.options);
    assert_eq!(
        (second.report.twins_made, second.report.pages_rendered),
        (1, 1)
    );
    let again = engine.build(&site.files, &site.options);
    assert_eq!(again.report.twins_made, 0);
}
