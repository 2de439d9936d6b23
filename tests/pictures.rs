//! Pictures as readers get them: in widths to choose from, upright, and without what cameras and programs
//! note in them; made when somebody asks, and never twice.

mod common;

use std::io::Cursor;

use common::pictures::{FRONT, NOTE, PAGE, drawing, gallery, photo};
use common::{Built, Sketch, between, site};
use nutgraf::build::{Build, Engine, build};

fn pictures_of(build: &Build) -> Vec<&str> {
    let addresses = build.outputs.iter().map(|(address, _)| &**address);
    let is_picture = |address: &&str| address.ends_with(".jpg") || address.ends_with(".png");
    addresses.filter(is_picture).collect()
}

fn bytes_at<'b>(build: &'b Build, address: &str) -> &'b [u8] {
    let bytes = build.outputs.get(address);
    bytes.unwrap_or_else(|| panic!("nothing at {address}"))
}

/// The whole of each `<img>` of a page.
fn images(html: &str) -> Vec<String> {
    let tags = html.split("<img ").skip(1);
    let tags = tags.map(|rest| rest.split_once('>').expect("an end").0.to_string());
    tags.collect()
}

fn size(bytes: &[u8]) -> (usize, usize) {
    let size = imagesize::blob_size(bytes).expect("a picture");
    (size.width, size.height)
}

#[test]
fn readers_choose_from_the_widths_that_pages_name() {
    let built = gallery().build().clean();
    assert_eq!(
        pictures_of(&built.build),
        [
            "a/bridge-480w.jpg",
            "a/bridge-800w.jpg",
            "a/bridge.jpg",
            "a/lead-480w.jpg",
            "a/lead-800w.jpg",
            "a/lead.jpg",
            "a/linked.jpg",
            "a/plan-480w.png",
            "a/plan.png",
        ]
    );
    for (address, expected) in [
        ("a/bridge-480w.jpg", (480, 21)),
        ("a/bridge-800w.jpg", (800, 36)),
        ("a/bridge.jpg", (900, 40)),
        ("a/lead-800w.jpg", (800, 32)),
        ("a/lead.jpg", (1000, 40)),
        ("a/plan-480w.png", (480, 16)),
    ] {
        assert_eq!(size(bytes_at(&built.build, address)), expected, "{address}");
    }
    let page = built.text("a/p.html");
    let images = images(&page);
    let [lead, bridge, plan] = &images[..] else {
        panic!("{images:#?}");
    };
    let srcset = |tag: &str| between(tag, "srcset=\"", "\"").to_string();
    let widths = |name: &str, ending: &str, own: usize, widths: &[usize]| {
        let sized = widths.iter();
        let sized = sized.map(|width| format!("../a/{name}-{width}w.{ending} {width}w, "));
        sized.collect::<String>() + &format!("../a/{name}.{ending} {own}w")
    };
    assert_eq!(srcset(lead), widths("lead", "jpg", 1000, &[480, 800]));
    assert_eq!(srcset(bridge), widths("bridge", "jpg", 900, &[480, 800]));
    assert_eq!(srcset(plan), widths("plan", "png", 600, &[480]));
    // Its place is kept while it loads, and the first is not waited for.
    for (tag, size) in [
        (lead, "width=\"1000\" height=\"40\""),
        (bridge, "width=\"900\" height=\"40\""),
        (plan, "width=\"600\" height=\"20\""),
    ] {
        assert!(tag.contains(size) && tag.contains(" sizes=\""), "{tag}");
    }
    assert!(!lead.contains("loading="), "{lead}");
    assert!(bridge.contains("loading=\"lazy\"") && plan.contains("loading=\"lazy\""));
    assert!(page.contains("B. Camera") && page.contains("A. Drawer"));
    assert!(lead.contains("alt=\"The river\""), "{lead}");
}

#[test]
fn the_first_picture_of_a_text_is_not_waited_for_either() {
    let built = gallery().page("a/p.md", PAGE).build().clean();
    let images = images(&built.text("a/p.html"));
    assert!(!images[0].contains("loading=") && images[1].contains("loading=\"lazy\""));
}

#[test]
fn the_pages_of_two_languages_share_their_pictures() {
    let site = gallery().config("languages.es = { title = \"El sitio\" }");
    let page = "+++\ntitle = \"P\"\nimage_alt = \"El río\"\n+++\n![El puente](bridge.jpg)\n";
    let site = site.file("content/a/p.es.md", page);
    let built = site.build();
    let once = gallery().build();
    assert_eq!(pictures_of(&built.build), pictures_of(&once.build));
    let report = &built.build.report;
    assert_eq!(report.pictures_made, once.build.report.pictures_made);
    assert_eq!(built.build.pictures, once.build.pictures);
    let images = images(&built.text("es/a/p.html"));
    let widths =
        "../../a/bridge-480w.jpg 480w, ../../a/bridge-800w.jpg 800w, ../../a/bridge.jpg 900w";
    assert!(images[1].contains(widths), "{images:#?}");
    assert!(images[0].contains("src=\"../../a/lead.jpg\" alt=\"El río\""));
    assert!(built.text("es/a/p.html").contains("B. Camera"));
}

