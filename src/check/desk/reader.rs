//! Reads a sentence for its figures and dates, number by number.

use std::ops::Range;

use super::tokens::Token;
use super::vocabulary::Vocabulary;

/// What a sentence may hold that has to come from somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Figure,
    Date,
    Quotation,
}

/// A figure, a date or quoted words, with its range in the text of the passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: Kind,
    pub range: Range<usize>,
}

/// What a number turned out to be, and the token behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    Figure(usize),
    Date(usize),
    /// A name, an ordinal, a time of day: nothing to cite.
    Quiet(usize),
}

/// A sentence, its tokens and the words of its language.
pub struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) end: usize,
    pub(super) tokens: Vec<Token<'t>>,
    pub(super) words: &'static Vocabulary,
}

impl<'t> Reader<'t> {
    pub fn new(
        text: &'t str,
        sentence: &Range<usize>,
        mut tokens: Vec<Token<'t>>,
        words: &'static Vocabulary,
    ) -> Reader<'t> {
        for phrase in &words.idioms {
            for start in 0..tokens.len() {
                let found = tokens[start..].iter().zip(&phrase.0);
                let length = phrase.0.len();
                if start + length <= tokens.len()
                    && found.into_iter().all(|(token, word)| token.lower == *word)
                {
                    for token in &mut tokens[start..start + length] {
                        token.is_dead = true;
                    }
                }
            }
        }
        Reader {
            text,
            end: sentence.end,
            tokens,
            words,
        }
    }

    /// All figures and dates in the order of the sentence.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if self.tokens[at].is_dead {
                at += 1;
                continue;
            }
            let read = self
                .date(at)
                .or_else(|| self.digits(at))
                .or_else(|| self.spelled(at))
                .or_else(|| self.share(at));
            let (kind, next) = match read {
                Some(Read::Figure(next)) => (Kind::Figure, next),
                Some(Read::Date(next)) => (Kind::Date, next),
                Some(Read::Quiet(next)) => {
                    at = next.max(at + 1);
                    continue;
                }
                None => {
                    at += 1;
                    continue;
                }
            };
            let next = next.clamp(at + 1, self.tokens.len());
            found.push(Finding {
                kind,
                range: self.shown(at, next),
            });
            at = next;
        }
        found
    }

    /// The tokens as they are shown: with the sign of a currency, a percentage, a degree.
    fn shown(&self, from: usize, next: usize) -> Range<usize> {
        let first = &self.tokens[from];
        let sign = first.glue.chars().next_back();
        let start = match sign {
            Some(sign) if is_currency(sign) || matches!(sign, '−' | '±') => {
                first.range.start - sign.len_utf8()
            }
            _ => first.range.start,
        };
        let last = self.tokens[next - 1].range.end;
        let behind = self.behind(next);
        let signs = behind.trim_start();
        let space = behind.len() - signs.len();
        let length: usize = signs
            .chars()
            .take_while(|sign| matches!(sign, '%' | '‰' | '°') || is_currency(*sign))
            .map(char::len_utf8)
            .sum();
        let end = if length > 0 {
            last + space + length
        } else {
            last
        };
        start..end
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at)
    }

    pub(super) fn before(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at.checked_sub(1)?)
    }

    /// What stands between the token before `at` and the one at it, or the sentence's end.
    pub(super) fn behind(&self, at: usize) -> &'t str {
        match self.tokens.get(at) {
            Some(token) => token.glue,
            None => {
                let end = self.tokens.last().map_or(self.end, |last| last.range.end);
                &self.text[end..self.end.max(end)]
            }
        }
    }

    /// The word before a token, if only a space stands between.
    pub(super) fn word_before(&self, at: usize) -> Option<&str> {
        let before = self.before(at)?;
        self.tokens[at].follows().then_some(&*before.lower)
    }

    /// The word that follows without punctuation.
    pub(super) fn word_at(&self, at: usize) -> Option<&str> {
        let token = self.token(at)?;
        (token.follows() || token.is_joined()).then_some(&*token.lower)
    }

    /// Whether a capital at a token means nothing, since a sentence or quotation begins there.
    pub(super) fn begins(&self, at: usize) -> bool {
        at == 0
            || self.tokens[at]
                .glue
                .contains(['.', '!', '?', ':', '“', '"', '«', '‘', '¿', '¡', '—'])
    }

    /// How far a unit reaches that begins at a token: `per cent`, `million euros`, `cubic metres`.
    pub(super) fn unit(&self, at: usize) -> Option<usize> {
        let word = self.word_at(at)?;
        if word == "puntos" {
            return matches!(self.word_at(at + 1), Some("porcentuales")).then_some(at + 2);
        }
        if matches!(word, "per" | "por") {
            let hundred = matches!(
                self.word_at(at + 1),
                Some("cent" | "ciento" | "cien" | "mille" | "mil")
            );
            return hundred.then_some(at + 2);
        }
        if self.words.before_units.has(word) {
            return self.unit(at + 1);
        }
        // "two and a half hours"
        let half = ["and", "a", "half"];
        if (0..3).all(|index| self.word_at(at + index) == Some(half[index])) {
            return self.unit(at + 3);
        }
        let is_name = self.tokens[at].is_capital() && word.len() > 3;
        if is_name || !self.words.units.has(word) {
            return None;
        }
        // "nine billion dollars", "1.200 millones de euros", "five percentage points"
        let mut end = at + 1;
        if let Some(of) = self.word_at(end)
            && self.words.of.has(of)
            && self.words.vague.has(word)
        {
            end += usize::from(self.unit(end + 1).is_some());
        }
        if word == "percentage" {
            end += usize::from(matches!(self.word_at(end), Some("points" | "point")));
        }
        Some(self.unit(end).unwrap_or(end))
    }

    /// The value of a number word.
    pub(super) fn value(&self, at: usize) -> Option<u64> {
        let word = &self.token(at)?.lower;
        let small = self.words.small.value(word);
        small.or_else(|| self.words.big.value(word))
    }

    /// Whether a number of things at a token counts what the page itself shows and points at.
    pub(super) fn is_own_count(&self, at: usize, next: usize) -> bool {
        let words = self.words;
        if self
            .word_before(at)
            .is_some_and(|word| words.pointing_before.has(word))
        {
            return true;
        }
        let thing = (next..next + 3)
            .take_while(|index| self.word_at(*index).is_some())
            .find(|index| words.page_things.has(&self.tokens[*index].lower));
        let Some(thing) = thing else {
            return false;
        };
        let pointed = self
            .word_before(at)
            .is_some_and(|word| matches!(word, "these" | "estas" | "estos"));
        let points_behind = (thing + 1..thing + 4)
            .filter_map(|index| self.token(index))
            .any(|token| words.pointing.has(&token.lower));
        let of_page = self.tokens.windows(2).any(|pair| {
            matches!(&*pair[0].lower, "this" | "esta" | "este")
                && words.page_itself.has(&pair[1].lower)
        });
        pointed || points_behind || of_page
    }
}

pub(super) fn is_currency(sign: char) -> bool {
    matches!(
        sign,
        '$' | '€'
            | '£'
            | '¥'
            | '¢'
            | '₡'
            | '₱'
            | '₹'
            | '₽'
            | '₩'
            | '₺'
            | '₴'
            | '₦'
            | '₫'
            | '₲'
    )
}
