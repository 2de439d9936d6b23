//! Menus, redirects, the homes of the ledger, and a site of ten thousand pages.

use std::collections::BTreeSet;

use super::{Sketch, addresses, at, sketch};
use crate::config::{MenuItem, MenuTarget};
use crate::ledger::TableName;
use crate::site::{MenuLink, Resolved, SitePage};

fn menu(sketch: Sketch, targets: &[&str]) -> Sketch {
    let item = |(index, target): (usize, &&str)| MenuItem {
        target: match target.strip_prefix("url:") {
            Some(url) => MenuTarget::Url(url.to_string()),
            None => MenuTarget::Page(target.to_string()),
        },
        label: target.contains(':').then(|| "Label".to_string()),
        labels: Default::default(),
        key: format!("menu/{index}"),
    };
    let items = targets.iter().enumerate().map(item).collect();
    sketch.config(|config| {
        config.menus.insert("main".to_string(), items);
    })
}

fn marks(page: &SitePage) -> Vec<(bool, bool)> {
    let mark = |link: &MenuLink| (link.current, link.inside);
    page.menus["main"].iter().map(mark).collect()
}

#[test]
fn menus_mark_the_page_shown_and_the_section_it_lies_in() {
    let pages = sketch(&["s/index.md", "s/x.md", "s/t/y.md", "b.md"]);
    let site = menu(pages, &["index.md", "s/index.md", "b.md", "b.md#part"]).site();
    let (no, current, inside) = ((false, false), (true, false), (false, true));
    for (address, expected) in [
        ("index.html", [current, no, no, no]),
        ("s/index.html", [no, current, no, no]),
        ("s/t/y.html", [no, inside, no, no]),
        ("b.html", [no, no, current, no]),
    ] {
        assert_eq!(marks(at(&site, address)), expected, "{address}");
    }
}

#[test]
fn a_further_page_of_a_list_lies_inside_its_section() {
    let pages = sketch(&["s/index.md", "s/1.md", "s/2.md"]).config(|config| config.paginate_by = 1);
    let site = menu(pages, &["s/index.md"]).site();
    assert_eq!(marks(at(&site, "s/page-2.html")), [(false, true)]);
}

#[test]
fn menu_entries_have_labels_and_links_from_the_root() {
    let site = menu(
        sketch(&["a b.md"]),
        &["a b.md#x", "url:https://a.example/", "url:feed.xml"],
    )
    .site();
    let main = &site.pages[0].menus["main"];
    let told: Vec<_> = main
        .iter()
        .map(|link| (link.label.as_str(), link.href.as_str(), link.external))
        .collect();
    assert_eq!(
        told,
        [
            ("a b.md", "a%20b.html#x", false),
            ("Label", "https://a.example/", true),
            ("Label", "feed.xml", false)
        ]
    );
}

#[test]
fn a_menu_entry_that_names_nothing_is_reported_in_site_toml() {
    let [code, place, _, hint] = menu(sketch(&["about.md"]), &["index.md", "abot.md"]).problem();
    assert_eq!(
        (code.as_str(), place.as_str()),
        ("unknown-page", "content/site.toml:menu/1/page")
    );
    assert_eq!(hint, "did you mean `about.md`?");
    let draft = sketch(&[]).page("a.md", |front| front.draft = true);
    assert_eq!(menu(draft, &["a.md"]).problem()[0], "link-to-unpublished");
}

#[test]
fn aliases_and_redirects_send_readers_on() {
    let site = sketch(&[])
        .page("a.md", |front| {
            front.aliases = vec!["old/".into(), "/older/page.html".into()]
        })
        .files(&["paper.pdf"])
        .config(|config| {
            for (from, to) in [
                ("x.html", "a.md#part"),
                ("p.html", "paper.pdf"),
                ("e/", "https://a.example/"),
            ] {
                config.redirects.push((from.to_string(), to.to_string()));
            }
        })
        .site();
    let told: Vec<_> = site
        .redirects
        .iter()
        .map(|redirect| {
            let to = redirect.to.href(&redirect.from).unwrap();
            (redirect.from.as_str(), to, redirect.title.as_str())
        })
        .collect();
    let told: Vec<_> = told
        .iter()
        .map(|(from, to, title)| (*from, to.as_str(), *title))
        .collect();
    assert_eq!(
        told,
        [
            ("e/index.html", "https://a.example/", "https://a.example/"),
            ("old/index.html", "../a.html", "a.md"),
            ("older/page.html", "../a.html", "a.md"),
            ("p.html", "paper.pdf", "paper.pdf"),
            ("x.html", "a.html#part", "a.md"),
        ]
    );
    assert_eq!(site.files[0].1, "paper.pdf");
}

