//! How old the facts of a page or a claim are, and when they are looked at again.

mod common;

use common::{Built, Sketch, site};
use nutgraf::diagnostics::Severity;

const CLAIM: &str = "[piers]\nsays = \"Two piers need repair.\"\nkind = \"report\"\n";

/// The lines of a page that wait for a review date: what stands in the tag, and the text.
fn waiting(html: &str) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for (at, _) in html.match_indices(" data-review-by=") {
        let rest = &html[at + 1..];
        let (tag, rest) = rest.split_once('>').expect("the end of the tag");
        let text = &rest[..rest.find("\n").unwrap_or(rest.len())];
        let mut plain = String::new();
        for part in text.split('<') {
            plain.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        }
        lines.push((tag.to_string(), plain));
    }
    lines
}

fn script(html: &str) -> bool {
    html.contains("<script src=\"assets/review.")
}

#[test]
fn readers_are_told_how_old_a_page_is_and_when_it_is_looked_at_again() {
    let built = site()
        .page_with(
            "a.md",
            "as_of = 2026-02-10\nreview_by = 2026-09-01",
            "Text.",
        )
        .page_with("b.md", "as_of = 2026-02-10", "Text.")
        .build()
        .clean();
    let html = built.text("a.html");
    assert!(html.contains(
        "<dt>Facts checked</dt> <dd><time datetime=\"2026-02-10\">10 February 2026</time></dd>"
    ));
    let promise = "Next check by 1 September 2026";
    let overdue = "This page was due for review on 1 September 2026; it may be out of date.";
    let lines = waiting(&html);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[0].0, "data-review-by=\"2026-09-01\"");
    assert!(lines[0].1.starts_with(promise), "{lines:?}");
    assert_eq!(lines[1].0, "data-review-by=\"2026-09-01\" hidden");
    assert_eq!(lines[1].1, overdue);
    assert!(html.contains("on <time datetime=\"2026-09-01\">1 September 2026</time>; it"));
    assert!(script(&html));

    let html = built.text("b.html");
    assert!(html.contains("10 February 2026"));
    assert!(!html.contains("review"), "no date to wait for, no script");
}

#[test]
fn claims_say_so_wherever_they_are_set_out() {
    let dated = "as_of = 2026-02-10\nreview_by = 2026-09-01\n";
    let figure = "figures.piers = { value = 2, label = \"piers\" }\n";
    let claims =
        format!("{CLAIM}{dated}{figure}\n[none]\nsays = \"None does.\"\nkind = \"report\"\n");
    let disagreement =
        "[d]\nkind = \"figure\"\nquestion = \"How many?\"\nclaims = [\"piers\", \"none\"]\n";
    let built = site()
        .config("[severity]\nclaim-unsourced = \"off\"\n")
        .ledger("claims", &claims)
        .ledger("disagreements", disagreement)
        .page("claims.md", "::: claims\n:::\n")
        .page("side.md", "::: disagreement of=d\n:::\n")
        .page("big.md", "::: numbers claims=piers\n:::\n")
        .page("word.md", "They say so [#piers].\n")
        .build()
        .clean();
    let overdue = "This claim was due for review on 1 September 2026; it may be out of date.";
    for (address, lines) in [("claims.html", 2), ("side.html", 1), ("big.html", 1)] {
        let html = built.text(address);
        assert!(script(&html), "{address}");
        let found = waiting(&html);
        assert_eq!(found.len(), lines, "{address}: {found:?}");
        assert!(found[0].0.ends_with(" hidden"), "{address}: {found:?}");
        assert!(found[0].1.starts_with(overdue), "{address}: {found:?}");
    }
    let list = waiting(&built.text("claims.html"));
    assert_eq!(
        list[1].1.trim_start_matches(" · "),
        "We will check this again by 1 September 2026"
    );
    assert!(
        !script(&built.text("word.html")),
        "a mere reference sets out nothing"
    );
}

#[test]
fn the_bytes_do_not_depend_on_the_day() {
    let sketch = site()
        .page_with(
            "a.md",
            "as_of = 2020-01-01\nreview_by = 2021-01-01",
            "Text [#piers].",
        )
        .page("claims.md", "::: claims\n:::\n")
        .ledger("claims", &format!("{CLAIM}review_by = 2026-06-01\n"));
    let outputs = |day| sketch.clone().on_the_day(day).build().build.outputs;
    let before = outputs("2020-06-01");
    for day in ["2021-01-01", "2021-01-02", "2026-06-02", "2090-01-01"] {
        assert!(outputs(day) == before, "{day}");
    }
}

/// The severity of the one message about a review, if there is one.
fn overdue(sketch: &Sketch) -> Option<Severity> {
    let built: Built = sketch.build();
    let mut found = built.located.iter();
    let found = found.find(|problem| problem.code == "review-overdue");
    found.map(|problem| problem.severity)
}

#[test]
fn an_overdue_review_is_a_note_in_a_build_and_a_warning_in_a_check() {
    let with = |lines: &str, check: bool| {
        let mut sketch = site()
            .config(lines)
            .page_with("a.md", "review_by = 2026-02-28", "Text.");
        sketch.options.check = check;
        overdue(&sketch)
    };
    assert_eq!(with("", false), Some(Severity::Note));
    assert_eq!(with("", true), Some(Severity::Warning));
    for (level, wanted) in [
        ("off", None),
        ("note", Some(Severity::Note)),
        ("error", Some(Severity::Error)),
    ] {
        let severity = format!("[severity]\nreview-overdue = \"{level}\"");
        assert_eq!(with(&severity, true), wanted, "{level}");
        assert_eq!(with(&severity, false), wanted, "{level}");
    }
    let draft = site().page_with("a.md", "draft = true\nreview_by = 2026-02-28", "Text.");
    assert_eq!(overdue(&draft), None, "nobody reads a draft");
}

#[test]
fn a_page_is_not_overdue_on_the_day_itself() {
    let sketch = site().page_with("a.md", "review_by = 2026-03-01", "Text.");
    assert_eq!(overdue(&sketch.clone().on_the_day("2026-03-01")), None);
    assert!(overdue(&sketch.on_the_day("2026-03-02")).is_some());
}
