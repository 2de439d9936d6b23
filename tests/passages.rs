//! A page's text as the fact desk reads it: what there is of it, what stands in it, and where each
//! word was written.

mod common;

use std::sync::Arc;

use common::site;
use nutgraf::page::{Mark, MarkKind, Page, Passage, PassageKind, Quoted};

const FRONT: &str = "+++\ntitle = \"Home\"\n+++\n";

/// The home page with this text.
fn page(text: &str) -> (Arc<Page>, String) {
    let whole = format!("{FRONT}{text}");
    let sketch = site().file("content/index.md", &whole).ledger(
        "people",
        "[ada]\nkind = \"person\"\nname = \"Ada Poe\"\nroles.x = { title = \"t\", sources = [] }\n",
    );
    let mut pages = nutgraf::build::pages(&sketch.files);
    (pages.remove(0), whole)
}

fn texts(text: &str) -> Vec<String> {
    let (page, _) = page(text);
    let all = page.passages.list.iter();
    all.map(|passage| passage.text.clone()).collect()
}

fn kinds(text: &str) -> Vec<(PassageKind, String)> {
    let (page, _) = page(text);
    let all = page.passages.list.iter();
    all.map(|passage| (passage.kind.clone(), passage.text.clone()))
        .collect()
}

/// What was written for a part of a passage's text.
#[track_caller]
fn written(text: &str, passage: usize, part: &str) -> String {
    let (page, whole) = page(text);
    let passages = &page.passages.list;
    let at = passages[passage]
        .text
        .find(part)
        .unwrap_or_else(|| panic!("no {part:?} in {:?}", passages[passage].text));
    let key = format!("passage/{passage}/{at}-{}", at + part.len());
    let span = page.spans.find(&key).expect("a place");
    whole[span.start..span.end].to_string()
}

fn marks(passage: &Passage) -> Vec<(&str, String)> {
    let shown = |mark: &Mark| match &mark.kind {
        MarkKind::Sources { sources, .. } => {
            let ids: Vec<&str> = sources.iter().map(|source| &*source.id).collect();
            format!("@{}", ids.join("@"))
        }
        MarkKind::Claim { id, .. } => format!("#{id}"),
        MarkKind::Quotation { source, .. } => format!("\"{}", source.id),
        MarkKind::Name { id, .. } => format!("={id}"),
        MarkKind::Footnote(index) => format!("^{index}"),
        other => format!("{other:?}"),
    };
    let all = passage.marks.iter();
    all.map(|mark| (&passage.text[mark.range.clone()], shown(mark)))
        .collect()
}

#[test]
fn references_leave_the_words_they_cover() {
    let text = "[Ada Poe] rejects it [@s4, L3; @s1]. [She][Ada Poe] says [\"not so\"](@s1#L9 \"gloss\"), [one paper](@s2)\n\
        has it; [55 men][#sent] went [#weighed][@s4] north, [all of them][@s3] did [@s9] .";
    let (page, _) = page(text);
    let passage = &page.passages.list[0];
    assert_eq!(
        passage.text,
        "Ada Poe rejects it. She says \"not so\", one paper has it; 55 men went north, all of them did ."
    );
    let expected = [
        ("Ada Poe", "=ada"),
        ("", "@s4@s1"),
        ("She", "=ada"),
        ("\"not so\"", "\"s1"),
        ("one paper", "@s2"),
        ("55 men", "#sent"),
        ("", "#weighed"),
        ("", "@s4"),
        ("all of them", "@s3"),
        ("", "@s9"),
    ];
    let expected: Vec<_> = expected
        .map(|(words, what)| (words, what.to_string()))
        .into();
    assert_eq!(marks(passage), expected);
}

#[test]
fn the_text_is_as_typed() {
    assert_eq!(
        texts("It's \"so\" -- *re*markable... &amp; \\*odd\\*\\\n5 < 6 &#8364;2\n"),
        ["It's \"so\" -- remarkable... & *odd* 5 < 6 €2"]
    );
}

#[test]
fn code_html_and_comments_are_no_text() {
    let all = texts(
        "One `x = 1` two.\n\n```\nfn main\n```\n\n<!-- hidden -->\n\n    indented\n\nThree <!-- no --> four.\n",
    );
    assert_eq!(all, ["One x = 1 two.", "Three  four."]);
    let (page, _) = page("One `x = 1` two <https://a.example/b> and https://c.example/d.\n");
    let found: Vec<_> = marks(&page.passages.list[0]);
    assert_eq!(
        found,
        [
            ("x = 1", "Code".to_string()),
            ("https://a.example/b", "Address".to_string()),
            ("https://c.example/d", "Address".to_string())
        ]
    );
}

#[test]
fn lists_know_what_introduces_them() {
    let text = "He lists three [@s1]:\n\n- one\n- two:\n  - deep\n\n  more of two\n- three\n\nNot this.\n\n1. other\n";
    let (page, _) = page(text);
    let all: Vec<_> = page
        .passages
        .list
        .iter()
        .map(|passage| {
            let item = match passage.kind {
                PassageKind::Item { list, item } => Some((list, item)),
                _ => None,
            };
            (&*passage.text, item, passage.lead)
        })
        .collect();
    assert_eq!(
        all,
        [
            ("He lists three:", None, None),
            ("one", Some((0, 0)), Some(0)),
            ("two:", Some((0, 1)), Some(0)),
            ("deep", Some((1, 2)), Some(2)),
            ("more of two", Some((0, 1)), Some(0)),
            ("three", Some((0, 3)), Some(0)),
            ("Not this.", None, None),
            ("other", Some((2, 4)), None),
        ]
    );
}

