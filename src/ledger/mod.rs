//! content/ledger/*.toml -> Ledger: sources, claims, people and everything else the pages refer to.

mod entries;
mod problems;

pub use entries::*;
pub use problems::CODES;
