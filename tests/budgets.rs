//! How much a page may cost its readers: what is counted, and what is told when it is too much.

mod common;

use common::{Built, Sketch, site, tiny_site};
use nutgraf::build::Engine;

/// A text that hardly shrinks, about this many KB compressed.
fn noise(kb: usize) -> String {
    let mut state = 1_u64;
    let mut letters = String::new();
    // Of 64 letters each holds six bits.
    while letters.len() < kb * 1000 * 8 / 6 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let letter = (state >> 58) as u8;
        letters.push(char::from(match letter {
            0..26 => b'a' + letter,
            26..52 => b'A' + letter - 26,
            52..62 => b'0' + letter - 52,
            62 => b' ',
            _ => b'.',
        }));
    }
    letters
}

/// The tiny theme with one more line in the head of its pages, and files beside.
fn with_head(line: &str) -> Sketch {
    let sketch = tiny_site();
    let path = "themes/tiny/templates/page.html";
    let page = sketch.files.get(path).expect("the layout");
    let page = page
        .text()
        .expect("text")
        .0
        .replace("<body", &format!("{line}<body"));
    assert!(page.contains(line), "the theme has a body");
    sketch.file(path, &page)
}

fn messages(built: &Built, code: &str) -> Vec<String> {
    let found = built.located.iter().filter(|found| found.code == code);
    found
        .map(|found| {
            let file = found.spot.as_ref().map_or("", |spot| spot.file.as_str());
            format!("{file}: {}", found.message)
        })
        .collect()
}

