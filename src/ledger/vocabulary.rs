//! The words an entry may choose from, for whoever describes the ledger to an editor.

pub use super::claims::ABOUT;
pub use super::people::KINDS as PERSON_KINDS;
pub use super::positions::{KINDS as DISAGREEMENT_KINDS, SIDES};
pub use super::quotes::{FORMS, KINDS as CORRECTION_KINDS, OF};
pub use super::sources::{GENRES, KINDS as SOURCE_KINDS, LOCATORS};

use crate::values::words_of;

pub const STATES: [&str; 4] = words_of(&super::sources::STATES);
pub const CLAIM_KINDS: [&str; 8] = words_of(&super::claims::KINDS);
pub const BOUNDS: [&str; 5] = words_of(&super::claims::BOUNDS);
