//! Text as it is compared: NFC, one space, one quotation mark; with the way back to its bytes.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Every quotation mark and apostrophe becomes this one.
pub const MARK: char = '\'';

/// Folded text, and for each of its bytes the byte of the original it comes from.
pub struct Folded {
    pub text: String,
    pub offsets: Vec<u32>,
}

/// Folds a text. White space of any kind and length is one space; at both ends there is none.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded {
        text: String::with_capacity(text.len()),
        offsets: Vec::with_capacity(text.len()),
    };
    folded.add(text, 0);
    folded
}

impl Folded {
    /// Adds a stretch of text that begins at a byte of the original.
    pub fn add(&mut self, text: &str, start: usize) {
        let composed = is_nfc(text);
        let mut space = false;
        let begin = self.text.len();
        for (at, cluster) in clusters(text, composed) {
            let mut push = |folded: &mut Folded, character: char| {
                if character.is_whitespace() {
                    space = true;
                    return;
                }
                if std::mem::take(&mut space) && folded.text.len() > begin {
                    folded.push(' ', start + at);
                }
                folded.push(mark(character), start + at);
            };
            if composed || cluster.is_ascii() {
                cluster.chars().for_each(|character| push(self, character));
            } else {
                cluster.nfc().for_each(|character| push(self, character));
            }
        }
    }

    /// Adds one character that is taken as it is.
    pub fn push(&mut self, character: char, offset: usize) {
        // Three dots are one ellipsis.
        if character == '.' && self.text.ends_with("..") {
            self.text.truncate(self.text.len() - 2);
            self.offsets.truncate(self.text.len());
            let first = offset.saturating_sub(2);
            return self.push('…', first);
        }
        self.text.push(character);
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        self.offsets.resize(self.text.len(), offset);
    }
}

fn mark(character: char) -> char {
    match character {
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '’' | '‚' | '‛' | '\u{2bc}' => {
            MARK
        }
        other => other,
    }
}

/// Characters with all that composes with them.
fn clusters(text: &str, composed: bool) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut characters = rest.char_indices();
        characters.next()?;
        let end = characters
            .find(|(_, next)| composed || !composes(*next))
            .map_or(rest.len(), |(end, _)| end);
        let at = text.len() - rest.len();
        let (cluster, left) = rest.split_at(end);
        rest = left;
        Some((at, cluster))
    })
}

/// Marks, and the later letters of a Korean syllable.
fn composes(character: char) -> bool {
    canonical_combining_class(character) != 0
        || unicode_normalization::char::is_combining_mark(character)
        || matches!(character, '\u{1160}'..='\u{11ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_folded() {
        for (text, folded) in [
            ("  a \u{a0}\n\tb ", "a b"),
            ("“don’t” «sí» ‘x’ \"y\"", "'don't' 'sí' 'x' 'y'"),
            ("cafe\u{301} wait... no.", "café wait… no."),
            (
                "Case, and punctuation: stay!",
                "Case, and punctuation: stay!",
            ),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("a – b — c - d", "a – b — c - d"),
        ] {
            assert_eq!(fold(text).text, folded);
        }
    }

    #[test]
    fn the_way_back_leads_to_the_byte() {
        let text = "  Cafe\u{301}  said: “no...” – so";
        let folded = fold(text);
        assert_eq!(folded.offsets.len(), folded.text.len());
        for word in ["said", "no", "so"] {
            let at = folded.offsets[folded.text.find(word).expect(word)] as usize;
            assert!(text[at..].starts_with(word), "{word}");
        }
        let at = folded.offsets[folded.text.find('…').expect("dots")] as usize;
        assert!(text[at..].starts_with("..."));
    }
}
