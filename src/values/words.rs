//! Comparing and shaping words: Unicode forms, slugs, names, and kind guesses at misspellings.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The composed Unicode form, in which names, slugs and ids are compared.
pub fn nfc(text: &str) -> String {
    if is_nfc(text) {
        text.to_string()
    } else {
        text.nfc().collect()
    }
}

/// Letters and digits of a text in lower case, with one `-` between words: `Qué pasó?` gives `qué-pasó`.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in nfc(text).chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() || is_mark(character) {
            slug.push(character);
        } else if !matches!(character, '\'' | '’') && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// `a, b and c`, or where there are more than `most` of them `a, b and 3 more`.
pub fn listed(items: &[impl AsRef<str>], most: usize) -> String {
    let more = items.len().saturating_sub(most);
    let shown = items.iter().take(most).map(AsRef::as_ref);
    let shown: Vec<&str> = shown.collect();
    match (shown.split_last(), more) {
        (None, _) => String::new(),
        (Some((only, [])), 0) => only.to_string(),
        (Some((last, others)), 0) => format!("{} and {last}", others.join(", ")),
        _ => format!("{} and {more} more", shown.join(", ")),
    }
}

/// What sorts texts as people do, numbers by their size: `L9` before `L33`. Two texts have the same
/// only if they are the same.
pub fn natural_order(text: &str) -> (Vec<(&str, u64)>, &str) {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (words, tail) = rest.split_at(digits);
        let end = tail
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (number, tail) = tail.split_at(end);
        parts.push((words, number.parse().unwrap_or(u64::MAX)));
        rest = tail;
    }
    (parts, text)
}

/// A combining mark, which belongs to the letter before it in many scripts.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

/// A name as it is compared: NFC, one space for each run of white space, straight quotation marks.
pub fn fold_name(text: &str) -> String {
    let mut folded = String::new();
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.nfc().map(|character| match character {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '‚' => '\'',
            other => other,
        }));
    }
    folded
}

/// Whether a text may be the id of a ledger entry: `[a-z0-9-]+`.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// An id made from a text, its first words alone where it is long; empty if no letter of it can
/// stand in an id.
pub fn id_from(text: &str) -> String {
    const LONGEST: usize = 40;
    // An accent goes, its letter stays.
    let plain: String = text
        .nfkd()
        .filter(|character| !is_mark(*character))
        .collect();
    let mut id = String::new();
    for word in slug(&plain).split(|character: char| !character.is_ascii_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        if !id.is_empty() {
            if id.len() + 1 + word.len() > LONGEST {
                break;
            }
            id.push('-');
        }
        id.push_str(&word[..word.len().min(LONGEST)]);
    }
    id
}

/// The words of a table that gives each its meaning.
pub const fn words_of<T, const N: usize>(table: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut at = 0;
    while at < N {
        words[at] = table[at].0;
        at += 1;
    }
    words
}

/// The text without runs of white space.
pub fn plain_words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The known word nearest to a misspelt one, if one is near enough to be worth naming. The same
/// words give the same answer whatever their order.
pub fn did_you_mean<'k>(found: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let found_folded = found.to_lowercase();
    let length = found_folded.chars().count();
    let allowed = match length {
        0 | 1 => 0,
        2..=4 => 1,
        5..=7 => 2,
        _ => 3,
    };
    known
        .into_iter()
        .filter(|candidate| !is_other_number(found, candidate))
        .filter_map(|candidate| {
            let folded = candidate.to_lowercase();
            let mut distance = strsim::damerau_levenshtein(&found_folded, &folded);
            // A word that only lacks its end, or `_` for `-`, is near however long it is.
            let bare = |text: &str| text.replace(['_', ' '], "-");
            if bare(&found_folded) == bare(&folded) {
                distance = 0;
            } else if length >= 4
                && (folded.starts_with(&found_folded)
                    || found_folded.starts_with(&folded) && folded.len() >= 4)
            {
                distance = distance.min(1);
            }
            (distance <= allowed).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether two words are numbered alike and only their numbers differ: `s002` is no misspelt
/// `s001`, but `s01` may be.
fn is_other_number(found: &str, known: &str) -> bool {
    let digits = |text: &str| -> Vec<String> {
        let runs = text.split(|character: char| !character.is_ascii_digit());
        let runs = runs.filter(|run| !run.is_empty());
        runs.map(|run| run.trim_start_matches('0').to_string())
            .collect()
    };
    let rest = |text: &str| text.replace(|character: char| character.is_ascii_digit(), "");
    let (here, there) = (digits(found), digits(known));
    !here.is_empty() && here.len() == there.len() && here != there && rest(found) == rest(known)
}

/// The sentence that goes with [`did_you_mean`]; without a near word it lists the known ones when
/// they are few.
pub fn suggestion<'k>(found: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    if let Some(near) = did_you_mean(found, known.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    match known.len() {
        0 => None,
        1..=14 => Some(format!("known here: `{}`", known.join("`, `"))),
        _ => None,
    }
}

