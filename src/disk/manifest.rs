//! The list of files an earlier build wrote: the only ones a later build may change or remove.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::ground::is_plain;

/// The folder, inside the output folder, of what we remember about it.
pub const FOLDER: &str = ".nutgraf";
/// The manifest's place in the output folder.
pub const PLACE: &str = ".nutgraf/manifest";

const HEAD: &str = "nutgraf manifest ";
const VERSION: u32 = 1;

/// Paths relative to the output folder, each with the hash of its bytes in hexadecimal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub files: BTreeMap<String, String>,
}

/// Why a manifest cannot be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    Newer,
    Damaged,
}

impl Manifest {
    /// What both list; where both list a file, as `newer` has it.
    pub fn union(&self, newer: &Manifest) -> Manifest {
        let mut files = self.files.clone();
        files.extend(newer.files.clone());
        Manifest { files }
    }

    pub fn lists(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}{VERSION}\n");
        for (path, hash) in &self.files {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{hash}  {path}");
        }
        text
    }

    pub fn parse(text: &str) -> Result<Manifest, Unreadable> {
        let mut lines = text.lines();
        let version: Option<u32> = lines
            .next()
            .and_then(|line| line.strip_prefix(HEAD))
            .and_then(|version| version.parse().ok());
        match version {
            Some(VERSION) => {}
            Some(version) if version > VERSION => return Err(Unreadable::Newer),
            _ => return Err(Unreadable::Damaged),
        }
        let files: Option<BTreeMap<_, _>> = lines
            .map(|line| {
                let (hash, path) = line.split_once("  ")?;
                let sound = hash.len() == 64
                    && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
                    && is_plain(path);
                sound.then(|| (path.to_string(), hash.to_string()))
            })
            .collect();
        Ok(Manifest {
            files: files.ok_or(Unreadable::Damaged)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(paths: &[&str]) -> Manifest {
        let hash = "0".repeat(64);
        Manifest {
            files: paths
                .iter()
                .map(|path| (path.to_string(), hash.clone()))
                .collect(),
        }
    }

    #[test]
    fn text_and_back() {
        let manifest = manifest(&["a b.html", "x/ñ.html"]);
        assert_eq!(Manifest::parse(&manifest.to_text()), Ok(manifest));
    }

    #[test]
    fn a_manifest_that_reaches_out_of_its_folder_is_not_trusted() {
        for path in ["../a", "/a", "a/../../b", "", ".nutgraf/manifest"] {
            let text = manifest(&[path]).to_text();
            assert_eq!(Manifest::parse(&text), Err(Unreadable::Damaged), "{path}");
        }
    }

    #[test]
    fn other_versions_and_other_texts() {
        let newer = "nutgraf manifest 2\nwhatever\n";
        assert_eq!(Manifest::parse(newer), Err(Unreadable::Newer));
        for text in ["", "hello\n", "nutgraf manifest 1\nshort  a\n"] {
            assert_eq!(Manifest::parse(text), Err(Unreadable::Damaged), "{text}");
        }
    }
}
