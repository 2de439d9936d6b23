//! `check --report`: what it counts, where it says so, and in which form.

use serde_json::{Value, json};

use crate::runner::Site;

/// The starter with an archived text of one of its sources, which an entry of quotes.toml quotes too.
fn quoting() -> Site {
    let site = Site::new();
    site.write(
        "archive/gazette.txt",
        "Headline\nSunday is the one day a family can walk in together, Councillor Vance said.\n",
    );
    site.edit(
        "content/ledger/sources.toml",
        "[gazette]\n",
        "[gazette]\nsnapshot = \"gazette.txt\"\n",
    );
    site.write(
        "content/ledger/quotes.toml",
        "[walk-in]\nwords = \"a family can walk in\"\nsource = \"gazette\"\n",
    );
    site
}

fn last_line(text: &str) -> Value {
    let line = text.lines().last().expect("a line");
    serde_json::from_str(line).expect("the last line is JSON")
}

#[test]
fn a_report_counts_what_the_site_holds() {
    let site = quoting();
    let check = site.run(&["check", "--quiet", "--report", "--snapshots", "archive"]);
    assert_eq!((check.code, check.err.as_str()), (0, ""));
    let line = |text: &str| {
        let index = site.read("content/index.md");
        index
            .lines()
            .position(|line| line.contains(text))
            .expect("it is there")
            + 1
    };
    let quoted = line("\"the one day a family can walk in together\"");
    let expected = [
        "Claims by status  4",
        "  disputed        2",
        "  corroborated    ·",
        "  repeated        1",
        "  single-source   1",
        "  superseded      ·",
        "  unsourced       ·",
        "",
        "Sources by use                   cited  claims  quoted",
        "  council-paper  council paper",
    ];
    let lines: Vec<&str> = check.out.lines().collect();
    for (found, expected) in lines.iter().zip(expected) {
        assert!(
            found.starts_with(expected),
            "{found}\n{expected}\n{}",
            check.out
        );
    }
    assert!(
        check.out.contains(
            "\nQuotations: 2 found, 0 checked before, 0 unchecked, 0 changed, 0 not found\n"
        ),
        "{}",
        check.out
    );
    for row in [
        format!(
            "  content/index.md:{quoted}           found  gazette L2  “the one day a family can walk in together”\n"
        ),
        "  content/ledger/quotes.toml:2  found  gazette L2  “a family can walk in”\n".to_string(),
    ] {
        assert!(check.out.contains(&row), "{row}\n{}", check.out);
    }
    assert!(
        check.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        check.out
    );
    let again = site.run(&["check", "--quiet", "--report", "--snapshots", "archive"]);
    assert_eq!(again, check);
}

#[test]
fn a_report_for_programs_is_one_object_behind_the_problems() {
    let site = quoting();
    site.edit("content/ledger/sources.toml", "url = \"not given\"\n", "");
    site.write("content/notes.txt", "to do");
    let arguments = [
        "check",
        "--report",
        "--format",
        "json",
        "--as-of",
        "2026-03-21",
    ];
    let check = site.run(&[&arguments[..], &["--snapshots", "archive"]].concat());
    assert_eq!(check.code, 0);
    assert_eq!(check.out.lines().count(), 2, "{}", check.out);
    let first: Value =
        serde_json::from_str(check.out.lines().next().expect("a line")).expect("JSON");
    assert_eq!(first["code"], "not-given-missing");
    let report = last_line(&check.out);
    let keys: Vec<&String> = report.as_object().expect("an object").keys().collect();
    let manual = include_str!("../../docs/commands.md");
    for key in keys {
        assert!(manual.contains(&format!("\n| `{key}` | ")), "{key}");
    }
    assert_eq!(report["report"], 1);
    assert_eq!(report["as_of"], "2026-03-21");
    assert_eq!(
        report["problems"],
        json!({ "errors": 0, "warnings": 1, "notes": 0 })
    );
    assert_eq!(report["claims"]["by_status"]["disputed"], 2);
    assert_eq!(report["stay_home"], json!(["content/notes.txt"]));
    let gazette = report["sources"].as_array().expect("a list");
    let gazette = gazette
        .iter()
        .find(|source| source["id"] == "gazette")
        .expect("the Gazette");
    // The quotation, and a citation of the timeline.
    assert_eq!(gazette["cited"], 2);
    assert_eq!(
        (&gazette["claims"], &gazette["quotations"]),
        (&json!(2), &json!(2))
    );
    // An origin that nobody has read is no source of the site.
    assert_eq!(report["sources"].as_array().map(Vec::len), Some(4));
    assert_eq!(report["quotations"]["by_outcome"]["found"], 2);
    let quotation = &report["quotations"]["list"][1];
    assert_eq!(
        *quotation,
        json!({
            "file": "content/ledger/quotes.toml",
            "line": 2,
            "column": 9,
            "words": "a family can walk in",
            "outcome": "found",
            "source": "gazette",
            "source_lines": [2, 2],
            "checked": "2026-03-21",
        })
    );
}

