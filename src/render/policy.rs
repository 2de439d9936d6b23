//! The content security policy: pages load the site's own files and nothing else, and of the scripts
//! and styles that stand in a page itself those that a theme or writer put there.

use std::collections::BTreeSet;
use std::convert::Infallible;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use sha2::{Digest as _, Sha256};

use super::inputs::SiteInfo;
use super::whole_site::root_path;
use crate::config::Security;

/// The file of [`headers_file`].
pub const HEADERS: &str = "_headers";

/// Stands in a page where its policy belongs, which is known when the page is finished.
pub const PLACE: &str = "\u{f0000}policy\u{f0000}";

/// The hashes of the scripts and styles that stand in a page itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    scripts: BTreeSet<String>,
    styles: BTreeSet<String>,
}

impl Inline {
    /// Those of a finished page.
    pub fn of(html: &str) -> Inline {
        let mut inline = Inline::default();
        let mut at = 0;
        while let Some(found) = html[at..].find('<') {
            let start = at + found;
            at = start + 1;
            let name = ["script", "style"]
                .into_iter()
                .find(|name| is_tag(html, start + 1, name));
            let Some(name) = name else {
                continue;
            };
            let tag = Tag::read(&html[start..]);
            let from = start + tag.length;
            let to = end_of(html, from, name);
            at = to;
            match name {
                "style" => inline.styles.insert(hash(&html[from..to])),
                _ if tag.is_inline_script() => inline.scripts.insert(hash(&html[from..to])),
                _ => false,
            };
        }
        inline
    }

    pub fn extend(&mut self, other: &Inline) {
        self.scripts.extend(other.scripts.iter().cloned());
        self.styles.extend(other.styles.iter().cloned());
    }
}

/// Puts the policy of a finished page in its place, and gives what stands in the page itself.
pub fn put(html: String, security: &Security) -> (String, Inline) {
    let inline = Inline::of(&html);
    match html.contains(PLACE) {
        true => (html.replace(PLACE, &policy(&inline, security)), inline),
        false => (html, inline),
    }
}

/// `_headers`, which hosts such as Netlify and Cloudflare Pages read: what they send with each file.
/// `inline` is that of all pages together.
pub fn headers_file(inline: &Inline, site: &SiteInfo) -> String {
    let (security, root) = (&site.security, root_path(&site.base_url));
    let policy = match security.policy {
        // Who may show the site in a frame cannot be said in a page.
        true => format!(
            "  Content-Security-Policy: {}; frame-ancestors 'self'\n",
            policy(inline, security)
        ),
        false => String::new(),
    };
    format!(
        "{root}*\n{policy}  Referrer-Policy: strict-origin-when-cross-origin\n  \
         X-Content-Type-Options: nosniff\n  \
         Permissions-Policy: camera=(), geolocation=(), microphone=()\n\n\
         {root}assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"
    )
}

/// The policy of a page, or of pages that have these scripts and styles.
pub fn policy(inline: &Inline, security: &Security) -> String {
    let others: String = security
        .allow
        .iter()
        .map(|origin| format!(" {origin}"))
        .collect();
    let hashes = |hashes: &BTreeSet<String>| -> String {
        hashes.iter().map(|hash| format!(" '{hash}'")).collect()
    };
    let frames = match others.is_empty() {
        true => " 'none'",
        false => &others,
    };
    // Pictures and fonts may stand in a style sheet as data; pages of the site may ask it for more.
    [
        "default-src 'none'".to_string(),
        format!("script-src 'self'{}{others}", hashes(&inline.scripts)),
        format!("style-src 'self'{}{others}", hashes(&inline.styles)),
        format!("img-src 'self' data:{others}"),
        format!("font-src 'self' data:{others}"),
        format!("media-src 'self'{others}"),
        format!("connect-src 'self'{others}"),
        "manifest-src 'self'".to_string(),
        format!("frame-src{frames}"),
        format!("form-action 'self'{others}"),
        "base-uri 'none'".to_string(),
    ]
    .join("; ")
}

/// The policy of a page that is one file: nothing is loaded, and of what stands in it only what was there
/// when it was made runs. `base_url` is where its forms may lead.
pub fn policy_of_one_file(inline: &Inline, base_url: Option<&str>, security: &Security) -> String {
    let or_none = |sources: String| match sources.is_empty() {
        true => "'none'".to_string(),
        false => sources,
    };
    let hashes = |hashes: &BTreeSet<String>| {
        let hashes: Vec<String> = hashes.iter().map(|hash| format!("'{hash}'")).collect();
        or_none(hashes.join(" "))
    };
    let forms: Vec<&str> = base_url
        .into_iter()
        .chain(security.allow.iter().map(String::as_str))
        .collect();
    [
        "default-src 'none'".to_string(),
        format!("script-src {}", hashes(&inline.scripts)),
        format!("style-src {}", hashes(&inline.styles)),
        "img-src data:".to_string(),
        "font-src data:".to_string(),
        "media-src data:".to_string(),
        "connect-src data:".to_string(),
        format!("form-action {}", or_none(forms.join(" "))),
        "base-uri 'none'".to_string(),
    ]
    .join("; ")
}

