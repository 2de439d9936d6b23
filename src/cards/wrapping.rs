//! Where a text is parted into lines: as large as its box lets it be, and lines about equally long.

use super::Space;

/// Letters of a text with how wide they are, in sizes of letters.
pub struct Measured {
    letters: Vec<char>,
    /// From the first letter to before each one, and to the end.
    starts: Vec<f64>,
    /// How wide the sign is that stands for what was cut off.
    ellipsis: f64,
}

/// A text in lines of one size.
#[derive(Debug, PartialEq)]
pub struct Wrapped {
    pub size: u32,
    pub lines: Vec<String>,
    /// Of the widest line, in pixels.
    pub width: f64,
}

/// The text as it is set: one space between words, and nothing that no drawing may hold.
pub fn tidy(text: &str) -> Vec<char> {
    let is_space = |letter: char| letter.is_whitespace() && letter != NO_BREAK;
    let words = text.split(is_space).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let letters = words.join(" ");
    let is_set = |letter: &char| !letter.is_control() && !matches!(letter, '\u{FFFE}' | '\u{FFFF}');
    letters.chars().filter(is_set).collect()
}

const NO_BREAK: char = '\u{A0}';

/// A place where a line may end: behind its last letter, and where the next one begins.
#[derive(Clone, Copy)]
struct Break {
    end: usize,
    next: usize,
}

/// Parts a text into lines.
pub fn wrap(text: &Measured, space: &Space) -> Wrapped {
    let breaks = breaks(&text.letters);
    let smallest = space.smallest.max(1);
    let largest = space.largest.max(smallest);
    for size in (smallest..=largest).rev() {
        let most = lines_within(space, size);
        let width = space.width / f64::from(size);
        let Some(lines) = text.lines(&breaks, width, false) else {
            continue;
        };
        if lines.len() <= most {
            let lines = text.even(&breaks, width, lines);
            return text.wrapped(lines, size);
        }
    }
    let width = space.width / f64::from(smallest);
    let lines = text.lines(&breaks, width, true).unwrap_or_default();
    let most = lines_within(space, smallest);
    match lines.len() > most {
        true => text.cut(lines, most, width, smallest),
        false => text.wrapped(lines, smallest),
    }
}

/// How many lines of a size the box is high enough for.
fn lines_within(space: &Space, size: u32) -> usize {
    let size = f64::from(size);
    let further = ((space.height - size) / (size * space.leading.max(0.1))).floor();
    let most = 1 + further.max(0.0) as usize;
    most.min(space.lines.max(1))
}

impl Measured {
    /// `widths` are those of the letters, the space behind each among them.
    pub fn new(letters: Vec<char>, widths: &[f64], ellipsis: f64) -> Measured {
        let mut starts = vec![0.0];
        let mut end = 0.0;
        starts.extend(widths.iter().map(|width| {
            end += width;
            end
        }));
        Measured {
            letters,
            starts,
            ellipsis,
        }
    }

    fn width(&self, from: usize, to: usize) -> f64 {
        self.starts[to] - self.starts[from]
    }

    /// Each line from its first letter to behind its last, as many in a line as fit. None if a word is
    /// wider than a line, unless it may be parted anywhere.
    fn lines(&self, breaks: &[Break], width: f64, anywhere: bool) -> Option<Vec<(usize, usize)>> {
        let mut lines = Vec::new();
        let mut start = 0;
        // The last place seen at which the line may end.
        let mut fits: Option<Break> = None;
        let mut at = 0;
        while at < breaks.len() {
            let here = breaks[at];
            if self.width(start, here.end) <= width {
                fits = Some(here);
                at += 1;
            } else if let Some(end) = fits.take() {
                lines.push((start, end.end));
                start = end.next;
            } else if anywhere {
                let end = self.parted(start, here.end, width);
                lines.push((start, end));
                (start, at) = match end < here.end {
                    true => (end, at),
                    false => (here.next, at + 1),
                };
            } else {
                return None;
            }
        }
        lines.extend(fits.map(|end| (start, end.end)));
        Some(lines)
    }

    /// How much of a word fits into a line, one letter at least. What stands over or under a letter stays
    /// with it.
    fn parted(&self, start: usize, end: usize, width: f64) -> usize {
        let mut fits = start + 1;
        for to in start + 1..end {
            if self.width(start, to) > width {
                break;
            }
            if self.width(to, to + 1) > 0.0 {
                fits = to;
            }
        }
        fits
    }

    /// As many lines, none wider than it has to be, so that no word is left alone in the last.
    fn even(
        &self,
        breaks: &[Break],
        width: f64,
        mut lines: Vec<(usize, usize)>,
    ) -> Vec<(usize, usize)> {
        let count = lines.len();
        let (mut low, mut high) = (0.0, width);
        for _ in 0..STEPS {
            let middle = (low + high) / 2.0;
            match self.lines(breaks, middle, false) {
                Some(narrower) if narrower.len() <= count => {
                    lines = narrower;
                    high = middle;
                }
                _ => low = middle,
            }
        }
        lines
    }

