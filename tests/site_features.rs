//! What a whole site does, from its files to what is published: sections, dates, addresses, tags,
//! long lists, neighbours, menus, pictures, and the files about the site as a whole.

mod common;

use common::pictures::drawing;
use common::{Built, Sketch, between, site, tiny_site};

/// A site whose pages show what templates know of them, a line for each thing.
fn facts_site() -> Sketch {
    let page = r#"{#- What a page knows. -#}
title={{ page.title }}
base={{ base }}
crumbs={% for link in page.breadcrumbs %} {{ link.address }}{% endfor %}
prev={% if page.prev %}{{ page.prev.address }}{% endif %}
next={% if page.next %}{{ page.next.address }}{% endif %}
children={% for child in page.children %} {{ child.address }}{% endfor %}
backlinks={% for link in page.backlinks %} {{ link.address }}{% endfor %}
tags={% for tag in page.tags %} {{ tag.address }}{% endfor %}
excerpt={{ page.excerpt }}
canonical={{ page.canonical }}
draft={{ page.draft }}
menu={% for item in site.menus.main %} {{ item.label }}:{{ item.address }}{{ item.url }}{% if item.current %}!{% endif %}{% if item.inside %}?{% endif %}{% endfor %}
pages={% if page.pagination %}{{ page.pagination.page }}/{{ page.pagination.pages }} {{ page.pagination.prev }} {{ page.pagination.next }}{% endif %}
image={% if page.image %}{{ page.image.address }} {{ page.image.width }}x{{ page.image.height }}{% endif %}
"#;
    ["page", "section", "tag", "tags"]
        .into_iter()
        .fold(tiny_site(), |site, name| {
            site.file(&format!("themes/tiny/templates/{name}.html"), page)
        })
}

/// One line of what a page of [`facts_site`] knows.
#[track_caller]
fn fact(built: &Built, address: &str, name: &str) -> String {
    let page = built.text(address);
    between(&page, &format!("\n{name}="), "\n")
        .trim()
        .to_string()
}

// ---- sections and their order ----

#[test]
fn sections_lie_at_any_depth() {
    let built = facts_site()
        .page("a/index.md", "")
        .page("a/b/index.md", "")
        .page("a/b/c/index.md", "")
        .page("a/b/c/d.md", "")
        .page("loose/e.md", "")
        .build();
    assert_eq!(
        fact(&built, "a/b/c/d.html", "crumbs"),
        "index.html a/index.html a/b/index.html a/b/c/index.html"
    );
    assert_eq!(fact(&built, "a/b/c/d.html", "base"), "../../../");
    assert_eq!(
        fact(&built, "a/b/index.html", "children"),
        "a/b/c/index.html"
    );
    assert_eq!(fact(&built, "a/b/c/index.html", "children"), "a/b/c/d.html");
    // A page in a folder that is no section belongs to the section above it.
    assert_eq!(fact(&built, "loose/e.html", "crumbs"), "index.html");
    assert_eq!(
        fact(&built, "index.html", "children"),
        "a/index.html loose/e.html"
    );
}

#[test]
fn children_are_sorted_by_order_date_or_title() {
    let sorted = |sort: &str| {
        let built = facts_site()
            .page_with("s/index.md", &format!("sort_by = \"{sort}\""), "")
            .page_with("s/a.md", "order = 2\ndate = 2026-01-01", "")
            .page_with("s/b.md", "order = 1\ndate = 2026-01-03", "")
            .page_with("s/c.md", "date = 2026-01-02", "")
            .build();
        let children = fact(&built, "s/index.html", "children");
        let neighbours = fact(&built, "s/a.html", "prev") + "|" + &fact(&built, "s/a.html", "next");
        (children, neighbours)
    };
    for (sort, children, neighbours) in [
        ("order", "s/b.html s/a.html s/c.html", "s/b.html|s/c.html"),
        ("date", "s/b.html s/c.html s/a.html", "s/c.html|"),
        ("title", "s/a.html s/b.html s/c.html", "|s/b.html"),
    ] {
        assert_eq!(
            sorted(sort),
            (children.to_string(), neighbours.to_string()),
            "{sort}"
        );
    }
}

