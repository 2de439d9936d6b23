//! Sections, order and what is published.

use super::{addresses, at, children, date, sketch, titles};
use crate::page::SortBy;
use crate::site::PageKind;

#[test]
fn pages_stand_in_outline_order_home_first() {
    let site = sketch(&["b.md", "a/index.md", "a/z.md", "a/x/index.md", "a/x/y.md"]).site();
    assert_eq!(
        addresses(&site),
        [
            "index.html",
            "a/index.html",
            "a/x/index.html",
            "a/x/y.html",
            "a/z.html",
            "b.html"
        ]
    );
    assert_eq!(site.pages[0].kind, PageKind::Home);
    assert_eq!(at(&site, "a/x/index.html").kind, PageKind::Section);
    assert_eq!(at(&site, "b.html").kind, PageKind::Page);
    assert_eq!(at(&site, "a/x/y.html").base, "../../");
    assert_eq!(site.home.title, "index.md");
}

#[test]
fn breadcrumbs_skip_folders_without_an_index() {
    let site = sketch(&["a/index.md", "a/b/c/d.md", "x/y.md"]).site();
    let crumbs = |address| titles(&at(&site, address).breadcrumbs);
    assert_eq!(crumbs("a/b/c/d.html"), ["index.md", "a/index.md"]);
    assert_eq!(crumbs("a/index.html"), ["index.md"]);
    assert_eq!(crumbs("x/y.html"), ["index.md"]);
    assert!(crumbs("index.html").is_empty());
    assert_eq!(children(at(&site, "a/index.html")), ["a/b/c/d.md"]);
    assert_eq!(children(at(&site, "index.html")), ["a/index.md", "x/y.md"]);
}

#[test]
fn a_section_sorts_its_children() {
    let sorted = |by| {
        let page = |name: &'static str, order, day: &'static str| {
            move |front: &mut crate::page::FrontMatter| {
                front.title = name.to_string();
                front.order = order;
                front.date = (!day.is_empty()).then(|| date(day));
            }
        };
        let site = sketch(&[])
            .page("index.md", |front| front.sort_by = by)
            .page("1.md", page("b", None, "2026-01-03"))
            .page("2.md", page("A", None, ""))
            .page("3.md", page("d", Some(2), "2026-01-01"))
            .page("4.md", page("c", Some(2), "2026-01-02"))
            .page("5.md", page("e", Some(-1), ""))
            .site();
        children(&site.pages[0]).join("")
    };
    assert_eq!(sorted(SortBy::Order), "ecdAb");
    assert_eq!(sorted(SortBy::Date), "bcdAe");
    assert_eq!(sorted(SortBy::Title), "Abcde");
}

#[test]
fn a_site_needs_a_home_page() {
    let mut sketch = sketch(&["a.md", "b.md"]);
    sketch.pages.remove(0);
    let arranged = sketch.arrange();
    assert_eq!(arranged.problems[0].code, "no-home");
    assert_eq!(arranged.problems.len(), 1);
    // The preview still shows the other pages.
    assert_eq!(addresses(&arranged.site), ["a.html", "b.html"]);
    assert_eq!(titles(arranged.site.pages[0].next.as_slice()), ["b.md"]);
    assert_eq!(arranged.site.home.title, "The site");
}

#[test]
fn a_draft_is_no_home_page() {
    let [code, place, message, _] = sketch(&[])
        .page("index.md", |front| front.draft = true)
        .problem();
    assert_eq!(
        (code.as_str(), place.as_str()),
        ("no-home", "content/index.md")
    );
    assert!(message.contains("is a draft"), "{message}");
}

