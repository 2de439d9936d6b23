//! Numbers in digits: which of them measure something, and which are part of a name or an order.

use super::dates::{in_range, is_year};
use super::names::is_dialled;
use super::reader::{Read, Reader, is_currency};

/// Names of days and habits that are written as numbers.
const SLASHED: [&str; 5] = ["9/11", "7/7", "24/7", "20/20", "50/50"];

/// Units that have a capital right behind the number: `5MW`.
const CAPITAL_UNITS: [&str; 16] = [
    "M", "B", "K", "MW", "GW", "TW", "MWh", "GWh", "KWh", "GB", "MB", "TB", "Hz", "MHz", "GHz",
    "KM",
];

impl Reader<'_> {
    /// What a number in digits at a token is.
    pub(super) fn digits(&self, at: usize) -> Option<Read> {
        let token = self.token(at)?;
        if !token.has_digit() {
            return None;
        }
        let digits = token
            .text
            .trim_end_matches(|character: char| !character.is_numeric());
        let suffix = &token.text[digits.len()..];
        if !token.text.starts_with(char::is_numeric) || digits.contains(char::is_alphabetic) {
            // G20, A380, CO2, 4x4: a name.
            return Some(Read::Quiet(at + 1));
        }
        let sign = token.glue.chars().next_back();
        if self.follows_currency(at) || sign.is_some_and(is_currency) {
            return Some(Read::Figure(self.with_unit(self.chain_end(at))));
        }
        if sign == Some('+') && digits.len() > 1 || is_dialled(digits) {
            return Some(Read::Quiet(self.dialled_end(at)));
        }
        if !suffix.is_empty() {
            return Some(self.suffixed(at, digits, suffix));
        }
        let ordinal = self.token(at + 1).filter(|next| next.glue == ".");
        if ordinal.is_some_and(|next| self.words.ordinal_suffixes.has(&next.lower)) {
            // 5.º
            return Some(Read::Quiet(at + 2));
        }
        if let Some(read) = self.joined_before(at) {
            return Some(read);
        }
        if let Some(read) = self.chained(at) {
            return Some(read);
        }
        Some(self.plain(at, at + 1))
    }

    /// A number that stands alone, or the first and last of a range that ends before `next`.
    fn plain(&self, at: usize, next: usize) -> Read {
        let token = &self.tokens[at];
        let behind = self.behind(next).trim_start();
        let is_measured = behind
            .chars()
            .next()
            .is_some_and(|sign| matches!(sign, '%' | '‰' | '°') || is_currency(sign));
        if self.is_clock(next) {
            return Read::Quiet(next);
        }
        if let Some(end) = self.clock_behind_range(next) {
            return Read::Quiet(end);
        }
        if self.is_spanish_clock(at, next) {
            return Read::Quiet(next);
        }
        if is_measured {
            return Read::Figure(next);
        }
        if let Some(end) = self.unit(next) {
            // "page 12 million" is nothing anybody writes: a unit makes a figure.
            return Read::Figure(end);
        }
        if let Some(designator) = self.designator(at) {
            let mut end = self.listed_end(next);
            if self.words.laws.has(designator)
                && self
                    .word_at(end)
                    .is_some_and(|word| self.words.of.has(word))
                && self.token(end + 1).is_some_and(is_year)
            {
                end += 2;
            }
            return Read::Quiet(end);
        }
        if self.is_called(at, next) {
            return Read::Quiet(self.dialled_end(at));
        }
        if token.glue.trim_end().ends_with(['#', '№', '^']) || self.is_own_count(at, next) {
            return Read::Quiet(next);
        }
        if self.follows_name(at, next) {
            return Read::Quiet(self.listed_end(next));
        }
        if self.is_address(next) || self.ends_address(at) || self.is_enumerator(at, next) {
            return Read::Quiet(next);
        }
        if let Some(read) = self.year(at, next) {
            return read;
        }
        Read::Figure(next)
    }

    /// `EUR 500`
    fn follows_currency(&self, at: usize) -> bool {
        let codes = ["usd", "eur", "gbp", "rs", "chf", "mxn", "jpy", "cny", "inr"];
        self.word_before(at)
            .is_some_and(|word| codes.contains(&word))
    }

    fn with_unit(&self, next: usize) -> usize {
        self.unit(next).unwrap_or(next)
    }

    /// `12th`, `1990s`, `8pm`, `5G`, `38km`
    fn suffixed(&self, at: usize, digits: &str, suffix: &str) -> Read {
        let next = at + 1;
        let lower = suffix.to_lowercase();
        if self.words.ordinal_suffixes.has(&lower) && !digits.contains(['.', ',']) {
            return Read::Quiet(next);
        }
        if lower == "s" || lower == "'s" {
            let decade =
                in_range(digits, 1500, 2099) || (digits.len() == 2 && digits.ends_with('0'));
            return if decade {
                Read::Date(next)
            } else {
                Read::Figure(next)
            };
        }
        if matches!(&*lower, "am" | "pm" | "p") || self.is_address(next) {
            return Read::Quiet(next);
        }
        let is_word = lower.len() > 2 && !self.words.units.has(&lower);
        let is_name =
            is_word || suffix.starts_with(char::is_uppercase) && !CAPITAL_UNITS.contains(&suffix);
        if is_name {
            return Read::Quiet(next);
        }
        Read::Figure(self.with_unit(next))
    }

    /// `MS-13`, `under-18`, `mid-2019`
    fn joined_before(&self, at: usize) -> Option<Read> {
        let token = self.token(at)?;
        let before = self.before(at)?;
        if !token.is_joined() || before.text.ends_with(|last: char| last.is_numeric()) {
            return None;
        }
        let is_temporal = matches!(
            &*before.lower,
            "mid" | "pre" | "post" | "early" | "late" | "since"
        );
        Some(match is_year(token) && is_temporal {
            true => Read::Date(at + 1),
            false => Read::Quiet(at + 1),
        })
    }

    /// The token behind numbers joined by dashes, slashes or colons.
    fn chain_end(&self, at: usize) -> usize {
        let mut next = at + 1;
        while let Some(token) = self.token(next) {
            let joins = matches!(
                token.glue,
                "-" | "–"
                    | "—"
                    | "−"
                    | "/"
                    | ":"
                    | "\u{2010}"
                    | "\u{2011}"
                    | " – "
                    | "–$"
                    | "–€"
                    | "–£"
                    | "-$"
                    | "-€"
            );
            if !joins || !token.text.starts_with(char::is_numeric) {
                break;
            }
            next += 1;
        }
        next
    }

    /// Numbers joined to each other, or to a word behind them.
    fn chained(&self, at: usize) -> Option<Read> {
        let next = self.chain_end(at);
        let first = self.token(at)?;
        if next == at + 1 {
            let word = self.token(next).filter(|token| token.is_joined())?;
            // "11-S" is a name, "17-year-old" is not.
            return Some(match word.is_capital() {
                true => Read::Quiet(next + 1),
                false => Read::Figure(next),
            });
        }
        let parts: Vec<&str> = self.tokens[at..next]
            .iter()
            .map(|token| token.text)
            .collect();
        let glue = self.tokens[at + 1].glue;
        let whole = &self.text[first.range.start..self.tokens[next - 1].range.end];
        if SLASHED.contains(&whole) {
            return Some(Read::Quiet(next));
        }
        if glue == ":" {
            let is_clock =
                in_range(parts[0], 0, 24) && parts[1].len() == 2 && in_range(parts[1], 0, 59);
            return Some(if is_clock {
                Read::Quiet(next)
            } else {
                Read::Figure(next)
            });
        }
        let is_result = parts.iter().all(|part| part.len() <= 2) && glue != "/";
        if self.designator(at).is_some() || (!is_result && self.follows_name(at, next)) {
            return Some(Read::Quiet(next));
        }
        let all_digits = parts
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        if is_year(first) && all_digits && (parts[1].len() == 2 || is_year(&self.tokens[at + 1])) {
            return Some(match self.unit(next) {
                Some(end) => Read::Figure(end),
                None => Read::Date(next),
            });
        }
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let is_dialled = all_digits && glue == "-" && lengths.ends_with(&[3, 4]);
        if is_dialled {
            return Some(Read::Quiet(next));
        }
        if self.is_clock(next) {
            return Some(Read::Quiet(next));
        }
        Some(Read::Figure(self.with_unit(next)))
    }

    /// Whether what follows makes a number a time of day.
    pub(super) fn is_clock(&self, next: usize) -> bool {
        let Some(word) = self.word_at(next) else {
            return false;
        };
        let half = matches!(word, "a" | "p")
            && self.token(next + 1).is_some_and(|token| {
                matches!(token.glue, "." | ". " | ".\u{a0}" | "") && token.lower == "m"
            });
        let of_day = word == "in"
            && self.word_at(next + 1) == Some("the")
            && self
                .word_at(next + 2)
                .is_some_and(|word| self.words.parts_of_day.has(word));
        half || of_day || matches!(word, "am" | "pm" | "o'clock" | "gmt" | "hrs")
    }

    /// `from 8 to 10 pm`
    fn clock_behind_range(&self, next: usize) -> Option<usize> {
        let joins = self
            .word_at(next)
            .is_some_and(|word| self.words.lists.has(word));
        let second = self
            .token(next + 1)
            .filter(|token| joins && token.has_digit())?;
        (second.follows() && self.is_clock(next + 2)).then_some(next + 2)
    }

    /// `a las 8`, `las 20.30 horas`, `las diez de la noche`
    pub(super) fn is_spanish_clock(&self, at: usize, next: usize) -> bool {
        if !matches!(self.word_before(at), Some("las" | "la")) {
            return false;
        }
        let of_day = matches!(self.word_at(next), Some("de" | "del"))
            && (next + 1..next + 3)
                .filter_map(|index| self.word_at(index))
                .any(|word| self.words.parts_of_day.has(word));
        let lead = at.checked_sub(1).and_then(|index| self.word_before(index));
        let lead = lead.is_some_and(|word| {
            matches!(
                word,
                "a" | "desde" | "hasta" | "hacia" | "sobre" | "entre" | "y"
            )
        });
        let ends = self.word_at(next).is_none_or(|word| {
            self.words.function.has(word) || matches!(word, "h" | "horas" | "hrs")
        });
        of_day || (lead && ends)
    }
}
