//! The terms of an index with the documents they stand in, divided into parts by the first letters of the
//! terms, and how a part is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::documents::Level;

/// A part of more bytes is divided, unless it is one term.
pub const LARGEST: usize = 16_000;

/// Behind a term that others begin with: the part of the term alone.
const END: char = '$';

/// The terms that begin with one letter.
#[derive(Default)]
pub struct Terms {
    terms: BTreeMap<String, Postings>,
    /// Their parts, by the letters that their terms begin with.
    pub parts: BTreeMap<String, Arc<str>>,
}

/// Where a term stands.
#[derive(Default)]
struct Postings {
    /// By the number of the document.
    list: Vec<(u32, Level)>,
    written: String,
}

/// What is to be noted of a term: the number of a document, and what the term says of it now, if it
/// stands there.
pub type Change = (String, u32, Option<Level>);

impl Terms {
    /// Notes changes, which come in the order of the numbers, and makes the parts they concern anew.
    pub fn note(&mut self, changes: Vec<Change>) {
        let mut touched = BTreeSet::new();
        for (term, number, level) in changes {
            let list = &mut self.terms.entry(term.clone()).or_default().list;
            let place = match list.last() {
                Some((last, _)) if *last < number => Err(list.len()),
                _ => list.binary_search_by_key(&number, |(known, _)| *known),
            };
            match (place, level) {
                (Ok(at), Some(level)) => list[at].1 = level,
                (Err(at), Some(level)) => list.insert(at, (number, level)),
                (Ok(at), None) => drop(list.remove(at)),
                (Err(_), None) => {}
            }
            touched.insert(term);
        }
        for term in &touched {
            let Some(postings) = self.terms.get_mut(term) else {
                continue;
            };
            match postings.list.is_empty() {
                true => drop(self.terms.remove(term)),
                false => postings.written = written(term, &postings.list),
            }
        }
        self.divide(&touched);
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    fn divide(&mut self, touched: &BTreeSet<String>) {
        let all: Vec<(&str, &str)> = self
            .terms
            .iter()
            .map(|(term, postings)| (term.as_str(), postings.written.as_str()))
            .collect();
        let mut divided = Vec::new();
        if let Some(first) = all.first().and_then(|(term, _)| term.chars().next()) {
            divide(&all, first.to_string(), &mut divided);
        }
        let mut parts = BTreeMap::new();
        for (letters, terms) in divided {
            let is_touched = match letters.strip_suffix(END) {
                Some(term) => touched.contains(term),
                None => {
                    let mut behind = touched.range(letters.clone()..);
                    behind.next().is_some_and(|term| term.starts_with(&letters))
                }
            };
            let old = self.parts.get(&letters).filter(|_| !is_touched);
            let part = match old {
                Some(part) => part.clone(),
                None => terms
                    .iter()
                    .map(|(_, written)| *written)
                    .collect::<String>()
                    .into(),
            };
            parts.insert(letters, part);
        }
        self.parts = parts;
    }
}

/// Divides sorted terms that begin with the same letters. What is in a part hangs on the terms with its
/// letters alone.
fn divide<'t>(
    terms: &'t [(&'t str, &'t str)],
    letters: String,
    parts: &mut Vec<(String, &'t [(&'t str, &'t str)])>,
) {
    let size: usize = terms.iter().map(|(_, written)| written.len()).sum();
    if size <= LARGEST || terms.len() == 1 {
        return parts.push((letters, terms));
    }
    let next = |term: &str| term[letters.len()..].chars().next();
    for group in terms.chunk_by(|(one, _), (other, _)| next(one) == next(other)) {
        let next = next(group[0].0);
        let longer = format!("{letters}{}", next.unwrap_or(END));
        match next {
            Some(_) => divide(group, longer, parts),
            None => parts.push((longer, group)),
        }
    }
}

/// A term and where it stands: `strik,9AbC5x;`. Behind each level the numbers of the documents, each as what
/// is added to the one before, five bits to a letter, the lowest first; a letter is followed by another
/// of the same number where 32 is added to its bits.
fn written(term: &str, list: &[(u32, Level)]) -> String {
    let mut text = format!("{term},");
    for level in (1..=9).rev() {
        let mut numbers = list.iter().filter(|(_, of)| *of == level).peekable();
        if numbers.peek().is_some() {
            text.push(char::from(b'0' + level));
        }
        let mut last = 0;
        for (number, _) in numbers {
            let mut rest = number - last;
            last = *number;
            loop {
                let more = u8::from(rest >= 32) * 32;
                // From `?` to `~`.
                text.push(char::from(63 + (rest & 31) as u8 + more));
                rest >>= 5;
                if more == 0 {
                    break;
                }
            }
        }
    }
    text.push(';');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the search script reads.
    fn read(written: &str) -> (String, Vec<(u32, Level)>) {
        let (term, codes) = written
            .trim_end_matches(';')
            .split_once(',')
            .expect("a term");
        let mut found = Vec::new();
        let (mut level, mut at, mut rest, mut shift) = (0, 0, 0, 0);
        for code in codes.bytes() {
            if code < 63 {
                (level, at) = (code - b'0', 0);
                continue;
            }
            let bits = u32::from(code - 63);
            rest |= (bits & 31) << shift;
            shift += 5;
            if bits < 32 {
                at += rest;
                found.push((at, level));
                (rest, shift) = (0, 0);
            }
        }
        found.sort_unstable();
        (term.to_string(), found)
    }

    #[test]
    fn what_is_written_can_be_read() {
        let list = vec![
            (0, 9),
            (1, 1),
            (31, 9),
            (32, 1),
            (1055, 1),
            (70_000, 5),
            (u32::MAX, 9),
        ];
        assert_eq!(read(&written("strik", &list)), ("strik".to_string(), list));
    }

    #[test]
    fn a_part_hangs_on_the_terms_with_its_letters_alone() {
        let term = |n: u32| format!("{}{n:04}", ["aa", "ab", "b"][n as usize % 3]);
        let all: Vec<Change> = (0..6000)
            .map(|n| (term(n), n * 977 % 60_000, Some(1)))
            .collect();
        let mut terms = Terms::default();
        let of = |letter: char| {
            all.iter()
                .filter(move |(term, ..)| term.starts_with(letter))
                .cloned()
        };
        terms.note(of('a').collect());
        let parts = terms.parts.clone();
        assert!(parts.len() > 4 && parts.values().all(|part| part.len() <= LARGEST));
        // One term more, and one document less.
        terms.note(vec![("aa0001x".into(), 7, Some(3)), (term(1), 977, None)]);
        let others = parts.iter().filter(|(letters, part)| {
            !terms
                .parts
                .get(*letters)
                .is_some_and(|now| Arc::ptr_eq(now, part))
        });
        let changed: Vec<&str> = others.map(|(letters, _)| letters.as_str()).collect();
        assert_eq!(changed.len(), 2, "{changed:?}");
        // The same terms, whatever was there before.
        let mut clean = Terms::default();
        let now = of('a').filter(|(name, ..)| *name != term(1));
        let mut now: Vec<Change> = now.chain([("aa0001x".into(), 7, Some(3))]).collect();
        now.sort_by_key(|(_, number, _)| *number);
        clean.note(now);
        assert_eq!(clean.parts, terms.parts);
    }

    #[test]
    fn a_term_that_others_begin_with_has_a_part_of_its_own() {
        let mut terms = Terms::default();
        let many = |term: &str| {
            (0..9000)
                .map(|n| (term.to_string(), n, Some(1)))
                .collect::<Vec<_>>()
        };
        terms.note([many("ab"), many("abc"), many("abd")].concat());
        let letters: Vec<&str> = terms.parts.keys().map(String::as_str).collect();
        assert_eq!(letters, ["ab$", "abc", "abd"]);
        terms.note((0..9000).map(|n| ("ab".to_string(), n, None)).collect());
        let letters: Vec<&str> = terms.parts.keys().map(String::as_str).collect();
        assert_eq!(letters, ["abc", "abd"]);
    }
}
