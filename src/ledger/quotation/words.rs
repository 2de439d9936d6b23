//! Words that turn a sentence round, words that count, and where a word begins and ends.

/// What denies, in English and Spanish, in small letters. A word that ends in `n't` denies too.
const NEGATIONS: &[&str] = &[
    "not", "no", "never", "without", "nor", "neither", "none", "nobody", "nothing", "nowhere",
    "non", "nt", "nunca", "sin", "ni", "tampoco", "jamás", "jamas", "nada", "nadie", "ningún",
    "ninguno", "ninguna", "ningun",
];

/// What counts, in English and Spanish, in small letters. A word with a digit counts too.
const NUMBERS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "billions",
    "trillion",
    "trillions",
    "dozen",
    "dozens",
    "half",
    "third",
    "thirds",
    "quarter",
    "quarters",
    "once",
    "twice",
    "double",
    "triple",
    "percent",
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "treinta",
    "cuarenta",
    "cincuenta",
    "sesenta",
    "setenta",
    "ochenta",
    "noventa",
    "cien",
    "ciento",
    "cientos",
    "mil",
    "miles",
    "millón",
    "millones",
    "docena",
    "docenas",
    "mitad",
    "tercio",
    "tercios",
];

/// The negations of folded text, each in one spelling: `don't`, `cannot` and `not` are the same.
pub fn negations(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in parts(text) {
        if part.ends_with("n't") || part == "cannot" {
            found.push("not".to_string());
        } else if NEGATIONS.contains(&part.trim_matches('\'')) {
            found.push(part.trim_matches('\'').to_string());
        }
    }
    found
}

/// The numbers of folded text: digits with what joins them, and number words.
pub fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split(' ').map(core) {
        if word.contains(|character: char| character.is_numeric()) {
            found.push(word.to_lowercase());
            continue;
        }
        let parts = parts(word).into_iter();
        found.extend(parts.filter(|part| NUMBERS.contains(&part.trim_matches('\''))));
    }
    found
}

/// What one list has and the other lacks, each as often as it is missing there.
pub fn missing_from(there: &[String], here: &[String]) -> Vec<String> {
    let mut left: Vec<&String> = there.iter().collect();
    let mut missing = Vec::new();
    for word in here {
        match left.iter().position(|other| *other == word) {
            Some(at) => drop(left.swap_remove(at)),
            None => missing.push(word.clone()),
        }
    }
    missing
}

/// Letters and apostrophes in small letters, cut at everything else: `non-military` has two parts.
fn parts(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric() && character != '\'')
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A word without the punctuation around it.
pub fn core(word: &str) -> &str {
    word.trim_matches(|character: char| !character.is_alphanumeric())
}

/// How many words folded text has; punctuation alone is none.
pub fn count(text: &str) -> usize {
    text.split(' ')
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

/// Whether text may be cut here without cutting a word. `long-standing`, `don't`, `U.S`, `500,000`,
/// `5%` and `$5` are one word each.
pub fn is_boundary(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    let mut after = text[at..].chars();
    let (Some(left), Some(right)) = (before.next(), after.next()) else {
        return true;
    };
    if is_letter(left) && is_letter(right) {
        return false;
    }
    if left.is_numeric() && right == '%' || right.is_numeric() && is_currency(left) {
        return false;
    }
    let joined = |left: Option<char>, joint: char, right: Option<char>| match (left, right) {
        (Some(left), Some(right)) => joins(left, joint, right),
        _ => false,
    };
    !joined(Some(left), right, after.next()) && !joined(before.next(), left, Some(right))
}

/// A letter, digit or mark on a letter.
fn is_letter(character: char) -> bool {
    character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character)
}

fn is_currency(character: char) -> bool {
    matches!(character, '$' | '€' | '£' | '¥' | '-' | '−' | '+')
}

fn joins(left: char, joint: char, right: char) -> bool {
    if !is_letter(left) || !is_letter(right) {
        return false;
    }
    match joint {
        '\'' | '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' | '.' | '/' | '_' | '@' | '&' => true,
        ',' | ':' | '–' => left.is_numeric() && right.is_numeric(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_denies_and_what_does_not() {
        for (text, found) in [
            ("will not, under any", &["not"][..]),
            ("don't", &["not"]),
            ("Cannot", &["not"]),
            ("non-military", &["non"]),
            ("neither here nor there", &["neither", "nor"]),
            ("jamás lo haré sin ti, ni hoy", &["jamás", "sin", "ni"]),
            ("a note about nothingness and knots", &[]),
            ("since Monday", &[]),
        ] {
            assert_eq!(negations(text), found, "{text}");
        }
    }

    #[test]
    fn what_counts_and_what_does_not() {
        for (text, found) in [
            ("up to 500,000 troops", &["500,000"][..]),
            ("by 5%.", &["5"]),
            ("twenty-five men", &["twenty", "five"]),
            ("MS-13", &["ms-13"]),
            ("dos o tres veces", &["dos", "tres"]),
            ("someone often wonders", &[]),
        ] {
            assert_eq!(numbers(text), found, "{text}");
        }
    }

    #[test]
    fn a_word_is_not_cut() {
        let cut = |text: &str, at: &str| is_boundary(text, text.find(at).expect("there"));
        for (text, at) in [
            ("does not", "not"),
            ("war.'", "."),
            ("operation—seen", "—"),
            ("operation—seen", "seen"),
            ("'never'", "never"),
        ] {
            assert!(cut(text, at), "{text} at {at}");
        }
        for (text, at) in [
            ("Mexico", "exico"),
            ("wouldn't", "'t"),
            ("wouldn't", "t"),
            ("non-military", "military"),
            ("non-military", "-"),
            ("500,000", ",000"),
            ("5%", "%"),
            ("$5", "5"),
            ("-5", "5"),
            ("U.S", ".S"),
        ] {
            let at = if at == "t" {
                text.len() - 1
            } else {
                text.find(at).expect("there")
            };
            assert!(!is_boundary(text, at), "{text} at {at}");
        }
    }

    #[test]
    fn differences_count_how_often() {
        let list = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            missing_from(&list(&["not"]), &list(&["not", "not", "no"])),
            ["not", "no"]
        );
        assert!(missing_from(&list(&["not", "no"]), &list(&["no"])).is_empty());
    }
}
