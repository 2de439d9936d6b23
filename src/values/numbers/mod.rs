//! Numbers in running text, in digits or in words, English and Spanish, with what they may mean.
//!
//! Vague quantities (`hundreds`) and shares in words (`two-thirds`) are none. The Spanish `once` is
//! left out, since English has the same word for another thing.

mod words;

use std::ops::Range;

use words::Part;

/// A number where it stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its bytes, with a word such as `million` and without a unit.
    pub range: Range<usize>,
    /// What it may mean: `1.250` is a thousand and more in one country, one and a quarter in another.
    pub values: Vec<f64>,
    /// A word below ten, which may be no figure at all: `two things`.
    pub is_small_word: bool,
}

impl Number {
    /// Whether it may mean a value.
    pub fn may_be(&self, value: f64) -> bool {
        let is_equal = |own: &f64| (own - value).abs() <= 1e-9 * value.abs().max(own.abs());
        self.values.iter().any(is_equal)
    }
}

/// Every number of a text, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // `por ciento` is a sign in words.
        let is_percent = tokens[at].word == "ciento"
            && at > 0
            && tokens[at - 1].word == "por"
            && word_behind(text, &tokens, at).is_some();
        if is_percent {
            at += 1;
            continue;
        }
        let read = match tokens[at].is_digits {
            true => Some(in_digits(text, &tokens, at)),
            false => in_words(text, &tokens, at),
        };
        let Some((values, next, end)) = read else {
            at += 1;
            continue;
        };
        let is_share = word_behind(text, &tokens, next).is_some_and(words::is_share);
        if !is_share {
            found.push(Number {
                range: tokens[at].range.start..end,
                is_small_word: !tokens[at].is_digits && values.iter().all(|value| *value < 10.0),
                values,
            });
        }
        at = next;
    }
    found
}

/// Numbers below are words of other meanings too often: `one of them`, `la una`.
const COUNTS_FROM: f64 = 10.0;

/// The numbers of a text by which it can be compared with one of another language, each with its words:
/// those from ten on, without ordinals such as `19th`, since centuries are counted in other signs elsewhere.
pub fn figures(text: &str) -> Vec<(String, Number)> {
    let is_ordinal = |number: &Number| text[number.range.end..].starts_with(char::is_alphabetic);
    let counts = |number: &Number| number.values.iter().all(|value| *value >= COUNTS_FROM);
    let found = numbers(text).into_iter();
    let found = found.filter(|number| counts(number) && !is_ordinal(number));
    found
        .map(|number| (text[number.range.clone()].to_string(), number))
        .collect()
}

/// The words of the figures that the others do not have.
pub fn without<'f>(some: &'f [(String, Number)], others: &[(String, Number)]) -> Vec<&'f str> {
    let is_there = |number: &Number| {
        let mut others = others.iter();
        others.any(|(_, other)| number.values.iter().any(|value| other.may_be(*value)))
    };
    let left = some.iter().filter(|(_, number)| !is_there(number));
    left.map(|(text, _)| text.as_str()).collect()
}

/// The word of a scale in a label or unit, such as `trillion dollars of trade`, as a factor.
pub fn scale_in(text: &str) -> Option<f64> {
    let tokens = tokens(text);
    let scales = tokens.iter().filter_map(|token| scale_of(&token.word));
    scales.into_iter().find(|scale| *scale > 100.0)
}

/// A word, or digits with the signs that part their groups.
struct Token {
    range: Range<usize>,
    /// In small letters.
    word: String,
    is_digits: bool,
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
            let behind = at + next.len_utf8();
            let parts = is_digits && parts_groups(next);
            let before_digit = text[behind..].starts_with(|after: char| after.is_ascii_digit());
            let goes_on = match is_digits {
                true => next.is_ascii_digit() || parts && before_digit,
                false => next.is_alphabetic(),
            };
            if !goes_on {
                break;
            }
            end = behind;
            rest.next();
        }
        tokens.push(Token {
            range: start..end,
            word: text[start..end].to_lowercase(),
            is_digits,
        });
    }
    tokens
}

fn parts_groups(character: char) -> bool {
    matches!(
        character,
        '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}'
    )
}

/// The word of a token, if only a space or a hyphen parts it from the token before.
fn word_behind<'t>(text: &str, tokens: &'t [Token], at: usize) -> Option<&'t str> {
    let token = tokens.get(at)?;
    let before = tokens.get(at.checked_sub(1)?)?;
    let gap = &text[before.range.end..token.range.start];
    matches!(gap, " " | "-" | "\u{a0}" | "\u{2011}").then_some(token.word.as_str())
}

fn scale_of(word: &str) -> Option<f64> {
    match words::part(word) {
        Some(Part::Scale(scale)) => Some(scale),
        Some(Part::Hundred) => Some(100.0),
        _ => None,
    }
}

/// Digits with the scale behind them: what they may mean, the token behind, and where they end.
fn in_digits(text: &str, tokens: &[Token], at: usize) -> (Vec<f64>, usize, usize) {
    let token = &tokens[at];
    let mut factor = 1.0;
    let mut next = at + 1;
    let is_money = text[..token.range.start].ends_with(['$', '€', '£', '¥']);
    let letters = tokens.get(next);
    let letters = letters.filter(|letters| letters.range.start == token.range.end);
    if let Some(scale) = letters.and_then(|letters| words::suffix(&letters.word, is_money)) {
        factor = scale;
        next += 1;
    }
    // `2 mil millones`
    while let Some(scale) = word_behind(text, tokens, next).and_then(scale_of) {
        factor *= scale;
        next += 1;
    }
    let values = meanings(&token.word).into_iter();
    let values = values.map(|value| value * factor).collect();
    (values, next, tokens[next - 1].range.end)
}

/// The values digits may stand for. Of two signs the later one parts the decimals, one sign several
/// times parts thousands, and one sign before three digits may do either.
fn meanings(written: &str) -> Vec<f64> {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let (dots, commas) = (written.matches('.').count(), written.matches(',').count());
    let mut spellings = Vec::new();
    match written.rfind(['.', ',']) {
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

/// A number in words that begins at a token: its value, the token behind it, and where it ends.
fn in_words(text: &str, tokens: &[Token], at: usize) -> Option<(Vec<f64>, usize, usize)> {
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
            word_behind(text, tokens, next).and_then(scale_of)?;
        }
        "a" | "an" | "un" | "una" => {
            next += 1;
            word_behind(text, tokens, next).and_then(scale_of)?;
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
                if !matches!(behind, Some(Part::Unit(_) | Part::Ten(_))) {
                    break;
                }
            }
            _ => break,
        }
        next += 1;
    }
    let value = (total + current) * if half { 0.5 } else { 1.0 };
    (value > 0.0).then(|| (vec![value], next, tokens[next - 1].range.end))
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
