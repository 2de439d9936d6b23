//! Themes: nothing is tied to the bundled one, a site's own files replace single files of it, and
//! the list inside the binary is the folder.

mod common;

use std::collections::BTreeSet;

use common::{Sketch, folder, site, tiny_site};
use nutgraf::input::bundled_paths;
use nutgraf::search::is_of_search;

#[test]
fn a_theme_that_stands_alone_builds_a_site() {
    let built = tiny_site()
        .ledger(
            "people",
            "[ana]\nkind = \"person\"\nname = \"Ana\"\nroles = {}\n",
        )
        .ledger(
            "glossary",
            "[k]\nterm = \"kingpin\"\nshort = \"S.\"\nsources = []\n",
        )
        .page(
            "index.md",
            "A [kingpin] and [Ana].[^1] [words](words.md)\n\n[^1]: A note.\n",
        )
        .page_with(
            "words.md",
            "tags = [\"T\"]",
            ":::: box id=b\n::: words\n:::\n::::\n\n> [!NOTE]\n> Look.\n",
        )
        .build()
        .clean();
    assert!(
        built
            .text("index.html")
            .contains("<p>Hello <a href=\"index.html\">Home</a></p>")
    );
    // It makes what it has templates for, and nothing of the bundled theme is left in it. The ledger
    // as data, the headers and the search index are no theme's business.
    let made: BTreeSet<String> = built
        .addresses()
        .into_iter()
        .filter(|address| !address.starts_with("assets/") && !address.ends_with(".json"))
        .filter(|address| *address != "_headers" && *address != "search-index.js")
        .map(str::to_string)
        .collect();
    let expected = ["index.html", "tags/index.html", "tags/t.html", "words.html"];
    assert_eq!(made, expected.map(str::to_string).into());
    let others = built.addresses().into_iter();
    let others: Vec<&str> = others
        .filter(|address| !made.contains(*address) && !is_of_search(address))
        .collect();
    assert_eq!(others.len(), 5, "{others:?}");
    for address in expected {
        assert!(!built.text(address).contains("masthead"), "{address}");
    }
}

#[test]
fn a_block_a_theme_lacks_does_not_exist() {
    let built = tiny_site().page("a.md", "::: timeline\n:::\n").build();
    assert_eq!(built.problems(), ["unknown-block a.md:4:5"]);
}

#[test]
fn a_language_needs_strings_and_nothing_else() {
    let built = tiny_site()
        .config("theme = \"tiny\"\nlanguage = \"es\"")
        .build()
        .clean();
    let page = built.text("index.html");
    assert!(
        page.contains("<html lang=\"es\">") && page.contains(">Inicio</a>"),
        "{page}"
    );
    // A language of a country speaks with the words of the language.
    let mexican = tiny_site()
        .config("theme = \"tiny\"\nlanguage = \"es-MX\"")
        .build()
        .clean();
    let page = mexican.text("index.html");
    assert!(
        page.contains("<html lang=\"es-MX\">") && page.contains(">Inicio</a>"),
        "{page}"
    );
    let none = tiny_site()
        .config("theme = \"tiny\"\nlanguage = \"fr\"")
        .build();
    assert!(
        none.problems()
            .contains(&"no-strings site.toml:4:12".to_string()),
        "{:?}",
        none.problems()
    );
}

#[test]
fn a_theme_of_two_files_replaces_just_those() {
    let plain = two_pages(site()).build().clean();
    let sketch = two_pages(site())
        .config("theme = \"mine\"")
        .file("themes/mine/assets/style.css", "/* Mine. */\nbody { color: red }\n")
        .file(
            "themes/mine/components/blocks/note.html",
            "{#- Mine. -#}\n{% component note(kind: string = \"\", title: string = \"\", id: string = \"\") {\n  \
             \"doc\": \"A remark.\",\n  \"body\": \"required\",\n  \"args\": {\"kind\": {\"kind\": \"text\"}, \"title\": {\"kind\": \"text\"}}\n} -%}\n\
             <div class=\"mine\">{{ body | safe }}</div>\n{%- endcomponent note %}\n",
        );
    let mine = sketch.build().clean();
    assert!(
        mine.text("a.html")
            .contains("<div class=\"mine\"><p>Look.</p></div>")
    );
    let sheet = |addresses: Vec<&str>| {
        let sheet = addresses
            .into_iter()
            .find(|address| address.ends_with(".css"));
        sheet.expect("a style sheet").to_string()
    };
    let (before, after) = (sheet(plain.addresses()), sheet(mine.addresses()));
    assert_ne!(before, after);
    assert!(mine.text(&after).contains("/* Mine. */"));
    // A page that does not use the block differs in the name of the style sheet alone.
    let expected = plain.text("b.html").replace(&before, &after);
    assert_eq!(mine.text("b.html"), expected);
    assert_eq!(plain.addresses().len(), mine.addresses().len());
    // The same files at the bundled theme's own path do the same.
    let mut over = two_pages(site());
    for (path, file) in sketch.files.iter() {
        if let Some(rest) = path.as_str().strip_prefix("themes/mine/") {
            over = over.bytes(&format!("themes/default/{rest}"), file.bytes());
        }
    }
    let over = over.build().clean();
    assert_eq!(over.text("a.html"), mine.text("a.html"));
}