#[test]
fn pages_that_link_here_are_known() {
    let built = facts_site()
        .page("a.md", "[b](b.md) [b](b.md#x) [self](a.md)\n")
        .page("b.md", "## X\n")
        .page("c/d.md", "[b](../b.md)\n")
        .build();
    assert_eq!(fact(&built, "b.html", "backlinks"), "a.html c/d.html");
    assert_eq!(fact(&built, "a.html", "backlinks"), "");
}

#[test]
fn an_unlisted_page_is_published_but_in_no_list() {
    let built = facts_site()
        .page_with(
            "hidden.md",
            "listed = false\ntags = [\"t\"]\ndate = 2026-01-01",
            "",
        )
        .page("seen.md", "")
        .build();
    assert_eq!(fact(&built, "index.html", "children"), "seen.html");
    assert!(built.has("hidden.html"));
    let default = site()
        .page_with("hidden.md", "listed = false\ndate = 2026-01-01", "")
        .page_with("seen.md", "date = 2026-01-01", "")
        .build();
    for list in ["feed.xml", "sitemap.xml"] {
        assert!(!default.text(list).contains("hidden"), "{list}");
    }
}

// ---- what is published, and when ----

#[test]
fn drafts_stay_home_unless_asked_for() {
    let sketch = site()
        .page_with(
            "d.md",
            "draft = true\ndate = 2026-01-01\ntags = [\"t\"]",
            "Text.",
        )
        .page("o.md", "Text.");
    let built = sketch.build().clean();
    assert!(!built.has("d.html") && !built.has("tags/t.html"));
    for (address, bytes) in built.build.outputs.iter() {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("d.html"), "{address} speaks of the draft");
    }
    let with = sketch.drafts().build().clean();
    assert!(with.has("d.html") && with.has("tags/t.html"));
}

#[test]
fn pages_appear_on_their_day_and_expire_on_another() {
    let sketch = site()
        .page_with("later.md", "publish_at = 2026-03-02", "")
        .page_with("gone.md", "expires = 2026-03-02", "");
    let there = |day: &str| {
        let built = sketch.clone().on_the_day(day).build().clean();
        (built.has("later.html"), built.has("gone.html"))
    };
    assert_eq!(there("2026-03-01"), (false, true));
    assert_eq!(there("2026-03-02"), (true, false));
}

#[test]
fn a_link_to_a_page_that_is_not_published_is_an_error() {
    let built = site()
        .page("a.md", "[later](later.md)\n")
        .page_with("later.md", "publish_at = 2030-01-01", "")
        .build();
    assert!(built.build.has_errors());
    assert!(
        built.problems()[0].ends_with("a.md:4:1"),
        "{:?}",
        built.problems()
    );
}

// ---- addresses ----

#[test]
fn a_slug_names_the_address() {
    let built = facts_site()
        .page_with("a/x.md", "slug = \"qué-pasó\"", "")
        .page_with("s/index.md", "slug = \"section\"", "")
        .page("s/y.md", "")
        .page("z.md", "[x](a/x.md) [y](s/y.md)")
        .build();
    assert!(built.has("a/qué-pasó.html"), "{:?}", built.addresses());
    assert_eq!(
        fact(&built, "a/qué-pasó.html", "canonical"),
        "https://example.org/story/a/qu%C3%A9-pas%C3%B3.html"
    );
    // The slug of a section is its own; the pages in it keep their folder.
    assert!(
        built.has("section/index.html") && built.has("s/y.html"),
        "{:?}",
        built.addresses()
    );
}

