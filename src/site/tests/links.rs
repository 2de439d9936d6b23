//! Where links lead.

use super::{Sketch, at, sketch, titles};
use crate::input::FilePath;
use crate::site::Resolved;

fn resolve(from: &str, target: &str) -> Resolved {
    let site = around().links(from, &[target]).site();
    let found = site.pages.iter().find(|page| {
        page.facts
            .as_ref()
            .is_some_and(|facts| facts.path.as_str() == format!("content/{from}"))
    });
    found.unwrap().links[0].clone()
}

fn around() -> Sketch {
    sketch(&[
        "timeline.md",
        "a/index.md",
        "a/b.md",
        "cases/index.md",
        "with space.md",
    ])
    .files(&[
        "a/photo.jpg",
        "files/report.pdf",
        "data/t.csv",
        "ledger/claims.toml",
        "_x/y.md",
    ])
}

fn page(address: &str, anchor: Option<&str>, title: &str) -> Resolved {
    Resolved::Page {
        address: address.to_string(),
        anchor: anchor.map(str::to_string),
        title: title.to_string(),
        description: None,
    }
}

fn file(address: &str, path: &str, fragment: Option<&str>) -> Resolved {
    Resolved::File {
        address: address.to_string(),
        path: FilePath::new(path),
        fragment: fragment.map(str::to_string),
    }
}

#[test]
fn links_lead_to_pages() {
    let timeline = || page("timeline.html", None, "timeline.md");
    assert_eq!(resolve("index.md", "timeline.md"), timeline());
    assert_eq!(resolve("a/b.md", "../timeline.md"), timeline());
    assert_eq!(resolve("a/b.md", "/timeline.md"), timeline());
    assert_eq!(resolve("index.md", "timeline.md?x=1"), timeline());
    assert_eq!(
        resolve("index.md", "timeline.md#qu%C3%A9"),
        page("timeline.html", Some("qué"), "timeline.md")
    );
    assert_eq!(
        resolve("index.md", "with%20space.md"),
        page("with space.html", None, "with space.md")
    );
    let section = || page("a/index.html", None, "a/index.md");
    assert_eq!(resolve("index.md", "a/"), section());
    assert_eq!(resolve("a/b.md", "./"), section());
    assert_eq!(resolve("a/b.md", "index.md"), section());
    assert_eq!(
        resolve("a/b.md", "../"),
        page("index.html", None, "index.md")
    );
}

#[test]
fn other_links_are_told_apart() {
    let url = "https://a.example/x.md?y#z";
    assert_eq!(
        resolve("index.md", url),
        Resolved::External(url.to_string())
    );
    assert_eq!(
        resolve("index.md", "#mexico"),
        Resolved::Anchor("mexico".to_string())
    );
    assert_eq!(
        resolve("a/b.md", "photo.jpg"),
        file("a/photo.jpg", "content/a/photo.jpg", None)
    );
    assert_eq!(
        resolve("a/b.md", "../files/report.pdf#page=3"),
        file("report.pdf", "content/files/report.pdf", Some("page=3"))
    );
    assert_eq!(
        resolve("index.md", "assets/style.css")
            .href("a/b.html")
            .as_deref(),
        Some("../assets/style.css")
    );
}

#[test]
fn what_stands_in_the_page_is_relative_and_encoded() {
    let href = |link: Resolved| link.href("a/b.html");
    assert_eq!(
        href(page("a/index.html", Some("qué"), "")).as_deref(),
        Some("index.html#qu%C3%A9")
    );
    assert_eq!(
        href(file("r s.pdf", "", Some("page=3"))).as_deref(),
        Some("../r%20s.pdf#page=3")
    );
    assert_eq!(
        href(Resolved::Anchor("x".to_string())).as_deref(),
        Some("#x")
    );
    assert_eq!(href(Resolved::Broken), None);
}

