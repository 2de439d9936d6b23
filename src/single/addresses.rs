//! What an address leads to, seen from a page or a style sheet of the site.

use crate::render::canonical;
use crate::site::{decode, encode, folder, is_external, join};

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A place of the page itself, with its `#`.
    Here(String),
    /// A page or file of the site, and what stands behind its path.
    Site { address: String, behind: String },
    /// Another host, by its whole address.
    Host(String),
    /// Mail, data and so on.
    Other,
    /// A file of somebody's machine, or above the site's root.
    Nowhere,
}

/// What an address leads to that stands in the file at `from`; `page` is the page that is made.
pub fn target(written: &str, from: &str, page: &str, base_url: Option<&str>) -> Target {
    let written: String = written
        .trim()
        .chars()
        .filter(|letter| !matches!(letter, '\t' | '\n' | '\r'))
        .collect();
    if written.is_empty() {
        return Target::Here("#".to_string());
    }
    if written.starts_with('#') {
        return Target::Here(written);
    }
    if written.starts_with("//") {
        // From the disk it would be the name of a machine.
        return Target::Host(format!("https:{written}"));
    }
    let own = base_url.and_then(|base| written.strip_prefix(base));
    let (path, behind) = match own {
        Some(rest) => {
            let (path, behind) = parted(rest);
            (format!("/{path}"), behind)
        }
        None if is_external(&written) => {
            let scheme = written.split(':').next().unwrap_or_default();
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" => Target::Host(written),
                "file" => Target::Nowhere,
                _ => Target::Other,
            };
        }
        None => {
            let (path, behind) = parted(&written);
            match (path.strip_prefix('/'), base_url.and_then(host_and_root)) {
                (Some(_), Some((host, root))) => match path.strip_prefix(root) {
                    Some(inside) => (format!("/{inside}"), behind),
                    None => return Target::Host(format!("{host}{written}")),
                },
                _ => (path.to_string(), behind),
            }
        }
    };
    let joined = match path.is_empty() {
        true => Some(from.to_string()),
        false => join(folder(from), &decode(&path)),
    };
    let Some(mut address) = joined else {
        return Target::Nowhere;
    };
    if address.is_empty() || address.ends_with('/') {
        address.push_str("index.html");
    }
    match address == page {
        true => Target::Here(match behind.find('#') {
            Some(at) => behind[at..].to_string(),
            None => "#".to_string(),
        }),
        false => Target::Site {
            address,
            behind: behind.to_string(),
        },
    }
}

/// The whole address of something of the site, if the site has one.
pub fn whole(address: &str, behind: &str, base_url: Option<&str>) -> Option<String> {
    Some(canonical(base_url?, address) + behind)
}

/// The name of a file, as it is saved.
pub fn file_name(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or(address)
}

/// As it is told to whoever makes the file.
pub fn shown(target: &Target) -> String {
    match target {
        Target::Here(anchor) => anchor.clone(),
        Target::Site { address, .. } => encode(address),
        Target::Host(url) => url.clone(),
        Target::Other | Target::Nowhere => String::new(),
    }
}

/// The path, and what stands behind it.
fn parted(written: &str) -> (&str, &str) {
    written.split_at(written.find(['?', '#']).unwrap_or(written.len()))
}

/// `https://example.org` and `/story/`.
fn host_and_root(base_url: &str) -> Option<(&str, &str)> {
    let host = base_url.find("://")? + 3;
    let root = host + base_url[host..].find('/')?;
    Some(base_url.split_at(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(address: &str, behind: &str) -> Target {
        Target::Site {
            address: address.to_string(),
            behind: behind.to_string(),
        }
    }

    #[test]
    fn every_form_of_an_address_is_known() {
        let base = Some("https://example.org/story/");
        let host = |url: &str| Target::Host(url.to_string());
        let here = |anchor: &str| Target::Here(anchor.to_string());
        for (written, expected) in [
            ("#a", here("#a")),
            ("", here("#")),
            ("claims.html#a", here("#a")),
            (" claims.html ", here("#")),
            ("?x=1#a", here("#a")),
            ("https://example.org/story/es/claims.html#b", here("#b")),
            ("../people.html?x#b", site("people.html", "?x#b")),
            ("./", site("es/index.html", "")),
            ("../a%20b.png", site("a b.png", "")),
            ("/story/a.png", site("a.png", "")),
            ("https://example.org/story/a.png", site("a.png", "")),
            ("/else/a.png", host("https://example.org/else/a.png")),
            ("//host/a", host("https://host/a")),
            ("HTTPS://host/a", host("HTTPS://host/a")),
            ("mailto:a@b.c", Target::Other),
            ("data:,x", Target::Other),
            ("file:///etc/passwd", Target::Nowhere),
            ("../../a", Target::Nowhere),
        ] {
            let found = target(written, "es/claims.html", "es/claims.html", base);
            assert_eq!(found, expected, "{written}");
        }
        let found = target("/a.png", "x/y.html", "x/y.html", None);
        assert_eq!(found, site("a.png", ""));
        let found = target("a.png", "assets/s.css", "x/y.html", None);
        assert_eq!(found, site("assets/a.png", ""));
    }

    #[test]
    fn whole_addresses_need_a_base() {
        let base = Some("https://example.org/");
        let of = |address| whole(address, "#a", base);
        assert_eq!(
            of("a/index.html").as_deref(),
            Some("https://example.org/a/#a")
        );
        assert_eq!(
            of("ñ.html").as_deref(),
            Some("https://example.org/%C3%B1.html#a")
        );
        assert_eq!(whole("a.html", "", None), None);
    }
}