#[test]
fn every_outcome_is_told() {
    let outcomes = |site: &Site, more: &[&str]| {
        let check = site.run(&[&["check", "--report", "--format", "json"], more].concat());
        let report = last_line(&check.out);
        let list = report["quotations"]["list"]
            .as_array()
            .expect("a list")
            .clone();
        list.iter()
            .map(|quotation| quotation["outcome"].as_str().expect("a word").to_string())
            .collect::<Vec<_>>()
    };
    let site = quoting();
    let archive = ["--snapshots", "archive"];
    assert_eq!(outcomes(&site, &[]), ["unchecked", "unchecked"]);
    assert_eq!(outcomes(&site, &archive), ["found", "found"]);
    assert_eq!(
        site.run(&["check", "--update-lock", "--snapshots", "archive"])
            .code,
        0
    );
    assert_eq!(outcomes(&site, &[]), ["checked_before", "checked_before"]);
    site.edit("content/ledger/quotes.toml", "a family", "the family");
    assert_eq!(outcomes(&site, &[]), ["checked_before", "changed"]);
    assert_eq!(outcomes(&site, &archive), ["found", "not_found"]);
    // The report comes with errors too.
    let check = site.run(&["check", "--report", "--snapshots", "archive"]);
    assert_eq!(check.code, 1);
    assert!(check.out.contains(
        "\nQuotations: 1 found, 0 checked before, 0 unchecked, 0 changed, 1 not found\n"
    ));
}

#[test]
fn sentences_are_counted_page_by_page_and_accepted_places_listed() {
    let site = Site::new();
    let sentences = |site: &Site| {
        let check = site.run(&["check", "--report", "--format", "json"]);
        let report = last_line(&check.out);
        let pages = report["sentences"].as_array().expect("a list").clone();
        let about = pages
            .into_iter()
            .find(|page| page["file"] == "content/about.md")
            .expect("the page");
        (about["cited"].clone(), about["uncited"].clone())
    };
    assert_eq!(sentences(&site), (json!(0), json!(0)));
    let about = site.read("content/about.md");
    site.write(
        "content/about.md",
        &format!(
            "{about}\nIt cost 37 dollars.\n\nIt cost 41,000 dollars [@council-paper].\n\n\
             <!-- desk: accept figure-uncited because \"our own count\" -->\nWe counted 73 letters.\n"
        ),
    );
    assert_eq!(sentences(&site), (json!(1), json!(2)));
    let line = 1 + about.lines().count() + 5;
    let check = site.run(&["check", "--report", "--format", "json"]);
    let accepted = &last_line(&check.out)["accepted"];
    assert_eq!(accepted.as_array().map(Vec::len), Some(1));
    let accepted = &accepted[0];
    assert_eq!(accepted["file"], "content/about.md");
    assert_eq!(accepted["line"], line);
    assert_eq!(accepted["code"], "figure-uncited");
    assert_eq!(accepted["because"], "our own count");
    let message = accepted["messages"][0].as_str().expect("a message");
    assert!(message.contains("73"), "{message}");

    let check = site.run(&["check", "--report"]);
    for part in [
        "\nSentences with a figure, a date or quoted words  cited  not cited\n  all of 3 pages                                     7          2\n"
            .to_string(),
        "\n  content/about.md                                   1          2\n".to_string(),
        format!("\nAccepted: 1\n  content/about.md:{line}  figure-uncited\n    our own count\n"),
    ] {
        assert!(check.out.contains(&part), "{part}\n{}", check.out);
    }
}

#[test]
fn a_site_without_a_ledger_has_a_short_report() {
    let site = Site::new();
    std::fs::remove_dir_all(site.root().join("content")).expect("it is there");
    site.write(
        "content/site.toml",
        "title = \"T\"\nbase_url = \"https://example.org/\"\n",
    );
    site.write(
        "content/index.md",
        "+++\ntitle = \"Home\"\n+++\n\nThe story.\n",
    );
    let check = site.run(&["check", "--report", "--quiet"]);
    assert_eq!((check.code, check.err.as_str()), (0, ""));
    assert_eq!(
        check.out,
        "There is nothing to report: the site has no ledger.\n"
    );
    assert_eq!(site.run(&["check", "--quiet"]).out, "");
}