#[test]
fn names_are_compared_in_nfc() {
    let built = tiny_site()
        .page("cafe\u{301}.md", "")
        .page("a.md", "[one](caf\u{e9}.md) [two](cafe\u{301}.md)")
        .build()
        .clean();
    assert!(built.has("caf\u{e9}.html"));
    let html = built.main("a.html");
    assert_eq!(html.matches("href=\"caf%C3%A9.html\"").count(), 2, "{html}");
}

#[test]
fn two_pages_at_one_address_or_apart_by_case_alone_are_errors() {
    let two = site()
        .page_with("a.md", "slug = \"b\"", "")
        .page("b.md", "")
        .build();
    assert!(two.build.has_errors(), "{:?}", two.problems());
    let case = site().page("About.md", "").page("about.md", "").build();
    assert!(case.build.has_errors(), "{:?}", case.problems());
    let folder = site().page("Law/a.md", "").page("law/b.md", "").build();
    assert!(folder.build.has_errors(), "{:?}", folder.problems());
}

#[test]
fn old_addresses_lead_on_by_page_and_by_list() {
    let built = site()
        .config("[redirects]\n\"gone.html\" = \"https://example.net/\"\n\"deep/old.html\" = \"a.md#end\"")
        .page_with("a.md", "aliases = [\"first.html\", \"deep/er/\"]", "## End\n")
        .build()
        .clean();
    for (address, target) in [
        ("first.html", "a.html"),
        ("deep/er/index.html", "../../a.html"),
        ("gone.html", "https://example.net/"),
        ("deep/old.html", "../a.html#end"),
    ] {
        let page = built.text(address);
        assert!(
            page.contains(&format!("content=\"0; url={target}\"")),
            "{page}"
        );
        assert!(page.contains(&format!("<a href=\"{target}\">")), "{page}");
    }
    assert_eq!(
        built.text("_redirects"),
        "/story/deep/er/index.html /story/a.html 301\n\
         /story/deep/er/ /story/a.html 301\n\
         /story/deep/old.html /story/a.html#end 301\n\
         /story/first.html /story/a.html 301\n\
         /story/gone.html https://example.net/ 301\n"
    );
    let taken = site()
        .page_with("a.md", "aliases = [\"b.html\"]", "")
        .page("b.md", "")
        .build();
    assert!(taken.build.has_errors());
}

#[test]
fn files_lie_where_they_are_referred_to_or_in_the_files_folder() {
    let built = site()
        .page(
            "a/p.md",
            "![A dot](dot.png) and [a paper](paper.pdf#page=3)\n",
        )
        .bytes("content/a/dot.png", drawing(3, 2, 1))
        .bytes("content/a/paper.pdf", "%PDF")
        .bytes("content/a/unused.png", drawing(3, 2, 1))
        .bytes("content/files/CNAME", "example.org")
        .bytes("content/files/.well-known/security.txt", "Contact: x")
        .bytes("content/_notes/secret.txt", "secret")
        .bytes("content/.hidden", "secret")
        .bytes("content/~lock", "secret")
        .ledger("corrections", "")
        .build()
        .clean();
    for there in [
        "a/dot.png",
        "a/paper.pdf",
        "CNAME",
        ".well-known/security.txt",
    ] {
        assert!(built.has(there), "{there} among {:?}", built.addresses());
    }
    let private = ["unused", "secret", "hidden", "lock", "site.toml", "ledger"];
    for address in built.addresses() {
        assert!(
            !private.iter().any(|word| address.contains(word)),
            "{address}"
        );
    }
    assert_eq!(built.build.report.stay_home, ["content/a/unused.png"]);
    let page = built.text("a/p.html");
    assert!(page.contains("<a href=\"paper.pdf#page=3\">"), "{page}");
    assert!(
        page.contains("<img src=\"dot.png\" alt=\"A dot\" width=\"3\" height=\"2\""),
        "{page}"
    );
}

