//! Every citation leads to its source and back; every claim has one address.

mod common;

use std::collections::BTreeMap;

use common::{Built, Sketch, attributes, ids, own_site, site};

fn story() -> Sketch {
    site()
        .ledger(
            "sources",
            "[a]\nshort = \"A\"\ntitle = \"T\"\npublisher = \"P\"\npublished = \"not given\"\nurl = \"not given\"\n\
             [b]\nshort = \"B\"\ntitle = \"T\"\npublisher = \"P\"\npublished = \"not given\"\nurl = \"not given\"\n",
        )
        .ledger(
            "claims",
            "[one]\nsays = \"One.\"\nkind = \"report\"\ncarried = [{ source = \"b\" }]\n\
             [two]\nsays = \"Two.\"\nkind = \"report\"\ncarried = [{ source = \"a\" }]\n",
        )
        .ledger("disagreements", "[d]\nkind = \"scope\"\nquestion = \"Q\"\nclaims = [\"one\", \"two\"]\n")
}

fn listed() -> Sketch {
    story()
        .page("sources.md", "Read [@a].\n\n::: sources\n:::\n")
        .page("claims.md", "::: claims\n:::\n")
}

/// The links of the line "Cited in" or "Used in" of an entry.
fn used_in(built: &Built, address: &str, anchor: &str) -> Vec<String> {
    let html = built.text(address);
    let entry = html
        .split(&format!("<li id=\"{anchor}\""))
        .nth(1)
        .expect("the entry");
    let entry = entry.split("\n</li>").next().unwrap_or(entry);
    let line = entry
        .lines()
        .find(|line| line.contains("used-in"))
        .unwrap_or("");
    attributes(line, "href")
        .into_iter()
        .map(str::to_string)
        .collect()
}

#[test]
fn an_entry_leads_back_to_the_first_reference_on_each_page() {
    let built = listed()
        .page(
            "p/one.md",
            "First [@b], then [so it is][#two], again [@a] and [@a].\n",
        )
        .page("two.md", "Text.[^n]\n\n[^n]: In a note [@a, L3].\n")
        .page("three.md", "::: disagreement of=d\n:::\n")
        .build()
        .clean();
    // A claim cites the sources that carry it; a page does not lead back to itself.
    assert_eq!(
        used_in(&built, "sources.html", "source-a"),
        ["p/one.html#ref-2", "two.html#ref-1"]
    );
    assert_eq!(
        used_in(&built, "sources.html", "source-b"),
        ["p/one.html#ref-1"]
    );
    assert_eq!(
        used_in(&built, "claims.html", "claim-two"),
        ["p/one.html#ref-2", "three.html"]
    );
    assert_eq!(used_in(&built, "claims.html", "claim-one"), ["three.html"]);
}

#[test]
fn a_long_list_is_cut_and_says_how_much_is_missing() {
    let mut sketch = listed();
    for page in 10..40 {
        sketch = sketch.page(&format!("p{page}.md"), "So [@b].\n");
    }
    let built = sketch.build().clean();
    assert_eq!(used_in(&built, "sources.html", "source-b").len(), 24);
    assert!(built.text("sources.html").contains("and 6 more pages"));
}

#[test]
fn every_reference_of_our_site_leads_to_the_entry_and_back() {
    let built = own_site().build();
    let pages: BTreeMap<&str, String> = built
        .addresses()
        .into_iter()
        .filter(|address| address.ends_with(".html"))
        .map(|address| (address, built.text(address)))
        .collect();
    let mut checked = 0;
    for (address, html) in &pages {
        // Each language has a list of its own.
        let folder = if address.starts_with("es/") {
            "es/"
        } else {
            ""
        };
        let list = format!("{folder}sources.html");
        for source in attributes(html, "id")
            .iter()
            .filter_map(|id| id.strip_prefix("cited-"))
        {
            // From the page's own list to the entry …
            let base = "../".repeat(address.matches('/').count());
            assert!(
                html.contains(&format!("href=\"{base}{list}#source-{source}\"")),
                "{address}: {source}"
            );
            // … and back to a place on the page.
            if **address != *list {
                let back = used_in(&built, &list, &format!("source-{source}"));
                let back = back
                    .iter()
                    .map(|link| link.trim_start_matches("../"))
                    .find_map(|link| link.strip_prefix(&format!("{address}#")));
                let back = back.unwrap_or_else(|| panic!("no way back from {source} to {address}"));
                assert!(ids(html).contains(back), "{address}#{back}");
                checked += 1;
            }
        }
    }
    assert!(checked > 60, "{checked}");
    assert!(pages["sources.html"].contains("Cited in"));
    assert!(pages["es/sources.html"].contains("Citada en"));
}