/// Whether the name of a tag stands there.
fn is_tag(html: &str, at: usize, name: &str) -> bool {
    let rest = &html.as_bytes()[at..];
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
    rest.get(..name.len())
        .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        && rest.get(name.len()).is_some_and(ends)
}

/// Where the text of an element ends.
fn end_of(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        at += found;
        if is_tag(html, at + 2, name) {
            return at;
        }
        at += 2;
    }
    html.len()
}

/// As policies name it. Browsers hash what they parsed, where line ends are all the same.
fn hash(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    format!(
        "sha256-{}",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

/// A start tag.
#[derive(Default)]
struct Tag {
    length: usize,
    has_src: bool,
    /// The attribute `type`.
    kind: Option<String>,
}

impl Tag {
    /// The tag a text begins with.
    fn read(html: &str) -> Tag {
        let length = end_of_tag(html);
        let mut tag = Tag {
            length,
            ..Tag::default()
        };
        let mut is_kind = false;
        let read = |event: CallbackEvent<'_>, _: Span<usize>| -> Option<Infallible> {
            match event {
                CallbackEvent::AttributeName { name } => {
                    tag.has_src |= name == b"src";
                    is_kind = name == b"type" && tag.kind.is_none();
                    if is_kind {
                        tag.kind = Some(String::new());
                    }
                }
                CallbackEvent::AttributeValue { value } if is_kind => {
                    let kind = tag.kind.get_or_insert_default();
                    kind.push_str(&String::from_utf8_lossy(value));
                }
                _ => {}
            }
            None
        };
        let emitter = CallbackEmitter::new(read);
        let Ok(()) = Tokenizer::new_with_emitter(&html[..length], emitter).finish();
        tag
    }

    /// Whether browsers run what stands in it; all else is data.
    fn is_inline_script(&self) -> bool {
        let runs = |kind: &str| {
            let kind = kind.trim().to_ascii_lowercase();
            kind.is_empty()
                || kind == "module"
                || kind == "importmap"
                || kind == "speculationrules"
                || kind.ends_with("javascript")
                || kind.ends_with("ecmascript")
        };
        !self.has_src && self.kind.as_deref().is_none_or(runs)
    }
}

/// Behind the `>` of a tag, which is no `>` of an attribute's value.
fn end_of_tag(html: &str) -> usize {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf %s TEXT | openssl dgst -sha256 -binary | base64`
    const A: &str = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";

    fn inline(html: &str) -> (Vec<String>, Vec<String>) {
        let Inline { scripts, styles } = Inline::of(html);
        (scripts.into_iter().collect(), styles.into_iter().collect())
    }

    #[test]
    fn scripts_and_styles_of_the_page_are_hashed() {
        let (yes, no) = (vec![A.to_string()], Vec::<String>::new());
        for (html, scripts, styles) in [
            ("<script>a</script>", &yes, &no),
            ("<SCRIPT defer\n>a</Script >", &yes, &no),
            ("<script type=\"text/javascript\">a</script>", &yes, &no),
            ("<script type=module data-x='>'>a</script>", &yes, &no),
            ("<style>a</style>", &no, &yes),
            (
                "<style media=\"print\">a</style><script>a</script>",
                &yes,
                &yes,
            ),
            ("<script src=\"x.js\">a</script>", &no, &no),
            ("<script type=\"application/ld+json\">a</script>", &no, &no),
            ("<scripted>a</scripted>", &no, &no),
            ("<p>&lt;script>a&lt;/script></p>", &no, &no),
            (
                "<script type=\"application/ld+json\"><style>a</style></script>",
                &no,
                &no,
            ),
        ] {
            assert_eq!(inline(html), (scripts.clone(), styles.clone()), "{html}");
        }
        assert_eq!(
            inline("<style>a\r\nb</style>"),
            inline("<style>a\nb</style>")
        );
        assert_ne!(inline("<style>a b</style>"), inline("<style>a\nb</style>"));
        assert_eq!(inline("<script>").0.len(), 1);
    }

    #[test]
    fn a_policy_names_what_may_be_loaded() {
        let mut security = Security::default();
        let page = Inline::of("<style>a</style>");
        let own = policy(&page, &security);
        assert!(own.contains(&format!("style-src 'self' '{A}';")), "{own}");
        assert!(own.contains("script-src 'self';"), "{own}");
        assert!(own.contains("frame-src 'none';"), "{own}");
        assert!(!own.contains("unsafe"), "{own}");
        security.allow = vec!["https://stats.example.org".to_string()];
        let with = policy(&page, &security);
        for directive in [
            "script-src 'self' https://stats.example.org;",
            "img-src 'self' data: https://stats.example.org;",
            "frame-src https://stats.example.org;",
        ] {
            assert!(with.contains(directive), "{directive} in {with}");
        }
    }
}
