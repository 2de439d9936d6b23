//! How wide text is, as far as that can be known without the reader's font, and where it is broken.

use unicode_width::UnicodeWidthChar;

/// The size of all text in a drawing, in its own units.
pub const SIZE: f64 = 13.0;
/// From one line to the next.
pub const LINE: f64 = 16.0;

/// How wide a text is at [`SIZE`]; rather too much than too little.
pub fn width(text: &str) -> f64 {
    text.chars().map(advance).sum::<f64>() * SIZE
}

/// The advance of a character in ems, as the wide ones of common sans-serif fonts have it.
fn advance(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | 'í' | '\u{a0}' | ' ' => 0.34,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '-' | '/' | '!' => 0.42,
        '&' | 'O' | 'Q' | 'Ó' | 'Ö' => 0.79,
        '−' | '+' | '×' | '÷' | '±' | '=' | '<' | '>' | '≤' | '≥' | '≈' | '~' | '#' | '^' => {
            0.84
        }
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' | 'æ' | 'œ' | '½' => 1.03,
        '№' => 1.08,
        '\u{202f}' => 0.25,
        character if character.is_ascii_digit() => 0.65,
        character if character.is_uppercase() => 0.78,
        character => match character.width() {
            Some(0) | None => 0.0,
            Some(1) => 0.64,
            Some(_) => 1.05,
        },
    }
}

/// The widest of some texts.
pub fn widest<'t>(texts: impl IntoIterator<Item = &'t str>) -> f64 {
    texts.into_iter().map(width).fold(0.0, f64::max)
}

/// A text in lines that are no wider than this. A word that is wider by itself is broken.
pub fn wrap(text: &str, most: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            let longer = format!("{line} {word}");
            if width(&longer) <= most {
                line = longer;
                continue;
            }
            lines.push(std::mem::take(&mut line));
        }
        for character in word.chars() {
            line.push(character);
            if width(&line) > most && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, character.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Whether [`wrap`] has to break no word.
pub fn fits(text: &str, most: f64) -> bool {
    text.split_whitespace().all(|word| width(word) <= most)
}