#[test]
fn drafts_future_and_expired_pages_are_left_out() {
    let pages = || {
        sketch(&["here.md"])
            .page("draft.md", |front| front.draft = true)
            .page("today.md", |front| {
                front.publish_at = Some(date("2026-03-01"))
            })
            .page("tomorrow.md", |front| {
                front.publish_at = Some(date("2026-03-02"))
            })
            .page("ended.md", |front| front.expires = Some(date("2026-03-01")))
            .page("ending.md", |front| {
                front.expires = Some(date("2026-03-02"))
            })
    };
    let published = ["index.html", "ending.html", "here.html", "today.html"];
    let site = pages().site();
    assert_eq!(addresses(&site), published);
    assert_eq!(
        children(&site.pages[0]),
        ["ending.md", "here.md", "today.md"]
    );

    let mut with_drafts = pages();
    with_drafts.drafts = true;
    assert_eq!(addresses(&with_drafts.site())[1], "draft.html");
}

#[test]
fn a_link_to_an_unpublished_page_says_why() {
    let [code, place, message, hint] = sketch(&[])
        .page("a.md", |front| front.publish_at = Some(date("2027-01-01")))
        .links("index.md", &["a.md#x"])
        .problem();
    assert_eq!(
        (code.as_str(), place.as_str()),
        ("link-to-unpublished", "content/index.md:link/0")
    );
    assert!(
        message.contains("`a.md` appears only on 2027-01-01"),
        "{message}"
    );
    assert!(hint.contains("publish_at"), "{hint}");
}

#[test]
fn pages_not_meant_as_pages_are_passed_over() {
    let site = sketch(&["_note.md", "ledger/x.md", "a/.b.md", "files/readme.md"]).site();
    assert_eq!(addresses(&site), ["index.html"]);
    assert_eq!(site.files[0].1, "readme.md");
}

#[test]
fn a_slug_replaces_the_last_part_of_the_name() {
    let slug = |name: &'static str| {
        move |front: &mut crate::page::FrontMatter| front.slug = Some(name.to_string())
    };
    let site = sketch(&["a/x.md"])
        .page("a/index.md", slug("cases"))
        .page("a/y.md", slug("why"))
        .page("a/b/index.md", slug("c"))
        .site();
    assert_eq!(
        addresses(&site),
        [
            "index.html",
            "cases/index.html",
            "a/c/index.html",
            "a/x.html",
            "a/why.html"
        ]
    );
    let [code, place, ..] = sketch(&[]).page("index.md", slug("start")).problem();
    assert_eq!(
        (code.as_str(), place.as_str()),
        ("useless-slug", "content/index.md:slug")
    );
}

#[test]
fn addresses_are_composed_unicode() {
    let site = sketch(&["cafe\u{301}.md"])
        .links("index.md", &["caf\u{e9}.md", "cafe%CC%81.md"])
        .site();
    assert_eq!(site.pages[1].address, "caf\u{e9}.html");
    assert_eq!(site.pages[1].backlinks.len(), 1);
}

#[test]
fn two_pages_at_one_address_are_an_error_that_names_both() {
    let [code, place, message, _] = sketch(&["a.md"])
        .page("b.md", |front| front.slug = Some("a".to_string()))
        .problem();
    assert_eq!(
        (code.as_str(), place.as_str()),
        ("address-taken", "content/b.md:slug")
    );
    for named in ["content/a.md", "content/b.md", "a.html"] {
        assert!(message.contains(named), "{message}");
    }
    let twins = sketch(&["caf\u{e9}.md", "cafe\u{301}.md"]).arrange();
    assert_eq!(twins.problems[0].code, "address-taken");
    assert_eq!(twins.site.pages.len(), 2);
}

#[test]
fn addresses_that_differ_in_capitals_are_an_error() {
    let [code, place, ..] = sketch(&["A.md", "a.md"]).problem();
    assert_eq!(
        (code.as_str(), place.as_str()),
        ("address-case", "content/a.md")
    );
}

#[test]
fn a_page_cannot_take_a_file_of_every_site() {
    for name in ["404.md", "feed.xml"] {
        let site = match name.ends_with(".md") {
            true => sketch(&[name]),
            false => sketch(&[]).files(&["files/feed.xml"]),
        };
        let [code, _, message, _] = site.problem();
        assert_eq!(code, "address-taken");
        assert!(
            message.contains("a file that belongs to every site"),
            "{message}"
        );
    }
}
