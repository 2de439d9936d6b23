//! Numbers that name something: a page, a law, an aircraft, a house in a street, a telephone.

use super::dates::is_year;
use super::reader::Reader;

impl Reader<'_> {
    /// The word before a number that makes it a name: `page 112`, `artículo 89`, `No. 7`.
    pub(super) fn designator(&self, at: usize) -> Option<&str> {
        let before = self.before(at)?;
        let near = self.tokens[at].follows()
            || matches!(self.tokens[at].glue, ". " | ".º " | ".o " | "." | "-");
        (near && self.words.designators.has(&before.lower)).then_some(&*before.lower)
    }

    /// `Boeing 737`, `Route 66`, `Expo 2020`: a name right before the number, which is short.
    pub(super) fn follows_name(&self, at: usize, next: usize) -> bool {
        let number = &self.tokens[at];
        let Some(before) = self.before(at) else {
            return false;
        };
        let name = number.follows()
            && (before.is_capital() || before.is_dead)
            && number.text.len() <= 5
            && !number.text.contains(',')
            && !before.lower.ends_with("'s")
            && !self.words.function.has(&before.lower)
            && !self.words.weekdays.has(&before.lower)
            && !self.words.seasons.has(&before.lower)
            && !self.is_month(at - 1);
        let counts = self
            .word_at(next)
            .is_some_and(|word| self.words.persons.has(word) || self.words.vague.has(word));
        let of_group = self.words.of.has(&before.lower)
            && self
                .before(at - 1)
                .is_some_and(|group| group.is_capital() && self.words.groups.has(&group.lower));
        (name && !counts) || of_group
    }

    /// Further numbers of the same name: `articles 4, 5 and 6`.
    pub(super) fn listed_end(&self, mut next: usize) -> usize {
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
    pub(super) fn is_address(&self, next: usize) -> bool {
        let named = (next..next + 4).take_while(|index| {
            self.token(*index)
                .is_some_and(|token| token.follows() && (token.is_capital() || token.has_digit()))
        });
        named
            .into_iter()
            .any(|index| self.words.streets.has(&self.tokens[index].lower))
    }

    /// `calle de Alcalá, 42`
    pub(super) fn ends_address(&self, at: usize) -> bool {
        let number = &self.tokens[at];
        let street = (1..=5).filter_map(|back| self.token(at.checked_sub(back)?));
        !self.words.capital_months
            && matches!(number.glue, ", " | " ")
            && self.before(at).is_some_and(|name| name.is_capital())
            && street
                .into_iter()
                .any(|token| self.words.streets.has(&token.lower))
    }

    /// `(2)` before a point of a list within a sentence.
    pub(super) fn is_enumerator(&self, at: usize, next: usize) -> bool {
        let number = &self.tokens[at];
        let closed = self.behind(next).starts_with(')');
        closed && number.text.len() == 1 && (number.glue.ends_with('(') || at == 0)
    }

    /// `call 112`, `the number is 555 1234`
    pub(super) fn is_called(&self, at: usize, next: usize) -> bool {
        let number = &self.tokens[at];
        let long = number.text.len() >= 3 && !number.text.contains([',', '.']);
        let emergency = matches!(number.text, "911" | "112" | "999");
        let ends = self.word_at(next).is_none_or(|word| {
            word.starts_with(|first: char| first.is_ascii_digit())
                || self.words.function.has(word)
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
    pub(super) fn dialled_end(&self, at: usize) -> usize {
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
pub(super) fn is_dialled(digits: &str) -> bool {
    digits.len() >= 3 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}
