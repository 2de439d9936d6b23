//! Pictures for sharing, as they are drawn: compared with stored ones, made when somebody asks, never twice.
//!
//! `NUTGRAF_BLESS=1 cargo test --features cards --test cards` writes what is drawn today into tests/cards. Look at all
//! of them.

#![cfg(feature = "cards")]
#![allow(
    clippy::disallowed_methods,
    reason = "tests look at the disk themselves"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use common::pictures::photo;
use common::{Built, Sketch, between, site};
use nutgraf::build::{Build, Engine, build};
use nutgraf::cards;
use nutgraf::disk;
use nutgraf::search::is_of_search;

/// Titles of every length, in the languages of the theme.
const LONG: [(&str, &str); 2] = [
    (
        "en",
        "Could the United States strike cartels in Mexico, what would the law of both countries and of the world say to it, \
         who has asked for it, and which other answers do those propose who know the subject well?",
    ),
    (
        "es",
        "¿Podría Estados Unidos atacar a los cárteles en México, qué dirían el derecho de ambos países y el internacional, \
         quién lo ha pedido y qué otras respuestas proponen quienes conocen bien el asunto?",
    ),
];

/// A site whose home page has a title, drawn as its settings say.
fn drawn(language: &str, title: &str, settings: &str) -> Build {
    let front = format!(
        "+++\ntitle = {title:?}\ndescription = \"What two people said of it, and what neither of them could know.\"\n\
         as_of = 2026-02-28\n+++\n"
    );
    let text = "The bridge [@hearing] is old [@paper].\n";
    let sources = "[hearing]\ntitle = \"The hearing\"\nshort = \"Hearing\"\n[paper]\ntitle = \"The paper\"\nshort = \"Paper\"\n";
    let lines = format!("language = \"{language}\"\n{settings}\n# cards are drawn");
    let site = site().config(&lines).ledger("sources", sources);
    let site = site.file("content/one.md", &(front + text));
    build(&site.files, &site.options)
}

fn card<'b>(build: &'b Build, address: &str) -> &'b [u8] {
    let bytes = build.outputs.get(address);
    bytes.unwrap_or_else(|| panic!("nothing at {address}: {:?}", build.problems))
}

/// So many letters of a text.
fn cut(text: &str, length: usize) -> String {
    let cut: String = text.chars().take(length).collect();
    cut.trim_end().to_string()
}

fn references() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cards")
}

#[test]
fn cards_are_drawn_as_they_were() {
    let [(_, english), (_, spanish)] = LONG;
    let own = "[theme_settings]\nlight = { paper = \"#102a43\", ink = \"#f0f4f8\", soft = \"#bcccdc\", accent = \"#f7c948\", firm = \"#486581\" }";
    let cases = [
        ("en-3", "en", cut(english, 3), ""),
        ("en-38", "en", cut(english, 38), ""),
        ("en-200", "en", cut(english, 200), ""),
        ("es-3", "es", "¿Y?".to_string(), ""),
        ("es-60", "es", cut(spanish, 60) + "?", ""),
        (
            "es-200",
            "es",
            cut(spanish, 200),
            "theme_settings.text = \"sans\"",
        ),
        (
            "en-sans",
            "en",
            cut(english, 38),
            "[theme_settings]\ntext = \"sans\"\naccent = \"green\"",
        ),
        ("en-own", "en", cut(english, 38), own),
    ];
    let bless = std::env::var_os("NUTGRAF_BLESS").is_some();
    let mut other = Vec::new();
    for (name, language, title, settings) in cases {
        let build = drawn(language, &title, settings);
        let bytes = card(&build, "cards/one.png");
        let path = references().join(format!("{name}.png"));
        if bless {
            fs::create_dir_all(references()).expect("a folder");
            fs::write(&path, bytes).expect("written");
        }
        if fs::read(&path).is_ok_and(|reference| reference != bytes) {
            let now = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
            fs::write(&now, bytes).expect("written");
            other.push(format!("{}, now {}", path.display(), now.display()));
        }
        assert!(path.exists(), "{} is missing", path.display());
        assert!(bytes.len() < 60_000, "{name}: {} bytes", bytes.len());
    }
    assert!(
        other.is_empty(),
        "drawn otherwise, so raise MAKER in src/cards/drawing.rs: {other:#?}"
    );
}