fn two_pages(site: Sketch) -> Sketch {
    site.page("a.md", "::: note\nLook.\n:::\n")
        .page("b.md", "Text.\n")
}

#[test]
fn a_theme_adds_a_block_by_adding_a_file() {
    let built = site()
        .file(
            "themes/default/components/blocks/shout.html",
            "{#- Loud words. -#}\n{% component shout(times: integer) {\n  \"doc\": \"Loud words.\",\n  \
             \"body\": \"required\",\n  \"args\": {\"times\": {\"kind\": \"int\", \"doc\": \"how loud\"}}\n} -%}\n\
             <b data-times=\"{{ times + 1 }}\">{{ body | safe }}</b>\n{%- endcomponent shout %}\n",
        )
        .page("a.md", "::: shout times=2\nHey.\n:::\n\n::: shout\nHey.\n:::\n\n::: shout times=two\nHey.\n:::\n")
        .build();
    assert!(
        built
            .text("a.html")
            .contains("<b data-times=\"3\"><p>Hey.</p></b>")
    );
    assert_eq!(
        built.problems(),
        ["missing-argument a.md:8:5", "bad-argument a.md:12:17"]
    );
}

#[test]
fn a_theme_that_does_not_exist_is_named_with_its_neighbours() {
    let built = tiny_site().config("theme = \"tinny\"").build();
    assert_eq!(built.problems(), ["unknown-theme site.toml:3:9"]);
    let hint = built
        .problem("unknown-theme")
        .hint
        .clone()
        .unwrap_or_default();
    assert!(hint.contains("tiny"), "{hint}");
    // The rest of the site is shown in the bundled theme meanwhile.
    assert!(built.text("index.html").contains("masthead"));
}

#[test]
fn a_broken_template_is_told_at_its_line_and_column() {
    let broken = |file: &str, text: &str| {
        tiny_site()
            .file(&format!("themes/tiny/{file}"), text)
            .build()
            .problems()
    };
    assert_eq!(
        broken(
            "templates/page.html",
            "{#- Page. -#}\n<p>é {{ page.titel }}</p>\n{% block lists %}{% endblock %}"
        ),
        ["template-failed themes/tiny/templates/page.html:2:14"]
    );
    let unclosed = broken("templates/page.html", "{#- Page. -#}\né {% if x %}\n");
    assert!(
        unclosed[0].starts_with("template-broken themes/tiny/templates/page.html:"),
        "{unclosed:?}"
    );
    let block = broken(
        "components/blocks/box.html",
        "{#- Box. -#}\n{% component bax() {\"doc\": \"x\"} -%}\nx\n{%- endcomponent bax %}\n",
    );
    assert!(
        block[0].starts_with("bad-block themes/tiny/components/blocks/box.html"),
        "{block:?}"
    );
}

#[test]
fn the_bundled_list_is_the_folder() {
    let listed: BTreeSet<String> = bundled_paths().map(str::to_string).collect();
    let there: BTreeSet<String> = folder("themes/default")
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    let lines = |paths: Vec<&String>| -> String {
        paths
            .into_iter()
            .map(|path| format!("    \"{path}\",\n"))
            .collect()
    };
    let missing = lines(there.difference(&listed).collect());
    let gone = lines(listed.difference(&there).collect());
    assert!(
        missing.is_empty(),
        "add to src/input/bundled.rs:\n{missing}"
    );
    assert!(gone.is_empty(), "remove from src/input/bundled.rs:\n{gone}");
    let in_order: Vec<&str> = bundled_paths().collect();
    assert!(in_order.is_sorted(), "src/input/bundled.rs is not in order");
}

#[test]
fn the_bundled_theme_is_what_a_site_without_themes_gets() {
    let without = two_pages(site()).build().clean();
    let mut with = two_pages(site());
    for (path, bytes) in folder("themes/default") {
        with = with.bytes(&format!("themes/default/{path}"), bytes);
    }
    assert!(without.build.outputs == with.build().build.outputs);
}
