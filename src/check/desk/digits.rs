//! Numbers in digits: which of them measure something, and which are part of a name or an order.

use super::dates::{in_range, is_year};
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
        if sign.is_some_and(is_currency) {
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
        if token.glue.ends_with(['#', '№'])
            || self.is_own_count(at, next)
            || self.is_called(at, next)
        {
            return Read::Quiet(next);
        }
        if self.follows_name(at, next) {
            return Read::Quiet(self.listed_end(next));
        }
        if self.is_address(next) || self.is_enumerator(at, next) {
            return Read::Quiet(next);
        }
        if let Some(read) = self.year(at, next) {
            return read;
        }
        Read::Figure(next)
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
        if matches!(&*lower, "am" | "pm") {
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
        if self.designator(at).is_some() || self.follows_name(at, next) {
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
        let is_dialled =
            all_digits && glue == "-" && parts.iter().map(|part| part.len()).eq([3, 4])
                || parts.iter().map(|part| part.len()).eq([3, 3, 4]);
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
        half || matches!(word, "am" | "pm" | "o'clock" | "gmt" | "hrs")
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
        let parts_of_day = ["mañana", "tarde", "noche", "madrugada", "mediodía"];
        let of_day = matches!(self.word_at(next), Some("de" | "del"))
            && (next + 1..next + 3)
                .filter_map(|index| self.word_at(index))
                .any(|word| parts_of_day.contains(&word));
        let lead = at.checked_sub(1).and_then(|index| self.word_before(index));
        let lead =
            lead.is_some_and(|word| matches!(word, "a" | "desde" | "hasta" | "hacia" | "sobre"));
        let ends = self.word_at(next).is_none_or(|word| {
            self.words.function.has(word) || matches!(word, "h" | "horas" | "hrs")
        });
        of_day || (lead && ends)
    }

    /// The word before a number that makes it a name: `page 112`, `artículo 89`, `No. 7`.
    pub(super) fn designator(&self, at: usize) -> Option<&str> {
        let before = self.before(at)?;
        let near = self.tokens[at].follows()
            || matches!(self.tokens[at].glue, ". " | ".º " | ".o " | "." | "-");
        (near && self.words.designators.has(&before.lower)).then_some(&*before.lower)
    }

    /// `Boeing 737`, `Route 66`, `Expo 2020`: a name right before the number, which is short.
    fn follows_name(&self, at: usize, next: usize) -> bool {
        let number = &self.tokens[at];
        let Some(before) = self.before(at) else {
            return false;
        };
        let name = number.follows()
            && (before.is_capital() || before.is_dead)
            && number.text.len() <= 4
            && !number.text.contains(',')
            && !before.lower.ends_with("'s")
            && !self.words.function.has(&before.lower)
            && !self.words.weekdays.has(&before.lower)
            && !self.words.seasons.has(&before.lower)
            && !self.is_month(at - 1);
        let counts = self
            .word_at(next)
            .is_some_and(|word| self.words.persons.has(word) || self.words.vague.has(word));
        name && !counts
    }

    /// Further numbers of the same name: `articles 4, 5 and 6`.
    fn listed_end(&self, mut next: usize) -> usize {
        loop {
            let joined = self
                .word_at(next)
                .is_some_and(|word| self.words.lists.has(word));
            let number = match joined {
                true => next + 1,
                false => next,
            };
            let goes_on = self.token(number).is_some_and(|token| {
                let glue = match joined {
                    true => token.follows(),
                    false => matches!(token.glue, ", " | "–" | "-" | "(" | "/" | "."),
                };
                glue && token.text.starts_with(char::is_numeric)
                    && !(is_year(token) && joined)
                    && self.unit(number + 1).is_none()
                    && !self.behind(number + 1).trim_start().starts_with('%')
            });
            if !goes_on {
                return next;
            }
            next = number + 1;
        }
    }

    /// `10 Downing Street`
    fn is_address(&self, next: usize) -> bool {
        let named = (next..next + 4).take_while(|index| {
            self.token(*index)
                .is_some_and(|token| token.follows() && (token.is_capital() || token.has_digit()))
        });
        named
            .into_iter()
            .any(|index| index > next && self.words.streets.has(&self.tokens[index].lower))
    }

    /// `(2)` before a point of a list within a sentence.
    fn is_enumerator(&self, at: usize, next: usize) -> bool {
        let number = &self.tokens[at];
        let closed = self.behind(next).starts_with(')');
        closed && number.text.len() == 1 && (number.glue.ends_with('(') || at == 0)
    }

    /// `call 112`, `the number is 555 1234`
    fn is_called(&self, at: usize, next: usize) -> bool {
        let number = &self.tokens[at];
        let long = number.text.len() >= 3 && !number.text.contains([',', '.']);
        let emergency = matches!(number.text, "911" | "112" | "999");
        let ends = self.word_at(next).is_none_or(|word| {
            self.words.function.has(word)
                || self.words.lists.has(word)
                || self.words.dialling.has(word)
        });
        let near = (1..=3).filter_map(|back| self.token(at.checked_sub(back)?));
        let dials = near
            .into_iter()
            .any(|token| self.words.dialling.has(&token.lower));
        let calls = self
            .word_at(next)
            .is_some_and(|word| matches!(word, "call" | "calls" | "operator" | "operators"));
        (long && ends && dials) || (emergency && (calls || self.word_before(at) == Some("el")))
    }

    /// The token behind the groups of a number to dial.
    fn dialled_end(&self, at: usize) -> usize {
        let mut next = at + 1;
        while self.token(next).is_some_and(|token| {
            token.text.bytes().all(|byte| byte.is_ascii_digit())
                && (token.follows() || token.is_joined() || token.glue == ") ")
        }) {
            next += 1;
        }
        next
    }
}

/// A number to dial begins with a nought: `0800`.
fn is_dialled(digits: &str) -> bool {
    digits.len() >= 3 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}
