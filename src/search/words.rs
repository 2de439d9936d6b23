//! From a text to the terms it is found by: words, without case and accents, as stems of their language.
//! The search script does the same with the same tables; `tests/browser/search.mjs` compares the two.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::stemmers::Stemmer;

/// The terms of a text in their order, without words that say nothing.
pub fn terms(text: &str, stemmer: &Stemmer) -> Vec<String> {
    let terms = words(text)
        .into_iter()
        .filter_map(|word| stemmer.term(&fold(word)));
    terms.collect()
}

/// The words of a text as they are written: runs of letters, marks and digits, and numbers with what
/// stands between their digits.
pub fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(is_of_word) {
        rest = &rest[at..];
        let length = number(rest).unwrap_or_else(|| run(rest, is_of_word));
        let (word, behind) = rest.split_at(length);
        found.push(word);
        rest = behind;
    }
    found
}

/// A word as it is compared: small, without accents, of a number the digits and the decimal point.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        let word = match word.contains(['.', ',']) {
            true => plain_number(word),
            false => word.to_string(),
        };
        return word.to_ascii_lowercase();
    }
    let small = plain_number(word).to_lowercase();
    small
        .nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .collect()
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || !letter.is_ascii() && is_combining_mark(letter)
}

/// What may stand between the digits of a number.
fn is_separator(letter: char) -> bool {
    matches!(letter, '.' | ',' | '\u{a0}' | '\u{202f}')
}

/// The length of the run of such letters that a text begins with.
fn run(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !is(letter)).unwrap_or(text.len())
}

/// The length of the number a text begins with, if it has separators.
fn number(text: &str) -> Option<usize> {
    let mut length = run(text, char::is_numeric);
    let mut groups = 0;
    while length > 0 {
        let mut behind = text[length..].chars();
        let separator = behind.next().filter(|letter| is_separator(*letter));
        let digits = run(behind.as_str(), char::is_numeric);
        match separator {
            Some(separator) if digits > 0 => length += separator.len_utf8() + digits,
            _ => break,
        }
        groups += 1;
    }
    (groups > 0).then_some(length)
}

/// A number without the marks between its thousands: those before three digits.
fn plain_number(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for (at, letter) in word.char_indices() {
        if !is_separator(letter) {
            plain.push(letter);
            continue;
        }
        let behind = &word[at + letter.len_utf8()..];
        let digits = behind.chars().take_while(|letter| letter.is_numeric());
        if digits.count() != 3 {
            plain.push('.');
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(fold).collect()
    }

    #[test]
    fn words_are_small_and_without_accents() {
        assert_eq!(
            folded("¿Qué pasó en Coyoacán, «ayer»?"),
            ["que", "paso", "en", "coyoacan", "ayer"]
        );
        assert_eq!(
            folded("Año; cafe\u{301} Σίσυφος"),
            ["ano", "cafe", "σισυφος"]
        );
        assert_eq!(
            folded("Mexico’s don't–stop"),
            ["mexico", "s", "don", "t", "stop"]
        );
    }

    #[test]
    fn a_number_is_one_word_however_its_thousands_are_marked() {
        for written in ["1,400", "1.400", "1\u{a0}400", "1\u{202f}400", "1400"] {
            assert_eq!(folded(written), ["1400"], "{written}");
        }
        assert_eq!(
            folded("1.400.000,5 3.5 12,75%"),
            ["1400000.5", "3.5", "12.75"]
        );
        assert_eq!(
            folded("In 2024. 55 men, 30kg"),
            ["in", "2024", "55", "men", "30kg"]
        );
    }
}
