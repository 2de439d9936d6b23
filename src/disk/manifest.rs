//! The list of the files we wrote, kept in the output folder: what we may change and remove.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The folder of ours inside the output folder.
pub const FOLDER: &str = ".nutgraf";
const FILE: &str = ".nutgraf/manifest";
const FIRST_LINE: &str = "nutgraf manifest 1";

/// Path and content hash of every file an earlier build wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of an output folder; None if the folder is not ours.
    ///
    /// # Errors
    /// The system's, or `InvalidData` if the file is not a manifest we can read.
    pub fn read(out: &Path) -> io::Result<Option<Manifest>> {
        let text = match fs::read_to_string(out.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Manifest::parse(&text).map(Some).ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{FILE} is damaged or of a newer version"),
            )
        })
    }

    fn parse(text: &str) -> Option<Manifest> {
        let mut lines = text.lines();
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let mut files = BTreeMap::new();
        for line in lines {
            let (hash, path) = line.split_once("  ")?;
            // A path that leaves the folder was not written by us.
            let leaves = path.starts_with('/')
                || path.split('/').any(|part| matches!(part, "" | "." | ".."));
            if leaves || path.contains('\\') {
                return None;
            }
            files.insert(path.to_string(), hash.to_string());
        }
        Some(Manifest { files })
    }

    /// The file's text: a line for each path, sorted.
    fn text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        for (path, hash) in &self.files {
            text.push_str(&format!("{hash}  {path}\n"));
        }
        text
    }

    /// Writes the manifest into an output folder, whole or not at all. A manifest that is there
    /// already with the same lines is left alone.
    pub fn write(&self, out: &Path) -> io::Result<()> {
        let text = self.text();
        let path = out.join(FILE);
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        fs::create_dir_all(out.join(FOLDER))?;
        super::write::replace(&path, text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_and_a_strange_one_is_refused() {
        let mut manifest = Manifest::default();
        manifest.files.insert("a/b c.html".into(), "00ff".into());
        assert_eq!(Manifest::parse(&manifest.text()), Some(manifest));
        for strange in [
            "",
            "nutgraf manifest 2\n",
            "nutgraf manifest 1\n00  ../x\n",
            "nutgraf manifest 1\n00  /etc/x\n",
            "nutgraf manifest 1\n00  a//b\n",
            "nutgraf manifest 1\nonly-one-word\n",
        ] {
            assert_eq!(Manifest::parse(strange), None, "{strange:?}");
        }
    }
}
