//! The steps of themes/README.md, followed one after the other; and a theme of two files over the
//! default one.

#[path = "common/papers.rs"]
mod papers;

mod common;

use common::{Built, own_site, site};

/// What a reader of the paper has done: the file written, and what there is then and was not
/// before, as a page and a text in it.
const STEPS: &[(&str, &str, &str)] = &[
    ("content/site.toml", "", ""),
    ("content/index.md", "index.html", "Nobody has decided yet."),
    ("content/site.toml", "index.html", "data-accent=\"green\""),
    (
        "content/site.toml",
        "index.html",
        "<style>:root{--headings:Palatino, 'Book Antiqua', serif;--measure:34rem;}\
         @media screen and (prefers-color-scheme:light){:root{--accent:#00618f;--paper:#ffffff;}}\
         @media screen and (prefers-color-scheme:dark){:root{--accent:#8fd0ff;}}</style>",
    ),
    // Nothing asks for the theme yet.
    ("themes/mine/theme.toml", "", ""),
    ("content/site.toml", "index.html", "data-accent=\"plum\""),
    (
        "themes/mine/assets/own.css",
        "index.html",
        "<link rel=\"stylesheet\" href=\"assets/own.",
    ),
    (
        "themes/mine/templates/tags.html",
        "tags/index.html",
        "<p>Every claim carries its source.</p>\n<ul>\n\
         <li><a href=\"../tags/bridge.html\">bridge</a> (1)</li>",
    ),
    // No heading yet.
    ("themes/mine/templates/parts/anchor.html", "", ""),
    ("themes/mine/templates/briefing.html", "", ""),
    (
        "content/briefing.md",
        "briefing.html",
        "<p class=\"kicker\">Briefing</p>",
    ),
    ("themes/mine/components/blocks/aside.html", "", ""),
    (
        "content/index.md",
        "index.html",
        "<aside class=\"tone-loud\">\n<p>A word in <strong>passing</strong>.</p>\n<p>Sources: 0</p>\n</aside>",
    ),
];

#[test]
fn each_step_of_the_paper_does_what_it_says() {
    let shown = papers::shown_files("themes/README.md");
    let paths: Vec<&str> = shown.iter().map(|(path, _)| path.as_str()).collect();
    let expected: Vec<&str> = STEPS.iter().map(|(path, ..)| *path).collect();
    assert_eq!(paths, expected, "the files the paper shows");

    let mut sketch = site();
    let mut before: Option<Built> = None;
    for ((path, text), (_, address, effect)) in shown.iter().zip(STEPS) {
        sketch = sketch.file(path, text);
        let built = sketch.build().clean();
        assert!(built.located.is_empty(), "{path}: {:#?}", built.problems());
        if !effect.is_empty() {
            let was = before.filter(|before| before.has(address));
            let was = was.is_some_and(|before| before.text(address).contains(effect));
            assert!(!was, "{path}: {effect} was there before");
            let page = built.text(address);
            assert!(page.contains(effect), "{path}: no {effect} in\n{page}");
        }
        before = Some(built);
    }
    let last = before.expect("steps");
    assert!(
        last.text("briefing.html")
            .contains("<span aria-hidden=\"true\">¶</span>")
    );
    let style = "default-src 'none'; script-src 'self'; style-src 'self'; ";
    assert!(
        last.text("index.html").contains(style),
        "no style of its own"
    );
}

/// The colours by settings, so that the policy has to know a style in each page.
const SETTINGS: &str = "name = \"mine\"\n\n[settings.light]\npaper = \"#f4fff4\"\naccent = \"#005a20\"\n\n\
                        [settings.dark]\naccent = \"#9be8b4\"\n";
const BLOCK: &str = "{#- What nobody knows. -#}\n\
    {% component unknowns(title: string = \"\", id: string = \"\", @level = 2) {\n  \
    \"doc\": \"A list of what nobody knows.\",\n  \"body\": \"required\",\n  \
    \"args\": {\"title\": {\"kind\": \"text\", \"doc\": \"a heading\"}}\n} -%}\n\
    <div class=\"mine\"{% if id %} id=\"{{ id }}\"{% endif %}><h{{ level }}>{{ title }}</h{{ level }}>{{ body | safe }}</div>\n\
    {%- endcomponent unknowns %}\n";

#[test]
fn two_files_change_the_colours_and_a_block_of_our_own_site() {
    let plain = own_site().build().clean();
    let own = own_site();
    let config = own
        .files
        .iter()
        .find(|(path, _)| path.as_str() == "content/site.toml");
    let config = String::from_utf8(config.expect("settings").1.bytes().to_vec()).expect("UTF-8");
    let mine = own
        .file(
            "content/site.toml",
            &config.replace("theme = \"default\"", "theme = \"mine\""),
        )
        .file("themes/mine/theme.toml", SETTINGS)
        .file("themes/mine/components/blocks/unknowns.html", BLOCK)
        .build()
        .clean();
    assert_eq!(plain.addresses(), mine.addresses());
    let style = "<style>@media screen and (prefers-color-scheme:light){:root{--paper:#f4fff4;--accent:#005a20;}}\
                 @media screen and (prefers-color-scheme:dark){:root{--accent:#9be8b4;}}</style>";
    let mut with_block = 0;
    for address in mine.addresses() {
        if !address.ends_with(".html") || address.ends_with("404.html") {
            continue;
        }
        let (was, now) = (plain.text(address), mine.text(address));
        let redirects = now.contains("http-equiv=\"refresh\"");
        assert_eq!(now.contains(style), !redirects, "{address}");
        assert_eq!(
            now.contains("style-src 'self' 'sha256-"),
            !redirects,
            "{address}"
        );
        with_block += usize::from(now.contains("<div class=\"mine\">"));
        assert_eq!(
            was.contains("<div class=\"unknowns\">"),
            now.contains("<div class=\"mine\">"),
            "{address}"
        );
        assert!(!now.contains("<div class=\"unknowns\">"), "{address}");
    }
    assert!(with_block > 1, "{with_block} pages with the block");
}
