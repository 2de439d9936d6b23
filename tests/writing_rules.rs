//! The rules of writing a page, each on a tiny site through the whole build: what readers get, and
//! what the writer is told. `content/p.md` begins its text on line 4.

mod common;

use common::pictures::drawing;
use common::{Built, Sketch, between, tiny_site};

fn desk() -> Sketch {
    tiny_site()
        .ledger(
            "sources",
            r#"
            [s001]
            kind = "article"
            short = "first article"
            title = "not given"
            publisher = "not given"
            published = "not given"
            retrieved = "not given"
            language = "en"
            url = "not given"
            [s003]
            kind = "article"
            short = "third article"
            title = "not given"
            publisher = "not given"
            published = "not given"
            retrieved = "not given"
            language = "en"
            url = "not given"
            [reuters]
            held = false
            short = "Reuters"
            "#,
        )
        .ledger(
            "claims",
            r#"
            [strikes-weighed]
            says = "Strikes are weighed."
            kind = "report"
            as_of = "not given"
            carried = [{ source = "s001", where = ["L5"], origin = "unknown" }]
            [extradited]
            says = "Many were extradited."
            kind = "report"
            as_of = "not given"
            carried = [{ source = "s003", where = ["L7"], origin = "unknown" }]
            "#,
        )
        .ledger(
            "people",
            r#"
            [sheinbaum]
            kind = "person"
            name = "Claudia Sheinbaum"
            also = ["President Sheinbaum"]
            roles.president = { title = "president", sources = ["s001"] }
            [de-la-o]
            kind = "person"
            name = "de la O"
            roles.judge = { title = "judge", sources = ["s001"] }
            [mayo]
            kind = "person"
            name = "El \"Mayo\" Zambada"
            roles.leader = { title = "leader", sources = ["s001"] }
            "#,
        )
        .ledger(
            "glossary",
            r#"
            [kingpin]
            term = "kingpin strategy"
            also = ["kingpin strategies"]
            short = "Going after leaders first."
            sources = ["s001"]
            [canon]
            term = "cañón law"
            short = "A law of gorges."
            sources = ["s001"]
            [chapo-rule]
            term = "Chapo's rule"
            short = "A rule."
            sources = ["s001"]
            "#,
        )
}

fn built(markdown: &str) -> Built {
    desk().page("p.md", markdown).build()
}

/// The text of a page without any problem, as readers get it.
#[track_caller]
fn shown(markdown: &str) -> String {
    built(markdown)
        .clean()
        .main("p.html")
        .trim_end()
        .to_string()
}

/// Errors and warnings as `code line:column`.
#[track_caller]
fn problems(markdown: &str) -> Vec<String> {
    let built = built(markdown);
    let found = built.problems().into_iter();
    found.map(|problem| problem.replace("p.md:", "")).collect()
}

/// Fails unless the Markdown has no problem and comes out as this paragraph.
#[track_caller]
fn paragraph(markdown: &str, expected: &str) {
    assert_eq!(shown(markdown), format!("<p>{expected}</p>"), "{markdown}");
}

const NOTHING: [&str; 0] = [];

// ---- what is written, and what it means ----