#[test]
fn a_broken_link_says_what_to_write() {
    for (from, target, message, hint) in [
        (
            "index.md",
            "timelin.md",
            "there is no `content/timelin.md`",
            "did you mean `timeline.md`?",
        ),
        (
            "a/b.md",
            "timeline.md",
            "there is no `content/a/timeline.md`",
            "did you mean `../timeline.md`?",
        ),
        (
            "index.md",
            "Timeline.md#x",
            "called `content/timeline.md`",
            "write `timeline.md#x`",
        ),
        (
            "index.md",
            "timeline.html#x",
            "names its Markdown file",
            "write `timeline.md#x`",
        ),
        (
            "a/b.md",
            "index.html",
            "names its Markdown file",
            "write `index.md`",
        ),
        (
            "index.md",
            "timeline",
            "leads nowhere",
            "write `timeline.md`",
        ),
        ("index.md", "a", "leads nowhere", "write `a/index.md`"),
        ("index.md", "a\\b.md", "parted by `/`", "write `a/b.md`"),
        (
            "index.md",
            "with%20Space.md",
            "capitals count",
            "write `with%20space.md`",
        ),
        ("index.md", "a/c.md", "leads nowhere", ""),
        (
            "index.md",
            "a/photo.png",
            "leads nowhere",
            "did you mean `a/photo.jpg`?",
        ),
        (
            "cases/index.md",
            "../case/",
            "has no index.md",
            "did you mean `index.md`?",
        ),
        ("index.md", "zzz/", "`content/zzz/` has no index.md", ""),
        (
            "index.md",
            "../README.md",
            "out of `content/`",
            "stays within",
        ),
        ("index.md", "", "names nothing", "timeline.md"),
        ("index.md", "!timeline.md", "is a page", ""),
        (
            "index.md",
            "zzzzzzz.png",
            "there is no `content/zzzzzzz.png`",
            "",
        ),
    ] {
        let [code, place, said, hinted] = around().links(from, &[target]).problem();
        assert_eq!(code, "broken-link", "{target}");
        assert_eq!(place, format!("content/{from}:link/0"));
        assert!(said.contains(message), "{target}: {said}");
        assert!(
            hinted.contains(hint) && hint.is_empty() == hinted.is_empty(),
            "{target}: {hinted}"
        );
    }
    let arranged = around().links("index.md", &["x.md"]).arrange();
    assert_eq!(arranged.site.pages[0].links, [Resolved::Broken]);
}

#[test]
fn private_files_cannot_be_linked() {
    for target in [
        "ledger/claims.toml",
        "site.toml",
        "_x/y.md",
        ".git/config",
        "a/~b.md",
    ] {
        let [code, ..] = around().links("index.md", &[target]).problem();
        assert_eq!(code, "link-to-private", "{target}");
    }
}

#[test]
fn a_page_that_could_not_be_read_is_reported_elsewhere() {
    let arranged = sketch(&[])
        .files(&["a.md"])
        .links("index.md", &["a.md"])
        .arrange();
    assert_eq!(arranged.problems, []);
    assert_eq!(arranged.site.pages[0].links, [Resolved::Broken]);
}

#[test]
fn backlinks_name_each_page_once_in_outline_order_and_never_itself() {
    let site = sketch(&["a.md", "b.md", "c.md"])
        .links("c.md", &["a.md#x", "index.md", "a.md"])
        .links("b.md", &["a.md"])
        .links("a.md", &["a.md", "#x"])
        .site();
    assert_eq!(titles(&at(&site, "a.html").backlinks), ["b.md", "c.md"]);
    assert_eq!(titles(&at(&site, "index.html").backlinks), ["c.md"]);
    assert!(at(&site, "b.html").backlinks.is_empty());
}

#[test]
fn the_image_of_a_page_is_a_file_of_the_site() {
    let with = |image: &'static str| {
        around().page("a/c.md", move |front| front.image = Some(image.to_string()))
    };
    let site = with("photo.jpg").site();
    let found = (
        FilePath::new("content/a/photo.jpg"),
        "a/photo.jpg".to_string(),
    );
    assert_eq!(at(&site, "a/c.html").image, Some(found.clone()));
    assert!(site.files.contains(&found));
    for image in ["phot.jpg", "https://a.example/x.jpg", "b.md"] {
        let [code, place, ..] = with(image).problem();
        assert_eq!(
            (code.as_str(), place.as_str()),
            ("broken-link", "content/a/c.md:image")
        );
    }
}

#[test]
fn files_are_published_when_referred_to_and_else_stay_home() {
    let site = around()
        .files(&[
            "a/unused.png",
            "_y.png",
            "a/.hidden",
            "ledger/claims.es.toml",
        ])
        .links("index.md", &["a/photo.jpg", "data/t.csv"])
        .site();
    let published: Vec<_> = site
        .files
        .iter()
        .map(|(_, address)| address.as_str())
        .collect();
    assert_eq!(published, ["a/photo.jpg", "data/t.csv", "report.pdf"]);
    assert_eq!(site.stay_home, ["content/a/unused.png"]);
    let nothing_used = around().site();
    assert_eq!(nothing_used.stay_home, ["content/a/photo.jpg"]);
}

#[test]
fn a_file_cannot_take_the_address_of_a_page() {
    let [code, place, message, _] = sketch(&["a.md"]).files(&["files/a.html"]).problem();
    assert_eq!(
        (code.as_str(), place.as_str()),
        ("address-taken", "content/files/a.html")
    );
    assert!(message.contains("content/a.md"), "{message}");
}

#[test]
fn guesses_are_limited_but_every_problem_is_told() {
    let targets: Vec<String> = (0..250)
        .map(|number| format!("timeline{number:03}.md"))
        .collect();
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    let problems = around().links("index.md", &targets).problems();
    assert_eq!(problems.len(), 250);
    assert!(problems[0][3].contains("timeline.md"));
    assert!(problems[249][3].is_empty());
}
