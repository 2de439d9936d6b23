//! A page as one file: everything is in it, nothing in it leads to the disk of whoever opens it, and only that file is written.

#![allow(
    clippy::disallowed_methods,
    reason = "these tests stand outside the doors: they lay out sites and look at what was written"
)]

mod common;
#[path = "cli/runner.rs"]
mod runner;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

use common::{Sketch, between, folder, own_site, site};
use html5gum::{Token, Tokenizer};
use nutgraf::build::{Engine, Generation};
use nutgraf::config::Security;
use nutgraf::single::{MARK, OneFile, Page, one_file};
use runner::{Site, files};

fn generation(sketch: &Sketch) -> Arc<Generation> {
    Engine::new().arrange(&sketch.files, &sketch.options)
}

fn file_of(generation: &Generation, address: &str) -> OneFile {
    let alone = generation.alone(address).expect("a page");
    one_file(&Page {
        address,
        html: &alone.html,
        base_url: alone.base_url.as_deref(),
        security: &alone.security,
        published: &|address| generation.get(address).map(|answer| answer.bytes),
    })
}

fn html_of(sketch: &Sketch, address: &str) -> String {
    let file = file_of(&generation(sketch), address);
    assert_eq!(file.cannot, [] as [&str; 0], "{address}");
    file.html
}

/// Attributes that hold an address, and whether browsers fetch it by themselves.
const ADDRESSES: &[&str] = &[
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "imagesrcset",
    "longdesc",
    "manifest",
    "ping",
    "poster",
    "src",
    "srcset",
    "xlink:href",
];

/// Every address in a file that is neither in the file nor a whole one where a reader follows it.
fn leftovers(html: &str) -> Vec<String> {
    let (mut left, mut ids, mut anchors) = (Vec::new(), BTreeSet::new(), Vec::new());
    let mut in_style = false;
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                in_style = name == "style";
                for (attribute, value) in &tag.attributes {
                    let attribute = String::from_utf8_lossy(attribute).into_owned();
                    let value = String::from_utf8_lossy(value).into_owned();
                    let follows = matches!(
                        name.as_str(),
                        "a" | "area" | "link" | "form" | "button" | "q" | "blockquote"
                    );
                    let is_whole = ["https://", "http://", "mailto:"]
                        .iter()
                        .any(|start| value.starts_with(start));
                    let is_icon = tag
                        .attributes
                        .get(&b"rel"[..])
                        .is_some_and(|rel| rel.windows(4).any(|word| word == b"icon"));
                    let is_meta = name == "meta"
                        && value.contains('/')
                        && value.contains('.')
                        && !value.contains(' ');
                    if attribute == "id" {
                        ids.insert(value);
                    } else if ADDRESSES.contains(&attribute.as_str()) || is_meta {
                        match value.strip_prefix('#') {
                            Some(anchor) if name == "a" => anchors.push(anchor.to_string()),
                            Some(_) => {}
                            None if value.starts_with("data:") => {}
                            None if is_whole && (follows && !is_icon || is_meta) => {}
                            None => left.push(format!("<{name} {attribute}={value}>")),
                        }
                    } else if attribute == "style" || attribute == "fill" || attribute == "mask" {
                        left.extend(sheet_leftovers(&value));
                    }
                }
            }
            Token::String(text) if in_style => {
                left.extend(sheet_leftovers(&String::from_utf8_lossy(&text)));
            }
            Token::EndTag(_) => in_style = false,
            _ => {}
        }
    }
    let lost = anchors.into_iter().filter(|anchor| {
        let anchor = percent_encoding::percent_decode_str(anchor)
            .decode_utf8_lossy()
            .into_owned();
        !anchor.is_empty() && !ids.contains(&anchor)
    });
    left.extend(lost.map(|anchor| format!("no place is called {anchor}")));
    left
}

fn sheet_leftovers(css: &str) -> Vec<String> {
    let imports = css.matches("@import").map(str::to_string);
    let addresses = css.split("url(").skip(1).filter(|rest| {
        let rest = rest.trim_start().trim_start_matches(['"', '\'']);
        !rest.starts_with("data:") && !rest.starts_with('#')
    });
    let addresses =
        addresses.map(|rest| format!("url({}", rest.chars().take(40).collect::<String>()));
    imports.chain(addresses).collect()
}

