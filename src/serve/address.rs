//! From the path of a request to an address of the site. No path ever leads to the disk: what is asked
//! for is looked up among the published files.

use percent_encoding::percent_decode_str;

/// The first part of every address that is the preview's own. No site has it, since names that begin
/// with a dot are not published.
pub const OURS: &str = ".nutgraf";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// `a/b.html`, `folder/`, or nothing for the home page.
    Site(String),
    /// What comes after `/.nutgraf/`.
    Ours(String),
    /// The root of a site that stands below it, or its folder without the slash.
    AboveBase,
    /// Not below the base path.
    Elsewhere,
}

/// A path that asks for what no site has: a step upward, or bytes that no address holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// What the path of a request asks for, where the site stands below `base` (`/`, or `/deep/`).
///
/// # Errors
/// The path is none that a link could lead to.
pub fn read(path: &str, base: &str) -> Result<Asked, Refused> {
    let rest = path.strip_prefix('/').ok_or(Refused)?;
    // Parted before it is decoded, so that an encoded slash parts nothing, and decoded once.
    let parts: Vec<String> = rest.split('/').map(part).collect::<Result<_, _>>()?;
    if parts[0] == OURS {
        return Ok(Asked::Ours(parts[1..].join("/")));
    }
    let whole = format!("/{}", parts.join("/"));
    Ok(match whole.strip_prefix(base) {
        Some(address) => Asked::Site(address.to_string()),
        None if whole == "/" || format!("{whole}/") == base => Asked::AboveBase,
        None => Asked::Elsewhere,
    })
}

fn part(written: &str) -> Result<String, Refused> {
    let decoded = percent_decode_str(written).decode_utf8();
    let decoded = decoded.map_err(|_| Refused)?;
    let leads_elsewhere = matches!(&*decoded, "." | "..");
    let is_odd = |letter: char| matches!(letter, '/' | '\\') || letter.is_control();
    match leads_elsewhere || decoded.contains(is_odd) {
        true => Err(Refused),
        false => Ok(decoded.into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(path: &str) -> Result<Asked, Refused> {
        Ok(Asked::Site(path.to_string()))
    }

    #[test]
    fn paths_are_decoded_once() {
        assert_eq!(read("/", "/"), site(""));
        assert_eq!(read("/a/b.html", "/"), site("a/b.html"));
        assert_eq!(read("/a/", "/"), site("a/"));
        assert_eq!(read("/el%20ni%C3%B1o.html", "/"), site("el niño.html"));
        assert_eq!(read("/100%25.html", "/"), site("100%.html"));
        assert_eq!(read("/%2541.html", "/"), site("%41.html"));
        assert_eq!(read("/a+b.html", "/"), site("a+b.html"));
        assert_eq!(read("/100%.html", "/"), site("100%.html"));
        let ours = |rest: &str| Ok(Asked::Ours(rest.to_string()));
        assert_eq!(read("/.nutgraf/events", "/"), ours("events"));
        assert_eq!(read("/%2Enutgraf/events", "/deep/"), ours("events"));
    }

    #[test]
    fn no_path_leads_upward_however_it_is_written() {
        for path in [
            "/../a",
            "/a/..",
            "/./a",
            "/%2e%2e/a",
            "/%2E./a",
            "/.%2e",
            "/a/%2e%2E/%2e%2e/b",
            "/..%2fa",
            "/a%2f..%2fb",
            "/..\\a",
            "/..%5ca",
            "/%5c..%5ca",
            "/%c0%ae%c0%ae/a",
            "/%c0%afa",
            "/%e0%80%ae./a",
            "/%ff",
            "/a%00.html",
            "/a%0d%0ab",
            "a",
            "",
            "*",
        ] {
            assert_eq!(read(path, "/"), Err(Refused), "{path}");
        }
        // Decoded once, this is a name like any other, and no site has it.
        assert_eq!(read("/%252e%252e/a", "/"), site("%2e%2e/a"));
    }

    #[test]
    fn a_site_may_stand_below_a_path() {
        let base = "/deep/er/";
        assert_eq!(read("/deep/er/", base), site(""));
        assert_eq!(read("/deep/er/a.html", base), site("a.html"));
        assert_eq!(read("/deep/er", base), Ok(Asked::AboveBase));
        assert_eq!(read("/", base), Ok(Asked::AboveBase));
        assert_eq!(read("/deep/", base), Ok(Asked::Elsewhere));
        assert_eq!(read("/a.html", base), Ok(Asked::Elsewhere));
    }
}
