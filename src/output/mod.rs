//! The finished site as paths and bytes, before anything is written.

mod content_type;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use content_type::{content_type, is_page};

/// Every file of the published site: path relative to the output folder, with `/`, and its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputTree {
    files: BTreeMap<Arc<str>, Arc<[u8]>>,
}

impl OutputTree {
    pub fn new() -> OutputTree {
        OutputTree::default()
    }

    pub fn insert(&mut self, path: impl AsRef<str>, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(Arc::from(path.as_ref()), bytes.into());
    }

    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }

    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<[u8]>)> {
        self.files.iter()
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
