//! `<!-- desk: accept CODE because "…" -->`: what it takes out, and what it leaves.

mod common;

use common::{Built, Sketch, site};

fn sketch(text: &str) -> Sketch {
    site().ledger("sources", "[some]\nshort = \"some\"\n").file(
        "content/index.md",
        &format!("+++\ntitle = \"Home\"\n+++\n{text}"),
    )
}

/// What is left of the three codes and of those about acceptances, by line.
fn left(text: &str) -> Vec<String> {
    left_of(&sketch(text).build())
}

fn left_of(built: &Built) -> Vec<String> {
    let about = ["uncited", "acceptance", "aging"];
    let found = built.located.iter();
    found
        .filter(|problem| about.iter().any(|part| problem.code.contains(part)))
        .map(|problem| {
            let range = problem.spot.as_ref().and_then(|spot| spot.range.as_ref());
            format!("{}:{}", problem.code, range.expect("a line").start.line)
        })
        .collect()
}

const FIGURE: &str = "<!-- desk: accept figure-uncited because \"our own count\" -->\n";

#[test]
fn it_holds_for_the_next_block_and_no_further() {
    for accepted in [
        "We counted 12 lamps\nand 14 doors. And 15 more.",
        "- 12 lamps\n- 14 doors\n  - 15 keys",
        "| Lamps |\n|---|\n| 12 |\n\nTable: All 12 lamps",
        "> There were 12 lamps.\n>\n> And 13 more.",
        "::: note\nThere were 12 lamps.\n\n:::: question\nAnd 14 doors?\n::::\n:::",
        "Lamps\n: There were 12.",
    ] {
        let text = format!("{FIGURE}{accepted}\n\nWe saw 9 cars.\n");
        let line = text.lines().count() + 3;
        assert_eq!(left(&text), [format!("figure-uncited:{line}")], "{text}");
        let apart = format!("{FIGURE}\n{accepted}\n\nWe saw 9 cars.\n");
        assert_eq!(
            left(&apart),
            [format!("figure-uncited:{}", line + 1)],
            "{apart}"
        );
    }
}

#[test]
fn in_a_paragraph_it_holds_for_the_paragraph() {
    let comment = FIGURE.trim_end();
    for (text, line) in [
        (format!("One. {comment} We saw 9 cars.\n\nWe saw 8.\n"), 6),
        (format!("- We saw 9 {comment}\n- We saw 8.\n"), 5),
        (format!("| 5 {comment} |\n|---|\n| 6 |\n\nWe saw 7.\n"), 8),
    ] {
        assert_eq!(left(&text), [format!("figure-uncited:{line}")], "{text}");
    }
}

#[test]
fn the_shortest_comments_hide_none() {
    for empty in ["<!-->", "<!--->", "<!---->"] {
        let text = format!("One. {empty} {} We saw 9 cars.\n", FIGURE.trim_end());
        assert_eq!(left(&text), Vec::<String>::new(), "{text}");
        let none = format!("One. {empty} We saw 9 cars.\n");
        assert_eq!(left(&none), ["figure-uncited:4"], "{none}");
    }
}

#[test]
fn it_holds_for_its_own_code_alone() {
    let text = format!("{FIGURE}We counted 12 lamps in 2019, currently.\n");
    assert_eq!(left(&text), ["date-uncited:5"]);
    let both = format!(
        "{FIGURE}<!-- desk: accept date-uncited because \"we were there\" -->\nWe counted 12 lamps in 2019.\n"
    );
    assert_eq!(left(&both), Vec::<String>::new());
}

#[test]
fn it_holds_for_problems_of_other_checks_too() {
    let text = "<!-- desk: accept heading-skipped because \"as in the original\" -->\n#### Deep\n\n<!-- desk: accept missing-alt because \"it decorates\" -->\n![](a.svg)\n";
    let built = sketch(text)
        .file(
            "content/a.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>",
        )
        .build();
    assert_eq!(left_of(&built), Vec::<String>::new());
    let codes = ["heading-skipped", "missing-alt"];
    assert!(
        !built
            .located
            .iter()
            .any(|found| codes.contains(&found.code))
    );
    let accepted: Vec<&str> = built
        .build
        .report
        .accepted
        .iter()
        .map(|one| one.code)
        .collect();
    assert_eq!(accepted, codes);
}

#[test]
fn what_is_accepted_is_in_the_report() {
    let built = sketch(&format!("Text.\n\n{FIGURE}We counted 12 lamps. And 14.\n")).build();
    let accepted = &built.build.report.accepted;
    assert_eq!(accepted.len(), 1);
    assert_eq!(accepted[0].line, 6);
    assert_eq!(accepted[0].reason, "our own count");
    assert_eq!(accepted[0].messages.len(), 2);
    assert!(accepted[0].messages[0].contains("12"));
}

#[test]
fn a_code_switched_off_leaves_no_idle_acceptance() {
    let built = sketch(&format!("{FIGURE}We counted 12 lamps.\n"))
        .config("severity = { figure-uncited = \"off\" }")
        .build();
    assert_eq!(left_of(&built), Vec::<String>::new());
}

#[test]
fn comments_are_never_published() {
    let built = sketch(&format!("{FIGURE}We counted 12 lamps.\n")).build();
    assert!(!built.text("index.html").contains("desk:"));
}

#[test]
fn a_site_without_sources_is_not_asked_for_them() {
    let built = site()
        .page(
            "a.md",
            "It cost 4 million euros in 2019, “and not one cent more”.\n",
        )
        .build();
    assert_eq!(left_of(&built), Vec::<String>::new());
}
