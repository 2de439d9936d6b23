//! What helps whoever edits a site: schemas of its files, and new entries for its ledger.

mod entry;
mod keys;
mod ledger_keys;
mod schema;
mod site_keys;
mod source;

pub use entry::{Draft, Given, New, NotAdded, add};
pub use keys::{Fresh, Key, Takes};
pub use ledger_keys::table_keys;
pub use schema::{SCHEMA_MARK, Schema, schemas};
pub use source::{Archive, NoSource, read_source};
