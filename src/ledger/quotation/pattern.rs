//! Quoted words as what is compared: stretches of words, and the gaps that omissions and brackets make.

use super::fold::{MARK, fold};

/// Quoted words, taken apart. There is one gap more than there are stretches: before the first,
/// between two, behind the last.
pub struct Pattern {
    /// The words as one folded text, brackets and all.
    pub whole: String,
    pub stretches: Vec<Stretch>,
    pub gaps: Vec<Option<Gap>>,
}

/// Words that stand in the source one by one.
pub struct Stretch {
    /// The spellings that count as equal: more than one where a bracket changes a letter's case.
    pub spellings: Vec<String>,
}

/// A place where words were left out or put in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    pub omission: bool,
    /// The words in brackets, in their order.
    pub brackets: Vec<String>,
    /// No space between the words before and the bracket, as in `([he]`.
    pub glued_before: bool,
    /// No space between the bracket and what follows, as in `[he],`.
    pub glued_after: bool,
    /// A bracket touches a letter or digit, as in `want[ed]`: it would change a word, which it may not.
    pub inside_word: bool,
}

/// Letters in brackets of one stretch; each doubles the spellings.
const MOST_LETTERS: usize = 4;

impl Pattern {
    /// Reads quoted words with or without their quotation marks.
    pub fn read(words: &str) -> Pattern {
        let whole = bare(&fold(words).text).to_string();
        let mut reader = Reader::default();
        let mut rest = without_sic(&whole);
        while !rest.is_empty() {
            rest = reader.step(&rest);
        }
        reader.finish(whole)
    }

    /// The same words without a meaning of brackets and ellipses.
    pub fn word_for_word(&self) -> Pattern {
        Pattern {
            whole: String::new(),
            stretches: vec![Stretch {
                spellings: vec![self.whole.clone()],
            }],
            gaps: vec![None, None],
        }
    }

    /// Whether there is a word to look for, outside brackets.
    pub fn has_words(&self) -> bool {
        let mut spellings = self.stretches.iter().flat_map(|stretch| &stretch.spellings);
        spellings.any(|spelling| spelling.contains(char::is_alphanumeric))
    }
}

/// The words without the marks around them and without one final `.` or `,`.
fn bare(folded: &str) -> &str {
    let words = folded.strip_prefix(MARK).unwrap_or(folded);
    // `"words".` has its stop behind the mark.
    let outside = words
        .strip_suffix(['.', ','])
        .and_then(|inside| inside.strip_suffix(MARK));
    match outside {
        Some(inside) => inside.trim(),
        None => {
            let inside = words.strip_suffix(MARK).unwrap_or(words);
            inside.strip_suffix(['.', ',']).unwrap_or(inside).trim()
        }
    }
}

fn without_sic(text: &str) -> String {
    let text = text.replace(" [sic]", "").replace("[sic]", "");
    text.trim().to_string()
}

#[derive(Default)]
struct Reader {
    stretches: Vec<Stretch>,
    gaps: Vec<Option<Gap>>,
    gap: Option<Gap>,
    /// The spellings of the stretch being read.
    open: Vec<String>,
    letters: usize,
}

impl Reader {
    /// Reads one piece and gives what is left.
    fn step(&mut self, rest: &str) -> String {
        if let Some(behind) = ["[…]", "[ … ]", "…"]
            .iter()
            .find_map(|mark| rest.strip_prefix(mark))
        {
            self.gap(behind, None);
            return behind.to_string();
        }
        if let Some(inside) = rest.strip_prefix('[')
            && let Some(end) = inside.find(']')
        {
            let (bracket, behind) = (inside[..end].trim(), &inside[end + 1..]);
            let mut letters = bracket.chars();
            if let (Some(letter), None) = (letters.next(), letters.next())
                && letter.is_alphabetic()
                && behind.starts_with(char::is_alphanumeric)
                && !self
                    .open
                    .first()
                    .is_some_and(|open| open.ends_with(char::is_alphanumeric))
                && self.letters < MOST_LETTERS
            {
                self.letter(letter);
            } else {
                self.gap(behind, Some(bracket.to_string()));
            }
            return behind.to_string();
        }
        let mut characters = rest.char_indices();
        characters.next();
        let end = characters
            .find(|(_, character)| matches!(character, '[' | '…'))
            .map_or(rest.len(), |(end, _)| end);
        self.words(&rest[..end]);
        rest[end..].to_string()
    }

