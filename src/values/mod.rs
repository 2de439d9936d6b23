//! Plain values all rooms share: data with exact equality, dates, words, and the reader for TOML.

mod data;
mod date;
mod digest;
mod edtf;
pub mod numbers;
mod problems;
mod sentences;
mod toml_reader;
mod toml_values;
mod toml_syntax;
mod words;

pub use data::Data;
pub use date::Date;
pub use digest::Digest;
pub use edtf::{EventDate, Precision};
pub use problems::{
    BAD_DATE, BAD_VALUE, CODES, MISSING_KEY, NOT_UTF8, TOML_SYNTAX, UNKNOWN_KEY, WRONG_TYPE,
};
pub use sentences::{quoted, sentences};
pub use toml_reader::{KEY_ITSELF, Table, TomlFile, not_utf8};
pub use words::{
    did_you_mean, fold_name, id_from, is_id, is_language, is_web_address, listed, natural_order,
    nfc, plain_words, slug, suggestion, words_of,
};