#[test]
fn an_alias_cannot_take_the_address_of_a_page() {
    let [code, place, message, _] = sketch(&["b.md"])
        .page("a.md", |front| front.aliases = vec!["b.html".into()])
        .problem();
    assert_eq!(
        (code.as_str(), place.as_str()),
        ("address-taken", "content/a.md:aliases/0")
    );
    assert!(message.contains("content/b.md"), "{message}");
}

#[test]
fn an_alias_is_a_page_or_a_folder_of_this_site() {
    for alias in [
        "old/page",
        "https://a.example/x.html",
        "../x.html",
        "a.html#x",
        "",
        "/",
    ] {
        let [code, place, ..] = sketch(&[])
            .page("a.md", |front| front.aliases = vec![alias.into()])
            .problem();
        assert_eq!(
            (code.as_str(), place.as_str()),
            ("bad-alias", "content/a.md:aliases/0"),
            "{alias}"
        );
    }
}

#[test]
fn a_redirect_to_nothing_is_reported_at_its_line() {
    let to = |target: &'static str| {
        sketch(&["about.md"]).config(move |config| {
            config
                .redirects
                .push(("old.html".to_string(), target.to_string()));
        })
    };
    for target in ["abot.md", "#x"] {
        let [code, place, ..] = to(target).problem();
        assert_eq!(
            (code.as_str(), place.as_str()),
            ("unknown-page", "content/site.toml:redirects/old.html")
        );
    }
}

#[test]
fn the_page_that_lists_most_of_a_table_is_its_home() {
    use crate::page::Listing;
    let shows = |lists: &'static [(TableName, Listing)]| {
        move |facts: &mut crate::page::PageFacts| facts.lists = lists.iter().copied().collect()
    };
    let site = sketch(&["a.md", "b.md", "c.md"])
        .facts(
            "a.md",
            shows(&[
                (TableName::Sources, Listing::Whole),
                (TableName::People, Listing::Parts(2)),
                (TableName::Claims, Listing::Parts(1)),
            ]),
        )
        .facts(
            "b.md",
            shows(&[
                (TableName::Sources, Listing::Whole),
                (TableName::People, Listing::Whole),
            ]),
        )
        .facts("c.md", shows(&[(TableName::Claims, Listing::Parts(3))]))
        .site();
    assert_eq!(site.homes[&TableName::Claims], "c.html");
    assert_eq!(site.homes[&TableName::Sources], "a.html");
    assert_eq!(site.homes[&TableName::People], "b.html");
    assert_eq!(
        at(&site, "b.html").lists,
        BTreeSet::from([TableName::People])
    );
}

#[test]
fn ten_thousand_pages_are_arranged_at_once() {
    let names: Vec<String> = (0..10_000)
        .map(|page| format!("s{}/p{page}.md", page % 100))
        .collect();
    let sections: Vec<String> = (0..100)
        .map(|section| format!("s{section}/index.md"))
        .collect();
    let mut tree = sketch(&[]).config(|config| config.paginate_by = 50);
    for name in names.iter().chain(&sections) {
        let path = crate::input::FilePath::new(format!("content/{name}"));
        tree.files
            .insert(path.clone(), crate::input::InputFile::new(&b""[..]));
        let mut facts = tree.pages[0].clone();
        facts.path = path;
        facts.front.title = name.clone();
        facts.front.tags = vec![format!("tag {}", name.len()), "all".to_string()];
        let targets = ["/index.md", "index.md", "gone.md"];
        facts.links = targets[..2]
            .iter()
            .chain(if name.ends_with("7.md") {
                &targets[2..]
            } else {
                &[]
            })
            .map(|target| crate::page::LinkUse {
                target: target.to_string(),
                embeds: false,
            })
            .collect();
        tree.pages.push(facts);
    }
    // A step that looks at all pairs of pages would take minutes here.
    let arranged = tree.arrange();
    assert_eq!(arranged.problems.len(), 1000);
    assert_eq!(arranged.problems[0].code, "broken-link");
    let site = arranged.site;
    assert!(addresses(&site).len() > 10_300);
    assert_eq!(at(&site, "index.html").backlinks.len(), 10_100);
    assert!(matches!(site.pages[5].links[0], Resolved::Page { .. }));
}