fn gallery() -> Sketch {
    let mut sketch = site();
    for (path, bytes) in folder("tests/browser/gallery/content") {
        sketch = sketch.bytes(&format!("content/{path}"), bytes);
    }
    sketch
}

/// The same site without the address it will have.
fn without_base(sketch: Sketch) -> Sketch {
    let file = sketch
        .files
        .get("content/site.toml")
        .expect("site.toml")
        .bytes()
        .clone();
    let text = String::from_utf8_lossy(&file);
    let lines = text.lines().filter(|line| !line.starts_with("base_url"));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    sketch.file("content/site.toml", &text)
}

#[test]
fn the_search_for_leftovers_finds_them() {
    for html in [
        "<img src=a.png>",
        "<img src=https://example.org/a.png>",
        "<link rel=icon href=https://example.org/a.svg>",
        "<a href=people.html>",
        "<a href=file:///a>",
        "<a href='#nowhere'>",
        "<video poster=a.png>",
        "<style>p{background:url( 'a.png' )}</style>",
        "<style>@import 'a.css';</style>",
        "<meta property=og:image content=cards/a.png>",
        "<svg><use xlink:href='a.svg#b'/></svg>",
    ] {
        assert_eq!(leftovers(html).len(), 1, "{html}");
    }
    let fine = "<a id=b href='#b'></a><a href='#'></a><a href=mailto:a@b.c></a><img src=data:,>";
    assert_eq!(leftovers(fine), [] as [&str; 0]);
}

#[test]
fn every_page_of_ours_and_of_the_gallery_is_whole_in_its_file() {
    for (sketch, has_base) in [
        (own_site(), true),
        (without_base(own_site()), false),
        (gallery(), true),
        (without_base(gallery()), false),
    ] {
        let generation = generation(&sketch);
        let mut pages = 0;
        for address in generation.addresses_but_of_search() {
            // The page for wrong addresses and those that send a reader on are no pages of the site.
            let Some(alone) = generation.alone(&address) else {
                continue;
            };
            pages += 1;
            let file = file_of(&generation, &address);
            assert_eq!(file.cannot, [] as [&str; 0], "{address}");
            assert_eq!(file.left_out, [] as [&str; 0], "{address}");
            assert_eq!(leftovers(&file.html), [] as [&str; 0], "{address}");
            assert!(!file.html.contains("type=\"search\""), "{address}");
            assert!(!file.html.contains("<script src") && !file.html.contains("<script defer"));
            assert_eq!(file.html.matches(MARK).count(), 1);
            assert!(alone.file_name.ends_with(".html"));
            assert_eq!(
                file.html.contains("rel=\"canonical\""),
                has_base,
                "{address}"
            );
        }
        assert!(pages > 5, "{pages}");
        let again = self::generation(&sketch);
        let (first, second) = (
            file_of(&generation, "index.html"),
            file_of(&again, "index.html"),
        );
        assert_eq!(first, second, "twice the same");
    }
}

