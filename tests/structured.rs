//! JSON-LD: every page says in it what it shows, in the words of schema.org, and no more.

mod common;

use std::collections::BTreeMap;

use common::{Built, Sketch, between, own_site, site};
use serde_json::{Value, json};

const START: &str = "<script type=\"application/ld+json\">";

/// The JSON-LD of a page, of which there is one.
#[track_caller]
fn json_ld(built: &Built, address: &str) -> Value {
    let html = built.text(address);
    assert_eq!(html.matches(START).count(), 1, "{address}");
    let text = between(&html, START, "</script>");
    assert!(!text.contains(['<', '\u{2028}', '\u{2029}']), "{text}");
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{address}: {error}\n{text}"))
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// Every object with its type, and every text under a key, however deep.
fn walk<'v>(value: &'v Value, see: &mut dyn FnMut(&str, &'v Value)) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                see(key, value);
                walk(value, see);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, see)),
        _ => {}
    }
}

fn story() -> Sketch {
    site()
        .config("authors = [\"A. Writer\", \"B. Writer\"]")
        .ledger(
            "sources",
            "[a]\nkind = \"book\"\nshort = \"A\"\ntitle = \"The book\"\npublisher = \"House\"\nauthor = \"W. R.\"\npublished = 2025-01-02\n\
             url = \"https://example.net/a\"\narchive = \"https://example.net/copy\"\nlanguage = \"es\"\n\
             [b]\nshort = \"the leaflet\"\ntitle = \"not given\"\npublisher = \"not given\"\npublished = \"not given\"\nurl = \"not given\"\n",
        )
        .ledger(
            "people",
            "[ada]\nkind = \"person\"\nname = \"Ada Vance\"\n[official]\nkind = \"person\"\nunnamed = true\nname = \"an official\"\n\
             [port]\nkind = \"agency\"\nname = \"Port Authority\"\n[land]\nkind = \"state\"\nname = \"Land\"\n",
        )
        .ledger(
            "claims",
            "[one]\nsays = \"\\\"One\\\" -- </script> is said.\"\nkind = \"statement\"\nchain = [\"ada\"]\ncarried = [{ source = \"b\" }]\n\
             [two]\nsays = \"Two.\"\nkind = \"statement\"\nchain = [\"official\"]\ncarried = [{ source = \"a\" }]\n\
             [three]\nsays = \"Three.\"\nkind = \"statement\"\nchain = [\"port\"]\ncarried = [{ source = \"a\" }]\n\
             [four]\nsays = \"Four.\"\nkind = \"statement\"\nchain = [\"port\", \"ada\"]\ncarried = [{ source = \"a\" }]\n\
             [five]\nsays = \"Five.\"\nkind = \"statement\"\nchain = [\"land\"]\n",
        )
        .ledger(
            "disagreements",
            "[d]\nkind = \"scope\"\nquestion = \"Q\"\nclaims = [\"three\", \"four\"]\n",
        )
        .ledger(
            "quotes",
            "[said]\nwords = \"we will not go there\"\nspeaker = \"ada\"\nsource = \"a\"\n",
        )
        .page_with(
            "a.md",
            "description = \"What it says.\"\ndate = 2026-01-02\nupdated = 2026-02-03\nauthors = [\"C. Writer\"]",
            "It is said [#one]. [Ada Vance] said [\"we will not go there.\"](@a).\n\n> Not in a hundred years.\n>\n> — [Ada Vance] [@b]\n\n\
             ::: disagreement of=d\n:::\n",
        )
        .page("b.md", "Nothing but text.\n")
        .page("sources.md", "::: sources\n:::\n")
        .page("claims.md", "::: claims\n:::\n")
}