    fn words(&mut self, text: &str) {
        if text.trim().is_empty() {
            // White space alone parts a bracket from what stands beside it.
            for open in &mut self.open {
                open.push_str(text);
            }
            return;
        }
        self.close_gap();
        for open in &mut self.open {
            open.push_str(text);
        }
    }

    fn letter(&mut self, letter: char) {
        self.close_gap();
        self.letters += 1;
        let small: String = letter.to_lowercase().collect();
        let capital: String = letter.to_uppercase().collect();
        let spellings = self.open.iter();
        self.open = spellings
            .flat_map(|open| [format!("{open}{small}"), format!("{open}{capital}")])
            .collect();
    }

    /// The stretch goes on, or begins behind a gap.
    fn close_gap(&mut self) {
        if self.open.is_empty() {
            self.gaps.push(self.gap.take());
            self.open = vec![String::new()];
            self.letters = 0;
        }
    }

    fn gap(&mut self, behind: &str, bracket: Option<String>) {
        let glued_before = self
            .open
            .first()
            .is_some_and(|open| !open.is_empty() && !open.ends_with(' '));
        let inside_word = bracket.is_some()
            && (behind.starts_with(char::is_alphanumeric)
                || self
                    .open
                    .first()
                    .is_some_and(|open| open.ends_with(char::is_alphanumeric)));
        self.close_stretch();
        let gap = self.gap.get_or_insert_with(|| Gap {
            glued_before,
            ..Gap::default()
        });
        match bracket {
            Some(words) => gap.brackets.push(words),
            None => gap.omission = true,
        }
        gap.inside_word |= inside_word;
        gap.glued_after = !behind.is_empty() && !behind.starts_with(' ');
    }

    fn close_stretch(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let spellings = std::mem::take(&mut self.open).into_iter();
        self.stretches.push(Stretch {
            spellings: spellings
                .map(|spelling| spelling.trim().to_string())
                .collect(),
        });
    }

    fn finish(mut self, whole: String) -> Pattern {
        self.close_stretch();
        self.gaps.push(self.gap.take());
        Pattern {
            whole,
            stretches: self.stretches,
            gaps: self.gaps,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stretches and gaps in their order, readable.
    fn shown(words: &str) -> String {
        let pattern = Pattern::read(words);
        let mut shown = Vec::new();
        for (index, gap) in pattern.gaps.iter().enumerate() {
            if let Some(gap) = gap {
                let glue = |glued: bool| if glued { "+" } else { "" };
                let omission = if gap.omission { "…" } else { "" };
                shown.push(format!(
                    "{}[{}{omission}]{}",
                    glue(gap.glued_before),
                    gap.brackets.join("|"),
                    glue(gap.glued_after)
                ));
            }
            if let Some(stretch) = pattern.stretches.get(index) {
                shown.push(stretch.spellings.join("/"));
            }
        }
        shown.join(" ~ ")
    }

    #[test]
    fn words_are_taken_apart() {
        for (words, expected) in [
            ("\"plain words,\"", "plain words"),
            ("“plain words”.", "plain words"),
            ("plain words..", "plain words."),
            ("\"a … b\"", "a ~ […] ~ b"),
            ("\"a [...] b\"", "a ~ […] ~ b"),
            ("\"a... b\"", "a ~ +[…] ~ b"),
            ("…a…", "[…]+ ~ a ~ +[…]"),
            ("[T]hat is", "that is/That is"),
            ("so [t]hat is", "so that is/so That is"),
            ("teh [sic] cat", "teh cat"),
            ("teh[sic], cat", "teh, cat"),
            ("a [b c] d", "a ~ [b c] ~ d"),
            ("([he] said)", "( ~ +[he] ~ said)"),
            ("a [he], b", "a ~ [he]+ ~ , b"),
            ("a [b] … [c] d", "a ~ [b|c…] ~ d"),
            ("cartel[s] go", "cartel ~ +[s] ~ go"),
            ("cartel[s]go", "cartel ~ +[s]+ ~ go"),
            ("[a] man", "[a] ~ man"),
            ("open [ bracket", "open ~ bracket"),
        ] {
            let shown = shown(words);
            if words.contains("open") {
                assert_eq!(shown, "open [ bracket");
            } else {
                assert_eq!(shown, expected, "{words}");
            }
        }
    }
}
