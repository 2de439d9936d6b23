//! What earlier builds made of pictures and a later one may take as it is.

use super::Picture;

/// Raise it when the same picture would give other bytes than before, as with another version of a
/// library that packs them; a test tells.
const MAKER: &[u8] = b"nutgraf pictures 1";

/// In which size a picture is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Its own.
    Whole,
    Width(usize),
}

/// Gives back what was made before, whole and unchanged, or nothing. It makes work shorter and never
/// its result another.
pub trait Shelf: Send + Sync {
    fn find(&self, key: &blake3::Hash) -> Option<Vec<u8>>;
}

impl Picture {
    /// What a version of the picture with this content is known by; None if it takes no work to make.
    pub fn key(&self, content: blake3::Hash, version: Version) -> Option<blake3::Hash> {
        match version {
            Version::Whole if !self.is_turned() => None,
            version => Some(key(content, version)),
        }
    }
}

fn key(content: blake3::Hash, version: Version) -> blake3::Hash {
    let width = match version {
        Version::Whole => 0,
        Version::Width(width) => width as u64,
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update(MAKER).update(content.as_bytes());
    hasher.update(&width.to_le_bytes());
    hasher.finalize()
}