#[test]
fn a_page_says_what_it_shows() {
    let built = story().build();
    let page = json_ld(&built, "a.html");
    let root = "https://example.org/story/";
    let facts = [
        ("@context", json!("https://schema.org")),
        ("@type", json!("Article")),
        ("url", json!(format!("{root}a.html"))),
        ("headline", json!("a")),
        ("description", json!("What it says.")),
        ("inLanguage", json!("en")),
        ("datePublished", json!("2026-01-02")),
        ("dateModified", json!("2026-02-03")),
        ("creditText", json!("C. Writer")),
        (
            "isPartOf",
            json!({"@type": "WebSite", "name": "The site", "url": root}),
        ),
    ];
    for (key, expected) in facts {
        assert_eq!(page[key], expected, "{key}");
    }
    let source = |id: &str| json!({"@id": format!("{root}sources.html#source-{id}")});
    assert_eq!(
        page["citation"],
        json!([
            {"@type": "CreativeWork", "@id": source("b")["@id"], "alternateName": "the leaflet"},
            {"@type": "Book", "@id": source("a")["@id"], "name": "The book", "url": "https://example.net/a",
             "archivedAt": "https://example.net/copy", "creditText": "W. R.",
             "publisher": {"@type": "Organization", "name": "House"}, "datePublished": "2025-01-02", "inLanguage": "es"},
        ])
    );
    let claim = |id: &str| format!("{root}claims.html#claim-{id}");
    assert_eq!(
        page["mentions"],
        json!([
            {"@type": "Claim", "@id": claim("one"), "text": "\"One\" -- </script> is said.",
             "author": {"@type": "Person", "name": "Ada Vance"}, "appearance": [source("b")]},
            {"@type": "Claim", "@id": claim("three"), "text": "Three.",
             "author": {"@type": "Organization", "name": "Port Authority"}, "appearance": [source("a")]},
            // Through several people: nobody here can tell whose it is.
            {"@type": "Claim", "@id": claim("four"), "text": "Four.", "appearance": [source("a")]},
        ])
    );
    let ada = json!({"@type": "Person", "name": "Ada Vance"});
    assert_eq!(
        page["hasPart"],
        json!([
            {"@type": "Quotation", "text": "we will not go there.", "inLanguage": "es", "creator": ada, "isBasedOn": [source("a")]},
            {"@type": "Quotation", "text": "Not in a hundred years.", "creator": ada, "isBasedOn": [source("b")]},
        ])
    );
}

#[test]
fn a_page_that_shows_nothing_of_the_ledger_says_nothing_of_it() {
    let built = story().build();
    let page = json_ld(&built, "b.html");
    let keys: Vec<&String> = page.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        [
            "@context",
            "@type",
            "url",
            "headline",
            "inLanguage",
            "creditText",
            "isPartOf",
            "mainEntityOfPage"
        ]
    );
    assert_eq!(page["creditText"], "A. Writer, B. Writer");
}

#[test]
fn the_page_that_lists_claims_says_them_all_and_names_no_unnamed_person() {
    let built = story().build();
    let page = json_ld(&built, "claims.html");
    let claims = list(&page, "mentions");
    assert_eq!(claims.len(), 5);
    let author = |n: usize| claims[n].get("author");
    assert!(author(1).is_none(), "an official nobody names");
    assert!(author(4).is_none(), "schema.org lets no state say anything");
    assert!(!page.to_string().contains("an official"));
    // Only what a block lets through.
    let built = story()
        .page("claims.md", "::: claims source=b\n:::\n")
        .build();
    assert_eq!(list(&json_ld(&built, "claims.html"), "mentions").len(), 1);
}

#[test]
fn without_a_base_url_no_address_is_told() {
    let built = story().file("content/site.toml", "title = \"T\"\n").build();
    let page = json_ld(&built, "a.html");
    assert!(page.get("url").is_none() && page["isPartOf"].get("url").is_none());
    assert!(page["mentions"][0].get("@id").is_none());
    assert_eq!(
        page["mentions"][0]["appearance"],
        json!([{"@id": "_:source-b"}])
    );
    assert_eq!(page["citation"][0]["@id"], "_:source-b");
}

