//! Paths, addresses and the links between them, as texts.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::values::nfc;

/// What cannot stand as it is in the path or fragment of a link. `:` is here so that no name is
/// taken for a scheme, `&` and `'` so that the result may stand in any attribute.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// An address or anchor as it stands in a link; `/` stays.
pub fn encode(address: &str) -> String {
    utf8_percent_encode(address, ESCAPED).to_string()
}

/// The text behind percent signs, in NFC. What is no UTF-8 stays as it was written.
pub fn decode(written: &str) -> String {
    match percent_decode_str(written).decode_utf8() {
        Ok(text) => nfc(&text),
        Err(_) => nfc(written),
    }
}

/// The link from the page at one address to another address.
pub fn relative(from_address: &str, to_address: &str) -> String {
    encode(&plain_relative(from_address, to_address))
}

/// [`relative`] as a person writes it.
pub fn plain_relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = match from.rsplit_once('/') {
        Some((folder, _)) => folder.split('/').collect(),
        None => Vec::new(),
    };
    let parts: Vec<&str> = to.split('/').collect();
    let shared = folders
        .iter()
        .zip(&parts[..parts.len() - 1])
        .take_while(|(a, b)| a == b)
        .count();
    let mut link = "../".repeat(folders.len() - shared);
    link.push_str(&parts[shared..].join("/"));
    link
}

/// From the page at an address to the site's root: empty or some `../`.
pub fn base(address: &str) -> String {
    "../".repeat(address.matches('/').count())
}

/// The folder of a path or address, with its slash; empty at the root.
pub fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}

/// A relative path as seen from a folder (`a/b/` or empty); `/x` counts from the root. None if it
/// leaves the root. What ends with a folder ends with `/` or is empty.
pub fn join(from_folder: &str, written: &str) -> Option<String> {
    let (mut parts, written): (Vec<&str>, &str) = match written.strip_prefix('/') {
        Some(rest) => (Vec::new(), rest),
        None => (
            from_folder
                .split('/')
                .filter(|part| !part.is_empty())
                .collect(),
            written,
        ),
    };
    let mut ends_with_folder = true;
    for part in written.split('/') {
        ends_with_folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    let mut path = parts.join("/");
    if ends_with_folder && !path.is_empty() {
        path.push('/');
    }
    Some(path)
}

/// Whether a target begins with a scheme (`https:`, `mailto:`) or names a host (`//example.org`).
pub fn is_external(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let Some((scheme, _)) = target.split_once(':') else {
        return false;
    };
    scheme
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_go_up_only_as_far_as_needed() {
        for (from, to, link) in [
            ("index.html", "timeline.html", "timeline.html"),
            ("a/b.html", "index.html", "../index.html"),
            ("a/b/c.html", "a/d/e.html", "../d/e.html"),
            ("a/index.html", "a/index.html", "index.html"),
            ("a/b.html", "a/b/c.html", "b/c.html"),
            ("a/b/c.html", "a/b.html", "../b.html"),
            ("ab/c.html", "a/c.html", "../a/c.html"),
        ] {
            assert_eq!(relative(from, to), link, "{from} -> {to}");
        }
    }

    #[test]
    fn what_urls_cannot_hold_is_encoded() {
        assert_eq!(
            relative("x.html", "qué & más.html"),
            "qu%C3%A9%20%26%20m%C3%A1s.html"
        );
        assert_eq!(relative("x.html", "a:b?#50%.pdf"), "a%3Ab%3F%2350%25.pdf");
        assert_eq!(decode("qu%C3%A9%20%26"), "qué &");
        assert_eq!(decode("cafe%CC%81"), "café");
        assert_eq!(decode("50%"), "50%");
    }

    #[test]
    fn paths_are_joined_within_the_root() {
        for (folder, written, path) in [
            ("", "a.md", Some("a.md")),
            ("x/y/", "../a.md", Some("x/a.md")),
            ("x/", "/a.md", Some("a.md")),
            ("x/", "./b//c.md", Some("x/b/c.md")),
            ("x/", "../..", None),
            ("x/", "..", Some("")),
            ("x/", ".", Some("x/")),
            ("", "x/y/", Some("x/y/")),
        ] {
            assert_eq!(join(folder, written).as_deref(), path, "{folder} {written}");
        }
    }

    #[test]
    fn schemes_and_hosts_are_external() {
        for target in ["https://a.example", "mailto:a@b", "//cdn.example/x"] {
            assert!(is_external(target), "{target}");
        }
        for target in ["a.md", "/a.md", "a/b:c.md", "1:2.md", "#x", ":x"] {
            assert!(!is_external(target), "{target}");
        }
    }
}
