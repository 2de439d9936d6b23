//! The site as a search finds it: an index for each language, in parts small enough to be fetched one by
//! one by a script, without a server.

mod documents;
mod index;
mod postings;
mod stemmers;
mod words;

pub use documents::{Document, Level, PageText, Writing, of_ledger, of_page};
pub use index::{About, File, Index, is_of_search};
pub use stemmers::Stemmer;
pub use words::{fold, terms, words};