#[test]
fn the_publisher_is_told_with_its_policies_and_nothing_is_guessed() {
    let page = |config: &str| json_ld(&story().config(config).build(), "a.html");
    let plain = page("licence = \"https://licence.example/by\"");
    assert_eq!(plain["@type"], "Article");
    assert!(plain.get("publisher").is_none());
    assert_eq!(plain["license"], "https://licence.example/by");
    let named = page("[publisher]\nname = \"A club\"");
    assert_eq!(named["@type"], "Article");
    assert_eq!(
        named["publisher"],
        json!({"@type": "Organization", "name": "A club"})
    );
    let news = page(
        "[publisher]\nname = \"The Paper\"\nurl = \"https://paper.example/\"\nnews = true\n\
         principles = \"b.md#how\"\ncorrections = \"sources.md\"\nethics = \"https://paper.example/ethics\"",
    );
    assert_eq!(news["@type"], "BackgroundNewsArticle");
    assert_eq!(
        news["publisher"],
        json!({
            "@type": "NewsMediaOrganization", "name": "The Paper", "url": "https://paper.example/",
            "publishingPrinciples": "https://example.org/story/b.html#how",
            "correctionsPolicy": "https://example.org/story/sources.html",
            "ethicsPolicy": "https://paper.example/ethics",
        })
    );
    let unknown = story().config("[publisher]\nname = \"P\"\nethics = \"ehtics.md\"");
    let problems = unknown.build().build.problems;
    assert!(
        problems
            .iter()
            .any(|problem| problem.code == "unknown-page"),
        "{problems:?}"
    );
}

#[test]
fn a_page_of_questions_tells_them_with_their_answers() {
    let question = |title: &str, text: &str| format!("::: question\n## {title}\n\n{text}\n:::\n\n");
    let built = |text: &str| json_ld(&story().page("q.md", text).build(), "q.html");
    let (one, two) = (
        question(
            "Is it so? {#so}",
            "It *is* [@a, p. 2]. They \\<say\\> [so][#one] & more.",
        ),
        question(
            "Why?",
            "> Because.\n>\n> — [Ada Vance] [@a]\n\n- First\n- Second",
        ),
    );
    let page = built(&format!("{one}{two}"));
    assert_eq!(page["@type"], "FAQPage");
    let url = |anchor: &str| format!("https://example.org/story/q.html#{anchor}");
    assert_eq!(
        page["mainEntity"],
        json!([
            {"@type": "Question", "url": url("so"), "name": "Is it so?",
             "acceptedAnswer": {"@type": "Answer", "text": "It is. They <say> so & more."}},
            {"@type": "Question", "url": url("why"), "name": "Why?",
             "acceptedAnswer": {"@type": "Answer", "text": "Because. — Ada Vance First Second"}},
        ])
    );
    assert!(page["breadcrumb"].is_object() && page.get("mainEntityOfPage").is_none());
    assert_eq!(built(&one)["@type"], "Article");
    // Most of it is something else.
    let page = built(&format!(
        "{one}{two}{}",
        "Much is said beside the questions. ".repeat(9)
    ));
    assert_eq!(page["@type"], "Article");
    assert!(page.get("mainEntity").is_none());
}

