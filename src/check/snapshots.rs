//! The archived texts of sources: whether they are there, and are what they were.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::problems::{SNAPSHOT_CHANGED, SNAPSHOT_MISSING};
use crate::diagnostics::Diagnostic;
use crate::input::{InputFile, InputTree};
use crate::ledger::quotation::Snapshot;
use crate::ledger::{Id, Ledger, TableName, place_of};
use crate::values::numbers::{Number, numbers};

/// An archived text with its hash.
pub struct Archived {
    pub file: InputFile,
    /// As `sha256` of sources.toml has it.
    pub sha256: String,
    /// None where the file is no text: an archive may hold pictures of pages.
    pub text: Option<Snapshot>,
    /// Every number in it.
    pub numbers: Vec<Number>,
}

impl Archived {
    pub fn new(file: &InputFile) -> Archived {
        let text = file.text().ok().map(|(text, _)| text);
        Archived {
            file: file.clone(),
            sha256: sha256(file.bytes()),
            text: text.map(Snapshot::new),
            numbers: text.map(numbers).unwrap_or_default(),
        }
    }
}

/// Whether the snapshots that sources.toml names are there and are what they were.
pub fn snapshots(
    files: &InputTree,
    ledger: &Ledger,
    archived: &BTreeMap<Id, Arc<Archived>>,
) -> Vec<Diagnostic> {
    if !files.has_snapshots() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for source in ledger.sources.iter() {
        let Some(name) = &source.snapshot else {
            continue;
        };
        let Some(archived) = archived.get(&source.id) else {
            let place = place_of(TableName::Sources, &source.id, "snapshot");
            let message = format!("there is no `{name}` in the snapshots folder");
            problems.push(
                Diagnostic::new(&SNAPSHOT_MISSING, place, message)
                    .hint("put the file there, correct its name, or remove `snapshot`"),
            );
            continue;
        };
        let found = &archived.sha256;
        if source
            .sha256
            .as_ref()
            .is_some_and(|expected| expected != found)
        {
            let place = place_of(TableName::Sources, &source.id, "sha256");
            let message =
                format!("`{name}` is not the text that was archived: its hash is {found}");
            problems.push(Diagnostic::new(&SNAPSHOT_CHANGED, place, message).hint(
                "bring the archived text back; if the new one was read, write its hash here",
            ));
        }
    }
    problems
}

/// The SHA-256 hash in small hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
