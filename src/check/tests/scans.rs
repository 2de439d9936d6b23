//! What is seen in a page.

use crate::check::{PageScan, scan};

fn links(html: &str) -> Vec<String> {
    let links = scan(html).links.into_iter();
    links
        .map(|link| format!("{} {}", link.attribute, link.value))
        .collect()
}

fn empty_links(html: &str) -> usize {
    scan(html).empty_links.len()
}

#[test]
fn ids_are_sorted_and_repeats_counted() {
    let html = "<p id=b><p id='é'><a name=n><a name=b></a><p id=b><p id=b class=third><p id>";
    let found = scan(html);
    assert_eq!(found.ids, ["b", "n", "é"].map(Box::from));
    assert_eq!(found.repeated_ids.len(), 1);
    let repeated = &found.repeated_ids[0];
    assert_eq!(
        (&*repeated.id, repeated.count, repeated.tag.of(html)),
        ("b", 3, "<p id=b>")
    );
    assert!(found.has_id("é") && !found.has_id("x"));
}

#[test]
fn entities_are_resolved_and_tags_keep_their_place() {
    let html = "<p>ñ &amp; 漢\r\n<A Class=x HREF=\"a&amp;b.html?x=1&y\" href=second>t</a>";
    let found = scan(html);
    assert_eq!(&*found.links[0].value, "a&b.html?x=1&y");
    assert_eq!(found.links.len(), 1);
    assert_eq!(
        found.links[0].tag.of(html),
        "<A Class=x HREF=\"a&amp;b.html?x=1&y\" href=second>"
    );
}

#[test]
fn what_is_no_tag_is_no_link() {
    let html = "<!-- <a href=x> --><script>\"<a href=x>\"</script><style><a href=x></style>\
                <title><a href=x></title><textarea><a href=x></textarea>&lt;a href=x&gt;";
    assert_eq!(links(html), [""; 0]);
}

#[test]
fn noscript_is_seen_as_readers_without_scripts_see_it() {
    let html = "é<noscript><p id=n><a href=x.html>é</a></p></noscript><a href=y.html>y</a>";
    let found = scan(html);
    assert!(found.has_id("n"));
    let tags: Vec<_> = found.links.iter().map(|link| link.tag.of(html)).collect();
    assert_eq!(tags, ["<a href=x.html>", "<a href=y.html>"]);
    assert_eq!(scan("<noscript></noscript><p id=x>").ids.len(), 1);
    assert_eq!(empty_links("<noscript></noscript><a href=x>words</a>"), 0);
}

#[test]
fn a_srcset_names_several_files() {
    assert_eq!(
        links("<img srcset=' a.png, b.png 2x,c,d.png 100w , data:x,y 3x'>"),
        ["srcset a.png", "srcset b.png", "srcset c,d.png"]
    );
}

#[test]
fn mail_and_inline_data_are_passed_over() {
    assert_eq!(
        links("<a href=mailto:x@y><a href=TEL:1><img src=data:,x><a href=https://x>"),
        ["href https://x"]
    );
}

#[test]
fn a_page_that_sends_on_names_where_to() {
    let found = scan("<meta http-equiv=Refresh content=\"0; URL='../a.html'\">");
    assert!(found.sends_on);
    assert_eq!(&*found.links[0].value, "../a.html");
    assert!(!scan("<meta name=description content='url=x'>").sends_on);
}

#[test]
fn links_have_words_if_anything_in_them_can_be_heard() {
    for named in [
        "<a href=x>w</a>",
        "<a href=x aria-label=w></a>",
        "<a href=x><b><i>w</i></b></a>",
        "<a href=x><img src=y alt=w></a>",
        "<a href=x><svg><title>w</title></svg></a>",
        "<a href=x><span title=w></span></a>",
        "<a id=x></a>",
    ] {
        assert_eq!(empty_links(named), 0, "{named}");
    }
    for empty in [
        "<a href=x></a>",
        "<a href=x> &nbsp; </a>w",
        "<a href=x><img src=y alt=''></a>",
        "<a href=x><script>w</script><style>w</style></a>",
        "<a href=x aria-label=' '></a>",
    ] {
        assert_eq!(empty_links(empty), 1, "{empty}");
    }
}

#[test]
fn headings_and_pictures_are_listed() {
    let found = scan("<h1>a</h1><h3 id=x>b</h3><h7><img><img alt='' src=s>");
    let headings: Vec<_> = found
        .headings
        .iter()
        .map(|h| (h.level, h.id.as_deref()))
        .collect();
    assert_eq!(headings, [(1, None), (3, Some("x"))]);
    let images: Vec<_> = found
        .images
        .iter()
        .map(|i| (&*i.src, i.alt.as_deref()))
        .collect();
    assert_eq!(images, [("", None), ("s", Some(""))]);
}

#[test]
fn any_text_can_be_read() {
    for html in [
        "",
        "<",
        "<a",
        "<a href",
        "<a href=\"",
        "</a></a>",
        "<!--",
        "<noscript>",
        "\u{0}<p\u{0} id=\u{0}>",
    ] {
        let _ = scan(html);
    }
    assert_eq!(scan("plain"), PageScan::default());
}
