//! Sentences of a text in English or Spanish, and the words it puts between quotation marks.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a text, without the white space between them. They begin and end as Unicode says
/// (UAX 29), but not behind abbreviations and initials, nor inside one of the ranges of `whole`:
/// quoted words, words covered by a reference.
pub fn sentences(text: &str, whole: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut ends: Vec<usize> = text
        .split_sentence_bound_indices()
        .map(|(at, sentence)| at + sentence.len())
        .chain(further_ends(text))
        .filter(|end| {
            let inside = |range: &Range<usize>| range.start < *end && *end < range.end;
            !whole.iter().any(inside) && ends_sentence(&text[..*end], &text[*end..])
        })
        .collect();
    ends.push(text.len());
    ends.sort_unstable();
    ends.dedup();
    let mut start = 0;
    let mut sentences = Vec::new();
    for end in ends {
        let sentence = &text[start..end];
        let trimmed = sentence.trim();
        if !trimmed.is_empty() {
            let from = start + (sentence.len() - sentence.trim_start().len());
            sentences.push(from..from + trimmed.len());
        }
        start = end;
    }
    sentences
}

/// The stretches between quotation marks of any shape, marks included; of nested ones the outermost.
/// Curved marks that are never closed reach to the end, as they do where a speech goes on.
pub fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(mark) = text[at..].chars().next() {
        let start = at;
        at += mark.len_utf8();
        let before = text[..start].chars().next_back();
        let after = text[at..].chars().next();
        let joins = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
        let opens = !joins(before) && after.is_some_and(|after| !after.is_whitespace());
        let (closing, may_stay_open): (&[char], bool) = match mark {
            '“' => (&['”'], true),
            '«' => (&['»'], true),
            '„' => (&['“', '”'], true),
            '‹' => (&['›'], false),
            '"' if opens => (&['"'], false),
            '‘' if opens => (&['’'], false),
            '\'' if opens && after.is_some_and(char::is_alphabetic) => (&['\''], false),
            _ => continue,
        };
        let is_single = matches!(mark, '‘' | '\'');
        let close = text[at..].char_indices().find(|(index, character)| {
            let behind = at + index + character.len_utf8();
            let is_apostrophe = is_single && joins(text[behind..].chars().next());
            closing.contains(character) && !is_apostrophe
        });
        at = match close {
            Some((index, character)) => at + index + character.len_utf8(),
            None if may_stay_open => text.len(),
            None => continue,
        };
        found.push(start..at);
    }
    found
}

/// Ends that UAX 29 does not see: before a number, and behind an ellipsis.
fn further_ends(text: &str) -> impl Iterator<Item = usize> {
    let behind = |stop: &'static str| text.match_indices(stop).map(|(at, found)| at + found.len());
    let before_number = |end: &usize| text.as_bytes().get(*end).is_some_and(u8::is_ascii_digit);
    behind(". ").filter(before_number).chain(behind("… "))
}

const OPENING: [char; 13] = [
    '"', '\'', '“', '‘', '«', '‹', '„', '(', '[', '¿', '¡', '*', '—',
];
const CLOSING: [char; 9] = ['"', '\'', '”', '’', '»', '›', ')', ']', '*'];

/// Words with a stop of their own that always go on.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "sen", "rep", "gov", "lt", "col", "capt", "cmdr",
    "sgt", "rev", "hon", "st", "mt", "ft", "messrs", "pres", "adm", "maj", "vs", "e.g", "i.e",
    "cf", "viz", "approx", "ca", "al", "sr", "sra", "srta", "dra", "ing", "lic", "gral", "cnel",
    "ud", "uds", "sta", "sto", "d", "dª", "ee", "p.ej", "excmo", "arq", "av", "avda", "mons",
];
/// Words with a stop of their own before a number.
const BEFORE_NUMBERS: &[&str] = &[
    "no", "nos", "nr", "núm", "nº", "n", "art", "arts", "p", "pp", "pág", "págs", "vol", "fig",
    "figs", "ch", "cap", "sec", "sect", "par", "para", "ed", "l", "v", "c", "aprox", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ene", "abr", "ago",
    "dic", "tel", "op", "reg",
];
/// Words with a stop of their own that may end a sentence too.
const EITHER: &[&str] = &[
    "a.m", "p.m", "inc", "ltd", "corp", "co", "bros", "jr", "etc", "uu", "s.a", "cía", "ph.d",
];
/// Words that begin sentences and no names.
const BEGINNERS: &[&str] = &[
    "the",
    "a",
    "an",
    "it",
    "its",
    "he",
    "she",
    "they",
    "we",
    "i",
    "you",
    "his",
    "her",
    "their",
    "our",
    "this",
    "that",
    "these",
    "those",
    "but",
    "and",
    "or",
    "so",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "after",
    "before",
    "when",
    "while",
    "if",
    "as",
    "no",
    "not",
    "there",
    "then",
    "some",
    "many",
    "most",
    "all",
    "both",
    "each",
    "one",
    "two",
    "another",
    "since",
    "until",
    "under",
    "about",
    "what",
    "who",
    "why",
    "how",
    "where",
    "however",
    "nobody",
    "police",
    "officials",
    "el",
    "la",
    "los",
    "las",
    "un",
    "una",
    "unos",
    "unas",
    "lo",
    "pero",
    "y",
    "en",
    "de",
    "con",
    "por",
    "para",
    "según",
    "su",
    "sus",
    "este",
    "esta",
    "estos",
    "estas",
    "ese",
    "esa",
    "eso",
    "esto",
    "cuando",
    "si",
    "como",
    "también",
    "tras",
    "desde",
    "hasta",
    "entre",
    "sin",
    "nadie",
    "otro",
    "otra",
    "ambos",
    "cada",
    "ya",
    "se",
];

