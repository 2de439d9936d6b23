//! Looks for a pattern in a folded text: stretches word for word, gaps by their rules.

use std::ops::Range;

use super::Changes;
use super::pattern::{Gap, Pattern, Stretch};
use super::words::{core, count, is_boundary, missing_from, negations, numbers};

/// How many ways of laying a quotation over a source are tried before the best so far is taken.
const MOST_TRIES: usize = 5_000;
/// Words of the source that one bracket may stand for.
const BRACKET_WORDS: usize = 3;

/// Finds the pattern in one of the paragraphs of a text. Where it fits in several ways, the one
/// that changes no negation and no number is taken, else the one that changes the fewest. Only
/// places that are `wanted` count.
pub fn find(
    pattern: &Pattern,
    text: &str,
    paragraphs: &[Range<usize>],
    wanted: &dyn Fn(&Range<usize>) -> bool,
) -> Option<(Range<usize>, Changes)> {
    if pattern.gaps.iter().flatten().any(|gap| gap.inside_word) {
        return None;
    }
    let first = pattern.stretches.first()?;
    let mut search = Search {
        pattern,
        text,
        wanted,
        tries: 0,
        best: None,
    };
    for at in occurrences(text, first, 0..text.len()) {
        let paragraph = paragraphs.partition_point(|paragraph| paragraph.end <= at.start);
        let Some(paragraph) = paragraphs.get(paragraph) else {
            break;
        };
        search.from(0, vec![at], paragraph);
        if search.is_over() {
            break;
        }
    }
    search.best
}

struct Search<'s> {
    pattern: &'s Pattern,
    text: &'s str,
    wanted: &'s dyn Fn(&Range<usize>) -> bool,
    tries: usize,
    best: Option<(Range<usize>, Changes)>,
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        let best = self.best.as_ref();
        self.tries >= MOST_TRIES || best.is_some_and(|(_, changes)| changes.gravity() == (0, 0))
    }

    /// Lays what follows the stretch `index`, which was laid last.
    fn from(&mut self, index: usize, laid: Vec<Range<usize>>, paragraph: &Range<usize>) {
        if self.is_over() {
            return;
        }
        self.tries += 1;
        let text = self.text;
        let end = laid.last().map_or(paragraph.start, |last| last.end);
        let (Some(next), Some(gap)) = (
            self.pattern.stretches.get(index + 1),
            self.pattern.gaps[index + 1].as_ref(),
        ) else {
            return self.whole(&laid, paragraph);
        };
        for at in occurrences(text, next, end..paragraph.end) {
            let between = &text[end..at.start];
            if !gap.omission && count(between) > gap.brackets.len() * BRACKET_WORDS {
                break;
            }
            if fits(gap, between) {
                let mut laid = laid.clone();
                laid.push(at);
                self.from(index + 1, laid, paragraph);
                if self.is_over() {
                    break;
                }
            }
        }
    }

    /// All stretches lie; what do the gaps do?
    fn whole(&mut self, laid: &[Range<usize>], paragraph: &Range<usize>) {
        let (Some(first), Some(last)) = (laid.first(), laid.last()) else {
            return;
        };
        let range = first.start..last.end;
        if !(self.wanted)(&range) {
            return;
        }
        let mut found = Changes::default();
        let gaps = &self.pattern.gaps;
        for (gap, pair) in gaps[1..].iter().zip(laid.windows(2)) {
            if let Some(gap) = gap {
                found.inner_gap(gap, self.text[pair[0].end..pair[1].start].trim());
            }
        }
        let before = self.text[paragraph.start..first.start].trim_end();
        let after = self.text[last.end..paragraph.end].trim_start();
        if let Some(Some(gap)) = gaps.first()
            && !found.outer_gap(gap, &nearest_before(before, gap), count(before))
        {
            return;
        }
        if let Some(Some(gap)) = gaps.last()
            && !found.outer_gap(gap, &nearest_after(after, gap), count(after))
        {
            return;
        }
        let best = self.best.as_ref();
        if best.is_none_or(|(_, best)| found.gravity() < best.gravity()) {
            self.best = Some((range, found));
        }
    }
}

