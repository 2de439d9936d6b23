//! Ids, pictures and headings of finished pages.

use super::{Finished, site, spot};

const PAGE: &str = "themes/default/templates/page.html";

#[test]
fn an_id_of_the_text_that_stands_twice_is_told_at_its_place() {
    let told = site("<main id=main><h2 id=main>Main</h2></main>")
        .anchors(&["main"])
        .problem();
    assert_eq!(spot(&told), ("id-twice", "content/index.md:anchor/main"));
    assert_eq!(told[2], "the id `main` stands 2 times on `index.html`");
}

#[test]
fn an_id_given_twice_in_the_text_is_told_with_the_text() {
    let twice = |text: &str| {
        let body = "<h2 id=a-b>A</h2><p id=a-b></p>";
        site(body)
            .anchors(&["a-b"])
            .file("index.md", text)
            .told()
            .len()
    };
    assert_eq!(twice("## A {#a-b}\n\n## B {#a-b}"), 0);
    assert_eq!(twice("## A {#a-b}\n\n::: note id=a-b\n"), 0);
    assert_eq!(twice("## A {#a-b}\n\n## B {#a-bc}"), 1);
}

#[test]
fn an_id_of_the_theme_that_stands_twice_is_told_there_once() {
    let body = "<p id=nav></p><p id=nav></p>";
    let told = Finished::default()
        .page("index.md", &[], body)
        .page("a.md", &[], body)
        .template("page.html", "<p id=\"nav\">")
        .problem();
    assert_eq!(
        spot(&told),
        ("id-twice", format!("{PAGE}:id=\"nav\"").as_str())
    );
    assert!(
        told[2].starts_with("on `index.html` and one more page, `<p id=nav>`"),
        "{}",
        told[2]
    );
}

#[test]
fn entries_of_the_ledger_shown_twice_are_told_with_the_page() {
    let entry = |id: &str| format!("<li id={id}></li><li id={id}></li>");
    let with = |body: &str| {
        site(body)
            .template("page.html", "<li id=\"{{ event.anchor }}\">")
            .problem()
    };
    let one = with(&entry("event-x"));
    assert_eq!(spot(&one), ("id-twice", "content/index.md"));
    assert_eq!(one[2], "on `index.html`, the id `event-x` stands 2 times");
    assert_eq!(one[3], "show each entry of the ledger once on a page");
    let two = with(&(entry("event-x") + &entry("event-a")));
    assert_eq!(
        two[2],
        "on `index.html`, 2 ids stand more than once, `event-a` is one of them"
    );
}

#[test]
fn a_writers_picture_without_words_is_told_at_the_picture() {
    for tag in [
        "<img width=\"1\" height=\"1\" src=\"p%20q.png\" alt=\"\">",
        "<img width=\"1\" height=\"1\" src=\"../s/p%20q.png\">",
    ] {
        let told = Finished::default()
            .page("index.md", &[], "")
            .page("s/a.md", &["index.md", "!p%20q.png"], tag)
            .file("s/p q.png", "")
            .problem();
        assert_eq!(
            spot(&told),
            ("missing-alt", "content/s/a.md:link/1"),
            "{tag}"
        );
    }
}

#[test]
fn a_picture_of_the_theme_may_have_an_empty_alt_but_must_have_one() {
    let picture = |tag: &str| {
        site(tag).file("files/logo.png", "").template(
            "page.html",
            "<img width=\"1\" height=\"1\" class=\"logo\" src=\"{{ x }}\">",
        )
    };
    let told = picture("<img width=\"1\" height=\"1\" class=\"logo\" src=\"logo.png\">").problem();
    assert_eq!(told[0], "missing-alt");
    assert!(
        told[1].starts_with(&format!(
            "{PAGE}:<img width=\"1\" height=\"1\" class=\"logo\""
        )),
        "{}",
        told[1]
    );
    assert!(
        picture("<img width=\"1\" height=\"1\" class=\"logo\" src=\"logo.png\" alt=\"\">")
            .told()
            .is_empty()
    );
}

#[test]
fn a_skipped_level_is_told_at_the_writers_heading() {
    let told = site("<h2>A</h2><h4 id=b>B</h4><h2>C</h2>")
        .anchors(&["b"])
        .problem();
    assert_eq!(
        spot(&told),
        ("heading-skipped", "content/index.md:anchor/b")
    );
    assert_eq!(told[2], "a heading of level 4 follows one of level 2");
    assert_eq!(told[3], "make it a heading of level 3: `###`");
}

#[test]
fn a_skipped_level_of_the_theme_is_told_there() {
    let told = site("<h3 class=\"kin\">A</h3>")
        .template("page.html", "<h3 class=\"kin\">")
        .problem();
    assert_eq!(
        spot(&told),
        (
            "heading-skipped",
            format!("{PAGE}:<h3 class=\"kin\">").as_str()
        )
    );
}

#[test]
fn a_page_has_one_main_heading() {
    let none = site("").html("<h2>x</h2>").problem();
    assert_eq!(spot(&none), ("main-heading", PAGE));
    let second = site("<h1 id=b>B</h1>").anchors(&["b"]).problem();
    assert_eq!(spot(&second), ("main-heading", "content/index.md:anchor/b"));
    let sends_on = site("").more(
        "old.html",
        "<meta http-equiv=refresh content='0; url=index.html'>",
    );
    assert!(sends_on.told().is_empty());
}

#[test]
fn what_takes_room_has_a_size() {
    for sized in [
        "<img src=p.png alt=P width=1 height=1>",
        "<iframe src=p.png title=F width=1 height=1></iframe>",
        "<audio src=p.png></audio>",
        "<svg><image href=p.png /></svg>",
    ] {
        let told = site(sized)
            .file("files/p.png", "")
            .more("p.png", "<h1>P</h1>")
            .told();
        assert!(told.is_empty(), "{told:#?}");
    }
    for unsized_tag in [
        "<img src=p.png alt=P>",
        "<img src=p.png alt=P width=1>",
        "<iframe src=p.png title=F height=1></iframe>",
        "<video src=p.png></video>",
        "<embed src=p.png>",
        "<noscript><img src=p.png alt=P></noscript>",
    ] {
        let told = site(unsized_tag).more("p.png", "<h1>P</h1>").problem();
        assert_eq!(told[0], "size-missing", "{unsized_tag}");
    }
}
