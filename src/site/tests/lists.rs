//! Neighbours, tags and long lists.

use super::{addresses, at, children, date, sketch, titles};
use crate::page::FrontMatter;
use crate::site::{PageKey, PageKind, PageOf};

fn tagged(tags: &'static [&'static str]) -> impl FnOnce(&mut FrontMatter) {
    move |front| front.tags = tags.iter().map(|tag| tag.to_string()).collect()
}

#[test]
fn neighbours_are_listed_siblings_of_one_section() {
    let site = sketch(&["a.md", "b/index.md", "b/x.md", "b/y.md", "d.md"])
        .page("c.md", |front| front.listed = false)
        .site();
    let around = |address| {
        let page = at(&site, address);
        let title = |link: &Option<crate::site::LinkTo>| link.clone().map(|link| link.title);
        (title(&page.prev), title(&page.next))
    };
    let some = |title: &str| Some(title.to_string());
    assert_eq!(around("a.html"), (None, some("b/index.md")));
    assert_eq!(around("b/index.html"), (some("a.md"), some("d.md")));
    assert_eq!(around("b/x.html"), (None, some("b/y.md")));
    assert_eq!(around("b/y.html"), (some("b/x.md"), None));
    assert_eq!(around("c.html"), (None, None));
    assert_eq!(around("index.html"), (None, None));
}

#[test]
fn unlisted_pages_are_in_no_list() {
    let site = sketch(&[])
        .page("a.md", |front| {
            front.listed = false;
            front.tags = vec!["law".to_string(), "war".to_string()];
        })
        .page("b.md", tagged(&["war"]))
        .site();
    assert_eq!(children(&site.pages[0]), ["b.md"]);
    assert!(!at(&site, "a.html").in_sitemap);
    assert!(at(&site, "b.html").in_sitemap);
    assert_eq!(addresses(&site)[3..], ["tags/index.html", "tags/war.html"]);
    assert_eq!(children(at(&site, "tags/war.html")), ["b.md"]);
    assert_eq!(titles(&at(&site, "a.html").tags), ["war"]);
    assert_eq!(site.tags[0].count, 1);
}

#[test]
fn tag_pages_list_the_newest_first() {
    let dated = |day: &'static str| {
        move |front: &mut FrontMatter| {
            front.tags = vec!["Public Law".to_string()];
            front.date = (!day.is_empty()).then(|| date(day));
        }
    };
    let site = sketch(&[])
        .page("z.md", dated(""))
        .page("y.md", dated("2026-01-02"))
        .page("x.md", dated("2026-01-01"))
        .page("w.md", dated("2026-01-01"))
        .site();
    let tag = at(&site, "tags/public-law.html");
    assert_eq!(children(tag), ["y.md", "w.md", "x.md", "z.md"]);
    assert_eq!(
        (tag.title.as_str(), tag.kind, tag.base.as_str()),
        ("Public Law", PageKind::Tag, "../")
    );
    assert_eq!(titles(&tag.breadcrumbs), ["index.md", "Tags"]);
    assert_eq!(site.tags[0].count, 4);
    let card_tags = &at(&site, "index.html").children[0].tags;
    assert_eq!(card_tags[0].address, "tags/public-law.html");
}

#[test]
fn without_tags_there_are_no_tag_pages() {
    assert_eq!(
        addresses(&sketch(&["a.md"]).site()),
        ["index.html", "a.html"]
    );
}

#[test]
fn a_page_of_tags_can_be_linked() {
    let site = sketch(&[])
        .page("a.md", tagged(&["law"]))
        .links("a.md", &["tags/law.html", "tags/index.html"])
        .site();
    let links = &at(&site, "a.html").links;
    assert_eq!(links[0].href("a.html").as_deref(), Some("tags/law.html"));
    assert_eq!(links[1].href("a.html").as_deref(), Some("tags/index.html"));
}