/// Whether a text has the shape of a language's code.
pub fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or("");
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Whether a text has the shape of an address of the web.
pub fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty()) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_cut() {
        let items = ["a", "b", "c", "d", "e", "f", "g"];
        assert_eq!(listed(&items[..1], 5), "a");
        assert_eq!(listed(&items[..2], 5), "a and b");
        assert_eq!(listed(&items[..5], 5), "a, b, c, d and e");
        assert_eq!(listed(&items, 5), "a, b, c, d, e and 2 more");
    }

    #[test]
    fn numbers_sort_by_their_size() {
        let mut places = ["L33", "p. 4", "L9", "L9-12", "", "L5", "12", "3", "L05"];
        places.sort_by_key(|place| natural_order(place));
        let sorted = ["", "3", "12", "L05", "L5", "L9", "L9-12", "L33", "p. 4"];
        assert_eq!(places, sorted);
        assert_ne!(natural_order("L05"), natural_order("L5"));
    }

    #[test]
    fn slugs_keep_letters_of_every_script() {
        assert_eq!(slug("What does Mexico say?"), "what-does-mexico-say");
        assert_eq!(slug("  ¿Qué pasó, «ayer»?  "), "qué-pasó-ayer");
        assert_eq!(slug("Mexico’s 2nd  answer"), "mexicos-2nd-answer");
        assert_eq!(slug("cafe\u{301}"), "café");
        assert_eq!(slug("?!"), "");
    }

    #[test]
    fn an_id_comes_from_the_first_words() {
        assert_eq!(id_from("¿Qué pasó en Coyoacán?"), "que-paso-en-coyoacan");
        assert_eq!(id_from("004_x’s ﬁle.txt"), "004-xs-file-txt");
        assert_eq!(
            id_from("Opening on Sunday afternoons would cost about 41,000 dollars"),
            "opening-on-sunday-afternoons-would-cost"
        );
        assert_eq!(id_from(&"a".repeat(60)).len(), 40);
        assert_eq!(id_from("мост"), "");
        assert!(is_id(&id_from("Мост and bridge – 2")));
    }

    #[test]
    fn a_near_word_is_named_and_a_far_one_is_not() {
        let known = ["title", "tags", "template", "description"];
        assert_eq!(did_you_mean("titel", known), Some("title"));
        assert_eq!(did_you_mean("desc", known), Some("description"));
        assert_eq!(did_you_mean("colour", known), None);
        assert_eq!(did_you_mean("revew_by", ["review_by"]), Some("review_by"));
        assert_eq!(
            did_you_mean("kingpin_strategy", ["kingpin-strategy"]),
            Some("kingpin-strategy")
        );
    }

    #[test]
    fn another_number_is_no_misspelling() {
        assert_eq!(did_you_mean("s009", ["s001", "s002"]), None);
        assert_eq!(did_you_mean("s01", ["s001", "s010"]), Some("s001"));
        assert_eq!(did_you_mean("s0001", ["s001"]), Some("s001"));
        assert_eq!(did_you_mean("page", ["page2"]), Some("page2"));
    }

    #[test]
    fn guesses_do_not_depend_on_order() {
        assert_eq!(
            did_you_mean("cat", ["car", "bat"]),
            did_you_mean("cat", ["bat", "car"])
        );
    }

    #[test]
    fn names_fold_white_space_and_quotation_marks() {
        assert_eq!(fold_name(" El “Mayo”\n Zambada "), "El \"Mayo\" Zambada");
    }
}