/// Each row of a card as its pixels' brightness.
fn rows(png: &[u8]) -> Vec<Vec<u8>> {
    let mut decoder = png::Decoder::new(Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut data = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut data).expect("pixels");
    assert_eq!((info.width, info.height), (1200, 630));
    let row = |row: &[u8]| row.chunks(3).map(|pixel| pixel[1]).collect();
    data.chunks(1200 * 3).map(row).collect()
}

#[test]
fn no_title_of_any_length_is_cut_off_or_leaves_its_place() {
    for (language, title) in LONG {
        let mut text = String::new();
        for length in [3, 7, 12, 20, 33, 54, 88, 120, 150, 180, 200] {
            let title = cut(title, length);
            text += &format!("\n{title}");
            let build = drawn(language, &title, "");
            assert!(
                build
                    .problems
                    .iter()
                    .all(|problem| !problem.code.contains("card"))
            );
            let rows = rows(card(&build, "cards/one.png"));
            let paper = rows[40][40];
            let has_ink = |row: &[u8]| row.iter().any(|pixel| pixel.abs_diff(paper) > 8);
            for (y, row) in rows.iter().enumerate().skip(16) {
                // Serifs may reach a little beyond the edge.
                assert!(
                    !has_ink(&row[..76]) && !has_ink(&row[1124..]),
                    "{title}: row {y}"
                );
            }
            let blank = |from: usize, to: usize| !rows[from..to].iter().any(|row| has_ink(row));
            assert!(blank(16, 70) && blank(112, 140), "{title}: above the title");
            assert!(
                blank(485, 499) && blank(600, 630),
                "{title}: below the text"
            );
            assert!(!blank(150, 250), "{title}: nothing is drawn");
        }
    }
}

#[test]
fn the_same_site_gives_the_same_cards() {
    let one = drawn("es", LONG[1].1, "");
    let other = drawn("es", LONG[1].1, "");
    assert_eq!(card(&one, "cards/one.png"), card(&other, "cards/one.png"));
}

/// Five pages in two languages.
fn pages() -> Sketch {
    site()
        .config("languages.es = { title = \"El sitio\" }\n# with cards")
        .page("a.md", "About [b](b.md).\n\nMore of it.\n")
        .page("b.md", "About it.\n")
        .page("s/index.md", "A section.\n")
        .file(
            "content/a.es.md",
            "+++\ntitle = \"Una página\"\n+++\nMás.\n",
        )
}

fn cards_of(build: &Build) -> BTreeSet<String> {
    let addresses = build.outputs.iter().map(|(address, _)| address.to_string());
    addresses
        .filter(|address| address.starts_with("cards/"))
        .collect()
}

/// One engine over the states of a site: how many cards each build drew, compared with a new engine's.
#[derive(Default)]
struct Desk(Engine);

impl Desk {
    fn drew(&mut self, site: &Sketch) -> usize {
        let now = Built::new(self.0.build(&site.files, &site.options));
        let clean = build(&site.files, &site.options);
        assert!(
            now.build.outputs == clean.outputs,
            "not what a new engine gives"
        );
        assert_eq!(now.build.pictures, clean.pictures);
        assert_eq!(clean.report.cards_drawn, cards_of(&clean).len());
        now.build.report.cards_drawn
    }
}