#[test]
fn two_spellings_of_a_tag_share_a_page_and_are_warned_of() {
    let sketch = || {
        sketch(&[])
            .page("a.md", tagged(&["Law"]))
            .page("b.md", tagged(&["law ", "law"]))
    };
    let problems = sketch().problems();
    assert_eq!(problems.len(), 2);
    let [code, place, message, hint] = &problems[0];
    assert_eq!(
        (code.as_str(), place.as_str()),
        ("tag-spelling", "content/b.md:tags/0")
    );
    assert!(
        message.contains("\"law\"") && message.contains("\"Law\" in `content/a.md`"),
        "{message}"
    );
    assert!(hint.contains("Law"));
    let site = sketch().arrange().site;
    assert_eq!(site.tags[0].name, "Law");
    assert_eq!(titles(&at(&site, "b.html").tags), ["Law"]);
}

#[test]
fn a_tag_has_a_letter_or_digit() {
    let [code, place, ..] = sketch(&[]).page("a.md", tagged(&["law", "?!"])).problem();
    assert_eq!(
        (code.as_str(), place.as_str()),
        ("bad-tag", "content/a.md:tags/1")
    );
}

#[test]
fn a_content_page_keeps_its_address_against_a_tag() {
    let [code, place, message, _] = sketch(&["tags/law.md"])
        .page("a.md", tagged(&["law"]))
        .problem();
    assert_eq!(
        (code.as_str(), place.as_str()),
        ("address-taken", "content/tags/law.md")
    );
    assert!(message.contains("the page of the tag \"law\""), "{message}");
}

#[test]
fn long_lists_go_on_on_further_pages() {
    let site = sketch(&["s/index.md", "s/1.md", "s/2.md", "s/3.md"])
        .page("s/index.md", |front| {
            front.title = "s".to_string();
            front.paginate_by = Some(2);
        })
        .links("s/1.md", &["index.md"])
        .site();
    assert_eq!(addresses(&site)[1..3], ["s/index.html", "s/page-2.html"]);
    let (first, second) = (at(&site, "s/index.html"), at(&site, "s/page-2.html"));
    assert_eq!(children(first), ["s/1.md", "s/2.md"]);
    assert_eq!(children(second), ["s/3.md"]);
    assert_eq!(
        second.key,
        PageKey {
            language: 0,
            of: PageOf::File(crate::input::FilePath::new("content/s/index.md")),
            number: 2
        }
    );
    assert_eq!((second.base.as_str(), second.in_sitemap), ("../", false));
    assert_eq!(titles(&first.backlinks), ["s/1.md"]);
    assert!(second.backlinks.is_empty());
    let (here, there) = (
        first.pagination.as_ref().unwrap(),
        second.pagination.as_ref().unwrap(),
    );
    assert_eq!(
        (
            here.number,
            here.pages,
            here.prev.as_deref(),
            here.next.as_deref()
        ),
        (1, 2, None, Some("s/page-2.html"))
    );
    assert_eq!(
        (there.number, there.prev.as_deref(), there.next.as_deref()),
        (2, Some("s/index.html"), None)
    );
    assert_eq!(*there.addresses, ["s/index.html", "s/page-2.html"]);
}

#[test]
fn the_site_says_how_long_lists_may_be() {
    let pages = ["1.md", "2.md", "3.md"];
    let with = |size: usize| {
        let mut sketch = sketch(&pages).config(|config| config.paginate_by = size);
        for page in pages {
            sketch = sketch.facts(page, |facts| facts.front.tags = vec!["law".to_string()]);
        }
        sketch
    };
    let two = with(2).site();
    let more: Vec<_> = addresses(&two)
        .into_iter()
        .filter(|address| address.contains("page-"))
        .collect();
    assert_eq!(more, ["page-2.html", "tags/law/page-2.html"]);
    assert_eq!(at(&two, "tags/law/page-2.html").base, "../../");
    for size in [0, 3] {
        let site = with(size).site();
        assert!(
            site.pages.iter().all(|page| page.pagination.is_none()),
            "{size}"
        );
        assert_eq!(site.pages[0].children.len(), 3);
    }
    let taken = with(2).page("page-2.md", |_| {}).arrange();
    // The writer's own page stays; the further page of the list gives way.
    assert_eq!(at(&taken.site, "page-2.html").title, "page-2.md");
    assert_eq!(taken.problems.len(), 1);
    assert_eq!(taken.problems[0].code, "address-taken");
    let message = &taken.problems[0].message;
    assert!(
        message.contains("page 2 of the list of `content/index.md`"),
        "{message}"
    );
}
