//! To come.

pub const CODES: &[crate::diagnostics::Code] = &[];