#[test]
fn a_card_is_drawn_once() {
    let mut desk = Desk::default();
    let site = pages();
    let all = [
        "a",
        "b",
        "es/a",
        "es/b",
        "es/index",
        "es/s/index",
        "index",
        "s/index",
    ];
    let clean = build(&site.files, &site.options);
    assert_eq!(
        cards_of(&clean),
        all.map(|name| format!("cards/{name}.png")).into()
    );
    assert_eq!(desk.drew(&site), 8);
    assert_eq!(desk.drew(&site), 0, "once more");
    let edited = site
        .clone()
        .page("a.md", "About [b](b.md).\n\nMuch more of it.\n");
    assert_eq!(desk.drew(&edited), 0, "prose");
    let style = edited
        .clone()
        .file("themes/default/assets/own.css", "p { margin: 0 }");
    assert_eq!(desk.drew(&style), 0, "a style sheet, which all pages name");
    let page = "+++\ntitle = \"Another\"\n+++\nAbout [b](b.md).\n";
    let titled = style.clone().file("content/a.md", page);
    assert_eq!(desk.drew(&titled), 1, "a title");
    // What is not translated stands in both languages.
    let page = "+++\ntitle = \"B\"\nas_of = 2026-02-01\n+++\nAbout it.\n";
    let checked = titled.file("content/b.md", page);
    assert_eq!(desk.drew(&checked), 2, "a day");
    let renamed =
        checked.config("title2 = 1\nlanguages.es = { title = \"La casa\" }\n# with cards");
    assert_eq!(desk.drew(&renamed), 4, "the site in one language");
}

#[test]
fn an_edit_of_prose_draws_no_card() {
    let mut site = pages();
    for number in 0..40 {
        site = site.page(&format!("p{number}.md"), "Some words.\n");
    }
    let mut engine = Engine::new();
    let first = engine.build(&site.files, &site.options);
    assert_eq!(first.report.cards_drawn, 88);
    let site = site.page("p7.md", "Other words.\n");
    let next = engine.build(&site.files, &site.options);
    let report = &next.report;
    assert_eq!((report.cards_drawn, report.pages_read), (0, 1));
    let site = site.file(
        "content/p7.md",
        "+++\ntitle = \"Seven\"\n+++\nOther words.\n",
    );
    let next = engine.build(&site.files, &site.options);
    assert_eq!(next.report.cards_drawn, 2);
}

#[test]
fn a_preview_draws_the_cards_that_are_looked_at() {
    let site = pages();
    let clean = build(&site.files, &site.options);
    let mut engine = Engine::new();
    let generation = engine.arrange(&site.files, &site.options);
    let listed: Vec<String> = generation.addresses().collect();
    let published = clean.outputs.iter().map(|(address, _)| address.to_string());
    assert_eq!(listed, published.collect::<Vec<_>>());
    let look = |address: &str| generation.get(address).map(|answer| answer.bytes);
    assert_eq!(
        look("cards/es/a.png").as_deref(),
        Some(card(&clean, "cards/es/a.png"))
    );
    for nothing in ["cards/c.png", "cards/a.html", "cards/", "cards/404.png"] {
        assert_eq!(look(nothing), None, "{nothing}");
    }
    // Beside the one that was looked at, checks draw that of one page: what the theme does wrong shows on any.
    let checked = engine.finish_checks(&generation, &|| true);
    let checked = checked.expect("not stopped");
    assert_eq!(checked.report.cards_drawn, 2);
    assert_eq!(checked.problems, clean.problems);
    let lacking = clean.outputs.iter().filter(|(address, bytes)| {
        let checked = checked.outputs.get(address);
        assert!(checked.is_none_or(|checked| checked == *bytes), "{address}");
        checked.is_none()
    });
    let of_search = |address: &str| is_of_search(address) || address.starts_with(cards::FOLDER);
    assert!(
        lacking
            .map(|(address, _)| address)
            .all(|address| of_search(address))
    );
    let whole = engine.finish(&generation, &|| true).expect("not stopped");
    // That one is not drawn again.
    assert_eq!(whole.report.cards_drawn, 8);
    assert!(whole.outputs == clean.outputs);
}

#[test]
fn a_later_process_takes_what_was_published() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    let build_into = |site: &Sketch| {
        let mut engine = Engine::with_shelf(disk::published_pictures(&out));
        let now = engine.build(&site.files, &site.options);
        let clean = build(&site.files, &site.options);
        assert!(now.outputs == clean.outputs);
        disk::write_site(folder.path(), &out, &now.outputs).expect("written");
        disk::remember_pictures(&out, &now.pictures, &now.outputs).expect("remembered");
        now.report.cards_drawn
    };
    let site = pages();
    assert_eq!(build_into(&site), 8);
    assert_eq!(build_into(&site), 0);
    fs::write(out.join("cards/a.png"), "no card").expect("written");
    assert_eq!(build_into(&site), 1);
    // A file of the writer's own comes and goes.
    let own = site.clone().bytes("content/files/cards/b.png", "mine");
    assert_eq!(build_into(&own), 0);
    assert_eq!(fs::read(out.join("cards/b.png")).expect("a file"), b"mine");
    assert_eq!(build_into(&site), 1);
}