#[test]
fn a_citation_names_sources_with_places_in_them() {
    paragraph("So [@s001].", r#"So <sup id="ref-1">s001</sup>."#);
    paragraph(
        "So [@s001, L21; @s003, p. 4].",
        r#"So <sup id="ref-1">s001 L21; s003 p. 4</sup>."#,
    );
}

#[test]
fn a_citation_may_cover_words() {
    paragraph(
        "[words *covered*][@s001] here",
        r#"<u>words <em>covered</em></u><sup id="ref-1">s001</sup> here"#,
    );
}

#[test]
fn two_references_side_by_side_are_two() {
    let built = built("So [#strikes-weighed][@s001].").clean();
    assert_eq!(
        built.main("p.html").trim_end(),
        r#"<p>So <sup id="ref-1">#strikes-weighed</sup> <sup id="ref-2">s001</sup>.</p>"#
    );
    // Both count as citations of the source.
    assert!(built.text("p.html").contains("first article: 2"));
    paragraph(
        "So [@s001][#extradited][@s003, L2].",
        r#"So <sup id="ref-1">s001</sup> <sup id="ref-2">#extradited</sup> <sup id="ref-3">s003 L2</sup>."#,
    );
    assert_eq!(
        problems("[#strikes-weighed][@s009]"),
        ["unknown-source 4:20"]
    );
    assert_eq!(problems("[#strikes-wayed][@s001]"), ["unknown-claim 4:2"]);
}

#[test]
fn a_claim_is_pointed_at_with_or_without_words() {
    let built = built("[#strikes-weighed] and [many went north][#extradited].").clean();
    assert_eq!(
        built.main("p.html").trim_end(),
        "<p><sup id=\"ref-1\">#strikes-weighed</sup> and <u>many went north</u>\
         <sup id=\"ref-2\">#extradited</sup>.</p>"
    );
    // It counts as a citation of the sources that carry it.
    let page = built.text("p.html");
    assert!(page.contains("id=\"cited-s001\"") && page.contains("id=\"cited-s003\""));
}

#[test]
fn a_quotation_holds_words_source_place_and_gloss() {
    paragraph(
        "She said [\"we *coordinate*\"](@s001#L19).",
        r#"She said <q>“we <em>coordinate</em>”</q><sup id="ref-1">s001 L19</sup>."#,
    );
    paragraph(
        "She said [«coordina»](@s001 \"it coordinates\").",
        r#"She said <q>«coordina»</q> (it coordinates)<sup id="ref-1">s001</sup>."#,
    );
    // Without quotation marks the words are covered by a citation.
    paragraph(
        "[one analysis](@s003#L2) says",
        r#"<u>one analysis</u><sup id="ref-1">s003 L2</sup> says"#,
    );
}

#[test]
fn a_block_quote_with_an_attribution_is_a_quotation() {
    assert_eq!(
        shown("> We will not accept it.\n>\n> — Claudia Sheinbaum [@s001, L3]\n"),
        "<figure><blockquote>\n<p>We will not accept it.</p>\n</blockquote>\
         <figcaption>Claudia Sheinbaum<sup id=\"ref-1\">s001 L3</sup></figcaption></figure>"
    );
    // As a link the attribution takes our translation too.
    assert_eq!(
        shown(
            "> No la aceptaremos.\n>\n> — [Claudia Sheinbaum](@s001#L3 \"We won't accept it\")\n"
        ),
        "<figure><blockquote>\n<p>No la aceptaremos.</p>\n</blockquote><p>We won’t accept it</p>\
         <figcaption>Claudia Sheinbaum<sup id=\"ref-1\">s001 L3</sup></figcaption></figure>"
    );
    // Without a source, or without the dash, it is a block quote like any other.
    for plain in ["> Words.\n>\n> — Somebody\n", "> Words [@s001].\n"] {
        assert!(shown(plain).starts_with("<blockquote>"), "{plain}");
    }
}

#[test]
fn links_name_source_files() {
    let site = desk()
        .page(
            "p.md",
            "[there](q.md#the-end), [up](index.md), [out](https://example.net/a?b&c)",
        )
        .page("q.md", "## The end\n")
        .build()
        .clean();
    assert_eq!(
        site.main("p.html").trim_end(),
        "<p><a href=\"q.html#the-end\">there</a>, <a href=\"index.html\">up</a>, \
         <a href=\"https://example.net/a?b&amp;c\">out</a></p>"
    );
}

#[test]
fn braces_are_literal() {
    paragraph(
        "{{ page.title }} {a} {#b} {{{",
        "{{ page.title }} {a} {#b} {{{",
    );
    let note = built("{{< youtube x >}} and {% include %}");
    assert_eq!(
        note.main("p.html").trim_end(),
        "<p>{{&lt; youtube x &gt;}} and {% include %}</p>"
    );
    assert_eq!(note.problems(), NOTHING);
    let notes = note.located.iter();
    let notes = notes.filter(|problem| problem.code == "shortcode-in-text");
    assert_eq!(notes.count(), 2);
}

// ---- names ----

#[test]
fn a_shortcut_matches_names_and_aliases_and_never_ids() {
    paragraph(
        "[Claudia Sheinbaum], [President Sheinbaum], [kingpin strategies]",
        "<i class=\"person\" title=\"sheinbaum\">Claudia Sheinbaum</i>, \
         <i class=\"person\" title=\"sheinbaum\">President Sheinbaum</i>, \
         <i class=\"term\" title=\"kingpin\">kingpin strategies</i>",
    );
    paragraph("[mayo] [canon] [kingpin]", "[mayo] [canon] [kingpin]");
    paragraph("[kingpin][]", "[kingpin][]");
    paragraph(
        "[kingpin strategy][]",
        "<i class=\"term\" title=\"kingpin\">kingpin strategy</i>",
    );
}

#[test]
fn a_full_label_may_be_a_name_or_an_id() {
    for label in ["Claudia Sheinbaum", "President Sheinbaum", "sheinbaum"] {
        paragraph(
            &format!("[the *president*][{label}]"),
            "<i class=\"person\" title=\"sheinbaum\">the <em>president</em></i>",
        );
    }
    paragraph(
        "[older plans][kingpin]",
        "<i class=\"term\" title=\"kingpin\">older plans</i>",
    );
    // A label nobody knows leaves both brackets as text.
    paragraph("[one][two]", "[one][two]");
}

#[test]
fn only_the_second_bracket_of_a_full_reference_is_asked_for() {
    // The first bracket is a name, yet it stands there as words.
    paragraph(
        "[Claudia Sheinbaum][@s001]",
        "<u>Claudia Sheinbaum</u><sup id=\"ref-1\">s001</sup>",
    );
    paragraph(
        "[Claudia Sheinbaum][kingpin]",
        "<i class=\"term\" title=\"kingpin\">Claudia Sheinbaum</i>",
    );
}

#[test]
fn names_are_folded_in_nfc_white_space_and_quotation_marks() {
    for label in [
        "[El \"Mayo\" Zambada]",
        "[El “Mayo” Zambada]",
        "[El «Mayo»\nZambada]",
        "[ El  „Mayo“  Zambada ]",
    ] {
        assert!(
            shown(label).contains("<i class=\"person\" title=\"mayo\">"),
            "{label}"
        );
    }
    let html = shown("[Claudia\u{a0}Sheinbaum]");
    assert!(html.contains("title=\"sheinbaum\""), "{html}");
    for label in ["[cañón law]", "[can\u{303}o\u{301}n law]"] {
        assert!(
            shown(label).contains("<i class=\"term\" title=\"canon\">"),
            "{label}"
        );
    }
    for label in ["[Chapo's rule]", "[Chapo’s rule]"] {
        assert!(
            shown(label).contains("<i class=\"term\" title=\"chapo-rule\">"),
            "{label}"
        );
    }
}

#[test]
fn only_the_first_letter_of_a_term_may_be_capital() {
    assert!(shown("[Kingpin strategy] failed.").contains("title=\"kingpin\">Kingpin strategy</i>"));
    assert!(shown("[Cañón law] holds.").contains("title=\"canon\""));
    for other in [
        "[Kingpin Strategy]",
        "[claudia Sheinbaum]",
        "[chapo's rule]",
    ] {
        let built = built(other);
        assert!(!built.main("p.html").contains("<i"), "{other}");
        assert_eq!(built.problems(), ["near-name p.md:4:1"], "{other}");
    }
    // A person's name keeps its first letter.
    assert!(shown("[de la O] rules.").contains("title=\"de-la-o\""));
    assert_eq!(problems("[De la O] rules."), ["near-name 4:1"]);
    paragraph("[KINGPIN STRATEGY]", "[KINGPIN STRATEGY]");
}

#[test]
fn one_label_for_two_entries_is_an_error_that_names_both() {
    let site = desk()
        .ledger(
            "glossary",
            "[rule]\nterm = \"Claudia Sheinbaum\"\nshort = \"S.\"\nsources = [\"s001\"]\n",
        )
        .build();
    let problem = site.problem("label-twice");
    assert!(problem.message.contains("sheinbaum") && problem.message.contains("rule"));
    assert_eq!(problem.related.len(), 1);
}

#[test]
fn a_label_almost_like_a_name_is_a_warning() {
    assert_eq!(
        problems("We met [Claudia Sheinbuam] there."),
        ["near-name 4:8"]
    );
    assert_eq!(problems("é [words][kingpin stratgey]"), ["near-name 4:3"]);
    let built = built("[kingpn strategy]");
    let warning = built.problem("near-name");
    assert_eq!(warning.severity, nutgraf::diagnostics::Severity::Warning);
    assert!(warning.message.contains("kingpin strategy"));
    assert_eq!(built.main("p.html").trim_end(), "<p>[kingpn strategy]</p>");
    // Three edits away, shorter than five letters, escaped, or in code: text like any other.
    for text in [
        "[kngpn stratgy]",
        "[Mayo]",
        "[sic]",
        "\\[kingpn strategy\\]",
    ] {
        assert_eq!(problems(text), NOTHING, "{text}");
    }
    assert_eq!(
        problems("`[kingpn strategy]`\n\n    [kingpn strategy]\n"),
        NOTHING
    );
}

#[test]
fn a_link_definition_of_the_writer_wins_over_the_ledger() {
    paragraph(
        "[Claudia Sheinbaum]\n\n[Claudia Sheinbaum]: https://example.net/",
        "<a href=\"https://example.net/\">Claudia Sheinbaum</a>",
    );
}

#[test]
fn brackets_with_a_meaning_of_their_own_are_never_names() {
    let odd = desk()
        .ledger(
            "glossary",
            "[cross]\nterm = \"x\"\nshort = \"S.\"\nsources = [\"s001\"]\n\
             [alert]\nterm = \"!NOTE\"\nshort = \"S.\"\nsources = [\"s001\"]\n\
             [note]\nterm = \"^n\"\nshort = \"S.\"\nsources = [\"s001\"]\n",
        )
        .page(
            "p.md",
            "[ ] [x] a[^n]\n\n> [!NOTE]\n> Look.\n\n[^n]: Note.\n",
        )
        .build();
    let html = odd.main("p.html");
    assert!(html.contains("<p>[ ] [x] a<sup>"), "{html}");
    assert!(html.contains("<aside class=\"note\">"), "{html}");
    assert!(!html.contains("<i class"), "{html}");
    assert_eq!(odd.problems(), NOTHING);
}

#[test]
fn a_bracket_can_be_escaped() {
    paragraph("so odd \\[sic\\]", "so odd [sic]");
    paragraph("\\[Claudia Sheinbaum\\]", "[Claudia Sheinbaum]");
    paragraph(
        "\\[@s001\\] \\[#strikes-weighed\\] \\[^1\\]",
        "[@s001] [#strikes-weighed] [^1]",
    );
    paragraph(
        "any [other] bracket [stays text]",
        "any [other] bracket [stays text]",
    );
}

// ---- references that lead nowhere ----

#[test]
fn references_that_name_nothing_are_errors_at_their_place() {
    assert_eq!(problems("So [@s002]."), ["unknown-source 4:5"]);
    assert_eq!(problems("So [@s001; @s009, L2]."), ["unknown-source 4:12"]);
    assert_eq!(problems("So [#strikes]."), ["unknown-claim 4:5"]);
    assert_eq!(problems("So [words][#strikes]."), ["unknown-claim 4:12"]);
    assert_eq!(problems("[\"words\"](@s009#L1)"), ["unknown-source 4:11"]);
    assert_eq!(
        problems("[@sheinbaum] [#s001]"),
        ["unknown-source 4:2", "unknown-claim 4:15"]
    );
    let built = built("é [@s0001]");
    let hint = built
        .problem("unknown-source")
        .hint
        .clone()
        .unwrap_or_default();
    assert!(hint.contains("s001"), "{hint}");
}

#[test]
fn a_source_we_do_not_hold_cannot_be_cited() {
    assert_eq!(problems("So [@reuters]."), ["source-not-held 4:5"]);
}

#[test]
fn references_that_cannot_be_read_are_errors() {
    for (markdown, expected) in [
        ("[@s001 L21]", "bad-reference 4:2"),
        ("[@s001; s003]", "bad-reference 4:9"),
        ("[#strikes-weighed; #extradited]", "bad-reference 4:2"),
        ("[@]", "bad-reference 4:2"),
        ("[words](@S001)", "bad-reference 4:9"),
        ("![@s001]", "bad-reference 4:1"),
        ("![kingpin strategy]", "bad-reference 4:1"),
        ("![words][kingpin]", "bad-reference 4:1"),
    ] {
        assert_eq!(problems(markdown), [expected], "{markdown}");
    }
}

#[test]
fn references_left_over_as_text_are_errors() {
    for (markdown, expected) in [
        ("So [@s001 and on", "broken-reference 4:4"),
        ("So [#strikes-weighed and on", "broken-reference 4:4"),
        ("[\"words\"](@s001, L3)", "broken-reference 4:9"),
        ("[words](@s001 p. 4) on", "broken-reference 4:7"),
        ("*a [@s001* b", "broken-reference 4:4"),
        ("a\n\n| b |\n|---|\n| [@s001 |\n", "broken-reference 8:3"),
    ] {
        assert_eq!(problems(markdown), [expected], "{markdown}");
    }
    for fine in [
        "a@b.example",
        "[a] @s001",
        "`[@s001`",
        "```\n[@s001\n](@\n```\n",
        "# not a [# b",
    ] {
        assert!(
            !problems(fine)
                .iter()
                .any(|problem| problem.starts_with("broken-reference 4:1")),
            "{fine}"
        );
    }
}

#[test]
fn a_definition_whose_label_is_a_reference_is_an_error() {
    assert_eq!(
        problems("So [@s001].\n\n[@s001]: https://example.net/\n"),
        ["label-is-reference 6:1"]
    );
    assert_eq!(
        problems("So.\n\n[#extradited]: https://example.net/\n"),
        ["label-is-reference 6:1"]
    );
}

#[test]
fn a_link_to_a_claim_as_if_it_were_an_anchor_is_an_error() {
    let built = built("[so it is said](#strikes-weighed)");
    assert!(built.build.has_errors());
    assert_eq!(built.problems().len(), 1, "{:?}", built.problems());
    assert!(
        built.problems()[0].ends_with("p.md:4:1"),
        "{:?}",
        built.problems()
    );
    let hint = built
        .located
        .iter()
        .find_map(|problem| problem.hint.clone());
    assert!(
        hint.clone()
            .unwrap_or_default()
            .contains("[#strikes-weighed]"),
        "{hint:?}"
    );
}

#[test]
fn an_undefined_footnote_is_an_error() {
    assert_eq!(
        problems("So.[^1] And [^2].\n\n[^1]: Note.\n"),
        ["unknown-footnote 4:13"]
    );
    assert_eq!(problems("So.\n\n[^1]: Note.\n"), ["unused-footnote 6:1"]);
    assert_eq!(problems("`[^9]` and a \\[^9\\] and [^ 9]"), NOTHING);
}

// ---- where a reference may stand ----

#[test]
fn a_bracket_inside_a_quotation_is_not_a_reference() {
    paragraph(
        "[\"the [kingpin strategy] of [them] [sic]\"](@s001#L3)",
        "<q>“the [kingpin strategy] of [them] [sic]”</q><sup id=\"ref-1\">s001 L3</sup>",
    );
    let html =
        shown("> The [kingpin strategy] and [Claudia Sheinbaum].\n>\n> — President [@s001]\n");
    assert!(
        html.contains("<p>The [kingpin strategy] and [Claudia Sheinbaum].</p>"),
        "{html}"
    );
    // A misspelt name there is the source's spelling, no near miss of ours.
    assert_eq!(problems("[\"the [kingpn strategy]\"](@s001#L3)"), NOTHING);
    // The attribution itself is read.
    let html = shown("> Words.\n>\n> — [Claudia Sheinbaum] [@s001]\n");
    assert!(
        html.contains("<i class=\"person\" title=\"sheinbaum\">"),
        "{html}"
    );
}

#[test]
fn a_reference_in_a_heading_stays_out_of_id_and_contents() {
    let built = built("## What [Claudia Sheinbaum] says [@s001, L3][#extradited] now\n").clean();
    let page = built.text("p.html");
    assert_eq!(
        between(&page, "<nav>", "</nav>"),
        "<a href=\"#what-claudia-sheinbaum-says-now\">What Claudia Sheinbaum says now</a>"
    );
    let heading = between(&page, "<h2 ", "</h2>");
    assert!(
        heading.starts_with("id=\"what-claudia-sheinbaum-says-now\">What <i"),
        "{heading}"
    );
    assert!(
        heading.contains("<sup id=\"ref-1\">s001 L3</sup>"),
        "{heading}"
    );
}

#[test]
fn a_reference_stays_out_of_excerpts_and_the_feed() {
    let feed = common::site()
        .files_of(desk())
        .config("")
        .page_with(
            "p.md",
            "date = 2026-01-01",
            "It is so [@s001], [they say][#extradited].\n",
        )
        .build();
    let feed = feed.text("feed.xml");
    assert!(
        feed.contains("<summary>It is so, they say.</summary>"),
        "{feed}"
    );
    assert!(!feed.contains("[@") && !feed.contains("s001"), "{feed}");
}

#[test]
fn a_reference_in_the_text_of_a_picture_is_an_error() {
    let site = |alt: &str| {
        let site = desk().page("p.md", &format!("![{alt}](dot.png)"));
        site.bytes("content/dot.png", drawing(1, 1, 1))
            .build()
            .problems()
    };
    assert_eq!(site("a dot [@s001] here"), ["reference-in-alt p.md:4:9"]);
    assert_eq!(
        site("a dot [so][#extradited]"),
        ["reference-in-alt p.md:4:9"]
    );
    assert_eq!(site("a dot \\[sic\\]"), NOTHING);
}

#[test]
fn references_work_in_every_kind_of_text() {
    let html = shown(
        "- item [@s001]\n\n> quote [@s001]\n\n| head [@s001] |\n|---|\n| cell [@s001] |\n\n\
         **bold [@s001]**\n\nterm [@s001]\n: meaning [@s001]\n\nmark[^1]\n\n[^1]: note [@s001]\n",
    );
    assert_eq!(html.matches("<sup id=\"ref-").count(), 8, "{html}");
}

#[test]
fn three_thousand_citations_on_one_page_all_resolve() {
    let mut markdown = String::new();
    for number in 1..=3000 {
        markdown.push_str(&format!(
            "Sentence {number} [@s001, line {number} of the first article as we hold it] and [Claudia Sheinbaum].\n\n"
        ));
    }
    assert!(markdown.len() > 200_000);
    let html = shown(&markdown);
    assert_eq!(html.matches("<sup id=\"ref-").count(), 3000);
    assert!(html.contains("<sup id=\"ref-3000\">s001 line 3000 of"));
    assert_eq!(html.matches("<i class=\"person\"").count(), 3000);
}

// ---- blocks ----

#[test]
fn blocks_nest_by_different_numbers_of_colons() {
    assert_eq!(
        shown(
            ":::: box id=outer\n## Title\n\n::: box title=\"two words\"\nInner.\n:::\n\nAfter.\n::::\n"
        ),
        "<section id=\"outer\" aria-label=\"Title\">\n<h2 id=\"title\">Title</h2>\n\
         <section title=\"two words\">\n<p>Inner.</p>\n</section>\n<p>After.</p>\n</section>"
    );
    // The outer one may as well have fewer colons: any number that differs will do.
    assert_eq!(problems("::: box\n:::: box\nA.\n::::\n:::\n"), NOTHING);
}

#[test]
fn a_fence_has_the_number_of_colons_that_opened_the_block() {
    let wrong = built("::: box\nText.\n::::\n");
    assert_eq!(wrong.problems(), ["block-fence p.md:6:1"]);
    let problem = wrong.problem("block-fence");
    assert_eq!(problem.related.len(), 1);
    let opened = problem.related[0]
        .0
        .range
        .as_ref()
        .map(|range| range.start.line);
    assert_eq!(opened, Some(4));
    assert!(problem.message.contains('4') && problem.message.contains('3'));
    assert_eq!(problems("::: box\nText.\n"), ["block-fence 4:1"]);
    assert_eq!(problems("Text.\n\n:::\n"), ["block-fence 6:1"]);
    // The same number inside closes the inner block, then the outer; nothing is left open.
    assert_eq!(problems("::: box\n::: box\nA.\n:::\n:::\n"), NOTHING);
}

#[test]
fn blocks_stand_at_the_margin_outside_lists_and_quotes() {
    for (markdown, expected) in [
        (
            "- item\n\n  ::: box\n  Text.\n  :::\n",
            vec!["block-place 6:3"],
        ),
        ("> ::: box\n> Text.\n> :::\n", vec!["block-place 4:3"]),
        ("Text.\n\n ::: box\n\nText.\n", vec!["block-place 6:2"]),
        ("1. a\n\n   ::: box\n", vec!["block-place 6:4"]),
    ] {
        assert_eq!(problems(markdown), expected, "{markdown}");
    }
    paragraph("\\::: box", "::: box");
    paragraph(":: box", ":: box");
    paragraph("a ::: box", "a ::: box");
}

#[test]
fn a_block_ends_a_paragraph_a_list_and_a_table_before_it() {
    let html = shown("Text\n::: box\nA.\n:::\nmore\n");
    assert_eq!(
        html,
        "<p>Text</p>\n<section>\n<p>A.</p>\n</section>\n<p>more</p>"
    );
    for before in ["- item\n", "> quote\n", "| a |\n|---|\n| b |\n"] {
        let html = shown(&format!("{before}::: box\nA.\n:::\n"));
        assert!(html.ends_with("<section>\n<p>A.</p>\n</section>"), "{html}");
    }
}

#[test]
fn fences_hidden_in_code_stay_code() {
    for code in [
        "```\n::: box\n```\n",
        "~~~ text\n:::\n~~~\n",
        "````\n```\n::: box\n```\n````\n",
    ] {
        let html = shown(code);
        assert!(html.contains(":::") && html.starts_with("<pre>"), "{html}");
    }
    assert!(shown("    ::: box\n").starts_with("<pre>"));
    assert_eq!(problems("<!--\n::: box\n-->\n\nText.\n"), NOTHING);
    // Code that begins with a list item ends with it.
    let html = shown("- ```\n  :::\n  ```\n\n::: box\nA.\n:::\n");
    assert!(html.ends_with("<section>\n<p>A.</p>\n</section>"), "{html}");
    // A fence of code inside a block hides colons too.
    let html = shown("::: box\n```\n:::\n```\n:::\n");
    assert!(html.contains("<code>:::\n</code>"), "{html}");
}

#[test]
fn a_heading_and_its_block_share_one_id() {
    assert_eq!(
        problems("::: box id=one\n## Title {#two}\n:::\n"),
        ["duplicate-id 5:11"]
    );
    assert_eq!(problems("::: box\n## Title {#two}\n:::\n"), NOTHING);
    assert_eq!(problems("::: box id=one\n## Title\n:::\n"), NOTHING);
    assert_eq!(
        problems("::: box id=one\nA.\n:::\n\n## Title {#one}\n"),
        ["duplicate-id 8:11"]
    );
    assert_eq!(
        problems("## A {#one}\n\n## B {#one}\n"),
        ["duplicate-id 6:7"]
    );
}

#[test]
fn footnotes_and_link_definitions_work_across_blocks() {
    let html = shown(
        "::: box\nOne.[^n] [here][there]\n:::\n\n::: box\nTwo.[^n]\n\n[there]: index.md\n\n[^n]: The note.\n:::\n",
    );
    assert!(html.contains("<a href=\"index.html\">here</a>"), "{html}");
    assert_eq!(html.matches("href=\"#note-1\"").count(), 2, "{html}");
    assert!(
        html.contains("<li id=\"note-1\"><p>The note.</p>"),
        "{html}"
    );
    assert!(html.contains("href=\"#note-ref-1\"") && html.contains("href=\"#note-ref-1-2\""));
}

#[test]
fn wrong_blocks_and_arguments_are_errors_at_their_place() {
    for (markdown, expected) in [
        ("::: bax\nA.\n:::\n", "unknown-block 4:5"),
        ("::: box titel=x\nA.\n:::\n", "unknown-argument 4:9"),
        ("::: box title\nA.\n:::\n", "block-syntax 4:9"),
        ("::: box title=\"x\nA.\n:::\n", "block-syntax 4:15"),
        ("::: box title=x title=y\nA.\n:::\n", "block-syntax 4:17"),
        ("::: box\n:::\n", "block-body 4:1"),
        ("::: words\nText.\n:::\n", "block-body 4:1"),
        ("::: box id=\"not an id\"\nA.\n:::\n", "bad-argument 4:12"),
    ] {
        assert_eq!(problems(markdown), [expected], "{markdown}");
    }
}

#[test]
fn a_block_that_lacks_an_argument_is_one_mistake() {
    let built = common::site()
        .page(
            "p.md",
            "::: disagreement id=here\nText.\n:::\n\n::: figure scr=x.png alt=A\n:::\n\n[there](#here)\n",
        )
        .build();
    assert_eq!(
        built.problems(),
        ["missing-argument p.md:4:5", "unknown-argument p.md:8:12"]
    );
    assert!(built.text("p.html").contains("<p>Text.</p>"));
}

#[test]
fn an_entry_of_the_ledger_has_its_home_where_a_block_lists_it() {
    let site = desk()
        .page("p.md", "The [kingpin strategy] and [Claudia Sheinbaum].")
        .page("words.md", "::: words\n:::\n")
        .build()
        .clean();
    assert_eq!(
        site.main("p.html").trim_end(),
        "<p>The <a class=\"term\" href=\"words.html#term-kingpin\">kingpin strategy</a> and \
         <i class=\"person\" title=\"sheinbaum\">Claudia Sheinbaum</i>.</p>"
    );
    assert!(site.main("words.html").contains("<dt id=\"term-kingpin\">"));
}

// ---- Markdown ----

#[test]
fn raw_html_is_refused_unless_the_site_allows_it() {
    assert_eq!(problems("A <b>bold</b> word.\n"), ["raw-html 4:3"]);
    assert_eq!(
        problems("Text.\n\n<div>\nText.\n</div>\n"),
        ["raw-html 6:1"]
    );
    assert_eq!(problems("<script>alert(1)</script>\n"), ["raw-html 4:1"]);
    assert_eq!(problems("> <div>\n> é\n\nText.\n"), ["raw-html 4:3"]);
    assert_eq!(problems("<div>é<!-- ñ -->ññññññ\n"), ["raw-html 4:1"]);
    let refused = built("A <b>bold</b> word.\n");
    assert_eq!(
        refused.main("p.html").trim_end(),
        "<p>A &lt;b&gt;bold&lt;/b&gt; word.</p>"
    );
    paragraph("a \\< b &lt; c < d", "a &lt; b &lt; c &lt; d");
    let allowed = desk()
        .config("theme = \"tiny\"\nallow_html = true")
        .page("p.md", "A <b>bold</b> word.\n\n<div>\nraw\n</div>\n")
        .build()
        .clean();
    assert_eq!(
        allowed.main("p.html").trim_end(),
        "<p>A <b>bold</b> word.</p>\n<div>\nraw\n</div>"
    );
    let in_a_quote = desk()
        .config("theme = \"tiny\"\nallow_html = true")
        .page("p.md", "> <div>\n> raw <!-- note -->\n> </div>\n")
        .build()
        .clean();
    assert_eq!(
        in_a_quote.main("p.html").trim_end(),
        "<blockquote>\n<div>\nraw \n</div>\n</blockquote>"
    );
}

#[test]
fn comments_are_notes_to_the_desk_and_never_published() {
    paragraph("A<!-- check! --> word.", "A word.");
    assert_eq!(shown("<!-- over\nlines -->\n\nText.\n"), "<p>Text.</p>");
    assert_eq!(shown("Text.\n\n<!-- a --> <!-- b -->\n"), "<p>Text.</p>");
    let allowed = desk()
        .config("theme = \"tiny\"\nallow_html = true")
        .page(
            "p.md",
            "A<!-- check! --> word.\n\n<!-- secret -->\n<p>raw</p>\n",
        )
        .build();
    assert!(
        !allowed.text("p.html").contains("<!--"),
        "{}",
        allowed.main("p.html")
    );
    assert_eq!(
        problems("Text.\n\n<!-- never closed\n\nmore\n"),
        ["open-comment 6:1"]
    );
}

#[test]
fn a_paragraph_behind_a_table_can_be_its_caption() {
    let html = shown("| a | b |\n|--:|---|\n| 1 | *2* |\n\nTable: What *we* know [@s001].\n");
    let caption = "<caption>What <em>we</em> know <sup id=\"ref-1\">s001</sup>.</caption>";
    assert!(html.contains(caption), "{html}");
    assert!(html.ends_with("</table></div>"), "{html}");
    assert!(!html.contains("Table:"), "{html}");
    // Anywhere else the words are words.
    assert_eq!(
        shown("Text.\n\nTable: no.\n"),
        "<p>Text.</p>\n<p>Table: no.</p>"
    );
    let apart = shown("| a |\n|---|\n| b |\n\nText.\n\nTable: no.\n");
    assert!(apart.ends_with("<p>Table: no.</p>"), "{apart}");
}

#[test]
fn definition_lists_strikethrough_and_task_brackets() {
    assert_eq!(
        shown("Term\n: Meaning *one*.\n: Meaning two.\n"),
        "<dl>\n<dt>Term</dt>\n<dd>Meaning <em>one</em>.</dd>\n<dd>Meaning two.</dd>\n</dl>"
    );
    paragraph("~~gone~~", "<del>gone</del>");
    assert_eq!(
        shown("- [ ] open\n- [x] done\n"),
        "<ul>\n<li>[ ] open</li>\n<li>[x] done</li>\n</ul>"
    );
}

#[test]
fn alerts_are_read() {
    for kind in ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"] {
        assert_eq!(
            shown(&format!("> [!{kind}]\n> Look [@s001].\n")),
            format!(
                "<aside class=\"{}\">\n<p>Look <sup id=\"ref-1\">s001</sup>.</p>\n</aside>",
                kind.to_lowercase()
            )
        );
    }
    assert!(shown("> [!OTHER]\n> Look.\n").starts_with("<blockquote>"));
}