#[test]
fn nothing_published_says_where_a_photo_was_made() {
    let site = gallery();
    let planted = site.files.get("content/a/bridge.jpg").expect("a photo");
    let read = |bytes: &[u8]| exif::Reader::new().read_from_container(&mut Cursor::new(bytes));
    let found = read(planted.bytes()).expect("EXIF");
    let place = |tag| found.get_field(tag, exif::In::PRIMARY);
    assert!(place(exif::Tag::GPSLatitude).is_some() && place(exif::Tag::Orientation).is_some());
    let built = site
        .clone()
        .bytes("content/files/f.jpg", photo(30, 20, 6, 8));
    let built = built.build().clean();
    let mut seen = 0;
    for (address, bytes) in built.build.outputs.iter() {
        let note = NOTE.as_bytes();
        assert!(
            !bytes.windows(note.len()).any(|part| part == note),
            "{address}"
        );
        if address.ends_with(".jpg") {
            assert!(read(bytes).is_err(), "{address} has EXIF");
            seen += 1;
        }
    }
    assert_eq!(seen, 8);
    // What was the bottom of the photo is at its left now, as the camera was held.
    for address in ["a/bridge.jpg", "a/bridge-480w.jpg"] {
        let bytes = bytes_at(&built.build, address);
        let mut decoder = zune_jpeg::JpegDecoder::new(Cursor::new(bytes));
        let data = decoder.decode().expect("a JPEG");
        let (width, height) = size(bytes);
        let row = &data[height / 2 * width * 3..][..width * 3];
        assert!(row[30] > 180 && row[row.len() - 30] < 60, "{address}");
    }
    assert_eq!(size(bytes_at(&built.build, "f.jpg")), (20, 30));
}

/// One engine over the states of a site: what each build made, compared with a new engine's.
#[derive(Default)]
struct Desk(Engine);

impl Desk {
    fn made(&mut self, site: &Sketch) -> usize {
        let now = Built::new(self.0.build(&site.files, &site.options)).clean();
        let clean = build(&site.files, &site.options);
        assert!(
            now.build.outputs == clean.outputs,
            "not what a new engine gives"
        );
        assert_eq!(now.build.pictures, clean.pictures);
        now.build.report.pictures_made
    }
}

#[test]
fn a_picture_is_made_once() {
    let mut desk = Desk::default();
    let site = gallery();
    // Two widths of the lead, two of the bridge, which is turned as well, and one of the plan.
    assert_eq!(desk.made(&site), 6);
    assert_eq!(desk.made(&site), 0, "once more");
    let edited = site.clone().page("b.md", "[That photo](a/linked.jpg)\n");
    assert_eq!(desk.made(&edited), 0, "a word");
    let other = edited
        .clone()
        .bytes("content/a/lead.jpg", photo(1000, 40, 9, 1));
    assert_eq!(desk.made(&other), 2, "another photo");
    // The same photo under another name is the same photo.
    let moved = other
        .without("content/a/plan.png")
        .bytes("content/a/map.png", drawing(600, 20, 3))
        .page_with("a/p.md", FRONT, &PAGE.replace("plan.png", "map.png"));
    assert_eq!(desk.made(&moved), 0, "another name");
    let shown = moved.page("b.md", "![A photo](a/linked.jpg)\n");
    assert_eq!(desk.made(&shown), 1, "a photo that was only linked");
}

#[test]
fn an_edit_of_prose_unpacks_none_of_a_thousand_pictures() {
    let mut site = site();
    for number in 0..1000 {
        let name = format!("p{number}.png");
        site = site.bytes(&format!("content/{name}"), drawing(540, 2, number));
        site = site.page(&format!("p{number}.md"), &format!("![A line]({name})\n"));
    }
    let mut engine = Engine::new();
    let first = engine.build(&site.files, &site.options);
    assert_eq!(first.report.pictures_made, 1000);
    let site = site.page("p500.md", "Now ![a line](p500.png)\n");
    let next = engine.build(&site.files, &site.options);
    assert_eq!((next.report.pictures_made, next.report.pages_read), (0, 1));
    let site = site.bytes("content/p500.png", drawing(540, 2, 5000));
    let next = engine.build(&site.files, &site.options);
    assert_eq!((next.report.pictures_made, next.report.pages_read), (1, 0));
}

