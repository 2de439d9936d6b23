//! The problems of a ledger, and their words.

use crate::diagnostics::Code;

pub const CODES: &[Code] = &[];
