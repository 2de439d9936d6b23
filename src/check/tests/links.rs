//! Links of finished pages.

use super::{Finished, site, spot};

const PAGE: &str = "themes/default/templates/page.html";

#[test]
fn a_sound_site_is_silent() {
    let told = Finished::default()
        .page(
            "index.md",
            &["a.md#x", "!p.png", "#here"],
            "<h2 id=here>A</h2><a href=a.html#x>a</a>",
        )
        .page(
            "a.md",
            &[],
            "<h2 id=x>X</h2><h3>Y</h3><h2>Z</h2><a href=index.html>i</a><img src=p.png alt=P width=1 height=1>",
        )
        .file("p.png", "")
        .more(
            "old/index.html",
            "<meta http-equiv=refresh content='0; url=../a.html'><a href=../a.html>a</a>",
        )
        .told();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn a_writers_broken_anchor_is_told_at_the_link() {
    let body = "<a href=\"s/a.html#mexco\">x</a><a href=\"s/a.html#mexco\">y</a>";
    let told = Finished::default()
        .page(
            "index.md",
            &["s/a.md", "s/a.md#mexco", "s/a.md#mexco"],
            body,
        )
        .page("s/a.md", &[], "<h2 id=mexico>M</h2>")
        .told();
    let spots: Vec<_> = told.iter().map(spot).collect();
    let code = "broken-anchor";
    assert_eq!(
        spots,
        [
            (code, "content/index.md:link/1"),
            (code, "content/index.md:link/2")
        ]
    );
    assert_eq!(told[0][2], "there is no `mexco` on `s/a.md`");
    assert_eq!(told[0][3], "did you mean `s/a.md#mexico`?");
}

#[test]
fn a_broken_anchor_of_the_same_page_is_told_too() {
    let told = Finished::default()
        .page("index.md", &["#qu%C3%A9"], "<a href=\"#qu%C3%A9\">x</a>")
        .problem();
    assert_eq!(spot(&told), ("broken-anchor", "content/index.md:link/0"));
    assert_eq!(told[2], "there is no `qué` on this page");
    assert_eq!(told[3], "put `{#qué}` behind the heading it should lead to");
}

#[test]
fn an_anchor_that_names_a_claim_or_an_entry_gets_its_own_hint() {
    let link = |anchor: &str| {
        let body = format!("<p id=event-veracruz></p><a href=\"#{anchor}\">x</a>");
        Finished::default()
            .page("index.md", &[&format!("#{anchor}")], &body)
            .claim("extradited")
    };
    assert!(link("extradited").problem()[3].contains("write `[#extradited]`"));
    assert_eq!(
        link("veracruz").problem()[3],
        "did you mean `#event-veracruz`?"
    );
}

#[test]
fn a_link_the_writer_broke_is_not_told_again() {
    // Such a link is shown without an address.
    let told = Finished::default()
        .page("index.md", &["gone.md"], "gone")
        .told();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn a_file_that_is_missing_among_the_outputs_is_told_at_the_link() {
    let told = Finished::default()
        .page(
            "index.md",
            &["a.pdf#page=2"],
            "<a href=\"a.pdf#page=2\">a</a>",
        )
        .file("a.pdf", "")
        .lost("a.pdf")
        .problem();
    assert_eq!(spot(&told), ("broken-link", "content/index.md:link/0"));
    assert!(
        told[2].contains("`a.pdf#page=2` is not among"),
        "{}",
        told[2]
    );
}

#[test]
fn a_link_of_the_theme_names_page_tag_and_template() {
    let menu = "<nav><a class=\"x\" href=\"{{ base }}contcat.html\">Contact</a></nav>";
    let finished =
        |prefix: &str| format!("<a class=\"x\" href=\"{prefix}contcat.html\">Contact</a>");
    let told = Finished::default()
        .page("index.md", &[], &finished(""))
        .page("s/a.md", &[], &finished("../"))
        .page("contact.md", &[], &finished(""))
        .template("base.html", menu)
        .problem();
    let place = "themes/default/templates/base.html:href=\"{{ base }}contcat.html\"";
    assert_eq!(spot(&told), ("broken-link-template", place));
    assert_eq!(
        told[2],
        "on `index.html` and 2 more pages, `<a class=\"x\" href=\"contcat.html\">` leads to \
         `contcat.html`, which does not exist; the tag comes from `themes/default/templates/base.html`"
    );
    assert_eq!(told[3], "did you mean `contact.html`?");
}

#[test]
fn a_link_that_is_nowhere_in_the_theme_is_told_at_the_pages_template() {
    let told = site("<a href=\"gone.html\">x</a>")
        .template("page.html", "<p>")
        .problem();
    assert_eq!(spot(&told), ("broken-link-template", PAGE));
    assert!(
        told[2].contains("`<a href=\"gone.html\">`") && told[2].contains(PAGE),
        "{}",
        told[2]
    );
}

#[test]
fn a_broken_anchor_of_the_theme_is_told() {
    let told = site("<a href=\"#mian\">skip</a><div id=main></div>").problem();
    assert_eq!(told[0], "broken-link-template");
    assert!(
        told[2].contains("leads to `#mian`, which is no id of this page"),
        "{}",
        told[2]
    );
    assert_eq!(told[3], "did you mean `#main`?");
}

#[test]
fn html_in_a_text_is_told_at_its_place_there() {
    let text = "\u{feff}+++\n+++\n<a href='gone.html'>x</a>";
    let told = site("<a href='gone.html'>x</a>")
        .file("index.md", text)
        .problem();
    assert_eq!(
        spot(&told),
        ("broken-link", "content/index.md:href='gone.html'")
    );
}

#[test]
fn every_attribute_with_an_address_is_checked() {
    for tag in [
        "<link rel=stylesheet href=gone>",
        "<script src=gone></script>",
        "<img alt=x src=gone width=1 height=1>",
        "<img alt=x srcset='gone 2x' width=1 height=1>",
        "<video poster=gone width=1 height=1></video>",
        "<form action=gone></form>",
        "<svg><use href=gone /></svg>",
        "<noscript><iframe src=gone width=1 height=1></iframe></noscript>",
        "<object data=gone width=1 height=1></object>",
        "<meta property='og:image' content=gone>",
    ] {
        assert_eq!(site(tag).problem()[0], "broken-link-template", "{tag}");
    }
}

#[test]
fn links_out_of_the_site_and_to_nothing_are_told() {
    for (href, words) in [
        ("../x.html", "leads out of the site"),
        ("", "names nothing"),
    ] {
        let told = site(&format!("<a href=\"{href}\">x</a>")).problem();
        assert_eq!(told[0], "broken-link-template");
        assert!(told[2].contains(words), "{}", told[2]);
    }
}

#[test]
fn links_that_need_a_server_or_the_root_are_warned_of() {
    for (href, words) in [("/index.html", "lies in a folder"), ("./", "from the disk")] {
        let told = site(&format!("<a href=\"{href}\">x</a>")).problem();
        assert_eq!(told[0], "link-not-portable");
        assert!(told[2].contains(words), "{}", told[2]);
        assert_eq!(told[3], "write `{{ base }}index.html` in a template");
    }
}

#[test]
fn the_same_link_is_good_in_one_folder_and_broken_in_another() {
    let link = "<a href=a.html>x</a>";
    let told = Finished::default()
        .page("index.md", &[], link)
        .page("s/b.md", &[], link)
        .page("a.md", &[], link);
    assert!(told.problem()[2].starts_with("on `s/b.html`, "));
}

#[test]
fn a_link_without_words_is_told() {
    let told = site("<a class=logo href=index.html> <svg></svg></a>")
        .template(
            "base.html",
            "<a class=logo href=\"{{ base }}index.html\"></a>",
        )
        .problem();
    assert_eq!(told[0], "empty-link");
    assert!(
        told[1].starts_with("themes/default/templates/base.html:<a class=logo"),
        "{}",
        told[1]
    );
}

#[test]
fn a_link_without_words_in_a_text_is_told_there() {
    for (written, shown) in [
        ("a.md", "a.html"),
        ("https://a.example/", "https://a.example/"),
    ] {
        let text = format!("[words]({written}) [](/x) []({written})");
        let body = format!("<a href=\"{shown}\">words</a> <a href=\"{shown}\"></a>");
        let told = Finished::default()
            .page("a.md", &[], "")
            .page("index.md", &[written, written], &body)
            .file("index.md", &text)
            .template(
                "page.html",
                "<a class=logo href=\"{{ base }}index.html\"></a>",
            )
            .problem();
        let place = format!("content/index.md:[]({written})");
        assert_eq!(spot(&told), ("empty-link", place.as_str()));
    }
}

#[test]
fn an_anchor_broken_on_every_page_is_told_once() {
    let body = "<a href=\"#mian\">skip</a>";
    let told = Finished::default()
        .page("index.md", &[], body)
        .page("a.md", &[], body)
        .problem();
    assert!(
        told[2].starts_with("on `index.html` and one more page, "),
        "{}",
        told[2]
    );
}

#[test]
fn an_anchor_that_is_good_on_one_page_may_be_broken_on_the_next() {
    let told = Finished::default()
        .page("index.md", &[], "<p id=x></p><a href=\"#x\">x</a>")
        .page("a.md", &[], "<a href=\"#x\">x</a>")
        .problem();
    assert!(told[2].starts_with("on `a.html`, "), "{}", told[2]);
}
