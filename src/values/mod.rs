//! Plain values all rooms share: data with exact equality, dates, words, and the reader for TOML.

mod data;
mod date;
mod edtf;
mod problems;
mod toml_reader;
mod words;

pub use data::Data;
pub use date::Date;
pub use edtf::{EventDate, Precision};
pub use problems::CODES;
pub use toml_reader::{Table, TomlFile, not_utf8};
pub use words::{did_you_mean, fold_name, is_id, nfc, plain_words, slug, suggestion};