#[test]
fn bare_addresses_become_links() {
    paragraph(
        "See https://example.net/a_(b)?c=1&d=2, and (http://example.net/x).",
        "See <a href=\"https://example.net/a_(b)?c=1&amp;d=2\">https://example.net/a_(b)?c=1&amp;d=2</a>, \
         and (<a href=\"http://example.net/x\">http://example.net/x</a>).",
    );
    paragraph(
        "`https://example.net/` [https://example.net/a](https://example.net/b)",
        "<code>https://example.net/</code> <a href=\"https://example.net/b\">https://example.net/a</a>",
    );
    // What the parser cuts at an underscore or an ampersand is one address still.
    paragraph(
        "https://example.net/a_b_c?x=1&amp;y=2",
        "<a href=\"https://example.net/a_b_c?x=1&amp;y=2\">https://example.net/a_b_c?x=1&amp;y=2</a>",
    );
}

#[test]
fn punctuation_is_set_by_language() {
    paragraph(
        "\"Don't\", she said -- '4x4 ... \"*so*\" (\"x\")",
        "“Don’t”, she said – ’4x4 … “<em>so</em>” (“x”)",
    );
    paragraph("`\"code\" -- ...`", "<code>\"code\" -- ...</code>");
    paragraph("\\\"plain\\\" \\'quotes\\'", "\"plain\" 'quotes'");
    let in_language = |lines: &str| {
        let words = "back = \"-\"\ntags_title = \"-\"\n";
        // German writes its marks otherwise than English.
        let german = include_str!("../themes/default/strings/en.toml");
        let (_, german) = german.split_once("\n[dates]").expect("how English writes");
        let german = german
            .replace("[\"“\", \"”\"]", "[\"„\", \"“\"]")
            .replace("[\"‘\", \"’\"]", "[\"‚\", \"‘\"]");
        let german = format!("{words}pages = {{ other = \"-\" }}\n[dates]{german}");
        let site = desk()
            .config(&format!("theme = \"tiny\"\n{lines}"))
            .file("themes/tiny/strings/es-MX.toml", words)
            .file("themes/tiny/strings/de.toml", &german);
        let site = site.page("p.md", "\"uno\" 'dos' -- tres").build();
        site.main("p.html").trim_end().to_string()
    };
    assert_eq!(
        in_language("language = \"es\""),
        "<p>«uno» ‘dos’ – tres</p>"
    );
    assert_eq!(
        in_language("language = \"es-MX\""),
        "<p>“uno” ‘dos’ – tres</p>"
    );
    assert_eq!(
        in_language("language = \"de\""),
        "<p>„uno“ ‚dos‘ – tres</p>"
    );
    assert_eq!(
        in_language("smart_punctuation = false"),
        "<p>\"uno\" 'dos' -- tres</p>"
    );
}