#[test]
fn links_lead_to_the_site_or_nowhere() {
    let sketch = site()
        .ledger("glossary", "[k]\nterm = \"kingpin\"\nshort = \"S.\"\nsources = []\n")
        .page("words.md", "::: glossary\n:::\n")
        .page("deep/index.md", "")
        .page("deep/one.md", "## Here {#here}\n\n[kingpin] [two](../two.md#x) [here](#here) [mail](mailto:a@b.c) [far](https://example.net/)\n")
        .page("two.md", "## X {#x}\n");
    let html = html_of(&sketch, "deep/one.html");
    for part in [
        "<a href=\"https://example.org/story/two.html#x\">two</a>",
        "<a href=\"#here\">here</a>",
        "<a href=\"mailto:a@b.c\">mail</a>",
        "<a href=\"https://example.net/\">far</a>",
        "<link rel=\"canonical\" href=\"https://example.org/story/deep/one.html\">",
        "<a href=\"https://example.org/story/deep/\">",
        // What is told beside a link is found by its address.
        "href=\"https://example.org/story/words.html#term-k\">kingpin</a>",
        "data-for=\"https://example.org/story/words.html#term-k\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let html = html_of(&without_base(sketch), "deep/one.html");
    for part in [
        "<span data-href=\"../two.html#x\">two</span>",
        "<a href=\"#here\">here</a>",
        "<a href=\"https://example.net/\">far</a>",
        "data-href=\"../words.html#term-k\">kingpin</span>",
        "data-for=\"../words.html#term-k\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("example.org"), "{html}");
    assert!(!html.contains("canonical"), "{html}");
}

/// A page made of these elements, among some files of a site.
fn made(body: &str) -> OneFile {
    let published: BTreeMap<&str, &[u8]> = BTreeMap::from([
        (
            "assets/a.css",
            &b"@import url('b.css') print;\np{background:URL( dot.png )}"[..],
        ),
        (
            "assets/b.css",
            b"@import 'a.css';b{mask:url('sub/d\\6ft.svg#x')}</style>",
        ),
        ("assets/dot.png", b"\x89PNG dot"),
        ("assets/sub/dot.svg", b"<svg/>"),
        ("assets/a.js", b"a('</script>')"),
        ("assets/m.js", b"m()"),
        ("assets/n.js", b"import './m.js'"),
        ("a-480w.jpg", b"narrow"),
        ("a.jpg", b"wide"),
        ("clip.mp4", b"clip"),
        ("data.csv", b"a,b"),
        ("x/other.html", b"other"),
    ]);
    let published: BTreeMap<&str, Arc<[u8]>> = published
        .into_iter()
        .map(|(address, bytes)| (address, Arc::from(bytes)))
        .collect();
    one_file(&Page {
        address: "x/page.html",
        html: &format!("<!doctype html><head></head><body>{body}</body></html>"),
        base_url: Some("https://example.org/s/"),
        security: &Security::default(),
        published: &|address| published.get(address).cloned(),
    })
}

/// The same, without what stands around it.
fn body(html: &str) -> String {
    let file = made(html);
    assert_eq!(file.cannot, [] as [&str; 0], "{html}");
    assert_eq!(leftovers(&file.html), [] as [&str; 0], "{html}");
    between(&file.html, "<body>", "</body>").to_string()
}

const DOT: &str = "data:image/png;base64,iVBORyBkb3Q=";
const WIDE: &str = "data:image/jpeg;base64,d2lkZQ==";

#[test]
fn whatever_a_page_shows_is_put_into_it() {
    for (html, expected) in [
        (
            "<img src=../a.jpg alt=A>",
            format!("<img src=\"{WIDE}\" alt=\"A\">"),
        ),
        (
            "<img src='/s/a.jpg' srcset='../a-480w.jpg 480w, ../a.jpg 1200w' sizes=10em loading=lazy alt>",
            format!("<img src=\"{WIDE}\" alt>"),
        ),
        (
            "<picture><source srcset='../a.jpg 2x' type=image/avif><source srcset=../a.jpg media='(prefers-color-scheme: dark)'><img src=https://example.org/s/a.jpg></picture>",
            format!(
                "<picture><source srcset=\"{WIDE}\" media=\"(prefers-color-scheme: dark)\"><img src=\"{WIDE}\"></picture>"
            ),
        ),
        (
            "<video poster=../assets/dot.png><source src=../clip.mp4></video>",
            format!(
                "<video poster=\"{DOT}\"><source src=\"data:video/mp4;base64,Y2xpcA==\"></video>"
            ),
        ),
        (
            "<input type=image src=../assets/dot.png>",
            format!("<input type=\"image\" src=\"{DOT}\">"),
        ),
        (
            "<td background=../assets/dot.png>",
            format!("<td background=\"{DOT}\">"),
        ),
        (
            "<i data-src=../assets/dot.png data-n=1.5 data-v='a b.png'></i>",
            format!("<i data-src=\"{DOT}\" data-n=\"1.5\" data-v=\"a b.png\"></i>"),
        ),
        (
            "<p style='background: url(../assets/dot.png)'>",
            format!("<p style=\"background: url(&quot;{DOT}&quot;)\">"),
        ),
        (
            "<style>p{background:url(../assets/dot.png)}</style>",
            format!("<style>p{{background:url(\"{DOT}\")}}</style>"),
        ),
        (
            "<svg><image href=../assets/dot.png /></svg>",
            format!("<svg><image href=\"{DOT}\" /></svg>"),
        ),
        (
            "<link rel=stylesheet media=screen href=../assets/a.css>",
            format!(
                "<style media=\"screen\">@media print{{b{{mask:url(\"data:image/svg+xml;charset=utf-8;base64,PHN2Zy8+#x\")}}<\\/style>}}\n\np{{background:url(\"{DOT}\")}}</style>"
            ),
        ),
        (
            "<noscript><img src=../a.jpg></noscript>",
            format!("<noscript><img src=\"{WIDE}\"></noscript>"),
        ),
        (
            "<a href=../data.csv download>CSV</a>",
            "<a href=\"data:text/csv;charset=utf-8;base64,YSxi\" download=\"data.csv\">CSV</a>"
                .to_string(),
        ),
    ] {
        assert_eq!(body(html), expected, "{html}");
    }
}

#[test]
fn scripts_run_when_they_did() {
    let script = "<script data-a>a('\\x3C/script>')</script>";
    for (html, expected) in [
        (
            "<script data-a src=../assets/a.js></script><p>",
            format!("{script}<p>"),
        ),
        // What waited for the page stands at its end, in the same order.
        (
            "<script defer src=../assets/m.js></script><p></p><script data-a async src=../assets/a.js></script><i></i>",
            format!("<p></p><i></i><script>m()</script>\n{script}\n"),
        ),
        (
            "<script type=module src=../assets/m.js></script><p>",
            "<script type=\"module\">m()</script><p>".to_string(),
        ),
        (
            "<script nomodule src=../assets/m.js></script>",
            String::new(),
        ),
        (
            "<script type=text/plain src=../assets/m.js></script>",
            "<script type=\"text/plain\"></script>".to_string(),
        ),
        (
            "<script>if (a < b) c()</script>",
            "<script>if (a < b) c()</script>".to_string(),
        ),
        (
            "<template><script defer src=../assets/m.js></script></template>",
            "<template><script>m()</script></template>".to_string(),
        ),
    ] {
        assert_eq!(body(html), expected, "{html}");
    }
}

#[test]
fn what_a_file_has_no_use_for_goes() {
    for html in [
        "<link rel=preload as=font href=../a.woff2>",
        "<link rel='prefetch stylesheet-like' href=../a.css>",
        "<link rel=manifest href=../m.json>",
        "<link rel='alternate stylesheet' href=../assets/a.css>",
        "<link rel=preconnect href=https://example.net>",
        "<meta http-equiv=refresh content='5; url=other.html'>",
        "<base href=/s/x/>",
    ] {
        assert_eq!(body(html), "", "{html}");
    }
    assert_eq!(
        body("<svg/><a href=file:///c>c</a><svg><a xlink:href=other.html></a></svg>"),
        "<svg/><span data-href=\"file:///c\">c</span><svg><a xlink:href=\"https://example.org/s/x/other.html\"></a></svg>"
    );
    // The base counts before it goes.
    assert_eq!(
        body("<base href=../><img src=a.jpg>"),
        format!("<img src=\"{WIDE}\">")
    );
    assert_eq!(
        body("<a href=other.html#b ping=https://example.net/>b</a>"),
        "<a href=\"https://example.org/s/x/other.html#b\">b</a>"
    );
    assert_eq!(
        body(
            "<a href=page.html#b>b</a><a href=file:///c>c</a><svg><a href=file:///d><text>d</text></a></svg><i id=b>"
        ),
        "<a href=\"#b\">b</a><span data-href=\"file:///c\">c</span><svg><a data-href=\"file:///d\"><text>d</text></a></svg><i id=b>"
    );
}

#[test]
fn nothing_is_asked_of_other_hosts() {
    for (html, expected) in [
        (
            "<img src=https://a.example/b.png alt='a b'>",
            "<span>a b</span>",
        ),
        ("<script src=https://a.example/b.js></script>", ""),
        ("<link rel=stylesheet href=//a.example/b.css>", ""),
        (
            "<style>p{background:url(https://a.example/b.png)}</style>",
            "<style>p{background:url(\"data:,\")}</style>",
        ),
        (
            "<iframe src=https://a.example/b title=Map>x</iframe>",
            "<a href=\"https://a.example/b\">Map</a>",
        ),
    ] {
        assert_eq!(body(html), expected, "{html}");
        assert_eq!(made(html).left_out.len(), 1, "{html}");
    }
}

#[test]
fn what_cannot_be_in_one_file_is_told() {
    for (html, told) in [
        (
            "<img src=../gone.png>",
            "gone.png: no such file is published",
        ),
        (
            "<style>p{background:url(gone.png)}</style>",
            "x/gone.png: no such file is published",
        ),
        (
            "<script type=module src=../assets/n.js></script>",
            "assets/n.js: a module that imports others",
        ),
        (
            "<svg><use href='../assets/sub/dot.svg#x'/></svg>",
            "../assets/sub/dot.svg#x: a drawing uses a part",
        ),
        (
            "<i data-script=../assets/m.js></i>",
            "assets/m.js: a script fetches it, by data-script",
        ),
    ] {
        let cannot = made(html).cannot.join("\n");
        assert!(cannot.contains(told), "{html}: {cannot}");
    }
}

#[test]
fn the_policy_names_what_stands_in_the_file() {
    let head = "<meta http-equiv=content-security-policy content=\"script-src 'self'\">";
    let html = made(&format!("{head}<script src=../assets/m.js></script>")).html;
    // printf %s 'm()' | openssl dgst -sha256 -binary | base64
    for part in [
        "default-src 'none'; script-src 'sha256-ZRcerlEd5oXh7oyPxtNBWYVOIBP573H/0mkZtACTtRY='; style-src 'none'; img-src data:;",
        "base-uri 'none'\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("'self'"), "{html}");
}

#[test]
fn a_page_is_found_by_whatever_it_is_called() {
    let generation = generation(&own_site());
    for (name, address) in [
        ("claims.md", Some("claims.html")),
        ("content/claims.md", Some("claims.html")),
        ("./claims.md", Some("claims.html")),
        ("claims", Some("claims.html")),
        ("/claims.html", Some("claims.html")),
        (
            "https://example.org/cartel-strikes/claims.html#claim-x",
            Some("claims.html"),
        ),
        ("claims.es.md", Some("es/claims.html")),
        ("es/claims.html", Some("es/claims.html")),
        ("es", Some("es/index.html")),
        ("es/", Some("es/index.html")),
        ("questions/", Some("questions/index.html")),
        ("questions/index.md", Some("questions/index.html")),
        ("", Some("index.html")),
        ("clams.md", None),
        ("404.html", None),
    ] {
        assert_eq!(generation.page_called(name).as_deref(), address, "{name}");
    }
    // What is not translated is found where it stands.
    let sketch = site()
        .config("[languages.es]\ntitle = \"S\"")
        .page("a.md", "");
    let generation = self::generation(&sketch);
    assert_eq!(generation.page_called("a.md").as_deref(), Some("a.html"));
    let spanish = generation
        .page_called("es/a.html")
        .expect("the same in Spanish");
    assert_eq!(
        generation.alone(&spanish).expect("a page").file_name,
        "a.es.html"
    );
}

#[test]
fn only_the_file_is_written() {
    let site = Site::new();
    assert_eq!(site.run(&["build"]).code, 0);
    let before = files(site.root());
    let run = site.run(&["build", "--single-file", "timeline.md"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    let text = site.read("timeline.html");
    let bytes = text.len();
    assert!(run.err.contains("wrote timeline.html: "), "{}", run.err);
    let said: String = run.err.chars().filter(char::is_ascii_digit).collect();
    assert!(said.contains(&bytes.to_string()), "{bytes} in {}", run.err);
    let mut after = files(site.root());
    assert!(after.remove(&site.root().join("timeline.html")).is_some());
    assert!(after == before, "something else was written");

    // Ours may be written again, and is the same.
    let again = site.run(&["build", "--single-file", "timeline", "--quiet"]);
    assert_eq!((again.code, again.err.as_str()), (0, ""));
    assert_eq!(site.read("timeline.html"), text);
}

#[test]
fn several_pages_go_into_a_folder() {
    let site = Site::new();
    let pages = [
        "build",
        "--single-file",
        "index.md",
        "--single-file",
        "people.md",
        "--out",
        "mail",
    ];
    let run = site.run(&pages);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("there is no folder mail for the files"),
        "{}",
        run.err
    );
    fs::create_dir(site.root().join("mail")).expect("a folder");
    assert_eq!(site.run(&pages).code, 0);
    assert!(site.read("mail/index.html").contains(MARK));
    assert!(site.read("mail/people.html").contains(MARK));
}

#[test]
fn what_stands_in_the_way_stays() {
    let site = Site::new();
    site.write("about.html", "mine");
    assert_eq!(site.run(&["build"]).code, 0);
    for (options, why) in [
        (
            &["about.md"][..],
            "did not write about.html; nothing was written",
        ),
        (
            &["about.md", "--out", "content/about.html"],
            "it is inside `content/`",
        ),
        (
            &["about.md", "--out", "public/mail.html"],
            "its folder holds a published site",
        ),
        (
            &["abuot.md"],
            "did you mean `about.md`?\n  its pages are index.md, ",
        ),
        (&["content/site.toml"], "content/site.toml is no page"),
        (&["about.md", "--watch"], "cannot be used with"),
    ] {
        let run = site.run(&[&["build", "--single-file"], options].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        assert!(run.err.contains(why), "{why} in {}", run.err);
    }
    assert_eq!(site.read("about.html"), "mine");
    site.write(
        "content/later.md",
        "+++\ntitle = \"Later\"\ndraft = true\n+++\n",
    );
    let run = site.run(&["build", "--single-file", "later.md"]);
    assert!(
        run.err.contains("content/later.md is not published"),
        "{}",
        run.err
    );
    assert_eq!(
        site.run(&["build", "--single-file", "later.md", "--drafts"])
            .code,
        0
    );
}

#[test]
fn the_whole_site_is_checked() {
    let site = Site::with_error();
    let run = site.run(&["build", "--single-file", "about.md"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("error[unknown-source]"), "{}", run.err);
    assert!(run.err.contains("nothing was written"), "{}", run.err);
    let site = Site::with_warning();
    let strict = site.run(&["build", "--single-file", "about.md", "--strict"]);
    assert_eq!(strict.code, 1, "{}", strict.err);
    assert!(!site.root().join("about.html").exists());
    let lax = site.run(&["build", "--single-file", "about.md"]);
    assert_eq!(lax.code, 0, "{}", lax.err);
    assert!(lax.err.contains("warning["), "{}", lax.err);
}

#[test]
fn what_is_left_out_or_large_is_told() {
    let site = Site::new();
    site.edit(
        "content/site.toml",
        "title =",
        "allow_html = true\nsecurity = { allow = [\"https://a.example\"] }\ntitle =",
    );
    site.write(
        "content/noise.svg",
        &format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><title>{}</title></svg>",
            "noise ".repeat(200_000)
        ),
    );
    site.write(
        "content/more.md",
        "+++\ntitle = \"More\"\n+++\n![Noise](noise.svg)\n\n<img src=\"https://a.example/b.png\" alt=\"b\" width=\"1\" height=\"1\">\n",
    );
    let run = site.run(&["build", "--single-file", "more.md"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for part in [
        "left out, since the file asks nothing of anybody: https://a.example/b.png",
        "warning: that is much for a mail; it holds ",
    ] {
        assert!(run.err.contains(part), "{part} in {}", run.err);
    }
}