#[test]
fn a_page_may_have_a_picture_of_its_own() {
    let built = facts_site()
        .page_with("a/p.md", "image = \"dot.png\"", "")
        .bytes("content/a/dot.png", drawing(3, 2, 1))
        .build();
    assert_eq!(fact(&built, "a/p.html", "image"), "a/dot.png 3x2");
    assert!(built.has("a/dot.png"));
    let missing = site()
        .page_with("p.md", "image = \"dto.png\"", "")
        .bytes("content/dot.png", drawing(3, 2, 1));
    let missing = missing.build();
    assert!(missing.build.has_errors());
    let hint = missing
        .located
        .iter()
        .find_map(|problem| problem.hint.clone());
    assert!(
        hint.clone().unwrap_or_default().contains("dot.png"),
        "{hint:?}"
    );
}

// ---- lists ----

#[test]
fn every_tag_has_a_page_and_one_lists_them_all() {
    let built = facts_site()
        .page_with("a.md", "tags = [\"US plans\", \"Ley\"]", "")
        .page_with("b.md", "tags = [\"us plans\"]", "")
        .build();
    assert_eq!(
        fact(&built, "tags/us-plans.html", "children"),
        "a.html b.html"
    );
    assert_eq!(fact(&built, "tags/ley.html", "children"), "a.html");
    assert_eq!(
        fact(&built, "a.html", "tags"),
        "tags/us-plans.html tags/ley.html"
    );
    assert_eq!(
        fact(&built, "tags/ley.html", "crumbs"),
        "index.html tags/index.html"
    );
    let tiny = tiny_site()
        .page_with(
            "a.md",
            "tags = [\"One\", \"Two\"]",
            "[label](/tags/one.html)",
        )
        .page_with("b.md", "tags = [\"One\"]", "")
        .build()
        .clean();
    let list = tiny.text("tags/index.html");
    assert!(
        list.contains("<a href=\"../tags/one.html\">One</a>: 2 pages"),
        "{list}"
    );
    assert!(
        list.contains("<a href=\"../tags/two.html\">Two</a>: 1 page<"),
        "{list}"
    );
    assert!(
        !site().build().has("tags/index.html"),
        "no tags, no page about them"
    );
}

#[test]
fn long_lists_are_parted() {
    let mut sketch = facts_site()
        .config("theme = \"tiny\"\npaginate_by = 2")
        .page("s/index.md", "Text of the section.")
        .page_with("all/index.md", "paginate_by = 0", "");
    for number in 1..=5 {
        sketch = sketch
            .page_with(&format!("s/p{number}.md"), "tags = [\"t\"]", "")
            .page(&format!("all/q{number}.md"), "");
    }
    let built = sketch.build();
    assert_eq!(
        fact(&built, "s/index.html", "children"),
        "s/p1.html s/p2.html"
    );
    assert_eq!(fact(&built, "s/index.html", "pages"), "1/3  s/page-2.html");
    assert_eq!(
        fact(&built, "s/page-2.html", "children"),
        "s/p3.html s/p4.html"
    );
    assert_eq!(
        fact(&built, "s/page-2.html", "pages"),
        "2/3 s/index.html s/page-3.html"
    );
    assert_eq!(fact(&built, "s/page-3.html", "pages"), "3/3 s/page-2.html");
    assert_eq!(fact(&built, "tags/t/page-3.html", "children"), "s/p5.html");
    assert_eq!(fact(&built, "all/index.html", "pages"), "");
    assert_eq!(built.text("all/index.html").matches("all/q").count(), 5);
    // The section's own text stands on its first page alone, and search engines are sent there.
    let tiny = tiny_site()
        .config("theme = \"tiny\"\npaginate_by = 1")
        .page("s/index.md", "Text of the section.")
        .page("s/a.md", "")
        .page("s/b.md", "")
        .build()
        .clean();
    assert!(tiny.main("s/index.html").contains("Text of the section."));
    assert_eq!(tiny.main("s/page-2.html"), "");
    let default = site()
        .config("paginate_by = 1")
        .page("index.md", "## One\n\n## Two\n\n## Three\n\n## Four\n")
        .page("a.md", "")
        .page("b.md", "")
        .build();
    assert!(default.has("page-2.html"));
    assert!(!default.text("page-2.html").contains("class=\"contents\""));
    let default = default.clean();
    assert!(!default.text("sitemap.xml").contains("page-2"));
}