    fn wrapped(&self, lines: Vec<(usize, usize)>, size: u32) -> Wrapped {
        let widths = lines.iter().map(|(from, to)| self.width(*from, *to));
        Wrapped {
            size,
            width: widths.fold(0.0, f64::max) * f64::from(size),
            lines: lines
                .iter()
                .map(|(from, to)| self.letters[*from..*to].iter().collect())
                .collect(),
        }
    }

    /// The first lines, and a sign that there is more.
    fn cut(&self, mut lines: Vec<(usize, usize)>, most: usize, width: f64, size: u32) -> Wrapped {
        lines.truncate(most);
        let last = lines.last_mut();
        if let Some((from, to)) = last {
            let is_loose = |letter: char| letter == ' ' || ",;:.–—-".contains(letter);
            while *to > *from
                && (self.width(*from, *to) + self.ellipsis > width
                    || is_loose(self.letters[*to - 1]))
            {
                *to -= 1;
            }
        }
        let mut wrapped = self.wrapped(lines, size);
        if let Some(last) = wrapped.lines.last_mut() {
            last.push('…');
        }
        wrapped
    }
}

/// Halvings of a width until what is left is less than a pixel.
const STEPS: usize = 12;

/// Where lines may end, the end of the text among them.
fn breaks(letters: &[char]) -> Vec<Break> {
    let mut breaks = Vec::new();
    for (at, pair) in letters.windows(2).enumerate() {
        let (this, next) = (pair[0], pair[1]);
        if next == ' ' {
            let (end, next) = (at + 1, at + 2);
            breaks.push(Break { end, next });
        } else if this == ' ' {
            continue;
        } else if may_part(at, letters, this, next) {
            let (end, next) = (at + 1, at + 1);
            breaks.push(Break { end, next });
        }
    }
    if !letters.is_empty() {
        let (end, next) = (letters.len(), letters.len());
        breaks.push(Break { end, next });
    }
    breaks
}

/// Behind a hyphen or dash between words, and between signs of scripts that have no spaces.
fn may_part(at: usize, letters: &[char], this: char, next: char) -> bool {
    let before = at.checked_sub(1).map(|at| letters[at]);
    let joins = matches!(this, '-' | '\u{2010}' | '–' | '—' | '/');
    let is_between = before.is_some_and(char::is_alphabetic) && next.is_alphabetic();
    (joins && is_between) || (is_unspaced(this) && is_unspaced(next))
}

/// Han, Hiragana, Katakana.
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter half as wide as high.
    fn measured(text: &str) -> Measured {
        let letters = tidy(text);
        let widths = vec![0.5; letters.len()];
        Measured::new(letters, &widths, 0.5)
    }

    fn space(width: f64, height: f64) -> Space {
        Space {
            width,
            height,
            largest: 40,
            smallest: 10,
            leading: 1.2,
            spacing: 0.0,
            lines: 9,
            font: "serif".to_string(),
            weight: 400,
        }
    }

    fn lines(text: &str, width: f64, height: f64) -> (u32, Vec<String>) {
        let wrapped = wrap(&measured(text), &space(width, height));
        assert!(wrapped.width <= width, "{wrapped:?}");
        (wrapped.size, wrapped.lines)
    }

    #[test]
    fn a_text_is_as_large_as_its_box_allows() {
        assert_eq!(lines("Who", 100.0, 40.0), (40, vec!["Who".into()]));
        // One line of five letters 20 high, and two of them 24 lower.
        assert_eq!(lines("Three", 50.0, 44.0), (20, vec!["Three".into()]));
        assert_eq!(
            lines("Three words", 50.0, 44.0),
            (20, vec!["Three".into(), "words".into()])
        );
        assert_eq!(lines("", 50.0, 44.0), (40, vec![]));
    }

    #[test]
    fn lines_are_about_equally_long() {
        let (size, found) = lines("one two three four five six", 240.0, 70.0);
        assert_eq!(size, 31);
        assert_eq!(found, ["one two three", "four five six"]);
    }

    #[test]
    fn what_is_too_long_is_parted_or_cut() {
        let (size, found) = lines("Donaudampfschifffahrt", 50.0, 60.0);
        assert_eq!((size, found.len()), (10, 3));
        assert_eq!(found.concat(), "Donaudampfschifffahrt");
        let (size, found) = lines("a bb ccc dddd, eeeee ffffff ggggggg", 50.0, 22.0);
        assert_eq!(size, 10);
        assert_eq!(found, ["a bb ccc", "dddd…"]);
    }

    #[test]
    fn words_stay_whole_where_they_may() {
        let (_, found) = lines("drug-traffickers’ law", 60.0, 80.0);
        assert_eq!(found, ["drug-", "traffickers’", "law"]);
        let (_, found) = lines("10\u{A0}000 men and 2024-25", 35.0, 80.0);
        assert!(found.contains(&"10\u{A0}000".to_string()), "{found:?}");
        assert!(found.contains(&"2024-25".to_string()), "{found:?}");
        let (_, found) = lines("日本語文字", 16.0, 80.0);
        assert!(found.len() > 1, "{found:?}");
    }

    #[test]
    fn nothing_is_left_that_a_drawing_may_not_hold() {
        let letters: String = tidy(" a\u{8}\n\t b\u{A0}c ").into_iter().collect();
        assert_eq!(letters, "a b\u{A0}c");
    }
}