#[test]
fn pages_name_their_cards_and_hosts_learn_of_new_ones() {
    let named = |build: Build| {
        let built = Built::new(build).clean();
        let page = built.text("a.html");
        for expected in [
            "<meta property=\"og:image:type\" content=\"image/png\">",
            "<meta property=\"og:image:width\" content=\"1200\">",
            "<meta property=\"og:image:height\" content=\"630\">",
            "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        ] {
            assert!(page.contains(expected), "{expected}: {page}");
        }
        let url = between(&page, "property=\"og:image\" content=\"", "\"").to_string();
        let image = format!(
            "\"image\":{{\"@type\":\"ImageObject\",\"url\":\"{url}\",\"width\":\"1200 px\",\"height\":\"630 px\"}}"
        );
        assert!(page.contains(&image), "{image}: {page}");
        let start = "https://example.org/story/cards/a.png?";
        url.strip_prefix(start).expect("its address").to_string()
    };
    let build_of = |site: &Sketch| build(&site.files, &site.options);
    let site = pages();
    let before = named(build_of(&site));
    assert_eq!(before.len(), 8);
    let prose = site.clone().page("a.md", "Other words.\n");
    assert_eq!(named(build_of(&prose)), before);
    let titled = site
        .clone()
        .page_with("a.md", "as_of = 2026-02-01", "Other words.\n");
    assert_ne!(named(build_of(&titled)), before);
    let alt = "<meta property=\"og:image:alt\" content=\"Una página – El sitio\">";
    assert!(Built::new(build_of(&site)).text("es/a.html").contains(alt));
}

#[test]
fn who_has_a_picture_or_wants_no_card_gets_none() {
    let none = |site: Sketch| cards_of(&build(&site.files, &site.options));
    assert!(none(pages().config("cards.enabled = false")).is_empty());
    let mut nowhere = pages().file("content/site.toml", "title = \"The site\"\n");
    assert!(none(nowhere.clone()).is_empty());
    nowhere.options.base_url = Some("https://example.org/".to_string());
    assert_eq!(none(nowhere).len(), 5);
    let front = "image = \"lead.jpg\"\nimage_alt = \"The river\"\nimage_credit = \"\"";
    let site = pages().bytes("content/lead.jpg", photo(900, 40, 1, 1));
    let site = site.page_with("b.md", front, "About it.\n");
    assert!(!none(site).contains("cards/b.png"));
    let alone = "standalone = true\n";
    let theme = pages().file("themes/mine/theme.toml", alone);
    let theme = theme.file("themes/mine/templates/page.html", "{{ page.share_image }}");
    let theme = theme.file(
        "themes/mine/templates/section.html",
        "{{ page.share_image }}",
    );
    assert!(none(theme.config("theme = \"mine\"\n# no cards")).is_empty());
}

#[test]
fn a_theme_may_draw_them_otherwise_and_bring_its_font() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">\
         {% set words = page.title | fit(width = 200, height = 500, largest = 300, font = \"sans-serif\") %}\
         {% for line in words.lines %}<text font-size=\"{{ words.size }}\" y=\"{{ loop.index * words.leading }}\">{{ line }}</text>{% endfor %}\
         </svg>";
    let plain = pages();
    let drawn = |site: &Sketch| {
        let build = build(&site.files, &site.options);
        assert!(!build.has_errors(), "{:?}", build.problems);
        card(&build, "cards/a.png").to_vec()
    };
    let other = plain.clone().file("themes/default/templates/card.svg", svg);
    assert_ne!(drawn(&plain), drawn(&other));
    let titled = other.page_with("a.md", "description = \"<i> & “co”\"", "");
    let titled = titled.file("content/b.md", "+++\ntitle = \"<b> & \\\"co\\\"\"\n+++\n");
    assert_ne!(drawn(&titled), Vec::<u8>::new());
}