/// Whether a sentence ends between two halves of a text.
fn ends_sentence(before: &str, after: &str) -> bool {
    if after.trim().is_empty() {
        return true;
    }
    let said = before.trim_end().trim_end_matches(CLOSING);
    let next = after.trim_start().trim_start_matches(OPENING);
    let first = next.chars().next();
    if first.is_some_and(char::is_lowercase) {
        return false;
    }
    let Some(bare) = said.strip_suffix('.') else {
        return true;
    };
    if bare.ends_with('.') {
        return true;
    }
    let word = bare.rsplit(char::is_whitespace).next().unwrap_or("");
    let word = word.trim_start_matches(OPENING);
    let lower = word.to_lowercase();
    let next_word: String = next
        .chars()
        .take_while(|character| character.is_alphanumeric())
        .collect();
    let begins = || BEGINNERS.contains(&&*next_word.to_lowercase());
    let number = first.is_some_and(char::is_numeric);
    if bare.trim().trim_start_matches(OPENING) == word
        && word.bytes().all(|byte| byte.is_ascii_digit())
    {
        // The number of a list.
        return false;
    }
    if TITLES.contains(&&*lower) {
        return false;
    }
    if BEFORE_NUMBERS.contains(&&*lower) && number {
        return false;
    }
    let mut letters = word.chars().filter(|character| *character != '.');
    let is_initial = letters.next().is_some_and(char::is_uppercase)
        && (letters.next().is_none() || word.contains('.'));
    if is_initial || EITHER.contains(&&*lower) {
        return begins();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let whole = quoted(text);
        let all = sentences(text, &whole).into_iter();
        all.map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_at_stops() {
        for text in [
            "One fell.| Two rose!| Did three?| Four did.",
            "It rose in 2016.| 40 people left.| ¿Cuántos?| Nadie lo sabe.",
            "She left (at last).| He stayed.",
            "“It is over.”| Nobody wept.",
            "He asked: “Who?”| Nobody knew…| All left.",
            "It is worth $4.2 million.| They paid.",
        ] {
            let expected: Vec<&str> = text.split('|').map(str::trim).collect();
            assert_eq!(split(&text.replace('|', "")), expected);
        }
    }

    #[test]
    fn sentences_go_on_behind_abbreviations_and_in_quotations() {
        for text in [
            "Mr. Poe met Gen. J. R. Smith of the U.S. Army on Sept. 5 at 8 p.m. Monday.",
            "See No. 5 and p. 7, art. 3, etc. in vol. 2.",
            "El Sr. Ruiz, de EE. UU., vive en la Av. Juárez con la Dra. Paz.",
            "“Why now?” he asked.",
            "“Why now? Why here? I do not know,” she said.",
            "It costs approx. 50 euros, i.e. nothing.",
            "2. Read this.",
        ] {
            assert_eq!(split(text), [text]);
        }
        for text in [
            "They live in the U.S.| The army came.",
            "It closes at 8 p.m.| Police came later.",
            "He said no.| Nobody left.",
            "Viven en EE. UU.| El ejército llegó.",
            "She works for Poe Inc.| It pays well.",
        ] {
            let expected: Vec<&str> = text.split('|').map(str::trim).collect();
            assert_eq!(split(&text.replace('|', "")), expected);
        }
    }

    #[test]
    fn quoted_words_are_found_in_marks_of_any_shape() {
        for text in [
            "so “|a b|” and «|c|» and \"|d e|\".",
            "the workers' rights and the farmers' land",
            "She had ‘|never asked, don’t you see|’.",
            "the 5\" pipe and the '90s",
            "“|he said ‘no’ to it|”",
            "it’s the dogs’ bowl",
            "“|it goes on and on",
        ] {
            let bare = text.replace('|', "");
            let found: Vec<&str> = quoted(&bare)
                .into_iter()
                .map(|range| bare[range].trim_matches(['“', '”', '«', '»', '"', '‘', '’']))
                .collect();
            let expected: Vec<&str> = text.split('|').skip(1).step_by(2).collect();
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(quoted("an 'odd word' here").first(), Some(&(3..13)));
    }
}