#[test]
fn the_way_down_the_terms_the_picture_and_the_languages_are_told() {
    let picture = common::pictures::drawing(40, 20, 1);
    let built = story()
        .config("[languages.es]\ntitle = \"S\"")
        .ledger("glossary", "[hole]\nterm = \"scour hole\"\nalso = [\"the hole\"]\nshort = \"A hole.\"\nsources = [\"a\"]\n")
        .page("words.md", "::: glossary\n:::\n")
        .page("s/index.md", "A section.\n")
        .page_with("s/p.md", "image = \"x.png\"\nimage_alt = \"A map\"\nimage_credit = \"C\"", "A page.\n")
        .page_with("s/p.es.md", "", "Una página.\n")
        .bytes("content/s/x.png", &picture)
        .build();
    let root = "https://example.org/story/";
    let page = json_ld(&built, "s/p.html");
    let crumb = |position: usize, name: &str, at: &str| json!({"@type": "ListItem", "position": position, "name": name, "item": format!("{root}{at}")});
    let way = &page["mainEntityOfPage"]["breadcrumb"]["itemListElement"];
    assert_eq!(way.as_array().map(Vec::len), Some(3));
    assert_eq!(way[1], crumb(2, "s/index", "s/"));
    assert_eq!(way[2], crumb(3, "s/p", "s/p.html"));
    assert!(
        json_ld(&built, "index.html")
            .get("mainEntityOfPage")
            .is_none()
    );
    assert_eq!(
        page["image"],
        json!({"@type": "ImageObject", "url": format!("{root}s/x.png"), "width": "40 px", "height": "20 px", "caption": "A map", "creditText": "C"})
    );
    let other = |at: &str, language: &str| json!({"@type": "Article", "url": format!("{root}{at}"), "inLanguage": language});
    assert_eq!(page["workTranslation"], json!([other("es/s/p.html", "es")]));
    let spanish = json_ld(&built, "es/s/p.html");
    assert_eq!(spanish["translationOfWork"], other("s/p.html", "en"));
    assert!(spanish.get("workTranslation").is_none());
    // What is not translated is no translation.
    let untranslated = json_ld(&built, "es/b.html");
    assert!(untranslated.get("translationOfWork").is_none());
    assert_eq!(
        json_ld(&built, "words.html")["about"],
        json!({"@type": "DefinedTermSet", "url": format!("{root}words.html"), "name": "words", "inLanguage": "en", "hasDefinedTerm": [
            {"@type": "DefinedTerm", "@id": format!("{root}words.html#term-hole"), "name": "scour hole", "alternateName": ["the hole"], "description": "A hole."},
        ]})
    );
    assert!(page.get("about").is_none());
}

#[test]
fn the_json_ld_of_our_own_site_is_whole() {
    let built = own_site().build();
    let read = |address: &str| serde_json::from_str(&built.text(address)).expect("JSON");
    let (data, in_spanish): (Value, Value) = (read("claims.json"), read("es/claims.json"));
    let claims = list(&data, "claims")
        .iter()
        .chain(list(&in_spanish, "claims"));
    let says: BTreeMap<&str, &str> = claims
        .map(|claim| {
            (
                claim["address"].as_str().expect("an address"),
                claim["says"].as_str().expect("a text"),
            )
        })
        .collect();
    let root = data["site"]["url"].as_str().expect("an address");
    let (mut claims, mut quotations, mut speakers) = (0, 0, 0);
    for address in built
        .addresses()
        .into_iter()
        .filter(|address| address.ends_with(".html") && !address.ends_with("404.html"))
    {
        let page = json_ld(&built, address);
        walk(&page, &mut |key, value| match key {
            "@id" | "url" => {
                let url = value.as_str().expect("a text");
                assert!(url.starts_with(root), "{address}: {url}");
            }
            "text" | "headline" | "name" | "@type" => assert!(
                value.as_str().is_some_and(|text| !text.is_empty()),
                "{address}: {key}"
            ),
            _ => assert!(!value.is_null(), "{address}: {key}"),
        });
        // Every source a claim or a quotation names is told on the page.
        let told: Vec<&Value> = list(&page, "citation")
            .iter()
            .map(|work| &work["@id"])
            .collect();
        for claim in list(&page, "mentions") {
            claims += 1;
            assert_eq!(says[claim["@id"].as_str().expect("an id")], claim["text"]);
            assert!(
                list(claim, "appearance")
                    .iter()
                    .all(|source| told.contains(&&source["@id"]))
            );
        }
        for quotation in list(&page, "hasPart") {
            quotations += 1;
            speakers += usize::from(quotation.get("creator").is_some());
            assert!(
                list(quotation, "isBasedOn")
                    .iter()
                    .all(|source| told.contains(&&source["@id"]))
            );
        }
    }
    assert!(claims > says.len(), "{claims}");
    assert!(
        quotations > 5 && speakers > 2,
        "{quotations} quotations, {speakers} with a speaker"
    );
}
