//! content/ledger/desk.lock: what was checked, one line an entry, so that a machine without the
//! archived texts still sees what was edited since.

mod outdated;
mod problems;
mod read;
mod references;
mod translations;
mod write;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::input::FilePath;
use crate::ledger::{self, EntryDigest, Id, TableName};
use crate::values::{Date, Digest, nfc};

pub use outdated::{Gone, Now, compare, lost_references};
pub use problems::{CLAIM_CHANGED, CODES, DESK_LOCK_LINE, DESK_LOCK_OUTDATED};
pub use read::{LockReading, State, read};
pub use references::references;
pub use translations::{Translated, Translation, Translations, outdated_translations, remembered};
pub use write::{Update, update, with_translations};

/// The version of the format that is written, and the newest that is read.
const VERSION: u32 = 2;

/// What desk.lock remembers. It holds no positions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// What every entry of the ledger said.
    pub entries: BTreeMap<(TableName, String), EntryDigest>,
    /// What every text quoted and referred to, by [`owner_of_page`] or [`owner_of_quote`].
    pub texts: BTreeMap<String, Arc<TextLock>>,
    /// What each translation was made from.
    pub translations: BTreeMap<Translation, Digest>,
}

/// What one page, or one entry of quotes.toml, quoted and referred to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextLock {
    /// The same words may stand in a page twice.
    pub quotations: Vec<Checked>,
    /// How often each thing is referred to, such as `source:s001`.
    pub references: BTreeMap<String, usize>,
}

/// A quotation that was found in the archived text of its source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Checked {
    pub source: Id,
    /// Of the words as they are compared.
    pub words: Digest,
    /// The hash of the archived text, as `sha256` of sources.toml has it.
    pub snapshot: String,
    /// The byte of the archived text where the words begin.
    pub offset: usize,
    /// The lines they stand on, from 1: the first and the last.
    pub lines: (usize, usize),
    /// The day this was written here.
    pub date: Date,
}

impl Checked {
    pub fn lines(&self) -> RangeInclusive<usize> {
        self.lines.0..=self.lines.1
    }

    /// Whether two are the same quotation at the same place of the same text.
    pub fn is_like(&self, other: &Checked) -> bool {
        let mut dated = other.clone();
        dated.date = self.date;
        *self == dated
    }
}

/// The file, from the site's root.
pub fn path() -> FilePath {
    FilePath::new(format!("{}/{}", ledger::FOLDER, ledger::LOCK))
}

/// What a page is called: its path inside `content/`.
pub fn owner_of_page(page: &FilePath) -> String {
    let path = page.as_str();
    nfc(path.strip_prefix("content/").unwrap_or(path))
}

/// What an entry of quotes.toml is called. No page is called so, since a page's name ends in `.md`.
pub fn owner_of_quote(id: &str) -> String {
    format!("{}/{id}", TableName::Quotes.name())
}

/// The id of the entry of quotes.toml that is called so; None for a page.
fn quote_of(owner: &str) -> Option<&str> {
    let id = owner
        .strip_prefix(TableName::Quotes.name())?
        .strip_prefix('/')?;
    (!id.ends_with(".md")).then_some(id)
}

/// The key under which desk.lock's spans have the line of an entry of the ledger.
fn entry_key(table: TableName, id: &str) -> String {
    format!("entry/{}/{id}", table.name())
}

fn quotation_key(owner: &str, source: &str, words: Digest) -> String {
    format!("quotation/{owner}/{source}/{words}")
}

fn translation_key(language: &str, original: &str) -> String {
    format!("translation/{language}/{original}")
}

fn reference_key(owner: &str, target: &str) -> String {
    format!("reference/{owner}/{target}")
}
