//! The words and numbers of a sentence, each with what stands between it and the one before.

use std::ops::Range;

/// A word or a number.
#[derive(Clone, Debug)]
pub struct Token<'t> {
    /// Where it stands in the text of its passage.
    pub range: Range<usize>,
    pub text: &'t str,
    pub lower: String,
    /// What stands between it and the token before, or the sentence's beginning.
    pub glue: &'t str,
    /// Part of something that is no prose: a title, an address, a turn of phrase.
    pub is_dead: bool,
}

impl Token<'_> {
    pub fn has_digit(&self) -> bool {
        self.text.contains(char::is_numeric)
    }

    /// Whether it begins with a capital, or holds one, as names do: `Boeing`, `iOS`.
    pub fn is_capital(&self) -> bool {
        self.text.contains(char::is_uppercase)
    }

    /// Whether nothing but a space stands before it.
    pub fn follows(&self) -> bool {
        matches!(self.glue, " " | "\u{a0}" | "\u{202f}" | "\u{2009}")
    }

    /// Whether a hyphen joins it to the word before.
    pub fn is_joined(&self) -> bool {
        matches!(self.glue, "-" | "\u{2010}" | "\u{2011}")
    }
}

/// The tokens of a sentence of a text. What lies in one of the ranges of `dead` is no prose.
pub fn tokens<'t>(text: &'t str, sentence: &Range<usize>, dead: &[Range<usize>]) -> Vec<Token<'t>> {
    let mut tokens: Vec<Token<'t>> = Vec::new();
    let mut end = sentence.start;
    let mut at = sentence.start;
    let whole = &text[..sentence.end];
    while let Some(first) = whole[at..].chars().next() {
        if !first.is_alphanumeric() {
            at += first.len_utf8();
            continue;
        }
        let start = at;
        let mut previous = first;
        at += first.len_utf8();
        while let Some(character) = whole[at..].chars().next() {
            let behind = whole[at + character.len_utf8()..].chars().next();
            let joins = |is: fn(char) -> bool| is(previous) && behind.is_some_and(is);
            let goes_on = is_of_word(character)
                || match character {
                    '.' | ',' => joins(|side| side.is_ascii_digit()),
                    '\'' | '’' => {
                        joins(char::is_alphabetic) || joins(|side| side.is_ascii_digit())
                    }
                    '\u{a0}' | '\u{202f}' | '\u{2009}' => {
                        joins(|side| side.is_ascii_digit()) && groups(&whole[at..], character)
                    }
                    _ => false,
                };
            if !goes_on {
                break;
            }
            previous = character;
            at += character.len_utf8();
        }
        tokens.push(Token {
            range: start..at,
            text: &whole[start..at],
            lower: whole[start..at].to_lowercase().replace('’', "'"),
            glue: &whole[end..start],
            is_dead: dead
                .iter()
                .any(|range| range.start < at && start < range.end),
        });
        end = at;
    }
    tokens
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&character)
}

/// Whether a space that holds a number together comes before three digits: `40 000`.
fn groups(rest: &str, space: char) -> bool {
    let digits = rest[space.len_utf8()..]
        .chars()
        .take_while(char::is_ascii_digit);
    digits.count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_separators_and_words_their_apostrophes() {
        let text = "The dam's 1,250.5 t at 40\u{a0}000 (MS-13), $1.4bn.";
        let all = tokens(text, &(0..text.len()), &[]);
        let shown: Vec<_> = all.iter().map(|token| (token.glue, token.text)).collect();
        assert_eq!(
            shown,
            [
                ("", "The"),
                (" ", "dam's"),
                (" ", "1,250.5"),
                (" ", "t"),
                (" ", "at"),
                (" ", "40\u{a0}000"),
                (" (", "MS"),
                ("-", "13"),
                ("), $", "1.4bn")
            ]
        );
    }
}
