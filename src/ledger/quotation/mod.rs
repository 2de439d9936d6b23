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
mod matching;
mod near;
mod pattern;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use fold::Folded;
pub use near::NearMiss;
use near::WordIndex;
use pattern::{Pattern, Stretch};

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The byte of the archived text where the words begin.
    pub offset: usize,
    /// Its line, from 1.
    pub line: usize,
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

impl Found {
    pub fn changes_negation(&self) -> bool {
        !self.dropped_negations.is_empty() || !self.brought_negations.is_empty()
    }

    pub fn changes_number(&self) -> bool {
        !self.dropped_numbers.is_empty() || !self.brought_numbers.is_empty()
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
        if let Some(found) = self.word_for_word(&pattern) {
            return Outcome::Found(found);
        }
        let text = &self.folded.text;
        if let Some(found) = matching::find(&pattern, text, &self.paragraphs) {
            let (offset, line) = self.place(found.range.start);
            return Outcome::Found(Found {
                offset,
                line,
                left_out: found.left_out,
                replaced: found.replaced,
                put_in: found.put_in,
                dropped_negations: found.dropped_negations,
                brought_negations: found.brought_negations,
                dropped_numbers: found.dropped_numbers,
                brought_numbers: found.brought_numbers,
            });
        }
        let nearest = self.words.nearest(text, &pattern.whole);
        Outcome::NotFound {
            nearest: nearest.map(|(mut near, start)| {
                near.line = self.place(start).1;
                near
            }),
        }
    }

    /// Brackets and ellipses that stand in the source itself are words like any other.
    fn word_for_word(&self, pattern: &Pattern) -> Option<Found> {
        let literal = pattern.whole.contains(['[', '…']) && self.folded.text.contains(['[', '…']);
        if !literal {
            return None;
        }
        let whole = Pattern {
            whole: String::new(),
            stretches: vec![Stretch {
                spellings: vec![pattern.whole.clone()],
            }],
            gaps: vec![None, None],
        };
        let found = matching::find(&whole, &self.folded.text, &self.paragraphs)?;
        let (offset, line) = self.place(found.range.start);
        Some(Found {
            offset,
            line,
            ..Found::default()
        })
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