#[test]
fn tables_have_rows_and_a_caption() {
    let text = "| Region | Closed |\n|---|---|\n| North | 12 [@s1] |\n\nTable: Schools *closed*\n\n| A |\n|---|\n| b |\n";
    let cell = |table, row, column| PassageKind::Cell { table, row, column };
    let expected = [
        (PassageKind::Caption { table: 0 }, "Schools closed"),
        (cell(0, 0, 0), "Region"),
        (cell(0, 0, 1), "Closed"),
        (cell(0, 1, 0), "North"),
        (cell(0, 1, 1), "12"),
        (cell(1, 0, 0), "A"),
        (cell(1, 1, 0), "b"),
    ];
    let expected: Vec<_> = expected.map(|(kind, text)| (kind, text.to_string())).into();
    assert_eq!(kinds(text), expected);
}

#[test]
fn footnotes_stand_at_the_end_in_the_order_of_their_marks() {
    let text = "[^b]: Second [@s1].\n\n[^a]: First.\n\n    Further.\n\n[^c]: Never named.\n\nIt fell.[^a] It rose [^b].\n";
    let (page, _) = page(text);
    let all: Vec<_> = page
        .passages
        .list
        .iter()
        .map(|passage| (&*passage.text, passage.footnote))
        .collect();
    assert_eq!(
        all,
        [
            ("It fell. It rose.", None),
            ("First.", Some(0)),
            ("Further.", Some(0)),
            ("Second.", Some(1))
        ]
    );
    let shown = marks(&page.passages.list[0]);
    assert_eq!(shown, [("", "^0".to_string()), ("", "^1".to_string())]);
    assert!(page.passages.note_cites(1) && !page.passages.note_cites(0));
    assert_eq!(written(text, 3, "Second"), "Second");
}

#[test]
fn blocks_are_named_with_what_they_hold() {
    let text = "::: summary\nShort.\n:::\n\n:::: question\n## Why? {#why}\n\n::: unknowns title=\"What \\\"we\\\" lack\"\n- Dates\n:::\n::::\n\nAfter.\n";
    let (page, _) = page(text);
    let all: Vec<_> = page
        .passages
        .list
        .iter()
        .map(|passage| {
            let blocks: Vec<&str> = passage.blocks.iter().map(|name| &**name).collect();
            (&*passage.text, blocks.join("/"))
        })
        .collect();
    assert_eq!(
        all,
        [
            ("Short.", "summary".to_string()),
            ("Why?", "question".to_string()),
            ("What \"we\" lack", "question/unknowns".to_string()),
            ("Dates", "question/unknowns".to_string()),
            ("After.", String::new()),
        ]
    );
    assert_eq!(page.passages.list[1].kind, PassageKind::Heading(2));
    assert_eq!(
        page.passages.list[2].kind,
        PassageKind::Argument("title".into())
    );
    assert_eq!(written(text, 2, "What"), "\"What \\\"we\\\" lack\"");
    assert_eq!(written(text, 4, "After"), "After");
}

#[test]
fn quotes_and_alerts_are_told_apart() {
    let text = "> Words of hers.\n>\n> More.\n>\n> — Ada [@s1]\n\nThey said:\n\n> Whose?\n\n> [!NOTE]\n> Mind this.\n\n![A map of 3 towns](map.png)\n";
    let (page, _) = page(text);
    let all: Vec<_> = page
        .passages
        .list
        .iter()
        .map(|passage| (&*passage.text, passage.quote, passage.lead))
        .collect();
    assert_eq!(
        all,
        [
            ("Words of hers.", Quoted::Attributed(1), None),
            ("More.", Quoted::Attributed(1), None),
            ("— Ada", Quoted::Attribution(1), None),
            ("They said:", Quoted::No, None),
            ("Whose?", Quoted::Unattributed, Some(3)),
            ("Mind this.", Quoted::No, None),
            ("A map of 3 towns", Quoted::No, None),
        ]
    );
    assert_eq!(page.passages.list[6].kind, PassageKind::Alt);
}

#[test]
fn a_place_in_the_text_leads_to_what_was_written() {
    let text = "R&amp;D *Ger*many \\*odd\\* `a  b`\r\nsecond line, [55 men][#sent] and\r\n  third caf\u{e9} 7.\r\n";
    for (part, expected) in [
        ("R", "R"),
        ("&", "&amp;"),
        ("&D", "&amp;D"),
        ("Germany", "Ger*many"),
        ("*odd*", "*odd\\*"),
        ("a  b", "`a  b`"),
        ("second", "second"),
        ("b second", "`a  b`\r\nsecond"),
        ("55", "55"),
        ("café", "café"),
        ("7", "7"),
        ("and third", "and\r\n  third"),
    ] {
        assert_eq!(written(text, 0, part), expected, "{part}");
    }
}

#[test]
fn a_place_behind_blocks_and_in_lists_and_quotes_is_right() {
    let text = "::: note\nOne 11.\n:::\n\n> two\n> and 22\n\n- three\n  33\n\n| x | 44 |\n|---|---|\n| a\\|b | *5*5 |\n";
    for (passage, part) in [(0, "11"), (1, "22"), (2, "33"), (4, "44")] {
        assert_eq!(written(text, passage, part), part);
    }
    assert_eq!(written(text, 5, "b"), "b");
    assert_eq!(written(text, 6, "55"), "5*5");
}

#[test]
fn the_text_holds_no_positions() {
    let (one, _) = page("It fell by 9 per cent [@s1].\n");
    let (other, _) = page("<!-- moved -->\n\nIt fell by 9\nper cent [@s1].\n");
    assert_eq!(one.passages, other.passages);
}