#[test]
fn menus_know_where_the_reader_is() {
    let built = facts_site()
        .config(
            "theme = \"tiny\"\n[[menu]]\npage = \"index.md\"\n[[menu]]\npage = \"s/index.md\"\nlabel = \"Law\"\n\
             [[menu]]\npage = \"s/a.md#x\"\n[[menu]]\nurl = \"https://example.net/\"\nlabel = \"Out\"",
        )
        .page("s/index.md", "")
        .page("s/a.md", "## X\n")
        .build();
    let menu = |address: &str| fact(&built, address, "menu");
    assert_eq!(
        menu("index.html"),
        "Home:index.html! Law:s/index.html s/a:s/a.html#x Out:https://example.net/"
    );
    assert_eq!(
        menu("s/a.html"),
        "Home:index.html Law:s/index.html? s/a:s/a.html#x Out:https://example.net/"
    );
    let broken = site().config("[[menu]]\npage = \"gone.md\"").build();
    assert!(
        broken.problems()[0].contains("site.toml:4:"),
        "{:?}",
        broken.problems()
    );
}

#[test]
fn an_excerpt_is_the_first_paragraph_cut_at_a_word() {
    let built = facts_site()
        .config("theme = \"tiny\"\nexcerpt_length = 20")
        .page("a.md", "## Heading\n\n> A quote.\n\nThe *first* `words` of a page, and more of them.\n\nMore.\n")
        .build();
    assert_eq!(fact(&built, "a.html", "excerpt"), "The first words of…");
}

// ---- the files about the whole site ----

#[test]
fn the_feed_has_dated_pages_newest_first() {
    let sketch = site()
        .config("description = \"Of <things> & more\"\nauthors = [\"A & B\"]\n[feed]\nlimit = 2")
        .page_with("old.md", "date = 2026-01-01", "")
        .page_with(
            "new.md",
            "date = 2026-01-02\ndescription = \"\\\"New\\\" <b>\"",
            "",
        )
        .page_with(
            "changed.md",
            "date = 2025-01-02\nupdated = 2026-02-01",
            "Some [words](new.md).",
        )
        .page("undated.md", "");
    let feed = sketch.build().clean().text("feed.xml");
    well_formed(&feed);
    let ids: Vec<&str> = feed
        .match_indices("<entry>")
        .map(|(at, _)| between(&feed[at..], "<id>", "</id>"))
        .collect();
    assert_eq!(
        ids,
        [
            "https://example.org/story/changed.html",
            "https://example.org/story/new.html"
        ]
    );
    assert!(
        feed.contains("<updated>2026-02-01T00:00:00Z</updated>"),
        "{feed}"
    );
    assert!(
        feed.contains("<published>2025-01-02T00:00:00Z</published>"),
        "{feed}"
    );
    assert!(feed.contains("<summary>Some words.</summary>"), "{feed}");
    assert!(feed.contains("<name>A &amp; B</name>"), "{feed}");
    assert!(feed.contains("rel=\"self\""), "{feed}");
    let page = sketch.build().text("index.html");
    assert!(page.contains("type=\"application/atom+xml\""), "{page}");
}

