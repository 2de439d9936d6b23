//! Where the site lies, and how paths are shown.

use std::env;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::disk;

/// The site's folder: the one given, else the nearest one upward; None if there is none.
pub fn find_site(given: Option<&Path>) -> Result<Option<PathBuf>, Failure> {
    if let Some(root) = given {
        if !root.is_dir() {
            return Err(Failure::with_hint(
                format!("there is no folder {}", shown(root)),
                "--root names the folder that holds content/",
            ));
        }
        return Ok(Some(root.to_path_buf()));
    }
    Ok(disk::find_root(Path::new(".")).map(|root| from_here(&root)))
}

/// The site's folder, which must exist.
pub fn site(given: Option<&Path>) -> Result<PathBuf, Failure> {
    find_site(given)?.ok_or_else(|| {
        Failure::with_hint(
            "there is no site here: neither this folder nor one above it has content/site.toml",
            "name the site's folder with --root, or make a site with `nutgraf new DIR`",
        )
    })
}

/// The path as a person would type it.
pub fn shown(path: &Path) -> String {
    match path.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest.display().to_string(),
        _ => path.display().to_string(),
    }
}

/// A folder at or above the one we are in, as `.` or `../..`; any other stays as it is.
fn from_here(root: &Path) -> PathBuf {
    let here = env::current_dir().and_then(|here| here.canonicalize());
    match here.as_deref().map(|here| here.strip_prefix(root)) {
        Ok(Ok(below)) if below.as_os_str().is_empty() => PathBuf::from("."),
        Ok(Ok(below)) => below.components().map(|_| "..").collect(),
        _ => root.to_path_buf(),
    }
}

/// A file as the site calls it, whether it was named from the site's folder or from the one at hand; `#` and what is
/// behind it stays.
pub fn in_site(root: &Path, page: &Path) -> String {
    let text = page.to_string_lossy().replace('\\', "/");
    let (file, entry) = match text.split_once('#') {
        Some((file, entry)) => (file.to_string(), format!("#{entry}")),
        None => (text, String::new()),
    };
    let from_root = |path: PathBuf| -> Option<String> {
        let path = path.canonicalize().ok()?;
        let inside = path.strip_prefix(root.canonicalize().ok()?).ok()?;
        Some(inside.to_string_lossy().replace('\\', "/"))
    };
    let here = from_root(PathBuf::from(&file));
    let there = || from_root(root.join(&file));
    here.or_else(there).unwrap_or(file) + &entry
}
