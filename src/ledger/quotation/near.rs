//! The passage of a source that comes nearest to words it does not hold, word beside word.

use std::collections::BTreeMap;
use std::ops::Range;

use super::words::core;

/// Two texts beside each other. A word that the other text lacks is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The line of the snapshot where the passage begins, from 1.
    pub line: usize,
    pub source: Vec<(String, bool)>,
    pub quoted: Vec<(String, bool)>,
}

impl NearMiss {
    /// The passage of the source, its differing words between `**`.
    pub fn source_text(&self) -> String {
        marked(&self.source)
    }

    /// The words as quoted, those that differ between `**`.
    pub fn quoted_text(&self) -> String {
        marked(&self.quoted)
    }
}

fn marked(words: &[(String, bool)]) -> String {
    let words = words.iter().map(|(word, differs)| match differs {
        true => format!("**{word}**"),
        false => word.clone(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The words of a folded text and where each stands.
pub struct WordIndex {
    words: Vec<Range<usize>>,
    places: BTreeMap<String, Vec<u32>>,
}

/// Words that stand nearly everywhere say little about where a passage is.
const MOST_PLACES: usize = 200;

impl WordIndex {
    pub fn new(text: &str) -> WordIndex {
        let mut index = WordIndex {
            words: Vec::new(),
            places: BTreeMap::new(),
        };
        let mut at = 0;
        for word in text.split([' ', '\n']) {
            if !word.is_empty() {
                let number = u32::try_from(index.words.len()).unwrap_or(u32::MAX);
                let places = index.places.entry(key(word)).or_default();
                places.push(number);
                index.words.push(at..at + word.len());
            }
            at += word.len() + 1;
        }
        index
    }

    /// The passage with the most of the quoted words in their order; None if it has fewer than half.
    /// The second value is where it begins in the folded text.
    pub fn nearest(&self, text: &str, quoted: &str) -> Option<(NearMiss, usize)> {
        let quoted: Vec<&str> = quoted.split(' ').filter(|word| !word.is_empty()).collect();
        let mut votes: BTreeMap<i64, usize> = BTreeMap::new();
        for (number, word) in quoted.iter().enumerate() {
            let places = self.places.get(&key(word)).map_or(&[][..], Vec::as_slice);
            for place in places.iter().take(MOST_PLACES) {
                *votes.entry(i64::from(*place) - number as i64).or_default() += 1;
            }
        }
        // A word more or less in the middle moves the rest by one: neighbours count together.
        let (start, _) = votes
            .keys()
            .map(|start| {
                let near = votes.range(start - 2..=start + 2).map(|(_, count)| count);
                (*start, (near.sum::<usize>(), votes[start]))
            })
            .max_by_key(|(start, score)| (*score, -start))?;
        let from = usize::try_from(start - 2).unwrap_or(0);
        let until = usize::try_from(start + 3 + quoted.len() as i64).unwrap_or(0);
        let window = self.words.get(from..until.min(self.words.len()))?;
        let source: Vec<&str> = window.iter().map(|range| &text[range.clone()]).collect();
        let pairs = common(&source, &quoted);
        if pairs.len() * 2 < quoted.len() || pairs.is_empty() {
            return None;
        }
        let (first, last) = (pairs.first()?, pairs.last()?);
        // Where the ends differ, as many source words are shown as were quoted.
        let begin = first.0.saturating_sub(first.1);
        let end = (last.0 + quoted.len() - last.1).min(source.len());
        let in_source = |number: usize| pairs.iter().all(|(at, _)| *at != number);
        let in_quoted = |number: usize| pairs.iter().all(|(_, at)| *at != number);
        let shown = |words: &[&str], from: usize, differs: &dyn Fn(usize) -> bool| {
            let words = words.iter().enumerate();
            words
                .map(|(number, word)| ((*word).to_string(), differs(from + number)))
                .collect()
        };
        let near = NearMiss {
            line: 0,
            source: shown(&source[begin..end], begin, &in_source),
            quoted: shown(&quoted, 0, &in_quoted),
        };
        Some((near, window[begin].start))
    }
}

fn key(word: &str) -> String {
    core(word).to_lowercase()
}

/// The longest run of equal words in both, in their order, as pairs of numbers.
fn common(source: &[&str], quoted: &[&str]) -> Vec<(usize, usize)> {
    // The last word's stop or comma is not compared.
    let bare = |word: &str| {
        word.trim_end_matches(['.', ',', '\''])
            .trim_start_matches('\'')
            .to_string()
    };
    let last = quoted.len().saturating_sub(1);
    let equal = |at: usize, number: usize| {
        source[at] == quoted[number]
            || (number == 0 || number == last) && bare(source[at]) == bare(quoted[number])
    };
    let width = quoted.len() + 1;
    let mut lengths = vec![0u32; (source.len() + 1) * width];
    for at in (0..source.len()).rev() {
        for number in (0..quoted.len()).rev() {
            lengths[at * width + number] = match equal(at, number) {
                true => lengths[(at + 1) * width + number + 1] + 1,
                false => lengths[(at + 1) * width + number].max(lengths[at * width + number + 1]),
            };
        }
    }
    let (mut at, mut number) = (0, 0);
    let mut pairs = Vec::new();
    while at < source.len() && number < quoted.len() {
        if equal(at, number)
            && lengths[at * width + number] == lengths[(at + 1) * width + number + 1] + 1
        {
            pairs.push((at, number));
            (at, number) = (at + 1, number + 1);
        } else if lengths[(at + 1) * width + number] >= lengths[at * width + number + 1] {
            at += 1;
        } else {
            number += 1;
        }
    }
    pairs
}
