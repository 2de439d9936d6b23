//! What pages may load: the policy each carries, and the headers for all of them.

mod common;

use common::{between, site};

const STYLE: &str = "<style>p{margin:0}</style>";
/// `printf %s 'p{margin:0}' | openssl dgst -sha256 -binary | base64`
const STYLE_HASH: &str = "'sha256-QRQPRLGyxt3RJiKpYNjpkgHcmHU2PywsfL2e8oI0LQA='";
const SCRIPT: &str = "<script>document.title</script>";
/// `printf %s 'document.title' | openssl dgst -sha256 -binary | base64`
const SCRIPT_HASH: &str = "'sha256-o3vzFSF4YhB5rDb5tpELAmIlJDq+2XOarY4IDsOum1c='";

/// A directive of the policy a page carries.
fn directive(html: &str, name: &str) -> String {
    let policy = between(
        html,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"",
        "\">",
    );
    let mut all = policy.split("; ");
    let found = all.find(|directive| directive.split(' ').next() == Some(name));
    found.expect("the directive").to_string()
}

#[test]
fn pages_load_the_files_of_the_site_and_nothing_else() {
    let built = site().page("index.md", "Hello.\n").build().clean();
    for address in ["index.html", "404.html"] {
        let html = built.text(address);
        assert_eq!(directive(&html, "default-src"), "default-src 'none'");
        assert_eq!(directive(&html, "script-src"), "script-src 'self'");
        assert_eq!(directive(&html, "frame-src"), "frame-src 'none'");
        // Nothing before it is loaded without it.
        let (before, _) = html.split_once("http-equiv").expect("the policy");
        assert!(!before.contains("<link") && !before.contains("<script"));
    }
    // Data that describes the page is no script.
    assert!(built.text("index.html").contains("application/ld+json"));
}

#[test]
fn what_a_theme_or_writer_put_into_a_page_is_let_in_there_alone() {
    let built = site()
        .config("allow_html = true\n")
        .page("index.md", &format!("Hello.\n\n{STYLE}\n"))
        .page("other.md", &format!("Hello.\n\n{SCRIPT}\n"))
        .build();
    let (index, other) = (built.text("index.html"), built.text("other.html"));
    assert_eq!(
        directive(&index, "style-src"),
        format!("style-src 'self' {STYLE_HASH}")
    );
    assert_eq!(directive(&index, "script-src"), "script-src 'self'");
    assert_eq!(directive(&other, "style-src"), "style-src 'self'");
    assert_eq!(
        directive(&other, "script-src"),
        format!("script-src 'self' {SCRIPT_HASH}")
    );
    // One header is for all pages.
    let headers = built.text("_headers");
    assert!(headers.contains(STYLE_HASH), "{headers}");
    assert!(headers.contains(SCRIPT_HASH), "{headers}");
    assert!(headers.contains("frame-ancestors 'self'"), "{headers}");
}

#[test]
fn headers_are_for_the_paths_of_the_site() {
    for (base_url, all, assets) in [
        ("https://example.org/", "/*\n", "\n/assets/*\n"),
        (
            "https://example.org/deep/er/",
            "/deep/er/*\n",
            "\n/deep/er/assets/*\n",
        ),
    ] {
        let sketch = site().page("index.md", "Hello.\n");
        let sketch = sketch.file(
            "content/site.toml",
            &format!("title = \"T\"\nbase_url = \"{base_url}\"\n"),
        );
        let headers = sketch.build().clean().text("_headers");
        assert!(headers.starts_with(all), "{headers}");
        assert!(headers.contains(assets), "{headers}");
        assert!(headers.contains("  Referrer-Policy: strict-origin-when-cross-origin\n"));
    }
}

#[test]
fn a_site_may_let_others_in_or_do_without() {
    let sketch = site().page("index.md", "Hello.\n");
    let allowing = sketch.config("[security]\nallow = [\"https://stats.example.org\"]\n");
    let built = allowing.build().clean();
    let html = built.text("index.html");
    assert_eq!(
        directive(&html, "connect-src"),
        "connect-src 'self' https://stats.example.org"
    );
    assert!(built.text("_headers").contains("https://stats.example.org"));

    let sketch = site().page("index.md", "Hello.\n");
    let built = sketch
        .config("[security]\npolicy = false\n")
        .build()
        .clean();
    for address in ["index.html", "404.html", "_headers"] {
        let text = built.text(address);
        assert!(!text.contains("Content-Security-Policy"), "{address}");
        assert!(!text.contains('\u{f0000}'), "{address}");
    }
    assert!(built.text("_headers").contains("nosniff"));
}