#[test]
fn the_sitemap_lists_every_listed_page() {
    let built = site()
        .page_with("a/index.md", "updated = 2026-02-01", "")
        .page_with(
            "b.md",
            "date = 2026-01-01\ntags = [\"t\"]\naliases = [\"old.html\"]",
            "",
        )
        .build()
        .clean();
    let sitemap = built.text("sitemap.xml");
    well_formed(&sitemap);
    let pages: Vec<&str> = sitemap
        .match_indices("<loc>")
        .map(|(at, _)| between(&sitemap[at..], "<loc>", "</loc>"))
        .collect();
    let root = "https://example.org/story/";
    for page in ["", "a/", "b.html", "tags/", "tags/t.html"] {
        assert!(
            pages.contains(&format!("{root}{page}").as_str()),
            "{page} among {pages:?}"
        );
    }
    assert_eq!(pages.len(), 5, "{pages:?}");
    assert!(
        sitemap.contains("<lastmod>2026-02-01</lastmod>"),
        "{sitemap}"
    );
    assert!(
        built
            .text("robots.txt")
            .contains("Sitemap: https://example.org/story/sitemap.xml")
    );
}

#[test]
fn without_a_base_url_what_needs_one_is_left_out_with_one_note() {
    let built = site()
        .file("content/site.toml", "title = \"The site\"\n")
        .page_with("a.md", "date = 2026-01-01", "")
        .build()
        .clean();
    built.problem("no-base-url");
    assert!(!built.has("feed.xml") && !built.has("sitemap.xml"));
    assert!(!built.text("robots.txt").contains("Sitemap"));
    assert!(!built.text("a.html").contains("canonical"));
    assert!(!built.text("a.html").contains("feed.xml"));
    // What the command line says wins over the file and over its absence.
    let mut given = site()
        .file("content/site.toml", "title = \"The site\"\n")
        .page("a.md", "");
    given.options.base_url = Some("https://preview.example/x/".to_string());
    let given = given.build().clean();
    assert!(
        given
            .text("a.html")
            .contains("href=\"https://preview.example/x/a.html\"")
    );
    assert!(
        given
            .located
            .iter()
            .all(|problem| problem.code != "no-base-url")
    );
}

#[test]
fn the_page_for_wrong_addresses_needs_nothing_else() {
    let page = site().build().clean().text("404.html");
    assert!(page.contains("<style>"));
    for attribute in ["href", "src", "srcset"] {
        for value in common::attributes(&page, attribute) {
            let alone = value.starts_with("data:") || value == "https://example.org/story/";
            assert!(alone, "{attribute}={value}");
        }
    }
}

#[test]
fn assets_carry_the_hash_of_their_content() {
    let style = |site: &Sketch| {
        let built = site.build().clean();
        let addresses = built.addresses();
        let found: Vec<_> = addresses
            .iter()
            .filter(|address| address.starts_with("assets/style.") && address.ends_with(".css"))
            .collect();
        assert_eq!(found.len(), 1, "{addresses:?}");
        let page = built.text("index.html");
        assert!(page.contains(&format!("href=\"{}\"", found[0])), "{page}");
        found[0].to_string()
    };
    let before = style(&site());
    assert_eq!(before, style(&site().page("a.md", "")));
    let after = style(&site().file("themes/default/assets/style.css", "/* Another. */ a{}"));
    assert_ne!(before, after);
    // A style sheet names the hashed picture, and so gets another name with it.
    let tiny = tiny_site().build().clean();
    let sheet = tiny
        .addresses()
        .into_iter()
        .find(|address| address.ends_with(".css"));
    let css = tiny.text(sheet.expect("a style sheet"));
    let dot = between(&css, "url(\"", "\")");
    assert!(dot.starts_with("dot.") && dot.ends_with(".svg"), "{css}");
    assert!(
        tiny.has(&format!("assets/{}", dot)),
        "{:?}",
        tiny.addresses()
    );
}

#[test]
fn the_site_has_an_icon() {
    let built = site().page("a/b.md", "").build().clean();
    let page = built.text("a/b.html");
    let icon = between(
        &page,
        "<link rel=\"icon\" type=\"image/svg+xml\" href=\"../",
        "\"",
    );
    assert!(built.has(icon), "{icon}");
}