#[test]
fn heading_ids_are_stable_unicode_and_unique() {
    let html = shown(
        "## ¿Qué pasó, «ayer»?\n\n## 北京 2024\n\n## *Code* `x_y`!\n\n## Twice\n\n## Twice\n\n## Twice-2\n\n## ?!\n\n## Given {#own-id}\n",
    );
    let ids = common::attributes(&html, "id");
    assert_eq!(
        ids,
        [
            "qué-pasó-ayer",
            "北京-2024",
            "code-x-y",
            "twice",
            "twice-2",
            "twice-2-2",
            "section",
            "own-id"
        ]
    );
    assert!(html.contains("<h2 id=\"own-id\">Given</h2>"), "{html}");
    // An id somebody gave is never taken by another heading, wherever it stands.
    let html = shown("## Own id\n\n## Other {#own-id}\n");
    assert_eq!(common::attributes(&html, "id"), ["own-id-2", "own-id"]);
    // Nor does an id change with the text around it, with composed letters or with typography.
    for same in ["## Mexico's cafe\u{301}\n", "Text.\n\n## Mexico’s café\n"] {
        assert_eq!(
            common::attributes(&shown(same), "id"),
            ["mexicos-café"],
            "{same}"
        );
    }
}

#[test]
fn contents_are_made_of_headings() {
    let page = built("## One *a*\n\n### Below\n\n## \"Two\"\n")
        .clean()
        .text("p.html");
    assert_eq!(
        between(&page, "<nav>", "</nav>"),
        "<a href=\"#one-a\">One a</a><a href=\"#two\">“Two”</a>"
    );
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let unix = "+++\ntitle = \"p\"\n+++\n::: box\nSo [@s001].[^1]\n:::\n\n[^1]: Note.\n";
    let html = |text: &str| {
        desk()
            .file("content/p.md", text)
            .build()
            .clean()
            .main("p.html")
    };
    let expected = html(unix);
    let windows = unix.replace('\n', "\r\n");
    assert_eq!(html(&windows).replace("\r\n", "\n"), expected);
    assert_eq!(html(&format!("\u{feff}{unix}")), expected);
    let wrong = desk()
        .file(
            "content/p.md",
            &format!("\u{feff}{}", windows.replace("s001", "s009")),
        )
        .build();
    assert_eq!(wrong.problems(), ["unknown-source p.md:5:5"]);
}

#[test]
fn a_line_may_begin_with_any_letter() {
    for line in ["é", "¿Qué?", "Ñandú", "«coordina»", "漢字", "“so”", "—"] {
        paragraph(line, line);
    }
}

#[test]
fn a_page_with_three_mistakes_reports_three() {
    assert_eq!(
        problems("So [@s009] and [#nope].\n\n::: bax\nA.\n:::\n"),
        [
            "unknown-source 4:5",
            "unknown-claim 4:17",
            "unknown-block 6:5"
        ]
    );
}

#[test]
fn unknown_front_matter_is_an_error_with_a_suggestion() {
    let site = desk()
        .file(
            "content/p.md",
            "+++\ntitle = \"p\"\ndecription = \"x\"\n+++\n",
        )
        .build();
    assert_eq!(site.problems(), ["unknown-key p.md:3:1"]);
    let hint = site.problem("unknown-key").hint.clone().unwrap_or_default();
    assert!(hint.contains("description"), "{hint}");
}
