//! Where readers meet a correction: on the pages it concerns, at the entry, in the list, in the feed.

mod common;

use common::{Built, Sketch, between, site};

const CLAIM: &str = "[piers]\nsays = \"Two piers need repair.\"\nkind = \"report\"\n";
const CARRIED: &str = "carried = [{ source = \"minutes\" }]\n";
const SOURCE: &str = "[minutes]\nshort = \"the minutes\"\ntitle = \"Minutes\"\npublisher = \"not given\"\n\
                      published = \"not given\"\nurl = \"not given\"\n";

/// A correction of these targets, made on a day.
fn correction(id: &str, date: &str, of: &str, rest: &str) -> String {
    format!(
        "[{id}]\ndate = {date}\nkind = \"correction\"\nof = [{of}]\nwas = \"Old {id}.\"\nnow = \"New {id}.\"\n{rest}\n"
    )
}

/// A site with claims, a page that lists them, one that cites one, one that sets two side by side,
/// one that does neither, and a page of corrections.
fn corrected(corrections: &str) -> Sketch {
    let other = "\n[none]\nsays = \"None does.\"\nkind = \"report\"\n";
    let disagreement =
        "[d]\nkind = \"figure\"\nquestion = \"How many?\"\nclaims = [\"piers\", \"none\"]\n";
    site()
        .ledger("sources", SOURCE)
        .ledger("claims", &format!("{CLAIM}{CARRIED}{other}{CARRIED}"))
        .ledger("disagreements", disagreement)
        .ledger("corrections", corrections)
        .page("cites.md", "## The piers {#piers}\n\nTwo [#piers].\n")
        .page("side.md", "::: disagreement of=d\n:::\n")
        .page("bare.md", "Text.\n")
        .page("claims.md", "::: claims\n:::\n")
        .page("corrections.md", "::: corrections\n:::\n")
}

/// The corrections a page shows at its end, newest first.
fn at_end(built: &Built, address: &str) -> Vec<String> {
    let html = built.text(address);
    let Some((_, section)) = html.split_once("<section class=\"corrected\"") else {
        return Vec::new();
    };
    let (section, _) = section.split_once("</section>").expect("its end");
    let now = section.match_indices("<dt>Now</dt><dd>New ");
    now.map(|(at, start)| {
        let rest = &section[at + start.len()..];
        rest[..rest.find('.').expect("a full stop")].to_string()
    })
    .collect()
}

fn has_banner(built: &Built, address: &str) -> bool {
    built.text(address).contains("banner\" role=\"note\"")
}

const PAGES: [&str; 5] = [
    "cites.html",
    "side.html",
    "bare.html",
    "claims.html",
    "corrections.html",
];

/// Which of the pages show a correction at their end, and which a banner.
fn shown(of: &str, rest: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let built = corrected(&correction("c", "2026-02-20", of, rest))
        .build()
        .clean();
    let end = PAGES
        .into_iter()
        .filter(|page| !at_end(&built, page).is_empty());
    let banner = PAGES.into_iter().filter(|page| has_banner(&built, page));
    (end.collect(), banner.collect())
}

#[test]
fn a_correction_stands_on_the_pages_it_concerns() {
    let none: Vec<&str> = Vec::new();
    // Named, with or without a place.
    assert_eq!(
        shown("\"page:bare.md\"", ""),
        (vec!["bare.html"], none.clone())
    );
    assert_eq!(
        shown("\"page:cites.md#piers\"", ""),
        (vec!["cites.html"], none.clone())
    );
    // Referred to in the text, set side by side, listed.
    let concerned = vec!["cites.html", "side.html", "claims.html"];
    assert_eq!(
        shown("\"claim:piers\"", ""),
        (concerned.clone(), none.clone())
    );
    assert_eq!(
        shown("\"claim:none\"", ""),
        (vec!["side.html", "claims.html"], none.clone())
    );
    // A banner only where the page's own words are concerned.
    let prominent = "prominent = true";
    assert_eq!(
        shown("\"claim:piers\"", prominent),
        (concerned, vec!["cites.html"])
    );
    assert_eq!(
        shown("\"page:bare.md\"", prominent),
        (vec!["bare.html"], vec!["bare.html"])
    );
}

#[test]
fn a_correction_says_what_was_what_is_and_what_it_concerns() {
    let of = "\"claim:piers\", \"page:cites.md#piers\"";
    let built = corrected(&correction("c", "2026-02-20", of, "prominent = true"))
        .build()
        .clean();
    let page = built.text("cites.html");
    let end = between(&page, "<section class=\"corrected\"", "</section>");
    for expected in [
        "Correction · <a href=\"corrections.html#correction-c\"><time datetime=\"2026-02-20\">",
        "<dt>Before</dt><dd>Old c.</dd>",
        "<dt>Now</dt><dd>New c.</dd>",
        "<a href=\"claims.html#claim-piers\">Two piers need repair.</a> · \
         <a href=\"cites.html#piers\">cites: The piers</a>",
    ] {
        assert!(end.contains(expected), "{expected} in\n{end}");
    }
    let banner = between(&page, "banner\" role=\"note\"", "</header>");
    assert!(
        banner.contains("<dd>Old c.</dd>") && banner.contains("<dd>New c.</dd>"),
        "{banner}"
    );
    assert!(banner.contains("href=\"#page--corrections\""), "{banner}");

    let claims = built.text("claims.html");
    let card = between(&claims, "id=\"claim-piers\"", "</li>");
    let mark =
        "<a href=\"corrections.html#correction-c\">Corrected on <time datetime=\"2026-02-20\">";
    assert!(card.contains(mark), "{card}");
    assert!(!between(&claims, "id=\"claim-none\"", "</li>").contains("Corrected on"));

    let list = built.text("corrections.html");
    let entry = between(&list, "id=\"correction-c\"", "</li>");
    assert!(
        entry.contains("<a href=\"cites.html#piers\">cites: The piers</a>"),
        "{entry}"
    );
}

