//! Numbers in running text, in digits or in words, English and Spanish, with what they may mean.
//!
//! Vague quantities (`hundreds`) and shares in words (`two-thirds`) are none. The Spanish `once` is
//! left out, since English has the same word for another thing.

mod digits;
mod words;

use std::ops::Range;

use words::Part;

/// A number where it stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its bytes, with a word such as `million` and without a unit.
    pub range: Range<usize>,
    /// What it may mean, at least one: `1.250` is a thousand and more in one country, one and a
    /// quarter in another.
    pub values: Vec<f64>,
    pub kind: NumberKind,
}

/// What a number does in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// How much or how many.
    Figure,
    /// A word below ten without a unit: `two things`.
    Small,
    /// A year, a day of a month, a time of day.
    Date,
    /// `12th`, `MS-13`, `Article 51`, `version 2.4`.
    Name,
}

impl Number {
    /// Whether it may mean a value.
    pub fn may_be(&self, value: f64) -> bool {
        self.values.iter().any(|own| equal(*own, value))
    }

    /// Whether it may mean what another number may mean.
    pub fn may_equal(&self, other: &Number) -> bool {
        other.values.iter().any(|value| self.may_be(*value))
    }
}

fn equal(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}

/// Every number of a text, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (number, next) = read(text, &tokens, at);
        found.extend(number);
        at = next.max(at + 1);
    }
    found
}

/// The word of a scale in a label or unit, such as `trillion dollars of trade`, as a factor.
pub fn scale_in(text: &str) -> Option<f64> {
    tokens(text)
        .iter()
        .find_map(|token| match words::part(&token.word) {
            Some(Part::Scale(scale)) if scale > 12.0 => Some(scale),
            _ => None,
        })
}

/// A word, or digits with what joins them.
struct Token {
    range: Range<usize>,
    /// In small letters.
    word: String,
    is_digits: bool,
    is_capital: bool,
}

/// Cuts a text at every change between letters and digits.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        let is_digits = first.is_ascii_digit();
        if !is_digits && !first.is_alphabetic() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = rest.peek().copied() {
            let after = text[at + next.len_utf8()..].chars().next();
            let goes_on = match is_digits {
                true => {
                    next.is_ascii_digit()
                        || is_joint(next) && after.is_some_and(|after| after.is_ascii_digit())
                }
                false => next.is_alphabetic(),
            };
            if !goes_on {
                break;
            }
            end = at + next.len_utf8();
            rest.next();
        }
        tokens.push(Token {
            range: start..end,
            word: text[start..end].to_lowercase(),
            is_digits,
            is_capital: first.is_uppercase(),
        });
    }
    tokens
}

/// What may stand between the digits of one number or of a range, a date, a time.
fn is_joint(character: char) -> bool {
    matches!(
        character,
        '.' | ',' | ':' | '/' | '-' | '–' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}'
    )
}

/// Reads what begins at a token; gives the token behind it.
fn read(text: &str, tokens: &[Token], at: usize) -> (Vec<Number>, usize) {
    if tokens[at].is_digits {
        return digits::read(text, tokens, at);
    }
    let Some((value, next)) = in_words(text, tokens, at) else {
        return (Vec::new(), at + 1);
    };
    let follower = word_behind(text, tokens, next);
    let percent = text[tokens[next - 1].range.end..]
        .trim_start()
        .starts_with('%');
    let small = value < 10.0 && !percent && !follower.is_some_and(words::is_unit_noun);
    let is_share = follower.is_some_and(|word| {
        ["third", "quarter", "fifth", "tercio", "cuarto", "quinto"]
            .iter()
            .any(|share| word.starts_with(share))
    });
    let number = Number {
        range: tokens[at].range.start..tokens[next - 1].range.end,
        values: vec![value],
        kind: match () {
            () if is_share => NumberKind::Name,
            () if small => NumberKind::Small,
            () => NumberKind::Figure,
        },
    };
    (vec![number], next)
}

/// The next word, if only a space or a hyphen parts it from the token before.
fn word_behind<'t>(text: &str, tokens: &'t [Token], at: usize) -> Option<&'t str> {
    let token = tokens.get(at)?;
    let before = tokens.get(at.checked_sub(1)?)?;
    let gap = &text[before.range.end..token.range.start];
    matches!(gap, " " | "-" | "\u{a0}" | "\u{2011}").then_some(token.word.as_str())
}

/// A number in words that begins at a token, and the token behind it.
fn in_words(text: &str, tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let (mut total, mut current) = (0.0, 0.0);
    let mut next = at;
    let mut half = false;
    match tokens[at].word.as_str() {
        "half" | "medio" | "media" => {
            half = true;
            next += 1;
            if matches!(word_behind(text, tokens, next), Some("a" | "an" | "un")) {
                next += 1;
            }
            let scale = word_behind(text, tokens, next).and_then(words::part);
            if !matches!(scale, Some(Part::Scale(_))) {
                return None;
            }
        }
        "a" | "an" | "un" | "una" => {
            let scale = word_behind(text, tokens, at + 1).and_then(words::part);
            if !matches!(scale, Some(Part::Scale(_) | Part::Hundred)) {
                return None;
            }
            next += 1;
        }
        _ => {}
    }
    let first = next;
    loop {
        let word = match next == at {
            true => Some(tokens[at].word.as_str()),
            false => word_behind(text, tokens, next),
        };
        let Some(word) = word else { break };
        match words::part(word) {
            Some(Part::Unit(unit)) if fits(current, unit) => current += unit,
            Some(Part::Ten(ten)) if current % 100.0 == 0.0 => current += ten,
            Some(Part::Hundreds(hundreds)) if current % 1000.0 == 0.0 => current += hundreds,
            Some(Part::Hundred) if current < 100.0 && next > at => {
                current = f64::max(current, 1.0) * 100.0;
            }
            Some(Part::Scale(scale)) => {
                // `millones` alone is vague; `mil` and `trillion-dollar` are not.
                if next == at && word.ends_with("es") {
                    return None;
                }
                if total > 0.0 && total < scale {
                    total = (total + current) * scale;
                } else {
                    total += f64::max(current, 1.0) * scale;
                }
                current = 0.0;
            }
            None if next > first && links(word, total, current) => {
                let behind = word_behind(text, tokens, next + 1).and_then(words::part);
                let goes_on = matches!(behind, Some(Part::Unit(_) | Part::Ten(_)));
                if !goes_on {
                    break;
                }
            }
            _ => break,
        }
        next += 1;
    }
    let value = (total + current) * if half { 0.5 } else { 1.0 };
    (value > 0.0).then_some((value, next))
}

/// Whether a unit goes on a number: `fifty-five`, `two hundred five`, not `five five`.
fn fits(current: f64, unit: f64) -> bool {
    let tens = current % 100.0;
    tens == 0.0 || tens % 10.0 == 0.0 && tens >= 20.0 && unit < 10.0
}

/// `two hundred and fifty`, `cincuenta y cinco`.
fn links(word: &str, total: f64, current: f64) -> bool {
    match word {
        "and" => current % 100.0 == 0.0 && (current > 0.0 || total > 0.0),
        "y" => current % 10.0 == 0.0 && current % 100.0 >= 30.0,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