#[test]
fn a_page_and_its_styles_are_weighed_together() {
    let page = |kb: usize| tiny_site().page("long.md", &noise(kb));
    assert_eq!(messages(&page(45).build(), "page-too-heavy"), [""; 0]);
    let found = messages(&page(60).build(), "page-too-heavy");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("content/long.md: on `long.html`, page and style sheets weigh 6"),
        "{found:?}"
    );
    assert!(found[0].contains(" more than the 50 KB of `page` in `[budgets]`"));

    // The page alone would fit.
    let line = "<link rel=\"stylesheet\" href=\"{{ base }}{{ assets[\"much.css\"] }}\">";
    let css = |kb: usize| {
        with_head(line)
            .file(
                "themes/tiny/assets/much.css",
                &format!("/* {} */", noise(kb)),
            )
            .page("long.md", &noise(30))
    };
    assert_eq!(messages(&css(15).build(), "page-too-heavy"), [""; 0]);
    let found = messages(&css(30).build(), "page-too-heavy");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`assets/much."), "{found:?}");

    // The styles alone do not, which is told once for all pages.
    let found = messages(&css(60).build(), "page-too-heavy");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with(
            "themes/tiny/assets/much.css: on `index.html` and one more page, the style sheets alone"
        ),
        "{found:?}"
    );
}

#[test]
fn budgets_are_the_sites_own() {
    let heavy = |lines: &str| {
        let sketch = tiny_site().page("long.md", &noise(60));
        let lines = format!("theme = \"tiny\"\n{lines}");
        messages(&sketch.config(&lines).build(), "page-too-heavy").len()
    };
    assert_eq!(heavy(""), 1);
    assert_eq!(heavy("[budgets]\npage = 70"), 0);
    assert_eq!(heavy("[budgets]\nscript = 0"), 1, "the others keep theirs");
    assert_eq!(heavy("[severity]\npage-too-heavy = \"off\""), 0);
}

#[test]
fn scripts_are_weighed_wherever_they_stand() {
    let line = "<script src=\"{{ base }}{{ assets[\"a.js\"] }}\" defer></script>\
                <script src=\"{{ base }}{{ assets[\"a.js\"] }}\" defer></script>";
    let script = |kb: usize, inline: usize| {
        with_head(line)
            .config("theme = \"tiny\"\nallow_html = true")
            .file("themes/tiny/assets/a.js", &noise(kb))
            .page(
                "more.md",
                &format!("<script>{}</script>\n", noise(inline).replace(' ', "")),
            )
    };
    // A script that is asked for twice comes once.
    assert_eq!(messages(&script(3, 1).build(), "script-too-heavy"), [""; 0]);
    let found = messages(&script(3, 3).build(), "script-too-heavy");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("on `more.html`, the scripts weigh 6"),
        "{found:?}"
    );
    assert!(found[0].contains("those in the page itself 3"), "{found:?}");
    let found = messages(&script(6, 0).build(), "script-too-heavy");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("themes/tiny/assets/a.js: on `index.html` and one more page,"),
        "{found:?}"
    );
}

#[test]
fn every_file_a_page_asks_for_is_counted_once() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>";
    let pictures = |count: usize, lazy: &str| {
        let mut sketch = tiny_site().config("theme = \"tiny\"\nallow_html = true");
        let mut text = String::new();
        for n in 0..count {
            sketch = sketch.file(&format!("content/files/{n}.svg"), svg);
            let tag =
                format!("<img src=\"{n}.svg\" alt=\"A square\" width=\"4\" height=\"4\"{lazy}>");
            text += &format!("{tag}\n{tag}\n\n");
        }
        messages(&sketch.page("many.md", &text).build(), "too-many-requests")
    };
    assert_eq!(pictures(7, ""), [""; 0]);
    let found = pictures(8, "");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with(
            "content/many.md: on `many.html`, a browser asks for 11 files, 1 more than the 10"
        ),
        "{found:?}"
    );
    assert_eq!(pictures(10, " loading=\"lazy\""), [""; 0]);
}

#[test]
fn what_style_sheets_ask_for_counts_too() {
    let line = "<link rel=\"stylesheet\" href=\"{{ base }}a.css\">";
    let sketch = |sheet: &str| {
        let sketch = with_head(line).file("content/files/a.css", sheet);
        let sketch = sketch.file("content/files/b.css", &format!("/* {} */", noise(60)));
        sketch.page("index.md", "Hello.\n")
    };
    let found = messages(&sketch("@import 'b.css';").build(), "page-too-heavy");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("content/files/b.css: "), "{found:?}");
    let fonts: String = (0..9)
        .map(|n| format!("@font-face{{src:url({n}.woff2)}}"))
        .collect();
    let found = messages(&sketch(&fonts).build(), "too-many-requests");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("9 fonts, 2 style sheets"), "{found:?}");
    let found = messages(
        &sketch("@import 'https://fonts.example/a.css';").build(),
        "blocked-by-policy",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("`https://fonts.example/a.css`"),
        "{found:?}"
    );
}

#[test]
fn an_engine_that_remembers_weighs_what_changed() {
    let mut engine = Engine::new();
    let mut told = |sketch: &Sketch| {
        let built = Built::new(engine.build(&sketch.files, &sketch.options));
        (
            messages(&built, "page-too-heavy").len(),
            messages(&built, "script-too-heavy").len(),
        )
    };
    let line = "<link rel=\"stylesheet\" href=\"{{ base }}a.css\"><script src=\"{{ base }}a.js\"></script>";
    let sketch = with_head(line)
        .file("content/files/a.css", "p{}")
        .file("content/files/a.js", "");
    let sketch = sketch.page("long.md", &noise(40));
    assert_eq!(told(&sketch), (0, 0));
    let heavier = sketch
        .clone()
        .file("content/files/a.css", &format!("/*{}*/", noise(20)));
    assert_eq!(told(&heavier), (1, 0));
    let heavier = heavier.file("content/files/a.js", &format!("//{}", noise(6)));
    assert_eq!(told(&heavier), (1, 1));
    assert_eq!(told(&heavier.page("long.md", &noise(10))), (0, 1));
    assert_eq!(told(&sketch), (0, 0));
}

#[test]
fn our_default_theme_is_light() {
    let built = site().page("index.md", "Hello.\n").build().clean();
    for code in ["page-too-heavy", "script-too-heavy", "too-many-requests"] {
        assert_eq!(messages(&built, code), [""; 0]);
    }
}