#[test]
fn corrections_stand_newest_first() {
    let text = correction("old", "2026-01-01", "\"page:bare.md\"", "")
        + &correction("new", "2026-02-01", "\"page:bare.md\"", "")
        + &correction("last", "2026-02-01", "\"page:bare.md\"", "");
    let built = corrected(&text).build().clean();
    assert_eq!(at_end(&built, "bare.html"), ["last", "new", "old"]);
    let list = built.text("corrections.html");
    let at = |id: &str| list.find(&format!("id=\"correction-{id}\"")).expect(id);
    assert!(at("last") < at("new") && at("new") < at("old"));
}

#[test]
fn a_page_that_is_not_published_keeps_its_corrections() {
    let built = corrected(&correction("c", "2026-02-20", "\"page:gone.md#x\"", ""))
        .page_with("gone.md", "expires = 2026-02-25", "Text.")
        .build()
        .clean();
    let list = built.text("corrections.html");
    assert!(
        list.contains("New c.") && !list.contains("Concerns"),
        "{list}"
    );
}

#[test]
fn corrections_of_what_is_not_there_are_errors_where_they_stand() {
    let wrong = |of: &str| {
        let built = corrected(&correction("c", "2026-02-20", of, "")).build();
        assert!(built.build.has_errors(), "{of}");
        let found = built.problems();
        assert_eq!(found.len(), 1, "{found:?}");
        let hint = built
            .located
            .iter()
            .find_map(|problem| problem.hint.clone());
        (found[0].clone(), hint.unwrap_or_default())
    };
    let (found, hint) = wrong("\"claim:piers\", \"page:sites.md\"");
    assert_eq!(found, "unknown-page ledger/corrections.toml:4:22");
    assert_eq!(hint, "did you mean `cites.md`?");
    let (found, hint) = wrong("\"page:cites.md#pier\"");
    assert_eq!(found, "broken-anchor ledger/corrections.toml:4:7");
    assert_eq!(hint, "did you mean \"page:cites.md#piers\"?");
    let (found, _) = wrong("\"page:https://example.org/\"");
    assert_eq!(found, "unknown-page ledger/corrections.toml:4:7");
}

#[test]
fn corrections_need_a_page_that_lists_them() {
    let text = correction("c", "2026-02-20", "\"page:bare.md\"", "");
    let built = corrected(&text).without("content/corrections.md").build();
    assert_eq!(
        built.problems(),
        ["no-corrections-page ledger/corrections.toml:1:1"]
    );
    assert_eq!(at_end(&built, "bare.html"), ["c"]);
    assert!(
        !built.has("feed.xml"),
        "an entry without an address is none"
    );
    let none = corrected("").without("content/corrections.md");
    none.build().clean();
}

/// Titles, ids and days of the feed's entries.
fn feed(built: &Built) -> Vec<(String, String, String)> {
    let feed = built.text("feed.xml");
    let entries = feed.split("<entry>").skip(1);
    let part = |entry: &str, name: &str| {
        between(entry, &format!("<{name}>"), &format!("</{name}>")).to_string()
    };
    entries
        .map(|entry| {
            let day = part(entry, "updated")
                .trim_end_matches("T00:00:00Z")
                .to_string();
            (part(entry, "title"), part(entry, "id"), day)
        })
        .collect()
}

#[test]
fn the_feed_carries_corrections_among_the_pages() {
    let text = correction("a", "2026-02-20", "\"claim:piers\"", "")
        + &correction("b", "2026-02-10", "\"page:dated.md\"", "");
    let sketch = corrected(&text)
        .page_with("dated.md", "date = 2026-02-10", "Text.")
        .page_with("later.md", "date = 2026-02-15", "Text.");
    let entries = feed(&sketch.build().clean());
    let entry = |title: &str, id: &str, day: &str| {
        let id = format!("https://example.org/story/{id}");
        (title.to_string(), id, day.to_string())
    };
    let all = [
        entry(
            "Correction: Two piers need repair.",
            "corrections.html#correction-a",
            "2026-02-20",
        ),
        entry("later", "later.html", "2026-02-15"),
        entry(
            "Correction: dated",
            "corrections.html#correction-b",
            "2026-02-10",
        ),
        // The page itself is as old as it says: the news is told once.
        entry("dated", "dated.html", "2026-02-10"),
    ];
    assert_eq!(entries, all);
    let short = sketch.config("[feed]\nlimit = 3").build().clean();
    assert_eq!(feed(&short), all[..3], "the limit counts both");
    assert!(
        short
            .text("feed.xml")
            .contains("<updated>2026-02-20T00:00:00Z</updated>\n<generator>")
    );

    // A site whose pages have no date has a feed once it corrects something.
    assert!(!corrected("").build().has("feed.xml"));
    assert_eq!(
        feed(&corrected(&text.replace("dated", "bare")).build().clean()).len(),
        2
    );
}