impl Changes {
    fn inner_gap(&mut self, gap: &Gap, source: &str) {
        let ours = gap.brackets.join(" ");
        self.compare(source, &ours);
        let source = core(source).to_string();
        match (source.is_empty(), ours.is_empty()) {
            (true, true) => {}
            (true, false) => self.put_in.push(ours),
            (false, true) => self.left_out.push(source),
            (false, false) => self.replaced.push((source, ours)),
        }
    }

    /// A gap before the first or behind the last stretch. How many source words it stands for
    /// nobody can tell, so it is compared with the nearest ones of the sentence. An omission needs
    /// something to leave out.
    fn outer_gap(&mut self, gap: &Gap, nearest: &str, words: usize) -> bool {
        if gap.omission && words == 0 {
            return false;
        }
        let ours = gap.brackets.join(" ");
        self.compare(nearest, &ours);
        if !ours.is_empty() {
            self.put_in.push(ours);
        }
        true
    }

    fn compare(&mut self, source: &str, ours: &str) {
        let (theirs, brought) = (negations(source), negations(ours));
        self.dropped_negations
            .extend(missing_from(&brought, &theirs));
        self.brought_negations
            .extend(missing_from(&theirs, &brought));
        let (theirs, brought) = (numbers(source), numbers(ours));
        self.dropped_numbers.extend(missing_from(&brought, &theirs));
        self.brought_numbers.extend(missing_from(&theirs, &brought));
    }
}

/// Whether a gap may stand for what lies between two stretches.
fn fits(gap: &Gap, between: &str) -> bool {
    if gap.omission {
        return count(between) > 0;
    }
    let words = count(between);
    if words == 0 {
        let spaced = !gap.glued_before || !gap.glued_after;
        return between == if spaced { " " } else { "" };
    }
    let inner = match gap.glued_before {
        true => Some(between),
        false => between.strip_prefix(' '),
    };
    let inner = inner.and_then(|inner| match gap.glued_after {
        true => Some(inner),
        false => inner.strip_suffix(' '),
    });
    // Punctuation before the words, or apart from them, is no part of what a bracket replaces.
    inner.is_some_and(|inner| {
        !inner.starts_with(' ')
            && !inner.ends_with(' ')
            && words <= gap.brackets.len() * BRACKET_WORDS
            && inner.split(' ').all(|word| count(word) == 1)
    })
}

/// Every place where a stretch stands in whole words.
fn occurrences<'t>(
    text: &'t str,
    stretch: &'t Stretch,
    within: Range<usize>,
) -> impl Iterator<Item = Range<usize>> + 't {
    let mut at = within.start;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..within.end)?;
            let spellings = stretch
                .spellings
                .iter()
                .filter(|spelling| !spelling.is_empty());
            let (found, length) = spellings
                .filter_map(|spelling| Some((rest.find(spelling.as_str())?, spelling.len())))
                .min()?;
            let range = at + found..at + found + length;
            at = range.start + text[range.start..].chars().next().map_or(1, char::len_utf8);
            if is_boundary(text, range.start) && is_boundary(text, range.end) {
                return Some(range);
            }
        }
    })
}

/// The last words before a place that a gap there may stand for, in one sentence.
fn nearest_before(text: &str, gap: &Gap) -> String {
    let mut words = Vec::new();
    for word in text.split(' ').rev().take(reach(gap)) {
        if ends_sentence(word) {
            break;
        }
        words.push(word);
    }
    words.reverse();
    words.join(" ")
}

/// The first words behind a place that a gap there may stand for, in one sentence.
fn nearest_after(text: &str, gap: &Gap) -> String {
    let mut words = Vec::new();
    for word in text.split(' ').take(reach(gap)) {
        words.push(word);
        if ends_sentence(word) {
            break;
        }
    }
    words.join(" ")
}

fn reach(gap: &Gap) -> usize {
    gap.brackets.len().max(1) * BRACKET_WORDS
}

fn ends_sentence(word: &str) -> bool {
    let bare = word.trim_end_matches(['\'', ')', ']']);
    bare.ends_with(['.', '!', '?', ';', ':', '…'])
}