#[test]
fn every_claim_of_our_site_has_one_address() {
    let built = own_site().build();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for address in built
        .addresses()
        .into_iter()
        .filter(|address| address.ends_with(".html"))
    {
        for id in attributes(&built.text(address), "id") {
            if id.starts_with("claim-") {
                found
                    .entry(id.to_string())
                    .or_default()
                    .push(address.to_string());
            }
        }
    }
    assert_eq!(found.len(), built.build.report.claims);
    for (id, at) in found {
        assert_eq!(at, ["claims.html", "es/claims.html"], "{id}");
    }
}

#[test]
fn a_claim_no_page_lists_still_shows_who_carries_it() {
    let built = story().page("a.md", "So [it is][#one].\n").build().clean();
    let html = built.text("a.html");
    assert!(html.contains("<span class=\"covered\">it is</span> <span class=\"cite cite-claim\" id=\"ref-1\">[B]</span>"), "{html}");
}

#[test]
fn claims_that_disagree_say_which_and_who_reports_several() {
    let built = story()
        .ledger(
            "claims",
            "[one]\nsays = \"One.\"\nkind = \"report\"\ncontradicts = [\"two\"]\ncarried = [{ source = \"b\" }, { source = \"a\" }]\n\
             [two]\nsays = \"Two.\"\nkind = \"report\"\ncarried = [{ source = \"a\" }]\n\
             [three]\nsays = \"Three.\"\nkind = \"opinion\"\ncarried = [{ source = \"b\" }]\n",
        )
        .ledger(
            "disagreements",
            "[d]\nkind = \"scope\"\nquestion = \"Q\"\nclaims = [\"three\", \"one\", \"two\"]\n",
        )
        .page("a.md", "::: disagreement of=d\n:::\n")
        .build()
        .clean();
    let html = built.text("a.html");
    let number = |n: u8| format!(" <span class=\"side-number\">{n}</span>");
    let odds = |n| format!("<span class=\"label\">At odds with</span>{}</p>", number(n));
    assert_eq!(html.matches("At odds with").count(), 2);
    assert!(html.find(&odds(3)) < html.find(&odds(2)), "{html}");
    let several = format!(
        "together</span> B{}{}&#8288;; A{}{}</p>",
        number(1),
        number(2),
        number(2),
        number(3)
    );
    assert!(html.contains(&several), "{html}");
}

#[test]
fn positions_stand_camp_by_camp_and_gaps_are_told() {
    let built = site()
        .ledger("people", "[p]\nkind = \"person\"\nname = \"Pat\"\n[q]\nkind = \"person\"\nname = \"Quin\"\n[r]\nkind = \"person\"\nname = \"Rae\"\n")
        .ledger(
            "positions",
            "[questions.x]\ntitle = \"X?\"\n[questions.y]\ntitle = \"Y?\"\n[stances.p.x]\nside = \"against\"\nsays = \"No.\"\n\
             [stances.q.x]\nside = \"for\"\nsays = \"Yes.\"\n[stances.r.y]\nside = \"for\"\nsays = \"Yes.\"\n",
        )
        .page("a.md", "::: positions question=x\n:::\n")
        .build();
    let html = built.text("a.html");
    let order = [
        "<span class=\"side\">For</span>",
        "Quin",
        "<span class=\"side\">Against</span>",
        "Pat",
        "Not in our sources",
        "Rae",
    ];
    let places: Vec<_> = order.map(|part| html.find(part)).into();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{places:?}\n{html}"
    );
    assert!(!html.contains("Mixed"), "nobody is");
}

#[test]
fn claims_stand_under_a_heading_for_each_group() {
    let built = story()
        .page("a.md", "::: claims group=status\n:::\n")
        .build()
        .clean();
    let html = built.text("a.html");
    assert_eq!(html.matches("class=\"group-title\"").count(), 1);
    assert!(
        html.contains("<h2 class=\"group-title\">One source</h2>"),
        "{html}"
    );
    let built = story()
        .page("a.md", "::: claims group=colour\n:::\n")
        .build();
    built.problem("bad-argument");
}
