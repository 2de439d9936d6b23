//! What a file of `content/` is by its name alone: a page, a file to publish, or private.

use crate::input::FilePath;
use crate::values::nfc;

/// Names inside `content/files/` that are published although they begin with a dot.
const DOT_NAMES_PUBLISHED: [&str; 2] = [".well-known", ".nojekyll"];

/// The path within `content/`, in NFC; None for other files.
pub fn content_name(path: &FilePath) -> Option<String> {
    path.as_str().strip_prefix("content/").map(nfc)
}

/// Whether a file is a page by its name.
pub fn is_page_file(path: &FilePath) -> bool {
    content_name(path).is_some_and(|name| is_page(&name))
}

/// The language whose translation a page is by its name, of those with these keys: `a.es.md` is Spanish.
pub fn language_of<'k>(name: &str, keys: &'k [String]) -> Option<&'k str> {
    let stem = name.strip_suffix(".md")?;
    let (page, ending) = stem.rsplit_once('.')?;
    let key = keys.iter().find(|key| *key == ending)?;
    (!page.is_empty() && !page.ends_with('/')).then_some(key)
}

/// The name of the page that a page of a language translates: `a.md` for `a.es.md`.
pub fn original_name(name: &str, key: &str) -> String {
    let stem = name
        .strip_suffix(".md")
        .and_then(|name| name.strip_suffix(key));
    match stem.and_then(|stem| stem.strip_suffix('.')) {
        Some(stem) => format!("{stem}.md"),
        None => name.to_string(),
    }
}

/// [`is_page_file`] for a path within `content/`.
pub fn is_page(name: &str) -> bool {
    name.ends_with(".md") && !name.starts_with("files/") && !is_private(name)
}

/// Whether a path within `content/` never leaves.
pub fn is_private(name: &str) -> bool {
    if name == "site.toml" || name.starts_with("ledger/") {
        return true;
    }
    let as_it_is = name.starts_with("files/");
    name.split('/').any(|part| {
        part.starts_with(['.', '_', '~']) && !(as_it_is && DOT_NAMES_PUBLISHED.contains(&part))
    })
}

/// Whether a file is published whether or not anything refers to it.
pub fn always_published(name: &str) -> bool {
    name.starts_with("files/") && !is_private(name)
}

/// Whether a file that nothing refers to is worth a word: tables are read without being published.
pub fn is_expected_to_be_used(name: &str) -> bool {
    !is_private(name) && !is_page(name) && !name.starts_with("data/")
}

/// Where a content file that is no page is published; None where it never is.
pub fn file_of(path: &FilePath) -> Option<String> {
    let name = content_name(path).filter(|name| !is_private(name))?;
    Some(file_address(&name))
}

/// Where a file that is no page is published: `files/` is the root, all others keep their path. A table
/// in TOML is published as CSV.
pub fn file_address(name: &str) -> String {
    let table = name.strip_suffix(".toml");
    match table.filter(|name| name.starts_with("data/")) {
        Some(table) => format!("{table}.csv"),
        None => name.strip_prefix("files/").unwrap_or(name).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_by_name() {
        for page in ["content/a.md", "content/x/index.md", "content/data/a.md"] {
            assert!(is_page_file(&FilePath::new(page)), "{page}");
        }
        for other in [
            "a.md",
            "content/a.txt",
            "content/_a.md",
            "content/_drafts/a.md",
            "content/.a.md",
            "content/~a.md",
            "content/ledger/a.md",
            "content/files/a.md",
        ] {
            assert!(!is_page_file(&FilePath::new(other)), "{other}");
        }
    }

    #[test]
    fn private_names_never_leave() {
        for private in [
            "site.toml",
            "ledger/desk.lock",
            "_x/a.png",
            "a/.b",
            "files/.git",
            "files/~x",
        ] {
            assert!(is_private(private), "{private}");
            assert!(!always_published(private), "{private}");
        }
        for public in [
            "a/site.toml",
            "files/.well-known/security.txt",
            "files/.nojekyll",
        ] {
            assert!(!is_private(public), "{public}");
        }
        assert!(is_private(".well-known/x"));
    }

    #[test]
    fn the_files_folder_is_the_root() {
        assert_eq!(file_address("files/CNAME"), "CNAME");
        assert_eq!(file_address("a/files/x.png"), "a/files/x.png");
        assert_eq!(file_address("data/a/b.toml"), "data/a/b.csv");
        assert_eq!(file_address("a/b.toml"), "a/b.toml");
    }
}
