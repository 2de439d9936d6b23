//! Dates in a sentence: days with their month, months with their year, years, decades.

use super::reader::{Read, Reader};
use super::tokens::Token;

impl Reader<'_> {
    /// The date that begins at a token, if one does.
    pub(super) fn date(&self, at: usize) -> Option<Read> {
        if let Some(next) = self.numeric_date(at) {
            return Some(Read::Date(next));
        }
        if let Some(next) = self.decade_in_words(at) {
            return Some(Read::Date(next));
        }
        let next = self.day_and_month(at)?;
        let is_name = match self.words.capital_months {
            // "the June 12 Movement", but "On June 12 Congress"
            true => {
                self.precedes_name(next)
                    && self.word_before(at).is_none_or(|word| word == "the")
                    && at > 0
            }
            // "la avenida 9 de Julio", "el Cinco de Mayo"
            false => (at..next).any(|index| {
                let token = &self.tokens[index];
                token.is_capital() && !self.begins(index) && self.is_month(index)
            }),
        };
        Some(if is_name {
            Read::Quiet(next)
        } else {
            Read::Date(next)
        })
    }

    /// `3 March 2025`, `June 12`, `the 14th of May 1998`, `el 3 de marzo`, `abril de 2021`.
    fn day_and_month(&self, at: usize) -> Option<usize> {
        if self.is_month(at) {
            let mut next = at + 1;
            if self.token(next).is_some_and(is_day)
                && self.is_near(next)
                && self.unit(next + 1).is_none()
                && !self.behind(next + 1).starts_with(['%', ':'])
                && self.words.capital_months
            {
                next += 1;
                return Some(self.with_year(next));
            }
            if self
                .word_at(next)
                .is_some_and(|word| self.words.of.has(word))
            {
                next += 1;
            }
            let year = self.token(next).is_some_and(is_year) && self.is_near(next);
            return (year && self.unit(next + 1).is_none()).then_some(next + 1);
        }
        let day = self.token(at)?;
        let in_words = self.words.ordinals.has(&day.lower)
            || self
                .value(at)
                .is_some_and(|value| (1..=31).contains(&value));
        if !is_day(day) && !in_words {
            return None;
        }
        let mut next = at + 1;
        let of = self
            .word_at(next)
            .is_some_and(|word| self.words.of.has(word));
        next += usize::from(of);
        if (in_words && !of && !is_day(day)) || !self.is_month(next) || !self.is_near(next) {
            return None;
        }
        Some(self.with_year(next + 1))
    }

    /// The token behind the year that may follow a day and its month.
    fn with_year(&self, next: usize) -> usize {
        let of = self
            .word_at(next)
            .is_some_and(|word| self.words.of.has(word));
        let year = next + usize::from(of);
        let is_year = self.token(year).is_some_and(is_year)
            && (self.is_near(year) || self.tokens[year].glue == ", ")
            && self.unit(year + 1).is_none();
        if is_year { year + 1 } else { next }
    }

    /// Whether only a space, or a short form's stop and a space, stands before a token.
    fn is_near(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.follows() || token.is_joined() || token.glue == ". "
    }

    pub(super) fn is_month(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else {
            return false;
        };
        let known =
            self.words.months.has(&token.lower) || self.words.short_months.has(&token.lower);
        known && (!self.words.capital_months || token.is_capital()) && !token.is_dead
    }

    /// `2024-11-05`, `05/11/2024`, `5.11.2024`
    fn numeric_date(&self, at: usize) -> Option<usize> {
        let first = self.token(at)?;
        let parts: Vec<&str> = first.text.split('.').collect();
        if let [day, month, year] = parts.as_slice()
            && in_range(day, 1, 31)
            && in_range(month, 1, 12)
            && in_range(year, 1000, 2199)
        {
            return Some(at + 1);
        }
        let (second, third) = (self.token(at + 1)?, self.token(at + 2)?);
        if second.glue != third.glue || !matches!(second.glue, "-" | "/" | "\u{2010}" | "\u{2011}")
        {
            return None;
        }
        let (a, b, c) = (first.text, second.text, third.text);
        let from_year = in_range(a, 1000, 2199) && in_range(b, 1, 12) && in_range(c, 1, 31);
        let to_year =
            in_range(a, 1, 31) && in_range(b, 1, 31) && (in_range(c, 1000, 2199) || c.len() == 2);
        let all_digits = [a, b, c]
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        (all_digits && (from_year || to_year)).then_some(at + 3)
    }

    /// `the nineties`, `los años noventa`, `en los 90`
    fn decade_in_words(&self, at: usize) -> Option<usize> {
        let token = self.token(at)?;
        let word = self.word_before(at).unwrap_or("");
        if self.words.capital_months {
            let named = token.is_joined() || matches!(word, "the" | "mid" | "early" | "late");
            let is_name = token.is_capital() && self.precedes_name(at + 1);
            return (self.words.decades.has(&token.lower) && named && !is_name).then_some(at + 1);
        }
        let tens =
            token.text.len() == 2 && token.text.ends_with('0') && in_range(token.text, 20, 90);
        if !tens && !self.words.decades.has(&token.lower) {
            return None;
        }
        let earlier = at.checked_sub(1).and_then(|index| self.word_before(index));
        let of_years = word == "años";
        let alone = word == "los"
            && earlier.is_some_and(|word| matches!(word, "en" | "de" | "desde" | "durante"))
            && self.unit(at + 1).is_none()
            && self
                .word_at(at + 1)
                .is_none_or(|word| self.words.function.has(word));
        (of_years || alone).then_some(at + 1)
    }

    /// What a number that may be a year is.
    pub(super) fn year(&self, at: usize, next: usize) -> Option<Read> {
        let token = self.token(at)?;
        if !is_year(token) {
            return None;
        }
        let before = self.word_before(at);
        let is_temporal = before.is_some_and(|word| self.words.temporal.has(word));
        let is_quantity = before.is_some_and(|word| {
            self.words.about.has(word)
                && (self.counts_plural(next) || !self.words.temporal.has(word))
        });
        if is_quantity && before != Some("than") {
            return Some(Read::Figure(next));
        }
        if self.precedes_name(next) && !is_temporal {
            return Some(Read::Quiet(next));
        }
        if !is_temporal && self.counts_plural(next) && before != Some("the") {
            return Some(Read::Figure(next));
        }
        Some(Read::Date(next))
    }

    /// Whether a word with a capital follows directly, so that the number may be part of its name.
    pub(super) fn precedes_name(&self, next: usize) -> bool {
        let Some(token) = self.token(next) else {
            return false;
        };
        let first = token.text.chars().next();
        token.follows()
            && first.is_some_and(char::is_uppercase)
            && !self.words.function.has(&token.lower)
            && !self.is_month(next)
    }

    /// Whether a small word in the plural follows, as it does what is counted.
    fn counts_plural(&self, next: usize) -> bool {
        self.token(next).is_some_and(|token| {
            token.follows()
                && !token.is_capital()
                && (token.lower.ends_with('s') || self.words.persons.has(&token.lower))
                && !matches!(
                    &*token.lower,
                    "was"
                        | "is"
                        | "has"
                        | "as"
                        | "does"
                        | "this"
                        | "its"
                        | "his"
                        | "los"
                        | "las"
                        | "es"
                        | "sus"
                )
        })
    }
}

/// 1 to 31, as `12`, `12th` or `1º`.
fn is_day(token: &Token<'_>) -> bool {
    let digits = token
        .lower
        .trim_end_matches(|character: char| character.is_alphabetic());
    let suffix = &token.lower[digits.len()..];
    in_range(digits, 1, 31)
        && matches!(
            suffix,
            "" | "st" | "nd" | "rd" | "th" | "º" | "°" | "ro" | "ero" | "er"
        )
        && !token.is_dead
}

/// Four digits without a separator, from a time that has years.
pub(super) fn is_year(token: &Token<'_>) -> bool {
    token.text.len() == 4 && in_range(token.text, 1500, 2099) && !token.is_dead
}

pub(super) fn in_range(text: &str, least: u32, most: u32) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text
            .parse()
            .is_ok_and(|number: u32| (least..=most).contains(&number))
}
