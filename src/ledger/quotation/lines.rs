//! The lines a place in a source names: `L19`, `L3-L5`, `lines 3 and 7`.

use std::ops::RangeInclusive;

/// Some lines of a text, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines(Vec<RangeInclusive<usize>>);

impl Lines {
    /// Reads places as a writer gives them; None if one of them says something else, or none is
    /// given.
    pub fn read<'p>(places: impl IntoIterator<Item = &'p str>) -> Option<Lines> {
        let mut lines = Vec::new();
        for place in places {
            for part in place
                .split([',', ';', '&'])
                .flat_map(|part| part.split(" and "))
            {
                lines.push(range(part.trim())?);
            }
        }
        (!lines.is_empty()).then_some(Lines(lines))
    }

    pub fn touch(&self, other: &RangeInclusive<usize>) -> bool {
        let mut ranges = self.0.iter();
        ranges.any(|range| range.start() <= other.end() && other.start() <= range.end())
    }

    /// Whether only one line is named.
    pub fn is_one(&self) -> bool {
        self.0.len() == 1 && self.0.iter().all(|range| range.start() == range.end())
    }
}

fn range(text: &str) -> Option<RangeInclusive<usize>> {
    let (first, last) = text.split_once(['-', '–', '—']).unwrap_or((text, text));
    let (first, last) = (number(first)?, number(last)?);
    (first > 0 && first <= last).then_some(first..=last)
}

fn number(text: &str) -> Option<usize> {
    let text = text.trim();
    let words = ["lines", "line", "ll.", "l.", "L", "l"];
    let bare = words.iter().find_map(|word| text.strip_prefix(word));
    let digits = bare.unwrap_or(text).trim_start();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_name_lines() {
        for (places, lines) in [
            (&["L19"][..], &[19..=19][..]),
            (&["L3-L5"], &[3..=5]),
            (&["L3–5", "l. 9"], &[3..=5, 9..=9]),
            (&["L3, L7"], &[3..=3, 7..=7]),
            (&["lines 3 and 7"], &[3..=3, 7..=7]),
            (&["12"], &[12..=12]),
        ] {
            let expected = Some(Lines(lines.to_vec()));
            assert_eq!(Lines::read(places.iter().copied()), expected, "{places:?}");
        }
        for places in [
            &[][..],
            &[""],
            &["p. 4"],
            &["L3", "the end"],
            &["L0"],
            &["L5-L3"],
            &["L+3"],
        ] {
            assert_eq!(Lines::read(places.iter().copied()), None, "{places:?}");
        }
    }

    #[test]
    fn lines_touch_where_they_share_one() {
        let lines = Lines::read(["L3-L5", "L9"]).expect("lines");
        for (other, touch) in [
            (1..=2, false),
            (2..=3, true),
            (5..=8, true),
            (6..=8, false),
            (9..=9, true),
        ] {
            assert_eq!(lines.touch(&other), touch, "{other:?}");
        }
        assert!(!lines.is_one());
        assert!(Lines::read(["L9"]).is_some_and(|lines| lines.is_one()));
    }
}
