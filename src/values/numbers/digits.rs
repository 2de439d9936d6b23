//! Numbers in digits: thousands and decimals, amounts, ranges, dates, and digits that are a name.

use super::words::{self, Part};
use super::{Number, NumberKind, Token, word_behind};

/// Digits with all that belongs to them.
pub fn read(text: &str, tokens: &[Token], at: usize) -> (Vec<Number>, usize) {
    let token = &tokens[at];
    let before = &text[..token.range.start];
    let after = &text[token.range.end..];
    let written = token.word.as_str();
    let as_kind = |kind: NumberKind| Number {
        range: token.range.clone(),
        values: meanings(written),
        kind,
    };
    // `MS-13`, `G20`: a letter before it, perhaps with a hyphen between.
    let stem = before.trim_end_matches(['-', '\u{2011}']);
    if stem.ends_with(char::is_alphabetic) {
        return (vec![as_kind(NumberKind::Name)], at + 1);
    }
    let letters = tokens
        .get(at + 1)
        .filter(|next| next.range.start == token.range.end);
    let scale = letters.and_then(|letters| words::suffix(&letters.word));
    let is_money = before.ends_with(['$', '€', '£', '¥']);
    if let Some(letters) = letters {
        let is_ordinal = matches!(letters.word.as_str(), "st" | "nd" | "rd" | "th" | "o" | "a");
        let is_scale = scale.is_some() && (is_money || letters.word != "m");
        if is_ordinal || letters.is_capital && letters.word.len() == 1 && !is_money {
            // `14th of May`, `5G`.
            return (vec![as_kind(NumberKind::Name)], at + 2);
        }
        if letters.word == "s" || matches!(letters.word.as_str(), "am" | "pm") {
            return (vec![as_kind(NumberKind::Date)], at + 2);
        }
        if is_scale {
            return (vec![scaled(token, scale, letters.range.end)], at + 2);
        }
    }
    if written.contains([':', '/']) || is_version(written) {
        return (vec![as_kind(NumberKind::Name)], at + 1);
    }
    if written.contains(['-', '–']) {
        return (parts(token), at + 1);
    }
    let next = word_behind(text, tokens, at + 1);
    let is_percent = after.trim_start().starts_with('%');
    // Nothing but digits, and nothing that makes it an amount.
    let is_bare = written.bytes().all(|byte| byte.is_ascii_digit())
        && !is_money
        && !is_percent
        && !next.is_some_and(|next| words::is_unit_noun(next) || is_scale_word(next));
    if let Some(scale) = next.and_then(scale_of) {
        let mut end = at + 1;
        let mut factor = scale;
        // `2 mil millones`
        if let Some(more) = word_behind(text, tokens, at + 2).and_then(scale_of) {
            factor *= more;
            end += 1;
        }
        return (
            vec![scaled(token, Some(factor), tokens[end].range.end)],
            end + 1,
        );
    }
    if is_bare && is_date(text, tokens, at) {
        return (vec![as_kind(NumberKind::Date)], at + 1);
    }
    let name = at > 0 && is_bare && {
        let last = &tokens[at - 1];
        let gap = &text[last.range.end..token.range.start];
        let is_near = gap == " " || gap == ". ";
        let opens = text[..last.range.start].trim().is_empty()
            || text[..last.range.start]
                .trim_end()
                .ends_with(['.', '!', '?', ':']);
        is_near && (words::is_numbered(&last.word) || last.is_capital && !opens && gap == " ")
    };
    let kind = if name {
        NumberKind::Name
    } else {
        NumberKind::Figure
    };
    (vec![as_kind(kind)], at + 1)
}

fn scale_of(word: &str) -> Option<f64> {
    match words::part(word) {
        Some(Part::Scale(scale)) => Some(scale),
        Some(Part::Hundred) => Some(100.0),
        _ => None,
    }
}

fn is_scale_word(word: &str) -> bool {
    scale_of(word).is_some()
}

fn scaled(token: &Token, scale: Option<f64>, end: usize) -> Number {
    let scale = scale.unwrap_or(1.0);
    Number {
        range: token.range.start..end,
        values: meanings(&token.word)
            .iter()
            .map(|value| value * scale)
            .collect(),
        kind: NumberKind::Figure,
    }
}

/// `2–3`, `2010-2020`, `2024-11-05`.
fn parts(token: &Token) -> Vec<Number> {
    let parts: Vec<&str> = token.word.split(['-', '–']).collect();
    let is_date = parts.len() > 2 || is_year(parts[0]);
    let mut start = token.range.start;
    let mut numbers = Vec::new();
    for part in parts {
        numbers.push(Number {
            range: start..start + part.len(),
            values: meanings(part),
            kind: if is_date {
                NumberKind::Date
            } else {
                NumberKind::Figure
            },
        });
        let behind = token.word[start - token.range.start + part.len()..]
            .chars()
            .next();
        start += part.len() + behind.map_or(0, char::len_utf8);
    }
    numbers
}

/// `2.4.1`, but not `1.200.000`.
fn is_version(written: &str) -> bool {
    let mut groups = written.split('.').skip(1);
    written.matches('.').count() > 1 && !groups.all(|group| group.len() == 3)
}

fn is_year(written: &str) -> bool {
    written.len() == 4
        && written
            .parse()
            .is_ok_and(|year: u32| (1000..2200).contains(&year))
}

/// A year by its look, or a day beside its month.
fn is_date(text: &str, tokens: &[Token], at: usize) -> bool {
    let written = tokens[at].word.as_str();
    if is_year(written) {
        return true;
    }
    let mut next = word_behind(text, tokens, at + 1);
    if matches!(next, Some("of" | "de")) {
        next = word_behind(text, tokens, at + 2);
    }
    let before = at.checked_sub(1).map(|before| tokens[before].word.as_str());
    let is_day = written
        .parse()
        .is_ok_and(|day: u32| (1..=31).contains(&day));
    let is_time = matches!(next, Some("am" | "pm"));
    is_time || is_day && (next.is_some_and(words::is_month) || before.is_some_and(words::is_month))
}

/// The values digits may stand for. Of two signs the later one parts the decimals, one sign several
/// times parts thousands, and one sign before three digits may do either.
fn meanings(written: &str) -> Vec<f64> {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let is_sign = |character: char| matches!(character, '.' | ',');
    let (dots, commas) = (written.matches('.').count(), written.matches(',').count());
    let mut spellings = Vec::new();
    match written.rfind(is_sign) {
        None => spellings.push(digits(written)),
        Some(last) => {
            let is_mixed = dots > 0 && commas > 0;
            if !is_mixed && (written.len() - last == 4 || dots + commas > 1) {
                spellings.push(digits(written));
            }
            if is_mixed || dots + commas == 1 {
                let (whole, part) = (digits(&written[..last]), digits(&written[last..]));
                spellings.push(format!("{whole}.{part}"));
            }
        }
    }
    let values = spellings
        .iter()
        .filter_map(|spelling| spelling.parse().ok());
    values.collect()
}
