//! The words by which English and Spanish sentences tell a figure from a name, a date from a number.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// What one language has words for, in lower case. In a language without a list only what is
/// written in digits is seen.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    pub months: Words,
    /// Short forms, with or without a stop.
    pub short_months: Words,
    /// Whether a month has a capital, as in English.
    pub capital_months: bool,
    pub weekdays: Words,
    pub seasons: Words,
    /// Stand before a point in time.
    pub temporal: Words,
    /// Say that a quantity follows.
    pub about: Words,
    /// May begin a sentence with a capital and are no names.
    pub function: Words,
    /// The number behind them names something.
    pub designators: Words,
    /// Laws, which often have a year behind their number.
    pub laws: Words,
    pub streets: Words,
    pub dialling: Words,
    pub units: Words,
    /// May stand between a number and its unit.
    pub before_units: Words,
    pub persons: Words,
    /// Say that people were killed, hurt, arrested or are missing.
    pub harmed: Words,
    /// What a page consists of.
    pub page_things: Words,
    /// Point at what comes: "the following twelve entries".
    pub pointing_before: Words,
    /// Point at what stands on the page: "the entries below".
    pub pointing: Words,
    /// The page or a part of it: "this table".
    pub page_itself: Words,
    /// Number words below ten.
    pub small: Numbers,
    /// Number words from ten upward, those that multiply among them.
    pub big: Numbers,
    /// Plurals that say "many" alone.
    pub vague: Words,
    /// Make a number vague: "several hundred".
    pub vaguely: Words,
    pub ordinals: Words,
    pub ordinal_suffixes: Words,
    pub fractions: Words,
    pub plural_fractions: Words,
    pub decades: Words,
    /// Joins the words of a number: "hundred and five", "treinta y dos".
    pub and: String,
    /// Join further numbers to a name's: "articles 4 and 5".
    pub lists: Words,
    pub of: Words,
    /// Announce the title of a work.
    pub titled: Words,
    /// Stay small in titles.
    pub small_title_words: Words,
    /// A number behind them and "of" names them: "the Group of 77".
    pub groups: Words,
    /// Say how a match or a vote ended.
    pub results: Words,
    pub parts_of_day: Words,
    /// Turns of phrase in which no number measures anything, word by word.
    pub idioms: Vec<Phrase>,
}

/// A set of words, written as one text.
#[derive(Default, Deserialize)]
#[serde(from = "String")]
pub struct Words(BTreeSet<String>);

impl Words {
    pub fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

impl From<String> for Words {
    fn from(text: String) -> Words {
        Words(text.split_whitespace().map(str::to_string).collect())
    }
}

/// Words with their values, written `ten=10 eleven=11`.
#[derive(Default, Deserialize)]
#[serde(from = "String")]
pub struct Numbers(BTreeMap<String, u64>);

impl Numbers {
    pub fn value(&self, word: &str) -> Option<u64> {
        self.0.get(word).copied()
    }
}

impl From<String> for Numbers {
    fn from(text: String) -> Numbers {
        let pairs = text.split_whitespace().filter_map(|pair| {
            let (word, value) = pair.split_once('=')?;
            Some((word.to_string(), value.parse().ok()?))
        });
        Numbers(pairs.collect())
    }
}

/// Words in a row.
#[derive(Default, Deserialize)]
#[serde(from = "String")]
pub struct Phrase(pub Vec<String>);

impl From<String> for Phrase {
    fn from(text: String) -> Phrase {
        Phrase(text.split_whitespace().map(str::to_string).collect())
    }
}

/// The words of a language, by its code.
pub fn vocabulary(language: &str) -> &'static Vocabulary {
    static ENGLISH: LazyLock<Vocabulary> = LazyLock::new(|| read(include_str!("en.toml")));
    static SPANISH: LazyLock<Vocabulary> = LazyLock::new(|| read(include_str!("es.toml")));
    static NONE: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::default);
    match language.split('-').next().unwrap_or("") {
        "en" => &ENGLISH,
        "es" => &SPANISH,
        _ => &NONE,
    }
}

/// The lists are part of the program; a test reads them.
fn read(text: &str) -> Vocabulary {
    toml::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_read() {
        for text in [include_str!("en.toml"), include_str!("es.toml")] {
            let words: Vocabulary = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(
                words.big.value("dozen").or(words.big.value("docena")),
                Some(12)
            );
            assert!(words.idioms.len() > 20 && words.units.has("euros"));
        }
    }
}