#[test]
fn a_preview_makes_the_pictures_that_are_looked_at() {
    let site = gallery();
    let clean = build(&site.files, &site.options);
    let mut engine = Engine::new();
    let generation = engine.arrange(&site.files, &site.options);
    assert!(generation.get("a/p.html").is_some());
    let listed: Vec<String> = generation.addresses().collect();
    let published: Vec<&str> = clean
        .outputs
        .iter()
        .map(|(address, _)| &**address)
        .collect();
    assert_eq!(listed, published);
    let look = |address: &str| generation.get(address).expect("a picture");
    assert!(look("a/plan-480w.png").is_sound);
    for address in pictures_of(&clean) {
        assert_eq!(
            *look(address).bytes,
            *bytes_at(&clean, address),
            "{address}"
        );
    }
    assert_eq!(generation.get("a/unused.jpg"), None);
    assert_eq!(generation.get("a/unused-480w.jpg"), None);
    let whole = engine.finish(&generation, &|| true).expect("not stopped");
    // Those and no more, each once.
    assert_eq!(whole.report.pictures_made, 6);
    assert!(whole.outputs == clean.outputs);
}

#[test]
fn a_width_never_takes_the_address_of_another_file() {
    let built = gallery()
        .bytes("content/files/a/Plan-480w.png", drawing(30, 20, 7))
        .bytes("content/a/lead-800w.jpg", photo(50, 40, 8, 1))
        .page("b.md", "![Another](a/lead-800w.jpg)\n")
        .build()
        .clean();
    assert_eq!(size(bytes_at(&built.build, "a/lead-800w.jpg")), (50, 40));
    assert_eq!(size(bytes_at(&built.build, "a/Plan-480w.png")), (30, 20));
    let page = built.text("a/p.html");
    for (name, ending, expected) in [("lead-800w-", "jpg", 800), ("plan-480w-", "png", 480)] {
        let hash = between(&page, &format!("../a/{name}"), &format!(".{ending} "));
        let address = format!("a/{name}{hash}.{ending}");
        assert_eq!(size(bytes_at(&built.build, &address)).0, expected);
    }
}

#[test]
fn a_theme_that_offers_no_choice_publishes_none() {
    let component = "themes/default/components/inline/picture.html";
    let plain = "{% component picture(src: map, alt: string = \"\", title: string = \"\") { \"doc\": \"A picture.\" } -%}\n\
         <img src=\"{{ src.url }}\" alt=\"{{ alt }}\">\n{%- endcomponent picture %}\n";
    let one = |site: Sketch| {
        let page = "![The bridge](bridge.jpg)\n";
        let built = site.page("a/p.md", page).build().clean();
        pictures_of(&built.build).len()
    };
    assert_eq!(one(gallery()), 4);
    assert_eq!(one(gallery().file(component, plain)), 2);
}

#[test]
fn what_is_damaged_or_too_large_is_never_published() {
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    let mut bomb = drawing(1, 1, 1);
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    // The check sum of the head it has now.
    let sum = crc32fast::hash(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&sum);
    for (name, bytes, says) in [
        (
            "cut.jpg",
            cut(photo(600, 40, 1, 1)),
            "it breaks off before its end",
        ),
        (
            "cut.png",
            cut(drawing(600, 40, 1)),
            "it breaks off before its end",
        ),
        ("bomb.png", bomb, "it is 65536 × 65536 pixels large"),
    ] {
        let page = format!("![A photo]({name})\n");
        let site = site().page("p.md", &page);
        let built = site.bytes(&format!("content/{name}"), bytes).build();
        assert_eq!(built.problems(), [format!("bad-picture {name}")]);
        let message = &built.problem("bad-picture").message;
        assert!(message.contains(says), "{message}");
        assert!(built.build.has_errors());
    }
}

#[test]
fn who_made_a_picture_is_said_or_accepted() {
    let figure = |arguments: &str| {
        let text = format!("::: figure src=a/plan.png {arguments}\n:::\n");
        let site = gallery().ledger("sources", "[s]\ntitle = \"T\"\n");
        let found = site.page("c.md", &text).build().problems();
        let found = found.into_iter();
        found
            .filter(|problem| problem.ends_with("c.md:4:5"))
            .collect::<Vec<_>>()
    };
    assert_eq!(figure("alt=\"A plan\""), ["missing-credit c.md:4:5"]);
    assert_eq!(
        figure("alt=\"A plan\" credit=\"\""),
        ["missing-credit c.md:4:5"]
    );
    assert!(figure("alt=\"A plan\" credit=\"A. Drawer\"").is_empty());
    assert!(figure("alt=\"A plan\" source=s").is_empty());
    let accepted = "<!-- desk: accept missing-credit because \"a form of the state\" -->\n\n::: figure src=a/plan.png alt=\"A plan\"\n:::\n";
    let site = gallery().page("c.md", accepted);
    site.build().clean();
    let front = |lines: &str| {
        let lines = format!("image = \"lead.jpg\"\n{lines}");
        let site = gallery().page_with("a/p.md", &lines, "");
        site.build().problems()
    };
    let both = ["missing-alt a/p.md:3:9", "missing-credit a/p.md:3:9"];
    assert_eq!(front(""), both);
    assert_eq!(front("image_alt = \"The river\""), both[1..]);
    assert!(front("image_alt = \"\"\nimage_credit = \"\"").is_empty());
}
