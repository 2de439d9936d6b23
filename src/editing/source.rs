//! A text that is to be archived: what it is, by which name, and whether the ledger has it already.

use std::collections::BTreeSet;

use crate::check::sha256;
use crate::input::InputTree;
use crate::ledger::{Id, Ledger};

/// A text or picture of a source.
pub struct Archive {
    pub sha256: String,
    /// What a place in it counts, if it shows.
    pub locator: Option<&'static str>,
    /// The ending of its file's name.
    ending: String,
}

/// Why something cannot be archived.
#[derive(Debug, PartialEq, Eq)]
pub enum NoSource {
    Empty,
    /// A text that is not UTF-8; the offset is its first wrong byte.
    NotUtf8(usize),
}

/// Looks at a text, picture or document; `name` is that of its file.
///
/// # Errors
/// It is empty, or a text in another encoding than UTF-8.
pub fn read_source(name: Option<&str>, bytes: &[u8]) -> Result<Archive, NoSource> {
    let is_pdf = bytes.starts_with(b"%PDF");
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let is_binary = is_pdf || bytes.contains(&0) && !is_utf16;
    let (locator, usual) = match std::str::from_utf8(bytes) {
        _ if bytes.trim_ascii().is_empty() => return Err(NoSource::Empty),
        _ if is_pdf => (Some("page"), "pdf"),
        _ if is_binary => (None, "bin"),
        Ok(_) => (Some("line"), "txt"),
        Err(error) => return Err(NoSource::NotUtf8(error.valid_up_to())),
    };
    let ending = name.and_then(|name| name.rsplit_once('.'));
    let ending = ending.map(|(_, ending)| ending.to_ascii_lowercase());
    let is_plain = |ending: &String| {
        (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    Ok(Archive {
        sha256: sha256(bytes),
        locator,
        ending: ending.filter(is_plain).unwrap_or_else(|| usual.to_string()),
    })
}

impl Archive {
    /// The source that holds the same text already.
    pub fn known_as(&self, ledger: &Ledger, files: &InputTree) -> Option<Id> {
        let mut sources = ledger.sources.iter();
        let known = sources.find(|source| {
            let snapshot = || files.snapshot(source.snapshot.as_deref()?);
            match &source.sha256 {
                Some(hash) => *hash == self.sha256,
                None => snapshot().is_some_and(|file| sha256(file.bytes()) == self.sha256),
            }
        });
        known.map(|source| source.id.clone())
    }

    /// The file of the snapshots folder that holds the same bytes already.
    pub fn lies_in<'n>(
        &self,
        bytes: &[u8],
        snapshots: impl IntoIterator<Item = (&'n str, &'n [u8])>,
    ) -> Option<&'n str> {
        let mut snapshots = snapshots.into_iter();
        let same = snapshots.find(|(_, other)| *other == bytes);
        same.map(|(name, _)| name)
    }

    /// A name for it in the snapshots folder that none of the files there has, whatever the case of
    /// its letters.
    pub fn name_in<'n>(&self, id: &str, snapshots: impl IntoIterator<Item = &'n str>) -> String {
        let taken: BTreeSet<String> = snapshots.into_iter().map(str::to_lowercase).collect();
        let ending = &self.ending;
        let plain = format!("{id}.{ending}");
        match taken.contains(&plain) {
            false => plain,
            true => format!("{id}-{}.{ending}", &self.sha256[..16]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_count_lines_and_documents_pages() {
        let read = |name: Option<&str>, bytes: &[u8]| {
            let archive = read_source(name, bytes).expect("it can be archived");
            (archive.locator, archive.name_in("a", []))
        };
        let line = Some("line");
        assert_eq!(read(Some("x.MD"), b"text"), (line, "a.md".to_string()));
        assert_eq!(read(None, "¿Qué?".as_bytes()), (line, "a.txt".to_string()));
        assert_eq!(
            read(Some("no.ending here"), b"x"),
            (line, "a.txt".to_string())
        );
        let pdf = (Some("page"), "a.pdf".to_string());
        assert_eq!(read(None, b"%PDF-1.7\n\xe2\xe3"), pdf);
        let png = (None, "a.png".to_string());
        assert_eq!(read(Some("shot.png"), b"\x89PNG\r\n\x1a\n\0\0"), png);
    }

    #[test]
    fn what_is_no_text_is_told() {
        let refused = |bytes: &[u8]| read_source(Some("x.txt"), bytes).err();
        assert_eq!(refused(b" \n"), Some(NoSource::Empty));
        assert_eq!(refused(b"caf\xe9"), Some(NoSource::NotUtf8(3)));
        assert_eq!(refused(b"\xff\xfea\0b\0"), Some(NoSource::NotUtf8(0)));
    }

    #[test]
    fn a_name_is_not_taken_twice() {
        let archive = read_source(None, b"text").expect("a text");
        assert_eq!(archive.name_in("a", ["b.txt"]), "a.txt");
        assert_eq!(archive.name_in("a", ["A.txt"]), "a-982d9e3eb996f559.txt");
        let there = [("b.txt", &b"other"[..]), ("c/d.txt", b"text")];
        assert_eq!(archive.lies_in(b"text", there), Some("c/d.txt"));
    }
}
