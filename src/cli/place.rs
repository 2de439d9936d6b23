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
