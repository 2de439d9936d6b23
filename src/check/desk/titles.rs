//! Titles of works, whose numbers and words are nobody's claim.

use std::ops::Range;

use super::vocabulary::Vocabulary;

/// Whether words have the capitals of a title, and at least so many: `One Hundred Years of Solitude`.
pub fn has_title_capitals(text: &str, words: &Vocabulary, least: usize) -> bool {
    let mut capitals = 0;
    for (index, word) in split(text).enumerate() {
        let first = word.chars().next().unwrap_or(' ');
        let is_small = words.small_title_words.has(&word.to_lowercase());
        if first.is_uppercase() {
            capitals += 1;
        } else if !first.is_numeric() && (index == 0 || !is_small) {
            return false;
        }
    }
    capitals >= least
}

/// Whether quoted words are the title of a work: by their capitals, or since the word before says so.
pub fn is_quoted_title(text: &str, quoted: &Range<usize>, words: &Vocabulary) -> bool {
    let inside = &text[quoted.clone()];
    if has_title_capitals(inside, words, 1) {
        return true;
    }
    let is_sentence = inside.contains([',', '.', '!', '?']);
    let announced = text[..quoted.start]
        .trim_end()
        .rsplit(|character: char| !character.is_alphanumeric())
        .next()
        .is_some_and(|word| words.titled.has(&word.to_lowercase()));
    let begins = |word: &str| begins_capital(word) || word.starts_with(char::is_numeric);
    announced && !is_sentence && split(inside).next().is_some_and(begins)
}

/// Whether words in italics are the title of a work. At the start of a sentence the first capital
/// says nothing.
pub fn is_italic_title(text: &str, italic: &Range<usize>, words: &Vocabulary) -> bool {
    let inside = &text[italic.clone()];
    let is_year = inside.len() == 4 && inside.bytes().all(|byte| byte.is_ascii_digit());
    let before = text[..italic.start].trim_end();
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':']);
    is_year
        || has_title_capitals(inside, words, if begins { 2 } else { 1 })
        || (!begins
            && split(inside).count() > 1
            && split(inside).next().is_some_and(begins_capital))
}

/// How many words a text has.
pub fn word_count(text: &str) -> usize {
    split(text).count()
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character.is_whitespace() || matches!(character, '—' | '–'))
        .map(|word| word.trim_matches(|character: char| !character.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

fn begins_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}