#[test]
fn a_page_may_ask_for_another_template() {
    let built = tiny_site()
        .file(
            "themes/tiny/templates/bare.html",
            "{#- Bare. -#}\n<p>{{ page.extra.word }}</p>",
        )
        .page_with(
            "a.md",
            "template = \"bare.html\"\n[extra]\nword = \"<so>\"",
            "",
        )
        .build();
    assert_eq!(built.text("a.html").trim(), "<p>&lt;so&gt;</p>");
    let wrong = tiny_site()
        .page_with("a.md", "template = \"bar.html\"", "")
        .build();
    assert_eq!(wrong.problems(), ["unknown-template a.md:3:12"]);
}

#[test]
fn severities_can_be_changed_but_for_structure() {
    let near = |level: &str| {
        let built = tiny_site()
            .config(&format!(
                "theme = \"tiny\"\n[severity]\nnear-name = \"{level}\""
            ))
            .ledger(
                "glossary",
                "[k]\nterm = \"kingpin strategy\"\nshort = \"S.\"\nsources = []\n",
            )
            .page("a.md", "[kingpin stratgey]")
            .build();
        let found: Vec<_> = built
            .located
            .iter()
            .filter(|problem| problem.code == "near-name")
            .map(|problem| problem.severity.name())
            .collect();
        found
    };
    assert_eq!(near("off"), [] as [&str; 0]);
    assert_eq!(near("note"), ["note"]);
    assert_eq!(near("error"), ["error"]);
    let fixed = site()
        .config("[severity]\nbroken-reference = \"off\"")
        .build();
    assert_eq!(fixed.problems(), ["fixed-severity site.toml:4:20"]);
}

/// Fails unless a text is well-formed XML: one root, tags that match, entities that are known.
#[track_caller]
fn well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml.trim_start();
    assert!(
        rest.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"),
        "{xml}"
    );
    rest = &rest[rest.find("?>").unwrap_or(0) + 2..];
    let mut roots = 0;
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        assert!(
            !text.contains('>') && (!open.is_empty() || text.trim().is_empty()),
            "{text}"
        );
        for (at, _) in text.match_indices('&') {
            let entity = text[at..].split(';').next().unwrap_or("");
            let known = ["&amp", "&lt", "&gt", "&quot", "&apos"].contains(&entity);
            assert!(known || entity.starts_with("&#"), "{entity}");
        }
        let end = rest[at..].find('>').expect("a tag ends") + at;
        let tag = &rest[at + 1..end];
        let name = tag
            .trim_matches('/')
            .split_whitespace()
            .next()
            .unwrap_or("");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{xml}");
        } else if !tag.ends_with('/') {
            roots += usize::from(open.is_empty());
            open.push(name);
        }
        rest = &rest[end + 1..];
    }
    assert_eq!(open, [] as [&str; 0], "left open");
    assert_eq!(roots, 1, "one root");
}

// ---- other languages ----

#[test]
fn a_quotation_in_another_language_is_marked_with_it() {
    let built = site()
        .file(
            "content/ledger/sources.toml",
            "[acta]\nshort = \"acta\"\nlanguage = \"es\"\ntitle = \"Acta\"\npublisher = \"Cabildo\"\n\
             published = \"not given\"\nurl = \"not given\"\n",
        )
        .page(
            "p.md",
            "She said [\"no habrá peaje\"](@acta#L3 \"there won't be a toll\").\n\n\
             > El puente es de todos\n>\n> — [Ana Ruiz](@acta#L5 \"It's everybody's bridge\")\n",
        )
        .build()
        .clean();
    let page = built.text("p.html");
    for part in [
        "<span class=\"quotation\" lang=\"es\">“no habrá peaje”</span>",
        "<span class=\"gloss\">(our translation: there won’t be a toll)</span>",
        "<blockquote lang=\"es\">",
        "<p class=\"gloss\">our translation: It’s everybody’s bridge</p>",
        "<figcaption>Ana Ruiz <span class=\"cite\">[<a href=\"#cited-acta\">acta</a>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}
