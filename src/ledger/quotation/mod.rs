//! Quoted words against an archived text: found word for word, or not found.
//!
//! Both are folded first: Unicode form NFC, runs of white space, and quotation marks and apostrophes
//! of every kind. Marks around the quoted words and one final `.` or `,` are not compared. All else
//! is, letter case and punctuation included. There is no fuzzy match, and a quotation neither begins
//! nor ends inside a word; `don't`, `long-standing` and `500,000` are one word each.
//!
//! - `…`, `...` and `[…]` leave out one word or more within a paragraph, with the punctuation there.
//! - `[T]hat` changes the case of a letter; `[sic]` stands for nothing.
//! - `[words]` stand for nothing, or for one to three words of the source.
//!
//! A quotation lies in one paragraph. A paragraph of a snapshot is a line, unless the text is broken
//! into short lines (it has empty lines and none of over [`SHORT_LINE`] characters): then it reaches
//! to the next empty line.
//!
//! What a gap hides or brings is part of the outcome. An omission or bracket at an end of the
//! quotation is compared with the three nearest words of the sentence, since nobody can tell for how
//! many it stands.

mod fold;
mod lines;
mod matching;
mod near;
mod pattern;
#[cfg(test)]
mod tests;
mod words;

use std::ops::{Range, RangeInclusive};

use fold::Folded;
pub use lines::Lines;
pub use near::NearMiss;
use near::WordIndex;
use pattern::Pattern;

/// Lines of a text that is broken into lines are no longer than this.
pub const SHORT_LINE: usize = 100;

/// An archived text, folded once for many comparisons.
pub struct Snapshot {
    folded: Folded,
    /// In the folded text.
    paragraphs: Vec<Range<usize>>,
    /// Where each line begins in the archived text.
    lines: Vec<usize>,
    words: WordIndex,
}

/// What comparing quoted words with a snapshot gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Found(Found),
    NotFound { nearest: Option<NearMiss> },
}

/// Where the words stand, and what they leave out or put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The byte of the archived text where the words begin.
    pub offset: usize,
    /// The lines they stand on, from 1.
    pub lines: RangeInclusive<usize>,
    pub changes: Changes,
}

/// What omissions and brackets do to the words of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Source words that an omission leaves out.
    pub left_out: Vec<String>,
    /// Source words, and the words in brackets that stand in their place.
    pub replaced: Vec<(String, String)>,
    /// Words in brackets that stand for no words of the source, or at an end of the quotation.
    pub put_in: Vec<String>,
    /// Negations of the source that an omission or bracket hides: these turn a sentence round.
    pub dropped_negations: Vec<String>,
    /// Negations in brackets that the source does not have there.
    pub brought_negations: Vec<String>,
    pub dropped_numbers: Vec<String>,
    pub brought_numbers: Vec<String>,
}

impl Changes {
    /// How many negations and how many numbers: the less, the better.
    pub fn gravity(&self) -> (usize, usize) {
        (
            self.dropped_negations.len() + self.brought_negations.len(),
            self.dropped_numbers.len() + self.brought_numbers.len(),
        )
    }
}

impl Snapshot {
    pub fn new(text: &str) -> Snapshot {
        let mut folded = Folded {
            text: String::with_capacity(text.len()),
            offsets: Vec::with_capacity(text.len()),
        };
        let mut paragraphs = Vec::new();
        for paragraph in paragraphs_of(text) {
            let begin = folded.text.len();
            folded.add(&text[paragraph.clone()], paragraph.start);
            if folded.text.len() > begin {
                paragraphs.push(begin..folded.text.len());
                folded.push('\n', paragraph.end);
            }
        }
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let words = WordIndex::new(&folded.text);
        Snapshot {
            folded,
            paragraphs,
            lines: std::iter::once(0).chain(breaks).collect(),
            words,
        }
    }

    /// Compares quoted words, with or without their quotation marks, with the text.
    pub fn compare(&self, quoted: &str) -> Outcome {
        let pattern = Pattern::read(quoted);
        if !pattern.has_words() {
            return Outcome::NotFound { nearest: None };
        }
        if let Some(found) = self.find(&pattern, &|_| true) {
            return Outcome::Found(found);
        }
        let nearest = self.words.nearest(&self.folded.text, &pattern.whole);
        Outcome::NotFound {
            nearest: nearest.map(|(mut near, start)| {
                near.line = self.place(start).1;
                near
            }),
        }
    }

    /// The words where they touch one of some lines; None if they do not stand there.
    pub fn find_on(&self, quoted: &str, lines: &Lines) -> Option<Found> {
        let pattern = Pattern::read(quoted);
        let touches = |range: &Range<usize>| lines.touch(&self.lines_of(range));
        pattern.has_words().then(|| self.find(&pattern, &touches))?
    }

    fn find(&self, pattern: &Pattern, wanted: &dyn Fn(&Range<usize>) -> bool) -> Option<Found> {
        let look = |pattern: &Pattern| {
            matching::find(pattern, &self.folded.text, &self.paragraphs, wanted)
        };
        // Brackets and ellipses that stand in the source itself are words like any other.
        let literal = pattern.whole.contains(['[', '…']) && self.folded.text.contains(['[', '…']);
        let word_for_word = literal.then(|| look(&pattern.word_for_word())).flatten();
        let (range, changes) = word_for_word.or_else(|| look(pattern))?;
        Some(Found {
            offset: self.place(range.start).0,
            lines: self.lines_of(&range),
            changes,
        })
    }

    fn lines_of(&self, range: &Range<usize>) -> RangeInclusive<usize> {
        let last = range.end.saturating_sub(1).max(range.start);
        self.place(range.start).1..=self.place(last).1
    }

    /// The byte and the line of the archived text behind a byte of the folded one.
    fn place(&self, at: usize) -> (usize, usize) {
        let offset = self
            .folded
            .offsets
            .get(at)
            .map_or(0, |offset| *offset as usize);
        (offset, self.lines.partition_point(|start| *start <= offset))
    }
}

/// Quoted words as they are compared, brackets and all: two spellings that give the same text are
/// one quotation.
pub fn compared_words(quoted: &str) -> String {
    Pattern::read(quoted).whole
}

fn paragraphs_of(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        lines.push(at..at + line.len());
        at += line.len() + 1;
    }
    let is_empty = |line: &Range<usize>| text[line.clone()].trim().is_empty();
    let inner = &lines[..lines.len() - usize::from(lines.last().is_some_and(is_empty))];
    let broken = inner.iter().any(is_empty)
        && inner
            .iter()
            .all(|line| text[line.clone()].chars().count() <= SHORT_LINE);
    if !broken {
        return lines;
    }
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for line in lines {
        match paragraphs.last_mut() {
            _ if is_empty(&line) => open = false,
            Some(last) if open => last.end = line.end,
            _ => {
                paragraphs.push(line);
                open = true;
            }
        }
    }
    paragraphs
}
